"""What is understood of a question."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.morphemes import Analyser
from retrieval.question import Question, language_of, understand
from tests.retrieval.shelf import NOW, SEOUL

OUTLETS = ("한빛일보", "Reuters", "동아일보")


def _understood(text: str, analyser: Analyser) -> Question:
    return understand(text, analyser, now=NOW, zone=SEOUL, outlets=OUTLETS)


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


@pytest.mark.parametrize(
    ("text", "seeks", "terms"),
    [
        ("오늘 주요 뉴스", "news", ()),
        ("지난주 부동산 소식", "news", ("부동산",)),
        ("반도체 관련 뉴스 있어?", "news", ("반도체",)),
        ("어제 나온 반도체 대책은?", "news", ("반도체", "대책")),
        ("버스 요금 지금까지 경과 정리해줘", "timeline", ("버스", "요금")),
        ("그동안 어떻게 됐어?", "timeline", ()),
        ("latest news about the museum", "news", ("museum",)),
        ("삼성전자", "news", ("삼성전자",)),
        ("OpenAI", "news", ("openai",)),
        ("삼성전자 영업이익", "fact", ("삼성전자", "영업", "이익")),
        ("어제 발표된 기준금리는?", "fact", ("발표", "기준", "금리")),
        ("뉴스룸 대표는 누구야", "fact", ("뉴스룸", "대표")),
        ("개관일", "fact", ("개관", "일")),
    ],
)
def test_news_is_told_from_a_fact_and_its_topic_is_searched_for(
    text: str, seeks: str, terms: tuple[str, ...], analyser: Analyser
) -> None:
    question = _understood(text, analyser)
    assert (question.seeks, question.morphemes) == (seeks, terms)


def test_an_outlet_asked_for_its_reports_is_no_topic(analyser: Analyser) -> None:
    question = _understood("한빛일보에 따르면 요금은 얼마야?", analyser)
    assert (question.outlet, question.morphemes, question.seeks) == ("한빛일보", ("요금",), "fact")


def test_an_outlet_asked_about_is_the_topic(analyser: Analyser) -> None:
    question = _understood("동아일보 사장은 누구?", analyser)
    assert question.outlet is None
    assert "동아일보" in question.morphemes


def test_only_an_outlet_is_a_question_without_a_topic(analyser: Analyser) -> None:
    question = _understood("한빛일보는 뭐래?", analyser)
    assert (question.outlet, question.morphemes, question.seeks) == ("한빛일보", (), "fact")
    assert question.trigrams == ()


@pytest.mark.parametrize(
    "text", ["지난 금요일 한빛일보는 뭐라고 했어?", "What did Reuters report last Friday?"]
)
def test_days_beside_an_outlet_are_those_of_its_reports(text: str, analyser: Analyser) -> None:
    question = _understood(text, analyser)
    assert question.within is not None
    assert question.seeks == "news"
    assert question.outlet in OUTLETS


def test_of_a_long_message_the_sentence_that_asks_counts(analyser: Analyser) -> None:
    question = _understood(
        "부모님과 여행을 가려고 해요. 등대박물관이 좋다더군요. 박물관은 무슨 요일에 문을 닫나요?",
        analyser,
    )
    assert {"박물관", "요일", "문"} <= set(question.morphemes)
    assert not {"부모", "여행", "등대"} & set(question.morphemes)
    assert "등대" in question.text
    assert question.wanted == "date"


def test_a_sentence_that_says_too_little_takes_in_the_one_before(analyser: Analyser) -> None:
    question = _understood("새담 버스 요금이 오른다던데요. 언제부터요?", analyser)
    assert {"버스", "요금"} <= set(question.morphemes)


def test_an_unspaced_question_is_cut_into_words(analyser: Analyser) -> None:
    question = _understood("여객터미널사고부상자몇명이야", analyser)
    assert question.text.startswith("여객 터미널 사고 부상자 몇")
    assert question.wanted == "number"


def test_what_people_spaced_themselves_stays_as_it_is(analyser: Analyser) -> None:
    text = "한국농촌경제연구원이 낸 전망치는 얼마인가?"
    assert _understood(text, analyser).text == text


@pytest.mark.parametrize(
    "part",
    [
        "7",
        "뉴스 ",
        "한빛일보 보도 ",
        "어제 나온 ",
        "\u202e가",
        "가\u200b",
        "「",
        "'어제",
        "가",
        "news on ",
    ],
)
def test_the_work_for_a_hostile_message_is_bounded(part: str, analyser: Analyser) -> None:
    began = time.process_time()
    _understood((part * 4096)[:4096], analyser)
    assert time.process_time() - began < 2
