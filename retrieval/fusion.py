"""Fuses the scores of two searches into one order."""

from collections.abc import Mapping


def fuse(
    words: Mapping[int, float], meaning: Mapping[int, float], *, meaning_weight: float
) -> dict[int, float]:
    """Return for each passage a score in 0..1, best first, ties by id.

    A convex combination of min-max scaled scores (Bruch, Gai and Ingber, "An Analysis of Fusion
    Functions for Hybrid Retrieval", 2023). A passage that the words did not find counts 0
    there; one that has no vector yet is judged by its words alone.
    """
    scaled_words, scaled_meaning = _scaled(words), _scaled(meaning)
    fused = {
        passage: _combined(
            scaled_words.get(passage, 0.0), scaled_meaning.get(passage), meaning_weight
        )
        for passage in words.keys() | meaning.keys()
    }
    return dict(sorted(fused.items(), key=lambda item: (-item[1], item[0])))


def _combined(words: float, meaning: float | None, weight: float) -> float:
    return words if meaning is None else (1 - weight) * words + weight * meaning


def _scaled(scores: Mapping[int, float]) -> dict[int, float]:
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    return {key: (score - low) / (high - low or 1.0) for key, score in scores.items()}
