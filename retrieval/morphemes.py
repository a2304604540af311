"""Cuts text into the terms that are matched: Korean morphemes by Kiwi, and character trigrams."""

import re
import unicodedata
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
#: Nouns of a lower log-probability than this are in no dictionary: 버스 has -8, 아후람 -25, and of
#: nouns of two parts most have more (영업이익 -5, 등불축제 -18).
_UNKNOWN: Final = -18.0
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

    def proper_names(self, text: str) -> set[str]:
        """Return the names in Korean ``text``, normalised: proper nouns, nouns that Kiwi does not
        know, words in Latin letters with a capital. Each is the noun that a word begins with.
        """
        words: dict[tuple[int, int], list[Token]] = {}
        ended: set[tuple[int, int]] = set()
        for token in self._kiwi.tokenize(text):
            word = token.sent_position, token.word_position
            if word in ended:
                continue
            if token.tag in _NOUN_PARTS and (word in words or token.tag != "NNB"):
                words.setdefault(word, []).append(token)
            elif word in words or not token.tag.startswith("S"):  # signs may stand before it
                ended.add(word)
        return {
            normalise("".join(one.form for one in parts))
            for parts in words.values()
            if any(one.tag in ("NNP", "SH") for one in parts)
            or any(one.tag == "SL" and text[one.start].isupper() for one in parts)
            or sum(one.score for one in parts) <= _UNKNOWN
        }


def _pairs(run: str) -> list[str]:
    return [run[start : start + 2] for start in range(max(1, len(run) - 1))]


def trigrams(text: str) -> list[str]:
    """Return the character trigrams of each word, a shorter word whole."""
    terms: list[str] = []
    for word in _WORD.findall(normalise(text)):
        terms += [word[start : start + 3] for start in range(max(1, len(word) - 2))]
    return terms
