"""Polls the sources whose time has come, several at a time and none of them twice at once."""

import logging
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Final

from bot.app import App
from store.errors import StoreError
from store.sources.polling import Polled
from store.sources.source import Source

#: Sources polled at a time: most of a poll is waiting for a server.
POLLS_AT_ONCE: Final = 4
#: After a failure of the store (a full disk, a locked database) before the next polls.
REST: Final = timedelta(minutes=1)

log = logging.getLogger(__name__)


class Polls:
    """The job that begins the polls that are due. What is due stands in the database, so that a
    restart loses nothing; only the holder of the lease polls.
    """

    def __init__(self, app: App) -> None:
        self._app = app
        self._pool = ThreadPoolExecutor(POLLS_AT_ONCE, thread_name_prefix="poll")
        self._in_hand: set[int] = set()
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._resting_until: datetime | None = None

    def __call__(self) -> None:
        """Begin what is due and not yet in hand; returns at once."""
        now = self._app.clock()
        if self._stopping.is_set() or self._rests(now):
            return
        try:
            if not self._app.lease.acquire(now):
                return
            with self._lock:
                busy = frozenset(self._in_hand)  # what ends meanwhile may still be listed as due
            for source in self._app.catalog.due(now, limit=2 * POLLS_AT_ONCE):
                if source.id not in busy:
                    self._begin(source)
        except StoreError as error:
            self._rest(error)

    def stop(self) -> None:
        """End the running polls after the entry in hand."""
        self._stopping.set()
        self._app.fetcher.close()  # ends the pauses between requests
        self._pool.shutdown(cancel_futures=True)

    def _begin(self, source: Source) -> None:
        with self._lock:
            if source.id in self._in_hand or len(self._in_hand) >= POLLS_AT_ONCE:
                return
            self._in_hand.add(source.id)
        self._pool.submit(self._poll, source)

    def _poll(self, source: Source) -> None:
        try:
            polled = self._polled(source)
        except StoreError as error:
            self._rest(error)
            return
        finally:
            with self._lock:
                self._in_hand.discard(source.id)
        self()  # the next in turn need not wait for the clock
        new = sum(outcome.status in ("stored", "updated") for outcome in polled.outcomes)
        told = log.debug if polled.failed and source.health.failures else log.info
        told("source %d: %s", source.id, "failed" if polled.failed else f"{new} new")
        if polled.dead:
            log.warning("source %d has not worked for days; see: sosik source list", source.id)

    def _polled(self, source: Source) -> Polled:
        try:
            return self._app.polling.poll(source, stopping=self._has_to_stop)
        except StoreError:
            raise
        except Exception as error:  # one bad source never stops the others
            at = traceback.extract_tb(error.__traceback__)[-1]
            # Not its message: it may hold what was read.
            log.error("polling failed: %s at %s:%s", type(error).__name__, at.name, at.lineno)
            return self._app.polling.give_up(source, type(error).__name__)

    def _has_to_stop(self) -> bool:
        """Tell whether the service stops, or another process has taken over: after a long sleep."""
        return self._stopping.is_set() or not self._app.lease.acquire(self._app.clock())

    def _rests(self, now: datetime) -> bool:
        # A longer rest than any that is taken comes from a clock that was set back.
        until = self._resting_until
        return until is not None and timedelta(0) < until - now <= REST

    def _rest(self, error: StoreError) -> None:
        if self._resting_until is None or self._app.clock() >= self._resting_until + REST:
            log.error("polling waits, nothing is lost: %s", error)  # said once, not every minute
        self._resting_until = self._app.clock() + REST
