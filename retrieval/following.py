"""Tells a question that goes on from the last one (그건 언제야?) from one that stands alone."""

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Final, Protocol, TypeVar

from retrieval import following_words as words
from retrieval.answer import Exchange
from retrieval.asked import Asked
from retrieval.candidates import Candidate
from retrieval.declining import THRESHOLD
from retrieval.morphemes import Analyser, normalise, trigrams
from retrieval.question import Question, language_of
from retrieval.wanted import Wanted, wanted

#: More terms of its own than this, and a message says itself what it is about: «그 회사» in a long
#: question is its own company. Without a word that refers back, fewer do.
MAX_OWN: Final = 4
MAX_OWN_UNREFERRED: Final = 3
#: What a term of the last question weighs beside one of the follow-up, which is what is asked now:
#: in the store it has to lead to the story, in the last articles it tells little.
CARRIED: Final = 0.4
CARRIED_HERE: Final = 0.1
#: What it adds to a sentence, on the scale of its weight, that it shows the kind of thing asked
#: for, of a bare «언제부터?» and of a follow-up with a topic, and that it says from or until.
SHOWN_BARE: Final = 4.0
#: What a sentence loses that was quoted before, where a bare «왜?» asks for another.
QUOTED_BEFORE: Final = 3.0
SHOWN: Final = 2.0
#: Of the message's own terms, by weight, so much has to stand where the answer is.
OWN_NEEDED: Final = 0.5
#: The same of pairs of characters, of which some lie across two words.
OWN_NEEDED_PAIRS: Final = 0.3
BOUNDED: Final = 2.0
#: A message stands alone when a headline in the store covers this share of it, when it has so many
#: terms, or when it has some that stand together in one passage and its headline.
NAMED: Final = 0.5
SELF_CONTAINED: Final = 3
TOGETHER: Final = 2
#: Of a chain of questions no more than this is carried on.
MAX_CARRIED_CHARS: Final = 200
#: Sentences among which the answer of a reading is looked for: as many as are quoted.
LOOKED_AT: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """A message taken as going on from the last exchange.

    ``question`` is the whole that is asked, for a thing of the kind ``wanted``; ``own`` are the
    nouns that the message itself brings, ``said`` is what it says without referring back, ``terms``
    are those of both questions. ``refers`` tells that it says so (그건, 거기, why?) or has no topic
    of its own; otherwise it may as well stand alone. ``more`` asks for nothing but more of the same
    (자세히); ``again`` are nouns of the last question that it takes up (그 터미널은);
    ``bounds`` is a word for from or until (부터), ``articles`` and ``quoted`` are
    those of the last answer.
    """

    question: str
    own: frozenset[str]
    refers: bool
    said: str = ""
    terms: tuple[str, ...] = ()
    wanted: Wanted | None = None
    more: bool = False
    again: frozenset[str] = frozenset()
    bounds: str | None = None
    articles: frozenset[int] = frozenset()
    quoted: frozenset[tuple[int, int]] = frozenset()

    def stressed(self, asked: Asked, *, here: bool) -> Asked:
        """Weigh what is asked now above what is carried on from the last question.

        ``here``: among the sentences of the last articles.
        """
        now = self.own or self.again
        if not now:
            return asked
        carried = CARRIED_HERE if here and self.own else CARRIED
        said = set(trigrams(self.said))

        def weighed(weights: Mapping[str, float], kept: Set[str]) -> dict[str, float]:
            return {one: w if one in kept else w * carried for one, w in weights.items()}

        return replace(
            asked,
            morphemes=weighed(asked.morphemes, now),
            trigrams=weighed(asked.trigrams, said),
        )

    def reordered(self, asked: Asked, ranked: Sequence[Candidate]) -> tuple[Candidate, ...]:
        """Put sentences first that show what is asked for, where the terms do not tell."""
        if self.more:
            return tuple(one for one in ranked if not self._quoted(one))
        if self.wanted in (None, "definition"):  # «요구하는 게 뭐야?» asks for no definition
            return tuple(ranked)
        return tuple(sorted(ranked, key=lambda one: -one.weight - self._showing(asked, one)))

    def _tells_age(self, text: str) -> bool:
        return words.ASKS_AGE.search(self.said) is not None and words.AGE.search(text) is not None

    def _quoted(self, one: Candidate) -> bool:
        return (one.hit.article.id, one.start) in self.quoted

    def shows(self, asked: Asked, text: str) -> bool:
        """Tell whether the normalised ``text`` has the kind of thing asked for, if any is."""
        caused = self.wanted == "reason" and words.CAUSED.search(text) is not None
        return (caused or asked.shows(text) >= 0) and (
            "몇" not in self.said or asked.counts(text) >= 0 or self._tells_age(text)
        )

    def _showing(self, asked: Asked, one: Candidate) -> float:
        bounded = self.bounds is not None and self.bounds in one.text.lower()
        shown = SHOWN if self.own else SHOWN_BARE
        before = 0.0 if self.own else QUOTED_BEFORE * self._quoted(one)
        return shown * self.shows(asked, normalise(one.text)) + BOUNDED * bounded - before


