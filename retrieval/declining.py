"""Decides whether the store holds the answer at all, and how sure that is."""

from collections.abc import Sequence
from math import exp
from typing import Final

from retrieval.answer import Hit
from retrieval.asked import Asked
from retrieval.question import language_of
from retrieval.quoting import Candidate
from retrieval.weights import ANSWERED, ANSWERED_BY_WORDS, CALIBRATED_FOR

#: Below this confidence Sosik declines: one for all corpora (docs/lab-notes.md, "Declining").
THRESHOLD: Final = 0.34
#: Features of an answer, in the order of the weights.
FEATURES: Final = (
    "covered_nearby",  # of the best sentence: by its passage and headline
    "covered_by_article",  # and by all of its article that was found
    "meaning",  # highest cosine of all passages; from .7 up, in tenths
    "numbers",  # share of the question's numbers near the best sentence
)
#: What is left of the confidence when the article lacks a number that the question names: 0.4 %
#: of the questions that can be answered, 12 % of those that cannot (docs/lab-notes.md).
OTHER_NUMBER: Final = 0.3
#: Between languages no words are shared: the cosine alone decides. The cosine at which answering
#: is as likely as not, for Korean questions and for others, and the slope there: from 18 questions
#: on the samples in another language than the answer (docs/lab-notes.md, "Other languages").
FOREIGN_MIDDLE_KOREAN: Final = 0.825
FOREIGN_MIDDLE: Final = 0.815
FOREIGN_SLOPE: Final = 120.0
#: Less sure than this nothing in the store is even near, and no headlines are shown: 11 of 12
#: questions on other subjects than the samples' are below, 22 of 23 near misses above (docs/
#: lab-notes.md, "Declining"). More is needed where not one word is shared.
NEAR: Final = 0.05
NEAR_WITHOUT_WORDS: Final = 0.25


def features(asked: Asked, hits: Sequence[Hit], best: Candidate) -> tuple[float, ...]:
    """Return the features of answering ``asked`` from ``hits`` with ``best`` first."""
    nearby = f"{best.hit.article.title or ''} {best.hit.passage.text}"
    return (
        best.feature("covered_nearby"),
        best.feature("covered_by_article"),
        (_closest(hits) - 0.7) * 10,
        asked.numbers(nearby),
    )


def confidence(
    asked: Asked, hits: Sequence[Hit], ranked: Sequence[Candidate], *, encoder: str | None
) -> float:
    """Return the estimated chance, 0..1, that the best sentences hold the answer.

    ``encoder`` names the encoder of the cosines. Each has a scale of its own: those of another
    one than the weights were fitted with are left out, and the words decide.
    """
    if not ranked:
        return 0.0
    by_meaning = encoder is not None and encoder.startswith(CALIBRATED_FOR)
    if by_meaning and language_of(hits[0].article.text) != asked.question.language:
        korean = asked.question.language == "ko"
        middle = FOREIGN_MIDDLE_KOREAN if korean else FOREIGN_MIDDLE
        return _sigmoid(FOREIGN_SLOPE * (_closest(hits) - middle))
    *weights, bias = ANSWERED if by_meaning else ANSWERED_BY_WORDS
    values = features(asked, hits, ranked[0])
    sure = _sigmoid(bias + sum(w * x for w, x in zip(weights, values, strict=True)))
    article = ranked[0].hit.article
    published = article.published.iso if article.published else ""
    if asked.names_more_than(f"{article.title or ''} {article.text} {published}"):
        sure *= OTHER_NUMBER
    return sure


def anything_near(confidence: float, ranked: Sequence[Candidate]) -> bool:
    """Tell whether the nearest articles are near enough to be worth naming."""
    shares_words = any(one.feature("covered_nearby") > 0 for one in ranked)
    return confidence >= (NEAR if shares_words else NEAR_WITHOUT_WORDS)


def _closest(hits: Sequence[Hit]) -> float:
    return max((hit.meaning for hit in hits if hit.meaning is not None), default=0.7)


def _sigmoid(value: float) -> float:
    return 1 / (1 + exp(-max(-60.0, min(60.0, value))))
