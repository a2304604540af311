"""Reads the facts of a story: which sentences carry news, and what each says first; pure.

A fact is a sentence taken apart: its figures with what they count, the days to come that it names,
how far a thing has come, whether it is denied. Reports of one story are read in the order in which
they appeared, and of each sentence is known what no earlier report had: copies, rewordings and
background bring nothing, whatever their letters and dates.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from retrieval.digest.said import (
    Headline,
    Said,
    bare,
    days_to_come,
    headline_of,
    is_state,
    pieces,
    read,
    said_at,
)
from retrieval.standing.figures import Figure, agree
from retrieval.standing.statement import overlap
from store.article import Article, Published

#: Only so many first sentences of a report bring a story back: what a follow-up says first is why
#: it was written.
LEADING: Final = 3
#: A sentence says something new by its words alone when its headline has so large a share of pairs
#: of letters that stand in no earlier report, and the sentence so much of these: what people around
#: it say, and how a place looked, is told under old headlines.
NEW_HEADLINE: Final = 0.25
TELLS_HEADLINE: Final = 0.5
#: A sentence that shares fewer new pairs with its headline is an aside.
SHARED: Final = 2
#: It tells what another one told in other words when it has this share of its pairs in common.
SAME_EVENT: Final = 0.3
#: What is dated later has a wrong date, and counts as undated.
AHEAD: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An article with when it was first stored; ``changed`` are the sentences that its newest
    version brought, of which ``article.stored_at`` is the moment, ``replaced`` those that it took
    out. One that is not ``taken`` is known to have been there, but never quoted.
    """

    article: Article
    since: datetime
    changed: frozenset[str] = frozenset()
    replaced: frozenset[str] = frozenset()
    taken: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A sentence of a report: ``article.text[start:end] == text``.

    ``key`` is the same for all sentences that say the same figures, days and states, of sentences
    without any for the same words. ``parts`` are what it says, named alike in all reports of the
    story. ``brings`` are those of them that no report had which was stored before and is taken,
    ``unheard`` those that none had at all. ``at`` is when it was published: of a day that it was
    stored on, then, of another day its beginning, and when it was stored where no day is known.
    ``seen`` is when it was stored.
    ``news`` orders the sentences of one report, the best highest; ``leads`` says that it stands
    among the first of them. What a newer version took out no longer ``stands``: it brings nothing,
    and has no place.
    """

    story_id: int
    article_id: int
    version: int
    start: int
    end: int
    text: str
    key: str
    day: date | None
    published: Published | None
    at: datetime
    seen: datetime
    parts: frozenset[str]
    brings: frozenset[str]
    unheard: frozenset[str]
    news: float
    leads: bool
    corrects: bool
    stands: bool = True

    def follows(self, other: "Fact") -> bool:
        """Tell whether this was reported later than ``other``; what has no date follows nothing."""
        return self.day is not None and self.at > other.at


class _Known:
    """What the reports read so far have said, those that are taken and all of them."""

    def __init__(self) -> None:
        self.figures: defaultdict[str, list[tuple[Figure, frozenset[str], str]]] = defaultdict(list)
        self.parts: set[str] = set()
        self.pieces: set[str] = set()
        #: The sentences that were news by their words, those of the report being read apart.
        self.events: list[frozenset[str]] = []
        self._events: list[frozenset[str]] = []

    def named(self, figure: Figure, aspects: frozenset[str]) -> str:
        """Name a figure as the first report that had it did."""
        known = self.figures[figure.unit]
        for one, of, name in known:
            if agree(one, figure) and (not of or not aspects or of & aspects):
                return name
        name = f"{figure.unit}:{figure.value:.10g}:{'+'.join(sorted(aspects))}"
        known.append((figure, aspects, name))
        return name

    def parts_of(self, said: Said) -> frozenset[str]:
        """Return what a sentence says, its figures named alike in all reports."""
        return said.marks.union(self.named(figure, of) for figure, of in said.figures)

    def brought(self, said: Said, parts: frozenset[str], headline: Headline) -> frozenset[str]:
        """Return what a sentence says that no earlier report had.

        Its words alone are news when they are those of a headline that is new, and nothing in it is
        known; so is a state, which other words may hide in one report and show in the next. Beside
        known figures it has to stand in the headline.
        """
        new = parts - self.parts
        unheard = headline.pieces - self.pieces
        told = len(unheard & pieces(said.text))
        if not self.pieces:  # of the first report all is new but what its headline leaves out
            aside = headline.pieces and told < SHARED
            return new if aside else new | {f"says:{said.key}"}
        is_news = (
            new == parts
            and told >= SHARED
            and len(unheard) >= NEW_HEADLINE * len(headline.pieces)
            and told >= TELLS_HEADLINE * len(unheard)
        )
        own = pieces(said.text)
        if is_news and all(overlap(own, one) < SAME_EVENT for one in self.events):
            self._events.append(own)
            return new | {f"says:{said.key}"}
        counts = any(not is_state(one) for one in parts - new)
        shown = headline.states if counts or not told else parts
        return frozenset(one for one in new if not is_state(one) or one in shown)

    def add(self, said: Iterable[tuple[Said, frozenset[str]]], headline: Headline) -> None:
        """Note what a report said, each sentence with its parts."""
        self.parts |= headline.states
        self.events += self._events
        self._events.clear()
        self.pieces |= headline.pieces
        for one, parts in said:
            self.parts |= parts
            self.pieces |= pieces(one.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layer:
    """What a report said at one moment: as it first was, or in its newest version.

    ``published`` is None where it is not known, as is ``day``; ``gone`` no longer stands there.
    """

    report: Report
    said: tuple[tuple[int, Said], ...]
    gone: tuple[Said, ...]
    at: datetime
    seen: datetime
    day: date | None
    published: Published | None


def facts_of(
    story_id: int, reports: Iterable[Report], *, now: datetime, zone: tzinfo
) -> tuple[Fact, ...]:
    """Return the facts of a story, the newest report first, within a report as they stand there.

    ``reports`` are its original reports, in any order: a copy says nothing of its own.
    """
    layers = [layer for one in reports for layer in _layers(one, now=now, zone=zone)]
    taken, everything = _Known(), _Known()
    facts = [
        fact
        for layer in sorted(layers, key=lambda one: (one.seen, one.at, one.report.article.id))
        for fact in _facts(story_id, layer, taken, everything)
    ]
    return tuple(sorted(facts, key=lambda one: (-one.at.timestamp(), -one.article_id, one.start)))


def read_ahead(report: Report, *, now: datetime, zone: tzinfo) -> None:
    """Read a report when it arrives, so that whoever composes first does not wait for it."""
    _layers(report, now=now, zone=zone)


def key_of(article: Article, start: int, end: int) -> str:
    """Return the key of the sentence at ``article.text[start:end]``, as ``Fact`` has it."""
    published = article.published or Published(iso=article.stored_at.date().isoformat())
    days = days_to_come(article, published)
    return said_at(article, (start, end), days, at=0, headline=frozenset()).key


def dated(article: Article, *, now: datetime, zone: tzinfo) -> datetime | None:
    """Return when an article appeared; None when that is not known, or said to be yet to come."""
    moment = article.published.instant(zone) if article.published else None
    return None if moment is None or moment > now + AHEAD else moment


def _layers(report: Report, *, now: datetime, zone: tzinfo) -> list[_Layer]:
    article = report.article
    moment = dated(article, now=now, zone=zone)
    said = tuple(enumerate(read(article, _reckoned_from(article, moment, report.since))))
    first = _Layer(
        report=report,
        said=tuple(one for one in said if one[1].text not in report.changed),
        gone=tuple(bare(article, one) for one in sorted(report.replaced)),
        at=_moment(article, report.since, zone) if moment else report.since,
        seen=report.since,
        day=moment.astimezone(zone).date() if moment else None,
        published=article.published if moment else None,
    )
    changed = tuple(one for one in said if one[1].text in report.changed)
    if not changed:
        return [first]
    stored = article.stored_at
    later = max(stored, first.at)
    again = replace(
        first,
        said=changed,
        gone=(),
        at=later,
        seen=stored,
        day=later.astimezone(zone).date(),
        published=None,
    )
    return [first, again]


def _facts(story_id: int, layer: _Layer, taken: _Known, everything: _Known) -> list[Fact]:
    article = layer.report.article
    headline = headline_of(article.title or "")
    none = frozenset[str]()

    def fact(at: int, said: Said, parts: frozenset[str], *, stands: bool) -> Fact:
        brings = taken.brought(said, parts, headline) if stands and layer.report.taken else none
        return Fact(
            story_id=story_id,
            article_id=article.id,
            version=article.version,
            start=said.span[0] if stands else 0,
            end=said.span[1] if stands else 0,
            text=said.text,
            key=said.key,
            day=layer.day,
            published=layer.published,
            at=layer.at,
            seen=layer.seen,
            parts=parts | {f"says:{said.key}"},
            brings=brings,
            unheard=everything.brought(said, parts, headline) if stands else none,
            news=said.news,
            leads=stands and at < LEADING,
            corrects=said.corrects,
            stands=stands,
        )

    gone = [(one, everything.parts_of(one)) for one in layer.gone]
    said = [(at, one, everything.parts_of(one)) for at, one in layer.said]
    facts = [fact(at, one, parts, stands=True) for at, one, parts in said]
    facts += [fact(0, one, parts, stands=False) for one, parts in gone]
    for known in (everything, taken) if layer.report.taken else (everything,):
        known.add([*gone, *((one, parts) for _, one, parts in said)], headline)
    return facts


def _moment(article: Article, stored: datetime, zone: tzinfo) -> datetime:
    if article.published is None:
        return stored
    begins = article.published.instant(zone)
    is_exact = article.published.precision == "minute"
    same_day = stored.astimezone(zone).date() == article.published.local_date(zone)
    return begins if is_exact or not same_day else stored


def _reckoned_from(article: Article, moment: datetime | None, since: datetime) -> Published | None:
    """Return the day that 오는 7일 is reckoned from; that of storing where no other is known."""
    if moment is None:
        return Published(iso=since.date().isoformat())
    return None if article.published is None else article.published
