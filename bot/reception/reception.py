"""Lets people in or not, and hands them to the conversation, the admins, or their own data."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.introducing import commands, talk
from bot.reception import buttons, groups, own_data
from bot.reception.admission import Admission, stranger
from bot.reception.answering import Answering
from bot.reception.claiming import claim
from bot.reception.groups import menu
from bot.reception.parts import Parts
from bot.reception.pressing import Pressing, first_line
from bot.reception.visit import Visit, command_in, message_of
from bot.reply import Line, Message, Press, Pressed, Reply, Span, Suggestion
from bot.subscribing.codes import is_setting

__all__ = ["Reception", "menu"]

#: What everybody has as well is no order in a group.
_EVERYBODYS: Final = frozenset(name for name, _ in commands("en"))
#: Going through all settings takes thirty presses, each far cheaper than an answer.
_OF_A_SETTING: Final = 0.1


class Reception:
    """Meets the people of one channel. Safe to use from several threads.

    Raises StoreError and whatever the conversation and the admins raise.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._admission = Admission(parts)
        self._answering = Answering(parts)
        self._pressing = Pressing(parts, self._answering)

    def reply(self, message: Message, *, now: datetime) -> Reply | None:
        """Reply to ``message``; None where silence is right."""
        visit = self._admission.meet(message, now=now)
        if visit is None:
            return None
        self._note(message, now=now)
        if message.group and visit.name != "on" and not self._admission.is_on(message):
            return None
        refused = self._admission.refuse(visit)
        if refused is not None:
            return refused.reply
        subscribed = self._parts.subscribing.reply(visit)
        return subscribed or self._obeyed(visit) or self._answering.reply(visit)

    def press(self, press: Press, *, now: datetime) -> Pressed:
        """Do what the button stands for."""
        visit = self._admission.meet(message_of(press), now=now)
        if visit is None:
            return Pressed()
        _ = visit.texts.gettext
        if press.group and not self._admission.is_on(visit.message):
            return Pressed(notice=_("I am switched off here. /on brings me back."))
        pushed = buttons.read(press.data)
        decides = pushed is not None and pushed.action in ("yes", "no")
        tokens = _OF_A_SETTING if is_setting(press.data) else 1.0
        refused = self._admission.refuse(visit, own_data=decides, tokens=tokens)
        if refused is not None:
            return Pressed(notice=first_line(refused.reply) if refused.reply else None)
        if pushed is None:
            pressed = self._parts.subscribing.press(press.data, visit)
        else:
            pressed = self._pressing.press(pushed, visit)
        return pressed or Pressed(notice=_("This button no longer works. Please ask again."))

    def suggest(self, message: Message, *, now: datetime) -> tuple[Suggestion, ...]:
        """Answer an inline question; nothing for those who are not let in."""
        visit = self._admission.meet(message, now=now)
        if visit is None or not message.text.strip() or visit.name is not None:
            return ()
        refused = self._admission.refuse(visit)
        if refused is None:
            return self._answering.suggest(visit)
        if refused.is_flood and refused.reply:
            notice = Suggestion(
                title=first_line(refused.reply), description="", reply=refused.reply
            )
            return (notice,)
        return ()

    def joined(self, message: Message, *, name: str | None, now: datetime) -> Reply | None:
        """Say hello in the group that the bot was just added to; ``name`` is the bot's own.

        ``message`` has no text: it tells the group, and who added the bot. None where silence is
        right. Of a channel (``origin``) its settings are shown in the private chat of who added it.
        """
        visit = self._admission.meet(message, now=now)
        if visit is None:
            return None
        if message.origin is not None:
            return self._parts.subscribing.added(visit) if visit.may_enter else None
        self._note(message, now=now)
        return groups.hello(visit.texts, name=name) if visit.may_enter else stranger(visit)

    def takes_long(self, message: Message) -> bool:
        """Tell whether the reply may take minutes: an admin's command, or a file."""
        orders = message.document is not None or command_in(message)[0] is not None
        return orders and self._admission.standing(message.person) == "admin"

    def _note(self, message: Message, *, now: datetime) -> None:
        self._parts.chats.seen(
            message.channel, message.chat, kind="group" if message.group else "private", now=now
        )

    # -- what is no affair of the conversation

    def _obeyed(self, visit: Visit) -> Reply | None:
        """Obey what is no affair of the conversation; None when there is nothing of that kind."""
        if visit.message.document is not None:
            return self._filed(visit)
        match visit.name:
            case None:
                return None
            case "claim" if not visit.is_admin:
                return claim(self._parts, visit)
            case "on" | "off":
                return groups.switch(self._parts, visit)
            case "help":
                return self._help(visit)
            case "privacy":
                return own_data.privacy(visit.texts)
            case "export" | "delete":
                return self._own_data(visit)
        return self._ordered(visit) if visit.is_admin else None

    def _own_data(self, visit: Visit) -> Reply:
        if visit.message.group:
            return talk(visit.texts.gettext("Please send me this in a private chat."))
        if visit.name == "export":
            return own_data.give_out(self._parts, visit)
        return own_data.ask_to_erase(self._parts, visit)

    def _filed(self, visit: Visit) -> Reply | None:
        """Take in an admin's file; of others, and of what was forwarded, the words alone count."""
        message, _ = visit.message, visit.texts.gettext
        if visit.is_admin and not message.forwarded:
            return self._parts.admins.document(message, texts=visit.texts, now=visit.now)
        if message.text.strip():
            return None
        if visit.is_admin:
            return talk(_("A forwarded file is not taken in. Save it, and send it yourself."))
        return talk(_("I do not read files. Ask me in words, or forward me a text."))

    def _ordered(self, visit: Visit) -> Reply | None:
        """Obey an admin; in a group only ``/allow``, which lets this very group in."""
        message, texts, name = visit.message, visit.texts, visit.name or ""
        argument = visit.argument
        if message.group:
            orders = dict(self._parts.admin_commands(texts.language))
            if name not in orders or name in _EVERYBODYS:
                return None
            if name != "allow" or argument:
                return talk(texts.gettext("Admin commands belong in a private chat with me."))
            argument = message.chat
        return self._parts.admins.obey(name, argument, message, texts=texts, now=visit.now)

    def _help(self, visit: Visit) -> Reply:
        """Say how to ask, and name the commands of the reception and of admins as well."""
        texts = visit.texts
        if visit.message.group:
            return groups.short_help(texts)
        lines = list(self._parts.talk.reply(visit.message, now=visit.now).lines)
        lines += _listed(menu(texts.language, group=False)[len(commands(texts.language)) :])
        if visit.is_admin:
            orders = _listed(self._parts.admin_commands(texts.language))
            named = {_command_of(line) for line in orders}
            lines = [line for line in lines if _command_of(line) not in named]
            lines += [Line(), Line.of(Span(texts.gettext("For admins"), bold=True)), *orders]
        return Reply(kind="talk", lines=tuple(lines))


def _listed(named: Sequence[tuple[str, str]]) -> list[Line]:
    return [Line.of(f"/{name} – {does}") for name, does in named]


def _command_of(line: Line) -> str | None:
    """Return the command that a line of the help names."""
    text = line.spans[0].text if line.spans else ""
    return text.partition(" ")[0] if text.startswith("/") else None
