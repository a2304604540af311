"""How well articles are grouped into stories as they arrive, and how fast.

Measured by B-cubed (Bagga and Baldwin, "Entity-based cross-document coreferencing", 1998): of each
article, which part of its story is of its event (precision), and which part of its event is in its
story (recall); F1 is the harmonic mean of the two means. An event is what happens once, with all
that follows from it; the labels of the samples are in ``sets/stories-samples.jsonl``.
"""

import argparse
import json
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import groupby, islice
from pathlib import Path
from random import Random
from typing import Any, Final

from benchmarks.machine import processor
from benchmarks.news_stream import SETS, Report, stream
from benchmarks.synthetic import Press
from bot.app import App
from bot.taking_in import wait_until_found
from config.settings import Settings
from retrieval.grouping.grouping import Grouping
from store.article import Extracted, Published
from store.ingest import files_below
from store.stories import Stories

STREAMS: Final = {"stories": SETS / "stories.jsonl", "held out": SETS / "stories-held-out.jsonl"}
SAMPLES: Final = SETS / "stories-samples.jsonl"
#: Articles that arrive between two steps, as with a poll of some feeds.
_ARRIVING: Final = 20
_BATCH: Final = 100
#: Stories of articles without labels that are shown.
_SHOWN: Final = 20


def b_cubed(events: Mapping[Any, Any], stories: Mapping[Any, Any]) -> dict[str, float]:
    """Return precision, recall and F1 of ``stories`` against the ``events`` of the same articles.

    Both give each article's cluster.
    """
    both = Counter((events[one], stories[one]) for one in events)
    of_event, of_story = Counter(events.values()), Counter(stories[one] for one in events)
    precision = sum(n * n / of_story[story] for (_, story), n in both.items()) / len(events)
    recall = sum(n * n / of_event[event] for (event, _), n in both.items()) / len(events)
    f1 = 2 * precision * recall / (precision + recall)
    return {"precision": precision, "recall": recall, "f1": f1}


def mixed(events: Mapping[Any, Any], stories: Mapping[Any, Any]) -> list[list[str]]:
    """Return the events of each story that has more than one."""
    told: defaultdict[Any, set[str]] = defaultdict(set)
    for one, event in events.items():
        told[stories[one]].add(str(event))
    return sorted(sorted(found) for found in told.values() if len(found) > 1)


class Desk:
    """A fresh home into which articles come, and are grouped."""

    def __init__(self, home: Path, *, models: Path | None) -> None:
        if models is not None:
            (home / "models").symlink_to(models.absolute())
        self.app = App(Settings(home=home, _env_file=None))  # type: ignore[call-arg]  # pydantic's
        self.stories = Stories(self.app.database)
        self.grouping = Grouping(
            self.app.search.indexes,
            library=self.app.library,
            stories=self.stories,
            analyser=self.app.analyser.get,
            encoder=self.app.encoder.now,
        )
        self.by_meaning = models is not None
        self.cpu_s = 0.0
        self.placed = 0

    def bring(self, reports: Iterable[Report]) -> dict[int, str]:
        """Take reports in, and return the event of each article."""
        events = {}
        for report in reports:
            at = report.published
            extracted = Extracted(
                title=report.title,
                title_source="headline",
                paragraphs=tuple(report.text.split("\n\n")),
                published=Published(iso=at.isoformat()),
                publisher=report.outlet,
                language="ko",
            )
            name = f"{report.outlet} {at:%m%d%H%M} {report.title}"
            data = json.dumps([name, report.text]).encode()
            stored = self.app.library.add(extracted, data=data, file=name, now=at)
            events[stored.article_id] = report.story
        return events

    def group(self, now: datetime) -> None:
        """Index what came in, and place it; only the latter is timed."""
        wait_until_found(self.app, None, by_meaning=self.by_meaning, progress=lambda _: None)
        while self._step(now):
            pass

    def _step(self, now: datetime) -> int:
        started = time.process_time()
        placed = self.grouping.step(now=now, limit=_BATCH)
        self.cpu_s += time.process_time() - started
        self.placed += placed
        return placed


def grouped(
    reports: Sequence[Report], *, home: Path
) -> tuple[dict[Any, Any], dict[Any, Any], Desk]:
    """Bring reports a few at a time; return the event and the story of each article."""
    desk = Desk(home, models=None)
    events: dict[Any, Any] = {}
    for start in range(0, len(reports), _ARRIVING):
        arriving = reports[start : start + _ARRIVING]
        events |= desk.bring(arriving)
        desk.group(max(one.published for one in arriving))
    return events, dict(desk.stories.stories_of(events)), desk


def shuffled(reports: Sequence[Report], *, seed: int) -> list[Report]:
    """Let the reports of each day arrive in another order."""
    random = Random(seed)

    def day(report: Report) -> date:
        return report.published.date()

    found: list[Report] = []
    for _, of_day in groupby(reports, key=day):
        arriving = list(of_day)
        random.shuffle(arriving)
        found += arriving
    return found


