"""The job that groups articles works while it may, and stops when it is told to."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.grouping import StoryKeeping
from retrieval.grouping.grouping import Grouping
from retrieval.indexes import Indexes
from retrieval.morphemes import Analyser
from store.backlog import Backlog
from store.database import Database
from store.lease import Lease
from store.stories import Stories
from tests.retrieval.shelf import Shelf

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture
def shelf(tmp_path: Path, analyser: Analyser) -> Shelf:
    """An empty shelf, whose articles are found by words."""
    return Shelf(tmp_path, analyser=analyser, encoder=None)


def keeping(home: Path, shelf: Shelf, *, lease: Lease) -> tuple[StoryKeeping, Stories]:
    database = Database(home / "sosik.db")
    stories = Stories(database)
    grouping = Grouping(
        Indexes(shelf.indexes_folder, backlog=Backlog(database)),
        library=shelf.library,
        stories=stories,
        analyser=lambda: shelf.analyser,
        encoder=lambda: None,
    )
    return StoryKeeping(grouping, lease=lease, clock=lambda: NOW), stories


def test_all_that_waits_is_placed(tmp_path: Path, shelf: Shelf) -> None:
    lease = Lease(Database(tmp_path / "sosik.db"), "service")
    job, stories = keeping(tmp_path, shelf, lease=lease)
    job()
    shelf.stock()
    job()
    assert stories.waiting(10) == ()
    assert len(stories.since(datetime(2026, 1, 1, tzinfo=UTC))) == shelf.library.count()


def test_while_another_process_has_the_lease_nothing_is_placed(
    tmp_path: Path, shelf: Shelf
) -> None:
    database = Database(tmp_path / "sosik.db")
    assert Lease(database, "service").acquire(NOW)
    job, stories = keeping(tmp_path, shelf, lease=Lease(database, "service"))
    shelf.stock()
    job()
    assert len(stories.waiting(10)) == shelf.library.count()


def test_a_job_that_is_stopped_places_nothing_more(tmp_path: Path, shelf: Shelf) -> None:
    lease = Lease(Database(tmp_path / "sosik.db"), "service")
    job, stories = keeping(tmp_path, shelf, lease=lease)
    shelf.stock()
    job.stop()
    job()
    assert len(stories.waiting(10)) == shelf.library.count()
