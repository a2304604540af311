"""The scripts of broadcasts: who speaks and who filmed stand in lines of their own."""

import pytest

from store.article import Extracted
from store.extract import broadcast, bylines
from store.extract.article import extract
from tests.store.extract.news import LAST, LEAD, QUOTE

HEADLINE = "교실마다 공기 정화 장치…예산은 절반씩"
SAID = '[김가람/가온시 시장 : "올해 안에 모두 마치겠습니다."]'
ASKED = "[앵커] 언제 끝납니까?"


def read(text: str) -> Extracted:
    found = extract(text.encode(), "page.txt")
    assert isinstance(found, Extracted), found
    return found


@pytest.mark.parametrize(
    "mark",
    ["‹앵커›", "‹앵커>", "<앵커>", "[앵커]", "‹기자›", "◀ 앵커 ▶", "◀ 리포트 ▶", "[리포트]",
     "[노상수/선장]", "[김가람 / 가온시 시장]", "[우엄지 기자]", "◀앵커▶", "【 앵커멘트 】"],
)  # fmt: skip
def test_marks_of_speakers_alone_in_their_lines_are_left_out(mark: str) -> None:
    found = read(f"{HEADLINE}\n입력 2026.04.18 19:20\n{mark}\n{LEAD}\n{mark}\n{QUOTE}\n{LAST}")
    assert found.title == HEADLINE
    assert found.paragraphs == (LEAD, QUOTE, LAST)
    assert [line.kind for line in found.dropped if line.text == mark] == ["speaker"] * 2


def test_what_speakers_say_behind_their_marks_stays() -> None:
    found = read(f"{HEADLINE}\n입력 2026.04.18 19:20\n{LEAD}\n{ASKED}\n{SAID}\n{QUOTE}")
    assert found.paragraphs == (LEAD, ASKED, SAID, QUOTE)


def test_the_sign_off_and_the_crew_are_no_text_and_only_the_first_names_the_author() -> None:
    crew = "영상취재 : 홍길동, 영상편집 : 김가람"
    found = read(
        f"{HEADLINE}\n입력 2026.04.18 19:20\n[앵커]\n{LEAD}\n{QUOTE}\n"
        f"나래뉴스 우엄지입니다.\n{crew}"
    )
    assert found.paragraphs == (LEAD, QUOTE)
    assert found.author == "우엄지"
    assert {line.text: line.kind for line in found.dropped}[crew] == "crew"


@pytest.mark.parametrize(
    "line",
    ["나래뉴스 우엄지입니다.", "우엄지 기자입니다.", "KBC 뉴스 우엄지입니다.",
     "지금까지 가온에서 우엄지였습니다.", "나래방송 우엄지 기자였습니다.", "가람온 우엄지입니다."],
)  # fmt: skip
def test_reporters_sign_off_with_their_name(line: str) -> None:
    assert bylines.is_byline(line)
    assert bylines.authors(line) == ["우엄지"]


@pytest.mark.parametrize(
    "line", ["이것이 바로 문제입니다.", "남은 숙제는 예산입니다.", "핵심은 조정안입니다."]
)
def test_polite_sentences_that_end_in_a_noun_are_no_sign_off(line: str) -> None:
    assert not bylines.is_byline(line)


@pytest.mark.parametrize(
    ("line", "crew"),
    [
        ("(영상취재 : 홍길동, 영상편집 : 김가람, 디자인 : 이영희)", True),
        ("촬영기자:홍길동/영상편집:김가람/그래픽:이영희", True),
        ("영상취재: 홍길동 김가람 영상편집: 이영희", True),
        ("(취재 : 우엄지, 영상취재 : 홍길동)", False),
        ("영상편집: 이 일은 한 사람이 하기에는 너무 많다.", False),
    ],
)
def test_a_crew_is_told_from_the_writers_and_from_text(line: str, crew: bool) -> None:
    assert broadcast.is_crew(line) is crew
