"""Figures are read in every spelling, and differ only when they cannot be the same."""

import pytest

from retrieval.standing.figures import agree, figures


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1조2000억원", 1.2e12, "krw"),
        ("1조2천억 원", 1.2e12, "krw"),
        ("1.2조원", 1.2e12, "krw"),
        ("1.2 trillion won", 1.2e12, "krw"),
        ("1.2万亿韩元", 1.2e12, "krw"),
        ("1兆2000億ウォン", 1.2e12, "krw"),
        ("$1.5 billion", 1.5e9, "usd"),
        ("5만8600원에", 58600, "krw"),
        ("매출 77조, ", 77e12, "krw"),
        ("1,120가구", 1120, "household"),
        ("1천120가구", 1120, "household"),
        ("12,000 households", 12000, "household"),
        ("8천200명이", 8200, "person"),
        ("두 명이 숨졌다", 2, "person"),
        ("two people died", 2, "person"),
        ("640 stranded tourists", 640, "person"),
        ("12 injured", 12, "person"),
        ("重軽傷12人", 12, "person"),
        ("三人死亡", 3, "person"),
        ("造成19人受伤", 19, "person"),
        ("3.2%p 올랐다", 3.2, "point"),
        ("26吉瓦时", 26, "gwh"),
    ],
)
def test_a_figure_is_read_with_its_unit(text: str, value: float, unit: str) -> None:
    (figure,) = figures(text)

    assert figure.unit == unit
    assert figure.value == pytest.approx(value)


@pytest.mark.parametrize("text", ["제19호 태풍", "2026년", "7일 밝혔다", "9시 50분", "GPT-5", ""])
def test_ordinals_years_and_names_are_no_figures(text: str) -> None:
    assert figures(text) == ()


@pytest.mark.parametrize("text", ["11월 7일", "2026년 11월7일", "11月7日", "Nov. 7", "November 7"])
def test_a_day_is_a_figure_of_its_own(text: str) -> None:
    assert [(one.value, one.unit) for one in figures(text)] == [(1107, "date")]


def test_the_day_on_which_something_was_said_is_none() -> None:
    assert figures("문을 연다고 시가 11월 12일 밝혔다.") == ()


def test_a_figure_stands_where_it_says_in_the_untouched_text() -> None:
    text = "㎿는 아니고 １２명이 다쳤다, 길이 6.2㎞의 터널"

    assert [text[one.start : one.end] for one in figures(text)] == ["１２명", "6.2㎞"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("약 1조2천억원", "1조2043억원"),
        ("1조2천억원", "1조2043억원"),
        ("640여 명", "642명"),
        ("10명 이상", "12명"),
        ("최대 400만원", "400만원"),
        ("3.2%", "3.24%"),
        ("약 64%", "63.7%"),
        ("about 31,000 people", "30,800 people"),
    ],
)
def test_rounded_and_bounded_figures_agree(one: str, other: str) -> None:
    (first,), (second,) = figures(one), figures(other)

    assert agree(first, second)
    assert agree(second, first)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12명", "17명"),
        ("10명", "12명"),
        ("120명", "123명"),
        ("1조2000억원", "1조5000억원"),
        ("3%", "3.4%"),
        ("12명", "12가구"),
        ("10명 이상", "300명"),
    ],
)
def test_other_figures_differ(one: str, other: str) -> None:
    (first,), (second,) = figures(one), figures(other)

    assert not agree(first, second)
    assert not agree(second, first)
