"""Who did what and when, among those who may change things."""

from dataclasses import dataclass
from datetime import UTC, datetime

from store.database import Database
from store.rows import encodable


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One act; ``who`` is channel and person (``telegram:123``), or ``console``."""

    id: int
    at: datetime
    who: str
    action: str
    object: str
    outcome: str


class Audit:
    """The record of acts. Every method raises DatabaseError when SQLite refuses."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(
        self,
        *,
        who: str,
        action: str,
        object: str,  # noqa: A002 (as in the entry)
        now: datetime,
        outcome: str = "done",
    ) -> None:
        """Put an act on record."""
        with self._database.write() as db:
            db["audit"].insert(
                {
                    "at": now.timestamp(),
                    "who": who,
                    "action": encodable(action),
                    "object": encodable(object),
                    "outcome": encodable(outcome),
                }
            )

    def listed(self, *, limit: int, before_id: int | None = None) -> tuple[Entry, ...]:
        """Return the newest acts, newest first; only those before one of them."""
        with self._database.read() as db:
            found = db.query(
                "SELECT id, at, who, action, object, outcome FROM audit"
                " WHERE :before IS NULL OR id < :before ORDER BY id DESC LIMIT :limit",
                {"before": before_id, "limit": limit},
            )
            return tuple(
                Entry(**{**row, "at": datetime.fromtimestamp(row["at"], UTC)}) for row in found
            )
