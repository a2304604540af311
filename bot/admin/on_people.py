"""Orders about people: let in, shut out, invited, made admins."""

from bot.admin import confirming
from bot.admin.arguments import party, whole
from bot.admin.menu import usage
from bot.admin.order import CannotError, Order
from bot.admin.parts import Parts
from bot.admin.people import MAX_USES, People, StandingError
from bot.admin.saying import moment
from bot.introducing import talk
from bot.reply import Line, Reply, Span
from bot.texts import Texts
from store.messaging.access import INVITATION_LASTS

BLOCK = "block"
REMOVE_ADMIN = "admin remove"


def _people(order: Order, parts: Parts) -> People:
    return People(access=parts.access, audit=parts.audit, channel=order.asker.channel)


def allow(order: Order, parts: Parts) -> Reply:
    """``/allow ID``."""
    _, whom = order.texts.gettext, _party(order, order.argument)
    _people(order, parts).allow(whom, by=order.by, now=order.now)
    return talk(_("{party} may use the bot now.").format(party=whom))


def block(order: Order, parts: Parts) -> Reply:
    """``/block ID``: asks first."""
    _, whom = order.texts.gettext, _party(order, order.argument)
    _people(order, parts).ask_to_block(whom, by=order.by, now=order.now)
    lines = (
        Line.of(Span(_("Shut {party} out?").format(party=whom), bold=True)),
        Line.of(_("The bot does not answer them any more and sends them nothing.")),
        Line.of(_("An invitation does not help them; /allow {party} does.").format(party=whom)),
    )
    return confirming.ask(
        parts.confirmations, order, action=BLOCK, argument=whom, lines=lines, yes=_("Shut out")
    )


def blocked(order: Order, parts: Parts) -> Reply:
    """Shut out whom it was confirmed for."""
    _ = order.texts.gettext
    _people(order, parts).block(order.argument, by=order.by, now=order.now)
    return talk(_("{party} is shut out.").format(party=order.argument))


def invite(order: Order, parts: Parts) -> Reply:
    """``/invite [USES]``."""
    _ = order.texts.gettext
    uses = 1 if not order.argument else whole(order.argument, least=1, most=MAX_USES)
    if uses is None:
        note = _("A code can let in 1 to {most} people.").format(most=f"{MAX_USES:,}")
        raise CannotError("usage", note, usage(order.name, order.texts))
    code = _people(order, parts).invite(uses=uses, by=order.by, now=order.now)
    said = order.texts.ngettext(
        "This lets {count} person in, within {days} days:",
        "This lets {count} people in, within {days} days:",
        uses,
    )
    lines = [said.format(count=f"{uses:,}", days=INVITATION_LASTS.days), f"/start {code}"]
    if link := parts.link(code):
        lines.append(link)
    return talk(*lines)


def admins(order: Order, parts: Parts) -> Reply:
    """``/admin``, ``/admin add ID``, ``/admin remove ID``."""
    match order.words:
        case [] | ["list"]:
            return _listed(order, parts)
        case ["add", whom]:
            return _add(_party(order, whom), order, parts)
        case ["remove", whom]:
            return _remove(_party(order, whom), order, parts)
    raise CannotError("usage", usage(order.name, order.texts))


def _listed(order: Order, parts: Parts) -> Reply:
    _ = order.texts.gettext
    found = parts.access.listed(order.asker.channel, "admin")
    since = (
        _("{party}, since {when}").format(
            party=whom, when=moment(at, zone=parts.zone, texts=order.texts)
        )
        for whom, _standing, at in found
    )
    return talk(_("Admins:"), *since, usage(order.name, order.texts))


def _add(whom: str, order: Order, parts: Parts) -> Reply:
    _ = order.texts.gettext
    _people(order, parts).add_admin(whom, by=order.by, now=order.now)
    return talk(_("{party} is an admin now.").format(party=whom))


def _remove(whom: str, order: Order, parts: Parts) -> Reply:
    _ = order.texts.gettext
    _people(order, parts).ask_to_remove_admin(whom, by=order.by, now=order.now)
    lines = (
        Line.of(Span(_("Remove {party} as admin?").format(party=whom), bold=True)),
        Line.of(_("They may go on asking, but change nothing any more.")),
    )
    return confirming.ask(
        parts.confirmations,
        order,
        action=REMOVE_ADMIN,
        argument=whom,
        lines=lines,
        yes=_("Remove as admin"),
    )


def admin_removed(order: Order, parts: Parts) -> Reply:
    """Remove the admin for whom it was confirmed."""
    _ = order.texts.gettext
    _people(order, parts).remove_admin(order.argument, by=order.by, now=order.now)
    return talk(_("{party} is not an admin any more.").format(party=order.argument))


def standing_said(error: StandingError, texts: Texts) -> str:
    """Say why a standing cannot be changed."""
    _ = texts.gettext
    said = {
        "self": _("You cannot do this to yourself. Another admin can, or the server's console."),
        "admin": _("{party} is an admin. First: /admin remove {party}"),
        "not_admin": _("{party} is not an admin. /admin lists them."),
        "already": _("That is so already: {party}"),
        "group": _("{party} is a group. Only a person can be an admin."),
    }
    return said[error.why].format(party=error.party)


def _party(order: Order, written: str) -> str:
    """Read whom it is about."""
    found = party(written)
    if found is not None:
        return found
    _ = order.texts.gettext
    note = _(
        "ID is a number such as 123456789; that of a group begins with a minus. A @name is not"
        " enough, as it can pass to somebody else."
    )
    raise CannotError("usage", usage(order.name, order.texts), note)
