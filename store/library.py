"""What is kept: articles with every version, refusals, and what a chat has set for itself."""

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any, Final, Literal

from sqlite_utils import Database as Connection

from store import groups, removal, rows, versions
from store.article import (
    Article,
    Copies,
    Edition,
    EventDate,
    Extracted,
    OutletCount,
    Passage,
    Published,
    Refused,
)
from store.copies import bands
from store.database import Database
from store.errors import RemovedError
from store.messaging.chats import Chats
from store.outlet_names import OutletNames
from store.rows import sha256

#: The newest refusals stay on record: a feed that changes its entries all the time has no end.
MAX_REFUSALS: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What became of an article that was brought: its id, and whether anything was written."""

    status: Literal["stored", "updated", "duplicate"]
    article_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A file that was refused, as it stands on record."""

    file: str
    reason: str
    detail: str


class Library:
    """The facade over the database. Safe to use from several threads and processes.

    ``zone`` says where a day without a time begins. Every method raises DatabaseError when
    SQLite refuses.
    """

    def __init__(self, database: Database, *, zone: tzinfo) -> None:
        self._database = database
        self._zone = zone
        self._outlet_names = OutletNames(database)
        self._chats = Chats(database)

    # -- taking in

    def find(self, data: bytes) -> int | None:
        """Return the id of the article whose file was exactly ``data``."""
        with self._database.read() as db:
            return _scalar(
                db, "SELECT article_id FROM versions WHERE raw_sha256 = ?", [sha256(data)]
            )

    def add(
        self,
        extracted: Extracted,
        *,
        data: bytes,
        file: str,
        now: datetime,
        known_as: int | None = None,
    ) -> Stored:
        """Keep an article once: all of it or, when anything fails, nothing.

        A file or text that is already kept changes nothing. New text under the address or the
        file name of a kept article, or of the one it is ``known_as`` where it comes from, becomes
        its next version; the old text stays on record. Raises RemovedError for what an admin took
        out.
        """
        outlets = self._outlet_names.outlets()
        version = versions.version(extracted, data=data, zone=self._zone, outlets=outlets, now=now)
        columns = version.columns
        sketch = bands(columns["text"])
        with self._database.write() as db:
            if removal.is_marked(
                db,
                removal.marks(
                    raw_sha256=columns["raw_sha256"],
                    text_sha256=columns["text_sha256"],
                    text=columns["text"],
                    outlets=[columns["outlet"]],
                    address=version.address,
                ),
            ):
                raise RemovedError
            same = _scalar(
                db,
                "SELECT article_id FROM versions WHERE raw_sha256 = ? OR text_sha256 = ? LIMIT 1",
                [columns["raw_sha256"], columns["text_sha256"]],
            )
            if same is not None:
                return Stored(status="duplicate", article_id=same)
            db.execute(
                "INSERT OR IGNORE INTO raw_files(sha256, name, size, data) VALUES (?, ?, ?, ?)",
                [columns["raw_sha256"], file, len(data), zlib.compress(data)],
            )
            earlier = versions.earlier(db, version, file=file, known_as=known_as)
            article_id = earlier or versions.new_article(db, file=file, now=now)
            versions.make_current(db, article_id, version)
            groups.regroup(db, article_id, columns["text"], sketch)
            return Stored(status="updated" if earlier else "stored", article_id=article_id)

    def refuse(self, refused: Refused, *, file: str, data: bytes | None, now: datetime) -> None:
        """Put on record that a file was refused and why; once for each file and reason."""
        digest = None if data is None else sha256(data)
        with self._database.write() as db:
            known = _scalar(
                db,
                "SELECT id FROM refusals WHERE file = ? AND sha256 IS ? AND reason = ?",
                [file, digest, refused.reason],
            )
            if known is None:
                db["refusals"].insert(
                    {
                        "file": file,
                        "sha256": digest,
                        "reason": refused.reason,
                        "detail": refused.detail,
                        "refused_at": now.timestamp(),
                    }
                )
                db.execute(
                    "DELETE FROM refusals WHERE id <= (SELECT max(id) FROM refusals) - ?",
                    [MAX_REFUSALS],
                )

    # -- giving back

    def article(self, article_id: int) -> Article | None:
        """Return the article in its current version."""
        return self.articles([article_id]).get(article_id)

    def articles(self, ids: Iterable[int]) -> dict[int, Article]:
        """Return the articles that are kept among ``ids``, in their current versions."""
        with self._database.read() as db:
            found = db.query(
                "SELECT * FROM current_articles WHERE id IN (SELECT value FROM json_each(?))",
                [json.dumps(list(ids))],
            )
            return {row["id"]: rows.article(row) for row in found}

    def find_article(self, named: str) -> Article | None:
        """Return the article that a person names, by its id or by its address."""
        if named.isascii() and named.isdecimal() and len(named) < 19:
            return self.article(int(named))
        with self._database.read() as db:
            found = _scalar(
                db,
                "SELECT id FROM articles WHERE url = ? OR address = ?",
                [named, versions.address_of(named)],
            )
        return None if found is None else self.article(found)

    def history(self, article_id: int) -> tuple[Edition, ...]:
        """Return every version of the article, oldest first, with what each changed."""
        with self._database.read() as db:
            found = db.query(
                "SELECT number, stored_at, title, changes, dropped FROM versions"
                " WHERE article_id = ? ORDER BY number",
                [article_id],
            )
            return tuple(rows.edition(row) for row in found)

    def copies(self, article_id: int) -> Copies | None:
        """Return the articles with the text of this one, and where it comes from."""
        return self.copies_of([article_id]).get(article_id)

    def copies_of(self, ids: Iterable[int]) -> dict[int, Copies]:
        """Return the same for each of several articles, those aside that are not kept."""
        with self._database.read() as db:
            return groups.copies_of(db, ids)

    def event_dates(self, article_id: int) -> tuple[EventDate, ...]:
        """Return the days that the article's current text names, in the order of the text."""
        with self._database.read() as db:
            found = db.query(
                "SELECT start, end, first, last FROM event_dates WHERE article_id = ?"
                " ORDER BY start, first",
                [article_id],
            )
            return tuple(rows.event_date(row) for row in found)

    def hold(self, article_ids: Iterable[int], until: datetime) -> None:
        """Keep these articles from being purged until then: somebody was just told of them."""
        with self._database.write() as db:
            db.execute(
                "UPDATE articles SET held_until = max(coalesce(held_until, 0), ?)"
                " WHERE id IN (SELECT value FROM json_each(?))",
                [until.timestamp(), json.dumps(list(article_ids))],
            )

    def group_waiting(self, *, limit: int) -> int:
        """Compare articles that were stored before copies were told apart; return how many."""
        with self._database.read() as db:
            waiting = [
                (row["id"], row["text"])
                for row in db.query(
                    "SELECT id, text FROM current_articles WHERE group_id IS NULL LIMIT ?", [limit]
                )
            ]
        for article_id, text in waiting:
            sketch = bands(text)
            with self._database.write() as db:
                groups.regroup(db, article_id, text, sketch)
        return len(waiting)

    def passages(self, ids: Iterable[int]) -> dict[int, Passage]:
        """Return the passages that are current among ``ids``; an index may name older ones."""
        with self._database.read() as db:
            found = db.query(
                """
                SELECT passages.id, article_id, start, end, text
                FROM passages JOIN current_articles AS article ON article.id = article_id
                WHERE passages.id IN (SELECT value FROM json_each(?))
                """,
                [json.dumps(list(ids))],
            )
            return {row["id"]: rows.passage(row) for row in found}

    def passages_of(self, article_ids: Iterable[int]) -> tuple[int, ...]:
        """Return the ids of all current passages of these articles, ascending."""
        with self._database.read() as db:
            found = db.query(
                "SELECT passages.id FROM passages JOIN current_articles AS article"
                " ON article.id = article_id"
                " WHERE article_id IN (SELECT value FROM json_each(?)) ORDER BY passages.id",
                [json.dumps(list(article_ids))],
            )
            return tuple(row["id"] for row in found)

    def latest(
        self,
        *,
        limit: int,
        between: tuple[datetime, datetime] | None = None,
        outlet: str | None = None,
    ) -> tuple[Article, ...]:
        """Return the newest dated articles, newest first, then undated ones as they came in.

        Only dated ones ``between`` two instants, the second excluded; only those of ``outlet``.
        """
        first, after = (one.timestamp() for one in between) if between else (None, None)
        # Of an outlet the versions are read from their index: of 50,000 articles 10 ms, not 60.
        own = "id IN (SELECT article_id FROM versions WHERE outlet = :outlet) AND outlet = :outlet"
        with self._database.read() as db:
            found = db.query(
                f"SELECT * FROM current_articles WHERE {own if outlet else 'true'}"  # noqa: S608 (constants)
                " AND (:first IS NULL OR published_at IS NULL"
                " OR (published_at >= :first AND published_at < :after))"
                " ORDER BY published_at DESC NULLS LAST, id DESC LIMIT :limit",
                {"first": first, "after": after, "outlet": outlet, "limit": limit},
            )
            return tuple(rows.article(row) for row in found)

    def outlets(self) -> tuple[str, ...]:
        """Return the names of the outlets of the stored articles."""
        with self._database.read() as db:
            found = db.query("SELECT DISTINCT outlet FROM versions WHERE outlet IS NOT NULL")
            return tuple(row["outlet"] for row in found)

    def sources(self) -> tuple[OutletCount, ...]:
        """Count the articles of each outlet, most first."""
        with self._database.read() as db:
            found = db.query(
                "SELECT outlet, count(*) AS articles, max(published_at), published"
                " FROM current_articles GROUP BY outlet ORDER BY articles DESC, outlet"
            )
            return tuple(
                OutletCount(
                    outlet=row["outlet"],
                    articles=row["articles"],
                    newest=row["published"] and Published(iso=row["published"]),
                )
                for row in found
            )

    def count(self) -> int:
        """Return the number of articles."""
        with self._database.read() as db:
            return int(_scalar(db, "SELECT count(*) FROM articles", []) or 0)

    def refusals(self, *, limit: int) -> tuple[Refusal, ...]:
        """Return the newest refusals, newest first."""
        with self._database.read() as db:
            found = db.query(
                "SELECT file, reason, detail FROM refusals ORDER BY id DESC LIMIT ?", [limit]
            )
            return tuple(Refusal(**row) for row in found)

    # -- what a chat has set

    def language_of(self, channel: str, chat: str) -> str | None:
        """Return the language the chat has set, or None."""
        return self._chats.language_of(channel, chat)

    def set_language(self, channel: str, chat: str, language: str | None) -> None:
        """Remember the chat's language; None forgets it."""
        self._chats.set_language(channel, chat, language)


def open_library(path: Path, *, zone: tzinfo) -> Library:
    """Open (or make) the database file at ``path``. Raises DatabaseError."""
    return Library(Database(path), zone=zone)


def _scalar(db: Connection, sql: str, arguments: Sequence[Any]) -> int | None:
    row = db.execute(sql, arguments).fetchone()
    return None if row is None else row[0]
