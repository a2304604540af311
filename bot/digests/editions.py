"""Keeps one edition of the news up for all digests, and writes each person's from it."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Final

from bot.digests.digests import Written
from bot.digests.times import zone_of
from bot.digests.wording import word_digest
from bot.reply import Buttons, Reply
from bot.texts import Language, is_language, texts_in
from retrieval.digest.compose import NEWS_FOR, compose
from retrieval.digest.edition import Edition
from retrieval.digest.gathering import make, refresh
from retrieval.digest.topics import Topics
from retrieval.digest.values import Digest, Preferences
from retrieval.encoder import Encoder
from retrieval.facts import Fact
from retrieval.search import Search
from store.library import Library
from store.messaging.chats import Chats
from store.messaging.subscription import Subscription
from store.messaging.told import Told, ToldFact
from store.stories import Stories

#: How far a weekly digest that comes two days late reaches back.
DAYS: Final = 9
#: Between two looks at what has come: for 10,000 digests of one minute it is looked once.
_REFRESHED_EVERY: Final = timedelta(minutes=1)
#: What is being written while it is looked at is looked at again.
_OVERLAP: Final = timedelta(minutes=2)


class Editions:
    """The edition of now. Any thread may ask for it; the first one waits until it is made."""

    def __init__(
        self,
        *,
        stories: Stories,
        library: Library,
        search: Search,
        encoder: Callable[[], Encoder | None],
        zone: tzinfo,
    ) -> None:
        self._stories = stories
        self._library = library
        self._search = search
        self._encoder = encoder
        self._zone = zone
        self._lock = threading.Lock()
        self._edition: Edition | None = None
        self._refreshed: datetime | None = None

    def now(self, now: datetime) -> Edition:
        """Return the edition, not older than a minute. Raises DatabaseError, IndexDamagedError."""
        with self._lock:
            encoder = self._encoder()
            edition, last = self._edition, self._refreshed
            dimensions = encoder.dimensions if encoder else 0
            if edition is None or last is None or last > now or edition.dimensions != dimensions:
                self._edition = edition = self._made(encoder, now)
                self._refreshed = now
            elif now - last >= _REFRESHED_EVERY:
                self._refresh(edition, encoder, since=last - _OVERLAP, now=now)
                self._refreshed = now
            return edition

    def keep_up(self, now: datetime, *, limit: int) -> int:
        """Take in what has come, and read up to ``limit`` stories that digests will quote; return
        how many. Nothing is done before somebody has asked for an edition.

        Raises DatabaseError and IndexDamagedError.
        """
        if self._edition is None:
            return 0
        return self.now(now).read_ahead(since=now - NEWS_FOR["day"], now=now, limit=limit)

    def _made(self, encoder: Encoder | None, now: datetime) -> Edition:
        stories = self._stories.since(now - timedelta(days=DAYS))
        return make(stories, self._library, self._search, encoder, now=now, zone=self._zone)

    def _refresh(
        self, edition: Edition, encoder: Encoder | None, *, since: datetime, now: datetime
    ) -> None:
        events = self._stories.events(since=since)
        stories: dict[int, Sequence[int]] = {
            id_: () for one in events for id_ in (one.story, one.other)
        }
        for member in self._stories.members(stories):
            stories[member.story_id] = (*stories[member.story_id], member.article_id)
        stories |= self._stories.since(since)
        refresh(edition, stories, self._library, self._search, encoder, now=now, days=DAYS)
        read = edition.quotable()
        edition.read_anew(read - self._stories.stories_of(read).keys())


class EditionWriter:
    """Writes digests from the edition of now, in the language that the chat has set.

    ``buttons`` makes what stands under a digest that has items.
    """

    def __init__(
        self,
        editions: Editions,
        *,
        topics: Topics,
        chats: Chats,
        default_language: Language,
        buttons: Callable[[Digest, Subscription], Buttons] = lambda *_: (),
    ) -> None:
        self._editions = editions
        self._topics = topics
        self._chats = chats
        self._default: Language = default_language
        self._buttons = buttons

    def write(self, subscription: Subscription, told: Told, *, now: datetime) -> Written:
        """Compose and word what the chat is to be told now that it was not.

        Raises DatabaseError and IndexDamagedError.
        """
        digest = compose(
            self._editions.now(now),
            preferences(subscription),
            told,
            topics=self._topics.read,
            now=now,
            period="week" if subscription.kind == "weekly" else "day",
        )
        if digest.is_empty and subscription.when_empty == "silent":
            return Written(reply=None)
        texts, zone = texts_in(self._language(subscription)), zone_of(subscription.zone)
        reply = Reply(
            kind="talk",
            lines=word_digest(digest, texts=texts, zone=zone, now=now),
            buttons=() if digest.is_empty else self._buttons(digest, subscription),
        )
        return Written(reply=reply, facts=tuple(told_fact(one) for one in digest.tells))

    def _language(self, one: Subscription) -> Language:
        chosen = one.language or self._chats.language_of(one.channel, one.chat)
        return chosen if is_language(chosen) else self._default


def preferences(subscription: Subscription) -> Preferences:
    """Return what a subscription wants, as composing knows it."""
    return Preferences(
        topics=subscription.topics,
        outlets_in=subscription.outlets_in,
        outlets_out=subscription.outlets_out,
        length=subscription.length,
        likes=subscription.likes,
    )


def told_fact(fact: Fact) -> ToldFact:
    """Return what is remembered of a fact once it was told."""
    return ToldFact(
        story=fact.story_id,
        fact=fact.key,
        article=fact.article_id,
        version=fact.version,
        start=fact.start,
        end=fact.end,
    )
