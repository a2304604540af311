"""Thirty days of digests repeat nothing, and leave out little that is new."""

import pytest

from benchmarks.digest_days import Days, people
from benchmarks.digest_streams import stream
from retrieval.digest.topics import Topics
from retrieval.morphemes import Analyser


@pytest.mark.parametrize("which", ["seen", "held_out"])
def test_thirty_days_without_a_repeat(which: str, analyser: Analyser) -> None:
    told = stream(which, seed=7)
    topics = Topics(analyser=lambda: analyser, encoder=lambda: None)
    days = Days(told, people(told.subjects(), 7), topics, 7)
    days.live()
    assert days.counts["returned"] > 100
    assert days.counts["repeated story"] == days.counts["repeated fact"] == 0
    assert days.counts["missed"] <= 0.02 * days.counts["new stories"]
    assert days.counts["developments never told"] <= 0.06 * days.counts["developments"]


@pytest.mark.parametrize("which", ["seen", "held_out", "fresh"])
def test_the_same_seed_gives_the_same_stream(which: str) -> None:
    assert stream(which, seed=3).arrivals == stream(which, seed=3).arrivals
