"""Puts articles into stories as they arrive: finds those they may go on with, and lets decide."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from math import log
from typing import Final

from retrieval.encoder import Encoder
from retrieval.grouping.abroad import Abroad
from retrieval.grouping.decide import Decision, decide
from retrieval.grouping.issues import are_issues
from retrieval.grouping.likeness import ALIKE, goes_on
from retrieval.grouping.names import namer
from retrieval.grouping.profile import TEXT_CHARS, Profile, profile
from retrieval.grouping.weighed import Weighed, weigh
from retrieval.indexes import Indexes
from retrieval.morphemes import Analyser, trigrams
from retrieval.words import WordIndex
from store.article import Article
from store.copies import are_copies
from store.library import Library
from store.stories import Stories

#: A story goes on after a pause of at most this: steps of the samples lie up to 38 days apart.
WINDOW: Final = timedelta(days=45)
#: Terms that are looked for, the rarest that others can have too …
_SOUGHT: Final = 32
#: … and passages that are looked at: those of the window are all there, or share more.
_FOUND: Final = 80
#: … and of those that share its names.
_FOUND_BY_NAME: Final = 12
#: Articles that are compared: the nearest of these passages.
_COMPARED: Final = 24
#: Articles that share less with the head of the new one, by weight, are not compared.
_LEAST_SHARED: Final = 0.06
#: In a store of fewer passages a term counts as rare as if there were so many: in one that holds
#: a single story its names would weigh nothing.
_FEW: Final = 1000
#: No text has this term.
_NOWHERE: Final = "\0"
#: Articles whose terms are kept in memory: 60 MB.
_REMEMBERED: Final = 1_500


class Grouping:
    """Does the grouping of one process. Every method raises IndexDamagedError and DatabaseError."""

    def __init__(
        self,
        indexes: Indexes,
        *,
        library: Library,
        stories: Stories,
        analyser: Callable[[], Analyser],
        encoder: Callable[[], Encoder | None],
    ) -> None:
        self._names = namer(analyser)
        self._indexes = indexes
        self._library = library
        self._stories = stories
        self._abroad = Abroad(indexes, library=library, stories=stories, encoder=encoder)
        self._rarity: dict[str, float] = {}
        self._profiles: dict[tuple[int, int], Profile] = {}
        self._weighed: dict[tuple[int, int], Weighed] = {}

    def step(self, *, now: datetime, limit: int) -> int:
        """Place up to ``limit`` articles that wait, the oldest first; return how many.

        Then compare by meaning what may go on with a story in another language.
        """
        waiting = self._stories.waiting(limit)
        index = self._indexes.words()
        if index is not None:
            self._rarity.clear()  # it has changed with what came in
            self._weighed.clear()
            articles = self._library.articles(waiting)
            for article_id in waiting:
                if article_id in articles:  # else it was removed meanwhile
                    self._place(articles[article_id], index, now=now)
        self._abroad.step(now=now, limit=limit)
        return len(waiting)

    def _place(self, article: Article, index: WordIndex, *, now: datetime) -> None:
        own = self._profile(article)
        story = self._stories.story_of(article.id)
        put = partial(
            self._stories.place,
            now=now,
            version=article.version,
            lacks_meaning=own.language != "ko",
        )
        if story is not None and self._is_still(article, own, index):
            put(article.id, story)
            return
        decision = self._decide(article, own, index)
        if story is not None:  # its text tells another event now
            new = self._stories.split(story, [article.id], now=now)
            put(article.id, new)
            if decision.story is not None:
                decision = Decision(story=new, also=(decision.story, *decision.also))
        kept = put(article.id, decision.story) if story is None else decision.story
        for other in decision.also:
            kept = self._stories.merge(kept or other, other, now=now)

    def _is_still(self, article: Article, own: Profile, index: WordIndex) -> bool:
        """Tell whether a new version tells the event of the one that was placed.

        A new date or headline makes no other event of one text.
        """
        placed = self._stories.placed_text(article.id)
        if placed is None or are_copies(placed.text, article.text):
            return True
        before, after = self._weigh(self._profile(placed), index), self._weigh(own, index)
        return goes_on(before, after) >= ALIKE and not are_issues(before, after)

    def _decide(self, article: Article, own: Profile, index: WordIndex) -> Decision:
        new = self._weigh(own, index)
        copies = [one for one in self._copies(article) if one != article.id]
        near = self._near(own, index)
        ids = [one for one in dict.fromkeys([*copies, *near]) if one != article.id]
        stories = self._stories.stories_of(ids[: _COMPARED + len(copies)])
        found = self._library.articles(stories)
        near_enough = {one for one in found if one in copies or _is_near(new, found[one])}
        others = [
            (stories[one], self._weighed_article(found[one], index))
            for one in ids
            if one in near_enough
        ]
        return decide(new, others, copies=copies)

    def _copies(self, article: Article) -> Sequence[int]:
        copies = self._library.copies(article.id)
        return copies.articles if copies else ()

    def _near(self, own: Profile, index: WordIndex) -> tuple[int, ...]:
        """Return placed articles of the window that share rare terms, most alike first."""
        self._learn(own.head, index)
        unique = max((self._rarity[term] for term in own.head), default=0.0)
        # What no other passage has stands nowhere else.
        telling = sorted(
            (term for term in own.head if self._rarity[term] < unique),
            key=lambda term: (-self._rarity[term] * (1 + (term in own.title)), term),
        )
        named = {term for words in own.names.values() for word in words for term in word}
        # Reports of one template share more than those of one event: their names are sought alone.
        by_name = self._found(named & own.head, index, limit=_FOUND_BY_NAME)
        by_words = self._found(telling[:_SOUGHT], index, limit=_FOUND)
        return self._stories.near(
            tuple(dict.fromkeys([*by_name, *by_words])), between=(own.at - WINDOW, own.at + WINDOW)
        )

    def _found(self, terms: Iterable[str], index: WordIndex, *, limit: int) -> list[int]:
        sought = {"trigrams": tuple(sorted(terms)), "morphemes": (), "title": ()}
        return [passage for passage, _ in index.search(sought, limit=limit)]

    def _weighed_article(self, article: Article, index: WordIndex) -> Weighed:
        key = article.id, article.version
        if key not in self._weighed:
            if len(self._weighed) >= _REMEMBERED:
                self._weighed.pop(next(iter(self._weighed)))
            self._weighed[key] = self._weigh(self._profile(article), index)
        return self._weighed[key]

    def _profile(self, article: Article) -> Profile:
        key = article.id, article.version
        if key not in self._profiles:
            if len(self._profiles) >= _REMEMBERED:
                self._profiles.pop(next(iter(self._profiles)))
            self._profiles[key] = profile(article, self._names)
        return self._profiles[key]

    def _weigh(self, one: Profile, index: WordIndex) -> Weighed:
        self._learn((*one.counts, *one.head), index)
        return weigh(one, self._rarity)

    def _learn(self, terms: Iterable[str], index: WordIndex) -> None:
        new = [term for term in terms if term not in self._rarity]
        if new:
            found = index.rarity("trigrams", [_NOWHERE, *new])
            # Of n passages it is log((n + 1) / 0.5), and log((_FEW + 1) / (n + 1)) is to be added.
            lacking = max(0.0, log(2 * (_FEW + 1)) - found.pop(_NOWHERE))
            self._rarity.update((term, rarity + lacking) for term, rarity in found.items())


def _is_near(new: Weighed, other: Article) -> bool:
    """Tell whether enough of what the new article begins with stands in the other to compare them:
    names and weights take ten times as long to find.
    """
    there = set(trigrams(f"{other.title or ''} {other.text[:TEXT_CHARS]}"))
    shared = sum(weight for term, weight in new.head.items() if term in there)
    return shared >= _LEAST_SHARED * sum(new.head.values())
