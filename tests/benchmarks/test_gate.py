"""The gate: a figure that fell is named, and floors belong to the corpus they came from."""

import json
from pathlib import Path

import pytest

from benchmarks.gate import (
    ARTICLES,
    FLOORS,
    QUESTIONS,
    SLACK,
    digest,
    fallen,
    floors_of,
)
from store.ingest import files_below

FIGURES = dict.fromkeys(SLACK, 90.0)


def test_figures_as_they_were_measured_pass() -> None:
    assert fallen(FIGURES, floors_of(FIGURES)) == ()


@pytest.mark.parametrize("name", SLACK)
def test_a_figure_below_its_floor_is_named(name: str) -> None:
    floors = floors_of(FIGURES)
    (fall,) = fallen(FIGURES | {name: floors[name] - 0.1}, floors)
    assert fall.name == name
    assert name in str(fall)


def test_a_figure_no_longer_measured_has_fallen() -> None:
    measured = {name: value for name, value in FIGURES.items() if name != "auroc"}
    assert [fall.name for fall in fallen(measured, floors_of(FIGURES))] == ["auroc"]


def test_a_figure_without_a_floor_does_not_pass() -> None:
    floors = {name: value for name, value in floors_of(FIGURES).items() if name != "auroc"}
    assert [fall.name for fall in fallen(FIGURES, floors)] == ["auroc"]


def test_the_digest_follows_names_and_contents_not_the_order(tmp_path: Path) -> None:
    one, other = tmp_path / "one.txt", tmp_path / "other.txt"
    one.write_text("가", encoding="utf-8")
    other.write_text("나", encoding="utf-8")
    before = digest((one, other))
    assert digest((other, one)) == before
    other.write_text("다", encoding="utf-8")
    assert digest((one, other)) != before
    renamed = one.rename(tmp_path / "two.txt")
    other.write_text("나", encoding="utf-8")
    assert digest((renamed, other)) != before


def test_the_pinned_floors_belong_to_the_samples_as_they_are() -> None:
    pinned = json.loads(FLOORS.read_text(encoding="utf-8"))
    assert pinned["corpus"] == digest((*files_below([ARTICLES]), QUESTIONS)), (
        "samples changed: run python -m benchmarks.gate, look, then --renew"
    )
    assert pinned["floors"].keys() == SLACK.keys()
