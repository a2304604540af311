"""Thirty days of digests: what is told twice, and what is never told.

    python -m benchmarks.digest_days [--which seen|held_out|fresh] [--seeds 5] [--stored] [--show]

Streams of invented stories (``benchmarks.digest_streams``) are composed for several people day by
day; some ask in the evening, and have then been told what answers quote. Whether something was
told before is judged by the labels of the stream, never by the keys of ``retrieval.facts``. Which
articles tell one story is known from the stream, or with ``--stored`` found out: then they are
taken in, indexed by words, grouped and read as by the service.
"""

import argparse
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

from benchmarks.digest_streams import (
    DAYS,
    FIRST_DAY,
    SEOUL,
    Arrival,
    Label,
    Stream,
    arrived,
    stream,
)
from benchmarks.stories import Desk, b_cubed
from bot.digests.editions import Editions
from retrieval.digest.compose import compose
from retrieval.digest.edition import Edition
from retrieval.digest.entries import entry
from retrieval.digest.topics import Topics
from retrieval.digest.values import Digest, Preferences
from retrieval.facts import Fact, Report, key_of
from retrieval.morphemes import Analyser
from store.article import PARAGRAPH_BREAK, Copies, Extracted
from store.messaging.told import Told
from store.sentences import sentences

#: Digests within which a new story has to be told.
WITHIN: Final = 2
#: How often somebody who asks does, on an evening.
ASKS: Final = 0.6
HOUR: Final = 8
_LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(slots=True, kw_only=True)
class Person:
    """Somebody who gets digests, with what they were told by the labels and by our keys."""

    name: str
    preferences: Preferences
    weekdays: frozenset[int] = frozenset(range(7))
    asks: bool = False
    facts: set[tuple[int, str]] = field(default_factory=set)
    stories: dict[int, datetime] = field(default_factory=dict)
    since: datetime | None = None
    labels: defaultdict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    digests: list[datetime] = field(default_factory=list)
    first_told: dict[int, datetime] = field(default_factory=dict)


