"""Weighs the sentences of the passages found, and chooses those that are quoted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import exp, log
from typing import Final

from retrieval.answer import Hit, Quote
from retrieval.asked import Asked
from retrieval.morphemes import Analyser, normalise, trigrams
from retrieval.weights import SENTENCE
from store.sentences import Span, sentences

#: Passages whose sentences are weighed; more find no better ones and cost analysis time.
PASSAGES: Final = 10
MAX_QUOTES: Final = 3
MAX_CHARS: Final = 400
#: A first sentence at least this likely the best one is quoted alone.
SURE: Final = 0.9
#: A line shorter than this without a full stop is a heading: searched, but no answer.
MAX_HEADING_CHARS: Final = 40
_ENDS: Final = tuple(".!?…。！？\"'”’)]」』")
#: A further sentence needs at least this share of the first one's likelihood.
WORTH_QUOTING: Final = 0.02

#: The features of a sentence, in the order of the weights.
FEATURES: Final = (
    "covered",  # share of the question's weight in the sentence
    "covered_most",  # the same, relative to the sentence that covers most
    "covered_with_previous",
    "covered_by_passage",
    "covered_nearby",  # by the passage and the headline
    "covered_by_article",  # by its passages that were found, and the headline
    "covered_by_headline",
    "trigrams",  # share of the weight of the question's trigrams
    "meaning",  # cosine of the passage; from .7 up, in tenths
    "best_article",  # the article is that of the best passage
    "shows",  # has the kind of thing asked for
    "counts",  # has the unit that «몇 ○» asks for
    "news",  # terms beyond the question's own, logarithmic
    "length",  # characters, logarithmic
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence that might be quoted: ``hit.article.text[start:end] == text``."""

    hit: Hit
    start: int
    end: int
    text: str
    features: tuple[float, ...]

    @property
    def weight(self) -> float:
        """How well it answers, on the scale of a logit among the candidates of one question."""
        return sum(w * x for w, x in zip(SENTENCE, self.features, strict=True))

    def feature(self, name: str) -> float:
        """Return one feature by its name."""
        return self.features[FEATURES.index(name)]


def rank(asked: Asked, hits: Sequence[Hit], *, analyser: Analyser) -> tuple[Candidate, ...]:
    """Return the sentences of the best passages, each once, the most answering first."""
    read = [_read(hit, analyser) for hit in hits[:PASSAGES]]
    articles: dict[int, frozenset[str]] = {}
    for one in read:
        known = articles.get(one.hit.article.id, one.headline)
        articles[one.hit.article.id] = known.union(*one.terms)
    found = [
        candidate
        for one in read
        for candidate in _candidates(
            asked,
            one,
            best_article=one.hit.article.id == hits[0].article.id,
            by_article=asked.covered(articles[one.hit.article.id]),
        )
    ]
    most = max((candidate.features[0] for candidate in found), default=0.0) or 1.0
    return tuple(sorted((_relative(one, most) for one in found), key=_order))


def choose(ranked: Sequence[Candidate]) -> tuple[Quote, ...]:
    """Choose what is quoted: one sentence if it is sure, else up to three; in reading order."""
    chosen: list[Candidate] = []
    likelihood = _likelihood(ranked)
    for candidate, likely in zip(ranked, likelihood, strict=True):
        enough = bool(chosen) and (likelihood[0] >= SURE or likely < WORTH_QUOTING * likelihood[0])
        if enough or len(chosen) == MAX_QUOTES:
            break
        if not chosen or sum(len(one.text) for one in (*chosen, candidate)) <= MAX_CHARS:
            chosen.append(candidate)
    articles = list(dict.fromkeys(candidate.hit.article.id for candidate in chosen))
    chosen.sort(key=lambda one: (articles.index(one.hit.article.id), one.start))
    return tuple(
        Quote(article=one.hit.article, start=one.start, end=one.end, text=one.text)
        for one in chosen
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A passage cut into sentences, with the terms of each."""

    hit: Hit
    spans: tuple[Span, ...]
    terms: tuple[frozenset[str], ...]
    headline: frozenset[str]


def _read(hit: Hit, analyser: Analyser) -> _Read:
    text = hit.passage.text
    spans = tuple(sentences(text))
    return _Read(
        hit=hit,
        spans=spans,
        terms=tuple(frozenset(analyser.morphemes(text[start:end])) for start, end in spans),
        headline=frozenset(analyser.morphemes(hit.article.title or "")),
    )


def _candidates(
    asked: Asked, read: _Read, *, best_article: bool, by_article: float
) -> Iterator[Candidate]:
    passage, hit = read.hit.passage, read.hit
    whole = frozenset[str]().union(*read.terms)
    of_passage = (
        asked.covered(whole),
        asked.covered(whole | read.headline),
        by_article,
        asked.covered(read.headline),
    )
    # A passage without a vector yet is taken for a middling one.
    meaning = 1.2 if hit.meaning is None else (hit.meaning - 0.7) * 10
    texts = [passage.text[start:end] for start, end in read.spans]
    only_headings = all(map(_is_heading, texts))
    previous: frozenset[str] = frozenset()
    for (start, end), text, own in zip(read.spans, texts, read.terms, strict=True):
        if only_headings or not _is_heading(text):
            yield Candidate(
                hit=hit,
                start=passage.start + start,
                end=passage.start + end,
                text=text,
                features=(
                    *(asked.covered(own), 0.0, asked.covered(own | previous)),
                    *of_passage,
                    *(asked.covered_trigrams(trigrams(text)), meaning, float(best_article)),
                    *(asked.shows(normalise(text)), asked.counts(normalise(text))),
                    *(log(1 + len(own - asked.morphemes.keys())), log(len(text))),
                ),
            )
        previous = own


def _is_heading(text: str) -> bool:
    return len(text) < MAX_HEADING_CHARS and not text.endswith(_ENDS)


def _relative(candidate: Candidate, most: float) -> Candidate:
    """Set the feature that compares a sentence with the one that covers most."""
    covered, _, *others = candidate.features
    return replace(candidate, features=(covered, covered / most, *others))


def _order(candidate: Candidate) -> tuple[float, int, int]:
    return -candidate.weight, candidate.hit.article.id, candidate.start


def _likelihood(ranked: Sequence[Candidate]) -> list[float]:
    """Return how likely each sentence is the best (softmax, as the weights were fitted)."""
    if not ranked:
        return []
    raised = [exp(one.weight - ranked[0].weight) for one in ranked]
    return [value / sum(raised) for value in raised]
