"""Of texts that left a small table nothing stays in the file, wherever SQLite had moved them."""

import random
from pathlib import Path

import pytest

from store.database import Database
from store.messaging.traces import MAX_ROWS, Table, wipe

INSERTS: dict[Table, str] = {
    "waiting_updates": "INSERT INTO waiting_updates VALUES ('t', ?, '1', ?, 0)",
    "outbox_contents": "INSERT INTO outbox_contents VALUES (?, ?)",
    "kept_questions": "INSERT INTO kept_questions VALUES ('t', ?, '1', ?)",
}
KEYS: dict[Table, str] = {
    "waiting_updates": "id",
    "outbox_contents": "id",
    "kept_questions": "answer",
}


@pytest.mark.parametrize("table", list(INSERTS))
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_texts_that_were_moved_between_pages_leave_no_copy(
    tmp_path: Path, table: Table, seed: int
) -> None:
    # Without the wipe each of these seeds leaves one of 900 texts in the first table.
    chance = random.Random(seed)
    database = Database(tmp_path / "sosik.db")
    live: list[int] = []
    for start in range(0, 900, 30):
        with database.write() as db:
            for n in range(start, start + 30):
                db.execute(INSERTS[table], [n, f"c{n:05d}x " * chance.choice((10, 40, 90))])
                live.append(n)
        with database.write() as db:
            for gone in chance.sample(live, max(0, len(live) - chance.randrange(1, 40))):
                live.remove(gone)
                db.execute(f"DELETE FROM {table} WHERE {KEYS[table]} = ?", [gone])
    with database.erasing() as db:
        before = list(db[table].rows)
        wipe(db, table)
        assert list(db[table].rows) == before
    held = b"".join(file.read_bytes() for file in tmp_path.glob("sosik.db*"))
    assert [n for n in range(900) if f"c{n:05d}x".encode() in held] == live


def test_a_table_that_is_large_at_the_moment_is_left_for_later(tmp_path: Path) -> None:
    database = Database(tmp_path / "sosik.db")
    with database.erasing() as db:
        for n in range(MAX_ROWS + 1):
            db.execute(INSERTS["outbox_contents"], [n, "x"])
        changes = db.conn.total_changes
        wipe(db, "outbox_contents")
        assert db.conn.total_changes == changes
