"""Rules by which chats watch for words, as they were written."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from store.database import Database
from store.messaging.keeping import keep
from store.messaging.traces import wipe
from store.rows import encodable

#: More than anybody keeps in mind; each is held against every article that comes in.
MAX_WATCHWORDS: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Watchword:
    """A rule that a chat watches by. ``person`` set it up."""

    id: int
    channel: str
    chat: str
    person: str | None
    rule: str
    created_at: datetime


class Watchwords:
    """The rules of the chats of one channel. Every method raises DatabaseError."""

    def __init__(self, database: Database, channel: str) -> None:
        self._database = database
        self._channel = channel

    def add(self, chat: str, rule: str, *, person: str | None, now: datetime) -> Watchword | None:
        """Watch by a rule that was read without an error, and return it.

        None when the chat has as many as it may; one that it has already stays as it is.
        """
        with self._database.write() as db:
            kept = keep(
                db,
                "watchwords",
                {
                    "channel": self._channel,
                    "chat": chat,
                    "person": person,
                    "rule": encodable(rule),
                    "created_at": now.timestamp(),
                },
                same=("rule",),
                most=MAX_WATCHWORDS,
            )
        return None if kept is None else _watchword(kept)

    def remove(self, chat: str, id: int) -> Watchword | None:  # noqa: A002 (as in the record)
        """Watch by it no more, and tell nothing that waits for it; return what it was."""
        with self._database.erasing() as db:
            own = db.query(_OF_CHAT, [self._channel, chat])
            known = next((_watchword(row) for row in own if row["id"] == id), None)
            if known is not None:
                db.execute("DELETE FROM watchwords WHERE id = ?", [id])
                db.execute("DELETE FROM due_news WHERE cause = 'watch' AND cause_id = ?", [id])
                wipe(db, "watchwords")
        return known

    def of(self, chat: str) -> tuple[Watchword, ...]:
        """Return the rules of the chat, the first first."""
        return self._all(_OF_CHAT, [self._channel, chat])

    def all(self) -> tuple[Watchword, ...]:
        """Return the rules of all chats, the first first."""
        return self._all("SELECT * FROM watchwords WHERE channel = ? ORDER BY id", [self._channel])

    def _all(self, sql: str, arguments: list[Any]) -> tuple[Watchword, ...]:
        with self._database.read() as db:
            return tuple(_watchword(row) for row in db.query(sql, arguments))


_OF_CHAT: Final = "SELECT * FROM watchwords WHERE channel = ? AND chat = ? ORDER BY id"


def _watchword(row: dict[str, Any]) -> Watchword:
    return Watchword(**{**row, "created_at": datetime.fromtimestamp(row["created_at"], UTC)})
