"""Says of each line of a page what it is, first alone, then among its neighbours."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from store.extract import broadcast, bylines, furniture, outlets, register
from store.extract.block import Block
from store.extract.captions import is_caption, is_marked
from store.extract.language import is_words, weight
from store.extract.line import ENDS, TEXT, Line
from store.extract.signing import mark_signatures

__all__ = ["TEXT", "Line", "classify"]

# In Hangul syllables: shorter sentences are as often a button or a headline as a paragraph.
_PROSE = 20
# A sentence without a full stop: a headline asks, trails off or tells (-다) as well.
_OPEN_PROSE = 40
# Chinese and Japanese say more in a letter; only sentences end with 。
_DENSE_PROSE = 8
# Long lines are text whether or not they end a sentence (truncated, or a corpus without marks).
_LONG = 90

# A text is in the plain style when this part of its paragraphs is.
_MOSTLY = 0.6
_OPENS_SPEECH: Final = "“\"‘'「-―–A"

_MARKS: Final = "△▲▷▶"
_FEWEST_ENTRIES = 3
_SKIP = re.compile(r"skip past (?P<box>.{3,60})", re.IGNORECASE)
# Lines of a box that a page offers to skip.
_LONGEST_BOX = 20

# What a page advises to read comes after the text, a few at a time.
_ADVISES = re.compile(
    r"(?:읽으면|보면|볼\s?만한|추천|좋은)\s?(?:좋은\s?)?(?:기사|뉴스|글)"
    r"|might also|あわせて読|合わせて読|猜你喜欢"
)
_FEWEST_TOLD = 3
_MOST_TEASERS = 4

# Fewer are links, one after another paragraph.
_FEWEST_QUESTIONS = 2

_Test = Callable[[str], bool]
_TESTS: Final[Sequence[tuple[str, _Test]]] = (
    ("url", furniture.is_url),
    ("tags", furniture.is_tags),
    ("board_row", furniture.is_numbered_row),
    ("comments", furniture.opens_comments),
    ("date", furniture.is_stamp),
    ("dialog", furniture.is_dialog),
    ("table_head", furniture.is_table_head),
    ("ad", furniture.is_advert),
    ("source", furniture.is_source),
    ("related_header", furniture.is_related_header),
    ("related", furniture.is_related_link),
    ("contents_header", furniture.opens_contents),
    ("credit", furniture.is_credit),
    ("copyright", furniture.is_copyright),
    ("speaker", broadcast.is_speaker),
    ("crew", broadcast.is_crew),
    ("caption", is_caption),
    ("publisher", outlets.is_outlet),
    ("byline", bylines.is_byline),
    ("imprint", furniture.is_imprint),
    ("reposter", furniture.is_reposter),
    ("control", furniture.is_control),
)
# What a line that is one link can be, if not the headline of another article.
_LINKED: Final = frozenset(("url", "tags", "related_header", "publisher", "byline", "control"))
_LINKED_TESTS: Final = tuple((kind, test) for kind, test in _TESTS if kind in _LINKED)


def classify(blocks: Sequence[Block]) -> list[Line]:
    """Class every block."""
    lines = [Line(block, _kind(block)) for block in blocks]
    for among in _PASSES:
        among(lines)
    return lines


def _kind(block: Block) -> str:
    text = block.text
    if block.hint in ("caption", "image"):
        return block.hint
    if block.hint == "chrome":
        return "copyright" if furniture.is_copyright(text) else "control"
    size = weight(text)
    if size < 4 * _LONG:
        for kind, test in _LINKED_TESTS if block.linked else _TESTS:
            if kind == "control" and block.hint == "heading":
                continue  # 경제 is a heading as often as a menu's entry; the markup decides
            if test(text):
                return "short" if kind == "caption" and block.hint in ("heading", "title") else kind
    if block.linked and size < _LONG and block.hint != "title":
        return "related"
    if block.hint in ("heading", "title"):
        return "heading"
    if not is_words(text):
        return "control"
    if size >= _LONG or _is_sentence(text, size):
        return "prose"
    # Two sentences, the last without its end: cut off, or followed by the words of a link.
    return "prose" if size >= 2 * _PROSE and furniture.holds_sentence(text) else "short"


def _is_sentence(text: str, size: int) -> bool:
    if furniture.has_full_stop(text):
        dense = "。" in text[-4:] and not register.is_polite(text)
        return size >= (_DENSE_PROSE if dense else _PROSE)
    return size >= _OPEN_PROSE and furniture.ends_sentence(text)


def _contents(lines: list[Line]) -> None:
    """A table of contents: its header, and the numbered or repeated short lines after it."""
    last = {line.text: at for at, line in enumerate(lines)}
    for at, line in enumerate(lines):
        if line.kind != "contents_header":
            continue
        for index in range(at + 1, min(at + 40, len(lines))):
            text = lines[index].text
            repeated = last[text] > index and len(text) <= 60
            if not (furniture.is_contents_item(text) or repeated):
                break
            lines[index] = replace(lines[index], kind="contents")


def _rows(lines: list[Line]) -> None:
    """Rows of a list stand together; a single line that ends with a date is no row."""
    for at, line in enumerate(lines):
        if line.kind not in ("short", "prose", "control", "related", "caption"):
            continue
        near = lines[max(0, at - 1) : at + 2]
        if (
            furniture.is_row(line.text)
            and any(
                other is not line and (other.kind == "board_row" or furniture.is_row(other.text))
                for other in near
            )
        ) or (line.kind == "short" and at and lines[at - 1].kind == "table_head"):
            lines[at] = replace(line, kind="board_row")


def _lists(lines: list[Line]) -> None:
    """Entries of a list that begin with the mark of a caption (△): pictures come singly."""
    start = 0
    while start < len(lines):
        end, mark = start + 1, lines[start].text[0]
        while end < len(lines) and lines[end].text[0] == mark:
            end += 1
        if mark in _MARKS and end - start >= _FEWEST_ENTRIES:
            for at in range(start, end):
                if lines[at].kind == "caption":
                    lines[at] = replace(lines[at], kind="short")
        start = end


def _skipped(lines: list[Line]) -> None:
    """What stands between ``skip past newsletter`` and ``after newsletter``."""
    for at, line in enumerate(lines):
        found = _SKIP.fullmatch(line.text)
        if found is None:
            continue
        wanted = re.compile(rf"(?:after|end of)\s{re.escape(found['box'])}", re.IGNORECASE)
        for end in range(at + 1, min(at + _LONGEST_BOX, len(lines))):
            if wanted.fullmatch(lines[end].text):
                lines[at : end + 1] = [replace(one, kind="skipped") for one in lines[at : end + 1]]
                break


def _recommended(lines: list[Line]) -> None:
    """Openings of other articles right under ``함께 읽으면 좋은 기사``, without headlines."""
    told = 0
    for at, line in enumerate(lines):
        told += line.kind == "prose"
        if line.kind != "related_header" or told < _FEWEST_TOLD or not _ADVISES.search(line.text):
            continue
        for below in range(at + 1, min(at + 1 + _MOST_TEASERS, len(lines))):
            if lines[below].kind != "prose":
                break
            lines[below] = replace(lines[below], kind="related")


def _questions(lines: list[Line]) -> None:
    """Questions of an interview that are marked as links are (▶): each is answered at once."""
    asked = [
        at
        for at, line in enumerate(lines[:-1])
        if line.kind == "related" and line.text.endswith((".", "?")) and _is_answered(lines, at)
    ]
    if len(asked) >= _FEWEST_QUESTIONS:
        for at in asked:
            lines[at] = replace(lines[at], kind="short")


def _notices(lines: list[Line]) -> None:
    """Short words to the reader amid a text that tells in the plain style."""
    prose = [line for line in lines if line.kind == "prose"]
    plain = sum(register.is_plain(line.text) for line in prose)
    if plain <= _MOSTLY * len(prose):
        return
    for at, line in enumerate(lines):
        told = line.kind == "short" and line.block.hint == "" and line.block.vouched is not True
        if told and register.is_polite(line.text) and line.text[0] not in _OPENS_SPEECH:
            lines[at] = replace(line, kind="notice")


def _is_answered(lines: Sequence[Line], at: int) -> bool:
    later = (line for line in lines[at + 1 : at + 4] if line.kind not in ("caption", "image"))
    answer = next(later, None)
    return answer is not None and (answer.kind == "prose" or answer.text[0] in '“"‘A답')


def _pictures(lines: list[Line]) -> None:
    """``[사진]`` before words without a full stop: a headline first, below it a caption."""
    below = False
    for at, line in enumerate(lines):
        if below and line.kind == "short" and is_marked(line.text):
            lines[at] = replace(line, kind="caption")
        below = below or line.kind in ("date", "byline", "prose", "caption")


def _after_related_header(lines: list[Line]) -> None:
    """Headlines under ``관련기사``: short lines until a sentence of prose comes."""
    inside = told = False
    for at, line in enumerate(lines):
        told = told or line.kind == "prose"
        if inside and not told and line.kind in ("date", "byline") and lines[at - 1].was != "":
            # 최신뉴스 stands over an article too: its headline is the one that a date follows.
            lines[at - 1] = replace(lines[at - 1], kind=lines[at - 1].was)
            inside = False
        elif line.kind in ("related_header", "related"):
            inside = line.kind == "related_header" or inside
        elif inside and line.kind == "prose" and _is_teaser(lines, at):
            lines[at] = replace(line, kind="related")
        elif inside and line.kind == "date" and lines[at - 1].kind == "related":
            lines[at] = replace(line, kind="related", was="date")
        elif line.kind == "prose" or line.kind in ENDS or line.block.hint == "heading":
            inside = False
        elif inside and line.kind == "short":
            if furniture.ends_sentence(line.text) and line.block.linked is False and _told(line):
                inside = False
            else:
                lines[at] = replace(line, kind="related", was=line.kind)
        elif inside and line.kind == "caption" and line.block.hint == "image":
            lines[at] = replace(line, kind="related")


def _is_teaser(lines: Sequence[Line], at: int) -> bool:
    """The opening of another article, under its headline and cut off."""
    text = lines[at].text
    return lines[at - 1].kind == "related" and (
        text.endswith(("…", "...", "‥")) or furniture.is_row(text)
    )


def _told(line: Line) -> bool:
    return line.text.rstrip("\"'”’)").endswith(("다.", "요.", "。"))


def _link_card(lines: list[Line]) -> None:
    """The title and teaser that a pasted link unfolds to, between the address and its host."""
    for at, line in enumerate(lines):
        if line.kind != "url":
            continue
        for end in range(at + 1, min(at + 5, len(lines))):
            if lines[end].kind == "url":
                if _host(lines[end].text) == _host(line.text) or "/" not in lines[end].text:
                    for index in range(at + 1, end):
                        lines[index] = replace(lines[index], kind="link_card")
                break


def _host(address: str) -> str:
    return address.rsplit("//", maxsplit=1)[-1].split("/", maxsplit=1)[0].removeprefix("www.")


_PASSES: Final = (
    *(_contents, _rows, _lists, _pictures, _notices, mark_signatures),
    *(_skipped, _recommended, _questions, _after_related_header, _link_card),
)
