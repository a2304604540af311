"""Splits article text into sentences, as spans of the untouched text."""

import re
from collections.abc import Iterator
from typing import Final

Span = tuple[int, int]

#: A quotation longer than this is split inside, so that no quote to a person grows past reading.
MAX_QUOTATION_CHARS: Final = 300

_TERMINATOR = re.compile(r"[.!?…]+[\"'”’»)\]」』》〉]*(?=\s|$)|[。！？]+[\"'”’»)\]」』》〉）]*")
_PAIRS: Final = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "〈": "〉", "(": ")"}
# Straight quotes open and close alike: two of them on a line make a pair.
_STRAIGHT = re.compile(r'"[^"]*"')
_ABBREVIATION = re.compile(
    r"(?:^|[\s(“\"])(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|St|Jr|Sr|No|vs|etc|Inc|Corp"
    r"|Ltd|Co|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|[A-Za-z]\.[A-Za-z](?:\.[A-Za-z])*)\.$"
)
_NUMBER_POINT = re.compile(r"(?:^|[\s(])(?:제?\d{1,4})\.$")
# 「"…했다." 고 말했다」: the verb of saying belongs to the quotation before it.
_SAYING = re.compile(r"\s(?:이?라고|이?라며|이?라는|이?란|고|며|면서)\s")


def sentences(text: str) -> Iterator[Span]:
    """Yield the spans of the sentences of ``text`` in order, without white space around them.

    A line break always ends a sentence. Quotations keep their inner full stops.
    """
    for line in re.finditer(r"[^\n\r\u2028\u2029]+", text):
        yield from _line_sentences(text, line.start(), line.end())


def _line_sentences(text: str, start: int, end: int) -> Iterator[Span]:
    line = text[start:end]
    closed = _quotations(line)
    begin = 0
    for match in _TERMINATOR.finditer(line):
        stop = match.end()
        if _ends_sentence(line, begin, match.start(), stop, closed):
            yield from stripped(text, start + begin, start + stop)
            begin = stop
    yield from stripped(text, start + begin, end)


def _ends_sentence(line: str, begin: int, mark: int, stop: int, closed: list[Span]) -> bool:
    if any(opening < mark and stop < closing for opening, closing in closed):
        return False
    quotation_closed = stop - mark > 1
    if quotation_closed and stop < len(line) and not line[stop].isspace():
        return False  # 「はい。」と言った
    if line[mark] == ".":
        head = line[max(begin, mark - 12) : mark + 1]
        following = line[stop : stop + 2].strip()
        if _ABBREVIATION.search(head):
            return False
        if _NUMBER_POINT.search(head) and (following[:1].isdigit() or _is_blank(line, begin, head)):
            return False
    return not (quotation_closed and _SAYING.match(line, stop))


def _is_blank(line: str, begin: int, head: str) -> bool:
    """Tell whether nothing but the number itself stands before its point («1. 소버린 AI»)."""
    return line[begin:].lstrip().startswith(head.strip())


def _quotations(line: str) -> list[Span]:
    """Find the spans of closed quotations and brackets, outermost ones first."""
    spans = [match.span() for match in _STRAIGHT.finditer(line)] if line.count('"') % 2 == 0 else []
    stack: list[tuple[str, int]] = []
    for index, char in enumerate(line):
        if char in _PAIRS:
            stack.append((_PAIRS[char], index))
        elif stack and char == stack[-1][0]:
            spans.append((stack.pop()[1], index + 1))
    return [span for span in spans if span[1] - span[0] <= MAX_QUOTATION_CHARS]


def stripped(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the span without white space at its ends, or nothing if it is blank."""
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = end - (len(piece) - len(piece.rstrip()))
    if left < right:
        yield left, right
