"""Sentences in another language than the question: which are quoted, and how sure that is."""

from dataclasses import replace

from retrieval import foreign, quoting
from retrieval.answer import Hit
from retrieval.asked import Asked
from retrieval.declining import THRESHOLD
from tests.retrieval.shelf import NOW, SEOUL, Shelf


def _found(shelf: Shelf, text: str, closeness: dict[str, float]) -> tuple[Asked, tuple[Hit, ...]]:
    """What a search abroad gives when the passages are as close as told by their headlines."""
    question = shelf.desk.understand(text, now=NOW, zone=SEOUL)
    hits = shelf.search.find(question, encoder=shelf.encoder)
    near = tuple(replace(one, closeness=closeness[str(one.article.title)[:3]]) for one in hits)
    asked = shelf.search.known_abroad(shelf.search.asked(question))
    return asked, tuple(sorted(near, key=lambda one: -(one.closeness or 0.0)))


def test_the_sentence_with_the_number_asked_for_leads_in_the_closest_article(shelf: Shelf) -> None:
    asked, hits = _found(
        shelf, "How many tourists are stuck?", {"해람도": 0.5, "서해시": 0.1, "두레박": 0.1}
    )
    ranked = foreign.order(asked, quoting.rank(asked, hits, analyser=shelf.analyser))
    assert "312명" in ranked[0].text
    assert len({one.hit.article.id for one in ranked[:3]}) == 1


def test_an_article_nearly_as_close_is_quoted_before_more_of_the_first(shelf: Shelf) -> None:
    asked, hits = _found(
        shelf, "something about the island", {"해람도": 0.5, "서해시": 0.48, "두레박": 0.0}
    )
    ranked = foreign.order(asked, quoting.rank(asked, hits, analyser=shelf.analyser))
    assert len({one.hit.article.id for one in ranked[:2]}) == 2


def test_the_order_loses_no_sentence(shelf: Shelf) -> None:
    asked, hits = _found(shelf, "bus fare", {"해람도": 0.2, "서해시": 0.2, "두레박": 0.2})
    candidates = quoting.rank(asked, hits, analyser=shelf.analyser)
    ordered = foreign.order(asked, candidates)
    assert sorted(one.text for one in ordered) == sorted(one.text for one in candidates)


def test_closer_is_surer_and_a_number_that_is_missing_less_sure(shelf: Shelf) -> None:
    def sure(text: str, closeness: float) -> float:
        asked, hits = _found(shelf, text, dict.fromkeys(("해람도", "서해시", "두레박"), closeness))
        ranked = foreign.order(asked, quoting.rank(asked, hits, analyser=shelf.analyser))
        return foreign.confidence(asked, hits, ranked, analyser=shelf.analyser)

    assert sure("the bus fare", 0.5) > THRESHOLD > sure("the bus fare", 0.0)
    assert sure("the bus fare of 1987", 0.3) < sure("the bus fare", 0.3)


def test_nothing_found_is_not_sure(shelf: Shelf) -> None:
    asked, _ = _found(shelf, "the bus fare", dict.fromkeys(("해람도", "서해시", "두레박"), 0.1))
    assert foreign.confidence(asked, (), (), analyser=shelf.analyser) == 0.0


def test_terms_that_no_korean_article_can_hold_weigh_nothing(shelf: Shelf) -> None:
    question = shelf.desk.understand("旅客船停航，312名游客怎么办", now=NOW, zone=SEOUL)
    asked = shelf.search.asked(question)
    known = shelf.search.known_abroad(asked)
    assert {"旅客", "312"} <= known.morphemes.keys()
    assert "停航" in asked.morphemes
    assert "停航" not in known.morphemes
