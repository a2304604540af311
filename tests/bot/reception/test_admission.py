"""Who is answered: in an open and a closed bot, in groups, by invitation, and how often."""

from datetime import timedelta

import pytest

from bot.admin import commands
from bot.reception.deep_links import of_invitation
from store.messaging.limits import DEFAULTS, Limit
from tests.bot.reception.conftest import (
    ADMIN,
    CHANNEL,
    FARE,
    FERRY,
    JANE,
    MINSU,
    NEWSROOM,
    YARD,
    Lobby,
    Opens,
)

STRANGER = "This bot answers only those who were invited."
NO_GROUP = "This bot answers only in groups that were let in."
NO_LONGER = "This invitation is no longer valid. Please ask for another."


def invited(lobby: Lobby, *, uses: int = 1) -> str:
    """The word of a link that lets people in."""
    return of_invitation(lobby.parts.access.invite(by="x", uses=uses, now=lobby.now))


# -- open and closed


def test_an_open_bot_answers_anybody(lobby: Lobby) -> None:
    assert lobby.replied(FARE).kind == "answer"
    assert lobby.replied(FARE, to=NEWSROOM).kind == "answer"
    assert lobby.types(FARE)


def test_a_closed_bot_tells_a_stranger_how_to_be_let_in_and_answers_nothing(closed: Lobby) -> None:
    for text in (FARE, "/start", "/latest", "/lang en", "/help", "", "/start inline"):
        assert closed.says(text) == (
            f"{STRANGER}\nWhoever runs it can let you in by your number: {MINSU}"
        ), text
    assert closed.types(FARE) == ()
    assert not closed.rows("answers")


def test_whom_an_admin_lets_in_by_that_number_is_answered(closed: Lobby) -> None:
    closed.says(FARE)
    closed.says(f"/allow {MINSU}", by=ADMIN)
    assert closed.replied(FARE).kind == "answer"
    assert closed.types(FARE)


def test_strangers_of_a_closed_bot_still_see_and_erase_what_is_kept_of_them(closed: Lobby) -> None:
    closed.says(FARE)
    assert "30 days" in (closed.says("/privacy") or "")
    assert closed.replied("/export").attachment is not None
    erased = closed.pushes("yes", closed.replied("/delete"))
    assert erased.reply is not None
    assert closed.parts.chats.get(CHANNEL, MINSU) is None


def test_a_stranger_of_a_closed_bot_presses_in_vain(opens: Opens) -> None:
    answer = opens().replied(FARE)
    closed = opens(closed=True)
    for action in ("paragraphs", "more", "up", "down"):
        assert closed.pushes(action, answer).notice == STRANGER
    assert not closed.rows("feedback")


def test_an_admin_needs_no_invitation(closed: Lobby) -> None:
    assert closed.replied(FARE, by=ADMIN).kind == "answer"
    assert closed.replied(FARE, by=ADMIN, to=NEWSROOM).kind == "answer"


# -- groups of a closed bot


def test_in_a_closed_bot_a_group_is_let_in_as_a_whole(closed: Lobby) -> None:
    closed.parts.access.set(CHANNEL, MINSU, "allowed", now=closed.now)
    assert (closed.says(FARE, to=NEWSROOM) or "").startswith(NO_GROUP)
    assert closed.says("/allow", by=ADMIN, to=NEWSROOM) == f"{NEWSROOM} may use the bot now."
    for person in (MINSU, JANE, None):
        assert closed.replied(FARE, by=person, to=NEWSROOM).kind == "answer"
    assert (closed.says(FARE, to=YARD) or "").startswith(NO_GROUP)


def test_an_invitation_posted_in_a_group_lets_nobody_in_and_stays_good(closed: Lobby) -> None:
    word = invited(closed)
    assert (closed.says(f"/start {word}", to=NEWSROOM) or "").startswith(NO_GROUP)
    assert closed.parts.access.standing(CHANNEL, MINSU) is None
    assert "Sosik" in (closed.says(f"/start {word}") or "")


# -- invitations


def test_an_invitation_lets_in_as_many_as_it_says_and_each_once(closed: Lobby) -> None:
    word = invited(closed, uses=2)
    for person in (MINSU, MINSU, JANE, MINSU):
        assert "Sosik" in (closed.says(f"/start {word}", by=person) or "")
    assert closed.says(f"/start {word}", by="13") == NO_LONGER
    assert closed.replied(FARE).kind == "answer"


@pytest.mark.parametrize(
    "word", ["inv_wrong", "inv_" + "A" * 60, "inv_x\u202e", "INV_x", "inv_", "inv_' OR 1=1"]
)
def test_a_wrong_invitation_lets_nobody_in(closed: Lobby, word: str) -> None:
    invited(closed)
    said = closed.says(f"/start {word}") or ""
    assert said == NO_LONGER or said.startswith(STRANGER)
    assert closed.parts.access.standing(CHANNEL, MINSU) is None


def test_an_invitation_is_good_for_a_week(closed: Lobby) -> None:
    word = invited(closed)
    closed.passes(days=7)
    assert closed.says(f"/start {word}") == NO_LONGER


def test_a_forwarded_or_blocked_hand_redeems_no_invitation(closed: Lobby) -> None:
    word = invited(closed)
    assert (closed.says(f"/start {word}", forwarded=True) or "").startswith(STRANGER)
    closed.parts.access.set(CHANNEL, JANE, "blocked", now=closed.now)
    assert closed.says(f"/start {word}", by=JANE) is None
    assert closed.parts.access.standing(CHANNEL, JANE) == "blocked"
    assert "Sosik" in (closed.says(f"/start {word}") or ""), "it was not used up"


