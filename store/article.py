"""The values of an article on its way: as extracted, as stored, as refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo
from typing import Final, Literal

Precision = Literal["minute", "day", "month"]

#: Between two paragraphs of ``Article.text``.
PARAGRAPH_BREAK: Final = "\n\n"

#: Why a file is refused: the code that is stored and shown, and what it means.
REASONS: Final[Mapping[str, str]] = {
    "empty": "the file is empty or only white space",
    "too_large": "the file is larger than 10 MB (an archive: 100 MB)",
    "binary": "the file is not text",
    "undecodable": "the file's characters could not be read in any known encoding",
    "unsupported": "files of this kind are not read (txt, html, md, json, zip are)",
    "symlink": "the file is a symbolic link, which is never followed",
    "not_a_file": "this is not a regular file",
    "unreadable": "the file could not be opened",
    "vanished": "the file was gone before it could be read",
    "no_article": "no article text was found in the file",
    "headline_list": "the file holds only a list of headlines",
    "bad_json": "the JSON is not one article",
    "bad_zip": "the archive is damaged or protected",
    "zip_unsafe_path": "the archive holds a path that leads out of it",
    "zip_nested": "an archive inside the archive is not opened",
    "zip_bomb": "the archive unpacks to more than is allowed",
    "bad_feed": "the file looks like a feed but cannot be read",
    "removed": "this article was removed by an admin and is not taken in again",
    "expired": "the article is older than the setting SOSIK_KEEP_DAYS allows",
    "failed": "reading the file failed unexpectedly",
    "too_slow": "the file has more lines or tags than can be read in time",
}


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Published:
    """When an article appeared, exactly as precise as its source says.

    ``iso`` is ``2023-04-11T15:10:00+09:00`` (a time is known, with its offset), ``2025-05-10``
    or ``2025-05``; nothing more precise is ever made up.
    """

    iso: str

    @property
    def precision(self) -> Precision:
        """The smallest unit that is known."""
        if "T" in self.iso:
            return "minute"
        return "day" if len(self.iso) == len("2025-05-10") else "month"

    def local_date(self, zone: tzinfo) -> date:
        """The calendar day in ``zone`` (the first of the month when only the month is known)."""
        if self.precision == "minute":
            return datetime.fromisoformat(self.iso).astimezone(zone).date()
        return date.fromisoformat(self.iso if self.precision == "day" else f"{self.iso}-01")

    def instant(self, zone: tzinfo) -> datetime:
        """The first aware instant the publication can have had; days begin in ``zone``."""
        if self.precision == "minute":
            return datetime.fromisoformat(self.iso)
        return datetime.combine(self.local_date(zone), time.min, tzinfo=zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class InferredDate:
    """What the text lets one conclude about the day of publication; never shown as known.

    ``best`` lies within ``earliest`` and ``latest`` where these are given; ``evidence`` are the
    phrases it rests on.
    """

    best: date | None
    earliest: date | None
    latest: date | None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DroppedLine:
    """A line of the file that is no part of the article, and its class (``date``, ``byline`` …)."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """An article as read from one file; what the file does not say is ``None``.

    ``title_source`` says where the title came from (``headline``, ``meta``, ``json``), or
    ``derived`` when the page shows none and ``title`` is ``None``. ``reposted_by`` is the portal,
    blog or board that only shows the text again, ``agency`` the news agency that the text itself
    names as where it comes from; neither is the publisher for that.
    """

    title: str | None
    title_source: str
    paragraphs: tuple[str, ...]
    captions: tuple[str, ...] = ()
    published: Published | None = None
    inferred: InferredDate | None = None
    publisher: str | None = None
    reposted_by: str | None = None
    agency: str | None = None
    author: str | None = None
    language: str | None = None
    url: str | None = None
    dropped: tuple[DroppedLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A file that gives no article: ``reason`` is a key of ``REASONS``, ``detail`` one sentence."""

    reason: str
    detail: str
    dropped: tuple[DroppedLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of an article, ``article.text[start:end] == text``, on sentence borders."""

    id: int
    article_id: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDate:
    """Days that a text names (오는 7일, 지난달), resolved against the day it was published.

    They stand at ``text[start:end]``; ``first`` and ``last`` are both included, and equal for a
    single day.
    """

    start: int
    end: int
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceChange:
    """A sentence that a new version of an article changed: ``old`` is None when it was added,
    ``new`` is None when it was taken out.
    """

    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A stored article in its current version.

    ``text`` is the paragraphs joined by ``PARAGRAPH_BREAK``, letter for letter as extracted;
    ``file`` is the name of the file it came in; ``stored_at`` is aware UTC.
    """

    id: int
    version: int
    text: str
    title: str | None
    file: str
    stored_at: datetime
    outlet: str | None = None
    reposted_by: str | None = None
    agency: str | None = None
    author: str | None = None
    published: Published | None = None
    inferred: InferredDate | None = None
    language: str | None = None
    url: str | None = None
    captions: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One version of an article on record: what it changed of the one before, what was dropped."""

    number: int
    stored_at: datetime
    title: str | None
    changes: tuple[SentenceChange, ...]
    dropped: tuple[DroppedLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """Articles with one text, which count as one independent source.

    ``articles`` are the ids, as they were stored; ``outlets`` those that carry it, in the same
    order. ``origin`` is the article it comes from, None when only the ``origin_outlet`` is known:
    a news agency that the copies name.
    """

    articles: tuple[int, ...]
    outlets: tuple[str, ...]
    origin: int | None
    origin_outlet: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletCount:
    """How much is kept of one outlet (``None``: of unknown ones), and its newest publication."""

    outlet: str | None
    articles: int
    newest: Published | None
