"""What a page's head says: JSON-LD, OpenGraph, meta elements, and bodies kept in scripts."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from store.article import Published
from store.extract import bylines, dates, outlets
from store.extract.block import Metadata
from store.outlets import host_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_ARTICLE_TYPES: Final = re.compile(r"Article$|BlogPosting|Report$|LiveBlogPosting")
_TIME_NAMES: Final = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published",
    "datepublished", "date", "pubdate", "publishdate", "publish_date", "publish-date", "dc.date",
    "dc.date.issued", "dcterms.created", "parsely-pub-date", "sailthru.date", "article.published",
    "article_date_original", "original-publish-date", "cxenseparse:recs:publishtime",
)  # fmt: skip
# A body in a script: at least a paragraph.
_BODY_CHARS = 150
_BODY_KEYS: Final = frozenset(
    (
        "articlebody",
        "body",
        "content",
        "contents",
        "text",
        "article_body",
        "articlecontent",
        "bodytext",
        "html",
    )
)
_MOST_SCRIPT = 3_000_000

# Shorter window titles name the site or nothing.
_NO_TITLE: Final = 6

Json = Mapping[str, object]


def of_page(root: "_Element") -> tuple[Metadata, str | None]:
    """Read the head of the page; the second value is the longest article body in its scripts."""
    scripts = list(_scripts(root))
    entries = [entry for kind, value in scripts if "ld+json" in kind for entry in _mappings(value)]
    article: Json = next((entry for entry in entries if _is_article(entry)), {})
    meta = _metas(root)
    language = _language(root)
    url = _url(article, meta, root)
    publisher = _publisher(article, meta, url)
    title = _title(article, meta, root)
    known = Metadata(
        title=None if title is None or _names_the_site(title, meta, publisher) else title,
        published=_published(article, meta, root, language),
        publisher=publisher,
        author=_author(article, meta),
        url=url,
        language=language,
        shown_on=_shown_on(article, meta, root, url),
    )
    return known, _body([value for _, value in scripts])


def _scripts(root: "_Element") -> Iterator[tuple[str, object]]:
    for script in root.iter("script"):
        kind, text = (script.get("type") or "").lower(), script.text or ""
        if not 2 <= len(text) <= _MOST_SCRIPT:
            continue
        if "json" not in kind:
            text = _assigned(text)
        value = _parsed(text)
        if value is not None:
            yield kind, value


def _assigned(text: str) -> str:
    """The object in ``window.state = {…};``, the form in which pages keep their data."""
    found = re.search(r"[=(]\s{0,5}(?=[{\[])", text[:500])
    if found is None:
        return ""
    return text[found.end() :]


def _parsed(text: str) -> object | None:
    cleaned = re.sub(r"^\s*(?:<!--|//\s?<!\[CDATA\[)", "", text[:200]) + text[200:]
    try:
        value, _ = json.JSONDecoder(strict=False).raw_decode(cleaned.lstrip())
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict | list) else None


def _mappings(value: object) -> Iterator[Json]:
    """All objects inside ``value``, outermost first, without recursion."""
    waiting = [value]
    while waiting:
        item = waiting.pop(0) if len(waiting) < 500 else waiting.pop()
        if isinstance(item, dict):
            yield item
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)


def _is_article(entry: Json) -> bool:
    kinds = entry.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(name, str) and _ARTICLE_TYPES.search(name) for name in names)


def _metas(root: "_Element") -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        content = (meta.get("content") or "").strip()
        if name and content:
            found.setdefault(name.lower(), content[:2000])
    return found


def _language(root: "_Element") -> str | None:
    html = root if root.tag == "html" else None
    name = "" if html is None else (html.get("lang") or "")[:2].lower()
    return name if name in ("ko", "en", "ja", "zh") else None


def _words(value: object) -> str | None:
    """A text of the metadata as one line, its markup and white space removed."""
    if isinstance(value, list) and value:
        value = value[0]
    if not isinstance(value, str):
        return None
    text = re.sub(r"<[^<>]{0,200}>", "", value[:2000])
    for entity, character in (
        ("&quot;", '"'),
        ("&#39;", "'"),
        ("&#039;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ):
        text = text.replace(entity, character)
    return " ".join(text.split()) or None


def _title(article: Json, meta: Mapping[str, str], root: "_Element") -> str | None:
    heading = next((_words(" ".join(h1.itertext())) for h1 in root.iter("h1")), None)
    for machine in (
        _words(article.get("headline")),
        _words(meta.get("og:title")),
        _words(meta.get("twitter:title")),
    ):
        if machine is not None:
            cut = machine.rstrip(".…")
            # Some systems cut the headline for machines; the page shows it whole.
            whole = heading is not None and cut != machine and heading.startswith(cut)
            return heading if whole else machine
    title = next((_words(title.text) for title in root.iter("title")), None)
    if heading is not None and (title is None or heading in title or len(title) <= _NO_TITLE):
        return heading
    return title


def _names_the_site(title: str, meta: Mapping[str, str], publisher: str | None) -> bool:
    """Tell whether ``title`` is the site's and says nothing of the article."""
    names = (publisher, meta.get("og:site_name"), meta.get("application-name"))
    if any(name and _same_words(title, name) for name in names):
        return True
    return outlets.is_portal(title) or outlets.is_outlet(title)


