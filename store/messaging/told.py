"""What each chat was told, so that nothing is told twice and what was corrected is put right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal

from sqlite_utils import Database as Connection

from store.database import Database
from store.errors import ToldMeanwhileError
from store.messaging.outbox import Along

How = Literal["digest", "answer", "alert", "correction"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldFact:
    """A fact as it was quoted: ``text[start:end]`` of that version of the article.

    ``fact`` is its key, equal for whatever says the same; ``story`` is None while the article is
    in none.
    """

    story: int | None
    fact: str
    article: int
    version: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a chat was told: facts by story and key, and when a digest or an alert last told each
    story as it then stood. ``since`` is when the last digest was, None before the first.
    """

    facts: frozenset[tuple[int, str]]
    stories: Mapping[int, datetime]
    since: datetime | None


class ToldFacts:
    """What the chats of one channel were told. Every method raises DatabaseError.

    What is promised counts as told; what could not be delivered then does not any more.
    """

    def __init__(self, database: Database, channel: str) -> None:
        self._database = database
        self._channel = channel

    def add(self, chat: str, facts: Sequence[ToldFact], *, at: datetime, how: How) -> None:
        """Note what the chat was told by a message that does not wait in the outbox."""
        with self._database.write() as db:
            _add(db, self._channel, chat, facts, at=at, how=how, message=None)

    def noting(self, chat: str, facts: Sequence[ToldFact], *, at: datetime, how: How) -> Along:
        """Return the writing of ``add``, to be done along with the messages that tell it.

        It goes with the first of them: failed or expired, they were not told.
        """

        def note(db: Connection, ids: tuple[int, ...]) -> None:
            message = ids[0] if ids else None
            _add(db, self._channel, chat, facts, at=at, how=how, message=message)

        return note

    def unless_told(self, chat: str, facts: Sequence[ToldFact]) -> Along:
        """Return what undoes a promise when the chat was told one of the facts by now.

        Others write beside whoever promises. It raises ToldMeanwhileError.
        """

        def look(db: Connection, _: tuple[int, ...]) -> None:
            for one in facts:
                known = db.execute(
                    "SELECT 1 FROM told_facts WHERE channel = ? AND chat = ? AND fact = ?"
                    " AND story = ?",
                    [self._channel, chat, one.fact, one.story],
                ).fetchone()
                if known:
                    raise ToldMeanwhileError

        return look

    def of(self, chat: str, *, since: datetime) -> Told:
        """Return what the chat was told since then.

        A story is the one that the article is in now, and the one it was in when it was told.
        """
        with self._database.read() as db:
            rows = db.execute(
                _TOLD, {"channel": self._channel, "chat": chat, "since": since.timestamp()}
            ).fetchall()
        stories: dict[int, float] = {}
        since_s = 0.0
        for story, _, how, at in rows:
            if how in {"digest", "alert"} and story is not None:
                stories[story] = max(at, stories.get(story, at))
            if how == "digest":
                since_s = max(at, since_s)
        return Told(
            facts=frozenset((story, fact) for story, fact, _, _ in rows if story is not None),
            stories={story: datetime.fromtimestamp(at, UTC) for story, at in stories.items()},
            since=datetime.fromtimestamp(since_s, UTC) if since_s else None,
        )

    def forget(self, *, before: datetime) -> int:
        """Forget what was told before then; return how much."""
        with self._database.write() as db:
            gone = db.execute(
                "DELETE FROM told_facts WHERE channel = ? AND at < ?",
                [self._channel, before.timestamp()],
            )
            return int(gone.rowcount)


_TOLD: Final = """
    WITH told AS (
        SELECT story, fact, how, at, article_id FROM told_facts
        WHERE channel = :channel AND chat = :chat AND at >= :since
    )
    SELECT story, fact, how, max(at) FROM (
        SELECT story, fact, how, at FROM told
        UNION ALL
        SELECT articles.story_id, fact, how, at FROM told
        JOIN articles ON articles.id = article_id
    ) GROUP BY story, fact, how
"""


def _add(
    db: Connection,
    channel: str,
    chat: str,
    facts: Sequence[ToldFact],
    *,
    at: datetime,
    how: How,
    message: int | None,
) -> None:
    for one in facts:
        db.execute(
            "INSERT INTO told_facts(channel, chat, story, fact, article_id, version, start, end,"
            " at, how, message) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                *(channel, chat, one.story, one.fact),
                *(one.article, one.version, one.start, one.end),
                *(at.timestamp(), how, message),
            ],
        )
