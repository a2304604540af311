"""The parts that the reception works with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Protocol

from bot.reception.claiming import Claim
from bot.reply import Message, Reply
from bot.subscribing.subscribing import Subscribing
from bot.texts import Language, Texts
from bot.turns import Chat
from store.library import Library
from store.messaging.access import Access
from store.messaging.answers import Answers
from store.messaging.audit import Audit
from store.messaging.chats import Chats
from store.messaging.confirmations import Confirmations
from store.messaging.limits import Limits


class Talk(Protocol):
    """Whoever holds the conversation."""

    def reply(self, message: Message, *, now: datetime) -> Reply:
        """Reply to a message."""
        ...

    def texts_for(self, message: Message) -> Texts:
        """Return the texts in the language of a message's chat."""
        ...

    def last_question(self, chat: Chat, *, now: datetime) -> str | None:
        """Return what was asked last, while it is remembered."""
        ...

    def forget(self, chat: Chat) -> None:
        """Forget what was said in a chat."""
        ...


class Admins(Protocol):
    """Obeys those who may order."""

    def obey(
        self, name: str, argument: str, message: Message, *, texts: Texts, now: datetime
    ) -> Reply | None:
        """Obey a command; None when it is none of an admin's."""
        ...

    def confirmed(
        self, action: str, argument: str, message: Message, *, texts: Texts, now: datetime
    ) -> Reply:
        """Do what was confirmed."""
        ...

    def document(self, message: Message, *, texts: Texts, now: datetime) -> Reply:
        """Take in a file."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the wiring gives. ``export`` and ``erase`` take a chat and a person of the channel;
    ``closed`` says that only those who were let in are answered.
    """

    channel: str
    talk: Talk
    admins: Admins
    admin_commands: Callable[[Language], Sequence[tuple[str, str]]]
    library: Library
    answers: Answers
    access: Access
    limits: Limits
    chats: Chats
    confirmations: Confirmations
    audit: Audit
    export: Callable[[str, str], dict[str, Any]]
    erase: Callable[[str, str, datetime], None]
    zone: tzinfo
    default_language: Language
    closed: bool
    claim: Claim
    subscribing: Subscribing
