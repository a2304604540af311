"""What the search indexes still lack, and which generation of each is the current one."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from sqlite_utils import Database as Connection

from store import rows
from store.article import Article, Passage
from store.database import Database

IndexName = Literal["words", "vectors"]

_RESET: Final = {
    "words": "UPDATE articles SET words = 0 WHERE words = 1",
    "vectors": "UPDATE passages SET vectors = 0 WHERE vectors = 1",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How much is stored but not yet in an index."""

    articles: int
    passages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """Ids of deleted articles and passages that the indexes may still hold, ascending.

    The passages of an article that has a newer version are among them without the article.
    """

    articles: tuple[int, ...]
    passages: tuple[int, ...]

    def __bool__(self) -> bool:
        return bool(self.articles or self.passages)


class Backlog:
    """The bookkeeping between the articles and the indexes derived from them.

    An index lives in a folder named after its generation; a new generation begins empty, with
    everything waiting for it. Only the process that writes the indexes calls ``renew`` and the
    ``mark`` methods. Every method raises DatabaseError when SQLite refuses.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def generation(self, index: IndexName) -> tuple[int, str] | None:
        """Return the current generation and the fingerprint of what it is built with."""
        with self._database.read() as db:
            row = db.execute(
                "SELECT generation, fingerprint FROM indexes WHERE name = ?", [index]
            ).fetchone()
        return None if row is None else (row[0], row[1])

    def renew(self, index: IndexName, *, fingerprint: str) -> int:
        """Begin a new generation: everything waits to be indexed again."""
        with self._database.write() as db:
            db.execute(
                "INSERT INTO indexes(name, generation, fingerprint) VALUES (?, 1, ?)"
                " ON CONFLICT(name) DO UPDATE SET"
                " generation = generation + 1, fingerprint = excluded.fingerprint",
                [index, fingerprint],
            )
            db.execute(_RESET[index])
            row = db.execute("SELECT generation FROM indexes WHERE name = ?", [index]).fetchone()
            return int(row[0])

    def articles_without_words(self, *, limit: int) -> tuple[tuple[Article, list[Passage]], ...]:
        """Return the next articles the word index lacks, each with its passages."""
        with self._database.read() as db:
            waiting = [
                rows.article(row)
                for row in db.query(
                    "SELECT * FROM current_articles WHERE id IN"
                    " (SELECT id FROM articles WHERE words = 0 ORDER BY id LIMIT ?)",
                    [limit],
                )
            ]
            passages: dict[int, list[Passage]] = {article.id: [] for article in waiting}
            texts = {article.id: article.text for article in waiting}
            for row in db.query(
                "SELECT id, article_id, start, end FROM passages"
                " WHERE article_id IN (SELECT value FROM json_each(?)) ORDER BY id",
                [json.dumps(list(texts))],
            ):
                article_id = row["article_id"]
                passages[article_id].append(rows.passage({**row, "text": texts[article_id]}))
        return tuple((article, passages[article.id]) for article in waiting)

    def mark_words(self, articles: Iterable[Article], *, generation: int) -> None:
        """Note that this generation holds these versions; what changed meanwhile stays waiting."""
        with self._database.write() as db:
            if not _is_current(db, "words", generation):
                return
            for article in articles:
                db.execute(
                    "UPDATE articles SET words = 1 WHERE id = ? AND version_id ="
                    " (SELECT id FROM versions WHERE article_id = ? AND number = ?)",
                    [article.id, article.id, article.version],
                )

    def passages_without_vectors(self, *, limit: int) -> tuple[tuple[Passage, str], ...]:
        """Return the next passages that lack a vector, newest article first, with its title."""
        with self._database.read() as db:
            found = db.query(
                """
                SELECT waiting.id, waiting.article_id, waiting.start, waiting.end,
                    article.text, article.title
                FROM (SELECT * FROM passages WHERE vectors = 0
                      ORDER BY article_id DESC, id LIMIT ?) AS waiting
                JOIN current_articles AS article ON article.id = waiting.article_id
                """,
                [limit],
            )
            return tuple((rows.passage(row), row["title"] or "") for row in found)

    def mark_vectors(self, passage_ids: Iterable[int], *, generation: int) -> None:
        """Note that this generation of the vector index holds these passages."""
        with self._database.write() as db:
            if _is_current(db, "vectors", generation):
                db.execute(
                    "UPDATE passages SET vectors = 1 WHERE id IN (SELECT value FROM json_each(?))",
                    [json.dumps(list(passage_ids))],
                )

    def unmark_vectors(self, passage_ids: Iterable[int]) -> None:
        """Note that the vector index does not hold these passages: they wait again."""
        with self._database.write() as db:
            db.execute(
                "UPDATE passages SET vectors = 0 WHERE id IN (SELECT value FROM json_each(?))",
                [json.dumps(list(passage_ids))],
            )

    def forgotten(self, *, limit: int) -> Forgotten:
        """Return what was deleted and the indexes may still hold, up to ``limit`` of each."""
        with self._database.read() as db:
            articles, passages = (
                tuple(row["id"] for row in db[table].rows_where(order_by="id", limit=limit))
                for table in ("forgotten_articles", "forgotten_passages")
            )
        return Forgotten(articles=articles, passages=passages)

    def mark_forgotten(self, forgotten: Forgotten) -> None:
        """Note that neither index holds any of this any more."""
        # Should a kill have kept what removed them from emptying the WAL, it is done here.
        transaction = self._database.erasing if forgotten.articles else self._database.write
        with transaction() as db:
            for table, ids in (
                ("forgotten_articles", forgotten.articles),
                ("forgotten_passages", forgotten.passages),
            ):
                db.execute(
                    f"DELETE FROM {table} WHERE id IN (SELECT value FROM json_each(?))",  # noqa: S608 - two names of ours
                    [json.dumps(ids)],
                )

    def waiting(self, *, article_ids: Iterable[int] | None = None) -> Waiting:
        """Count what waits for each index, of all articles or of these."""
        chosen, arguments = "", []
        if article_ids is not None:
            chosen, arguments = (
                "IN (SELECT value FROM json_each(?))",
                [json.dumps(list(article_ids))],
            )
        with self._database.read() as db:
            articles, passages = (
                db[table].count_where(
                    f"{mark} = 0" + (chosen and f" AND {key} {chosen}"), arguments
                )
                for table, mark, key in (
                    ("articles", "words", "id"),
                    ("passages", "vectors", "article_id"),
                )
            )
        return Waiting(articles=articles, passages=passages)

    def holds(self, index: IndexName) -> bool:
        """Tell whether the current generation of ``index`` should hold anything at all."""
        table = {"words": "articles", "vectors": "passages"}[index]
        with self._database.read() as db:
            return bool(next(db[table].rows_where(f"{index} = 1", limit=1), None))

    def encoded_passages(self) -> tuple[int, ...]:
        """Return the ids of the passages the vector index should hold."""
        with self._database.read() as db:
            rows = db.execute("SELECT id FROM passages WHERE vectors = 1").fetchall()
        return tuple(row[0] for row in rows)

    def encoded(self) -> int:
        """Count the passages the vector index should hold."""
        with self._database.read() as db:
            return int(db["passages"].count_where("vectors = 1"))


def _is_current(db: Connection, index: IndexName, generation: int) -> bool:
    row = db.execute("SELECT generation FROM indexes WHERE name = ?", [index]).fetchone()
    return row is not None and row[0] == generation
