"""The tree of a page: parsed, rid of what nobody sees, and read line by line."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from store.extract import furniture
from store.extract.block import Hint
from store.extract.language import weight

if TYPE_CHECKING:
    from lxml.etree import _Element

#: A long page has some ten thousand; each costs 6 µs.
MAX_ELEMENTS: Final = 120_000

#: An element has two of them; the tree of more tags would take 300 bytes for each.
MAX_BRACKETS: Final = 400_000

_UNSEEN: Final = (
    "script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "select",
    "option", "button", "input", "textarea", "canvas", "audio", "video", "head", "title", "math",
    "dialog",
)  # fmt: skip
CHROME: Final = frozenset(("nav", "footer", "aside", "menu", "amp-sidebar", "amp-ad"))
_INLINE: Final = frozenset(
    (
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn",
        "em", "font", "i", "img", "ins", "kbd", "label", "mark", "q", "rp", "rt", "ruby", "s",
        "samp", "small", "span", "strike", "strong", "sub", "sup", "td", "th", "time", "tt", "u",
        "var", "wbr", "picture", "source", "amp-img",
    )
)  # fmt: skip
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_FRAMES: Final = ("html", "body", "main", "article")
# Attributes in which pages name their parts.
_NAMING: Final = ("class", "id", "data-testid")
# The text of a WeChat page is transparent until its scripts have run.
_REVEALED: Final = ("js_content",)
_HIDDEN_TAG: Final = "x-hidden"
_HIDDEN = re.compile(
    r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden"
    r"|font-size\s{0,3}:\s{0,3}0(?![.\d])|opacity\s{0,3}:\s{0,3}0(?![.\d])",
    re.IGNORECASE,
)
_CAPTION_CLASS = re.compile(
    r"caption|photo[-_]?(?:desc|text|info)|img[-_]?(?:desc|text|txt)|pic[-_]?(?:desc|text|txt)",
    re.IGNORECASE,
)
# Boxes that hold no article, by the words pages use in class and id: the first kind is believed
# at once, the second only where it holds little of the text.
_FOREIGN = re.compile(
    r"(?:^|[\s_-])(?:ads?|adsense|adsbygoogle|advert\w{0,12}|banner|popup|modal|cookies?|taboola|outbrain"
    r"|twitter-tweet|instagram-media|tiktok-embed|fb-post|bluesky-embed|threads-post)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_SUSPECT = re.compile(
    r"(?:^|[\s_-])(?:gnb|lnb|snb|nav(?:bar|igation)?|menu|foot(?:er)?|breadcrumbs?|side(?:bar)?"
    r"|comments?|repl(?:y|ys|ies)|relat(?:ed|ion)\w{0,8}|recommend\w{0,8}|share|sharing|sns|social"
    r"|newsletters?|e?-?mail-?sign-?up\w{0,8}|sign-?up|subscribe|subscription|ranking|rank|popular|promo\w{0,8}|most[-_]?(?:read|viewed)"
    r"|copyright|paywall|tool(?:bar|s)?|util|fenxiang|blind|sr-only|screen[-_]?(?:out|reader-text)"
    r"|visually-?hidden|sound_only)(?:$|[\s_-])",
    re.IGNORECASE,
)
_DATE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:date|datetime|timestamp|regdate|pubdate|if_date)(?:$|[\s_-])", re.IGNORECASE
)
# A date whose label stands before its own element is left in one line with it.
_LABELLED = re.compile(
    r"(?:입력|수정|등록|승인|작성|작성일|등록일|게재|송고|발행|업데이트|일시|[Pp]ublished|[Uu]pdated|[Pp]osted"
    r"|公開|更新|配信|发布|时间)[^\w]{0,4}$"
)
# In Hangul syllables: what is shorter and ends no sentence is as often a button.
_SENTENCE, _LONG = 12, 60
_WIDE_SPACE: Final = "\u3000"
_ENDED: Final = tuple(".!?。！？…”\"'」』)")


@dataclass(frozen=True, slots=True)
class Mark:
    """What encloses a place of the page. ``suspect`` is the outermost element that may be a box."""

    linked: bool = False
    strong: bool = False
    chrome: bool = False
    caption: bool = False
    heading: Hint = ""
    suspect: "_Element | None" = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of the page and where it stands; ``holder`` is the innermost block around it.

    ``size`` is its length in Hangul syllables; ``prose`` says that it is a sentence or long, and
    no link, heading or caption.
    """

    text: str
    holder: "_Element"
    mark: Mark
    linked: bool
    strong: bool
    size: int
    prose: bool
    images: tuple[str, ...]
    time: str | None


def parse(text: str) -> "_Element | None":
    """Parse ``text`` as HTML without reaching out for anything; ``None`` if nothing is there."""
    from lxml import etree

    # Depth beyond 256 is cut by libxml2 (huge_tree off); HTML knows no entities to expand.
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        return etree.fromstring(text.encode(), parser)
    except (etree.LxmlError, ValueError):
        return None


def is_endless(root: "_Element") -> bool:
    """Tell whether the page has more elements than can be read in time."""
    return bool(root.xpath("count(//*)") > MAX_ELEMENTS)


def strip_unseen(root: "_Element") -> None:
    """Take out what a browser does not show: scripts, forms' parts, hidden elements."""
    from lxml import etree

    for element in root.xpath("//*[@hidden or @style]"):
        hidden = element.get("hidden") is not None or _HIDDEN.search(element.get("style")[:500])
        if hidden and not _is_revealed(element):
            element.tag = _HIDDEN_TAG
    etree.strip_elements(root, *_UNSEEN, _HIDDEN_TAG, with_tail=False)


def _is_revealed(element: "_Element") -> bool:
    """Tell whether scripts will show ``element``: the whole page, or the text of some systems."""
    return element.tag in _FRAMES or element.get("id") in _REVEALED


