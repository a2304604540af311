"""Fetches what a source holds, and makes files of it that can be taken in. Keeps nothing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol

from store import addresses
from store.article import Extracted, Refused
from store.errors import SourceError
from store.extract.block import NOTHING_KNOWN, Metadata
from store.ingest import extract_safely
from store.outlets import Outlets, host_of, shipped
from store.sources import folder, saved
from store.sources.listing import is_teaser, read_listing
from store.sources.markup import feed_links, sniff
from store.sources.source import Fetched, Item, Kind, Listing

MAX_FEED_BYTES: Final = 5 * 1024 * 1024
MAX_PAGE_BYTES: Final = 10 * 1024 * 1024
#: Sitemaps that a sitemap lists, the news ones first; more would be the site's whole past.
MAX_CHILDREN: Final = 3


class Fetching(Protocol):
    """Gets an address, or raises SourceError."""

    def get(
        self,
        url: str,
        *,
        max_bytes: int,
        etag: str | None = None,
        last_modified: str | None = None,
        robots: bool = False,
    ) -> Fetched:
        """Return what the server answers, at most ``max_bytes`` of it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A file to take in: its ``data``, under a ``name`` that tells its kind, later called ``file``.

    ``address`` is where it stands, as far as whoever served it may say so. ``known`` is what is
    said of it elsewhere, ``charset`` what the HTTP header declares.
    """

    data: bytes
    name: str
    file: str
    address: str | None
    known: Metadata = NOTHING_KNOWN
    charset: str | None = None

    def extract(self) -> Extracted | Refused:
        """Read the article in it, or why there is none.

        An address of another site that the file gives as its own is not believed: under it, the
        text would become a version of somebody else's article. Where the file names an outlet
        that is at home elsewhere, whoever served it only shows the text again.
        """
        found = extract_safely(self.data, self.name, known=self.known, charset=self.charset)
        if isinstance(found, Refused):
            return found
        host = host_of(self.address or "")
        if host and not found.reposted_by and _is_foreign_to(found.publisher, host):
            found = replace(found, reposted_by=host)
        if found.url and self.address and saved.speaks_for(self.address, found.url):
            return found
        return replace(found, url=self.address)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What an address turned out to be: where it is really found, and what it lists or shows."""

    kind: Kind
    address: str
    title: str | None = None
    listing: Listing | None = None
    page: Material | None = None


