"""Splits article text into sentences, as spans of the untouched text."""

import re
from collections import deque
from collections.abc import Iterator
from typing import Final

from store.extract.bylines import dateline

Span = tuple[int, int]

#: A quotation longer than this is split inside, so that no quote to a person grows past reading.
MAX_QUOTATION_CHARS: Final = 300

# A run is tried once, as a whole: a line of a million full stops must not take a minute.
_TERMINATOR = re.compile(
    r"(?<![.!?…])[.!?…]++[\"'”’»)\]」』》〉]*+(?=\s|$)|[。！？]+[\"'”’»)\]」』》〉）]*"
)
_PAIRS: Final = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "〈": "〉", "(": ")"}
# Straight quotes open and close alike: two of them on a line make a pair. A single one is also
# an apostrophe, so it opens only before a word and never closes before a Latin letter.
_STRAIGHT = re.compile(r'"[^"]*"')
_SINGLE = re.compile(r"(?<![\w'])'(?=[^\s'])[^']*'(?![A-Za-z0-9])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(“\"])(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|St|Jr|Sr|No|vs|etc|Inc|Corp"
    r"|Ltd|Co|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Ph\.D|[A-Za-z]\.[A-Za-z](?:\.[A-Za-z])*)\.$"
)
# 「2025. 2. 4. 오후」: the points of a whole date belong to it.
_DATE = re.compile(r"\d\.\s?\d{1,2}\.\s?\d{1,2}\.$")
_NUMBER_POINT = re.compile(r"(?:^|[\s(])(?:제?\d{1,4})\.$")
# 「"…했다." 고 말했다」: the verb of saying belongs to the quotation before it.
_SAYING = re.compile(r"\s(?:이?라고|이?라며|이?라는|이?란|고|며|면서)\s")


def sentences(text: str) -> Iterator[Span]:
    """Yield the spans of the sentences of ``text`` in order, without white space around them.

    A line break always ends a sentence. Quotations keep their inner full stops. A dateline with
    its writer, ``(서울=○○통신) 홍길동 기자 =``, stands by itself.
    """
    for line in re.finditer(r"[^\n\r\u2028\u2029]+", text):
        yield from _line_sentences(text, line.start(), line.end())


def _line_sentences(text: str, start: int, end: int) -> Iterator[Span]:
    line = text[start:end]
    quotations = deque(sorted(_quotations(line)))
    begin, quoted_until = len(dateline(line)), 0
    yield from stripped(text, start, start + begin)
    for match in _TERMINATOR.finditer(line):
        mark, stop = match.span()
        while quotations and quotations[0][0] < mark:
            quoted_until = max(quoted_until, quotations.popleft()[1])
        if stop >= quoted_until and _ends_sentence(line, begin, mark, stop):
            yield from stripped(text, start + begin, start + stop)
            begin = stop
    yield from stripped(text, start + begin, end)


def _ends_sentence(line: str, begin: int, mark: int, stop: int) -> bool:
    quotation_closed = stop - mark > 1
    if quotation_closed and stop < len(line) and not line[stop].isspace():
        return False  # 「はい。」と言った
    if line[mark] == ".":
        head = line[max(begin, mark - 12) : mark + 1]
        following = line[stop : stop + 2].strip()
        if _ABBREVIATION.search(head) or _DATE.search(head):
            return False
        alone = not line[max(begin, mark - 12) : mark].strip("제0123456789( ")
        if _NUMBER_POINT.search(head) and (following[:1].isdigit() or alone):
            return False  # «1. 소버린 AI»
    return not (quotation_closed and _SAYING.match(line, stop))


def _quotations(line: str) -> list[Span]:
    """Find the spans of closed quotations and brackets, in no order."""
    spans = [match.span() for match in _SINGLE.finditer(line)]
    if line.count('"') % 2 == 0:
        spans += [match.span() for match in _STRAIGHT.finditer(line)]
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
