"""Changes to the sources, from a chat or the command line, each noted with who made it."""

from datetime import datetime

from bot.admin.noting import noted
from store.messaging.audit import Audit
from store.sources.adding import Added, Adding, Imported
from store.sources.catalog import Catalog
from store.sources.source import Kind, Source


class Sources:
    """Adds, pauses and removes sources. Every method raises SourceError and DatabaseError."""

    def __init__(self, *, adding: Adding, catalog: Catalog, audit: Audit) -> None:
        self._adding = adding
        self._catalog = catalog
        self._audit = audit

    def add(
        self, address: str, *, by: str, now: datetime, pages: bool = True, kind: Kind | None = None
    ) -> Added:
        """Add the source at ``address``; one that is there is given back unchanged."""
        with noted(self._audit, by=by, action="addsource", about=address, now=now):
            return self._adding.add(address, pages=pages, kind=kind)

    def bring_list(
        self, data: bytes, *, name: str, by: str, now: datetime, pages: bool = True
    ) -> Imported:
        """Add every feed of the OPML list ``name``."""
        with noted(self._audit, by=by, action="importsources", about=name, now=now):
            return self._adding.bring_list(data, pages=pages)

    def pause(self, source: Source, *, paused: bool, by: str, now: datetime) -> None:
        """Leave the source alone, or poll it again."""
        action = "pausesource" if paused else "resumesource"
        with noted(self._audit, by=by, action=action, about=_named(source), now=now):
            self._catalog.pause(source.id, paused=paused, now=now)

    def set_pages(self, source: Source, *, pages: bool, by: str, now: datetime) -> None:
        """Set whether the pages behind the source's links are fetched."""
        about = f"{_named(source)} {'with' if pages else 'without'} pages"
        with noted(self._audit, by=by, action="changesource", about=about, now=now):
            self._catalog.set_pages(source.id, pages=pages)

    def remove(self, source: Source, *, by: str, now: datetime) -> None:
        """Remove the source; its articles stay."""
        with noted(self._audit, by=by, action="removesource", about=_named(source), now=now):
            self._catalog.remove(source.id)


def _named(source: Source) -> str:
    return f"{source.id} {source.address}"
