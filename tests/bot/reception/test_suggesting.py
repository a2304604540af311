"""Inline: answers with their sources to choose from, apart from the private conversation."""

import pytest

from bot.reply import Suggestion, plain_text
from store.article import Extracted, Published
from tests.bot.reception.conftest import (
    ADMIN,
    CHANNEL,
    FARE,
    FERRY,
    MINSU,
    UNKNOWN,
    Lobby,
)
from tests.retrieval.shelf import NOW


def test_the_whole_answer_comes_first_and_then_each_quote_with_its_source(lobby: Lobby) -> None:
    whole, *single = lobby.types(FARE)
    answer = lobby.replied(FARE)
    assert whole.reply.lines == answer.lines
    assert answer.answer is not None
    assert whole.title == answer.answer.quotes[0].text
    assert "한빛일보" in whole.description
    assert len(single) == len(answer.answer.quotes) == 3
    for one, quote in zip(single, answer.answer.quotes, strict=True):
        said = plain_text(one.reply)
        assert quote.text in said
        assert "[1] 한빛일보 · 2026" in said.replace("October 5, 2026", "2026")
        assert "서해시 버스 요금 오른다" in said


def test_one_quote_is_offered_once(lobby: Lobby) -> None:
    assert len(lobby.types(FERRY)) == 1


def test_a_list_is_offered_by_its_heading_and_article_by_article(lobby: Lobby) -> None:
    whole, *single = lobby.types("지난달 소식")
    assert whole.title == plain_text(whole.reply).split("\n")[0]
    assert single


@pytest.mark.parametrize(
    "text",
    ["", " ", "\u200b", "?", "안녕", UNKNOWN, "/start", "/broadcast x", "/lang ko", "더 보기"],
)
def test_what_has_no_answer_offers_nothing(lobby: Lobby, text: str) -> None:
    assert lobby.types(text) == ()
    assert lobby.types(text, by=ADMIN) == ()


def test_the_private_conversation_notices_nothing(lobby: Lobby) -> None:
    answer = lobby.replied(FERRY)
    before = lobby.rows()
    assert lobby.types("서해시 청소년 요금은 얼마야?")
    assert lobby.types("/lang ko") == ()
    assert lobby.parts.talk.last_question((CHANNEL, MINSU), now=lobby.now) == FERRY
    assert lobby.pushes("more", answer).notice != (
        "I can go on from my last answer only. Please ask once more."
    )
    assert lobby.rows() == before
    assert lobby.parts.chats.language_of(CHANNEL, MINSU) == "en"


def test_what_was_typed_before_is_nothing_to_go_on_from(lobby: Lobby) -> None:
    lobby.types(FARE)
    assert lobby.types("더 보기") == ()
    assert lobby.types("왜?") == ()


def test_suggestions_are_in_the_language_that_the_person_set(lobby: Lobby) -> None:
    assert "As of" in plain_text(lobby.types(FARE)[0].reply)
    lobby.says("/lang ko")
    korean = lobby.types("how much is the 서해시 bus fare?") or lobby.types(FARE)
    assert "기준" in plain_text(korean[0].reply)


def test_what_is_typed_inline_gets_no_buttons_and_is_not_recorded(lobby: Lobby) -> None:
    assert not any(one.reply.buttons or one.reply.answer_id for one in lobby.types(FARE))
    assert not lobby.rows("answers")


def test_headlines_are_shown_as_they_are_on_one_line(lobby: Lobby) -> None:
    extracted = Extracted(
        title="<b>금강</b> 수달 & 1 < 2\u202e *굵게*\n둘째 줄",
        title_source="headline",
        paragraphs=("금강 수달은 모두 47마리로 집계됐다고 <i>환경단체</i>가 밝혔다.",),
        published=Published(iso="2026-11-01"),
        publisher="새벽통신",
    )
    lobby.shelf.library.add(extracted, data=b"otter", file="otter.txt", now=NOW)
    lobby.shelf.index()
    shown = lobby.types("금강 수달은 모두 몇 마리로 집계됐어?")
    assert shown
    for one in shown:
        assert_one_line(one)
    assert "<i>환경단체</i>" in plain_text(shown[0].reply)


def assert_one_line(one: Suggestion) -> None:
    for text in (one.title, one.description):
        assert text.strip()
        assert not {"\n", "\u202e"} & set(text)
    assert len(one.title) <= 120
    assert len(one.description) <= 200
