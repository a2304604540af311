"""What a person wants to read about: free text, as words to look for and as a vector."""

import re
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from retrieval.encoder import Encoder, Vectors
from retrieval.morphemes import Analyser, normalise
from retrieval.question import language_of, understand
from retrieval.search import Search

#: Topics of one person that are read: each takes some milliseconds, and who names more wants no
#: choice. The others are counted, not dropped in silence.
MAX_TOPICS: Final = 40
#: Of a longer topic only the beginning is read.
MAX_CHARS: Final = 100
MAX_TERMS: Final = 8
#: Topics whose words and vectors are remembered: those of some thousand people; 8 MB.
REMEMBERED: Final = 4_000
_MARKUP: Final = re.compile(r"<[^<>]*>|&[a-z]{2,8};|https?://\S+")
_LETTER: Final = re.compile(r"[^\W\d_]")
#: Any day: a topic names none, but is analysed as a question, which may.
_ANY_DAY: Final = datetime(2024, 1, 1, tzinfo=UTC)
#: A topic as one asks for news on it, so that words such as 소식 are known to be none of it.
_NEWS_ON: Final = {"ko": "{} 소식", "en": "news on {}", "ja": "{}のニュース", "zh": "{}的新闻"}

#: A term of a topic, with what else it is called: each a set of terms that stand together.
Term = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic as it was written, its terms, and its vector where there is an encoder.

    Without terms nothing is looked for: one letter, or signs alone, say nothing.
    """

    text: str
    terms: tuple[Term, ...]
    vector: Vectors | None


class Topics:
    """Reads topics, each once. Any thread may use it.

    ``encoder`` gives None while no model is loaded; a topic is then read again later. Encoding
    takes some ten milliseconds: call ``read`` for the topics of many people before they are due.
    """

    def __init__(
        self,
        *,
        analyser: Callable[[], Analyser],
        encoder: Callable[[], Encoder | None],
        search: Search | None = None,
    ) -> None:
        self._analyser = analyser
        self._encoder = encoder
        self._search = search
        self._known: OrderedDict[str, Topic] = OrderedDict()

    def read(self, texts: Sequence[str]) -> tuple[Topic, ...]:
        """Return these topics in their order, each once, ``MAX_TOPICS`` at most.

        Raises IndexDamagedError and DatabaseError.
        """
        return tuple(self._read(one) for one in distinct(texts)[:MAX_TOPICS])

    def _read(self, text: str) -> Topic:
        known, encoder = self._known.get(text), self._encoder()
        if known is None or (known.vector is None and encoder is not None and known.terms):
            terms = self._terms(text)
            vector = encoder.question(text) if encoder is not None and terms else None
            known = Topic(text=text, terms=terms, vector=vector)
        self._known[text] = known
        while len(self._known) > REMEMBERED:
            self._known.pop(next(iter(self._known)), None)
        return known

    def _terms(self, text: str) -> tuple[Term, ...]:
        if not _LETTER.search(text):
            return ()
        analyser = self._analyser()
        asked = _NEWS_ON[language_of(text)].format(text)
        question = understand(asked, analyser, now=_ANY_DAY, zone=UTC)
        own = question.morphemes
        names: Mapping[str, tuple[frozenset[str], ...]] = {}
        if self._search is not None:
            names = self._search.asked(question).other_morphemes
        naming = set(analyser.nouns(text))
        terms = tuple(one for one in own if one in naming) or own
        return tuple(
            (frozenset((whole,)), *names.get(whole, ()))
            for whole in _rejoined(terms, normalise(text))[:MAX_TERMS]
            if len(whole) > 1 or not whole.isascii()
        )


def distinct(texts: Sequence[str]) -> tuple[str, ...]:
    """Return topics without markup and white space around them, each once, none empty."""
    plain = (" ".join(_MARKUP.sub(" ", one[: 4 * MAX_CHARS]).split()) for one in texts)
    return tuple(dict.fromkeys(one[:MAX_CHARS] for one in plain if one))


def _rejoined(terms: Sequence[str], text: str) -> tuple[str, ...]:
    """Put together what the analyser cut into single syllables (누리, 호) as ``text`` has it."""
    parts: list[str] = []
    last = ""
    for term in terms:
        if parts and (len(term) == 1 or len(last) == 1) and f"{parts[-1]}{term}" in text:
            parts[-1] += term
        else:
            parts.append(term)
        last = term
    return tuple(dict.fromkeys(parts))
