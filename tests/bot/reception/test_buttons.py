"""Buttons under answers: whom they obey, what they show, what is kept when they are pressed."""

from datetime import UTC, datetime
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reception import buttons
from bot.reply import Pressed, plain_text
from bot.texts import texts_in
from retrieval.answer import Answer
from tests.bot.reception.conftest import (
    ADMIN,
    FARE,
    FERRY,
    JANE,
    MINSU,
    NEWSROOM,
    UNKNOWN,
    Lobby,
    Opens,
    carried,
)

GONE = "This button no longer works. Please ask again."
NOT_LAST = "I can go on from my last answer only. Please ask once more."


def shown(pressed: Pressed) -> str:
    """What was replied to a press, as plain text."""
    assert pressed.reply is not None, pressed
    return plain_text(pressed.reply)


# -- which buttons, and what they carry


def test_answers_lists_and_refusals_have_the_buttons_that_make_sense(lobby: Lobby) -> None:
    assert list(carried(lobby.replied(FARE))) == ["paragraphs", "more", "follow", "up", "down"]
    assert list(carried(lobby.replied("/latest"))) == ["more", "up", "down", "follow"]
    assert list(carried(lobby.replied(UNKNOWN))) == ["await"]
    assert not lobby.replied(UNKNOWN, to=NEWSROOM).buttons
    assert not lobby.replied("안녕").buttons


def test_buttons_are_in_the_language_of_the_answer(lobby: Lobby) -> None:
    lobby.says("/lang auto")
    first = lobby.replied(FARE).buttons[0][-1].text
    assert first == texts_in("ko").gettext("More")
    lobby.says("/lang en")
    assert lobby.replied(FARE).buttons[0][-1].text == "More"


@given(st.sampled_from(get_args(buttons.Action)))
def test_what_a_button_carries_fits_and_is_read_again(action: buttons.Action) -> None:
    id_ = buttons.new_id()
    data = buttons.data(action, id_)
    assert len(data.encode()) <= 64
    assert buttons.read(data) == buttons.Pushed(action=action, id=id_)


@given(st.text(max_size=70))
def test_what_no_button_carries_is_not_read(data: str) -> None:
    pushed = buttons.read(data)
    if pushed is not None:
        assert buttons.data(pushed.action, pushed.id) == data


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_button_has_a_text_that_fits_on_a_telephone(language: str) -> None:
    texts = texts_in("ko" if language == "ko" else "en")
    rows = [
        *buttons.under(Answer(question="", kind="list", quotes=()), "x", texts),
        *buttons.to_confirm("x", texts.gettext("Erase it all"), texts),
    ]
    assert all(0 < sum(len(one.text) for one in row) <= 34 for row in rows)


@pytest.mark.parametrize(
    "data",
    ["", ":", "q", "q:", "x:1", "q:" + "A" * 62, "m:1", "q:' OR 1=1", "Q:abc", "q:a b", "\0", "😀",
     '{"action":"more"}', "more:1", "y:", "n:forged", "k:" + "0" * 16],
)  # fmt: skip
def test_a_forged_or_old_button_is_answered_politely_and_does_nothing(
    lobby: Lobby, data: str
) -> None:
    lobby.says(FARE)
    before = lobby.rows()
    pressed = lobby.press(data)
    assert (pressed.notice, pressed.reply) == (GONE, None)
    after = lobby.rows()
    assert after == before


# -- whom they obey


def test_an_answer_of_another_chat_is_out_of_reach(lobby: Lobby) -> None:
    answer = lobby.replied(FARE)
    for action in carried(answer):
        for by, to in ((JANE, JANE), (MINSU, NEWSROOM), (ADMIN, ADMIN)):
            pressed = lobby.pushes(action, answer, by=by, to=to)
            assert (pressed.notice, pressed.reply) == (GONE, None)
    assert not lobby.rows("feedback")


