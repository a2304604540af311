"""Holds the rules of ``retrieval.watchwords`` against articles, whatever form their words have."""

import re
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Final

from retrieval.aliases import names_in
from retrieval.morphemes import Analyser, normalise
from retrieval.watchwords import Rule, Word, holds
from store.names import Known

#: What is read of an article; longer ones are lists.
MAX_ARTICLE_CHARS: Final = 50_000
#: Places of one word in one article that are looked at: where none of so many is the word, it is
#: a syllable of others.
_MAX_PLACES: Final = 50

#: Letters before and behind a word that are read with it: longer runs without a space are no words,
#: and Kiwi takes a second for 50,000 letters.
_AROUND: Final = 40

#: What may follow a noun in its word: particles, and what makes a verb of it.
_PARTICLES: Final = (
    r"(?:들|님|씨|측|발|산|내|별|쯤)?(?:에게|에서|께서|한테|으로|이랑|이나|이며|이라|이란|까지|부터|보다|처럼"
    r"|만큼|마다|조차|밖에|대로|에|은|는|이|가|을|를|의|도|와|과|만|로|랑|나|며|라|란|인|서)?"
    r"(?:는|은|도|의|만|라고|라는|라며|다|였다|이었다|이다|입니다)?"
)
_VERBAL: Final = (
    r"(?:하(?=[고는다던도려며면시신여였자지기겠])|되(?=[고는다던도려며면시신었자지기겠])"
    r"|한|할|함|했|해|된|될|됨|됐|돼|시키|시킨|시켰)[가-힣]*"
)
_FOLLOWS: Final = re.compile(rf"{_PARTICLES}|{_VERBAL}")
#: What may stand before and behind a noun of two syllables or more: 총파업, 노조원들이.
_BEFORE: Final = re.compile("[총재반탈범친대]")
_DERIVED: Final = re.compile(rf"[인원자계권형식적화율률용판급]?(?:{_PARTICLES})|{_VERBAL}")
_HANGUL: Final = re.compile("[가-힣]")
#: Hangul syllables are numbered by their consonant, then by vowel and final.
_FIRST: Final = ord("가")
_VOWELS_AND_FINALS: Final = 588
_EOJEOL: Final = re.compile("[가-힣0-9a-z]+")
#: 인상하다 is found as 인상, 인상했다, 인상을.
_ACTED: Final = re.compile("([가-힣]{2,})[하되]다")
_VERB: Final = re.compile("[가-힣]+다")
_GAP: Final = r"[\s·・\-]{0,2}"


