"""A digest that a chat gets: what is set, and within which bounds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from datetime import time as Time  # noqa: N812 (a field is called so)
from functools import cache
from types import MappingProxyType
from typing import Final, Literal
from zoneinfo import available_timezones

Kind = Literal["digest", "weekly"]
WhenEmpty = Literal["say", "silent"]

EVERY_DAY: Final = frozenset(range(7))
#: Of a longer digest nobody reads the end; one message of a messenger holds about ten items.
MAX_LENGTH: Final = 10
#: More than anybody follows by hand; each is compared with every story of the day.
MAX_TOPICS: Final = 20
MAX_TOPIC_CHARS: Final = 100
MAX_OUTLETS: Final = 100
#: Paused until then is paused for good.
FOR_GOOD: Final = date(2999, 12, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A digest that a chat gets each chosen weekday (0 is Monday) at ``time`` in ``zone`` (IANA).

    ``person`` set it up. ``length`` counts items; ``quiet`` are local times between which nothing
    comes, over midnight when the second is the earlier; from the day ``paused_until`` on it comes
    again. ``likes`` are weights that verdicts have taught. The last five are the store's own:
    ``next_at`` is when to look whether it is due, None for at once; what was due until
    ``settled_until`` was sent, or never will be; ``last_on`` is the local day of the last one, and
    ``changes`` counts what was set.
    """

    channel: str
    chat: str
    zone: str
    person: str | None = None
    kind: Kind = "digest"
    time: Time = Time(8)
    weekdays: frozenset[int] = EVERY_DAY
    language: str | None = None
    length: int = 5
    topics: tuple[str, ...] = ()
    outlets_in: frozenset[str] = frozenset()
    outlets_out: frozenset[str] = frozenset()
    quiet: tuple[Time, Time] | None = None
    paused_until: date | None = None
    when_empty: WhenEmpty = "silent"
    likes: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    id: int = 0
    next_at: datetime | None = None
    settled_until: datetime | None = None
    last_on: date | None = None
    changes: int = 0


def is_zone(name: str) -> bool:
    """Tell whether ``name`` is a time zone of the IANA that this machine knows.

    ``posix/Asia/Seoul`` and ``right/Asia/Seoul`` are files of some machines, and no names.
    """
    return name in _zones()


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def require(one: Subscription) -> None:
    """Raise ValueError, with what is wrong, for what nobody could mean."""
    texts = (*one.topics, *one.outlets_in, *one.outlets_out)
    refused = {
        "time zone": not is_zone(one.zone),
        "weekdays": not one.weekdays or not one.weekdays <= EVERY_DAY,
        "time": one.time.tzinfo is not None,
        "length": not 1 <= one.length <= MAX_LENGTH,
        "topics": len(one.topics) > MAX_TOPICS
        or any(not text.strip() or len(text) > MAX_TOPIC_CHARS for text in texts),
        "outlets": max(len(one.outlets_in), len(one.outlets_out)) > MAX_OUTLETS,
        "quiet hours": one.quiet is not None and one.quiet[0] == one.quiet[1],
        "pause": one.paused_until is not None and one.paused_until > FOR_GOOD,
    }
    for name, wrong in refused.items():
        if wrong:
            raise ValueError(f"a digest cannot have these {name}")
