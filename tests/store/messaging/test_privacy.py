"""Everything kept about a person can be read by them, and erased, and nothing of others is."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from store.database import Database
from store.messaging.access import Access
from store.messaging.answers import AnswerRecord, Answers, QuoteRef
from store.messaging.audit import Audit
from store.messaging.chats import Chats
from store.messaging.confirmations import Confirmations
from store.messaging.limits import Limits
from store.messaging.outbox import Outbox, Outgoing
from store.messaging.privacy import erase, export
from store.messaging.subscription import Subscription
from store.messaging.subscriptions import Subscriptions
from store.messaging.told import ToldFact, ToldFacts
from store.messaging.updates import Arrival, Updates

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
ME, YOU, GROUP = "70707001", "80808002", "-90909003"
FACT = ToldFact(story=5, fact="9f3c", article=3, version=2, start=0, end=9)
QUOTE = QuoteRef(article_id=3, version=2, start=0, end=9)


class Desk:
    """All that a channel keeps, and two people who use it, alone and in a group."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.updates = Updates(database, "telegram")
        self.outbox = Outbox(database, "telegram")
        self.answers = Answers(database, "telegram")
        self.access = Access(database)
        self.audit = Audit(database)
        self.chats = Chats(database)
        self.confirmations = Confirmations(database, "telegram")
        self.limits = Limits(database)
        self.subscriptions = Subscriptions(database)
        self.told = ToldFacts(database, "telegram")
        self.number = 0
        for person in (ME, YOU):
            for chat in (person, GROUP):
                self.use(person, chat)

    def use(self, person: str, chat: str) -> None:
        private = chat == person
        self.chats.seen("telegram", chat, kind="private" if private else "group", now=NOW)
        self.chats.set_language("telegram", chat, "en")
        self.limits.take("telegram", person=person, group=None if private else chat, now=NOW)
        for _ in range(2):
            self.number += 1
            text = f"question {self.number} of {person}"
            self.updates.accept([Arrival(id=self.number, chat=chat, payload=text)], now=NOW)
        name = f"answer {self.number}"
        record = AnswerRecord(
            id=name, chat=chat, person=person, at=NOW, kind="answer", quotes=(QUOTE,), took_ms=80
        )
        reply = Outgoing(chat=chat, content=f"reply {self.number}", answers="5")
        first, _ = self.outbox.put([reply, reply], now=NOW, settles=self.number, answer=record)
        self.outbox.sending(first, now=NOW)
        self.outbox.sent(first, "6", now=NOW)
        self.answers.agree(name, person=person, question=f"kept {self.number}")
        for rater in (ME, YOU):
            self.answers.rate(name, person=rater, verdict=1, now=NOW)
        self.confirmations.ask(
            chat=chat, person=person, action="delete", argument=f"all of {person}", now=NOW
        )
        topics = (f"topic {self.number}",)
        self.subscriptions.put(
            Subscription(
                channel="telegram", chat=chat, person=person, zone="Asia/Seoul", topics=topics
            ),
            now=NOW,
        )
        self.told.add(chat, [FACT], at=NOW, how="digest")
        self.audit.note(
            who=f"telegram:{person}", action="/stats", object="", now=NOW, outcome="refused"
        )

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        with self.database.read() as db:
            return {
                table.name: list(table.rows)
                for table in db.tables
                if not table.name.startswith("_sqlite")
            }

    def naming(self, word: str) -> dict[str, int]:
        """Count the rows with the word in any of their columns, by table."""
        counts = {
            name: sum(any(word in str(value) for value in row.values()) for row in rows)
            for name, rows in self.rows().items()
        }
        return {name: count for name, count in counts.items() if count}


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def test_everything_that_names_a_person_is_in_what_they_are_given(desk: Desk) -> None:
    desk.access.set("telegram", ME, "allowed", now=NOW)
    desk.access.invite(by=f"telegram:{ME}", now=NOW)
    found = json.loads(json.dumps(export(desk.database, "telegram", ME, ME)))
    sizes = {name: len(rows) for name, rows in found.items() if rows and isinstance(rows, list)}
    assert sizes == {
        "standing": 1,
        "answers": 2,
        "quotes": 2,
        "verdicts": 4,
        "kept_questions": 2,
        "confirmations": 2,
        "limits": 1,
        "invitations": 1,
        "audit": 2,
        "settings": 1,
        "waiting": 1,
        "subscriptions": 1,
        "told": 1,
        "messages": 2,
    }
    assert found["waiting"][0]["payload"] == f"question 1 of {ME}"
    assert found["answers"][0]["at"] == "2026-11-22T09:00:00+00:00"
    assert [one["content"] for one in found["messages"]] == [None, "reply 2"]
    assert YOU not in json.dumps(found)


