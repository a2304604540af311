"""One analyser for all tests (it takes a second to load), and a stocked shelf."""

from pathlib import Path

import pytest

from retrieval.morphemes import Analyser
from tests.fake_encoder import LetterEncoder
from tests.retrieval.shelf import Shelf


@pytest.fixture
def empty_shelf(tmp_path: Path, analyser: Analyser) -> Shelf:
    """A desk with nothing on it."""
    return Shelf(tmp_path, analyser=analyser, encoder=LetterEncoder())


@pytest.fixture
def shelf(empty_shelf: Shelf) -> Shelf:
    """A desk with three articles, found by words and by letters."""
    empty_shelf.stock()
    return empty_shelf
