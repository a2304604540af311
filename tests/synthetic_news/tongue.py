"""What a language brings to an invented article: sentences with slots, words, names."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

_STOCK: Final = Path(__file__).parent / "stock"
#: Of each particle, the form after a vowel.
_OPEN: Final = {"은": "는", "이": "가", "을": "를", "과": "와", "으로": "로"}
_HANGUL: Final = range(0xAC00, 0xD7A4)
#: Syllables of one vowel, each with this many finals; the eighth final is ㄹ.
_FINALS: Final = 28
_RIEUL: Final = 8
_RARELY: Final = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """The stock of one language; ``{slot}`` is filled from ``words``, ``{slot:은}`` inflected.

    ``outlets`` pairs names with domains; ``marks`` are those before a question and its answer.
    """

    language: str
    space: str
    introduction: str
    leads: Sequence[str]
    sentences: Sequence[str]
    titles: Sequence[str]
    subtitles: Sequence[str]
    headings: Sequence[str]
    captions: Sequence[str]
    exchanges: Sequence[tuple[str, str]]
    marks: Sequence[tuple[str, str]]
    outlets: Sequence[tuple[str, str]]
    words: Mapping[str, Sequence[str]]
    names: Mapping[str, Any]  # text to draw letters from, or a list

    def name(self, random: Random) -> str:
        """Draw a person's name, written as the language writes it."""
        family, given = (str(random.choice(self.names[part])) for part in ("family", "given"))
        if self.language == "ko":
            if random.random() < _RARELY:
                return family + given
            long = self.names["long_family"]
            family = str(random.choice(long)) if random.random() < _RARELY else family
            return family + "".join(random.sample(self.names["given"], 2))
        return f"{given} {family}" if self.language == "en" else family + given


def load(language: str) -> Tongue:
    """Read the stock of ``language``."""
    return Tongue(language=language, **tomllib.loads((_STOCK / f"{language}.toml").read_text()))


def joined(word: str, particle: str) -> str:
    """Put a Korean ``particle`` after ``word`` in the form that its last sound asks for."""
    last = ord(word[-1])
    final = (last - _HANGUL.start) % _FINALS if last in _HANGUL else 0
    if final == 0 or (particle == "으로" and final == _RIEUL):
        return word + _OPEN.get(particle, particle)
    return word + particle
