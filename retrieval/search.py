"""Finds the passages that may hold the answer: by words, by meaning, fused."""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from retrieval import centring, readings
from retrieval.aliases import alternatives, names_in
from retrieval.answer import Hit
from retrieval.asked import Asked, Spellings
from retrieval.encoder import Encoder, Vectors
from retrieval.everyday import same_meaning
from retrieval.fusion import freshened, fuse
from retrieval.indexes import Indexes
from retrieval.keys import in_small_letters
from retrieval.morphemes import Analyser, trigrams
from retrieval.question import Question, language_of
from retrieval.sounds import heard_in
from retrieval.spelling import Held
from retrieval.weights import CALIBRATED_FOR
from retrieval.words import Alternatives, WordIndex
from store.library import Library
from store.names import Names

#: Passages each search gives to the fusion.
DEPTH: Final = 60
#: Passages that are looked into for sentences.
HITS: Final = 24
#: The same when only news of certain days or of one outlet is wanted, of which most that is found
#: is not, and when more is looked through than answers one question.
DEPTH_WITHIN: Final = 600
#: Weight of the meaning: as much as the words for questions in Hangul; other languages share few
#: words with Korean articles, which would then outweigh the cosines (docs/lab-notes.md, "Other
#: languages").
MEANING_WEIGHT: Final = 0.5
MEANING_WEIGHT_FOREIGN: Final = 0.8
#: What is left of the weight of a Latin word in small letters beside Hangul (delay된 이유) that no
#: article holds: it has a Korean word, which the store may know.
LOAN: Final = 0.2


class _Last(threading.local):
    """What was worked out for the question that a thread asked last.

    One for all threads would be overwritten by each before the other has used it.
    """

    asked: Asked | None = None
    encoded: tuple[Question, Encoder, Vectors] | None = None