def _same_words(one: str, other: str) -> bool:
    return re.sub(r"\W+", "", one).casefold() == re.sub(r"\W+", "", other).casefold()


def _published(
    article: Json, meta: Mapping[str, str], root: "_Element", language: str | None
) -> Published | None:
    written = [_words(article.get("datePublished"))]
    written += [meta.get(name) for name in _TIME_NAMES]
    written += [
        element.get("content") or element.get("datetime") or element.get("data-date-time")
        for element in root.iter("time", "span", "p", "div", "em")
        if element.get("itemprop") == "datePublished"
        or element.get("pubdate") is not None
        or (
            element.get("data-date-time") is not None
            and "modif" not in (element.get("class") or "").lower()
        )
    ]
    for text in written:
        published = dates.iso(text, language or "ko") if text else None
        if published is not None:
            return published
    return None


def _publisher(article: Json, meta: Mapping[str, str], url: str | None) -> str | None:
    name = _name(article.get("publisher"))
    on_portal = _words((meta.get("og:article:author") or "").split("|")[0])
    # A portal that calls itself the publisher names the outlet as the author.
    author = _name(article.get("author")) if name and outlets.is_portal(name) else None
    made_by = author if author and outlets.looks_like_outlet(author) else None
    return outlets.of_site(
        (name, on_portal, made_by),
        site=_words(meta.get("og:site_name")),
        host=host_of(url) if url else None,
    )


def _name(holder: object) -> str | None:
    holder = holder[0] if isinstance(holder, list) and holder else holder
    return _words(holder.get("name") if isinstance(holder, dict) else holder)


def _shown_on(
    article: Json, meta: Mapping[str, str], root: "_Element", url: str | None
) -> tuple[str, ...]:
    title = next((_words(title.text) for title in root.iter("title")), None)
    evidence = (
        url,
        _words(meta.get("og:site_name")),
        _name(article.get("publisher")),
        outlets.suffix(title) if title else None,
    )
    return tuple(filter(None, evidence))


def _author(article: Json, meta: Mapping[str, str]) -> str | None:
    holders = article.get("author")
    holders = holders if isinstance(holders, list) else [holders]
    names = [_words(one.get("name") if isinstance(one, dict) else one) for one in holders]
    if not any(names):
        known = ("author", "article:author", "dable:author", "byl")
        names = [next(filter(None, (_words(meta.get(name)) for name in known)), None)]
    people = [person for name in names if name for person in _people(name)]
    return ", ".join(dict.fromkeys(people)) or None


def _people(name: str) -> list[str]:
    """The persons in an author's field, which also holds outlets, addresses and departments."""
    if name.startswith("http") or outlets.is_portal(name) or outlets.looks_like_outlet(name):
        return []
    found = bylines.authors(name) or bylines.authors(f"{name} 기자")
    if found:
        return found
    plain = re.sub(r"\S+@\S+|^[Bb]y\s|\(.*", "", name).strip(" ,/|")
    return [plain] if 2 <= len(plain) <= 40 and len(plain.split()) <= 4 else []


def _url(article: Json, meta: Mapping[str, str], root: "_Element") -> str | None:
    links = [link.get("href") for link in root.iter("link") if link.get("rel") == "canonical"]
    page = article.get("mainEntityOfPage")
    page = page.get("@id") if isinstance(page, dict) else page
    for address in (*links, meta.get("og:url"), article.get("url"), page):
        if isinstance(address, str) and _is_article_address(address.strip()):
            return address.strip()
    return None


def _is_article_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    inside = parts.path.strip("/") or parts.query
    return parts.scheme in ("http", "https") and bool(parts.hostname) and bool(inside)


def _body(values: list[object]) -> str | None:
    """The longest text under a name that bodies have; markup inside becomes line breaks."""
    best = ""
    for value in values:
        for entry in _mappings(value):
            for key, text in entry.items():
                if key.lower() in _BODY_KEYS and isinstance(text, str) and len(text) > len(best):
                    best = text
            elements = entry.get("content_elements")
            if isinstance(elements, list):
                joined = _joined(elements)
                best = joined if len(joined) > len(best) else best
    if len(best) < _BODY_CHARS:
        return None
    broken = re.sub(r"(?i)<\s?/?(?:p|div|br|h\d|li|figure|tr)\b[^<>]{0,300}>", "\n\n", best)
    return re.sub(r"<[^<>]{0,500}>", "", broken).strip()


def _joined(elements: list[object]) -> str:
    texts = (item.get("content") for item in elements if isinstance(item, dict))
    return "\n\n".join(text for text in texts if isinstance(text, str))
