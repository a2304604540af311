"""``sosik source``: where news comes from."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer
from rich.progress import Progress

from bot.admin.noting import CONSOLE
from bot.admin.sources import Sources
from bot.channels.terminal import printable
from bot.commands.opening import HomeOption, JsonOption, opened, stderr
from bot.errors import BotError
from bot.records import compact, extracted_record, outcome_record, source_record
from store.article import Extracted, Refused
from store.ingest import read_file
from store.sources.source import Kind, Source

if TYPE_CHECKING:
    from bot.app import App

AddressArgument = Annotated[str, typer.Argument(help="URL of a feed, sitemap or page; a folder.")]
NamedArgument = Annotated[str, typer.Argument(metavar="ID|URL", help="The source.")]
PagesOption = Annotated[
    bool,
    typer.Option(
        "--pages/--no-pages", help="Fetch the page behind a link when the feed gives a teaser."
    ),
]
KindOption = Annotated[
    Kind | None,
    typer.Option(
        "--as", metavar="KIND", help=f"{', '.join(get_args(Kind))}: added without looking."
    ),
]
OpmlArgument = Annotated[Path, typer.Argument(help="An OPML list.")]

commands = typer.Typer(help="Where news comes from: feeds, sitemaps, pages, folders.")


class NoSuchSourceError(BotError):
    """No source has this number or address."""

    def __init__(self, named: str) -> None:
        super().__init__(f"there is no source {printable(named)}. See: sosik source list")
        self.named = named


@commands.command()
def add(
    address: AddressArgument,
    *,
    kind: KindOption = None,
    pages: PagesOption = True,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Add a source. Its kind is detected unless --as names it."""
    with opened(home) as app:
        added = _changes(app).add(address, by=CONSOLE, now=app.clock(), pages=pages, kind=kind)
        if as_json:
            typer.echo(compact(source_record(added.source, zone=app.zone, now=app.clock())))
            return
        typer.echo(f"{'added' if added.new else 'already there:'} {_line(added.source)}")
        if added.new:
            typer.echo(f"sosik run polls it; to poll it now: sosik source poll {added.source.id}")
        elif added.source.pages != pages:
            typer.echo(f"Its pages are unchanged; see: sosik source change {added.source.id}")


@commands.command("list")
def list_sources(*, as_json: JsonOption = False, home: HomeOption = None) -> None:
    """List the sources and how each is doing."""
    with opened(home) as app:
        sources = app.catalog.all()
        for source in sources:
            if as_json:
                typer.echo(compact(source_record(source, zone=app.zone, now=app.clock())))
            else:
                typer.echo(f"{_line(source)}\n    {_health(source, app)}")
        if not sources and not as_json:
            typer.echo("There are no sources yet. Add one: sosik source add URL")


@commands.command()
def show(source: NamedArgument, *, as_json: JsonOption = False, home: HomeOption = None) -> None:
    """Show one source and how it is doing."""
    with opened(home) as app:
        found = _named(app, source)
        record = source_record(found, zone=app.zone, now=app.clock())
        if as_json:
            typer.echo(compact(record))
            return
        pages = "fetched where a feed gives only a teaser" if found.pages else "never fetched"
        typer.echo(f"{_line(found)}\n    {_health(found, app)}")
        typer.echo(f"    added {record['added_at']} · pages behind its links: {pages}")


@commands.command()
def pause(source: NamedArgument, *, home: HomeOption = None) -> None:
    """Leave a source alone until it is resumed."""
    _set_paused(source, home, paused=True)


@commands.command()
def resume(source: NamedArgument, *, home: HomeOption = None) -> None:
    """Poll a paused source again."""
    _set_paused(source, home, paused=False)


@commands.command()
def change(source: NamedArgument, *, pages: PagesOption, home: HomeOption = None) -> None:
    """Change whether the pages behind a source's links are fetched."""
    with opened(home) as app:
        found = _named(app, source)
        _changes(app).set_pages(found, pages=pages, by=CONSOLE, now=app.clock())
        typer.echo(f"source {found.id}: pages are {'' if pages else 'not '}fetched")


@commands.command()
def remove(source: NamedArgument, *, home: HomeOption = None) -> None:
    """Remove a source. Its articles stay."""
    with opened(home) as app:
        found = _named(app, source)
        _changes(app).remove(found, by=CONSOLE, now=app.clock())
        typer.echo(f"removed {_line(found)}\nIts articles stay; see: sosik article remove")


