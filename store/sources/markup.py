"""What an address serves, told from its first tags: a feed, a sitemap, a page or something else."""

import contextlib
import html
import html.entities
import re
from collections import deque
from typing import Final, Literal
from urllib.parse import urljoin, urlsplit

from store.errors import SourceError
from store.extract.decoding import decode, is_binary

Serves = Literal["feed", "sitemap", "html", "other"]

#: A page's head, and so what it is and which feeds it names, stands within this.
_HEAD_BYTES: Final = 512 * 1024
_DECLARATION_BYTES: Final = 1024
#: Browsers take longer addresses, but servers do not (RFC 9110, 4.1, asks for 8,000).
MAX_URL_CHARS: Final = 8000

_MARK = re.compile(
    r"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)"
    r"|<!DOCTYPE\s{1,20}(?P<page>html)\b[^\[>]{0,500}"
    r"|(?P<subset><!ENTITY|<!DOCTYPE[^\[>]{0,500}\[)"
    r"|<(?:[A-Za-z_][\w.-]{0,30}:)?(?P<root>rss|feed|rdf|urlset|sitemapindex|opml|html|head|body)"
    r"(?=[\s>/])",
    re.DOTALL | re.IGNORECASE,
)
_PAGE_TAG = re.compile(
    r"\s{0,99}<(?:div|p|article|section|main|script|style|meta|title|link|table|h1|span|center)\b",
    re.IGNORECASE,
)
_KINDS: Final[dict[str, Serves]] = {
    "rss": "feed",
    "feed": "feed",
    "rdf": "feed",
    "urlset": "sitemap",
    "sitemapindex": "sitemap",
    "html": "html",
    "head": "html",
    "body": "html",
}
#: The elements that a list consists of.
_PARTS: Final[dict[str, tuple[str, ...]]] = {
    "feed": ("item", "entry"),
    "sitemap": ("url", "sitemap"),
}
_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s{0,3}=\s{0,3}[\"']([A-Za-z0-9_.:-]{2,40})[\"']"
)
#: Charsets that have to be named, since any bytes fit them. Western ones are left to ``decode``:
#: they are what programs declare that know no better.
_ONE_BYTE = re.compile(
    r"(?:iso-?8859-(?!15?$)\d{1,2}|(?:windows-|cp)125[013-8]|koi8-[ru]|tis-620)", re.IGNORECASE
)

_REFERENCE = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)"
    r"|(?P<amp>&)(?:\#(?P<code>[xX][0-9A-Fa-f]{1,6}|[0-9]{1,7});|(?P<name>[A-Za-z][A-Za-z0-9]{1,31});)?",
    re.DOTALL,
)
_NO_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_XML_NAMES: Final = frozenset(("amp", "lt", "gt", "quot", "apos"))
_WHOLE = re.compile(
    r".*</(?:\w{1,40}:)?(?:rss|feed|rdf|urlset|sitemapindex)\s{0,9}>", re.DOTALL | re.IGNORECASE
)

_LINK = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?P<tag>link|base)\b(?P<rest>[^<>]{1,2000})>", re.DOTALL | re.IGNORECASE
)
_ATTRIBUTE = re.compile(
    r"([A-Za-z][\w:-]{0,30})\s{0,5}=\s{0,5}(?:\"([^\"]{0,2000})\"|'([^']{0,2000})'|([^\s\"'>]{1,2000}))"
)
_FEED_TYPES: Final = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")


def text_of(data: bytes, charset: str | None = None) -> str:
    """Decode ``data``; ``charset`` is what the server's header says.

    Raises ``SourceError`` ``bad_feed`` for what is no text in an encoding that is known.
    """
    declared = _DECLARED.search(data[:_DECLARATION_BYTES])
    names = (charset, declared[1].decode() if declared else None)
    text = None
    if not is_binary(data):
        text = next((found for name in names if (found := _one_byte(data, name))), decode(data))
    if text is None:
        raise SourceError("bad_feed", "What the address serves is not text in a known encoding.")
    return text


def _one_byte(data: bytes, charset: str | None) -> str | None:
    """Decode with a charset of a byte for each character, which ``decode`` would have to guess."""
    if charset is None or not _ONE_BYTE.fullmatch(charset):
        return None
    with contextlib.suppress(UnicodeError):
        data.decode()
        return None  # it is UTF-8, whatever it is said to be
    try:
        return decode(data.decode(charset).encode())
    except (UnicodeError, LookupError):
        return None


def sniff(data: bytes) -> Serves:
    """Tell what ``data``, the body of an answer, is: by its first known tag, not by its type."""
    head = data[:_HEAD_BYTES]
    text = None if is_binary(head) else decode(head)
    if text is None:
        return "other"
    root = next((found for found in _MARK.finditer(text) if found["root"] or found["page"]), None)
    return _kind(text, root)


