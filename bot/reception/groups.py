"""What is different in groups: the bot is mentioned, switched on and off, and says less."""

from bot.introducing import commands, talk
from bot.reception.parts import Parts
from bot.reception.visit import Visit
from bot.reply import Line, Reply
from bot.subscribing import subscribing
from bot.texts import Language, Texts, texts_in

#: What a group needs: help in a group is read by all of it.
_IN_GROUPS = ("latest", "timeline", "digest", "following", "lang", "on", "off")


def switch(parts: Parts, visit: Visit) -> Reply:
    """Obey ``/on`` and ``/off``."""
    message, _ = visit.message, visit.texts.gettext
    if not message.group:
        return talk(_("That is for groups: there I can be switched on and off."))
    if not message.may_set:
        return talk(_("Only the administrators of this group can change that."))
    parts.chats.set_on(message.channel, message.chat, on=visit.name == "on")
    if visit.name == "on":
        return talk(_("I answer here again when you mention me."))
    return talk(_("I am silent here from now on. /on brings me back."))


def hello(texts: Texts, *, name: str | None) -> Reply:
    """Say on arrival how to ask; ``name`` is how the bot is mentioned."""
    _ = texts.gettext
    lines = [
        _(
            "Hello! I answer questions with sentences quoted word for word from the stored"
            " articles, with outlet, date and link."
        ),
        how_to_ask(texts),
    ]
    if name is not None:
        lines.append(_("For example: @{name} what is new today?").format(name=name))
    return talk(*lines, _("/lang sets my language here, /off switches me off."))


def how_to_ask(texts: Texts) -> str:
    """Say how the bot notices that it is asked."""
    return texts.gettext("Mention me with your question, or reply to one of my messages.")


def short_help(texts: Texts) -> Reply:
    """Say how to ask in a group, and the few commands that matter there."""
    _ = texts.gettext
    does = dict(menu(texts.language, group=True))
    return Reply(
        kind="talk",
        lines=(
            Line.of(how_to_ask(texts)),
            *(Line.of(f"/{name} – {does[name]}") for name in _IN_GROUPS),
            Line.of(_("More: /help in a private chat with me.")),
        ),
    )


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
    return [*commands(language), *subscribing.menu(language), *more]
