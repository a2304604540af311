"""Reads a question as the store writes it: words run together are cut, misspelled names mended."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final, Protocol

#: Shorter terms are one letter away from too many others.
MIN_CHARS: Final = 3
#: Longer ones are noise; each syllable costs 65 look-ups, of a microsecond each.
MAX_CHARS: Final = 20
#: Of so many syllables a term may differ in any one letter; a shorter one, which may be a person's
#: name, only as it is spoken alike.
_MIN_ANY_LETTER: Final = 4
#: A word of one syllable is part of another too often to be looked for inside a run.
_MIN_PART: Final = 2
#: Makes of a word the name of a kind, so that it may stand without: 시행일, 복구비.
SUFFIXES: Final = frozenset("일액율률수량값비료가자지법호명식권기팀측후전편")
#: How Hangul syllables are numbered (Unicode 15.0, section 3.12).
_FIRST: Final = ord("가")
_LAST: Final = ord("힣")
_VOWELS: Final = 21
_FINALS: Final = 28
_INITIALS: Final = 19
#: Letters that are spoken alike, or that transliterations exchange, by those numbers.
_INITIALS_ALIKE: Final = ({0, 1, 15}, {3, 4, 16}, {7, 8, 17}, {9, 10}, {12, 13, 14})
_VOWELS_ALIKE: Final = ({1, 5, 3, 7}, {10, 11, 15}, {0, 9}, {4, 14}, {20, 19, 16})
_FINALS_ALIKE: Final = ({1, 2, 24}, {7, 19, 20, 22, 23, 25}, {17, 26}, {4, 6}, {8, 15})

Held = Callable[[Iterable[str]], Collection[str]]


class Cutter(Protocol):
    """Finds words in a text."""

    def names(self, text: str) -> list[tuple[int, int]]:
        """Return where the nouns of ``text`` stand, in order."""
        ...


def respelled(text: str, cutter: Cutter, *, held: Held) -> str:
    """Return ``text`` with the Hangul nouns that the store does not hold as it would write them.

    ``held`` returns those of some words that the store holds. What resembles none stays.
    """
    spans = [span for span in cutter.names(text) if _may_be_mended(text[slice(*span)])]
    known = held({text[slice(*span)] for span in spans})
    for start, end in reversed(spans):
        term = text[start:end]
        if term not in known:
            text = text[:start] + _mended(term, held=held) + text[end:]
    return text


def cut(run: str, cutter: Cutter, *, held: Held) -> str:
    """Put a space into an unspaced ``run`` behind each word of the store that hides in a noun.

    해람샛고도몇킬로미터 has a noun 해람샛고 for who does not know 해람샛.
    """
    done = ""
    while run:
        at = next(_borders(run, cutter, held=held), len(run))
        done, run = f"{done} {run[:at]}", run[at:]
    return done.strip()


def _borders(run: str, cutter: Cutter, *, held: Held) -> Iterator[int]:
    for start, end in cutter.names(run):
        term = run[start:end]
        if _may_be_mended(term) and not held((term,)):
            ends = len(term) - 1 if term[-1] in SUFFIXES else len(term)
            starts = held({term[:size] for size in range(_MIN_PART, ends)})
            if starts:
                yield start + max(map(len, starts))


def _mended(term: str, *, held: Held) -> str:
    parts = _parts(term, held=held)
    if parts:
        return " ".join(parts)
    any_letter = len(term) >= _MIN_ANY_LETTER
    near = held(_one_letter_apart(term)) if any_letter else held(_spoken_alike(term))
    # Where several are as near, nobody knows which is meant.
    return next(iter(near)) if len(near) == 1 else term


def _parts(term: str, *, held: Held) -> tuple[str, ...]:
    """Cut ``term`` into the fewest words that the store holds; empty when it cannot be."""
    size = len(term)
    known = held({term[a:b] for a in range(size) for b in range(a + _MIN_PART, size + 1)})
    ways: list[tuple[str, ...] | None] = [(), *[None] * size]
    for end in range(_MIN_PART, size + 1):
        found = [
            (*before, term[start:end])
            for start in range(end - _MIN_PART + 1)
            if (before := ways[start]) is not None and term[start:end] in known
        ]
        ways[end] = min(found, key=len, default=None)
    whole = ways[size] or (ways[size - 1] if term[-1] in SUFFIXES else None)
    return whole or ()


def _one_letter_apart(word: str) -> set[str]:
    """Give the words that differ in one letter (Norvig, "How to Write a Spelling Corrector")."""
    letters = tuple(map(set, map(range, (_INITIALS, _VOWELS, _FINALS))))
    return _changed(word, lambda place, _: letters[place])


def _spoken_alike(word: str) -> set[str]:
    alike = (_INITIALS_ALIKE, _VOWELS_ALIKE, _FINALS_ALIKE)
    return _changed(
        word, lambda place, letter: set().union(*(some for some in alike[place] if letter in some))
    )


def _changed(word: str, others: Callable[[int, int], set[int]]) -> set[str]:
    """Exchange one letter, the initial (0), vowel (1) or final (2) of a syllable, for others."""
    found = set()
    for at, syllable in enumerate(word):
        rest, final = divmod(ord(syllable) - _FIRST, _FINALS)
        letters = (*divmod(rest, _VOWELS), final)
        for place, letter in enumerate(letters):
            for other in others(place, letter) - {letter}:
                changed = [*letters]
                changed[place] = other
                found.add(word[:at] + _syllable(*changed) + word[at + 1 :])
    return found


def _syllable(initial: int, vowel: int, final: int) -> str:
    return chr(_FIRST + (initial * _VOWELS + vowel) * _FINALS + final)


def _may_be_mended(term: str) -> bool:
    return MIN_CHARS <= len(term) <= MAX_CHARS and all(_FIRST <= ord(one) <= _LAST for one in term)
