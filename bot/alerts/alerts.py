"""The job of alerts: looks at what is new, and tells whom it concerns."""

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.alerts.answering import Answering
from bot.alerts.correcting import Correcting
from bot.alerts.listeners import Listeners
from bot.alerts.looking import Looking
from bot.alerts.telling import Telling
from retrieval.errors import RetrievalError
from store.errors import StoreError
from store.messaging.alert_backlog import AlertBacklog

#: Several things within so long are one message.
GROUPED: Final = timedelta(minutes=5)
#: What waited longer than a night, or than a day that had its fill, is no news any more.
WAITS: Final = timedelta(hours=36)

log = logging.getLogger(__name__)


class Alerts:
    """Does in each call what there is to do. All that it knows stands in the database.

    ``holds`` tells whether this process is the one that speaks; with ``closed`` only those are told
    who were let in.
    """

    def __init__(
        self,
        *,
        channel: str,
        backlog: AlertBacklog,
        looking: Looking,
        correcting: Correcting,
        telling: Telling,
        answering: Answering,
        listeners: Listeners,
        holds: Callable[[datetime], bool],
        clock: Callable[[], datetime],
        closed: bool = False,
    ) -> None:
        self._channel = channel
        self._backlog = backlog
        self._looking = looking
        self._correcting = correcting
        self._telling = telling
        self._answering = answering
        self._listeners = listeners
        self._holds = holds
        self._clock = clock
        self._closed = closed
        self._stopping = threading.Event()
        self._running = threading.Lock()
        self._failing = False

    def __call__(self) -> None:
        """Look and tell; what fails is done at the next call."""
        with self._running:
            try:
                if not self._stopping.is_set() and self._holds(self._clock()):
                    self.step()
                self._failing = False
            except (StoreError, RetrievalError, OSError) as error:
                if not self._failing:  # said once, not every minute
                    log.error("alerts wait, none is lost: %s", error)
                self._failing = True

    def stop(self) -> None:
        """End a running job after the article or the chat in hand."""
        self._stopping.set()
        with self._running:
            pass

    def step(self) -> None:
        """Look at all that is new, then tell every chat what is due to it.

        Raises DatabaseError and IndexDamagedError.
        """
        while not self._stopping.is_set() and self._looking.step(now=self._clock()):
            pass
        now = self._clock()
        self._backlog.expire(before=now - WAITS, now=now)
        self._telling.begin()
        for chat in self._backlog.chats(
            self._channel, found_before=now - GROUPED, closed=self._closed
        ):
            if self._stopping.is_set():
                return
            try:
                self._tell(chat)
            except (StoreError, RetrievalError):
                raise
            except Exception as error:  # a chat that cannot be told keeps no other waiting
                log.error("an alert could not be written: %s", type(error).__name__)
        if not self._stopping.is_set():
            self._answering.step(now=self._clock(), closed=self._closed)

    def _tell(self, chat: str) -> None:
        """Put right first: what a correction quotes is no news after it."""
        now = self._clock()
        listener = self._listeners.now(chat, now=now)
        if listener is None:
            return
        corrected = self._correcting.tell(listener, now=now)
        if listener.left > corrected:
            self._telling.tell(replace(listener, left=listener.left - corrected), now=now)
