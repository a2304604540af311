"""Makes of Telegram's message the one that the host hears."""

import asyncio
from datetime import UTC
from typing import Final

from telegram import Bot, ChatMember, Message, MessageOriginChannel
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.channels.telegram.books import CHANNEL
from bot.channels.telegram.inbound import Said
from bot.channels.telegram.pace import Pace
from bot.channels.telegram.waiting import topic_of
from bot.errors import ChannelError
from bot.reply import Document
from bot.reply import Message as Heard

#: What a group's administrators alone may change.
_SETTING: Final = (
    *("/lang", "/on", "/off"),
    *("/digest", "/follow", "/unfollow", "/watch", "/unwatch"),
)
_ADMINISTRATORS: Final = (ChatMember.ADMINISTRATOR, ChatMember.OWNER)


class Hearing:
    """Asks Telegram what a message does not say itself: who administers, what a file holds."""

    def __init__(self, bot: Bot, pace: Pace) -> None:
        self._bot = bot
        self._pace = pace

    async def hear(self, said: Said) -> Heard:
        """Return what was said, by whom and where."""
        message = said.message
        topic = topic_of(message)
        group = message.chat.type != ChatType.PRIVATE
        by = message.from_user
        return Heard(
            channel=CHANNEL,
            chat=str(message.chat.id),
            text=said.text,
            language=by.language_code if by else None,
            # Who writes as a chat shares the user shown for it with all others who do.
            person=str(by.id) if by and message.sender_chat is None else None,
            topic=None if topic is None else str(topic),
            number=str(message.message_id),
            at=((said.edited and message.edit_date) or message.date).astimezone(UTC),
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
        if not said.text.lower().startswith(_SETTING):
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
            try:
                return fetching.result(self._pace.upload_s * 2)
            except TimeoutError:
                fetching.cancel()
                raise ChannelError("the file did not come in time", channel=CHANNEL) from None

        return Document(name=document.file_name or "", size=document.file_size or 0, fetch=fetch)

    async def _fetch(self, file_id: str) -> bytes:
        try:
            file = await self._bot.get_file(file_id)
            return bytes(await file.download_as_bytearray(read_timeout=self._pace.upload_s))
        except TelegramError as error:
            kind = type(error).__name__
            raise ChannelError(f"the file was not to be had ({kind})", channel=CHANNEL) from None


def _origin(message: Message) -> str | None:
    """Return the channel from which a post was forwarded."""
    origin = message.forward_origin
    return str(origin.chat.id) if isinstance(origin, MessageOriginChannel) else None
