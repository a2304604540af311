"""What is kept: articles with every version, refusals, and what a chat has set for itself."""

import hashlib
import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any, Final, Literal

from sqlite_utils import Database as Connection

from store import rows
from store.article import Article, Extracted, OutletCount, Passage, Published, Refused
from store.database import Database
from store.passages import split
from store.shingles import containment

#: Two texts under one file name are versions of one article when the shorter has at least this
#: share of its 5-grams in the other; an edit keeps most of a text, another article next to none.
SAME_ARTICLE: Final = 0.5
#: Under one address less is enough: a rewritten article keeps its names and figures. Articles
#: that only name the same home page share next to nothing: of 1,500 pairs of news articles drawn
#: by chance 99 % shared less than .03, none as much as .1.
SAME_ADDRESS: Final = 0.2
#: Articles of one name that are compared, the newest first: some programs name all files alike.
MAX_NAMESAKES: Final = 20


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

    # -- taking in

    def find(self, data: bytes) -> int | None:
        """Return the id of the article whose file was exactly ``data``."""
        with self._database.read() as db:
            return _scalar(
                db, "SELECT article_id FROM versions WHERE raw_sha256 = ?", [_sha256(data)]
            )

    def add(self, extracted: Extracted, *, data: bytes, file: str, now: datetime) -> Stored:
        """Keep an article once: all of it or, when anything fails, nothing.

        A file or text that is already kept changes nothing. New text under the address or the
        file name of a kept article becomes its next version; the old text stays on record.
        """
        columns: dict[str, Any] = rows.version(extracted)
        own = (columns["outlet"] or "", columns["title"] or "", columns["text"])
        columns |= {
            "raw_sha256": _sha256(data),
            "text_sha256": _sha256("\0".join(own).encode()),
            "stored_at": now.timestamp(),
        }
        with self._database.write() as db:
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
            earlier = _earlier_version(db, columns["text"], url=columns["url"], file=file)
            article_id = earlier or _new_article(db, file=file, now=now)
            self._set_version(db, article_id, columns, extracted.published)
            return Stored(status="updated" if earlier else "stored", article_id=article_id)

    def _set_version(
        self, db: Connection, article_id: int, columns: dict[str, Any], published: Published | None
    ) -> None:
        number = _scalar(db, "SELECT max(number) FROM versions WHERE article_id = ?", [article_id])
        columns = columns | {"article_id": article_id, "number": (number or 0) + 1}
        version_id = db["versions"].insert(columns).last_pk
        db.execute(
            "UPDATE articles SET version_id = ?, url = ?, published_at = ?, words = 0 WHERE id = ?",
            [
                version_id,
                columns["url"],
                published and published.instant(self._zone).timestamp(),
                article_id,
            ],
        )
        db.execute("DELETE FROM passages WHERE article_id = ?", [article_id])
        db["passages"].insert_all(
            {"article_id": article_id, "start": start, "end": end}
            for start, end in split(columns["text"])
        )

    def refuse(self, refused: Refused, *, file: str, data: bytes | None, now: datetime) -> None:
        """Put on record that a file was refused and why; once for each file and reason."""
        sha256 = None if data is None else _sha256(data)
        with self._database.write() as db:
            known = _scalar(
                db,
                "SELECT id FROM refusals WHERE file = ? AND sha256 IS ? AND reason = ?",
                [file, sha256, refused.reason],
            )
            if known is None:
                db["refusals"].insert(
                    {
                        "file": file,
                        "sha256": sha256,
                        "reason": refused.reason,
                        "detail": refused.detail,
                        "refused_at": now.timestamp(),
                    }
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

    def latest(
        self, *, limit: int, between: tuple[datetime, datetime] | None = None
    ) -> tuple[Article, ...]:
        """Return the newest dated articles, newest first, then undated ones as they came in.

        ``between`` two instants, the second excluded, only dated ones count.
        """
        first, after = (one.timestamp() for one in between) if between else (None, None)
        with self._database.read() as db:
            found = db.query(
                "SELECT * FROM current_articles"
                " WHERE :first IS NULL OR (published_at >= :first AND published_at < :after)"
                " ORDER BY published_at DESC NULLS LAST, id DESC LIMIT :limit",
                {"first": first, "after": after, "limit": limit},
            )
            return tuple(rows.article(row) for row in found)

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
        with self._database.read() as db:
            row = db.execute(
                "SELECT language FROM chats WHERE channel = ? AND chat = ?", [channel, chat]
            ).fetchone()
        return None if row is None else row[0]

    def set_language(self, channel: str, chat: str, language: str | None) -> None:
        """Remember the chat's language; None forgets the chat."""
        with self._database.write() as db:
            if language is None:
                db.execute("DELETE FROM chats WHERE channel = ? AND chat = ?", [channel, chat])
                return
            db.execute(
                "INSERT INTO chats(channel, chat, language) VALUES (?, ?, ?)"
                " ON CONFLICT(channel, chat) DO UPDATE SET language = excluded.language",
                [channel, chat, language],
            )


def open_library(path: Path, *, zone: tzinfo) -> Library:
    """Open (or make) the database file at ``path``. Raises DatabaseError."""
    return Library(Database(path), zone=zone)


def _earlier_version(db: Connection, text: str, *, url: str | None, file: str) -> int | None:
    for row in db.query(
        "SELECT id, url, text FROM current_articles WHERE id IN"
        " (SELECT id FROM articles WHERE url = ? OR file = ? ORDER BY id DESC LIMIT ?)",
        [url, file, MAX_NAMESAKES],
    ):
        if url is not None and row["url"] == url:
            needed = SAME_ADDRESS
        elif url is None or row["url"] is None:
            needed = SAME_ARTICLE
        else:
            continue
        if containment(text, row["text"]) >= needed:
            return int(row["id"])
    return None


def _new_article(db: Connection, *, file: str, now: datetime) -> int:
    return int(db["articles"].insert({"file": file, "stored_at": now.timestamp()}).last_pk)


def _scalar(db: Connection, sql: str, arguments: Sequence[Any]) -> int | None:
    row = db.execute(sql, arguments).fetchone()
    return None if row is None else row[0]


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
