"""Declined questions that somebody asked to be told the answer of, until it is there."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlite_utils import Database as Connection

from store.database import Database
from store.errors import NoLongerDueError
from store.messaging.keeping import keep
from store.messaging.outbox import Along
from store.messaging.traces import wipe
from store.rows import encodable

#: What the news does not answer within a month it mostly never does.
KEPT_FOR: Final = timedelta(days=30)
#: Each is asked again when articles have come in.
MAX_AWAITED: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitedQuestion:
    """A question as it was asked, whole in itself; days in it are seen from ``asked_at``."""

    id: int
    channel: str
    chat: str
    person: str | None
    question: str
    asked_at: datetime
    expires_at: datetime


class AwaitedQuestions:
    """The questions of the chats of one channel. Every method raises DatabaseError."""

    def __init__(self, database: Database, channel: str) -> None:
        self._database = database
        self._channel = channel

    def add(
        self, chat: str, question: str, *, person: str | None, now: datetime
    ) -> AwaitedQuestion | None:
        """Keep a question, as the one who asked it wants, and return it.

        None when the chat waits for as many as it may; one that waits already stays as it is.
        What is stored by now was searched for it.
        """
        with self._database.write() as db:
            kept = keep(
                db,
                "awaited_questions",
                {
                    "channel": self._channel,
                    "chat": chat,
                    "person": person,
                    "question": encodable(question),
                    "asked_at": now.timestamp(),
                    "expires_at": (now + KEPT_FOR).timestamp(),
                    "tried": _found_by_now(db),
                },
                same=("question",),
                most=MAX_AWAITED,
            )
        return None if kept is None else _awaited(kept)

    def remove(self, chat: str, id: int) -> bool:  # noqa: A002 (as in the record)
        """Wait for it no more; tell whether it waited."""
        with self._database.erasing() as db:
            gone = db.execute(
                "DELETE FROM awaited_questions WHERE channel = ? AND chat = ? AND id = ?",
                [self._channel, chat, id],
            )
            wipe(db, "awaited_questions")
            return bool(gone.rowcount)

    def of(self, chat: str) -> tuple[AwaitedQuestion, ...]:
        """Return the questions of the chat, the first first."""
        with self._database.read() as db:
            return tuple(map(_awaited, db.query(_OF_CHAT, [self._channel, chat])))

    def to_try(self, limit: int) -> tuple[tuple[AwaitedQuestion, int], ...]:
        """Return those for which there is something new to search, those that waited longest first.

        With each comes a number of what can be found by now, for ``tried``.
        """
        with self._database.read() as db:
            by_now = _found_by_now(db)
            found = db.query(
                "SELECT * FROM awaited_questions WHERE channel = ? AND tried < ?"
                " ORDER BY tried, id LIMIT ?",
                [self._channel, by_now, limit],
            )
            return tuple((_awaited(row), by_now) for row in found)

    def tried(self, id: int, by_now: int) -> None:  # noqa: A002 (as in the record)
        """Note that it was asked again, in vain, of what could be found then."""
        with self._database.write() as db:
            db.execute("UPDATE awaited_questions SET tried = ? WHERE id = ?", [by_now, id])

    def expired(self, now: datetime, limit: int) -> tuple[AwaitedQuestion, ...]:
        """Return those that waited too long."""
        with self._database.read() as db:
            found = db.query(
                "SELECT * FROM awaited_questions WHERE channel = ? AND expires_at <= ?"
                " ORDER BY expires_at, id LIMIT ?",
                [self._channel, now.timestamp(), limit],
            )
            return tuple(map(_awaited, found))


def ending(id: int) -> Along:  # noqa: A002 (as in the record)
    """Return the writing that deletes a question, to be done along with what is told of it.

    Where that was done before, it undoes the promise: it raises NoLongerDueError.
    """

    def end(db: Connection, _: tuple[int, ...]) -> None:
        if not db.execute("DELETE FROM awaited_questions WHERE id = ?", [id]).rowcount:
            raise NoLongerDueError
        wipe(db, "awaited_questions")

    return end


_OF_CHAT: Final = "SELECT * FROM awaited_questions WHERE channel = ? AND chat = ? ORDER BY id"


def _found_by_now(db: Connection) -> int:
    """Number what can be found by now: higher when there is more of it, or when all of it can."""
    return int(db.execute(_FOUND_BY_NOW).fetchone()[0])


_FOUND_BY_NOW: Final = """
    SELECT 2 * coalesce((
        SELECT versions.id FROM versions JOIN articles ON articles.id = article_id
        WHERE version_id = versions.id AND words = 1 ORDER BY versions.id DESC LIMIT 1
    ), 0) + NOT (
        EXISTS (SELECT 1 FROM articles WHERE words = 0)
        OR EXISTS (SELECT 1 FROM passages WHERE vectors = 0)
    )
"""


def _awaited(row: dict[str, Any]) -> AwaitedQuestion:
    return AwaitedQuestion(
        **{name: row[name] for name in ("id", "channel", "chat", "person", "question")},
        asked_at=datetime.fromtimestamp(row["asked_at"], UTC),
        expires_at=datetime.fromtimestamp(row["expires_at"], UTC),
    )
