"""Time zones as people name them, and the one a client's language suggests; pure."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location

from bot.texts import LANGUAGES, Language

#: Offered when one is to be chosen; all others are found by their city.
COMMON: Final = (
    "Asia/Seoul", "Asia/Tokyo", "Asia/Shanghai", "Asia/Singapore", "Australia/Sydney",
    "Europe/London", "Europe/Berlin", "America/New_York", "America/Los_Angeles", "UTC",
)  # fmt: skip
#: Where nearly all people of a land with several zones live by one of them.
_MAIN: Final = {"CN": "Asia/Shanghai", "DE": "Europe/Berlin", "MY": "Asia/Kuala_Lumpur"}
#: Languages that are written in many lands: they suggest none.
_EVERYWHERE: Final = frozenset(("en", "es", "pt", "fr", "ar", "ru"))
_SHORT: Final = {"kst": "Asia/Seoul", "jst": "Asia/Tokyo", "gmt": "UTC", "utc": "UTC", "z": "UTC"}
#: Cities of a million people, and where one says to live beside them: the zone database names one.
_IN_KOREA: Final = (
    "부산", "인천", "대구", "대전", "광주", "울산", "세종", "수원", "용인", "창원", "제주",
    "busan", "incheon", "daegu", "daejeon", "gwangju", "ulsan", "sejong", "suwon", "jeju",
)  # fmt: skip
#: What may follow the name of a place: 수원시, 뉴욕 시간.
_AFTER: Final = re.compile(" ?시간?$")
_OFFSET: Final = re.compile(r"(?:utc|gmt) ?([+-]) ?0?([0-9]{1,2})(?::?00)?", re.ASCII)
#: Links of the zone database to machines, not to places.
_NO_PLACES: Final = frozenset(("Factory", "localtime"))
_MAX_CHARS: Final = 60
#: How far east and west whole hours go: Etc/GMT-14 and Etc/GMT+12.
_EAST, _WEST = 14, 12


def guess(client: str | None, *, default: str) -> str:
    """Return the zone in which people with a client in this language (``ko``, ``en-GB``) live.

    A language without a land that is written in many zones gives ``default``.
    """
    parts = re.split("[-_]", client or "")
    land = next((part.upper() for part in parts[1:] if re.fullmatch("[A-Za-z]{2}", part)), None)
    if land is None and parts[0].lower() not in _EVERYWHERE:
        subtags = get_global("likely_subtags")
        script = "_".join((parts[0].lower(), *(part.title() for part in parts[1:2])))
        likely = subtags.get(script) or subtags.get(parts[0].lower()) or ""
        land = likely.rpartition("_")[2] or None
    zones = [one for one in get_global("territory_zones").get(land or "", ()) if one in _known()]
    if land in _MAIN:
        return _MAIN[land]
    return zones[0] if len(zones) == 1 else default


def find(text: str) -> str | None:
    """Return the IANA name of the zone that ``text`` names: that name itself, a city or a land
    with one zone in one of our languages, an offset in whole hours; None when it names none.
    """
    said = _key(text[:_MAX_CHARS])
    if (match := _OFFSET.fullmatch(said)) is not None:
        return _offset(match[1], int(match[2]))
    names = (said, _AFTER.sub("", said))
    return next((zone for one in names if (zone := _SHORT.get(one) or _names().get(one))), None)


def city(zone: str, language: Language) -> str:
    """Name a zone by its city, in the words of ``language``; an offset as UTC+9."""
    if zone.startswith("Etc/GMT") and zone[7:]:
        return f"UTC{'-' if zone[7] == '+' else '+'}{zone[8:]}"
    if "/" not in zone or zone.startswith("Etc/"):
        return zone.rpartition("/")[2]
    return get_timezone_location(zone, locale=language, return_city=True)


def _offset(sign: str, hours: int) -> str | None:
    if hours == 0:
        return "UTC"
    if hours > (_EAST if sign == "+" else _WEST):
        return None
    return f"Etc/GMT{'-' if sign == '+' else '+'}{hours}"  # POSIX counts westwards


@cache
def _known() -> frozenset[str]:
    return frozenset(available_timezones()) - _NO_PLACES


@cache
def _names() -> dict[str, str]:
    """Return zones by what they are called; a name that means several means none."""
    zones = sorted(_known())
    found: dict[str, str] = {}
    for language in LANGUAGES:
        locale = Locale(language)
        lands = get_global("territory_zones")
        for land, name in locale.territories.items():
            own = [zone for zone in lands.get(land, ()) if zone in _known()]
            if land in _MAIN or len(own) == 1:
                found.setdefault(_key(name), _MAIN.get(land) or own[0])
        for zone, named in locale.time_zones.items():
            if zone in _known() and "city" in named:
                found[_key(named["city"])] = zone
    found |= {"한국": "Asia/Seoul", "korea": "Asia/Seoul", "베이징": "Asia/Shanghai"}
    found |= {"beijing": "Asia/Shanghai"} | dict.fromkeys(_IN_KOREA, "Asia/Seoul")
    found |= _alone((_key(zone.rpartition("/")[2]), zone) for zone in zones if "/" in zone)
    alone = {_key(zone): zone for zone in zones if "/" not in zone}
    return alone | found | {_key(zone): zone for zone in zones if "/" in zone}


def _alone(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    several = set()
    for name, zone in named:
        if found.setdefault(name, zone) != zone:
            several.add(name)
    return {name: zone for name, zone in found.items() if name not in several}


def _key(text: str) -> str:
    said = unicodedata.normalize("NFKC", text).casefold().replace("_", " ")
    return " ".join(said.split()).strip(" .!,")