def test_anybody_in_a_group_may_press_what_stands_there(lobby: Lobby) -> None:
    answer = lobby.replied(FARE, to=NEWSROOM)
    assert "연료비" in shown(lobby.pushes("paragraphs", answer, by=JANE, to=NEWSROOM))
    for person in (MINSU, JANE):
        assert lobby.pushes("down", answer, by=person, to=NEWSROOM) == Pressed(notice="Thank you.")
    assert lobby.rows("feedback") == {"feedback": 2}


# -- more


def test_more_brings_a_list_that_has_buttons_and_goes_on(lobby: Lobby) -> None:
    for number in range(8):
        lobby.shelf.add(f"소식 {number}", f"새 소식 {number}번이 들어왔다.", day="2026-11-10")
    first = lobby.replied("/latest")
    second = lobby.pushes("more", first).reply
    assert second is not None
    assert list(carried(second)) == ["more", "up", "down", "follow"]
    third = lobby.pushes("more", second).reply
    assert third is not None
    titles = [
        [quote.article.title for quote in one.answer.quotes]
        for one in (first, second, third)
        if one.answer
    ]
    assert len({title for page in titles for title in page}) == 11
    end = lobby.pushes("more", third)
    assert (end.notice, end.reply) == ("There are no more articles.", None)


def test_only_the_last_answer_of_a_conversation_goes_on(lobby: Lobby) -> None:
    first = lobby.replied(FARE)
    second = lobby.replied(FERRY)
    elsewhere = lobby.replied(FARE, by=JANE)
    assert lobby.pushes("more", first) == Pressed(notice=NOT_LAST)
    assert lobby.pushes("more", second).notice != NOT_LAST
    assert lobby.pushes("more", elsewhere, by=JANE).notice != NOT_LAST
    assert lobby.pushes("paragraphs", first).reply is not None, "what it quoted is still there"
    assert lobby.pushes("up", first).notice == "Thank you."


def test_pressing_more_twice_does_not_send_the_same_twice(lobby: Lobby) -> None:
    for number in range(8):
        lobby.shelf.add(f"소식 {number}", f"새 소식 {number}번이 들어왔다.", day="2026-11-10")
    first = lobby.replied("/latest")
    assert lobby.pushes("more", first).reply is not None
    assert lobby.pushes("more", first) == Pressed(notice=NOT_LAST)


def test_after_half_an_hour_new_or_a_restart_nothing_goes_on(opens: Opens) -> None:
    lobby = opens()
    answer = lobby.replied(FARE)
    assert opens().pushes("more", answer) == Pressed(notice=NOT_LAST)
    lobby.says("/new")
    assert lobby.pushes("more", answer).reply is None
    answer = lobby.replied(FARE)
    lobby.passes(minutes=30)
    assert lobby.pushes("more", answer) == Pressed(notice=NOT_LAST)


def test_topics_of_a_forum_are_conversations_of_their_own(lobby: Lobby) -> None:
    one = lobby.replied(FARE, to=NEWSROOM, topic="5")
    two = lobby.replied(FERRY, to=NEWSROOM, topic="6")
    assert lobby.pushes("more", one, to=NEWSROOM, topic="5").notice != NOT_LAST
    assert lobby.pushes("more", two, to=NEWSROOM, topic="5").notice == NOT_LAST


# -- verdicts and kept questions


def test_a_verdict_is_kept_with_the_answers_id_and_without_the_question(lobby: Lobby) -> None:
    answer = lobby.replied(FARE)
    lobby.pushes("up", answer)
    lobby.pushes("down", answer)
    with lobby.database.read() as db:
        (row,) = db["feedback"].rows
    assert (row["answer"], row["person"], row["verdict"]) == (answer.answer_id, MINSU, -1)
    assert not lobby.holds("기본요금은 얼마")
    assert not lobby.rows("kept_questions")


