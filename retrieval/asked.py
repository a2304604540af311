"""A question with what its terms weigh in this store, and how much of it a text covers."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field

from retrieval.aliases import Name
from retrieval.morphemes import normalise
from retrieval.question import Question
from retrieval.sounds import Heard, hangul_sounds
from retrieval.wanted import shows

_COUNTED = re.compile(r"몇\s?(\S)")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_FACT = re.compile(r"\d+(?:\.\d+)?(?!\d|\.\d|\s?[월일시분月日時分])")
_NAMED = re.compile(r"[a-z]+-?\d+|[^\W\d_]+-\d+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


#: Term of a question → the terms of each other spelling of its name.
Spellings = Mapping[str, tuple[frozenset[str], ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """``morphemes`` and ``trigrams`` give each term its inverse document frequency.

    ``names`` are those that are known under other spellings, which ``other_morphemes`` and
    ``other_trigrams`` give for each of their terms; ``heard`` are words that may be known by sound.
    """

    question: Question
    morphemes: Mapping[str, float]
    trigrams: Mapping[str, float]
    names: tuple[Name, ...] = ()
    other_morphemes: Spellings = field(default_factory=dict)
    other_trigrams: Spellings = field(default_factory=dict)
    heard: tuple[Heard, ...] = ()

    def in_its_words(self, terms: Set[str]) -> frozenset[str]:
        """Return ``terms`` with those of the question whose name they hold in another spelling."""
        known = _with_names(self.other_morphemes, terms)
        absent = [word for word in self.heard if not word.terms <= known]
        if not absent:
            return known
        sounds = hangul_sounds(terms)
        return known.union(*(word.terms for word in absent if word.stands_among(sounds)))

    def covered(self, terms: Set[str]) -> float:
        """Return the share of the question's weight that stands among ``terms``: 0..1.

        A name that stands there in another spelling counts as it stands in the question.
        """
        return _share(self.morphemes, self.in_its_words(terms))

    def covered_trigrams(self, terms: Iterable[str]) -> float:
        """Return the share of the weight of the question's trigrams among ``terms``: 0..1."""
        return _share(self.trigrams, _with_names(self.other_trigrams, set(terms)))

    def covered_names(self, text: str) -> float:
        """Return the share of ``names`` that stand in ``text`` in any spelling: 0..1; 0 of none."""
        normal = unicodedata.normalize("NFKC", text)
        standing = [name.stands_in(normal) for name in self.names if not name.part]
        return sum(standing) / len(standing) if standing else 0.0

    def counts(self, sentence: str) -> float:
        """Tell whether ``sentence`` counts what «몇 ○» asks to be counted: 1 yes, -1 no, else 0."""
        counted = _COUNTED.search(self.question.text)
        if counted is None:
            return 0.0
        unit = re.escape(counted.group(1))
        return 1.0 if re.search(rf"[\d십백천만억조]\s?여?\s?{unit}", sentence) else -1.0

    def shows(self, sentence: str) -> float:
        """Tell whether ``sentence`` has the kind of thing asked for: 1 yes, -1 no, else 0."""
        wanted = self.question.wanted
        if wanted is None:
            return 0.0
        return 1.0 if shows(wanted, sentence) else -1.0

    def numbers(self, text: str) -> float:
        """Return the share of the question's numbers that stand in ``text``: 0..1."""
        asked = _NUMBER.findall(self.question.text)
        return sum(number in text for number in asked) / len(asked) if asked else 1.0

    def names_more_than(self, text: str) -> bool:
        """Tell whether the question names a number that stands nowhere in ``text``.

        A month, day or time is no such number, since an article often leaves them unsaid; a name
        with one (솟대-4, GPT-5) is.
        """
        normal = normalise(text).replace(",", "")
        asked = self.question.text.replace(",", "")
        numbers = set(_DIGITS.findall(normal))
        if any(number not in numbers for number in _FACT.findall(asked)):
            return True
        joined = normal.replace("-", "")
        return any(name.replace("-", "") not in joined for name in _NAMED.findall(asked))


def _with_names(spellings: Spellings, terms: Set[str]) -> frozenset[str]:
    if not spellings:
        return frozenset(terms)
    meant = (term for term, others in spellings.items() if any(one <= terms for one in others))
    return frozenset((*terms, *meant))


def _share(weights: Mapping[str, float], terms: Set[str]) -> float:
    whole = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in terms) / (whole or 1.0)