class Days:
    """One stream, lived through by some people; ``counts`` says what went wrong."""

    def __init__(self, stream: Stream, people: Sequence[Person], topics: Topics, seed: int) -> None:
        self.stream, self.people, self.topics = stream, people, topics
        self.counts: Counter[str] = Counter()
        self.wrong: list[str] = []
        self._random = Random(seed)
        self._current: dict[int, Arrival] = {}
        self._articles: defaultdict[int, list[int]] = defaultdict(list)
        self.edition = Edition(load=self._load, zone=SEOUL)

    def live(self) -> None:
        """Go through all days."""
        last = _LONG_AGO
        for day in range(DAYS + WITHIN):
            morning = FIRST_DAY + timedelta(days=day, hours=HOUR)
            last = self._arrive(morning, last)
            for person in self.people:
                if morning.weekday() in person.weekdays:
                    self._send(person, morning)
            evening = morning + timedelta(hours=12)
            last = self._arrive(evening, last)
            for person in self.people:
                if person.asks and self._random.random() < ASKS:
                    self._ask(person, evening)
        for person in self.people:
            self._count_missed(person)
            self._count_developments(person)

    def _load(self, ids: Sequence[int]) -> tuple[list[Report], dict[int, Copies]]:
        reports = [
            Report(article=one.article, since=one.since, changed=one.changed, replaced=one.replaced)
            for one in map(self._current.__getitem__, ids)
        ]
        held = {}
        for id_ in ids:
            group = self.stream.copies.get(id_)
            if group and self._current[id_].article.version == 1:
                held[id_] = group
        return reports, held

    def _arrive(self, now: datetime, after: datetime) -> datetime:
        changed = set()
        for one in arrived(self.stream, now, after):
            story = self.stream.story_of[one.article.id]
            if one.article.id not in self._current:
                self._articles[story].append(one.article.id)
            self._current[one.article.id] = one
            changed.add(story)
        self.edition.put(
            entry(
                story,
                [self._current[id_].article for id_ in self._articles[story]],
                now=now,
                zone=SEOUL,
            )
            for story in sorted(changed)
        )
        return now

    def _send(self, person: Person, now: datetime) -> None:
        told = Told(facts=frozenset(person.facts), stories=dict(person.stories), since=person.since)
        digest = compose(self.edition, person.preferences, told, topics=self.topics.read, now=now)
        self._judge(person, digest, now)
        person.facts.update((one.story_id, one.key) for one in digest.tells)
        person.stories.update((one.story_id, now) for one in digest.tells)
        person.since = now
        person.digests.append(now)

    def _story_of(self, article_id: int) -> int:
        """Return the story of the stream that an article tells."""
        return self.stream.story_of[article_id]

    def _judge(self, person: Person, digest: Digest, now: datetime) -> None:
        self.counts["digests"] += 1
        self.counts["held back"] += digest.held_back
        shown: list[Sequence[Fact]] = [
            *(item.quotes for item in digest.items),
            *((one.fact,) for one in digest.also),
        ]
        for quotes in shown:
            story = self.stream.stories[self._story_of(quotes[0].article_id)]
            labels = [self._label(one) for one in quotes]
            known = person.labels[story.id]
            self.counts["shown"] += 1
            self.counts["shown from years ago"] += story.is_old
            self.counts["led by an aside"] += labels[0] is None
            if story.id in person.first_told:
                self.counts["returned"] += 1
                newest = max((story.steps[one] for one in known), default=_LONG_AGO)
                lead = labels[0]
                is_news = lead is not None and lead not in known and story.steps[lead] > newest
                if not is_news:
                    self._note("repeated story", person, quotes, labels, known, now)
                elif any(one in known for one in labels):
                    self._note("repeated fact", person, quotes, labels, known, now)
            known.update(one for one in labels if one is not None)
            person.first_told.setdefault(story.id, now)

    def _note(
        self,
        what: str,
        person: Person,
        quotes: Sequence[Fact],
        labels: Sequence[Label],
        known: set[str],
        now: datetime,
    ) -> None:
        self.counts[what] += 1
        said = " | ".join(one.text for one in quotes)
        new = [sorted(one.brings) for one in quotes]
        self.wrong.append(f"{what}: {now:%d} {person.name} {labels} {sorted(known)} {said} {new}")

    def _label(self, fact: Fact) -> Label:
        says = self._arrival(fact.article_id).says
        return next((label for said, label in says.items() if fact.text in said), None)

    def _arrival(self, article_id: int) -> Arrival:
        return self._current[article_id]

    def _asked(self, answer: Arrival, start: int, end: int) -> tuple[int, str]:
        """Return by what it is remembered that an answer quoted this."""
        return self._story_of(answer.article.id), key_of(answer.article, start, end)

    def _ask(self, person: Person, now: datetime) -> None:
        """Tell the person a sentence of a story of these days, as an answer would."""
        fresh = [
            one
            for one in self._current.values()
            if now - timedelta(days=2) < one.article.stored_at <= now
        ]
        if not fresh:
            return
        answer = self._random.choice(sorted(fresh, key=lambda one: one.article.id))
        story = self.stream.story_of[answer.article.id]
        spans = [
            (start, end, label)
            for start, end in sentences(answer.article.text)
            if (label := answer.says.get(answer.article.text[start:end])) is not None
        ]
        start, end, label = self._random.choice(spans)
        person.facts.add(self._asked(answer, start, end))
        person.labels[story].add(label)
        person.first_told.setdefault(story, now)

    def _count_developments(self, person: Person) -> None:
        """Count the later steps of stories that the person was told of, and those never told.

        A step that was corrected before anybody heard of it is told as it was corrected.
        """
        if person.preferences.outlets_in or person.preferences.outlets_out:
            return
        for id_, first in person.first_told.items():
            story = self.stream.stories[id_]
            for label, moment in story.steps.items():
                due = [one for one in person.digests if one > moment]
                if label.endswith(".0") and label != "0.0" and moment > first and len(due) > WITHIN:
                    self.counts["developments"] += 1
                    if label not in {one.split(",")[0] for one in person.labels[id_]}:
                        self.counts["developments never told"] += 1
                        self.wrong.append(f"never told: {person.name} {id_} {label}")

    def _count_missed(self, person: Person) -> None:
        wants = person.preferences
        for story in self.stream.stories.values():
            if story.is_old or (wants.topics and story.subject not in wants.topics):
                continue
            mine = [
                one.article.stored_at
                for one in self.stream.arrivals
                if self.stream.story_of[one.article.id] == story.id
                and (not wants.outlets_in or one.article.outlet in wants.outlets_in)
                and one.article.outlet not in wants.outlets_out
            ]
            due = [one for one in person.digests if mine and one >= min(mine)][:WITHIN]
            if len(due) == WITHIN:
                self.counts["new stories"] += 1
                if story.id not in person.first_told or person.first_told[story.id] > due[-1]:
                    self.counts["missed"] += 1
                    self.wrong.append(f"missed: {person.name} {story}")


