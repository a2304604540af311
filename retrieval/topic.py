"""How much of what is asked about stands in a text."""

import re
from typing import Final

from retrieval.asked import Asked
from retrieval.morphemes import normalise, trigrams

_LATIN: Final = re.compile(r"[a-z0-9.-]+")


class Topic:
    """What articles are asked for about.

    Words are looked for in the text itself, since analysing each passage found takes longer than
    all else. Of a name that the analyser cuts into single syllables (누리호) the whole counts.
    """

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._parts = _parts(asked)

    def share(self, text: str) -> float:
        """Return how much of the topic, weighed by rarity, stands in ``text``: 0..1."""
        normal = normalise(text)
        held = frozenset(
            term for whole, terms in self._parts for term in terms if _stands(whole, normal)
        )
        named = frozenset(
            term
            for term, spellings in self._asked.other_morphemes.items()
            if any(all(_stands(part, normal) for part in one) for one in spellings)
        )
        by_words = self._asked.covered(held | named)
        if self._asked.question.language == "en":  # trigrams of a name stand in longer names, too
            return by_words
        return max(by_words, self._asked.covered_trigrams(trigrams(text)))

    @property
    def words(self) -> int:
        """How many words the topic has: one is the name of somebody, two are what happened."""
        words = self._asked.question.text.split()
        return sum(any(whole in word for whole, _ in self._parts) for word in words)

    def times(self, text: str) -> int:
        """Return how often the topic stands in ``text``: each of its parts that is there."""
        normal = normalise(text)
        counts = [normal.count(whole) for whole, _ in self._parts if _stands(whole, normal)]
        return min(counts, default=0)


def _parts(asked: Asked) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return what is to stand in a text, each with the terms that then do."""
    parts: list[tuple[str, tuple[str, ...]]] = []
    for term in asked.morphemes:
        if parts:
            whole, terms = parts[-1]
            cut = len(term) == 1 or len(terms[-1]) == 1
            if cut and f"{whole}{term}" in asked.question.text:
                parts[-1] = f"{whole}{term}", (*terms, term)
                continue
        parts.append((term, (term,)))
    return tuple(parts)


def _stands(part: str, normal: str) -> bool:
    if _LATIN.fullmatch(part):
        return re.search(rf"(?<![a-z0-9]){re.escape(part)}(?![a-z0-9])", normal) is not None
    if len(part) == 1:  # 배 begins words, and stands inside of many others
        return re.search(rf"(?<!\w){re.escape(part)}", normal) is not None
    return part in normal
