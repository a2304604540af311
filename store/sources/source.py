"""The values of a source: where news comes from, what it listed, and how it is doing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from store.article import Published

Kind = Literal["feed", "sitemap", "page", "folder"]

#: The reason of a SourceError that is nobody's fault: fetching was told to stop.
STOPPED: Final = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a server answered.

    ``url`` is where it was found after redirects, ``moved_to`` the new address when every
    redirect was permanent. ``data`` is decompressed; it is empty when ``unchanged`` (304).
    ``charset`` is the one the header declares.
    """

    url: str
    data: bytes = b""
    unchanged: bool = False
    content_type: str | None = None
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    moved_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry of a feed or sitemap: what it says of an article, and perhaps its text.

    ``key`` names the entry within its source; ``url`` is absolute; ``updated`` is the time of the
    last change as it is written there; ``html`` is the fullest text the entry gives, empty when
    it gives none.
    """

    key: str
    url: str | None = None
    title: str | None = None
    published: Published | None = None
    publisher: str | None = None
    author: str | None = None
    updated: str | None = None
    html: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a feed or sitemap lists, newest first; ``left_out`` older entries were over the cap.

    ``children`` are the addresses of further sitemaps; ``ttl_s`` is how often the feed wants to
    be asked at most.
    """

    kind: Literal["feed", "sitemap"]
    title: str | None = None
    language: str | None = None
    items: tuple[Item, ...] = ()
    left_out: int = 0
    children: tuple[str, ...] = ()
    ttl_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a source is doing. ``reason`` says why the last check failed, or what it left out."""

    interval_s: float
    next_at: datetime
    checked_at: datetime | None = None
    succeeded_at: datetime | None = None
    failures: int = 0
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where news comes from. ``address`` is a URL, or the path of a folder.

    ``pages`` says whether the page behind a link is fetched when the entry gives only a teaser.
    """

    id: int
    kind: Kind
    address: str
    title: str | None
    pages: bool
    paused: bool
    added_at: datetime
    health: Health
