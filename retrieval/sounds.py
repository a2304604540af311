"""Whether two spellings in different scripts sound alike: 올트먼, Altman, アルトマン."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from typing import Final

#: Classes of consonants that transliterations exchange: an English th is ㅅ, ㅆ, ㄷ or ㅌ.
_CLASSES: Final = str.maketrans(
    {
        **dict.fromkeys("bpfv", "p"),
        **dict.fromkeys("dt", "t"),
        **dict.fromkeys("gkqc", "k"),
        **dict.fromkeys("lr", "l"),
        **dict.fromkeys("jz", "j"),
    }
)
#: English spellings of one sound, in the order in which they are looked for.
_LATIN: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"sch|sh", "s"),
        (r"tch|ch", "j"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"gh", ""),
        (r"ck", "k"),
        (r"x", "ks"),
        (r"c(?=[eiy])", "s"),
        (r"ng", "n"),
        (r"(?<=[aeiouy])r(?![aeiouyr])", ""),  # silent in 하버드, アーム
        (r"(?<=[a-z])h", ""),
        (r"[aeiouwy]", ""),
    )
)
#: The names of Latin letters in Hangul, longest first: 에스케이 is SK.
_LETTERS: Final = {
    "더블유": "w", "에이치": "h",
    "에이": "a", "에프": "f", "아이": "i", "제이": "j", "케이": "k", "에스": "s", "브이": "v",
    "엑스": "x", "와이": "y", "제트": "z",
    "비": "b", "씨": "c", "시": "c", "디": "d", "이": "e", "지": "g", "엘": "l", "엠": "m",
    "엔": "n", "오": "o", "피": "p", "큐": "q", "알": "r", "티": "t", "유": "u",
}  # fmt: skip
_LETTER: Final = re.compile("|".join(_LETTERS))
_LETTERS_ROW: Final = re.compile(f"(?:{_LETTER.pattern}){{2,}}")
#: Shorter skeletons are shared by too many words; these have to be equal.
_MIN_SOUNDS: Final = 2
#: Of longer ones a third may differ: Anthropic and 앤솔로픽 do in one of five.
_DIFFERENT: Final = 0.34
_EQUAL_UP_TO: Final = 2
#: A word that no brackets explain is known by no fewer, and one may differ for each five.
_MIN_HEARD: Final = 3
_SOUNDS_OF_ONE_DIFFERENT: Final = 5
_FOREIGN: Final = re.compile(r"[A-Za-z]+|[ァ-ヿ]+")


def skeleton(spelling: str) -> str:
    """Return the consonants of a spelling in Latin, Hangul or Kana, in coarse classes.

    Hangul and Kana are read by the Unicode names of their letters (올 is OL, ル is RU).
    """
    text = unicodedata.normalize("NFKC", spelling).casefold()
    sounds = "".join(_sounds(text)).translate(_CLASSES)
    return "".join(sound for sound, _ in groupby(sounds))


def alike(one: str, other: str) -> bool:
    """Tell whether two spellings can be one name by their sound.

    By the edit distance of their consonants (Levenshtein, 1966), as in Knight and Graehl, "Machine
    Transliteration", 1998, vowels are what transliterations keep least.
    """
    if _spelled(one) == _spelled(other):
        return True
    first, second = skeleton(spelled_out(one)), skeleton(spelled_out(other))
    longer = max(len(first), len(second))
    if min(len(first), len(second)) < _MIN_SOUNDS or first[0] != second[0]:
        return False
    if longer <= _EQUAL_UP_TO:
        return first == second and _opens_with_vowel(one) == _opens_with_vowel(other)
    return _distance(first, second) <= _DIFFERENT * longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A word of a question in Latin letters or Katakana by its ``sounds``, and its ``terms``."""

    sounds: str
    terms: frozenset[str]

    def stands_among(self, sounds: Iterable[str]) -> bool:
        """Tell whether a word with one of ``sounds`` is this one, written in Hangul."""
        return any(one[0] == self.sounds[0] and self._is_like(one) for one in sounds)

    def _is_like(self, sounds: str) -> bool:
        allowed = max(len(sounds), len(self.sounds)) // _SOUNDS_OF_ONE_DIFFERENT
        return sounds == self.sounds or _distance(sounds, self.sounds) <= allowed


def heard_in(written: str, terms: Sequence[str]) -> tuple[Heard, ...]:
    """Return the words in a question that may stand in Hangul elsewhere: haesol, レゴランド.

    ``terms`` are the question's. Between Hangul any Latin word may, else only one with a capital.
    """
    mixed = any(map(_is_hangul, written))
    found = []
    for word in _FOREIGN.findall(unicodedata.normalize("NFKC", written)):
        own = frozenset(one for one in terms if len(one) > 1 and one in word.casefold())
        sounds = skeleton(word)
        if own and len(sounds) >= _MIN_HEARD and (mixed or not word.islower()):
            found.append(Heard(sounds=sounds, terms=own))
    return tuple(found)


def hangul_sounds(terms: Iterable[str]) -> frozenset[str]:
    """Return the sounds of those of ``terms`` in Hangul that can be known by them."""
    return frozenset(
        sounds for sounds in map(_cached, filter(_is_hangul, terms)) if len(sounds) >= _MIN_HEARD
    )


def _is_hangul(word: str) -> bool:
    return "가" <= word[:1] <= "힣"


@lru_cache(maxsize=50_000)
def _cached(word: str) -> str:
    return skeleton(word)


def spelled_out(spelling: str) -> str:
    """Write Latin letters that stand by their Hangul names as letters: 에스케이온 is sk온."""

    def letters(row: re.Match[str]) -> str:
        return "".join(_LETTERS[name] for name in _LETTER.findall(row[0]))

    return _LETTERS_ROW.sub(letters, spelling)


def _spelled(spelling: str) -> str:
    return spelled_out("".join(spelling.casefold().split()))


def _sounds(text: str) -> Iterator[str]:
    for latin, run in groupby(text, key=lambda letter: letter.isascii() and letter.isalpha()):
        letters = "".join(run)
        if latin:
            for pattern, sound in _LATIN:
                letters = pattern.sub(sound, letters)
            yield letters
        else:
            yield from map(_consonants, letters)


@cache
def _consonants(letter: str) -> str:
    """The consonants of a syllable by its Unicode name."""
    kind, _, name = unicodedata.name(letter, "").lower().rpartition(" ")
    if kind == "hangul syllable":
        first, last = re.split("[aeiouwy]+", name, maxsplit=1)
        first = first.replace("c", "j")
        # 넷 is «net», 링 «lin»; ㅎ at the end is mute.
        last = "t" if last in ("s", "ss", "j", "c", "d") else last.replace("ng", "n").strip("h")
        return first + last
    if kind in ("katakana letter", "hiragana letter"):
        # フ is the sound of f, チ that of ch.
        consonant = re.sub("[aeiouwy]+", "", name)
        return {"hu": "f", "ti": "j"}.get(name, consonant)
    return ""


def _opens_with_vowel(spelling: str) -> bool:
    first = unicodedata.name(spelling[0], "").lower().rpartition(" ")[2]
    return first[:1] in "aeiou"


def _distance(first: str, second: str) -> int:
    row = list(range(len(second) + 1))
    for at, letter in enumerate(first, start=1):
        above, row[0] = row[0], at
        for column, other in enumerate(second, start=1):
            above, row[column] = (
                row[column],
                min(row[column] + 1, row[column - 1] + 1, above + (letter != other)),
            )
    return row[-1]
