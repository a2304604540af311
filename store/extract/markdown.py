"""Reads Markdown: front matter, headings, pictures; links and emphasis become their text."""

import re

from store.article import Extracted, Refused
from store.extract import dates, furniture
from store.extract.block import NOTHING_KNOWN, Block, Metadata, blocks_of
from store.extract.language import language
from store.extract.reading import read

_FRONT = re.compile(r"\A---[ \t]*\n(?P<fields>(?:[^\n]*\n){1,60}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_FIELD = re.compile(r"^(?P<name>[A-Za-z_]{2,20})\s{0,4}:\s{0,4}(?P<value>\S.{0,1000})$")
_NAMES = {
    "title": "title",
    "date": "published",
    "published": "published",
    "publisheddate": "published",
    "author": "author",
    "publisher": "publisher",
    "outlet": "publisher",
    "source": "publisher",
    "url": "url",
    "link": "url",
    "canonical": "url",
    "canonical_url": "url",
}
_INLINE_IMAGE = re.compile(r"!\[[^\]\n]{0,300}\]\([^()\n]{0,1000}\)")
_LINK = re.compile(r"\[(?P<text>[^\[\]\n]{0,500})\]\((?P<address>[^()\n]{0,1000})\)")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(?P<text>[^*_\n]{1,500})(?<=\S)\1")
_HEADING = re.compile(r"^(?P<marks>#{1,6})\s{1,4}(?P<text>.{1,500}?)\s{0,4}#{0,6}$")
# No paragraph; markup in it would be looked for in millions of places.
_LONGEST = 50_000
_ITEM = re.compile(r"^(?:[-*+]|\d{1,3}[.)])\s{1,3}\S")
_RULE = re.compile(r"^(?:[-*_=]\s?){3,80}$|^\|?(?:\s?:?-{2,}:?\s?\|){1,40}")

# Hidden names (김**씨와 이**씨) are no emphasis, which begins a word.
_MARKED = re.compile(r"^[^\S\n]*#{1,6}[ \t]{1,4}\S", re.MULTILINE)
_STRESSED = re.compile(
    r"^(?:[^\n*]{0,2000}[^\w\n*])?\*\*[^\s*][^*\n]{0,500}(?<=\S)\*\*", re.MULTILINE
)
_FEWEST_MARKS = 2  # one may be chance
# Whoever writes Markdown shows it soon.
_SHOWN_WITHIN = 20_000


def looks_like_markdown(text: str) -> bool:
    """Tell whether several lines of ``text`` are marked as headings or hold emphasis."""
    start = text[:_SHOWN_WITHIN]
    return len(_MARKED.findall(start)) + len(_STRESSED.findall(start)) >= _FEWEST_MARKS


def read_markdown(text: str, known: Metadata = NOTHING_KNOWN) -> Extracted | Refused:
    """Read the article of the Markdown ``text``; its front matter comes before ``known``."""
    front = _FRONT.match(text)
    own = _known(front["fields"], text) if front is not None else NOTHING_KNOWN
    rest = text if front is None else text[front.end() :]
    blocks = [_read(block) for block in blocks_of(rest) if not _RULE.match(block.text)]
    return read(blocks, own.before(known))


def _known(fields: str, text: str) -> Metadata:
    found: dict[str, str] = {}
    for line in fields.splitlines():
        field = _FIELD.match(line)
        name = None if field is None else _NAMES.get(field["name"].lower())
        if field is not None and name is not None:
            found.setdefault(name, field["value"].strip().strip("\"'"))
    published = found.get("published")
    url = found.get("url")
    publisher = found.get("publisher")
    return Metadata(
        title=found.get("title"),
        published=dates.iso(published, language(text)) if published else None,
        publisher=None if publisher is None or publisher.startswith("http") else publisher,
        author=found.get("author"),
        url=url if url is not None and url.startswith(("http://", "https://")) else None,
    )


def _read(block: Block) -> Block:
    if block.hint == "image":
        return block
    heading = _HEADING.match(block.text)
    text = _plain(block.text if heading is None else heading["text"]) or block.text
    if heading is None:
        linked = _LINK.sub("", block.text).strip(" -*>|·") == "" and "](" in block.text
        bold = _EMPHASIS.fullmatch(block.text) is not None and len(text) < 80
        bold = bold and not furniture.has_full_stop(text)
        listed = _ITEM.match(block.text) is not None and not linked
        return Block(
            text=text,
            hint="heading" if bold else "",
            linked=linked,
            apart=block.apart,
            vouched=True if listed else None,
        )
    first = heading["marks"] == "#"
    # Marked by the writer: a heading before the first paragraph belongs to the text.
    return Block(text=text, hint="title" if first else "heading", apart=True, vouched=True)


def _plain(line: str) -> str:
    if len(line) > _LONGEST:
        return line
    text = _INLINE_IMAGE.sub("", line)
    # A label of the source names the outlet and where the text was: both count.
    sourced = furniture.is_source(text)
    text = _LINK.sub(
        lambda found: f"{found['text']} ({found['address']})" if sourced else found["text"], text
    )
    text = _EMPHASIS.sub(lambda found: found["text"], text)
    text = re.sub(r"^(?:>\s?){1,4}|^[-*+]\s{1,3}(?=\S)", "", text)
    return re.sub(r"\\([\\`*_{}\[\]()#+.!>-])", r"\1", text).strip()
