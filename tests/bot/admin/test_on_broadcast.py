"""A message to everybody: shown first, sent to those who can and want to be reached."""

from dataclasses import replace

import pytest

from bot.reply import plain_text
from tests.bot.admin.conftest import CHANNEL, NOW, Office


@pytest.fixture
def town(office: Office) -> Office:
    """A bot with chats of all kinds: 5 and -5 are reached."""
    chats, access = office.parts.chats, office.parts.access
    for chat in ("5", "6", "7", "-5", "-6"):
        chats.seen(CHANNEL, chat, kind="group" if chat[0] == "-" else "private", now=NOW)
    chats.seen(CHANNEL, "-100", kind="channel", now=NOW)
    chats.set_language(CHANNEL, "5", "en")
    chats.unreachable(CHANNEL, "6", reason="blocked", now=NOW)
    chats.set_on(CHANNEL, "-6", on=False)
    access.set(CHANNEL, "7", "blocked", now=NOW)
    return office


def sent(office: Office) -> dict[str, str]:
    found = office.parts.outbox.next(now=NOW, limit=99)
    return {one.chat: one.content for one in found}


def test_everybody_who_can_be_reached_gets_it_once_it_is_confirmed(town: Office) -> None:
    asked = town.reply("/broadcast The desk moves tonight.\n\n<b>Back</b> at 9.")
    assert plain_text(asked) == (
        "This goes to 2 chats:\n\nFrom the operator of this bot\n\n"
        "The desk moves tonight.\n\n<b>Back</b> at 9."
    )
    assert sent(town) == {}
    assert town.confirms(asked).startswith("It is on its way to 2 chats.")
    notices = sent(town)
    assert notices.keys() == {"5", "-5"}
    assert notices["5"].startswith("From the operator of this bot\n")
    assert notices["-5"].endswith("\n\nThe desk moves tonight.\n\n<b>Back</b> at 9.")


def test_its_text_stands_in_no_record_of_what_admins_did(town: Office) -> None:
    town.confirms(town.reply("/broadcast mirabelle"))
    assert [about for _, _, about, _ in town.noted()] == ["2 chats", "2 chats"]
    assert "mirabelle" not in str(town.noted())


def test_of_a_closed_bot_only_those_let_in_get_it(town: Office) -> None:
    town.parts = replace(town.parts, closed=True)
    assert town.says("/broadcast hello") == "There is nobody to write to yet."
    town.parts.access.set(CHANNEL, "-5", "allowed", now=NOW)
    assert town.says("/broadcast hello").startswith("This goes to 1 chat:")


def test_nothing_and_too_much_are_not_sent(town: Office) -> None:
    for nothing in ("", " \n ", "\u200b\u202e", "\t"):
        assert town.says(f"/broadcast {nothing}").startswith("Usage: /broadcast")
    assert town.says(f"/broadcast {'가' * 4_000}").startswith("That is too long")
    assert town.says(f"/broadcast {'가' * 3_500}").startswith("This goes to")


def test_without_anybody_nothing_is_asked(office: Office) -> None:
    assert office.reply("/broadcast hello").buttons == ()
