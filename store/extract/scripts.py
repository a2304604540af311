"""Finds the article's text in the data that a page's scripts draw it from."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import chain, islice
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

if TYPE_CHECKING:
    from lxml.etree import _Element

Json = Mapping[str, object]

_BODY_KEYS: Final = frozenset(
    (
        "articlebody", "body", "content", "contents", "text", "article_body", "articlecontent",
        "bodytext", "html", "bodyhtml", "contenthtml", "content_html", "body_html", "rendered",
        "articletext", "newscontent", "news_content", "storybody", "maintext", "description_long",
    )
)  # fmt: skip
#: Where a block of a text keeps its words or its inner blocks.
_INNER_KEYS: Final = ("content", "text", "value", "html", "children", "data", "items", "elements")
_TITLE_KEYS: Final = ("title", "headline", "headlines", "name", "subject")
# Without the marks between their words; the day a text was made comes after that it appeared.
_TIME_KEYS: Final = (
    "datepublished", "publishedat", "firstpublishdate", "displaydate", "publishdate", "published",
    "publishedtime", "pubdate", "pubtime", "servicedate", "regdate", "createdate", "createdat",
    "createddate",
)  # fmt: skip
_AUTHOR_KEYS: Final = (
    "author", "authors", "authorname", "byline", "writer", "writers", "writername", "reporter",
    "reporters", "reportername", "credits",
)  # fmt: skip
_OUTLET_KEYS: Final = ("publisher", "media", "medianame", "source", "press", "pressname", "office")
#: Where a person or a title keeps its words, and a list of people its members.
_NAME_KEYS: Final = ("name", "basic", "by", "byline")
# Blocks that are no text of the article.
_FOREIGN_BLOCK = re.compile(
    r"link|embed|image|photo|picture|gallery|video|audio|reference|story|related|advert|^ad$|promo"
    r"|newsletter|divider|table_of",
    re.IGNORECASE,
)
# In characters: at least a sentence, which Chinese writes in twenty.
_BODY_CHARS: Final = 20
_MOST_SCRIPT: Final = 3_000_000
# What may be read in vain, in characters of all scripts: 20 MB of JSON take 0.3 s.
_MOST_TRIED: Final = 20_000_000
_MOST_STARTS: Final = 300
_MOST_ENTRIES: Final = 200_000
# A page has some dozens.
_MOST_ROWS: Final = 2_000
_DEEPEST: Final = 6
# More people have not written one article.
_MOST_NAMES: Final = 10
_START = re.compile(r"JSON\.parse\(\s{0,5}(?=[\"'])|[=(:,]\s{0,5}(?=[{\[])")
# Next.js sends rows: "5:[…]" of JSON, "6:T1a2," before a text of so many bytes.
_PUSH = re.compile(r"__next_f\.push\(\[1,\s{0,3}(?=\")")
_ROW = re.compile(r"[0-9a-f]{1,6}:(?:T(?P<bytes>[0-9a-f]{1,6}),|[A-Z]{0,3}(?=[^A-Z]))")
_COMMENT = re.compile(r"^\s*(?:<!--|//\s?<!\[CDATA\[)")
_DECODER: Final = json.JSONDecoder(strict=False)


@dataclass(frozen=True, slots=True)
class Body:
    """A text found in data, as markup, and what stands beside it: title, time, who wrote it."""

    markup: str
    title: str | None
    published: str | None = None
    authors: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()


def texts(root: "_Element") -> list[str]:
    """Give the scripts of a page that are no linked data."""
    found = ((script.get("type", ""), script.text or "") for script in root.iter("script"))
    return [
        text for kind, text in found if "ld+json" not in kind and 2 <= len(text) <= _MOST_SCRIPT
    ]


def attributes(root: "_Element") -> list[str]:
    """Give the attributes of a page that hold data, as some systems hand it to their scripts."""
    long = root.xpath(
        "//@*[string-length() > 200 and (starts-with(., '{') or starts-with(., '['))]"
    )
    return [str(value) for value in long if len(value) <= _MOST_SCRIPT]


def best_body(sources: Iterable[str], title: str | None) -> Body | None:
    """Give the longest text in ``sources``, best one that has the page's title."""
    scripts = list(sources)
    values = chain(_values(scripts), _streamed(scripts))
    found = [body for value in values for body in bodies(value)]
    own = [body for body in found if title and body.title and _same(body.title, title)]
    return max(own or found, key=lambda body: len(body.markup), default=None)


def bodies(value: object) -> Iterator[Body]:
    """Give each text that ``value`` has under a name of bodies, or as a list of blocks."""
    for entry in mappings(value):
        for key, held in entry.items():
            if isinstance(held, str):
                yield from (_body(text, entry) for text in _texts({key: held}))
            elif isinstance(held, list):
                markup = "".join(_blocks(held, _DEEPEST))
                if _is_text(markup):
                    yield _body(markup, entry)
            elif isinstance(held, dict):
                yield from (_body(text, entry) for text in _texts(held))


def _texts(entry: Json) -> Iterator[str]:
    for key, held in entry.items():
        if isinstance(held, str) and key.lower() in _BODY_KEYS and _is_text(held):
            yield held


def _body(markup: str, entry: Json) -> Body:
    beside = {re.sub("[_-]", "", key).lower(): value for key, value in entry.items()}
    titles = (name for key in _TITLE_KEYS for name in _names(beside.get(key), 1))
    times = (beside.get(key) for key in _TIME_KEYS)
    people = (tuple(_names(beside.get(key), 3)) for key in _AUTHOR_KEYS)
    return Body(
        markup,
        next(titles, None),
        next((time for time in times if isinstance(time, str) and time), None),
        next(filter(None, people), ()),
        tuple(name for key in _OUTLET_KEYS for name in _names(beside.get(key), 1)),
    )