class Search:
    """Searches the indexes and gives back passages with their articles. Any thread may use it."""

    def __init__(
        self,
        indexes: Indexes,
        *,
        library: Library,
        names: Names,
        analyser: Callable[[], Analyser],
    ) -> None:
        self.indexes = indexes
        self._library = library
        self._names = names
        self._analyser = analyser
        self._last = _Last()

    def find(
        self, question: Question, *, encoder: Encoder | None, limit: int = HITS
    ) -> tuple[Hit, ...]:
        """Return the best passages, best first; without ``encoder`` by words alone.

        Of a named outlet only its own are returned, where it has any. Raises IndexDamagedError
        and DatabaseError.
        """
        within, outlet = question.within, question.outlet
        narrow = within is not None or outlet is not None or limit > HITS
        depth = DEPTH_WITHIN if narrow else DEPTH
        words = self._by_words(question, depth=depth)
        meaning = (
            self._by_meaning(question, encoder, known=list(words), depth=depth) if encoder else {}
        )
        weight = MEANING_WEIGHT if question.language == "ko" else MEANING_WEIGHT_FOREIGN
        fused = fuse(words, meaning, meaning_weight=weight)
        if within is None and outlet is None:
            return freshened(self._hits(list(fused)[:limit], words, meaning, fused))
        hits = freshened(self._hits(list(fused), words, meaning, fused))
        hits = tuple(one for one in hits if outlet in (None, one.article.outlet)) or hits
        return (hits if within is None else within.choose(hits))[:limit]

    def among(
        self, question: Question, articles: Sequence[int], *, encoder: Encoder | None
    ) -> tuple[Hit, ...]:
        """Return the best passages of these articles and their copies, as ``find`` does."""
        copies = self._library.copies_of(articles).values()
        ids = self._library.passages_of({one for each in copies for one in each.articles})
        found = self._by_words(question, depth=DEPTH_WITHIN)
        words = {one: found.get(one, 0.0) for one in ids}
        index = self.indexes.vectors(encoder=encoder.name) if encoder else None
        meaning = index.cosines(self._vector(question, encoder), ids) if encoder and index else {}
        weight = MEANING_WEIGHT if question.language == "ko" else MEANING_WEIGHT_FOREIGN
        fused = fuse(words, meaning, meaning_weight=weight)
        return self._hits(list(fused)[:HITS], words, meaning, fused)

    def abroad(self, question: Question, *, encoder: Encoder | None) -> tuple[Hit, ...]:
        """Return the best passages in other languages than the question's, as ``find`` does.

        Without an encoder whose vectors can be centred there are none.
        """
        index = self.indexes.vectors(encoder=encoder.name) if encoder else None
        if encoder is None or index is None or not encoder.name.startswith(CALIBRATED_FOR):
            return ()
        within, outlet = question.within, question.outlet
        depth = DEPTH if within is None and outlet is None else DEPTH_WITHIN
        words = self._by_words(question, depth=depth)
        vector = self._vector(question, encoder)
        centred = centring.centred(vector, question.language)
        ids = list(words.keys() | dict(index.search(centred, limit=depth)).keys())
        close = centring.closeness(centred, question.language, lambda one: index.cosines(one, ids))
        words = {one: score for one, score in words.items() if one in close}
        fused = fuse(words, close, meaning_weight=MEANING_WEIGHT_FOREIGN)
        meaning = index.cosines(vector, list(close))
        hits = self._hits(list(fused), words, meaning, fused)
        hits = tuple(
            replace(one, closeness=close[one.passage.id])
            for one in hits
            if language_of(one.article.text) != question.language
        )
        hits = tuple(one for one in hits if outlet in (None, one.article.outlet)) or hits
        return (hits if within is None else within.choose(hits))[:HITS]

    def known_abroad(self, asked: Asked) -> Asked:
        """Leave out the terms that articles in other languages cannot hold, in any spelling."""
        index = self.indexes.words()
        if index is None:
            return asked
        heard = {term: len(one.terms) for one in asked.heard for term in one.terms}
        held = index.held("morphemes", asked.morphemes)
        return replace(
            asked,
            morphemes={
                term: weight / heard.get(term, 1)
                for term, weight in asked.morphemes.items()
                if term in asked.other_morphemes or term in heard or term in held
            },
        )

    def by_meaning(self, encoder: Encoder | None) -> bool:
        """Tell whether there are vectors of this encoder to search."""
        return encoder is not None and self.indexes.vectors(encoder=encoder.name) is not None

    def held(self, terms: Iterable[str]) -> frozenset[str]:
        """Return those of ``terms`` that stand in any article; all while none can be searched."""
        index = self.indexes.words()
        return frozenset(terms) if index is None else index.held("morphemes", terms)

    def unindexed(self) -> int:
        """Return how many stored articles cannot be searched yet."""
        return self.indexes.waiting()

    def _hits(
        self,
        ids: Sequence[int],
        words: Mapping[int, float],
        meaning: Mapping[int, float],
        fused: Mapping[int, float],
    ) -> tuple[Hit, ...]:
        passages = self._library.passages(ids)
        articles = self._library.articles({one.article_id for one in passages.values()})
        return tuple(
            Hit(
                passage=passages[one],
                article=articles[passages[one].article_id],
                words=words.get(one, 0.0),
                meaning=meaning.get(one),
                score=fused[one],
            )
            for one in ids
            if one in passages and passages[one].article_id in articles
        )

    def asked(self, question: Question) -> Asked:
        """Weigh the question's terms by how rare they are in the store, and know its names."""
        known = self._last.asked
        if known is None or known.question is not question:
            known = self._last.asked = self._weighed(question)
        return known

    def _weighed(self, question: Question) -> Asked:
        index = self.indexes.words()
        if index is None:
            return Asked(question=question, morphemes={}, trigrams={})
        names = names_in(question.written, self._names.known)
        held = partial(index.held, "morphemes")
        cut = self._analyser().morphemes
        morphemes = alternatives(names, question.morphemes, cut=cut, held=held)
        if question.language in ("ja", "zh"):
            read = readings.alternatives(question.written, question.morphemes, held=held)
            for term, sets in read.items():
                morphemes[term] = tuple(dict.fromkeys((*morphemes.get(term, ()), *sets)))
        for term, sets in _everyday(question, held=held).items():
            morphemes[term] = (*morphemes.get(term, ()), *sets)
        borrowed = in_small_letters(question.written) if question.language == "ko" else set[str]()
        borrowed = borrowed - held(borrowed) - morphemes.keys()
        rarity = _rarity(index, "morphemes", question.morphemes, morphemes)
        others = alternatives(
            names, question.trigrams, cut=trigrams, held=partial(index.held, "trigrams")
        )
        return Asked(
            question=question,
            morphemes={t: w * LOAN if t in borrowed else w for t, w in rarity.items()},
            trigrams=_rarity(index, "trigrams", question.trigrams, others),
            names=names,
            other_morphemes=morphemes,
            other_trigrams=others,
            heard=heard_in(question.written, question.morphemes),
        )

    def _by_words(self, question: Question, *, depth: int) -> dict[int, float]:
        index = self.indexes.words()
        if index is None:
            return {}
        terms = {
            "morphemes": question.morphemes,
            "title": question.morphemes,
            "trigrams": question.trigrams,
        }
        asked = self.asked(question)
        morphemes = _weighted(index, asked.morphemes, asked.other_morphemes)
        # Trigrams of the spellings would find nothing more, and cost as much again.
        instead = {"morphemes": morphemes, "title": morphemes}
        return dict(index.search(terms, limit=depth, instead=instead))

    def _by_meaning(
        self, question: Question, encoder: Encoder, *, known: list[int], depth: int
    ) -> dict[int, float]:
        index = self.indexes.vectors(encoder=encoder.name)
        if index is None:
            return {}
        vector = self._vector(question, encoder)
        found = dict(index.search(vector, limit=depth))
        return found | index.cosines(vector, [one for one in known if one not in found])

    def _vector(self, question: Question, encoder: Encoder) -> Vectors:
        known = self._last.encoded
        if known is None or known[0] is not question or known[1] is not encoder:
            known = self._last.encoded = (question, encoder, encoder.question(question.text))
        return known[2]


