"""``sosik backup`` and ``sosik restore``: everything that is kept, in one file."""

from pathlib import Path
from typing import Annotated, Final

import typer
from rich.progress import DownloadColumn, Progress

from bot.commands.opening import HomeOption, opened, stderr
from config.settings import load

FileArgument = Annotated[Path, typer.Argument(help="The file of the backup.")]

_COLUMNS: Final = (*Progress.get_default_columns(), DownloadColumn())


def backup(file: FileArgument, *, home: HomeOption = None) -> None:
    """Write everything that is kept into one file. The service may run meanwhile."""
    from store.backup import backup as write

    shown = Progress(*_COLUMNS, console=stderr, transient=True, disable=not stderr.is_terminal)
    with opened(home) as app, shown as bars:
        going = bars.add_task("backing up", total=None)
        summary = write(
            app.database,
            file,
            vectors=app.indexer.vectors_folder(),
            now=app.clock(),
            progress=lambda done, total: bars.update(going, completed=done, total=total),
        )
    typer.echo(f"{file}: {summary.articles:,} articles, {summary.size / 1e6:,.1f} MB")


def restore(file: FileArgument, *, home: HomeOption = None) -> None:
    """Bring a backup into an empty home."""
    from store.backup import restore as bring_back

    settings = load(home=home)
    summary = bring_back(file, settings.home)
    made_at = summary.made_at.astimezone(settings.zone)
    typer.echo(f"{settings.home}: {summary.articles:,} articles, as of {made_at:%Y-%m-%d %H:%M}")
    what = "words" if summary.vectors else "words and vectors"
    typer.echo(f"Its {what} are indexed anew by the next sosik run or sosik chat")
