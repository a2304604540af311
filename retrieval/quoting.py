"""Ranks the sentences of the passages found, and chooses those that are quoted."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC
from math import exp
from typing import Final

from retrieval.answer import Hit, Quote
from retrieval.asked import Asked
from retrieval.candidates import Candidate, candidates
from retrieval.morphemes import Analyser
from retrieval.standing.statement import overlap
from store.shingles import shingles

#: Passages whose sentences are weighed: the answer is in them for 99 % of the questions of both
#: sets (docs/lab-notes.md, "Sentences"), and each costs analysis time.
PASSAGES: Final = 10
MAX_QUOTES: Final = 3
MAX_CHARS: Final = 400
#: A first sentence at least this likely the best one is quoted alone.
SURE: Final = 0.99
#: An article is about the question when it covers this share of it.
ON_TOPIC: Final = 0.5
#: Two sentences are the same when the shorter has this share of its 5-grams in the other.
SAME_SENTENCE: Final = 0.8
#: A further sentence needs at least this share of the first one's likelihood.
WORTH_QUOTING: Final = 0.005


def rank(asked: Asked, hits: Sequence[Hit], *, analyser: Analyser) -> tuple[Candidate, ...]:
    """Return the sentences of the best passages, each once, the most answering first."""
    found, here = candidates(asked, hits[:PASSAGES], analyser=analyser)
    return _in_turn(sorted(found, key=_order), here)


def _in_turn(by_themselves: list[Candidate], here: Asked) -> tuple[Candidate, ...]:
    """Choose the best, then those that answer well and add to what was chosen before.

    Carbonell and Goldstein, "The Use of MMR, Diversity-Based Reranking", 1998, with coverage of
    the question in place of similarity.
    """
    first, rest = by_themselves[:1], by_themselves[1:]
    fives = {one.text: shingles(one.text) for one in by_themselves}
    while rest and len(first) < MAX_QUOTES:
        covered = frozenset[str]().union(*(one.terms for one in first))
        before = here.covered(covered)
        # The same wire copy stands in several outlets: it is quoted once.
        rest = [
            replace(one, adds=here.covered(covered | one.terms) - before)
            for one in rest
            if overlap(fives[one.text], fives[first[-1].text]) < SAME_SENTENCE
        ]
        if not rest:
            break
        first.append(min(rest, key=_order))
        rest.remove(first[-1])
    return (*first, *rest)


def choose(ranked: Sequence[Candidate]) -> tuple[Quote, ...]:
    """Choose what is quoted: one sentence if it is sure, else up to three.

    They come in reading order, the article that answers best first.
    """
    chosen: list[Candidate] = []
    likelihood = _likelihood(ranked)
    for candidate, likely in zip(ranked, likelihood, strict=True):
        enough = bool(chosen) and (likelihood[0] >= SURE or likely < WORTH_QUOTING * likelihood[0])
        if enough or len(chosen) == MAX_QUOTES:
            break
        if not chosen or sum(len(one.text) for one in (*chosen, candidate)) <= MAX_CHARS:
            chosen.append(candidate)
    best = list(dict.fromkeys(one.hit.article.id for one in chosen))
    chosen.sort(key=lambda one: (best.index(one.hit.article.id), one.start))
    return tuple(_quote(one) for one in chosen)


def one_of_each(ranked: Sequence[Candidate], *, limit: int) -> tuple[Quote, ...]:
    """Choose the best sentence of each article that is about the question.

    They come newest article first, undated ones last.
    """
    best: dict[int, Candidate] = {}
    for candidate in ranked:
        if candidate.feature("covered_by_article") >= ON_TOPIC:
            best.setdefault(candidate.hit.article.id, candidate)
    chosen = list(best.values())[:limit]
    return tuple(_quote(one) for one in sorted(chosen, key=_reading_order))


def _quote(one: Candidate) -> Quote:
    return Quote(
        article=one.hit.article, start=one.start, end=one.end, text=one.text, marks=one.marks
    )


def _reading_order(candidate: Candidate) -> tuple[float, int, int]:
    """Put the newest article first, since it may supersede the others; undated ones last."""
    article = candidate.hit.article
    instant = article.published.instant(UTC).timestamp() if article.published else float("-inf")
    return -instant, article.id, candidate.start


def _order(candidate: Candidate) -> tuple[float, int, int]:
    return -candidate.weight, candidate.hit.article.id, candidate.start


def _likelihood(ranked: Sequence[Candidate]) -> list[float]:
    """Return how likely each sentence is the best (softmax, as the weights were fitted)."""
    if not ranked:
        return []
    raised = [exp(one.weight - ranked[0].weight) for one in ranked]
    return [value / sum(raised) for value in raised]
