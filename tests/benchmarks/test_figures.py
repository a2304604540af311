"""The arithmetic behind the figures, on cases worked out by hand."""

import os

import numpy as np
import pytest

from benchmarks.corpus import Asked, Taken
from benchmarks.machine import memory, percentiles
from benchmarks.quality import Result, _auroc, _ranked, summary
from benchmarks.vectors import mixtures

TAKEN = Taken(articles=4, passages=24, words_s=2.0, vectors_cpu_s=3.0)


def _result(*, article: str | None = "a.txt", confidence: float = 0.9, rank: int = 1) -> Result:
    return Result(
        asked=Asked(question="누가?", answer="가", article=article),
        verbatim=True,
        article_rank=rank,
        equal_first=rank == 1,
        passage_rank=rank,
        sentence_rank=rank,
        confidence=confidence,
        reply_chars=100,
        ms=10.0,
    )


def test_percentiles_lie_between_the_values() -> None:
    assert percentiles([float(value) for value in range(101)]) == {"p50": 50.0, "p95": 95.0}


def test_auroc_is_the_share_of_pairs_in_the_right_order() -> None:
    assert _auroc([0.9, 0.8], [0.1, 0.2]) == 1.0
    assert _auroc([0.9, 0.1], [0.5, 0.1]) == 0.625  # of four pairs two right, one equal
    assert _auroc([0.9], []) is None


def test_ranks_give_shares_and_the_mean_reciprocal_rank() -> None:
    assert _ranked([1, 2, 0, 7]) == {"r1": 25.0, "r5": 50.0, "r10": 75.0, "mrr10": 41.1}
    assert _ranked([]) == {"r1": None, "r5": None, "r10": None, "mrr10": None}


def test_a_summary_has_the_keys_of_the_interface() -> None:
    report = summary([_result(), _result(article=None, confidence=0.01)], TAKEN)
    assert set(report) == {
        "articles", "questions", "article", "passage", "answer_in", "answered_kept",
        "absent_declined", "auroc", "reply_chars", "ms", "ingest",
    }  # fmt: skip
    assert set(report["passage"]) == {"r1", "r5", "r10", "mrr10"}
    assert set(report["article"]) == {"r1", "r5", "r10", "mrr10", "r1_or_equal"}
    assert set(report["answer_in"]) == {"s1", "s2", "s3"}
    assert set(report["ms"]) == {"p50", "p95"}
    assert set(report["ingest"]) == {"articles_per_s", "passages_per_cpu_s"}


def test_a_summary_counts_kept_and_declined_apart() -> None:
    results = [_result(), _result(rank=0, confidence=0.0), _result(article=None, confidence=0.0)]
    report = summary(results, TAKEN)
    assert report["answered_kept"] == 50.0
    assert report["absent_declined"] == 100.0
    assert report["article"]["r1"] == 50.0
    assert report["ingest"] == {"articles_per_s": 2.0, "passages_per_cpu_s": 8.0}


def test_mixtures_are_unit_vectors_near_what_they_are_mixed_from() -> None:
    random = np.random.default_rng(1)
    known = random.standard_normal((600, 384), np.float32)
    known /= np.linalg.norm(known, axis=1, keepdims=True)
    mixed = mixtures(known, 50, random)
    assert np.linalg.norm(mixed, axis=1) == pytest.approx(np.ones(50), abs=1e-5)
    nearest = (mixed @ known.T).max(axis=1)
    assert nearest.min() > 0.4  # of unrelated ones the nearest is at .2
    assert len(np.unique(mixed, axis=0)) == 50


def test_the_memory_of_a_process_is_known_on_linux() -> None:
    found = memory(os.getpid())
    if found is None:
        pytest.skip("this system does not tell")
    assert 5 < found["resident"] <= found["peak"]
