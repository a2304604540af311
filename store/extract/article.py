"""From the bytes of one file to one article, or the reason why not."""

from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Final

from store.article import REASONS, Extracted, Refused
from store.extract.archive import MAX_BYTES
from store.extract.block import Metadata, blocks_of
from store.extract.clean import cleaned
from store.extract.decoding import decode, is_binary
from store.extract.markdown import read_markdown
from store.extract.page import looks_like_html, read_page
from store.extract.reading import read
from store.extract.record import read_record

#: Of a page's source too; a log of millions of lines would take seconds to split alone.
MAX_LINE_BREAKS: Final = 300_000


def extract(data: bytes, name: str) -> Extracted | Refused:
    """Read the article in ``data``, the content of a file called ``name``.

    The kind is decided by the suffix and by what the file really holds. Nothing in the content
    makes this raise.
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
    text = decode(data)
    if text is None:
        return _refused("undecodable")
    if text.count("\n") > MAX_LINE_BREAKS:
        return _refused("too_slow")
    result = reader(text) if text.strip() else _refused("empty")
    return cleaned(result) if isinstance(result, Extracted) else result


def _read_text(text: str) -> Extracted | Refused:
    if looks_like_html(text):
        return read_page(text)
    return read(blocks_of(text), Metadata())


def _read_markdown(text: str) -> Extracted | Refused:
    return read_page(text) if looks_like_html(text) else read_markdown(text)


_READERS: Final[Mapping[str, Callable[[str], Extracted | Refused]]] = {
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