class Weighed(Protocol):
    """Sentences weighed for one reading of the message, the most answering first."""

    @property
    def asked(self) -> Asked:
        """The question as it was weighed."""
        ...

    @property
    def ranked(self) -> tuple[Candidate, ...]:
        """The sentences."""
        ...

    @property
    def confidence(self) -> float:
        """The chance that they hold the answer."""
        ...


_Weighed = TypeVar("_Weighed", bound=Weighed)


def follow(
    message: str, last: Exchange, *, alone: Question, before: Question, analyser: Analyser
) -> Following | None:
    """Take ``message`` as going on from ``last``; None when it can only stand alone.

    ``alone`` and ``before`` are the message and the last question, analysed.
    """
    if not last.question.strip() or alone.text == before.text:
        return None
    if words.MORE.fullmatch(message.strip(words.PUNCTUATION)):
        return Following(
            question=last.question,
            own=frozenset(),
            refers=True,
            wanted=before.wanted,
            more=True,
            quoted=frozenset(last.quoted),
        )
    said = _said(message, alone=alone, before=before, analyser=analyser)
    if alone.wanted == "definition" and not said.refers and len(alone.morphemes) > 1:
        return None  # «소버린 AI란?» names what it asks about, be its name unknown to Kiwi
    refers = said.refers or not said.own
    if (alone.seeks != "fact" and not refers) or _says_all(said.own, refers=refers):
        return None
    carried = before.text if alone.within else last.question
    if said.asks:
        carried = words.ASKING.sub(" ", words.KIND.sub(" ", carried)) or carried
    bounds = words.BOUNDS.search(said.bare)
    return Following(
        question=_joined(carried, said.bare),
        own=said.own,
        terms=(*_kept(before.morphemes, carried), *said.terms),
        refers=refers,
        said=said.bare,
        articles=frozenset(last.articles),
        quoted=frozenset(last.quoted),
        again=said.taken_up.intersection(before.morphemes),
        wanted=alone.wanted if said.asks else before.wanted,
        bounds=bounds[0].lower() if bounds else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What a message says by itself: ``bare`` of what refers back, the ``terms`` and ``own`` nouns
    of that, the nouns ``taken_up`` from the last question; whether it ``asks`` for another thing.
    """

    bare: str
    terms: tuple[str, ...]
    own: frozenset[str]
    taken_up: frozenset[str]
    refers: bool
    asks: bool


def _said(message: str, *, alone: Question, before: Question, analyser: Analyser) -> _Said:
    rest, bare, asking = _parts(message)
    # The days are found anew in the whole question, and no term of it.
    about = _parts(alone.text)[2] if alone.within else asking
    terms = tuple(term for term in analyser.morphemes(about) if term not in words.LIGHT)
    nouns = _terms(analyser.nouns(about)) - _terms(analyser.nouns(alone.outlet or ""))
    # «그럼 청소년은?» asks for what was asked before; with a verb or asking word it says what for.
    asks = alone.wanted is not None or asking != bare or bool(nouns and words.TOLD.search(message))
    asks = asks or bool(_terms(terms) - _terms(analyser.nouns(about)))
    taken_up = _terms(analyser.nouns(" ".join(_determined(rest))))
    own = nouns - taken_up
    if asks:  # «왜 담합했대?» of those who did is no more than «왜?»
        own -= frozenset(before.morphemes)
    if asking == bare:
        own = own or nouns  # of «그 매출은?» nothing else is left
    return _Said(bare=bare, terms=terms, own=own, taken_up=taken_up, refers=bare != rest, asks=asks)


def _says_all(own: frozenset[str], *, refers: bool) -> bool:
    """Tell whether a message has so many terms that it needs no other; pairs overlap."""
    count = sum(0.5 if words.HAN_OR_KANA.match(term) else 1.0 for term in own)
    return count > (MAX_OWN if refers else MAX_OWN_UNREFERRED)


def asks_on(message: str) -> bool:
    """Tell whether the message is nothing but a word that asks (왜?, when?): small talk to a
    stranger, and a question to who has just answered one.
    """
    _, bare, asking = _parts(message)
    return bool(words.ASKS_ON.search(bare)) and not asking.strip(words.PUNCTUATION)


def settled(following: Following, here: Weighed) -> bool:
    """Tell whether the last articles answer, so that nothing else need be searched."""
    return answers(following, here) and own_share(following, here) >= 1.0


def choose(
    following: Following, *, here: _Weighed | None, whole: _Weighed, alone: _Weighed | None
) -> _Weighed:
    """Choose the reading that answers: in the last articles, in the store, or as it stands.

    ``alone`` is None for a message that says nothing by itself. When none answers, the one that
    is to be declined.
    """
    otherwise = whole
    if alone is not None and not (answers(None, alone) and _stands_alone(following, alone)):
        otherwise = alone if _changes_topic(following, alone) else whole
        alone = None
    if (
        here is not None
        and answers(following, here)
        and (alone is None or own_share(following, here) >= own_share(following, alone))
    ):
        return here
    if alone is not None and not following.refers:
        return alone
    sure = [whole] if answers(following, whole) else []
    if alone is not None:
        sure.append(alone)
    return max(sure, key=lambda one: one.confidence, default=otherwise)


def answers(following: Following | None, weighed: Weighed) -> bool:
    """Tell whether the sentences answer: sure enough, and with what a bare «언제?» asks for."""
    if weighed.confidence < THRESHOLD or not weighed.ranked:
        return False
    if following is None:
        return True
    best = weighed.ranked[:LOOKED_AT]
    if following.own:
        # Between languages no words are shared; only the last articles are known to be on topic.
        here = best[0].hit.article.id in following.articles
        foreign = here and language_of(best[0].text) != weighed.asked.question.language
        needed = (
            OWN_NEEDED_PAIRS if any(map(words.HAN_OR_KANA.match, following.own)) else OWN_NEEDED
        )
        return foreign or _share_nearby(following, weighed) >= needed
    return any(following.shows(weighed.asked, normalise(one.text)) for one in best)


def own_share(following: Following, weighed: Weighed) -> float:
    """Return the share of the message's own terms, by weight, in one of the best sentences."""
    return _own_share(following, weighed, [one.text for one in weighed.ranked[:LOOKED_AT]])


def _share_nearby(following: Following, weighed: Weighed) -> float:
    """Return the same for the passages of these sentences, with their headlines."""
    near = [
        f"{one.hit.article.title or ''} {one.hit.passage.text}"
        for one in weighed.ranked[:LOOKED_AT]
    ]
    return _own_share(following, weighed, near)


def _own_share(following: Following, weighed: Weighed, texts: Iterable[str]) -> float:
    weights = {t: weighed.asked.morphemes.get(t, 1.0) for t in following.own}
    whole = sum(weights.values()) or 1.0
    return max(
        (
            sum(weight for term, weight in weights.items() if _stem(term) in text) / whole
            for text in map(normalise, texts)
        ),
        default=0.0,
    )


def _stem(term: str) -> str:
    """Leave out the ending of a longer word in Latin letters: founded, founder."""
    return term[:-2] if term.isascii() and len(term) >= words.INFLECTED_CHARS else term


def _stands_alone(following: Following, alone: Weighed) -> bool:
    if all(wanted(term) for term in following.own):  # «요금은 얼마야?» names nothing
        return False
    best = alone.ranked[0]
    if best.feature("covered_by_headline") >= NAMED or len(following.own) >= SELF_CONTAINED:
        return True
    return len(following.own) >= TOGETHER and _share_nearby(following, alone) >= 1.0


def _changes_topic(following: Following, alone: Weighed) -> bool:
    """Tell whether a message that the last topic does not answer asks something of another one."""
    asks = alone.asked.question.wanted is not None and not following.refers
    names = not all(wanted(term) for term in following.own)
    if not (asks and names and answers(None, alone)):
        return False
    # Between languages a few words are near something in any store.
    home = language_of(alone.ranked[0].text) == alone.asked.question.language
    return home or _share_nearby(following, alone) >= OWN_NEEDED


def _parts(message: str) -> tuple[str, str, str]:
    """Return the message without what only opens it, without what refers back, and that without
    what asks.
    """
    rest = words.TOLD.sub(" ", words.TURNING.sub(" ", message))
    bare = words.PRONOUN.sub(" ", words.DETERMINED.sub(_noun, words.CONNECTIVE.sub(" ", rest)))
    return rest, bare, words.ASKING.sub(" ", bare)


def _kept(morphemes: Iterable[str], carried: str) -> tuple[str, ...]:
    """Leave out the terms of a kind of thing that is not carried on."""
    return tuple(term for term in morphemes if term not in words.KINDS or term in carried)


def _terms(morphemes: Iterable[str]) -> frozenset[str]:
    """Return the terms of topics; of Japanese, pairs with particles and endings are none."""
    return frozenset(
        term for term in morphemes if term not in words.LIGHT and not words.HIRAGANA.search(term)
    )


def _determined(text: str) -> Sequence[str]:
    return [_noun(match) for match in words.DETERMINED.finditer(words.CONNECTIVE.sub(" ", text))]


def _noun(match: re.Match[str]) -> str:
    return f" {next((noun for noun in match.groups() if noun), '')} "


def _joined(carried: str, bare: str) -> str:
    parts: Sequence[str] = (carried[:MAX_CARRIED_CHARS], bare)
    return " ".join(" ".join(part.split()).strip(words.PUNCTUATION) for part in parts).strip()
