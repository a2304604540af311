"""Finds the periods a text names: 어제, 지난주 금요일, 2022년 7월, last week, 先週, 最近三天 …"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from retrieval import period_words as words
from retrieval.answer import DateRange
from retrieval.period_words import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A period named by ``text[start:end]``. ``days`` is not clipped to the present, and None
    when the calendar has no such day (2월 30일).
    """

    start: int
    end: int
    days: DateRange | None


_MONTH_NAMES: Final = tuple(name.lower()[:3] for name in calendar.month_name)
_Resolve = Callable[[re.Match[str], datetime], DateRange]


_UNREAD_YEAR: Final = re.compile(r"\d\s?[년年]\s?$")


def periods(text: str, now: datetime) -> tuple[Period, ...]:
    """Return the periods in ``text``, in order, none overlapping; of two readings the longer.

    ``now`` is local. A month or day without its year is the most recent one that has begun; one
    behind a year that cannot be read (9999년 1월 1일) is no period.
    """
    found = [
        Period(start=match.start(), end=match.end(), days=_resolved(resolve, match, now))
        for pattern, resolve in _EXPRESSIONS
        for match in pattern.finditer(text)
    ]
    kept: list[Period] = []
    for period in sorted(found, key=lambda period: (period.start, -period.end)):
        behind_a_year = _UNREAD_YEAR.search(text, max(0, period.start - 8), period.start)
        if (not kept or period.start >= kept[-1].end) and not behind_a_year:
            kept.append(period)
    return tuple(kept)


def _resolved(resolve: _Resolve, match: re.Match[str], now: datetime) -> DateRange | None:
    try:
        return resolve(match, now)
    except (ValueError, OverflowError):
        return None


def _unit(unit: Unit, ago: int, today: date) -> DateRange:
    """The calendar unit that began ``ago`` units before the present one; weeks are from Monday."""
    if unit == "day":
        day = today - timedelta(days=ago)
        return DateRange(first=day, last=day)
    if unit == "week":
        monday = today - timedelta(days=today.weekday() + 7 * ago)
        return DateRange(first=monday, last=monday + timedelta(days=6))
    if unit == "year":
        return _months(today.year - ago, 1, 12)
    years, month = divmod(today.month - 1 - ago, 12)
    return _months(today.year + years, month + 1, month + 1)


def _months(year: int, first: int, last: int) -> DateRange:
    return DateRange(
        first=date(year, first, 1), last=date(year, last, calendar.monthrange(year, last)[1])
    )


def _day(day: date) -> DateRange:
    return DateRange(first=day, last=day)


def _ago(unit: Unit, said: dict[str, str]) -> int | None:
    return next((n for n in range(len(words.WORDS[unit])) if said.get(f"{unit}_{n}")), None)


def _said(match: re.Match[str]) -> dict[str, str]:
    return {name: text.lower() for name, text in match.groupdict().items() if text}


def _named(unit: Unit) -> _Resolve:
    return lambda match, now: _unit(unit, _ago(unit, _said(match)) or 0, now.date())


def _year_said(said: dict[str, str], now: datetime) -> int | None:
    if "y" in said or "yy" in said:
        return int(said["y"]) if "y" in said else 2000 + int(said["yy"])
    ago = _ago("year", said)
    return None if ago is None else now.year - ago


def _recent(month: int, day: int, *, before: date) -> date:
    for year in range(before.year, before.year - 9, -1):  # two leap days may be eight years apart
        if day <= calendar.monthrange(year, month)[1] and date(year, month, day) < before:
            return date(year, month, day)
    raise ValueError


def _month(said: dict[str, str], now: datetime) -> DateRange:
    """The month named, without a year the most recent one that has begun."""
    ago = _ago("month", said)
    if ago is not None:
        return _unit("month", ago, now.date())
    month = _number(said["m"]) if "m" in said else _MONTH_NAMES.index(said["month"][:3])
    year = _year_said(said, now)
    if year is None:
        today = now.date()
        before = today.replace(day=1) if "past" in said else today + timedelta(days=1)
        year = _recent(month, 1, before=before).year
    return _months(year, month, month)


