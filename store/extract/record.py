"""Reads one article given as JSON: its fields are known, its text is the body."""

import json

from store.article import REASONS, Extracted, Refused
from store.extract import dates
from store.extract.block import NOTHING_KNOWN, Metadata, blocks_of
from store.extract.language import language
from store.extract.reading import read_body

_FIELDS = ("title", "url", "published", "publisher", "author")


def read_record(text: str, known: Metadata = NOTHING_KNOWN) -> Extracted | Refused:
    """Read the object ``text``; fields other than ``text`` may be missing or null."""
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        return _bad(f"it does not parse ({type(error).__name__})")
    if not isinstance(record, dict):
        return _bad("it is not an object")
    body = record.get("text")
    if isinstance(body, list) and all(isinstance(item, str) for item in body):
        body = "\n\n".join(body)
    if not isinstance(body, str):
        return _bad("text is missing or no string")
    for name in _FIELDS:
        if not isinstance(record.get(name), str | None):
            return _bad(f"{name} is no string")
    if not body.strip():
        return Refused(reason="no_article", detail=REASONS["no_article"])
    return read_body(blocks_of(body), _known(record, body).before(known))


def _known(record: dict[str, str | None], body: str) -> Metadata:
    fields = {name: (record.get(name) or "").strip() or None for name in _FIELDS}
    published, tongue = fields["published"], language(body)
    return Metadata(
        title=fields["title"],
        title_source="json",
        published=dates.iso(published, tongue) if published else None,
        publisher=fields["publisher"],
        author=fields["author"],
        url=fields["url"],
        language=tongue,
    )


def _bad(why: str) -> Refused:
    return Refused(reason="bad_json", detail=f"{REASONS['bad_json']}: {why}")
