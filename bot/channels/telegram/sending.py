"""Sends what is owed: one queue for all messages, in the database, at the pace Telegram allows."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Final

from telegram.error import BadRequest, TelegramError

from bot.channels.telegram.books import CHANNEL, Books
from bot.channels.telegram.calls import Calls
from bot.channels.telegram.content import Content
from bot.channels.telegram.outcomes import Outcome, outcome
from bot.channels.telegram.pace import Pace
from bot.channels.telegram.rates import GROUP_S, Rates
from bot.channels.telegram.trouble import place
from store.errors import StoreError
from store.messaging.outbox import Queued

#: So many failures in a row are no hiccup any more.
_TELL_AFTER: Final = 3
#: Between two tries to write down what became of a message.
_NOTE_S: Final = 1.0

_log = logging.getLogger(__name__)


class Sender:
    """Delivers the rows of ``outbox`` by ``calls``, in order within a chat.

    A row is marked before and after its call, so that whatever the process dies of, the next one
    knows what it may send again.
    """

    def __init__(
        self,
        calls: Calls,
        books: Books,
        *,
        pace: Pace,
    ) -> None:
        self._calls = calls
        self._outbox = books.outbox
        self._chats = books.chats
        self._post = books.post
        self._clock = books.clock
        self._pace = pace
        self._rates = Rates(chat_s=pace.chat_s)
        self._in_hand: dict[str, asyncio.Task[None]] = {}
        self._leaving = asyncio.Lock()
        self._woken = asyncio.Event()
        self._stopping = False

    def wake(self) -> None:
        """Look for what is to be sent: something was put into the outbox."""
        self._woken.set()

    async def run(self) -> None:
        """Send until ``stop``. What a process before this one was sending is sent again."""
        recalled = False
        while not self._stopping:
            self._woken.clear()
            try:
                if not recalled:
                    await self._recall()
                    recalled = True
                wait_s = await self._begin()
            except StoreError as error:
                _log.error("Telegram: what is owed waits, nothing is lost: %s", error)
                wait_s = self._pace.longest_retry_s
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), wait_s)

    async def stop(self, *, within_s: float) -> None:
        """Begin no more, and wait for what is being sent; the rest stays owed."""
        self._stopping = True
        self._woken.set()
        if not self._in_hand:
            return
        _, late = await asyncio.wait(self._in_hand.values(), timeout=within_s)
        for task in late:
            task.cancel()  # the next start sends it again
        if late:
            await asyncio.wait(late)

    async def drained(self) -> None:
        """Return when nothing that could be sent now is left."""
        while not self._stopping:
            rows = await self._post(
                self._outbox.next, now=self._clock(), limit=1, without=frozenset()
            )
            if not rows and not self._in_hand:
                return
            await asyncio.sleep(self._pace.look_s / 20)

    async def _recall(self) -> None:
        """Take over what stands in the database: half-sent messages, and the rates of before."""
        now = self._clock()
        again = await self._post(self._outbox.resume, now=now)
        if again:
            _log.warning("Telegram: %d messages may come twice: a stop came in between", again)
        loop_now = asyncio.get_running_loop().time()
        since = now - timedelta(seconds=GROUP_S)
        for chat, at in await self._post(self._outbox.recent, since=since):
            self._rates.note(chat, loop_now - max((now - at).total_seconds(), 0.0))

    async def _begin(self) -> float:
        """Begin to send what may be sent now; return after how many seconds to look again."""
        loop = asyncio.get_running_loop()
        room = self._pace.sends - len(self._in_hand)
        if room <= 0:
            return self._pace.look_s
        waiting = self._rates.waiting(loop.time())
        rows = await self._post(
            self._outbox.next,
            now=self._clock(),
            limit=room + len(waiting),
            without=frozenset(self._in_hand),
        )
        next_s = [self._pace.look_s]
        for row in rows:
            ready_s = self._rates.ready_at(row.chat) - loop.time()
            if ready_s > 0:
                next_s.append(ready_s)
                continue
            if len(self._in_hand) >= self._pace.sends or self._stopping:
                break
            self._in_hand[row.chat] = asyncio.create_task(self._deliver(row))
        return min(next_s)

    async def _deliver(self, row: Queued) -> None:
        try:
            if await self._turn(row):
                await self._attempt(row)
        except StoreError as error:
            _log.error("Telegram: a message waits, nothing is lost: %s", error)
            await asyncio.sleep(self._pace.longest_retry_s)
        finally:
            del self._in_hand[row.chat]
            self.wake()

    async def _turn(self, row: Queued) -> bool:
        """Wait until a message may leave, and mark it; False when it is not owed any more.

        It is marked when its turn has come and not while it waits: what a kill meets then is what
        is really on its way. Nothing slow comes between the count and the call: after a stall of
        the database, what had been counted before would leave all at once.
        """
        loop = asyncio.get_running_loop()
        async with self._leaving:
            await asyncio.sleep(max(self._rates.slot() - loop.time(), 0.0))
            marked = await self._post(self._outbox.sending, row.id, now=self._clock())
            if marked:
                self._rates.note(row.chat, loop.time())
            return bool(marked)

    async def _attempt(self, row: Queued) -> None:
        try:
            message = await self._call(row)
        except TelegramError as error:
            await self._settle(row, outcome(error))
        except Exception as error:  # such as an answer that is JSON and yet no message
            kind = type(error).__name__
            _log.error("Telegram: a message may not have arrived: %s at %s", kind, place(error))
            await self._note(self._outbox.uncertain, row.id, reason=kind, now=self._clock())
        else:
            await self._note(self._outbox.sent, row.id, message, now=self._clock())

    async def _call(self, row: Queued) -> str | None:
        if not row.content:
            if row.replaces_message is not None:
                await self._calls.delete(row.chat, row.replaces_message)
            return None
        content = Content.load(row.content)
        if row.replaces_message is not None and content.file is None:
            try:
                return await self._calls.edit(row.chat, row.replaces_message, content)
            except BadRequest as error:  # what it was to take the place of is gone
                if outcome(error).result != "alone":
                    raise
        try:
            return await self._calls.send(row.chat, content)
        except BadRequest as error:  # the topic is gone
            if outcome(error).result != "alone":
                raise
            alone = Content(html=content.html, buttons=content.buttons, file=content.file)
            return await self._calls.send(row.chat, alone)

    async def _settle(self, row: Queued, failed: Outcome) -> None:
        now, reason = self._clock(), failed.reason
        match failed.result:
            case "done":
                await self._note(self._outbox.sent, row.id, row.replaces_message, now=now)
            case "again" | "stopped":
                if row.attempts + 1 == _TELL_AFTER:
                    _log.warning("Telegram: a message waits (%s); trying again", reason)
                wait = timedelta(seconds=self._pace.wait_s(row.attempts + 1))
                await self._note(self._outbox.retry, row.id, not_before=now + wait, reason=reason)
            case "held":
                self._rates.hold(row.chat, asyncio.get_running_loop().time() + failed.wait_s)
                wait = timedelta(seconds=failed.wait_s)
                await self._note(self._outbox.retry, row.id, not_before=now + wait, reason=reason)
            case "moved":
                await self._note(self._outbox.retry, row.id, not_before=now, reason=reason)
                await self._note(self._outbox.move, row.chat, failed.chat)
            case "closed":
                _log.info("Telegram: a chat does not let the bot write")
                await self._note(self._outbox.failed, row.id, reason=reason, now=now)
                await self._note(self._outbox.fail_chat, row.chat, reason=reason, now=now)
                await self._note(self._chats.unreachable, CHANNEL, row.chat, reason=reason, now=now)
            case "uncertain":
                _log.warning("Telegram: a message may not have arrived. See: sosik outbox")
                await self._note(self._outbox.uncertain, row.id, reason=reason, now=now)
            case "alone" | "refused":
                _log.error("Telegram: a message was refused (%s). See: sosik outbox", reason)
                await self._note(self._outbox.failed, row.id, reason=reason, now=now)

    async def _note(self, write: Callable[..., object], *values: object, **named: object) -> None:
        """Write down what became of a message; a full disk only delays it."""
        while True:
            try:
                await self._post(write, *values, **named)
                return
            except StoreError as error:
                if self._stopping:
                    raise
                _log.error("Telegram: what was sent cannot be written down: %s", error)
                await asyncio.sleep(_NOTE_S)
