"""Fetches feeds and pages over HTTP from servers that nothing is taken on trust from."""

import re
import ssl
import threading
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import urljoin

import httpcore
import httpx

from store.addresses import host_of, normal, origin_of
from store.errors import SourceError
from store.sources import inflate, robots
from store.sources.answers import Redirect, Wish, understood, validator
from store.sources.connect import (
    CheckedBackend,
    Deadline,
    Lookup,
    Resolve,
    Transport,
    look_up,
)
from store.sources.pauses import MAX_PAUSE_S, PAUSE_S, Pauses
from store.sources.public import listed
from store.sources.robots import Robots
from store.sources.source import Fetched

#: Why nothing was fetched: the code that is stored and shown, and what it means.
FETCH_REASONS: Final[Mapping[str, str]] = {
    "bad_address": "this is not a web address that can be fetched",
    "private_address": "the host is not on the public internet and no admin has listed it",
    "bad_port": "the port belongs to another service than the web",
    "unknown_host": "the host name is not known",
    "unreachable": "no server answers there",
    "bad_tls": "the server's certificate is not trusted, or no secure connection was agreed on",
    "too_slow": "the server did not answer in full in time",
    "cut_off": "the server broke its answer off",
    "bad_answer": "what the server sent is not an HTTP answer to the question",
    "bad_encoding": "the answer is compressed in an unknown or broken way",
    "too_large": "the answer is larger than is taken",
    "too_many_redirects": "the server redirects in a circle, or too often",
    "bad_redirect": "the server redirects to something that is no web address",
    "downgrade": "the server redirects from https to http on another host",
    "login_required": "the server asks for a login",
    "forbidden": "the server refuses access",
    "not_found": "there is nothing at this address",
    "gone": "the server says that this was removed for good",
    "rejected": "the server refuses the request",
    "too_many_requests": "the server asks for fewer requests",
    "server_error": "the server is in trouble",
    "robots": "the site's robots.txt forbids it",
    "robots_unreachable": "the site's robots.txt could not be read, so its pages are left alone",
    "host_busy": "too many requests wait for this host",
    "stopped": "fetching was stopped",
}

#: How long a fetch may take, its redirects and robots.txt included, pauses not.
DEADLINE_S: Final = 30.0

#: How many redirects are followed.
MAX_REDIRECTS: Final = 5

_MAX_CONTACT_CHARS: Final = 200
_NOT_IN_COMMENT: Final = re.compile(r"[^\x20-\x7e]|[()\\]")
_NOT_IN_VERSION: Final = re.compile(r"[^A-Za-z0-9.+_-]")


def agent(version: str, contact: str | None) -> str:
    """Return the User-Agent ``Sosik/VERSION (+CONTACT)``, without characters that could end it."""
    name = f"{robots.NAME}/{_NOT_IN_VERSION.sub('', version)}"
    comment = _NOT_IN_COMMENT.sub("", contact or "").strip()[:_MAX_CONTACT_CHARS]
    return f"{name} (+{comment})" if comment else name


