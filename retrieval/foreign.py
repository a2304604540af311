"""Weighs sentences in another language than the question, and how sure an answer from them is."""

import unicodedata
from collections.abc import Sequence
from math import exp
from typing import Final

from retrieval.answer import Hit
from retrieval.asked import Asked
from retrieval.candidates import Candidate
from retrieval.declining import THRESHOLD
from retrieval.morphemes import Analyser
from retrieval.quoting import MAX_QUOTES

#: Features of a sentence, in the order of the weights.
FEATURES: Final = (
    "covered",  # share of the weight of the question's terms that the store can hold
    "shows",  # has the kind of thing asked for
    "closeness",  # of the passage: its centred cosine, in tenths
    "best_passage",  # closeness of the article's best passage, in tenths
    "matched",  # weight of the question's terms that its article was found to hold, in tens
)
#: Learned by ``benchmarks.foreign``; docs/lab-notes.md says on what ("Other languages").
SENTENCE: Final = (3.03, 1.88, 1.5, 1.02, 1.32)
#: Features of an answer: closeness of the nearest passage in tenths; share and weight, in tens, of
#: the question's terms that the best article was found to hold; it lacks a number that the
#: question names; how many of its names (``Asked.names``) it has in no spelling; and the bias,
#: which puts 97 % of the answerable questions learned from at 0 or more.
ANSWERED: Final = (1.01, 0.206, 0.602, -0.442, -0.73, -2.62)
#: The same for Korean questions, whose terms articles in other languages hold only by names: set
#: by hand, since what was learned answered from any article. From a closeness of .25 on it is an
#: answer: of 23 questions on the samples that only such articles answer 8 are, and none of 32
#: that none does (docs/lab-notes.md, "Other languages").
ANSWERED_KOREAN: Final = (3.0, 0.0, 0.6, -0.4, -0.1, -7.6)
#: So much of an article is searched for the question's terms.
_MAX_CHARS: Final = 5000
#: Another article whose best sentence is at most so much worse, as a logit, is quoted too.
NEARLY: Final = 1.0


def features(asked: Asked, candidates: Sequence[Candidate]) -> list[tuple[float, ...]]:
    """Return the features of each candidate among all of one question."""
    best: dict[int, float] = {}
    for one in candidates:
        article = one.hit.article.id
        best[article] = max(best.get(article, -1.0), _closeness(one.hit))
    return [
        (
            one.feature("covered"),
            one.feature("shows"),
            _closeness(one.hit) * 10,
            best[one.hit.article.id] * 10,
            _matched(asked, one),
        )
        for one in candidates
    ]


def order(asked: Asked, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return the candidates, the most answering first.

    Among the first three another article goes before further sentences of one, if nearly as good:
    which of two it is, is often less sure between languages than within one.
    """
    rows = features(asked, candidates)
    weighed = [
        (sum(w * x for w, x in zip(SENTENCE, row, strict=True)), one)
        for row, one in zip(rows, candidates, strict=True)
    ]
    rest = sorted(weighed, key=lambda pair: (-pair[0], pair[1].hit.article.id, pair[1].start))
    first = rest[:1]
    del rest[:1]
    while rest and len(first) < MAX_QUOTES:
        named = {one.hit.article.id for _, one in first}
        near = (
            at
            for at, (weight, one) in enumerate(rest)
            if one.hit.article.id not in named and weight > first[0][0] - NEARLY
        )
        first.append(rest.pop(next(near, 0)))
    return tuple(one for _, one in (*first, *rest))


def answer_features(
    asked: Asked, hits: Sequence[Hit], best: Candidate, *, analyser: Analyser
) -> tuple[float, ...]:
    """Return the features of answering ``asked`` from ``hits`` with ``best`` first."""
    article = best.hit.article
    whole = f"{article.title or ''} {article.text}"
    covered = asked.covered(frozenset(analyser.morphemes(whole[:_MAX_CHARS])))
    return (
        max(map(_closeness, hits)) * 10,
        covered,
        covered * sum(asked.morphemes.values()) / 10,
        float(asked.names_more_than(whole)),
        float(_names_lacking(asked, whole)),
    )


def _names_lacking(asked: Asked, text: str) -> int:
    normal = unicodedata.normalize("NFKC", text)
    return sum(not name.stands_in(normal) for name in asked.names if not name.part)


def confidence(
    asked: Asked, hits: Sequence[Hit], ordered: Sequence[Candidate], *, analyser: Analyser
) -> float:
    """Return how sure it is, 0..1, that the first sentences hold the answer.

    At ``declining.THRESHOLD`` or more it is as sure as it is for most questions that have one.
    """
    if not ordered:
        return 0.0
    *weights, bias = ANSWERED_KOREAN if asked.question.language == "ko" else ANSWERED
    found = answer_features(asked, hits, ordered[0], analyser=analyser)
    logit = bias + sum(w * x for w, x in zip(weights, found, strict=True))
    return THRESHOLD / (THRESHOLD + (1 - THRESHOLD) * exp(-logit))


def _closeness(hit: Hit) -> float:
    return 0.0 if hit.closeness is None else hit.closeness


def _matched(asked: Asked, one: Candidate) -> float:
    return one.feature("covered_by_article") * sum(asked.morphemes.values()) / 10
