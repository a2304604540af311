"""What a messenger brought and is not answered yet; each of them once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlite_utils import Database as Connection

from store.database import Database
from store.messaging.traces import wipe
from store.rows import encodable


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An update as it comes in; ``chat`` names the queue in which its order is kept."""

    id: int
    chat: str
    payload: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An update that is accepted and owed a reply."""

    id: int
    chat: str
    payload: str
    received_at: datetime


class Updates:
    """The updates of one channel. Every method raises DatabaseError when SQLite refuses."""

    def __init__(self, database: Database, channel: str) -> None:
        self._database = database
        self._channel = channel

    def accept(self, arrivals: Iterable[Arrival], *, now: datetime) -> tuple[Waiting, ...]:
        """Keep those that were never seen before, all or none, and return them in their order."""
        with self._database.write() as db:
            return tuple(
                Waiting(id=one.id, chat=one.chat, payload=one.payload, received_at=now)
                for one in arrivals
                if self._accept(db, one, now)
            )

    def _accept(self, db: Connection, arrival: Arrival, now: datetime) -> bool:
        kept = db.execute(
            "INSERT OR IGNORE INTO waiting_updates(channel, id, chat, payload, received_at)"
            " SELECT :channel, :id, :chat, :payload, :now WHERE NOT EXISTS"
            " (SELECT 1 FROM done_updates WHERE channel = :channel AND id = :id)",
            {
                "channel": self._channel,
                "id": arrival.id,
                "chat": encodable(arrival.chat),
                "payload": encodable(arrival.payload),
                "now": now.timestamp(),
            },
        )
        return bool(kept.rowcount)

    def waiting(self) -> tuple[Waiting, ...]:
        """Return what is owed a reply, by id: what a process that died has left."""
        with self._database.read() as db:
            return tuple(
                Waiting(
                    id=row["id"],
                    chat=row["chat"],
                    payload=row["payload"],
                    received_at=datetime.fromtimestamp(row["received_at"], UTC),
                )
                for row in db.query(
                    "SELECT id, chat, payload, received_at FROM waiting_updates"
                    " WHERE channel = ? AND payload <> '' ORDER BY id",
                    [self._channel],
                )
            )

    def settle(self, id: int, *, now: datetime) -> None:  # noqa: A002 (as the platform calls it)
        """Note that the update is done without a reply; what it said is not kept."""
        with self._database.write() as db:
            settle(db, self._channel, id, now)

    def forget(self, *, before: datetime) -> int:
        """Forget the ids of updates that were done before then; return how many.

        The texts of all that are done leave the disk with it, so it is called once a minute.
        """
        with self._database.erasing() as db:
            db.execute(
                "DELETE FROM waiting_updates WHERE channel = ? AND payload = ''"
                " AND received_at < ?",
                [self._channel, before.timestamp()],
            )
            wipe(db, "waiting_updates")
            return int(
                db.execute(
                    "DELETE FROM done_updates WHERE channel = ? AND done_at < ?",
                    [self._channel, before.timestamp()],
                ).rowcount
            )


def settle(db: Connection, channel: str, id: int, now: datetime) -> bool:  # noqa: A002 (as above)
    """Note within a transaction that the update is done; tell whether it was not before."""
    db.execute("DELETE FROM waiting_updates WHERE channel = ? AND id = ?", [channel, id])
    noted = db.execute(
        "INSERT OR IGNORE INTO done_updates(channel, id, done_at) VALUES (?, ?, ?)",
        [channel, id, now.timestamp()],
    )
    return bool(noted.rowcount)
