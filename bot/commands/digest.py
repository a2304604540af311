"""``sosik digest``: what a chat would be sent on a day."""

from contextlib import suppress
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.channels.terminal import printable
from bot.commands.opening import HomeOption, JsonOption, opened
from bot.commands.people import CHANNEL
from bot.digests import times
from bot.digests.digests import TOLD_FOR, Written
from bot.errors import BotError
from bot.records import compact
from bot.reply import plain_text
from retrieval.errors import RetrievalError
from store.messaging.subscription import FOR_GOOD, Kind, Subscription
from store.messaging.subscriptions import Subscriptions
from store.messaging.told import ToldFacts

if TYPE_CHECKING:
    from bot.app import App
    from bot.digests.editions import EditionWriter

#: Before it nobody had a digest, and far from the ends of the calendar.
_FIRST: Final = date(2000, 1, 1)

digests = typer.Typer(help="Digests that are sent by themselves.")


@digests.callback()
def _digests() -> None:
    """Digests that are sent by themselves."""


@digests.command()
def preview(
    chat: Annotated[
        str, typer.Option("--for", metavar="ID", help="Number of a person, group or channel.")
    ],
    day: Annotated[
        str | None,
        typer.Option("--date", metavar="DATE", help="Such as 2026-11-22; the next one without."),
    ] = None,
    *,
    weekly: Annotated[bool, typer.Option("--weekly", help="The weekly one.")] = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Show what a chat would be sent on a day; nothing is sent, and nothing counts as told."""
    wanted = _day(day)
    with opened(home) as app:
        one = _subscription(app, chat, "weekly" if weekly else "digest")
        due = _due(one, wanted, now=app.clock())
        told = ToldFacts(app.database, CHANNEL).of(chat, since=due - TOLD_FOR)
        paused = times.is_paused(one, now=due)
        written = Written(reply=None) if paused else _writer(app).write(one, told, now=due)
        if as_json:
            typer.echo(compact(_record(one, written, due)))
        elif written.reply is None:
            why = f"it is paused until {one.paused_until}" if paused else "there is nothing new"
            typer.echo(f"nothing would be sent on {times.local_date(due, one.zone)}: {why}")
        else:
            typer.echo(printable(plain_text(written.reply)))


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    with suppress(ValueError):
        day = date.fromisoformat(text)
        if _FIRST <= day <= FOR_GOOD:
            return day
    raise typer.BadParameter(f"{text!r} is not a date such as 2026-11-22", param_hint="--date")


def _subscription(app: "App", chat: str, kind: Kind) -> Subscription:
    found = Subscriptions(app.database).get(CHANNEL, chat, kind)
    if found is None:
        raise BotError(f"{chat} gets no {kind}; it is set up by chat: /digest")
    return found


def _due(one: Subscription, day: date | None, *, now: datetime) -> datetime:
    if day is None:
        return times.next_due(one, after=now)
    due = times.moment_on(day, times.time_of(one), one.zone)
    if due is None:
        raise BotError(f"there is no {day} in {one.zone}")
    return due


def _writer(app: "App") -> "EditionWriter":
    """Put together what writes digests; without the encoder it knows topics by their words."""
    from bot.digests.editions import Editions, EditionWriter
    from retrieval.digest.topics import Topics
    from store.stories import Stories

    with suppress(RetrievalError):
        app.encoder.get()
    return EditionWriter(
        Editions(
            stories=Stories(app.database),
            library=app.library,
            search=app.search,
            encoder=app.encoder.now,
            zone=app.zone,
        ),
        topics=Topics(analyser=app.analyser.get, encoder=app.encoder.now, search=app.search),
        chats=app.chats,
        default_language=app.settings.language,
    )


def _record(one: Subscription, written: Written, due: datetime) -> dict[str, object]:
    zone = times.zone_of(one.zone)
    return {
        "id": one.chat,
        "kind": one.kind,
        "due_at": due.astimezone(zone).isoformat(timespec="seconds"),
        "reply": None if written.reply is None else plain_text(written.reply),
        "told": [asdict(fact) for fact in written.facts],
    }
