"""Orders about files: the inbox looked into, a page fetched once, a file that was sent."""

from collections.abc import Sequence

from bot.admin import on_sources, once
from bot.admin.arguments import web_address
from bot.admin.menu import usage
from bot.admin.noting import noted
from bot.admin.order import CannotError, Order
from bot.admin.parts import Parts
from bot.admin.saying import outcome_lines
from bot.introducing import talk
from bot.reply import Document, Line, Reply
from store.ingest import Outcome

INGEST = "ingest"


def ingest(order: Order, parts: Parts) -> Reply:
    """``/ingest``: look into the inbox now; ``/ingest ADDRESS``: take in what stands there."""
    if not order.argument:
        return _from_inbox(order, parts)
    _, address = order.texts.gettext, web_address(order.argument)
    if address is None:
        raise CannotError("usage", usage(INGEST, order.texts))
    with noted(parts.audit, by=order.by, action=INGEST, about=address, now=order.now) as noting:
        outcomes, left = once.take_in_address(address, reader=parts.reader, ingest=parts.ingest)
        noting.ended = _ended(outcomes)
    lines = list(outcome_lines(outcomes, order.texts))
    if left:
        note = _("{count} older entries were left alone. To follow the feed: /addsource {address}")
        lines.append(Line.of(note.format(count=f"{left:,}", address=address)))
    return Reply(kind="talk", lines=tuple(lines))


def _from_inbox(order: Order, parts: Parts) -> Reply:
    _ = order.texts.gettext
    with noted(parts.audit, by=order.by, action=INGEST, about="inbox", now=order.now):
        outcomes = parts.hasten()
    waiting = sum(1 for _path in parts.inbox.waiting())
    if not outcomes and not waiting:
        return talk(_("The inbox is empty."))
    lines = list(outcome_lines(outcomes, order.texts))
    if waiting:
        note = _("{count} files still wait: they are being written, or come next.")
        lines.append(Line.of(note.format(count=f"{waiting:,}")))
    return Reply(kind="talk", lines=tuple(lines))


def document(order: Order, parts: Parts, *, sent: Document) -> Reply:
    """Take in a file that was sent, or add the feeds of a list."""
    name = once.safe_name(sent.name)
    with noted(parts.audit, by=order.by, action="document", about=name, now=order.now) as noting:
        data = once.fetched(sent)
        if not once.is_list(data, name):
            outcomes = once.take_in_file(data, name, ingest=parts.ingest)
            noting.ended = _ended(outcomes)
            return Reply(kind="talk", lines=outcome_lines(outcomes, order.texts))
        noting.ended = None
    return on_sources.bring_list(order, parts, data=data, name=name)


def _ended(outcomes: Sequence[Outcome]) -> str:
    """Say for the audit whether anything was taken in, or why the first was not."""
    refused = [one.reason or "refused" for one in outcomes if one.status == "refused"]
    return refused[0] if refused and len(refused) == len(outcomes) else "done"
