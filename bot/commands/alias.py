"""``sosik alias``: which spellings mean the same name."""

from dataclasses import asdict
from typing import Annotated

import typer

from bot.channels.terminal import printable
from bot.commands.opening import HomeOption, JsonOption, opened
from bot.errors import BotError
from bot.records import compact
from store.names import MAX_CHARS, Listed
from store.spellings import key

commands = typer.Typer(help="Which spellings mean the same name.")


@commands.command("list")
def list_aliases(*, as_json: JsonOption = False, home: HomeOption = None) -> None:
    """List what was added and removed, and what the stored articles taught."""
    with opened(home) as app:
        for one in app.names.listed():
            typer.echo(compact(asdict(one)) if as_json else _told(one))


@commands.command()
def add(
    spellings: Annotated[list[str], typer.Argument(help="Two or more spellings of one name.")],
    *,
    home: HomeOption = None,
) -> None:
    """Let spellings mean one name, whatever articles say."""
    names = _names(spellings)
    if len({key(one) for one in names}) < 2:
        raise typer.BadParameter("give two spellings that differ in more than case and spaces")
    with opened(home) as app:
        app.names.add(names)
    typer.echo(" = ".join(map(printable, names)))


@commands.command()
def remove(
    spellings: Annotated[
        list[str],
        typer.Argument(help="Spellings that are not one name; one alone means nothing but itself."),
    ],
    *,
    home: HomeOption = None,
) -> None:
    """Let spellings not mean one name, also when articles say so again."""
    names = _names(spellings)
    with opened(home) as app:
        if not app.names.remove(names):
            said = " = ".join(map(printable, names))
            raise BotError(f"{said} is not known; see: sosik alias list")
    typer.echo(" ≠ ".join(map(printable, names)))


def _names(spellings: list[str]) -> list[str]:
    names = [" ".join(one.split()) for one in spellings]
    if not all(key(one) and len(one) <= MAX_CHARS for one in names):
        raise typer.BadParameter(f"a name has letters, and at most {MAX_CHARS} of them")
    return list(dict.fromkeys(names))


def _told(one: Listed) -> str:
    other = printable(one.spelling or "…")
    sign = "≠" if one.source == "removed" else "="
    learned = f"  ({one.articles:,} articles)" if one.source == "learned" else ""
    return f"{printable(one.name)} {sign} {other}{learned}"
