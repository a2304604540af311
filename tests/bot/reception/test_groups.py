"""In groups the bot is switched on and off, speaks one language, says hello, and says less."""

import pytest

from bot.reply import Message, plain_text
from tests.bot.reception.conftest import ADMIN, CHANNEL, FARE, JANE, MINSU, NEWSROOM, YARD, Lobby

ONLY = "Only the administrators of this group can change that."


def joined(lobby: Lobby, group: str = NEWSROOM, *, by: str = MINSU) -> str | None:
    """What the bot says when ``by`` adds it to a group."""
    message = Message(channel=CHANNEL, chat=group, person=by, text="", group=True, language="en")
    said = lobby.reception.joined(message, name="sosik_bot", now=lobby.now)
    return None if said is None else plain_text(said)


def test_off_silences_a_group_until_on_and_nobody_else(lobby: Lobby) -> None:
    shown = lobby.replied(FARE, to=NEWSROOM)
    assert "/on brings me back" in (lobby.says("/off", to=NEWSROOM) or "")
    for text in (FARE, "/help", "/off", "/lang ko", "/latest"):
        assert lobby.says(text, to=NEWSROOM) is None
        assert lobby.says(text, by=ADMIN, to=NEWSROOM) is None
    pressed = lobby.pushes("more", shown, to=NEWSROOM)
    assert (pressed.notice, pressed.reply) == ("I am switched off here. /on brings me back.", None)
    assert lobby.replied(FARE, to=YARD).kind == "answer"
    assert lobby.replied(FARE).kind == "answer"
    assert "again" in (lobby.says("/on", by=JANE, to=NEWSROOM) or "")
    assert lobby.replied(FARE, to=NEWSROOM).kind == "answer"


def test_only_who_may_switches_and_sets_the_language(lobby: Lobby) -> None:
    for text in ("/off", "/on", "/lang ko"):
        assert lobby.says(text, to=NEWSROOM, may_set=False) == ONLY
    lobby.says("/off", to=NEWSROOM)
    lobby.says("/on", to=NEWSROOM, may_set=False)
    assert lobby.says(FARE, to=NEWSROOM) is None


def test_an_anonymous_administrator_switches_and_sets_the_language(lobby: Lobby) -> None:
    assert "/on brings me back" in (lobby.says("/off", by=None, to=NEWSROOM, may_set=True) or "")
    assert lobby.says(FARE, to=NEWSROOM) is None
    lobby.says("/on", by=None, to=NEWSROOM, may_set=True)
    lobby.says("/lang ko", by=None, to=NEWSROOM, may_set=True)
    assert lobby.parts.chats.language_of(CHANNEL, NEWSROOM) == "ko"
    assert lobby.replied(FARE, by=None, to=NEWSROOM).kind == "answer"


def test_a_language_belongs_to_its_group(lobby: Lobby) -> None:
    lobby.says("/lang ko", to=NEWSROOM)
    assert "기준" in (lobby.says(FARE, by=JANE, to=NEWSROOM) or "")
    assert "As of" in (lobby.says(FARE, by=JANE, to=YARD) or "")
    assert "As of" in (lobby.says(FARE, by=MINSU) or "")


def test_anybody_may_ask_which_language_it_is(lobby: Lobby) -> None:
    said = lobby.says("/lang", to=NEWSROOM, may_set=False) or ""
    assert said.startswith("Language of the replies: English")


def test_a_private_chat_cannot_be_switched_off(lobby: Lobby) -> None:
    for text in ("/off", "/on"):
        assert "for groups" in (lobby.says(text) or "")
    assert lobby.replied(FARE).kind == "answer"


def test_help_in_a_group_is_short_and_says_how_to_ask(lobby: Lobby) -> None:
    said = lobby.says("/help", to=NEWSROOM) or ""
    assert said.startswith("Mention me")
    assert "/off" in said
    assert "/delete" not in said
    assert len(said) < 500
    assert len(said) < len(lobby.says("/help") or "") / 2


@pytest.mark.parametrize("text", ["/delete", "/export"])
def test_own_data_is_no_affair_of_a_group(lobby: Lobby, text: str) -> None:
    reply = lobby.replied(text, to=NEWSROOM)
    assert plain_text(reply) == "Please send me this in a private chat."
    assert not reply.buttons
    assert reply.attachment is None


# -- arriving


def test_on_arrival_the_bot_says_how_it_is_asked(lobby: Lobby) -> None:
    said = joined(lobby) or ""
    assert "Mention me" in said
    assert "@sosik_bot" in said
    assert said.count("\n") <= 3
    chat = lobby.parts.chats.get(CHANNEL, NEWSROOM)
    assert chat is not None
    assert chat.kind == "group"


def test_a_closed_bot_says_on_arrival_how_the_group_is_let_in(closed: Lobby) -> None:
    said = joined(closed) or ""
    assert said.startswith("This bot answers only in groups that were let in.")
    assert "/allow" in said
    closed.says("/allow", by=ADMIN, to=NEWSROOM)
    assert "Mention me" in (joined(closed) or "")


def test_added_by_or_to_the_blocked_the_bot_says_nothing(lobby: Lobby) -> None:
    lobby.parts.access.set(CHANNEL, MINSU, "blocked", now=lobby.now)
    assert joined(lobby) is None
    lobby.parts.access.set(CHANNEL, YARD, "blocked", now=lobby.now)
    assert joined(lobby, YARD, by=JANE) is None
