"""The service: the inbox is watched, sources are polled, and Telegram is answered."""

import asyncio
import contextlib
import logging
import signal
import threading
import time
from collections.abc import Callable, Coroutine
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import typer

from bot.app import TELEGRAM, App
from bot.deliveries import (
    ALERTS_EVERY_S,
    DIGESTS_EVERY_S,
    GROUPED_EVERY_S,
    READ_AHEAD_EVERY_S,
    Deliveries,
)
from bot.errors import ChannelError
from bot.messenger import Messenger
from bot.polls import Polls
from bot.schedule import Schedule
from bot.upkeep import Upkeep
from bot.web import Web
from retrieval.errors import RetrievalError
from store.errors import StoreError
from store.ingest import Outcome
from store.lease import Lease

if TYPE_CHECKING:
    from bot.channels.telegram import TelegramChannel

#: Between two looks for sources whose time has come.
DUE_EVERY_S: Final = 5.0
#: Between two words on how far a full inbox has been taken in.
PROGRESS_EVERY_S: Final = 10.0
LEASE_EVERY_S: Final = 15.0
#: Questions that chats could go on from are gone half an hour after they were asked, and a minute.
FORGET_EVERY_S: Final = 60.0
#: Between two tries to be the one that speaks.
LEASE_TRY_S: Final = 2.0
UPKEEP_EVERY_S: Final = 3600.0
#: What may say more than warnings. Libraries write what they send and get, and what they read.
_OWN_LOGS: Final = ("bot", "store", "retrieval")
_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)

log = logging.getLogger(__name__)


async def serve(app: App) -> None:
    """Run until SIGINT or SIGTERM, then finish what is in hand.

    Raises ChannelError when Telegram refuses the token, or another process has taken over; WebError
    when the webhook's address cannot be listened on, OSError when the inbox cannot be made.
    """
    _quiet_libraries(app.settings.log_level.upper())
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in _SIGNALS:
        loop.add_signal_handler(number, stopping.set)

    app.inbox.prepare()
    sweep, polls, upkeep = Sweep(app), Polls(app), Upkeep(app)
    deliveries = Deliveries(app)
    messenger = Messenger(app, hasten=sweep.now, deliveries=deliveries)
    grouping, digests, alerts = deliveries.grouping(), deliveries.digests(), deliveries.alerts()
    reading_ahead = deliveries.reading_ahead()
    schedule = Schedule()
    schedule.every(app.settings.inbox_every_s, sweep, name="inbox")
    schedule.every(DUE_EVERY_S, polls, name="polls")
    schedule.every(GROUPED_EVERY_S, grouping, name="stories")
    if app.settings.telegram_token is not None:
        schedule.every(DIGESTS_EVERY_S, digests, name="digests")
        schedule.every(READ_AHEAD_EVERY_S, reading_ahead, name="reading ahead")
        schedule.every(ALERTS_EVERY_S, alerts, name="alerts")
    schedule.every(LEASE_EVERY_S, partial(_renew, app), name="lease")
    schedule.every(FORGET_EVERY_S, partial(_forget, app, messenger), name="forget")
    schedule.every(UPKEEP_EVERY_S, upkeep, name="upkeep", at_once=True)
    schedule.start()
    app.indexing.start()
    log.info("watching %s", app.settings.inbox_folder)
    try:
        await _speak(app, messenger, stopping)
    finally:
        log.info("stopping")
        schedule.stop()
        for job in (sweep, polls, upkeep, grouping, digests, reading_ahead, alerts):
            await asyncio.to_thread(job.stop)
        await asyncio.to_thread(messenger.close)
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


def _forget(app: App, messenger: Messenger) -> None:
    app.conversation.forget_old(app.clock())
    try:
        messenger.forget()
    except StoreError as error:
        log.error("what is no longer needed stays for now: %s", error)


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

    def now(self) -> list[Outcome]:
        """Take in what has settled, and return what came of it. Raises StoreError and OSError."""
        with self._running:
            return self._sweep()

    def stop(self) -> None:
        """End a running sweep after the file in hand."""
        self._stopping.set()
        with self._running:
            pass

    def _sweep(self) -> list[Outcome]:
        outcomes: list[Outcome] = []
        if self._stopping.is_set() or not self._app.lease.acquire(self._app.clock()):
            return outcomes
        told_at = time.monotonic()
        for done, outcome in enumerate(self._app.inbox.sweep(), start=1):
            log.info("%s %s", outcome.status, outcome.reason or f"article {outcome.article_id}")
            outcomes.append(outcome)
            if self._stopping.is_set():
                break
            if time.monotonic() - told_at >= PROGRESS_EVERY_S:
                told_at = time.monotonic()
                waiting = sum(1 for _ in self._app.inbox.waiting())
                log.info("inbox: %d articles taken in, %d files to go", done, waiting)
        return outcomes


