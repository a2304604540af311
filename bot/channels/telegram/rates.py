"""How fast Telegram lets a bot send: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits."""

from collections import deque
from typing import Final

#: Messages to one group in any minute.
GROUP: Final = 20
GROUP_S: Final = 60.0
#: Messages to all chats in any second.
OVERALL: Final = 30
OVERALL_S: Final = 1.0
#: What is kept apart here may arrive closer together: this share of each time is added.
#: 0.02: within the 5 % that sending to everybody may take longer than at Telegram's own rate.
MARGIN: Final = 0.02


class Rates:
    """Says when the next message to a chat may go out. Times are seconds of one monotonic clock.

    A chat whose id begins with a minus is a group or a channel. ``chat_s`` is the time between two
    messages to one chat.
    """

    def __init__(self, *, chat_s: float) -> None:
        self._chat_s = chat_s * (1 + MARGIN)
        self._overall: deque[float] = deque(maxlen=OVERALL)
        self._last: dict[str, float] = {}
        self._groups: dict[str, deque[float]] = {}
        self._held: dict[str, float] = {}

    def ready_at(self, chat: str) -> float:
        """Return the time from which the limits of ``chat`` itself allow a message."""
        times = [self._held.get(chat, 0.0)]
        if chat in self._last:
            times.append(self._last[chat] + self._chat_s)
        sent = self._groups.get(chat)
        if sent is not None and len(sent) == GROUP:
            times.append(sent[0] + GROUP_S * (1 + MARGIN))
        return max(times)

    def slot(self) -> float:
        """Return the time from which the limit of all chats together allows a message."""
        if len(self._overall) < OVERALL:
            return 0.0
        return self._overall[0] + OVERALL_S * (1 + MARGIN)

    def note(self, chat: str, at: float) -> None:
        """Count a message to ``chat``, sent at ``at``."""
        self._overall.append(at)
        self._last[chat] = at
        if chat.startswith("-"):
            self._groups.setdefault(chat, deque(maxlen=GROUP)).append(at)

    def hold(self, chat: str, until: float) -> None:
        """Send nothing to ``chat`` before ``until``: Telegram asked for that."""
        self._held[chat] = max(until, self._held.get(chat, 0.0))

    def waiting(self, now: float) -> frozenset[str]:
        """Return the chats that may not be sent to yet, and forget the others."""
        self._held = {chat: until for chat, until in self._held.items() if until > now}
        self._last = {chat: at for chat, at in self._last.items() if at + self._chat_s > now}
        self._groups = {
            chat: sent
            for chat, sent in self._groups.items()
            if sent[-1] + GROUP_S * (1 + MARGIN) > now
        }
        full = (chat for chat in self._groups if self.ready_at(chat) > now)
        return frozenset((*self._held, *self._last, *full))
