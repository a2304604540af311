"""Invented news on invented sites: how much of it is read as it was written."""

from collections.abc import Sequence

import pytest

from benchmarks.extraction import Score, body_f1, score, summary
from tests.synthetic_news.captures import SHEETS, captures


@pytest.fixture(scope="module")
def scores() -> Sequence[Score]:
    """Three captures of each sheet."""
    return [score(capture) for capture in captures(seed=7, each=3)]


def test_bodies_titles_and_dates_are_those_that_were_written(scores: Sequence[Score]) -> None:
    found = summary(scores)
    assert found["body_f1"] >= 0.98
    assert found["title"] >= 0.97
    assert found["date_right"] >= 0.97
    assert found["date_wrong"] <= 0.005


def test_no_body_is_lost(scores: Sequence[Score]) -> None:
    assert [(one.sheet, one.body_f1) for one in scores if one.body_f1 < 0.85] == []


def test_most_outlets_and_writers_are_named(scores: Sequence[Score]) -> None:
    found = summary(scores)
    assert found["publisher"] >= 0.9
    assert found["author"] >= 0.95


def test_the_same_seed_makes_the_same_captures() -> None:
    first, second = (list(captures(seed=3, each=1, sheets=SHEETS[:4])) for _ in range(2))
    assert first == second
    assert first != list(captures(seed=4, each=1, sheets=SHEETS[:4]))


def test_the_measure_counts_what_is_missing_and_what_is_added() -> None:
    whole = ("가나다라마바사", "one two three four five")
    assert body_f1(whole, whole) == 1.0
    assert 0 < body_f1(whole[:1], whole) < 1
    assert 0 < body_f1((*whole, "아자차카타파하"), whole) < 1
    assert body_f1(("아자차카타파하",), whole) == 0
