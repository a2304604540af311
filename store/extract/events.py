"""Finds the days that an article names (오는 7일, 이날), against its day of publication."""

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Final

from store.article import EventDate, Published
from store.extract import event_days as reckoned
from store.extract import event_words as words
from store.extract.event_days import Said, Span

# Months named before that a paragraph may still speak of.
_REMEMBERED = 8
_LONGEST_STRETCH = timedelta(days=366)
# Where the word that says «planned» stands behind a day, in letters.
_PLANNED_WITHIN = 25
_NUMBER_BESIDE = re.compile(r"\s?[(（]?\s?(\d{1,2})\s?[일日号號]")
_ASIAN = re.compile("[가-힣ぁ-ヿ一-鿿]")
_KANA = re.compile("[ぁ-ヺ]")
_FULL_WIDTH: Final = {0xFF10 + figure: 0x30 + figure for figure in range(10)} | {0xFF5E: "〜"}

_Resolve = Callable[["_Reading", re.Match[str]], Span | None]


def event_dates(text: str, *, published: Published, language: str | None) -> tuple[EventDate, ...]:
    """Return the days named in ``text``, in order, none overlapping; what may be two is left out.

    Nothing is found when only the month of publication is known. The day of publication is the
    one in the offset that ``published`` carries.
    """
    if published.precision == "month":
        return ()
    day = datetime.fromisoformat(published.iso).date()
    return tuple(_Reading(text.translate(_FULL_WIDTH), day, language).days())


class _Reading:
    """One pass over a text: which day is meant depends on those named before."""

    def __init__(self, text: str, day: date, language: str | None) -> None:
        self.text, self.day = text, day
        self.expressions = _expressions(text, language)
        self.quoted = [found.span() for found in words.QUOTED.finditer(text)]
        self.that_day: date | None = None
        self.months: deque[tuple[int, date]] = deque(maxlen=_REMEMBERED)

    def days(self) -> Iterable[EventDate]:
        """Give the days in order; where two expressions overlap, the earlier and longer one."""
        found = [
            (match.start(), -match.end(), order, match)
            for order, (pattern, _) in enumerate(self.expressions)
            for match in pattern.finditer(self.text)
        ]
        end = 0
        for start, _, order, match in sorted(found, key=lambda one: one[:3]):
            if start < end:
                continue
            end = match.end()
            span = self._resolved(self.expressions[order][1], match)
            if span is not None and span[0] <= span[1]:
                yield EventDate(start=start, end=end, first=span[0], last=span[1])

    def _resolved(self, resolve: _Resolve, match: re.Match[str]) -> Span | None:
        try:
            return resolve(self, match)
        except (ValueError, OverflowError):  # no such day in the calendar
            return None

    def is_quoted(self, at: int) -> bool:
        """Tell whether the words at ``at`` are somebody's, who may have said them another day."""
        before = bisect_right(self.quoted, (at, len(self.text))) - 1
        return before >= 0 and at < self.quoted[before][1]

    def planned(self, at: int) -> bool:
        """Tell whether what stands behind ``at``, in its sentence, is still to come."""
        behind = re.split(r"[.。\n]", self.text[at : at + _PLANNED_WITHIN])[0]
        return words.PLANNED.search(behind) is not None

    def remembered(self, match: re.Match[str], day: date) -> date:
        """Note that the text has named the month of ``day``."""
        self.months.append((match.start(), day))
        return day

    def other_month_said(self, at: int, day: date) -> bool:
        """Tell whether ``at`` its paragraph speaks of another month than that of ``day``.

        The day of the report and the one before are named by number alone all the same.
        """
        said = self._said_before(at)
        recent = 0 <= (self.day - day).days <= 1
        return (
            not recent and bool(said) and (said[-1].year, said[-1].month) != (day.year, day.month)
        )

    def other_year_said(self, at: int, day: date) -> bool:
        """Tell whether ``day`` may be of an earlier year that its paragraph is about."""
        return any(
            said.year < day.year - 1
            or (said.year == day.year - 1 and (day.month, day.day) > (said.month, said.day))
            for said in self._said_before(at)
        )

    def _said_before(self, at: int) -> list[date]:
        start = self.text.rfind("\n", 0, at)
        return [day for where, day in self.months if where > start]


