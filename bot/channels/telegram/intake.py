"""Takes updates in: kept in the database before Telegram is told so, then handled in order."""

import asyncio
import json
import logging
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from telegram import Bot, InlineQuery
from telegram.request import HTTPXRequest

from bot.channels.telegram.books import CHANNEL, Books
from bot.channels.telegram.handling import Handling, Kept
from bot.channels.telegram.inbound import WANTED, Inbound, number_of, queue, read
from bot.channels.telegram.inline import Inline
from bot.channels.telegram.lanes import Lanes
from bot.channels.telegram.pace import Pace
from bot.channels.telegram.trouble import place
from bot.errors import ChannelError
from store.errors import StoreError
from store.messaging.updates import Arrival, Waiting

_log = logging.getLogger(__name__)


class Intake:
    """Hands updates to ``handling`` and ``inline``, in order within a chat."""

    def __init__(
        self,
        bot: Bot,
        http: HTTPXRequest,
        books: Books,
        *,
        handling: Handling,
        inline: Inline,
        pace: Pace,
    ) -> None:
        self._bot = bot
        self._http = http
        self._books = books
        self._handling = handling
        self._inline = inline
        self._pace = pace
        self._recalled = False
        self._offset = 0
        self.lanes = Lanes()

    async def take(self) -> None:
        """Ask Telegram for updates once, and keep them.

        Raises TelegramError, StoreError, and ChannelError when they cannot be kept: then they come
        again.
        """
        await self.lanes.fewer_than(self._pace.in_hand)
        await self.recall()
        updates = await self._fetch(wait_s=self._pace.poll_s)
        if not await self.accept(updates):
            raise ChannelError("the updates cannot be kept yet", channel=CHANNEL)
        if updates:
            self._offset = max(update_id for update_id, _ in updates) + 1

    async def confirm(self) -> None:
        """Tell Telegram that all that was taken is kept. Raises TelegramError and ChannelError."""
        if self._offset:
            await self._fetch(wait_s=0)

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
            f"{self._bot.base_url}/getUpdates?{query}", read_timeout=wait_s + self._pace.poll_late_s
        )
        try:
            return [(number_of(update), update) for update in json.loads(answer)["result"]]
        except (LookupError, TypeError, ValueError, RecursionError) as error:
            raise ChannelError("the answer is no list of updates", channel=CHANNEL) from error

    async def recall(self) -> None:
        """Take up, once, what was kept and not answered before the last stop."""
        if self._recalled:
            return
        for waiting in await self._books.post(self._books.updates.waiting):
            readable = self._readable(waiting.id, json.loads(waiting.payload))
            if readable is None or isinstance(readable[1], InlineQuery):
                await self._settle(waiting)
            else:
                self.lanes.add(waiting.chat, self._handle(waiting, readable[1]))
        self._recalled = True

    async def accept(self, updates: list[tuple[int, dict[str, Any]]]) -> bool:
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
                self.lanes.add(lane, self._inline.answer(inbound))
            else:
                kept[update_id] = inbound
                payload = json.dumps(raw, ensure_ascii=True)
                arrivals.append(Arrival(id=update_id, chat=lane, payload=payload))
        if not arrivals:
            return True
        try:
            books = self._books
            fresh = await books.post(books.updates.accept, arrivals, now=books.clock())
        except StoreError as error:
            _log.error("Telegram: messages wait on Telegram's side: %s", error)
            return False
        for waiting in fresh:
            self.lanes.add(waiting.chat, self._handle(waiting, kept[waiting.id]))
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
                    await self._settle(waiting)
                return

    async def _settle(self, waiting: Waiting) -> None:
        await self._books.post(self._books.updates.settle, waiting.id, now=self._books.clock())
