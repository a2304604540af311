"""Sends to Telegram: the typing indicator, and replies that survive passing trouble."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import islice

from telegram import Bot, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ChatAction, ChatType, ParseMode
from telegram.error import BadRequest, ChatMigrated, NetworkError, RetryAfter, TelegramError

from bot.channels.telegram.html import html_parts
from bot.channels.telegram.trouble import asked_wait_s
from bot.reply import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long the channel waits, in seconds."""

    poll_s: float = 30.0
    typing_s: float = 4.5  # Telegram shows "typing" for 5 s or until the next message
    answer_s: float = 60.0
    stop_s: float = 20.0
    request_s: float = 10.0
    retry_s: float = 1.0  # doubled after each failure …
    longest_retry_s: float = 30.0  # … up to this
    send_retries: int = 4

    def waits(self) -> Iterator[float]:
        """Yield the time to wait after the first failure, the second, and so on for ever."""
        wait_s = self.retry_s
        while True:
            yield wait_s
            wait_s = min(2 * wait_s, self.longest_retry_s)


class Outbound:
    """Writes to the chats of ``bot``."""

    def __init__(self, bot: Bot, pace: Pace) -> None:
        self._bot = bot
        self._pace = pace

    @asynccontextmanager
    async def typing(self, asked: Message) -> AsyncIterator[None]:
        """Show "typing" in the chat of ``asked`` while the block runs."""
        answered = asyncio.Event()
        task = asyncio.create_task(self._keep_typing(asked, answered))
        try:
            yield
        finally:
            answered.set()
            # "typing" that arrives after the answer would stay for 5 s: let it arrive first.
            await asyncio.wait((task,), timeout=1.0)
            task.cancel()

    async def _keep_typing(self, asked: Message, answered: asyncio.Event) -> None:
        while True:
            with suppress(TelegramError):
                await self._bot.send_chat_action(
                    asked.chat.id, ChatAction.TYPING, message_thread_id=_topic(asked)
                )
            with suppress(TimeoutError):
                await asyncio.wait_for(answered.wait(), self._pace.typing_s)
                return

    async def send(self, asked: Message, lines: Sequence[Line]) -> None:
        """Send ``lines`` to the chat of ``asked``; raises TelegramError when that fails."""
        parts = html_parts(lines)
        if not parts:
            raise ValueError("a reply without visible text")
        chat = asked.chat.id
        for part in parts:
            chat = await self._deliver(asked, part, chat=chat)

    async def _deliver(self, asked: Message, html: str, *, chat: int) -> int:
        """Send one message, again after passing trouble; return the chat that took it.

        After a lost connection it may have arrived: rather twice than not at all.
        """
        for wait_s in islice(self._pace.waits(), self._pace.send_retries):
            try:
                await self._send_once(asked, html, chat=chat)
                return chat
            except ChatMigrated as error:
                chat = error.new_chat_id
            except BadRequest:  # a NetworkError by class, but sending again would not mend it
                raise
            except (RetryAfter, NetworkError) as error:
                await asyncio.sleep(max(wait_s, asked_wait_s(error)))
        await self._send_once(asked, html, chat=chat)
        return chat

    async def _send_once(self, asked: Message, html: str, *, chat: int) -> None:
        in_group = asked.chat.type != ChatType.PRIVATE
        await self._bot.send_message(
            chat,
            html,
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
            message_thread_id=_topic(asked),
            reply_parameters=ReplyParameters(asked.message_id, allow_sending_without_reply=True)
            if in_group
            else None,
        )


def _topic(message: Message) -> int | None:
    return message.message_thread_id if message.is_topic_message else None
