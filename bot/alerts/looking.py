"""Looks at each article once it is in a story: whom it concerns, and what it puts right."""

import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final

from bot.alerts.corrections import Sentence, correction_of, corrects
from bot.alerts.news import is_news
from retrieval.digest.edition import Edition
from retrieval.digest.topics import Topic
from retrieval.errors import RetrievalError
from retrieval.watching import Matcher
from retrieval.watchwords import Rule, RuleError, parse
from store.article import Article
from store.errors import StoreError
from store.library import Library
from store.messaging.alert_backlog import AlertBacklog
from store.messaging.due import Arrival, DueCorrection, DueNews, QuotedTo
from store.messaging.follows import Follow, Follows
from store.messaging.watchwords import Watchwords
from store.stories import Stories

#: What was quoted longer ago is not put right any more: as long as it is known who was told what.
QUOTED_FOR: Final = timedelta(days=60)
#: Articles of one step, after which others may write: some hundred milliseconds.
AT_ONCE: Final = 100

log = logging.getLogger(__name__)


class Looking:
    """Finds out for the chats of one channel. All that it knows stands in the database.

    ``edition`` gives the news of the last days, a minute old at most, ``topics`` reads topics,
    ``matcher`` makes what holds rules against a batch of articles.
    """

    def __init__(
        self,
        *,
        channel: str,
        backlog: AlertBacklog,
        follows: Follows,
        watchwords: Watchwords,
        library: Library,
        stories: Stories,
        edition: Callable[[datetime], Edition],
        topics: Callable[[Sequence[str]], Sequence[Topic]],
        matcher: Callable[[], Matcher],
        zone: tzinfo,
    ) -> None:
        self._channel = channel
        self._backlog = backlog
        self._follows = follows
        self._watchwords = watchwords
        self._library = library
        self._stories = stories
        self._edition = edition
        self._topics = topics
        self._matcher = matcher
        self._zone = zone

    def step(self, *, now: datetime) -> int:
        """Look at the next articles and return how many; all of what is found is kept, or nothing.

        One that cannot be read keeps no other waiting. Raises DatabaseError and IndexDamagedError.
        """
        arrivals = self._backlog.waiting(AT_ONCE)
        following = self._follows.on_topics()
        if following:
            arrivals = self._held(arrivals, now=now)
        try:
            self._look_at(arrivals, following, now=now)
        except (StoreError, RetrievalError):
            raise
        except Exception:
            for one in arrivals:
                try:
                    self._look_at([one], following, now=now)
                except (StoreError, RetrievalError):
                    raise
                except Exception as error:
                    log.error("article %d alerts nobody: %s", one.article_id, type(error).__name__)
                    self._backlog.looked_at([one], (), ())
        return len(arrivals)

    def _held(self, arrivals: Sequence[Arrival], *, now: datetime) -> tuple[Arrival, ...]:
        """Leave for later what is news and not in the edition yet: no topic would find it."""
        articles = self._library.articles(one.article_id for one in arrivals)
        edition = self._edition(now)

        def is_held(one: Arrival) -> bool:
            entry = edition.known(one.story_id)
            article = articles.get(one.article_id)
            return (
                article is None
                or not is_news(article, updated=one.before > 0, now=now, zone=self._zone)
                or (entry is not None and one.article_id in entry.articles)
            )

        return tuple(filter(is_held, arrivals))

    def _look_at(
        self, arrivals: Sequence[Arrival], following: Sequence[Follow], *, now: datetime
    ) -> None:
        late = self._backlog.quoted_late(now)
        if not arrivals and not late:
            return
        articles = self._library.articles(one.article_id for one in arrivals)
        here = [one for one in arrivals if one.article_id in articles]
        news = [
            one
            for one in here
            if is_news(articles[one.article_id], updated=one.before > 0, now=now, zone=self._zone)
        ]
        found = (
            *self._on_followed(news, following, articles, now),
            *self._watched(news, articles, now),
        )
        corrections = (*self._changed(here, now), *self._corrected(news, articles, now))
        self._backlog.looked_at(arrivals, found, (*corrections, *_outdated(late, now)))

    def _on_followed(
        self,
        news: Sequence[Arrival],
        following: Sequence[Follow],
        articles: Mapping[int, Article],
        now: datetime,
    ) -> Iterator[DueNews]:
        by_story: defaultdict[int, list[Arrival]] = defaultdict(list)
        for one in news:
            by_story[one.story_id].append(one)
        for follow in self._follows.on_stories(by_story):
            yield from _due(follow, by_story[follow.story or 0], articles, now)
        for topic, stories in self._on_topics(following, by_story, now).items():
            of_topic = [one for story in stories for one in by_story[story]]
            for follow in following:
                if follow.topic == topic:
                    yield from _due(follow, of_topic, articles, now)

    def _on_topics(
        self, following: Sequence[Follow], stories: Collection[int], now: datetime
    ) -> Mapping[str, Collection[int]]:
        """Return for each topic those of ``stories`` that are on it."""
        texts = dict.fromkeys(one.topic for one in following if one.topic)
        if not texts or not stories:
            return {}
        edition = self._edition(now)
        found: dict[str, Collection[int]] = {}
        for text in texts:
            for topic in self._topics([text]):
                rows, _ = edition.matches(topic)
                entries = edition.entries
                on = {entries[row].story_id for row in rows if row < len(entries)}
                found[text] = on.intersection(stories)
        return found

    def _watched(
        self, news: Sequence[Arrival], articles: Mapping[int, Article], now: datetime
    ) -> Iterator[DueNews]:
        watching = self._watchwords.all() if news else ()
        if not watching:
            return
        matcher = self._matcher()
        for arrival in news:
            article = articles[arrival.article_id]
            reading = matcher.reading(article.title or "", article.text)
            holding: dict[str, bool] = {}
            for one in watching:
                if one.rule not in holding:
                    rule = _read(one.rule)
                    holding[one.rule] = rule is not None and reading.matches(rule)
                if holding[one.rule] and article.stored_at > one.created_at:
                    yield DueNews(
                        channel=self._channel,
                        chat=one.chat,
                        article_id=arrival.article_id,
                        cause="watch",
                        cause_id=one.id,
                        since=_since(one.created_at, arrival),
                        found_at=now,
                    )

    def _changed(self, here: Sequence[Arrival], now: datetime) -> Iterator[DueCorrection]:
        """Yield what was quoted from earlier versions of these articles."""
        before = {one.article_id: one.before for one in here if one.before}
        for quoted in self._backlog.quoted(before, since=now - QUOTED_FOR) if before else ():
            yield DueCorrection(
                quoted=quoted,
                by_article=quoted.article_id,
                by_version=max(before[quoted.article_id], quoted.version) + 1,
                found_at=now,
            )

    def _corrected(
        self, news: Sequence[Arrival], articles: Mapping[int, Article], now: datetime
    ) -> Iterator[DueCorrection]:
        """Yield what was quoted from other articles and is called wrong by one of these."""
        for arrival in news:
            article = articles[arrival.article_id]
            if not corrects(article):
                continue
            since = now - QUOTED_FOR
            members = self._stories.articles_of(arrival.story_id)
            quoted = set(self._backlog.quoted(members, since=since))
            if article.outlet is not None:
                quoted |= set(self._backlog.quoted_of(article.outlet, since=since))
            for one in quoted:
                if one.article_id != article.id and self._puts_right(article, one):
                    yield DueCorrection(
                        quoted=one,
                        by_article=article.id,
                        by_version=article.version,
                        found_at=now,
                    )

    def _puts_right(self, article: Article, quoted: QuotedTo) -> bool:
        sentence = quoted_sentence(quoted, self._library, self._backlog)
        return (
            sentence is not None and correction_of(sentence, article, zone=self._zone) is not None
        )


