"""Splits an article into the passages that are searched."""

import re
from collections.abc import Iterator
from typing import Final

from store.sentences import Span, sentences, stripped

#: A passage is closed once it has this many characters: on news text they then have 180 on
#: average, the length for which the figures to beat were given (docs/lab-notes.md, "Words").
TARGET_CHARS: Final = 170
#: No passage grows past this by adding a sentence.
MAX_CHARS: Final = 240
#: A single sentence longer than this is cut at white space: the encoder reads 512 tokens.
MAX_SENTENCE_CHARS: Final = 480


def split(text: str) -> Iterator[Span]:
    """Yield passages as spans on sentence borders; together they hold all but white space."""
    start = end = -1
    for left, right in _pieces(text):
        if start >= 0 and (end - start >= TARGET_CHARS or right - start > MAX_CHARS):
            yield start, end
            start = -1
        start = left if start < 0 else start
        end = right
    if start >= 0:
        yield start, end


def _pieces(text: str) -> Iterator[Span]:
    for start, end in sentences(text):
        left = start
        while end - left > MAX_SENTENCE_CHARS:
            cut = _cut(text, left)
            yield from stripped(text, left, cut)
            left = cut
        yield from stripped(text, left, end)


def _cut(text: str, left: int) -> int:
    """Find where to cut an over-long sentence: behind its last white space, else anywhere."""
    window = text[left : left + MAX_SENTENCE_CHARS]
    ends = [match.end() for match in re.finditer(r"\s+", window)]
    return left + (ends[-1] if ends else len(window))
