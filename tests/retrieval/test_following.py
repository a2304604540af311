"""What goes on from the last question, and what stands alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answer import Answer, Exchange
from retrieval.following import Following, asks_on, follow
from retrieval.morphemes import Analyser
from retrieval.question import understand
from tests.retrieval.shelf import NOW, SEOUL, Shelf

LAST = "서해시 시내버스 기본요금은 얼마로 오르나?"


def followed(message: str, analyser: Analyser, *, last: str = LAST) -> Following | None:
    """Take ``message`` as going on from ``last``."""
    return follow(
        message,
        Exchange(question=last, articles=(1,)),
        alone=understand(message, analyser, now=NOW, zone=SEOUL),
        before=understand(last, analyser, now=NOW, zone=SEOUL),
        analyser=analyser,
    )


@pytest.mark.parametrize(
    "message",
    [
        *("그건 언제야?", "얼마에?", "왜?", "누가?", "몇 명이래?", "거기는 어디야?", "자세히"),
        *("when was that?", "how much?", "why?", "그때 누가 있었어?", "이유가 뭐래?"),
        *("それはいつ?", "いくら?", "なぜ?", "什么时候?", "为什么?", "那多少钱?"),
    ],
)
def test_a_message_without_a_topic_refers_to_the_last_one(message: str, analyser: Analyser) -> None:
    found = followed(message, analyser)
    assert found is not None
    assert found.refers
    assert found.own == frozenset()
    assert "서해시" in found.question


@pytest.mark.parametrize(
    ("message", "own"),
    [
        ("거기 대표는?", {"대표"}),
        ("그 회사 매출은?", {"매출"}),
        ("그 매출은?", {"매출"}),
        ("그럼 청소년은?", {"청소년"}),
        ("and for children?", {"children"}),
        ("what about teenagers?", {"teenagers"}),
    ],
)
def test_what_a_follow_up_brings_itself_is_told_from_what_it_refers_to(
    message: str, own: set[str], analyser: Analyser
) -> None:
    found = followed(message, analyser)
    assert found is not None
    assert found.refers
    assert found.own == frozenset(own)


@pytest.mark.parametrize(
    "message",
    [
        "두레박물관 초대 관장 고윤슬 씨가 쓴 민속학 책 이름은?",
        "How much is the adult ferry ticket to Haeram Island this winter?",
        "그 유명한 해람도 여객선 선장 이름과 나이 그리고 고향 학교는?",
        "오늘 뉴스",
    ],
)
def test_a_message_that_says_what_it_is_about_stands_alone(
    message: str, analyser: Analyser
) -> None:
    assert followed(message, analyser) is None


def test_nothing_goes_on_from_a_list_that_answered_no_question(analyser: Analyser) -> None:
    assert followed("왜?", analyser, last="") is None


def test_a_question_of_another_kind_leaves_out_what_was_asked_before(analyser: Analyser) -> None:
    found = followed("언제부터?", analyser)
    assert found is not None
    assert (found.wanted, found.bounds) == ("date", "부터")
    assert "얼마" not in found.question


def test_without_an_asking_word_the_same_is_asked_of_something_else(analyser: Analyser) -> None:
    found = followed("그럼 청소년은?", analyser)
    assert found is not None
    assert found.wanted == "money"
    assert "얼마" in found.question


def test_a_chain_of_questions_does_not_grow_without_end(analyser: Analyser) -> None:
    question = LAST
    for _ in range(50):
        found = followed("그럼 외국인 어린이는?", analyser, last=question)
        assert found is not None
        question = found.question
    assert len(question) < 250


@pytest.mark.parametrize("message", ["왜?", "언제?", "why?", "どこ", "그건 왜?", "얼마야?"])
def test_a_bare_asking_word_is_a_question(message: str) -> None:
    assert asks_on(message)


@pytest.mark.parametrize("message", ["", "응", "그래서?", "정수장은 왜?", "뭐?", "안녕", "what?"])
def test_other_short_messages_are_not(message: str) -> None:
    assert not asks_on(message)


@given(message=st.text(max_size=80), last=st.text(max_size=80))
def test_any_text_after_any_other_is_read(message: str, last: str, analyser: Analyser) -> None:
    found = followed(message, analyser, last=last)
    assert found is None or found.question == found.question.strip() or found.more


# -- at the desk


def after(shelf: Shelf, *questions: str) -> Answer:
    """Ask one after the other, each going on from the one before."""
    last: Exchange | None = None
    answer = Answer(question="", kind="declined")
    for question in questions:
        answer = shelf.desk.ask(question, now=NOW, zone=SEOUL, last=last)
        last = answer.exchange
    return answer


def quoted(answer: Answer) -> str:
    """Join what is quoted."""
    return " ".join(quote.text for quote in answer.quotes)


@pytest.mark.parametrize(
    ("follow_up", "words"),
    [
        ("그럼 청소년은?", "1050원"),
        ("언제부터?", "11월 1일"),
        ("왜 올리는 거야?", "연료비"),
        ("왜?", "연료비"),
    ],
)
def test_a_follow_up_is_answered_from_the_article_that_was_quoted(
    shelf: Shelf, follow_up: str, words: str
) -> None:
    answer = after(shelf, "서해시 시내버스 기본요금은 얼마로 오르나?", follow_up)
    assert answer.kind == "answer"
    assert words in quoted(answer)
    assert {quote.article.title for quote in answer.quotes} == {"서해시 버스 요금 오른다"}
    assert answer.searched is not None
    assert answer.question == follow_up


def test_a_third_question_still_knows_the_topic_of_the_first(shelf: Shelf) -> None:
    answer = after(shelf, "서해시 시내버스 기본요금은 얼마로 오르나?", "그럼 청소년은?", "왜?")
    assert "연료비" in quoted(answer)


@pytest.mark.parametrize(
    ("follow_up", "words"),
    [("두레박물관 초대 관장은 누구야?", "고윤슬"), ("해람도에 남은 관광객은 몇 명?", "312명")],
)
def test_a_new_topic_drops_the_old_one(shelf: Shelf, follow_up: str, words: str) -> None:
    answer = after(shelf, "서해시 시내버스 기본요금은 얼마로 오르나?", follow_up)
    assert words in quoted(answer)
    assert "1700원" not in quoted(answer)


@pytest.mark.parametrize("follow_up", ["거기 주차장은 몇 층이야?", "그 사람 연봉은?", "누가?"])
def test_a_follow_up_that_the_articles_do_not_answer_is_declined(
    shelf: Shelf, follow_up: str
) -> None:
    answer = after(shelf, "해람도에 남은 관광객은 몇 명?", follow_up)
    assert (answer.kind, answer.quotes) == ("declined", ())


def test_asking_for_more_quotes_other_sentences_of_the_same_article(shelf: Shelf) -> None:
    question = "두레박물관 초대 관장은 누구인가?"
    first = after(shelf, question)
    more = after(shelf, question, "더 자세히 알려줘")
    told = {(quote.article.id, quote.start) for quote in first.quotes}
    assert not told & {(quote.article.id, quote.start) for quote in more.quotes}


def test_a_question_without_a_last_one_is_taken_as_it_stands(shelf: Shelf) -> None:
    assert after(shelf, "두레박물관 초대 관장은 누구인가?").searched is None


def test_a_story_is_told_from_its_beginning(shelf: Shelf) -> None:
    shelf.add("해람도 뱃길 열려", "해람도를 오가는 여객선이 다시 떴다.", day="2026-09-15")
    shelf.index()
    told = shelf.desk.timeline("해람도 여객선", now=NOW, zone=SEOUL)
    assert [quote.article.title for quote in told.quotes] == [
        "해람도 여객선 사흘째 결항",
        "해람도 뱃길 열려",
    ]


def test_more_of_a_list_goes_on_where_it_ended(shelf: Shelf) -> None:
    rest = shelf.desk.latest(limit=5, skip=1, zone=SEOUL)
    assert [quote.article.title for quote in rest.quotes] == [
        "서해시 버스 요금 오른다",
        "해람도 여객선 사흘째 결항",
    ]
    assert shelf.desk.latest(limit=5, skip=3, zone=SEOUL).quotes == ()
    days = shelf.desk.ask("10월 5일 이후 뉴스", now=NOW, zone=SEOUL, skip=1)
    assert [quote.article.title for quote in days.quotes] == ["서해시 버스 요금 오른다"]


def test_what_asks_for_a_meaning_names_it_even_where_its_name_is_unknown(
    analyser: Analyser,
) -> None:
    assert followed("소버린 서비스란?", analyser) is None
    bare = followed("그게 뭐야?", analyser)
    assert bare is not None
    assert bare.refers