@commands.command("test")
def show_unadded(
    address: AddressArgument,
    *,
    pages: PagesOption = True,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Show what a source is and what would be stored of it, without storing anything."""
    with opened(home) as app:
        tested = app.adding.test(address, pages=pages)
        if not as_json:
            title = f" «{printable(tested.title)}»" if tested.title else ""
            typer.echo(f"{tested.kind}{title}: {printable(tested.address)}")
            older = f" ({tested.left_out:,} older ones left out)" if tested.left_out else ""
            typer.echo(f"{tested.listed:,} listed{older}, the first {len(tested.articles)}:")
        for file, result in tested.articles:
            if as_json:
                typer.echo(compact(extracted_record(file, result)))
            else:
                typer.echo(_shown(file, result))


@commands.command()
def poll(
    source: Annotated[
        str | None, typer.Argument(metavar="ID|URL", help="One source (else all).")
    ] = None,
    *,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Poll the sources now. While the service runs, it does so itself."""
    with opened(home) as app:
        chosen = [_named(app, source)] if source else [s for s in app.catalog.all() if not s.paused]
        if not app.lease.acquire(app.clock()):
            for one in chosen:
                app.catalog.hasten(one.id, now=app.clock())
            paused = "; it is paused: sosik source resume" if any(s.paused for s in chosen) else ""
            stderr.print(f"The service is running and polls within seconds{paused}")
            return
        try:
            _poll(app, chosen, as_json=as_json)
        finally:
            app.lease.release()


@commands.command("import")
def import_list(file: OpmlArgument, *, pages: PagesOption = True, home: HomeOption = None) -> None:
    """Add every feed of an OPML list. None is fetched before the service polls it."""
    data = read_file(file)
    if isinstance(data, Refused):
        raise BotError(f"{file}: {data.detail}")
    with opened(home) as app:
        imported = _changes(app).bring_list(
            data, name=file.name, by=CONSOLE, now=app.clock(), pages=pages
        )
    for line in imported.broken:
        typer.echo(f"broken     {printable(line)}")
    typer.echo(
        f"{len(imported.added):,} added, {len(imported.known):,} already there, "
        f"{len(imported.broken):,} broken"
    )


@commands.command("export")
def export_list(
    file: Annotated[Path, typer.Argument(help="The OPML list to write, or - for the output.")],
    *,
    home: HomeOption = None,
) -> None:
    """Write the feeds as an OPML list, which has no place for other sources."""
    with opened(home) as app:
        data = app.adding.give_list()
        others = sum(source.kind != "feed" for source in app.catalog.all())
    if others:
        stderr.print(f"{others:,} sources are not feeds and were left out of the list.")
    if str(file) == "-":
        sys.stdout.buffer.write(data)
        return
    try:
        with file.open("xb") as target:
            target.write(data)
    except FileExistsError:
        raise BotError(f"{file} already exists; name another file") from None


def _poll(app: "App", sources: list[Source], *, as_json: bool) -> None:
    with Progress(console=stderr, transient=True, disable=not stderr.is_terminal) as bars:
        going = bars.add_task("polling", total=len(sources))
        for source in sources:
            polled = app.polling.poll(source, stopping=lambda: not app.lease.acquire(app.clock()))
            bars.advance(going)
            if as_json:
                for outcome in polled.outcomes:
                    typer.echo(compact(outcome_record(outcome)))
                continue
            counts = [
                f"{number} {status}"
                for status in ("stored", "updated", "duplicate", "refused")
                if (number := sum(one.status == status for one in polled.outcomes))
            ]
            said = ", ".join(counts) or "nothing new"
            result = f"failed: {printable(polled.reason or '')}" if polled.failed else said
            typer.echo(f"{source.id}  {printable(source.title or source.address)}: {result}")


def _set_paused(named: str, home: Path | None, *, paused: bool) -> None:
    with opened(home) as app:
        found = _named(app, named)
        _changes(app).pause(found, paused=paused, by=CONSOLE, now=app.clock())
        typer.echo(f"{'paused' if paused else 'resumed'} {_line(found)}")


def _changes(app: "App") -> Sources:
    return Sources(adding=app.adding, catalog=app.catalog, audit=app.audit)


def _named(app: "App", named: str) -> Source:
    found = app.adding.find(named)
    if found is None:
        raise NoSuchSourceError(named)
    return found


def _line(source: Source) -> str:
    title = f"  {printable(' '.join(source.title.split()))}" if source.title else ""
    return f"{source.id}  {source.kind:<7} {printable(source.address)}{title}"


def _health(source: Source, app: "App") -> str:
    record = source_record(source, zone=app.zone, now=app.clock())
    health = source.health
    parts = [f"every {health.interval_s / 60:.0f} min"]
    parts.append(f"last success {record['succeeded_at'] or 'never'}")
    if source.paused:
        parts = ["paused", *parts]
    else:
        parts.append(f"next try {record['next_at']}")
    if health.failures:
        parts.append(f"failures in a row: {health.failures}")
    if record["dead"]:
        parts = ["DEAD", *parts]
    if health.reason:
        parts.append(printable(health.reason))
    return " · ".join(parts)


def _shown(file: str, result: Extracted | Refused) -> str:
    if isinstance(result, Refused):
        return f"\n✗ {printable(file)}\n  refused: {result.reason} ({printable(result.detail)})"
    facts = (
        result.publisher or "outlet unknown",
        result.published.iso if result.published else "date unknown",
        result.author,
    )
    first, letters = result.paragraphs[0], sum(map(len, result.paragraphs))
    return "\n".join(
        [
            f"\n✓ {printable(result.title or file)}",
            f"  {' · '.join(printable(fact) for fact in facts if fact)}",
            f"  {printable(file)}",
            f"  {len(result.paragraphs)} paragraphs, {letters:,} characters",
            f"  {printable(first[:160])}{'…' if len(first) > 160 else ''}",
        ]
    )
