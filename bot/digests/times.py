"""When a digest is due, in the time zone of whoever gets it; pure."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from store.messaging.subscription import Kind, Subscription

_DAY: Final = timedelta(days=1)
_MINUTE: Final = timedelta(minutes=1)
#: A weekly digest is read two days later, too; a daily one on its day.
_WEEKLY_OF_USE: Final = timedelta(days=2)
#: Days that are looked through: four of each weekday. Of these one may be over, one told, and one
#: missing where a country has crossed the date line.
_AHEAD: Final = 29

#: What was due longer ago is of no use.
_LOOKED_BACK: Final = timedelta(days=3)

Quiet = tuple[time, time]


def zone_of(name: str) -> tzinfo:
    """Return the time zone of this name; UTC where this machine does not know it any more."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return UTC


def local_date(moment: datetime, zone: str | tzinfo) -> date:
    """Return the day that the calendar in ``zone`` shows then."""
    return moment.astimezone(zone_of(zone) if isinstance(zone, str) else zone).date()


def moment_on(day: date, at: time, zone: str | tzinfo) -> datetime | None:
    """Return when the clocks in ``zone`` show ``at`` on that day, in UTC.

    Where they show it twice, the first time; where they pass over it, the first moment after that,
    or the last minute before it when the day is over then. None where there was no such day.
    """
    found = zone_of(zone) if isinstance(zone, str) else zone
    wall = datetime.combine(day, at.replace(tzinfo=None))
    moment = wall.replace(tzinfo=found, fold=0).astimezone(UTC)
    if moment.astimezone(found).replace(tzinfo=None) == wall:
        return moment
    after = _change(wall.replace(tzinfo=found, fold=1).astimezone(UTC), moment, found)
    for one in (after, after - _MINUTE):
        if local_date(one, found) == day:
            return one
    return None


def day_start(moment: datetime, zone: str | tzinfo) -> datetime:
    """Return the first moment of the local day, in UTC."""
    found = zone_of(zone) if isinstance(zone, str) else zone
    day = local_date(moment, found)
    return moment_on(day, time.min, found) or moment


def time_of(subscription: Subscription) -> time:
    """Return the local time at which it is sent: a time in quiet hours moves to their end."""
    quiet = subscription.quiet
    return quiet[1] if quiet and _within(subscription.time, quiet) else subscription.time


def next_due(subscription: Subscription, *, after: datetime) -> datetime:
    """Return the first moment after ``after`` at which it is due, in UTC.

    Never on the local day, for a weekly one in the ISO week, of the last one, on a day that is not
    chosen, or before the end of a pause.
    """
    zone, at = zone_of(subscription.zone), time_of(subscription)
    first = max(local_date(after, zone), subscription.paused_until or date.min)
    days = (first + n * _DAY for n in range(_AHEAD))
    if subscription.last_on is not None:
        last = period(subscription.kind, subscription.last_on)
        days = (day for day in days if period(subscription.kind, day) != last)
    chosen = (day for day in days if day.weekday() in subscription.weekdays)
    moments = (moment for day in chosen if (moment := moment_on(day, at, zone)))
    return next(moment for moment in moments if moment > after)


def due_by(subscription: Subscription, *, now: datetime) -> datetime | None:
    """Return the last moment at which it was due that is not settled; None when there is none."""
    settled = subscription.settled_until or now
    due = next_due(subscription, after=min(max(settled, now - _LOOKED_BACK), now))
    if due > now:
        return None
    while (later := next_due(subscription, after=due)) <= now:
        due = later
    return due


def period(kind: Kind, day: date) -> str:
    """Name what there is at most one digest of: the day, or the ISO week (2026-W48)."""
    if kind == "digest":
        return day.isoformat()
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def key(subscription: Subscription, day: date) -> str:
    """Return the key under which the digest of that local day goes out once."""
    return f"{subscription.kind}:{subscription.chat}:{period(subscription.kind, day)}"


def is_paused(subscription: Subscription, *, now: datetime) -> bool:
    """Tell whether the chat wants none today."""
    until = subscription.paused_until
    return until is not None and local_date(now, subscription.zone) < until


def of_use_until(subscription: Subscription, due: datetime) -> datetime:
    """Return when what was due then is of no use any more: its day is over.

    A weekly one stays of use for two days.
    """
    zone = zone_of(subscription.zone)
    tomorrow = moment_on(local_date(due, zone) + _DAY, time.min, zone)
    end = tomorrow or due + _DAY
    if subscription.kind == "weekly":
        end = due + _WEEKLY_OF_USE
    return end


def sent_until(subscription: Subscription, due: datetime, *, now: datetime) -> datetime:
    """Return until when what is promised now may be sent: of use, and before quiet hours begin."""
    end = of_use_until(subscription, due)
    if subscription.quiet is None:
        return end
    return min(end, _next(subscription.quiet[0], zone_of(subscription.zone), after=now))


def quiet_until(quiet: Quiet | None, zone: str | tzinfo, *, now: datetime) -> datetime | None:
    """Return when the quiet hours end in which ``now`` lies; None when it lies in none.

    They begin and end once a day: what the clocks show a second time is as it then was.
    """
    if quiet is None:
        return None
    found = zone_of(zone) if isinstance(zone, str) else zone
    begin, end = (_next(at, found, after=now) for at in quiet)
    return end if end < begin else None


def _next(at: time, zone: tzinfo, *, after: datetime) -> datetime:
    """Return when the clocks show ``at`` next."""
    day = local_date(after, zone)
    moments = (moment_on(day + n * _DAY, at, zone) for n in range(_AHEAD))
    return next(moment for moment in moments if moment and moment > after)


def _within(at: time, quiet: Quiet) -> bool:
    begin, end = quiet
    if begin < end:
        return begin <= at < end
    return at >= begin or at < end


def _change(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """Return the moment between these two from which on the offset is that of ``after``."""
    offset = after.astimezone(zone).utcoffset()
    low, high = int(before.timestamp()), int(after.timestamp())
    while high - low > 1:
        middle = (low + high) // 2
        same = datetime.fromtimestamp(middle, UTC).astimezone(zone).utcoffset() == offset
        low, high = (low, middle) if same else (middle, high)
    return datetime.fromtimestamp(high, UTC)