def _everyday(question: Question, *, held: Held) -> dict[str, tuple[frozenset[str], ...]]:
    """Return what news may write for the terms that the store does not hold, as far as it does."""
    same = same_meaning(set(question.morphemes).difference(held(question.morphemes)))
    stored = held({one for words in same.values() for one in words})
    found = {
        term: tuple(frozenset((one,)) for one in words if one in stored)
        for term, words in same.items()
    }
    return {term: sets for term, sets in found.items() if sets}


def _rarity(
    index: WordIndex, field: str, terms: Sequence[str], spellings: Spellings
) -> dict[str, float]:
    """Weigh ``terms`` by how rare they are; one of a name by its most frequent spelling."""
    others = {one for sets in spellings.values() for each in sets for one in each}
    rarity = index.rarity(field, [*terms, *others])
    return {
        term: min(rarity[term], *(max(map(rarity.__getitem__, one)) for one in spellings[term]))
        if term in spellings
        else rarity[term]
        for term in dict.fromkeys(terms)
    }


def _weighted(index: WordIndex, terms: Mapping[str, float], spellings: Spellings) -> Alternatives:
    """Let each spelling of a name count as the name does: as rare, and as much as its terms."""
    others = {term for sets in spellings.values() for one in sets for term in one}
    rarity = index.rarity("morphemes", [*terms, *others])
    return {
        term: [
            (one, terms[term] / max(map(rarity.__getitem__, one)) / len(one))
            for one in (frozenset((term,)), *sets)
        ]
        for term, sets in spellings.items()
    }
