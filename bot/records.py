"""The JSON records of replies and of extracted files: an interface, kept stable."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, tzinfo

from bot.reply import Reply, plain_text
from retrieval.answer import Quote
from store.article import (
    Article,
    Copies,
    Edition,
    EventDate,
    Extracted,
    InferredDate,
    Published,
    Refused,
)
from store.ingest import Outcome
from store.rows import encodable
from store.sources.catalog import is_dead
from store.sources.source import Source


def compact(record: Mapping[str, object]) -> str:
    """Write ``record`` as one line of JSON."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def record(
    question: str,
    reply: Reply,
    *,
    zone: tzinfo,
    ms: int,
    explanation: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """Describe ``reply`` to ``question``; every key is always there, unknown is ``None``.

    Times are written with the offset of ``zone``; ``ms`` is how long the reply took;
    ``explanation`` is there when it was asked for (bot.explaining).
    """
    answer = reply.answer
    return {
        "question": encodable(question),
        "answered": reply.kind in ("answer", "list"),
        "reason": answer.reason if answer else None,
        "confidence": answer.confidence if answer else None,
        "as_of": _iso(answer.as_of, zone) if answer else None,
        "quotes": [_quote(quote, zone) for quote in answer.quotes] if answer else [],
        "nearest": [_source(article, zone) for article in answer.nearest] if answer else [],
        "kind": reply.kind,
        "listing": answer.listing if answer else None,
        "range": {"from": answer.range.first.isoformat(), "to": answer.range.last.isoformat()}
        if answer and answer.range
        else None,
        "reply": plain_text(reply),
        "ms": ms,
        "explanation": explanation,
    }


def extracted_record(file: str, result: Extracted | Refused) -> dict[str, object]:
    """Describe what was read from ``file``, or why nothing was; the keys are the same for both."""
    article = result if isinstance(result, Extracted) else None
    refused = result if isinstance(result, Refused) else None
    published = article.published if article else None
    inferred = article.inferred if article else None
    return {
        "file": encodable(file),
        "title": article.title if article else None,
        "title_source": article.title_source if article else None,
        "body": list(article.paragraphs) if article else [],
        "captions": list(article.captions) if article else [],
        "published": published.iso if published else None,
        "published_precision": published.precision if published else "none",
        "published_inferred": inferred.best.isoformat() if inferred and inferred.best else None,
        "published_bounds": _bounds(inferred),
        "publisher": article.publisher if article else None,
        "reposted_by": article.reposted_by if article else None,
        "agency": article.agency if article else None,
        "author": article.author if article else None,
        "language": article.language if article else None,
        "url": article.url if article else None,
        "dropped": [{"line": line.text, "class": line.kind} for line in result.dropped],
        "refused": refused.reason if refused else None,
        "detail": refused.detail if refused else None,
    }


def outcome_record(outcome: Outcome) -> dict[str, object]:
    """Describe what became of an article file."""
    return asdict(outcome)


def source_record(source: Source, *, zone: tzinfo, now: datetime) -> dict[str, object]:
    """Describe a source and how it is doing; times have the offset of ``zone``."""
    health = source.health
    return {
        "id": source.id,
        "kind": source.kind,
        "address": source.address,
        "title": source.title,
        "pages": source.pages,
        "paused": source.paused,
        "added_at": _moment(source.added_at, zone),
        "every_s": round(health.interval_s),
        "next_at": None if source.paused else _moment(health.next_at, zone),
        "checked_at": _moment(health.checked_at, zone),
        "succeeded_at": _moment(health.succeeded_at, zone),
        "failures": health.failures,
        "dead": is_dead(source, now=now),
        "reason": health.reason,
    }


def article_record(
    article: Article,
    *,
    history: Sequence[Edition],
    copies: Copies | None,
    event_dates: Sequence[EventDate],
    zone: tzinfo,
) -> dict[str, object]:
    """Describe all that is kept of an article."""
    inferred = article.inferred
    return {
        "article_id": article.id,
        "version": article.version,
        **_source(article, zone),
        "published_inferred": inferred.best.isoformat() if inferred and inferred.best else None,
        "published_bounds": _bounds(inferred),
        "author": article.author,
        "reposted_by": article.reposted_by,
        "agency": article.agency,
        "language": article.language,
        "url": article.url,
        "stored_at": _moment(article.stored_at, zone),
        "text": article.text,
        "captions": list(article.captions),
        "dates": [
            {
                "text": article.text[one.start : one.end],
                "start": one.start,
                "end": one.end,
                "from": one.first.isoformat(),
                "to": one.last.isoformat(),
            }
            for one in event_dates
        ],
        "versions": [_edition(one, zone) for one in history],
        "copies": list(copies.articles) if copies else [],
        "copy_outlets": list(copies.outlets) if copies else [],
        "origin": copies.origin if copies else None,
        "origin_outlet": copies.origin_outlet if copies else None,
    }


def _edition(edition: Edition, zone: tzinfo) -> dict[str, object]:
    return {
        "number": edition.number,
        "stored_at": _moment(edition.stored_at, zone),
        "title": edition.title,
        "changes": [{"old": one.old, "new": one.new} for one in edition.changes],
        "dropped": [{"line": line.text, "class": line.kind} for line in edition.dropped],
    }


def _moment(moment: datetime | None, zone: tzinfo) -> str | None:
    return None if moment is None else moment.astimezone(zone).isoformat(timespec="seconds")


def _quote(quote: Quote, zone: tzinfo) -> dict[str, object]:
    return {
        "text": quote.text,
        "start": quote.start,
        "end": quote.end,
        "article_id": quote.article.id,
        **_source(quote.article, zone),
        "url": quote.article.url,
        "role": quote.role,
        "sources": {
            "outlets": list(quote.sources.outlets),
            "independent": quote.sources.independent,
            "origin": quote.sources.origin,
        },
        "marks": [list(mark) for mark in quote.marks],
    }


def _source(article: Article, zone: tzinfo) -> dict[str, object]:
    return {
        "file": article.file,
        "title": article.title,
        "outlet": article.outlet,
        "published": _iso(article.published, zone),
    }


def _iso(published: Published | None, zone: tzinfo) -> str | None:
    if published is None:
        return None
    if published.precision != "minute":
        return published.iso
    return datetime.fromisoformat(published.iso).astimezone(zone).isoformat()


def _bounds(inferred: InferredDate | None) -> list[str | None] | None:
    if inferred is None or (inferred.earliest is None and inferred.latest is None):
        return None
    return [day.isoformat() if day else None for day in (inferred.earliest, inferred.latest)]
