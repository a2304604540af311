"""The figures of the last days: articles, sources, people, questions, what was sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from typing import Final

from store.library import Library
from store.messaging.answers import Answers, DayCount
from store.messaging.chats import Chats
from store.messaging.deliveries import DayDeliveries
from store.messaging.outbox import Outbox, State
from store.sources.catalog import Catalog, is_dead

MAX_DAYS: Final = 366
DEFAULT_DAYS: Final = 7
#: People are counted who wrote within so many days, today being the first.
WITHIN_DAYS: Final = (1, 7, 30)
#: Nobody waits a minute for an answer; what was sent later than that is late.
LATE_AFTER: Final = timedelta(minutes=1)
#: Messages among which late ones are counted; more would be read row by row.
_MAX_LOOKED_AT: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCounts:
    """How many sources work, fail, have failed for days, or are paused; each counts once."""

    working: int
    failing: int
    dead: int
    paused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """Figures of ``days`` days, today included.

    ``people`` and ``groups`` count the chats that wrote within so many days; ``unreachable`` those
    that nothing can be sent to. ``outbox`` counts what is owed, and what ended within these days;
    ``late`` of those that were sent took longer than ``LATE_AFTER``. ``deliveries`` counts digests
    and alerts, which are late ten minutes after they were due.
    """

    days: int
    articles: int
    sources: SourceCounts
    people: Mapping[int, int]
    groups: Mapping[int, int]
    unreachable: int
    counts: tuple[DayCount, ...]
    outbox: Mapping[State, int]
    late: int
    deliveries: tuple[DayDeliveries, ...] = ()

    @property
    def questions(self) -> int:
        """All questions of these days."""
        return sum(day.questions for day in self.counts)

    @property
    def declined(self) -> int:
        """Those that the store could not answer."""
        return sum(day.declined for day in self.counts)


def measure(
    *,
    library: Library,
    catalog: Catalog,
    chats: Chats,
    answers: Answers,
    outbox: Outbox,
    channel: str,
    days: int,
    now: datetime,
    zone: tzinfo,
) -> Stats:
    """Count everything of the last ``days`` days in ``zone``. Raises DatabaseError."""
    first_day = now.astimezone(zone).date() - timedelta(days=days - 1)
    since = datetime.combine(first_day, time.min, tzinfo=zone)
    seen = {
        within: chats.count(channel, since=now - timedelta(days=within - 1))
        for within in WITHIN_DAYS
    }
    everybody = sum(chats.count(channel).values())
    return Stats(
        days=days,
        articles=library.count(),
        sources=_sources(catalog, now=now),
        people={within: counts.get("private", 0) for within, counts in seen.items()},
        groups={within: counts.get("group", 0) for within, counts in seen.items()},
        unreachable=everybody - len(chats.reachable(channel)),
        counts=answers.stats(since=since, zone=zone),
        outbox=outbox.counts(since=since),
        late=_late(outbox, since=since),
        deliveries=outbox.deliveries(since=since, zone=zone),
    )


def _sources(catalog: Catalog, *, now: datetime) -> SourceCounts:
    sources = catalog.all()
    paused = sum(one.paused for one in sources)
    dead = sum(is_dead(one, now=now) for one in sources)
    failing = sum(bool(one.health.failures) and not one.paused for one in sources) - dead
    working = len(sources) - paused - dead - failing
    return SourceCounts(working=working, failing=failing, dead=dead, paused=paused)


def _late(outbox: Outbox, *, since: datetime) -> int:
    sent = outbox.listing(state="sent", limit=_MAX_LOOKED_AT)
    return sum(
        one.ended_at is not None
        and one.ended_at >= since
        and one.ended_at - one.created_at > LATE_AFTER
        for one in sent
    )
