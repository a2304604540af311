"""Finds copies: one report in several outlets, edited, cut short, or wrapped in other text.

Candidates come from a table of bands, which many processes may add to; whether two texts are
copies is then decided on the texts. Everything is counted in letters: white space, punctuation
and case aside, a figure being one letter, so that 1,500 and 1500 are the same and 12 and 112 not.
"""

import re
import unicodedata
import zlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final, Literal

from store.shingles import LENGTH, MAX_LETTERS

Span = tuple[int, int]
Kind = Literal["near", "lede"]

# Two texts that share the part s of their 5-grams share at least one of b bands of r MinHash
# values with the chance 1 - (1 - s^r)^b (Leskovec, Rajaraman, Ullman, "Mining of Massive
# Datasets", 3.4). For r = 3 and b = 32:
#   s       .001   .01     .03    .1    .2    .35   .5    .6
#   chance  3e-8   .00003  .0009  .03   .23   .75   .99   1.0
# Of 408 news articles of one week two share .001 on average, 99 pairs in 100 less than .004. What
# shares about .35 mostly shares its opening too, and is then found by that.
_ROWS: Final = 3
_BANDS: Final = 32
_SEED: Final = 1
#: Where the anchors of an opening are taken: a dateline, a caption or page controls come first.
_OPENING: Final = 400
#: An anchor is a hash of this many letters, some four words …
_ANCHOR: Final = 16
#: … the smallest of so many in a row: openings with 16 + 32 - 1 letters in common share an anchor
#: (Schleimer, Wilkerson, Aiken, "Winnowing", 2003), however much stands before either.
_WINDOW: Final = 32
#: SQLite keeps integers of up to 48 bits in six bytes, wider ones in eight.
_BAND_BYTES: Final = 6

#: Shorter texts are never copies: an empty caption is no report.
_MIN_EQUAL: Final = 20
#: Shorter texts are copies only when equal letter for letter: flashes share their frame.
_MIN_LETTERS: Final = 45
#: Longer than what stands between two slots of a template; shorter runs of equal letters are
#: idioms, names and stock phrases.
_LONG_RUN: Final = 24
#: The share of the shorter text that stands in long runs in the other. Other reports on the same
#: topic reach .58, by sharing a press release or an outlet's closing words (408 Korean articles).
_NEAR: Final = 0.6
#: The same for a text whose own lede is not in the other: news may stand before old background.
_NEAR_NEW_LEDE: Final = 0.85
_LEDE: Final = 80
_LEDE_COVERED: Final = 0.5
#: An edited lede has shorter runs, a new one shares single words.
_LEDE_RUN: Final = 10
#: In a shorter text one other name makes another report. So it must stand in the other almost
#: whole and in one piece (a cut in 100 letters is an edit), or whole in any order, or with so many
#: figures in the same words.
_SHORT: Final = 300
_NEAR_SHORT: Final = 0.85
_NEAR_SHORT_CUT: Final = 0.97
_LETTERS_A_CUT: Final = 100
_MANY_FIGURES: Final = 5
#: As many other letters at the start of both short texts are another person or place.
_NAME: Final = 12
#: A text that fills less than half of the other must begin before this letter: further down it is
#: one report of a round-up, or the background of another.
_MAX_BEFORE: Final = 150
#: The share of the figures in the same words that may differ: an update changes one or two, the
#: next issue of a template nearly all.
_OTHER_FIGURES: Final = 0.2