class StoredDays(Days):
    """The same with a store: which articles tell one story, and which are copies, is found out."""

    def __init__(self, *args: Any, home: Path) -> None:
        super().__init__(*args)
        self._desk = Desk(home, models=None)
        app = self._desk.app
        self._stream_id: dict[int, int] = {}
        self._stored_id: dict[int, int] = {}
        self.agreement: dict[str, float] = {}
        self._editions = Editions(
            stories=self._desk.stories,
            library=app.library,
            search=app.search,
            encoder=app.encoder.now,
            zone=SEOUL,
        )

    def live(self) -> None:
        super().live()
        events = {id_: self.stream.story_of[own] for id_, own in self._stream_id.items()}
        self.agreement = b_cubed(events, self._desk.stories.stories_of(events))
        self._desk.app.close()

    def _arrive(self, now: datetime, after: datetime) -> datetime:
        for one in arrived(self.stream, now, after):
            article = one.article
            stored = self._desk.app.library.add(
                Extracted(
                    title=article.title,
                    title_source="headline",
                    paragraphs=tuple(article.text.split(PARAGRAPH_BREAK)),
                    published=article.published,
                    publisher=article.outlet,
                ),
                data=f"{article.id} {article.text}".encode(),
                file=article.file,
                now=article.stored_at,
            )
            if stored.status == "duplicate":  # letter for letter: it is not stored again
                continue
            self._current[article.id] = one
            self._stream_id[stored.article_id] = article.id
            self._stored_id[article.id] = stored.article_id
        self._desk.group(now)
        self.edition = self._editions.now(now)
        for person in self.people:  # as ToldFacts does for stories that went into another
            current = {one: self._desk.stories.current(one) for one, _ in person.facts}
            person.facts = {(current[one], key) for one, key in person.facts}
            person.stories = {
                self._desk.stories.current(one): at
                for one, at in sorted(person.stories.items(), key=lambda pair: pair[1])
            }
        return now

    def _story_of(self, article_id: int) -> int:
        return self.stream.story_of[self._stream_id[article_id]]

    def _arrival(self, article_id: int) -> Arrival:
        return self._current[self._stream_id[article_id]]

    def _asked(self, answer: Arrival, start: int, end: int) -> tuple[int, str]:
        id_ = self._stored_id[answer.article.id]
        article = self._desk.app.library.articles([id_])[id_]
        story = self._desk.stories.story_of(id_)
        assert story is not None
        return story, key_of(article, start, end)


def people(subjects: Sequence[str], seed: int) -> list[Person]:
    """Return people who want different things."""
    random = Random(seed)
    some = tuple(random.sample(list(subjects), 3))
    return [
        Person(name="everything", preferences=Preferences(length=8)),
        Person(name="three topics", preferences=Preferences(length=3, topics=some)),
        Person(
            name="weekdays",
            preferences=Preferences(length=15, outlets_out=frozenset({"새벽일보", "물결통신"})),
            weekdays=frozenset(range(5)),
        ),
        Person(
            name="asks",
            preferences=Preferences(length=6, topics=tuple(subjects)),
            asks=True,
        ),
        Person(
            name="few outlets",
            preferences=Preferences(
                length=5, outlets_in=frozenset({"한누리신문", "들꽃통신", "Lantern Gazette"})
            ),
            asks=True,
        ),
    ]


def main() -> None:
    """Measure, and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--which", choices=("seen", "held_out", "fresh"), default="seen")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--stored", action="store_true", help="with a store and its grouping")
    parser.add_argument("--show", action="store_true", help="print each thing that went wrong")
    options = parser.parse_args()
    analyser = Analyser()
    topics = Topics(analyser=lambda: analyser, encoder=lambda: None)
    counts: Counter[str] = Counter()
    for seed in range(options.first_seed, options.first_seed + options.seeds):
        told = stream(options.which, seed=seed)
        living = told, people(told.subjects(), seed), topics, seed
        with tempfile.TemporaryDirectory() as home:
            days = StoredDays(*living, home=Path(home)) if options.stored else Days(*living)
            days.live()
        counts += days.counts
        if isinstance(days, StoredDays):
            found = {name: round(value, 3) for name, value in days.agreement.items()}
            print(json.dumps({"seed": seed, "stories by B-cubed": found}))
        if options.show:
            print("\n".join(days.wrong))
    print(json.dumps(counts, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
