"""What is deleted leaves the disk: the file, its unused pages and its WAL."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from store.database import Database
from store.errors import DatabaseError

LENGTHS = (1, 3, 20, 80, 500)  # rows within a page, and over many


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sosik.db"


@pytest.fixture
def filled(path: Path) -> Iterator[Database]:
    """Rows of every length under keys in no order, each with a word of its own."""
    database = Database(path, busy_timeout_s=0.2)
    chance = random.Random(7)
    with database.write() as db:
        for n in range(600):
            text = f"canary{n:04d} " * chance.choice(LENGTHS)
            db.execute(
                "INSERT INTO refusals(file, reason, detail, refused_at) VALUES (?, '', ?, 0)",
                [str(n), text],
            )
            db.execute(
                "INSERT INTO raw_files(sha256, name, size, data) VALUES (?, ?, 0, ?)",
                [f"{chance.getrandbits(64):016x}", str(n), text.encode()],
            )
    yield database
    database.close()


def delete(database: Database, numbers: range) -> None:
    with database.erasing() as db:
        for n in numbers:
            db.execute("DELETE FROM refusals WHERE file = ?", [str(n)])
            db.execute("DELETE FROM raw_files WHERE name = ?", [str(n)])


def traces(path: Path, numbers: range) -> int:
    wal = path.with_name(f"{path.name}-wal")
    held = path.read_bytes() + (wal.read_bytes() if wal.exists() else b"")
    return sum(f"canary{n:04d}".encode() in held for n in numbers)


def test_one_deleted_text_is_nowhere_in_the_file_nor_in_its_wal(
    filled: Database, path: Path
) -> None:
    assert traces(path, range(599, 600)) == 1
    delete(filled, range(599, 600))
    assert traces(path, range(599, 600)) == 0
    assert traces(path, range(599)) == 599


def test_rewriting_the_file_leaves_no_trace_of_what_was_ever_deleted(
    filled: Database, path: Path
) -> None:
    delete(filled, range(0, 600, 2))
    before = path.stat().st_size
    filled.rewrite()
    assert traces(path, range(0, 600, 2)) == 0
    assert traces(path, range(1, 600, 2)) == 300
    assert path.stat().st_size < before
    assert filled.check() is None


def test_what_a_reader_still_needs_is_erased_by_the_first_write_after_it(
    filled: Database, path: Path
) -> None:
    gone = range(590, 600)
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM refusals").fetchone()
        delete(filled, gone)
        assert not filled.empty_wal()
        assert traces(path, gone) > 0
        count = reader.execute("SELECT count(*) FROM refusals").fetchone()[0]
        assert count == 600, "the reader's state stands"
    with filled.write() as db:
        db.execute("INSERT INTO indexes(name, generation, fingerprint) VALUES ('words', 1, '')")
    assert traces(path, gone) == 0


def test_rows_that_this_thread_is_still_reading_do_not_make_erasing_fail(
    filled: Database, path: Path
) -> None:
    with filled.read() as db:
        rows = db.query("SELECT * FROM refusals")
        next(rows)
        delete(filled, range(590, 600))
        rows.close()
    assert filled.empty_wal()
    assert traces(path, range(590, 600)) == 0


def test_nothing_is_erased_by_a_transaction_that_fails(filled: Database, path: Path) -> None:
    def fail() -> None:
        with filled.erasing() as db:
            db.execute("DELETE FROM refusals")
            db.execute("DELETE FROM nowhere")

    with pytest.raises(DatabaseError):
        fail()
    assert traces(path, range(600)) == 600