def measure(path: Path, *, seed: int, orders: int) -> dict[str, Any]:
    """Group a stream, and again with each day's reports in other orders."""
    reports = stream(path, seed=seed)
    with tempfile.TemporaryDirectory() as home:
        events, stories, desk = grouped(reports, home=Path(home))
        merges = desk.stories.events(since=reports[0].published - timedelta(days=1))
        figures = _figures(events, stories) | {
            "merges": len(merges),
            "articles_a_cpu_second": round(desk.placed / desk.cpu_s),
        }
        names = {one: desk.app.library.articles([one])[one].file for one in events}
        desk.app.close()
    first = {names[one]: stories[one] for one in stories}
    agreeing = []
    for order in range(orders):
        with tempfile.TemporaryDirectory() as home:
            again, other, desk = grouped(shuffled(reports, seed=order), home=Path(home))
            files = {one: desk.app.library.articles([one])[one].file for one in again}
            agreeing.append(b_cubed(first, {files[one]: other[one] for one in other})["f1"])
            figures.setdefault("shuffled", []).append(
                {key: round(value, 3) for key, value in b_cubed(again, other).items()}
            )
            desk.app.close()
    return figures | {"same_in_other_orders": [round(one, 3) for one in agreeing]}


def measure_samples(folder: Path, *, models: Path) -> dict[str, Any]:
    """Group the samples, all of them at once, with their vectors."""
    labels = [json.loads(line) for line in SAMPLES.read_text(encoding="utf-8").splitlines()]
    event_of = {file: label["story"] for label in labels for file in label["files"]}
    with tempfile.TemporaryDirectory() as home:
        desk = Desk(Path(home), models=models)
        for path in files_below([folder]):
            for _ in desk.app.ingest.bring(path):
                pass
        desk.app.encoder.get()
        desk.group(desk.app.clock())
        desk.group(desk.app.clock())
        articles = desk.app.library.articles(range(1, desk.app.library.count() + 1))
        events = {one.id: event_of[one.file] for one in articles.values()}
        stories = desk.stories.stories_of(events)
        told: defaultdict[int, list[str]] = defaultdict(list)
        for one, story in stories.items():
            told[story].append(articles[one].file)
        desk.app.close()
    return _figures(events, stories) | {"found": sorted(told.values())}


def count(folder: Path) -> dict[str, Any]:
    """Group articles that nobody has labelled, all at once; return how many stories they make."""
    with tempfile.TemporaryDirectory() as home:
        desk = Desk(Path(home), models=None)
        for path in files_below([folder]):
            for _ in desk.app.ingest.bring(path):
                pass
        desk.group(desk.app.clock())
        articles = desk.app.library.articles(range(1, desk.app.library.count() + 1))
        told: defaultdict[int, list[str]] = defaultdict(list)
        for one, story in desk.stories.stories_of(articles).items():
            told[story].append(articles[one].title or "")
        desk.app.close()
    largest = sorted(told.values(), key=len, reverse=True)[:_SHOWN]
    return {"articles": len(articles), "stories": len(told), "largest": largest}


def _figures(events: Mapping[Any, Any], stories: Mapping[Any, Any]) -> dict[str, Any]:
    scores = {key: round(value, 3) for key, value in b_cubed(events, stories).items()}
    return {
        "articles": len(events),
        "events": len(set(events.values())),
        "stories": len(set(stories.values())),
        **scores,
        "mixed": mixed(events, stories),
    }


def speed(*, shelved: int, seed: int) -> dict[str, Any]:
    """Group a stream in a store that holds ``shelved`` other articles of the same weeks."""
    reports = stream(STREAMS["stories"], seed=seed)
    first = reports[0].published
    press = Press(seed=seed)
    with tempfile.TemporaryDirectory() as home:
        desk = Desk(Path(home), models=None)
        random = Random(seed)
        for number, article in enumerate(islice(press.articles(), shelved)):
            at = first + timedelta(minutes=random.randrange(28 * 24 * 60))
            dated = replace(article, published=Published(iso=at.isoformat()))
            desk.app.library.add(dated, data=str(number).encode(), file=str(number), now=at)
        wait_until_found(desk.app, None, by_meaning=False, progress=lambda _: None)
        started = time.process_time()
        for number in desk.stories.waiting(shelved):  # each is a story: how is not measured here
            desk.stories.place(number, None, now=first)
        filling = time.process_time() - started
        events = desk.bring(reports)
        desk.group(reports[-1].published)
        figures = _figures(events, desk.stories.stories_of(events))
        desk.app.close()
    return {
        "shelved": shelved,
        "filled_cpu_s": round(filling, 1),
        "articles_a_cpu_second": round(desk.placed / desk.cpu_s),
        **{key: figures[key] for key in ("precision", "recall", "f1")},
    }


def main() -> None:
    """Write the figures to standard output, as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("streams", nargs="*", choices=[*STREAMS, []], help="all by default")
    parser.add_argument("--models", type=Path, help="a folder of models: measures the samples too")
    parser.add_argument("--samples", type=Path, default=Path("samples"))
    parser.add_argument("--articles", type=Path, help="counts the stories of this folder instead")
    parser.add_argument("--orders", type=int, default=2)
    parser.add_argument("--shelved", type=int, default=0, help="measures the speed among so many")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    figures: dict[str, Any] = {"processor": processor()["name"]}
    if options.articles:
        print(json.dumps(count(options.articles), indent=2, ensure_ascii=False))
        return
    for name in options.streams or STREAMS:
        figures[name] = measure(STREAMS[name], seed=options.seed, orders=options.orders)
    if options.models:
        figures["samples"] = measure_samples(options.samples, models=options.models)
    if options.shelved:
        figures["speed"] = speed(shelved=options.shelved, seed=options.seed)
    print(json.dumps(figures, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
