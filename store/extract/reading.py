"""Reads an article out of the lines of a page, whatever kind of file they came from."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from store.article import REASONS, DroppedLine, Extracted, InferredDate, Published, Refused
from store.extract import bylines, core, dates, flat, furniture, inference, outlets, signatures
from store.extract.block import Block, Metadata
from store.extract.captions import is_caption
from store.extract.core import Core
from store.extract.language import language
from store.extract.line import TEXT, Line
from store.extract.lines import classify
from store.outlets import host_of

#: A long page has some hundreds; more are a log or an attack, and cost up to 0.2 ms each.
MAX_LINES: Final = 10_000
# Paragraphs that may begin with a dateline: an editor's note may stand before it.
_OPENING = 3
# Letters in which a paragraph names the agency that gave it, if it does.
_LEAD = 400
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

    def article(self) -> Extracted:
        publisher = self.known.publisher or self._publisher()
        title, source = self._title(publisher)
        body = [line for line in self.body if not _same(line.text, title)]
        paragraphs = tuple(filter(None, (_without_tail(line.text) for line in body)))
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
            reposted_by=self._reposter(publisher),
            agency=self._agency(),
            author=self.known.author or self._author(),
            language=self.language,
            url=self.known.url or self._url(),
            dropped=self._dropped(title, {id(line) for line in (*body, *captions)}),
        )

    def _title(self, publisher: str | None) -> tuple[str | None, str]:
        if self.known.title:
            return outlets.without_suffix(self.known.title, publisher), self.known.title_source
        if self.core.title is None:
            return None, "derived"
        text = _LABEL.sub("", self.lines[self.core.title].text)
        if any(_BOARD.search(line.text) for line in self._head()):
            text = _TOPIC.sub("", text)
        if publisher and text.startswith(f"{publisher} ") and text.endswith(f" {publisher}"):
            text = text.removeprefix(publisher).removesuffix(publisher).strip()
        prefix = _PREFIX.match(text)
        if prefix is not None and prefix["name"] == publisher:
            text = text[prefix.end() :]
        return outlets.without_suffix(text, publisher), "headline"

    def _head(self) -> Sequence[Line]:
        return self.lines[: self.core.start]

    def _tail(self) -> Sequence[Line]:
        """The lines after the article that may still speak of it: until others' entries begin."""
        return _until(self.lines[self.core.end :], "comments", "board_row", "table_head")

    def _stamped(self) -> list[str]:
        """The date lines above the text and just below it."""
        below = _until(self._tail(), "related_header")
        beside = [line.text for line in self._head() if line.kind == "byline"]
        return [
            *(line.text for line in (*self._head(), *below) if line.kind == "date"),
            *(text for text in beside if any(stamp.start == 0 for stamp in dates.stamps(text))),
        ]

    def _inside(self) -> Sequence[Line]:
        return self.lines[self.core.start : self.core.end]

    def _publisher(self) -> str | None:
        """The outlet by the page's own evidence, the surest first."""
        near = [*self._tail(), *self._inside(), *reversed(self._head())]
        alone = [line.text.strip(" \u3000[]()<>|=·-") for line in near if _is_lone_outlet(line)]
        stamped = [outlets.from_source(line.text) for line in near if line.kind == "date"]
        credits_ = [line.text for line in self._tail() if line.kind == "credit"]
        notices = [line.text for line in reversed(self.lines) if line.kind == "copyright"]
        holders = [*notices, *credits_]
        for name in filter(None, map(outlets.from_copyright, holders)):
            beside = (line.text for line in self._head() if line.kind in ("short", "byline"))
            shown = (*alone, *filter(None, stamped), *filter(outlets.looks_like_outlet, beside))
            return next((short for short in shown if _begins_word(name, short)), name)
        opening = [line.text for line in self.body[:_OPENING]]
        bylines_ = [line.text for line in near if line.kind == "byline"]
        sources = [line.text for line in near if line.kind == "source"]
        named = (
            *map(outlets.from_label, sources),
            *map(outlets.from_dateline, opening),
            *(line.text.strip(" \u3000[]()<>|=·-") for line in near if line.kind == "publisher"),
            *stamped,
            *(_outlet_among(re.split(r"\s?[／/|｜]\s?", line)) for line in bylines_),
            *(_outlet_among(_DESK.sub("", line.strip(" [(")).split()[:1]) for line in bylines_),
        )
        weaker = (
            *map(outlets.from_mail, bylines_),
            *alone,
            *map(signatures.outlet_in_dateline, opening),
            *self._around_title(),
        )
        return outlets.first_named(filter(None, named)) or next(filter(None, weaker), None)

    def _around_title(self) -> Iterator[str]:
        """``[한빛일보] …``, ``… - 한빛일보``, and the name above everything else."""
        title = "" if self.core.title is None else self.lines[self.core.title].text
        prefix = _PREFIX.match(title)
        above = [line.text for line in self._head() if line.kind == "short"]
        shown = (prefix and prefix["name"], outlets.suffix(title), *above)
        yield from (name for name in shown if name and _is_outlet_name(name))
        sites = (re.split(r"\s[-–|]\s", text)[0] for text in above)
        yield from (name for name in sites if outlets.is_outlet(name))

    def _reposter(self, publisher: str | None) -> str | None:
        holders = (line.text for line in reversed(self.lines) if line.kind == "copyright")
        title = "" if self.core.title is None else self.lines[self.core.title].text
        evidence = (*self.known.shown_on, outlets.suffix(title), *holders, *self._masthead())
        home = host_of(self.known.url or self._url() or "")
        return outlets.reposter(evidence, original=publisher or outlets.by_domain(home or ""))

    def _masthead(self) -> Iterator[str]:
        """Names in the first lines of the page, also as the first step of a path to a section."""
        first = self._head()[:_MASTHEAD][: self.core.title]
        if any(line.text in _STEPS for line in first):
            return  # 다음 is a button there
        for line in first:
            step = re.split(r"[>›＞»|]", line.text)[0].strip()
            yield _SECTION.sub("", step) or step
            yield step

    def _agency(self) -> str | None:
        opening, closing = self.body[:2], self.body[-1:]
        bylines_ = (line.text for line in (*self._head(), *self._tail()) if line.kind == "byline")
        below = _until(self._tail(), "caption", "image", "related_header", "copyright")
        alone = (line.text for line in below if line.kind == "publisher")
        return outlets.agency(
            (*(line.text[:_LEAD] for line in opening), *bylines_),
            _without_tail(closing[0].text) if closing else "",
            alone,
        )

    def _author(self) -> str | None:
        head, tail = self._head(), self._tail()
        for group in (tail, head, self._inside()):
            names = [
                name
                for line in group
                if line.kind in ("byline", "date")
                for name in bylines.authors(line.text)
            ]
            if names:
                return ", ".join(dict.fromkeys(names))
        for line in self.body[:_OPENING]:
            names = bylines.authors_in_dateline(line.text)
            if names:
                return ", ".join(names)
        names = bylines.authors(_tail_byline(self.body[-1].text)) if self.body else []
        return ", ".join(names) or self._signature()

    def _signature(self) -> str | None:
        """Who signs a column under the text, or a blog above it."""
        signed = (signatures.signature(line.text) for line in self._tail() if line.kind == "byline")
        dated = [line.text for line in self._head() if line.kind == "date"]
        beside = (signatures.beside_date(line, dates.without_stamps(line)) for line in dated)
        alone = (signatures.lone_name(line.text) for line in self._head() if line.kind == "byline")
        above = (dates.before_stamp(line.text) for line in self._head()[self.core.title or 0 :])
        closing = (signatures.closing_name(line.text) for line in self.body[-1:])
        named = (*signed, *closing, *beside, *alone, *map(signatures.pen_name, above))
        return next(filter(None, named), None)

    def _url(self) -> str | None:
        """The address that a label calls the article's own, or that stands beside the headline."""
        sources = [line.text for line in (*self._head(), *self._tail()) if line.kind == "source"]
        title = self.core.title
        if title is not None:
            near = (*self.lines[max(0, title - 1) : title], *self._head()[title + 1 : title + 2])
            sources += [line.text for line in near if line.kind == "url"]
        return next((found[0] for text in sources if (found := _ADDRESS.search(text))), None)

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
            for line in self._inside()
            for address in line.block.images
            for day in dates.path_dates(address)
        ]
        head = [
            day
            for line in self._head()[self.core.title or 0 :]
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
            comments = _until([*below], "related_header", "board_row", "table_head")
            yield from (line.text for line in comments if line.kind == "date")

    def _captions(self) -> list[Line]:
        first = self.core.title or 0
        near = (*self._head()[first:], *self._inside(), *self._tail())
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


def _until(lines: Sequence[Line], *kinds: str) -> Sequence[Line]:
    end = next((at for at, line in enumerate(lines) if line.kind in kinds), len(lines))
    return lines[:end]


def _same(text: str, title: str | None) -> bool:
    return title is not None and "".join(text.split()) == "".join(title.split())


def _too_long() -> Refused:
    return Refused(reason="too_slow", detail=f"the file has more than {MAX_LINES:,} lines")


def _is_lone_outlet(line: Line) -> bool:
    return line.kind == "publisher" or (
        line.kind in ("short", "related") and outlets.is_lone_outlet(line.text)
    )


_ADDRESS = re.compile(r"https?://[^\s<>()]{3,1000}")
_LABEL = re.compile(
    r"^(?:#{1,3}\s|Subject:\s|제목\s?(?:[:：]\s?|(?=[\[<(【]))|[\[(](?:펌|펌글|퍼옴|퍼온\s?글|스크랩|공유)[\])]\s?){1,3}"
)
# What boards put before the titles of what their members post, and the counters they show.
_TOPIC = re.compile(r"^\[(?:일반|잡담|정보|유머|뉴스|이슈|기타|소식)\]\s?(?=\S)")
_BOARD = re.compile(r"(?:조회|추천)\s?수?\s?[:：]?\s?\d")
_MASTHEAD: Final = 3  # above these stand at most a link to the text and the portal's own name
_STEPS: Final = frozenset(("이전", "이전글", "목록", "다음글", "前へ"))
_DESK = re.compile(
    r"^(?:디지털|온라인|인터넷|영상|편집|모바일|속보|정치|사회|문화|국제|연예|스포츠)?(?:뉴스|경제|미디어)(?=\s|$)"
)
_SECTION = re.compile(r"(?:首页|\s新闻.*|\s뉴스.*)$")
_PREFIX = re.compile(r"[\[【](?P<name>[^\]】\s]{3,20})[\]】]\s?(?=\S)")


def _begins_word(name: str, short: str) -> bool:
    """Tell whether ``short`` is the name in ``name``, a slogan before or a company's sign after."""
    return name.startswith(short) or any(word.startswith(short) for word in name.split())


def _is_outlet_name(name: str) -> bool:
    return len(name) > 2 and " " not in name and outlets.looks_like_outlet(name)


def _outlet_among(names: Sequence[str]) -> str | None:
    return next((name for name in names if outlets.looks_like_outlet(name)), None)


_NOTICE = re.compile(r"[<(\[〈]?\s?(?:저작권자|Copyrights?|COPYRIGHT|ⓒ|©|무단\s?전재)[^\n]{0,160}$")
_BYLINE_TAIL = re.compile(
    r"(?<=[.”\"’')\]])\s{0,3}[(\[<]?(?:[가-힣]{2,6}\s?[=/]\s?)?[가-힣]{2,4}(?:\s?[·,]\s?[가-힣]{2,4}){0,3}\s?(?:선임|전문|인턴|객원)?(?:기자|특파원)"
    r"(?:\s?[(<\[]?[\w.%+-]{1,40}@[\w.-]{3,60}[)>\]]?)?\s{0,3}[)\]>]?$"
)


def _without_tail(paragraph: str) -> str:
    """Cut a notice of rights and a byline that were copied onto the end of ``paragraph``."""
    head, last = paragraph[:-200], paragraph[-200:]
    notice = _NOTICE.search(last)
    if notice is not None and furniture.is_copyright(notice[0].strip()):
        last = last[: notice.start()].rstrip()
    byline = _BYLINE_TAIL.search(last)
    return head + (last if byline is None else last[: byline.start()].rstrip())


def _tail_byline(paragraph: str) -> str:
    found = _BYLINE_TAIL.search(paragraph[-200:])
    return "" if found is None else found[0]


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