async def _loaded(app: App) -> None:
    """Wait for what answers need; without the encoder they rest on words alone."""
    await asyncio.wrap_future(app.analyser.future())
    try:
        await asyncio.wrap_future(app.encoder.future())
    except RetrievalError as error:
        log.error("answers go on by words alone: %s", error)


async def _speak(app: App, messenger: Messenger, stopping: asyncio.Event) -> None:
    """Answer on Telegram, if a token is set, until the service is to stop.

    A wrong token ends the service at once; messages wait on Telegram's side while parts load, and
    while another process of this home holds the lease.
    """
    channel = messenger.open()
    if channel is None:
        log.info("Telegram is off: SOSIK_TELEGRAM_TOKEN is not set")
    else:
        await _first(stopping, channel.connect())
    web = None
    try:
        await _first(stopping, _loaded(app))
        if channel is not None:
            await _first(stopping, _lease_held(app))
        if channel is not None and not stopping.is_set():
            web = await _take(app, messenger, channel)
            log.info("answering on Telegram")
            _show_claim(messenger)
        if channel is not None and not stopping.is_set():
            await _first(stopping, _tended(app, channel))
        await stopping.wait()
    finally:
        if web is not None:
            await web.stop()
        if channel is not None:
            await channel.stop()


async def _take(app: App, messenger: Messenger, channel: "TelegramChannel") -> Web | None:
    """Begin to take messages: by polling, or by a webhook, which needs a web server."""
    settings = app.settings
    if settings.telegram_webhook_url is None:
        channel.poll()
        return None
    secret = messenger.new_secret()
    web = Web((channel.route(secret=secret),), host=settings.web_host, port=settings.web_port)
    await web.start()
    channel.listen(str(settings.telegram_webhook_url), secret=secret)
    return web


async def _lease_held(app: App) -> None:
    """Wait until this process is the one that speaks: two would answer everything twice."""
    told = False
    while not await asyncio.to_thread(app.lease.acquire, app.clock()):
        if not told:
            log.info("another process of this home answers on Telegram; waiting for its end")
        told = True
        await asyncio.sleep(LEASE_TRY_S)


async def _tended(app: App, channel: "TelegramChannel") -> None:
    """Look after the channel until the service stops. Raises ChannelError when it has to end."""
    await asyncio.gather(channel.tend(), lease_kept(app.lease, clock=app.clock))


async def lease_kept(
    lease: Lease, *, clock: Callable[[], datetime], every_s: float = LEASE_EVERY_S
) -> None:
    """Return never, while this process is the one that speaks.

    Raises ChannelError once another one is: after a long sleep of the machine both would poll.
    """
    while True:
        await asyncio.sleep(every_s)
        with contextlib.suppress(StoreError):  # what cannot be asked is asked again
            if not await asyncio.to_thread(lease.acquire, clock()):
                raise ChannelError(
                    "another process of this home has taken over; this one ends", channel=TELEGRAM
                )


def _show_claim(messenger: Messenger) -> None:
    """Show on the console, not in the log, how to become the first admin."""
    if messenger.needs_an_admin() and messenger.claim.code:
        typer.echo(
            "Nobody is an admin on Telegram yet. To be the first, send the bot in a private chat:"
            f"\n    /claim {messenger.claim.code}",
            err=True,
        )


async def _first(stopping: asyncio.Event, work: Coroutine[Any, Any, None]) -> None:
    """Do ``work``, or end it at the order to stop."""
    task = asyncio.create_task(work)
    ordered = asyncio.create_task(stopping.wait())
    await asyncio.wait((ordered, task), return_when=asyncio.FIRST_COMPLETED)
    ordered.cancel()
    if not task.done():
        task.cancel()
        await asyncio.wait((task,))
    elif not task.cancelled():
        task.result()
