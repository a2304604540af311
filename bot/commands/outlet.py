"""``sosik outlet``: which names mean the same outlet."""

from typing import Annotated

import typer

from bot.channels.terminal import printable
from bot.commands.opening import HomeOption, JsonOption, opened
from bot.errors import BotError
from bot.records import compact

NameArgument = Annotated[str, typer.Argument(help="A name or a domain, as articles have it.")]

commands = typer.Typer(help="Which names and domains mean the same outlet.")


@commands.command("list")
def list_outlets(*, as_json: JsonOption = False, home: HomeOption = None) -> None:
    """List the names that were added to those that Sosik knows."""
    with opened(home) as app:
        for name, outlet in app.outlet_names.additions():
            if as_json:
                typer.echo(compact({"name": name, "outlet": outlet}))
            else:
                typer.echo(f"{printable(name)} → {printable(outlet)}")


@commands.command()
def add(
    name: NameArgument,
    outlet: Annotated[str, typer.Argument(help="The outlet that it means.")],
    *,
    home: HomeOption = None,
) -> None:
    """Let a name or domain mean an outlet, also for the articles that are stored."""
    if not name.strip() or not outlet.strip():
        raise typer.BadParameter("neither may be empty")
    with opened(home) as app:
        changed = app.outlet_names.add(name.strip(), outlet.strip())
    typer.echo(f"{printable(name)} → {printable(outlet)}: {changed:,} stored versions changed")


@commands.command()
def remove(name: NameArgument, *, home: HomeOption = None) -> None:
    """Forget a name that was added."""
    with opened(home) as app:
        if not app.outlet_names.remove(name.strip()):
            raise BotError(f"{printable(name)} was not added; see: sosik outlet list")
    typer.echo(f"forgotten: {printable(name)}")
