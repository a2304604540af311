"""Dates as pages write them: found, read, and told apart by their label."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final, Literal

from store.article import Published

Label = Literal["published", "modified", "other", ""]

KST: Final = timezone(timedelta(hours=9))
_CHINA: Final = timezone(timedelta(hours=8))
#: The zone of a time without one, by the language of the page; English is written everywhere.
_ZONES: Final = {"ko": KST, "ja": KST, "zh": _CHINA}
_OFFSETS: Final = {
    "Z": 0, "UTC": 0, "GMT": 0, "KST": 9, "JST": 9, "BST": 1, "CET": 1, "CEST": 2, "EST": -5,
    "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "HKT": 8, "SGT": 8,
}  # fmt: skip
#: Names of zones; those missing above mean several offsets (CST, ET), so their times stay unknown.
_ZONE_NAME: Final = "(?:" + "|".join((*_OFFSETS, "CST", "IST", "ET", "CT", "MT", "PT")) + ")"
_MONTHS: Final = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
        start=1,
    )
}
_MONTH_NAME: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_PUBLISHED: Final = (
    r"최초\s?입력|최초\s?등록|기사\s?입력|기사\s?등록|기사\s?작성|입력\s?시간|입력\s?일시?|입력"
    r"|등록\s?일시?"
    r"|등록|작성\s?일시?|작성|승인|송고\s?시간|송고|게재\s?일?|게시\s?일?|방송\s?일시?|발행\s?일?|발행|출고"
    r"|보도\s?일시?"
    r"|날짜|일시|pub(?:lished|lish date)?|posted|first published|date|issued|公開日?時?"
    r"|配信日?時?|掲載日?|投稿日?"
    r"|発行|发布时间|发布于|发布|發布時間|發布|发表于|时间|日期"
)
_MODIFIED: Final = (
    r"최종\s?수정|기사\s?수정|수정\s?일시?|수정|최종\s?업데이트|업데이트|갱신|last updated"
    r"|updated?|modified"
    r"|last modified|更新日?時?|更新时间|更新時間|最終更新"
)
_DATE = re.compile(
    r"(?<![\d.])(?:"
    r"(?P<y>(?:19|20)\d\d)\s?(?:[-./]|年|년|\s(?=\d\d/\d\d\s\d))\s?(?P<m>\d{1,2})\s?(?:[-./]|月"
    r"|월)\s?(?P<d>\d{1,2})(?!\d)(?:\s?(?:日|일)|\.(?!\d))?"
    r"|(?P<yc>(?:19|20)\d\d)(?P<mc>[01]\d)(?P<dc>[0-3]\d)(?!\d)"
    r"|(?P<reiwa>令和)\s?(?P<ry>\d{1,2}|元)年\s?(?P<rm>\d{1,2})月\s?(?P<rd>\d{1,2})日"
    r"|(?P<me>"
    + _MONTH_NAME
    + r")\.?\s(?P<de>\d{1,2})(?:st|nd|rd|th)?[,.]?\s{1,2}(?P<ye>(?:19|20)\d\d)"
    r"|(?P<d2>\d{1,2})(?:st|nd|rd|th)?[\s-](?P<m2>"
    + _MONTH_NAME
    + r")\.?,?[\s-](?P<y2>(?:19|20)\d\d)"
    r"|(?P<yk>(?:19|20)\d\d)\s?(?:년|年)\s?(?P<mk>\d{1,2})\s?(?:월|月)"
    r"|(?P<ys>\d\d)[-./](?P<ms>\d{1,2})[-./](?P<ds>\d{1,2})(?![\d.])"
    r")",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?:\s{0,2}[(（]?\s?(?:[월화수목금토일]요일|[월화수목금토일月火水木金土日]|mon|tue|wed|thu"
    r"|fri|sat|sun)\s?[)）]?)?"
    r"(?:T|\s{0,3}[,·|]?\s{0,3}(?:at\s)?[(\[]?)"
    r"(?P<half>오전|오후|午前|午後|上午|下午|[AaPp]\.?[Mm]\.?)?\s{0,2}"
    r"(?P<hour>\d{1,2})\s?(?::|시|時|时|点|點|\.(?=\d{2}\s"
    + _ZONE_NAME
    + r"))\s?(?P<minute>\d{2})?(?:\s?(?:분|分))?"
    r"(?::(?P<second>\d{2})(?:\.\d{1,9})?|\s?\d{1,2}\s?(?:초|秒))?"
    r"(?:\s{0,2}(?P<after>[AaPp]\.?[Mm]\.?(?![A-Za-z])))?"
    r"(?:\s{0,2}\(?(?P<zone>[+-]\d{2}:?\d{2}|(?:UTC|GMT)[+-]\d{1,2}(?::?\d{2})?|"
    + _ZONE_NAME
    + r")(?![A-Za-z])\)?)?"
)
#: 4:45 PM MST, January 13, 2026: American pages say the time first.
_CLOCK_FIRST = re.compile(
    r"(?<![\d:])(?P<hour>\d{1,2}):(?P<minute>\d{2})(?P<second>(?!))?(?P<half>(?!))?"
    r"\s?(?P<after>[AaPp]\.?[Mm]\.?)(?:\s(?P<zone>"
    + _ZONE_NAME
    + r"))?,?\s(?:on\s)?(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},?\s)?$"
)
_LABEL = re.compile(
    r"(?:(?P<published>"
    + _PUBLISHED
    + r")|(?P<modified>"
    + _MODIFIED
    + r"))\s{0,2}[:：|ㅣ]?\s{0,3}$",
    re.IGNORECASE,
)
_LABEL_AFTER = re.compile(
    r"\s{0,2}(?:(?P<published>입력|등록|승인|송고|게재|公開|配信|発行)|(?P<modified>수정"
    r"|更新))(?![가-힣])"
)
_FIGURE = re.compile(r"\d")
_MONTH_DAY = re.compile(
    r"(?:작성일|등록일|날짜|일시|date)\s{0,2}[:："
    r"|]?\s{0,3}(?P<m>\d{1,2})[-./](?P<d>\d{1,2})(?![\d./-])",
    re.IGNORECASE,
)
_WEEKDAYS: Final = (
    r"\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\b|[월화수목금토일]요일"
    r"|[(（][월화수목금토일月火水木金土日][)）]"
)
_WORDS = re.compile(
    _WEEKDAYS
    + r"|\b(?:"
    + _PUBLISHED
    + "|"
    + _MODIFIED
    + r")|\d{1,3}분\s?(?:분량|소요|읽기)|읽는\s?시간\s?\d{1,3}분|\d{1,3}\smin(?:ute)?s? read"
    r"|제\s?\d{1,6}\s?호|[A-Z]?\d{1,3}면|조회수?|views?|hit|지면|면|판|댓글|추천|목록|인쇄|on",
    re.IGNORECASE,
)
_PATH_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[/_-]?([01]\d)[/_-]?([0-3]\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A date with a year in a line. ``start`` and ``end`` lie in the NFKC form of the line."""

    day: date
    precision: Literal["minute", "day", "month"]
    clock: time | None
    zone: timezone | None
    label: Label
    start: int
    end: int

    def published(self, language: str | None) -> Published:
        """Write it as precisely as it is known: a time whose zone nobody knows is left out."""
        if self.precision == "month":
            return Published(iso=f"{self.day:%Y-%m}")
        zone = self.zone or _ZONES.get(language or "")
        if self.clock is None or zone is None:
            return Published(iso=self.day.isoformat())
        return Published(iso=datetime.combine(self.day, self.clock, tzinfo=zone).isoformat())


