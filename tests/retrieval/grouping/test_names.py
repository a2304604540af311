"""Names are found in headlines, and common words are none."""

import pytest

from retrieval.grouping.names import namer
from retrieval.morphemes import Analyser


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("아후람 버스 요금 인상 미뤄져", {"아후"}),
        ("누노령시, 버스 요금 1899원으로 올려", {"누노령"}),
        ("두온정밀 공장 화재 사망 8명", {"두온정"}),
        ("쌍용차 토레스 출시", {"쌍용", "토레"}),
        ("오늘 전국에 비…아침 7도", set()),
        ("영업이익 크게 늘어", set()),
    ],
)
def test_names_in_korean(analyser: Analyser, title: str, names: set[str]) -> None:
    assert namer(lambda: analyser)(title, "", "ko") == names


def test_a_headline_without_names_leaves_it_to_the_text(analyser: Analyser) -> None:
    text = "두온정밀 공장은 내일 문을 연다."
    assert namer(lambda: analyser)("내일 다시 문 열어", text, "ko") == {"두온정"}


@pytest.mark.parametrize(
    ("title", "text", "names"),
    [
        ("Corham Ferry Runs Aground", "A ferry ran aground off Corham Island.", {"corham"}),
        ("Ferry runs aground", "A ferry ran aground off Corham Island.", {"corham", "island"}),
        ("Rain all day", "It rained all day. Then it stopped.", set()),
    ],
)
def test_names_in_english(analyser: Analyser, title: str, text: str, names: set[str]) -> None:
    assert namer(lambda: analyser)(title, text, "en") == names


def test_of_other_languages_nothing_is_known(analyser: Analyser) -> None:
    assert namer(lambda: analyser)("東京で地震", "東京で地震があった。", "ja") == frozenset()
