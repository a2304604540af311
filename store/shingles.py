"""Compares texts by their character 5-grams, white space and punctuation aside."""

import re
from typing import Final

LENGTH: Final = 5
#: What is compared of a longer text: an article has some thousand letters, ten million of a
#: hostile one would take a gigabyte.
MAX_LETTERS: Final = 100_000
_IGNORED = re.compile(r"[\W_]+")


def shingles(text: str) -> frozenset[str]:
    """Return the 5-grams of the text's letters and digits (the text itself when shorter)."""
    letters = _IGNORED.sub("", text)[:MAX_LETTERS]
    return frozenset(
        letters[index : index + LENGTH] for index in range(max(1, len(letters) - LENGTH + 1))
    )


def containment(one: str, other: str) -> float:
    """Return the share of the smaller text's 5-grams that stand in the other: 0..1.

    Broder, "On the resemblance and containment of documents", 1997.
    """
    smaller, larger = sorted((shingles(one), shingles(other)), key=len)
    return len(smaller & larger) / len(smaller)
