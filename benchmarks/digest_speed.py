"""How long composing takes at 100,000 articles of one week, in CPU time.

    python -m benchmarks.digest_speed [--articles 100000] [--people 200]

The articles are those of ``benchmarks.synthetic`` without a word that means anything; a third go
into stories of several outlets. Vectors are random mixtures of a few directions, as those of a
model lie in a narrow cone.
"""

import argparse
import gc
import json
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random
from typing import Any, Final

import numpy as np

from benchmarks.synthetic import Press, noun
from retrieval.digest.compose import NEWS_FOR, compose
from retrieval.digest.edition import Edition
from retrieval.digest.entries import Entry, entry
from retrieval.digest.topics import Topic, Topics
from retrieval.digest.values import Preferences
from retrieval.encoder import Vectors
from retrieval.facts import Report
from retrieval.morphemes import Analyser
from store.article import PARAGRAPH_BREAK, Article, Copies, Published
from store.messaging.told import Told

NOW: Final = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
DIMENSIONS: Final = 384
_MIXED: Final = 40
_WEEK_MINUTES: Final = 7 * 24 * 60
#: Articles of a story: most are told once, a few by many.
_SIZES: Final = (1, 1, 1, 1, 1, 1, 2, 2, 3, 4, 6, 12, 30)


class Mixtures:
    """Random mixtures of a few directions, as passages and as questions."""

    name = "mixtures"
    dimensions = DIMENSIONS

    def __init__(self, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        self._directions = self._random.normal(size=(_MIXED, DIMENSIONS))

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return a mixture for each text, whatever it says."""
        weights = self._random.random((len(texts), _MIXED)) ** 4
        rows = (weights @ self._directions).astype(np.float32)
        unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit

    def question(self, text: str) -> Vectors:
        """Return one mixture."""
        vector: Vectors = self.passages([text])[0]
        return vector


def main() -> None:
    """Measure, and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--people", type=int, default=200)
    options = parser.parse_args()
    random = Random(1)
    articles = _articles(options.articles, random)
    edition, making = _measured(lambda: _edition(articles, random))
    figures: dict[str, Any] = {
        "articles": len(articles),
        "stories": len(edition.stories),
        "making_s": round(making / 1000, 1),
    }
    since = NOW - NEWS_FOR["day"]
    read, reading = _measured(
        partial(edition.read_ahead, since=since, now=NOW, limit=len(edition.stories))
    )
    figures["read_ahead"] = read
    figures["reading_ahead_ms_a_story"] = round(reading / read, 2)
    gc.collect()  # what making it left is nobody's
    encoder, analyser = Mixtures(3), Analyser()
    topics = Topics(analyser=lambda: analyser, encoder=lambda: encoder)
    for name, count in (("none", 0), ("five", 5), ("two hundred", 200)):
        figures[f"topics: {name}"] = _compose(edition, topics, count, options.people, random)
    figures["topics: everything"] = _times(
        edition, topics.read, Preferences(topics=("했다", "정부", "a", "<b>", "?")), 2
    )
    print(json.dumps(figures, ensure_ascii=False, indent=2))


def _compose(
    edition: Edition, topics: Topics, count: int, people: int, random: Random
) -> dict[str, float]:
    """Return the times of the first person of each set of topics, and of another."""
    runs = []
    for _ in range(people):
        texts = tuple(
            f"{noun(random.randrange(3000))} {noun(random.randrange(300))}" for _ in range(count)
        )
        texts = tuple(one.split()[0] if at % 2 else one for at, one in enumerate(texts))
        _, reading = _measured(partial(topics.read, texts))
        runs.append(
            _times(edition, topics.read, Preferences(topics=texts), 2) | {"reading": reading}
        )
    return {
        f"{name} {what}": round(float(of([run[name] for run in runs])), 1)
        for name in ("reading", "first", "next")
        for what, of in (("median", np.median), ("p99", _p99), ("longest", max))
    }


def _times(
    edition: Edition,
    read: Callable[[Sequence[str]], Sequence[Topic]],
    preferences: Preferences,
    times: int,
) -> dict[str, float]:
    found = []
    told = Told(facts=frozenset(), stories={}, since=NOW - timedelta(days=1))
    for _ in range(times):
        digest, took = _measured(lambda: compose(edition, preferences, told, topics=read, now=NOW))
        found.append(took)
    return {"first": found[0], "next": found[-1], "items": len(digest.items)}


def _p99(times: Sequence[float]) -> float:
    return float(np.percentile(times, 99))


def _measured(run: Callable[[], Any]) -> tuple[Any, float]:
    """Return what ``run`` gives, and the CPU time it took in milliseconds."""
    began = time.process_time()
    return run(), (time.process_time() - began) * 1000


def _articles(count: int, random: Random) -> dict[int, Article]:
    press = Press(seed=1).articles()
    articles = {}
    for id_ in range(1, count + 1):
        one = next(press)
        # Stories take neighbouring articles, and go on for a day or two.
        began = _WEEK_MINUTES * (count - id_) // count
        moment = NOW - timedelta(minutes=max(0, began + random.randrange(-1440, 1440)))
        articles[id_] = Article(
            id=id_,
            version=1,
            text=PARAGRAPH_BREAK.join(one.paragraphs),
            title=one.title,
            file=f"{id_}.txt",
            stored_at=moment,
            outlet=one.publisher,
            published=Published(iso=moment.isoformat(timespec="minutes")),
        )
    return articles


def _edition(articles: dict[int, Article], random: Random) -> Edition:
    def load(ids: Sequence[int]) -> tuple[list[Report], dict[int, Copies]]:
        found = [articles[id_] for id_ in ids]
        return [Report(article=one, since=one.stored_at) for one in found], {}

    edition = Edition(load=load, zone=UTC, dimensions=DIMENSIONS)
    ids, entries = sorted(articles), list[Entry]()
    while ids:
        size = min(len(ids), random.choice(_SIZES))
        own = [articles[ids.pop()] for _ in range(size)]
        entries.append(entry(len(entries) + 1, own, now=NOW, zone=UTC))
    edition.put(entries, Mixtures(2).passages([""] * len(entries)))
    return edition


if __name__ == "__main__":
    main()
