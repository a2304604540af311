"""Finds among classed lines who signs the text: above it beside the date, below it with a note."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from store.extract import bylines, outlets, register, signatures
from store.extract.line import ENDS, TEXT, Line

# Under who signs a column stand a few notices at most.
_BELOW_SIGNATURE = 8
# Buttons between a date and the name that belongs to it.
_BETWEEN: Final = ("control", "image", "ad")
_FARTHEST = 3
# What notes say of their writer, and reports of nobody who wrote them.
_NOTED = (
    r"(?:,? who)?\s(?:(?:has )?(?:covers?|covered|reports?|reported|writes|written)\b"
    r"|is (?:an?|the|based|our)\b|(?:has )?(?:joined|worked)\b)"
)
_COUNTER = re.compile(r"(?:조회|추천)\s?수?\s?[:：]?\s?\d|閲覧|\bviews\b")
_ABOUT = re.compile(r"(?:(?P<ko>\S.{1,28}\S)\s소개|About (?P<en>[A-Z].{1,38}))$")


def mark_signatures(lines: list[Line]) -> None:
    """Class the names above the text and all that speaks of writer and company below it."""
    _names(lines)
    _signed(lines)
    _notes(lines)
    _companies(lines)


def _names(lines: list[Line]) -> None:
    """A person's name alone beside the date above the text: who wrote it."""
    for at, line in enumerate(lines):
        if line.kind == "prose":
            break
        if line.kind == "short" and signatures.lone_name(line.text) and _is_dated(lines, at):
            lines[at] = replace(line, kind="byline")


def _is_dated(lines: Sequence[Line], at: int) -> bool:
    sides = (reversed(lines[max(0, at - _FARTHEST) : at]), lines[at + 1 : at + 1 + _FARTHEST])
    if any(_COUNTER.search(one.text) for one in lines[max(0, at - _FARTHEST) : at + _FARTHEST + 1]):
        return False  # a board's member
    near = (next((one for one in side if one.kind not in _BETWEEN), None) for side in sides)
    return any(one is not None and one.kind == "date" for one in near)


def _signed(lines: list[Line]) -> None:
    """Below the text: the outlet under its writer, and who signs a column above the notice."""
    told = _first_told(lines)
    above = {line.text: at for at, line in enumerate(lines[:told])}
    for at in range(told + 1, len(lines)):
        line, before = lines[at], lines[at - 1]
        if line.kind != "short" or line.block.hint or line.block.linked:
            continue
        if before.kind == "byline" and outlets.looks_like_outlet(line.text):
            lines[at] = replace(line, kind="publisher")
        elif before.kind in (*TEXT, "caption", "notice") and signatures.signature(line.text):
            if line.text in above:  # said again before a note on the writer
                head = above[line.text]
                lines[head] = replace(lines[head], kind="byline")
            elif not _closes(lines, at):
                continue
            lines[at] = replace(line, kind="byline")


def _closes(lines: Sequence[Line], at: int) -> bool:
    """Tell whether no more of the text can come after the line ``at``."""
    later = (
        line.kind
        for line in lines[at + 1 : at + _BELOW_SIGNATURE]
        if line.kind not in ("notice", "short") and not register.is_polite(line.text)
    )
    return next(later, "copyright") in (*ENDS, "tags", "related_header", "byline")


def _notes(lines: list[Line]) -> None:
    """``Jane Roe covers transport.`` below what Jane Roe wrote, and her name above it."""
    told = _first_told(lines)
    known = [name for line in lines if line.kind == "byline" for name in _written_by(line.text)]
    western = [name for name in dict.fromkeys(known) if name.isascii() and " " in name]
    if not western:
        return
    names = "|".join(re.escape(one) for name in western for one in (name, name.split()[-1]))
    noted = re.compile(f"(?:{names}){_NOTED}", re.IGNORECASE)
    alone = {name.casefold() for name in western}
    for at in range(told + 1, len(lines)):
        line = lines[at]
        if line.kind in ("prose", "short") and (
            noted.match(line.text[:200]) or line.text.casefold() in alone
        ):
            lines[at] = replace(line, kind="byline")


def _written_by(line: str) -> list[str]:
    name = signatures.lone_name(line)
    return [name] if name else bylines.authors(line)


def _companies(lines: list[Line]) -> None:
    """``About Acme`` below a release, and the paragraphs on the company under it."""
    told = _first_told(lines)
    for at in range(told + 1, len(lines)):
        found = _ABOUT.fullmatch(lines[at].text) if lines[at].kind in ("short", "heading") else None
        if found is None:
            continue
        company = (found["ko"] or found["en"]).strip()
        if at + 1 == len(lines) or not lines[at + 1].text.startswith(company):
            continue
        end = at + 1
        while end < len(lines) and lines[end].kind == "prose":
            end += 1
        if any(line.kind == "prose" and register.is_plain(line.text) for line in lines[end:]):
            continue
        lines[at:end] = [replace(line, kind="imprint") for line in lines[at:end]]
        return


def _first_told(lines: Sequence[Line]) -> int:
    return next((at for at, one in enumerate(lines) if one.kind == "prose"), len(lines))
