"""Turns database rows into values and back."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from store.article import (
    PARAGRAPH_BREAK,
    Article,
    DroppedLine,
    Edition,
    EventDate,
    Extracted,
    InferredDate,
    Passage,
    Published,
    SentenceChange,
)


def article(row: Mapping[str, Any]) -> Article:
    """Make the article of a row of the view ``current_articles``."""
    return Article(
        id=row["id"],
        version=row["version"],
        text=row["text"],
        title=row["title"],
        file=row["file"],
        stored_at=datetime.fromtimestamp(row["stored_at"], UTC),
        outlet=row["outlet"],
        reposted_by=row["reposted_by"],
        agency=row["agency"],
        author=row["author"],
        published=row["published"] and Published(iso=row["published"]),
        inferred=row["inferred"] and _inferred(json.loads(row["inferred"])),
        language=row["language"],
        url=row["url"],
        captions=tuple(json.loads(row["captions"])),
    )


def passage(row: Mapping[str, Any]) -> Passage:
    """Make the passage of a row of ``passages`` with the ``text`` of its article."""
    return Passage(
        id=row["id"],
        article_id=row["article_id"],
        start=row["start"],
        end=row["end"],
        text=row["text"][row["start"] : row["end"]],
    )


def edition(row: Mapping[str, Any]) -> Edition:
    """Make the edition of a row of ``versions``."""
    return Edition(
        number=row["number"],
        stored_at=datetime.fromtimestamp(row["stored_at"], UTC),
        title=row["title"],
        changes=tuple(SentenceChange(old=old, new=new) for old, new in json.loads(row["changes"])),
        dropped=tuple(
            DroppedLine(kind=kind, text=text) for kind, text in json.loads(row["dropped"])
        ),
    )


def event_date(row: Mapping[str, Any]) -> EventDate:
    """Make the days of a row of ``event_dates``."""
    first, last = (date.fromisoformat(row[name]) for name in ("first", "last"))
    return EventDate(start=row["start"], end=row["end"], first=first, last=last)


def days_named(article_id: int, named: EventDate) -> dict[str, Any]:
    """Make the row of ``event_dates`` for days that the article names."""
    return {
        "article_id": article_id,
        "start": named.start,
        "end": named.end,
        "first": named.first.isoformat(),
        "last": named.last.isoformat(),
    }


def version(extracted: Extracted) -> dict[str, str | None]:
    """Make the columns of a version that come from the file."""
    columns: dict[str, Any] = {
        "title": extracted.title,
        "title_source": extracted.title_source,
        "text": PARAGRAPH_BREAK.join(extracted.paragraphs),
        "captions": json.dumps(extracted.captions, ensure_ascii=False),
        "dropped": json.dumps(
            [[line.kind, line.text] for line in extracted.dropped], ensure_ascii=False
        ),
        "published": extracted.published and extracted.published.iso,
        "inferred": extracted.inferred and json.dumps(asdict(extracted.inferred), default=str),
        "publisher": extracted.publisher,
        "reposted_by": extracted.reposted_by,
        "agency": extracted.agency,
        "author": extracted.author,
        "language": extracted.language,
        "url": extracted.url,
    }
    return {name: value and encodable(value) for name, value in columns.items()}


def encodable(text: str) -> str:
    """Replace lone surrogates, which UTF-8 cannot hold; paired ones become their character."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _inferred(columns: dict[str, Any]) -> InferredDate:
    best, earliest, latest = (
        date.fromisoformat(columns[key]) if columns[key] else None
        for key in ("best", "earliest", "latest")
    )
    evidence = tuple(columns["evidence"])
    return InferredDate(best=best, earliest=earliest, latest=latest, evidence=evidence)


def sha256(data: bytes) -> str:
    """Return the hash by which files and texts are known."""
    return hashlib.sha256(data).hexdigest()