def _expressions(text: str, language: str | None) -> list[tuple[re.Pattern[str], _Resolve]]:
    found: list[tuple[re.Pattern[str], _Resolve]] = [(words.ISO, _day)]
    asian = _ASIAN.search(text) is not None
    if asian:
        found += _EASTERN
        kana = _KANA.search(text) is not None if language is None else language == "ja"
        if kana:
            found.append((words.THAT_DAY_JA, _that_day))
        elif language in ("zh", None):
            found.append((words.THAT_DAY_ZH, _that_day))
    if language == "en" or (language is None and not asian):
        found += _ENGLISH
    return found


def _day(reading: _Reading, match: re.Match[str]) -> Span | None:
    """A day with as much of its month and year as is said."""
    said = reckoned.said(match)
    reading.that_day = None
    if _is_counted(reading, match, said):
        return None
    day = _dated(reading, said, match)
    weekday = said.get("weekday")
    if day is None or (weekday and day.weekday() != reckoned.weekday_number(weekday)):
        return None
    reading.that_day = day
    return day, day


def _is_counted(reading: _Reading, match: re.Match[str], said: Said) -> bool:
    """Tell whether the words before make it a duration or a habit: 최근 3일, 매달 5일."""
    before = reading.text[max(0, match.start() - 12) : match.start()]
    alone = said.keys() <= {"d", "d2", "weekday"}
    counted = alone and words.COUNTED.search(before) is not None
    return counted or words.RECURRING.search(before) is not None


def _dated(reading: _Reading, said: Said, match: re.Match[str]) -> date | None:
    number, month = int(said["d"]), reckoned.month_number(said)
    planned = _is_planned(reading, match)
    if "mw" in said:
        year, month = reckoned.month_from(reading.day, words.MONTHS[said["mw"]])
        return reading.remembered(match, date(year, month, number))
    if month is None:
        day = reckoned.numbered(reading.day, number, said, planned=planned)
        return None if day is None or reading.other_month_said(match.start(), day) else day
    year_said = reckoned.year_said(reading.day, said)
    if year_said is not None:
        return reading.remembered(match, date(year_said, month, number))
    day = reckoned.without_year(reading.day, month, number, said, planned=planned)
    if day is None or ("lead" not in said and reading.other_year_said(match.start(), day)):
        return None
    return reading.remembered(match, day)


def _is_planned(reading: _Reading, match: re.Match[str]) -> bool:
    english = match.groupdict().get("mon") is not None
    return _tense(reading, match) == "ahead" if english else reading.planned(match.end())


def _stretch(reading: _Reading, match: re.Match[str]) -> Span | None:
    """From one day to another: what is said of the first day's month holds for the last."""
    said = reckoned.said(match)
    reading.that_day = None
    if _is_counted(reading, match, said):
        return None
    if said.get("lead") in words.AHEAD and said.keys() <= {"lead", "d", "d2"}:
        return _to_last(reading, said)
    first = _dated(reading, said, match)
    if first is None:
        return None
    last = reckoned.last_day(reading.day, first, said)
    return (first, last) if last - first <= _LONGEST_STRETCH else None


def _to_last(reading: _Reading, said: Said) -> Span | None:
    """오는 5~7일, said on the fifth: the last of them is sure to lie ahead."""
    lead = {"lead": said["lead"]}
    last = reckoned.numbered(reading.day, int(said["d2"]), lead, planned=True)
    if last is None or int(said["d"]) > last.day:
        return None
    return last.replace(day=int(said["d"])), last


def _month(reading: _Reading, match: re.Match[str]) -> Span | None:
    said = reckoned.said(match)
    if _is_counted(reading, match, said):
        return None
    if "mw" in said:
        return reckoned.whole_month(*reckoned.month_from(reading.day, words.MONTHS[said["mw"]]))
    month = reckoned.month_number(said) or reckoned.month_number(said, "1") or 0
    year = reckoned.year_said(reading.day, said)
    if year is None:
        ahead = reckoned.one_of(said, "lead") in words.AHEAD
        year = reading.day.year
        if month == reading.day.month:
            return None
        year += (month < reading.day.month) if ahead else -(month > reading.day.month)
    span = reckoned.whole_month(year, month)
    reading.remembered(match, span[0])
    return span


def _year(reading: _Reading, match: re.Match[str]) -> Span:
    return reckoned.whole_year(reading.day.year + words.YEARS[match["yw"]])


