"""Telegram: updates in by long polling or webhook, kept until answered; what is owed goes out."""

import asyncio
import json
import logging
import os
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import httpx
from starlette.routing import Route
from telegram import Bot, InlineQuery
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.channels.telegram import menus, rights, webhook
from bot.channels.telegram.calls import Calls
from bot.channels.telegram.handling import CHANNEL, Handling, Kept
from bot.channels.telegram.host import Host
from bot.channels.telegram.inbound import WANTED, Inbound, number_of, queue, read
from bot.channels.telegram.inline import Inline
from bot.channels.telegram.lanes import Lanes
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
from store.errors import StoreError
from store.messaging.chats import Chats
from store.messaging.outbox import Outbox
from store.messaging.updates import Arrival, Updates, Waiting

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
        pace: Pace | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._token = token
        self._api_url = api_url.rstrip("/")
        self._host = host
        self._updates = updates
        self._outbox = outbox
        self._chats = chats
        self._post = post
        self._clock = clock
        self._pace = pace or Pace()
        self._transport = transport
        self._trouble = PollingTrouble(urlsplit(api_url).netloc.rpartition("@")[2])
        self._is_open = False
        self._connected = False
        self._published = False
        self._recalled = False
        self._tasks: list[asyncio.Task[None]] = []
        self._offset = 0
        self._lanes = Lanes()
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
            await self._bot.shutdown()
            raise ChannelError(REFUSED, channel=CHANNEL)

    def poll(self) -> None:
        """Begin to take messages by long polling, to answer them, and to send what is owed."""
        self._begin(self._poll(), "telegram polling")
        self._begin(self._sender.run(), _SENDING)

    def route(self, *, secret: str) -> Route:
        """Return where Telegram posts to when it knows the secret."""
        return webhook.route(self._accept, secret=secret)

    def listen(self, url: str, *, secret: str) -> None:
        """Have Telegram post to the route below ``url``, and begin to send what is owed."""
        self._begin(self._call_here(url, secret), "telegram webhook")
        self._begin(self._sender.run(), _SENDING)

    async def refresh_menus(self) -> None:
        """Publish the commands where that is to be done yet, or the admins have changed.

        What does not succeed is left for the next time.
        """
        if not self._connected:
            return
        with suppress(TelegramError, StoreError):
            wanted = await self._post(self._host.menus)
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
        late = await self._lanes.stop(within_s=self._pace.stop_s)
        if late:
            _log.warning("Telegram: %d messages wait for the next start", late)
        if self._tasks:
            with suppress(TimeoutError, StoreError):
                await asyncio.wait_for(self._sender.drained(), max(until - loop.time(), 0.0))
            await self._sender.stop(within_s=max(until - loop.time(), 0.0))
            for task in self._tasks:
                task.cancel()
            await asyncio.wait(self._tasks)
        if self._connected and self._offset:
            # Tells Telegram that all that was taken is kept; if it fails, it comes once more.
            with suppress(TelegramError, ChannelError, TimeoutError):
                await asyncio.wait_for(self._fetch(wait_s=0), _FAREWELL_S)
        await self._bot.shutdown()

    def _open(self) -> None:
        self._is_open = True
        limit_s = self._pace.request_s
        more: dict[str, Any] = {} if self._transport is None else {"transport": self._transport}
        self._http = HTTPXRequest(
            connection_pool_size=self._pace.sends + _MORE_CALLS,
            read_timeout=limit_s,
            connect_timeout=limit_s,
            pool_timeout=limit_s,
            httpx_kwargs=more,
        )
        self._bot = Bot(
            self._token,
            base_url=f"{self._api_url}/bot",
            base_file_url=f"{self._api_url}/file/bot",
            request=self._http,
            get_updates_request=self._http,
        )
        self._sender = Sender(
            Calls(self._bot, upload_s=self._pace.upload_s),
            channel=CHANNEL,
            outbox=self._outbox,
            chats=self._chats,
            post=self._post,
            clock=self._clock,
            pace=self._pace,
        )
        self._handling = Handling(
            self._bot,
            host=self._host,
            updates=self._updates,
            outbox=self._outbox,
            chats=self._chats,
            post=self._post,
            clock=self._clock,
            pace=self._pace,
            wake=self._sender.wake,
        )
        self._inline = Inline(self._bot, self._host)

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
            await self._lanes.fewer_than(self._pace.in_hand)
            try:
                if not self._connected:
                    await self._connect()
                if not self._recalled:
                    await self._recall()
                updates = await self._fetch(wait_s=self._pace.poll_s)
                if not await self._accept(updates):
                    raise ChannelError("the updates cannot be kept yet", channel=CHANNEL)
            except (TelegramError, ChannelError, StoreError) as error:
                failures += 1
                self._trouble.tell(error)
                await asyncio.sleep(max(self._pace.wait_s(failures), asked_wait_s(error)))
                continue
            self._trouble.over()
            failures = 0
            if updates:
                self._offset = max(update_id for update_id, _ in updates) + 1

    async def _call_here(self, url: str, secret: str) -> None:
        """Take up what was kept, and tell Telegram where to post, as often as it takes."""
        failures = 0
        while True:
            try:
                if not self._connected:
                    await self._connect()
                if not self._recalled:
                    await self._recall()
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

    async def _fetch(self, *, wait_s: float) -> list[tuple[int, dict[str, Any]]]:
        """Return the raw updates after those taken, which it confirms.

        ``Bot.get_updates`` would fail for ever on a batch with one update it cannot read.
        Raises ChannelError when the answer is no list of updates.
        """
        query = urlencode(
            {
                "offset": self._offset,
                "timeout": int(wait_s),
                "allowed_updates": json.dumps(WANTED),
            }
        )
        answer = await self._http.retrieve(
            f"{self._bot.base_url}/getUpdates?{query}", read_timeout=wait_s + self._pace.request_s
        )
        try:
            return [(number_of(update), update) for update in json.loads(answer)["result"]]
        except (LookupError, TypeError, ValueError, RecursionError) as error:
            raise ChannelError("the answer is no list of updates", channel=CHANNEL) from error

    async def _recall(self) -> None:
        """Take up what was kept and not answered before the last stop."""
        for waiting in await self._post(self._updates.waiting):
            readable = self._readable(waiting.id, json.loads(waiting.payload))
            if readable is None or isinstance(readable[1], InlineQuery):
                await self._post(self._updates.settle, waiting.id, now=self._clock())
            else:
                self._lanes.add(waiting.chat, self._handle(waiting, readable[1]))
        self._recalled = True

    async def _accept(self, updates: list[tuple[int, dict[str, Any]]]) -> bool:
        """Keep what is meant for the bot, and begin with it; False when it cannot be kept."""
        kept: dict[int, Kept] = {}
        arrivals = []
        for update_id, raw in updates:
            readable = self._readable(update_id, raw)
            if readable is None:
                continue
            lane, inbound = readable
            if isinstance(inbound, InlineQuery):
                self._inline.note(inbound)
                self._lanes.add(lane, self._inline.answer(inbound))
            else:
                kept[update_id] = inbound
                payload = json.dumps(raw, ensure_ascii=True)
                arrivals.append(Arrival(id=update_id, chat=lane, payload=payload))
        if not arrivals:
            return True
        try:
            fresh = await self._post(self._updates.accept, arrivals, now=self._clock())
        except StoreError as error:
            _log.error("Telegram: messages wait on Telegram's side: %s", error)
            return False
        for waiting in fresh:
            self._lanes.add(waiting.chat, self._handle(waiting, kept[waiting.id]))
        return True

    def _readable(self, update_id: int, raw: dict[str, Any]) -> tuple[str, Inbound] | None:
        """Return what an update says and in whose order; None when that is nothing."""
        try:
            inbound = read(raw, self._bot)
            return None if inbound is None else (queue(inbound), inbound)
        except Exception as error:
            kind = type(error).__name__
            _log.error("Telegram: update %d is not readable: %s", update_id, kind)
            return None

    async def _handle(self, waiting: Waiting, kept: Kept) -> None:
        failures = 0
        while True:
            try:
                await self._handling.handle(waiting, kept)
                return
            except StoreError as error:
                failures += 1
                _log.error("Telegram: a message waits, nothing is lost: %s", error)
                await asyncio.sleep(self._pace.wait_s(failures))
            except Exception as error:
                kind = type(error).__name__
                _log.error("Telegram: update %d failed: %s at %s", waiting.id, kind, place(error))
                with suppress(StoreError):
                    await self._post(self._updates.settle, waiting.id, now=self._clock())
                return


def _tell_end(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.critical("%s ended: %s at %s", task.get_name(), type(error).__name__, place(error))
