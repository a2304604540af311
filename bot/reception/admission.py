"""Who is answered: not those shut out, in a closed bot those let in, and nobody too fast."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.introducing import talk
from bot.reception import deep_links
from bot.reception.parts import Parts
from bot.reception.visit import Visit, command_in
from bot.reply import Message, Reply
from store.messaging.access import Standing

#: What a closed bot does for strangers too: make the first admin, and see to their own data.
_FOR_STRANGERS: Final = frozenset(("claim", "privacy", "export", "delete"))


@dataclass(frozen=True, slots=True)
class Refused:
    """Not answered; ``reply`` says why, or nothing. ``is_flood``: it was too much at once."""

    reply: Reply | None
    is_flood: bool


class Admission:
    """Lets people in or not. Every method raises DatabaseError."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def meet(self, message: Message, *, now: datetime) -> Visit | None:
        """Find out who it is; None when the person or the chat is shut out."""
        person = self.standing(message.person)
        party = self.standing(message.chat) if message.group or not message.person else person
        if "blocked" in (person, party):
            return None
        name, argument = command_in(message)
        return Visit(
            message=message,
            name=name,
            argument=argument,
            is_admin=person == "admin",
            may_enter=not self._parts.closed or "admin" in (person, party) or party == "allowed",
            texts=self._parts.talk.texts_for(message),
            now=now,
        )

    def standing(self, party: str | None) -> Standing | None:
        """Return the standing of a person or a group."""
        return None if party is None else self._parts.access.standing(self._parts.channel, party)

    def is_on(self, message: Message) -> bool:
        """Tell whether the bot was not switched off in this chat."""
        chat = self._parts.chats.get(message.channel, message.chat)
        return chat is None or chat.on

    def refuse(
        self, visit: Visit, *, own_data: bool = False, tokens: float = 1.0
    ) -> Refused | None:
        """Say why this is not answered; None when nothing speaks against it.

        It counts as asked, by so many ``tokens``; admins may ask as much as they like.
        ``own_data`` is open to strangers.
        """
        if visit.is_admin:
            return None
        message, _ = visit.message, visit.texts.gettext
        verdict = self._parts.limits.take(
            message.channel,
            person=message.person,
            group=message.chat if message.group else None,
            now=visit.now,
            tokens=tokens,
            asked_at=message.at,
        )
        if verdict == "silent":
            return Refused(None, is_flood=True)
        if verdict == "notice":
            said = _("That is a lot at once. I will be glad to go on in a minute.")
            return Refused(talk(said), is_flood=True)
        if self._is_invited(visit) or visit.may_enter:
            return None
        if own_data or visit.name in _FOR_STRANGERS:
            return None
        return Refused(stranger(visit), is_flood=False)

    def _is_invited(self, visit: Visit) -> bool:
        """Let in who brings an invitation, also while the bot is open: it may be closed later.

        In a group everybody would read it.
        """
        code = _invitation(visit)
        return (
            code is not None
            and not visit.message.group
            and self._parts.access.redeem(visit.message.channel, visit.person, code, now=visit.now)
        )


def stranger(visit: Visit) -> Reply:
    """Say to one who was not let in how to be."""
    message, _ = visit.message, visit.texts.gettext
    if message.group:
        return talk(
            _("This bot answers only in groups that were let in."),
            _("An admin of the bot lets this one in by replying /allow to this message."),
        )
    if _invitation(visit):
        return talk(_("This invitation is no longer valid. Please ask for another."))
    return talk(
        _("This bot answers only those who were invited."),
        _("Whoever runs it can let you in by your number: {number}").format(number=visit.person),
    )


def _invitation(visit: Visit) -> str | None:
    return deep_links.invitation_in(visit.argument) if visit.name == "start" else None
