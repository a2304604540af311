"""What a page's head says: JSON-LD, OpenGraph, meta elements, and bodies kept in scripts."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from store.article import Published
from store.extract import bylines, dates, outlets
from store.extract.block import Metadata
from store.extract.scripts import Body, Json, mappings, parsed
from store.outlets import host_of, shipped

if TYPE_CHECKING:
    from lxml.etree import _Element

_ARTICLE_TYPES: Final = re.compile(r"Article$|BlogPosting|Report$|LiveBlogPosting")
_TIME_NAMES: Final = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published",
    "datepublished", "date", "pubdate", "publishdate", "publish_date", "publish-date", "dc.date",
    "dc.date.issued", "dcterms.created", "parsely-pub-date", "sailthru.date", "article.published",
    "og:regdate", "article_date_original", "original-publish-date", "cxenseparse:recs:publishtime",
)  # fmt: skip
_DATED: Final = "//*[@itemprop='datePublished' or @pubdate or @data-date-time]"
_TIME_ATTRIBUTES: Final = ("content", "datetime", "data-date-time", "title")
_PROPERTIES: Final = {"headline": "og:title", "author": "author", "publisher": "publisher"}

_HOLDERS: Final = ("author", "publisher")

# Shorter window titles name the site or nothing.
_NO_TITLE: Final = 6
# Longer ones are part of a headline.
_SITE_NAME: Final = 12

_FULL_NAME = re.compile(r"[A-Z][\w’'.-]{0,20}(?: [\w’'.-]{1,20}){1,3}")

# What a system of Korean regional papers writes before the headline in its window's title.
_MOBILE_SITE = re.compile(r"^.{2,20} 모바일 사이트,\s{1,3}")

# A page has a few; more are an attack.
_MOST_LINKED_DATA: Final = 60


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of its article; ``body`` is the text that its linked data holds."""

    known: Metadata
    body: str | None


def of_page(root: "_Element") -> Head:
    """Read what the page says of itself for machines."""
    data = list(_linked_data(root))
    article = _joined(next(filter(_is_article, data), {}), data)
    meta = _microdata(root) | _metas(root)
    language = _language(root)
    url = _url(article, meta, root)
    publisher = None if _is_on_blog(root) else _publisher(article, meta, url)
    title = _title(article, meta, root)
    known = Metadata(
        title=None if title is None or _names_the_site(title, meta, publisher) else title,
        published=_published(article, meta, root, language),
        publisher=publisher,
        author=_author(article, meta, publisher),
        url=url,
        language=language,
        shown_on=_shown_on(article, meta, root, url),
    )
    body = article.get("articleBody")
    return Head(known, body if isinstance(body, str) else None)


def with_body(known: Metadata, body: Body) -> Metadata:
    """Add to what the head says what stands beside ``body`` in the page's data."""
    own = (known.publisher, *known.shown_on)
    return replace(
        known,
        title=known.title or body.title,
        published=known.published
        or (dates.iso(body.published, known.language or "ko") if body.published else None),
        publisher=known.publisher or next(filter(outlets.looks_like_outlet, body.outlets), None),
        author=known.author or _persons(body.authors, own),
    )


def _linked_data(root: "_Element") -> Iterator[Json]:
    found = (
        script for script in root.iter("script") if "ld+json" in script.get("type", "").lower()
    )
    for script in islice(found, _MOST_LINKED_DATA):
        text = script.text or ""
        value = parsed(text)
        if value is None:
            value = parsed(re.sub(r",(\s{0,200}[}\]])", r"\1", text))
        yield from mappings(value if value is not None else _said(text))


def _joined(article: Json, data: Iterable[Json]) -> Json:
    """Put in place of ``{"@id": …}`` the publisher and authors that stand elsewhere in ``data``."""
    named = {
        entry["@id"]: entry
        for entry in data
        if entry.get("name") and isinstance(entry.get("@id"), str)
    }

    def full(holder: object) -> object:
        if isinstance(holder, list):
            return [full(one) if isinstance(one, dict) else one for one in holder]
        if not isinstance(holder, dict) or holder.get("name"):
            return holder
        at = holder.get("@id")
        return named.get(at, holder) if isinstance(at, str) else holder

    return {**article, **{key: full(article[key]) for key in _HOLDERS if key in article}}


def _said(text: str) -> Json:
    """The two fields that matter most, out of linked data that is no JSON."""
    fields = re.findall(
        r'"(headline|datePublished)"\s{0,5}:\s{0,5}"([^"\\\n]{4,300})"', text[:100_000]
    )
    return {"@type": "Article", **dict(reversed(fields))}


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


