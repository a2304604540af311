"""Keeps the indexes up with the store in a thread, as long as no other process does."""

import logging
import threading
from typing import Final

from retrieval.errors import RetrievalError
from retrieval.indexer import Indexer
from store.errors import StoreError

#: Between two looks for articles that another process has stored.
POLL_S: Final = 0.2
#: After a failure (a full disk, a locked database) before the next try.
RETRY_S: Final = 5.0

log = logging.getLogger(__name__)


class Indexing:
    """A thread that does the indexer's steps, newest first, until it is closed."""

    def __init__(self, indexer: Indexer) -> None:
        self._indexer = indexer
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="indexing", daemon=True)

    def start(self) -> None:
        """Begin working."""
        self._thread.start()

    def close(self) -> None:
        """Finish the batch in hand and let another process write."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()
        self._indexer.release()

    def _run(self) -> None:
        failing = False
        while not self._stopping.is_set():
            try:
                busy = self._indexer.acquire() and self._indexer.step()
                failing = False
            except (StoreError, RetrievalError, OSError, ValueError) as error:
                if not failing:  # said once, not every five seconds
                    log.error("indexing waits: %s", error)
                failing, busy = True, False
            if not busy:
                self._stopping.wait(RETRY_S if failing else POLL_S)