# [서울=새벽통신] 한가람 기자 = 【東京=山田】 (LONDON)
_DATELINE = re.compile(r"\A\s*+(?:[\[(【<][^\])】>\n]{1,40}[\])】>]\s*+)*+(?:[^=.\n]{0,40}=\s)?")
# 4천300 and 4300 are one figure in two house styles. The Korean letter that is typed for a middle
# dot (U+318D, in NFKC U+119E) is no letter.
_TOKEN = re.compile(r"(\d+(?:,\d{3})*(?:\.\d+)?)(?:\s?(천)(?:\s?(\d{1,3})(?!\d))?)?|[\W_\u119e]+")
# Within a sentence those are names that begin with a capital.
_CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}")
#: Letters of the private use area stand for figures; those of the text itself are dropped before.
_FIRST_FIGURE: Final = 0xF0000
_FIGURES: Final = 0xFFFE
_FIGURE = re.compile(f"[{chr(_FIRST_FIGURE)}-{chr(_FIRST_FIGURE + _FIGURES - 1)}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A copy that may be the original: ``published_at`` is Unix time, lower ids came in first."""

    id: int
    outlet: str | None
    agency: str | None
    published_at: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where copies come from: the article, None where it is not kept, and the outlet's name."""

    article_id: int | None
    name: str | None


def bands(text: str) -> tuple[int, ...]:
    """Return the keys under which copies of a text are found: 32 and about 20 signed integers.

    Texts with a key in common may be copies, those with many in common most likely. A text too
    short to have copies has none. The first ``MAX_LETTERS`` letters are read.
    """
    from datasketch import MinHash  # takes half a second

    letters = _letters(text)
    if len(letters) < _MIN_EQUAL:
        return ()
    minhash = MinHash(num_perm=_ROWS * _BANDS, seed=_SEED, scheme="affine32")
    minhash.update_batch([gram.encode() for gram in _grams(letters)])
    values = minhash.hashvalues.astype("<u4").reshape(_BANDS, _ROWS)
    near = [_hash(band.tobytes(), salt=number) for number, band in enumerate(values)]
    return (*near, *_anchors(letters[:_OPENING]))


def are_copies(one: str, other: str) -> Kind | None:
    """Tell whether two texts are one report: ``near`` most of it, ``lede`` only its opening.

    Reports on the same topic, two issues of one template (other figures in the same words), and a
    follow-up that repeats the background of an earlier report are no copies. Copies of one text
    need not be copies of each other.
    """
    small, large = sorted((_letters(one), _letters(other)), key=lambda one: (len(one), one))
    if small == large:
        return "near" if len(small) >= _MIN_EQUAL else None
    if len(small) < _MIN_LETTERS:
        return None
    runs = _runs(small, large)
    inside = _longer(runs, _LONG_RUN)
    shared = _covered(inside, len(small))
    if shared < _NEAR or not _figures_agree(small, large):
        return None
    around = _longer(_runs(large, small), _LONG_RUN)
    if not around:  # the 5-grams stand there, but apart
        return None
    if len(small) < _SHORT and not _is_whole(small, large, inside, around):
        return None
    if len(small) < _SHORT and _each_names_another(one, other):
        return None
    led = _covered(_longer(runs, _LEDE_RUN), min(_LEDE, len(small)))
    if led < _LEDE_COVERED and (len(small) < _SHORT or shared < _NEAR_NEW_LEDE):
        return None
    if 2 * len(small) >= len(large):
        return "near"
    return "lede" if around[0][0] <= _MAX_BEFORE else None


def choose_origin(candidates: Sequence[Candidate]) -> Origin:
    """Say where copies come from: the agency most of them name, else the earliest of them.

    An agency that is named is the origin even if its own article is not kept. Undated articles
    come after dated ones, then whatever was stored first.
    """
    ordered = sorted(
        candidates, key=lambda one: (one.published_at is None, one.published_at or 0.0, one.id)
    )
    named = Counter(one.agency for one in ordered if one.agency)
    if not named:
        return Origin(article_id=ordered[0].id, name=ordered[0].outlet)
    agency = named.most_common(1)[0][0]
    own = (one.id for one in ordered if (one.outlet or "").casefold() == agency.casefold())
    return Origin(article_id=next(own, None), name=agency)


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text[: 4 * MAX_LETTERS]).casefold()
    report = _DATELINE.sub("", plain, count=1)
    return _TOKEN.sub(_letter, report)[:MAX_LETTERS]


