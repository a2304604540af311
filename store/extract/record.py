"""Reads one article given as JSON: its fields are known, its text or HTML is the body."""

import json
from typing import Final

from store.article import REASONS, Extracted, Refused
from store.extract import dates
from store.extract.block import MAX_LINE_BREAKS, NOTHING_KNOWN, Metadata, blocks_of
from store.extract.language import language
from store.extract.page import read_fragment
from store.extract.reading import read_body

_FIELDS: Final = ("title", "url", "published", "publisher", "author", "language", "title_source")
_TITLE_SOURCES: Final = ("json", "feed", None)


def read_record(text: str, known: Metadata = NOTHING_KNOWN) -> Extracted | Refused:
    """Read the object ``text``: its body is ``text``, a string or a list of paragraphs, or
    ``html``, a fragment; other fields may be missing or null.
    """
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        return _bad(f"it does not parse ({type(error).__name__})")
    if not isinstance(record, dict):
        return _bad("it is not an object")
    body = record.get("text")
    if isinstance(body, list) and all(isinstance(item, str) for item in body):
        body = "\n\n".join(body)
    markup = record.get("html")
    wrong = _wrong(record, body, markup)
    if wrong is not None:
        return _bad(wrong)
    if not (body or markup or "").strip():
        return Refused(reason="no_article", detail=REASONS["no_article"])
    if body is not None and body.count("\n") > MAX_LINE_BREAKS:
        return Refused(reason="too_slow", detail=REASONS["too_slow"])
    told = _known(record, language(body or "")).before(known)
    return read_fragment(markup, told) if markup else read_body(blocks_of(body or ""), told)


def _wrong(record: dict[str, object], body: object, markup: object) -> str | None:
    """What keeps ``record`` from being an article, in words, or ``None``."""
    if markup is None and not isinstance(body, str):
        return "text is missing or no string"
    if markup is not None and not isinstance(markup, str):
        return "html is no string"
    if markup is not None and body is not None:
        return "both text and html are given"
    for name in _FIELDS:
        if not isinstance(record.get(name), str | None):
            return f"{name} is no string"
    if record.get("title_source") not in _TITLE_SOURCES:
        return "title_source is neither json nor feed"
    return None


def _known(record: dict[str, str | None], tongue: str | None) -> Metadata:
    fields = {name: (record.get(name) or "").strip() or None for name in _FIELDS}
    published, tongue = fields["published"], tongue or (fields["language"] or "")[:2].lower()
    return Metadata(
        title=fields["title"],
        title_source=fields["title_source"] or "json",
        published=dates.iso(published, tongue) if published else None,
        publisher=fields["publisher"],
        author=fields["author"],
        url=fields["url"],
        language=tongue or None,
    )


def _bad(why: str) -> Refused:
    return Refused(reason="bad_json", detail=f"{REASONS['bad_json']}: {why}")
