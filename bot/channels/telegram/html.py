"""Writes a reply as Telegram's HTML, cut into messages Telegram accepts."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby
from operator import itemgetter
from typing import Final
from urllib.parse import urlsplit

from bot.reply import Line, Span

#: UTF-16 code units of visible text: https://core.telegram.org/bots/api#sendmessage
MAX_UNITS: Final = 4096
#: Telegram drops the markup beyond this many entities: https://limits.tginfo.me/en
MAX_ENTITIES: Final = 100
#: The Bot API server refuses 32,768 bytes of markup and more ("Text is too long").
MAX_BYTES: Final = 32_000
#: Longer than any address of an article; keeps one link far below MAX_BYTES.
MAX_URL: Final = 2_000

_CITATION: Final = re.compile(r" \[[0-9]{1,4}\]")
_CITATION_REACH: Final = len(" [9999]")
_UNSENDABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_NOT_IN_URL = re.compile("[\\s\x00-\x1f\x7f\ud800-\udfff]")

#: A character and the opening tag it stands under ("" for none).
Cell = tuple[str, str]


def html_parts(lines: Sequence[Line]) -> tuple[str, ...]:
    """Render ``lines`` as HTML messages, each well-formed and within Telegram's limits.

    Cuts at line borders first, then at white space, else between characters, and never between a
    quote and its citation; only white space at the cuts is lost. Control characters and lone
    surrogates, which Telegram refuses, are dropped. Lines without visible text give no message.
    """
    cells = list(_cells(lines))
    parts: list[str] = []
    start = 0
    while (start := _after_space(cells, start)) < len(cells):
        end = _cut(cells, start)
        if any(_is_visible(char) for char, _ in cells[start:end]):
            parts.append(_html(cells[start:end]))
        start = end
    return tuple(parts)


def sendable(text: str) -> str:
    """Return ``text`` without the characters that Telegram refuses."""
    return _UNSENDABLE.sub("", text)


def visible_units(lines: Sequence[Line]) -> int:
    """Count the UTF-16 code units that people see of ``lines``."""
    return sum(_units(char) for char, _ in _cells(lines))


def _cells(lines: Iterable[Line]) -> Iterator[Cell]:
    for number, line in enumerate(lines):
        if number:
            yield "\n", ""
        for span in line.spans:
            tag = _tag(span)
            for char in sendable(span.text):
                yield char, tag


def _tag(span: Span) -> str:
    if span.url is not None and _is_web_address(span.url):
        return f'<a href="{escape(span.url)}">'
    return "<b>" if span.bold else ""


def _is_web_address(url: str) -> bool:
    if len(url) > MAX_URL or _NOT_IN_URL.search(url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _after_space(cells: Sequence[Cell], start: int) -> int:
    while start < len(cells) and cells[start][0].isspace():
        start += 1
    return start


def _cut(cells: Sequence[Cell], start: int) -> int:
    end = _reach(cells, start)
    if end == len(cells):
        return end
    for is_border in ("\n".__eq__, str.isspace):
        for at in range(end, start, -1):
            if is_border(cells[at][0]) and _citation_at(cells, at) is None:
                return at
    citation = _citation_at(cells, end)
    # The last letter of what is cited goes with its citation.
    return end if citation is None else max(citation - 1, start + 1)


def _citation_at(cells: Sequence[Cell], at: int) -> int | None:
    """Return where the citation begins that a cut at ``at`` would part from its quote."""
    first = max(0, at - _CITATION_REACH)
    near = "".join(char for char, _ in cells[first : at + _CITATION_REACH])
    for citation in _CITATION.finditer(near):
        if citation.start() <= at - first < citation.end():
            return first + citation.start()
    return None


def _reach(cells: Sequence[Cell], start: int) -> int:
    """Return the end of the longest stretch from ``start`` that is within all limits."""
    units = entities = size = 0
    before = ""
    for at in range(start, len(cells)):
        char, tag = cells[at]
        units += _units(char)
        size += len(escape(char, quote=False).encode())
        if tag and tag != before:
            entities += 1
            size += len(tag.encode()) + len(_closing(tag))
        before = tag
        if units > MAX_UNITS or entities > MAX_ENTITIES or size > MAX_BYTES:
            return at
    return len(cells)


def _units(char: str) -> int:
    return 2 if char > "\uffff" else 1


def _is_visible(char: str) -> bool:
    return not char.isspace() and unicodedata.category(char) != "Cf"


def _html(cells: Sequence[Cell]) -> str:
    end = len(cells)
    while cells[end - 1][0].isspace():
        end -= 1
    return "".join(
        tag + escape("".join(char for char, _ in run), quote=False) + _closing(tag)
        for tag, run in groupby(cells[:end], key=itemgetter(1))
    )


def _closing(tag: str) -> str:
    return f"</{tag[1]}>" if tag else ""
