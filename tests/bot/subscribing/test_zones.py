"""Time zones as people name them, and as a client's language suggests them."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.subscribing.zones import COMMON, city, find, guess


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("서울", "Asia/Seoul"), ("seoul", "Asia/Seoul"), ("서울시", "Asia/Seoul"),
        ("대한민국", "Asia/Seoul"), ("도쿄", "Asia/Tokyo"), ("일본", "Asia/Tokyo"),
        ("Japan", "Asia/Tokyo"), ("런던", "Europe/London"), ("  new   york ", "America/New_York"),
        ("America/New_York", "America/New_York"), ("asia/kolkata", "Asia/Kolkata"),
        ("시드니", "Australia/Sydney"), ("독일", "Europe/Berlin"), ("중국", "Asia/Shanghai"),
        ("UTC", "UTC"), ("utc+9", "Etc/GMT-9"), ("GMT-3", "Etc/GMT+3"), ("UTC+0", "UTC"),
        ("KST", "Asia/Seoul"), ("대구", "Asia/Seoul"), ("수원시", "Asia/Seoul"),
        ("한국 시간", "Asia/Seoul"), ("뉴욕시간", "America/New_York"),
    ],
)  # fmt: skip
def test_a_zone_is_found_by_its_city_its_land_its_name_or_its_offset(text: str, zone: str) -> None:
    assert find(text) == zone
    assert ZoneInfo(zone).key == zone


@pytest.mark.parametrize(
    "text",
    ["", "Mars/Phobos", "../../etc/passwd", "UTC+25", "미국", "어딘가", "localtime", "Factory",
     "posixrules", "a" * 5_000, "\ud800", "Asia", "<b>Seoul</b>", "/", "0",
     "시", "시간"],
)  # fmt: skip
def test_what_names_no_zone_or_several_finds_none(text: str) -> None:
    assert find(text) is None


@given(st.text())
def test_whatever_is_found_is_a_zone(text: str) -> None:
    zone = find(text)
    assert zone is None or ZoneInfo(zone).key == zone


@pytest.mark.parametrize(
    ("client", "zone"),
    [
        ("ko", "Asia/Seoul"), ("ko-KR", "Asia/Seoul"), ("ja", "Asia/Tokyo"),
        ("vi", "Asia/Ho_Chi_Minh"),
        ("zh-hans", "Asia/Shanghai"), ("zh-TW", "Asia/Taipei"), ("en-GB", "Europe/London"),
        ("de", "Europe/Berlin"), ("en", "Africa/Nairobi"), ("en-US", "Africa/Nairobi"),
        ("pt-BR", "Africa/Nairobi"), (None, "Africa/Nairobi"), ("", "Africa/Nairobi"),
        ("x" * 300, "Africa/Nairobi"), ("--", "Africa/Nairobi"),
    ],
)  # fmt: skip
def test_a_client_of_one_land_suggests_its_zone_and_all_others_that_of_the_machine(
    client: str | None, zone: str
) -> None:
    assert guess(client, default="Africa/Nairobi") == zone


def test_a_zone_is_named_by_its_city() -> None:
    assert city("Asia/Seoul", "ko") == "서울"
    assert city("America/New_York", "en") == "New York"
    assert (city("Etc/GMT-9", "ko"), city("UTC", "ko")) == ("UTC+9", "UTC")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_what_is_offered_is_found_by_what_it_is_called(language: str) -> None:
    for zone in COMMON:
        assert find(city(zone, "ko" if language == "ko" else "en")) == zone
