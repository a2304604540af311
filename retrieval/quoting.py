"""Weighs the sentences of the passages found, and chooses those that are quoted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from math import exp, log
from typing import Final

from retrieval.answer import Hit, Quote
from retrieval.asked import Asked
from retrieval.instructions import is_instruction
from retrieval.morphemes import Analyser, normalise, trigrams
from retrieval.values import values
from retrieval.weights import SENTENCE
from store.sentences import Span, sentences
from store.shingles import containment

#: Passages whose sentences are weighed: the answer is in them for 99 % of the questions of both
#: sets (docs/lab-notes.md, "Sentences"), and each costs analysis time.
PASSAGES: Final = 10
MAX_QUOTES: Final = 3
MAX_CHARS: Final = 400
#: A first sentence at least this likely the best one is quoted alone.
SURE: Final = 0.99
#: What covering the whole rest of the question adds to a further sentence: of 0 to 8 it gives one
#: point more on news, held out, and nothing lost on KorQuAD (docs/lab-notes.md, "Sentences").
ADDING: Final = 6.0
#: An article is about the question when it covers this share of it.
ON_TOPIC: Final = 0.5
#: Two sentences are the same when the shorter has this share of its 5-grams in the other.
SAME_SENTENCE: Final = 0.8
#: A line shorter than this without a full stop is a heading: searched, but no answer.
MAX_HEADING_CHARS: Final = 40
_ENDS: Final = tuple(".!?…。！？\"'”’)]」』")
#: A further sentence needs at least this share of the first one's likelihood.
WORTH_QUOTING: Final = 0.005

#: Terms of the question's end in which it says what it asks (docs/lab-notes.md, "Sentences").
LAST_TERMS: Final = 3
#: Letters at which nearness to a value has fallen to 1/e: a clause of Korean news.
NEAR_CHARS: Final = 25
#: Places of one term that are looked at.
MAX_PLACES: Final = 4

#: The features of a sentence, in the order of the weights.
FEATURES: Final = (
    "covered",  # share of the question's weight in the sentence
    "covered_most",  # the same, relative to the sentence that covers most
    "covered_here",  # with terms weighed by how rare they are among these sentences
    "last_terms",  # share of the last terms of the question, in Korean what is asked of the others
    "covered_with_previous",
    "covered_by_passage",
    "covered_nearby",  # by the passage and the headline
    "covered_by_article",  # by its passages that were found, and the headline
    "covered_by_headline",
    "trigrams",  # share of the weight of the question's trigrams
    "meaning",  # cosine of the passage; from .7 up, in tenths
    "best_article",  # the article is that of the best passage
    "shows",  # has the kind of thing asked for, which the question does not name itself
    "near_value",  # share of the question's weight near that thing
    "counts",  # has the unit that «몇 ○» asks for
    "news",  # terms beyond the question's own, logarithmic
    "length",  # characters, logarithmic
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence that might be quoted: ``hit.article.text[start:end] == text``.

    ``marks`` are stretches of it that may be what is asked for.
    """

    hit: Hit
    start: int
    end: int
    text: str
    terms: frozenset[str]
    features: tuple[float, ...]
    marks: tuple[Span, ...] = ()
    adds: float = 0.0

    @property
    def weight(self) -> float:
        """How well it answers, on the scale of a logit among the candidates of one question.

        ``adds`` is the share of the question that it covers beyond those chosen before it.
        """
        by_itself = sum(w * x for w, x in zip(SENTENCE, self.features, strict=True))
        return by_itself + ADDING * self.adds

    def feature(self, name: str) -> float:
        """Return one feature by its name."""
        return self.features[FEATURES.index(name)]


def rank(asked: Asked, hits: Sequence[Hit], *, analyser: Analyser) -> tuple[Candidate, ...]:
    """Return the sentences of the best passages, each once, the most answering first."""
    best = hits[:PASSAGES]
    titles = {hit.article.title or "" for hit in best}
    headlines = {title: _terms(asked, title, analyser) for title in titles}
    read = [
        _read(asked, hit, analyser, headline=headlines[hit.article.title or ""]) for hit in best
    ]
    articles: dict[int, frozenset[str]] = {}
    for one in read:
        known = articles.get(one.hit.article.id, one.headline)
        articles[one.hit.article.id] = known.union(*one.terms)
    here = _rarity_here(asked, [terms for one in read for terms in one.terms])
    found = [
        candidate
        for one in read
        for candidate in _candidates(
            asked,
            one,
            best_article=one.hit.article.id == hits[0].article.id,
            by_article=asked.covered(articles[one.hit.article.id]),
            here=here,
        )
    ]
    most = max((candidate.features[0] for candidate in found), default=0.0) or 1.0
    return _in_turn(sorted((_relative(one, most) for one in found), key=_order), here)


