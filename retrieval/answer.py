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


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage that may hold the answer. ``words`` is its BM25 score, ``meaning`` its cosine
    to the question (``None`` when it has no vector yet or no encoder is loaded), ``score`` the
    fused value in 0..1 by which passages were found.
    """

    passage: Passage
    article: Article
    words: float
    meaning: float | None
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A sentence copied from an article: ``article.text[start:end] == text``."""

    article: Article
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRange:
    """Local calendar days, both inclusive."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the store says to a question: quotes in reading order, or the reason to decline.

    ``kind`` is ``answer``, ``list`` or ``declined``; quotes are empty exactly when declined.
    ``confidence`` in 0..1 is the estimated chance that the quotes hold the answer. ``as_of`` is
    the newest publication among the quoted articles. ``nearest`` has up to three articles, only
    when declined. ``by_words_only`` is true when the answer was given without vectors;
    ``unindexed`` counts the articles that could not be searched yet.
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
