"""Finds the days that an article names (오는 7일, 이날), against its day of publication."""

import calendar
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Final

from store.article import EventDate, Published
from store.extract import event_words as words

# A bare day lies in the month of publication; one of the last week, in the month before.
_LAST_DAYS = 6
# A bare day ahead is believed so far; farther on, a report says 오는 or names the month.
_NEXT_DAYS = 10
# A month and day without a year: farther back, the coming one could be meant; farther ahead, a
# report names the year.
_BACK_DAYS = 270
_AHEAD_DAYS = 180
_LONGEST_STRETCH = timedelta(days=366)
# Where the word that says «planned» stands behind a day, in letters.
_PLANNED_WITHIN = 25
_ASIAN = re.compile("[가-힣ぁ-ヿ一-鿿]")
_KANA = re.compile("[ぁ-ヺ]")
_FULL_WIDTH: Final = {0xFF10 + figure: 0x30 + figure for figure in range(10)} | {0xFF5E: "〜"}

_Span = tuple[date, date]
_Resolve = Callable[["_Reading", re.Match[str]], _Span | None]


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
        self.months: list[tuple[int, date]] = []

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

    def _resolved(self, resolve: _Resolve, match: re.Match[str]) -> _Span | None:
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

    def other_month_said(self, at: int, day: date) -> bool:
        """Tell whether the paragraph speaks of another month, or year, than that of ``day``."""
        start = self.text.rfind("\n", 0, at)
        said = [month for where, month in self.months if where > start]
        return bool(said) and (said[-1].year, said[-1].month) != (day.year, day.month)


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


def _said(match: re.Match[str]) -> dict[str, str]:
    """The groups that matched; a number behind a name (``weekday2``) only tells patterns apart."""
    return {name: "".join(text.split()) for name, text in match.groupdict().items() if text}


def _one_of(said: dict[str, str], name: str) -> str | None:
    return next((text for key, text in said.items() if key.rstrip("1234") == name), None)


def _day(reading: _Reading, match: re.Match[str]) -> _Span | None:
    """A day with as much of its month and year as is said."""
    before = reading.text[max(0, match.start() - 12) : match.start()]
    said = _said(match)
    alone = said.keys() <= {"d", "weekday"}
    reading.that_day = None
    if words.RECURRING.search(before) or (alone and words.COUNTED.search(before)):
        return None
    day = _dated(reading, said, match)
    weekday = said.get("weekday")
    if day is None or (weekday and day.weekday() != _weekday(weekday)):
        return None
    reading.that_day = day
    _remember(reading, said, match, day)
    return day, day


def _remember(reading: _Reading, said: dict[str, str], match: re.Match[str], day: date) -> None:
    if not said.keys() <= {"d", "weekday", "lead", "d2"}:
        reading.months.append((match.start(), day))


def _dated(reading: _Reading, said: dict[str, str], match: re.Match[str]) -> date | None:
    number = int(said["d"])
    if "mw" in said:
        year, month = _month_from(reading.day, words.MONTHS[said["mw"]])
        return date(year, month, number)
    month = _month_number(said)
    if month is None:
        return _bare_day(reading, said, match, number)
    year_said = _year_said(reading, said)
    if year_said is not None:
        return date(year_said, month, number)
    return _without_year(reading, said, match, (month, number))


def _month_number(said: dict[str, str], n: str = "") -> int | None:
    if f"mon{n}" in said:
        return words.MONTH_NAMES.index(said[f"mon{n}"][:3].lower()) + 1
    return int(said[f"m{n}"]) if f"m{n}" in said else None


def _year_said(reading: _Reading, said: dict[str, str]) -> int | None:
    if "y" in said:
        return int(said["y"])
    return reading.day.year + words.YEARS[said["yw"]] if "yw" in said else None


def _month_from(day: date, ahead: int) -> tuple[int, int]:
    years, before = divmod(day.month - 1 + ahead, 12)
    return day.year + years, before + 1


