"""Stories and topics that chats want to hear of as soon as something new is reported."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from store.database import Database
from store.messaging.keeping import keep
from store.messaging.traces import wipe
from store.rows import encodable

#: More than anybody follows by hand; each topic is compared with every story that changes.
MAX_FOLLOWS: Final = 50
MAX_TOPIC_CHARS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """What a chat follows: free text, or a story; exactly one of them. ``person`` set it up."""

    id: int
    channel: str
    chat: str
    person: str | None
    topic: str | None
    story: int | None
    created_at: datetime


class Follows:
    """What the chats of one channel follow. Every method raises DatabaseError."""

    def __init__(self, database: Database, channel: str) -> None:
        self._database = database
        self._channel = channel

    def add(
        self,
        chat: str,
        *,
        topic: str | None = None,
        story: int | None = None,
        person: str | None,
        now: datetime,
    ) -> Follow | None:
        """Follow a topic or a story, and return it; what is followed already stays as it is.

        None when the chat follows as much as it may. Raises ValueError for a topic that is empty
        or too long, and unless exactly one of the two is given.
        """
        if topic is not None:
            topic = encodable(" ".join(topic.split()))
        if (topic is None) == (story is None) or (
            topic is not None and not 0 < len(topic) <= MAX_TOPIC_CHARS
        ):
            raise ValueError("a follow is of one story, or of one topic that is not too long")
        with self._database.write() as db:
            kept = keep(
                db,
                "follows",
                {
                    "channel": self._channel,
                    "chat": chat,
                    "person": person,
                    "topic": topic,
                    "story": story,
                    "created_at": now.timestamp(),
                },
                same=("topic", "story"),
                most=MAX_FOLLOWS,
            )
        return None if kept is None else _follow(kept)

    def remove(self, chat: str, id: int) -> Follow | None:  # noqa: A002 (as in the record)
        """Follow it no more, and tell nothing that waits for it; return what it was."""
        with self._database.erasing() as db:
            known = next(
                (
                    _follow(row)
                    for row in db.query(_OF_CHAT, [self._channel, chat])
                    if row["id"] == id
                ),
                None,
            )
            if known is not None:
                db.execute("DELETE FROM follows WHERE id = ?", [id])
                db.execute("DELETE FROM due_news WHERE cause = 'follow' AND cause_id = ?", [id])
                wipe(db, "follows")
        return known

    def of(self, chat: str) -> tuple[Follow, ...]:
        """Return what the chat follows, the first first."""
        return self._all(_OF_CHAT, [self._channel, chat])

    def on_stories(self, stories: Collection[int]) -> tuple[Follow, ...]:
        """Return who follows one of these stories, or one that went into it since, as these."""
        return tuple(
            _follow({**row, "story": row["now"]})
            for row in self._query(_ON_STORIES, [json.dumps(list(stories)), self._channel])
        )

    def on_topics(self) -> tuple[Follow, ...]:
        """Return who follows a topic, the first first."""
        return self._all(
            "SELECT * FROM follows WHERE channel = ? AND topic IS NOT NULL ORDER BY id",
            [self._channel],
        )

    def _all(self, sql: str, arguments: list[Any]) -> tuple[Follow, ...]:
        return tuple(_follow(row) for row in self._query(sql, arguments))

    def _query(self, sql: str, arguments: list[Any]) -> list[dict[str, Any]]:
        with self._database.read() as db:
            return list(db.query(sql, arguments))


_OF_CHAT: Final = "SELECT * FROM follows WHERE channel = ? AND chat = ? ORDER BY id"
_ON_STORIES: Final = """
    WITH RECURSIVE was(id, now) AS (
        SELECT value, value FROM json_each(?)
        UNION SELECT stories.id, was.now FROM stories JOIN was ON stories.merged_into = was.id
    )
    SELECT follows.*, was.now FROM follows JOIN was ON follows.story = was.id
    WHERE follows.channel = ? ORDER BY follows.id
"""


def _follow(row: dict[str, Any]) -> Follow:
    return Follow(
        **{name: row[name] for name in ("id", "channel", "chat", "person", "topic", "story")},
        created_at=datetime.fromtimestamp(row["created_at"], UTC),
    )
