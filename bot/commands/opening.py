"""What every command shares: its options, and the parts over the home that was asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from config.settings import Settings, load

if TYPE_CHECKING:
    from bot.app import App

HomeOption = Annotated[
    Path | None,
    typer.Option("--home", help="Folder of everything Sosik keeps (else SOSIK_HOME)."),
]
NowOption = Annotated[
    str | None,
    typer.Option(
        "--now", metavar="ISO", help="Answer as at this time, e.g. 2026-11-22T09:00+09:00."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Write JSON for programs.")]

stderr = Console(stderr=True, highlight=False)


@contextmanager
def opened(home: Path | None, *, now: str | None = None) -> Iterator["App"]:
    """Give the parts over the home that was asked for, and let go of them at the end."""
    from bot.app import App, utc_now

    settings = load(home=home)
    moment = None if now is None else _moment(now, settings)
    app = App(
        settings,
        clock=utc_now if moment is None else lambda: moment,
        zone=None if moment is None else moment.tzinfo,
    )
    try:
        yield app
    finally:
        app.close()


def _moment(text: str, settings: Settings) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is not an ISO 8601 time such as 2026-11-22T09:00+09:00", param_hint="--now"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=settings.zone)