class Matcher:
    """Finds the words of rules in articles, whatever particles they have, under any spelling.

    ``known`` gives what is known of names (``store.names.Names.known``); each word is looked up
    once, so a matcher is made anew for each batch of articles.
    """

    def __init__(
        self,
        *,
        analyser: Callable[[], Analyser],
        known: Callable[[Collection[str]], Mapping[str, Known]],
    ) -> None:
        self._analyser = analyser
        self._known = known
        self._forms: dict[Word, tuple[re.Pattern[str], ...]] = {}
        self._stems: dict[Word, str | None] = {}
        self._is_noun = lru_cache(maxsize=20_000)(self._noun_at)

    def reading(self, *texts: str) -> "Reading":
        """Read an article, its headline and text, to hold rules against it."""
        return Reading(self, normalise("\n".join(texts)[:MAX_ARTICLE_CHARS]))

    def find(self, word: Word, text: str) -> tuple[int, int] | None:
        """Return where the word stands first in a normalised text; None when it does not."""
        if word not in self._forms:
            self._forms[word] = tuple(map(_pattern, self._spellings(word)))
        for form in self._forms[word]:
            for place, found in enumerate(form.finditer(text)):
                if place >= _MAX_PLACES:
                    break
                if self._is_whole(text, found.start(), found.end()):
                    return found.span()
        return None

    def stem(self, word: Word) -> str | None:
        """Return the stem by which a verb or an adjective is found in any form; None of others."""
        if word not in self._stems:
            verbal = not word.exact and _VERB.fullmatch(word.text)
            is_noun = verbal and self._analyser().nouns(word.text) == [word.text]
            self._stems[word] = word.text[:-1] if verbal and not is_noun else None
        return self._stems[word]

    def terms(self, text: str, stem: str) -> frozenset[str]:
        """Return the terms of those words of a text that may be forms of ``stem``.

        These begin with its consonant; its vowel may be another (크다, 커졌다).
        """
        first = _FIRST + (ord(stem[0]) - _FIRST) // _VOWELS_AND_FINALS * _VOWELS_AND_FINALS
        begin = f"[{chr(first)}-{chr(first + _VOWELS_AND_FINALS - 1)}]"
        runs = dict.fromkeys(re.findall(f"(?<![가-힣]){begin}[가-힣]*", text))
        return frozenset(self._analyser().morphemes(" ".join(runs)))

    def _spellings(self, word: Word) -> tuple[str, ...]:
        own = normalise(word.text)
        if word.exact:
            return (own,)
        named = (name for name in names_in(word.text, self._known) if not name.part)
        others = next((one.others for one in named if normalise(one.written) == own), ())
        acted = _ACTED.fullmatch(own)
        return tuple(dict.fromkeys((acted[1] if acted else own, *map(normalise, others))))

    def _is_whole(self, text: str, start: int, end: int) -> bool:
        """Tell whether a word stands there, alone or in a compound, and no part of another."""
        if not _HANGUL.match(text[start]) and not _HANGUL.match(text[end - 1]):
            return True  # its pattern has seen to its borders
        run = _run(text, start, end)
        before, after = text[run[0] : start], text[end : run[1]]
        short = end - start == 1
        if not _HANGUL.search(before) or (not short and _BEFORE.fullmatch(before)):
            follows = _FOLLOWS if short else _DERIVED
            if follows.fullmatch(after):
                return True
        return self._is_noun(text[run[0] : run[1]], start - run[0], end - run[0])

    def _noun_at(self, run: str, start: int, end: int) -> bool:
        """Tell whether Kiwi sees nouns that begin at ``start``, and ones that end at ``end``."""
        nouns = self._analyser().names(run)
        begins = start == 0 or any(first == start for first, _ in nouns)
        return begins and (end == len(run) or any(last == end for _, last in nouns))


class Reading:
    """An article as rules are held against it; every word is looked for once."""

    def __init__(self, matcher: Matcher, text: str) -> None:
        self._matcher = matcher
        self._text = text
        self._found: dict[Word, bool] = {}

    def matches(self, rule: Rule) -> bool:
        """Tell whether the rule holds."""
        return holds(rule, self._stands)

    def _stands(self, word: Word) -> bool:
        if word not in self._found:
            self._found[word] = self._matcher.find(word, self._text) is not None or self._in_form(
                word
            )
        return self._found[word]

    def _in_form(self, word: Word) -> bool:
        stem = self._matcher.stem(word)
        return stem is not None and stem in self._matcher.terms(self._text, stem)


def _run(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the letters without a space between them that ``text[start:end]`` stands in."""
    first, last = max(start - _AROUND, 0), min(end + _AROUND, len(text))
    while start > first and _EOJEOL.match(text[start - 1]):
        start -= 1
    while end < last and _EOJEOL.match(text[end]):
        end += 1
    return start, end


def _pattern(spelling: str) -> re.Pattern[str]:
    """What finds a spelling, with or without the spaces that it has."""
    body = _GAP.join(map(re.escape, spelling.split()))
    if re.match("[a-z0-9]", spelling):
        body = rf"(?<![a-z0-9]){body}"
    if re.search("[^aeiou]y$", spelling):
        body = rf"{body[:-1]}(?:y|ies)(?:'s|’s)?(?![a-z0-9])"
    elif re.search("(?:[sxz]|[cs]h)$", spelling):
        body = rf"{body}(?:es|'s|’s)?(?![a-z0-9])"
    elif re.search("[a-z]$", spelling):
        body = rf"{body}(?:s|'s|’s)?(?![a-z0-9])"
    elif re.search("[0-9]$", spelling):
        body = rf"{body}(?![0-9])"
    return re.compile(body)
