"""The shape of the database only ever grows, and no version harms what another has made."""

import hashlib
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlite_utils

from store.database import Database
from store.errors import DatabaseError
from store.library import open_library
from store.messaging.chats import Chats
from store.migrations import migrations

SEOUL = ZoneInfo("Asia/Seoul")

#: What each migration leaves behind, by the digest of its schema. A released one never changes:
#: a new line is added below, and none above it is edited.
SHAPES = {
    "m001_articles": "af217a7fe32f16c3",
    "m002_chats": "eff0b1a7ae75df89",
    "m003_sources": "7dbf92386a2fc6d8",
    "m004_names": "bd1b497b80bc7998",
    "m005_outlets": "82018667e6e2e465",
    "m006_messaging": "aa8ee71c88c5152a",
    "m007_stories": "d330cc97f21c978e",
    "m008_subscriptions": "b6c15186e056dedb",
    "m009_alerts": "88351d4b6539ea8c",
}


def test_migrations_are_appended_never_changed() -> None:
    with sqlite_utils.Database(memory=True) as empty:
        names = [migration.name for migration in migrations.pending(empty)]
    assert names == list(SHAPES)
    found = {}
    for name, following in zip(names, [*names[1:], None], strict=True):
        with sqlite_utils.Database(memory=True) as db:
            migrations.apply(db, stop_before=following)
            found[name] = _digest(db)
    assert found == SHAPES


def test_a_database_made_by_the_first_migration_is_brought_up(tmp_path: Path) -> None:
    path = tmp_path / "sosik.db"
    with sqlite_utils.Database(path) as old:
        migrations.apply(old, stop_before="m002_chats")
        old.execute("INSERT INTO articles(file, stored_at) VALUES ('old.txt', 0)")
        old.conn.commit()
    assert open_library(path, zone=SEOUL).count() == 1
    chats = Chats(Database(path))
    chats.set_language("terminal", "local", "en")
    assert chats.language_of("terminal", "local") == "en"


def test_languages_that_chats_set_before_they_were_counted_stay(tmp_path: Path) -> None:
    path = tmp_path / "sosik.db"
    with sqlite_utils.Database(path) as old:
        migrations.apply(old, stop_before="m006_messaging")
        old["chats"].insert({"channel": "telegram", "chat": "1", "language": "en"})
    chats = Chats(Database(path))
    assert chats.get("telegram", "1") is None
    chats.seen("telegram", "1", kind="private", now=datetime(2026, 11, 22, tzinfo=UTC))
    found = chats.get("telegram", "1")
    assert found is not None
    assert (found.language, found.on) == ("en", True)


def test_a_database_of_a_newer_version_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "sosik.db"
    Database(path).close()
    with closing(sqlite3.connect(path)) as newer, newer:
        newer.execute(
            "INSERT INTO _sqlite_migrations(migration_set, name, applied_at)"
            " VALUES ('sosik', 'm900_from_the_future', '2099-01-01')"
        )
    before = path.read_bytes()
    with pytest.raises(DatabaseError, match="newer version of Sosik; update Sosik"):
        Database(path)
    assert path.read_bytes() == before


def test_opening_an_up_to_date_database_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "sosik.db"
    Database(path).close()
    before = path.read_bytes()
    Database(path).close()
    assert path.read_bytes() == before


def _digest(db: sqlite_utils.Database) -> str:
    statements = db.execute(
        "SELECT sql FROM sqlite_master"
        " WHERE tbl_name != '_sqlite_migrations' AND sql NOT NULL ORDER BY rowid"
    ).fetchall()
    return hashlib.sha256(repr(statements).encode()).hexdigest()[:16]
