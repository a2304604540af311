"""Finds whom and what an article names: by that two events of one kind are told apart."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from retrieval.morphemes import Analyser, normalise

#: Letters of the text that are read for names beside the headline.
LEAD_CHARS: Final = 120
_LEAD_CHARS_ENGLISH: Final = 300

# Within a sentence those are names that begin with a capital; headlines may write all words so.
_CAPITAL: Final = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}")
#: In headlines 에서 is written so, which Kiwi takes for a part of the noun.
_PARTICLE: Final = "서"
_MARKS: Final = re.compile(r"[\W_]+")
_ENGLISH_WORD: Final = re.compile(r"[a-z]{4,}")
_ENGLISH_STEM: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What an article is on, by the beginnings of words: particles and what names are followed by
    (다온시, 다온) differ. ``names`` say whom and what, ``nouns`` are the others of its headline.
    """

    names: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()


#: Gives the names and nouns of an article by its headline, its text and its language.
Namer = Callable[[str, str, str], Named]


def namer(analyser: Callable[[], Analyser]) -> Namer:
    """Return what finds the names and nouns of an article.

    Names are those of its headline, or else of its beginning. Of languages other than Korean and
    English nothing is found.
    """

    def find(title: str, text: str, language: str) -> Named:
        if language == "en":
            return _english(title, text[:_LEAD_CHARS_ENGLISH])
        if language != "ko":
            return Named()
        read = analyser()
        found, nouns = read.named(title, text[:LEAD_CHARS])
        beginnings = (_beginning(one, read.is_common_noun) for one in found)
        names = _of_headline((one for one in beginnings if len(one) > 1), normalise(title))
        plain = (_without_particle(one, read.is_common_noun) for one in nouns)
        return Named(names=names, nouns=_others(plain, names))

    return find


def _english(title: str, lead: str) -> Named:
    headline = normalise(title)
    names = _of_headline(map(normalise, _CAPITAL.findall(lead)), headline)
    nouns = (word[:_ENGLISH_STEM] for word in _ENGLISH_WORD.findall(headline))
    return Named(names=names, nouns=_others(nouns, names))


def _of_headline(found: Iterable[str], headline: str) -> frozenset[str]:
    names = frozenset(found)
    return frozenset(one for one in names if one in headline) or names


def _others(nouns: Iterable[str], names: frozenset[str]) -> frozenset[str]:
    """Return the nouns that are part of no name."""
    return frozenset(
        noun
        for noun in nouns
        if len(noun) > 1 and not any(noun in name or name in noun for name in names)
    )


def _beginning(name: str, is_common_noun: Callable[[str], bool]) -> str:
    """Return what a name begins with, without a particle or what says of what kind it is; all of it
    where that leaves a common noun (가람시), nothing where it is one with a particle (해역서).
    """
    letters = _MARKS.sub("", name)
    beginning = letters[: max(2, len(letters) - 1)]
    if len(beginning) == len(letters) or not is_common_noun(beginning):
        return beginning
    return "" if letters.endswith(_PARTICLE) else letters


def _without_particle(noun: str, is_common_noun: Callable[[str], bool]) -> str:
    return noun[:-1] if noun.endswith(_PARTICLE) and is_common_noun(noun[:-1]) else noun
