"""Makes an answer of what was found: quotes, headlines, or the reason to decline."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import tzinfo
from typing import Final

from retrieval import declining, quoting
from retrieval.answer import Answer, DateRange, Listing, Quote, Reason
from retrieval.considering import Considered
from retrieval.standing import roles, sources
from retrieval.within import Within
from store.article import Published
from store.library import Library

#: Headlines shown when a question is declined.
NEAREST: Final = 3


def quotes_of(
    considered: Considered,
    *,
    library: Library,
    zone: tzinfo,
    threshold: float = declining.THRESHOLD,
) -> tuple[Quote, ...]:
    """Choose what is quoted, with its roles and sources; nothing below ``threshold``, at which the
    store is taken to hold no answer.

    Raises DatabaseError.
    """
    quotes = quoting.choose(considered.ranked)
    if considered.confidence < threshold or not quotes:
        return ()
    return roles.stand(
        quotes,
        asked=considered.asked,
        ranked=considered.ranked,
        hits=considered.hits,
        copies=library.copies_of({hit.article.id for hit in considered.hits}),
        zone=zone,
    )


def answered(
    quotes: tuple[Quote, ...], *, confidence: float, zone: tzinfo, within: Within | None = None
) -> Answer:
    """Answer with ``quotes``, of which there are some."""
    return Answer(
        question="",
        kind="answer",
        quotes=quotes,
        confidence=confidence,
        as_of=newest(quotes, zone),
        range=_days(within),
    )


def listed(
    listing: Listing,
    quotes: tuple[Quote, ...],
    *,
    library: Library,
    zone: tzinfo,
    within: Within | None = None,
) -> Answer:
    """List headlines with who carries them, or decline when there are none.

    Raises DatabaseError.
    """
    if not quotes:
        return nothing("not_found", within=within)
    copies = library.copies_of({quote.article.id for quote in quotes})
    return Answer(
        question="",
        kind="list",
        listing=listing,
        quotes=tuple(
            replace(quote, sources=sources.count(quote.article, (), copies)) for quote in quotes
        ),
        confidence=1.0,
        as_of=newest(quotes, zone),
        range=_days(within),
    )


def nothing(reason: Reason, *, within: Within | None = None) -> Answer:
    """Decline without naming any article."""
    return Answer(question="", kind="declined", reason=reason, range=_days(within))


def declined(considered: Considered) -> Answer:
    """Decline, and name the nearest articles if any is near."""
    asked, ranked = considered.asked, considered.ranked
    near = declining.anything_near(asked, ranked, confidence=considered.confidence)
    articles = {hit.article.id: hit.article for hit in considered.hits} if near else {}
    return Answer(
        question="",
        kind="declined",
        reason="not_found" if near else "nothing_similar",
        confidence=considered.confidence,
        nearest=tuple(articles.values())[:NEAREST],
        range=_days(asked.question.within),
    )


def newest(quotes: Sequence[Quote], zone: tzinfo) -> Published | None:
    """Return the newest publication among the quoted articles, as far as it is known."""
    dates = [quote.article.published for quote in quotes if quote.article.published]
    return max(dates, key=lambda date: date.instant(zone), default=None)


def _days(within: Within | None) -> DateRange | None:
    return within.days if within else None
