"""The stretches of a sentence that may be what a question asks for: figures, days, names."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from retrieval.wanted import Wanted, stretches
from store.sentences import Span

#: Kinds whose values stand in few sentences, so that lacking one tells something.
FEW: Final[frozenset[Wanted]] = frozenset({"percent", "money", "date", "number"})
#: A figure as news writes it: 34만534, 57억1천만, 3조 2천억, 1.5.
_FIGURE: Final = re.compile(
    r"(?:[$€£¥₩]\s?)?\d+(?:[,.]\d+)*(?:\s?[십백천만억조万億亿千百]+(?:\s?\d+(?:[,.]\d+)*)?)*"
)
_UNIT: Final = re.compile(r"\s?여?\s?(?:%p?|[㎏㎞㎡]|[a-zA-Z]{1,3}(?![a-zA-Z])|[가-힣])")
#: When something was said is not when it happens: «5일 밝혔다», «이날 공시했다», «4일 …에 따르면».
_REPORTED: Final = re.compile(
    r"(?:\d{1,2}일|이날|오늘)(?:\s?\([^)]{1,12}\)|\s?현지\s?시[각간])?\s"
    r"(?:\S{1,14}\s){0,3}?\S{0,14}?(?:밝혔|전했|발표했|공시했|공개했|보도했|말했|설명했|따르면)"
)
_ASKS_REPORT: Final = re.compile(r"발표|공시|밝[혔힌히]|공개|보도|전한|말한|announce|report")
#: Values of one sentence that are looked at.
_MOST: Final = 12


def values(kind: Wanted | None, sentence: str, *, asked: str) -> tuple[Span, ...]:
    """Return where a normalised sentence has things of ``kind`` that the question does not name.

    A figure is taken whole, with its unit; the day on which something was only said is none.
    """
    if kind is None:
        return ()
    known = _squeezed(asked)
    happens = kind == "date" and not _ASKS_REPORT.search(asked)
    reported = [one.span() for one in _REPORTED.finditer(sentence)] if happens else []
    figures = [one.span() for one in _FIGURE.finditer(sentence)] if kind in FEW else []
    found: dict[int, int] = {}
    seen: set[Span] = set()  # one figure may have thousands of stretches
    for start, end in stretches(kind, sentence):
        if _around(reported, start):
            continue
        first, last = _whole(sentence, figures, start, end)
        if (first, last) in seen:
            continue
        seen.add((first, last))
        if _squeezed(sentence[first:last]) not in known:
            found[first] = max(last, found.get(first, 0))
        if len(found) == _MOST:
            break
    return tuple(found.items())


def _whole(sentence: str, figures: Sequence[Span], start: int, end: int) -> Span:
    """Widen a stretch that begins inside a figure to all of it, and to its unit."""
    figure = _around(figures, start)
    if figure is None:
        return start, end
    first, last = figure
    if end > last:
        return first, end
    unit = _UNIT.match(sentence, last)
    return first, unit.end() if unit else last


def _around(spans: Sequence[Span], at: int) -> Span | None:
    """Return the one of ``spans``, which are ascending and apart, that holds ``at``."""
    nearest = bisect_right(spans, at, key=lambda span: span[0]) - 1
    return spans[nearest] if nearest >= 0 and at < spans[nearest][1] else None


def _squeezed(text: str) -> str:
    return "".join(text.split()).replace(",", "")
