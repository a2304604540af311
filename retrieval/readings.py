"""Reads the Han characters of a Chinese or Japanese question as Koreans do: 济州, 済州 are 제주."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from itertools import pairwise, product
from typing import Final

#: Characters of a piece that is looked for: most Sino-Korean words and names have two to four.
_PIECE: Final = range(2, 5)
#: Of a piece whose characters have many readings, so many together are tried.
_MAX_READINGS: Final = 8
#: A question this long is an article; words are read in its beginning.
_MAX_CHARS: Final = 400
_HAN: Final = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]{2,}")
_FIRST: Final = ord("가")
#: Syllables with one initial, and with one vowel, in the order of Unicode.
_PER_INITIAL: Final = 588
_PER_VOWEL: Final = 28
_N: Final = 2
_L: Final = 5
_MUTE: Final = 11
#: ㅑ, ㅒ, ㅕ, ㅖ, ㅛ, ㅠ, ㅣ
_IOTISED: Final = frozenset((2, 3, 6, 7, 12, 17, 20))
_AFTER_VOWEL: Final = {"렬": "열", "률": "율"}


def read(piece: str) -> tuple[str, ...]:
    """Return how Koreans read ``piece``, the commonest first; nothing when they do not.

    At the beginning of a word ㄹ and ㄴ are weakened, 렬 and 률 after a vowel or ㄴ (Hangul
    Orthography, 1988, articles 10 to 12); the full form, as within a compound, comes after.
    """
    known = _table()
    if not piece or any(char not in known for char in piece):
        return ()
    rows = [tuple(found) for _, found in zip(range(_MAX_READINGS), _rows(piece), strict=False)]
    weak = ("".join((_weakened(row[0]), *_joined(row))) for row in rows)
    return tuple(dict.fromkeys((*weak, *("".join((row[0], *_joined(row))) for row in rows))))


def alternatives(
    text: str, terms: Iterable[str], *, held: Callable[[Collection[str]], Collection[str]]
) -> Mapping[str, tuple[frozenset[str], ...]]:
    """Return for each of the question's ``terms`` the Korean words that may stand in its place.

    A term that is part of a longer word (国立 of 国立公園) may be that word too. ``held`` gives
    those of the words that stand in the index.
    """
    pieces = {piece: read(piece) for piece in _pieces(text)}
    there = held({one for readings in pieces.values() for one in readings})
    found = {
        term: tuple(
            frozenset((one,))
            for piece, readings in pieces.items()
            if term in piece
            for one in readings
            if one in there
        )
        for term in terms
        if len(term) in _PIECE and _HAN.fullmatch(term)
    }
    return {term: sets for term, sets in found.items() if sets}


def _pieces(text: str) -> Iterator[str]:
    normal = unicodedata.normalize("NFKC", text[:_MAX_CHARS])
    for run in _HAN.findall(normal):
        for size in _PIECE:
            for start in range(len(run) - size + 1):
                yield run[start : start + size]


def _rows(piece: str) -> Iterator[tuple[str, ...]]:
    known = _table()
    return product(*(known[char] for char in piece))


def _joined(row: tuple[str, ...]) -> Iterator[str]:
    """The syllables behind the first, as they sound behind those before them."""
    for before, syllable in pairwise(row):
        final = (ord(before) - _FIRST) % _PER_VOWEL
        yield _AFTER_VOWEL.get(syllable, syllable) if final in (0, 4) else syllable


def _weakened(syllable: str) -> str:
    initial, rest = divmod(ord(syllable) - _FIRST, _PER_INITIAL)
    if initial not in (_N, _L):
        return syllable
    iotised = rest // _PER_VOWEL in _IOTISED
    return chr(_FIRST + (_MUTE if iotised else _N) * _PER_INITIAL + rest)


@cache
def _table() -> Mapping[str, tuple[str, ...]]:
    """Read the shipped table, made by ``benchmarks.readings``: character → readings."""
    lines = (resources.files("retrieval") / "readings.tsv").read_text(encoding="utf-8")
    first: dict[str, str] = {}
    also: dict[str, tuple[str, ...]] = {}
    for line in lines.splitlines():
        reading, commonest, others = line.split("\t")
        first |= dict.fromkeys(commonest, reading)
        for char in others:
            also[char] = (*also.get(char, ()), reading)
    return {char: (reading, *also.get(char, ())) for char, reading in first.items()}