def quoted_sentence(quoted: QuotedTo, library: Library, backlog: AlertBacklog) -> Sentence | None:
    """Return what was quoted, in its article as it then was; None when that is gone."""
    article = library.article(quoted.article_id)
    text = backlog.version_texts(quoted.article_id, [quoted.version]).get(quoted.version)
    if article is None or text is None:
        return None
    then = replace(article, text=text, version=quoted.version)
    return Sentence(then, quoted.start, quoted.end)


@lru_cache(maxsize=10_000)  # the rules of some thousand chats
def _read(rule: str) -> Rule | None:
    try:
        return parse(rule)
    except RuleError:  # kept by a version that read it otherwise
        return None


def _outdated(late: Sequence[QuotedTo], now: datetime) -> Iterator[DueCorrection]:
    """Yield what was quoted from a version that had been replaced."""
    for one in late:
        yield DueCorrection(
            quoted=one, by_article=one.article_id, by_version=one.version + 1, found_at=now
        )


def _due(
    follow: Follow, arrivals: Sequence[Arrival], articles: Mapping[int, Article], now: datetime
) -> Iterator[DueNews]:
    for one in arrivals:
        if articles[one.article_id].stored_at > follow.created_at:
            yield DueNews(
                channel=follow.channel,
                chat=follow.chat,
                article_id=one.article_id,
                cause="follow",
                cause_id=follow.id,
                since=_since(follow.created_at, one),
                found_at=now,
            )


def _since(asked_at: datetime, arrival: Arrival) -> datetime:
    return max(asked_at, arrival.since) if arrival.since else asked_at
