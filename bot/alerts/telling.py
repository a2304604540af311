"""Tells chats what is new in what they follow and watch for."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Final

from bot.alerts.listeners import Listener, outgoing, rendered
from bot.alerts.news import known_figure, new_facts, told_of
from bot.alerts.wording import News, word_news
from bot.reply import Reply
from retrieval.digest.brief import StoryBrief, brief
from retrieval.digest.edition import FIRST, NEWEST
from retrieval.digest.gathering import loader
from store.errors import NoLongerDueError, ToldMeanwhileError
from store.library import Library
from store.messaging.alert_backlog import AlertBacklog, settling
from store.messaging.due import DueNews
from store.messaging.follows import Follows
from store.messaging.outbox import Outbox
from store.messaging.told import Told, ToldFact, ToldFacts
from store.messaging.watchwords import Watchwords
from store.stories import Stories

#: So long a chat is not told again what it was told.
TOLD_FOR: Final = timedelta(days=60)
#: Stories in one message; the others come with the next.
MAX_STORIES: Final = 5
#: An alert that could not be sent by then is left to the next digest.
OF_USE: Final = timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    news: News
    dues: tuple[DueNews, ...]


class Telling:
    """Writes alerts for the chats of one channel. Every method raises DatabaseError.

    ``render`` makes of a reply the messages it takes.
    """

    def __init__(
        self,
        *,
        channel: str,
        backlog: AlertBacklog,
        follows: Follows,
        watchwords: Watchwords,
        told: ToldFacts,
        outbox: Outbox,
        library: Library,
        stories: Stories,
        render: Callable[[Reply], Sequence[str]],
        zone: tzinfo,
    ) -> None:
        self._channel = channel
        self._backlog = backlog
        self._follows = follows
        self._watchwords = watchwords
        self._told = told
        self._outbox = outbox
        self._load = loader(library)
        self._stories = stories
        self._render = render
        self._zone = zone
        self._briefs: dict[int, StoryBrief | None] = {}

    def begin(self) -> None:
        """Read stories anew, as they stand now."""
        self._briefs.clear()

    def tell(self, listener: Listener, *, now: datetime) -> bool:
        """Promise the chat one message with what is new to it; tell whether there was anything.

        What finds no room in it stays due, what the chat knows does not. The message, what it
        tells and what it settles are written down together, or nothing is.
        """
        chat = listener.chat
        dues = self._backlog.news(self._channel, chat)
        told = self._told.of(chat, since=now - TOLD_FOR)
        items = self._items(chat, dues, told, now=now)
        shown = items[:MAX_STORIES]
        kept = {due for item in items for due in item.dues}
        nothing = [due for due in dues if due not in kept]
        if not shown:
            self._backlog.done(nothing)
            return False
        reply, last = (
            word_news(
                [one.news for one in shown],
                is_last=is_last,
                waiting=len(items) - len(shown),
                texts=listener.texts,
                zone=self._zone,
            )
            for is_last in (False, True)
        )
        facts = tuple(fact for one in shown for fact in _facts(one.news))
        settled = [*nothing, *(due for one in shown for due in one.dues)]
        try:
            self._outbox.put(
                outgoing(
                    chat,
                    rendered(reply, last, self._render, left=listener.left),
                    key=_key(chat, shown[0].news),
                    expires_at=listener.sent_before(now + OF_USE, now=now),
                ),
                now=now,
                along=(
                    self._told.unless_told(chat, facts),
                    self._told.noting(chat, facts, at=now, how="alert"),
                    settling(settled, leaving=(self._channel, chat, now)),
                ),
            )
        except (ToldMeanwhileError, NoLongerDueError):  # without that, at the next call
            return False
        return True

    def _items(
        self, chat: str, dues: Sequence[DueNews], told: Told, *, now: datetime
    ) -> list[_Item]:
        """Return what is new to the chat in each story, the newest first."""
        keys: defaultdict[int, set[str]] = defaultdict(set)
        for story, key in told.facts:
            keys[story].add(key)
        topics = {one.id: one.topic for one in self._follows.of(chat)}
        rules = {one.id: one.rule for one in self._watchwords.of(chat)}
        items: list[_Item] = []
        for story, own in self._by_story(dues).items():
            wanted = [one for one in own if one.cause_id in (topics, rules)[one.cause == "watch"]]
            news = self._news(story, wanted, keys[story], now=now)
            if news is None or self._outbox.find(_key(chat, news)) is not None:
                continue
            causes = {(one.cause, one.cause_id) for one in wanted}
            named = (topics[id_] for cause, id_ in causes if cause == "follow")
            items.append(
                _Item(
                    news=replace(
                        news,
                        topics=tuple(sorted({one for one in named if one})),
                        rules=tuple(
                            sorted(rules[id_] for cause, id_ in causes if cause == "watch")
                        ),
                    ),
                    dues=tuple(own),
                )
            )
        return sorted(items, key=lambda one: one.news.facts[0].at, reverse=True)

    def _by_story(self, dues: Sequence[DueNews]) -> Mapping[int, list[DueNews]]:
        """Put together what is of one story as it is now; what was removed is left out."""
        story_of = self._stories.stories_of({one.article_id for one in dues})
        found: defaultdict[int, list[DueNews]] = defaultdict(list)
        for one in dues:
            if one.article_id in story_of:
                found[story_of[one.article_id]].append(one)
        return found

    def _news(
        self, story: int, dues: Sequence[DueNews], told: set[str], *, now: datetime
    ) -> News | None:
        read = self._brief(story, now=now) if dues else None
        if read is None:
            return None
        since = {
            id_: min(one.since for one in dues if one.article_id == id_)
            for id_ in {one.article_id for one in dues}
        }
        facts = new_facts(read, told, since, now=now)
        if not facts:
            return None
        known = told_of(read, told)
        figures = (known_figure(fact, known, read.articles) for fact in facts)
        return News(
            story=story,
            facts=facts,
            articles=tuple(read.articles[fact.article_id] for fact in facts),
            figures=next((one for one in figures if one), None),
        )

    def _brief(self, story: int, *, now: datetime) -> StoryBrief | None:
        if story not in self._briefs:
            ids = self._stories.articles_of(story)
            if len(ids) > FIRST + NEWEST:
                ids = ids[:FIRST] + ids[-NEWEST:]
            reports, copies = self._load(ids)
            self._briefs[story] = (
                brief(story, reports, copies, now=now, zone=self._zone) if reports else None
            )
        return self._briefs[story]


def _key(chat: str, news: News) -> str:
    return f"alert:{chat}:{news.story}:{news.facts[0].key}"


def _facts(news: News) -> tuple[ToldFact, ...]:
    return tuple(
        ToldFact(
            story=news.story,
            fact=one.key,
            article=one.article_id,
            version=one.version,
            start=one.start,
            end=one.end,
        )
        for one in news.facts
    )