def _names(held: object, depth: int) -> Iterator[str]:
    """The words of ``held``: a name, an object that has one, or a list of either."""
    if isinstance(held, str):
        yield from (held,) if held.strip() else ()
    elif depth and isinstance(held, list):
        for one in held[:_MOST_NAMES]:
            yield from _names(one, depth - 1)
    elif depth and isinstance(held, dict):
        inner = next((held[key] for key in _NAME_KEYS if held.get(key)), None)
        yield from _names(inner, depth - 1)


def mappings(value: object) -> Iterator[Json]:
    """All objects inside ``value``, without recursion; data written into strings is opened."""
    waiting = [value]
    for _ in range(_MOST_ENTRIES):
        if not waiting:
            return
        item = waiting.pop()
        if isinstance(item, dict):
            yield item
            waiting.extend(reversed(item.values()))
        elif isinstance(item, list):
            waiting.extend(reversed(item))
        elif isinstance(item, str) and len(item) > _BODY_CHARS and item[0] in "{[":
            waiting.append(parsed(item))


def parsed(text: str) -> object | None:
    """Read the JSON at the start of ``text``; ``None`` if there is none."""
    try:
        value: object = _DECODER.raw_decode(_COMMENT.sub("", text[:200]).lstrip() + text[200:])[0]
    except (ValueError, RecursionError):
        return None
    return value


def _values(sources: Iterable[str]) -> Iterator[object]:
    left = _MOST_TRIED
    for source in sources:
        text = unquote(source) if source.lstrip()[:3] in ("%7B", "%5B") else source
        at = 0
        for _ in range(_MOST_STARTS):
            start = at if at == 0 and text.lstrip()[:1] in ("{", "[") else _start(text, at)
            if start is None or left < 0:
                break
            value, at, failed = _decoded(text, start)
            left -= failed
            if value is not None:
                yield value


def _streamed(sources: Iterable[str]) -> Iterator[object]:
    """The rows that Next.js sends piece by piece: JSON, or a text of so many bytes."""
    stream = "".join(_pushed(sources))
    at = 0
    for _ in range(_MOST_ROWS):
        row = _ROW.match(stream, at)
        if row is None:
            return
        end = stream.find("\n", row.end())
        end = len(stream) if end < 0 else end
        if row["bytes"] is None:
            yield parsed(stream[row.end() : end])
        else:
            size = int(row["bytes"], 16)
            text = stream[row.end() : row.end() + size].encode()[:size].decode(errors="ignore")
            yield {"content": text}
            end = row.end() + len(text)
        at = end + (stream[end : end + 1] == "\n")


def _pushed(sources: Iterable[str]) -> Iterator[str]:
    for source in sources:
        for found in islice(_PUSH.finditer(source), _MOST_ROWS):
            try:
                value, _ = _DECODER.raw_decode(source, found.end())
            except (ValueError, RecursionError):
                return  # the rest would be read in vain, again and again
            if isinstance(value, str):
                yield value


def _start(text: str, at: int) -> int | None:
    found = _START.search(text, at)
    return None if found is None else found.end()


def _decoded(text: str, start: int) -> tuple[object | None, int, int]:
    """The value at ``start``, where to go on, and how many characters were read in vain."""
    if text[start : start + 1] == "'":
        end = text.find("')", start)
        inner = text[start + 1 : end].replace("\\'", "'").replace("\\\\", "\\")
        return parsed(inner), max(start + 1, end), len(inner)
    first = len(text) - len(text[start:].lstrip()) if start == 0 else start
    try:
        value, end = _DECODER.raw_decode(text, first)
    except json.JSONDecodeError as error:
        return None, first + 1, error.pos - first
    except RecursionError:
        return None, first + 1, len(text) - first
    return (parsed(value) if isinstance(value, str) else value), end, 0


def _blocks(items: list[object], depth: int) -> Iterator[str]:
    """Paragraphs out of a list of blocks, as editors of today's systems keep a text."""
    for item in items:
        if not isinstance(item, dict) or any(key in item for key in ("title", "headlines", "url")):
            continue
        kind = str(item.get("type") or item.get("_type") or item.get("nodeType") or "")
        text = "" if _FOREIGN_BLOCK.search(kind) else _words(item, depth)
        if text.strip():
            tag = "h3" if kind.lower().startswith(("head", "h2", "h3", "subhead")) else "p"
            yield f"<{tag}>{text}</{tag}>"


def _words(item: Json, depth: int) -> str:
    for key in _INNER_KEYS:
        held = item.get(key)
        if isinstance(held, str):
            return held
        if depth and isinstance(held, dict):
            return _words(held, depth - 1)
        if depth and isinstance(held, list):
            inner = [one if isinstance(one, str) else _words(one, depth - 1) for one in held
                     if isinstance(one, str | dict)]  # fmt: skip
            return "".join(inner)
    return ""


def _is_text(markup: str) -> bool:
    return (
        len(markup) >= _BODY_CHARS and re.search(r"[.。!?…][\s\"”’」<]|[.。]$", markup) is not None
    )


def _same(one: str, other: str) -> bool:
    return re.sub(r"\W+", "", one) == re.sub(r"\W+", "", other)


def as_markup(text: str) -> str:
    """Give plain text with its line breaks as markup; markup as it is."""
    if re.search(r"<(?:p|br|div|h\d)\b", text, re.IGNORECASE):
        return text
    return "".join(f"<p>{escape(line)}</p>" for line in text.split("\n"))
