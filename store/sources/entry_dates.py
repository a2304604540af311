"""When an entry of a feed or sitemap appeared, read from the date as it was written."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta, timezone
from typing import Final

from store.article import Published
from store.extract import dates

#: What is dated earlier was set by a program: no feed is older, and 0 seconds is 1970.
_FIRST_YEAR: Final = 1990
#: How far a publisher's clock or zone may be ahead.
_MAX_AHEAD: Final = timedelta(days=1)
_MAX_CHARS: Final = 80

#: The zones of RFC 5322 (4.3) and those that Asian and European feeds write. Its military letters
#: were defined the wrong way round, so nobody knows what they mean; IST has three meanings.
_ZONES: Final = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "EST": -5, "EDT": -4, "CDT": -5, "MST": -7,
    "MDT": -6, "PST": -8, "PDT": -7, "KST": 9, "JST": 9, "HKT": 8, "SGT": 8, "BST": 1, "WET": 0,
    "WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3,
}  # fmt: skip
_CHINA: Final = timezone(timedelta(hours=8))
#: CST is China's where Chinese is written; in English RFC 5322 makes it America's.
_CENTRAL: Final = {"zh": _CHINA, "en": timezone(timedelta(hours=-6))}
_MONTHS: Final = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
        start=1,
    )
}
_CLOCK: Final = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d{1,9})?)?"
    r"(?:\s?(?P<half>[AP])\.?M\.?)?"
)
_ZONE: Final = r"(?:\s{0,2}\(?(?P<zone>(?:GMT|UTC)?[+-]\d{1,2}(?::?\d{2})?|[A-Z]{1,5})\)?)?"
#: RFC 822 and 5322, also with a month in figures, as Java writes it in Korea (5 2월 2025).
_MAIL = re.compile(
    r"(?:\w{1,9}\.?(?:,\s{0,3}|\s{1,3}))?(?P<day>\d{1,2})[\s-](?P<month>[A-Z]{3,9}\.?|\d{1,2}월)[\s-]"
    r"(?P<year>\d{4}|\d{2}),?\s{1,3}" + _CLOCK + _ZONE + r"(?:\s\([^()]{1,20}\))?",
    re.IGNORECASE,
)
#: What C's ``ctime`` and Java's ``Date.toString`` write.
_C = re.compile(
    r"(?:\w{3},?\s)?(?P<month>[A-Z]{3})\s{1,2}(?P<day>\d{1,2})\s{1,2}" + _CLOCK + _ZONE + r"\s"
    r"(?P<year>\d{4})",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"(\d{4})(\d\d)(\d\d)T?(\d\d)(\d\d)(\d\d)?")
_MIDNIGHT = re.compile(r"(?<![\d:])24:00(?::00(?:\.0{1,9})?)?(?![\d:])")


def entry_date(text: str | None, *, language: str | None, now: datetime) -> Published | None:
    """Read the date of an entry, as precisely as it is written and no more so.

    A time without a zone is that of the country of ``language``; where that says nothing (English),
    or the zone has a name of several meanings, the day alone is known. ``None`` when there is no
    date, and for dates before 1990 or more than a day after ``now``.
    """
    written = unicodedata.normalize("NFKC", (text or "").strip()[:_MAX_CHARS]).strip()
    if not written:
        return None
    whole, nights = _MIDNIGHT.subn("00:00", written)
    try:
        found = _read(whole, language)
        return None if found is None else _plausible(_later(found, days=nights), now)
    except (ValueError, OverflowError):
        return None


def _read(text: str, language: str | None) -> Published | None:
    found = _MAIL.fullmatch(text) or _C.fullmatch(text)
    if found is not None:
        return _from_mail(found, language)
    figures = _FIGURES.fullmatch(text)
    if figures is not None:
        year, month, day, hour, minute, second = (int(part or 0) for part in figures.groups())
        moment = time(hour, minute, second)
        return _published(date(year, month, day), moment, _zone(None, language))
    return dates.iso(text, language)


def _from_mail(found: re.Match[str], language: str | None) -> Published | None:
    day = date(_year(found["year"]), _month(found["month"]), int(found["day"]))
    hour, half = int(found["hour"]), (found["half"] or "").upper()
    if half:
        hour = hour % 12 + (12 if half == "P" else 0)
    second = min(int(found["second"] or 0), 59)  # RFC 5322 allows leap seconds; Python does not
    clock = time(hour, int(found["minute"]), second)
    return _published(day, clock, _zone(found["zone"], language))


def _year(text: str) -> int:
    """Read a year; two figures count as RFC 5322 (4.3) says."""
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if year < 50 else 1900)


def _month(text: str) -> int:
    if text.endswith("월"):
        return int(text[:-1])
    return _MONTHS.get(text[:3].lower(), 0)


def _zone(name: str | None, language: str | None) -> timezone | None:
    """Find the zone called ``name``; without one that of the country of ``language``."""
    if name is None:
        return dates.KST if language in ("ko", "ja") else _CHINA if language == "zh" else None
    name = name.upper()
    if name == "CST":
        return _CENTRAL.get(language or "")
    if name in _ZONES:
        return timezone(timedelta(hours=_ZONES[name]))
    found = re.fullmatch(r"(?:GMT|UTC)?([+-])(\d{1,2}):?(\d{2})?", name)
    if found is None:
        return None
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return (
        timezone(-offset if found[1] == "-" else offset) if offset < timedelta(hours=15) else None
    )


def _published(day: date, clock: time, zone: timezone | None) -> Published:
    if zone is None:
        return Published(iso=day.isoformat())
    return Published(iso=datetime.combine(day, clock, tzinfo=zone).isoformat())


def _later(found: Published, *, days: int) -> Published:
    """Add the day that 24:00 means."""
    if not days:
        return found
    if found.precision == "minute":
        moment = datetime.fromisoformat(found.iso) + timedelta(days=days)
        return Published(iso=moment.isoformat())
    return found


def _plausible(found: Published, now: datetime) -> Published | None:
    if int(found.iso[:4]) < _FIRST_YEAR:
        return None
    return found if found.instant(dates.KST) - now <= _MAX_AHEAD else None