def _candidates(day: date, number: int) -> list[date]:
    """The days of that number in the month before, this month and the next, as far as they are."""
    found = []
    for ahead in (-1, 0, 1):
        year, month = _month_from(day, ahead)
        if 1 <= year <= 9999 and 1 <= number <= calendar.monthrange(year, month)[1]:
            found.append(date(year, month, number))
    return found


def _bare_day(
    reading: _Reading, said: dict[str, str], match: re.Match[str], number: int
) -> date | None:
    today, days = reading.day, _candidates(reading.day, number)
    if "weekday" in said:
        days = [day for day in days if day.weekday() == _weekday(said["weekday"])]
    if "lead" in said:
        ahead = said["lead"] in words.AHEAD
        month_away = timedelta(days=31)
        near = [day for day in days if (day > today) == ahead and abs(day - today) <= month_away]
        return near[0 if ahead else -1] if near and today not in days else None
    day = _usual(today, days, planned=reading.planned(match.end()))
    recent = day is not None and 0 <= (today - day).days <= 1
    if day is None or (not recent and reading.other_month_said(match.start(), day)):
        return None
    return day


def _usual(today: date, days: Iterable[date], *, planned: bool) -> date | None:
    """Which day a report means by a number alone: one of this month, if no other is nearer."""
    past = max((day for day in days if day <= today), default=None)
    ahead = min((day for day in days if day > today), default=None)
    since = 999 if past is None else (today - past).days
    until = 999 if ahead is None else (ahead - today).days
    if past is not None and past.month == today.month:
        if until > _LAST_DAYS:
            return past
        return ahead if planned else None
    if since <= _LAST_DAYS < until:
        return past
    this_month = ahead is not None and ahead.month == today.month
    return ahead if this_month and (until <= _NEXT_DAYS < since or planned) else None


def _without_year(
    reading: _Reading, said: dict[str, str], match: re.Match[str], month_day: tuple[int, int]
) -> date | None:
    today = reading.day
    years = range(max(1, today.year - 1), min(9999, today.year + 1) + 1)
    days = [date(year, *month_day) for year in years if _exists(year, *month_day)]
    past = max((day for day in days if day <= today), default=None)
    ahead = min((day for day in days if day > today), default=None)
    if "lead" in said:
        return None if today in days else ahead if said["lead"] in words.AHEAD else past
    if _is_planned(reading, match):
        near = ahead is not None and (ahead - today).days <= _AHEAD_DAYS
        return ahead if near else None
    if past is None or (today - past).days > _BACK_DAYS:
        return None
    if reading.other_month_said(match.start(), past) and _another_year(reading, match, past):
        return None
    return past


def _another_year(reading: _Reading, match: re.Match[str], day: date) -> bool:
    start = reading.text.rfind("\n", 0, match.start())
    return any(said.year != day.year for where, said in reading.months if where > start)


def _is_planned(reading: _Reading, match: re.Match[str]) -> bool:
    english = match.groupdict().get("mon") is not None
    return _tense(reading, match) == "ahead" if english else reading.planned(match.end())


def _exists(year: int, month: int, number: int) -> bool:
    return 1 <= month <= 12 and 1 <= number <= calendar.monthrange(year, month)[1]


def _stretch(reading: _Reading, match: re.Match[str]) -> _Span | None:
    """From one day to another: what is said of the first day's month holds for the last."""
    said = _said(match)
    reading.that_day = None
    before = reading.text[max(0, match.start() - 12) : match.start()]
    if words.RECURRING.search(before) or words.COUNTED.search(before):
        return None
    bare = _month_number(said) is None and "mw" not in said
    if bare and said.get("lead") in words.AHEAD and _month_number(said, "2") is None:
        return _to_last(reading, said, match)
    first = _dated(reading, said, match)
    if first is None:
        return None
    last = _last_day(reading, said, first)
    _remember(reading, said, match, first)
    return (first, last) if last - first <= _LONGEST_STRETCH else None


def _to_last(reading: _Reading, said: dict[str, str], match: re.Match[str]) -> _Span | None:
    """오는 5~7일, said on the fifth: the last of them is sure to lie ahead."""
    last = _bare_day(reading, {"lead": said["lead"]}, match, int(said["d2"]))
    if last is None or int(said["d"]) > last.day:
        return None
    return last.replace(day=int(said["d"])), last


