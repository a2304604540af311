"""Reads what a feed or a sitemap lists, from bytes: the entries, newest first."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal

from store.errors import SourceError
from store.extract.language import language as language_of
from store.extract.language import weight
from store.sources import confined
from store.sources.child import Channel, Entry
from store.sources.entries import items, plain, visible
from store.sources.entry_dates import entry_date
from store.sources.markup import absolute, document, feed_links, sniff, text_of
from store.sources.source import Item, Listing

__all__ = ["MAX_ITEMS", "feed_links", "is_teaser", "read_listing", "sniff"]

#: Of a longer list only the newest entries are kept; feeds have 10 to 100, news sitemaps 1,000.
MAX_ITEMS: Final = 2000
#: A sitemap index may list years of archives (its protocol allows 50,000).
MAX_CHILDREN: Final = 50
#: No larger than what the fetcher lets through for a page.
_MAX_BYTES: Final = 10 * 1024 * 1024
#: So many titles show the language of a feed, whatever its head says.
_TITLES: Final = 50
_EAST_ASIAN: Final = ("ko", "ja", "zh")
#: A feed that wants to be asked less often than once a week has its figure wrong.
_MAX_TTL_S: Final = 7 * 86_400.0
_PERIODS_S: Final = {"hourly": 3600.0, "daily": 86_400.0, "weekly": _MAX_TTL_S}

#: In Hangul syllables, two other characters counting as one. Excerpts are cut at 55 words
#: (WordPress) or 100 to 250 syllables; 12 % of 408 whole news articles are shorter than this, and
#: for these the page is fetched for nothing.
_TEASER_WEIGHT: Final = 300
#: The marks of a cut stand at the very end.
_END_CHARS: Final = 100
_CUT_OFF = re.compile(
    r"(?:…|\.{3,}|⋯|\[\s?\+?\d{0,6}\s?(?:chars)?\s?\])[\])）]?$"
    r"|(?:더\s?보기|더\s?읽기|자세히\s?보기|전문\s?보기|기사\s?전문|이어서\s?보기|계속\s?읽기"
    r"|続きを読む|もっと見る|阅读全文|閱讀全文|查看全文|阅读更多"
    r"|(?:read|see|learn|view) more|(?:continue|keep) reading"
    r"|read (?:the )?full (?:story|article))\s?[.…»>→\])]{0,4}$",
    re.IGNORECASE,
)
#: WordPress puts this line behind its texts and excerpts.
_TRAILER_CHARS: Final = 800
_FIRST_APPEARED = re.compile(r"\s?The post .{1,500} (?:appeared first|first appeared) on .{1,200}$")


def read_listing(
    data: bytes,
    *,
    url: str,
    charset: str | None = None,
    now: datetime,
    wall_s: float = confined.WALL_S,
) -> Listing:
    """Read the feed or sitemap ``data`` that ``url`` serves; ``charset`` is from the HTTP header.

    Entries without a date stand behind the one that the feed has before them. The date of a feed's
    entry is that of its last change where no other is given; a sitemap's ``lastmod`` only orders.
    Raises ``SourceError``: ``not_a_feed``, ``bad_feed``, ``too_slow`` (after ``wall_s`` seconds of
    parsing) or ``too_large``.
    """
    kind, markup = recognised(data, charset)
    return listing_of(confined.parse(kind, markup, wall_s=wall_s), kind=kind, url=url, now=now)


def recognised(data: bytes, charset: str | None) -> tuple[Literal["feed", "sitemap"], str]:
    """Decode ``data`` and tell which of both it is; raises as ``read_listing`` does."""
    if len(data) > _MAX_BYTES:
        raise SourceError("too_large", "What the address serves is larger than 10 MB.")
    if not data.strip():
        raise SourceError("not_a_feed", "The address serves nothing.")
    kind, markup = document(text_of(data, charset))
    if kind == "html":
        raise SourceError("not_a_feed", "The address serves a page, not a feed.")
    if kind == "other":
        raise SourceError("not_a_feed", "The address serves neither a feed nor a sitemap.")
    return kind, markup


def listing_of(
    channel: Channel, *, kind: Literal["feed", "sitemap"], url: str, now: datetime
) -> Listing:
    """Make a listing of what the parser found at ``url``."""
    entries = channel.get("entries", [])
    language, country = _languages(channel, entries)
    found = items(
        entries,
        bases=(channel.get("link"), url),
        language=country,
        now=now,
        is_feed=kind == "feed",
    )
    return Listing(
        kind=kind,
        title=plain(channel.get("title")),
        language=language,
        items=found[:MAX_ITEMS],
        left_out=max(0, len(found) - MAX_ITEMS),
        children=_children(channel.get("children", []), url, now),
        ttl_s=_ttl_s(channel),
    )


def is_teaser(item: Item) -> bool:
    """Tell whether ``item`` gives too little text to be its article, so that its page is needed.

    It does when it ends as texts end that were cut off, and when it is short. Flash news of a
    sentence counts as a teaser too: its page only repeats it.
    """
    text = visible(item.html)
    text = text[:-_TRAILER_CHARS] + _FIRST_APPEARED.sub("", text[-_TRAILER_CHARS:])
    return weight(text) < _TEASER_WEIGHT or _CUT_OFF.search(text[-_END_CHARS:]) is not None


def _languages(channel: Channel, entries: Sequence[Entry]) -> tuple[str | None, str | None]:
    """The language of the entries, and the one that tells the country for times without a zone.

    Many programs declare English for whatever they publish, so East Asian titles decide; Latin
    ones do not, since they are of many languages.
    """
    declared = channel.get("language", "").lower().replace("_", "-").partition("-")[0] or None
    titles = " ".join(entry.get("title", "") for entry in entries[:_TITLES])
    shown = language_of(titles)
    if shown == "zh" and declared == "ja":
        shown = "ja"  # headlines may do without kana
    if shown in _EAST_ASIAN:
        return shown, shown
    if shown is None or declared not in (None, *_EAST_ASIAN):
        return declared, declared
    return shown, declared


def _children(entries: Sequence[Entry], url: str, now: datetime) -> tuple[str, ...]:
    """The addresses of further sitemaps: those of news first, then those changed last."""
    dated = []
    for entry in entries:
        address = absolute(entry.get("link"), url)
        changed = entry_date(entry.get("updated"), language=None, now=now)
        if address is not None:
            dated.append(("news" in address.lower(), changed.iso if changed else "", address))
    dated.sort(key=lambda child: child[:2], reverse=True)
    return tuple(dict.fromkeys(address for _, _, address in dated))[:MAX_CHILDREN]


def _ttl_s(channel: Channel) -> float | None:
    """How many seconds the feed wants to be left alone: ``ttl`` in minutes, or RDF's period."""
    minutes = re.fullmatch(r"\d{1,9}", channel.get("ttl", ""))
    wanted = int(minutes[0]) * 60.0 if minutes else 0.0
    period = _PERIODS_S.get(channel.get("update_period", "").lower())
    if not wanted and period:
        times = re.fullmatch(r"\d{1,6}", channel.get("update_frequency", "1"))
        wanted = period / max(1, int(times[0])) if times else period
    return min(wanted, _MAX_TTL_S) or None
