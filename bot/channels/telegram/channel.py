"""Telegram: updates in by long polling or webhook, kept until answered; what is owed goes out."""

import asyncio
import logging
import os
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
from starlette.routing import Route
from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.channels.telegram import menus, rights, webhook
from bot.channels.telegram.books import CHANNEL, Books
from bot.channels.telegram.calls import Calls
from bot.channels.telegram.handling import Handling
from bot.channels.telegram.host import Host
from bot.channels.telegram.inbound import WANTED
from bot.channels.telegram.inline import Inline
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.pace import Pace, Post
from bot.channels.telegram.sending import Sender
from bot.channels.telegram.trouble import (
    REFUSED,
    PollingTrouble,
    asked_wait_s,
    place,
    quiet_libraries,
)
from bot.errors import ChannelError
from retrieval.answer import Answer
from store.errors import StoreError
from store.messaging.chats import Chats
from store.messaging.outbox import Outbox
from store.messaging.outgoing import Along
from store.messaging.updates import Updates

_TOKEN: Final = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
#: Calls at a time beyond the messages being sent: typing, drafts, presses, inline, the poll.
_MORE_CALLS: Final = 32

#: The task that goes on at the stop until what is owed is sent.
_SENDING: Final = "telegram sending"
#: What is not confirmed by then is known at the next start all the same.
_FAREWELL_S: Final = 2.0

_log = logging.getLogger(__name__)


