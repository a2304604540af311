"""An entry of a feed as a file of its own, and as what is known of the page behind its link."""

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from store.article import Refused
from store.errors import SourceError
from store.extract.block import Metadata
from store.sources.listing import read_listing
from store.sources.source import Item, Listing

#: Files in which a whole feed was saved.
FEED_SUFFIXES: Final = (".xml", ".rss", ".atom", ".rdf")
#: No file that is dropped holds up the others for longer.
MAX_S: Final = 5.0
#: Hosts of feeds and pages within one site, as Korean, Japanese and English newspapers call them.
_SERVICES: Final = frozenset(
    ("amp", "api", "feed", "feeds", "file", "fs", "m", "media", "mobile", "news", "rss", "www")
)

# 한빛일보 - 경제, 한빛일보 | 전체기사, Ledger » World: the section after the name.
_SECTION = re.compile(r"\s+[-–—|:>»·]\s+|\s*[|»>]\s*")
_RSS = re.compile(
    r"\s*[\[(]?\s*(?:RSS(?:\s?(?:feed|피드|서비스))?|(?:전체|최신|주요)\s?(?:기사|뉴스))\s*[\])]?$",
    re.IGNORECASE,
)


def of_file(data: bytes, name: str, *, now: datetime) -> Iterator[tuple[str, bytes | Refused]]:
    """Yield the entries of the saved feed ``name``, each by a name and as a JSON record."""
    try:
        listing = read_listing(data, url="", now=now, wall_s=MAX_S)
    except SourceError as error:
        yield name, Refused(reason="bad_feed", detail=error.detail)
        return
    if not listing.items:
        yield name, Refused(reason="no_article", detail="The feed lists nothing.")
    for number, item in enumerate(listing.items, start=1):
        yield f"{name}/{number}.json", record(item, listing, outlet=outlet_of(listing))


def record(item: Item, listing: Listing, *, outlet: str | None) -> bytes:
    """Write the entry as the JSON file that ``sosik ingest`` reads: the raw file of its article."""
    fields = {
        "title": item.title,
        "title_source": "feed",
        "url": item.url,
        "published": item.published and item.published.iso,
        "publisher": item.publisher or outlet,
        "author": item.author,
        "language": listing.language,
        "html": item.html,
    }
    return json.dumps(fields, ensure_ascii=False).encode(errors="replace")


def known(item: Item, listing: Listing, *, outlet: str | None) -> Metadata:
    """Return what the entry says of the page behind its link."""
    return Metadata(
        title=item.title,
        title_source="feed",
        published=item.published,
        publisher=item.publisher or outlet,
        author=item.author,
        url=item.url,
        language=listing.language,
    )


def digest(item: Item) -> str:
    """Return a hash of all that the entry says: another one when the outlet has edited it."""
    published = item.published and item.published.iso
    said = (item.url, item.title, published, item.updated, item.author, item.html)
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


# Stories by 가람 on Medium, "버스" - Google 뉴스: these name whoever wrote or asked.
_NO_OUTLET = re.compile(
    r"Stories by .{1,80} on \S+|[\"“'].{0,300}|.{0,300}(?:Google|구글)\s?(?:뉴스|News)",
    re.IGNORECASE,
)


def outlet_of(listing: Listing) -> str | None:
    """Read the outlet's name out of the feed's title, which also names its section."""
    title = (listing.title or "").strip()
    if _NO_OUTLET.fullmatch(title):
        return None
    return _RSS.sub("", _SECTION.split(title)[0]).strip() or None


def speaks_for(server: str, address: str) -> bool:
    """Tell whether what stands at ``server`` may say what stands at ``address``.

    It may for its own host, those below it, and the ``news.``, ``rss.`` or ``m.`` of one site;
    ``a.blogs.example`` not for ``b.blogs.example``, nor ``a.co.kr`` for ``b.co.kr``.
    """
    own, other = _host(server), _host(address)
    if not own or not other:
        return False
    return other.endswith(f".{own}") or _bare(own) == _bare(other)


def is_front_page(address: str) -> bool:
    """Tell whether an address names a whole site, not one of its articles."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return not (parts.path.strip("/") or parts.query or parts.fragment)


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _bare(host: str) -> str:
    """Take off what sites call the hosts of their feeds and pages, never the site's own name."""
    labels = host.split(".")
    while len(labels) > 2 and labels[0] in _SERVICES and not _is_registry(labels[1:]):
        labels = labels[1:]
    return ".".join(labels)


def _is_registry(labels: list[str]) -> bool:
    """Tell whether names below are given to anybody: ``co.kr``, ``com.au``."""
    return len(labels) == 2 and len(labels[1]) == 2 and len(labels[0]) <= 3
