"""Cuts text into the terms that are matched: Korean morphemes by Kiwi, and character trigrams."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import dropwhile, takewhile
from typing import Final

from kiwipiepy import Kiwi, Token

from retrieval.remembered import RememberedTerms

#: Changes whenever the terms of the same text change, so that the word index is built anew.
ANALYSER: Final = "kiwi-5"

#: Parts of speech that carry meaning, by the beginning of the Sejong tag: nouns, numerals,
#: pronouns, verbs, adjectives, determiners, adverbs, roots, prefixes, foreign words, numbers.
_CONTENT: Final = ("NN", "NR", "NP", "VV", "VA", "MM", "MA", "XR", "XPN", "SL", "SH", "SN", "W_")
#: The same of what names something.
_NAMING: Final = ("NNG", "NNP", "NR", "XR", "SL", "SH", "SN", "W_")
#: What a noun is made of, names that Kiwi takes apart among them: 누노령 is 누, 노 and 령 to it.
_NOUN_PARTS: Final = ("NNG", "NNP", "NNB", "NR", "XR", "XPN", "XSN", "MM", "SL", "SH")
#: Nouns of a lower log-probability than this are in no dictionary: 버스 has -8, 아후람 -25.
_UNKNOWN: Final = -18.0
#: A word whose letters have this log-probability on average, a particle at its end aside, is read
#: so only because no dictionary has it: 다무령시 as 다, 무, 령 and 시 (-8.5). Of 408 real headlines
#: 50 words have it, of which 45 are found to be names without it.
_UNLIKELY: Final = -8.0
_UNLIKELY_LETTERS: Final = 3
#: The same of the nouns that a word begins with, at ``_UNKNOWN`` in all: 학교석면법, 위믹스. Where
#: all of them are known it has more (등불축제 -4.7, 버스요금 -5).
_UNLIKELY_NOUNS: Final = -7.3
#: Light verbs and bound nouns that stand in every other sentence and tell nothing.
_EMPTY: Final = frozenset(
    (form, tag)
    for tag, forms in {
        "VV": "하 되 있 받 대하 위하 따르 통하 관하 의하 보 오 주",
        "VA": "있 없 같",
        "NNB": "것 수 등 때 중 데 바 줄 지 뿐 만 거",
        "NP": "이 그 저 이것 그것",
        "MM": "이 그 저",
    }.items()
    for form in forms.split()
)
#: No real term is longer; what is longer is a line of noise.
_MAX_TERM_CHARS: Final = 40
#: So long a run without a space is several words, or a name that is found by its parts as well.
_UNSPACED = re.compile(r"[가-힣]{2}[가-힣0-9a-zA-Z]{4,}[가-힣]")
_PARTS_OF_NAMES: Final = ("NNG", "NNP", "MM", "XR", "XPN")
_HAN_AND_KANA = re.compile(r"[\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+")
_WORD = re.compile(r"\w+")
_CONTROL = re.compile(r"[\x00\ud800-\udfff]")


def normalise(text: str) -> str:
    """Prepare text for matching: NFKC, lower case, without NUL and lone surrogates."""
    return unicodedata.normalize("NFKC", _CONTROL.sub(" ", text)).lower()


class Analyser:
    """Finds the terms of a text. Safe to use from several threads.

    Loading takes about a second and 290 MB, which is why there is one in a process. Kiwi's
    dictionary of multi-word names is left out: it costs 200 MB and 1.5 s more.
    """

    def __init__(self) -> None:
        self._kiwi = Kiwi(num_workers=1, load_multi_dict=False)
        self._kiwi.tokenize("가")  # Kiwi builds itself at its first text: half a second
        self.terms_of_sentence = RememberedTerms(self.morphemes)

    def spaced(self, text: str) -> str:
        """Return ``text`` with its long unspaced runs of Hangul cut into words.

        A space stands before each morpheme that carries meaning, except behind a noun of one
        syllable, which is rather part of a name that Kiwi does not know (새담, 폐열).
        """
        return _UNSPACED.sub(lambda run: self._words(run[0]), text)

    def _words(self, run: str) -> str:
        words, before = "", None
        for token in self._kiwi.tokenize(run):
            short = before is not None and before.len == 1 and before.tag in _PARTS_OF_NAMES
            if token.tag.startswith(_CONTENT) and not short:
                words += " "
            words += run[len(words) - words.count(" ") : token.end]
            before = token
        return words.strip()

    def morphemes(self, text: str) -> list[str]:
        """Return the meaningful terms of ``text`` as they are indexed.

        Japanese and Chinese, which Kiwi does not know, are cut into pairs of characters.
        """
        normal = normalise(text)
        pairs = [pair for run in _HAN_AND_KANA.findall(normal) for pair in _pairs(run)]
        return pairs + [
            token.form[:_MAX_TERM_CHARS]
            for token in self._kiwi.tokenize(_HAN_AND_KANA.sub(" ", normal))
            if token.tag.startswith(_CONTENT)
            and (token.form, token.tag) not in _EMPTY
            and not token.form.isspace()
        ]

    def nouns(self, text: str) -> list[str]:
        """Return those of the terms of ``text`` that name something: no verbs, no bound nouns."""
        normal = normalise(text)
        pairs = [pair for run in _HAN_AND_KANA.findall(normal) for pair in _pairs(run)]
        return pairs + [
            token.form[:_MAX_TERM_CHARS]
            for token in self._kiwi.tokenize(_HAN_AND_KANA.sub(" ", normal))
            if token.tag.startswith(_NAMING) and not token.form.isspace()
        ]

    def names(self, text: str) -> list[tuple[int, int]]:
        """Return where the nouns of ``text`` stand, in order, without bound nouns and numbers."""
        return [
            (token.start, token.end)
            for token in self._kiwi.tokenize(text)
            if token.tag in ("NNG", "NNP", "XR")
        ]

    def named(self, title: str, text: str) -> tuple[set[str], set[str]]:
        """Return the names in a Korean headline and text, and the nouns of the headline.

        Names are proper nouns, words that Kiwi does not know, words in Latin letters with a
        capital: each is the noun that a word begins with. Bound nouns and numbers are no nouns.
        All are normalised.
        """
        text = f"{title}\n{text}"
        tokens = self._kiwi.tokenize(text)
        nouns = {
            normalise(text[one.start : one.end])
            for one in tokens
            if one.tag in ("NNG", "NNP", "XR") and one.end <= len(title)
        }
        words: list[list[Token]] = []
        at = None
        for token in tokens:
            if token.tag.startswith("S") and token.tag not in _NOUN_PARTS:
                at = None  # 다쳐…은결도 has no space
                continue
            if (token.sent_position, token.word_position) != at:
                at = token.sent_position, token.word_position
                words.append([])
            words[-1].append(token)
        found = (_name(word, text) for word in words)
        return {normalise(one) for one in found if one}, nouns

    @lru_cache(maxsize=2_000)  # noqa: B019  # there is one analyser in a process
    def is_common_noun(self, word: str) -> bool:
        """Tell whether Kiwi knows ``word`` as a noun that is no name."""
        tokens = self._kiwi.tokenize(word)
        return len(tokens) == 1 and tokens[0].tag == "NNG" and tokens[0].score > _UNKNOWN


def _name(word: Sequence[Token], text: str) -> str:
    """Return the name that a word of ``text`` begins with; empty where it names nothing."""
    parts = list(takewhile(lambda one: one.tag in _NOUN_PARTS, word))
    name = "".join(one.form for one in parts)
    unknown = sum(one.score for one in parts) <= min(_UNKNOWN, _UNLIKELY_NOUNS * len(name))
    if name and parts[0].tag != "NNB" and (unknown or any(_is_name(one, text) for one in parts)):
        return name
    whole = list(dropwhile(lambda one: one.tag.startswith("J"), reversed(word)))
    letters = text[whole[-1].start : whole[0].end] if whole else ""
    unlikely = sum(one.score for one in whole) <= _UNLIKELY * len(letters)
    return letters if unlikely and len(letters) >= _UNLIKELY_LETTERS else ""


def _is_name(token: Token, text: str) -> bool:
    return (
        token.tag in ("NNP", "SH")
        or (token.tag == "SL" and text[token.start].isupper())
        or (token.tag.startswith("NN") and token.score <= _UNKNOWN)
    )


def _pairs(run: str) -> list[str]:
    return [run[start : start + 2] for start in range(max(1, len(run) - 1))]


def trigrams(text: str) -> list[str]:
    """Return the character trigrams of each word, a shorter word whole."""
    terms: list[str] = []
    for word in _WORD.findall(normalise(text)):
        terms += [word[start : start + 3] for start in range(max(1, len(word) - 2))]
    return terms
