"""Does what a button stands for, and owes what it leads to."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Final

from telegram import Bot, CallbackQuery, Message
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.channels.telegram.books import CHANNEL, Books, record
from bot.channels.telegram.calls import Calls
from bot.channels.telegram.content import Content, rendered
from bot.channels.telegram.host import Host
from bot.channels.telegram.outcomes import outcome
from bot.channels.telegram.pace import Pace
from bot.channels.telegram.trouble import place
from bot.channels.telegram.waiting import topic_of
from bot.reply import Press, Pressed
from store.messaging.outbox import Outgoing
from store.messaging.updates import Waiting

#: Later nobody waits for it any more.
_OWED_FOR: Final = timedelta(hours=24)
#: The longest answer to a press that Telegram shows: answerCallbackQuery.
_MAX_NOTICE: Final = 200

_log = logging.getLogger(__name__)


class Pressing:
    """Answers presses by ``host``, as many at once as ``at_once`` lets through."""

    def __init__(
        self,
        bot: Bot,
        host: Host,
        books: Books,
        *,
        pace: Pace,
        at_once: asyncio.Semaphore,
        wake: Callable[[], None],
    ) -> None:
        self._calls = Calls(bot, upload_s=pace.upload_s)
        self._host = host
        self._books = books
        self._pace = pace
        self._at_once = at_once
        self._wake = wake

    async def press(self, update: Waiting, query: CallbackQuery) -> None:
        """Do what was pressed; raises StoreError when what is owed cannot be written down."""
        message = query.message
        assert message is not None  # noqa: S101 - for the type checker: read() asked
        reachable = message if isinstance(message, Message) else None
        topic = topic_of(reachable) if reachable else None
        press = Press(
            channel=CHANNEL,
            chat=str(message.chat.id),
            data=query.data or "",
            person=str(query.from_user.id),
            language=query.from_user.language_code,
            topic=None if topic is None else str(topic),
            group=message.chat.type != ChatType.PRIVATE,
        )
        try:
            async with self._at_once:
                pressed = await asyncio.wait_for(self._host.press(press), self._pace.answer_s)
            parts = rendered(pressed.reply, thread=topic)
        except Exception as error:
            _log.error("Telegram: a press failed: %s at %s", type(error).__name__, place(error))
            pressed = Pressed(reply=self._host.apology(press.language))
            parts = rendered(pressed.reply, thread=topic)
        with suppress(TelegramError):  # it is too old by now, or already answered
            await query.answer(None if pressed.notice is None else pressed.notice[:_MAX_NOTICE])
        if pressed.in_place and reachable is not None and len(parts) == 1:
            parts = () if await self._edited(reachable, parts[0]) else parts
        elif pressed.used_up and reachable is not None:
            with suppress(TelegramError):
                await reachable.edit_reply_markup(None)
        now = self._books.clock()
        await self._books.post(
            self._books.outbox.put,
            tuple(
                Outgoing(chat=press.chat, content=part.dump(), expires_at=now + _OWED_FOR)
                for part in parts
            ),
            now=now,
            settles=update.id,
            answer=record(
                pressed.reply, chat=press.chat, person=press.person, update=update, now=now
            ),
            along=await self._books.post(self._books.told, pressed.reply, chat=press.chat, now=now),
        )
        self._wake()

    async def _edited(self, message: Message, content: Content) -> bool:
        """Put ``content`` in the place of a message; False where it is to be sent by itself."""
        try:
            await self._calls.edit(str(message.chat.id), str(message.message_id), content)
        except TelegramError as error:
            return outcome(error).result == "done"
        return True
