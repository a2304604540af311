"""The chats that write, or wrote: what each has set, and whether it can be reached."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal

from store.database import Database

Kind = Literal["private", "group", "channel"]

_COLUMNS: Final = "channel, chat, kind, language, is_on, first_seen, last_seen, unreachable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A chat that wrote. ``last_seen`` is the day's start in UTC: no need to know more.

    ``unreachable`` says why nothing can be sent there.
    """

    channel: str
    chat: str
    kind: Kind
    language: str | None
    on: bool
    first_seen: datetime
    last_seen: datetime
    unreachable: str | None


class Chats:
    """The chats of all channels. Every method raises DatabaseError when SQLite refuses."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- what a chat has set

    def language_of(self, channel: str, chat: str) -> str | None:
        """Return the language the chat has set, or None."""
        with self._database.read() as db:
            row = db.execute(
                "SELECT language FROM chats WHERE channel = ? AND chat = ?", [channel, chat]
            ).fetchone()
        return None if row is None else row[0]

    def set_language(self, channel: str, chat: str, language: str | None) -> None:
        """Remember the chat's language; None forgets it."""
        with self._database.write() as db:
            db.execute(
                "INSERT INTO chats(channel, chat, language) VALUES (?, ?, ?)"
                " ON CONFLICT(channel, chat) DO UPDATE SET language = excluded.language",
                [channel, chat, language],
            )
            db.execute(
                "DELETE FROM chats WHERE channel = ? AND chat = ?"
                " AND language IS NULL AND is_on AND first_seen IS NULL",
                [channel, chat],
            )

    def set_on(self, channel: str, chat: str, *, on: bool) -> None:
        """Let the bot answer in the chat, or be silent."""
        with self._database.write() as db:
            db.execute(
                "INSERT INTO chats(channel, chat, is_on) VALUES (?, ?, ?)"
                " ON CONFLICT(channel, chat) DO UPDATE SET is_on = excluded.is_on",
                [channel, chat, on],
            )

    # -- who writes

    def seen(self, channel: str, chat: str, *, kind: Kind, now: datetime) -> None:
        """Note that the chat wrote: it is there, and can be reached again."""
        day = _day(now)
        known = self.get(channel, chat)
        if known and (known.kind, known.last_seen, known.unreachable) == (kind, day, None):
            return
        with self._database.write() as db:
            db.execute(
                "INSERT INTO chats(channel, chat, kind, first_seen, last_seen)"
                " VALUES (:channel, :chat, :kind, :day, :day)"
                " ON CONFLICT(channel, chat) DO UPDATE SET kind = :kind,"
                " first_seen = coalesce(first_seen, :day), last_seen = :day, unreachable = NULL",
                {"channel": channel, "chat": chat, "kind": kind, "day": day.timestamp()},
            )

    def unreachable(self, channel: str, chat: str, *, reason: str, now: datetime) -> None:  # noqa: ARG002 (as the others)
        """Note that nothing can be sent there until it writes again."""
        with self._database.write() as db:
            db.execute(
                "UPDATE chats SET unreachable = ? WHERE channel = ? AND chat = ?",
                [reason, channel, chat],
            )

    def get(self, channel: str, chat: str) -> Chat | None:
        """Return the chat, if it wrote."""
        found = self._where("channel = ? AND chat = ? AND kind IS NOT NULL", [channel, chat])
        return next(iter(found), None)

    def reachable(self, channel: str) -> tuple[Chat, ...]:
        """Return the chats that wrote and can be sent to, the oldest first."""
        return self._where(
            "channel = ? AND kind IS NOT NULL AND unreachable IS NULL ORDER BY first_seen, chat",
            [channel],
        )

    def count(self, channel: str, *, since: datetime | None = None) -> dict[Kind, int]:
        """Count by kind the chats that wrote, of these only the ones that did since that day."""
        with self._database.read() as db:
            found = db.execute(
                "SELECT kind, count(*) FROM chats WHERE channel = ? AND kind IS NOT NULL"
                " AND last_seen >= ? GROUP BY kind",
                [channel, _day(since).timestamp() if since else 0],
            ).fetchall()
        return dict(found)

    def _where(self, condition: str, arguments: list[Any]) -> tuple[Chat, ...]:
        with self._database.read() as db:
            found = db.query(
                f"SELECT {_COLUMNS} FROM chats WHERE {condition}",  # noqa: S608 (constants)
                arguments,
            )
            return tuple(
                Chat(
                    channel=row["channel"],
                    chat=row["chat"],
                    kind=row["kind"],
                    language=row["language"],
                    on=bool(row["is_on"]),
                    first_seen=datetime.fromtimestamp(row["first_seen"], UTC),
                    last_seen=datetime.fromtimestamp(row["last_seen"], UTC),
                    unreachable=row["unreachable"],
                )
                for row in found
            )


def _day(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
