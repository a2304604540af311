"""Chooses what one person is told: the stories, the sentences with their news, what is held back.

A story that was told returns only when a report later than all that was told says something that
was not, and that then leads.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from math import tanh
from typing import Final

import numpy as np

from retrieval.digest.brief import StoryBrief
from retrieval.digest.edition import Edition, Scores
from retrieval.digest.entries import Outlets
from retrieval.digest.headwords import Rows, words_of
from retrieval.digest.said import is_state
from retrieval.digest.topics import MAX_TOPICS, Topic, distinct
from retrieval.digest.values import (
    MAX_ALSO,
    MAX_LENGTH,
    Digest,
    Headline,
    Item,
    Period,
    Preferences,
)
from retrieval.facts import Fact
from retrieval.quoting import MAX_CHARS
from retrieval.standing.statement import overlap
from store.copies import are_copies
from store.messaging.told import Told
from store.shingles import shingles

#: What was held back comes again while it is news: so long, and as far back as the last digest.
NEWS_FOR: Final[Mapping[Period, timedelta]] = {
    "day": timedelta(days=2),
    "week": timedelta(days=7),
}
#: A report that was published longer before it arrived than this is no news.
LATE: Final = timedelta(days=1)
#: Told stories with something stored since that are looked into for it, after those chosen: each
#: takes milliseconds.
LOOKED_INTO: Final = 60
#: Stories that are looked into in all: of some nothing is left to tell.
MOST_LOOKED_INTO: Final = 200
#: What being on a topic, being told by many outlets, being new and being liked count in the order,
#: each of them 0..1 but for the logarithm of the outlets.
ON_TOPIC: Final = 1.0
COVERED: Final[Mapping[Period, float]] = {"day": 0.6, "week": 1.5}
FRESH: Final[Mapping[Period, float]] = {"day": 0.8, "week": 0.1}
LIKED: Final = 0.8
#: What having heard of it takes from a story: what was never told goes before what goes on.
HEARD: Final = 0.5
HALF_LIFE_S: Final = 12 * 3600.0
#: Likes after which more of them change little.
SETTLED: Final = 3.0
#: Two stories with leading sentences this alike are looked at for being one that was not put
#: together.
SAME_NEWS: Final = 0.6
#: A second sentence of this worth beside the first is quoted.
WORTH_ADDING: Final = 0.25
#: A sentence of this worth beside the best of its report is that report's news.
MAIN: Final = 0.6
#: Words of a headline that a like teaches.
TAUGHT: Final = 6


def compose(
    edition: Edition,
    preferences: Preferences,
    told: Told,
    *,
    topics: Callable[[Sequence[str]], Sequence[Topic]],
    now: datetime,
    period: Period = "day",
) -> Digest:
    """Choose a digest. ``topics`` reads the person's; nothing dated later than ``now`` is fresh.

    Raises DatabaseError.
    """
    wanted = tuple(topics(preferences.topics))
    chosen = _Choice(edition, preferences, told, wanted, now=now, period=period)
    length = max(0, min(preferences.length, MAX_LENGTH))
    items: list[Item] = []
    also: list[Headline] = []
    held_back = 0
    for item in chosen.items():
        before: list[Item | Headline] = [*items, *also]
        if any(_is_same_news(item, one) for one in before):
            continue
        if len(items) < length:
            items.append(item)
        elif len(also) < MAX_ALSO:
            also.append(Headline(brief=item.brief, fact=item.quotes[0]))
        else:
            held_back = 1 + chosen.left
            break
    return Digest(
        period=period,
        items=tuple(items),
        also=tuple(also),
        held_back=held_back,
        unread=tuple(one.text for one in wanted if not one.terms),
        too_many=max(0, len(distinct(preferences.topics)) - MAX_TOPICS),
    )


class _Choice:
    """The stories for one person, best first, read one by one as they are wanted."""

    def __init__(
        self,
        edition: Edition,
        preferences: Preferences,
        told: Told,
        topics: Sequence[Topic],
        *,
        now: datetime,
        period: Period,
    ) -> None:
        self._edition, self._told, self._now, self._period = edition, told, now, period
        self._outlets = (
            Outlets(inside=preferences.outlets_in, outside=preferences.outlets_out)
            if preferences.outlets_in or preferences.outlets_out
            else None
        )
        self._keys: dict[int, set[str]] = {}
        for story, key in told.facts:
            self._keys.setdefault(story, set()).add(key)
        reach = now - NEWS_FOR[period]
        self._since = min(reach, told.since) if told.since else reach
        self._topics = [one for one in topics if one.terms]
        self._fits = edition.matching(self._topics)
        self._order = self._ordered(preferences, by_topic=bool(topics))
        self.left = 0

    def _ordered(self, preferences: Preferences, *, by_topic: bool) -> Rows:
        """Return the rows of the stories that may be told, best first."""
        edition, period = self._edition, self._period
        rows, coverage, times = edition.recent(published=self._since - LATE, arrived=self._since)
        age = np.maximum(0.0, self._now.timestamp() - times)
        score = COVERED[period] * coverage + FRESH[period] * np.exp2(-age / HALF_LIFE_S)
        if by_topic:
            fits = np.zeros(len(edition.entries), np.float32)
            for topic, (found, how_well) in zip(self._topics, self._fits, strict=True):
                liked = 1.0 + LIKED * tanh(preferences.likes.get(f"t:{topic.text}", 0.0) / SETTLED)
                inside = found < len(fits)
                at = found[inside]
                fits[at] = np.maximum(fits[at], how_well[inside] * np.float32(liked))
            kept = fits[rows] > 0
            rows, score = rows[kept], score[kept] + ON_TOPIC * fits[rows[kept]]
        score = score + self._liking(preferences.likes, rows)
        score[np.isin(rows, edition.rows_of(self._told.stories.keys() | self._keys.keys()))] -= (
            HEARD
        )
        best = rows[np.argsort(-score, kind="stable")]
        if self._outlets:
            takes = edition.takes(self._outlets)
            best = best[[row < len(takes) and bool(takes[row]) for row in best.tolist()]]
        return best

    def _liking(self, likes: Mapping[str, float], rows: Rows) -> Scores:
        """Return how much is liked of each of these rows, -1..1 times its weight."""
        votes = np.zeros(len(self._edition.entries), np.float32)
        for key, sum_of in likes.items():
            if key.startswith("w:"):
                votes[self._edition.holding(key[2:])] += np.float32(sum_of)
        return np.asarray(LIKED * np.tanh(votes[rows] / SETTLED), np.float32)

    def items(self) -> Iterator[Item]:
        """Yield what is told of each story; ``left`` counts those not yet looked into that the
        person never heard of.
        """
        entries = self._edition.entries
        heard = self._edition.rows_of(self._told.stories.keys() | self._keys.keys())
        fresh = len(self._order) - int(np.isin(self._order, heard).sum())
        told = 0
        for looked_into, row in enumerate(self._order.tolist()):
            story = entries[row].story_id
            known = self._was_told(story)
            fresh -= not known
            last = self._last_told(story)
            if last is not None and entries[row].arrived <= last:
                continue
            told += known
            if looked_into >= MOST_LOOKED_INTO or (known and told > LOOKED_INTO):
                continue
            brief = self._edition.brief(story, now=self._now, outlets=self._outlets)
            quotes = self._quotes(brief) if brief else ()
            if brief and quotes:
                self.left = fresh
                yield self._item(row, brief, quotes)

    def _was_told(self, story: int) -> bool:
        return story in self._keys or story in self._told.stories

    def _last_told(self, story: int) -> datetime | None:
        """Return when a story was last told as it then stood; None too where a clock that ran ahead
        noted a time to come: what has arrived since cannot be told by it.
        """
        last = self._told.stories.get(story)
        return None if last is None or last > self._now else last

    def _quotes(self, brief: StoryBrief) -> tuple[Fact, ...]:
        since = self._since - LATE
        bringing = [one for one in brief.facts if one.brings and one.leads and one.at >= since]
        if self._was_told(brief.story_id):
            bringing = self._untold(brief, bringing)
        elif not bringing and brief.facts[-1].at >= since:  # a report without any news of its own
            bringing = [one for one in brief.facts if one.leads and one.article_id == brief.lead.id]
        if not bringing:
            return ()
        lead = _lead(brief, bringing)
        return (lead, *_second(lead, bringing))

    def _untold(self, brief: StoryBrief, facts: Iterable[Fact]) -> list[Fact]:
        """Return those of ``facts`` that are new to the person, and later than all they know."""
        keys = self._keys.get(brief.story_id, set())
        # Later reports come back to what was told: when it was first said counts.
        told = {one.key: one for one in brief.facts if one.key in keys}.values()
        parts = frozenset[str]().union(*(one.parts for one in told))
        last = self._last_told(brief.story_id)

        def is_news(part: str, fact: Fact) -> bool:
            # Words and states may be new in the outlets that are read, and told by another's.
            by_words = part.startswith("says:") or (is_state(part) and fact.parts & parts)
            if by_words and part not in fact.unheard:
                return False
            return all(brief.firsts[part].follows(other) for other in told)

        return [
            one
            for one in facts
            if one.day is not None
            and one.key not in keys
            and (last is None or one.seen > last)
            and any(is_news(part, one) for part in one.brings - parts)
        ]

    def _item(self, row: int, brief: StoryBrief, quotes: tuple[Fact, ...]) -> Item:
        known = self._was_told(brief.story_id)
        topics = tuple(
            one.text
            for one, (rows, _) in zip(self._topics, self._fits, strict=True)
            if (at := int(np.searchsorted(rows, row))) < len(rows) and rows[at] == row
        )
        title = brief.articles[quotes[0].article_id].title or ""
        words = sorted((one for one in words_of(title) if len(one) > 1), key=len, reverse=True)
        return Item(
            brief=brief,
            quotes=quotes,
            is_new=not known,
            since=self._told.stories.get(brief.story_id),
            topics=topics,
            teaches=(
                *(f"t:{one}" for one in topics),
                *(f"w:{one}" for one in words[:TAUGHT]),
            ),
        )


def _lead(brief: StoryBrief, bringing: Sequence[Fact]) -> Fact:
    """Return the fact that leads: of the newest report whose own news it is, no mere detail."""
    best: dict[int, float] = {}
    for one in brief.facts:
        if one.leads:
            best[one.article_id] = max(best.get(one.article_id, one.news), one.news)
    newest = next((x for x in bringing if x.news >= MAIN * best[x.article_id]), None)
    if newest is None:
        return max(bringing, key=lambda one: one.news)
    own = (one for one in bringing if one.article_id == newest.article_id)
    return max(own, key=lambda one: one.news)


def _second(lead: Fact, bringing: Sequence[Fact]) -> tuple[Fact, ...]:
    """Return a sentence that adds to the first one, of the same report; none where none does."""
    more = [
        one
        for one in bringing
        if one.article_id == lead.article_id
        and one.start != lead.start
        and one.brings - lead.parts
        and one.news >= WORTH_ADDING * lead.news
        and len(one.text) + len(lead.text) <= MAX_CHARS
    ]
    return tuple(sorted(more, key=lambda one: -one.news)[:1])


def _is_same_news(one: Item, other: Item | Headline) -> bool:
    """Tell whether two stories are one that was not put together; two of one form are not."""
    fact = other.quotes[0] if isinstance(other, Item) else other.fact
    alike = overlap(_shingles(one.quotes[0].text), _shingles(fact.text)) >= SAME_NEWS
    return alike and are_copies(one.article.text, other.article.text) is not None


_shingles = lru_cache(maxsize=512)(shingles)  # many are told the same; 10 KB each
