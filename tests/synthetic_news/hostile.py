"""Input of up to 10 MB that is made to take long or much."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

_LIMIT: Final = 10 * 1024 * 1024
_TOLD: Final = "시는 올해부터 모든 학교에 공기 정화 장치를 새로 들이기로 했다고 5일 밝혔다. "
_HEAD: Final = "<!DOCTYPE html><html><head><title>t</title></head><body>"


@dataclass(frozen=True, slots=True)
class Made:
    """The content of a file, and its name."""

    data: bytes
    file: str


def _full(unit: str, *, before: str = "", file: str = "a.html", encoding: str = "utf-8") -> Made:
    """As many of ``unit`` as fit into the limit."""
    start, one = before.encode(encoding), unit.encode(encoding)
    return Made(start + one * ((_LIMIT - len(start)) // len(one)), file)


def _page(body: str, *, head: str = _HEAD) -> Made:
    return Made((head + body).encode()[:_LIMIT], "a.html")


def _record(**fields: object) -> Made:
    return Made(json.dumps(fields, ensure_ascii=False).encode()[:_LIMIT], "a.json")


HOSTILE: Final[Mapping[str, Callable[[], Made]]] = {
    # Tags
    "a page of open blocks": lambda: _full("<div>", before=_HEAD),
    "a page of open tables": lambda: _full("<table><tr><td>", before=_HEAD),
    "a page of open emphasis": lambda: _full("<p><font><b><i><u>x", before=_HEAD),
    "a million tags": lambda: _page("<b>x</b>" * 1_000_000),
    "as many paragraphs as tags are read": lambda: _page(f"<p>{_TOLD[:14]}</p>" * 119_000),
    "a paragraph of 119,000 spans": lambda: _page("<p>" + "<span>가나다 </span>" * 119_000),
    "a paragraph of 119,000 line breaks": lambda: _page("<p>" + "가나<br>" * 119_000),
    "a paragraph of 99,000 dates": lambda: _page("<p>" + "<i class=date>2024</i>" * 99_000),
    "paragraphs 250 deep": lambda: _page("<div>" * 245 + f"<p>{_TOLD}</p>" * 9_900),
    "9,000 long paragraphs": lambda: _page(f"<p>{_TOLD * 8}</p>" * 9_000),
    "a table of 119,000 cells": lambda: _page("<table><tr>" + "<td>가 12</td>" * 119_000),
    "119,000 hidden elements": lambda: _page('<p style="display:none">x</p>tail' * 119_000),
    "119,000 open links": lambda: _page("<a href=x>" * 119_000 + "text"),
    "ten megabytes of brackets": lambda: _full("<", before=_HEAD),
    "comments that never end": lambda: _full("<!--", before=_HEAD),
    "malformed comments": lambda: _full("<!-- -- > --!><!", before=_HEAD),
    "entities": lambda: _full("&amp;", before=_HEAD + "<p>"),
    "entities of no character": lambda: _full("&#99999999;", before=_HEAD + "<p>"),
    # Attributes and metadata
    "classes of a megabyte": lambda: _page(('<p class="' + "nav " * 250_000 + '">x</p>') * 9),
    "styles of a megabyte": lambda: _page(('<p style="' + "display : " * 100_000 + '">x</p>') * 9),
    "an attribute of nested data": lambda: _page("<p data-x='" + '{"a":' * 1_800_000 + "'>x"),
    "200 attributes of nested data": lambda: _page(
        ("<p data-x='" + '[{"a":' * 7_000 + "'>x") * 200
    ),
    "119,000 authors": lambda: _page('<p itemprop="author">x</p>' * 119_000),
    "119,000 meta elements": lambda: _page('<meta name="a" content="b">' * 119_000),
    "119,000 times": lambda: _page('<time datetime="2024-01-01" pubdate>x</time>' * 119_000),
    "a title of nine megabytes": lambda: _page("", head="<html><title>" + "가나 " * 1_300_000),
    # Scripts
    "100,000 scripts": lambda: _page("<script>var a={};</script>" * 100_000),
    "100,000 scripts that break off": lambda: _page("<script>a=[{</script>" * 100_000),
    "linked data 100,000 times": lambda: _page(
        '<script type="application/ld+json">{"@type":"NewsArticle"}</script>' * 100_000
    ),
    "linked data of 380,000 objects": lambda: _page(
        '<script type="application/ld+json">['
        + '{"@type":"x","a":{"b":1}},' * 380_000
        + "{}]</script>"
    ),
    "linked data of commas": lambda: _page(
        '<script type="application/ld+json">{' + ("," + " " * 199) * 45_000 + "</script>"
    ),
    "scripts of nested objects": lambda: _page(
        ("<script>x=" + '={"a":' * 450_000 + "</script>") * 3
    ),
    "scripts of good data": lambda: _page(
        ("<script>x=[" + '{"content":[{"text":[{"value":"가."}]}]},' * 60_000 + "{}]</script>") * 3
    ),
    "scripts in scripts": lambda: _page(
        ("<script>x=" + json.dumps([json.dumps(["{" + "x" * 90] * 9)] * 2_000) + "</script>") * 3
    ),
    "boxes 240 deep": lambda: _page(
        "<div>" * 240 + f"<p>{_TOLD}</p>" * 3 + "<p class=share>x</p>" * 119_000
    ),
    "scripts that fail late": lambda: _page(
        ("<script>x=" + '{"a":[1,2,3],"b":' * 160_000 + "</script>") * 3
    ),
    # Records
    "a record ten megabytes deep": lambda: _full("[", file="a.json"),
    "a record of objects ten megabytes deep": lambda: _full('{"a":', file="a.json"),
    "a record of one long text": lambda: _record(text=_TOLD * 80_000),
    "a record of 1.9 million lines": lambda: _record(text=["a"] * 1_900_000),
    "a record of a deep fragment": lambda: _record(html="<div>" * 1_900_000),
    "a record of a million paragraphs": lambda: _record(html="<p>x</p>" * 1_200_000),
    "a record escaped twice": lambda: _record(html="&lt;p&gt;" * 1_100_000),
    # Plain text, Markdown and bytes
    "one line of ten megabytes": lambda: _full(_TOLD, file="a.txt"),
    "one word of ten megabytes": lambda: _full("가", file="a.txt"),
    "9,900 long lines": lambda: Made("\n".join([_TOLD * 8] * 9_900).encode()[:_LIMIT], "a.txt"),
    "Markdown of open links": lambda: _full("[a](", file="a.md"),
    "Markdown of open pictures": lambda: _full("![a](", file="a.md"),
    "Markdown of 290,000 headings": lambda: Made(b"# a\n" * 290_000, "a.md"),
    "ten megabytes of CP949": lambda: _full(_TOLD, file="a.txt", encoding="cp949"),
    "ten megabytes of UTF-16": lambda: _full(_TOLD, file="a.txt", encoding="utf-16-le"),
    "bytes that are nearly Korean": lambda: Made(b"\xb0\xa1\xff\xa1" * 2_000_000, "a.txt"),
    "bytes that are nearly Western": lambda: Made(b"\xe9 " * 5_000_000, "a.txt"),
}
