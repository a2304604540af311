"""Articles in pages as real systems build them: the floors under a seeded run.

``benchmarks/extraction_pages.py`` measures more of them, and speed.
"""

import pytest

from benchmarks.extraction import Score, summary
from benchmarks.extraction_pages import pages, score
from tests.synthetic_news.pages import HELD_OUT, TEMPLATES

SEED, EACH = 7, 3
#: What no page of the run may fall below, and what the run as a whole reaches.
LOWEST, MEAN = 0.85, 0.98
TITLES, DATES, WRONG_DATES = 0.97, 0.97, 0.005


@pytest.fixture(scope="module")
def scores() -> list[Score]:
    return [score(one) for one in pages(seed=SEED, each=EACH)]


def test_the_article_is_found_in_every_page(scores: list[Score]) -> None:
    low = [(one.sheet, round(one.body_f1, 3)) for one in scores if one.body_f1 < LOWEST]
    assert not low
    assert summary(scores)["body_f1"] >= MEAN


def test_title_and_date_are_right_and_hardly_ever_wrong(scores: list[Score]) -> None:
    found = summary(scores)
    assert found["title"] >= TITLES
    assert found["date_right"] >= DATES
    assert found["date_wrong"] <= WRONG_DATES


def test_half_of_the_templates_are_held_out_of_mending() -> None:
    assert 0.35 <= len(HELD_OUT) / len(TEMPLATES) <= 0.65


def test_the_same_seed_gives_the_same_pages() -> None:
    first, again = (list(pages(seed=SEED, each=1)) for _ in range(2))
    assert first == again
    assert first != list(pages(seed=SEED + 1, each=1))
