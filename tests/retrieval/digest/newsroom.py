"""A small edition over plain values."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from retrieval.digest.compose import compose
from retrieval.digest.edition import Edition
from retrieval.digest.entries import entry
from retrieval.digest.topics import Topics
from retrieval.digest.values import Digest, Period, Preferences
from retrieval.facts import Report
from retrieval.morphemes import Analyser
from store.article import Article, Copies, Published
from store.messaging.told import Told
from tests.fake_encoder import LetterEncoder

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2026, 11, 22, 8, 0, tzinfo=SEOUL).astimezone(UTC)


class Newsroom:
    """Takes reports in and composes for one person, who is told what they get."""

    def __init__(self, analyser: Analyser) -> None:
        self.reports: dict[int, Report] = {}
        self.copies: dict[int, Copies] = {}
        self.stories: dict[int, list[int]] = {}
        encoder = LetterEncoder()
        self.encoder = encoder
        self.topics = Topics(analyser=lambda: analyser, encoder=lambda: encoder)
        self.edition = Edition(load=self._load, zone=SEOUL, dimensions=encoder.dimensions)
        self.facts: set[tuple[int, str]] = set()
        self.told: dict[int, datetime] = {}
        self.since: datetime | None = None

    def _load(self, ids: Sequence[int]) -> tuple[list[Report], dict[int, Copies]]:
        held = {id_: self.copies[id_] for id_ in ids if id_ in self.copies}
        return [self.reports[id_] for id_ in ids], held

    def report(
        self,
        story: int,
        title: str,
        text: str,
        *,
        hours_ago: float = 3,
        published: str | None = "",
        outlet: str | None = "한빛일보",
    ) -> Article:
        """Take an article in; it was published when it was stored unless said otherwise."""
        moment = NOW - timedelta(hours=hours_ago)
        if published == "":
            published = moment.astimezone(SEOUL).isoformat(timespec="minutes")
        article = Article(
            id=len(self.reports) + 1,
            version=1,
            text=text,
            title=title,
            file="a.txt",
            stored_at=moment,
            outlet=outlet,
            published=Published(iso=published) if published else None,
            url=f"https://news.example/{len(self.reports) + 1}",
        )
        self.reports[article.id] = Report(article=article, since=moment)
        ids = self.stories.setdefault(story, [])
        ids.append(article.id)
        own = [self.reports[id_].article for id_ in ids]
        vectors = self.encoder.passages([title])
        self.edition.put([entry(story, own, now=NOW, zone=SEOUL)], vectors)
        return article

    def compose(
        self, preferences: Preferences | None = None, *, now: datetime = NOW, period: Period = "day"
    ) -> Digest:
        """Compose what is new to the person."""
        told = Told(facts=frozenset(self.facts), stories=dict(self.told), since=self.since)
        return compose(
            self.edition,
            preferences or Preferences(),
            told,
            topics=self.topics.read,
            now=now,
            period=period,
        )

    def send(self, preferences: Preferences | None = None, *, now: datetime = NOW) -> Digest:
        """Compose, and remember it as told."""
        digest = self.compose(preferences, now=now)
        self.facts.update((one.story_id, one.key) for one in digest.tells)
        self.told.update((one.story_id, now) for one in digest.tells)
        self.since = now
        return digest
