"""The job that puts new articles into stories, every few seconds."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Final

from retrieval.errors import RetrievalError
from retrieval.grouping.grouping import Grouping
from store.errors import StoreError
from store.lease import Lease

#: Articles placed between two looks at whether to stop: half a second.
_AT_ONCE: Final = 100

log = logging.getLogger(__name__)


class StoryKeeping:
    """Groups what came in while this process holds the lease; it can be stopped in between."""

    def __init__(self, grouping: Grouping, *, lease: Lease, clock: Callable[[], datetime]) -> None:
        self._grouping = grouping
        self._lease = lease
        self._clock = clock
        self._stopping = threading.Event()
        self._running = threading.Lock()

    def __call__(self) -> None:
        """Place all that waits; what fails is done at the next call."""
        with self._running:
            try:
                placed = _AT_ONCE
                while placed == _AT_ONCE and not self._stopping.is_set():
                    now = self._clock()
                    if not self._lease.acquire(now):
                        return
                    placed = self._grouping.step(now=now, limit=_AT_ONCE)
            except (StoreError, RetrievalError, OSError) as error:
                log.error("stories wait: %s", error)

    def stop(self) -> None:
        """End a running job after the batch in hand."""
        self._stopping.set()
        with self._running:
            pass
