"""Dates are read as precisely as they are written, and never more."""

from datetime import date

import pytest

from store.extract import dates
from store.extract.inference import infer


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("2024-05-01 10:20", "2024-05-01T10:20:00+09:00"),
        ("2024.05.01. 오전 12:10", "2024-05-01T00:10:00+09:00"),
        ("2024.05.01. 오후 12:10", "2024-05-01T12:10:00+09:00"),
        ("2024.5.1 (수) 15:04:05", "2024-05-01T15:04:05+09:00"),
        ("2024년 5월 1일 오후 3시 20분", "2024-05-01T15:20:00+09:00"),
        ("2024-05-01T01:20:00Z", "2024-05-01T01:20:00+00:00"),
        ("2024-05-01 10:20 UTC", "2024-05-01T10:20:00+00:00"),
        ("May 1, 2024 12:05 AM EDT", "2024-05-01T00:05:00-04:00"),
        ("1 May 2024 12:05 PM GMT+9", "2024-05-01T12:05:00+09:00"),
        ("2024年5月1日 15時20分", "2024-05-01T15:20:00+09:00"),
        ("令和6年5月1日", "2024-05-01"),
        ("２０２４年５月１日", "2024-05-01"),
        ("2024년 2월 29일", "2024-02-29"),
        ("2024년 5월", "2024-05"),
        ("24.12.31 23:59", "2024-12-31T23:59:00+09:00"),
    ],
)
def test_a_stamp_is_read_in_each_form(line: str, iso: str) -> None:
    assert [stamp.published("ko").iso for stamp in dates.stamps(line)] == [iso]


@pytest.mark.parametrize("line", ["2023.02.29", "2024.13.01", "1.2.3", "10.5", "3시간 전", "05-10"])
def test_what_is_no_date_is_none(line: str) -> None:
    assert dates.stamps(line) == []


@pytest.mark.parametrize(
    "line", ["May 1, 2024 10:20", "May 1, 2024 10:20 AM ET", "2024-05-01 10:20 CST"]
)
def test_a_time_whose_zone_nobody_knows_is_left_out(line: str) -> None:
    assert dates.stamps(line)[0].published("en").iso == "2024-05-01"


def test_first_publication_is_told_from_change() -> None:
    line = "입력 2024.12.31 23:59 | 수정 2025.01.01 00:10 | 승인 2025.01.01 09:00"
    assert [stamp.label for stamp in dates.stamps(line)] == ["published", "modified", "published"]


def test_the_label_may_follow() -> None:
    assert dates.stamps("2024/10/19 11:00 송고")[0].label == "published"


def test_a_board_date_has_no_year() -> None:
    assert dates.month_day("작성일 05-10 15 목록") == (5, 10)
    assert dates.month_day("05-10") is None


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2024-05-01T10:20:30.123+09:00", "2024-05-01T10:20:30+09:00"),
        ("2024-05-01 10:20:00", "2024-05-01T10:20:00+09:00"),
        ("20240501", "2024-05-01"),
        ("2024-05", "2024-05"),
        ("Wed, 01 May 2024 10:20:30 GMT", "2024-05-01T10:20:30+00:00"),
    ],
)
def test_metadata_keeps_its_offset(written: str, iso: str) -> None:
    published = dates.iso(written, "ko")
    assert published is not None
    assert published.iso == iso


@pytest.mark.parametrize("written", ["", "yesterday", "0000-00-00", "9999-99-99", "오늘"])
def test_metadata_that_is_no_date_is_none(written: str) -> None:
    assert dates.iso(written, "ko") is None


def test_a_day_told_beside_rows_of_that_week_bounds_the_publication() -> None:
    text = ["나래일보는 4일 “시가 계획을 바꿨다”고 전했다. 회의는 오는 7일 열린다."]
    inferred = infer(text, neighbours=[date(2025, 2, 5)])
    assert inferred is not None
    assert (inferred.best, inferred.earliest, inferred.latest) == (
        date(2025, 2, 4),
        date(2025, 2, 4),
        date(2025, 2, 5),
    )


def test_a_day_that_is_still_to_come_bounds_nothing() -> None:
    text = ["회의는 오는 4일 열린다고 시는 밝혔다. 설명회는 12일 예정이라고 말했다."]
    assert infer(text, neighbours=[date(2025, 2, 5)]) is None


def test_a_day_far_from_the_other_rows_is_not_guessed() -> None:
    text = ["나래일보는 4일 시가 계획을 바꿨다고 전했다."]
    assert infer(text, neighbours=[date(2025, 2, 25)]) is None


def test_a_month_end_is_found_in_the_month_before() -> None:
    inferred = infer(["시는 31일 계획을 밝혔다."], neighbours=[date(2025, 1, 2)])
    assert inferred is not None
    assert inferred.best == date(2024, 12, 31)


def test_a_past_month_in_the_text_is_only_a_lower_bound() -> None:
    inferred = infer(["2025년 1월 공개된 지도가 논란이 됐다."], neighbours=[])
    assert inferred is not None
    assert (inferred.best, inferred.earliest, inferred.latest) == (None, date(2025, 1, 1), None)


def test_a_plan_for_a_year_to_come_is_no_bound() -> None:
    assert infer(["시는 2030년 1월까지 공사를 마칠 계획이라고 밝혔다."], neighbours=[]) is None
