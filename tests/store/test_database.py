"""Whatever SQLite refuses, a person learns what to do, and nothing that was kept is lost."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from store.article import Extracted
from store.database import Database
from store.errors import DatabaseError
from store.library import Library

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def add(library: Library, n: int, *, size: int = 1) -> None:
    text = f"{n}번째 정수장이 문을 열었다. " * size
    extracted = Extracted(title=str(n), title_source="headline", paragraphs=(text,))
    library.add(extracted, data=text.encode(), file=f"{n}.txt", now=NOW)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the write lock as another program would."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def test_a_database_held_too_long_says_so_and_is_written_later(
    library: Library, tmp_path: Path
) -> None:
    with locked(tmp_path / "sosik.db"):
        with pytest.raises(DatabaseError, match="another program holds it") as caught:
            add(library, 1)
        assert caught.value.path == tmp_path / "sosik.db"
        assert library.count() == 0  # reading goes on meanwhile
    add(library, 1)
    assert library.count() == 1


def test_a_writer_waits_for_another(tmp_path: Path) -> None:
    library = Library(Database(tmp_path / "sosik.db", busy_timeout_s=30), zone=UTC)
    writer = threading.Thread(target=add, args=(library, 1))
    with locked(tmp_path / "sosik.db"):
        writer.start()
        writer.join(0.2)
        assert writer.is_alive()
    writer.join(30)
    assert library.count() == 1


def test_a_full_disk_loses_nothing_and_is_gone_on_from(
    library: Library, database: Database
) -> None:
    add(library, 1)
    with database.read() as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DatabaseError, match="the disk is full; free some space"):
        add(library, 2, size=5000)
    assert library.count() == 1
    assert database.check() is None
    with database.read() as db:
        db.execute("PRAGMA max_page_count = 1000000")
    add(library, 2, size=5000)
    assert library.count() == 2


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "sosik.db"
    path.write_text("my shopping list: " + "milk, " * 500, encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(DatabaseError, match="it is not a database of Sosik"):
        Database(path)
    assert path.read_bytes() == before


def test_a_damaged_database_says_so(tmp_path: Path) -> None:
    path = tmp_path / "sosik.db"
    database = Database(path)
    for n in range(20):
        add(Library(database, zone=UTC), n, size=50)
    database.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\x55" * (len(whole) - 4096))
    with pytest.raises(DatabaseError, match="it is damaged; put a copy of the file back"):
        Library(Database(path), zone=UTC).latest(limit=5)
    path.write_bytes(whole)
    database = Database(path)
    assert database.check() is None
    assert Library(database, zone=UTC).count() == 20


def test_a_damage_that_reading_does_not_meet_is_found_by_the_check(tmp_path: Path) -> None:
    path = tmp_path / "sosik.db"
    database = Database(path)
    for n in range(20):
        add(Library(database, zone=UTC), n, size=200)
    database.close()
    whole = bytearray(path.read_bytes())
    whole[-4096:] = b"\x55" * 4096
    path.write_bytes(whole)
    database = Database(path)
    assert database.check() is not None


@pytest.mark.parametrize("place", ["home/sosik.db", "home/below/sosik.db"])
def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path, place: str) -> None:
    (tmp_path / "home").write_text("a file", encoding="utf-8")
    with pytest.raises(DatabaseError, match="there is a file where the folder should be"):
        Database(tmp_path / place)


def test_a_folder_in_place_of_the_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "sosik.db").mkdir()
    with pytest.raises(DatabaseError, match="it cannot be opened; check"):
        Database(tmp_path / "sosik.db")


def test_a_transaction_is_all_or_nothing(database: Database) -> None:
    def insert(file: str) -> None:
        with database.write() as db:
            db.execute("INSERT INTO articles(file, stored_at) VALUES ('a', 0)")
            db.execute("INSERT INTO articles(file, stored_at) VALUES (upper(?), 0)", [file])

    with pytest.raises(UnicodeEncodeError):
        insert("\ud800")
    with database.read() as db:
        assert db["articles"].count == 0
    insert("b")
    with database.read() as db:
        assert db["articles"].count == 2


def test_our_own_mistakes_stay_loud(database: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError), database.write() as db:
        db.execute("INSERT INTO articles(file, stored_at) VALUES (NULL, 0)")
