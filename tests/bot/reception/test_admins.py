"""Admins: the first by a code, orders in private, hints in groups, files, and what is forwarded."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.admin import commands
from bot.reception.claiming import Claim
from bot.reply import Document, Reply, plain_text
from tests.bot.reception.conftest import (
    ADMIN,
    CHANNEL,
    FARE,
    JANE,
    MINSU,
    NEWSROOM,
    Lobby,
    carried,
)

INVALID = "This code is not valid."
IN_PRIVATE = "Admin commands belong in a private chat with me."
TEXT = "서해시는 새 도서관을 2027년 봄에 연다고 밝혔다. 열람석은 420석이며 밤 열 시까지 문을 연다."


@pytest.fixture
def unclaimed(lobby: Lobby) -> Lobby:
    """A reception nobody is admin of."""
    lobby.parts.access.set(CHANNEL, ADMIN, None, now=lobby.now)
    return lobby


def sent(data: bytes = TEXT.encode(), name: str = "library.txt") -> Document:
    return Document(name=name, size=len(data), fetch=lambda: data)


# -- the first admin


def test_the_code_of_the_console_makes_one_admin_once(unclaimed: Lobby) -> None:
    code = unclaimed.parts.claim.code
    assert code is not None
    written = f"/claim {code.lower().replace('-', ' ')}"
    assert "You are an admin" in (unclaimed.says(written) or "")
    assert unclaimed.parts.claim.code is None
    assert unclaimed.says(f"/claim {code}", by=JANE) == INVALID
    assert unclaimed.parts.access.listed(CHANNEL, "admin")[0][0] == MINSU
    (entry,) = unclaimed.parts.audit.listed(limit=5)
    assert (entry.who, entry.action, entry.object) == (f"telegram:{MINSU}", "claim", MINSU)


@pytest.mark.parametrize("code", ["", "AAAA-AAAA-AAAA", "*", "\ud800", "가나다", "A" * 4_000])
def test_a_wrong_code_makes_nobody_admin_and_the_right_one_stays_good(
    unclaimed: Lobby, code: str
) -> None:
    assert unclaimed.says(f"/claim {code}") == INVALID
    assert not unclaimed.parts.access.has_admin(CHANNEL)
    assert "You are an admin" in (unclaimed.says(f"/claim {unclaimed.parts.claim.code}") or "")


def test_with_an_admin_there_is_nothing_to_claim(lobby: Lobby) -> None:
    assert lobby.says(f"/claim {lobby.parts.claim.code}") == INVALID
    assert lobby.parts.access.standing(CHANNEL, MINSU) is None
    assert "no command /claim" in (lobby.says("/claim X", by=ADMIN) or "")


def test_a_code_that_a_group_has_read_no_longer_counts(unclaimed: Lobby) -> None:
    code = unclaimed.parts.claim.code
    assert unclaimed.says("/claim AAAA", to=NEWSROOM) == INVALID
    assert "no longer counts" in (unclaimed.says(f"/claim {code}", to=NEWSROOM) or "")
    assert unclaimed.says(f"/claim {code}", by=JANE) == INVALID
    assert not unclaimed.parts.access.has_admin(CHANNEL)


def test_a_forwarded_code_claims_nothing(unclaimed: Lobby) -> None:
    unclaimed.says(f"/claim {unclaimed.parts.claim.code}", forwarded=True)
    assert not unclaimed.parts.access.has_admin(CHANNEL)


def test_a_stranger_of_a_closed_bot_can_claim_it(closed: Lobby) -> None:
    closed.parts.access.set(CHANNEL, ADMIN, None, now=closed.now)
    assert "You are an admin" in (closed.says(f"/claim {closed.parts.claim.code}") or "")
    assert closed.replied(FARE).kind == "answer"


def test_of_many_who_bring_the_code_at_once_one_is_believed() -> None:
    claim = Claim()
    code, start = claim.code or "", threading.Barrier(8)

    def take(_: int) -> bool:
        start.wait()
        return claim.take(code)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(8))) == 1


# -- orders


def test_an_admin_is_obeyed_in_private_and_sees_the_commands(lobby: Lobby) -> None:
    assert lobby.says("/allow 77", by=ADMIN) == "77 may use the bot now."
    help_ = lobby.says("/help", by=ADMIN) or ""
    assert "For admins" in help_
    assert all(f"/{name} – {does}" in help_ for name, does in commands("en"))
    assert help_.count("\n/sources ") == 1
    assert "\n/latest " in help_
    assert "For admins" not in (lobby.says("/help") or "")


def test_in_a_group_an_admin_gets_a_hint_and_others_the_unknown_command(lobby: Lobby) -> None:
    for text in ("/block 5", "/stats", "/allow 77", "/broadcast hello"):
        assert lobby.says(text, by=ADMIN, to=NEWSROOM) == IN_PRIVATE
        for person in (MINSU, None):
            said = lobby.says(text, by=person, to=NEWSROOM, may_set=True) or ""
            assert said.startswith("There is no command")
    assert lobby.parts.access.standing(CHANNEL, "77") is None


def test_what_everybody_may_ask_is_answered_to_an_admin_in_a_group_too(lobby: Lobby) -> None:
    assert "한빛일보" in (lobby.says("/sources", by=ADMIN, to=NEWSROOM) or "")
    assert "For admins" not in (lobby.says("/help", by=ADMIN, to=NEWSROOM) or "")


def test_a_group_administrator_is_no_admin_of_the_bot(closed: Lobby) -> None:
    said = closed.says("/allow", to=NEWSROOM, may_set=True) or ""
    assert said.startswith("This bot answers only in groups")
    assert closed.parts.access.standing(CHANNEL, NEWSROOM) is None


@pytest.mark.parametrize(
    "text", ["/broadcast hello", "/admin add 11", "/block 12", "/allow", "/delete", "/lang ko"]
)
def test_a_forwarded_command_is_never_obeyed(lobby: Lobby, text: str) -> None:
    lobby.says(text, by=ADMIN, forwarded=True)
    lobby.says(text, by=ADMIN, to=NEWSROOM, forwarded=True)
    assert not lobby.parts.audit.listed(limit=5)
    assert not lobby.rows("confirmations")
    assert [party for party, _, _ in lobby.parts.access.listed(CHANNEL)] == [ADMIN]


def test_an_order_that_was_mended_is_obeyed(lobby: Lobby) -> None:
    assert "Usage" in (lobby.says("/allow x", by=ADMIN, number="5") or "")
    assert lobby.says("/allow 77", by=ADMIN, number="5", edited=True) == "77 may use the bot now."


def test_orders_and_files_of_admins_are_known_to_take_long(lobby: Lobby) -> None:
    def long(text: str, by: str, document: Document | None = None) -> bool:
        message = lobby.message(text, by=by, document=document)
        return lobby.reception.takes_long(message)

    assert long("/ingest", ADMIN)
    assert long("", ADMIN, sent())
    assert not long(FARE, ADMIN)
    assert not long("/ingest", MINSU)
    assert not long("", MINSU, sent())


# -- confirming


def asked_to_block(lobby: Lobby) -> Reply:
    asked = lobby.replied("/block 77", by=ADMIN)
    assert set(carried(asked)) == {"yes", "no"}
    return asked


def test_what_an_admin_confirms_is_done_once(lobby: Lobby) -> None:
    asked = asked_to_block(lobby)
    done = lobby.pushes("yes", asked, by=ADMIN)
    assert done.reply is not None
    assert plain_text(done.reply) == "77 is shut out."
    assert done.used_up
    again = lobby.pushes("yes", asked, by=ADMIN)
    assert again.notice == "This button no longer works. Please ask again."
    assert lobby.parts.access.standing(CHANNEL, "77") == "blocked"


def test_what_an_admin_cancels_is_not_done(lobby: Lobby) -> None:
    asked = asked_to_block(lobby)
    cancelled = lobby.pushes("no", asked, by=ADMIN)
    assert cancelled.reply is not None
    assert plain_text(cancelled.reply) == "Nothing was changed."
    assert lobby.pushes("yes", asked, by=ADMIN).reply is None
    assert lobby.parts.access.standing(CHANNEL, "77") is None


def test_only_who_was_asked_confirms_and_only_where_and_when_they_were(lobby: Lobby) -> None:
    lobby.parts.access.set(CHANNEL, JANE, "admin", now=lobby.now)
    asked = asked_to_block(lobby)
    for by, to in ((JANE, JANE), (MINSU, MINSU), (JANE, ADMIN), (ADMIN, NEWSROOM)):
        pressed = lobby.pushes("yes", asked, by=by, to=to)
        assert pressed.reply is None
        assert not pressed.used_up
    lobby.passes(minutes=10)
    assert lobby.pushes("yes", asked, by=ADMIN).reply is None
    assert lobby.parts.access.standing(CHANNEL, "77") is None


def test_who_is_no_admin_any_more_confirms_nothing(lobby: Lobby) -> None:
    asked = asked_to_block(lobby)
    lobby.parts.access.set(CHANNEL, ADMIN, None, now=lobby.now)
    assert lobby.pushes("yes", asked, by=ADMIN).reply is None
    assert lobby.parts.access.standing(CHANNEL, "77") is None


# -- files


def test_an_admins_file_is_taken_in_whatever_its_caption_says(lobby: Lobby) -> None:
    before = lobby.shelf.library.count()
    lobby.says("/broadcast hello", by=ADMIN, document=sent())
    assert lobby.shelf.library.count() == before + 1
    assert not lobby.rows("confirmations")


def test_the_file_of_anybody_else_is_not_even_fetched(lobby: Lobby) -> None:
    def fetch() -> bytes:
        raise AssertionError("it was fetched")

    file = Document(name="x.html", size=10, fetch=fetch)
    said = lobby.says("", document=file) or ""
    assert said == "I do not read files. Ask me in words, or forward me a text."
    assert lobby.replied(FARE, document=file).kind == "answer", "the words with it are a question"


def test_a_file_that_an_admin_forwards_is_not_taken_in(lobby: Lobby) -> None:
    before = lobby.shelf.library.count()
    said = lobby.says("", by=ADMIN, document=sent(), forwarded=True) or ""
    assert said.startswith("A forwarded file is not taken in.")
    assert lobby.shelf.library.count() == before
