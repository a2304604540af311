"""The calls of the Bot API by which messages get out."""

from io import BytesIO
from typing import Final

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.constants import ParseMode

from bot.channels.telegram.content import Content
from bot.reply import Buttons

_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)


class Calls:
    """Sends, edits and deletes messages. Every method raises TelegramError.

    ``upload_s`` is how long the transfer of a file may take.
    """

    def __init__(self, bot: Bot, *, upload_s: float) -> None:
        self._bot = bot
        self._upload_s = upload_s

    async def send(self, chat: str, content: Content) -> str:
        """Send a new message; return its number."""
        if content.file is not None:
            return await self._send_file(chat, content)
        message = await self._bot.send_message(
            int(chat),
            content.html,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            message_thread_id=content.thread,
            reply_parameters=_reply(content),
            reply_markup=keyboard(content.buttons),
        )
        return str(message.message_id)

    async def edit(self, chat: str, message: str, content: Content) -> str:
        """Put a text in the place of one that was sent; return the number, which stays."""
        await self._bot.edit_message_text(
            content.html,
            chat_id=int(chat),
            message_id=int(message),
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=keyboard(content.buttons),
        )
        return message

    async def delete(self, chat: str, message: str) -> None:
        """Take a message back."""
        await self._bot.delete_message(int(chat), int(message))

    async def _send_file(self, chat: str, content: Content) -> str:
        assert content.file is not None  # noqa: S101 - for the type checker: send() asked
        file = InputFile(BytesIO(content.file.data), filename=content.file.name)
        send = self._bot.send_photo if content.file.kind == "photo" else self._bot.send_document
        message = await send(
            int(chat),
            file,
            caption=content.html or None,
            parse_mode=ParseMode.HTML,
            message_thread_id=content.thread,
            reply_parameters=_reply(content),
            reply_markup=keyboard(content.buttons),
            write_timeout=self._upload_s,
            read_timeout=self._upload_s,
        )
        return str(message.message_id)


def keyboard(buttons: Buttons) -> InlineKeyboardMarkup | None:
    """Make Telegram's keyboard; None where there are no buttons."""
    if not buttons:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(one.text, callback_data=one.data, url=one.url) for one in row]
            for row in buttons
        ]
    )


def _reply(content: Content) -> ReplyParameters | None:
    if content.reply_to is None:
        return None
    return ReplyParameters(content.reply_to, allow_sending_without_reply=True)
