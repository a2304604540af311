"""What one press changes in a subscription; pure."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time
from typing import Final

from bot.digests.times import local_date
from bot.subscribing.codes import Op, mark
from bot.texts import is_language
from store.messaging.subscription import FOR_GOOD, MAX_LENGTH, MAX_OUTLETS, Subscription, is_zone

#: The language that the chat has set.
AUTO: Final = "auto"
NONE: Final = "off"
ALL: Final = "all"
_ONLY: Final = "only"


class ImpossibleError(Exception):
    """A button of this version carries no such value."""


class LastDayError(Exception):
    """A digest without a weekday would never come."""


class TooManyError(Exception):
    """There is no room for another outlet."""


def changed(
    one: Subscription, op: Op, value: str, *, now: datetime, outlets: Iterable[str] = ()
) -> Subscription:
    """Return ``one`` with a single thing set to ``value``, as buttons carry it.

    ``outlets`` are those that can be named; a pause ends after today. Raises ImpossibleError,
    LastDayError and TooManyError.
    """
    try:
        match op:
            case "time":
                return replace(one, time=_time(value))
            case "zone":
                return replace(one, zone=_zone(value))
            case "day":
                return replace(one, weekdays=_days(one.weekdays, value))
            case "language":
                return replace(one, language=_language(value))
            case "length":
                return replace(one, length=_length(value))
            case "topic":
                return replace(one, topics=_without(one.topics, value))
            case "outlet":
                return _with_outlet(one, value, outlets=outlets)
            case "quiet":
                return replace(one, quiet=_quiet(value))
            case "pause":
                return replace(one, paused_until=_until(value, today=local_date(now, one.zone)))
            case "empty" if value in ("say", "silent"):
                return replace(one, when_empty="say" if value == "say" else "silent")
    except (ValueError, OverflowError) as error:
        raise ImpossibleError from error
    raise ImpossibleError


def written_time(at: time) -> str:
    """Write a time as buttons carry it."""
    return f"{at:%H%M}"


def written_quiet(quiet: tuple[time, time]) -> str:
    """Write quiet hours as buttons carry them."""
    return f"{quiet[0]:%H%M}-{quiet[1]:%H%M}"


def _time(value: str) -> time:
    if len(value) != 4:
        raise ValueError(value)
    return time(int(value[:2]), int(value[2:]))


def _zone(value: str) -> str:
    if not is_zone(value):
        raise ValueError(value)
    return value


def _days(days: frozenset[int], value: str) -> frozenset[int]:
    """``3+`` and ``3-`` add Thursday and take it away, ``3=`` leaves no other day."""
    day, sign = int(value[:-1]), value[-1:]
    if not 0 <= day <= 6 or sign not in "+-=":
        raise ValueError(value)
    left = {"+": days | {day}, "-": days - {day}, "=": frozenset({day})}[sign]
    if not left:
        raise LastDayError
    return left


def _language(value: str) -> str | None:
    if value == AUTO:
        return None
    if not is_language(value):
        raise ValueError(value)
    return value


def _length(value: str) -> int:
    if not 1 <= int(value) <= MAX_LENGTH:
        raise ValueError(value)
    return int(value)


def _without(topics: tuple[str, ...], value: str) -> tuple[str, ...]:
    """Take a topic away; one that is not there any more is gone as well."""
    return () if value == ALL else tuple(one for one in topics if mark(one) != value)


def _with_outlet(one: Subscription, value: str, *, outlets: Iterable[str]) -> Subscription:
    """``….only``, ``….off`` and ``….all`` take an outlet in alone with others, out, or neither."""
    if value == ALL:
        return replace(one, outlets_in=frozenset(), outlets_out=frozenset())
    marked, _, state = value.partition(".")
    named = {mark(name): name for name in (*outlets, *one.outlets_in, *one.outlets_out)}
    if marked not in named or state not in (_ONLY, NONE, ALL):
        raise ValueError(value)
    name = frozenset({named[marked]})
    inside = one.outlets_in | name if state == _ONLY else one.outlets_in - name
    outside = one.outlets_out | name if state == NONE else one.outlets_out - name
    if max(len(inside), len(outside)) > MAX_OUTLETS:
        raise TooManyError
    return replace(one, outlets_in=inside, outlets_out=outside)


def _quiet(value: str) -> tuple[time, time] | None:
    if value == NONE:
        return None
    begin, _, end = value.partition("-")
    quiet = _time(begin), _time(end)
    if quiet[0] == quiet[1]:
        raise ValueError(value)
    return quiet


def _until(value: str, *, today: date) -> date | None:
    if value == NONE:
        return None
    if value == ALL:
        return FOR_GOOD
    until = date.fromisoformat(value)
    if not today < until <= FOR_GOOD:  # a button of a keyboard of last week, or of nobody's
        raise ValueError(value)
    return until