class Fetcher:
    """Fetches one address at a time per thread; thread-safe.

    Only public addresses are connected to, and hosts in ``allowed_hosts`` (``host`` or
    ``host:port``, exactly as in the address). ``resolve`` and ``backend`` replace the system's
    name lookup and sockets, ``tls`` its trusted certificates; ``now`` counts seconds, ``sleep``
    waits some.
    """

    def __init__(
        self,
        *,
        agent: str,
        allowed_hosts: Collection[str] = (),
        pause_s: float = PAUSE_S,
        deadline_s: float = DEADLINE_S,
        backend: httpcore.NetworkBackend | None = None,
        resolve: Resolve = look_up,
        tls: ssl.SSLContext | None = None,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] | None = None,
    ) -> None:
        self._agent = agent
        self._listed = listed(allowed_hosts)
        self._pause_s = pause_s
        self._deadline_s = deadline_s
        self._dial = backend or httpcore.SyncBackend()
        self._lookup = Lookup(resolve)
        self._tls = tls or httpcore.default_ssl_context()
        self._now = now
        self._closed = threading.Event()
        self._pauses = Pauses(now=now, sleep=sleep or self._closed.wait)
        self._robots = Robots(now=now)

    def close(self) -> None:
        """End pauses and reads at once, and let no further request begin.

        Looking a name up and connecting go on until they are done, or the deadline.
        """
        self._closed.set()

    def get(
        self,
        url: str,
        *,
        max_bytes: int,
        etag: str | None = None,
        last_modified: str | None = None,
        robots: bool = False,
    ) -> Fetched:
        """Fetch ``url``; ``max_bytes`` holds on the wire and decompressed.

        ``etag`` and ``last_modified`` are those of the last answer. With ``robots`` (for pages),
        robots.txt is heeded. Raises ``SourceError`` with a reason of ``FETCH_REASONS``.
        """
        asked = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        kept = {name: text for name, given in asked.items() if (text := validator(given))}
        wish = Wish(max_bytes=max_bytes, headers=kept, robots=robots)
        deadline = Deadline(self._deadline_s, now=self._now, stopped=self._closed.is_set)
        return self._follow(normal(url), wish, deadline)

    def _follow(self, url: str, wish: Wish, deadline: Deadline) -> Fetched:
        at, moved = url, True
        for _ in range(MAX_REDIRECTS + 1):
            answer = self._ask(at, wish, deadline)
            if isinstance(answer, Fetched):
                return replace(answer, moved_to=at if moved and at != url else None)
            to = _redirected(at, answer.location)
            moved = moved and answer.permanent and not _is_downgrade(at, to)
            at = to
        raise SourceError(
            "too_many_redirects", f"The server redirects more than {MAX_REDIRECTS} times."
        )

    def _ask(self, url: str, wish: Wish, deadline: Deadline) -> Fetched | Redirect:
        pause_s = self._pause_s
        if wish.robots:
            pause_s = max(pause_s, self._heed_robots(url, deadline))
        deadline.put_off(lambda: self._pauses.wait(host_of(url), pause_s))
        deadline.left_s()  # raises when fetching was stopped during the pause
        backend = CheckedBackend(
            dial=self._dial,
            lookup=self._lookup,
            listed=self._listed,
            deadline=deadline,
        )
        headers = {
            "User-Agent": self._agent,
            "Accept": "*/*",
            "Accept-Encoding": inflate.ENCODINGS,
            **wish.headers,
        }
        with Transport(backend, tls=self._tls, max_bytes=wish.max_bytes) as transport:
            response = transport.handle_request(httpx.Request("GET", url, headers=headers))
            return understood(url, response, wish)

    def _heed_robots(self, url: str, deadline: Deadline) -> float:
        """Return the pause that the site asks for; raise ``SourceError`` if it forbids ``url``."""
        wish = Wish(max_bytes=robots.MAX_BYTES, headers={}, robots=False, cut=True)
        rules = self._robots.rules(url, lambda file: self._follow(file, wish, deadline).data)
        if not rules.allow(url):
            raise SourceError("robots", f"{origin_of(url)}/robots.txt forbids {url}.", lasting=True)
        return min(rules.delay_s(), MAX_PAUSE_S)


def _redirected(at: str, location: str) -> str:
    """Return where a redirect leads; from https to http only on the same host, as old sites do."""
    try:
        to = normal(urljoin(at, location))
    except (SourceError, ValueError) as error:
        raise SourceError(
            "bad_redirect", f"{origin_of(at)} redirects to no web address."
        ) from error
    if _is_downgrade(at, to) and _site(at) != _site(to):
        raise SourceError("downgrade", f"{origin_of(at)} redirects to {origin_of(to)}.")
    return to


def _is_downgrade(at: str, to: str) -> bool:
    return at.startswith("https:") and to.startswith("http:")


def _site(url: str) -> str:
    return host_of(url).removeprefix("www.")
