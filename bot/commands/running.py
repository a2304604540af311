"""``sosik limits``, ``stats``, ``audit`` and ``outbox``: how the bot runs, and within what."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from bot.admin import on_figures, on_running
from bot.admin.drawing import drawn
from bot.admin.noting import CONSOLE, noted
from bot.admin.stats import DEFAULT_DAYS, MAX_DAYS, Stats, measure
from bot.channels.terminal import printable
from bot.commands.opening import HomeOption, JsonOption, opened
from bot.commands.people import CHANNEL
from bot.errors import BotError
from bot.records import compact
from bot.reply import Line, Reply, plain_text
from bot.texts import texts_in
from store.messaging.limits import Limit, Name
from store.messaging.outbox import State

if TYPE_CHECKING:
    from bot.app import App

_MAX_LINES = 10_000

NameArgument = Annotated[Name, typer.Argument(help=f"One of {', '.join(get_args(Name))}.")]
LimitOption = Annotated[
    int, typer.Option("--limit", min=1, max=_MAX_LINES, help="How many, the newest first.")
]

limits = typer.Typer(help="How much may be asked.")


@limits.command()
def show(*, as_json: JsonOption = False, home: HomeOption = None) -> None:
    """Show how much a person, a group and all together may ask."""
    with opened(home) as app:
        _show_limits(app, as_json=as_json)


@limits.command("set")
def set_limit(
    name: NameArgument,
    burst: Annotated[
        int, typer.Argument(min=1, max=on_running.MAX_BURST, help="How many may come at once.")
    ],
    per_minute: Annotated[
        float,
        typer.Argument(
            min=on_running.MIN_PER_MINUTE,
            max=on_running.MAX_PER_MINUTE,
            help="How many a minute after that.",
        ),
    ],
    *,
    home: HomeOption = None,
) -> None:
    """Change a limit."""
    _change(name, Limit(burst=burst, per_minute=per_minute), home)


@limits.command()
def reset(name: NameArgument, *, home: HomeOption = None) -> None:
    """Bring a limit back to what is shipped."""
    _change(name, None, home)


def _change(name: Name, limit: Limit | None, home: Path | None) -> None:
    with opened(home) as app:
        about = on_running.limit_named(name, limit)
        with noted(app.audit, by=CONSOLE, action="limits", about=about, now=app.clock()):
            app.limits.set(name, limit)
        _show_limits(app, as_json=False)


def _show_limits(app: "App", *, as_json: bool) -> None:
    held = app.limits.all()
    if as_json:
        for name, limit in held.items():
            typer.echo(compact({"name": name, **asdict(limit)}))
    else:
        _say(on_running.limits_said(held, texts_in("en")))


def stats(
    *,
    days: Annotated[
        int, typer.Option("--days", min=1, max=MAX_DAYS, help="How far back.")
    ] = DEFAULT_DAYS,
    chart: Annotated[
        Path | None, typer.Option("--chart", metavar="FILE", help="Also draw a PNG.")
    ] = None,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Show figures: articles, sources, people, questions, feedback, what was sent."""
    with opened(home) as app:
        found = _measured(app, days)
        if as_json:
            typer.echo(compact(_record(found)))
        else:
            _say(on_figures.figures(found, texts_in("en")))
        if chart is not None:
            _draw(found, chart, app)


def _measured(app: "App", days: int) -> Stats:
    return measure(
        library=app.library,
        catalog=app.catalog,
        chats=app.chats,
        answers=app.answers,
        outbox=app.outbox,
        channel=CHANNEL,
        days=days,
        now=app.clock(),
        zone=app.zone,
    )


def _record(found: Stats) -> dict[str, Any]:
    days = [{**asdict(count), "day": count.day.isoformat()} for count in found.counts]
    deliveries = [{**asdict(count), "day": count.day.isoformat()} for count in found.deliveries]
    return {**asdict(found), "counts": days, "deliveries": deliveries}


def _draw(found: Stats, file: Path, app: "App") -> None:
    today = app.clock().astimezone(app.zone).date()
    picture = drawn(found, today=today, texts=texts_in(app.settings.language))
    if picture is None:
        raise BotError("the chart could not be drawn; the figures above are all there is")
    try:
        with file.open("xb") as target:
            target.write(picture)
    except FileExistsError:
        raise BotError(f"{file} already exists; name another file") from None


def audit(*, limit: LimitOption = 20, as_json: JsonOption = False, home: HomeOption = None) -> None:
    """Show who changed what and when, on the console and by chat."""
    with opened(home) as app:
        acts = app.audit.listed(limit=limit)
        if as_json:
            for act in acts:
                typer.echo(compact(_with_times(asdict(act), app)))
        else:
            _say(on_running.acts_said(acts, texts=texts_in("en"), zone=app.zone))


def feedback(
    *, limit: LimitOption = 20, as_json: JsonOption = False, home: HomeOption = None
) -> None:
    """Show the questions that people let the bot keep with their ratings; never who asked."""
    with opened(home) as app:
        kept = app.answers.feedback(limit)
        if as_json:
            for one in kept:
                typer.echo(compact(_with_times(asdict(one), app)))
        else:
            _say(on_running.kept_said(kept, texts=texts_in("en"), zone=app.zone))


def outbox(
    *,
    state: Annotated[
        State | None,
        typer.Option("--state", metavar="STATE", help=f"Only {', '.join(get_args(State))}."),
    ] = None,
    limit: LimitOption = 20,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Show what became of messages, never what they say."""
    with opened(home) as app:
        found = app.outbox.listing(state=state, limit=limit)
        if as_json:
            for entry in found:
                typer.echo(compact(_with_times(asdict(entry), app)))
        else:
            _say(on_running.messages_said(found, texts=texts_in("en"), zone=app.zone))


def _with_times(record: dict[str, Any], app: "App") -> dict[str, Any]:
    return {
        name: value.astimezone(app.zone).isoformat(timespec="seconds")
        if isinstance(value, datetime)
        else value
        for name, value in record.items()
    }


def _say(lines: tuple[Line, ...]) -> None:
    if lines:
        typer.echo(printable(plain_text(Reply(kind="talk", lines=lines))))