def test_every_table_that_can_name_a_person_is_read(desk: Desk) -> None:
    desk.access.set("telegram", ME, "admin", now=NOW)
    desk.access.invite(by=f"telegram:{ME}", now=NOW)
    assert set(desk.naming(ME)) == {
        "access",
        "answers",
        "audit",
        "buckets",
        "chats",
        "confirmations",
        "feedback",
        "invitations",
        "kept_questions",
        "outbox",
        "subscriptions",
        "told_facts",
        "waiting_updates",
    }


def test_in_a_group_a_person_is_given_their_own_only(desk: Desk) -> None:
    found = export(desk.database, "telegram", GROUP, ME)
    assert (found["settings"], found["waiting"], found["messages"]) == ([], [], [])
    assert len(found["answers"]) == 2
    assert YOU not in json.dumps(found)


def test_nothing_of_a_person_is_left_in_any_table_nor_in_the_file(
    desk: Desk, tmp_path: Path
) -> None:
    desk.access.set("telegram", ME, "allowed", now=NOW)
    desk.access.invite(by=f"telegram:{ME}", now=NOW)
    before = desk.naming(YOU)
    days = desk.answers.stats(since=NOW, zone=UTC)
    erase(desk.database, "telegram", ME, ME, now=NOW)
    # Asked in a group, an update waits under the group's name until it is answered.
    # How much was asked stays until it is forgotten by itself: a way round the limits else.
    assert desk.naming(ME) == {"waiting_updates": 1, "buckets": 1}
    assert desk.naming(YOU) == {**before, "feedback": 2}
    assert desk.answers.stats(since=NOW, zone=UTC) == days
    held = b"".join(file.read_bytes() for file in tmp_path.glob("sosik.db*"))
    for text in (f"question 1 of {ME}", f"question 2 of {ME}", "reply 1", "reply 2", "kept 2"):
        assert text.encode() not in held
    assert b"kept 6" in held
    assert f"question 5 of {YOU}".encode() in held


def test_of_others_nothing_changes_but_who_gave_their_answers_a_verdict(desk: Desk) -> None:
    def of_others() -> dict[str, list[str]]:
        return {
            name: [
                str({**row, "up": None}) for row in rows if YOU in str(row) and ME not in str(row)
            ]
            for name, rows in desk.rows().items()
        }

    before = of_others()
    erase(desk.database, "telegram", ME, ME, now=NOW)
    # What both liked of the other's is a count now.
    assert of_others() == {**before, "feedback": before["feedback"][-2:]}


def test_erasing_in_a_group_leaves_the_group_and_the_private_chat(desk: Desk) -> None:
    group = desk.chats.get("telegram", GROUP)
    erase(desk.database, "telegram", GROUP, ME, now=NOW)
    assert desk.chats.get("telegram", GROUP) == group
    assert desk.chats.get("telegram", ME) is not None
    assert {one.chat for one in desk.updates.waiting()} == {ME, YOU, GROUP}
    assert "answers" not in desk.naming(ME)
    assert "feedback" not in desk.naming(ME)


def test_a_block_stays_and_what_admins_did_and_that_they_are(desk: Desk) -> None:
    desk.access.set("telegram", ME, "blocked", now=NOW)
    desk.access.set("telegram", YOU, "admin", now=NOW)
    desk.audit.note(who=f"telegram:{YOU}", action="/block", object=ME, now=NOW)
    desk.audit.note(who=f"telegram:{ME}", action="/allow", object="4", now=NOW)
    for person in (ME, YOU):
        erase(desk.database, "telegram", person, person, now=NOW)
    assert desk.access.standing("telegram", ME) == "blocked"
    assert desk.access.standing("telegram", YOU) == "admin"
    # Once an admin, what one did stays; what was refused to one who is none does not.
    assert [(one.who, one.outcome) for one in desk.audit.listed(limit=99)] == [
        (f"telegram:{ME}", "done"),
        (f"telegram:{YOU}", "done"),
        *[(f"telegram:{YOU}", "refused")] * 2,
    ]


def test_who_asked_to_be_erased_still_gets_the_reply(desk: Desk) -> None:
    desk.updates.accept([Arrival(id=99, chat=ME, payload="/delete")], now=NOW)
    erase(desk.database, "telegram", ME, ME, now=NOW)
    assert ME not in {one.chat for one in desk.updates.waiting()}
    (reply,) = desk.outbox.put([Outgoing(chat=ME, content="gone")], now=NOW, settles=99)
    assert [one.id for one in desk.outbox.next(now=NOW, limit=9) if one.chat == ME] == [reply]
    assert desk.updates.accept([Arrival(id=99, chat=ME, payload="/delete")], now=NOW) == ()


def test_what_was_erased_while_it_waited_is_forgotten_like_the_rest(desk: Desk) -> None:
    erase(desk.database, "telegram", ME, ME, now=NOW)
    desk.updates.forget(before=NOW + timedelta(seconds=1))
    assert "" not in [row["payload"] for row in desk.rows()["waiting_updates"]]
    assert len(desk.updates.waiting()) == 3