def _third(match: re.Match[str], now: datetime) -> DateRange:
    said = _said(match)
    month = _month(said, now)
    first, last = (1, 10) if "early" in said else (11, 20) if "mid" in said else (21, None)
    return DateRange(
        first=month.first.replace(day=first),
        last=month.last if last is None else month.first.replace(day=last),
    )


def _quarter(match: re.Match[str], now: datetime) -> DateRange:
    said = _said(match)
    quarter = said.get("q") or said["quarter"]
    number = int(quarter) if quarter.isdigit() else words.ORDINALS[quarter]
    month = 3 * number - 2
    year = _year_said(said, now)
    if year is None:
        year = _recent(month, 1, before=now.date() + timedelta(days=1)).year
    return _months(year, month, month + 2)


def _dated(match: re.Match[str], now: datetime) -> DateRange:
    """A month, a day of it, or days up to another, with a year or without."""
    said = _said(match)
    if "d" not in said:
        return _month(said, now)
    month = _number(said["m"]) if "m" in said else _MONTH_NAMES.index(said["month"][:3])
    year, day = _year_said(said, now), int(said["d"])
    if year is None:
        first = _recent(month, day, before=now.date() + timedelta(days=1))
    else:
        first = date(year, month, day)
    if "d2" in said:
        month2 = int(said.get("m2", month))
        return DateRange(
            first=first, last=date(first.year + (month2 < month), month2, int(said["d2"]))
        )
    return _day(first)


def _year(match: re.Match[str], now: datetime) -> DateRange:
    return _months(_year_said(_said(match), now) or 0, 1, 12)


def _half(match: re.Match[str], now: datetime) -> DateRange:
    first = 1 if match["half"].lower() in ("상", "上", "first") else 7
    return _months(_year_said(_said(match), now) or 0, first, first + 5)


def _day_of_month(match: re.Match[str], now: datetime) -> DateRange:
    first = _unit("month", _ago("month", _said(match)) or 0, now.date()).first
    return _day(first.replace(day=int(match["d"])))


def _weekday(match: re.Match[str]) -> int:
    name = match["weekday"].lower()
    key = name[:3] if name.isascii() else name[0]
    return next(index for index, names in enumerate(words.WEEKDAYS) if key in names)


def _day_of_week(match: re.Match[str], now: datetime) -> DateRange:
    monday = _unit("week", _ago("week", _said(match)) or 0, now.date()).first
    return _day(monday + timedelta(days=_weekday(match)))


def _recent_weekday(match: re.Match[str], now: datetime) -> DateRange:
    """The most recent such day; today only when neither «지난» nor «last» is said."""
    ago = (now.weekday() - _weekday(match)) % 7
    return _day(now.date() - timedelta(days=ago or (7 if "past" in _said(match) else 0)))


def _weekend(match: re.Match[str], now: datetime) -> DateRange:
    """The weekend of this week or of the last; without either word the last that has begun."""
    said = _said(match)
    this = "this" in said or ("past" not in said and now.weekday() >= words.SATURDAY)
    monday = _unit("week", 0 if this else 1, now.date()).first
    return DateRange(first=monday + timedelta(days=5), last=monday + timedelta(days=6))


def _count(said: dict[str, str]) -> int:
    return _number(said.get("count", "1"))


def _number(text: str) -> int:
    return words.NUMERALS.get(text) or int(text)


def _last_units(match: re.Match[str], now: datetime) -> DateRange:
    """So many units that end with today, which counts as one of the days."""
    said, today = _said(match), now.date()
    count = _count(said)
    if "hours" in said:
        first = (now - timedelta(hours=count)).date()
    elif "months" in said or "years" in said:
        month = _unit("month", count * (12 if "years" in said else 1), today)
        day = min(today.day, month.last.day)
        first = month.first.replace(day=day) + timedelta(days=1)
    else:
        unit = 14 if "fortnight" in said else 7 if "weeks" in said else 1
        first = today - timedelta(days=count * unit - 1)
    if first > today:
        raise ValueError
    return DateRange(first=first, last=today)


def _units_ago(match: re.Match[str], now: datetime) -> DateRange:
    """A day; «a week ago» too is a day, two are a week, and months are calendar months."""
    said, today = _said(match), now.date()
    count = _count(said)
    if "months" in said:
        return _unit("month", count, today)
    if "weeks" in said and count > 1:
        return _unit("week", count, today)
    return _day(today - timedelta(days=count * (7 if "weeks" in said else 1)))


