"""The order to write to everybody: shown first, sent when it is confirmed."""

from bot.admin import broadcasting, confirming
from bot.admin.arguments import is_blank
from bot.admin.menu import usage
from bot.admin.noting import noted
from bot.admin.order import CannotError, Order
from bot.admin.parts import Parts
from bot.introducing import talk
from bot.reply import Line, Reply
from store.messaging.chats import Chat

BROADCAST = "broadcast"


def preview(order: Order, parts: Parts) -> Reply:
    """``/broadcast TEXT``: the text as people will see it, for how many, and the buttons."""
    texts = order.texts
    if is_blank(order.written):
        raise CannotError("usage", usage(order.name, texts))
    if not broadcasting.is_sendable(order.written):
        note = texts.gettext("That is too long for one message: at most {count} characters.")
        raise CannotError("too_long", note.format(count=f"{broadcasting.MAX_CHARS:,}"))
    chats = _recipients(order, parts)
    if not chats:
        raise CannotError("nobody", texts.gettext("There is nobody to write to yet."))
    said = texts.ngettext("This goes to {count} chat:", "This goes to {count} chats:", len(chats))
    lines = (
        Line.of(said.format(count=f"{len(chats):,}")),
        Line(),
        *broadcasting.notice(order.written, texts).lines,
    )
    about = f"{len(chats)} chats"
    with noted(
        parts.audit, by=order.by, action=BROADCAST, about=about, now=order.now, ended="asked"
    ):
        return confirming.ask(
            parts.confirmations,
            order,
            action=BROADCAST,
            argument=order.written,
            lines=lines,
            yes=texts.gettext("Send"),
        )


def send(order: Order, parts: Parts) -> Reply:
    """Put what was confirmed into the outbox, one message for each chat."""
    texts, chats = order.texts, _recipients(order, parts)
    about = f"{len(chats)} chats"
    with noted(parts.audit, by=order.by, action=BROADCAST, about=about, now=order.now):
        parts.broadcast(
            broadcasting.notices(order.written, chats, default_language=parts.default_language)
        )
    said = texts.ngettext(
        "It is on its way to {count} chat. /outbox shows what became of it.",
        "It is on its way to {count} chats. /outbox shows what became of it.",
        len(chats),
    )
    return talk(said.format(count=f"{len(chats):,}"))


def _recipients(order: Order, parts: Parts) -> tuple[Chat, ...]:
    return broadcasting.recipients(
        parts.chats, parts.access, channel=order.asker.channel, closed=parts.closed
    )
