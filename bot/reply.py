"""A reply as every channel can show it: lines of spans, and their plain text."""

from dataclasses import dataclass
from typing import Literal

from retrieval.answer import Answer

Kind = Literal["answer", "list", "declined", "talk"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a person wrote. ``chat`` names the conversation within its ``channel``; ``language``
    is the client's own (``ko``, ``en-GB``), used only until the person's writing shows another.
    """

    channel: str
    chat: str
    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a line. With ``url`` it is a link, else plain or bold text."""

    text: str
    bold: bool = False
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a reply; an empty one separates."""

    spans: tuple[Span, ...] = ()

    @classmethod
    def of(cls, *parts: "str | Span") -> "Line":
        """Make a line from spans and plain strings."""
        return cls(tuple(Span(part) if isinstance(part, str) else part for part in parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the bot says. ``answer`` is there when it rests on the store's articles."""

    kind: Kind
    lines: tuple[Line, ...]
    answer: Answer | None = None


def plain_text(reply: Reply) -> str:
    """Write ``reply`` without markup: a link is its text, a space and its address."""
    return "\n".join("".join(_plain(span) for span in line.spans) for line in reply.lines)


def _plain(span: Span) -> str:
    if span.url is None or span.url == span.text:
        return span.text
    return f"{span.text} {span.url}"
