"""What a conversation remembers of each chat: the last question, for half an hour, in memory."""

import threading
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal

from bot.reply import Message
from retrieval.answer import Answer, Exchange

#: So long a question may be gone on from.
KEPT_FOR: Final = timedelta(minutes=30)
#: Chats that are remembered, the longest unheard forgotten first.
MAX_CHATS: Final = 10_000

#: How something was asked: as a question, for the newest articles, for those on a topic, for a
#: story, by a forwarded text.
Way = Literal["ask", "latest", "topic", "timeline", "check"]
#: Names a conversation: its channel, and the chat in it.
Chat = tuple[str, str]


def conversation_of(message: Message) -> Chat:
    """Name the conversation of a message: each topic of a forum is one of its own."""
    if message.topic is None:
        return message.channel, message.chat
    return message.channel, f"{message.chat}/{message.topic}"


def is_of(conversation: Chat, chat: Chat) -> bool:
    """Tell whether a conversation is held in ``chat``, or in a topic of it."""
    return conversation == chat or (
        conversation[0] == chat[0] and conversation[1].startswith(f"{chat[1]}/")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What was asked last, at ``at``, and what it could go on from.

    ``exchange`` is what the next question may go on from; ``way`` is how it was asked, by the
    message ``number``. ``lists`` tells that the reply was a list that can go on, ``listed`` how
    many headlines were shown, of such a list or further ones after a quote.
    """

    question: str
    at: datetime
    exchange: Exchange
    before: Exchange | None = None
    way: Way = "ask"
    lists: bool = False
    listed: int = 0
    number: str | None = None


def turn_of(
    answer: Answer,
    *,
    question: str,
    way: Way,
    before: Exchange | None,
    number: str | None,
    now: datetime,
) -> Turn:
    """Make the turn of an answer to ``question``, which could go on from ``before``."""
    exchange = answer.exchange
    if answer.kind == "declined":
        exchange = replace(exchange, articles=tuple(one.id for one in answer.nearest))
    elif before and exchange.question == before.question:  # 자세히
        exchange = replace(exchange, quoted=(*before.quoted, *exchange.quoted))
    # Of a story that does not tell «거기 주차장은?» one may ask something else.
    missed = answer.kind == "declined" and answer.searched is not None and way != "check"
    lists = answer.kind == "list" and answer.listing != "timeline"
    return Turn(
        question=question,
        at=now,
        exchange=before if missed and before else exchange,
        before=before,
        way=way,
        lists=lists,
        listed=len(answer.quotes) if lists else 0,
        number=number,
    )


class Turns:
    """The last turn of each chat, never written down. Safe to use from several threads.

    It counts for half an hour, and is gone at the next call of any method after that.
    """

    def __init__(self) -> None:
        self._turns: dict[Chat, Turn] = {}
        self._lock = threading.Lock()

    def last(self, chat: Chat, *, now: datetime) -> Turn | None:
        """Return the last turn of ``chat``, None when it has none that still counts."""
        self.forget_old(now)
        return self._turns.get(chat)

    def keep(self, chat: Chat, turn: Turn) -> None:
        """Remember ``turn`` in place of the one before."""
        self.forget_old(turn.at)
        with self._lock:
            self._turns.pop(chat, None)
            self._turns[chat] = turn
            if len(self._turns) > MAX_CHATS:
                self._turns.pop(next(iter(self._turns)))

    def forget(self, chat: Chat) -> None:
        """Forget what was asked in one conversation."""
        with self._lock:
            self._turns.pop(chat, None)

    def forget_all(self, chat: Chat) -> None:
        """Forget what was asked in ``chat`` and in every topic of it."""
        with self._lock:
            for one in [one for one in self._turns if is_of(one, chat)]:
                self._turns.pop(one)

    def forget_old(self, now: datetime) -> None:
        """Forget what no longer counts."""
        with self._lock:
            while self._turns:
                chat, oldest = next(iter(self._turns.items()))  # as they were kept
                if now - oldest.at < KEPT_FOR:
                    return
                self._turns.pop(chat)
