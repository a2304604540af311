"""Lists of feeds as feed readers exchange them (OPML): read from any file, written cleanly."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from store.errors import SourceError
from store.sources import confined
from store.sources.child import Outlines
from store.sources.entries import one_line
from store.sources.markup import absolute, document, mended, text_of

#: 50,000 feeds; nobody reads so many.
_MAX_BYTES: Final = 10 * 1024 * 1024
_FEED_TYPES: Final = ("rss", "rss1", "rss2", "atom", "feed")
_SCHEME_OF_READERS = re.compile(r"feed:(?://)?(?=https?:)|feed(?=://)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpmlEntry:
    """A feed in a list; ``title`` is one line."""

    address: str
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenOutline:
    """A place of the file that gives no feed: its line, from 1, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpmlList:
    """The feeds of a list in its order, each address once, whatever folder they stand in."""

    entries: tuple[OpmlEntry, ...]
    broken: tuple[BrokenOutline, ...] = ()


def read_opml(data: bytes, *, wall_s: float = confined.WALL_S) -> OpmlList:
    """Read the list ``data`` as far as it can be read.

    Raises ``SourceError``: ``not_opml``, ``bad_feed`` (undecodable, or with a DTD of its own),
    ``too_large`` or ``too_slow``.
    """
    if len(data) > _MAX_BYTES:
        raise SourceError("too_large", "The list is larger than 10 MB.")
    text = text_of(data) if data.strip() else ""
    if re.search(r"<(?:opml|outline)\b", text, re.IGNORECASE) is None:
        raise SourceError("not_opml", "This is not an OPML list.")
    _, markup = document(text)
    return opml_list(confined.parse("opml", markup or mended(text), wall_s=wall_s))


def opml_list(found: Outlines) -> OpmlList:
    """Tell feeds from folders, and note which outlines were meant as feeds but name none."""
    entries: dict[str, OpmlEntry] = {}
    broken = {line: f"it is damaged: {fault}" for line, fault in reversed(found["faults"])}
    for outline in found["outlines"]:
        attributes = outline["attributes"]
        written = attributes.get("xmlurl", "").strip()
        address = absolute(_SCHEME_OF_READERS.sub(_to_web, written, count=1))
        if address is not None:
            title = one_line(attributes.get("text") or attributes.get("title") or "")
            entry = OpmlEntry(address=address, title=None if title == address else title)
            entries.setdefault(address, entry)
        elif written:
            broken[outline["line"]] = "its address does not begin with http:// or https://"
        elif "htmlurl" in attributes or attributes.get("type", "").lower() in _FEED_TYPES:
            broken.setdefault(outline["line"], "it has no address of a feed (xmlUrl)")
    return OpmlList(
        entries=tuple(entries.values()),
        broken=tuple(BrokenOutline(line=line, reason=broken[line]) for line in sorted(broken)),
    )


def _to_web(scheme: re.Match[str]) -> str:
    return "" if ":" in scheme[0] else "http"


def write_opml(entries: Iterable[OpmlEntry], *, title: str) -> bytes:
    """Write ``entries`` as OPML 2.0; titles become one line, without what XML cannot hold."""
    root = ET.Element("opml", version="2.0")
    head = ET.SubElement(root, "head")
    ET.SubElement(head, "title").text = one_line(title) or ""
    body = ET.SubElement(root, "body")
    for entry in entries:
        name = one_line(entry.title or "") or entry.address
        ET.SubElement(body, "outline", type="rss", text=name, title=name, xmlUrl=entry.address)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
