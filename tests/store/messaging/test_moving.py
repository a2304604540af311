"""A group that gets a new id is the same group."""

from datetime import UTC, datetime

import pytest

from store.database import Database
from store.messaging.access import Access, Standing
from store.messaging.answers import AnswerRecord, Answers
from store.messaging.chats import Chats
from store.messaging.confirmations import Confirmations
from store.messaging.limits import Limit, Limits
from store.messaging.outbox import Outbox, Outgoing
from store.messaging.updates import Arrival, Updates

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def test_all_that_is_kept_of_a_group_follows_it(
    database: Database, outbox: Outbox, updates: Updates, answers: Answers
) -> None:
    chats, limits = Chats(database), Limits(database)
    limits.set("group", Limit(burst=1, per_minute=1))
    chats.seen("telegram", "-1", kind="group", now=NOW)
    chats.set_language("telegram", "-1", "en")
    chats.set_on("telegram", "-1", on=False)
    updates.accept([Arrival(id=1, chat="-1", payload="?")], now=NOW)
    record = AnswerRecord(id="a", chat="-1", person="1", at=NOW, kind="answer", took_ms=1)
    sent, _ = outbox.put(
        [Outgoing(chat="-1", content=text, answers="5") for text in ("sent", "owed")],
        now=NOW,
        answer=record,
    )
    outbox.sending(sent, now=NOW)
    outbox.sent(sent, "6", now=NOW)
    asked = Confirmations(database, "telegram").ask(
        chat="-1", person="1", action="off", argument="", now=NOW
    )
    limits.take("telegram", person=None, group="-1", now=NOW)

    for _ in range(2):  # platforms tell in both chats
        outbox.move("-1", "-1001")
        chats.seen("telegram", "-1001", kind="group", now=NOW)

    moved = chats.get("telegram", "-1001")
    assert chats.get("telegram", "-1") is None
    assert moved is not None
    assert (moved.language, moved.on) == ("en", False)
    assert [one.chat for one in updates.waiting()] == ["-1001"]
    assert [(one.chat, one.content) for one in outbox.next(now=NOW, limit=9)] == [("-1001", "owed")]
    assert [one.message for one in outbox.answers_to("-1001", "5")] == ["6", None]
    found = answers.get("a")
    assert found is not None
    assert found.chat == "-1001"
    confirmations = Confirmations(database, "telegram")
    assert confirmations.take(asked, chat="-1001", person="1", now=NOW) == ("off", "")
    assert limits.take("telegram", person=None, group="-1001", now=NOW) == "notice"


def test_its_settings_follow_also_where_it_wrote_already(
    database: Database, outbox: Outbox
) -> None:
    chats = Chats(database)
    chats.set_language("telegram", "-1", "en")
    chats.seen("telegram", "-1001", kind="group", now=NOW)
    chats.set_language("other", "-1", "ko")
    outbox.move("-1", "-1001")
    assert chats.language_of("telegram", "-1001") == "en"
    assert chats.language_of("other", "-1") == "ko"


@pytest.mark.parametrize(
    ("old", "new", "after"),
    [
        ("allowed", None, "allowed"),
        ("blocked", None, "blocked"),
        ("blocked", "allowed", "blocked"),
        ("allowed", "blocked", "blocked"),
        (None, "allowed", "allowed"),
    ],
)
def test_a_group_that_is_shut_out_does_not_come_in_under_a_new_id(
    database: Database,
    outbox: Outbox,
    old: Standing | None,
    new: Standing | None,
    after: Standing,
) -> None:
    access = Access(database)
    access.set("telegram", "-1", old, now=NOW)
    access.set("telegram", "-1001", new, now=NOW)
    outbox.move("-1", "-1001")
    assert access.listed("telegram") == (("-1001", after, NOW),)