def _no_period(_match: re.Match[str], _now: datetime) -> DateRange:
    raise ValueError


_EXPRESSIONS: Final[tuple[tuple[re.Pattern[str], _Resolve], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE), resolve)
    for resolve, *patterns in (
        (_named("day"), words.word("day")),
        (_named("week"), words.word("week")),
        (_named("month"), words.word("month")),
        (
            _year,
            rf"{words.YEAR}(?![대도생형식산째간代])",
            rf"(?:(?<=\bin )|(?<=\bof )|(?<=\bfrom )|(?<=\bsince )){words.YEAR_NUMBER}\b(?!-)",
        ),
        (
            _half,
            rf"{words.YEAR}{words.OF}(?P<half>[상하上下])(?:반기|半期|半年)",
            rf"\b(?P<half>first|second) half of (?:{words.YEAR_NUMBER}\b|{words.word('year')})",
        ),
        (
            _dated,
            rf"(?:{words.YEAR}{words.OF}|{words.PAST})?{words.MONTH}(?:{words.DAY})?",
            rf"(?:{words.YEAR}{words.OF}|{words.PAST})?{words.MONTH}{words.DAYS_TO}",
            words.ISO,
            rf"{words.PAST}?{words.MONTH_EN}(?: {words.DAY_EN})?(?:,? {words.YEAR_NUMBER}\b)?",
            rf"\b{words.DAY_EN} (?:of )?{words.MONTH_EN}(?:,? {words.YEAR_NUMBER}\b)?",
        ),
        (
            _third,
            rf"(?:{words.YEAR}{words.OF}|{words.PAST})?{words.MONTH}{words.THIRD}",
            rf"{words.word('month')}{words.THIRD}",
            rf"{words.THIRD_EN}(?:{words.MONTH_EN}(?:,? {words.YEAR_NUMBER}\b)?"
            rf"|{words.word('month')})",
        ),
        (
            _quarter,
            rf"(?:{words.YEAR}{words.OF})?{words.QUARTER}",
            rf"{words.QUARTER_EN}(?:(?: of)? (?:{words.YEAR_NUMBER}\b|{words.word('year')}))?",
        ),
        (_day_of_month, rf"{words.word('month')}{words.OF}{words.DAY}"),
        (
            _day_of_week,
            rf"{words.word('week')}{words.OF}{words.WEEKDAY}",
            rf"(?:(?P<week_1>上)|[本这這])[个個]?{words.WEEKDAY_ZH}",
        ),
        (
            _recent_weekday,
            rf"{words.PAST}?{words.WEEKDAY}",
            rf"(?<![一二三四五六七八九十两兩几几\d]){words.WEEKDAY_ZH}",
        ),
        (
            _weekend,
            r"(?:(?P<this>이번|\bthis|今)|(?P<past>지난|저번|\blast|先|上))\s?"
            r"(?:주말|weekend\b|週末|周末)",
            r"(?<![가-힣])주말(?=(?:에|\s?동안)?\s?(?:나온|뉴스|소식|기사|보도))"
            r"|(?<=\bthe )weekend\b|(?:週末|周末)(?=[のに的])",
        ),
        (
            _last_units,
            rf"{words.LATEST}\s?[의の的]?\s?{words.COUNT}{words.UNITS}",
            rf"(?<!지)지난\s?{words.COUNT}(?:{words.LONG_UNITS}|일\s?(?:간|동안))",
            rf"\b(?:(?:the )?past|the last) {words.UNITS}",
            rf"(?:최근|지난)\s?{words.DAY_COUNT}",
        ),
        (
            _units_ago,
            rf"(?<!\d){words.COUNT}(?:일|日|天|days?\b|{words.WEEKS}|{words.MONTHS}){words.AGO}",
            rf"\ban? (?:{words.WEEKS}|{words.MONTHS}) ago\b",
            rf"{words.DAY_COUNT}{words.AGO}",
        ),
        (_no_period, words.OTHER),
    )
    for pattern in patterns
)
