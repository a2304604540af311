"""A reply as every channel can show it: lines of spans, and their plain text."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from retrieval.answer import Answer

Kind = Literal["answer", "list", "declined", "talk"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file that a person sent; ``size`` in bytes as the platform says, 0 where it does not.

    ``fetch`` brings its content and raises ChannelError when the platform does not give it.
    """

    name: str
    size: int
    fetch: Callable[[], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a person wrote. ``chat`` names the conversation within its ``channel``; ``language``
    is the client's own (``ko``, ``en-GB``), used only until the person's writing shows another.

    ``person`` is who wrote, ``topic`` the topic of a forum, ``number`` the message's own in its
    chat, ``at`` when it was written; ``edited`` says that it takes the place of the one with this
    number. ``may_set`` says that the person may change what is set for the whole chat. ``origin``
    is the channel whose post was forwarded.
    """

    channel: str
    chat: str
    text: str
    language: str | None = None
    person: str | None = None
    topic: str | None = None
    number: str | None = None
    at: datetime | None = None
    group: bool = False
    forwarded: bool = False
    edited: bool = False
    may_set: bool = True
    origin: str | None = None
    document: Document | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A press of a button under a message of the bot; ``data`` is what the button carries."""

    channel: str
    chat: str
    data: str
    person: str
    language: str | None = None
    topic: str | None = None
    group: bool = False


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


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a reply: it sends ``data`` back (64 bytes at most), or opens ``url``."""

    text: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that goes with a reply."""

    name: str
    data: bytes
    kind: Literal["document", "photo"]


#: Buttons in rows.
Buttons = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the bot says. ``answer`` is there when it rests on the store's articles, ``answer_id``
    when its buttons refer to it. Channels without buttons or files show the lines alone.
    """

    kind: Kind
    lines: tuple[Line, ...]
    answer: Answer | None = None
    answer_id: str | None = None
    buttons: Buttons = ()
    attachment: Attachment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """What a press of a button leads to: a ``notice`` that passes by, a ``reply`` of its own.

    ``used_up`` takes the buttons away; ``in_place`` says that the reply takes the place of the
    message with the button.
    """

    notice: str | None = None
    reply: Reply | None = None
    used_up: bool = False
    in_place: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One choice for an inline question: what is seen of it, and what is sent when it is chosen."""

    title: str
    description: str
    reply: Reply


def plain_text(reply: Reply) -> str:
    """Write ``reply`` without markup: the addresses of a line's links stand at its end."""
    lines = ("".join(span.text for span in line.spans) for line in reply.lines)
    return "\n".join(
        " ".join((text, *urls(line))) for text, line in zip(lines, reply.lines, strict=True)
    )


def urls(line: Line) -> tuple[str, ...]:
    """Return the addresses of the line's links that its text does not show."""
    return tuple(span.url for span in line.spans if span.url and span.url != span.text)
