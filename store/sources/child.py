"""Parses a feed, a sitemap or an OPML list, in a process of its own that can do nothing else.

The markup comes on stdin, the findings leave on stdout as JSON; ``confined.py`` starts it. Only
``main`` sets limits, so the parsers can also be called as functions.
"""

import contextlib
import html
import io
import json
import re
import resource
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypedDict, cast

if TYPE_CHECKING:
    from lxml.etree import _Element

#: The worst of 5 MB that was found (700,000 links in one entry) takes 206 MB.
_MEMORY_BYTES: Final = 512 * 1024 * 1024
#: What ``main`` ends with when it ran out of memory.
OUT_OF_MEMORY: Final = 3
#: Reports of a damaged OPML file beyond this many tell a person nothing more.
_MAX_FAULTS: Final = 100


class Entry(TypedDict, total=False):
    """An entry of a feed or sitemap, every value as it was written; what is not there is missing.

    ``link_is_id`` says that no link was given, and the identifier stands for it.
    """

    id: str
    link: str
    link_is_id: bool
    title: str
    published: str
    updated: str
    publisher: str
    authors: list[str]
    html: str


class Channel(TypedDict, total=False):
    """A feed or sitemap with its entries in their order, or with the addresses of sitemaps."""

    title: str
    link: str
    language: str
    ttl: str
    update_period: str
    update_frequency: str
    entries: list[Entry]
    children: list[Entry]


class Outline(TypedDict):
    """An outline of an OPML list: its attributes, their names in lower case, and its line."""

    line: int
    attributes: dict[str, str]


class Outlines(TypedDict):
    """The outlines of an OPML list, and where the file is damaged: line and reason."""

    outlines: list[Outline]
    faults: list[tuple[int, str]]


# -- feeds


