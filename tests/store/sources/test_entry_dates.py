"""The dates of entries, as feeds and sitemaps write them."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from store.sources.entry_dates import entry_date

NOW = datetime(2025, 2, 6, 12, tzinfo=UTC)
_FIRST = datetime(1990, 1, 2, tzinfo=UTC).replace(tzinfo=None)
_LAST = datetime(2025, 2, 5, tzinfo=UTC).replace(tzinfo=None)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def read(text: str | None, language: str | None = "ko") -> str | None:
    found = entry_date(text, language=language, now=NOW)
    return None if found is None else found.iso


@pytest.mark.parametrize(
    "written",
    [
        "Wed, 05 Feb 2025 15:10:00 +0900",
        "Wed, 5 Feb 2025 15:10:00 +09:00",
        "Wed, 05 Feb 2025 15:10 +0900",
        "05 Feb 2025 15:10:00 +0900",
        "Wed,05 Feb 2025 15:10:00 +0900",
        "Wed, 05 Feb 2025 15:10:00 KST",
        "Wed, 05 Feb 2025 15:10:00 JST",
        "Wed, 05 Feb 2025 15:10:00 GMT+9",
        "Wed, 05 Feb 2025 15:10:00 GMT+09:00",
        "Wed, 05 Feb 2025 15:10:00 +0900 (KST)",
        "WED, 05 FEB 2025 15:10:00 kst",
        "Wednesday, 05-Feb-25 15:10:00 KST",
        "Wed, 05 February 2025 15:10:00 +0900",
        "수, 05 2월 2025 15:10:00 +0900",
        "Wed, 05 Feb 2025 03:10:00 PM +0900",
        "Wed Feb 05 15:10:00 KST 2025",
        "2025-02-05T15:10:00+09:00",
        "2025-02-05T15:10:00.123+0900",
        "2025-02-05T15:10:00+09",
        "2025-02-05 15:10:00 +0900",
        "2025-02-05T15:10:00",
        "2025-02-05 15:10:00",
        "2025-02-05 15:10",
        "2025/02/05 15:10:00",
        "2025.02.05 15:10",
        "2025. 2. 5. 오후 3:10",
        "2025년 2월 5일 오후 3:10",
        "2025-02-05 오후 3:10:00",
        "20250205151000",
        "202502051510",
        "20250205T151000",
        "  2025-02-05 15:10:00\n",
    ],
)
def test_every_spelling_of_an_instant_is_read(written: str) -> None:
    assert read(written) == "2025-02-05T15:10:00+09:00"


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("Wed, 05 Feb 2025 06:10:00 GMT", "2025-02-05T06:10:00+00:00"),
        ("Wed, 05 Feb 2025 06:10:00 UT", "2025-02-05T06:10:00+00:00"),
        ("Wed, 05 Feb 2025 06:10:00 Z", "2025-02-05T06:10:00+00:00"),
        ("Wed, 05 Feb 2025 06:10:00 -0000", "2025-02-05T06:10:00+00:00"),
        ("2025-02-05T06:10:00Z", "2025-02-05T06:10:00+00:00"),
        ("Wed, 05 Feb 2025 01:10:00 EST", "2025-02-05T01:10:00-05:00"),
        ("Wed, 05 Feb 2025 01:10:00 PDT", "2025-02-05T01:10:00-07:00"),
        ("Wed, 05 Feb 2025 15:10:00 +0530", "2025-02-05T15:10:00+05:30"),
    ],
)
def test_obsolete_and_other_zones_keep_their_offset(written: str, iso: str) -> None:
    assert read(written) == iso


@pytest.mark.parametrize("zone", ["A", "M", "IST", "XYZ", "+9900"])
def test_a_zone_that_nobody_knows_leaves_the_day(zone: str) -> None:
    assert read(f"Wed, 05 Feb 2025 15:10:00 {zone}") == "2025-02-05"


@pytest.mark.parametrize(
    ("language", "iso"),
    [
        ("ko", "2025-02-05T15:10:00+09:00"),
        ("ja", "2025-02-05T15:10:00+09:00"),
        ("zh", "2025-02-05T15:10:00+08:00"),
        ("en", "2025-02-05"),
        (None, "2025-02-05"),
    ],
)
@pytest.mark.parametrize("written", ["Wed, 05 Feb 2025 15:10:00", "2025-02-05 15:10:00"])
def test_a_missing_zone_is_that_of_the_language(
    written: str, language: str | None, iso: str
) -> None:
    assert read(written, language) == iso


@pytest.mark.parametrize(
    ("language", "iso"),
    [
        ("zh", "2025-02-05T15:10:00+08:00"),
        ("en", "2025-02-05T15:10:00-06:00"),
        ("ko", "2025-02-05"),
    ],
)
def test_cst_is_chinese_or_american_by_the_language(language: str, iso: str) -> None:
    assert read("Wed, 05 Feb 2025 15:10:00 CST", language) == iso


def test_a_wrong_weekday_does_not_matter() -> None:
    assert read("Sun, 05 Feb 2025 15:10:00 +0900") == "2025-02-05T15:10:00+09:00"


@pytest.mark.parametrize(("year", "read_as"), [("25", "2025"), ("00", "2000"), ("99", "1999")])
def test_years_of_two_figures_are_read(year: str, read_as: str) -> None:
    assert read(f"05 Jan {year} 15:10:00 +0900") == f"{read_as}-01-05T15:10:00+09:00"


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("Wed, 05 Feb 2025 24:00:00 +0900", "2025-02-06T00:00:00+09:00"),
        ("2025-01-31T24:00:00+09:00", "2025-02-01T00:00:00+09:00"),
        ("2024.12.31 24:00", "2025-01-01T00:00:00+09:00"),
    ],
)
def test_24_00_is_the_next_midnight(written: str, iso: str) -> None:
    assert read(written) == iso


def test_a_leap_second_is_read() -> None:
    assert read("Sat, 31 Dec 2016 23:59:60 GMT") == "2016-12-31T23:59:59+00:00"


@pytest.mark.parametrize("written", ["2025-02-05", "5 Feb 2025", "2025년 2월 5일", "20250205"])
def test_a_day_gets_no_time(written: str) -> None:
    assert read(written) == "2025-02-05"


def test_a_month_gets_no_day() -> None:
    assert read("2025-02") == "2025-02"


@pytest.mark.parametrize(
    "written",
    [
        None,
        "",
        "   ",
        "오늘",
        "yesterday",
        "1738735800",
        "02/05/2025 15:10",
        "0000-00-00 00:00:00",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "Wed, 32 Feb 2025 15:10:00 +0900",
        "Wed, 05 Foo 2025 15:10:00 +0900",
        "Wed, 05 Feb 2025 25:10:00 +0900",
        "2025-13-01 10:00",
        "20259999999999",
    ],
)
def test_what_is_no_date_is_none(written: str | None) -> None:
    assert read(written) is None


@pytest.mark.parametrize(
    "written", ["Thu, 01 Jan 1970 00:00:00 GMT", "1989-12-31", "1970-01-01T09:00:00+09:00"]
)
def test_dates_before_1990_are_none(written: str) -> None:
    assert read(written) is None


def test_dates_more_than_a_day_ahead_are_none() -> None:
    assert read("2025-02-07T11:59:00Z") == "2025-02-07T11:59:00+00:00"
    assert read("2025-02-07T12:01:00Z") is None
    assert read("2025-02-07") == "2025-02-07"
    assert read("2025-02-09") is None


@given(st.text(max_size=100) | st.from_regex(r"[0-9:. T+Z-]{1,40}", fullmatch=True))
@example("9999-12-31 24:00")
@example("2025-02-05T24:00:00+14:59")
def test_any_text_is_a_date_between_1990_and_tomorrow_or_none(text: str) -> None:
    for language in ("ko", "en"):
        found = entry_date(text, language=language, now=NOW)
        assert found is None or "1990" <= found.iso[:4] <= "2025"


@given(st.datetimes(_FIRST, _LAST), st.integers(-14, 14))
def test_mail_and_iso_dates_give_the_same_instant(moment: datetime, hours: int) -> None:
    zone = f"{'-' if hours < 0 else '+'}{abs(hours):02}"
    written = f"{moment:%d} {_MONTHS[moment.month - 1]} {moment:%Y %H:%M:%S} {zone}00"
    assert read(written) == read(f"{moment:%Y-%m-%dT%H:%M:%S}{zone}:00") is not None
