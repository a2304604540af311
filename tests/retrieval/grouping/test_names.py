"""Names are found in headlines, and common words are none."""

import pytest

from retrieval.grouping.names import Named, namer
from retrieval.morphemes import Analyser


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("아후람 버스 요금 인상 미뤄져", {"아후"}),
        ("누노령시, 버스 요금 1899원으로 올려", {"누노령"}),
        ("두온정밀 공장 화재 사망 8명", {"두온정"}),
        ("쌍용차 토레스 출시", {"쌍용", "토레"}),
        ("다무령시 버스 요금 1663원으로 결정", {"다무령"}),
        ("부상자 12명 다쳐…두온정밀 공장 멈춰", {"두온정"}),
        ("두온정밀 인수 추진설", {"두온정"}),
        ("어제 해역서 지진", set()),
        ("버스요금 인상 첫날 단말기 오류", set()),
        ("오늘 전국에 비…아침 7도", set()),
        ("영업이익 크게 늘어", set()),
    ],
)
def test_names_in_korean(analyser: Analyser, title: str, names: set[str]) -> None:
    assert namer(lambda: analyser)(title, "", "ko").names == names


def test_a_headline_without_names_leaves_it_to_the_text(analyser: Analyser) -> None:
    text = "두온정밀 공장은 내일 문을 연다."
    assert namer(lambda: analyser)("내일 다시 문 열어", text, "ko").names == {"두온정"}


@pytest.mark.parametrize(
    ("title", "text", "names"),
    [
        ("Corham Ferry Runs Aground", "A ferry ran aground off Corham Island.", {"corham"}),
        ("Ferry runs aground", "A ferry ran aground off Corham Island.", {"corham", "island"}),
        ("Rain all day", "It rained all day. Then it stopped.", set()),
    ],
)
def test_names_in_english(analyser: Analyser, title: str, text: str, names: set[str]) -> None:
    assert namer(lambda: analyser)(title, text, "en").names == names


def test_of_other_languages_nothing_is_known(analyser: Analyser) -> None:
    assert namer(lambda: analyser)("東京で地震", "東京で地震があった。", "ja") == Named()


def test_names_of_the_text_count_where_the_headline_has_them(analyser: Analyser) -> None:
    # In the headline alone Kiwi reads 노오람 as «노오랗다».
    found = namer(lambda: analyser)(
        "노오람 버스 요금 인상 미뤄져", "노오람시는 두온정밀과 협의해 인상을 연기했다.", "ko"
    )
    assert found.names == {"노오람"}


@pytest.mark.parametrize(
    ("title", "language", "nouns"),
    [
        ("두온정밀 공장 화재 사망 8명", "ko", {"공장", "화재", "사망"}),
        ("어제 해역서 지진", "ko", {"해역", "지진"}),
        ("Police arrest Corham ferry captain", "en", {"polic", "arres", "ferry", "capta"}),
    ],
)
def test_nouns_are_those_of_the_headline_that_are_part_of_no_name(
    analyser: Analyser, title: str, language: str, nouns: set[str]
) -> None:
    text = "" if language == "ko" else "It happened off Corham Island."
    assert namer(lambda: analyser)(title, text, language).nouns == nouns
