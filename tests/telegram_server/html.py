"""Reads Telegram's HTML as the Bot API does, and refuses what it refuses.

The rules and the texts of the errors are those of ``parse_html`` in
https://github.com/tdlib/td/blob/master/td/telegram/MessageEntity.cpp.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9a-fA-F]+)|#(?P<dec>[0-9]+)|(?P<name>[a-zA-Z]+));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_SPACE = " \t\r\n\0\v"
_ARGUMENTS = {
    ("a", "href"),
    ("blockquote", "expandable"),
    ("span", "class"),
    ("tg-emoji", "emoji-id"),
}
_MARKUP = re.compile("[<&]")
_SURROGATE = re.compile("[\ud800-\udfff]")


class BadHtmlError(Exception):
    """The markup is refused; the text is Telegram's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A marked stretch of the visible text; ``offset`` and ``length`` in UTF-16 code units."""

    type: str
    offset: int
    length: int
    url: str | None = None


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    start: int


def utf16_length(text: str) -> int:
    """Return the number of UTF-16 code units of ``text``."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_html(html: str) -> tuple[str, tuple[Entity, ...]]:
    """Return the visible text and its entities; raises BadHtmlError."""
    return _Reader(html).read()


class _Reader:
    def __init__(self, html: str) -> None:
        self._html = html
        self._at = 0
        self._text: list[str] = []
        self._units = 0
        self._open: list[_Open] = []
        self._entities: list[Entity] = []

    def read(self) -> tuple[str, tuple[Entity, ...]]:
        while self._at < len(self._html):
            if self._html.startswith("</", self._at):
                self._end_tag()
            elif self._html[self._at] == "<":
                self._start_tag()
            elif self._html[self._at] == "&":
                self._write(self._char())
            else:
                self._write(self._plain())
        if self._open:
            raise BadHtmlError(
                f"Can't find end tag corresponding to start tag {self._open[-1].tag}"
            )
        text = "".join(self._text)
        if _SURROGATE.search(text):
            raise BadHtmlError(
                "Text contains invalid Unicode characters after decoding HTML entities, check for"
                " unmatched surrogate code units"
            )
        return text, tuple(sorted(self._entities, key=lambda e: (e.offset, -e.length)))

    def _write(self, text: str) -> None:
        self._text.append(text)
        self._units += utf16_length(text)

    def _plain(self) -> str:
        """Take the characters up to the next that may be markup."""
        start = self._at
        found = _MARKUP.search(self._html, start)
        self._at = found.start() if found else len(self._html)
        return self._html[start : self._at]

    def _char(self) -> str:
        """Take one character or character reference; an unknown reference stays as it is."""
        found = _REFERENCE.match(self._html, self._at)
        char = found and _decoded(found)
        if found and char:
            self._at = found.end()
            return char
        self._at += 1
        return self._html[self._at - 1]

    def _peek(self) -> str:
        return self._html[self._at] if self._at < len(self._html) else ""

    def _until(self, stop: str) -> str:
        start = self._at
        while self._peek() and self._peek() not in stop:
            self._at += 1
        return self._html[start : self._at]

    def _skip_space(self) -> None:
        while self._peek() and self._peek() in _SPACE:
            self._at += 1

    def _bytes_before(self, at: int) -> int:
        return len(self._html[:at].encode("utf-8", "surrogatepass"))

    def _start_tag(self) -> None:
        begin = self._bytes_before(self._at)
        self._at += 1
        tag = self._until(_SPACE + ">").lower()
        if not self._peek():
            raise BadHtmlError(f"Unclosed start tag at byte offset {begin}")
        if tag not in _TYPES:
            raise BadHtmlError(f'Unsupported start tag "{tag}" at byte offset {begin}')
        argument = ""
        while True:
            self._skip_space()
            if self._peek() == ">":
                break
            name, value = self._attribute(tag, begin)
            if (tag, name) in _ARGUMENTS:
                argument = value
        if tag == "span" and argument != "tg-spoiler":
            raise BadHtmlError(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self._at += 1
        self._open.append(_Open(tag, argument, self._units, len(self._text)))

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        name = self._until(_SPACE + "=>")
        if not name:
            raise BadHtmlError(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
        self._skip_space()
        if (tag, name) == ("blockquote", "expandable") and self._peek() != "=":
            return name, name
        if self._peek() != "=":
            raise BadHtmlError(
                f'Expected equal sign in declaration of an attribute of the tag "{tag}"'
                f" at byte offset {begin}"
            )
        self._at += 1
        self._skip_space()
        value = self._quoted(begin) if self._peek() in ("'", '"') else self._bare()
        if not self._peek():
            raise BadHtmlError(f"Unclosed start tag at byte offset {begin}")
        return name, value

    def _quoted(self, begin: int) -> str:
        quote = self._peek()
        self._at += 1
        value: list[str] = []
        while self._peek() != quote:
            if not self._peek():
                raise BadHtmlError(f"Unclosed start tag at byte offset {begin}")
            value.append(self._char())
        self._at += 1
        return "".join(value)

    def _bare(self) -> str:
        start = self._at
        while self._peek() and re.match(r"[a-zA-Z0-9.-]", self._peek()):
            self._at += 1
        if self._peek() and self._peek() not in _SPACE + ">":
            offset = self._bytes_before(start)
            raise BadHtmlError(f"Unexpected end of name token at byte offset {offset}")
        return self._html[start : self._at].lower()

    def _end_tag(self) -> None:
        begin = self._bytes_before(self._at)
        if not self._open:
            raise BadHtmlError(f"Unexpected end tag at byte offset {begin}")
        self._at += 2
        tag = self._until(_SPACE + ">").lower()
        self._skip_space()
        if self._peek() != ">":
            raise BadHtmlError(f"Unclosed end tag at byte offset {begin}")
        self._at += 1
        opened = self._open.pop()
        if tag and tag != opened.tag:
            raise BadHtmlError(
                f'Unmatched end tag at byte offset {begin}, expected "</{opened.tag}>",'
                f' found "</{tag}>"'
            )
        self._close(opened)

    def _close(self, opened: _Open) -> None:
        length = self._units - opened.offset
        kind, url = _TYPES[opened.tag], None
        if opened.tag == "blockquote" and opened.argument:
            kind = "expandable_blockquote"
        if opened.tag == "tg-emoji" and not opened.argument.strip("0").isdecimal():
            raise BadHtmlError("Invalid custom emoji identifier specified")
        if opened.tag == "a":
            url = checked_link(opened.argument or "".join(self._text[opened.start :]))
        if length and (opened.tag != "a" or url):
            self._entities.append(Entity(type=kind, offset=opened.offset, length=length, url=url))


def _decoded(found: re.Match[str]) -> str | None:
    if found["name"]:
        return _NAMED.get(found["name"])
    code = int(found["hex"], 16) if found["hex"] else int(found["dec"])
    digits = found["hex"] or found["dec"]
    if not 0 < code < 0x10FFFF or len(digits) > 7:
        return None
    return chr(code)


def checked_link(url: str) -> str | None:
    """Return ``url`` as Telegram keeps it, ``None`` when it makes no link of it."""
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme not in ("http", "https", "tg", "ton") or "." not in host:
        return None
    return parts.geturl()
