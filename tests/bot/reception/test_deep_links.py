"""What a link can carry: a question or an invitation, whoever made it."""

from base64 import urlsafe_b64encode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.reception.deep_links import invitation_in, of_invitation, of_question, question_in
from bot.texts import one_line
from tests.bot.reception.conftest import CHANNEL, FARE, FERRY, MINSU, Lobby

ALLOWED = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


def packed(data: bytes) -> str:
    return "q_" + urlsafe_b64encode(data).decode().rstrip("=")


@given(st.text(max_size=60))
@example("버스 요금은 얼마로 올라?")
@example("\ud800")
@example("/delete")
@example("  a  b ")
def test_a_question_that_fits_comes_back_on_one_line(question: str) -> None:
    word, line = of_question(question), one_line(question)
    if word is None:
        assert not line or line.startswith("/") or len(line.encode()) > 46
    else:
        assert len(word) <= 64
        assert set(word) <= ALLOWED
        assert question_in(word) == line


@given(st.one_of(st.text(max_size=80), st.binary(max_size=60).map(packed)))
def test_a_hostile_word_carries_a_plain_question_or_none(word: str) -> None:
    question = question_in(word)
    if question is not None:
        assert question == one_line(question)
        assert question
        assert not question.startswith("/")
    code = invitation_in(word)
    assert code is None or set(code) <= ALLOWED


@pytest.mark.parametrize(
    "word", ["", "q_", "q", "q_A", "q_====", "inline", "inv_", packed(b"\xff\xfe"), packed(b"\0 "),
             packed(b"/delete"), packed("\u200b/lang ko".encode()), "Q_" + packed(b"a")[2:]]
)  # fmt: skip
def test_words_without_a_question(word: str) -> None:
    assert question_in(word) is None


@given(st.from_regex(r"[A-Za-z0-9_-]{1,60}", fullmatch=True))
def test_an_invitation_comes_back(code: str) -> None:
    assert invitation_in(of_invitation(code)) == code


def test_a_link_with_a_question_asks_at_once(lobby: Lobby) -> None:
    word = of_question(FERRY)
    assert word is not None
    reply = lobby.replied(f"/start {word}")
    assert reply.kind == "answer"
    assert lobby.parts.talk.last_question((CHANNEL, MINSU), now=lobby.now) == FERRY
    assert of_question(FARE) is None, "some are too long"


@pytest.mark.parametrize("command", ["/lang ko", "/delete", "/new", " /off", "\u202e/claim x"])
def test_whoever_made_a_link_commands_nothing(lobby: Lobby, command: str) -> None:
    lobby.says(FERRY)
    said = lobby.says(f"/start {packed(command.encode())}") or ""
    assert said.startswith("Sosik, your news desk")
    assert lobby.parts.chats.language_of(CHANNEL, MINSU) == "en"
    assert lobby.parts.talk.last_question((CHANNEL, MINSU), now=lobby.now) == FERRY
