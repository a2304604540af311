"""Decides whether the store holds the answer at all, and how sure that is."""

from collections.abc import Sequence
from math import exp
from typing import Final

from retrieval.answer import Hit
from retrieval.asked import Asked
from retrieval.candidates import Candidate
from retrieval.morphemes import normalise
from retrieval.question import Language, language_of
from retrieval.values import FEW, values
from retrieval.weights import (
    ANSWERED,
    ANSWERED_BY_WORDS,
    ANSWERED_OTHER,
    ANSWERED_OTHER_BY_WORDS,
    CALIBRATED_FOR,
)
from store.article import Article

#: Below this confidence Sosik declines: one for all corpora (docs/lab-notes.md, "Declining").
THRESHOLD: Final = 0.5
#: Features of an answer, in the order of the weights.
FEATURES: Final = (
    "covered_nearby",  # of the best sentence: by its passage and headline
    "covered_by_article",  # and by all of its article that was found
    "meaning",  # highest cosine of all passages; from .7 up, in tenths
    "numbers",  # share of the question's numbers near the best sentence
    "lacking",  # share of the weight of the question's keys that the best article lacks
    "lacking_most",  # the heaviest of them, as its inverse document frequency, in tens
    "lacking_nearby",  # share that the best passage and its headline lack
    "keys_at_value",  # share of it in the best of the sentences that have the thing asked for
    "no_value",  # the best article has no such thing: 1, else 0
    "no_unit",  # nor counts what «몇 ○» asks to be counted
    "other_period",  # it lacks a period or an ordinal that the question names
)
#: Sentences in which the answer is looked for: as many as are quoted.
_QUOTED: Final = 3
#: What is left of the confidence when the article lacks a number that the question names: 0.4 %
#: of the questions that can be answered, 12 % of those that cannot (docs/lab-notes.md). Too few of
#: them have one for its weight to be learned.
OTHER_NUMBER: Final = 0.3
#: Between languages no words are shared: the cosine alone decides. The cosine at which answering
#: is as likely as not, for Korean questions and for others, and the slope there: from 18 questions
#: on the samples in another language than the answer (docs/lab-notes.md, "Other languages").
FOREIGN_MIDDLE_KOREAN: Final = 0.825
FOREIGN_MIDDLE: Final = 0.815
FOREIGN_SLOPE: Final = 120.0
#: Where no key of the question stands near the best sentence, the nearest articles are named from
#: this confidence on. Of 15 questions on other subjects than the samples' two have a key there, of
#: 57 near misses all but a few (docs/lab-notes.md, "Declining").
NEAR: Final = 0.1
#: The same where not one word is shared either, as with most articles in another language.
NEAR_WITHOUT_WORDS: Final = 0.35


def features(asked: Asked, hits: Sequence[Hit], ranked: Sequence[Candidate]) -> tuple[float, ...]:
    """Return the features of answering ``asked`` from ``hits`` with the first of ``ranked``."""
    best = ranked[0]
    article, passage = best.hit.article, best.hit.passage
    nearby = f"{article.title or ''} {passage.text}"
    whole = _whole(article)
    lacking = asked.lacking(whole)
    has_value = bool(values(asked.question.wanted, normalise(whole), asked=asked.question.text))
    return (
        best.feature("covered_nearby"),
        best.feature("covered_by_article"),
        (_closest(hits) - 0.7) * 10,
        asked.numbers(nearby),
        asked.share(lacking),
        max(lacking.values(), default=0.0) / 10,
        asked.share(asked.lacking(nearby)),
        _keys_at_value(asked, ranked[:_QUOTED]),
        float(asked.question.wanted in FEW and not has_value),
        float(asked.counts(normalise(whole)) < 0),
        float(asked.names_another_period(whole)),
    )


def _whole(article: Article) -> str:
    """What the article says anywhere, the day it appeared included."""
    published = article.published.iso if article.published else ""
    return f"{article.title or ''} {article.text} {published}"


def _keys_at_value(asked: Asked, quoted: Sequence[Candidate]) -> float:
    wanted = asked.question.wanted
    return max(
        (
            1 - asked.share(asked.lacking(one.text))
            for one in quoted
            if wanted not in FEW or (one.feature("shows") > 0 and one.feature("counts") >= 0)
        ),
        default=0.0,
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
    *weights, bias = _weights(asked.question.language, by_meaning=by_meaning)
    found = features(asked, hits, ranked)
    sure = _sigmoid(bias + sum(w * x for w, x in zip(weights, found, strict=True)))
    return sure * OTHER_NUMBER if asked.names_more_than(_whole(ranked[0].hit.article)) else sure


def _weights(language: Language, *, by_meaning: bool) -> tuple[float, ...]:
    if language == "ko":
        return ANSWERED if by_meaning else ANSWERED_BY_WORDS
    return ANSWERED_OTHER if by_meaning else ANSWERED_OTHER_BY_WORDS


def anything_near(asked: Asked, ranked: Sequence[Candidate], *, confidence: float) -> bool:
    """Tell whether the nearest articles are near enough to be worth naming."""
    if not ranked:
        return False
    shares_words = any(one.feature("covered_nearby") > 0 for one in ranked)
    if confidence >= (NEAR if shares_words else NEAR_WITHOUT_WORDS):
        return True
    best = ranked[0].hit
    lacking = asked.lacking(f"{best.article.title or ''} {best.passage.text}")
    return len(lacking) < len(asked.question.keys)


def _closest(hits: Sequence[Hit]) -> float:
    return max((hit.meaning for hit in hits if hit.meaning is not None), default=0.7)


def _sigmoid(value: float) -> float:
    return 1 / (1 + exp(-max(-60.0, min(60.0, value))))
