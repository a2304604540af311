"""Turns the entries of a feed or sitemap, as they were written, into items."""

import hashlib
import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from store.article import Published
from store.extract import bylines, dates, outlets
from store.sources.child import Entry
from store.sources.entry_dates import entry_date
from store.sources.markup import absolute
from store.sources.source import Item

#: Headlines have up to 100 characters, the longest titles of papers 300.
_MAX_TITLE_CHARS: Final = 500
#: As they are written, with every character escaped twice (&amp;#45796;).
_MAX_WRITTEN_CHARS: Final = 12 * _MAX_TITLE_CHARS
#: Names of outlets and of several writers together.
_MAX_NAME_CHARS: Final = 200
#: Longer identifiers are kept as their hash.
_MAX_KEY_CHARS: Final = 500
#: Escaped twice is common, more often is not.
_MAX_ESCAPES: Final = 3

#: In titles only tags of text count: ``List<String>`` and ``<속보>`` are words.
_TITLE_TAG = re.compile(
    r"</?(?:a|b|i|u|s|em|strong|span|font|br|p|div|sub|sup|small|big|mark|q|cite|h[1-6]|img|code"
    r"|wbr|ruby|rb|rt|rp)(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
#: Zero-width and bidirectional marks, which only serve to disguise a headline.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd-\uffff\ud800-\udfff]"
)
_HIDDEN = re.compile(
    r"<(script|style)\b.*?(?:</\1\s{0,9}>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.IGNORECASE
)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_AROUND_NAMES: Final = " ,/|()<>"
_ADDRESS = re.compile(r"\S+@\S+|\w+://\S+")
_LATIN_NAME = re.compile(r"[A-ZÀ-Þ][\w.'’-]*(?: [\w.'’-]+){1,3}")
_HAN_NAME = re.compile(r"[一-鿿ぁ-ヿ々 　・]{2,10}(?<![部室局社班報报網网聞闻会])")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dated:
    entry: Entry
    link: str | None
    published: Published | None
    order: datetime | None


def items(
    entries: Sequence[Entry],
    *,
    bases: tuple[str | None, ...],
    language: str | None,
    now: datetime,
    is_feed: bool,
) -> tuple[Item, ...]:
    """Make items of ``entries``, newest first, each key once (the newest entry of a key counts).

    ``bases`` are what relative addresses are resolved against. An entry without a date stands
    behind the one before it.
    """
    dated = [_dated(entry, bases, language, now, is_feed=is_feed) for entry in entries]
    dated = [one for one in dated if one.link or one.entry.get("title") or one.entry.get("html")]
    keys = _keys(dated)
    found: dict[str, Item] = {}
    for at in _newest_first(dated):
        if keys[at] not in found:
            found[keys[at]] = _item(keys[at], dated[at])
    return tuple(found.values())


def _dated(
    entry: Entry,
    bases: tuple[str | None, ...],
    language: str | None,
    now: datetime,
    *,
    is_feed: bool,
) -> _Dated:
    """Resolve the entry's address and read its dates.

    A feed's ``updated`` (also RDF's ``dc:date``) counts as publication where nothing else is
    given; a sitemap's ``lastmod`` may be years after it, and only orders.
    """
    published = entry_date(entry.get("published"), language=language, now=now)
    updated = None if published else entry_date(entry.get("updated"), language=language, now=now)
    order = published or updated
    return _Dated(
        entry=entry,
        link=_link(entry, bases),
        published=published or (updated if is_feed else None),
        order=order.instant(dates.KST) if order else None,
    )


def _link(entry: Entry, bases: tuple[str | None, ...]) -> str | None:
    """The entry's address; an identifier that stands for it must look like one."""
    link = entry.get("link")
    if link and entry.get("link_is_id") and not re.match(r"https?://|/", link):
        return None
    return absolute(link, *bases)


