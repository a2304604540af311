"""Lets people in or not, and hands them to the conversation, the admins, or their own data."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from bot.introducing import commands, talk
from bot.reception import buttons, deep_links, own_data
from bot.reception.paragraphs import in_context
from bot.reception.parts import Parts
from bot.reception.suggesting import suggestions
from bot.reply import Button, Line, Message, Press, Pressed, Reply, Span, Suggestion
from bot.texts import Language, Texts, texts_in
from bot.turns import MAX_CHATS, Chat

_COMMAND: Final = re.compile(r"\s*/(\w{1,32})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
#: Commands that only change something where they are given.
_OF_GROUPS: Final = ("on", "off")


class Reception:
    """Meets the people of one channel. Safe to use from several threads.

    Raises StoreError and whatever the conversation and the admins raise.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        #: The last answer of each conversation: what «more» goes on from, and what can be kept.
        self._last: dict[Chat, str] = {}

    def reply(self, message: Message, *, now: datetime) -> Reply | None:
        """Reply to ``message``; None where silence is right."""
        parts = self._parts
        name, argument = _command(message)
        standing = self._standing(message.person)
        if standing == "blocked" or parts.access.standing(message.channel, message.chat) == (
            "blocked"
        ):
            return None
        parts.chats.seen(
            message.channel, message.chat, kind="group" if message.group else "private", now=now
        )
        if message.group and name != "on" and not self._is_on(message):
            return None
        texts = parts.talk.texts_for(message)
        if standing != "admin":
            refused = self._refused(message, name, argument, texts, now=now)
            if refused is not None:
                return refused.reply
        return self._obeyed(name, argument, message, texts, now=now) or self._talked(
            message, texts, now=now
        )

    def press(self, press: Press, *, now: datetime) -> Pressed:
        """Do what the button stands for."""
        message = Message(
            channel=press.channel,
            chat=press.chat,
            text="",
            language=press.language,
            person=press.person,
            topic=press.topic,
            group=press.group,
        )
        texts = self._parts.talk.texts_for(message)
        gone = Pressed(notice=texts.gettext("This button no longer works. Please ask again."))
        pushed = buttons.read(press.data)
        standing = self._standing(press.person)
        if standing == "blocked" or pushed is None:
            return gone
        if standing != "admin":
            refused = self._refused(message, None, "", texts, now=now)
            if refused is not None:
                return Pressed(notice=_first_line(refused.reply))
        if pushed.action in ("yes", "no"):
            return self._confirmed(pushed, press, message, texts, now=now) or gone
        return self._on_answer(pushed, press, message, texts, now=now) or gone

    def suggest(self, message: Message, *, now: datetime) -> tuple[Suggestion, ...]:
        """Answer an inline question; nothing for those who are not let in, or ask too fast."""
        texts = self._parts.talk.texts_for(message)
        standing = self._standing(message.person)
        if standing == "blocked" or not message.text.strip() or _command(message)[0]:
            return ()
        if standing != "admin" and self._refused(message, None, "", texts, now=now):
            return ()
        # Apart from the private chat: what is typed here is no turn of that conversation.
        aside = replace(message, chat=f"inline {message.chat}")
        reply = self._parts.talk.reply(aside, now=now)
        self._parts.talk.forget((aside.channel, aside.chat))
        return suggestions(reply, texts=texts, zone=self._parts.zone)

    def takes_long(self, message: Message) -> bool:
        """Tell whether the reply may take minutes: an admin's command, or a file."""
        return self._standing(message.person) == "admin" and (
            message.document is not None or _command(message)[0] is not None
        )

    # -- who may

    def _standing(self, person: str | None) -> str | None:
        return None if person is None else self._parts.access.standing(self._parts.channel, person)

    def _is_on(self, message: Message) -> bool:
        chat = self._parts.chats.get(message.channel, message.chat)
        return chat is None or chat.on

    def _refused(
        self, message: Message, name: str | None, argument: str, texts: Texts, *, now: datetime
    ) -> "_Refused | None":
        """Say why somebody is not answered; None when nothing speaks against it."""
        _ = texts.gettext
        verdict = self._parts.limits.take(
            message.channel,
            person=message.person,
            group=message.chat if message.group else None,
            now=now,
        )
        if verdict == "silent":
            return _Refused(None)
        if verdict == "notice":
            return _Refused(talk(_("That is a lot at once. I will be glad to go on in a minute.")))
        if not self._parts.closed or self._is_let_in(message):
            return None
        if name == "start" and (code := deep_links.invitation_in(argument)):
            person = message.person or message.chat
            if self._parts.access.redeem(message.channel, person, code, now=now):
                return None
            return _Refused(talk(_("This invitation is no longer valid. Please ask for another.")))
        if name in ("claim", "privacy", "delete", "export"):
            return None
        return _Refused(talk(_("This bot answers only those who were invited.")))

    def _is_let_in(self, message: Message) -> bool:
        access = self._parts.access
        party = message.chat if message.group else (message.person or message.chat)
        return access.standing(message.channel, party) in ("allowed", "admin")

    # -- messages

    def _obeyed(
        self, name: str | None, argument: str, message: Message, texts: Texts, *, now: datetime
    ) -> Reply | None:
        """Obey what is no affair of the conversation; None when there is nothing of that kind."""
        parts, _ = self._parts, texts.gettext
        admin = self._standing(message.person) == "admin"
        if message.document is not None and admin and not message.forwarded:
            return parts.admins.document(message, texts=texts, now=now)
        if name is None:
            return None
        if name == "claim" and not admin:
            return self._claim(argument, message, texts, now=now)
        if name in _OF_GROUPS or (name == "lang" and not message.may_set):
            return self._set_group(name, message, texts)
        if name == "privacy":
            return own_data.privacy(texts)
        if name == "help":
            return self._help(message, texts, now=now, admin=admin)
        if name in ("delete", "export"):
            if message.group:
                return talk(_("Please send me this in a private chat."))
            if name == "export":
                return own_data.give_out(parts, message, texts)
            return own_data.ask_to_erase(parts, message, texts, now=now)
        if not admin:
            return None
        if message.group and name in dict(parts.admin_commands(texts.language)):
            if name == "allow" and not argument:
                argument = message.chat  # this very group
            else:
                return talk(_("Admin commands belong in a private chat with me."))
        return parts.admins.obey(name, argument, message, texts=texts, now=now)

    def _talked(self, message: Message, texts: Texts, *, now: datetime) -> Reply:
        """Let the conversation reply, and put the buttons under it."""
        name, argument = _command(message)
        if name == "start" and (question := deep_links.question_in(argument)):
            message = replace(message, text=question)
        reply = self._parts.talk.reply(message, now=now)
        answer = reply.answer
        if answer is None or answer.reason in ("empty_question", "empty_store"):
            return reply
        id_ = buttons.new_id()
        self._remember((message.channel, _conversation(message)), id_)
        return replace(reply, answer_id=id_, buttons=buttons.under(answer, id_, texts))

    def _remember(self, chat: Chat, id_: str) -> None:
        self._last.pop(chat, None)
        self._last[chat] = id_
        if len(self._last) > MAX_CHATS:
            self._last.pop(next(iter(self._last)), None)

    def _help(self, message: Message, texts: Texts, *, now: datetime, admin: bool) -> Reply:
        """Say how to ask, and name the commands of the reception and of admins as well."""
        help_ = self._parts.talk.reply(message, now=now)
        more = menu(texts.language, group=message.group)[len(commands(texts.language)) :]
        lines = [*help_.lines, *(Line.of(f"/{name} – {does}") for name, does in more)]
        if admin and not message.group:
            lines += [Line(), Line.of(Span(texts.gettext("For admins"), bold=True))]
            listed = self._parts.admin_commands(texts.language)
            lines += [Line.of(f"/{name} – {does}") for name, does in listed]
        return replace(help_, lines=tuple(lines))

    def _claim(self, code: str, message: Message, texts: Texts, *, now: datetime) -> Reply:
        parts, _ = self._parts, texts.gettext
        claims = (
            not message.group
            and message.person is not None
            and not parts.access.has_admin(message.channel)
            and parts.claim.take(code)
        )
        if not claims:
            return talk(_("This code is not valid."))
        assert message.person is not None  # noqa: S101 - for the type checker: asked above
        parts.access.set(message.channel, message.person, "admin", now=now)
        who = f"{message.channel}:{message.person}"
        parts.audit.note(who=who, action="claim", object=message.person, now=now)
        return talk(_("You are an admin of this bot now. /help lists your commands."))

    def _set_group(self, name: str, message: Message, texts: Texts) -> Reply:
        _ = texts.gettext
        if not message.group:
            return talk(_("That is for groups: there I can be switched on and off."))
        if not message.may_set:
            return talk(_("Only the administrators of this group can change that."))
        self._parts.chats.set_on(message.channel, message.chat, on=name == "on")
        if name == "on":
            return talk(_("I answer here again when you mention me."))
        return talk(_("I am silent here from now on. /on brings me back."))

    # -- presses

    def _confirmed(
        self, pushed: buttons.Pushed, press: Press, message: Message, texts: Texts, *, now: datetime
    ) -> Pressed | None:
        asked = self._parts.confirmations.take(
            pushed.id, chat=press.chat, person=press.person, now=now
        )
        if asked is None:
            return None
        if pushed.action == "no":
            return Pressed(reply=talk(texts.gettext("Nothing was changed.")), used_up=True)
        action, argument = asked
        if action == own_data.ERASE:
            return Pressed(reply=own_data.erase(self._parts, press, texts, now=now), used_up=True)
        if self._standing(press.person) != "admin":
            return None
        reply = self._parts.admins.confirmed(action, argument, message, texts=texts, now=now)
        return Pressed(reply=reply, used_up=True)

    def _on_answer(
        self, pushed: buttons.Pushed, press: Press, message: Message, texts: Texts, *, now: datetime
    ) -> Pressed | None:
        parts, _ = self._parts, texts.gettext
        answer = parts.answers.get(pushed.id)
        if answer is None or answer.chat != press.chat:
            return None
        is_last = self._last.get((press.channel, _conversation(message))) == pushed.id
        match pushed.action:
            case "paragraphs":
                if not answer.quotes:
                    return None
                return Pressed(
                    reply=in_context(answer.quotes, parts.library, texts=texts, zone=parts.zone)
                )
            case "more" if is_last:
                more = replace(message, text="/more")
                return Pressed(reply=self._talked(more, texts, now=now))
            case "more":
                return Pressed(notice=_("Something else was asked since. Please ask once more."))
            case "up" | "down":
                return self._rated(pushed, press, texts, may_keep=is_last, now=now)
            case "keep":
                question = self._last_question(message, now=now) if is_last else None
                if question is None:
                    return Pressed(notice=_("I no longer have the question."), used_up=True)
                parts.answers.agree(pushed.id, person=press.person, question=question)
                return Pressed(notice=_("Thank you, I have kept the question."), used_up=True)
        return None

    def _rated(
        self,
        pushed: buttons.Pushed,
        press: Press,
        texts: Texts,
        *,
        may_keep: bool,
        now: datetime,
    ) -> Pressed:
        _ = texts.gettext
        verdict: Literal[1, -1] = 1 if pushed.action == "up" else -1
        self._parts.answers.rate(pushed.id, person=press.person, verdict=verdict, now=now)
        if verdict == 1 or not may_keep or press.group:
            return Pressed(notice=_("Thank you."))
        return Pressed(
            notice=_("Thank you."),
            reply=replace(
                talk(
                    _("May I keep your question with this rating, so that it can be looked into?")
                ),
                buttons=((Button(_("Keep the question"), buttons.data("keep", pushed.id)),),),
            ),
        )

    def _last_question(self, message: Message, *, now: datetime) -> str | None:
        return self._parts.talk.last_question((message.channel, _conversation(message)), now=now)


@dataclass(frozen=True, slots=True)
class _Refused:
    """Not answered; ``reply`` says why, or nothing."""

    reply: Reply | None


def menu(language: Language, *, group: bool) -> list[tuple[str, str]]:
    """Name the commands that everybody sees, in a private chat or in a group."""
    _ = texts_in(language).gettext
    more = (
        [("on", _("answer in this group")), ("off", _("be silent in this group"))]
        if group
        else [
            ("export", _("what is kept about you")),
            ("delete", _("erase what is kept about you")),
        ]
    )
    return [*commands(language), *more]


def _command(message: Message) -> tuple[str | None, str]:
    """Read the command of a message; what was forwarded commands nothing."""
    match = None if message.forwarded else _COMMAND.fullmatch(message.text)
    return (None, "") if match is None else (match[1].lower(), (match[2] or "").strip())


def _conversation(message: Message) -> str:
    return message.chat if message.topic is None else f"{message.chat}/{message.topic}"


def _first_line(reply: Reply | None) -> str | None:
    return None if reply is None else "".join(span.text for span in reply.lines[0].spans)
