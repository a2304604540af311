"""Reads an article out of the lines of a page, whatever kind of file they came from."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from store.article import REASONS, DroppedLine, Extracted, InferredDate, Published, Refused
from store.extract import core, dates, flat, inference, outlets
from store.extract.block import Block, Metadata
from store.extract.captions import is_caption
from store.extract.core import Core
from store.extract.evidence import PREFIX, Evidence, until, without_tail
from store.extract.language import language
from store.extract.line import TEXT, Line
from store.extract.lines import classify

#: A long page has some hundreds; more are a log or an attack, and cost up to 0.2 ms each.
MAX_LINES: Final = 10_000
# Headlines that make a file a list of them.
_LIST_FROM = 4


def read(blocks: Sequence[Block], known: Metadata) -> Extracted | Refused:
    """Make an article of ``blocks``; what ``known`` says wins over what the lines show."""
    unfolded = flat.unfold(blocks) if len(blocks) <= MAX_LINES else blocks
    if len(unfolded) > MAX_LINES:
        return _too_long()
    lines = classify(unfolded)
    found = core.find(lines, titled=known.title is not None)
    if found is None:
        return _caption_only(lines, known) or _refused(lines)
    return _Reading(lines, found, known).article()


def read_body(blocks: Sequence[Block], known: Metadata) -> Extracted | Refused:
    """Make an article of ``blocks`` that are its body already, but for bylines and notices."""
    if len(blocks) > MAX_LINES:
        return _too_long()
    lines = classify(blocks)
    if not any(line.kind in TEXT for line in lines):
        lines = [Line(line.block, "prose") for line in lines]
    return _Reading(lines, Core(0, len(lines), None), known).article()


class _Reading:
    """One article in the making: its lines, where it stands in them, and what is known."""

    def __init__(self, lines: Sequence[Line], found: Core, known: Metadata) -> None:
        self.lines, self.core, self.known = lines, found, known
        self.body = [line for line in lines[found.start : found.end] if line.kind in TEXT]
        self.language = language(" ".join(line.text for line in self.body)) or known.language
        self.shown = Evidence(lines, found, self.body, known)

    def article(self) -> Extracted:
        publisher = self.known.publisher or self.shown.publisher()
        title, source = self._title(publisher)
        body = [line for line in self.body if not _same(line.text, title)]
        paragraphs = tuple(filter(None, (without_tail(line.text) for line in body)))
        published = self.known.published or self._published()
        captions = self._captions()
        return Extracted(
            title=title,
            title_source=source,
            paragraphs=paragraphs,
            captions=tuple(dict.fromkeys(line.text for line in captions)),
            published=published,
            inferred=None if published else self._inferred(paragraphs),
            publisher=publisher,
            reposted_by=self.shown.reposter(publisher),
            agency=self.shown.agency(),
            author=self.known.author or self.shown.author(),
            language=self.language,
            url=self.known.url or self.shown.url(),
            dropped=self._dropped(title, {id(line) for line in (*body, *captions)}),
        )

    def _title(self, publisher: str | None) -> tuple[str | None, str]:
        if self.known.title:
            return outlets.without_suffix(self.known.title, publisher), self.known.title_source
        if self.core.title is None:
            return None, "derived"
        text = _LABEL.sub("", self.lines[self.core.title].text)
        if any(_BOARD.search(line.text) for line in self.shown.head()):
            text = _TOPIC.sub("", text)
        if publisher and text.startswith(f"{publisher} ") and text.endswith(f" {publisher}"):
            text = text.removeprefix(publisher).removesuffix(publisher).strip()
        prefix = PREFIX.match(text)
        if prefix is not None and prefix["name"] == publisher:
            text = text[prefix.end() :]
        return outlets.without_suffix(text, publisher), "headline"

    def _stamped(self) -> list[str]:
        """The date lines above the text and just below it."""
        below = until(self.shown.tail(), "related_header")
        beside = [line.text for line in self.shown.head() if line.kind == "byline"]
        return [
            *(line.text for line in (*self.shown.head(), *below) if line.kind == "date"),
            *(text for text in beside if any(stamp.start == 0 for stamp in dates.stamps(text))),
        ]

    def _published(self) -> Published | None:
        """The date of the line above or below the text: of first publication before of change."""
        near = self._stamped()
        found = [stamp for line in near for stamp in dates.stamps(line)]
        for label in ("published", ""):
            for stamp in found:
                if stamp.label == label:
                    return stamp.published(self.language)
        for line in near:
            day = self._day_of(dates.month_day(line))
            if day is not None:
                return Published(iso=day.isoformat())
        return None

    def _day_of(self, month_day: tuple[int, int] | None) -> date | None:
        """Give a month and day the year that the addresses of the article's own pictures show."""
        if month_day is None:
            return None
        own = [
            day
            for line in self.shown.inside()
            for address in line.block.images
            for day in dates.path_dates(address)
        ]
        head = [
            day
            for line in self.shown.head()[self.core.title or 0 :]
            for address in line.block.images
            for day in dates.path_dates(address)
        ]
        years = {day.year for day in (*own, *head) if (day.month, day.day) == month_day}
        return date(years.pop(), *month_day) if len(years) == 1 else None

    def _inferred(self, paragraphs: Sequence[str]) -> InferredDate | None:
        rows = [line.text for line in self.lines if line.kind == "board_row"]
        neighbours = [stamp.day for row in rows for stamp in dates.stamps(row[-120:])]
        modified = [stamp.day for line in self._stamped() for stamp in dates.stamps(line)]
        answered = [stamp.day for text in self._comment_dates() for stamp in dates.stamps(text)]
        return inference.infer(
            paragraphs, neighbours=neighbours, no_later=min((*modified, *answered), default=None)
        )

    def _comment_dates(self) -> Iterator[str]:
        """When readers answered the article, which was not before it appeared."""
        below = iter(self.lines[self.core.end :])
        if any(line.kind == "comments" for line in below):  # and moves past it
            comments = until([*below], "related_header", "board_row", "table_head")
            yield from (line.text for line in comments if line.kind == "date")

    def _captions(self) -> list[Line]:
        first = self.core.title or 0
        near = (*self.shown.head()[first:], *self.shown.inside(), *self.shown.tail())
        return [
            line
            for line in near
            if line.kind == "caption" or (line.kind == "image" and is_caption(line.text))
        ]

    def _dropped(self, title: str | None, kept: set[int]) -> tuple[DroppedLine, ...]:
        first = self.core.title if self.core.title is not None else 0
        dropped = []
        for at, line in enumerate(self.lines):
            if id(line) in kept or at == self.core.title:
                continue
            kind = line.kind
            if line.kind in TEXT:
                kind = "summary" if first <= at < self.core.start else "other"
                kind = "title" if _same(line.text, title) else kind
            dropped.append(DroppedLine(text=line.text, kind=kind))
        return tuple(dropped)


