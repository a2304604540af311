"""Does what one update asks for, and puts what is owed for it into the outbox."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

from telegram import Bot, CallbackQuery, ChatMemberUpdated, Message
from telegram.constants import ChatType

from bot.channels.telegram.books import Books, record
from bot.channels.telegram.content import Content, contents, rendered
from bot.channels.telegram.hearing import Hearing
from bot.channels.telegram.host import Host
from bot.channels.telegram.inbound import Moved, Said
from bot.channels.telegram.membership import Membership
from bot.channels.telegram.pace import Pace
from bot.channels.telegram.pressing import Pressing
from bot.channels.telegram.trouble import place
from bot.channels.telegram.waiting import shown_waiting, topic_of
from bot.reply import Reply
from store.errors import StoreError
from store.messaging.outbox import Outgoing
from store.messaging.updates import Waiting

#: What may come of an update and is kept in order: not inline questions, which pass by.
Kept = Said | CallbackQuery | ChatMemberUpdated | Moved

#: An edit of an older message that was never answered here is no new question.
_EDIT_COUNTS_FOR: Final = timedelta(hours=1)
#: Later nobody waits for an answer any more.
_OWED_FOR: Final = timedelta(hours=24)

_log = logging.getLogger(__name__)


class Handling:
    """Answers updates by ``host``; what is owed stands in the outbox before one counts as done."""

    def __init__(
        self, bot: Bot, host: Host, books: Books, *, pace: Pace, wake: Callable[[], None]
    ) -> None:
        self._bot = bot
        self._host = host
        self._books = books
        self._pace = pace
        self._wake = wake
        self._at_once = asyncio.Semaphore(pace.answers)
        self._typing = asyncio.Semaphore(pace.typings)
        self._hearing = Hearing(bot, pace)
        self._pressing = Pressing(bot, host, books, pace=pace, at_once=self._at_once, wake=wake)
        self._membership = Membership(host, books, wake=wake)

    async def handle(self, update: Waiting, kept: Kept) -> None:
        """Do what ``kept`` asks for; raises StoreError when that cannot be written down."""
        match kept:
            case Said():
                await self._reply(update, kept)
            case CallbackQuery():
                await self._pressing.press(update, kept)
            case ChatMemberUpdated():
                await self._membership.note(update, kept)
            case Moved():
                await self._membership.follow(update, kept)

    async def _reply(self, update: Waiting, said: Said) -> None:
        message, books = said.message, self._books
        before = await self._answered(said)
        if said.edited and not before and self._is_old(message):
            await books.post(books.updates.settle, update.id, now=books.clock())
            return
        heard = await self._hearing.hear(said)
        held: list[int] = []
        shown = shown_waiting(
            self._bot,
            message,
            few=self._typing,
            pace=self._pace,
            draft=_plain(self._host.searching(heard.language)),
            place_held=partial(self._hold_place, update, message, held, needed=not before),
        )
        try:
            async with shown, self._at_once:
                reply = await asyncio.wait_for(self._host.reply(heard), self._pace.answer_s)
            parts = _parts(reply, message)
        except Exception as error:
            _log.error("Telegram: answer failed: %s at %s", type(error).__name__, place(error))
            reply = self._host.apology(heard.language)
            parts = _parts(reply, message)
        # What was answered stays when there is nothing to say instead.
        instead = (before if parts else ()) or await self._places(update, held)
        now = books.clock()
        await books.post(
            books.outbox.put,
            _outgoing(update, message, parts, instead, now=now),
            now=now,
            settles=update.id,
            answer=record(reply, chat=heard.chat, person=heard.person, update=update, now=now),
            along=await books.post(books.told, reply, chat=heard.chat, now=now),
        )
        self._wake()

    async def _answered(self, said: Said) -> tuple[int, ...]:
        """Return the rows that answer what is edited now, also those that are not sent yet."""
        if not said.edited:
            return ()
        chat, number = str(said.message.chat.id), str(said.message.message_id)
        answers = await self._books.post(self._books.outbox.answers_to, chat, number)
        return tuple(one.id for one in answers)

    async def _hold_place(
        self, update: Waiting, message: Message, held: list[int], *, needed: bool
    ) -> None:
        """Send a word that the answer will take the place of, unless an earlier one has a place."""
        if not needed:
            return
        language = message.from_user.language_code if message.from_user else None
        (content,) = contents(
            self._host.searching(language), thread=topic_of(message), reply_to=message.message_id
        )
        now = self._books.clock()
        word = Outgoing(
            chat=str(message.chat.id),
            content=content.dump(),
            key=_place_key(update),
            expires_at=now + timedelta(seconds=self._pace.answer_s),
        )
        with suppress(StoreError):  # the answer itself is written down later
            held += await self._books.post(self._books.outbox.put, (word,), now=now)
            self._wake()

    async def _places(self, update: Waiting, held: list[int]) -> tuple[int, ...]:
        """Return the row whose message the answer takes the place of, also of before a restart."""
        if held:
            return tuple(held)
        row = await self._books.post(self._books.outbox.find, _place_key(update))
        return () if row is None else (row,)

    def _is_old(self, message: Message) -> bool:
        return self._books.clock() - message.date.astimezone(UTC) > _EDIT_COUNTS_FOR


def _place_key(update: Waiting) -> str:
    return f"place:{update.id}"


def _plain(reply: Reply) -> str:
    return "\n".join("".join(span.text for span in line.spans) for line in reply.lines)


def _parts(reply: Reply | None, message: Message) -> tuple[Content, ...]:
    """Render ``reply``; in a group it shows what it replies to."""
    reply_to = None if message.chat.type == ChatType.PRIVATE else message.message_id
    return rendered(reply, thread=topic_of(message), reply_to=reply_to)


def _outgoing(
    update: Waiting,
    message: Message,
    parts: Sequence[Content],
    instead: Sequence[int],
    *,
    now: datetime,
) -> tuple[Outgoing, ...]:
    """Number the parts; what stood there and has no part any more is taken back."""
    chat, number = str(message.chat.id), str(message.message_id)
    return tuple(
        Outgoing(
            chat=chat,
            content=parts[part].dump() if part < len(parts) else "",
            key=f"answer:{update.id}:{part}",
            answers=number if part < len(parts) else None,
            part=part,
            replaces=instead[part] if part < len(instead) else None,
            expires_at=now + _OWED_FOR,
        )
        for part in range(max(len(parts), len(instead)))
    )