def feed(markup: str) -> Channel:
    """Read RSS, Atom or RDF.

    Addresses stay relative where no ``xml:base`` resolves them, and texts stay as they are:
    feedparser's own cleaning more than doubles the time (0.80 s for 0.36 s, 2,000 entries), some
    tags make it quadratic, and the extraction that follows cleans the text anyway.
    """
    import feedparser

    parsed = feedparser.parse(
        io.BytesIO(markup.encode()),  # a string would be taken for an address or a file's name
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    if parsed.bozo and not parsed.entries:
        raise ValueError("the feed breaks off before its first entry")
    head: Mapping[str, Any] = parsed.feed
    names = ("title", "link", "language", "ttl")
    channel: dict[str, Any] = {name: _words(head, name) for name in names}
    channel["update_period"] = _words(head, "sy_updateperiod")
    channel["update_frequency"] = _words(head, "sy_updatefrequency")
    channel["entries"] = [_entry(found) for found in parsed.entries]
    return cast("Channel", _present(channel))


def _entry(found: Mapping[str, Any]) -> Entry:
    identifier, link = _words(found, "id"), _address(found)
    source = dict(found).get("source")
    publisher = _words(source, "title") if isinstance(source, dict) else None
    entry = _present(
        {
            "id": identifier,
            "link": link,
            "link_is_id": link is not None and link == identifier,
            "title": _words(found, "title"),
            "published": _words(found, "published"),
            "updated": _words(found, "updated"),
            "publisher": publisher or _words(found, "publisher"),
            "authors": _authors(found),
            "html": _fullest(found),
        }
    )
    return cast("Entry", entry)


def _authors(found: Mapping[str, Any]) -> list[str]:
    """The authors' names, or the field of the only one: feedparser cuts long domains in it."""
    names = [name for one in _parts(found, "authors") if (name := _words(one, "name"))]
    only = _words(found, "author")
    return [only] if only and len(names) <= 1 else names


def _address(found: Mapping[str, Any]) -> str | None:
    """The first page that the entry names as its own; feedparser alone would take the last."""
    original = _words(found, "feedburner_origlink") or _words(found, "pheedo_origlink")
    if original:
        return original
    pages = [link for link in _parts(found, "links") if _words(link, "rel") == "alternate"]
    pages.sort(key=lambda link: "html" not in str(link.get("type")))
    for link in pages:
        if address := _words(link, "href"):
            return address
    return _words(found, "link")


def _parts(found: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """A list of feedparser's, without what is no mapping."""
    parts = dict(found).get(name)
    return [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []


def _words(found: Mapping[str, Any], name: str) -> str | None:
    # dict(): feedparser's own mapping answers for other keys when the one asked for is missing.
    value = dict(found).get(name)
    return value.strip() or None if isinstance(value, str) else None


_TAG = re.compile(r"<[/!]?[A-Za-z][^<>]*>")
_ESCAPED_TAG = re.compile(r"&lt;/?(?:p|br|div|span|strong|b|a|img|figure|h\d)(?:\s|&gt;|/)")


def _fullest(found: Mapping[str, Any]) -> str | None:
    """The longest of the entry's texts, by what a reader sees of it, as HTML."""
    detail = dict(found).get("summary_detail")
    given = [*_parts(found, "content"), *([detail] if isinstance(detail, dict) else [])]
    texts = [text for part in given if (text := _as_html(part))]
    return max(texts, key=lambda text: len(_TAG.sub("", text)), default=None)


def _as_html(part: Mapping[str, Any]) -> str | None:
    value, kind = _words(part, "value"), _words(part, "type") or "text/html"
    if value is None or kind not in ("text/html", "text/plain", "application/xhtml+xml"):
        return None
    if kind == "text/plain":
        return _paragraphs(html.escape(value, quote=False))
    if _TAG.search(value):
        return value
    if _ESCAPED_TAG.search(value):
        return html.unescape(value)  # escaped once too often
    return _paragraphs(value)


def _paragraphs(text: str) -> str:
    """Text without tags as HTML: its line breaks are all that separates its paragraphs."""
    return "".join(f"<p>{line.strip()}</p>" for line in text.split("\n") if line.strip())


# -- sitemaps


def sitemap(markup: str) -> Channel:
    """Read a list of pages (with the fields of a news sitemap), or of further sitemaps."""
    root, faults = _tree(markup)
    if faults and not len(root):
        raise ValueError("the sitemap breaks off before its first address")
    found = [_page(element) for element in root]
    return {"children" if _name(root) == "sitemapindex" else "entries": found}  # type: ignore[misc]  # two keys


def _page(element: "_Element") -> Entry:
    own = _fields(element)
    news = next((child for child in element if _name(child) == "news"), None)
    said = {} if news is None else _fields(news)
    outlet = [] if news is None else [c for c in news if _name(c) == "publication"]
    page = _present(
        {
            "link": own.get("loc"),
            "title": said.get("title"),
            "published": said.get("publication_date"),
            "updated": own.get("lastmod"),
            "publisher": _fields(outlet[0]).get("name") if outlet else None,
        }
    )
    return cast("Entry", page)


def _fields(element: "_Element") -> dict[str, str]:
    """The texts of an element's children by local name, whatever the namespace is spelled like."""
    return {_name(child): text for child in element if (text := (child.text or "").strip())}


def _name(element: "_Element") -> str:
    return str(element.tag).rpartition("}")[2].lower()


# -- OPML


def opml(markup: str) -> Outlines:
    """Read every outline as far as the file can be read, and note where it is damaged."""
    root, faults = _tree(markup)
    outlines = [element for element in root.iter() if _name(element) == "outline"]
    return {
        "outlines": [
            {
                "line": element.sourceline or 0,
                "attributes": {str(name).lower(): value for name, value in element.items()},
            }
            for element in outlines
        ],
        "faults": faults[:_MAX_FAULTS],
    }


def _tree(markup: str) -> tuple["_Element", list[tuple[int, str]]]:
    from lxml import etree

    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    root = etree.fromstring(markup.encode(), parser)
    if root is None:
        raise ValueError("this is no XML")
    return root, [(fault.line, fault.message) for fault in parser.error_log]


# -- the process


def _present(fields: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value}


PARSERS: Final[Mapping[str, Callable[[str], object]]] = {
    "feed": feed,
    "sitemap": sitemap,
    "opml": opml,
}
_TINY: Final = "<rss version='2.0'><channel><item><title>&#233;</title></item></channel></rss>"


def _limit(kind: int, value: int) -> None:
    # macOS refuses RLIMIT_AS; the other limits and the clock outside still hold there.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(kind, (value, value))


def _confine(cpu_s: int) -> None:
    """Give up memory, time, and at last every further file or connection.

    The parsers are used once before that, so that everything they import is there.
    """
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_CPU, cpu_s)
    _limit(resource.RLIMIT_AS, _MEMORY_BYTES)
    feed(_TINY)
    feed(_TINY.replace("</title>", ""))
    sitemap("<urlset/>")
    _limit(resource.RLIMIT_NOFILE, 3)


def main(arguments: Iterable[str]) -> int:
    """Parse stdin as ``arguments`` say (which parser, how many seconds of processor time)."""
    name, cpu_s = arguments
    try:
        _confine(int(cpu_s))
        found = PARSERS[name](sys.stdin.buffer.read().decode())
        sys.stdout.buffer.write(json.dumps(found, ensure_ascii=False).encode(errors="replace"))
    except MemoryError:
        return OUT_OF_MEMORY
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
