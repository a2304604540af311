"""What a chat was told is known for as long as it was: promised it is, undelivered it is not."""

from datetime import UTC, datetime, timedelta

import pytest

from store.database import Database
from store.ingest import Ingest
from store.messaging.deliveries import DayDeliveries
from store.messaging.outbox import Outbox, Outgoing
from store.messaging.told import Told, ToldFact, ToldFacts

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
EVER = datetime(2000, 1, 1, tzinfo=UTC)
NOTHING = Told(facts=frozenset(), stories={}, since=None)


@pytest.fixture
def told(database: Database) -> ToldFacts:
    return ToldFacts(database, "telegram")


def fact(key: str, *, story: int | None = 5, article: int = 3, version: int = 1) -> ToldFact:
    return ToldFact(story=story, fact=key, article=article, version=version, start=2, end=9)


def test_a_chat_is_known_to_have_been_told_what_it_was(told: ToldFacts) -> None:
    told.add("1", [fact("a"), fact("b", story=6)], at=NOW, how="digest")
    told.add("1", [fact("c")], at=NOW + HOUR, how="alert")
    told.add("1", [fact("d", story=7)], at=NOW + HOUR, how="answer")
    told.add("2", [fact("e")], at=NOW, how="alert")
    assert told.of("1", since=EVER) == Told(
        facts=frozenset({(5, "a"), (6, "b"), (5, "c"), (7, "d")}),
        stories={5: NOW + HOUR, 6: NOW},  # an answer does not tell a story as it stands
        since=NOW,
    )
    assert told.of("1", since=NOW + HOUR).facts == {(5, "c"), (7, "d")}
    assert told.of("3", since=EVER) == NOTHING
    assert told.of("2", since=EVER).since is None


def test_a_fact_goes_with_its_article_to_another_story(
    told: ToldFacts, database: Database, ingest: Ingest
) -> None:
    outcome = ingest.bring_bytes(_TEXT.encode(), name="a.txt", file="a.txt")
    assert outcome.article_id is not None
    told.add("1", [fact("a", article=outcome.article_id, story=None)], at=NOW, how="answer")
    told.add("1", [fact("b", article=outcome.article_id)], at=NOW, how="digest")
    assert told.of("1", since=EVER).facts == {(5, "b")}
    with database.write() as db:
        db.execute("UPDATE articles SET story_id = 8")
    found = told.of("1", since=EVER)
    assert found.facts == {(5, "b"), (8, "a"), (8, "b")}
    assert found.stories == {5: NOW, 8: NOW}


_TEXT = "해람시 도서관이 문을 연다\n\n" + "해람시는 강변 도서관을 새로 연다고 밝혔다. " * 20


@pytest.mark.parametrize("end", ["failed", "expired", "fail_chat"])
def test_what_could_not_be_delivered_was_not_told(
    told: ToldFacts, outbox: Outbox, end: str
) -> None:
    told.add("1", [fact("a")], at=NOW, how="answer")
    message = Outgoing(chat="1", content="x", key="digest:1:a", expires_at=NOW + HOUR)
    along = told.noting("1", [fact("a"), fact("b")], at=NOW, how="digest")
    (number,) = outbox.put([message], now=NOW, along=(along,))
    assert told.of("1", since=EVER).facts == {(5, "a"), (5, "b")}
    if end == "failed":
        outbox.failed(number, reason="refused", now=NOW)
    elif end == "expired":
        assert outbox.next(now=NOW + HOUR, limit=9) == ()
    else:
        outbox.fail_chat("1", reason="forbidden", now=NOW)
    assert told.of("1", since=EVER) == Told(facts=frozenset({(5, "a")}), stories={}, since=None)


@pytest.mark.parametrize("end", ["sent", "uncertain"])
def test_what_may_have_arrived_was_told(told: ToldFacts, outbox: Outbox, end: str) -> None:
    along = told.noting("1", [fact("a")], at=NOW, how="digest")
    (number,) = outbox.put([Outgoing(chat="1", content="x")], now=NOW, along=(along,))
    if end == "sent":
        outbox.sent(number, "7", now=NOW)
    else:
        outbox.uncertain(number, reason="no_answer", now=NOW)
    outbox.fail_chat("1", reason="forbidden", now=NOW)
    assert told.of("1", since=EVER).facts == {(5, "a")}


