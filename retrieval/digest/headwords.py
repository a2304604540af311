"""The words of headlines and openings, by which a topic finds its stories in a millisecond.

Words are kept as they are written, with their particles, and found by any part of them: 금리 in
기준금리를. Analysing 100,000 articles into morphemes takes minutes, cutting them into words two
seconds.
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from retrieval.morphemes import normalise

#: A longer run is noise, or a line of Chinese or Japanese: cut, and found by its parts.
_MAX_WORD: Final = 40
_RUN: Final = re.compile(r"[0-9][0-9.,]*|[a-zà-ÿ]+|[^\W0-9_a-zà-ÿ]+")
_LATIN: Final = re.compile(r"[0-9a-zà-ÿ.,]+")
#: What may follow a word of one syllable (배를, 쌀값은 not): inside longer words it is another.
_PARTICLES: Final = ("", *"이가은는을를의에도와과로만", "으로", "에서", "까지", "부터", "이나")

Rows = NDArray[np.intp]


def words_of(text: str) -> frozenset[str]:
    """Return the runs of letters and of digits of ``text`` as they are matched."""
    return frozenset(
        run[at : at + _MAX_WORD].rstrip(".,")
        for run in _RUN.findall(normalise(text))
        for at in range(0, len(run), _MAX_WORD)
    )


class Headwords:
    """Which rows hold which words. Rows are only added: the owner skips those that are gone."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._words: list[str] = []
        self._rows: list[array[int]] = []
        self._by_pair: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))

    def add(self, row: int, words: Iterable[str]) -> None:
        """Note that ``row`` holds these words."""
        for word in words:
            number = self._numbers.get(word)
            if number is None:
                number = self._numbers[word] = len(self._words)
                self._words.append(word)
                self._rows.append(array("I"))
                if not _LATIN.fullmatch(word):
                    for pair in {"".join(one) for one in pairwise(word)}:
                        self._by_pair[pair].append(number)
            self._rows[number].append(row)

    def holding(self, term: str) -> Rows:
        """Return the rows with a word that ``term`` stands in, ascending and distinct.

        A word in Latin letters has to be ``term`` or its plural, one syllable may only have a
        particle behind it.
        """
        found = [self._rows[number] for number in self._found(term)]
        if not found:
            return np.empty(0, np.intp)
        return np.unique(np.frombuffer(b"".join(found), np.uint32)).astype(np.intp)

    def _found(self, term: str) -> list[int]:
        if _LATIN.fullmatch(term):
            forms = {term, f"{term}s", term.removesuffix("s") if len(term) > 3 else term}
        elif len(term) == 1:
            forms = {f"{term}{particle}" for particle in _PARTICLES}
        else:
            pairs = ("".join(one) for one in pairwise(term))
            rarest = min((self._by_pair.get(pair, ()) for pair in pairs), key=len)
            return [number for number in rarest if term in self._words[number]]
        return [self._numbers[form] for form in forms if form in self._numbers]