def _newest_first(dated: Sequence[_Dated]) -> list[int]:
    """The order of ``dated`` by time: without one, by that of the neighbour before or after it."""
    times = [one.order for one in dated]
    known = next((moment for moment in times if moment is not None), None)
    if known is None:
        return list(range(len(dated)))
    filled = []
    for moment in times:
        known = moment or known
        filled.append(known)
    return sorted(range(len(dated)), key=lambda at: filled[at], reverse=True)


def _keys(dated: Sequence[_Dated]) -> list[str]:
    """Name each entry: by its identifier, with its address where that is not its own, or by that.

    Two entries of one name are one: the same identifier and address, or all the same text.
    """
    identifiers = Counter(one.entry.get("id") for one in dated)
    links = Counter(one.link for one in dated if "id" not in one.entry)
    return [_short(_key(one, identifiers, links)) for one in dated]


def _key(one: _Dated, identifiers: Counter[str | None], links: Counter[str | None]) -> str:
    identifier = one.entry.get("id")
    if identifier and identifiers[identifier] == 1:
        return identifier
    if one.link and identifier:
        return f"{identifier} {one.link}"
    if one.link and links[one.link] == 1:
        return one.link
    said = f"{one.entry.get('title', '')}\n{one.entry.get('html', '')}"
    return " ".join(part for part in (identifier, one.link, _digest(said)) if part)


def _short(key: str) -> str:
    return key if len(key) <= _MAX_KEY_CHARS else _digest(key)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def _item(key: str, one: _Dated) -> Item:
    entry = one.entry
    publisher = _publisher(entry.get("publisher"))
    title = plain(entry.get("title"))
    if title and publisher and title.endswith(f" - {publisher}"):
        title = title[: -len(f" - {publisher}")].rstrip() or None
    return Item(
        key=key,
        url=one.link,
        title=title,
        published=one.published,
        publisher=publisher,
        author=_authors(entry.get("authors", [])),
        updated=entry.get("updated"),
        html=entry.get("html", ""),
    )


def plain(text: str | None) -> str | None:
    """Read a title, which may be HTML and be escaped twice, as one line of text."""
    text = (text or "")[:_MAX_WRITTEN_CHARS]
    for _ in range(_MAX_ESCAPES):
        read = html.unescape(_TITLE_TAG.sub("", text))
        if read == text:
            break
        text = read
    return one_line(_TITLE_TAG.sub("", text))


def one_line(text: str) -> str | None:
    """Read text as one line in NFC without marks that are not seen; ``None`` if that is empty."""
    line = " ".join(_UNSEEN.sub("", text).split())
    return unicodedata.normalize("NFC", line)[:_MAX_TITLE_CHARS].strip() or None


def visible(markup: str) -> str:
    """Read HTML as one line of the text that it shows."""
    return " ".join(html.unescape(_TAG.sub(" ", _HIDDEN.sub(" ", markup))).split())


def _publisher(name: str | None) -> str | None:
    """The outlet that an aggregator names; an address names none."""
    line = plain(name)
    if line is None or _ADDRESS.search(line) or len(line) > _MAX_NAME_CHARS:
        return None
    return line


def _authors(names: Iterable[str]) -> str | None:
    """The persons among ``names``: feeds also put outlets, departments and addresses there."""
    people = [person for name in names for person in _people(plain(name) or "")]
    return ", ".join(dict.fromkeys(people))[:_MAX_NAME_CHARS] or None


def _people(name: str) -> Iterator[str]:
    name = _ADDRESS.sub("", name).strip(_AROUND_NAMES)
    name = re.sub(r"^by\s|\(.*", "", name, flags=re.IGNORECASE).strip(_AROUND_NAMES)
    if not name or outlets.looks_like_outlet(name) or outlets.is_portal(name):
        return
    found = bylines.authors(name) or bylines.authors(f"{name} 기자")
    if not found and (_LATIN_NAME.fullmatch(name) or _HAN_NAME.fullmatch(name)):
        found = [name]
    yield from found