def test_a_question_is_kept_once_its_asker_agrees(lobby: Lobby) -> None:
    answer = lobby.replied(FARE)
    asked = lobby.pushes("down", answer).reply
    assert asked is not None
    assert list(carried(asked)) == ["keep"]
    assert not lobby.holds(FARE)
    kept = lobby.pushes("keep", asked)
    assert (kept.notice, kept.used_up) == ("Thank you, I have kept the question.", True)
    (feedback,) = lobby.parts.answers.feedback(5)
    assert (feedback.question, feedback.answer, feedback.liking) == (FARE, answer.answer_id, -1)


def test_it_is_asked_once_for_an_answer_however_often_one_presses(lobby: Lobby) -> None:
    answer = lobby.replied(FARE)
    replies = [lobby.pushes(verdict, answer).reply for verdict in ("down", "up", "down", "down")]
    assert [reply is not None for reply in replies] == [True, False, False, False]


def test_only_the_last_question_can_be_kept(lobby: Lobby) -> None:
    first = lobby.replied(FARE)
    asked = lobby.pushes("down", first).reply
    assert asked is not None
    lobby.says(FERRY)
    late = lobby.pushes("keep", asked)
    assert (late.notice, late.used_up) == ("I no longer have the question.", True)
    assert lobby.pushes("down", first).reply is None
    assert not lobby.rows("kept_questions")


def test_a_question_is_gone_with_the_half_hour_or_with_new(lobby: Lobby) -> None:
    def half_an_hour() -> None:
        lobby.passes(minutes=30)

    def new() -> None:
        lobby.says("/new")

    for forget in (half_an_hour, new):
        asked = lobby.pushes("down", lobby.replied(FARE)).reply
        assert asked is not None
        forget()
        assert lobby.pushes("keep", asked).notice == "I no longer have the question."
    assert not lobby.rows("kept_questions")


def test_a_group_is_not_asked_to_keep_anything(lobby: Lobby) -> None:
    answer = lobby.replied(FARE, to=NEWSROOM)
    assert lobby.pushes("down", answer, to=NEWSROOM).reply is None
    forged = lobby.press(f"k:{answer.answer_id}", by=JANE, to=NEWSROOM)
    assert forged.notice == "Only whoever asked the question can decide that."
    assert not lobby.rows("kept_questions")


# -- edited questions


def test_the_edited_last_question_has_buttons_that_work(lobby: Lobby) -> None:
    old = lobby.replied(FERRY, number="5")
    new = lobby.replied(FARE, number="5", edited=True)
    assert lobby.pushes("more", old).notice == NOT_LAST
    asked = lobby.pushes("down", new).reply
    assert asked is not None
    lobby.pushes("keep", asked)
    assert [one.question for one in lobby.parts.answers.feedback(5)] == [FARE]


def test_a_question_can_be_edited_after_more_was_pressed(lobby: Lobby) -> None:
    lobby.pushes("more", lobby.replied(FARE, number="5"))
    new = lobby.replied(FERRY, number="5", edited=True)
    assert lobby.pushes("more", new).notice != NOT_LAST
    assert lobby.pushes("down", new).reply is not None


def test_no_question_is_kept_with_the_answer_to_another(lobby: Lobby) -> None:
    lobby.says(FERRY, number="5")
    last = lobby.replied(FARE, number="6")
    older = lobby.replied("청소년 요금은 얼마가 되나?", number="5", edited=True)
    for answer in (last, older):
        assert lobby.pushes("down", answer).reply is None
        assert lobby.press(f"k:{answer.answer_id}").notice == "I no longer have the question."
    assert not lobby.rows("kept_questions")


def test_what_is_not_recorded_yet_or_any_more_cannot_be_rated(lobby: Lobby) -> None:
    answer = lobby.replied(FARE)
    lobby.parts.answers.forget(before=datetime(2030, 1, 1, tzinfo=UTC))
    for action in carried(answer):
        assert lobby.pushes(action, answer).notice == GONE
        assert lobby.press(buttons.data(action, buttons.new_id())).notice == GONE
        lobby.passes(seconds=30)
