"""The stories of some days, held once for all who get a digest, and kept up as articles arrive."""

import threading
from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from retrieval.digest.brief import StoryBrief, brief
from retrieval.digest.entries import Entry, Load, Outlets
from retrieval.digest.headwords import Headwords, Rows
from retrieval.digest.said import READ
from retrieval.digest.topics import Topic
from retrieval.encoder import Vectors
from retrieval.facts import read_ahead

#: A story is on a topic when it has this share of the topic's words, weighed by how rare they are.
ENOUGH: Final = 0.6
#: Or when the cosine of its opening is this high, and so many standard deviations above the mean
#: of all stories.
NEAR: Final = 0.845
STANDS_OUT: Final = 3.0
#: What a match by meaning counts beside one by words.
BY_MEANING: Final = 0.7
#: A story of so many articles is kept as it was read, of others the articles are.
MANY: Final = 3
#: Briefs that are remembered: those of two days at 100,000 articles a week, 10 to 90 KB each.
BRIEFS: Final = 2_500
#: Articles of one story that are loaded: its first and its newest.
FIRST: Final = 10
NEWEST: Final = 70
#: Topics whose matches are remembered until the next refresh.
MATCHES: Final = 2_000
#: By how much the room for vectors grows when it is full.
_GROWTH: Final = 1.25
_NEVER: Final = float("-inf")

Scores = NDArray[np.float32]
Times = NDArray[np.float64]


