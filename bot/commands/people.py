"""``sosik admin`` and ``sosik people``: who may change things, who may ask."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.admin.arguments import party
from bot.admin.noting import CONSOLE
from bot.admin.people import MAX_USES, People
from bot.commands.opening import HomeOption, JsonOption, opened
from bot.records import compact
from store.messaging.access import INVITATION_LASTS, Standing

if TYPE_CHECKING:
    from bot.app import App

#: The one messenger whose people these are.
CHANNEL: Final = "telegram"
#: The number of a group begins with a minus, and is no option.
_NUMBERS: Final = {"ignore_unknown_options": True}

PartyArgument = Annotated[
    str, typer.Argument(metavar="ID", help="Number of a person, or of a group (with its minus).")
]
YesOption = Annotated[bool, typer.Option("--yes", help="Do not ask.")]

admins = typer.Typer(help="Who may change things by chat.")
people = typer.Typer(help="Who may ask, and who may not.")


@admins.command("list")
def list_admins(*, as_json: JsonOption = False, home: HomeOption = None) -> None:
    """List the admins."""
    _list("admin", home, as_json=as_json)


@admins.command("add", context_settings=_NUMBERS)
def add_admin(party: PartyArgument, *, home: HomeOption = None) -> None:
    """Make a person an admin."""
    with opened(home) as app:
        _people(app).add_admin(_number(party), by=CONSOLE, now=app.clock())
        typer.echo(f"{party} is an admin")


@admins.command("remove", context_settings=_NUMBERS)
def remove_admin(party: PartyArgument, *, yes: YesOption = False, home: HomeOption = None) -> None:
    """Take an admin's rights away; the person may go on asking."""
    with opened(home) as app:
        found, now = _number(party), app.clock()
        _people(app).ask_to_remove_admin(found, by=CONSOLE, now=now)
        if not yes:
            typer.confirm(f"Remove {found} as admin?", abort=True)
        _people(app).remove_admin(found, by=CONSOLE, now=now)
        typer.echo(f"{found} is not an admin any more")


@people.command("list")
def list_people(*, as_json: JsonOption = False, home: HomeOption = None) -> None:
    """List who has a standing: admins, those let in, those shut out."""
    _list(None, home, as_json=as_json)


@people.command("allow", context_settings=_NUMBERS)
def allow(party: PartyArgument, *, home: HomeOption = None) -> None:
    """Let a person or group in, also one that was shut out."""
    with opened(home) as app:
        _people(app).allow(_number(party), by=CONSOLE, now=app.clock())
        typer.echo(f"{party} may ask")


@people.command("block", context_settings=_NUMBERS)
def block(party: PartyArgument, *, yes: YesOption = False, home: HomeOption = None) -> None:
    """Shut a person or group out: the bot does not answer, and sends nothing."""
    with opened(home) as app:
        found, now = _number(party), app.clock()
        _people(app).ask_to_block(found, by=CONSOLE, now=now)
        if not yes:
            typer.confirm(f"Shut {found} out?", abort=True)
        _people(app).block(found, by=CONSOLE, now=now)
        typer.echo(f"{found} is shut out")


@people.command("invite")
def invite(
    *,
    uses: Annotated[
        int, typer.Option("--uses", min=1, max=MAX_USES, help="How many it lets in.")
    ] = 1,
    home: HomeOption = None,
) -> None:
    """Make a code that lets people in; they send it to the bot."""
    with opened(home) as app:
        code = _people(app).invite(uses=uses, by=CONSOLE, now=app.clock())
        typer.echo(f"/start {code}\nlets in {uses:,}, within {INVITATION_LASTS.days} days")


def _list(standing: Standing | None, home: "HomeOption", *, as_json: bool) -> None:
    with opened(home) as app:
        for party, theirs, at in app.access.listed(CHANNEL, standing):
            since = at.astimezone(app.zone).isoformat(timespec="seconds")
            if as_json:
                typer.echo(compact({"id": party, "standing": theirs, "since": since}))
            else:
                typer.echo(f"{party:<16} {theirs:<8} since {since}")


def _people(app: "App") -> People:
    return People(access=app.access, audit=app.audit, channel=CHANNEL)


def _number(written: str) -> str:
    found = party(written)
    if found is None:
        raise typer.BadParameter(f"{written!r} is not the number of a person or group")
    return found
