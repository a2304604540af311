"""A message to everybody: who gets it, and how it looks."""

from collections.abc import Collection, Sequence
from typing import Final

from bot.admin.arguments import is_blank
from bot.reply import Line, Reply, Span
from bot.texts import Language, Texts, is_language, texts_in
from store.messaging.access import Access
from store.messaging.chats import Chat, Chats

#: What one message of a messenger holds, with room for the heading: nobody reads a second one.
MAX_CHARS: Final = 3_500


def notice(text: str, texts: Texts) -> Reply:
    """Write what the operator says as people see it; they are told whose words these are."""
    heading = Line.of(Span(texts.gettext("From the operator of this bot"), bold=True))
    lines = [Line.of(line.rstrip()) for line in text.strip().split("\n")]
    return Reply(kind="talk", lines=(heading, Line(), *lines))


def is_sendable(text: str) -> bool:
    """Tell whether there is something to read, and not too much of it."""
    return not is_blank(text) and len(text.strip()) <= MAX_CHARS


def recipients(chats: Chats, access: Access, *, channel: str, closed: bool) -> tuple[Chat, ...]:
    """Return the chats that get it: reachable and switched on, with whoever may use the bot."""
    standings = {party: standing for party, standing, _ in access.listed(channel)}
    return tuple(
        chat
        for chat in chats.reachable(channel)
        if chat.on
        and chat.kind != "channel"
        and standings.get(chat.chat) != "blocked"
        and (not closed or chat.chat in standings)
    )


def notices(
    text: str, to: Collection[Chat], *, default_language: Language
) -> Sequence[tuple[Chat, Reply]]:
    """Write the notice for each chat, its heading in the language that the chat has set."""
    return [(chat, notice(text, texts_in(_language(chat, default_language)))) for chat in to]


def _language(chat: Chat, default: Language) -> Language:
    return chat.language if is_language(chat.language) else default
