"""The queue of updates: what waits, what the bot wants, and who is waiting for it."""

import asyncio
import threading
from contextlib import suppress
from itertools import islice
from typing import Any, Final

Json = dict[str, Any]

#: Sent only to bots that ask for them by name: https://core.telegram.org/bots/api#getupdates
_ON_REQUEST: Final = {"chat_member", "message_reaction", "message_reaction_count"}
_FIRST_UPDATE: Final = 700_000_001


class Updates:
    """Updates not confirmed yet, oldest first; safe to use from any thread."""

    def __init__(self) -> None:
        self.allowed: frozenset[str] | None = None
        self.changes = 0
        self._lock = threading.Lock()
        self._waiting: dict[int, Json] = {}
        self._next = _FIRST_UPDATE
        self._sleepers: dict[int, tuple[asyncio.AbstractEventLoop, asyncio.Future[None]]] = {}

    def put(self, kind: str, content: Json) -> None:
        """Queue an update of ``kind`` unless the bot does not want that kind."""
        wanted = kind not in _ON_REQUEST if self.allowed is None else kind in self.allowed
        if wanted:
            self.put_raw({kind: content})

    def put_raw(self, content: Json) -> None:
        """Queue an update of any shape."""
        with self._lock:
            self._waiting[self._next] = {"update_id": self._next} | content
            self._next += 1
        self.wake()

    def allow(self, kinds: list[str] | None) -> None:
        """Remember which kinds the bot wants from now on; ``None`` leaves it as it was."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def confirm(self, offset: int) -> None:
        """Forget the updates below ``offset``; a negative one keeps so many of the newest."""
        with self._lock:
            if offset < 0:
                gone = list(self._waiting)[:offset]
            else:
                gone = []
                for number in self._waiting:
                    if number >= offset:
                        break
                    gone.append(number)
            for number in gone:
                del self._waiting[number]

    def drop(self, number: int) -> None:
        """Forget one update."""
        with self._lock:
            self._waiting.pop(number, None)

    def clear(self) -> None:
        """Forget all updates."""
        with self._lock:
            self._waiting.clear()

    def waiting(self, limit: int = 100) -> list[Json]:
        """Return the oldest updates not confirmed yet."""
        with self._lock:
            return list(islice(self._waiting.values(), limit))

    def count(self) -> int:
        """Return how many updates wait."""
        return len(self._waiting)

    def wake(self) -> None:
        """Wake all who wait for a change."""
        with self._lock:
            self.changes += 1
            sleepers = list(self._sleepers.values())
        for loop, changed in sleepers:
            with suppress(RuntimeError):  # its loop has been closed
                loop.call_soon_threadsafe(_settle, changed)

    async def change(self, since: int, timeout_s: float, *also: asyncio.Future[Any]) -> None:
        """Wait for a change or for one of ``also``, ``timeout_s`` at most.

        ``since`` is what ``changes`` was before the caller looked: what came meanwhile counts.
        """
        loop = asyncio.get_running_loop()
        changed: asyncio.Future[None] = loop.create_future()
        with self._lock:
            if self.changes != since:
                return
            self._sleepers[id(changed)] = loop, changed
        try:
            await asyncio.wait(
                (changed, *also), timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            with self._lock:
                del self._sleepers[id(changed)]


def _settle(changed: asyncio.Future[None]) -> None:
    if not changed.done():
        changed.set_result(None)
