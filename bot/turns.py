"""What a conversation remembers of each chat: the last question, for half an hour, in memory."""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from retrieval.answer import Exchange

#: So long a question may be gone on from.
KEPT_FOR: Final = timedelta(minutes=30)
#: Chats that are remembered, the longest unheard forgotten first.
MAX_CHATS: Final = 10_000

#: How something was asked: as a question, or for the newest articles.
Way = Literal["ask", "latest"]
#: Names a conversation: its channel, and the chat in it.
Chat = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What was asked last, at ``at``, and what it could go on from.

    ``exchange`` is what the next question may go on from; ``way`` is how it was asked, ``listed``
    how many headlines of a list were shown, 0 for none.
    """

    question: str
    at: datetime
    exchange: Exchange
    before: Exchange | None = None
    way: Way = "ask"
    listed: int = 0


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
        """Forget what was asked in ``chat``."""
        with self._lock:
            self._turns.pop(chat, None)

    def forget_old(self, now: datetime) -> None:
        """Forget what no longer counts."""
        with self._lock:
            for chat, turn in tuple(self._turns.items()):  # as they were kept: the oldest first
                if now - turn.at < KEPT_FOR:
                    return
                self._turns.pop(chat)
