"""Searches and weighs the sentences for a question, without deciding anything."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from retrieval import declining, foreign, quoting
from retrieval.answer import Hit
from retrieval.asked import Asked
from retrieval.candidates import Candidate
from retrieval.encoder import Encoder
from retrieval.following import Following
from retrieval.morphemes import Analyser
from retrieval.question import Language, Question, language_of
from retrieval.search import Search

#: Passages that come first for their sentences; the others stay as they were found.
BEST_BY_SENTENCE: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """What was weighed for a question, before the decision.

    ``ranked`` are sentences, the most answering first; ``hits`` are passages in the order of
    their best sentences, then as they were found.
    """

    asked: Asked
    hits: tuple[Hit, ...]
    ranked: tuple[Candidate, ...]
    confidence: float


class Considering:
    """Weighs what the search finds. ``encoder`` gives None while no model is loaded.

    Raises IndexDamagedError and DatabaseError.
    """

    def __init__(
        self,
        search: Search,
        *,
        analyser: Callable[[], Analyser],
        encoder: Callable[[], Encoder | None],
    ) -> None:
        self._search = search
        self._analyser = analyser
        self._encoder = encoder

    def consider(
        self,
        question: Question,
        *,
        follows: Following | None = None,
        among: Sequence[int] = (),
    ) -> Considered:
        """Search and weigh the sentences for ``question``, without deciding anything.

        Of a question that ``follows`` another its own terms weigh most; ``among`` names the
        articles that are looked into, else all are. Articles in the question's language and in
        others are weighed apart, since neither their words nor their cosines can be compared. Its
        own come first when they are sure enough.
        """
        encoder = self._encoder()
        asked = self._search.asked(question)
        if follows is not None:
            asked = follows.stressed(asked, here=bool(among))
        if among:
            hits = self._search.among(question, among, encoder=encoder)
        else:
            hits = self._search.find(question, encoder=encoder)
        own = tuple(hit for hit in hits if _language(hit) == question.language)
        others = tuple(hit for hit in hits if _language(hit) != question.language)
        name = None if encoder is None else encoder.name
        reading = self._weigh(asked, own, others, encoder=name)
        if reading.confidence < _unsure(question):
            abroad = () if among else self._search.abroad(question, encoder=encoder)
            if abroad:
                other = self._weigh_abroad(asked, abroad, own)
            else:
                other = self._weigh(asked, others, own, encoder=name)
            reading = max(reading, other, key=lambda one: one.confidence)
        if follows is not None:
            reading = replace(reading, ranked=follows.reordered(asked, reading.ranked))
        return reading

    def _weigh(
        self, asked: Asked, first: tuple[Hit, ...], others: tuple[Hit, ...], *, encoder: str | None
    ) -> Considered:
        ranked = quoting.rank(asked, first, analyser=self._analyser())
        sure = declining.confidence(asked, first, ranked, encoder=encoder)
        # A passage is as good as its best sentence: the right one then comes first for 92 % of
        # news questions instead of 85 %. After three the fused order finds more articles
        # (docs/lab-notes.md, "Passages").
        best = list(dict.fromkeys(one.hit for one in ranked))[:BEST_BY_SENTENCE]
        hits = dict.fromkeys((*best, *first, *others))
        return Considered(asked=asked, hits=tuple(hits), ranked=ranked, confidence=sure)

    def _weigh_abroad(
        self, asked: Asked, first: tuple[Hit, ...], others: tuple[Hit, ...]
    ) -> Considered:
        known = self._search.known_abroad(asked)
        ranked = foreign.order(known, quoting.rank(known, first, analyser=self._analyser()))
        sure = foreign.confidence(known, first, ranked, analyser=self._analyser())
        hits = dict.fromkeys((*(one.hit for one in ranked), *first, *others))
        return Considered(asked=known, hits=tuple(hits), ranked=ranked, confidence=sure)


def _unsure(question: Question) -> float:
    """Return the confidence below which articles in other languages are looked into.

    What a Korean article near a Korean question does not say, one abroad hardly does: its closeness
    does not tell (docs/lab-notes.md, "Other languages").
    """
    return declining.NEAR if question.language == "ko" else declining.THRESHOLD


def _language(hit: Hit) -> Language:
    return language_of(hit.article.text)
