"""Which articles tell one story, as the database keeps it: ids that stay, merges and splits."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlite_utils import Database as Connection

from store import rows
from store.article import Article
from store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryEvent:
    """Two stories proved to be one, or one to be two.

    ``story`` stays; ``other`` went into it, or came out of it, with ``articles``.
    """

    id: int
    at: datetime
    kind: Literal["merge", "split"]
    story: int
    other: int
    articles: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An article in its story; ``placed_at`` is when its current text was put there."""

    article_id: int
    story_id: int
    placed_at: datetime


class Stories:
    """The bookkeeping of stories. Every method raises DatabaseError when SQLite refuses.

    An article that is removed leaves its story by that. A story may become empty; its id is
    never given to another.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def waiting(self, limit: int) -> tuple[int, ...]:
        """Return articles that are in no story, or were with an earlier text, oldest first.

        Those that the word index lacks still are left for later: they could not be compared.
        """
        return self._ids(
            "SELECT id FROM articles WHERE story_version IS NOT version_id AND words = 1"
            " ORDER BY id LIMIT ?",
            [limit],
        )

    def to_compare_by_meaning(self, *, after: int, limit: int) -> tuple[int, ...]:
        """Return articles that wait to be compared by meaning and have vectors, by their ids."""
        return self._ids(
            "SELECT id FROM articles WHERE lacks_meaning = 1 AND id > ? AND EXISTS"
            " (SELECT 1 FROM passages WHERE article_id = articles.id AND vectors = 1)"
            " ORDER BY id LIMIT ?",
            [after, limit],
        )

    def place(
        self,
        article_id: int,
        story: int | None,
        *,
        now: datetime,
        version: int | None = None,
        lacks_meaning: bool = False,
    ) -> int:
        """Put the article into ``story``, or open one, and return which.

        ``version`` is the one that was compared, by default the current one: what was stored
        meanwhile waits. With ``lacks_meaning`` it is to be compared by meaning as well.
        """
        with self._database.write() as db:
            story = _open(db, now) if story is None else _current(db, story)
            db.execute(
                "UPDATE articles SET story_id = :story, placed_at = :now, lacks_meaning = :lacks,"
                " story_version = coalesce((SELECT id FROM versions WHERE article_id = :article"
                " AND number = :version), version_id) WHERE id = :article",
                {
                    "story": story,
                    "now": now.timestamp(),
                    "lacks": int(lacks_meaning),
                    "article": article_id,
                    "version": version,
                },
            )
            return story

    def compared_by_meaning(self, article_ids: Iterable[int]) -> None:
        """Note that these articles need not be compared by meaning any more."""
        with self._database.write() as db:
            db.execute(
                "UPDATE articles SET lacks_meaning = 0"
                " WHERE id IN (SELECT value FROM json_each(?))",
                [json.dumps(list(article_ids))],
            )

    def merge(self, into: int, gone: int, *, now: datetime) -> int:
        """Let two stories be one, and return which: the older id stays, whichever was named."""
        with self._database.write() as db:
            kept, other = sorted((_current(db, into), _current(db, gone)))
            if kept == other:
                return kept
            moved = _members(db, other)
            db.execute("UPDATE articles SET story_id = ? WHERE story_id = ?", [kept, other])
            db.execute("UPDATE stories SET merged_into = ? WHERE id = ?", [kept, other])
            _record(db, "merge", kept, other, moved, now)
            return kept

    def split(self, story: int, articles: Sequence[int], *, now: datetime) -> int:
        """Take these articles out of ``story`` into a new one, and return that.

        Those of other stories stay where they are.
        """
        with self._database.write() as db:
            story = _current(db, story)
            moved = sorted(set(articles) & set(_members(db, story)))
            new = _open(db, now)
            db.execute(
                "UPDATE articles SET story_id = ? WHERE id IN (SELECT value FROM json_each(?))",
                [new, json.dumps(moved)],
            )
            _record(db, "split", story, new, moved, now)
            return new

    def story_of(self, article_id: int) -> int | None:
        """Return the story that the article is in."""
        return self.stories_of([article_id]).get(article_id)

    def stories_of(self, article_ids: Iterable[int]) -> dict[int, int]:
        """Return the story of each of these articles that is in one."""
        with self._database.read() as db:
            found = db.execute(
                "SELECT id, story_id FROM articles WHERE story_id IS NOT NULL"
                " AND id IN (SELECT value FROM json_each(?))",
                [json.dumps(list(article_ids))],
            )
            return dict(found.fetchall())

    def articles_of(self, story_id: int) -> tuple[int, ...]:
        """Return the articles of the story, or of the one that it went into, ascending."""
        with self._database.read() as db:
            return tuple(_members(db, _current(db, story_id)))

    def members(self, story_ids: Iterable[int]) -> tuple[Member, ...]:
        """Return the articles of these stories, ascending."""
        with self._database.read() as db:
            found = db.query(
                "SELECT id, story_id, placed_at FROM articles"
                " WHERE story_id IN (SELECT value FROM json_each(?)) ORDER BY id",
                [json.dumps(list(story_ids))],
            )
            return tuple(
                Member(
                    article_id=row["id"],
                    story_id=row["story_id"],
                    placed_at=_moment(row["placed_at"]),
                )
                for row in found
            )

    def current(self, story_id: int) -> int:
        """Return the story that this one went into, through any number of merges, or itself."""
        with self._database.read() as db:
            return _current(db, story_id)

    def since(self, moment: datetime) -> dict[int, tuple[int, ...]]:
        """Return all articles of each story of which one appeared or was placed since then."""
        at = moment.timestamp()
        with self._database.read() as db:
            found = db.execute(
                "SELECT story_id, id FROM articles WHERE story_id IN"
                " (SELECT story_id FROM articles WHERE published_at >= :at AND story_id NOT NULL"
                " UNION SELECT story_id FROM articles WHERE placed_at >= :at) ORDER BY id",
                {"at": at},
            )
            stories: defaultdict[int, list[int]] = defaultdict(list)
            for story, article in found.fetchall():
                stories[story].append(article)
        return {story: tuple(articles) for story, articles in stories.items()}

    def events(self, *, since: datetime) -> tuple[StoryEvent, ...]:
        """Return the merges and splits since then, in their order."""
        with self._database.read() as db:
            found = db["story_events"].rows_where("at >= ?", [since.timestamp()], order_by="id")
            return tuple(
                StoryEvent(**{**row, "at": _moment(row["at"]), "articles": _ids_in(row)})
                for row in found
            )

    def placed_text(self, article_id: int) -> Article | None:
        """Return the article in the version that was placed; None without one, or when it is gone.

        Only what a version itself says may be used of it.
        """
        with self._database.read() as db:
            found = db.query(
                "SELECT articles.id, number AS version, text, title, file, versions.stored_at,"
                " outlet, reposted_by, agency, author, published, inferred, language,"
                " versions.url, captions FROM articles"
                " JOIN versions ON versions.id = story_version WHERE articles.id = ?",
                [article_id],
            )
            return next(map(rows.article, found), None)

    def near(
        self, passage_ids: Sequence[int], *, between: tuple[datetime, datetime]
    ) -> tuple[int, ...]:
        """Return the placed articles with these passages that appeared between two instants.

        They keep the order of the passages. One without a date, or with one to come, appeared
        when it was stored.
        """
        with self._database.read() as db:
            found = db.execute(
                "SELECT articles.id FROM json_each(:ids) AS wanted"
                " JOIN passages ON passages.id = wanted.value"
                " JOIN articles ON articles.id = passages.article_id"
                " WHERE story_id IS NOT NULL AND"
                " min(coalesce(published_at, stored_at), stored_at) BETWEEN :first AND :last"
                " ORDER BY wanted.key",
                {
                    "ids": json.dumps(list(passage_ids)),
                    "first": between[0].timestamp(),
                    "last": between[1].timestamp(),
                },
            )
            return tuple(dict.fromkeys(row[0] for row in found.fetchall()))

    def _ids(self, sql: str, arguments: list[Any]) -> tuple[int, ...]:
        with self._database.read() as db:
            return tuple(row[0] for row in db.execute(sql, arguments).fetchall())


def _open(db: Connection, now: datetime) -> int:
    return int(db["stories"].insert({"opened_at": now.timestamp()}).last_pk)


def _members(db: Connection, story: int) -> list[int]:
    found = db.execute("SELECT id FROM articles WHERE story_id = ? ORDER BY id", [story])
    return [row[0] for row in found.fetchall()]


def _current(db: Connection, story: int) -> int:
    found = db.execute(
        "WITH RECURSIVE way(id, step) AS (SELECT :story, 0 UNION ALL"
        " SELECT merged_into, step + 1 FROM stories JOIN way ON stories.id = way.id"
        " WHERE merged_into IS NOT NULL) SELECT id FROM way ORDER BY step DESC LIMIT 1",
        {"story": story},
    )
    return int(found.fetchone()[0])


def _record(
    db: Connection, kind: str, story: int, other: int, articles: Sequence[int], now: datetime
) -> None:
    db["story_events"].insert(
        {
            "at": now.timestamp(),
            "kind": kind,
            "story": story,
            "other": other,
            "articles": json.dumps(list(articles)),
        }
    )


def _ids_in(row: dict[str, Any]) -> tuple[int, ...]:
    return tuple(json.loads(row["articles"]))


def _moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)