def _letter(token: re.Match[str]) -> str:
    figure, thousands, rest = token.groups()
    if figure is None:
        return ""
    figure = figure.replace(",", "")
    if thousands and "." not in figure:
        figure = f"{figure}{rest or '':0>3}"
    return chr(_FIRST_FIGURE + zlib.crc32(figure.encode()) % _FIGURES)


def _grams(letters: str) -> set[str]:
    return {letters[at : at + LENGTH] for at in range(len(letters) - LENGTH + 1)}


def _anchors(letters: str) -> tuple[int, ...]:
    hashes = [
        _hash(letters[at : at + _ANCHOR].encode(), salt=_BANDS)
        for at in range(max(1, len(letters) - _ANCHOR + 1))
    ]
    windows = range(max(1, len(hashes) - _WINDOW + 1))
    return tuple(sorted({min(hashes[at : at + _WINDOW]) for at in windows}))


def _hash(data: bytes, *, salt: int) -> int:
    digest = blake2b(data, digest_size=_BAND_BYTES, salt=bytes([salt])).digest()
    return int.from_bytes(digest, "little", signed=True)


def _runs(letters: str, other: str) -> list[Span]:
    """Find the spans of ``letters`` whose every 5-gram stands in ``other``."""
    known = _grams(other)
    found = []
    start = 0
    for at in range(len(letters) - LENGTH + 1):
        if letters[at : at + LENGTH] not in known:
            found.append((start, at + LENGTH - 1))
            start = at + 1
    return [*found, (start, len(letters))]


def _longer(spans: Sequence[Span], letters: int) -> list[Span]:
    return [(start, end) for start, end in spans if end - start >= letters]


def _covered(spans: Sequence[Span], length: int) -> float:
    """Return the share of the first ``length`` letters that lie in the spans."""
    covered = done = 0
    for start, end in spans:
        first, done = max(start, done), max(done, min(end, length))
        covered += max(0, done - first)
    return covered / length


def _is_whole(small: str, large: str, inside: Sequence[Span], around: Sequence[Span]) -> bool:
    """Tell whether a short text stands in the other as one does that was copied."""
    begin, before = inside[0][0], around[0][0]
    opens_with_another_name = 0 < begin <= _NAME and 0 < before <= _NAME
    if before:  # else it was added before the first letter of the other: a byline
        begin = 0
    shared = _covered([(start - begin, end - begin) for start, end in inside], len(small) - begin)
    in_one_piece = len(inside) - 1 <= len(small) // _LETTERS_A_CUT
    return (
        not opens_with_another_name and shared >= (_NEAR_SHORT if in_one_piece else _NEAR_SHORT_CUT)
    ) or _same_figures(small, large) >= _MANY_FIGURES


def _each_names_another(one: str, other: str) -> bool:
    """Tell whether each text has a name in Latin letters that the other has not."""
    names, others = set(_CAPITAL.findall(one)), set(_CAPITAL.findall(other))
    return bool(names - others) and bool(others - names)


def _same_figures(small: str, large: str) -> int:
    one, other = _frames(small), _frames(large)
    return sum(one[words] == other[words] for words in one.keys() & other.keys())


def _figures_agree(small: str, large: str) -> bool:
    """Tell whether the same words hold the same figures; in a short text, all of them."""
    one, other = _frames(small), _frames(large)
    same_words = one.keys() & other.keys()
    differing = sum(one[words].isdisjoint(other[words]) for words in same_words)
    return differing <= (0 if len(small) < _SHORT else _OTHER_FIGURES * len(same_words))


def _frames(letters: str) -> dict[str, set[str]]:
    """Find the figures between the same five letters before and after."""
    blank = _FIGURE.sub("0", letters)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for figure in _FIGURE.finditer(letters):
        words = blank[max(0, figure.start() - LENGTH) : figure.end() + LENGTH]
        found[words].add(figure[0])
    return found
