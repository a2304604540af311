"""Reckons which day a number, a month or a weekday means, seen from the day of publication."""

import calendar
import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from store.extract import event_words as words

# A bare day lies in the month of publication; one of the last week, in the month before.
_LAST_DAYS: Final = 6
# A bare day ahead is believed so far; farther on, a report says 오는 or names the month.
_NEXT_DAYS: Final = 10
# A month and day without a year: farther back, the coming one could be meant; farther ahead, a
# report names the year.
_BACK_DAYS: Final = 270
_AHEAD_DAYS: Final = 180
# 오는 31일 is in the next month at the latest.
_MONTH_AWAY: Final = timedelta(days=31)
# No such day.
_NEVER: Final = 999

#: The first and the last day, both included.
Span = tuple[date, date]
Said = Mapping[str, str]


def said(match: re.Match[str]) -> dict[str, str]:
    """The groups that matched; a number behind a name (``weekday2``) only tells patterns apart."""
    return {name: "".join(text.split()) for name, text in match.groupdict().items() if text}


def one_of(found: Said, name: str) -> str | None:
    """The group of that name, whatever number it carries."""
    return next((text for key, text in found.items() if key.rstrip("1234") == name), None)


def month_number(found: Said, n: str = "") -> int | None:
    """The month that is named by a number or in English."""
    if f"mon{n}" in found:
        return words.MONTH_NAMES.index(found[f"mon{n}"][:3].lower()) + 1
    return int(found[f"m{n}"]) if f"m{n}" in found else None


def year_said(today: date, found: Said) -> int | None:
    """The year that is named by a number or a word (지난해)."""
    if "y" in found:
        return int(found["y"])
    return today.year + words.YEARS[found["yw"]] if "yw" in found else None


def month_from(day: date, ahead: int) -> tuple[int, int]:
    """The year and month so many months ahead."""
    years, before = divmod(day.month - 1 + ahead, 12)
    return day.year + years, before + 1


def whole_month(year: int, month: int) -> Span:
    """The first and last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def whole_year(year: int) -> Span:
    """The first and last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def monday(today: date, weeks: int) -> date:
    """The Monday of the week so many weeks ahead."""
    return today + timedelta(days=7 * weeks - today.weekday())


def weekday_number(name: str) -> int:
    """Monday is 0; ``name`` is 월, 月, 一, Monday …"""
    letters = name[:3].lower() if name.isascii() else "日" if name == "天" else name
    return next(at for at, names in enumerate(words.WEEKDAYS) if letters in names)


def before(today: date, weekday: int) -> date:
    """The last such day before today."""
    return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)


def after(today: date, weekday: int) -> date:
    """The next such day after today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def numbered(today: date, number: int, found: Said, *, planned: bool) -> date | None:
    """The day that a report of ``today`` means by its number alone, or with 오는, 지난 or (화)."""
    months = (month_from(today, ahead) for ahead in (-1, 0, 1))
    days = [date(year, month, number) for year, month in months if _exists(year, month, number)]
    if "weekday" in found:
        weekday = weekday_number(found["weekday"])
        days = [day for day in days if day.weekday() == weekday]
    if "lead" not in found:
        return _usual(today, days, planned=planned)
    ahead = found["lead"] in words.AHEAD
    near = [day for day in days if (day > today) == ahead and abs(day - today) <= _MONTH_AWAY]
    return near[0 if ahead else -1] if near and today not in days else None


def _usual(today: date, days: Iterable[date], *, planned: bool) -> date | None:
    """A day of this month, if none of the months beside it is nearer."""
    past, ahead = _around(today, days)
    since = _NEVER if past is None else (today - past).days
    until = _NEVER if ahead is None else (ahead - today).days
    if past is not None and past.month == today.month:
        if until > _LAST_DAYS:
            return past
        return ahead if planned else None
    if since <= _LAST_DAYS < until:
        return past
    this_month = ahead is not None and ahead.month == today.month
    return ahead if this_month and (until <= _NEXT_DAYS < since or planned) else None


def without_year(
    today: date, month: int, number: int, found: Said, *, planned: bool
) -> date | None:
    """The nearest past day of that month and number; a coming one after 오는 or before 예정."""
    years = (today.year - 1, today.year, today.year + 1)
    days = [date(year, month, number) for year in years if _exists(year, month, number)]
    past, ahead = _around(today, days)
    if "lead" in found:
        return None if today in days else ahead if found["lead"] in words.AHEAD else past
    if planned:
        return ahead if ahead is not None and (ahead - today).days <= _AHEAD_DAYS else None
    return past if past is not None and (today - past).days <= _BACK_DAYS else None


def _around(today: date, days: Iterable[date]) -> tuple[date | None, date | None]:
    """The last of ``days`` that has come, and the first that has not."""
    ordered = sorted(days)
    past = [day for day in ordered if day <= today]
    ahead = [day for day in ordered if day > today]
    return past[-1] if past else None, ahead[0] if ahead else None


def _exists(year: int, month: int, number: int) -> bool:
    if not (date.min.year <= year <= date.max.year and 1 <= month <= 12):
        return False
    return 1 <= number <= calendar.monthrange(year, month)[1]


def last_day(today: date, first: date, found: Said) -> date:
    """The end of a stretch that begins on ``first``: its month holds where no other is named."""
    number = int(found["d2"])
    if "mw2" in found:
        return date(*month_from(today, words.MONTHS[found["mw2"]]), number)
    month = month_number(found, "2")
    if month is not None:
        return date(first.year + (month < first.month), month, number)
    return date(*month_from(first, int(number < first.day)), number)