def _kind(text: str, root: re.Match[str] | None) -> Serves:
    if root is None:
        return "html" if _PAGE_TAG.match(text) else "other"
    return "html" if root["page"] else _KINDS.get(root["root"].lower(), "other")


def document(text: str) -> tuple[Serves, str]:
    """Tell what ``text`` is, and give it from its root on, mended, its lines counted as before.

    What stands before the root goes: the declaration of another encoding, a DTD outside, and what
    programs print by mistake. Raises ``SourceError`` ``bad_feed`` for a DTD inside: the entities
    that it declares can make any text out of a few bytes, or read a file.
    """
    for found in _MARK.finditer(text):
        if found["subset"]:
            raise SourceError("bad_feed", "The file brings a DTD of its own, which is never read.")
        if found["root"] or found["page"]:
            lines = text.count("\n", 0, found.start())
            declared = '<?xml version="1.0" encoding="utf-8"?>' + "\n" * lines
            kind = _kind(text, found)
            return kind, declared + unbroken(mended(text[found.start() :]), *_PARTS.get(kind, ()))
    return _kind(text, None), ""


def mended(markup: str) -> str:
    """Put right what feeds get wrong and XML forbids, outside CDATA sections.

    ``&nbsp;`` becomes its character, a bare ``&`` is escaped, a reference to a character that
    XML has not is dropped. Otherwise one of these in 2,000 entries ends strict parsing.
    """
    return _REFERENCE.sub(_mend, _NO_CHARACTERS.sub("", markup))


def _mend(found: re.Match[str]) -> str:
    if found["amp"] is None:
        return found[0]
    if found["code"]:
        code = found["code"]
        number = int(code[1:], 16) if code[0] in "xX" else int(code)
        return found[0] if _is_xml_character(number) else ""
    if found["name"] in _XML_NAMES:
        return found[0]
    character = html.entities.html5.get(f"{found['name']};") if found["name"] else None
    if character is None:
        return f"&amp;{found[0][1:]}"
    return html.escape(character)


def _is_xml_character(number: int) -> bool:
    return (
        number in (0x9, 0xA, 0xD)
        or 0x20 <= number < 0xD800
        or 0xE000 <= number < 0xFFFE
        or 0x10000 <= number < 0x110000
    )


def unbroken(markup: str, *names: str) -> str:
    """Cut off the last of the elements called ``names`` if the document ends inside it.

    Half a text would be taken for the article, half an address for another page. What follows
    the end of the root is cut off as well: it only ends strict parsing.
    """
    if not names:
        return markup
    if (whole := _WHOLE.match(markup)) is not None:
        return whole[0]
    tags = re.compile(rf"<(/?)(?:\w{{1,40}}:)?(?:{'|'.join(names)})(?=[\s>/])", re.IGNORECASE)
    last = next(iter(deque(tags.finditer(markup), maxlen=1)), None)
    if last is None or last[1]:
        return markup
    end = markup.find(">", last.end())
    closed = end > 0 and markup[end - 1] == "/"
    return markup if closed else markup[: last.start()]


def absolute(address: str | None, *bases: str | None) -> str | None:
    """Resolve ``address`` against ``bases``, the first of which may itself be relative to the next.

    ``None`` unless it leads to a host of the web.
    """
    if not address or len(address) > MAX_URL_CHARS:
        return None
    written = "".join(address.split("\n")).strip().replace(" ", "%20")
    try:
        joined = ""
        for base in (*reversed(bases), written):
            joined = urljoin(joined, base) if base else joined
        parts = urlsplit(joined)
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
            return None
        return joined if joined.isprintable() else None
    except ValueError:
        return None


def feed_links(page: bytes, url: str) -> tuple[str, ...]:
    """Find the feeds that the page at ``url`` names in its head, in its order."""
    text = decode(page[:_HEAD_BYTES]) or ""
    base, found = url, []
    for tag in _LINK.finditer(text):
        if tag["tag"] is None:
            continue
        attributes = _attributes(tag["rest"])
        if tag["tag"].lower() == "base":
            base = absolute(attributes.get("href"), url) or base
        elif _names_feed(attributes):
            found.append(attributes.get("href"))
    addresses = [address for link in found if (address := absolute(link, base))]
    return tuple(dict.fromkeys(addresses))


def _names_feed(attributes: dict[str, str]) -> bool:
    kind = attributes.get("type", "").split(";")[0].strip().lower()
    return "alternate" in attributes.get("rel", "").lower().split() and kind in _FEED_TYPES


def _attributes(text: str) -> dict[str, str]:
    return {
        found[1].lower(): html.unescape(found[2] or found[3] or found[4] or "").strip()
        for found in _ATTRIBUTE.finditer(text)
    }
