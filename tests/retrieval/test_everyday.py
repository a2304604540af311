"""People's words for things that news writes otherwise."""

import pytest

from retrieval.asked import Asked
from retrieval.everyday import same_meaning
from tests.retrieval.shelf import NOW, SEOUL, Shelf


def _asked(shelf: Shelf, question: str) -> Asked:
    return shelf.search.asked(shelf.desk.understand(question, now=NOW, zone=SEOUL))


def test_each_word_stands_for_the_others_of_its_meaning_but_not_for_itself() -> None:
    found = same_meaning(["귀환", "우주선"])
    assert "돌아오" in found["귀환"]
    assert "귀환" not in found["귀환"]
    assert "우주선" not in found


@pytest.mark.parametrize(
    ("question", "lacking"),
    [
        ("여객선 정지 이유는?", set()),  # the article: 멈췄다
        ("여객선 매각 이유는?", {"매각"}),  # nothing of that meaning stands there
    ],
)
def test_an_article_lacks_no_word_that_it_says_otherwise(
    shelf: Shelf, question: str, lacking: set[str]
) -> None:
    text = shelf.library.latest(limit=3)[-1].text
    assert set(_asked(shelf, question).lacking(text)) == lacking


def test_what_is_said_otherwise_covers_the_question(shelf: Shelf) -> None:
    assert _asked(shelf, "여객선 정지").covered({"여객선", "멈추"}) == pytest.approx(1.0)


def test_a_latin_word_in_small_letters_beside_hangul_weighs_little_where_nothing_holds_it(
    shelf: Shelf,
) -> None:
    loan, name = _asked(shelf, "ferry 요금은?"), _asked(shelf, "Ferry 요금은?")
    assert loan.morphemes["ferry"] < name.morphemes["ferry"]
    assert loan.morphemes["요금"] == name.morphemes["요금"]


def test_a_latin_name_is_not_lacking_where_it_sounds(shelf: Shelf) -> None:
    asked = _asked(shelf, "Novartis 직원은 몇 명?")
    assert "novartis" not in asked.lacking("스위스 제약사 노바티스는 직원을 줄인다.")
    assert "novartis" in asked.lacking("스위스 제약사 로슈는 직원을 줄인다.")
