"""Leaves no copy on the disk of texts that were deleted from a small table."""

from typing import Final, Literal

from sqlite_utils import Database as Connection

#: With more rows the table is left for a calmer moment: a thousand take some 10 ms.
MAX_ROWS: Final = 1_000

Table = Literal[
    "waiting_updates",
    "outbox_contents",
    "kept_questions",
    "subscriptions",
    "follows",
    "watchwords",
    "awaited_questions",
]


def wipe(db: Connection, table: Table) -> None:
    """Write the rows of ``table`` anew, in a transaction of ``Database.erasing``.

    SQLite overwrites what it deletes, but not the copies it made when it moved rows from page to
    page; it zeroes the pages of a table that is emptied as a whole.
    """
    if db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] > MAX_ROWS:  # noqa: S608 (a constant)
        return
    kept = list(db[table].rows)
    db.execute(f"DELETE FROM {table}")  # noqa: S608 (a constant)
    db[table].insert_all(kept)
