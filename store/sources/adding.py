"""Adds sources, shows what they would bring, and moves them in and out as an OPML list."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final

from store import addresses
from store.article import Extracted, Refused
from store.errors import SourceError
from store.ingest import articles_in
from store.sources import folder, opml
from store.sources.catalog import Catalog, NewSource
from store.sources.pace import FIRST_INTERVAL_S, Bounds
from store.sources.reading import Look, Material, Reader, needs_page
from store.sources.source import Item, Kind, Listing, Source

#: Articles of a source that are shown before it is added.
SHOWN: Final = 5
_LONGEST_ID: Final = 19  # digits; SQLite's integers have no more


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A source, and whether it is new."""

    source: Source
    new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """What an address is, how much it lists, and what its first articles would be stored as."""

    kind: Kind
    address: str
    title: str | None
    listed: int
    left_out: int
    articles: tuple[tuple[str, Extracted | Refused], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of the lines of an OPML list; ``broken`` says which line, and why."""

    added: tuple[Source, ...]
    known: tuple[Source, ...]
    broken: tuple[str, ...]


class Adding:
    """What an admin does with sources, from the command line or in a chat.

    ``taken`` are folders with another use, which no source may lie in or hold. Every method
    raises SourceError and DatabaseError.
    """

    def __init__(
        self,
        *,
        catalog: Catalog,
        reader: Reader,
        bounds: Bounds,
        clock: Callable[[], datetime],
        taken: Sequence[Path] = (),
    ) -> None:
        self._taken = tuple(folder.resolve() for folder in taken)
        self._catalog = catalog
        self._reader = reader
        self._bounds = bounds
        self._clock = clock

    def add(self, address: str, *, pages: bool, kind: Kind | None = None) -> Added:
        """Add the source at ``address``; what it is, is found out by looking, unless ``kind`` says.

        A source that is there in another spelling is given back, with nothing changed.
        """
        if not folder.is_folder(address):
            known = self._catalog.find(addresses.key(addresses.normal(address)))
            if known is not None:
                return Added(source=known, new=False)
        if kind is None:
            look = self._reader.look(address)
        else:
            look = Look(kind=kind, address=_plain(address, kind))
        if look.kind == "folder":
            self._require_free(Path(look.address))
        source, new = self._catalog.add(self._new(look, pages=pages), now=self._clock())
        return Added(source=source, new=new)

    def _require_free(self, path: Path) -> None:
        for taken in self._taken:
            if path.is_relative_to(taken) or taken.is_relative_to(path):
                raise SourceError(
                    "taken_folder", f"Sosik itself uses {taken}; name a folder apart from it."
                )

    def _new(self, look: Look, *, pages: bool) -> NewSource:
        is_folder = look.kind == "folder"
        return NewSource(
            kind=look.kind,
            address=look.address,
            key=f"folder:{look.address}" if is_folder else addresses.key(look.address),
            title=look.title,
            pages=pages,
            interval_s=self._bounds.clip(FIRST_INTERVAL_S),
        )

    def find(self, named: str) -> Source | None:
        """Return the source that a person names, by number or by any spelling of its address."""
        if named.isascii() and named.isdecimal() and len(named) < _LONGEST_ID:
            return self._catalog.get(int(named))
        if folder.is_folder(named) or named.startswith(("/", "~")):
            return self._catalog.find(f"folder:{folder.path_of(named)}")
        try:
            return self._catalog.find(addresses.key(addresses.normal(named)))
        except SourceError:
            return None

    def test(self, address: str, *, pages: bool) -> Tested:
        """Show what would be stored of the source at ``address``; nothing is kept."""
        look = self._reader.look(address)
        if look.kind == "folder":
            paths = [file.path for file in folder.files(look.address, now=self._clock())]
            found = (one for path in paths for one in articles_in(path, now=self._clock()))
            return _tested(look, len(paths), islice(found, SHOWN))
        if look.page is not None:
            return _tested(look, 1, iter([_read(look.page)]))
        listing = look.listing or Listing(kind="feed")
        shown = (self._shown(item, look, listing, pages=pages) for item in listing.items[:SHOWN])
        return _tested(look, len(listing.items), shown)

    def _shown(
        self, item: Item, look: Look, listing: Listing, *, pages: bool
    ) -> tuple[str, Extracted | Refused]:
        if pages and item.url and needs_page(item, look.address):
            try:
                name, result = _read(self._reader.page_of(item, listing, address=look.address))
                if isinstance(result, Extracted) or not item.html:
                    return name, result
            except SourceError as error:
                if not item.html:
                    return item.url, Refused(reason=error.reason, detail=error.detail)
        return _read(self._reader.entry_of(item, listing, address=look.address))

    def bring_list(self, data: bytes, *, pages: bool) -> Imported:
        """Add every feed of an OPML list, without fetching any; what is broken is told."""
        listed = opml.read_opml(data)
        new = []
        broken = [f"line {one.line}: {one.reason}" for one in listed.broken]
        for entry in listed.entries:
            try:
                address = addresses.normal(entry.address)
            except SourceError as error:
                broken.append(f"{entry.address[:100]!r}: {error.detail}")
            else:
                look = Look(kind="feed", address=address, title=entry.title)
                new.append(self._new(look, pages=pages))
        results = self._catalog.add_all(new, now=self._clock())
        return Imported(
            added=tuple(source for source, is_new in results if is_new),
            known=tuple(source for source, is_new in results if not is_new),
            broken=tuple(broken),
        )

    def give_list(self) -> bytes:
        """Write the feeds as an OPML list, which has no place for other sources."""
        entries = [
            opml.OpmlEntry(address=source.address, title=source.title)
            for source in self._catalog.all()
            if source.kind == "feed"
        ]
        return opml.write_opml(entries, title="Sosik")


def _plain(address: str, kind: Kind) -> str:
    if kind == "folder":
        return str(folder.path_of(address))
    return addresses.normal(address)


def _read(material: Material) -> tuple[str, Extracted | Refused]:
    return material.file, material.extract()


def _tested(look: Look, listed: int, articles: Iterator[tuple[str, Extracted | Refused]]) -> Tested:
    return Tested(
        kind=look.kind,
        address=look.address,
        title=look.title,
        listed=listed,
        left_out=look.listing.left_out if look.listing else 0,
        articles=tuple(articles),
    )
