"""What a chat was asked to write, and by whom the answer is awaited, for a while."""

from datetime import datetime
from typing import Final

from store.database import Database
from store.messaging.confirmations import Confirmations

#: Before what was asked, among what somebody was asked to confirm.
_PROMPT: Final = "prompt:"


class Prompts:
    """Asked in one channel: one of each person in each chat, for as long as a confirmation.

    They stand beside these, and go with them where what is kept is given out, moved or erased.
    Every method raises DatabaseError when SQLite refuses.
    """

    def __init__(self, database: Database, channel: str) -> None:
        self._database = database
        self._channel = channel
        self._confirmations = Confirmations(database, channel)

    def ask(self, *, chat: str, person: str, what: str, argument: str, now: datetime) -> None:
        """Await the person's next message as the answer to ``what``, in place of one before."""
        self.take(chat=chat, person=person, now=now)
        self._confirmations.ask(
            chat=chat, person=person, action=f"{_PROMPT}{what}", argument=argument, now=now
        )

    def take(self, *, chat: str, person: str, now: datetime) -> tuple[str, str] | None:
        """Return what is awaited of the person there, and its argument; it then is no more."""
        with self._database.read() as db:
            row = db.execute(
                "SELECT id FROM confirmations WHERE channel = ? AND chat = ? AND person = ?"
                " AND substr(action, 1, ?) = ?",
                [self._channel, chat, person, len(_PROMPT), _PROMPT],
            ).fetchone()
        if row is None:
            return None
        taken = self._confirmations.take(row[0], chat=chat, person=person, now=now)
        return taken and (taken[0].removeprefix(_PROMPT), taken[1])