def _microdata(root: "_Element") -> dict[str, str]:
    """The article's own properties of schema.org, under the names of the metadata they equal."""
    found: dict[str, str] = {}
    for element in islice(root.xpath("//*[@itemprop]"), 300):
        name = _PROPERTIES.get(element.get("itemprop"))
        inner = element.xpath("(.//*[@itemprop='name'])[1]") or [element]
        said = _words(inner[0].get("content") or " ".join(islice(inner[0].itertext(), 20)))
        if name is not None and said is not None and len(said) <= 300:
            found.setdefault(name, said)
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
    title = title and _without_site(_MOBILE_SITE.sub("", title))
    if heading is not None and (title is None or heading in title or len(title) <= _NO_TITLE):
        return heading
    return title


def _without_site(title: str) -> str:
    """Cut ``_国内_新华网`` off: Chinese sites divide the names in a window's title so."""
    headline, *names = title.split("_")
    known = names and (outlets.is_portal(names[-1]) or outlets.is_outlet(names[-1]))
    return headline if known and all(len(name) <= _SITE_NAME for name in names) else title


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
        next(filter(None, map(element.get, _TIME_ATTRIBUTES)), None)
        for element in root.xpath(_DATED)
        if "modif" not in (element.get("class") or "").lower()
    ]
    for text in written:
        published = dates.iso(_spaced(text), language or "ko") if text else None
        if published is not None:
            return published
    return None


def _spaced(stamp: str) -> str:
    """Put the marks into a time that is written as twelve or fourteen figures."""
    found = re.fullmatch(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(?:\d\d)?", stamp.strip())
    return stamp if found is None else "{}-{}-{}T{}:{}:00".format(*found.groups())


def _publisher(article: Json, meta: Mapping[str, str], url: str | None) -> str | None:
    name = _name(article.get("publisher"))
    on_portal, *portal = (_words(meta.get("og:article:author")) or "").split("|")
    if not portal and not outlets.looks_like_outlet(on_portal):
        on_portal = ""  # hundreds of regional papers name the reporter there
    named = _words(meta.get("article:media_name") or meta.get("mediaid") or meta.get("publisher"))
    # A portal that calls itself the publisher names the outlet as the author.
    author = _name(article.get("author")) if name and outlets.is_portal(name) else None
    made_by = author if author and outlets.looks_like_outlet(author) else None
    return outlets.of_site(
        (name, on_portal, named, made_by),
        site=_words(meta.get("og:site_name")),
        host=host_of(url) if url else None,
    )


def _is_on_blog(root: "_Element") -> bool:
    """Tell whether the window's title ends with a host of blogs: a page saved without address."""
    title = next((_words(title.text) for title in root.iter("title")), None)
    host = outlets.suffix(title) if title else None
    return host is not None and any(one.kind == "blog" for one in shipped().named(host))


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
        outlets.suffix(title.replace("_", " | ")) if title else None,
    )
    return tuple(filter(None, evidence))


def _author(article: Json, meta: Mapping[str, str], publisher: str | None) -> str | None:
    holders = article.get("author")
    holders = holders if isinstance(holders, list) else [holders]
    names = [_words(one.get("name") if isinstance(one, dict) else one) for one in holders]
    if not any(names):
        known = ("author", "article:author", "dable:author", "byl", "naverblog:nickname")
        names = [next(filter(None, (_words(meta.get(name)) for name in known)), None)]
    if not any(names):
        # Naver names the outlet there, and itself; regional papers the reporter.
        reporter = _words(meta.get("og:article:author")) or ""
        names = [None if "|" in reporter else reporter]
    return _persons(names, (publisher, meta.get("og:site_name"), meta.get("mediaid")))


def _persons(names: Iterable[str | None], own: Iterable[str | None]) -> str | None:
    """The persons among ``names``, of which some are the site's ``own``."""
    sites = [one for one in own if one]
    told = [name for name in names if name and not any(_same_words(name, one) for one in sites)]
    return ", ".join(dict.fromkeys(person for name in told for person in _people(name))) or None


def _people(name: str) -> list[str]:
    """The persons in an author's field, which also holds outlets, addresses and departments."""
    if name.startswith("http") or outlets.is_portal(name) or outlets.looks_like_outlet(name):
        return []
    found = bylines.authors(name) or bylines.authors(f"{name} 기자")
    if found:
        return found
    plain = re.sub(r"\S+@\S+|^[Bb]y\s|\(.*|\s기자$", "", name).strip(" ,/|")
    several = re.split(r"\s?[,;]\s?", plain)
    if len(several) > 1 and all(_FULL_NAME.fullmatch(one) for one in several):
        return several
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
