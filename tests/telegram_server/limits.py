"""Counts what the bot sends against Telegram's limits.

https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this: about 1 message a
second in a chat with short bursts, 20 a minute in a group, 30 a second overall.
"""

from collections import defaultdict, deque
from dataclasses import dataclass

#: A bot that keeps the pace on its own clock may arrive this much early here, in seconds.
_JITTER_S = 0.1
_MINUTE_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A message beyond a limit: ``chat``, ``group`` or ``overall``; ``at`` in seconds."""

    rule: str
    chat: int
    at: float


class Limits:
    """Notes each message beyond a limit; ``is_strict`` has the server refuse it as well."""

    def __init__(self, *, burst: int = 3, group_per_minute: int = 20, per_second: int = 30) -> None:
        self.is_strict = False
        self.burst = burst
        self.group_per_minute = group_per_minute
        self.per_second = per_second
        self.broken: list[Broken] = []
        self._free_at: dict[int, float] = {}
        self._in_group: defaultdict[int, deque[float]] = defaultdict(deque)
        self._overall: deque[float] = deque()

    def take(self, chat: int, *, is_group: bool, now: float) -> float:
        """Count a message at ``now``; return the seconds to wait before it would be allowed.

        Where the limits are strict a message that has to wait is not counted as sent.
        """
        waits = {
            # A bucket of ``burst`` messages that one message a second flows into.
            "chat": self._free_at.get(chat, now) - now - (self.burst - 1),
            "overall": _until_free(self._overall, self.per_second, 1.0, now),
        }
        if is_group:
            recent = self._in_group[chat]
            waits["group"] = _until_free(recent, self.group_per_minute, _MINUTE_S, now)
        rule, wait_s = max(waits.items(), key=lambda item: item[1])
        if wait_s > _JITTER_S:
            self.broken.append(Broken(rule=rule, chat=chat, at=now))
            if self.is_strict:
                return wait_s
        self._free_at[chat] = max(self._free_at.get(chat, now), now) + 1.0
        self._overall.append(now)
        if is_group:
            self._in_group[chat].append(now)
        return 0.0


def _until_free(recent: deque[float], most: int, within_s: float, now: float) -> float:
    while recent and recent[0] <= now - within_s:
        recent.popleft()
    return recent[len(recent) - most] + within_s - now if len(recent) >= most else 0.0
