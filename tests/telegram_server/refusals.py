"""What Telegram refuses in any message, in its own words.

They are those of https://github.com/tdlib/telegram-bot-api (``Client.cpp``), of
https://github.com/tdlib/td below it, and of Telegram's servers (those in capitals).
"""

import math
import re
from typing import Any, Final
from urllib.parse import urlsplit

from tests.telegram_server.html import BadHtmlError, Entity, parse_html, utf16_length
from tests.telegram_server.record import Record
from tests.telegram_server.schema import TYPES
from tests.telegram_server.values import Button, Json

MAX_TEXT: Final = 4096
MAX_CAPTION: Final = 1024
_MAX_BYTES: Final = 1 << 15
_MAX_ENTITIES: Final = 100
_MAX_DATA_BYTES: Final = 64
_MAX_BUTTONS: Final = 100
_ACTIONS: Final = set(TYPES["InlineKeyboardButton"]["optional"]) - {"icon_custom_emoji_id", "style"}
_SPACE: Final = " \t\r\n\0\v\f"


class RefusedError(Exception):
    """The call is answered with an error; ``code`` is its HTTP status."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters or {}


def bad(description: str) -> RefusedError:
    """Return the refusal of a bad request."""
    return RefusedError(400, f"Bad Request: {description}")


def find_chat(api: Record, chat_id: int | str) -> Json:
    """Return the chat of an id or @name, if the bot has access to it."""
    if isinstance(chat_id, str):
        name = chat_id.removeprefix("@").lower()
        for chat in api.chats.values():
            if chat_id.startswith("@") and chat.get("username", "").lower() == name:
                return chat
        raise bad("chat not found")
    if chat_id in api.migrated:
        raise RefusedError(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            {"migrate_to_chat_id": api.migrated[chat_id]},
        )
    user = api.users.get(chat_id)
    if user is not None and user["is_bot"]:
        raise RefusedError(403, "Forbidden: bot can't send messages to bots")
    if chat_id in api.deactivated:
        raise RefusedError(403, "Forbidden: user is deactivated")
    if chat_id not in api.chats:
        if user is not None:
            raise RefusedError(403, "Forbidden: bot can't initiate conversation with a user")
        raise bad("chat not found")
    chat = api.chats[chat_id]
    if chat_id in api.kicked:
        raise RefusedError(403, f"Forbidden: bot was kicked from the {chat['type']} chat")
    return chat


def find_writable_chat(api: Record, given: Json) -> Json:
    """Return the chat a message goes to, if the bot may write there and the topic is there."""
    chat = find_chat(api, given["chat_id"])
    if chat["id"] in api.blocked:
        raise RefusedError(403, "Forbidden: bot was blocked by the user")
    me = api.member(chat["id"], api.me["id"])
    if chat["type"] == "channel" and me is not None and me["status"] != "administrator":
        raise bad("need administrator rights in the channel chat")
    if chat["id"] in api.muted:
        raise bad("not enough rights to send text messages to the chat")
    # The General topic, number 1, is refused by its number as well.
    thread = given.get("message_thread_id")
    if thread is not None and thread not in api.topics.get(chat["id"], {}):
        raise bad("message thread not found")
    return chat


def count_message(api: Record, chat: Json) -> None:
    """Count a message against the limits; refuse it when they are strict."""
    is_group = chat["type"] != "private"
    wait_s = api.limits.take(chat["id"], is_group=is_group, now=api.clock())
    if wait_s:
        seconds = math.ceil(wait_s)
        raise RefusedError(
            429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds}
        )


def read_text(
    given: Json, *, name: str = "text", most: int = MAX_TEXT
) -> tuple[str, tuple[Entity, ...]]:
    """Return the visible text of a parameter and its entities, as Telegram keeps them.

    An empty text is returned as such: whether it is refused depends on the method.
    """
    raw = given.get(name, "")
    if len(raw.encode("utf-8", "surrogatepass")) > _MAX_BYTES:
        raise bad(f"{name} is too long")
    mode = given.get("parse_mode", "").lower()
    if mode not in ("", "html"):  # Markdown exists; nothing here writes it
        raise bad("unsupported parse_mode")
    try:
        text, entities = parse_html(raw) if mode else (raw, _own_entities(given, name))
    except BadHtmlError as error:
        raise bad(f"can't parse entities: {error}") from None
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise bad("strings must be encoded in UTF-8")
    text, entities = _trimmed(text, entities)
    if utf16_length(text) > most:
        raise bad("message is too long" if most == MAX_TEXT else "message caption is too long")
    # Telegram keeps the first hundred and says nothing: answers would lose their links.
    if len(entities) > _MAX_ENTITIES:
        raise bad("ENTITIES_TOO_LONG")
    return text, entities


def _own_entities(given: Json, name: str) -> tuple[Entity, ...]:
    field = {"text": "entities", "message_text": "entities"}.get(name, "caption_entities")
    units = utf16_length(given.get(name, ""))
    entities = []
    for one in given.get(field, ()):
        if one["offset"] < 0 or one["length"] <= 0 or one["offset"] + one["length"] > units:
            raise bad("ENTITY_BOUNDS_INVALID")
        entities.append(
            Entity(type=one["type"], offset=one["offset"], length=one["length"], url=one.get("url"))
        )
    return tuple(entities)


def _trimmed(text: str, entities: tuple[Entity, ...]) -> tuple[str, tuple[Entity, ...]]:
    """Take white space off both ends, which Telegram does not show."""
    kept = text.strip(_SPACE)
    if kept == text:
        return text, entities
    before = utf16_length(text[: len(text) - len(text.lstrip(_SPACE))])
    moved = []
    for one in entities:
        start = max(one.offset - before, 0)
        end = min(one.offset + one.length - before, utf16_length(kept))
        if start < end:
            moved.append(Entity(type=one.type, offset=start, length=end - start, url=one.url))
    return kept, tuple(moved)


def read_buttons(given: Json) -> tuple[tuple[Button, ...], ...]:
    """Return the buttons of an inline keyboard; other keyboards have none."""
    rows = (given.get("reply_markup") or {}).get("inline_keyboard", [])
    if sum(map(len, rows)) > _MAX_BUTTONS:
        raise bad("reply markup is too long")
    return tuple(tuple(_button(raw) for raw in row) for row in rows)


def _button(raw: Json) -> Button:
    if not any(action in raw for action in _ACTIONS):
        raise bad(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if not raw["text"].strip():
        raise bad("inline keyboard button text is empty")
    data = raw.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= _MAX_DATA_BYTES:
        raise bad("BUTTON_DATA_INVALID")
    if "url" in raw and (problem := _problem_of_url(raw["url"])):
        raise bad(f"inline keyboard button URL '{raw['url']}' is invalid: {problem}")
    return Button(text=raw["text"], data=data, url=raw.get("url"), raw=raw)


def _problem_of_url(url: str) -> str:
    """Return why a button cannot lead to ``url``; an empty string when it can."""
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return "Wrong HTTP URL"
    if parts.scheme in ("tg", "ton"):
        return ""
    if parts.scheme not in ("http", "https"):
        return "Unsupported URL protocol"
    return "" if "." in host.strip(".") and not re.search(r"[\s<>\"]", url) else "Wrong HTTP URL"


def find_replied(api: Record, chat: Json, given: Json) -> Json | None:
    """Return the message that is replied to, as it stands in the reply."""
    reply: dict[str, Any] = given.get("reply_parameters") or {}
    number = reply.get("message_id", given.get("reply_to_message_id"))
    if number is None:
        return None
    if api.message(chat["id"], number) is not None:
        return api.quoted(chat["id"], number)
    if reply.get("allow_sending_without_reply") or given.get("allow_sending_without_reply"):
        return None
    raise bad("message to be replied not found")
