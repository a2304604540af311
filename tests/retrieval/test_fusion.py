"""The law of fusion: it sees scores, not their order, and stays within 0 and 1."""

from datetime import UTC, datetime
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from retrieval.answer import Hit
from retrieval.fusion import FRESH, freshened, fuse
from store.article import Article, Passage, Published

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


def _hit(article_id: int, day: str | None, score: float) -> Hit:
    article = Article(
        id=article_id,
        version=1,
        text="새 소식.",
        title=None,
        file=f"{article_id}.txt",
        stored_at=datetime(2026, 11, 22, tzinfo=UTC),
        published=Published(iso=day) if day else None,
    )
    passage = Passage(id=article_id, article_id=article_id, start=0, end=5, text="새 소식.")
    return Hit(passage=passage, article=article, words=1.0, meaning=0.9, score=score)


def _order(*hits: Hit) -> list[int]:
    return [hit.article.id for hit in freshened(hits)]


def test_of_what_is_found_as_well_the_newer_goes_first() -> None:
    old, new, undated = (
        _hit(1, "2026-01-02", 0.8),
        _hit(2, "2026-11-20", 0.8),
        _hit(3, None, 0.8),
    )
    assert _order(old, undated, new) == [2, 1, 3]


def test_what_is_found_better_is_not_overtaken_by_what_is_only_newer() -> None:
    better, newer = _hit(1, "2020-01-02", 0.8 + FRESH + 0.01), _hit(2, "2026-11-20", 0.8)
    assert _order(newer, better) == [1, 2]


def test_without_dates_nothing_moves() -> None:
    hits = (_hit(1, None, 0.5), _hit(2, None, 0.9))
    assert freshened(hits) == hits


@given(st.lists(st.tuples(st.floats(0, 1), st.dates().map(str) | st.none()), max_size=12))
def test_a_freshened_score_stays_between_nought_and_one(found: list[tuple[float, str]]) -> None:
    hits = [_hit(at, day, score) for at, (score, day) in enumerate(found, start=1)]
    assert all(0 <= hit.score <= 1 for hit in freshened(hits))
