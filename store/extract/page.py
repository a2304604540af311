"""Reads an HTML page or fragment: its tree becomes lines, its head what is known beforehand."""

import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from store.article import Extracted, Refused
from store.extract import metadata
from store.extract.block import NOTHING_KNOWN, Block, Hint, Metadata, blocks_of
from store.extract.lines import TEXT, classify
from store.extract.reading import read

if TYPE_CHECKING:
    from lxml.etree import _Element

_SKIPPED: Final = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "iframe",
        "object",
        "embed",
        "select",
        "option",
        "button",
        "input",
        "textarea",
        "canvas",
        "audio",
        "video",
        "head",
        "title",
        "math",
        "dialog",
    ]
)
_CHROME: Final = frozenset(("nav", "footer", "aside", "menu"))
_INLINE: Final = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "td",
        "th",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "center-inline",
        "picture",
        "source",
    ]
)
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_HIDDEN = re.compile(
    r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden"
    r"|font-size\s{0,3}:\s{0,3}0(?![.\d])|opacity\s{0,3}:\s{0,3}0(?![.\d])",
    re.IGNORECASE,
)
_CAPTION_CLASS = re.compile(
    r"caption|photo[-_]?(?:desc|text|info)|img[-_]?(?:desc|text|txt)", re.IGNORECASE
)
# Boxes that hold no article, by the words pages use in class and id: the first kind is believed
# at once, the second only where no other extractor takes its text for the body.
_FOREIGN = re.compile(
    r"(?:^|[\s_-])(?:ads?|adsense|adsbygoogle|advert\w{0,12}|banner|popup|modal|cookies?|taboola|outbrain)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_SUSPECT = re.compile(
    r"(?:^|[\s_-])(?:gnb|lnb|snb|nav(?:bar|igation)?|menu|foot(?:er)?|breadcrumbs?|side(?:bar)?"
    r"|comments?|repl(?:y|ys|ies)|relat(?:ed|ion)\w{0,8}|recommend\w{0,8}|share|sharing|sns|social"
    r"|newsletters?|subscribe|subscription|ranking|rank|popular|promo\w{0,8}|most[-_]?(?:read|viewed)"
    r"|copyright|paywall|tool(?:bar|s)?|util)(?:$|[\s_-])",
    re.IGNORECASE,
)
_TAG = re.compile(
    r"<(/?)(html|body|head|p|div|br|table|tr|li|ul|section|article|figure|h[1-6]|span|a|img"
    r"|meta)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(r"<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
# trafilatura takes 20 to 60 ms on a page of 300 kB and grows with the tree; beyond this size its
# vote is not asked.
_VOTE_CHARS = 1_500_000
_VOTE_ELEMENTS = 15_000
# A long page has some ten thousand; each costs 4 µs.
_MOST_ELEMENTS = 300_000
# Text in a script is the article where the page's own lines hold less than half of it.
_SHARE_SHOWN = 0.5


def looks_like_html(text: str) -> bool:
    """Tell whether ``text`` is markup rather than prose that mentions a tag."""
    start = text[:100_000]
    if _DOCUMENT.search(start[:2000]):
        return True
    return len(_TAG.findall(start)) >= 4


def read_page(text: str, known: Metadata = NOTHING_KNOWN) -> Extracted | Refused:
    """Read the article of the page or fragment ``text``; its head comes before ``known``."""
    root = _parse(text)
    if root is None:
        return read(blocks_of(text), NOTHING_KNOWN.before(known))
    size = sum(1 for _ in root.iter())
    if size > _MOST_ELEMENTS:
        return Refused(reason="too_slow", detail=f"the page has more than {_MOST_ELEMENTS:,} tags")
    own, script_body = metadata.of_page(root)
    known = own.before(known)
    voting = size <= _VOTE_ELEMENTS and _DOCUMENT.search(text[:2000]) is not None
    vote = _vote(root) if voting else None
    blocks = list(_Walk(root, vote).blocks())
    if script_body and _shown(blocks) < _SHARE_SHOWN * len("".join(script_body.split())):
        hidden = read(blocks_of(script_body), known)
        if isinstance(hidden, Extracted):
            return hidden
    return read(blocks, known)


def _parse(text: str) -> "_Element | None":
    from lxml import etree

    # Depth beyond 256 is cut by libxml2 (huge_tree off); HTML knows no entities to expand.
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        return etree.fromstring(text.encode(), parser)
    except (etree.LxmlError, ValueError):
        return None


def _vote(root: "_Element") -> str | None:
    """The body as trafilatura sees it, without white space."""
    from lxml import etree

    markup = etree.tostring(root, encoding="unicode", method="html")
    if len(markup) > _VOTE_CHARS:
        return None
    import trafilatura

    # It logs what it discards, which may be what was read.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL + 1)
    try:
        body = trafilatura.extract(markup, include_comments=False, include_tables=True, fast=True)
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError):
        return None  # a tree it did not expect
    return "".join(body.split()) if body and len(body) >= 200 else None


