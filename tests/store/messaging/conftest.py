"""The parts of one messenger's desk over a fresh database."""

import pytest

from store.database import Database
from store.messaging.answers import Answers
from store.messaging.outbox import Outbox
from store.messaging.updates import Updates


@pytest.fixture
def updates(database: Database) -> Updates:
    """The updates of one channel."""
    return Updates(database, "telegram")


@pytest.fixture
def outbox(database: Database) -> Outbox:
    """Its outbox."""
    return Outbox(database, "telegram")


@pytest.fixture
def answers(database: Database) -> Answers:
    """Its answers."""
    return Answers(database, "telegram")