def test_who_came_by_invitation_while_the_bot_was_open_stays_when_it_closes(opens: Opens) -> None:
    lobby = opens()
    lobby.says(f"/start {invited(lobby)}")
    assert opens(closed=True).replied(FARE).kind == "answer"


# -- shut out


def test_a_blocked_person_meets_silence_everywhere(lobby: Lobby) -> None:
    answer = lobby.replied(FARE)
    shown = lobby.replied(FARE, to=NEWSROOM)
    lobby.parts.access.set(CHANNEL, MINSU, "blocked", now=lobby.now)
    for text in (FARE, "/start", "/help", "/delete", "/claim X", "/nothing", ""):
        assert lobby.says(text) is None
        assert lobby.says(text, to=NEWSROOM) is None
    assert lobby.types(FARE) == ()
    for pressed in (lobby.pushes("up", answer), lobby.pushes("more", shown, to=NEWSROOM)):
        assert pressed == type(pressed)()
    assert not lobby.rows("feedback")
    assert lobby.replied(FARE, by=JANE, to=NEWSROOM).kind == "answer"


def test_a_blocked_group_meets_silence_and_its_people_do_not(lobby: Lobby) -> None:
    shown = lobby.replied(FARE, to=NEWSROOM)
    lobby.parts.access.set(CHANNEL, NEWSROOM, "blocked", now=lobby.now)
    for person in (MINSU, ADMIN, None):
        assert lobby.says(FARE, by=person, to=NEWSROOM) is None
    assert lobby.pushes("more", shown, to=NEWSROOM).reply is None
    assert lobby.replied(FARE).kind == "answer"


def test_whoever_is_shut_out_leaves_no_trace(lobby: Lobby) -> None:
    lobby.parts.access.set(CHANNEL, "99", "blocked", now=lobby.now)
    before = lobby.rows()
    for _ in range(20):
        lobby.says(FARE, by="99")
    assert lobby.rows() == before


# -- how often


def test_a_flood_gets_one_polite_notice_and_then_silence(lobby: Lobby) -> None:
    lobby.parts.limits.set("person", Limit(burst=3, per_minute=3))
    said = [lobby.says("/new") for _ in range(7)]
    assert [one is not None and "at once" in one for one in said] == [False] * 3 + [True] + [
        False
    ] * 3
    assert said[4:] == [None] * 3
    assert "at once" not in (lobby.says("/new", by=JANE) or ""), "others are not held to it"
    lobby.passes(minutes=2)
    assert "A new conversation" in (lobby.says("/new") or "")


def test_messages_presses_and_inline_questions_count_together(lobby: Lobby) -> None:
    lobby.parts.limits.set("person", Limit(burst=4, per_minute=1))
    answer = lobby.replied(FERRY)
    assert lobby.pushes("up", answer).notice == "Thank you."
    assert lobby.types(FERRY)
    assert lobby.press("forged").notice == "This button no longer works. Please ask again."
    assert "at once" in (lobby.pushes("up", answer).notice or "")
    assert lobby.pushes("up", answer).notice is None
    assert lobby.types(FERRY) == ()
    assert lobby.says(FERRY) is None


def test_an_inline_flood_is_told_where_it_happens(lobby: Lobby) -> None:
    lobby.parts.limits.set("person", Limit(burst=1, per_minute=1))
    lobby.types(FERRY)
    (notice,) = lobby.types(FERRY)
    assert "at once" in notice.title
    assert lobby.types(FERRY) == ()


def test_a_group_has_a_limit_of_its_own(lobby: Lobby) -> None:
    lobby.parts.limits.set("group", Limit(burst=2, per_minute=1))
    said = [lobby.says("/new", by=str(20 + one), to=NEWSROOM) or "" for one in range(4)]
    assert ["A new conversation" in one for one in said] == [True, True, False, False]
    assert "A new conversation" in (lobby.says("/new", by="21") or "")
    assert "A new conversation" in (lobby.says("/new", by="21", to=YARD) or "")


def test_all_together_have_a_limit_and_admins_have_none(lobby: Lobby) -> None:
    lobby.parts.limits.set("global", Limit(burst=2, per_minute=1))
    said = [lobby.says("/new", by=str(20 + one)) or "" for one in range(4)]
    assert ["A new conversation" in one for one in said] == [True, True, False, False]
    assert all("A new" in (lobby.says("/new", by=ADMIN) or "") for _ in range(30))


def test_guessing_codes_is_held_to_the_limit_too(closed: Lobby) -> None:
    said = [closed.says(f"/start inv_{number}") for number in range(40)]
    burst = DEFAULTS["person"].burst
    assert said.count(NO_LONGER) == burst
    assert said.count(None) == 40 - burst - 1


# -- what strangers see of admins' commands


def test_a_strangers_admin_command_is_as_unknown_as_any(lobby: Lobby) -> None:
    lobby.parts.limits.set("person", Limit(burst=100, per_minute=1))
    unknown = lobby.says("/xyzzy 5") or ""
    for name, _ in commands("en"):
        if name == "sources":
            continue
        assert lobby.says(f"/{name} 5") == unknown.replace("xyzzy", name)
        assert lobby.says(f"/{name}", to=NEWSROOM) == unknown.replace("xyzzy", name)
    assert "한빛일보" in (lobby.says("/sources") or "")
    assert not lobby.parts.audit.listed(limit=10)


def test_being_seen_is_kept_by_the_day(lobby: Lobby) -> None:
    lobby.says("/new")
    lobby.passes(days=3)
    lobby.says("/new")
    chat = lobby.parts.chats.get(CHANNEL, MINSU)
    assert chat is not None
    assert chat.kind == "private"
    assert chat.last_seen - chat.first_seen == timedelta(days=3)
    assert chat.last_seen.hour == 0
