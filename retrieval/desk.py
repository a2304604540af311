"""The news desk: a question in, an answer made of quotes out, or the reason to decline."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from retrieval import declining, quoting
from retrieval.answer import Answer, Hit, Quote, Reason
from retrieval.asked import Asked
from retrieval.encoder import Encoder
from retrieval.morphemes import Analyser
from retrieval.question import Language, language_of, understand
from retrieval.search import Search
from store.article import Article
from store.library import Library
from store.sentences import sentences

NEAREST: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """What was weighed for a question, before the decision: ``ranked`` best sentence first."""

    asked: Asked
    hits: tuple[Hit, ...]
    ranked: tuple[quoting.Candidate, ...]
    confidence: float


class Desk:
    """Answers from the stored articles. ``encoder`` gives None while no model is loaded.

    Every method raises IndexDamagedError and DatabaseError.
    """

    def __init__(
        self,
        search: Search,
        *,
        library: Library,
        analyser: Callable[[], Analyser],
        encoder: Callable[[], Encoder | None],
    ) -> None:
        self._search = search
        self._library = library
        self._analyser = analyser
        self._encoder = encoder

    def ask(self, question: str, *, now: datetime, zone: tzinfo) -> Answer:
        """Answer ``question`` with up to three quotes, or decline and say why."""
        encoder = self._encoder()
        if self._library.count() == 0:
            return Answer(question=question, kind="declined", reason="empty_store")
        considered = self.consider(question)
        if not considered.asked.question.trigrams:
            return Answer(question=question, kind="declined", reason="empty_question")
        quotes = quoting.choose(considered.ranked)
        if considered.confidence < declining.THRESHOLD or not quotes:
            return self._decline(question, considered, by_words_only=encoder is None)
        dates = [quote.article.published for quote in quotes if quote.article.published]
        return Answer(
            question=question,
            kind="answer",
            quotes=quotes,
            confidence=considered.confidence,
            as_of=max(dates, key=lambda date: date.instant(zone), default=None),
            by_words_only=encoder is None,
        )

    def consider(self, question: str) -> Considered:
        """Search and weigh the sentences for ``question``, without deciding anything.

        Articles in the question's language and in others are weighed apart, since neither their
        words nor their cosines can be compared. Its own come first when they are sure enough.
        """
        encoder = self._encoder()
        understood = understand(question, self._analyser())
        asked = self._search.asked(understood)
        hits = self._search.find(understood, encoder=encoder)
        own = tuple(hit for hit in hits if _language(hit) == understood.language)
        foreign = tuple(hit for hit in hits if _language(hit) != understood.language)
        name = None if encoder is None else encoder.name
        reading = self._weigh(asked, own, foreign, encoder=name)
        if foreign and reading.confidence < declining.THRESHOLD:
            other = self._weigh(asked, foreign, own, encoder=name)
            return max(reading, other, key=lambda one: one.confidence)
        return reading

    def _weigh(
        self, asked: Asked, first: tuple[Hit, ...], others: tuple[Hit, ...], *, encoder: str | None
    ) -> Considered:
        ranked = quoting.rank(asked, first, analyser=self._analyser())
        sure = declining.confidence(asked, first, ranked, encoder=encoder)
        return Considered(asked=asked, hits=(*first, *others), ranked=ranked, confidence=sure)

    def latest(self, *, limit: int) -> Answer:
        """Return the newest articles, each with its first sentence."""
        quotes = tuple(_lead(article) for article in self._library.latest(limit=limit))
        if not quotes:
            return Answer(question="", kind="declined", reason="empty_store")
        return Answer(question="", kind="list", quotes=quotes, confidence=1.0)

    def _decline(self, question: str, considered: Considered, *, by_words_only: bool) -> Answer:
        near = declining.anything_near(considered.hits, considered.ranked)
        reason: Reason = "not_found" if near else "nothing_similar"
        nearest = dict.fromkeys(hit.article.id for hit in considered.hits) if near else {}
        articles = {hit.article.id: hit.article for hit in considered.hits}
        return Answer(
            question=question,
            kind="declined",
            reason=reason,
            confidence=considered.confidence,
            nearest=tuple(articles[one] for one in list(nearest)[:NEAREST]),
            by_words_only=by_words_only,
        )


def _language(hit: Hit) -> Language:
    return language_of(hit.article.text)


def _lead(article: Article) -> Quote:
    start, end = next(sentences(article.text))
    return Quote(article=article, start=start, end=end, text=article.text[start:end])
