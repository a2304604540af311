"""What was answered, how it was liked, and what people agreed to keep of it."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from itertools import groupby
from typing import Any, Literal

from sqlite_utils import Database as Connection

from store.database import Database
from store.messaging.traces import wipe
from store.rows import encodable

Verdict = Literal[1, -1, 0]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteRef:
    """A sentence that was quoted: ``text[start:end]`` of that version of the article."""

    article_id: int
    version: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRecord:
    """An answer, without what was asked. ``kind`` is that of the reply: answer, list, declined.

    ``took_ms`` runs from when the question came in. Later ``chat``, ``person`` and ``quotes`` are
    emptied, and the quotes of an article that is removed go with it.
    """

    id: str
    chat: str | None
    person: str | None
    at: datetime
    kind: str
    quotes: tuple[QuoteRef, ...] = ()
    took_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """One local day: how many questions, how many of these were declined or got a list, how the
    answers were liked, and how long the middle one and the slowest of twenty took.
    """

    day: date
    questions: int
    declined: int
    lists: int
    up: int
    down: int
    p50_ms: int
    p95_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptQuestion:
    """A question that its asker agreed to keep, with the answer's id and its verdicts' sum."""

    answer: str
    question: str
    kind: str
    at: datetime
    liking: int


class Answers:
    """The answers of one channel. Every method raises DatabaseError when SQLite refuses."""

    def __init__(self, database: Database, channel: str) -> None:
        self._database = database
        self._channel = channel

    def get(self, id: str) -> AnswerRecord | None:  # noqa: A002 (as in the record)
        """Return the answer, if it is on record."""
        with self._database.read() as db:
            row = next(
                db.query(
                    "SELECT id, chat, person, at, kind, took_ms FROM answers"
                    " WHERE channel = ? AND id = ?",
                    [self._channel, id],
                ),
                None,
            )
            if row is None:
                return None
            quotes = db.query(
                "SELECT article_id, version, start, end FROM answer_quotes"
                " WHERE channel = ? AND answer = ? ORDER BY position",
                [self._channel, id],
            )
            return AnswerRecord(
                **{**row, "at": datetime.fromtimestamp(row["at"], UTC)},
                quotes=tuple(QuoteRef(**quote) for quote in quotes),
            )

    def rate(self, id: str, *, person: str, verdict: Verdict, now: datetime) -> bool:  # noqa: A002
        """Keep the person's verdict on the answer in place of an earlier one; 0 takes it back.

        False when there is no such answer.
        """
        with self._database.write() as db:
            if not _is_known(db, self._channel, id):
                return False
            key = [self._channel, id, person]
            db.execute("DELETE FROM feedback WHERE channel = ? AND answer = ? AND person = ?", key)
            if verdict:
                db.execute(
                    "INSERT INTO feedback(channel, answer, person, verdict, at)"
                    " VALUES (?, ?, ?, ?, ?)",
                    [*key, verdict, now.timestamp()],
                )
        return True

    def agree(self, id: str, *, person: str, question: str) -> bool:  # noqa: A002
        """Keep the question of the answer, as the one who asked it agreed to.

        False when this person did not ask it.
        """
        with self._database.write() as db:
            if not _is_known(db, self._channel, id, asked_by=person):
                return False
            db.execute(
                "INSERT OR REPLACE INTO kept_questions(channel, answer, person, question)"
                " VALUES (?, ?, ?, ?)",
                [self._channel, id, person, encodable(question)],
            )
        return True

    def feedback(self, limit: int) -> tuple[KeptQuestion, ...]:
        """Return the newest questions that people agreed to keep, newest first."""
        with self._database.read() as db:
            found = db.query(
                "SELECT answers.id AS answer, question, kind, answers.at, up - down + coalesce("
                " (SELECT sum(verdict) FROM feedback WHERE feedback.channel = answers.channel"
                " AND feedback.answer = answers.id), 0) AS liking"
                " FROM kept_questions JOIN answers"
                " ON answers.channel = kept_questions.channel AND answers.id = answer"
                " WHERE answers.channel = ? ORDER BY answers.at DESC, answers.id LIMIT ?",
                [self._channel, limit],
            )
            return tuple(
                KeptQuestion(**{**row, "at": datetime.fromtimestamp(row["at"], UTC)})
                for row in found
            )

    def stats(self, *, since: datetime, zone: tzinfo) -> tuple[DayCount, ...]:
        """Count the questions of each local day that had any since then, the first day first.

        Verdicts count on the day of their answer.
        """
        with self._database.read() as db:
            found = list(
                db.query(
                    "SELECT answers.at, kind, took_ms,"
                    " up + count(verdict) FILTER (WHERE verdict > 0) AS up,"
                    " down + count(verdict) FILTER (WHERE verdict < 0) AS down"
                    " FROM answers LEFT JOIN feedback"
                    " ON feedback.channel = answers.channel AND answer = answers.id"
                    " WHERE answers.channel = ? AND answers.at >= ? AND kind <> 'talk'"
                    " GROUP BY answers.channel, answers.id ORDER BY answers.at",
                    [self._channel, since.timestamp()],
                )
            )
        days = groupby(found, key=lambda row: datetime.fromtimestamp(row["at"], zone).date())
        return tuple(_day(day, list(rows)) for day, rows in days)

    def forget(self, *, before: datetime) -> int:
        """Empty the answers given before then: only counts stay. Return how many."""
        with self._database.erasing() as db:
            old = db.execute(
                "SELECT id FROM answers WHERE channel = ? AND at < ? AND chat IS NOT NULL",
                [self._channel, before.timestamp()],
            ).fetchall()
            empty(db, self._channel, [row[0] for row in old])
            return len(old)


def record(db: Connection, channel: str, answer: AnswerRecord) -> None:
    """Put an answer on record within a transaction, once."""
    noted = db.execute(
        "INSERT OR IGNORE INTO answers(channel, id, chat, person, at, kind, took_ms)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            *(channel, answer.id, answer.chat, answer.person, answer.at.timestamp()),
            *(answer.kind, answer.took_ms),
        ],
    )
    if not noted.rowcount:
        return
    for position, quote in enumerate(answer.quotes):
        db.execute(
            "INSERT INTO answer_quotes(channel, answer, position, article_id, version, start, end)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                *(channel, answer.id, position),
                *(quote.article_id, quote.version, quote.start, quote.end),
            ],
        )


def empty(db: Connection, channel: str, ids: Iterable[str]) -> None:
    """Leave of these answers their time, kind and counts, within a transaction that erases."""
    for one in ids:
        key = [channel, one]
        fold(db, "channel = ? AND answer = ?", key)
        db.execute("DELETE FROM kept_questions WHERE channel = ? AND answer = ?", key)
        db.execute("DELETE FROM answer_quotes WHERE channel = ? AND answer = ?", key)
        db.execute(
            "UPDATE answers SET chat = NULL, person = NULL WHERE channel = ? AND id = ?", key
        )
    wipe(db, "kept_questions")


def fold(db: Connection, condition: str, arguments: Sequence[str]) -> None:
    """Turn verdicts into counts that name nobody."""
    found = db.execute(
        f"SELECT channel, answer, verdict FROM feedback WHERE {condition}",  # noqa: S608 (constants)
        arguments,
    ).fetchall()
    for channel, answer, verdict in found:
        db.execute(
            "UPDATE answers SET up = up + ?, down = down + ? WHERE channel = ? AND id = ?",
            [verdict > 0, verdict < 0, channel, answer],
        )
    db.execute(f"DELETE FROM feedback WHERE {condition}", arguments)  # noqa: S608 (constants)


def _is_known(db: Connection, channel: str, answer: str, *, asked_by: str | None = None) -> bool:
    return bool(
        db.execute(
            "SELECT 1 FROM answers WHERE channel = :channel AND id = :answer"
            " AND chat IS NOT NULL AND (:person IS NULL OR person = :person)",
            {"channel": channel, "answer": answer, "person": asked_by},
        ).fetchone()
    )


def _day(day: date, rows: list[dict[str, Any]]) -> DayCount:
    took = sorted(row["took_ms"] for row in rows)
    kinds = [row["kind"] for row in rows]
    return DayCount(
        day=day,
        questions=len(rows),
        declined=kinds.count("declined"),
        lists=kinds.count("list"),
        up=sum(row["up"] for row in rows),
        down=sum(row["down"] for row in rows),
        p50_ms=_nearest_rank(took, 0.5),
        p95_ms=_nearest_rank(took, 0.95),
    )


def _nearest_rank(ascending: list[int], share: float) -> int:
    """Return the smallest value that at least ``share`` of all do not exceed."""
    return ascending[math.ceil(share * len(ascending)) - 1]
