"""What is done once an hour: old articles leave, and what is behind is caught up with."""

import logging
import threading
from typing import Final

from bot.app import App
from store.errors import StoreError
from store.removal import BATCH

#: Articles compared with others in one step.
_GROUPED_AT_ONCE: Final = 100

log = logging.getLogger(__name__)


class Upkeep:
    """The job that purges what is older than the settings allow; it can be stopped in between."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._stopping = threading.Event()
        self._running = threading.Lock()

    def __call__(self) -> None:
        """Do what there is to do; what fails is done at the next call."""
        with self._running:
            try:
                if self._app.lease.acquire(self._app.clock()):
                    self._purge()
                    self._compare()
            except (StoreError, OSError) as error:
                log.error("upkeep waits for the next hour: %s", error)

    def stop(self) -> None:
        """End a running job after the batch in hand."""
        self._stopping.set()
        with self._running:
            pass

    def _purge(self) -> None:
        keep = self._app.settings.keep
        purged = BATCH
        while keep is not None and purged == BATCH and not self._stopping.is_set():
            now = self._app.clock()
            removed = self._app.removal.purge(before=now - keep, now=now)
            self._app.inbox.discard(removed.files, now=now)
            purged = removed.articles
            if purged:
                log.info("%d articles older than %d days are gone", purged, keep.days)

    def _compare(self) -> None:
        while not self._stopping.is_set() and self._app.library.group_waiting(
            limit=_GROUPED_AT_ONCE
        ):
            pass
