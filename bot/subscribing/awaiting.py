"""Declined questions that people want to be told the answer of."""

from bot.reception.visit import Visit
from bot.reply import Pressed
from bot.subscribing.parts import AlertParts
from store.messaging.awaited import KEPT_FOR, MAX_AWAITED


def wait_for(question: str, parts: AlertParts, visit: Visit) -> Pressed:
    """Keep the question, as its asker wants, and say that it is kept. Raises DatabaseError."""
    _ = visit.texts.gettext
    kept = parts.awaited.add(visit.message.chat, question, person=visit.person, now=visit.now)
    if kept is None:
        full = _("{most} questions wait already. /following shows them.")
        return Pressed(notice=full.format(most=MAX_AWAITED))
    said = _(
        "I keep your question for {days} days and write when an article answers it. /following"
        " shows it and lets it go."
    )
    return Pressed(notice=said.format(days=KEPT_FOR.days), used_up=True)


def let_go(id_: int, parts: AlertParts, visit: Visit) -> str:
    """Wait for it no more, and say so. Raises DatabaseError."""
    _ = visit.texts.gettext
    if parts.awaited.remove(visit.message.chat, id_):
        return _("I have forgotten the question.")
    return _("The question waits no more already.")