def test_a_key_that_was_used_tells_nothing_again(told: ToldFacts, outbox: Outbox) -> None:
    message = Outgoing(chat="1", content="x", key="digest:1:a")
    for name in ("a", "b"):
        along = told.noting("1", [fact(name)], at=NOW, how="digest")
        outbox.put([message], now=NOW, along=(along,))
    assert told.of("1", since=EVER).facts == {(5, "a")}


def test_what_is_written_along_stands_or_falls_with_its_messages(
    told: ToldFacts, outbox: Outbox
) -> None:
    def breaks(_: object, ids: tuple[int, ...]) -> None:
        raise RuntimeError(ids)

    along = (told.noting("1", [fact("a")], at=NOW, how="digest"), breaks)
    with pytest.raises(RuntimeError):
        outbox.put([Outgoing(chat="1", content="x")], now=NOW, along=along)
    assert told.of("1", since=EVER) == NOTHING
    assert outbox.next(now=NOW, limit=9) == ()


def test_a_group_that_moves_was_told_what_it_was(told: ToldFacts, outbox: Outbox) -> None:
    told.add("-1", [fact("a")], at=NOW, how="digest")
    outbox.move("-1", "-1001")
    assert told.of("-1001", since=EVER).facts == {(5, "a")}
    assert told.of("-1", since=EVER) == NOTHING


def test_what_was_told_long_ago_is_forgotten(told: ToldFacts, database: Database) -> None:
    told.add("1", [fact("a")], at=NOW, how="digest")
    told.add("1", [fact("b")], at=NOW + HOUR, how="digest")
    ToldFacts(database, "other").add("1", [fact("c")], at=NOW, how="digest")
    assert told.forget(before=NOW + HOUR) == 1
    assert told.of("1", since=EVER).facts == {(5, "b")}


def test_deliveries_are_counted_by_local_day_and_name_nobody(
    database: Database, outbox: Outbox
) -> None:
    ends = ("sent", "sent", "late", "uncertain", "failed", "expired")
    for number, end in enumerate(ends):
        expires = NOW + HOUR if end == "expired" else None
        message = Outgoing(
            chat="70707", content="x", key=f"digest:70707:{number}", priority=1, due_at=NOW,
            expires_at=expires,
        )  # fmt: skip
        (row,) = outbox.put([message], now=NOW)
        if end == "sent":
            outbox.sent(row, "7", now=NOW + timedelta(minutes=9))
        elif end == "late":
            outbox.sent(row, "7", now=NOW + 20 * HOUR)
        elif end == "uncertain":
            outbox.uncertain(row, reason="no_answer", now=NOW)
        elif end == "failed":
            outbox.failed(row, reason="refused", now=NOW)
    for asked in (
        Outgoing(chat="1", content="answer"),
        Outgoing(chat="1", content="b", priority=2),
    ):
        (row,) = outbox.put([asked], now=NOW)
        outbox.sent(row, "8", now=NOW)
    outbox.next(now=NOW + HOUR, limit=1)
    assert outbox.deliveries(since=EVER, zone=UTC) == (
        DayDeliveries(day=NOW.date(), sent=2, uncertain=1, failed=2),
        DayDeliveries(day=(NOW + 20 * HOUR).date(), late=1),
    )
    with database.read() as db:
        assert "70707" not in str(list(db["deliveries"].rows))
    assert [one.late for one in outbox.deliveries(since=NOW + 9 * HOUR, zone=UTC)] == [1]
    outbox.forget(before=NOW + timedelta(days=370, hours=2))
    assert [one.late for one in outbox.deliveries(since=EVER, zone=UTC)] == [1]


def test_what_nobody_asked_for_is_counted_by_chat(outbox: Outbox) -> None:
    for chat, priority in (("1", 1), ("1", 1), ("1", 0), ("2", 1)):
        outbox.put([Outgoing(chat=chat, content="x", priority=priority)], now=NOW)
    outbox.fail_chat("1", reason="forbidden", now=NOW)
    assert outbox.unasked("1", since=NOW) == 2
    assert outbox.unasked("1", since=NOW + HOUR) == 0
    assert outbox.backlog(NOW) == 1