def pieces(root: "_Element") -> list[Piece]:
    """Cut the page into its lines, at the borders of block elements, in order.

    Where all of its text stands in what is named like an advert, such names are not believed.
    """
    found = _walked(root, _named)
    prose = any(piece.prose for piece in found)
    return found if prose else _walked(root, lambda _: _PLAIN)


def _walked(root: "_Element", named: Callable[[str], "_Names"]) -> list[Piece]:
    from lxml import etree

    walk = _Walk(root, named)
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            walk.enter(element)
        else:
            walk.leave(element)
    walk.flush()
    return walk.found


class _Walk:
    """One pass over a tree."""

    def __init__(self, root: "_Element", named: Callable[[str], "_Names"]) -> None:
        self.named = named
        self.found: list[Piece] = []
        self.parts: list[tuple[str, Mark]] = []
        self.images: list[str] = []
        self.time: str | None = None
        self.mark = Mark()
        self.above: list[tuple[_Element, Mark]] = []
        self.holders = [root]

    def enter(self, element: "_Element") -> None:
        tag, before = element.tag, self.mark
        block = tag not in _INLINE
        if block:
            if self.parts:
                self.flush()
            self.holders.append(element)
        self.above.append((element, before))
        names = " ".join(filter(None, map(element.get, _NAMING)))
        seen = self.named(names[:300]) if names else _PLAIN
        if tag in _TELLING or seen is not _PLAIN:
            self.mark = _within(before, element, tag, seen)
            self._note(element, tag)
            if not block:
                self._part_from_text(before, seen)
        if element.text:
            self._add(element.text)

    def _part_from_text(self, before: Mark, seen: "_Names") -> None:
        """Begin a line where an inline element is a caption, or a date without its label."""
        if self.mark.caption and not before.caption:
            self.flush()
        elif seen.date and _LABELLED.search("".join(self._texts())[-20:]):
            self.parts.append((" ", self.mark))
        elif seen.date:
            self.flush()

    def leave(self, element: "_Element") -> None:
        tag = element.tag
        if tag not in _INLINE:
            if self.parts:
                self.flush()
            self.holders.pop()
        _, before = self.above.pop()
        if self.mark.caption and not before.caption:
            self.flush()
        self.mark = before
        if element.tail:
            self._add(element.tail)

    def _note(self, element: "_Element", tag: str) -> None:
        if tag in ("img", "amp-img"):
            sources = (element.get(name) for name in ("src", "data-src", "data-org-src"))
            self.images.extend(source for source in sources if source)
        elif tag == "time" and self.time is None:
            self.time = element.get("datetime")
        elif tag in ("td", "th"):
            self.parts.append((" ", self.mark))

    def _add(self, text: str) -> None:
        if "\n" not in text:
            self.parts.append((text, self.mark))
            return
        for number, paragraph in enumerate(re.split(r"\n[ \t]*\n", text)):
            if number and self.parts and "".join(self._texts()).rstrip().endswith(_ENDED):
                self.flush()  # text that is shown with its own line breaks
            self.parts.append((paragraph, self.mark))

    def _texts(self) -> Iterator[str]:
        return (text for text, _ in self.parts)

    def flush(self) -> None:
        """End the line."""
        text = squeezed("".join(self._texts()))
        if text:
            self.found.append(self._piece(text))
            self.images, self.time = [], None
        self.parts = []

    def _piece(self, text: str) -> Piece:
        sizes = [(len(part.strip()), mark) for part, mark in self.parts]
        chars = sum(length for length, _ in sizes) or 1
        linked = sum(length for length, mark in sizes if mark.linked) * 10 >= chars * 8
        strong = sum(length for length, mark in sizes if mark.strong) >= chars
        mark, size = max(sizes, key=itemgetter(0))[1], weight(text)
        return Piece(
            text=text,
            holder=self.holders[-1],
            mark=mark,
            linked=linked,
            strong=strong,
            size=size,
            prose=not linked and _reads_as_prose(text, size, mark),
            images=tuple(self.images),
            time=self.time,
        )


def _reads_as_prose(text: str, size: int, mark: Mark) -> bool:
    if mark.chrome or mark.caption or mark.heading:
        return False
    return size >= _LONG or (size >= _SENTENCE and furniture.ends_sentence(text))


class _Names(NamedTuple):
    """What class and id say of an element."""

    caption: bool = False
    foreign: bool = False
    suspect: bool = False
    date: bool = False


_PLAIN: Final = _Names()
_TELLING: Final = (
    CHROME | _HEADINGS | {"a", "b", "strong", "figcaption", "img", "amp-img", "td", "th", "time"}
)


@lru_cache(maxsize=4096)
def _named(names: str) -> _Names:
    """Read class and id; a page repeats these."""
    words = (_CAPTION_CLASS, _FOREIGN, _SUSPECT, _DATE_CLASS)
    said = _Names(*(found.search(names) is not None for found in words))
    return said if any(said) else _PLAIN


def _within(around: Mark, element: "_Element", tag: str, names: _Names) -> Mark:
    if tag in _FRAMES:
        return around
    return Mark(
        around.linked or tag == "a",
        around.strong or tag in ("strong", "b"),
        around.chrome or names.foreign or tag in CHROME,
        around.caption or names.caption or tag == "figcaption",
        ("title" if tag == "h1" else "heading") if tag in _HEADINGS else around.heading,
        element if names.suspect and around.suspect is None else around.suspect,
    )


def squeezed(text: str) -> str:
    """``text`` on one line; the wide spaces inside of an East Asian one are its own."""
    if _WIDE_SPACE in text:
        return re.sub(r"[^\S\u3000]+", " ", text).strip()
    return " ".join(text.split())
