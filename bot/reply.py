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
    """Write ``reply`` without markup: the addresses of a line's links stand at its end."""
    lines = ("".join(span.text for span in line.spans) for line in reply.lines)
    return "\n".join(
        " ".join((text, *urls(line))) for text, line in zip(lines, reply.lines, strict=True)
    )


def urls(line: Line) -> tuple[str, ...]:
    """Return the addresses of the line's links that its text does not show."""
    return tuple(span.url for span in line.spans if span.url and span.url != span.text)
