"""Asks before what cannot be taken back."""

from bot.admin.order import Order, person_of
from bot.reply import Button, Line, Reply
from store.messaging.confirmations import Confirmations


def ask(
    confirmations: Confirmations,
    order: Order,
    *,
    action: str,
    argument: str,
    lines: tuple[Line, ...],
    yes: str,
) -> Reply:
    """Show ``lines`` over two buttons; ``yes`` is what the first says.

    What is to be done waits in the database, for a while, for whoever ordered it.
    """
    asked = confirmations.ask(
        chat=order.asker.chat,
        person=person_of(order.asker),
        action=action,
        argument=argument,
        now=order.now,
    )
    no = order.texts.gettext("Cancel")
    buttons = (Button(yes, data=f"y:{asked}"), Button(no, data=f"n:{asked}"))
    return Reply(kind="talk", lines=lines, buttons=(buttons,))
