"""The values a test and the Bot API exchange: people, chats, and what the bot sent."""

import re
from dataclasses import dataclass, field
from typing import Any, Final

from tests.telegram_server.html import Entity, utf16_length

TOKEN: Final = "4242424242:AAtest-token_that_must_never_show_up"
USERNAME: Final = "sosik_test_bot"
#: Telegram's own user behind an administrator who stays anonymous.
ANONYMOUS_ADMIN: Final = 1_087_968_824

Json = dict[str, Any]

_COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,32}(?:@[A-Za-z0-9_]{3,32})?")
_MENTION = re.compile(r"(?<![\w/@])@[A-Za-z0-9_]{3,32}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button under a message, as people see it; ``raw`` is what the bot sent for it."""

    text: str
    data: str | None = None
    url: str | None = None
    raw: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file on Telegram; ``size`` is what Telegram says, in bytes."""

    file_id: str
    name: str
    mime: str
    size: int
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A message the bot sent, as people see it, and the markup it came in.

    ``text`` is the caption where there is a ``file``; ``at`` is in seconds of the server's clock.
    """

    chat: int
    message_id: int
    text: str
    entities: tuple[Entity, ...]
    html: str
    reply_to: int | None
    has_preview: bool
    at: float
    thread: int | None = None
    buttons: tuple[tuple[Button, ...], ...] = ()
    file: File | None = None
    is_silent: bool = False

    def button(self, text: str) -> Button:
        """Return the button that reads ``text``; raises KeyError."""
        for row in self.buttons:
            for button in row:
                if button.text == text:
                    return button
        raise KeyError(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A message that is being written, as the person in the chat sees it grow."""

    chat: int
    draft_id: int
    text: str
    entities: tuple[Entity, ...]
    thread: int | None
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Toast:
    """What a person saw after pressing a button."""

    query_id: str
    user: int
    text: str
    is_alert: bool
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call of the bot: how it ended (``ok``, ``refused`` or a fault) and what it delivered.

    ``message_id`` is the message that was sent or edited, even if the answer was lost.
    """

    method: str
    at: float
    chat: int | None
    outcome: str
    message_id: int | None
    code: int
    description: str


@dataclass(slots=True, kw_only=True)
class Hook:
    """Where updates are posted; ``failed_at`` in seconds since 1970."""

    url: str
    secret: str
    max_connections: int
    failed_at: int = 0
    failure: str = ""


def person(
    number: int, *, language: str | None = "ko", is_bot: bool = False, name: str | None = None
) -> Json:
    """Return a user as Telegram shows it; ``name`` may be anything people call themselves."""
    user: Json = {"id": number, "is_bot": is_bot, "first_name": name or f"Person {number}"}
    return user | ({"language_code": language} if language else {})


def private(user: Json) -> Json:
    """Return the private chat with ``user``."""
    return {"id": user["id"], "type": "private", "first_name": user["first_name"]}


def group(number: int, *, title: str | None = None) -> Json:
    """Return a supergroup; its id is negative."""
    return {"id": number, "type": "supergroup", "title": title or f"Group {number}"}


def basic_group(number: int, *, title: str | None = None) -> Json:
    """Return a group that is not yet a supergroup; its id is negative."""
    return group(number, title=title) | {"type": "group"}


def forum(number: int, *, title: str | None = None) -> Json:
    """Return a supergroup with topics; its id is negative."""
    return group(number, title=title) | {"is_forum": True}


def channel(number: int, *, title: str | None = None, username: str | None = None) -> Json:
    """Return a channel, with a ``username`` a public one; its id is negative."""
    told: Json = {"id": number, "type": "channel", "title": title or f"Channel {number}"}
    return told | ({"username": username} if username else {})


def marked(field_name: str, text: str) -> Json:
    """Return the commands and mentions Telegram marks in what a person writes."""
    found = [("bot_command", match) for match in _COMMAND.finditer(text)]
    taken = [match.span() for _, match in found]
    found += [
        ("mention", match)
        for match in _MENTION.finditer(text)
        if not any(start <= match.start() < end for start, end in taken)
    ]
    entities = [
        {
            "type": kind,
            "offset": utf16_length(text[: match.start()]),
            "length": utf16_length(match.group()),
        }
        for kind, match in sorted(found, key=lambda pair: pair[1].start())
    ]
    return {field_name: entities} if entities else {}


def written(name: str, entities: tuple[Entity, ...]) -> Json:
    """Return entities as a field of a message; none when there are none."""
    values: list[Json] = []
    for one in entities:
        value: Json = {"type": one.type, "offset": one.offset, "length": one.length}
        values.append(value | ({"url": one.url} if one.url else {}))
    return {name: values} if values else {}
