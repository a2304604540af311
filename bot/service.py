"""The service: the inbox is watched, sources are polled, and Telegram is answered."""

import asyncio
import contextlib
import logging
import signal
import threading
import time
from functools import partial
from typing import Final

from bot.app import App
from bot.polls import Polls
from bot.schedule import Schedule
from bot.upkeep import Upkeep
from retrieval.errors import RetrievalError
from store.errors import StoreError

#: Between two looks for sources whose time has come.
DUE_EVERY_S: Final = 5.0
#: Between two words on how far a full inbox has been taken in.
PROGRESS_EVERY_S: Final = 10.0
LEASE_EVERY_S: Final = 15.0
#: Questions that chats could go on from are gone half an hour after they were asked, and a minute.
FORGET_EVERY_S: Final = 60.0
UPKEEP_EVERY_S: Final = 3600.0
#: What may say more than warnings. Libraries write what they send and get, and what they read.
_OWN_LOGS: Final = ("bot", "store", "retrieval")
_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)

log = logging.getLogger(__name__)


async def serve(app: App) -> None:
    """Run until SIGINT or SIGTERM, then finish what is in hand.

    Raises ChannelError when Telegram refuses the token, OSError when the inbox cannot be made.
    """
    _quiet_libraries(app.settings.log_level.upper())
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in _SIGNALS:
        loop.add_signal_handler(number, stopping.set)

    app.inbox.prepare()
    sweep, polls, upkeep = Sweep(app), Polls(app), Upkeep(app)
    schedule = Schedule()
    schedule.every(app.settings.inbox_every_s, sweep, name="inbox")
    schedule.every(DUE_EVERY_S, polls, name="polls")
    schedule.every(LEASE_EVERY_S, partial(_renew, app), name="lease")
    schedule.every(FORGET_EVERY_S, partial(_forget, app), name="forget")
    schedule.every(UPKEEP_EVERY_S, upkeep, name="upkeep", at_once=True)
    schedule.start()
    app.indexing.start()
    log.info("watching %s", app.settings.inbox_folder)
    try:
        await _speak(app, stopping)
    finally:
        log.info("stopping")
        schedule.stop()
        for job in (sweep, polls, upkeep):
            await asyncio.to_thread(job.stop)
        await asyncio.to_thread(_let_go, app)
        for number in _SIGNALS:
            loop.remove_signal_handler(number)


def _quiet_libraries(level: str) -> None:
    logging.getLogger().setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level]))
    for name in _OWN_LOGS:
        logging.getLogger(name).setLevel(level)


def _renew(app: App) -> None:
    """Keep the lease while a job runs for longer than it lasts."""
    with contextlib.suppress(StoreError):  # the job itself tells what is wrong
        app.lease.acquire(app.clock())


def _forget(app: App) -> None:
    app.conversation.forget_old(app.clock())


def _let_go(app: App) -> None:
    with contextlib.suppress(StoreError):  # it runs out by itself
        app.lease.release()


class Sweep:
    """The job that looks into the inbox; it can be stopped between two files."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._stopping = threading.Event()
        self._running = threading.Lock()
        self._failing = False

    def __call__(self) -> None:
        """Take in what has settled; what fails is tried again at the next call."""
        with self._running:
            try:
                self._sweep()
                self._failing = False
            except (StoreError, OSError) as error:
                if not self._failing:  # said once, not every two seconds
                    log.error("the inbox waits, nothing is lost: %s", error)
                self._failing = True

    def stop(self) -> None:
        """End a running sweep after the file in hand."""
        self._stopping.set()
        with self._running:
            pass

    def _sweep(self) -> None:
        if self._stopping.is_set() or not self._app.lease.acquire(self._app.clock()):
            return
        told_at = time.monotonic()
        for done, outcome in enumerate(self._app.inbox.sweep(), start=1):
            log.info("%s %s", outcome.status, outcome.reason or f"article {outcome.article_id}")
            if self._stopping.is_set():
                return
            if time.monotonic() - told_at >= PROGRESS_EVERY_S:
                told_at = time.monotonic()
                waiting = sum(1 for _ in self._app.inbox.waiting())
                log.info("inbox: %d articles taken in, %d files to go", done, waiting)


async def _loaded(app: App) -> None:
    """Wait for what answers need; without the encoder they rest on words alone."""
    await asyncio.wrap_future(app.analyser.future())
    try:
        await asyncio.wrap_future(app.encoder.future())
    except RetrievalError as error:
        log.error("answers go on by words alone: %s", error)


async def _speak(app: App, stopping: asyncio.Event) -> None:
    """Answer on Telegram, if a token is set, until the service is to stop.

    A wrong token ends the service at once; messages wait on Telegram's side while parts load.
    """
    channel = app.telegram()
    if channel is None:
        log.info("Telegram is off: SOSIK_TELEGRAM_TOKEN is not set")
    else:
        await _first(stopping, asyncio.create_task(channel.connect()))
    try:
        await _first(stopping, asyncio.create_task(_loaded(app)))
        if channel is not None and not stopping.is_set():
            channel.poll()
            log.info("answering on Telegram")
        await stopping.wait()
    finally:
        if channel is not None:
            await channel.stop()


async def _first(stopping: asyncio.Event, task: asyncio.Task[None]) -> None:
    """Wait for ``task``, or for the order to stop."""
    ordered = asyncio.create_task(stopping.wait())
    await asyncio.wait((ordered, task), return_when=asyncio.FIRST_COMPLETED)
    ordered.cancel()
    if task.done():
        task.result()
    else:
        task.cancel()
