"""Takes articles out for good: by an admin's word, or when they are too old to be kept."""

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlite_utils import Database as Connection

from store import groups
from store.database import Database
from store.rows import sha256
from store.versions import drop_versions, forget_passages

#: Articles of one transaction: others may write in between.
BATCH: Final = 200
#: Shorter texts are captions and flashes, which others write letter for letter too.
_MIN_LETTERS: Final = 30

_NO_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFile:
    """A file that was kept letter for letter: copies of it may lie about."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """How many articles are gone, and the files that they came in."""

    articles: int
    files: tuple[RawFile, ...]


def marks(
    *,
    raw_sha256: str,
    text_sha256: str,
    text: str,
    outlets: Iterable[str | None],
    address: str | None,
) -> list[str]:
    """Name an article in each of its guises: its file, its text, its letters, its address's key.

    Its letters under one of ``outlets`` are the same text under another title or address; the
    copies of other outlets are articles of their own.
    """
    named = [f"file:{raw_sha256}", f"text:{text_sha256}"]
    letters = _NO_LETTERS.sub("", unicodedata.normalize("NFKC", text).casefold())
    if len(letters) >= _MIN_LETTERS:
        bodies = (sha256(f"{outlet or ''}\0{letters}".encode()) for outlet in outlets)
        named += [f"body:{body}" for body in bodies]
    return [*named, f"url:{address}"] if address else named


def is_marked(db: Connection, named: list[str]) -> bool:
    """Tell whether anything under one of these marks was removed by an admin."""
    return any(
        db.execute("SELECT 1 FROM removed WHERE mark = ?", [mark]).fetchone() for mark in named
    )


class Removal:
    """Deletes articles with all that is kept of them. Raises DatabaseError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def files(self, article_id: int) -> tuple[RawFile, ...]:
        """Return the files that the article's versions came in."""
        with self._database.read() as db:
            return _files(db, [article_id])

    def remove(self, article_id: int, *, now: datetime) -> Removed:
        """Remove the article, if there is one, and never take it in again.

        Its text, versions, passages and raw files are gone from the database when this returns,
        from the indexes when their writer has done its next step.
        """
        with self._database.erasing() as db:
            rows = list(
                db.query(
                    "SELECT versions.raw_sha256, versions.text_sha256, versions.text,"
                    " versions.outlet, articles.address"
                    " FROM versions JOIN articles ON articles.id = article_id WHERE article_id = ?",
                    [article_id],
                )
            )
            for row in rows:
                address = row["address"]
                named = marks(
                    raw_sha256=row["raw_sha256"],
                    text_sha256=row["text_sha256"],
                    text=row["text"],
                    outlets={row["outlet"], None},
                    address=address if address and _is_its_own(db, address, article_id) else None,
                )
                db["removed"].insert_all(
                    ({"mark": mark, "removed_at": now.timestamp()} for mark in named), ignore=True
                )
            files = _files(db, [article_id])
            _delete(db, article_id)
        return Removed(articles=1 if rows else 0, files=files)

    def purge(self, *, before: datetime, now: datetime) -> Removed:
        """Delete up to a batch of articles that appeared ``before``.

        An article without a date, or with one to come, counts from the day it was stored; one
        that is held stays.
        """
        with self._database.erasing() as db:
            old = [
                row[0]
                for row in db.execute(
                    "SELECT id FROM articles"
                    " WHERE min(coalesce(published_at, stored_at), stored_at) < ?"
                    " AND coalesce(held_until, 0) < ? LIMIT ?",
                    [before.timestamp(), now.timestamp(), BATCH],
                ).fetchall()
            ]
            files = _files(db, old)
            for article_id in old:
                _delete(db, article_id)
        return Removed(articles=len(old), files=files)


def _files(db: Connection, article_ids: list[int]) -> tuple[RawFile, ...]:
    found = db.query(
        "SELECT sha256, size FROM raw_files WHERE sha256 IN"
        " (SELECT raw_sha256 FROM versions WHERE article_id IN (SELECT value FROM json_each(?)))",
        [json.dumps(article_ids)],
    )
    return tuple(RawFile(**row) for row in found)


def _delete(db: Connection, article_id: int) -> None:
    groups.leave(db, article_id)
    forget_passages(db, article_id)
    db.execute("INSERT OR IGNORE INTO forgotten_articles(id) VALUES (?)", [article_id])
    drop_versions(db, article_id, keep=0)
    db.execute("DELETE FROM answer_quotes WHERE article_id = ?", [article_id])
    db.execute("DELETE FROM articles WHERE id = ?", [article_id])


def _is_its_own(db: Connection, address: str, article_id: int) -> bool:
    """Tell whether the address names this article alone, and not a list of articles."""
    return not db.execute(
        "SELECT 1 FROM articles WHERE address = ? AND id <> ?", [address, article_id]
    ).fetchone()
