"""Answers are counted by local day; what they quoted and who asked is kept for a while only."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.database import Database
from store.messaging.answers import AnswerRecord, Answers, DayCount, QuoteRef
from store.messaging.answers import record as put_on_record
from store.messaging.outbox import Outbox
from store.removal import Removal

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
SEOUL, NEW_YORK = ZoneInfo("Asia/Seoul"), ZoneInfo("America/New_York")
QUOTES = (
    QuoteRef(article_id=3, version=2, start=0, end=9),
    QuoteRef(article_id=4, version=1, start=5, end=8),
)


def record(
    name: str,
    *,
    at: datetime = NOW,
    kind: str = "answer",
    person: str | None = "1",
    took_ms: int = 100,
) -> AnswerRecord:
    return AnswerRecord(
        id=name, chat="1", person=person, at=at, kind=kind, quotes=QUOTES, took_ms=took_ms
    )


def note(outbox: Outbox, *records: AnswerRecord) -> None:
    for one in records:
        outbox.put([], now=one.at, answer=one)


def note_at_once(database: Database, records: Iterable[AnswerRecord]) -> None:
    with database.write() as db:
        for one in records:
            put_on_record(db, "telegram", one)


def test_an_answer_comes_back_as_it_was_noted_and_the_first_note_stands(
    outbox: Outbox, answers: Answers
) -> None:
    note(outbox, record("a"), record("b", person=None), record("a", took_ms=7))
    assert answers.get("a") == record("a")
    assert answers.get("b") == record("b", person=None)
    assert answers.get("c") is None


def test_a_person_has_one_verdict_on_an_answer_and_may_change_it(
    outbox: Outbox, answers: Answers
) -> None:
    note(outbox, record("a"))
    assert answers.rate("a", person="1", verdict=1, now=NOW)
    assert answers.rate("a", person="1", verdict=-1, now=NOW)
    assert answers.rate("a", person="2", verdict=1, now=NOW)
    (day,) = answers.stats(since=NOW, zone=SEOUL)
    assert (day.up, day.down) == (1, 1)
    answers.rate("a", person="1", verdict=0, now=NOW)
    (day,) = answers.stats(since=NOW, zone=SEOUL)
    assert (day.up, day.down) == (1, 0)


def test_a_forged_answer_is_neither_rated_nor_kept(answers: Answers) -> None:
    assert not answers.rate("a", person="1", verdict=1, now=NOW)
    assert not answers.agree("a", person="1", question="?")
    assert answers.feedback(9) == ()


def test_only_who_asked_may_agree_to_keep_the_question(outbox: Outbox, answers: Answers) -> None:
    note(outbox, record("a"), record("b", at=NOW + timedelta(hours=1)), record("c", person=None))
    assert not answers.agree("a", person="2", question="왜?")
    assert not answers.agree("c", person="2", question="왜?")
    assert answers.agree("a", person="1", question="왜?")
    assert answers.agree("a", person="1", question="왜 \ud800?")
    assert answers.agree("b", person="1", question="누가?")
    answers.rate("a", person="1", verdict=-1, now=NOW)
    answers.rate("a", person="2", verdict=-1, now=NOW)
    found = answers.feedback(9)
    assert [(one.answer, one.question, one.liking) for one in found] == [
        ("b", "누가?", 0),
        ("a", "왜 �?", -2),
    ]
    assert [one.answer for one in answers.feedback(1)] == ["b"]


def test_a_day_is_summed_up(database: Database, answers: Answers) -> None:
    kinds = ["answer"] * 12 + ["declined"] * 5 + ["list"] * 3 + ["talk"] * 4
    note_at_once(
        database,
        (record(f"{n}", kind=kind, took_ms=10 * (n + 1)) for n, kind in enumerate(kinds)),
    )
    answers.rate("3", person="9", verdict=1, now=NOW)
    assert answers.stats(since=NOW, zone=SEOUL) == (
        DayCount(
            day=date(2026, 11, 22),
            questions=20,
            declined=5,
            lists=3,
            up=1,
            down=0,
            p50_ms=100,
            p95_ms=190,
        ),
    )


def test_days_are_those_of_the_zone_also_when_its_clocks_change(
    database: Database, answers: Answers
) -> None:
    # On 8 March 2026 New York's day has 23 hours, on 1 November 25.
    spring, autumn = datetime(2026, 3, 8, 5, tzinfo=UTC), datetime(2026, 11, 1, 4, tzinfo=UTC)
    for start, hours in ((spring, 23), (autumn, 25)):
        moments = [start + timedelta(hours=n, minutes=-30) for n in range(hours + 2)]
        note_at_once(database, (record(f"{at}", at=at) for at in moments))
    days = answers.stats(since=datetime(2026, 3, 1, tzinfo=UTC), zone=NEW_YORK)
    assert [(one.day.isoformat(), one.questions) for one in days] == [
        ("2026-03-07", 1),
        ("2026-03-08", 23),
        ("2026-03-09", 1),
        ("2026-10-31", 1),
        ("2026-11-01", 25),
        ("2026-11-02", 1),
    ]


def test_days_before_then_are_left_out(outbox: Outbox, answers: Answers) -> None:
    note(outbox, record("a", at=NOW - timedelta(days=3)), record("b"))
    assert [one.day for one in answers.stats(since=NOW, zone=SEOUL)] == [date(2026, 11, 22)]


@settings(max_examples=25)
@given(took=st.lists(st.integers(0, 9_999), min_size=1, max_size=40))
def test_half_of_all_took_no_longer_than_the_middle_one(
    took: list[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    database = Database(tmp_path_factory.mktemp("law") / "sosik.db")
    note_at_once(database, (record(f"{n}", took_ms=one) for n, one in enumerate(took)))
    (day,) = Answers(database, "telegram").stats(since=NOW, zone=SEOUL)
    for share, value in ((0.5, day.p50_ms), (0.95, day.p95_ms)):
        assert value in took
        assert sum(one <= value for one in took) >= share * len(took)
        assert sum(one < value for one in took) < share * len(took)
    database.close()


def test_after_a_while_only_counts_stay(outbox: Outbox, answers: Answers, tmp_path: Path) -> None:
    note(outbox, record("old"), record("new", at=NOW + timedelta(days=1)))
    for name in ("old", "new"):
        answers.rate(name, person="77777", verdict=1, now=NOW)
        answers.agree(name, person="1", question=f"canary {name}")
    before = answers.stats(since=NOW, zone=SEOUL)
    assert answers.forget(before=NOW + timedelta(hours=1)) == 1
    assert answers.forget(before=NOW + timedelta(hours=1)) == 0
    assert answers.stats(since=NOW, zone=SEOUL) == before
    forgotten = answers.get("old")
    assert forgotten is not None
    assert (forgotten.chat, forgotten.person, forgotten.quotes) == (None, None, ())
    assert [one.question for one in answers.feedback(9)] == ["canary new"]
    assert not answers.rate("old", person="77777", verdict=1, now=NOW)
    held = b"".join(file.read_bytes() for file in tmp_path.glob("sosik.db*"))
    assert b"canary new" in held
    assert b"canary old" not in held


def test_a_removed_article_is_quoted_by_no_answer(
    outbox: Outbox, answers: Answers, database: Database
) -> None:
    note(outbox, record("a"))
    Removal(database).remove(3, now=NOW)
    found = answers.get("a")
    assert found is not None
    assert [quote.article_id for quote in found.quotes] == [4]
