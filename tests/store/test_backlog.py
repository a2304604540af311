"""What the indexes lack, and what they have to forget."""

from pathlib import Path

import pytest

from store.backlog import Backlog, Forgotten
from store.database import Database


@pytest.fixture
def backlog(database: Database) -> Backlog:
    return Backlog(database)


def forget(database: Database, *, articles: range, passages: range) -> None:
    with database.write() as db:
        for table, ids in (("forgotten_articles", articles), ("forgotten_passages", passages)):
            db[table].insert_all({"id": one} for one in ids)


def test_nothing_is_forgotten_in_an_empty_store(backlog: Backlog) -> None:
    assert not backlog.forgotten(limit=9)


def test_what_is_forgotten_is_given_in_order_up_to_the_limit(
    backlog: Backlog, database: Database
) -> None:
    forget(database, articles=range(9, 6, -1), passages=range(1, 9))
    assert backlog.forgotten(limit=2) == Forgotten(articles=(7, 8), passages=(1, 2))


def test_only_what_the_indexes_are_rid_of_is_struck_off(
    backlog: Backlog, database: Database
) -> None:
    forget(database, articles=range(1, 3), passages=range(1, 5))
    backlog.mark_forgotten(Forgotten(articles=(1,), passages=(2, 3)))
    assert backlog.forgotten(limit=9) == Forgotten(articles=(2,), passages=(1, 4))


def test_a_hundred_thousand_passages_are_forgotten_in_one_step(
    backlog: Backlog, database: Database
) -> None:
    forget(database, articles=range(1, 2), passages=range(1, 100_001))
    backlog.mark_forgotten(backlog.forgotten(limit=100_000))
    assert not backlog.forgotten(limit=1)


def test_a_removal_that_was_killed_before_it_emptied_the_wal_is_completed(
    backlog: Backlog, database: Database, tmp_path: Path
) -> None:
    forget(database, articles=range(1, 2), passages=range(1, 2))
    wal = tmp_path / "sosik.db-wal"
    assert wal.stat().st_size > 0
    backlog.mark_forgotten(backlog.forgotten(limit=9))
    assert wal.stat().st_size == 0
