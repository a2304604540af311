"""Reads an HTML page or fragment: its tree becomes lines, its head what is known beforehand."""

import html
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from store.article import Extracted, Published, Refused
from store.extract import dates, furniture, headline, metadata, opinion, scripts
from store.extract.attribution import attributed
from store.extract.block import NOTHING_KNOWN, Block, Hint, Metadata, blocks_of
from store.extract.container import Container
from store.extract.language import weight
from store.extract.lines import TEXT, Line, classify
from store.extract.reading import MAX_LINES, read, read_body
from store.extract.tree import (
    MAX_BRACKETS,
    MAX_ELEMENTS,
    Piece,
    is_endless,
    parse,
    pieces,
    strip_unseen,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

_TAG = re.compile(
    r"<(/?)(html|body|head|p|div|br|table|tr|li|ul|section|article|figure|h[1-6]|span|a|img"
    r"|meta)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(r"<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_LABEL = re.compile(r"^(?:제목|[Tt]itle|タイトル|标题|標題)\s?[:：]?\s")
# In Hangul syllables. The scripts of a page that shows as much are not asked; text in them is the
# article where the page shows less than half of it.
_ENOUGH_SHOWN = 500
_SHARE_SHOWN = 0.5
# What feeds put under each entry: "The post … appeared first on …", in the languages of WordPress.
_FEED_TAIL = re.compile(
    r"^(?:The (?:post|article|entry) .{1,400}(?:appeared first|first appeared) on .{1,100}"
    r"|.{1,400} was originally published in .{1,100} on Medium\b.{0,150}"
    r"|submitted by /?u/\S{1,40}(?: (?:to )?\[?[\w/]{1,40}\]?){0,4}|\[자료제공\s?:.{0,60}\]"
    r"|(?:게시물 )?.{1,400}에 처음 등장했습니다\.?"
    r"|(?:投稿 ?)?.{1,300} ?に最初に(?:表示され|投稿され).{1,12}"
    r"|.{1,300}(?:最先出现在|最早發佈於|最早发布于).{1,80}"
    r"|(?:Continue reading|Read (?:the )?(?:more|full|rest)|기사 전문|전문 보기|더 읽기|続きを読む"
    r"|阅读全文).{0,120})$"
)
# Who else worked on it, as agencies and Chinese papers sign below the text.
_CREDIT = re.compile(
    r"^[（(\[]?(?:责任编辑|責任編輯|责编|編輯|编辑)\s?[:：][^。]{1,40}$"
    r"|^\(?(?:Reporting|Additional reporting|Writing|Editing) by [^.]{3,160}[.)]?$"
    r"|^[A-Z][\w’'.,-]{1,20}(?: (?:and|[A-Z][\w’'.,-]{0,20})){0,9} reported from [A-Z][^.]{2,60}\.$"
    r"|^[^.]{3,120} contributed to this (?:report|story|article)\.$"
    r"|^[(\[](?:영상\s?)?(?:취재|편집|촬영|디자인|그래픽|제작|작가|구성)\s?[:：][^。.?!]{2,160}[)\]]$"
)
# Classes of lines that an article has between its paragraphs, and that are none of it.
_ASIDE: Final = frozenset(
    ("related_header", "related", "link_card", "url", "ad", "dialog", "notice", "control")
)
# Paragraphs that are enough to tell a text from what stands around it.
_LEAD: Final = 100
# Lines of an article that are looked at twice: a book would take seconds.
_MOST_INSIDE: Final = 2_000
_NO_BODY: Final = scripts.Body("", None)
_CHANGED = re.compile("수정|업데이트|[Uu]pdated|[Mm]odif|更新")


def looks_like_html(text: str) -> bool:
    """Tell whether ``text`` is markup rather than prose that mentions a tag."""
    start = text[:100_000]
    if _DOCUMENT.search(start[:2000]):
        return True
    return len(_TAG.findall(start)) >= 4


def read_page(text: str, known: Metadata = NOTHING_KNOWN) -> Extracted | Refused:
    """Read the article of the page or fragment ``text``; its head comes before ``known``."""
    root = _tree(text)
    if root is None:
        return read(blocks_of(text), NOTHING_KNOWN.before(known))
    if isinstance(root, Refused):
        return root
    head = metadata.of_page(root)
    states = scripts.texts(root)
    strip_unseen(root)
    found = pieces(root)
    if len(found) > MAX_LINES:
        return Refused(reason="too_slow", detail=f"the page has more than {MAX_LINES:,} lines")
    page = _Page(root, found, head.known, known)
    told = [] if head.body is None else [scripts.Body(scripts.as_markup(head.body), None)]
    if page.shown < _ENOUGH_SHOWN:
        told += filter(None, [scripts.best_body((*states, *scripts.attributes(root)), page.title)])
    hidden = max(told, key=lambda body: len(body.markup), default=_NO_BODY)
    if page.shown < _SHARE_SHOWN * weight(re.sub(r"<[^<>]{0,500}>", "", hidden.markup)):
        own = metadata.with_body(head.known, hidden)
        told_article = read_fragment(hidden.markup, own.before(known))
        if isinstance(told_article, Extracted):
            return page.around(told_article)
    return page.article()


def read_fragment(text: str, known: Metadata) -> Extracted | Refused:
    """Read ``text``, the markup of an article's body, of which ``known`` says what it is."""
    if "<" not in text and "&lt;" in text:
        text = html.unescape(text)
    root = _tree(text)
    if root is None:
        return read(blocks_of(text), known)
    if isinstance(root, Refused):
        return root
    strip_unseen(root)
    blocks = [
        _block(piece, hint=_hint_in_fragment(piece), vouched=not piece.linked)
        for piece in pieces(root)
    ]
    found = read(blocks, known)
    if isinstance(found, Extracted) and known.title_source == "feed":
        return attributed(found, page=blocks, text=blocks, known=known)
    if isinstance(found, Extracted) or not any(line.kind in TEXT for line in classify(blocks)):
        return found
    return read_body(blocks, known)  # a line or two that hold no whole sentence


def _tree(text: str) -> "_Element | Refused | None":
    endless = Refused(reason="too_slow", detail=f"the page has more than {MAX_ELEMENTS:,} tags")
    if text.count("<") > MAX_BRACKETS:
        return endless
    root = parse(text)
    return endless if root is not None and is_endless(root) else root


class _Page:
    """One page: its lines, the element that holds its article, and what is known of it."""

    def __init__(
        self, root: "_Element", found: Sequence[Piece], own: Metadata, feed: Metadata
    ) -> None:
        self._pieces = found
        self.title = own.title or feed.title
        self._anchor = _anchor(self._pieces, self.title)
        self._container = Container(self._pieces, self._anchor, lambda _: True)
        if self._container.doubt:
            self._ask(root)
        self._own, self._feed = own, feed

    def _ask(self, root: "_Element") -> None:
        body = opinion.body_of(root)
        if body is None:
            return
        second = Container(
            self._pieces, self._anchor, lambda piece: "".join(piece.text.split()) in body
        )
        if second.element is not None:
            self._container = second

    @property
    def shown(self) -> int:
        """How much prose the page shows in its article, in Hangul syllables."""
        return sum(piece.size for piece in self._pieces if self._holds_prose(piece))

    def article(self) -> Extracted | Refused:
        """Read it; the page's title is none where it turns out to be the name of the outlet."""
        blocks = self._blocks()
        own = self._own
        if own.title is not None:
            own = replace(own, title=headline.as_shown(own.title, self._above()))
        own = replace(own, published=own.published or self._time(own.language))
        found = _dated(blocks, own, self._feed)
        if isinstance(found, Extracted) and found.title and found.title == found.publisher:
            found = _dated(blocks, replace(own, title=None), self._feed)
        if isinstance(found, Refused):
            return found
        inside = [block for block in blocks if block.vouched]
        return attributed(found, page=blocks, text=inside, known=own)

    def around(self, told: Extracted) -> Extracted:
        """Add the outlet that the page's lines name to a text which only its data hold.

        The times among these lines may be today's.
        """
        if told.publisher is not None:
            return told
        text = [Block(text=one, apart=True, vouched=True) for one in told.paragraphs[:_LEAD]]
        found = read([*self._blocks(), *text], self._own)
        return replace(told, publisher=found.publisher) if isinstance(found, Extracted) else told

    def _first(self) -> int:
        """The index of the first piece of prose in the article."""
        return next((at for at, one in enumerate(self._pieces) if self._holds_prose(one)), 0)

    def _is_inside(self, piece: Piece) -> bool:
        return self._container.holds(piece) and not self._container.is_box(piece)

    def _blocks(self) -> list[Block]:
        """The lines of the page; boxes and links between the article's paragraphs after it."""
        blocks = [self._block(piece) for piece in self._pieces]
        if self._container.element is None:
            return blocks
        first = self._first()
        rest = zip(self._pieces[first:], blocks[first:], strict=True)
        inside = [block for piece, block in rest if self._container.holds(piece)]
        lines = classify(inside) if len(inside) <= _MOST_INSIDE else []
        told = (at for at, line in enumerate(lines) if _is_told(line))
        aside = [line.block for line in lines[: max(told, default=0)] if line.kind in _ASIDE]
        moved = set(map(id, aside))
        return [*(block for block in blocks if id(block) not in moved), *aside]

    def _block(self, piece: Piece) -> Block:
        hint = _hint(piece)
        inside = self._is_inside(piece)
        if self._container.is_box(piece) or (not inside and not hint and piece.prose):
            hint = "chrome"
        certain = self._container.element is not None
        return _block(piece, hint=hint, vouched=inside and not piece.linked if certain else None)

    def _above(self) -> list[str]:
        """The lines above the text, which may show the headline, headings last."""
        above = self._pieces[: self._first()]
        found = [one for one in above if one.mark.heading or not one.linked]
        ordered = sorted(found, key=lambda one: bool(one.mark.heading))
        return [_LABEL.sub("", one.text) for one in ordered]

    def _holds_prose(self, piece: Piece) -> bool:
        return self._is_inside(piece) and piece.prose

    def _time(self, language: str | None) -> Published | None:
        """The first ``time`` element between the headline and the end of the text."""
        if self._anchor is None or self._container.element is None:
            return None
        for piece in self._pieces[self._anchor :]:
            if piece.time is not None and not _CHANGED.search(piece.text):
                return dates.iso(piece.time, language)
            if self._holds_prose(piece):
                break
        return None


def _anchor(found: Sequence[Piece], title: str | None) -> int | None:
    """The index of the piece that shows the headline: a heading rather than any line."""
    if title is None:
        return None
    equal = [at for at, piece in enumerate(found) if headline.shows(piece.text, title)]
    headed = [at for at in equal if found[at].mark.heading]
    return next(iter((*headed, *equal)), None)


def _dated(blocks: Sequence[Block], own: Metadata, feed: Metadata) -> Extracted | Refused:
    """Read ``blocks``; a day that the page names for machines gives way to its minute in them."""
    day = own.published
    if day is None or day.precision == "minute":
        return read(blocks, own.before(feed))
    found = read(blocks, replace(own, published=None).before(feed))
    if isinstance(found, Refused):
        return found
    minute = found.published
    if minute is not None and minute.precision == "minute" and minute.iso.startswith(day.iso):
        return found
    return replace(found, published=day, inferred=None)


def _is_told(line: Line) -> bool:
    return line.kind in TEXT and furniture.ends_sentence(line.text)


def _hint(piece: Piece) -> Hint:
    mark = piece.mark
    if mark.chrome or _CREDIT.match(piece.text):
        return "chrome"
    if mark.caption:
        return "caption"
    return mark.heading or ("heading" if piece.strong and len(piece.text) < 80 else "")


def _hint_in_fragment(piece: Piece) -> Hint:
    return "chrome" if _FEED_TAIL.match(piece.text) else _hint(piece)


def _block(piece: Piece, *, hint: Hint, vouched: bool | None = None) -> Block:
    return Block(
        text=piece.text,
        hint=hint,
        linked=piece.linked,
        apart=True,
        images=piece.images,
        vouched=vouched,
    )
