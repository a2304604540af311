"""Obeys admins: a command, a file they sent, or what they confirmed; each with a reply."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from bot.admin import on_broadcast, on_figures, on_files, on_people, on_running, on_sources
from bot.admin.menu import help_for_admins
from bot.admin.order import Asker, CannotError, Order, person_of
from bot.admin.parts import Parts
from bot.admin.people import StandingError
from bot.admin.trouble import trouble
from bot.errors import BotError
from bot.introducing import talk
from bot.reply import Document, Message, Reply
from bot.texts import Texts, one_line
from retrieval.errors import RetrievalError
from store.errors import StoreError

Obeys = Callable[[Order, Parts], Reply]

_COMMANDS: Final[Mapping[str, Obeys]] = {
    "addsource": on_sources.add,
    "sources": on_sources.show_all,
    "source": on_sources.show,
    "testsource": on_sources.test,
    "pausesource": on_sources.pause,
    "resumesource": on_sources.resume,
    "removesource": on_sources.remove,
    "exportsources": on_sources.export,
    "ingest": on_files.ingest,
    "stats": on_figures.stats,
    "health": on_running.health,
    "limits": on_running.limits,
    "audit": on_running.audit,
    "outbox": on_running.outbox,
    "feedback": on_running.feedback,
    "broadcast": on_broadcast.preview,
    "allow": on_people.allow,
    "block": on_people.block,
    "invite": on_people.invite,
    "admin": on_people.admins,
}
_CONFIRMED: Final[Mapping[str, Obeys]] = {
    on_sources.REMOVE: on_sources.removed,
    on_people.BLOCK: on_people.blocked,
    on_people.REMOVE_ADMIN: on_people.admin_removed,
    on_broadcast.BROADCAST: on_broadcast.send,
}
_COMMAND: Final = re.compile(r"\s*/\w{1,32}(?:@\w+)?\s*")


class Admin:
    """Does what admins order in a private chat, and notes every change with who made it.

    It may take seconds (fetching, drawing) and raises nothing of the store, of the network or of
    the system: these are told in words. Whoever calls it has made sure who is an admin.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def obey(
        self, name: str, argument: str, message: Message, *, texts: Texts, now: datetime
    ) -> Reply | None:
        """Reply to the command ``/name argument``; None when it is not a command of admins.

        ``/help`` names their commands as well, except before a group.
        """
        if name == "help" and not message.group:
            return help_for_admins(texts)
        obeys = _COMMANDS.get(name)
        if obeys is None:
            return None
        order = Order(
            name=name,
            argument=one_line(argument),
            written=_written(message.text) or argument,
            asker=message,
            texts=texts,
            now=now,
        )
        return self._tried(order, obeys)

    def confirmed(
        self, action: str, argument: str, message: Asker, *, texts: Texts, now: datetime
    ) -> Reply:
        """Do what the admin confirmed, as the confirmations kept it."""
        order = Order(
            name=action, argument=argument, written=argument, asker=message, texts=texts, now=now
        )
        obeys = _CONFIRMED.get(action)
        # An admin may have been removed since the question was asked.
        if obeys is None or not self._is_admin(message):
            return talk(texts.gettext("This is not possible any more."))
        return self._tried(order, obeys)

    def document(self, message: Message, *, texts: Texts, now: datetime) -> Reply:
        """Take in the file that came with ``message``, or the feeds of a list."""
        sent = message.document
        if sent is None:
            return talk(texts.gettext("Send an article file, a zip of them, or an OPML list."))
        order = Order(name="document", argument="", written="", asker=message, texts=texts, now=now)
        return self._tried(order, lambda order, parts: self._filed(order, parts, sent))

    def _filed(self, order: Order, parts: Parts, sent: Document) -> Reply:
        return on_files.document(order, parts, sent=sent)

    def _is_admin(self, asker: Asker) -> bool:
        return self._parts.access.standing(asker.channel, person_of(asker)) == "admin"

    def _tried(self, order: Order, obeys: Obeys) -> Reply:
        try:
            return obeys(order, self._parts)
        except CannotError as error:
            return talk(*error.said)
        except StandingError as error:
            return talk(on_people.standing_said(error, order.texts))
        except (StoreError, RetrievalError, BotError, OSError) as error:
            return talk(trouble(error, order.texts))


def _written(text: str) -> str:
    """Return what stands behind the command, its lines as they are."""
    command = _COMMAND.match(text)
    return text[command.end() :] if command else ""
