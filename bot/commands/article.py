"""``sosik article``: what is stored of one article, and its removal."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from bot.channels.terminal import printable
from bot.commands.opening import HomeOption, JsonOption, opened
from bot.errors import BotError
from bot.records import article_record, compact
from store.article import Article

if TYPE_CHECKING:
    from bot.app import App

NamedArgument = Annotated[str, typer.Argument(metavar="ID|URL", help="The article.")]

commands = typer.Typer(help="One stored article.")


class NoSuchArticleError(BotError):
    """No stored article has this number or address."""

    def __init__(self, named: str) -> None:
        super().__init__(f"there is no article {printable(named)}")
        self.named = named


@commands.command()
def show(article: NamedArgument, *, as_json: JsonOption = False, home: HomeOption = None) -> None:
    """Show all that is kept of an article: its versions, its copies, what was dropped."""
    with opened(home) as app:
        found = _named(app, article)
        record = article_record(
            found,
            history=app.library.history(found.id),
            copies=app.library.copies(found.id),
            event_dates=app.library.event_dates(found.id),
            zone=app.zone,
        )
    typer.echo(compact(record) if as_json else json.dumps(record, ensure_ascii=False, indent=2))


@commands.command()
def remove(
    article: NamedArgument,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    home: HomeOption = None,
) -> None:
    """Remove an article for good: its texts, versions and raw files. It is not taken in again."""
    from bot.removing import remove_article

    with opened(home) as app:
        found = _named(app, article)
        name = printable(found.title or found.file)
        if not yes:
            typer.confirm(f"Remove article {found.id}, {name}, for good?", abort=True)
        remove_article(app, found.id)
        typer.echo(f"removed {found.id}: {name}")


def _named(app: "App", named: str) -> Article:
    found = app.library.find_article(named)
    if found is None:
        raise NoSuchArticleError(named)
    return found
