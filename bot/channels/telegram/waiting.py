"""Shows that an answer is being worked out: typing at once, a word when it takes longer."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Final

from telegram import Bot, Message
from telegram.constants import ChatAction, ChatType
from telegram.error import TelegramError

from bot.channels.telegram.pace import Pace

#: "typing" that arrives after the answer would stay for 5 s: so long it may take to arrive.
_LET_ARRIVE_S: Final = 1.0


@asynccontextmanager
async def shown_waiting(
    bot: Bot,
    message: Message,
    *,
    few: asyncio.Semaphore,
    pace: Pace,
    draft: str,
    place_held: Callable[[], Awaitable[None]],
) -> AsyncIterator[None]:
    """Show "typing" in the chat of ``message`` while the block runs.

    When it takes longer, a private chat sees ``draft``, which passes by itself; elsewhere
    ``place_held`` is awaited, which sends a message that the answer will take the place of. ``few``
    lets only so many say so at once: with hundreds waiting, the answers come first.
    """
    done = asyncio.Event()
    typing = asyncio.create_task(_keep_typing(bot, message, done, few, pace))
    late = asyncio.create_task(_tell_late(bot, message, done, pace.draft_s, draft, place_held))
    try:
        yield
    finally:
        done.set()
        try:
            await asyncio.wait((typing, late), timeout=_LET_ARRIVE_S)
        finally:  # also where the stop does not wait so long
            typing.cancel()
            if message.chat.type == ChatType.PRIVATE:
                late.cancel()  # a draft that does not get through holds no answer up
            # What holds the place has to be known before the answer takes it.
            await asyncio.wait((typing, late))


def topic_of(message: Message) -> int | None:
    """Return the forum topic of a message, None outside of topics."""
    return message.message_thread_id if message.is_topic_message else None


async def _keep_typing(
    bot: Bot, message: Message, done: asyncio.Event, few: asyncio.Semaphore, pace: Pace
) -> None:
    while not done.is_set():
        async with few:
            if done.is_set():
                return
            await _type(bot, message)
        with suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), pace.typing_s)


async def _type(bot: Bot, message: Message) -> None:
    with suppress(TelegramError):
        await bot.send_chat_action(
            message.chat.id, ChatAction.TYPING, message_thread_id=topic_of(message)
        )


async def _tell_late(
    bot: Bot,
    message: Message,
    done: asyncio.Event,
    after_s: float,
    draft: str,
    place_held: Callable[[], Awaitable[None]],
) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(done.wait(), after_s)
        return
    if message.chat.type != ChatType.PRIVATE:
        await place_held()
        return
    with suppress(TelegramError):
        await bot.send_message_draft(
            message.chat.id, message.message_id, draft, message_thread_id=topic_of(message)
        )
