"""What is understood of a question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.morphemes import Analyser
from retrieval.question import Question, language_of, understand
from retrieval.wanted import shows, wanted
from tests.retrieval.shelf import NOW, SEOUL


def _understood(text: str, analyser: Analyser) -> Question:
    return understand(text, analyser, now=NOW, zone=SEOUL)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("회의는 언제 열리나?", "date"),
        ("개관일은 몇 월 며칠인가요", "date"),
        ("요금은 얼마야?", "money"),
        ("지분율은 몇 %인가", "percent"),
        ("부상자는 몇 명?", "number"),
        ("누가 주도했나?", "person"),
        ("공장은 어디에 짓나", "place"),
        ("소버린 AI란?", "definition"),
        ("양자컴퓨터가 뭐야?", "definition"),
        ("왜 결항했나", "reason"),
        ("Who leads the museum?", "person"),
        ("When does it open?", "date"),
        ("いつ開館しますか", "date"),
        ("谁是馆长", "person"),
        ("첫 정상회담 의제는?", None),
    ],
)
def test_the_kind_of_thing_asked_for_is_told_by_the_wording(
    question: str, kind: str | None
) -> None:
    assert wanted(question) == kind


def test_a_sentence_shows_what_is_asked_for() -> None:
    assert shows("money", "기본요금을 1700원으로 올린다.")
    assert not shows("money", "기본요금을 올린다.")
    assert shows("date", "11월 7일 개관한다.")
    assert shows("percent", "응답자의 31.5%가 그렇다고 답했다.")


def test_words_that_ask_are_not_searched_for(analyser: Analyser) -> None:
    terms = _understood("오픈AI 지사는 어디에 생기나요?", analyser).morphemes
    assert "어디" not in terms
    assert "지사" in terms


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("오픈AI 지사", "ko"),
        ("Where is it?", "en"),
        ("どこですか", "ja"),
        ("在哪里", "zh"),
        ("日本の首相", "ja"),
    ],
)
def test_the_language_is_told_by_the_script(text: str, language: str) -> None:
    assert language_of(text) == language


@given(st.text(max_size=300))
def test_any_text_is_understood(analyser: Analyser, text: str) -> None:
    question = _understood(text, analyser)
    assert len(set(question.morphemes)) == len(question.morphemes)
