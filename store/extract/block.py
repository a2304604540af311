"""A line of a page with what its markup says about it: where every reader of a format ends."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from store.article import Published
from store.extract.language import weight

#: Of a page's source too; a log of millions of lines would take seconds to split alone.
MAX_LINE_BREAKS: Final = 300_000

Hint = Literal["", "heading", "caption", "image", "chrome", "title"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A line or paragraph of a file, stripped, never empty.

    ``hint`` is what markup says it is; ``linked`` that nearly all of it is links; ``apart`` that
    a blank line or a paragraph border stands before it; ``images`` are the addresses of the
    pictures just before or in it; ``vouched`` that another extractor also takes it for body text
    (``None`` where none was asked).
    """

    text: str
    hint: Hint = ""
    linked: bool = False
    apart: bool = False
    images: tuple[str, ...] = ()
    vouched: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a file says of its article beside the text; each field may be unknown.

    ``shown_on`` are the host, site names and title's suffix, which may be a portal's or blog's.

    ``title_source`` is where the title is from: ``meta``, ``json`` or ``feed``.
    """

    title: str | None = None
    title_source: str = "meta"
    published: Published | None = None
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    language: str | None = None
    shown_on: tuple[str, ...] = ()

    def before(self, other: "Metadata") -> "Metadata":
        """Add what the lines of the text cannot say better: a title, a time, the language.

        A day alone is left out, since the lines may give the minute; so are names and addresses,
        which the text knows better than a feed.
        """
        timed = other.published is not None and other.published.precision == "minute"
        return replace(
            self,
            title=self.title or other.title,
            title_source=self.title_source if self.title else other.title_source,
            published=self.published or (other.published if timed else None),
            language=self.language or other.language,
        )


#: Of a file that comes with nothing but itself.
NOTHING_KNOWN: Final = Metadata()

# Columns of text broken by hand or by mail; a paragraph of a page is longer, a headline shorter.
_NARROW, _WIDE, _RAGGED = 32, 100, 20
_STOPS = ".!?。”\"'"
# Columns of Korean print, in syllables: lines hardly differ, since words are broken too. A head
# has short lines as well, so that two paragraphs must show the column.
_PRINTED: Final = range(16, 32)
_UNEVEN, _FEWEST_PRINTED = 3, 2
_HANGUL = re.compile("[가-힣]")
_IMAGE = re.compile(r"!\[(?P<alt>.{0,500}?)\]\((?P<address>[^\s()]{1,1000})(?:\s[^()]{0,200})?\)")


def blocks_of(text: str) -> list[Block]:
    """Cut plain text into its lines; a Markdown image alone in a line is a picture."""
    groups = [
        [line.strip() for line in group.split("\n") if line.strip()]
        for group in re.split(r"\n[^\S\n]*\n", text)
    ]
    width = max((_width(lines) for lines in groups), default=0)
    print_width = 0 if width else _print_width(groups)
    found: list[Block] = []
    for lines in groups:
        joined = [" ".join(lines)] if width and _is_wrapped(lines, width) else lines
        if print_width and (head := _printed_from(lines, print_width)) < len(lines) - 1:
            joined = [*lines[:head], " ".join(lines[head:])]
        for number, line in enumerate(joined):
            found.append(_block(line, apart=number == 0 and bool(found)))
    return found


def _width(lines: Sequence[str]) -> int:
    """The column at which a paragraph of ``lines`` is broken, as in mail; 0 when it is not."""
    full = lines[:-1]
    if len(full) < 2 or not all(_NARROW <= len(line) <= _WIDE for line in full):
        return 0
    width = max(map(len, full))
    even = width - min(map(len, full)) <= _RAGGED and len(lines[-1]) <= width
    running = sum(_runs_on(line) for line in full)
    return width if even and running * 2 > len(full) and lines[-1][-1] in _STOPS else 0


def _is_wrapped(lines: Sequence[str], width: int) -> bool:
    full = lines[:-1]
    return bool(full) and all(
        width - _RAGGED <= len(line) <= width + _RAGGED // 2
        and (_runs_on(line) or line[-1] in _STOPS)
        for line in full
    )


def _print_width(groups: Sequence[Sequence[str]]) -> int:
    """The column of Korean print that paragraphs of ``groups`` show; 0 when they do not."""
    widths = []
    for lines in groups:
        width = max(map(weight, lines[:-1]), default=0)
        running = sum(_runs_on(line) for line in lines[:-1])
        if len(lines) > 2 and width in _PRINTED and running * 2 > len(lines) - 1:
            widths += [width] * (len(lines) - _printed_from(lines, width) > 2)
    width = max(widths, default=0)
    return width if sum(width - _UNEVEN <= one for one in widths) >= _FEWEST_PRINTED else 0


def _printed_from(lines: Sequence[str], width: int) -> int:
    """Where in ``lines`` the paragraph begins that fills the column down to its last line."""
    at = len(lines) - 1
    if at < 0 or lines[at][-1] not in _STOPS or weight(lines[at]) > width:
        return len(lines)
    while at and abs(weight(lines[at - 1]) - width) <= _UNEVEN and _HANGUL.search(lines[at - 1]):
        at -= 1
    return at


def _runs_on(line: str) -> bool:
    return line[-1].isalnum() or line[-1] in ",;-–"


def _block(line: str, *, apart: bool) -> Block:
    image = _IMAGE.fullmatch(line) if line.startswith("![") else None
    if image is None:
        return Block(text=line, apart=apart)
    text = image["alt"].strip() or line
    return Block(text=text, hint="image", apart=apart, images=(image["address"],))
