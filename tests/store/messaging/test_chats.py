"""What is known of a chat: its settings, the day it last wrote, and whether it can be reached."""

from datetime import UTC, datetime, timedelta

import pytest

from store.database import Database
from store.messaging.chats import Chat, Chats

NOW = datetime(2026, 11, 22, 9, 41, tzinfo=UTC)
TODAY = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def chats(database: Database) -> Chats:
    return Chats(database)


def test_a_chat_keeps_its_own_language_until_it_forgets_it(
    chats: Chats, database: Database
) -> None:
    chats.set_language("telegram", "1", "en")
    chats.set_language("terminal", "1", "ko")
    assert chats.language_of("telegram", "1") == "en"
    assert chats.language_of("telegram", "2") is None
    chats.set_language("telegram", "1", None)
    assert chats.language_of("telegram", "1") is None
    assert chats.language_of("terminal", "1") == "ko"
    with database.read() as db:
        assert [row["channel"] for row in db["chats"].rows] == ["terminal"]


def test_forgetting_the_language_forgets_nothing_else(chats: Chats) -> None:
    chats.set_on("telegram", "1", on=False)
    chats.set_language("telegram", "1", "en")
    chats.set_language("telegram", "1", None)
    chats.seen("telegram", "1", kind="group", now=NOW)
    chats.set_language("telegram", "1", None)
    found = chats.get("telegram", "1")
    assert found is not None
    assert not found.on
    chats.set_on("telegram", "1", on=True)
    assert chats.get("telegram", "1") == Chat(
        channel="telegram",
        chat="1",
        kind="group",
        language=None,
        on=True,
        first_seen=TODAY,
        last_seen=TODAY,
        unreachable=None,
    )


def test_of_when_it_wrote_only_the_day_is_kept(chats: Chats) -> None:
    chats.seen("telegram", "1", kind="private", now=NOW)
    chats.seen("telegram", "1", kind="private", now=NOW + timedelta(days=2, hours=3))
    found = chats.get("telegram", "1")
    assert found is not None
    assert (found.first_seen, found.last_seen) == (TODAY, TODAY + timedelta(days=2))


def test_a_chat_that_writes_again_on_the_same_day_changes_nothing(
    chats: Chats, database: Database
) -> None:
    chats.seen("telegram", "1", kind="private", now=NOW)
    with database.read() as db:
        before = db.conn.total_changes
    for minutes in range(10):
        chats.seen("telegram", "1", kind="private", now=NOW + timedelta(minutes=minutes))
    with database.read() as db:
        assert db.conn.total_changes == before


def test_a_chat_that_blocked_the_bot_is_left_alone_until_it_writes_again(chats: Chats) -> None:
    for chat in ("1", "2"):
        chats.seen("telegram", chat, kind="private", now=NOW)
    chats.seen("other", "3", kind="private", now=NOW)
    chats.set_language("telegram", "never wrote", "en")
    chats.unreachable("telegram", "1", reason="bot was blocked by the user", now=NOW)
    assert [one.chat for one in chats.reachable("telegram")] == ["2"]
    blocked = chats.get("telegram", "1")
    assert blocked is not None
    assert blocked.unreachable == "bot was blocked by the user"
    chats.seen("telegram", "1", kind="private", now=NOW)
    assert [one.chat for one in chats.reachable("telegram")] == ["1", "2"]


def test_chats_are_counted_by_kind_and_by_when_they_wrote(chats: Chats) -> None:
    chats.seen("telegram", "1", kind="private", now=NOW - timedelta(days=40))
    chats.seen("telegram", "2", kind="private", now=NOW)
    chats.seen("telegram", "3", kind="group", now=NOW)
    assert chats.count("telegram") == {"private": 2, "group": 1}
    assert chats.count("telegram", since=NOW) == {"private": 1, "group": 1}
    assert chats.count("other") == {}
    assert chats.get("telegram", "4") is None