def stamps(line: str) -> list[Stamp]:
    """Find the dates in the first 400 characters of ``line``, in order."""
    start = line[:400]
    if _FIGURE.search(start) is None:
        return []
    return list(_stamps(unicodedata.normalize("NFKC", start)))


def _stamps(text: str) -> Iterator[Stamp]:
    at = 0
    while (found := _DATE.search(text, at)) is not None:
        at = found.end()
        day = _day(found)
        if day is None:
            continue
        short = found["ys"] is not None
        timed = _TIME.match(text, at)
        clock = None if timed is None or found["yk"] else _clock(timed)
        zone = None
        if timed is not None and clock is not None:
            at = timed.end()
            zone = _zone(timed["zone"])
            clock = None if timed["zone"] and zone is None else clock
        start = found.start()
        if clock is None and (before := _CLOCK_FIRST.search(text[max(0, start - 32) : start])):
            clock, zone = _clock(before), _zone(before["zone"])
            clock = None if before["zone"] and zone is None else clock
            start -= len(before[0])
        label = _label(text, start, at)
        if short and (clock is None and label == ""):
            continue
        yield Stamp(
            day=day,
            precision="month" if found["yk"] else "minute" if clock else "day",
            clock=clock,
            zone=zone,
            label=label,
            start=start,
            end=at,
        )


def _label(text: str, start: int, end: int) -> Label:
    before = _LABEL.search(text[max(0, start - 24) : start])
    after = _LABEL_AFTER.match(text, end) if before is None else None
    if after is not None and _DATE.match(text[after.end() :].lstrip(" :|")):
        after = None  # the label of the next date
    found = before or after
    if found is None:
        return ""
    return "published" if found["published"] else "modified"


