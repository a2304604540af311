"""Answers on Telegram: long polling, one answer at a time in a chat, many chats at once."""

import asyncio
import json
import logging
import os
import re
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import telegram
from telegram import Bot, Update
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.channels.telegram.inbound import question
from bot.channels.telegram.outbound import Outbound, Pace
from bot.channels.telegram.trouble import (
    REFUSED,
    PollingTrouble,
    asked_wait_s,
    place,
    quiet_libraries,
)
from bot.errors import ChannelError
from bot.reply import Line, Message, Reply

CHANNEL: Final = "telegram"

Respond = Callable[[Message], Awaitable[Reply]]
#: Names and descriptions of the commands by language code; ``None`` is for all other languages.
Commands = Mapping[str | None, Sequence[tuple[str, str]]]

#: Answers worked on at the same time; the rest wait their turn.
_AT_ONCE: Final = 8
#: Messages taken from Telegram and not yet answered; beyond it they wait on Telegram's side.
_MAX_IN_HAND: Final = 200
#: Updates remembered so as not to answer one twice; one poll brings at most 100.
_REMEMBERED: Final = 1_000
_TOKEN: Final = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")

_log = logging.getLogger(__name__)


class TelegramChannel:
    """Hands each message meant for the bot to ``respond`` and sends what it returns.

    ``apologise`` gives, for the client's language, what is said when an answer failed.
    """

    def __init__(
        self,
        *,
        token: str,
        api_url: str,
        respond: Respond,
        commands: Commands,
        apologise: Callable[[str | None], str],
        pace: Pace | None = None,
    ) -> None:
        self._token = token
        self._api_url = api_url.rstrip("/")
        self._respond = respond
        self._commands = commands
        self._apologise = apologise
        self._pace = pace or Pace()
        self._trouble = PollingTrouble(urlsplit(api_url).netloc.rpartition("@")[2])
        self._connected = False
        self._polling: asyncio.Task[None] | None = None
        self._offset = 0
        self._seen: deque[int] = deque(maxlen=_REMEMBERED)
        self._in_hand: set[asyncio.Task[None]] = set()
        self._last_in: dict[int, asyncio.Task[None]] = {}
        self._at_once = asyncio.Semaphore(_AT_ONCE)

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
        """Begin to take messages and answer them."""
        self._polling = asyncio.create_task(self._poll(), name="telegram polling")
        self._polling.add_done_callback(_tell_end)

    async def stop(self) -> None:
        """Stop polling, let the answers in hand be sent (for ``stop_s`` at most), disconnect."""
        if self._polling is not None:
            self._polling.cancel()
            await asyncio.wait((self._polling,))
        if self._in_hand:
            _, late = await asyncio.wait(self._in_hand, timeout=self._pace.stop_s)
            for task in late:
                task.cancel()
            if late:
                _log.warning("Telegram: stopped with %d messages not answered", len(late))
                await asyncio.wait(late)
        if self._connected and self._polling is not None:
            with suppress(TelegramError, ChannelError):
                await self._fetch(wait_s=0)  # tells Telegram that all that was taken is done
        await self._bot.shutdown()

    def _open(self) -> None:
        limit_s = self._pace.request_s
        self._http = HTTPXRequest(
            read_timeout=limit_s, connect_timeout=limit_s, pool_timeout=limit_s
        )
        self._bot = Bot(
            self._token,
            base_url=f"{self._api_url}/bot",
            base_file_url=f"{self._api_url}/file/bot",
            request=self._http,
            get_updates_request=self._http,
        )
        self._outbound = Outbound(self._bot, self._pace)

    async def _connect(self) -> None:
        await self._bot.initialize()
        await self._bot.delete_webhook()
        for language, commands in self._commands.items():
            try:
                await self._bot.set_my_commands(commands, language_code=language)
            except BadRequest:
                _log.error("Telegram: the command list for %s was refused", language or "all")
        self._connected = True
        _log.info("Telegram: connected as @%s", self._bot.username)

    async def _poll(self) -> None:
        waits = self._pace.waits()
        while True:
            while len(self._in_hand) >= _MAX_IN_HAND:
                await asyncio.wait(self._in_hand, return_when=asyncio.FIRST_COMPLETED)
            try:
                if not self._connected:
                    await self._connect()
                updates = await self._fetch(wait_s=self._pace.poll_s)
            except (TelegramError, ChannelError) as error:
                self._trouble.tell(error)
                await asyncio.sleep(max(next(waits), asked_wait_s(error)))
                continue
            self._trouble.over()
            waits = self._pace.waits()
            for update_id, update in updates:
                self._offset = update_id + 1
                if update_id not in self._seen:
                    self._seen.append(update_id)
                    self._take(update_id, update)

    async def _fetch(self, *, wait_s: float) -> list[tuple[int, dict[str, Any]]]:
        """Return the raw updates after those taken, which it confirms.

        ``Bot.get_updates`` would fail for ever on a batch with one update it cannot read.
        Raises ChannelError when the answer is no list of updates.
        """
        query = urlencode(
            {"offset": self._offset, "timeout": int(wait_s), "allowed_updates": '["message"]'}
        )
        answer = await self._http.retrieve(
            f"{self._bot.base_url}/getUpdates?{query}", read_timeout=wait_s + self._pace.request_s
        )
        try:
            return [(int(update["update_id"]), update) for update in json.loads(answer)["result"]]
        except (LookupError, TypeError, ValueError) as error:
            raise ChannelError("the answer is no list of updates", channel=CHANNEL) from error

    def _take(self, update_id: int, raw: dict[str, Any]) -> None:
        try:
            message = Update.de_json(raw, self._bot).message
            text = None if message is None else question(message, me=self._bot.bot)
        except Exception as error:
            kind = type(error).__name__
            _log.error("Telegram: update %d is not readable: %s", update_id, kind)
            return
        if message is None or text is None:
            return
        chat = message.chat.id
        task = asyncio.create_task(self._serve(message, text, after=self._last_in.get(chat)))
        self._in_hand.add(task)
        self._last_in[chat] = task
        task.add_done_callback(partial(self._forget, chat))

    def _forget(self, chat: int, task: asyncio.Task[None]) -> None:
        self._in_hand.discard(task)
        if self._last_in.get(chat) is task:
            del self._last_in[chat]

    async def _serve(
        self, asked: telegram.Message, text: str, *, after: asyncio.Task[None] | None
    ) -> None:
        if after is not None:
            await asyncio.wait((after,))
        language = asked.from_user.language_code if asked.from_user else None
        message = Message(channel=CHANNEL, chat=str(asked.chat.id), text=text, language=language)
        try:
            async with self._outbound.typing(asked), self._at_once:
                reply = await asyncio.wait_for(self._respond(message), self._pace.answer_s)
            await self._outbound.send(asked, reply.lines)
        except Forbidden:
            _log.info("Telegram: a chat does not let the bot write; answer dropped")
        except Exception as error:
            _log.error("Telegram: answer failed: %s at %s", type(error).__name__, place(error))
            await self._say_sorry(asked, language)

    async def _say_sorry(self, asked: telegram.Message, language: str | None) -> None:
        try:
            await self._outbound.send(asked, (Line.of(self._apologise(language)),))
        except Exception as error:
            _log.error("Telegram: apology not sent: %s", type(error).__name__)


def _tell_end(polling: asyncio.Task[None]) -> None:
    if not polling.cancelled() and (error := polling.exception()) is not None:
        _log.critical("Telegram: polling ended: %s at %s", type(error).__name__, place(error))
