"""Decides what of an update is meant for the bot, and what it says."""

import re
from dataclasses import dataclass
from typing import Any, Final

from telegram import (
    Bot,
    CallbackQuery,
    ChatMemberUpdated,
    InlineQuery,
    Message,
    MessageEntity,
    Update,
    User,
)
from telegram.constants import ChatType

#: What Telegram is asked to send; everything else would be passed over.
WANTED: Final = (
    "message",
    "edited_message",
    "callback_query",
    "inline_query",
    "my_chat_member",
)
#: What SQLite keeps; those of Telegram are positive, and far lower.
_MAX_NUMBER: Final = 2**63 - 1
_UTF16: Final = "utf-16-le"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message to the bot, without the bot's name."""

    message: Message
    text: str
    edited: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A group that became a supergroup, under another id."""

    old: str
    new: str


#: What is meant for the bot.
Inbound = Said | CallbackQuery | InlineQuery | ChatMemberUpdated | Moved


def number_of(raw: Any) -> int:
    """Return the number of an update.

    Raises LookupError, TypeError or ValueError where ``raw`` is no update.
    """
    number = raw["update_id"]
    if type(number) is not int or not 0 < number <= _MAX_NUMBER:
        raise ValueError("no number of an update")
    return number


def read(raw: dict[str, Any], bot: Bot) -> Inbound | None:
    """Return what ``raw`` says to ``bot``, None when nothing. A bad shape raises anything."""
    update = Update.de_json(raw, bot)
    if (message := update.message or update.edited_message) is not None:
        if message.migrate_to_chat_id is not None:
            return Moved(old=str(message.chat.id), new=str(message.migrate_to_chat_id))
        text = question(message, me=bot.bot)
        if text is None:
            return None
        return Said(message=message, text=text, edited=update.message is None)
    query = update.callback_query
    if query is not None:
        return query if query.data is not None and query.message is not None else None
    return update.inline_query or update.my_chat_member


def queue(inbound: Inbound) -> str:
    """Name the chat whose order it belongs to."""
    match inbound:
        case Said():
            return str(inbound.message.chat.id)
        case CallbackQuery():
            assert inbound.message is not None  # noqa: S101 - for the type checker: read() asked
            return str(inbound.message.chat.id)
        case InlineQuery():
            return f"inline {inbound.from_user.id}"  # beside the order of the private chat
        case ChatMemberUpdated():
            return str(inbound.chat.id)
        case Moved():
            return inbound.old


def question(message: Message, *, me: User) -> str | None:
    """Return what ``message`` says to the bot ``me``, or ``None`` when it is not meant for it.

    A private chat says everything to the bot; a group what mentions it, replies to it or is a
    command with its name. The name itself is taken out. A caption counts as text; a sticker,
    a photo or a file without words is the empty string in a private chat.
    """
    if message.via_bot is not None and message.via_bot.id == me.id:
        return None  # an answer of this bot that was chosen inline
    sent_by_bot = message.from_user is not None and message.from_user.is_bot
    # An administrator who writes anonymously appears as a bot, with the group as sender.
    if sent_by_bot and message.sender_chat is None:
        return None
    private = message.chat.type == ChatType.PRIVATE
    text = message.caption if message.text is None else message.text
    if text is None:
        return "" if private and _has_attachment(message) else None
    entities = message.caption_entities if message.text is None else message.entities
    if not private and _commands_another(text, entities, me):
        return None
    words = _without_name(text, entities, me)
    if private or words != text or _replies_to(message, me):
        return words
    return None


def _has_attachment(message: Message) -> bool:
    # A payment is a notice, and python-telegram-bot warns that it will count it as one.
    return message.successful_payment is None and message.effective_attachment is not None


def _without_name(text: str, entities: tuple[MessageEntity, ...], me: User) -> str:
    """Return ``text`` without the bot's name, itself when it is not named."""
    units = text.encode(_UTF16, "surrogatepass")
    named = False
    for entity in sorted(entities, key=lambda entity: entity.offset, reverse=True):
        piece = _piece(text, entity)
        if entity.type == MessageEntity.BOT_COMMAND and _is_name(piece.partition("@")[2], me):
            instead = piece.partition("@")[0]
        elif _mentions(entity, piece, me):
            instead = ""
        else:
            continue
        named = True
        start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
        units = units[:start] + instead.encode(_UTF16, "surrogatepass") + units[end:]
    if not named:
        return text
    return re.sub(r" {2,}", " ", units.decode(_UTF16, "surrogatepass")).strip(" \t\n,:")


def _commands_another(text: str, entities: tuple[MessageEntity, ...], me: User) -> bool:
    for entity in entities:
        if entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0:
            name = _piece(text, entity).partition("@")[2]
            return bool(name) and not _is_name(name, me)
    return False


def _mentions(entity: MessageEntity, piece: str, me: User) -> bool:
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user is not None and entity.user.id == me.id
    return entity.type == MessageEntity.MENTION and _is_name(piece.removeprefix("@"), me)


def _replies_to(message: Message, me: User) -> bool:
    replied = message.reply_to_message
    return replied is not None and replied.from_user is not None and replied.from_user.id == me.id


def _is_name(name: str, me: User) -> bool:
    return me.username is not None and name.lower() == me.username.lower()


def _piece(text: str, entity: MessageEntity) -> str:
    units = text.encode(_UTF16, "surrogatepass")
    start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
    return units[start:end].decode(_UTF16, "surrogatepass")
