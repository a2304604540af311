"""The command line: each command is read here and done elsewhere."""

import asyncio
import json
import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Final

import typer

from bot.channels.terminal import printable
from bot.commands import (
    alias,
    article,
    broadcast,
    digest,
    outlet,
    people,
    running,
    safekeeping,
    source,
)
from bot.commands.opening import HomeOption, JsonOption, NowOption, opened, stderr
from bot.errors import BotError
from bot.records import compact
from config.settings import SettingsError
from retrieval.errors import RetrievalError
from store.errors import StoreError
from store.ingest import Outcome

INTERRUPTED: Final = 130

# readable=False: an unreadable file is refused on its own, like any other bad one.
PathsArgument = Annotated[
    list[Path],
    typer.Argument(help="Article files, and folders of them.", readable=False),
]
FilesArgument = Annotated[list[Path], typer.Argument(help="Article files.", readable=False)]

commands = typer.Typer(
    name="sosik",
    help="A self-hosted news desk you can message.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # its tracebacks show local values, a token among them
    context_settings={"help_option_names": ["-h", "--help"]},
)
commands.command()(safekeeping.backup)
commands.command()(safekeeping.restore)
commands.add_typer(source.commands, name="source", no_args_is_help=True)
commands.add_typer(article.commands, name="article", no_args_is_help=True)
commands.add_typer(outlet.commands, name="outlet", no_args_is_help=True)
commands.add_typer(alias.commands, name="alias", no_args_is_help=True)
commands.add_typer(people.admins, name="admin", no_args_is_help=True)
commands.add_typer(people.people, name="people", no_args_is_help=True)
commands.add_typer(digest.digests, name="digest", no_args_is_help=True)
commands.add_typer(running.limits, name="limits", no_args_is_help=True)
commands.command()(running.stats)
commands.command()(running.audit)
commands.command()(running.outbox)
commands.command()(running.feedback)
commands.command()(broadcast.broadcast)


@commands.callback(invoke_without_command=True)
def _version(
    *, asked: Annotated[bool, typer.Option("--version", help="Show the version.")] = False
) -> None:
    if asked:
        typer.echo(f"sosik {version('sosik')}")
        raise typer.Exit


@commands.command()
def run(*, home: HomeOption = None) -> None:
    """Start the service: watch the inbox, poll the sources, answer on Telegram with a token."""
    from bot.service import serve

    with opened(home) as app:
        logging.basicConfig(
            level=app.settings.log_level.upper(),
            format="%(asctime)s %(levelname)s %(name)s: %(message)s",
            force=True,  # in place of what main() set for the other commands
        )
        asyncio.run(serve(app))


@commands.command()
def chat(
    *,
    json_lines: JsonOption = False,
    now: NowOption = None,
    samples: Annotated[
        Path | None,
        typer.Option(
            "--samples",
            exists=True,
            file_okay=False,
            help="Take in what is new in this folder first.",
        ),
    ] = None,
    home: HomeOption = None,
) -> None:
    """Chat in the terminal; from a pipe, answer each line (with --json a record a line)."""
    from bot.chatting import chat_here

    with opened(home, now=now) as app:
        if samples is not None:
            from bot.taking_in import take_samples_in

            take_samples_in(app, samples, console=stderr)
        chat_here(app, as_json=json_lines)


@commands.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question.")],
    *,
    as_json: JsonOption = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Also tell how the answer came about.")
    ] = False,
    now: NowOption = None,
    home: HomeOption = None,
) -> None:
    """Answer one question."""
    from bot.chatting import answer_one

    with opened(home, now=now) as app:
        typer.echo(answer_one(app, question, as_json=as_json, explained=explain))


@commands.command()
def ingest(
    paths: PathsArgument,
    *,
    as_json: JsonOption = False,
    wait: Annotated[
        bool, typer.Option("--wait/--no-wait", help="Return when found by meaning, or by words.")
    ] = True,
    home: HomeOption = None,
) -> None:
    """Take article files in. They are copied, never moved or changed."""
    from bot.taking_in import take_in, told

    def report(outcome: Outcome) -> None:
        typer.echo(compact(asdict(outcome)) if as_json else told(outcome))

    with opened(home) as app:
        take_in(app, paths, report=report, by_meaning=wait, console=stderr)


@commands.command()
def extract(
    files: FilesArgument,
    *,
    as_json: JsonOption = False,
    _home: Annotated[
        Path | None,
        typer.Option("--home", help="Not needed: nothing is kept, and no home is made."),
    ] = None,
) -> None:
    """Show what would be read from files, without storing anything."""
    from bot.records import extracted_record
    from store.ingest import articles_in

    for path in files:
        for name, result in articles_in(path, now=datetime.now(UTC)):
            record = extracted_record(name, result)
            typer.echo(
                compact(record) if as_json else json.dumps(record, ensure_ascii=False, indent=2)
            )


@commands.command()
def latest(
    *,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10, help="How many, up to 10.")] = 5,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Show the newest articles."""
    from bot.chatting import answer_one

    with opened(home) as app:
        typer.echo(answer_one(app, f"/latest {limit}", as_json=as_json))


@commands.command()
def reindex(*, home: HomeOption = None) -> None:
    """Build the search indexes anew from the stored articles."""
    from bot.taking_in import index_all

    with opened(home) as app:
        app.indexer.renew()
        index_all(app, console=stderr)


@commands.command()
def doctor(*, as_json: JsonOption = False, home: HomeOption = None) -> None:
    """Say what is missing or broken, and the mend; exit code 1 when something is."""
    from bot.doctor import examine

    fine = True
    for finding in examine(home):
        fine = fine and finding.fine
        if as_json:
            typer.echo(compact(asdict(finding)))
        else:
            typer.echo(f"{'ok ' if finding.fine else 'BAD'}  {finding.subject}: {finding.says}")
            if finding.mend:
                typer.echo(f"     → {finding.mend}")
    if not fine:
        raise typer.Exit(1)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 could not, 2 wrong usage, 130 ended."""
    _prepare_streams()
    logging.basicConfig(level=logging.WARNING, format="sosik: %(message)s")
    try:
        commands(list(sys.argv[1:] if arguments is None else arguments), prog_name="sosik")
    except SystemExit as ended:  # typer explains wrong usage and is silent about a closed pipe
        return int(ended.code or 0)
    except KeyboardInterrupt:
        return INTERRUPTED
    except (SettingsError, StoreError, RetrievalError, BotError, OSError) as error:
        stderr.print(f"sosik: {printable(str(error))}", markup=False, soft_wrap=True)
        return 1
    return 0


def _prepare_streams() -> None:
    """Read and write UTF-8 whatever the locale is; a closed stream is an empty one."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            null = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115 (open to the end)
            setattr(sys, name, null)
    sys.stdin.reconfigure(encoding="utf-8", errors="replace", newline="\n")  # type: ignore[union-attr]
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]


if __name__ == "__main__":
    sys.exit(main())
