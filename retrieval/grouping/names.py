"""Finds whom and what an article names: by that two events of one kind are told apart."""

import re
from collections.abc import Callable
from typing import Final

from retrieval.morphemes import Analyser, normalise

#: Letters of the text that are read for names where the headline has none.
LEAD_CHARS: Final = 120
_LEAD_CHARS_ENGLISH: Final = 300

# Within a sentence those are names that begin with a capital; headlines may write all words so.
_CAPITAL: Final = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}")

#: Gives the names of an article by its headline, its text and its language.
Namer = Callable[[str, str, str], frozenset[str]]


def namer(analyser: Callable[[], Analyser]) -> Namer:
    """Return what finds the names of an article in its headline, or else in its beginning.

    Each is given by its beginning: particles and what names are followed by (다온시, 다온)
    differ. Of languages other than Korean and English nothing is found.
    """

    def names(title: str, text: str, language: str) -> frozenset[str]:
        if language == "en":
            return _english(title, text[:_LEAD_CHARS_ENGLISH])
        if language != "ko":
            return frozenset()
        read = analyser().proper_names
        found = map(_beginning, read(title) or read(text[:LEAD_CHARS]))
        return frozenset(one for one in found if len(one) > 1)

    return names


def _english(title: str, lead: str) -> frozenset[str]:
    headline = normalise(title)
    found = {normalise(one) for one in _CAPITAL.findall(lead)}
    return frozenset({one for one in found if one in headline} or found)


def _beginning(name: str) -> str:
    letters = name.replace(" ", "")
    return letters[: max(2, len(letters) - 1)]
