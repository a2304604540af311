"""The law of fusion: it sees scores, not their order, and stays within 0 and 1."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from retrieval.fusion import fuse

SCORES = st.dictionaries(st.integers(0, 50), st.floats(-100, 100), max_size=20)


@given(SCORES, SCORES, st.floats(0, 1))
def test_fused_scores_lie_between_nought_and_one_best_first(
    words: dict[int, float], meaning: dict[int, float], weight: float
) -> None:
    fused = fuse(words, meaning, meaning_weight=weight)
    assert fused.keys() == words.keys() | meaning.keys()
    assert all(0 <= score <= 1 for score in fused.values())
    assert list(fused.values()) == sorted(fused.values(), reverse=True)


@given(SCORES, SCORES, st.randoms())
def test_the_order_of_the_scores_given_does_not_matter(
    words: dict[int, float], meaning: dict[int, float], random: Random
) -> None:
    shuffled = [list(scores.items()) for scores in (words, meaning)]
    for items in shuffled:
        random.shuffle(items)
    again = fuse(dict(shuffled[0]), dict(shuffled[1]), meaning_weight=0.5)
    assert list(again.items()) == list(fuse(words, meaning, meaning_weight=0.5).items())


def test_a_passage_without_a_vector_yet_is_judged_by_its_words_alone() -> None:
    fused = fuse({1: 9.0, 2: 3.0, 3: 1.0}, {2: 0.9, 3: 0.7}, meaning_weight=0.8)
    assert next(iter(fused)) == 1
