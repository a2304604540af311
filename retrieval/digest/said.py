"""Reads one sentence of a report: what it counts, the days to come, how far a thing has come."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from typing import Final

from retrieval.asked import Asked
from retrieval.browsing import real_sentences
from retrieval.morphemes import normalise
from retrieval.question import Question
from retrieval.standing.figures import Figure
from retrieval.standing.statement import Statement
from retrieval.standing.states import STANCES, STATUSES
from store.article import Article, Published
from store.extract.events import event_dates

#: Sentences of a report that are read, its first, and letters within which they stand: further
#: down stands background, and each takes 0.2 ms.
SENTENCES: Final = 6
MAX_CHARS: Final = 900
#: Reports that stay read: those of half a day at 100,000 a week; 40 MB.
READ: Final = 6_000
_DIGEST_BYTES: Final = 10
#: What has come to these is news; that a thing is planned every second sentence says.
_TOLD_STATUSES: Final = ("stopped", "delayed", "done")
_TOLD_STANCES: Final = ("denial", "confirmation")
#: 한 차례, 두 번 are said of anything; days are resolved apart.
_NO_NEWS: Final = ("date", "round")
#: Numbers without a unit that tell reports apart: a magnitude, an index. Whole ones are ages,
#: storeys and hours.
_DECIMAL: Final = re.compile(r"(?<![\d.,])\d+\.\d+(?![\d.])")
_WHOLE: Final = re.compile(r"[0-9a-zà-ÿ]")
_RUN: Final = re.compile(r"[0-9][0-9,.]*|[a-zà-ÿ]+|[^\W0-9_a-zà-ÿ]+")
#: A sentence that shares fewer pieces with its headline is an aside.
_SHARED: Final = 2
_LETTERS: Final = re.compile(r"[\W_]+")
_HANGUL: Final = re.compile(r"[가-힣]")
#: A word says something when it is no number and no particle, nor so short as «the» and «was».
_CONTENT: Final = re.compile(r"[a-zà-ÿ]{4}|[^\W0-9_a-zà-ÿ]{2}")
#: Letters of a Latin word before its ending: arres(t), arres(ted).
_STEM: Final = 5
_UNASKED: Final = Asked(
    question=Question(text="", language="ko", morphemes=(), trigrams=(), wanted=None),
    morphemes={},
    trigrams={},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A sentence by itself: ``marks`` are its days and states; an ``is_aside`` has next to nothing
    of the headline.
    """

    span: tuple[int, int]
    text: str
    words: frozenset[str]
    figures: tuple[tuple[Figure, frozenset[str]], ...]
    marks: frozenset[str]
    key: str
    is_aside: bool
    news: float
    corrects: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The day an article is of, and the days after it that its text names, each with its place."""

    own: date | None
    reckoned: tuple[tuple[int, date], ...]


NO_DAYS: Final = Days(own=None, reckoned=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """What a headline says: its pairs of letters, its words, and the states it shows."""

    pieces: frozenset[str]
    words: frozenset[str]
    states: frozenset[str]


@lru_cache(maxsize=256)  # a story's sentences are held against each other; 2 MB
def pieces(text: str) -> frozenset[str]:
    """Return the pairs of letters, numbers and stems of Latin words of a text: what endings leave
    alone.
    """
    return frozenset(piece for run in _RUN.findall(normalise(text)) for piece in _cut(run))


def words(text: str) -> frozenset[str]:
    """Return those of its pieces by which its words are known: of Korean ones the first pair (구속
    of 구속됐다), all of what is written without spaces.
    """
    return frozenset(
        piece
        for run in _RUN.findall(normalise(text))
        if _CONTENT.match(run)
        for piece in _cut(run)[: 1 if _HANGUL.match(run) else None]
    )


def _cut(run: str) -> list[str]:
    if not _WHOLE.match(run):
        return ["".join(pair) for pair in pairwise(run)]
    return [run[:_STEM] if run[0].isalpha() else run.rstrip(".,")]


@lru_cache(maxsize=READ)
def read(article: Article, published: Published | None) -> tuple[Said, ...]:
    """Read the first sentences of an article; days are reckoned from ``published``."""
    whole = len(article.text) <= MAX_CHARS
    beginning = article if whole else replace(article, text=article.text[:MAX_CHARS])
    spans = real_sentences(beginning, most=SENTENCES)
    if not whole and len(spans) > 1:  # the last one may be cut
        spans = tuple(one for one in spans if one[1] < MAX_CHARS) or spans
    days = days_to_come(beginning, published)
    headline = pieces(article.title or "")
    return tuple(
        said_at(article, span, days, at=at, headline=headline) for at, span in enumerate(spans)
    )


def days_to_come(article: Article, published: Published | None) -> Days:
    """Return the days after its own that the beginning of an article names, and where."""
    if published is None or published.precision == "month":
        return NO_DAYS
    own, text = datetime.fromisoformat(published.iso).date(), article.text[:MAX_CHARS]
    found = event_dates(text, published=published, language=article.language)
    return Days(
        own=own,
        reckoned=tuple((one.start, one.first) for one in found if one.first == one.last > own),
    )


def _nearest(value: int, own: date) -> date | None:
    """Return the day ``value`` (1107 for November 7) in the year that is nearest to ``own``."""
    found = []
    for year in (own.year - 1, own.year, own.year + 1):
        with suppress(ValueError):  # no such day in that year
            found.append(date(year, value // 100, value % 100))
    return min(found, key=lambda day: abs(day - own), default=None)


def said_at(
    article: Article,
    span: tuple[int, int],
    days: Days,
    *,
    at: int,
    headline: frozenset[str],
) -> Said:
    """Read the sentence at ``span``, the ``at``-th of its article."""
    start, end = span
    statement = Statement(
        article=article,
        start=start,
        end=end,
        text=article.text[start:end],
        rank=0,
        terms=frozenset(),
        headline=frozenset(),
        asked=_UNASKED,
    )
    counted = tuple(
        (claim.figure, claim.aspects)
        for claim in statement.claims
        if not claim.replaced and claim.figure.unit not in _NO_NEWS
    )
    named = (int(one.figure.value) for one in statement.claims if one.figure.unit == "date")
    to_come = {day for place, day in days.reckoned if start <= place < end}
    if days.own is not None:
        to_come |= {day for one in named if (day := _nearest(one, days.own)) and day > days.own}
    marks = _marks(statement, to_come)
    own = pieces(statement.text)
    shared = len(own & headline)
    held = shared / (len(headline) or 1)
    return Said(
        span=span,
        text=statement.text,
        words=words(statement.text),
        figures=counted,
        marks=marks,
        key=_key(statement.text, counted, marks),
        is_aside=bool(headline) and shared < _SHARED,
        news=_news(statement.text, held=held, at=at, tells=bool(counted or marks)),
        corrects=statement.corrects,
    )


def _marks(statement: Statement, days: Iterable[date]) -> frozenset[str]:
    status, stance = statement.status, statement.stance
    return frozenset(
        (
            *(f"day:{day}" for day in days),
            *(f"number:{found}" for found in _DECIMAL.findall(statement.normal)),
            *((f"status:{status}",) if status in _TOLD_STATUSES else ()),
            *((f"stance:{stance}",) if stance in _TOLD_STANCES else ()),
        )
    )


def _key(text: str, figures: Iterable[tuple[Figure, frozenset[str]]], marks: frozenset[str]) -> str:
    said = {
        *(f"{one.unit}:{one.value:.10g}:{'+'.join(sorted(of))}" for one, of in figures),
        *marks,
    }
    if not figures and not any(mark.startswith("day:") for mark in marks):
        said = {_LETTERS.sub("", normalise(text))}
    code = "\n".join(sorted(said)).encode(errors="surrogatepass")
    return blake2b(code, digest_size=_DIGEST_BYTES).hexdigest()


#: What having a figure or a state adds to a sentence, beside its share of the headline, and what
#: each step further down takes from it.
_TELLS: Final = 0.2
_FURTHER_DOWN: Final = 0.06
#: A longer sentence is no quick reading on a telephone.
_LONG: Final = 220
_TOO_LONG: Final = 0.3


def _news(text: str, *, held: float, at: int, tells: bool) -> float:
    long = _TOO_LONG if len(text) > _LONG else 0.0
    return held + _TELLS * tells - _FURTHER_DOWN * at - long


@lru_cache(maxsize=4_000)
def headline_of(title: str) -> Headline:
    """Read a headline."""
    normal = normalise(title)
    status = (name for name, said in STATUSES.items() if said.search(normal))
    stance = (name for name, said in STANCES.items() if said.search(normal))
    return Headline(
        pieces=pieces(title),
        words=words(title),
        states=frozenset(
            (
                *(f"status:{one}" for one in status if one in _TOLD_STATUSES),
                *(f"stance:{one}" for one in stance if one in _TOLD_STANCES),
            )
        ),
    )


def is_state(part: str) -> bool:
    """Tell whether a part of a fact is how far a thing has come, or that it is denied."""
    return part.startswith(("status:", "stance:"))


def bare(article: Article, text: str) -> Said:
    """Read a sentence that an article had once."""
    former = replace(article, text=text)
    return said_at(former, (0, len(text)), NO_DAYS, at=0, headline=frozenset())