def _day(found: re.Match[str]) -> date | None:
    for year, month, day in (
        ("y", "m", "d"),
        ("yc", "mc", "dc"),
        ("ye", "me", "de"),
        ("y2", "m2", "d2"),
    ):
        if found[year]:
            return _valid(int(found[year]), _month(found[month]), int(found[day]))
    if found["reiwa"]:
        year_of_era = 1 if found["ry"] == "元" else int(found["ry"])
        return _valid(2018 + year_of_era, int(found["rm"]), int(found["rd"]))
    if found["ys"]:
        return _valid(2000 + int(found["ys"]), int(found["ms"]), int(found["ds"]))
    return _valid(int(found["yk"]), int(found["mk"]), 1)


def _month(text: str) -> int:
    return int(text) if text.isdecimal() else _MONTHS[text[:3].lower()]


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _clock(found: re.Match[str]) -> time | None:
    hour, minute, second = int(found["hour"]), int(found["minute"] or 0), int(found["second"] or 0)
    half = (found["half"] or found["after"] or "").lower().replace(".", "")
    if half in ("오후", "午後", "下午", "pm") and hour < 12:
        hour += 12
    elif half in ("오전", "午前", "上午", "am") and hour == 12:
        hour = 0
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def _zone(name: str | None) -> timezone | None:
    """Read ``+09:00``, ``KST``, ``GMT+9``; ``None`` for a name that does not fix an offset."""
    if name is None:
        return None
    found = re.fullmatch(r"(?:UTC|GMT)?(?P<sign>[+-])(?P<h>\d{1,2}):?(?P<m>\d{2})?", name)
    if found is None:
        hours = _OFFSETS.get(name)
        return None if hours is None else timezone(timedelta(hours=hours))
    offset = timedelta(hours=int(found["h"]), minutes=int(found["m"] or 0))
    if offset >= timedelta(hours=15):
        return None
    return timezone(-offset if found["sign"] == "-" else offset)


def month_day(line: str) -> tuple[int, int] | None:
    """Read a labelled month and day without a year, as boards write them (``작성일 05-10``)."""
    if _FIGURE.search(line[:400]) is None:
        return None
    found = _MONTH_DAY.search(unicodedata.normalize("NFKC", line[:400]))
    if found is None or _valid(2000, int(found["m"]), int(found["d"])) is None:
        return None
    return int(found["m"]), int(found["d"])


def path_dates(url: str) -> list[date]:
    """Find the days that stand in an address, as in ``/news/202505/10/…20250510140015256``."""
    found = (_valid(*map(int, match.groups())) for match in _PATH_DATE.finditer(url[:600]))
    return [day for day in found if day is not None]


def without_stamps(line: str) -> str:
    """What is left of ``line`` without its dates, their labels and counts: ``""`` if it is only "
    "a stamp."""
    text = unicodedata.normalize("NFKC", line[:400])
    text = _MONTH_DAY.sub(" ", text)
    for stamp in reversed(stamps(text)):
        text = text[: stamp.start] + " " + text[stamp.end :]
    return re.sub(r"[\s\d:：|ㅣ/·,.()\[\]<>•~-]+", " ", _WORDS.sub(" ", text)).strip()


def before_stamp(line: str) -> str:
    """What stands before the first date of ``line``, or all of it."""
    text = unicodedata.normalize("NFKC", line[:400])
    first = next(iter(stamps(text)), None)
    return (text if first is None else text[: first.start]).strip(" |·・-")


def iso(text: str, language: str | None) -> Published | None:
    """Read a machine-written date of a page's metadata, keeping its offset."""
    cleaned = unicodedata.normalize("NFKC", text.strip()[:80])
    try:
        moment = datetime.fromisoformat(cleaned)
    except ValueError:
        moment = None
    if moment is None or len(cleaned) <= len("2025-05-10"):
        found = stamps(cleaned)
        return found[0].published(language) if found else _year_month(cleaned)
    if not 1900 < moment.year < 2100:
        return None
    zone = moment.tzinfo or _ZONES.get(language or "")
    if zone is None:
        return Published(iso=moment.date().isoformat())
    if moment.tzinfo is UTC or abs(moment.utcoffset() or timedelta()) < timedelta(hours=15):
        return Published(iso=moment.replace(microsecond=0, tzinfo=zone).isoformat())
    return None


def _year_month(text: str) -> Published | None:
    found = re.fullmatch(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])", text)
    return None if found is None else Published(iso=text)
