"""What sites ask of robots: robots.txt, read as RFC 9309 says, remembered for a day."""

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from protego import Protego

from store.addresses import origin_of
from store.errors import SourceError

#: The name that robots.txt files know this program by.
NAME: Final = "Sosik"

#: What is read of a robots.txt: RFC 9309 (2.5) asks for 500 KiB at least.
MAX_BYTES: Final = 500 * 1024

#: How long the rules of a site hold (RFC 9309, 2.4).
KEPT_S: Final = 24 * 3600.0

#: How long a robots.txt that could not be read stops its site's pages.
RETRY_S: Final = 600.0

#: How much text is remembered: some 5,000 sites of 3 KB, and never more than 16 MB.
MAX_KEPT_CHARS: Final = 16_000_000

# RFC 9309 (2.3.1.3): a file that is not there forbids nothing. 429 is none of these: it asks for
# patience, not for more requests.
_UNAVAILABLE: Final = frozenset(
    {"not_found", "gone", "forbidden", "login_required", "rejected", "too_many_redirects"}
)

_AGENT_LINE: Final = re.compile(r"\s*user[- ]?agent\s*[:\s]\s*([a-z_*-]*)", re.IGNORECASE)

# Lines that stand in no group, so that they end none.
_ASIDE: Final = re.compile(r"\s*(?:#|$|(?:site-?maps?|host)\s*[:\s])", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What one site asks of us: the groups of its robots.txt that name us, or everyone.

    Kept as text and read anew each time: parsed rules take fifty times the memory.
    """

    text: str

    def allow(self, url: str) -> bool:
        """Say whether the page at ``url`` may be fetched."""
        return bool(Protego.parse(self.text).can_fetch(url, NAME))

    def delay_s(self) -> float:
        """Return the pause asked for between two requests, 0 when none is."""
        return float(Protego.parse(self.text).crawl_delay(NAME) or 0.0)


def read_rules(data: bytes) -> Rules:
    """Read a robots.txt; whatever is no rule in it is passed over.

    Groups of other agents are left out before Protego sees them: it copies each rule to every
    agent named above it, so that 73 KB (2,000 agents over 2,000 rules) cost it 6 s and 290 MB. It
    would also take "so" for the start of "Sosik".
    """
    kept: list[str] = []
    concerned, in_heads = False, False
    for line in data[:MAX_BYTES].decode("utf-8-sig", errors="replace").splitlines():
        head = _AGENT_LINE.match(line)
        if head is None:
            in_heads = in_heads and _ASIDE.match(line) is not None
            if concerned:
                kept.append(line)
            continue
        concerned = concerned and in_heads
        in_heads = True
        name = head[1].lower()
        if name == "*" or name.replace("*", "") == NAME.lower():
            concerned = True
            kept.append(f"user-agent: {name}")
    return Rules(text="\n".join(kept))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """The rules of a site until a moment, or the reason why they could not be read."""

    until: float
    rules: Rules
    failure: str | None


class Robots:
    """The rules of the sites asked lately. Thread-safe."""

    def __init__(self, *, now: Callable[[], float]) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._sites: dict[str, _Known] = {}

    def rules(self, url: str, fetch: Callable[[str], bytes]) -> Rules:
        """Return the rules for the site of ``url``, asking with ``fetch`` when they are not known.

        Raises ``SourceError``: ``robots_unreachable`` for now, or what is lasting about the host.
        """
        site = origin_of(url)
        with self._lock:
            known = self._sites.get(site)
        now = self._now()
        if known is None or now >= known.until:
            known = _asked(f"{site}/robots.txt", fetch, now)
            self._remember(site, known)
        if known.failure:
            raise SourceError(
                "robots_unreachable",
                f"The site's robots.txt could not be read ({known.failure}), so no page of it is.",
                retry_after_s=known.until - now,
            )
        return known.rules

    def _remember(self, site: str, known: _Known) -> None:
        with self._lock:
            self._sites.pop(site, None)
            self._sites[site] = known
            total = sum(len(name) + len(each.rules.text) for name, each in self._sites.items())
            while total > MAX_KEPT_CHARS:
                oldest = next(iter(self._sites))
                total -= len(oldest) + len(self._sites.pop(oldest).rules.text)


def _asked(address: str, fetch: Callable[[str], bytes], now: float) -> _Known:
    try:
        return _Known(until=now + KEPT_S, rules=read_rules(fetch(address)), failure=None)
    except SourceError as error:
        if error.reason in _UNAVAILABLE:
            return _Known(until=now + KEPT_S, rules=Rules(text=""), failure=None)
        if error.lasting or error.reason in {"host_busy", "stopped"}:
            raise
        wait_s = max(error.retry_after_s or 0.0, RETRY_S)
        return _Known(until=now + wait_s, rules=Rules(text=""), failure=error.reason)
