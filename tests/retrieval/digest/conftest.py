"""A newsroom for each test."""

import pytest

from retrieval.morphemes import Analyser
from tests.retrieval.digest.newsroom import Newsroom


@pytest.fixture
def newsroom(analyser: Analyser) -> Newsroom:
    """An edition without stories, and a person who was told nothing."""
    return Newsroom(analyser)
