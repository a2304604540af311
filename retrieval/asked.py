"""A question with what its terms weigh in this store, and how much of it a text covers."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Final

from retrieval.aliases import Name
from retrieval.keys import missing
from retrieval.morphemes import normalise
from retrieval.question import Question
from retrieval.sounds import Heard, hangul_sounds
from retrieval.wanted import shows

_COUNTED = re.compile(
    r"몇\s?(%|[가-힣]{1,4}|[a-z㎞㎏]{1,2})|(명|가구|세대|건|대|곳|호실|개)\s?수(?:[는은가]|\W*$)"
)
#: Units that news writes in another way than people ask for them.
_WRITTEN: Final = {
    "퍼센트": "%", "프로": "%", "킬로미터": "(?:km|㎞|킬로)", "킬로그램": "(?:kg|㎏|킬로)",
    "킬로": "(?:km|㎞|kg|㎏|킬로)", "미터": "(?:m|미터)", "톤": "(?:t|톤)",
    "사람": "명", "군데": "곳", "번": "(?:번|회|차례)", "회": "(?:회|번|차례)", "살": "(?:살|세)",
    "달": "(?:달|개월)", "개월": "(?:개월|달)", "시간": "시간", "집": "(?:집|가구|세대)",
    "가지": "(?:가지|종|개)", "리터": "(?:l|리터)", "센티": "(?:cm|센티)",
}  # fmt: skip
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_FACT = re.compile(r"\d+(?:\.\d+)?(?!\d|\.\d|\s?[월일시분月日時分])")
_NAMED = re.compile(r"[a-z]+-?\d+|[^\W\d_]+-\d+")
_PERIOD = re.compile(r"(\d{1,4})\s?(분기|년(?!\s?[간만전뒤후째])|호|회|차|세대|기(?![가-힣]))")
#: Vowels with which a stem ends (오, 우, 이), and what they become before 아 and 어.
_JOINED: Final = {
    "\u1169": "[\u1169\u116a]",
    "\u116e": "[\u116e\u116f]",
    "\u1175": "[\u1175\u1167]",
}
_HANGUL_RUN = re.compile(r"[가-힣]{2,12}")
#: Different words of an article that are read by their sound, its first: more is no news article,
#: and 100,000 take seconds.
_MAX_HEARD: Final = 5_000
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

    def counts(self, sentence: str) -> float:
        """Tell whether ``sentence`` counts what «몇 ○» asks to be counted: 1 yes, -1 no, else 0."""
        counted = _COUNTED.search(self.question.text)
        if counted is None:
            return 0.0
        named = counted[1] or counted[2]
        unit = next((how for unit, how in _WRITTEN.items() if named.startswith(unit)), named[0])
        return 1.0 if re.search(rf"[\d십백천만억조한두세네]\s?여?\s?{unit}", sentence) else -1.0

    def shows(self, sentence: str) -> float:
        """Tell whether ``sentence`` has the kind of thing asked for: 1 yes, -1 no, else 0."""
        wanted = self.question.wanted
        if wanted is None:
            return 0.0
        return 1.0 if shows(wanted, sentence) else -1.0

    def lacking(self, text: str) -> dict[str, float]:
        """Return the question's key terms that stand nowhere in ``text``, with their weight.

        A name that stands there in another spelling is not lacking.
        """
        lacking = missing(self.question.keys, text)
        if not lacking:
            return {}
        normal = unicodedata.normalize("NFKC", text)
        standing = [normalise(one.written) for one in self.names if one.stands_in(normal)]
        jamo = unicodedata.normalize("NFD", "".join(normalise(text).split()))
        heard = self._heard_in(normal, lacking)
        return {
            key: self.morphemes.get(key, 0.0)
            for key in lacking
            if not any(key in name for name in standing)
            and not self._stands_otherwise(key, jamo)
            and key not in heard
        }

    def _stands_otherwise(self, key: str, jamo: str) -> bool:
        """Tell whether other words for ``key`` stand in a text by their letters: 돌아올, 돌아오."""
        return any(
            all(len(one) > 1 and _inflected(one).search(jamo) for one in words)
            for words in self.other_morphemes.get(key, ())
        )

    def _heard_in(self, text: str, keys: Iterable[str]) -> frozenset[str]:
        """Return those of ``keys`` that stand in ``text`` by their sound."""
        words = [word for word in self.heard if not word.terms.isdisjoint(keys)]
        if not words:
            return frozenset()
        runs = islice(dict.fromkeys(_HANGUL_RUN.findall(text)), _MAX_HEARD)
        # Particles change how a word sounds, and are not told from it here.
        sounds = hangul_sounds(run[:size] for run in runs for size in range(2, len(run) + 1))
        return frozenset().union(*(word.terms for word in words if word.stands_among(sounds)))

    def share(self, lacking: Mapping[str, float]) -> float:
        """Return the share of the weight of all key terms that these have: 0..1."""
        whole = sum(self.morphemes.get(key, 0.0) for key in self.question.keys)
        return sum(lacking.values()) / (whole or 1.0)

    def names_another_period(self, text: str) -> bool:
        """Tell whether the question names a period or an ordinal (3분기, 18호) not in ``text``."""
        letters = "".join(normalise(text).split())
        return any(
            not re.search(rf"(?<!\d){number}{unit}", letters)
            for number, unit in _PERIOD.findall(self.question.text)
        )

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


@cache
def _inflected(stem: str) -> re.Pattern[str]:
    """Find a stem in letters of Hangul, its last vowel also as it joins an ending: 멈추, 멈췄."""
    letters = unicodedata.normalize("NFD", stem)
    return re.compile(letters[:-1] + _JOINED.get(letters[-1], letters[-1]))


def _with_names(spellings: Spellings, terms: Set[str]) -> frozenset[str]:
    if not spellings:
        return frozenset(terms)
    meant = (term for term, others in spellings.items() if any(one <= terms for one in others))
    return frozenset((*terms, *meant))


def _share(weights: Mapping[str, float], terms: Set[str]) -> float:
    whole = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in terms) / (whole or 1.0)
