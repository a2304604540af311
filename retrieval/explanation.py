"""How an answer came about: what was understood, found, weighed and left out; how sure it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from retrieval import candidates, declining
from retrieval.answer import Answer, Hit
from retrieval.asked import Asked
from retrieval.candidates import Candidate
from retrieval.question import Question, language_of
from retrieval.weights import SENTENCE
from store.article import Article

#: What is shown of passages found, sentences weighed and articles left out.
FOUND: Final = 5
WEIGHED: Final = 6
LEFT_OUT: Final = 3
#: Less than this on the scale of a sentence's weight tells two sentences hardly apart.
TELLING: Final = 0.25

#: What a feature of a sentence is one side of. Features that say nearly the same were fitted
#: together, some of them with the opposite sign: only their sum means anything.
ASPECTS: Final[Mapping[str, str]] = {
    "covered": "words",
    "covered_most": "words",
    "covered_here": "words",
    "last_terms": "words",
    "trigrams": "words",
    "covered_with_previous": "context",
    "covered_by_passage": "context",
    "covered_nearby": "context",
    "covered_by_article": "context",
    "covered_by_headline": "context",
    "best_article": "context",
    "shows": "kind",
    "near_value": "kind",
    "counts": "kind",
    "valueless": "kind",
    "headline_value": "kind",
}
#: Why an article that was found is not weighed: it appeared on other days than those asked for, or
#: carries the same report as one that is.
Why = Literal["other_days", "copy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term looked for: its inverse document frequency, and the other spellings of its name."""

    text: str
    rarity: float
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An article by its best passage: BM25 score, cosine (None: no vector), both fused to 0..1."""

    article: Article
    words: float
    meaning: float | None
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A sentence, its weight (a logit among those of the question), and whether it is quoted.

    ``speaks_for`` and ``speaks_against`` name the aspects in which it stands out from the others,
    the strongest first: one of ``ASPECTS``, or a feature of ``retrieval.candidates.FEATURES``.
    """

    article: Article
    text: str
    weight: float
    quoted: bool
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Articles that were found and not weighed; the first few of ``count``."""

    why: Why
    articles: tuple[Article, ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """How ``answer`` came about. ``asked`` is the message as it was taken; the lists are those
    that weighed most, in that order. ``parts`` are the features of ``retrieval.declining.FEATURES``
    (``meaning`` is a cosine), on which the confidence rests; empty when nothing was weighed, and
    for an answer in another language than the question.
    """

    asked: Question
    answer: Answer
    terms: tuple[Term, ...] = ()
    found: tuple[Found, ...] = ()
    weighed: tuple[Weighed, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    parts: tuple[tuple[str, float], ...] = ()
    threshold: float = declining.THRESHOLD


def explained(
    answer: Answer,
    asked: Asked,
    *,
    hits: Sequence[Hit],
    ranked: Sequence[Candidate],
    left_out: Mapping[Why, Sequence[Article]],
) -> Explanation:
    """Explain ``answer``, which was chosen from ``ranked`` sentences of the ``hits``."""
    parts: tuple[tuple[str, float], ...] = ()
    # An answer from abroad rests on other features (retrieval.foreign).
    if ranked and language_of(ranked[0].hit.article.text) == asked.question.language:
        values = declining.features(asked, hits, ranked)
        parts = tuple(
            (name, 0.7 + value / 10 if name == "meaning" else value)
            for name, value in zip(declining.FEATURES, values, strict=True)
        )
    return Explanation(
        asked=asked.question,
        answer=answer,
        terms=_terms(asked),
        found=tuple(_found(hits))[:FOUND],
        weighed=_weighed(answer, ranked),
        left_out=tuple(
            LeftOut(why=why, articles=tuple(articles[:LEFT_OUT]), count=len(articles))
            for why, articles in left_out.items()
            if articles
        ),
        parts=parts,
    )


def _terms(asked: Asked) -> tuple[Term, ...]:
    """The rarest first, since they tell most."""
    spellings = {
        term: name.others
        for name in asked.names
        for term in asked.other_morphemes
        if term in name.written.lower()
    }
    terms = (
        Term(text=term, rarity=rarity, spellings=spellings.get(term, ()))
        for term, rarity in asked.morphemes.items()
    )
    return tuple(sorted(terms, key=lambda term: -term.rarity))


def _found(hits: Iterable[Hit]) -> Iterable[Found]:
    best: dict[int, Hit] = {}
    for hit in hits:
        known = best.setdefault(hit.article.id, hit)
        best[hit.article.id] = max(known, hit, key=lambda one: one.score)
    for hit in sorted(best.values(), key=lambda one: -one.score):
        yield Found(article=hit.article, words=hit.words, meaning=hit.meaning, score=hit.score)


def _weighed(answer: Answer, ranked: Sequence[Candidate]) -> tuple[Weighed, ...]:
    if not ranked:
        return ()
    quoted = {(quote.article.id, quote.start) for quote in answer.quotes}
    means = [
        sum(column) / len(ranked) for column in zip(*(c.features for c in ranked), strict=True)
    ]
    return tuple(
        Weighed(
            article=one.hit.article,
            text=one.text,
            weight=one.weight,
            quoted=(one.hit.article.id, one.start) in quoted,
            speaks_for=_telling(one, means, sign=1),
            speaks_against=_telling(one, means, sign=-1),
        )
        for one in ranked[:WEIGHED]
    )


def _telling(one: Candidate, means: Sequence[float], *, sign: int) -> tuple[str, ...]:
    """Name the aspects that raise (or lower) the sentence against the average one."""
    raised: dict[str, float] = {}
    for name, weight, value, mean in zip(
        candidates.FEATURES, SENTENCE, one.features, means, strict=True
    ):
        aspect = ASPECTS.get(name, name)
        raised[aspect] = raised.get(aspect, 0.0) + sign * weight * (value - mean)
    telling = sorted(raised, key=lambda aspect: -raised[aspect])
    return tuple(aspect for aspect in telling if raised[aspect] >= TELLING)
