"""The commands of admins: names, what each does, how it is written."""

from dataclasses import dataclass

from bot.introducing import help_on_asking
from bot.reply import Line, Reply, Span
from bot.texts import Language, Texts, texts_in


@dataclass(frozen=True, slots=True)
class Command:
    """A command; ``usage`` is how it is written, an example for a person."""

    name: str
    does: str
    usage: str


def menu(texts: Texts) -> tuple[Command, ...]:
    """List the commands in the order of a menu."""
    _ = texts.gettext
    return (
        Command("addsource", _("add a feed, sitemap or page"), _("/addsource ADDRESS")),
        Command("sources", _("the sources and how each is doing; the outlets"), "/sources 2"),
        Command("source", _("one source in detail"), _("/source NUMBER")),
        Command("testsource", _("look at a source without adding it"), _("/testsource ADDRESS")),
        Command("pausesource", _("stop polling a source"), _("/pausesource NUMBER")),
        Command("resumesource", _("poll a source again"), _("/resumesource NUMBER")),
        Command("removesource", _("remove a source; its articles stay"), _("/removesource NUMBER")),
        Command("exportsources", _("the feeds as an OPML list"), "/exportsources"),
        Command("ingest", _("look into the inbox now, or fetch a page once"), _("/ingest ADDRESS")),
        Command("stats", _("figures of the last days, with a chart"), "/stats 30"),
        Command("feedback", _("questions that people let the bot keep"), "/feedback"),
        Command("health", _("what is missing or broken"), "/health"),
        Command("broadcast", _("write to everybody"), _("/broadcast TEXT")),
        Command("allow", _("let a person or group use the bot"), _("/allow ID")),
        Command("block", _("shut a person or group out"), _("/block ID")),
        Command("invite", _("a code that lets people in"), "/invite 5"),
        Command("limits", _("how much may be asked"), "/limits person 10 6"),
        Command("admin", _("who is an admin"), _("/admin add ID, /admin remove ID")),
        Command("audit", _("what admins did"), "/audit 50"),
        Command("outbox", _("what was sent, what waits, what failed"), "/outbox failed"),
    )


def commands(language: Language) -> list[tuple[str, str]]:
    """Name every command of admins and what it does, in the order of a menu."""
    return [(command.name, command.does) for command in menu(texts_in(language))]


def help_for_admins(texts: Texts) -> Reply:
    """Say how to ask, then name the commands of admins."""
    heading = Line.of(Span(texts.gettext("For admins"), bold=True))
    listed = (Line.of(f"{command.usage} – {command.does}") for command in menu(texts))
    return Reply(kind="talk", lines=(*help_on_asking(texts).lines, Line(), heading, *listed))


def usage(name: str, texts: Texts) -> str:
    """Say how the command ``name`` is written."""
    written = next(command.usage for command in menu(texts) if command.name == name)
    return texts.gettext("Usage: {usage}").format(usage=written)
