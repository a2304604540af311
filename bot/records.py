"""The JSON records of replies and of extracted files: an interface, kept stable."""

import json
from collections.abc import Mapping
from datetime import datetime, tzinfo

from bot.reply import Reply, plain_text
from retrieval.answer import Quote
from store.article import Article, Extracted, InferredDate, Published, Refused
from store.rows import encodable


def compact(record: Mapping[str, object]) -> str:
    """Write ``record`` as one line of JSON."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def record(question: str, reply: Reply, *, zone: tzinfo, ms: int) -> dict[str, object]:
    """Describe ``reply`` to ``question``; every key is always there, unknown is ``None``.

    Times are written with the offset of ``zone``; ``ms`` is how long the reply took.
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
        "range": {"from": answer.range.first.isoformat(), "to": answer.range.last.isoformat()}
        if answer and answer.range
        else None,
        "reply": plain_text(reply),
        "ms": ms,
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
        "author": article.author if article else None,
        "language": article.language if article else None,
        "url": article.url if article else None,
        "dropped": [{"line": line.text, "class": line.kind} for line in result.dropped],
        "refused": refused.reason if refused else None,
        "detail": refused.detail if refused else None,
    }


def _quote(quote: Quote, zone: tzinfo) -> dict[str, object]:
    return {
        "text": quote.text,
        "start": quote.start,
        "end": quote.end,
        "article_id": quote.article.id,
        **_source(quote.article, zone),
        "url": quote.article.url,
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
