"""Reads times of day as people write them: 8시 반, 저녁 7시, 7:30 pm; pure."""

import re
import unicodedata
from datetime import time
from typing import Final

#: How the hours of each part of the day are counted: before noon as they are, after it from noon.
_PARTS: Final = {
    "오전": 0, "아침": 0, "새벽": 0, "am": 0, "오후": 12, "낮": 12, "저녁": 12, "밤": 12, "pm": 12,
}  # fmt: skip
_NOON: Final = 12
_NAMED: Final = {"정오": time(12), "noon": time(12), "자정": time(0), "midnight": time(0)}
_CLOCK: Final = re.compile(
    r"(?:(?P<before>오전|아침|새벽|오후|낮|저녁|밤|am|pm) ?)?"
    r"(?P<hour>[0-9]{1,2})"
    r"(?: ?[:시] ?(?:(?P<minute>[0-9]{1,2}) ?분?|(?P<half>반))?)?"
    r" ?(?P<after>am|pm)?"
    r"(?: ?(?:에|정각|부터|까지))?",
    re.ASCII,
)
_DOTTED: Final = re.compile(r"\b([ap])\. ?m\b\.?")
_BARE: Final = re.compile(r"[0-9]{1,2}", re.ASCII)
_FOUR: Final = re.compile(r"([0-9]{2})([0-9]{2})", re.ASCII)
#: Hours are counted in Korean numerals: 여덟 시. The longer ones first.
_NUMERALS: Final = (
    "열두", "열한", "열", "아홉", "여덟", "일곱", "여섯", "다섯", "네", "세", "두", "한",
)  # fmt: skip
_NUMERAL: Final = re.compile(rf"({'|'.join(_NUMERALS)}) ?시")
#: With the tildes of Korean keyboards (∼, 〜) and the sign of minus.
_FROM_TO: Final = re.compile(r" *(?:[~∼〜–—−-]|부터|에서| to | until ) *")
#: Longer than any time of day that a person writes.
_MAX_CHARS: Final = 60


def clock_time(text: str) -> time | None:
    """Return the time of day that ``text`` is, to the minute; None when it is none (25:00, soon).

    A bare number up to 24 is an hour: 8 is eight in the morning, 24 midnight.
    """
    said = _plain(text)
    if said in _NAMED:
        return _NAMED[said]
    said = _FOUR.sub(r"\1:\2", said)
    said = _NUMERAL.sub(lambda match: f"{_NOON - _NUMERALS.index(match[1])}시", said)
    match = _CLOCK.fullmatch(said)
    if match is None or (match["before"] and match["after"]):
        return None
    minute = 30 if match["half"] else int(match["minute"] or 0)
    hour = _hour(int(match["hour"]), match["before"] or match["after"])
    if hour == 24 and minute == 0:
        return time(0)
    return time(hour, minute) if hour is not None and hour < 24 and minute < 60 else None


def clock_times(text: str) -> tuple[time, time] | None:
    """Return the two times of a span such as 22:00~07:00; None when it is none, or they are one."""
    ends = _FROM_TO.split(_plain(text).removeprefix("from "))
    if len(ends) == 3 and not ends[2]:
        ends = ends[:2]
    times = [clock_time(end) for end in ends]
    if len(times) != 2 or times[0] is None or times[1] is None or times[0] == times[1]:
        return None
    return times[0], times[1]


def _hour(hour: int, part: str | None) -> int | None:
    """Return the hour of the day; None where the clock has none such (0 pm, 13 am)."""
    if part is None:
        return hour
    if part in ("am", "pm"):
        return hour % _NOON + _PARTS[part] if 1 <= hour <= _NOON else None
    if part == "밤" and hour in (12, *range(1, 5)):  # the night goes on after midnight
        return hour % _NOON
    if part == "저녁" and hour == _NOON:
        return 0
    if part == "낮" and hour in (10, 11):
        return hour
    if hour > _NOON:  # 오후 14시
        return hour if _PARTS[part] else None
    return hour % _NOON + _PARTS[part]


def _plain(text: str) -> str:
    said = unicodedata.normalize("NFKC", text[:_MAX_CHARS]).lower()
    return _DOTTED.sub(r"\1m", " ".join(said.split())).strip(" .!,")