class TelegramChannel:
    """Carries what people write to ``host`` and what it replies back.

    ``transport`` carries the requests, for tests in one process. ``works`` says whether this
    process is the one that speaks; another one may hold the lease.
    """

    def __init__(
        self,
        *,
        token: str,
        api_url: str,
        host: Host,
        updates: Updates,
        outbox: Outbox,
        chats: Chats,
        post: Post,
        clock: Callable[[], datetime],
        answered: Callable[[str, Answer, datetime], Along] | None = None,
        pace: Pace | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._token = token
        self._api_url = api_url.rstrip("/")
        self._host = host
        self._books = Books(
            updates=updates, outbox=outbox, chats=chats, post=post, clock=clock, answered=answered
        )
        self._pace = pace or Pace()
        self._transport = transport
        self._trouble = PollingTrouble(urlsplit(api_url).netloc.rpartition("@")[2])
        self._is_open = False
        self._connected = False
        self._published = False
        self._tasks: list[asyncio.Task[None]] = []
        self._admins: frozenset[str] = frozenset()

    @property
    def username(self) -> str | None:
        """The bot's name, None before Telegram was reached."""
        return self._bot.username if self._connected else None

    async def standing(self, chat: str, person: str) -> rights.Standing:
        """Tell whether the person may set what a group or a channel gets.

        Raises TelegramError when Telegram cannot be reached.
        """
        return await rights.standing(self._bot, chat, person)

    async def start(self) -> None:
        """Connect and begin to poll. Raises ChannelError when the token is refused."""
        await self.connect()
        self.poll()

    async def connect(self) -> None:
        """Connect and publish the commands; nothing is taken from Telegram yet.

        Raises ChannelError when the token is refused. When Telegram cannot be reached this is
        logged, and the channel goes on trying once it polls.
        """
        quiet_libraries()
        # RetryAfter in python-telegram-bot 22 warns of its coming type unless this is set.
        os.environ.setdefault("PTB_TIMEDELTA", "true")
        if not _TOKEN.fullmatch(self._token):
            raise ChannelError(REFUSED, channel=CHANNEL)
        self._open()
        refused = False
        try:
            await self._connect()
        except InvalidToken:
            refused = True  # raised outside of this block: the library's error shows the token
        except TelegramError as error:
            self._trouble.tell(error)
        if refused:
            await self._close()
            raise ChannelError(REFUSED, channel=CHANNEL)

    def poll(self) -> None:
        """Begin to take messages by long polling, to answer them, and to send what is owed."""
        self._begin(self._poll(), "telegram polling")
        self._begin(self._sender.run(), _SENDING)

    def route(self, *, secret: str) -> Route:
        """Return where Telegram posts to when it knows the secret."""
        return webhook.route(self._intake.accept, secret=secret)

    def listen(self, url: str, *, secret: str) -> None:
        """Have Telegram post to the route below ``url``, and begin to send what is owed."""
        self._begin(self._call_here(url, secret), "telegram webhook")
        self._begin(self._sender.run(), _SENDING)

    async def tend(self) -> None:
        """Keep the menus right until the channel is stopped; it has to take messages already.

        Raises ChannelError when what takes or sends messages has ended by a fault of its own:
        whoever runs the channel had better start anew.
        """
        while True:
            await self.refresh_menus()
            ended, going_on = await asyncio.wait(
                self._tasks, timeout=self._pace.menus_s, return_when=asyncio.FIRST_EXCEPTION
            )
            if any(not one.cancelled() and one.exception() for one in ended):
                raise ChannelError("Telegram stopped working here; see the log", channel=CHANNEL)
            if not going_on:
                return

    async def refresh_menus(self) -> None:
        """Publish the commands where that is to be done yet, or the admins have changed.

        What does not succeed is left for the next time.
        """
        if not self._connected:
            return
        with suppress(TelegramError, StoreError):
            wanted = await self._books.post(self._host.menus)
            if not self._published:
                await menus.publish(self._bot, wanted)
                self._published = True
            for person in sorted(self._admins - wanted.admins):
                await menus.withdraw(self._bot, wanted, person)
                self._admins -= {person}
            for person in sorted(wanted.admins - self._admins):
                if await menus.publish_to(self._bot, wanted, person):
                    self._admins |= {person}

    async def stop(self) -> None:
        """Take no more, let what is in hand be answered and sent (for ``stop_s``), disconnect.

        What is not done by then stays in the database for the next start.
        """
        if not self._is_open:
            return
        loop = asyncio.get_running_loop()
        until = loop.time() + self._pace.stop_s
        for task in self._tasks:
            if task.get_name() != _SENDING:
                task.cancel()
                await asyncio.wait((task,))
        late = await self._intake.lanes.stop(within_s=self._pace.stop_s)
        if late:
            _log.warning("Telegram: %d messages wait for the next start", late)
        if self._tasks:
            with suppress(TimeoutError, StoreError):
                await asyncio.wait_for(self._sender.drained(), max(until - loop.time(), 0.0))
            await self._sender.stop(within_s=max(until - loop.time(), 0.0))
            for task in self._tasks:
                task.cancel()
            await asyncio.wait(self._tasks)
        if self._connected:
            with suppress(TelegramError, ChannelError, TimeoutError):  # it comes once more, then
                await asyncio.wait_for(self._intake.confirm(), _FAREWELL_S)
        await self._close()

    def _open(self) -> None:
        self._is_open = True
        self._http = self._requests(at_once=_MORE_CALLS)
        # What is sent waits for no typing and no poll, or it would leave in bunches.
        self._sending = self._requests(at_once=self._pace.sends)
        self._bot = self._calling(self._http)
        self._sender = Sender(
            Calls(self._calling(self._sending), upload_s=self._pace.upload_s),
            self._books,
            pace=self._pace,
        )
        self._intake = Intake(
            self._bot,
            self._http,
            self._books,
            handling=Handling(
                self._bot, self._host, self._books, pace=self._pace, wake=self._sender.wake
            ),
            inline=Inline(self._bot, self._host),
            pace=self._pace,
        )

    def _requests(self, *, at_once: int) -> HTTPXRequest:
        limit_s = self._pace.request_s
        more: dict[str, Any] = {} if self._transport is None else {"transport": self._transport}
        return HTTPXRequest(
            connection_pool_size=at_once,
            read_timeout=limit_s,
            connect_timeout=limit_s,
            pool_timeout=limit_s,
            httpx_kwargs=more,
        )

    def _calling(self, requests: HTTPXRequest) -> Bot:
        return Bot(
            self._token,
            base_url=f"{self._api_url}/bot",
            base_file_url=f"{self._api_url}/file/bot",
            request=requests,
            get_updates_request=requests,
        )

    async def _close(self) -> None:
        await self._bot.shutdown()
        await self._sending.shutdown()

    async def _connect(self) -> None:
        await self._bot.initialize()
        await self._bot.delete_webhook()
        self._connected = True
        _log.info("Telegram: connected as @%s", self._bot.username)
        await self.refresh_menus()

    def _begin(self, work: Any, name: str) -> None:
        task: asyncio.Task[None] = asyncio.create_task(work, name=name)
        task.add_done_callback(_tell_end)
        self._tasks.append(task)

    async def _poll(self) -> None:
        failures = 0
        while True:
            try:
                if not self._connected:
                    await self._connect()
                await self._intake.take()
            except (TelegramError, ChannelError, StoreError) as error:
                failures += 1
                self._trouble.tell(error)
                await asyncio.sleep(max(self._pace.wait_s(failures), asked_wait_s(error)))
                continue
            self._trouble.over()
            failures = 0

    async def _call_here(self, url: str, secret: str) -> None:
        """Take up what was kept, and tell Telegram where to post, as often as it takes."""
        failures = 0
        while True:
            try:
                if not self._connected:
                    await self._connect()
                await self._intake.recall()
                # One at a time keeps the order; keeping an update takes a few milliseconds.
                await self._bot.set_webhook(
                    f"{url.rstrip('/')}{webhook.PATH}",
                    secret_token=secret,
                    allowed_updates=WANTED,
                    max_connections=1,
                )
            except (TelegramError, StoreError) as error:
                failures += 1
                self._trouble.tell(error)
                await asyncio.sleep(max(self._pace.wait_s(failures), asked_wait_s(error)))
                continue
            self._trouble.over()
            return


def _tell_end(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.critical("%s ended: %s at %s", task.get_name(), type(error).__name__, place(error))
