"""Encodes together the questions that wait at the same time."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

#: Of eight each takes 0.6 of the time of one alone; of more no less, and all wait for the last.
AT_ONCE: Final = 8

_Rows = NDArray[np.float32]


@dataclass(slots=True, eq=False)
class _Waiting:
    """A text, its vector when there is one, and whether its caller is to encode the next batch."""

    text: str
    vector: _Rows | None = None
    leads: bool = False
    called: threading.Event = field(default_factory=threading.Event)


class Together:
    """Gives each caller the vector of its text; ``encode`` gets one batch at a time.

    Nobody waits for a batch to fill: whoever comes first encodes at once, those that come meanwhile
    are the next batch, which the first of them encodes. There is no thread of its own that could
    be missing. Where a batch fails each caller encodes its own text, so that an error reaches the
    caller whose it is.
    """

    def __init__(self, encode: Callable[[list[str]], _Rows], *, at_once: int = AT_ONCE) -> None:
        self._encode = encode
        self._at_once = at_once
        self._lock = threading.Lock()
        self._queue: deque[_Waiting] = deque()
        self._running = False

    def __call__(self, text: str) -> _Rows:
        """Return the vector of ``text``: shape (dimensions,). Raises what ``encode`` raises."""
        mine = _Waiting(text)
        with self._lock:
            self._queue.append(mine)
            mine.leads = not self._running
            self._running = True
        if not mine.leads:
            self._wait(mine)
        if mine.leads:
            self._run()
        if mine.vector is None:
            mine.vector = self._encode([text])[0]
        return mine.vector

    def waiting(self) -> int:
        """Return how many texts wait for the next batch."""
        return len(self._queue)

    def _wait(self, mine: _Waiting) -> None:
        try:
            mine.called.wait()
        except BaseException:  # Ctrl-C, in the main thread: the others go on without it
            with self._lock:
                if mine in self._queue:
                    self._queue.remove(mine)
            if mine.leads:
                self._hand_on([])
            raise

    def _run(self) -> None:
        """Encode what waits, the caller's text first, and call the next to do so."""
        with self._lock:
            batch = [self._queue.popleft() for _ in range(min(len(self._queue), self._at_once))]
        try:
            rows = self._encode([one.text for one in batch])
            for one, row in zip(batch, rows, strict=True):
                one.vector = row
        except Exception:
            if len(batch) == 1:
                raise
            # Whose text it was each learns by encoding its own.
        finally:
            self._hand_on(batch)

    def _hand_on(self, done: list[_Waiting]) -> None:
        with self._lock:
            following = self._queue[0] if self._queue else None
            self._running = following is not None
            if following is not None:
                following.leads = True
        for one in (*done, *((following,) if following else ())):
            one.called.set()
