"""A line of a page with what its markup says about it: where every reader of a format ends."""

import re
from dataclasses import dataclass
from typing import Literal

from store.article import Published

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
    """What a file says of its article beside the text; each field may be unknown."""

    title: str | None = None
    title_source: str = "meta"
    published: Published | None = None
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    language: str | None = None


_IMAGE = re.compile(r"!\[(?P<alt>.{0,500}?)\]\((?P<address>[^\s()]{1,1000})(?:\s[^()]{0,200})?\)")


def blocks_of(text: str) -> list[Block]:
    """Cut plain text into its lines; a Markdown image alone in a line is a picture."""
    found: list[Block] = []
    apart = False
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            found.append(_block(stripped, apart=apart))
        apart = not stripped
    return found


def _block(line: str, *, apart: bool) -> Block:
    image = _IMAGE.fullmatch(line) if line.startswith("![") else None
    if image is None:
        return Block(text=line, apart=apart)
    text = image["alt"].strip() or line
    return Block(text=text, hint="image", apart=apart, images=(image["address"],))
