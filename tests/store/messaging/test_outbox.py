"""What is owed is sent in order, once, over any restart, or shown as not delivered."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from store.database import Database
from store.messaging.answers import AnswerRecord, Answers, QuoteRef
from store.messaging.outbox import MAX_TRIES, Delivered, Outbox, Outgoing
from store.messaging.queue import EXPIRED, HEADS, arguments
from store.messaging.updates import Arrival, Updates

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
SOON = NOW + timedelta(seconds=5)
LATER = NOW + timedelta(hours=1)


def send(outbox: Outbox, number: int, message: str | None = "100", now: datetime = NOW) -> None:
    assert outbox.sending(number, now=now)
    outbox.sent(number, message, now=now)


def contents(outbox: Outbox, now: datetime = NOW, limit: int = 100) -> list[str]:
    return [one.content for one in outbox.next(now=now, limit=limit)]


def record(number: str = "a1", chat: str = "1") -> AnswerRecord:
    quote = QuoteRef(article_id=3, version=1, start=0, end=9)
    return AnswerRecord(
        id=number, chat=chat, person="1", at=NOW, kind="answer", quotes=(quote,), took_ms=80
    )


# -- promising


def test_messages_answer_and_settling_are_one_step(
    outbox: Outbox, updates: Updates, answers: Answers
) -> None:
    updates.accept([Arrival(id=1, chat="1", payload="?")], now=NOW)
    unfit = Outgoing(chat=None, content="x")  # type: ignore[arg-type]  # breaks within the step
    with pytest.raises(Exception, match="NOT NULL"):
        outbox.put([Outgoing(chat="1", content="x"), unfit], now=NOW, settles=1, answer=record())
    assert [one.id for one in updates.waiting()] == [1]
    assert answers.get("a1") is None
    assert contents(outbox) == []
    outbox.put([Outgoing(chat="1", content="x")], now=NOW, settles=1, answer=record())
    assert updates.waiting() == ()
    assert answers.get("a1") == record()
    assert contents(outbox) == ["x"]


def test_an_update_that_is_done_is_not_answered_again(
    outbox: Outbox, updates: Updates, answers: Answers
) -> None:
    updates.accept([Arrival(id=1, chat="1", payload="?")], now=NOW)
    assert outbox.put([Outgoing(chat="1", content="x")], now=NOW, settles=1)
    again = [Outgoing(chat="1", content="y")]
    assert outbox.put(again, now=NOW, settles=1, answer=record()) == ()
    assert answers.get("a1") is None
    assert contents(outbox) == ["x"]


def test_a_key_is_used_once_also_after_it_was_sent(outbox: Outbox, database: Database) -> None:
    (first,) = outbox.put([Outgoing(chat="1", content="x", key="digest 1")], now=NOW)
    assert outbox.put([Outgoing(chat="1", content="y", key="digest 1")], now=NOW) == (first,)
    send(outbox, first)
    both = [Outgoing(chat="1", content="z", key="digest 1"), Outgoing(chat="1", content="free")]
    assert outbox.put(both, now=NOW)[0] == first
    assert contents(outbox) == ["free"]
    other = Outbox(database, "other")
    assert other.put([Outgoing(chat="1", content="x", key="digest 1")], now=NOW) != (first,)


# -- whose turn it is


def test_the_head_of_each_chat_is_next_the_more_urgent_first(outbox: Outbox) -> None:
    rows = [("1", "b1", 2), ("1", "b2", 2), ("2", "d", 1), ("3", "a", 0), ("2", "d2", 1)]
    outbox.put(
        [Outgoing(chat=chat, content=text, priority=rank) for chat, text, rank in rows], now=NOW
    )
    assert contents(outbox) == ["a", "d", "b1"]
    assert contents(outbox, limit=2) == ["a", "d"]
    assert [one.content for one in outbox.next(now=NOW, limit=9, without={"2", "9"})] == ["a", "b1"]


def test_an_answer_does_not_wait_for_a_broadcast_to_its_chat(outbox: Outbox) -> None:
    outbox.put([Outgoing(chat="1", content="to all", priority=2)], now=NOW)
    outbox.put([Outgoing(chat="1", content="to you")], now=NOW)
    assert contents(outbox) == ["to you"]


def test_a_chat_waits_while_one_of_its_messages_is_under_way(outbox: Outbox) -> None:
    first, _ = outbox.put(
        [Outgoing(chat="1", content="1/2"), Outgoing(chat="1", content="2/2")], now=NOW
    )
    assert outbox.sending(first, now=NOW)
    assert not outbox.sending(first, now=NOW)
    assert contents(outbox) == []
    outbox.retry(first, not_before=SOON, reason="network")
    assert contents(outbox) == []
    (again,) = outbox.next(now=SOON, limit=9)
    assert (again.id, again.attempts) == (first, 1)
    send(outbox, first, now=SOON)
    assert contents(outbox, SOON) == ["2/2"]


def test_a_chat_that_is_to_be_left_alone_is_left_alone_by_answers_too(outbox: Outbox) -> None:
    (first,) = outbox.put([Outgoing(chat="1", content="to all", priority=2)], now=NOW)
    outbox.sending(first, now=NOW)
    outbox.retry(first, not_before=SOON, reason="retry after 5 s")
    outbox.put([Outgoing(chat="1", content="to you"), Outgoing(chat="2", content="x")], now=NOW)
    assert contents(outbox) == ["x"]


def test_what_is_put_for_later_holds_nothing_up(outbox: Outbox) -> None:
    outbox.put([Outgoing(chat="1", content="tomorrow", not_before=LATER)], now=NOW)
    outbox.put([Outgoing(chat="1", content="now")], now=NOW)
    assert contents(outbox) == ["now"]
    assert contents(outbox, LATER) == ["tomorrow"]


def test_what_is_not_sent_in_time_is_not_sent_at_all(outbox: Outbox) -> None:
    outbox.put(
        [Outgoing(chat="1", content="draft", expires_at=SOON), Outgoing(chat="1", content="x")],
        now=NOW,
    )
    assert contents(outbox) == ["draft"]
    assert contents(outbox, SOON) == ["x"]
    assert outbox.counts(since=NOW) == {"expired": 1, "queued": 1}


def test_the_turn_is_found_by_index_among_any_number_of_messages(database: Database) -> None:
    asked = arguments("telegram", NOW, limit=30, without=["7"])
    with database.read() as db:
        found = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {HEADS}", asked)]
        expired = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {EXPIRED}", ["telegram", 0])]
    plan = "\n".join(found + expired)
    indexes = ("outbox_order", "outbox_tried", "outbox_of_chat", "outbox_expiring")
    assert all(f"USING INDEX {index}" in plan for index in indexes)
    assert "SEARCH contents USING INTEGER PRIMARY KEY" in plan
    assert "SEARCH replaced USING INTEGER PRIMARY KEY" in plan
    assert "TEMP B-TREE" not in plan
    assert [step for step in found + expired if step.startswith("SCAN")] == [
        "SCAN json_each VIRTUAL TABLE INDEX 1:"
    ]


# -- in place of others


def test_an_edit_names_the_message_that_it_takes_the_place_of(outbox: Outbox) -> None:
    (first,) = outbox.put([Outgoing(chat="1", content="…", answers="5")], now=NOW)
    send(outbox, first, "100")
    assert outbox.answers_to("1", "5") == (Delivered(id=first, message="100", part=0),)
    edit = Outgoing(chat="1", content="answer", answers="5", replaces=first)
    more = Outgoing(chat="1", content="more", answers="5", part=1)
    second, third = outbox.put([edit, more], now=NOW)
    (next_,) = outbox.next(now=NOW, limit=1)
    assert (next_.id, next_.replaces_message) == (second, "100")
    send(outbox, second, "100")
    send(outbox, third, "101")
    assert outbox.answers_to("1", "5") == (
        Delivered(id=second, message="100", part=0),
        Delivered(id=third, message="101", part=1),
    )
    assert outbox.listing(state="replaced", limit=9)[0].id == first


def test_a_message_that_was_taken_away_stands_no_more(outbox: Outbox) -> None:
    (first,) = outbox.put([Outgoing(chat="1", content="…", answers="5")], now=NOW)
    send(outbox, first, "100")
    (second,) = outbox.put([Outgoing(chat="1", content="", answers="5", replaces=first)], now=NOW)
    send(outbox, second, None)
    assert outbox.answers_to("1", "5") == ()


@pytest.mark.parametrize("end", ["failed", "uncertain"])
def test_in_place_of_what_never_came_the_edit_is_a_message_of_its_own(
    outbox: Outbox, end: str
) -> None:
    (first,) = outbox.put([Outgoing(chat="1", content="…")], now=NOW)
    outbox.sending(first, now=NOW)
    getattr(outbox, end)(first, reason="chat not found", now=NOW)
    outbox.put([Outgoing(chat="1", content="answer", replaces=first)], now=NOW)
    assert outbox.next(now=NOW, limit=1)[0].replaces_message is None
    assert outbox.counts(since=NOW) == {end: 1, "queued": 1}


def test_what_is_replaced_leaves_first_however_little_it_was_urged(outbox: Outbox) -> None:
    (first,) = outbox.put([Outgoing(chat="1", content="1", priority=2, not_before=LATER)], now=NOW)
    (second,) = outbox.put([Outgoing(chat="1", content="2", priority=1, replaces=first)], now=NOW)
    outbox.put([Outgoing(chat="1", content="3", replaces=second)], now=NOW)
    left = []
    while found := outbox.next(now=NOW, limit=1):
        left.append((found[0].content, found[0].replaces_message))
        send(outbox, found[0].id, "100")
    assert left == [("1", None), ("2", "100"), ("3", "100")]


# -- how it ended


def test_after_a_restart_what_was_under_way_is_sent_again(tmp_path: Path) -> None:
    first = Outbox(Database(tmp_path / "sosik.db"), "telegram")
    one, two = first.put([Outgoing(chat=chat, content=chat) for chat in "12"], now=NOW)
    first.sending(one, now=NOW)
    second = Outbox(Database(tmp_path / "sosik.db"), "telegram")
    assert contents(second) == ["2"]
    assert second.resume(now=SOON) == 1
    assert [(again.id, again.attempts) for again in second.next(now=SOON, limit=9)] == [
        (one, 1),
        (two, 0),
    ]
    assert second.resume(now=SOON) == 0


def test_what_has_ended_stays_as_it_ended(outbox: Outbox) -> None:
    (number,) = outbox.put([Outgoing(chat="1", content="x")], now=NOW)
    send(outbox, number)
    outbox.failed(number, reason="late", now=LATER)
    outbox.retry(number, not_before=LATER, reason="late")
    (entry,) = outbox.listing(limit=9)
    assert (entry.state, entry.reason, entry.ended_at) == ("sent", None, NOW)
    assert contents(outbox, LATER) == []


def test_all_that_is_queued_for_a_chat_can_be_given_up(outbox: Outbox) -> None:
    ids = outbox.put([Outgoing(chat=chat, content=chat) for chat in "1112"], now=NOW)
    outbox.sending(ids[0], now=NOW)
    assert outbox.fail_chat("1", reason="blocked by the person", now=NOW) == 2
    outbox.failed(ids[0], reason="blocked by the person", now=NOW)
    assert contents(outbox) == ["2"]
    failed = outbox.listing(state="failed", limit=9)
    assert {one.reason for one in failed} == {"blocked by the person"}
    assert [one.id for one in failed] == [ids[2], ids[1], ids[0]]


def test_each_try_counts_for_the_rates_after_a_restart(outbox: Outbox) -> None:
    sent, tried, old, _ = outbox.put([Outgoing(chat=c, content=c) for c in "1234"], now=NOW)
    send(outbox, old, now=NOW - timedelta(minutes=2))
    send(outbox, sent, now=NOW)
    outbox.sending(tried, now=SOON)
    outbox.retry(tried, not_before=LATER, reason="network")
    assert outbox.recent(since=NOW - timedelta(minutes=1)) == (("1", NOW), ("2", SOON))


def test_what_ended_is_forgotten_in_time_and_what_is_owed_is_not(outbox: Outbox) -> None:
    first, second, _ = outbox.put([Outgoing(chat=c, content=c) for c in "123"], now=NOW)
    send(outbox, first, now=NOW)
    send(outbox, second, now=LATER)
    assert outbox.forget(before=LATER) == 1
    assert outbox.forget(before=LATER) == 0
    assert contents(outbox, LATER) == ["3"]
    assert outbox.counts(since=NOW) == {"queued": 1, "sent": 1}
    assert outbox.counts(since=LATER + timedelta(seconds=1)) == {"queued": 1}


def test_stats_count_what_was_put_with_its_answer(outbox: Outbox, answers: Answers) -> None:
    outbox.put([Outgoing(chat="1", content="x")], now=NOW, answer=record())
    outbox.put([Outgoing(chat="1", content="x")], now=NOW, answer=record())
    (day,) = answers.stats(since=NOW, zone=ZoneInfo("Asia/Seoul"))
    assert day.questions == 1


def test_what_is_cut_off_again_and_again_is_uncertain_in_the_end(tmp_path: Path) -> None:
    outbox = Outbox(Database(tmp_path / "sosik.db"), "telegram")
    (number,) = outbox.put([Outgoing(chat="1", content="x")], now=NOW)
    for tried in range(1, MAX_TRIES + 1):
        assert outbox.sending(number, now=NOW)
        outbox = Outbox(Database(tmp_path / "sosik.db"), "telegram")
        assert outbox.resume(now=NOW) == (1 if tried < MAX_TRIES else 0)
    (entry,) = outbox.listing(limit=9)
    assert (entry.state, entry.reason, contents(outbox)) == ("uncertain", "cut_off", [])


def test_of_what_nobody_asked_for_only_the_last_that_left_is_sent_again(outbox: Outbox) -> None:
    put = [Outgoing(chat=c, content=c, priority=int(c > "2")) for c in "12345"]
    ids = outbox.put(put, now=NOW)
    for one, moment in zip(ids, (NOW, NOW, NOW, LATER, SOON), strict=True):
        assert outbox.sending(one, now=moment)
    assert outbox.resume(now=LATER) == 3
    assert contents(outbox, LATER) == ["1", "2", "4"]
    uncertain = outbox.listing(state="uncertain", limit=9)
    assert [(one.chat, one.reason) for one in uncertain] == [("5", "cut_off"), ("3", "cut_off")]