def _in_turn(by_themselves: list[Candidate], here: Asked) -> tuple[Candidate, ...]:
    """Choose the best, then those that answer well and add to what was chosen before.

    Carbonell and Goldstein, "The Use of MMR, Diversity-Based Reranking", 1998, with coverage of
    the question in place of similarity.
    """
    first, rest = by_themselves[:1], by_themselves[1:]
    while rest and len(first) < MAX_QUOTES:
        covered = frozenset[str]().union(*(one.terms for one in first))
        before = here.covered(covered)
        # The same wire copy stands in several outlets: it is quoted once.
        rest = [
            replace(one, adds=here.covered(covered | one.terms) - before)
            for one in rest
            if containment(one.text, first[-1].text) < SAME_SENTENCE
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
    """Choose the best sentence of each article that is about the question, newest first."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asks:
    """What the question asks for, as it is looked for in the letters of a sentence."""

    asked: Asked
    last: Mapping[str, float]

    @classmethod
    def of(cls, asked: Asked) -> "_Asks":
        last = asked.question.morphemes[-LAST_TERMS:]
        return cls(asked=asked, last={term: asked.morphemes.get(term, 0.0) for term in last})

    def last_terms(self, normal: str) -> float:
        """Return the share of the weight of the question's last terms in the sentence: 0..1."""
        found = sum(weight for term, weight in self.last.items() if term in normal)
        return found / (sum(self.last.values()) or 1.0)

    def shows(self, places: Sequence[Span]) -> float:
        """Tell whether there is the kind of thing asked for: 1 yes, -1 no, 0 when none is."""
        if self.asked.question.wanted is None:
            return 0.0
        return 1.0 if places else -1.0

    def nearest(self, places: Sequence[Span], normal: str) -> tuple[float, Span | None]:
        """Return the share of the question's weight near the best of ``places``, 0..1, and it.

        A term counts less with its distance d in letters: exp(-d / NEAR_CHARS).
        """
        at = {term: _places(term, normal) for term in self.asked.morphemes}
        whole = sum(self.asked.morphemes.values()) or 1.0
        near = [
            sum(
                self.asked.morphemes[term] * exp(-_distance(found, place) / NEAR_CHARS)
                for term, found in at.items()
                if found
            )
            for place in places
        ]
        best = max(near, default=0.0)
        return best / whole, places[near.index(best)] if places else None


def _places(term: str, normal: str) -> list[int]:
    found: list[int] = []
    start = normal.find(term)
    while start >= 0 and len(found) < MAX_PLACES:
        found.append(start)
        start = normal.find(term, start + 1)
    return found


def _distance(starts: Sequence[int], place: Span) -> int:
    return min(start - place[1] if start >= place[1] else abs(place[0] - start) for start in starts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A passage cut into sentences, with the terms of each."""

    hit: Hit
    spans: tuple[Span, ...]
    terms: tuple[frozenset[str], ...]
    headline: frozenset[str]


def _terms(asked: Asked, text: str, analyser: Analyser) -> frozenset[str]:
    return asked.in_its_words(frozenset(analyser.morphemes(text)))


def _read(asked: Asked, hit: Hit, analyser: Analyser, *, headline: frozenset[str]) -> _Read:
    text = hit.passage.text
    spans = tuple(sentences(text))
    return _Read(
        hit=hit,
        spans=spans,
        terms=tuple(_terms(asked, text[start:end], analyser) for start, end in spans),
        headline=headline,
    )


def _candidates(
    asked: Asked, read: _Read, *, best_article: bool, by_article: float, here: Asked
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
    asks = _Asks.of(asked)
    only_headings = all(map(_is_heading, texts))
    previous: frozenset[str] = frozenset()
    for (start, end), text, own in zip(read.spans, texts, read.terms, strict=True):
        if (only_headings or not _is_heading(text)) and not is_instruction(text):
            normal = normalise(text)
            places = values(asked.question.wanted, normal, asked=asked.question.text)
            near, mark = asks.nearest(places, normal)
            yield Candidate(
                hit=hit,
                start=passage.start + start,
                end=passage.start + end,
                text=text,
                terms=own & asked.morphemes.keys(),
                marks=(mark,) if mark and len(normal) == len(text) else (),
                features=(
                    *(asked.covered(own), 0.0, here.covered(own), asks.last_terms(normal)),
                    asked.covered(own | previous),
                    *of_passage,
                    *(asked.covered_trigrams(trigrams(text)), meaning, float(best_article)),
                    *(asks.shows(places), near, asked.counts(normal)),
                    *(log(1 + len(own - asked.morphemes.keys())), log(len(text))),
                ),
            )
        previous = own


def _rarity_here(asked: Asked, sentences: Sequence[frozenset[str]]) -> Asked:
    """Weigh the question's terms anew: what every sentence here has tells them not apart."""
    return replace(
        asked,
        morphemes={
            term: log(1 + len(sentences) / (1 + sum(term in one for one in sentences)))
            for term in asked.morphemes
        },
    )


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
