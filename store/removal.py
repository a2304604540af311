"""Takes articles out for good: by an admin's word, or when they are too old to be kept."""

import hashlib
from datetime import datetime
from typing import Final

from sqlite_utils import Database as Connection

from store import groups
from store.database import Database
from store.versions import forget_passages

#: Articles of one transaction: others may write in between.
BATCH: Final = 200


def file_mark(data: bytes) -> str:
    """Name a file by its content, among what is not taken in again."""
    return f"file:{hashlib.sha256(data).hexdigest()}"


def text_mark(text_sha256: str) -> str:
    """Name an article by the hash of its text."""
    return f"text:{text_sha256}"


def address_mark(address: str) -> str:
    """Name an article by the key of its address."""
    return f"url:{address}"


def is_marked(db: Connection, marks: list[str]) -> bool:
    """Tell whether anything under one of ``marks`` was removed by an admin."""
    return any(
        db.execute("SELECT 1 FROM removed WHERE mark = ?", [mark]).fetchone() for mark in marks
    )


class Removal:
    """Deletes articles with all that is kept of them. Raises DatabaseError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def remove(self, article_id: int, *, now: datetime) -> bool:
        """Remove the article and never take it in again; tell whether there was one.

        Its text, versions, passages and raw files are gone from the database when this returns,
        from the indexes when their writer has done its next step.
        """
        with self._database.erasing() as db:
            rows = list(
                db.query(
                    "SELECT versions.raw_sha256, versions.text_sha256, articles.address"
                    " FROM versions JOIN articles ON articles.id = article_id WHERE article_id = ?",
                    [article_id],
                )
            )
            for row in rows:
                marks = [f"file:{row['raw_sha256']}", text_mark(row["text_sha256"])]
                marks += [address_mark(row["address"])] if row["address"] else []
                db["removed"].insert_all(
                    ({"mark": mark, "removed_at": now.timestamp()} for mark in marks), ignore=True
                )
            _delete(db, article_id)
        return bool(rows)

    def purge(self, *, before: datetime, now: datetime) -> int:
        """Delete up to a batch of articles that appeared ``before``, and return how many.

        An article without a date counts from the day it was stored; one that is held stays.
        """
        with self._database.erasing() as db:
            old = [
                row[0]
                for row in db.execute(
                    "SELECT id FROM articles WHERE coalesce(published_at, stored_at) < ?"
                    " AND coalesce(held_until, 0) < ? LIMIT ?",
                    [before.timestamp(), now.timestamp(), BATCH],
                ).fetchall()
            ]
            for article_id in old:
                _delete(db, article_id)
        return len(old)


def _delete(db: Connection, article_id: int) -> None:
    groups.leave(db, article_id)
    forget_passages(db, article_id)
    db.execute("INSERT OR IGNORE INTO forgotten_articles(id) VALUES (?)", [article_id])
    raw = [
        row[0]
        for row in db.execute(
            "SELECT raw_sha256 FROM versions WHERE article_id = ?", [article_id]
        ).fetchall()
    ]
    db.execute("DELETE FROM versions WHERE article_id = ?", [article_id])
    db.execute("DELETE FROM articles WHERE id = ?", [article_id])
    for sha256 in raw:
        db.execute(
            "DELETE FROM raw_files WHERE sha256 = ?"
            " AND NOT EXISTS (SELECT 1 FROM versions WHERE raw_sha256 = ?)",
            [sha256, sha256],
        )
