"""Keeps requests to one host apart."""

import threading
from collections.abc import Callable
from typing import Final

from store.errors import SourceError

#: How far apart two requests to one host start, where its robots.txt asks for nothing longer.
PAUSE_S: Final = 1.0

#: The longest Crawl-delay that is kept: longer ones would make a site's day longer than a day.
MAX_PAUSE_S: Final = 30.0

#: Who would have to wait longer for a turn is told to come back: threads are few.
MAX_WAIT_S: Final = 60.0

_MAX_HOSTS: Final = 10_000


class Pauses:
    """Gives each request to a host its turn; hosts do not wait for each other. Thread-safe."""

    def __init__(self, *, now: Callable[[], float], sleep: Callable[[float], object]) -> None:
        self._now = now
        self._sleep = sleep
        self._lock = threading.Lock()
        self._turns: dict[str, float] = {}

    def wait(self, host: str, pause_s: float) -> None:
        """Sleep until ``host`` may be asked, ``pause_s`` after the last turn given out.

        Raises ``SourceError`` (``host_busy``) instead of waiting over ``MAX_WAIT_S``.
        """
        with self._lock:
            now = self._now()
            turn = max(now, self._turns.get(host, now - pause_s) + pause_s)
            if turn - now > MAX_WAIT_S:
                raise SourceError(
                    "host_busy", f"Too many requests wait for {host}.", retry_after_s=turn - now
                )
            self._turns.pop(host, None)
            self._turns[host] = turn
            if len(self._turns) > _MAX_HOSTS:
                del self._turns[next(iter(self._turns))]
        if turn > now:
            self._sleep(turn - now)
