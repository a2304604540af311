"""A library over a fresh database, and what is brought to it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from store.database import Database
from store.ingest import Ingest
from store.library import Library

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty database that does not wait long for others."""
    opened = Database(tmp_path / "sosik.db", busy_timeout_s=0.2)
    yield opened
    opened.close()


@pytest.fixture
def library(database: Database) -> Library:
    """The library over it."""
    return Library(database, zone=SEOUL)


@pytest.fixture
def ingest(library: Library) -> Ingest:
    """What brings files into the library."""
    return Ingest(library, clock=lambda: NOW)
