"""Answers ``@bot question`` in any chat."""

import logging
from collections.abc import Iterator
from typing import Final

from telegram import (
    Bot,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.channels.telegram.books import CHANNEL
from bot.channels.telegram.calls import keyboard
from bot.channels.telegram.host import Host
from bot.channels.telegram.html import html_parts, sendable
from bot.channels.telegram.trouble import place
from bot.reply import Message, Suggestion

#: Seconds for which Telegram may give the same answer again: news changes.
_CACHE_S: Final = 30
#: More than this is not looked through while one types.
_MAX_RESULTS: Final = 10

_log = logging.getLogger(__name__)


class Inline:
    """Answers the newest inline question of each person; people send one with every letter."""

    def __init__(self, bot: Bot, host: Host) -> None:
        self._bot = bot
        self._host = host
        self._newest: dict[int, str] = {}

    def note(self, query: InlineQuery) -> None:
        """Remember that ``query`` is the newest of its person."""
        self._newest[query.from_user.id] = query.id

    async def answer(self, query: InlineQuery) -> None:
        """Answer ``query``, unless the person has typed on since."""
        person = query.from_user
        if self._newest.get(person.id) != query.id:
            return
        try:
            found = await self._host.suggest(
                Message(
                    channel=CHANNEL,
                    chat=str(person.id),
                    text=query.query,
                    language=person.language_code,
                    person=str(person.id),
                )
            )
            if self._newest.get(person.id) == query.id:
                await self._show(query, found[:_MAX_RESULTS])
        except TelegramError as error:
            _log.info("Telegram: an inline answer came too late (%s)", type(error).__name__)
        except Exception as error:
            _log.error("Telegram: inline: %s at %s", type(error).__name__, place(error))
        finally:
            if self._newest.get(person.id) == query.id:
                del self._newest[person.id]

    async def _show(self, query: InlineQuery, found: tuple[Suggestion, ...]) -> None:
        label, start = self._host.more_inline(query.from_user.language_code, query.query)
        await self._bot.answer_inline_query(
            query.id,
            [result for number, one in enumerate(found) for result in _results(number, one)],
            cache_time=_CACHE_S,
            is_personal=True,
            button=InlineQueryResultsButton(label, start_parameter=start),
        )


def _results(number: int, suggestion: Suggestion) -> Iterator[InlineQueryResultArticle]:
    """Make a choice; none where there is nothing to see or to send: Telegram would refuse all.

    What takes more than one message is no choice either: half an answer is none.
    """
    parts = html_parts(suggestion.reply.lines)
    title = sendable(suggestion.title)
    if len(parts) != 1 or not title.strip():
        return
    yield InlineQueryResultArticle(
        id=str(number),
        title=title,
        description=sendable(suggestion.description),
        input_message_content=InputTextMessageContent(
            parts[0],
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
        reply_markup=keyboard(suggestion.reply.buttons),
    )
