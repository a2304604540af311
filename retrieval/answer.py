"""The values that leave retrieval: what was found, what is quoted, and why it declines."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from store.article import Article, Passage, Published

Reason = Literal[
    "empty_store",  # nothing has been stored yet
    "nothing_similar",  # not one article shares the question's words or meaning
    "not_found",  # articles come near, but none holds the answer
    "empty_question",  # nothing to search for in the message
]

#: What a quote is among the quotes of one answer. ``current`` unless the store shows more: an
#: ``earlier`` report that a later one supersedes, a ``differing`` figure of another outlet at the
#: same time, the ``correction`` or the ``denial`` of another quote.
Role = Literal["current", "earlier", "differing", "correction", "denial"]

#: What a list holds: the newest articles, the news that was asked for, or one story as it went on.
Listing = Literal["latest", "news", "timeline"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage that may hold the answer. ``words`` is its BM25 score, ``meaning`` its cosine
    to the question (``None`` when it has no vector yet or no encoder is loaded), ``score`` the
    fused value in 0..1 by which passages were found. ``closeness`` is the cosine without what each
    language has in common, only of a passage in another language than the question.
    """

    passage: Passage
    article: Article
    words: float
    meaning: float | None
    score: float
    closeness: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Who says what is quoted: every stored outlet that carries the sentence or its report.

    ``independent`` counts them with copies of one report as one; ``origin`` is the outlet or
    agency that a copied report comes from, None when nothing was copied or it is not known.
    """

    outlets: tuple[str, ...] = ()
    independent: int = 1
    origin: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A sentence copied from an article: ``article.text[start:end] == text``.

    ``marks`` are the stretches of ``text``, ascending and apart, that answer.
    """

    article: Article
    start: int
    end: int
    text: str
    marks: tuple[tuple[int, int], ...] = ()
    role: Role = "current"
    sources: Sources = Sources()


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRange:
    """Local calendar days, both inclusive."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the store says to a question: quotes, or the reason to decline.

    What holds comes first, what it superseded last, other quotes as they read in their articles.

    ``kind`` is ``answer``, ``list`` or ``declined``; quotes are empty exactly when declined.
    ``listing`` says what a list holds, and is None exactly where there is none.
    ``confidence`` in 0..1 is the estimated chance that the quotes hold the answer. ``as_of`` is
    the newest publication among the quoted articles. ``nearest`` has up to three articles, only
    when declined. ``by_words_only`` is true when the answer was given without vectors;
    ``unindexed`` counts the articles that could not be searched yet. ``searched`` is the whole
    question that a follow-up (그건 언제야?) was taken for, None when it was taken as it stands.
    """

    question: str
    kind: Literal["answer", "list", "declined"]
    quotes: tuple[Quote, ...] = ()
    reason: Reason | None = None
    confidence: float = 0.0
    as_of: Published | None = None
    nearest: tuple[Article, ...] = ()
    range: DateRange | None = None
    by_words_only: bool = False
    unindexed: int = 0
    searched: str | None = None
    listing: Listing | None = None

    @property
    def exchange(self) -> "Exchange":
        """What a follow-up question refers to."""
        return Exchange(
            question=self.searched or self.question,
            articles=tuple(dict.fromkeys(quote.article.id for quote in self.quotes)),
            quoted=tuple((quote.article.id, quote.start) for quote in self.quotes),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """The last question of a chat, whole in itself, and the ids of the articles quoted to it.

    ``quoted`` are the sentences, each by its article and where it begins there.
    """

    question: str
    articles: tuple[int, ...]
    quoted: tuple[tuple[int, int], ...] = ()
