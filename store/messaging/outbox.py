"""What is owed to chats, from the moment it is promised until the platform has it."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any, Final

from store.database import Database
from store.messaging import answers, deliveries, moving, updates
from store.messaging import outbox_rows as rows
from store.messaging.answers import AnswerRecord
from store.messaging.deliveries import DayDeliveries
from store.messaging.outgoing import Along, Delivered, Entry, Outgoing, Queued, State
from store.messaging.queue import EXPIRED, HEADS, arguments
from store.messaging.traces import wipe

__all__ = ["Along", "Delivered", "Entry", "Outbox", "Outgoing", "Queued", "State"]


#: Tries after which a message that was being sent when the process died is not sent again.
MAX_TRIES: Final = 4


class Outbox:
    """The messages of one channel. Every method raises DatabaseError when SQLite refuses."""

    def __init__(self, database: Database, channel: str) -> None:
        self._database = database
        self._channel = channel

    # -- promising

    def put(
        self,
        outgoing: Sequence[Outgoing],
        *,
        now: datetime,
        settles: int | None = None,
        answer: AnswerRecord | None = None,
        along: Sequence[Along] = (),
    ) -> tuple[int, ...]:
        """Promise these messages, note the answer and that the update is done: all or nothing.

        Return their ids; for a key that was used before, that of the first. Nothing is put and
        nothing returned when the update was done before: it is answered once. What is written
        ``along`` belongs to messages that are promised now, and is left where all were before.
        """
        with self._database.write() as db:
            if settles is not None and not updates.settle(db, self._channel, settles, now):
                return ()
            if answer is not None:
                answers.record(db, self._channel, answer)
            put = [rows.put(db, self._channel, one, now) for one in outgoing]
            ids = tuple(number for number, _ in put)
            if not put or any(is_new for _, is_new in put):
                for write in along:
                    write(db, ids)
            return ids

    # -- sending

    def next(
        self, *, now: datetime, limit: int, without: Collection[str] = ()
    ) -> tuple[Queued, ...]:
        """Return the next message of each of up to ``limit`` chats, by priority, then as put.

        A chat has one message under way, and none before an earlier one of the same priority:
        while one is being sent, or waits to be tried again, the chat is passed over. One that was
        put for later takes its place when it is due. What has expired is ended.
        """
        with self._database.read() as db:
            expired = [
                row[0] for row in db.execute(EXPIRED, [self._channel, now.timestamp()]).fetchall()
            ]
        if expired:
            self._end(expired, state="expired", reason=None, now=now)
        with self._database.read() as db:
            found = db.query(HEADS, arguments(self._channel, now, limit=limit, without=without))
            return tuple(Queued(**{**row, "created_at": _time(row["created_at"])}) for row in found)

    def sending(self, id: int, *, now: datetime) -> bool:  # noqa: A002
        """Note that the message is about to be sent; False when it is not queued any more."""
        with self._database.write() as db:
            noted = db.execute(
                "UPDATE outbox SET state = 'sending', attempts = attempts + 1, tried_at = ?"
                " WHERE id = ? AND channel = ? AND state = 'queued'",
                [now.timestamp(), id, self._channel],
            )
            return bool(noted.rowcount)

    def sent(self, id: int, message: str | None, *, now: datetime) -> None:  # noqa: A002
        """Note that the platform has it, under the number ``message`` if it is one of its own."""
        with self._database.write() as db:
            if rows.end(
                db, self._channel, [id], state="sent", reason=None, now=now, message=message
            ):
                db.execute(
                    "UPDATE outbox SET state = 'replaced' WHERE channel = ? AND state = 'sent'"
                    " AND id = (SELECT replaces FROM outbox WHERE id = ?)",
                    [self._channel, id],
                )

    def retry(self, id: int, *, not_before: datetime, reason: str) -> None:  # noqa: A002
        """Queue it again, and its chat with it, until then."""
        with self._database.write() as db:
            db.execute(
                "UPDATE outbox SET state = 'queued', not_before = ?, reason = ?"
                " WHERE id = ? AND channel = ? AND ended_at IS NULL",
                [not_before.timestamp(), reason, id, self._channel],
            )

    def uncertain(self, id: int, *, reason: str, now: datetime) -> None:  # noqa: A002
        """Note that the platform may have it, or not; it is not sent again."""
        self._end([id], state="uncertain", reason=reason, now=now)

    def failed(self, id: int, *, reason: str, now: datetime) -> None:  # noqa: A002
        """Note that it cannot be delivered."""
        self._end([id], state="failed", reason=reason, now=now)

    def resume(self, *, now: datetime) -> int:
        """Queue again what a process that died was sending; return how many.

        Perhaps the platform has it: rather twice than not at all. What was tried ``MAX_TRIES``
        times is uncertain: it may be what kills the process, and nobody needs it that often. So
        are digests, alerts and broadcasts but the last that left: those before it had more time to
        arrive, and no more than one comes twice.
        """
        with self._database.write() as db:
            tried = db.execute(
                "SELECT id FROM (SELECT id, attempts, priority, row_number() OVER"
                " (PARTITION BY priority > 0 ORDER BY tried_at DESC, id DESC) AS place FROM outbox"
                " WHERE channel = ? AND ended_at IS NULL AND state = 'sending')"
                " WHERE attempts >= ? OR (priority > 0 AND place > 1)",
                [self._channel, MAX_TRIES],
            ).fetchall()
            ids = [row[0] for row in tried]
            rows.end(db, self._channel, ids, state="uncertain", reason="cut_off", now=now)
            again = db.execute(
                "UPDATE outbox SET state = 'queued', not_before = ?"
                " WHERE channel = ? AND ended_at IS NULL AND state = 'sending'",
                [now.timestamp(), self._channel],
            )
            return int(again.rowcount)

    def fail_chat(self, chat: str, *, reason: str, now: datetime) -> int:
        """End all that is queued for the chat; return how many."""
        with self._database.write() as db:
            owed = [
                row[0]
                for row in db.execute(
                    "SELECT id FROM outbox WHERE channel = ? AND chat = ? AND ended_at IS NULL"
                    " AND state = 'queued'",
                    [self._channel, chat],
                ).fetchall()
            ]
            return rows.end(db, self._channel, owed, state="failed", reason=reason, now=now)

    def move(self, old: str, new: str) -> None:
        """Follow a chat to its new id with all that is kept of it."""
        with self._database.write() as db:
            moving.move(db, self._channel, old, new)

    # -- looking back

    def find(self, key: str) -> int | None:
        """Return the id of the message that was put with ``key``."""
        with self._database.read() as db:
            row = db.execute(
                "SELECT id FROM outbox WHERE channel = ? AND key = ?", [self._channel, key]
            ).fetchone()
        return None if row is None else int(row[0])

    def answers_to(self, chat: str, message: str) -> tuple[Delivered, ...]:
        """Return what stands in the chat as reply to its message of that number, or will, by part.

        What is owed still has no number of its own yet.
        """
        with self._database.read() as db:
            found = db.query(
                "SELECT id, message, part FROM outbox AS stands WHERE channel = :channel"
                " AND chat = :chat AND answers = :message"
                " AND (ended_at IS NULL OR (state = 'sent' AND message IS NOT NULL))"
                " AND NOT EXISTS (SELECT 1 FROM outbox AS instead WHERE instead.channel = :channel"
                " AND instead.chat = :chat AND instead.ended_at IS NULL"
                " AND instead.replaces = stands.id) ORDER BY part, id",
                {"channel": self._channel, "chat": chat, "message": message},
            )
            return tuple(Delivered(**row) for row in found)

    def recent(self, *, since: datetime) -> tuple[tuple[str, datetime], ...]:
        """Return chat and time of every message that was tried since then, by its last try."""
        with self._database.read() as db:
            found = db.execute(
                "SELECT chat, tried_at FROM outbox WHERE channel = ? AND tried_at >= ?"
                " ORDER BY tried_at, id",
                [self._channel, since.timestamp()],
            ).fetchall()
        return tuple((chat, _time(moment)) for chat, moment in found)

    def unasked(self, chat: str, *, since: datetime) -> int:
        """Count the digests and alerts that the chat was promised since then."""
        with self._database.read() as db:
            row = db.execute(
                "SELECT count(*) FROM outbox WHERE channel = ? AND chat = ? AND created_at >= ?"
                " AND priority = 1",
                [self._channel, chat, since.timestamp()],
            ).fetchone()
        return int(row[0])

    def backlog(self, now: datetime) -> int:
        """Count the answers, digests and alerts that could be sent now."""
        with self._database.read() as db:
            row = db.execute(
                "SELECT count(*) FROM outbox WHERE channel = ? AND ended_at IS NULL"
                " AND priority <= 1 AND (not_before IS NULL OR not_before <= ?)",
                [self._channel, now.timestamp()],
            ).fetchone()
        return int(row[0])

    def counts(self, *, since: datetime) -> dict[State, int]:
        """Count what is owed, and what ended since then, by state."""
        with self._database.read() as db:
            found = db.execute(
                "SELECT state, count(*) FROM outbox WHERE channel = :channel"
                " AND (ended_at IS NULL OR ended_at >= :since) GROUP BY state",
                {"channel": self._channel, "since": since.timestamp()},
            ).fetchall()
        return dict(found)

    def deliveries(self, *, since: datetime, zone: tzinfo) -> tuple[DayDeliveries, ...]:
        """Count the digests and alerts of each local day that had any since then, by outcome."""
        return deliveries.days(self._database, self._channel, since=since, zone=zone)

    def listing(self, *, state: State | None = None, limit: int) -> tuple[Entry, ...]:
        """Return what became of the newest messages, newest first."""
        with self._database.read() as db:
            found = db.query(
                "SELECT id, chat, state, attempts, reason, created_at, ended_at, key FROM outbox"
                " WHERE channel = :channel AND (:state IS NULL OR state = :state)"
                " ORDER BY id DESC LIMIT :limit",
                {"channel": self._channel, "state": state, "limit": limit},
            )
            return tuple(_entry(row) for row in found)

    def forget(self, *, before: datetime) -> int:
        """Forget messages that ended before then; return how many.

        The texts of all that were sent leave the disk with it, so it is called once a minute.
        """
        with self._database.erasing() as db:
            wipe(db, "outbox_contents")
            deliveries.forget(db, self._channel, before=before)
            return int(
                db.execute(
                    "DELETE FROM outbox WHERE channel = ? AND ended_at < ?",
                    [self._channel, before.timestamp()],
                ).rowcount
            )

    def _end(self, ids: Collection[int], *, state: State, reason: str | None, now: datetime) -> int:
        with self._database.write() as db:
            return rows.end(db, self._channel, ids, state=state, reason=reason, now=now)


def _entry(row: dict[str, Any]) -> Entry:
    ended = row["ended_at"]
    return Entry(
        **{
            **row,
            "created_at": _time(row["created_at"]),
            "ended_at": None if ended is None else _time(ended),
        }
    )


def _time(moment: float) -> datetime:
    return datetime.fromtimestamp(moment, UTC)
