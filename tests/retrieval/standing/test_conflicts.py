"""Planted conflicts, through the real store, indexes and desk: what holds leads, and says so."""

from pathlib import Path
from typing import Any

import pytest

from retrieval.encoder import SentenceEncoder
from retrieval.morphemes import Analyser
from tests.retrieval.conflicts.planted import ask, cases, complaints
from tests.retrieval.shelf import Shelf

CASES = [*cases("first.toml"), *cases("second.toml"), *cases("third.toml")]
ORDERS = cases("orders.toml")


def named(case: dict[str, Any]) -> str:
    return str(case["name"])


@pytest.mark.parametrize("case", CASES, ids=named)
def test_by_words_alone_whoever_answers_says_what_holds(
    case: dict[str, Any], tmp_path: Path, analyser: Analyser
) -> None:
    answer = ask(case, Shelf(tmp_path, analyser=analyser, encoder=None))
    if answer.kind == "declined":
        pytest.skip("by words alone this question is declined")

    assert complaints(case, answer) == []


@pytest.mark.model
@pytest.mark.parametrize("case", CASES, ids=named)
def test_what_holds_leads_and_what_it_supersedes_or_contradicts_is_named(
    case: dict[str, Any], tmp_path: Path, analyser: Analyser, bundled_encoder: SentenceEncoder
) -> None:
    answer = ask(case, Shelf(tmp_path, analyser=analyser, encoder=bundled_encoder))

    assert complaints(case, answer) == []


@pytest.mark.model
@pytest.mark.parametrize("case", ORDERS, ids=named)
def test_a_sentence_that_orders_its_reader_about_is_no_answer(
    case: dict[str, Any], tmp_path: Path, analyser: Analyser, bundled_encoder: SentenceEncoder
) -> None:
    answer = ask(case, Shelf(tmp_path, analyser=analyser, encoder=bundled_encoder))

    assert complaints(case, answer) == []
