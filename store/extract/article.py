"""From the bytes of one file to one article, or the reason why not."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Final

from store.article import REASONS, Extracted, Refused
from store.extract import outlets
from store.extract.archive import MAX_BYTES
from store.extract.block import MAX_LINE_BREAKS, NOTHING_KNOWN, Metadata, blocks_of
from store.extract.clean import cleaned
from store.extract.decoding import decode, is_binary
from store.extract.markdown import looks_like_markdown, read_markdown
from store.extract.page import looks_like_html, read_page
from store.extract.reading import read
from store.extract.record import read_record


def extract(
    data: bytes, name: str, *, known: Metadata = NOTHING_KNOWN, charset: str | None = None
) -> Extracted | Refused:
    """Read the article in ``data``, the content of a file called ``name``.

    The kind is decided by the suffix and by what the file really holds. ``known`` is what a
    feed's entry or the address says of the article: it counts where the file itself says nothing
    (a title also before a headline that is only found among the lines, a time before one written
    for readers). ``charset`` is that of the HTTP header, believed no more than a page's own.
    Nothing in the content makes this raise.
    """
    reader = _READERS.get(PurePath(name).suffix.lower())
    if len(data) > MAX_BYTES:
        return _refused("too_large")
    if reader is None:
        return _refused("unsupported")
    if not data.strip():
        return _refused("empty")
    if is_binary(data):
        return _refused("binary")
    text = decode(data, charset=charset)
    if text is None:
        return _refused("undecodable")
    if text.count("\n") > MAX_LINE_BREAKS:
        return _refused("too_slow")
    result = reader(text, known) if text.strip() else _refused("empty")
    return cleaned(_completed(result, known)) if isinstance(result, Extracted) else result


def _read_text(text: str, known: Metadata) -> Extracted | Refused:
    if looks_like_html(text):
        return read_page(text, known)
    if looks_like_markdown(text):
        return read_markdown(text, known)
    return read(blocks_of(text), NOTHING_KNOWN.before(known))


def _read_markdown(text: str, known: Metadata) -> Extracted | Refused:
    return read_page(text, known) if looks_like_html(text) else read_markdown(text, known)


def _completed(found: Extracted, known: Metadata) -> Extracted:
    """Fill in from ``known`` what neither the head of the file nor its lines say."""
    published = found.published or known.published
    publisher = found.publisher or known.publisher
    return replace(
        found,
        title=found.title and outlets.without_suffix(found.title, publisher),
        published=published,
        inferred=None if published else found.inferred,
        publisher=publisher,
        author=found.author or known.author,
        language=found.language or known.language,
        url=found.url or known.url,
    )


_READERS: Final[Mapping[str, Callable[[str, Metadata], Extracted | Refused]]] = {
    ".txt": _read_text,
    ".text": _read_text,
    ".html": _read_text,
    ".htm": _read_text,
    ".xhtml": _read_text,
    ".md": _read_markdown,
    ".markdown": _read_markdown,
    ".json": read_record,
}


def _refused(reason: str) -> Refused:
    return Refused(reason=reason, detail=REASONS[reason])