def _near_day(reading: _Reading, match: re.Match[str]) -> Span | None:
    if reading.is_quoted(match.start()):
        return None
    unit = match.groupdict().get("unit")
    if unit is not None:
        ahead = words.WEEKS[unit]
        if match["of"] == "month":
            return reckoned.whole_month(*reckoned.month_from(reading.day, ahead))
        return reckoned.whole_year(reading.day.year - 1) if ahead == -1 else None
    day = reading.day + timedelta(days=words.DAYS[match[0].lower()])
    beside = _NUMBER_BESIDE.match(reading.text, match.end())
    if beside is not None and int(beside[1]) != day.day:
        return None  # 오늘(6일) in a text of the fifth was written another day
    reading.that_day = day
    return day, day


def _that_day(reading: _Reading, match: re.Match[str]) -> Span | None:
    if reading.that_day is None or reading.is_quoted(match.start()):
        return None
    name = match[0].lower() if match[0].isascii() else "".join(match[0].split())
    day = reading.that_day + timedelta(days=words.FROM_THAT_DAY[name])
    return day, day


def _day_of_week(reading: _Reading, match: re.Match[str]) -> Span:
    said, today = reckoned.said(match), reading.day
    weekday = reckoned.weekday_number(reckoned.one_of(said, "weekday") or "")
    week = reckoned.one_of(said, "week")
    if week is not None:
        day = reckoned.monday(today, words.WEEKS[week]) + timedelta(days=weekday)
    elif said["lead"] in words.AHEAD:
        day = reckoned.after(today, weekday)
    else:
        day = reckoned.before(today, weekday)
    reading.that_day = day
    return day, day


def _week(reading: _Reading, match: re.Match[str]) -> Span:
    week = reckoned.one_of(reckoned.said(match), "week") or ""
    monday = reckoned.monday(reading.day, words.WEEKS[week])
    return monday, monday + timedelta(days=6)


def _weekend(reading: _Reading, match: re.Match[str]) -> Span:
    saturday = _week(reading, match)[0] + timedelta(days=5)
    return saturday, saturday + timedelta(days=1)


def _tense(reading: _Reading, match: re.Match[str]) -> str | None:
    """``ahead`` or ``past``: by the verb before it in its sentence, else by the one behind."""
    before = re.split(r"[.!?]\s|\n", reading.text[max(0, match.start() - 80) : match.start()])[-1]
    behind = re.split(r"[.!?]\s|\n", reading.text[match.end() : match.end() + 80])[0]
    found = [*words.ENGLISH_TENSE.finditer(before)][-1:] or [*words.ENGLISH_TENSE.finditer(behind)][
        :1
    ]
    return found[0].lastgroup if found else None


def _english_weekday(reading: _Reading, match: re.Match[str]) -> Span | None:
    today, weekday = reading.day, reckoned.weekday_number(match["weekday"])
    week = match["week"]
    tense = _tense(reading, match)
    if week == "last":
        day = reckoned.before(today, weekday)
    elif week == "this":
        day = reckoned.monday(today, 0) + timedelta(days=weekday)
    elif week == "next" or tense is None:
        return None
    elif weekday == today.weekday():
        day = today
    else:
        day = (reckoned.before if tense == "past" else reckoned.after)(today, weekday)
    reading.that_day = day
    return day, day


def _english_day(reading: _Reading, match: re.Match[str]) -> Span | None:
    return _stretch(reading, match) if match.groupdict().get("d2") else _day(reading, match)


_EASTERN: Final[tuple[tuple[re.Pattern[str], _Resolve], ...]] = (
    (words.STRETCH, _stretch),
    (words.DAY, _day),
    (words.MONTH, _month),
    (words.YEAR, _year),
    (words.NEAR_DAY, _near_day),
    (words.WEEKDAY, _day_of_week),
    (words.WEEK, _week),
    (words.WEEKEND, _weekend),
    (words.THAT_DAY, _that_day),
)
_ENGLISH: Final[tuple[tuple[re.Pattern[str], _Resolve], ...]] = (
    (words.ENGLISH_DAY, _english_day),
    (words.ENGLISH_DAY_FIRST, _english_day),
    (words.ENGLISH_MONTH, _month),
    (words.ENGLISH_WORD, _near_day),
    (words.ENGLISH_WEEKDAY, _english_weekday),
    (words.WEEK, _week),
    (words.WEEKEND, _weekend),
    (words.ENGLISH_THAT_DAY, _that_day),
)
