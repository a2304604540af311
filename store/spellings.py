"""When two spellings are one, and the shipped table of names that have several; pure."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final, Literal


def key(spelling: str) -> str:
    """Normalise a spelling: what differs only in case, width, spaces or marks is equal."""
    normal = unicodedata.normalize("NFKC", spelling).casefold()
    return "".join(letter for letter in normal if letter.isalnum())


def script(spelling: str) -> str:
    """Tell the script of the first letter: ``latin``, ``hangul``, ``han``, ``kana`` or another."""
    for letter in unicodedata.normalize("NFKC", spelling):
        if letter.isalpha():
            name = unicodedata.name(letter, "").split()[0]
            return _SCRIPTS.get(name, name.lower())
    return ""


_SCRIPTS: Final = {"CJK": "han", "KATAKANA": "kana", "HIRAGANA": "kana"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A shipped spelling, and those beside it by their keys; see ``store.names.Known``."""

    written: tuple[str, ...]
    exact: frozenset[str]
    others: dict[str, str]
    kind: Literal["name", "term"]


@cache
def shipped() -> Mapping[str, Row]:
    """Read the table of well-known names, once: key → the spelling, and those beside it."""
    text = (resources.files("store") / "names.tsv").read_text(encoding="utf-8")
    found: dict[str, Row] = {}
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        kind, *marked = line.split("\t")
        spellings = [one.removeprefix("~") for one in marked]
        exact = frozenset(one[1:] for one in marked if one.startswith("~"))
        for one in spellings:
            known = found.get(key(one))
            # Of two spellings with one key (OpenAI, Open AI) the first stands for both.
            others = {key(each): each for each in reversed(spellings) if key(each) != key(one)}
            others = dict(reversed(others.items()))
            found[key(one)] = Row(
                written=(*known.written, one) if known else (one,),
                exact=exact & {one} | (known.exact if known else frozenset()),
                others=known.others | others if known else others,
                kind="term" if kind == "term" else "name",
            )
    return found
