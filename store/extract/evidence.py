"""Finds in the lines around an article who published it, shows it again and wrote it, and where."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from store.extract import bylines, dates, furniture, outlets, signatures
from store.extract.block import Metadata
from store.extract.core import Core
from store.extract.line import Line
from store.outlets import host_of

# Paragraphs that may begin with a dateline: an editor's note may stand before it.
_OPENING = 3
# Letters in which a paragraph names the agency that gave it, if it does.
_LEAD = 400
_MASTHEAD: Final = 3  # above these stand at most a link to the text and the portal's own name
_STEPS: Final = frozenset(("이전", "이전글", "목록", "다음글", "前へ"))
_DESK = re.compile(
    r"^(?:디지털|온라인|인터넷|영상|편집|모바일|속보|정치|사회|문화|국제|연예|스포츠)?(?:뉴스|경제|미디어)(?=\s|$)"
)
_SECTION = re.compile(r"(?:首页|\s新闻.*|\s뉴스.*)$")
_ADDRESS = re.compile(r"https?://[^\s<>()]{3,1000}")
#: The name of an outlet in brackets before a headline.
PREFIX = re.compile(r"[\[【](?P<name>[^\]】\s]{3,20})[\]】]\s?(?=\S)")


class Evidence:
    """What the lines of a page show of its article: those of ``body`` are its text."""

    def __init__(
        self, lines: Sequence[Line], core: Core, body: Sequence[Line], known: Metadata
    ) -> None:
        self.lines, self.core, self.body, self.known = lines, core, body, known

    def head(self) -> Sequence[Line]:
        """The lines above the text, its headline among them, from the top of the page."""
        return self.lines[: self.core.start]

    def tail(self) -> Sequence[Line]:
        """The lines after the article that may still speak of it: until others' entries begin."""
        return until(self.lines[self.core.end :], "comments", "board_row", "table_head")

    def inside(self) -> Sequence[Line]:
        """The lines from the first to the last of the text, also those that are not of it."""
        return self.lines[self.core.start : self.core.end]

    def publisher(self) -> str | None:
        """The outlet by the page's own evidence, the surest first."""
        near = [*self.tail(), *self.inside(), *reversed(self.head())]
        alone = [line.text.strip(outlets.AROUND) for line in near if _is_lone_outlet(line)]
        stamped = [outlets.from_source(line.text) for line in near if line.kind == "date"]
        credits_ = [line.text for line in self.tail() if line.kind == "credit"]
        notices = [line.text for line in reversed(self.lines) if line.kind == "copyright"]
        holders = [*notices, *credits_]
        for name in filter(None, map(outlets.from_copyright, holders)):
            beside = (line.text for line in self.head() if line.kind in ("short", "byline"))
            shown = (*alone, *filter(None, stamped), *filter(outlets.looks_like_outlet, beside))
            return next((short for short in shown if _begins_word(name, short)), name)
        opening = [line.text for line in self.body[:_OPENING]]
        bylines_ = [line.text for line in near if line.kind == "byline"]
        sources = [line.text for line in near if line.kind == "source"]
        named = (
            *map(outlets.from_label, sources),
            *map(outlets.from_dateline, opening),
            *(line.text.strip(outlets.AROUND) for line in near if line.kind == "publisher"),
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
        prefix = PREFIX.match(title)
        above = [line.text for line in self.head() if line.kind == "short"]
        shown = (prefix and prefix["name"], outlets.suffix(title), *above)
        yield from (name for name in shown if name and _is_outlet_name(name))
        sites = (re.split(r"\s[-–|]\s", text)[0] for text in above)
        yield from (name for name in sites if outlets.is_outlet(name))

    def reposter(self, publisher: str | None) -> str | None:
        """Who shows the article of ``publisher`` again, as a portal does."""
        holders = (line.text for line in reversed(self.lines) if line.kind == "copyright")
        title = "" if self.core.title is None else self.lines[self.core.title].text
        evidence = (*self.known.shown_on, outlets.suffix(title), *holders, *self._masthead())
        home = host_of(self.known.url or self.url() or "")
        return outlets.reposter(evidence, original=publisher or outlets.by_domain(home or ""))

    def _masthead(self) -> Iterator[str]:
        """Names in the first lines of the page, also as the first step of a path to a section."""
        first = self.head()[:_MASTHEAD][: self.core.title]
        if any(line.text in _STEPS for line in first):
            return  # 다음 is a button there
        for line in first:
            step = re.split(r"[>›＞»|]", line.text)[0].strip()
            yield _SECTION.sub("", step) or step
            yield step

    def agency(self) -> str | None:
        """The news agency that gave the text, by its first and last lines and those beside it."""
        opening, closing = self.body[:2], self.body[-1:]
        bylines_ = (line.text for line in (*self.head(), *self.tail()) if line.kind == "byline")
        below = until(self.tail(), "caption", "image", "related_header", "copyright")
        alone = (line.text for line in below if line.kind == "publisher")
        return outlets.agency(
            (*(line.text[:_LEAD] for line in opening), *bylines_),
            without_tail(closing[0].text) if closing else "",
            alone,
        )

    def author(self) -> str | None:
        """Who wrote it, joined by commas: bylines below the text before those above and in it."""
        head, tail = self.head(), self.tail()
        for group in (tail, head, self.inside()):
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
        signed = (signatures.signature(line.text) for line in self.tail() if line.kind == "byline")
        dated = [line.text for line in self.head() if line.kind == "date"]
        beside = (signatures.beside_date(line, dates.without_stamps(line)) for line in dated)
        alone = (signatures.lone_name(line.text) for line in self.head() if line.kind == "byline")
        above = (dates.before_stamp(line.text) for line in self.head()[self.core.title or 0 :])
        closing = (signatures.closing_name(line.text) for line in self.body[-1:])
        named = (*signed, *closing, *beside, *alone, *map(signatures.pen_name, above))
        return next(filter(None, named), None)

    def url(self) -> str | None:
        """The address that a label calls the article's own, or that stands beside the headline."""
        sources = [line.text for line in (*self.head(), *self.tail()) if line.kind == "source"]
        title = self.core.title
        if title is not None:
            near = (*self.lines[max(0, title - 1) : title], *self.head()[title + 1 : title + 2])
            sources += [line.text for line in near if line.kind == "url"]
        return next((found[0] for text in sources if (found := _ADDRESS.search(text))), None)


def until(lines: Sequence[Line], *kinds: str) -> Sequence[Line]:
    """Those of ``lines`` before the first of one of ``kinds``."""
    end = next((at for at, line in enumerate(lines) if line.kind in kinds), len(lines))
    return lines[:end]


def _is_lone_outlet(line: Line) -> bool:
    return line.kind == "publisher" or (
        line.kind in ("short", "related") and outlets.is_lone_outlet(line.text)
    )


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


def without_tail(paragraph: str) -> str:
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