class Reader:
    """Reads sources over the network. Every method raises SourceError."""

    def __init__(
        self,
        fetcher: Fetching,
        *,
        clock: Callable[[], datetime],
        outlets: Callable[[], Outlets],
    ) -> None:
        self._fetcher = fetcher
        self._clock = clock
        self._outlets = outlets

    def look(self, address: str) -> Look:
        """Find out what ``address`` is: a folder here, or a feed, a sitemap or a page.

        A page that is no article but names a feed stands for that feed.
        """
        if folder.is_folder(address):
            path = folder.path_of(address)
            return Look(kind="folder", address=str(path), title=path.name)
        url = addresses.normal(address)
        fetched = self._fetcher.get(url, max_bytes=MAX_PAGE_BYTES)
        if sniff(fetched.data) in ("feed", "sitemap"):
            return self._listed(fetched, url)
        fetched = self._fetcher.get(url, max_bytes=MAX_PAGE_BYTES, robots=True)
        page = material_of(fetched, NOTHING_KNOWN)
        if isinstance(page.extract(), Extracted):
            return Look(kind="page", address=url, page=page)
        for link in feed_links(fetched.data, fetched.url):
            address = addresses.normal(link)
            return self._listed(self._fetcher.get(address, max_bytes=MAX_FEED_BYTES), address)
        raise SourceError(
            "not_a_source",
            "This is not a feed, a sitemap or an article, and it links to no feed.",
            lasting=True,
        )

    def _listed(self, fetched: Fetched, url: str) -> Look:
        listing = self.listing(fetched)
        if listing.kind == "feed" and len(fetched.data) > MAX_FEED_BYTES:
            raise SourceError("too_large", "The feed is larger than 5 MB.", lasting=True)
        return Look(
            kind=listing.kind,
            address=fetched.moved_to or url,
            title=listing.title,
            listing=listing,
        )

    def listing(self, fetched: Fetched) -> Listing:
        """Read the feed or sitemap that was fetched, with the sitemaps it lists in turn."""
        found = self._read(fetched)
        if not found.children:
            return found
        items: dict[str, Item] = {item.key: item for item in found.items}
        for child in found.children[:MAX_CHILDREN]:
            read = self._read(self._fetcher.get(child, max_bytes=MAX_PAGE_BYTES))
            items.update((item.key, item) for item in read.items)
        return replace(found, items=tuple(items.values()))

    def _read(self, fetched: Fetched) -> Listing:
        return read_listing(
            fetched.data, url=fetched.url, charset=fetched.charset, now=self._clock()
        )

    def fetch(
        self, address: str, *, kind: Kind, etag: str | None, last_modified: str | None
    ) -> Fetched:
        """Ask for a source again."""
        is_page = kind == "page"
        limit = MAX_PAGE_BYTES if kind != "feed" else MAX_FEED_BYTES
        return self._fetcher.get(
            address, max_bytes=limit, etag=etag, last_modified=last_modified, robots=is_page
        )

    def page_of(self, item: Item, listing: Listing, *, address: str) -> Material:
        """Fetch the page behind an entry's link. The entry has one."""
        url = addresses.normal(item.url or "")
        fetched = self._fetcher.get(url, max_bytes=MAX_PAGE_BYTES, robots=True)
        if saved.is_front_page(fetched.url):
            # Where many sites send readers whose article is gone.
            raise SourceError("gone", "The link leads to the site's front page.", lasting=True)
        found = replace(item, url=fetched.url)
        said = saved.known(found, listing, outlet=self._outlet(found, listing, address))
        return material_of(fetched, said)

    def entry_of(self, item: Item, listing: Listing, *, address: str) -> Material:
        """Make a file of what the entry itself says.

        Text that another site gives for a link is not what stands there: neither the address nor
        an outlet is believed.
        """
        named = f"{address} {item.key}"
        if is_foreign(item, address):
            item, outlet = replace(item, url=None, publisher=None), None
        else:
            outlet = self._outlet(item, listing, address)
        return Material(
            data=saved.record(item, listing, outlet=outlet),
            name="entry.json",
            # Two entries that lead to the front page are still two.
            file=item.url if item.url and not saved.is_front_page(item.url) else named,
            address=item.url,
        )

    def _outlet(self, item: Item, listing: Listing, address: str) -> str | None:
        """Name the outlet by the link's host, or by the feed's title when both are of one site."""
        host = self._outlets().canonical(None, host=host_of(item.url or address))
        if host is not None:
            return host
        return None if is_foreign(item, address) else saved.outlet_of(listing)


def _is_foreign_to(publisher: str | None, host: str) -> bool:
    """Tell whether ``publisher`` is an outlet with domains of its own, ``host`` not among them."""
    named = [outlet for outlet in shipped().named(publisher or "") if outlet.domains]
    return bool(named) and shipped().at(host) not in named


def is_foreign(item: Item, address: str) -> bool:
    """Tell whether the entry links to a site that the source at ``address`` does not speak for."""
    return item.url is not None and not saved.speaks_for(address, item.url)


def needs_page(item: Item, address: str) -> bool:
    """Tell whether the page behind an entry has to be fetched: it is cut short, or not its own.

    A front page is no entry's.
    """
    if item.url is None or saved.is_front_page(item.url):
        return False
    return is_teaser(item) or is_foreign(item, address)


def material_of(fetched: Fetched, known: Metadata) -> Material:
    """Make a file of a fetched page."""
    return Material(
        data=fetched.data,
        name="page.html",
        file=fetched.url,
        address=fetched.url,
        known=replace(known, url=fetched.url),
        charset=fetched.charset,
    )