def _same(text: str, title: str | None) -> bool:
    return title is not None and "".join(text.split()) == "".join(title.split())


def _too_long() -> Refused:
    return Refused(reason="too_slow", detail=f"the file has more than {MAX_LINES:,} lines")


_LABEL = re.compile(
    r"^(?:#{1,3}\s|Subject:\s|제목\s?(?:[:：]\s?|(?=[\[<(【]))|[\[(](?:펌|펌글|퍼옴|퍼온\s?글|스크랩|공유)[\])]\s?){1,3}"
)
# What boards put before the titles of what their members post, and the counters they show.
_TOPIC = re.compile(r"^\[(?:일반|잡담|정보|유머|뉴스|이슈|기타|소식)\]\s?(?=\S)")
_BOARD = re.compile(r"(?:조회|추천)\s?수?\s?[:：]?\s?\d")


def _caption_only(lines: Sequence[Line], known: Metadata) -> Extracted | None:
    """A photo report: its caption is its text."""
    at = next((at for at, line in enumerate(lines) if _is_told_caption(line)), None)
    if at is None:
        return None
    caption = Line(lines[at].block, "prose")
    told = [*lines[:at], caption, *lines[at + 1 :]]
    found = core.find(told)
    if found is None:
        return None
    article = _Reading(told, found, known).article()
    return Extracted(
        **{name: getattr(article, name) for name in Extracted.__slots__ if name != "captions"},
        captions=(caption.text, *article.captions),
    )


def _is_told_caption(line: Line) -> bool:
    return line.kind == "caption" and line.weight >= 20 and bool(re.search(r"[다.。]", line.text))


def _refused(lines: Sequence[Line]) -> Refused:
    headlines = [
        line for line in lines if line.kind in ("short", "board_row", "related", "heading")
    ]
    many = len([line for line in headlines if line.weight >= 8]) >= _LIST_FROM
    reason = "headline_list" if many else "no_article"
    dropped = tuple(DroppedLine(text=line.text, kind=line.kind) for line in lines)
    return Refused(reason=reason, detail=REASONS[reason], dropped=dropped)
