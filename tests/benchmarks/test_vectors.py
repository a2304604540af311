"""Recall is the share of the exactly nearest that the index finds."""

from pathlib import Path

import numpy as np

from benchmarks.vectors import DEPTHS, Nearest, questions
from retrieval import vectors
from retrieval.vectors import VectorIndex


def test_recall_is_the_share_of_the_nearest_that_the_index_holds(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    rows = random.standard_normal((2000, 32), np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    nearest = Nearest(rows[:5])
    for start in range(0, 2000, 900):
        part = rows[start : start + 900]
        nearest.add(range(start + 1, start + 1 + len(part)), part)
    vectors.create(tmp_path, dimensions=32)
    vectors.append(tmp_path, range(1, 2001), rows)
    whole = nearest.recall(VectorIndex(tmp_path))
    assert all(whole[f"at_{depth}"] > 0.95 for depth in DEPTHS)  # all but ties in half precision
    for own in range(5):
        best = np.argsort(-rows @ rows[own])[:10]
        vectors.forget(tmp_path, (best[:5] + 1).tolist())
    assert nearest.recall(VectorIndex(tmp_path))["at_10"] <= 0.5


def test_two_hundred_different_questions_are_asked() -> None:
    asked = questions(1)
    assert len(asked) == len(set(asked)) == 200
