"""Weighs each sentence of the passages found: what of the question it holds, and how near."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, log
from typing import Final

from retrieval.answer import Hit
from retrieval.asked import Asked
from retrieval.instructions import is_instruction
from retrieval.morphemes import Analyser, normalise, trigrams
from retrieval.values import FEW, values
from retrieval.weights import SENTENCE
from store.sentences import Span, sentences

#: What covering the whole rest of the question adds to a further sentence: of 0 to 8 it gives one
#: point more on news, held out, and nothing lost on KorQuAD (docs/lab-notes.md, "Sentences").
ADDING: Final = 6.0
#: A line shorter than this without a full stop is a heading: searched, but no answer.
MAX_HEADING_CHARS: Final = 40
_ENDS: Final = tuple(".!?…。！？\"'”’)]」』")
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
    "valueless",  # lacks a figure or day where one is asked for
    "headline_value",  # has one that the headline has, too
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


def candidates(
    asked: Asked, hits: Sequence[Hit], *, analyser: Analyser
) -> tuple[list[Candidate], Asked]:
    """Return the sentences of ``hits``, and ``asked`` with its terms weighed among them.

    Headings and sentences that order the reader about are left out.
    """
    titles = {hit.article.title or "" for hit in hits}
    headlines = {title: _terms(asked, title, analyser) for title in titles}
    read = [
        _read(asked, hit, analyser, headline=headlines[hit.article.title or ""]) for hit in hits
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
    return [_relative(one, most) for one in found], here


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
        found = sum(w for term, w in self.last.items() if self._places(term, normal))
        return found / (sum(self.last.values()) or 1.0)

    def _places(self, term: str, normal: str) -> list[int]:
        """Return where ``term`` begins in a sentence, else where other words for it do."""
        others = self.asked.other_morphemes.get(term, ())
        return _places(term, normal) or [
            place
            for words in others
            if all(len(one) > 1 and one in normal for one in words)
            for one in words
            for place in _places(one, normal)
        ]

    def shows(self, places: Sequence[Span]) -> float:
        """Tell whether there is the kind of thing asked for: 1 yes, -1 no, 0 when none is."""
        if self.asked.question.wanted is None:
            return 0.0
        return 1.0 if places else -1.0

    def nearest(self, places: Sequence[Span], normal: str) -> tuple[float, Span | None]:
        """Return the share of the question's weight near the best of ``places``, 0..1, and it.

        A term counts less with its distance d in letters: exp(-d / NEAR_CHARS).
        """
        at = {term: self._places(term, normal) for term in self.asked.morphemes}
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
    return asked.in_its_words(analyser.terms_of_sentence(text))


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
    headline = normalise(hit.article.title or "")
    figures = (
        {
            _figure(headline, one)
            for one in values(asked.question.wanted, headline, asked=asked.question.text)
        }
        if asked.question.wanted in FEW
        else set()
    )
    only_headings = all(map(is_heading, texts))
    previous: frozenset[str] = frozenset()
    for (start, end), text, own in zip(read.spans, texts, read.terms, strict=True):
        if (only_headings or not is_heading(text)) and not is_instruction(text):
            normal = normalise(text)
            places = values(asked.question.wanted, normal, asked=asked.question.text)
            near, mark = asks.nearest(places, normal)
            is_figure = asked.question.wanted in FEW  # of other kinds only a word by them is known
            yield Candidate(
                hit=hit,
                start=passage.start + start,
                end=passage.start + end,
                text=text,
                terms=own & asked.morphemes.keys(),
                marks=(mark,) if mark and is_figure and len(normal) == len(text) else (),
                features=(
                    *(asked.covered(own), 0.0, here.covered(own), asks.last_terms(normal)),
                    asked.covered(own | previous),
                    *of_passage,
                    *(asked.covered_trigrams(trigrams(text)), meaning, float(best_article)),
                    *(asks.shows(places), near, asked.counts(normal)),
                    *(log(1 + len(own - asked.morphemes.keys())), log(len(text))),
                    float(asked.question.wanted in FEW and not places),
                    float(any(_figure(normal, one) in figures for one in places)),
                ),
            )
        previous = own


def _figure(normal: str, place: Span) -> str:
    return "".join(normal[slice(*place)].split()).replace(",", "")


def _rarity_here(asked: Asked, sentences: Sequence[frozenset[str]]) -> Asked:
    """Weigh the question's terms anew: what every sentence here has tells them not apart."""
    return replace(
        asked,
        morphemes={
            term: log(1 + len(sentences) / (1 + sum(term in one for one in sentences)))
            for term in asked.morphemes
        },
    )


def is_heading(text: str) -> bool:
    """Tell a heading from a sentence: it is short and ends without a mark."""
    return len(text) < MAX_HEADING_CHARS and not text.endswith(_ENDS)


def _relative(candidate: Candidate, most: float) -> Candidate:
    """Set the feature that compares a sentence with the one that covers most."""
    covered, _, *others = candidate.features
    return replace(candidate, features=(covered, covered / most, *others))
