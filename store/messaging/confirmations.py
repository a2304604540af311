"""What somebody was asked to confirm, for a while."""

import secrets
from datetime import datetime, timedelta
from typing import Final

from store.database import Database
from store.rows import encodable

#: How long a question «really?» can be answered.
LASTS: Final = timedelta(minutes=10)
#: 96 bits: not to be guessed in that time; as text 16 characters of a button's 64 bytes.
_ID_BYTES: Final = 12


class Confirmations:
    """Asked in one channel. Every method raises DatabaseError when SQLite refuses."""

    def __init__(self, database: Database, channel: str) -> None:
        self._database = database
        self._channel = channel

    def ask(
        self,
        *,
        chat: str,
        person: str,
        action: str,
        argument: str,
        now: datetime,
        lasts: timedelta = LASTS,
    ) -> str:
        """Keep what the person is asked to confirm; return the id for the buttons."""
        asked = secrets.token_urlsafe(_ID_BYTES)
        with self._database.write() as db:
            db.execute("DELETE FROM confirmations WHERE expires_at <= ?", [now.timestamp()])
            db["confirmations"].insert(
                {
                    "id": asked,
                    "channel": self._channel,
                    "chat": chat,
                    "person": person,
                    "action": action,
                    "argument": encodable(argument),
                    "expires_at": (now + lasts).timestamp(),
                }
            )
        return asked

    def take(
        self,
        id: str,  # noqa: A002 (as ``ask`` calls it)
        *,
        chat: str,
        person: str,
        now: datetime,
    ) -> tuple[str, str] | None:
        """Return action and argument once, to the one who was asked, where they were asked."""
        asked = {
            "id": id,
            "channel": self._channel,
            "chat": chat,
            "person": person,
            "now": now.timestamp(),
        }
        condition = (
            "id = :id AND channel = :channel AND chat = :chat AND person = :person"
            " AND expires_at > :now"
        )
        with self._database.write() as db:
            row = db.execute(
                f"SELECT action, argument FROM confirmations WHERE {condition}",  # noqa: S608 (constants)
                asked,
            ).fetchone()
            db.execute(f"DELETE FROM confirmations WHERE {condition}", asked)  # noqa: S608 (constants)
        return row and (row[0], row[1])

    def forget(self, *, now: datetime) -> int:
        """Forget what was not confirmed in time; return how many."""
        with self._database.write() as db:
            gone = db.execute(
                "DELETE FROM confirmations WHERE channel = ? AND expires_at <= ?",
                [self._channel, now.timestamp()],
            )
            return int(gone.rowcount)
