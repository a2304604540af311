"""Someone at the reception: a message or a press, with what is known of who it comes from."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.reply import Message, Press
from bot.texts import Texts, one_line
from bot.turns import Chat, conversation_of

_COMMAND: Final = re.compile(r"/(\w{1,32})(?:@\w+)?(?:\s+(.*))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """``name`` and ``argument`` are those of the command, each on one line; None without one.

    ``may_enter`` tells that a closed bot answers here as well.
    """

    message: Message
    name: str | None
    argument: str
    is_admin: bool
    may_enter: bool
    texts: Texts
    now: datetime

    @property
    def person(self) -> str:
        """Who it is; in a private chat the chat has the person's number."""
        return self.message.person or self.message.chat

    @property
    def conversation(self) -> Chat:
        """The conversation it belongs to."""
        return conversation_of(self.message)

    def saying(self, text: str) -> Message:
        """Return the message with another text."""
        return replace(self.message, text=text)


def command_in(message: Message) -> tuple[str | None, str]:
    """Read the command of a message; what was forwarded commands nothing."""
    match = None if message.forwarded else _COMMAND.fullmatch(one_line(message.text))
    return (None, "") if match is None else (match[1].lower(), match[2] or "")


def message_of(press: Press) -> Message:
    """Return the message without words that a press amounts to."""
    return Message(
        channel=press.channel,
        chat=press.chat,
        text="",
        language=press.language,
        person=press.person,
        topic=press.topic,
        group=press.group,
        may_set=not press.group,
    )
