"""The job that reads what digests will quote before they are due, away from the sending."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Final

from bot.digests.editions import Editions
from retrieval.errors import RetrievalError
from store.errors import StoreError

#: Stories read between two looks at whether to stop: half a second.
_AT_ONCE: Final = 50

log = logging.getLogger(__name__)


class ReadingAhead:
    """Keeps up the edition that digests are written from, and reads its stories ahead."""

    def __init__(self, editions: Editions, *, clock: Callable[[], datetime]) -> None:
        self._editions = editions
        self._clock = clock
        self._stopping = threading.Event()
        self._running = threading.Lock()

    def __call__(self) -> None:
        """Read all that is new; what fails is read when a digest needs it."""
        with self._running:
            try:
                read = _AT_ONCE
                while read == _AT_ONCE and not self._stopping.is_set():
                    read = self._editions.keep_up(self._clock(), limit=_AT_ONCE)
            except (StoreError, RetrievalError) as error:
                log.error("stories are not read ahead: %s", error)

    def stop(self) -> None:
        """End a running job after the stories in hand."""
        self._stopping.set()
        with self._running:
            pass
