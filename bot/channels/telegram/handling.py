"""Does what one update asks for, and puts what is owed for it into the outbox."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

from telegram import (
    Bot,
    CallbackQuery,
    ChatMember,
    ChatMemberUpdated,
    Message,
    MessageOriginChannel,
)
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.channels.telegram.calls import Calls
from bot.channels.telegram.content import Content, contents
from bot.channels.telegram.host import Host
from bot.channels.telegram.inbound import Moved, Said
from bot.channels.telegram.outcomes import outcome
from bot.channels.telegram.pace import Pace, Post
from bot.channels.telegram.trouble import place
from bot.channels.telegram.waiting import shown_waiting, topic_of
from bot.errors import ChannelError
from bot.reply import Document, Press, Pressed, Reply
from bot.reply import Message as Heard
from store.errors import StoreError
from store.messaging.answers import AnswerRecord, QuoteRef
from store.messaging.chats import Chats
from store.messaging.outbox import Outbox, Outgoing
from store.messaging.updates import Updates, Waiting

CHANNEL: Final = "telegram"
#: What may come of an update and is kept in order: not inline questions, which pass by.
Kept = Said | CallbackQuery | ChatMemberUpdated | Moved

#: An edit of an older message that was never answered here is no new question.
_EDIT_COUNTS_FOR: Final = timedelta(hours=1)
#: Later nobody waits for an answer any more.
_OWED_FOR: Final = timedelta(hours=24)
#: What a group's administrators alone may change.
_SETTING: Final = (
    *("/lang", "/on", "/off"),
    *("/digest", "/follow", "/unfollow", "/watch", "/unwatch"),
)
_ADMINISTRATORS: Final = (ChatMember.ADMINISTRATOR, ChatMember.OWNER)
_OUT: Final = (ChatMember.LEFT, ChatMember.BANNED)
#: The longest answer to a press that Telegram shows: answerCallbackQuery.
_MAX_NOTICE: Final = 200

#: So many messages whose answers may not be sent yet when they are edited.
_REMEMBERED: Final = 1_000

_log = logging.getLogger(__name__)


class Handling:
    """Answers updates by ``host``; what is owed stands in the outbox before one counts as done."""

    def __init__(
        self,
        bot: Bot,
        *,
        host: Host,
        updates: Updates,
        outbox: Outbox,
        chats: Chats,
        post: Post,
        clock: Callable[[], datetime],
        pace: Pace,
        wake: Callable[[], None],
    ) -> None:
        self._bot = bot
        self._host = host
        self._updates = updates
        self._outbox = outbox
        self._chats = chats
        self._post = post
        self._clock = clock
        self._pace = pace
        self._wake = wake
        self._at_once = asyncio.Semaphore(pace.answers)
        #: What was put last for a message, in the order of the parts: an edit comes soon or never.
        self._rows: dict[tuple[str, str], tuple[int, ...]] = {}

    async def handle(self, update: Waiting, kept: Kept) -> None:
        """Do what ``kept`` asks for; raises StoreError when that cannot be written down."""
        match kept:
            case Said():
                await self._reply(update, kept)
            case CallbackQuery():
                await self._press(update, kept)
            case ChatMemberUpdated():
                await self._note_membership(kept)
                await self._post(self._updates.settle, update.id, now=self._clock())
            case Moved():
                await self._post(self._outbox.move, kept.old, kept.new)
                await self._post(self._updates.settle, update.id, now=self._clock())

    async def _reply(self, update: Waiting, said: Said) -> None:
        message = said.message
        language = message.from_user.language_code if message.from_user else None
        before = await self._answered(said)
        if said.edited and not before and self._is_old(message):
            await self._post(self._updates.settle, update.id, now=self._clock())
            return
        heard = await self._heard(said)
        held: list[int] = []
        shown = shown_waiting(
            self._bot,
            message,
            pace=self._pace,
            draft=_plain(self._host.searching(language)),
            place_held=partial(self._hold_place, update, message, held, needed=not before),
        )
        try:
            async with self._at_once, shown:
                reply = await asyncio.wait_for(self._host.reply(heard), self._pace.answer_s)
            parts = _parts(reply, message)
        except Exception as error:
            _log.error("Telegram: answer failed: %s at %s", type(error).__name__, place(error))
            reply = self._host.apology(language)
            parts = _parts(reply, message)
        # What was answered stays when there is nothing to say instead.
        instead = (before if parts else ()) or await self._places(update, held)
        now = self._clock()
        rows = await self._post(
            self._outbox.put,
            _outgoing(update, message, parts, instead, now=now),
            now=now,
            settles=update.id,
            answer=_record(reply, message, heard.person, update, now),
        )
        if parts and rows:
            self._remember(message, rows[: len(parts)])
        self._wake()

    async def _answered(self, said: Said) -> tuple[int, ...]:
        """Return the rows that answer what is edited now, also those that are not sent yet."""
        if not said.edited:
            return ()
        chat, number = str(said.message.chat.id), str(said.message.message_id)
        if (chat, number) in self._rows and not self._is_old(said.message):
            return self._rows[chat, number]
        return tuple(one.id for one in await self._post(self._outbox.answers_to, chat, number))

    def _remember(self, message: Message, rows: tuple[int, ...]) -> None:
        self._rows[str(message.chat.id), str(message.message_id)] = rows
        if len(self._rows) > _REMEMBERED:
            del self._rows[next(iter(self._rows))]

    async def _heard(self, said: Said) -> Heard:
        message = said.message
        chat = message.chat
        topic = topic_of(message)
        group = chat.type != ChatType.PRIVATE
        by = message.from_user
        return Heard(
            channel=CHANNEL,
            chat=str(chat.id),
            text=said.text,
            language=by.language_code if by else None,
            # Who writes as a chat shares the user shown for it with all others who do.
            person=str(by.id) if by and message.sender_chat is None else None,
            topic=None if topic is None else str(topic),
            number=str(message.message_id),
            group=group,
            forwarded=message.forward_origin is not None,
            edited=said.edited,
            may_set=not group or await self._administers(said),
            origin=_origin(message),
            document=self._document(message),
        )

    async def _administers(self, said: Said) -> bool:
        """Tell whether who wrote may change what is set for a group; asked only for what does."""
        message = said.message
        if not said.text.startswith(_SETTING):
            return False
        if message.sender_chat is not None:  # an anonymous administrator, or a linked channel
            return message.sender_chat.id == message.chat.id
        if message.from_user is None:
            return False
        try:
            member = await self._bot.get_chat_member(message.chat.id, message.from_user.id)
        except TelegramError:
            return False
        return member.status in _ADMINISTRATORS

    def _document(self, message: Message) -> Document | None:
        document = message.document
        if document is None or message.chat.type != ChatType.PRIVATE:
            return None
        loop = asyncio.get_running_loop()

        def fetch() -> bytes:
            fetching = asyncio.run_coroutine_threadsafe(self._fetch(document.file_id), loop)
            return fetching.result(self._pace.upload_s * 2)

        return Document(name=document.file_name or "", size=document.file_size or 0, fetch=fetch)

    async def _fetch(self, file_id: str) -> bytes:
        try:
            file = await self._bot.get_file(file_id)
            return bytes(await file.download_as_bytearray(read_timeout=self._pace.upload_s))
        except TelegramError as error:
            kind = type(error).__name__
            raise ChannelError(f"the file was not to be had ({kind})", channel=CHANNEL) from None

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
        now = self._clock()
        word = Outgoing(
            chat=str(message.chat.id),
            content=content.dump(),
            key=_place_key(update),
            expires_at=now + timedelta(seconds=self._pace.answer_s),
        )
        with suppress(StoreError):  # the answer itself is written down later
            held += await self._post(self._outbox.put, (word,), now=now)
            self._wake()

    async def _places(self, update: Waiting, held: list[int]) -> tuple[int, ...]:
        """Return the row whose message the answer takes the place of, also of before a restart."""
        if held:
            return tuple(held)
        row = await self._post(self._outbox.find, _place_key(update))
        return () if row is None else (row,)

    async def _press(self, update: Waiting, query: CallbackQuery) -> None:
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
            parts = _rendered(pressed.reply, thread=topic)
        except Exception as error:
            _log.error("Telegram: a press failed: %s at %s", type(error).__name__, place(error))
            pressed = Pressed(reply=self._host.apology(press.language))
            parts = _rendered(pressed.reply, thread=topic)
        with suppress(TelegramError):  # it is too old by now, or already answered
            await query.answer(None if pressed.notice is None else pressed.notice[:_MAX_NOTICE])
        if pressed.in_place and reachable is not None and len(parts) == 1:
            parts = () if await self._edited(reachable, parts[0]) else parts
        elif pressed.used_up and reachable is not None:
            with suppress(TelegramError):
                await reachable.edit_reply_markup(None)
        now = self._clock()
        await self._post(
            self._outbox.put,
            tuple(
                Outgoing(chat=press.chat, content=part.dump(), expires_at=now + _OWED_FOR)
                for part in parts
            ),
            now=now,
            settles=update.id,
            answer=_record(pressed.reply, message, press.person, update, now),
        )
        self._wake()

    async def _edited(self, message: Message, content: Content) -> bool:
        """Put ``content`` in the place of a message; False where it is to be sent by itself."""
        calls = Calls(self._bot, upload_s=self._pace.upload_s)
        try:
            await calls.edit(str(message.chat.id), str(message.message_id), content)
        except TelegramError as error:
            return outcome(error).result == "done"
        return True

    async def _note_membership(self, change: ChatMemberUpdated) -> None:
        """Remember whether the chat can be written to."""
        chat, now = str(change.chat.id), self._clock()
        if change.new_chat_member.status in _OUT:
            await self._post(self._chats.unreachable, CHANNEL, chat, reason="left", now=now)
            await self._post(self._outbox.fail_chat, chat, reason="left", now=now)
            return
        kinds = {ChatType.PRIVATE: "private", ChatType.CHANNEL: "channel"}
        kind = kinds.get(ChatType(change.chat.type), "group")
        await self._post(self._chats.seen, CHANNEL, chat, kind=kind, now=now)

    def _is_old(self, message: Message) -> bool:
        return self._clock() - message.date.astimezone(UTC) > _EDIT_COUNTS_FOR


def _origin(message: Message) -> str | None:
    """Return the channel from which a post was forwarded."""
    origin = message.forward_origin
    return str(origin.chat.id) if isinstance(origin, MessageOriginChannel) else None


def _place_key(update: Waiting) -> str:
    return f"place:{update.id}"


def _plain(reply: Reply) -> str:
    return "\n".join("".join(span.text for span in line.spans) for line in reply.lines)


def _parts(reply: Reply | None, message: Message) -> tuple[Content, ...]:
    """Render ``reply``; in a group it shows what it replies to."""
    reply_to = None if message.chat.type == ChatType.PRIVATE else message.message_id
    return _rendered(reply, thread=topic_of(message), reply_to=reply_to)


def _rendered(
    reply: Reply | None, *, thread: int | None, reply_to: int | None = None
) -> tuple[Content, ...]:
    return () if reply is None else contents(reply, thread=thread, reply_to=reply_to)


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
    rows = [
        Outgoing(
            chat=chat,
            content=content.dump(),
            key=f"answer:{update.id}:{part}",
            answers=number,
            part=part,
            expires_at=now + _OWED_FOR,
        )
        for part, content in enumerate(parts)
    ]
    surplus = range(len(rows), len(instead))
    rows += [Outgoing(chat=chat, content="", key=f"answer:{update.id}:{part}") for part in surplus]
    return tuple(
        replace(row, replaces=instead[part] if part < len(instead) else None)
        for part, row in enumerate(rows)
    )


def _record(
    reply: Reply | None, message: Any, person: str | None, update: Waiting, now: datetime
) -> AnswerRecord | None:
    """Say what was answered, without what was asked."""
    if reply is None or reply.answer is None or reply.answer_id is None:
        return None
    answer = reply.answer
    return AnswerRecord(
        id=reply.answer_id,
        chat=str(message.chat.id),
        person=person,
        at=now,
        kind=answer.kind,
        quotes=tuple(
            QuoteRef(
                article_id=quote.article.id,
                version=quote.article.version,
                start=quote.start,
                end=quote.end,
            )
            for quote in answer.quotes
        ),
        took_ms=max(round((now - update.received_at).total_seconds() * 1000), 0),
    )
