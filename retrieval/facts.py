"""Reads the facts of a story: which sentences carry news, and what each says first; pure.

A fact is a sentence taken apart: its figures with what they count, the days to come that it names,
how far a thing has come, whether it is denied. Reports of one story are read in the order in which
they appeared, and of each sentence is known what no earlier report had: copies, rewordings and
background bring nothing, whatever their letters and dates.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from retrieval.digest.known import Known
from retrieval.digest.said import Said, bare, days_to_come, headline_of, read, said_at
from store.article import Article, Published

#: Only so many first sentences of a report bring a story back: what a follow-up says first is why
#: it was written.
LEADING: Final = 3
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
        """Tell whether this was reported later than ``other``."""
        return self.at > other.at


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layer:
    """What a report said at one moment: as it first was, or in its newest version.

    ``main`` is the first sentence of the whole report that is no aside. ``published`` is None where
    it is not known, as is ``day``; ``gone`` no longer stands there.
    """

    report: Report
    said: tuple[tuple[int, Said], ...]
    gone: tuple[Said, ...]
    main: Said | None
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
    taken, everything = Known(), Known()
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
        main=next((one for _, one in said if not one.is_aside), None),
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


def _facts(story_id: int, layer: _Layer, taken: Known, everything: Known) -> list[Fact]:
    article = layer.report.article
    headline = headline_of(article.title or "")
    none = frozenset[str]()

    def fact(at: int, said: Said, parts: frozenset[str], *, stands: bool) -> Fact:
        is_main = said == layer.main
        counts = stands and layer.report.taken
        brings = taken.brought(said, parts, headline, is_main=is_main) if counts else none
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
            parts=parts | brings | {f"says:{said.key}"},
            brings=brings,
            unheard=everything.brought(said, parts, headline, is_main=is_main) if stands else none,
            news=said.news,
            leads=stands and at < LEADING,
            corrects=said.corrects,
            stands=stands,
        )

    gone = [(one, everything.parts_of(one)) for one in layer.gone]
    said = [(one, everything.parts_of(one)) for _, one in layer.said]
    facts = [fact(at, *one, stands=True) for (at, _), one in zip(layer.said, said, strict=True)]
    facts += [fact(0, *one, stands=False) for one in gone]
    undated = f"says:{layer.main.key}" if layer.main and not layer.day else None
    for known in (everything, taken) if layer.report.taken else (everything,):
        known.add(said, gone, headline, undated=undated)
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