def _shown(blocks: list[Block]) -> int:
    return sum(len("".join(line.text.split())) for line in classify(blocks) if line.kind in TEXT)


class _Walk:
    """One pass over a tree that gathers text into lines at the borders of block elements."""

    def __init__(self, root: "_Element", vote: str | None) -> None:
        self.root, self.vote = root, vote
        self.parts: list[tuple[str, bool, bool]] = []
        self.images: list[str] = []
        self.link = self.strong = self.chrome = self.suspect = self.caption = 0
        self.heading: Hint = ""

    def blocks(self) -> Iterator[Block]:
        """Give the page's visible lines in order."""
        from lxml import etree

        walk = etree.iterwalk(self.root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                if tag in _SKIPPED or _is_hidden(element):
                    walk.skip_subtree()
                    continue
                yield from self._enter(element, tag)
                yield from self._text(element.text)
            else:
                if not (tag in _SKIPPED or _is_hidden(element)):
                    yield from self._leave(element, tag)
                yield from self._text(element.tail)
        yield from self._flush()

    def _enter(self, element: "_Element", tag: str) -> Iterator[Block]:
        if tag not in _INLINE:
            yield from self._flush()
        if tag == "img":
            self.images.extend(filter(None, (element.get("src"), element.get("data-org-src"))))
        if tag in ("td", "th"):
            self.parts.append((" ", bool(self.link), bool(self.strong)))
        if tag in _HEADINGS:
            self.heading = "title" if tag == "h1" else "heading"
        self._count(element, tag, 1)

    def _leave(self, element: "_Element", tag: str) -> Iterator[Block]:
        if tag not in _INLINE:
            yield from self._flush()
        if tag in _HEADINGS:
            self.heading = ""
        self._count(element, tag, -1)

    def _count(self, element: "_Element", tag: str, step: int) -> None:
        names = f"{element.get('class') or ''} {element.get('id') or ''}"[:300]
        self.link += step * (tag == "a")
        self.strong += step * (tag in ("strong", "b"))
        self.chrome += step * (tag in _CHROME)
        self.caption += step * (tag == "figcaption" or _CAPTION_CLASS.search(names) is not None)
        if tag not in ("html", "body", "main", "article"):
            self.chrome += step * (_FOREIGN.search(names) is not None)
            self.suspect += step * (_SUSPECT.search(names) is not None)

    def _text(self, text: str | None) -> Iterator[Block]:
        if not text:
            return
        pieces = re.split(r"\n[ \t]*\n", text)
        for number, piece in enumerate(pieces):
            if number:
                yield from self._flush()
            self.parts.append((piece, bool(self.link), bool(self.strong)))

    def _flush(self) -> Iterator[Block]:
        if not self.parts:
            return
        text = " ".join("".join(part for part, _, _ in self.parts).split())
        if text:
            yield self._block(text)
            self.images = []
        self.parts = []

    def _block(self, text: str) -> Block:
        size = sum(len(part.strip()) for part, _, _ in self.parts) or 1
        linked = sum(len(part.strip()) for part, link, _ in self.parts if link)
        strong = sum(len(part.strip()) for part, _, bold in self.parts if bold)
        vouched = None if self.vote is None else "".join(text.split()) in self.vote
        return Block(
            text=text,
            hint=self._hint(text, strong=strong >= size, vouched=vouched is True),
            linked=linked * 10 >= size * 8,
            apart=True,
            images=tuple(self.images),
            vouched=vouched,
        )

    def _hint(self, text: str, *, strong: bool, vouched: bool) -> Hint:
        if self.chrome or (self.suspect and not vouched):
            return "chrome"
        if self.caption:
            return "caption"
        return self.heading or ("heading" if strong and len(text) < 80 else "")


def _is_hidden(element: "_Element") -> bool:
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and _HIDDEN.search(style[:500]) is not None
