"""Counts how what nobody asked for just then, digests and alerts, arrived; it names nobody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

from sqlite_utils import Database as Connection

from store.database import Database

#: So long after it was due a message is late: 10,000 at a time take 350 s at Telegram's own rate.
LATE_S: Final = 600
#: Figures are shown of a year.
KEPT: Final = timedelta(days=370)
#: Each time zone's days begin at one of these.
QUARTER_S: Final = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class DayDeliveries:
    """The messages of one local day: sent in time, sent late, perhaps sent, and not sent."""

    day: date
    sent: int = 0
    late: int = 0
    uncertain: int = 0
    failed: int = 0


def days(
    database: Database, channel: str, *, since: datetime, zone: tzinfo
) -> tuple[DayDeliveries, ...]:
    """Count each local day that had any since then, the first first. Raises DatabaseError."""
    with database.read() as db:
        rows = db.execute(
            "SELECT quarter, state, sum(count) FROM deliveries WHERE channel = ?"
            " AND quarter >= ? GROUP BY quarter, state ORDER BY quarter",
            [channel, int(since.timestamp()) // QUARTER_S],
        ).fetchall()
    return tuple(_counted(rows, zone))


def forget(db: Connection, channel: str, *, before: datetime) -> None:
    """Forget what was counted a year before then, within a transaction."""
    oldest = int((before - KEPT).timestamp()) // QUARTER_S
    db.execute("DELETE FROM deliveries WHERE channel = ? AND quarter < ?", [channel, oldest])


def _counted(rows: Iterable[tuple[int, str, int]], zone: tzinfo) -> Iterable[DayDeliveries]:
    days: dict[date, dict[str, int]] = {}
    for quarter, state, count in rows:
        day = datetime.fromtimestamp(quarter * QUARTER_S, UTC).astimezone(zone).date()
        counts = days.setdefault(day, {})
        name = "failed" if state == "expired" else state
        counts[name] = counts.get(name, 0) + count
    return (DayDeliveries(day=day, **counts) for day, counts in days.items())


def note(db: Connection, message: int) -> None:
    """Count a row of the outbox that has just ended, if it is of these, within a transaction."""
    db.execute(_NOTE, {"message": message, "late": LATE_S, "quarter": QUARTER_S})


_NOTE: Final = """
    INSERT INTO deliveries(channel, quarter, kind, state, count)
    SELECT channel, CAST(ended_at / :quarter AS INTEGER), substr(key, 1, instr(key, ':') - 1),
        CASE WHEN state = 'sent' AND ended_at - coalesce(due_at, created_at) > :late
            THEN 'late' ELSE state END, 1
    FROM outbox WHERE id = :message AND priority = 1 AND instr(key, ':') > 0
    ON CONFLICT(channel, quarter, kind, state) DO UPDATE SET count = count + 1
"""
