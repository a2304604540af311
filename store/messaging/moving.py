"""Follows a group that its platform gave a new id."""

from typing import Final

from sqlite_utils import Database as Connection

_OF_ALERTS: Final = (
    "follows",
    "watchwords",
    "awaited_questions",
    "due_news",
    "due_corrections",
)


def move(db: Connection, channel: str, old: str, new: str) -> None:
    """Let all that is kept of the chat ``old`` be of ``new``; of what both have, the old one's.

    A block of either stays. Nothing happens when nothing is kept of ``old``: platforms tell twice.
    """
    where = {"channel": channel, "old": old, "new": new}
    for table in ("waiting_updates", "outbox", "answers", "confirmations", "told_facts"):
        db.execute(
            f"UPDATE {table} SET chat = :new WHERE channel = :channel AND chat = :old",  # noqa: S608 (constants)
            where,
        )
    for table in ("chats", "subscriptions", *_OF_ALERTS):
        db.execute(
            f"UPDATE OR REPLACE {table} SET chat = :new WHERE channel = :channel AND chat = :old",  # noqa: S608 (constants)
            where,
        )
    db.execute(
        "UPDATE OR REPLACE buckets SET party = :new"
        " WHERE channel = :channel AND name = 'group' AND party = :old",
        where,
    )
    db.execute(
        "INSERT INTO access(channel, party, standing, at)"
        " SELECT channel, :new, standing, at FROM access"
        " WHERE channel = :channel AND party = :old"
        " ON CONFLICT(channel, party) DO UPDATE SET standing = excluded.standing"
        " WHERE standing <> 'blocked'",
        where,
    )
    db.execute("DELETE FROM access WHERE channel = :channel AND party = :old", where)
