"""Writes the rows of the outbox, within a transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlite_utils import Database as Connection

from store.messaging import deliveries
from store.messaging.outgoing import Outgoing, State
from store.rows import encodable

#: What a message replaces leaves before it, however little that was urged.
_HASTEN: Final = """
    WITH RECURSIVE replaced(id) AS (
        SELECT ? UNION SELECT replaces FROM outbox JOIN replaced USING (id)
    )
    UPDATE outbox SET priority = min(priority, ?),
        not_before = CASE WHEN attempts > 0 THEN not_before END
    WHERE id IN replaced AND channel = ? AND ended_at IS NULL
"""


def put(db: Connection, channel: str, one: Outgoing, now: datetime) -> tuple[int, bool]:
    """Promise a message; return its id (of the first with its key) and whether it is new."""
    row = db.execute(
        "INSERT INTO outbox(channel, chat, key, priority, answers, part, replaces, created_at,"
        " not_before, expires_at, due_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT(channel, key) WHERE key IS NOT NULL DO NOTHING",
        [
            *(channel, one.chat, one.key, one.priority, one.answers, one.part),
            *(one.replaces, now.timestamp()),
            *(
                moment and moment.timestamp()
                for moment in (one.not_before, one.expires_at, one.due_at)
            ),
        ],
    )
    if not row.rowcount:
        known = "SELECT id FROM outbox WHERE channel = ? AND key = ?"
        return int(db.execute(known, [channel, one.key]).fetchone()[0]), False
    db.execute(
        "INSERT INTO outbox_contents(id, content) VALUES (?, ?)",
        [row.lastrowid, encodable(one.content)],
    )
    if one.replaces is not None:
        db.execute(_HASTEN, [one.replaces, one.priority, channel])
    return int(row.lastrowid), True


def end(
    db: Connection,
    channel: str,
    ids: Iterable[int],
    *,
    state: State,
    reason: str | None,
    now: datetime,
    message: str | None = None,
) -> int:
    """End those that are owed; return how many. What they say is not kept.

    What the chat was to be told by one that does not arrive, it was not told.
    """
    count = 0
    for one in ids:
        ended = db.execute(
            "UPDATE outbox SET state = ?, reason = ?, ended_at = ?, message = ?"
            " WHERE id = ? AND channel = ? AND ended_at IS NULL",
            [state, reason, now.timestamp(), message, one, channel],
        ).rowcount
        db.execute("DELETE FROM outbox_contents WHERE id = ?", [one])
        if ended:
            deliveries.note(db, one)
        if ended and state in {"failed", "expired"}:
            db.execute("DELETE FROM told_facts WHERE message = ?", [one])
        count += ended
    return count