class Edition:
    """Stories by row, with their words and vectors; any thread may use it.

    ``load`` reads the articles of the few stories that are shown. Rows are only added: a story
    that changed gets a new one, and everything is put in order anew when most are of the past.
    """

    def __init__(self, *, load: Load, zone: tzinfo, dimensions: int = 0) -> None:
        self.zone = zone
        self._load = load
        self.dimensions = dimensions
        self._lock = threading.RLock()
        self._briefs: OrderedDict[tuple[int, object], StoryBrief | None] = OrderedDict()
        self._matches: OrderedDict[str, tuple[Rows, Scores]] = OrderedDict()
        self._taken: dict[Outlets, NDArray[np.bool_]] = {}
        self._read: set[int] = set()
        self._begin([], np.empty((0, dimensions), np.float32))

    # -- kept up

    def put(self, entries: Iterable[Entry], vectors: Vectors | None = None) -> None:
        """Take stories in, in place of what was known of them and of their articles.

        ``vectors`` has a row of length one for each, zeros where there is none yet.
        """
        given = list(entries)
        if vectors is None:
            vectors = np.zeros((len(given), self.dimensions), np.float32)
        with self._lock:
            for one in given:
                self._forget(one.story_id)
            self._take(given, vectors)
            self._matches.clear()
            self._taken.clear()

    def read_ahead(self, *, since: datetime, now: datetime, limit: int) -> int:
        """Read stories of which something was stored after ``since`` before somebody's digest needs
        them, each once until it changes; return how many, ``limit`` at most.

        Raises DatabaseError.
        """
        with self._lock:
            chosen = self._unread(since)[:limit]
            self._read.update(one.story_id for one in chosen)
        for one in chosen:
            if len(one.articles) >= MANY:
                self.brief(one.story_id, now=now)
            else:
                for report in self._load(one.articles)[0]:
                    read_ahead(report, now=now, zone=self.zone)
        return len(chosen)

    def _unread(self, since: datetime) -> list[Entry]:
        """Return what nobody has read ahead, the oldest first: what was read last stays longest."""
        arrivals = self._times[1]
        rows = np.flatnonzero((arrivals > since.timestamp()) & self._is_live)
        recent = [self.entries[row] for row in rows[np.argsort(arrivals[rows], kind="stable")]]
        many = [one for one in recent if len(one.articles) >= MANY][-BRIEFS:]
        few = [one for one in recent if len(one.articles) < MANY][-READ:]
        return [one for one in (*many, *few) if one.story_id not in self._read]

    def quotable(self) -> frozenset[int]:
        """Return the articles of the stories that were read: what digests may quote."""
        with self._lock:
            briefs = [one for one in self._briefs.values() if one is not None]
            return frozenset(id_ for one in briefs for id_ in one.articles)

    def read_anew(self, article_ids: Collection[int]) -> None:
        """Have the stories that were read from these articles read again: these are gone."""
        with self._lock:
            for key, one in list(self._briefs.items()):
                if one is not None and not one.articles.keys().isdisjoint(article_ids):
                    del self._briefs[key]
                    self._read.discard(key[0])

    def drop(self, story_ids: Iterable[int]) -> None:
        """Leave these stories out: merged into others, removed, or too old."""
        with self._lock:
            for one in story_ids:
                self._forget(one)
            self._matches.clear()
            self._taken.clear()
            if len(self.entries) > 2 * len(self._row_of) + 1_000:
                live = sorted(self._row_of.values())
                self._begin([self.entries[row] for row in live], self._room[live])

    def _begin(self, entries: list[Entry], vectors: Vectors) -> None:
        self.entries: list[Entry] = []
        self._row_of: dict[int, int] = {}
        self._words = Headwords()
        self._room: Vectors = np.empty((0, self.dimensions), np.float32)
        self._times: Times = np.empty((3, 0))
        self._is_live: NDArray[np.bool_] = np.empty(0, np.bool_)
        self._take(entries, vectors)

    def _take(self, entries: Sequence[Entry], vectors: Vectors) -> None:
        for row, one in enumerate(entries, start=len(self.entries)):
            self._row_of[one.story_id] = row
            self._words.add(row, one.words)
        self.entries.extend(entries)
        times = [
            (
                one.published.timestamp() if one.published else _NEVER,
                one.arrived.timestamp(),
                log(1 + one.coverage),
            )
            for one in entries
        ]
        self._times = np.concatenate([self._times, np.array(times).reshape(-1, 3).T], axis=1)
        self._is_live = np.concatenate([self._is_live, np.ones(len(entries), np.bool_)])
        count = len(self.entries)
        if count > len(self._room):
            room = np.zeros((int(_GROWTH * count) + 1, self.dimensions), np.float32)
            room[: count - len(entries)] = self._room[: count - len(entries)]
            self._room = room
        self._room[count - len(entries) : count] = vectors

    def _forget(self, story_id: int) -> None:
        row = self._row_of.pop(story_id, None)
        if row is not None:
            self._is_live[row] = False
        self._read.discard(story_id)
        for key in [one for one in self._briefs if one[0] == story_id]:
            del self._briefs[key]

    # -- chosen from

    @property
    def stories(self) -> Collection[int]:
        """The ids of the stories it holds."""
        return self._row_of.keys()

    def older(self, moment: datetime) -> tuple[int, ...]:
        """Return the stories of which no article was published or stored since ``moment``."""
        with self._lock:
            old = self._times[:2].max(axis=0, initial=_NEVER) < moment.timestamp()
            return tuple(self.entries[row].story_id for row in np.flatnonzero(old & self._is_live))

    def known(self, story_id: int) -> Entry | None:
        """Return what is held of a story."""
        row = self._row_of.get(story_id)
        return None if row is None else self.entries[row]

    def without_vectors(self, limit: int) -> tuple[int, ...]:
        """Return up to ``limit`` stories that have no vector yet, the newest first."""
        with self._lock:
            bare = self._is_live & ~self._room[: len(self.entries)].any(axis=1)
            rows = np.flatnonzero(bare)[::-1][:limit]
            return tuple(self.entries[row].story_id for row in rows)

    def recent(self, *, published: datetime, arrived: datetime) -> tuple[Rows, Scores, Times]:
        """Return the rows of stories with an article that was published since the one moment (or
        is undated) and stored after the other; the logarithm of one more than the outlets of each,
        and the Unix time of its newest publication (or of its arrival).
        """
        with self._lock:
            dates, arrivals, coverage = self._times
            fresh = np.where(dates == _NEVER, arrivals, dates)
            kept = (fresh >= published.timestamp()) & (arrivals > arrived.timestamp())
            rows = np.flatnonzero(kept & self._is_live)
            return rows, coverage[rows].astype(np.float32), fresh[rows]

    def matches(self, topic: Topic) -> tuple[Rows, Scores]:
        """Return the rows of stories on ``topic``, ascending, with how well they fit: 0..1."""
        return self.matching([topic])[0]

    def matching(self, topics: Sequence[Topic]) -> list[tuple[Rows, Scores]]:
        """Return the same of several topics: their vectors are compared at once."""
        with self._lock:
            new = [one for one in topics if one.text not in self._matches]
            for one, cosines in zip(new, self._cosines(new), strict=True):
                self._matches[one.text] = self._match(one, cosines)
            found = [self._matches[one.text] for one in topics]
            while len(self._matches) > MATCHES:
                self._matches.popitem(last=False)
            return found

    def takes(self, outlets: "Outlets") -> NDArray[np.bool_]:
        """Tell of each row whether one of these outlets tells it."""
        with self._lock:
            if outlets not in self._taken:
                if len(self._taken) > MATCHES:
                    self._taken.clear()
                self._taken[outlets] = np.fromiter(
                    (any(map(outlets.take, one.outlets)) for one in self.entries),
                    np.bool_,
                    len(self.entries),
                )
            return self._taken[outlets]

    def rows_of(self, story_ids: Iterable[int]) -> Rows:
        """Return the rows of those of these stories that are held."""
        with self._lock:
            known = (self._row_of.get(one) for one in story_ids)
            return np.array([one for one in known if one is not None], np.intp)

    def _cosines(self, topics: Sequence[Topic]) -> Sequence[Scores | None]:
        vectors = [one.vector for one in topics]
        fit = [
            at for at, one in enumerate(vectors) if one is not None and one.size == self.dimensions
        ]
        found: list[Scores | None] = [None] * len(topics)
        if fit and self.dimensions:
            wanted = np.stack([one for at in fit if (one := vectors[at]) is not None])
            # Not ``@``: the threads of BLAS spin for 20 ms afterwards, on the cores of others.
            cosines = np.vecdot(self._room[: len(self.entries), np.newaxis], wanted)
            for at, row in zip(fit, cosines.T.copy(), strict=True):
                found[at] = row
        return found

    def _match(self, topic: Topic, cosines: Scores | None) -> tuple[Rows, Scores]:
        scores = np.zeros(len(self.entries), np.float32)
        if topic.terms:
            scores = self._by_words(topic)
            scores[scores < ENOUGH] = 0.0
            if cosines is not None:
                np.maximum(scores, _near(cosines), out=scores)
        scores *= self._is_live
        rows = np.flatnonzero(scores)
        return rows, scores[rows]

    def _by_words(self, topic: Topic) -> Scores:
        count = len(self.entries)
        scores = np.zeros(count, np.float32)
        whole = 0.0
        for spellings in topic.terms:
            held = np.zeros(count, np.bool_)
            for spelling in spellings:
                each = [self._words.holding(term) for term in spelling]
                together = each[0]
                for rows in each[1:]:
                    together = np.intersect1d(together, rows, assume_unique=True)
                held[together] = True
            found = int(held.sum())
            weight = log(1 + (count - found + 0.5) / (found + 0.5))
            scores += weight * held
            whole += weight
        return scores / np.float32(whole or 1.0)

    def holding(self, word: str) -> Rows:
        """Return the rows of stories with a word in which ``word`` stands, ascending."""
        with self._lock:
            return self._words.holding(word)

    def brief(
        self, story_id: int, *, now: datetime, outlets: "Outlets | None" = None
    ) -> StoryBrief | None:
        """Read a story as those may who take only some ``outlets``; None when nothing is left.

        Raises DatabaseError.
        """
        key = (story_id, outlets)
        with self._lock:
            if key in self._briefs:
                self._briefs.move_to_end(key)
                return self._briefs[key]
            one = self.known(story_id)
        if one is None:
            return None
        ids = one.articles
        if len(ids) > FIRST + NEWEST:
            ids = ids[:FIRST] + ids[-NEWEST:]
        reports, copies = self._load(ids)
        if outlets is not None:
            reports = [
                replace(report, taken=outlets.take(report.article.outlet)) for report in reports
            ]
        read = brief(story_id, reports, copies, now=now, zone=self.zone) if reports else None
        with self._lock:
            if self.known(story_id) is one:
                self._briefs[key] = read
                while len(self._briefs) > BRIEFS:
                    self._briefs.popitem(last=False)
        return read


def _near(cosines: Scores) -> Scores:
    """Return how well stories fit by meaning, 0 where they do not."""
    there = cosines[cosines != 0.0]
    if not len(there):
        return np.zeros_like(cosines)
    enough = max(NEAR, float(there.mean() + STANDS_OUT * there.std()))
    fits: Scores = np.where(cosines >= enough, BY_MEANING * cosines, 0.0).astype(np.float32)
    return fits