def _last_day(reading: _Reading, said: dict[str, str], first: date) -> date:
    number = int(said["d2"])
    if "mw2" in said:
        return date(*_month_from(reading.day, words.MONTHS[said["mw2"]]), number)
    month = _month_number(said, "2")
    if month is not None:
        return date(first.year + (month < first.month), month, number)
    year, next_month = _month_from(first, int(number < first.day))
    return date(year, next_month, number)


def _month(reading: _Reading, match: re.Match[str]) -> _Span | None:
    said = _said(match)
    if words.RECURRING.search(reading.text[max(0, match.start() - 12) : match.start()]):
        return None
    if "mw" in said:
        return _whole(*_month_from(reading.day, words.MONTHS[said["mw"]]))
    month = _month_number(said) or _month_number(said, "1") or 0
    year = _year_said(reading, said)
    if year is None:
        ahead = _one_of(said, "lead") in words.AHEAD
        year = reading.day.year
        if month == reading.day.month:
            return None
        year += (month < reading.day.month) if ahead else -(month > reading.day.month)
    span = _whole(year, month)
    reading.months.append((match.start(), span[0]))
    return span


def _whole(year: int, month: int) -> _Span:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _year(reading: _Reading, match: re.Match[str]) -> _Span:
    year = reading.day.year + words.YEARS[match["yw"]]
    return date(year, 1, 1), date(year, 12, 31)


def _near_day(reading: _Reading, match: re.Match[str]) -> _Span | None:
    if reading.is_quoted(match.start()):
        return None
    unit = match.groupdict().get("unit")
    if unit is not None:
        ahead = words.WEEKS[unit]
        if match["of"] == "month":
            return _whole(*_month_from(reading.day, ahead))
        year = reading.day.year + ahead
        return (date(year, 1, 1), date(year, 12, 31)) if ahead == -1 else None
    day = reading.day + timedelta(days=words.DAYS[match[0].lower()])
    reading.that_day = day
    return day, day


def _that_day(reading: _Reading, match: re.Match[str]) -> _Span | None:
    if reading.that_day is None or reading.is_quoted(match.start()):
        return None
    name = match[0].lower() if match[0].isascii() else "".join(match[0].split())
    day = reading.that_day + timedelta(days=words.FROM_THAT_DAY[name])
    return day, day


def _weekday(name: str) -> int:
    letters = name[:3].lower() if name.isascii() else "日" if name == "天" else name
    return next(at for at, names in enumerate(words.WEEKDAYS) if letters in names)


def _day_of_week(reading: _Reading, match: re.Match[str]) -> _Span:
    said, today = _said(match), reading.day
    weekday = _weekday(_one_of(said, "weekday") or "")
    week = _one_of(said, "week")
    if week is not None:
        day = _monday(today, words.WEEKS[week]) + timedelta(days=weekday)
    elif said["lead"] in words.AHEAD:
        day = today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    else:
        day = today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)
    reading.that_day = day
    return day, day


def _monday(today: date, weeks: int) -> date:
    return today + timedelta(days=7 * weeks - today.weekday())


def _week(reading: _Reading, match: re.Match[str]) -> _Span:
    monday = _monday(reading.day, words.WEEKS[_one_of(_said(match), "week") or ""])
    return monday, monday + timedelta(days=6)


def _weekend(reading: _Reading, match: re.Match[str]) -> _Span:
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


def _english_weekday(reading: _Reading, match: re.Match[str]) -> _Span | None:
    today, weekday = reading.day, _weekday(match["weekday"])
    week = match["week"]
    tense = _tense(reading, match)
    if week == "last":
        day = today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)
    elif week == "this":
        day = _monday(today, 0) + timedelta(days=weekday)
    elif week == "next" or tense is None:
        return None
    elif tense == "past":
        day = today - timedelta(days=(today.weekday() - weekday) % 7)
    else:
        day = today + timedelta(days=(weekday - today.weekday()) % 7)
    reading.that_day = day
    return day, day


def _english_day(reading: _Reading, match: re.Match[str]) -> _Span | None:
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
