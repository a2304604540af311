"""The wiring of what is sent unasked: stories, digests, alerts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from bot.alerts.alerts import Alerts
from bot.alerts.answering import Answering
from bot.alerts.correcting import Correcting
from bot.alerts.listeners import Listeners
from bot.alerts.looking import Looking
from bot.alerts.telling import Telling
from bot.app import TELEGRAM, App
from bot.channels.telegram.content import contents
from bot.digests.digests import TOLD_FOR, Digests
from bot.digests.editions import Editions, EditionWriter
from bot.digests.reading_ahead import ReadingAhead
from bot.grouping import StoryKeeping
from bot.reply import Reply
from bot.subscribing.verdicts import item_buttons
from retrieval.answer import Answer
from retrieval.digest.topics import Topics
from retrieval.facts import key_of
from retrieval.grouping.grouping import Grouping
from retrieval.watching import Matcher
from store.messaging.alert_backlog import AlertBacklog
from store.messaging.awaited import AwaitedQuestions
from store.messaging.follows import Follows
from store.messaging.outgoing import Along
from store.messaging.subscriptions import Subscriptions
from store.messaging.told import ToldFact, ToldFacts
from store.messaging.watchwords import Watchwords
from store.stories import Stories

#: Between two looks for articles that have no story yet.
GROUPED_EVERY_S: Final = 5.0
#: Between two looks for digests whose time has come.
DIGESTS_EVERY_S: Final = 1.0
#: Between two looks for stories that no digest has quoted yet.
READ_AHEAD_EVERY_S: Final = 30.0
#: Between two looks for what followers are to hear.
ALERTS_EVERY_S: Final = 30.0


class Deliveries:
    """The parts that find out what somebody wants to hear, and the jobs that send it."""

    def __init__(self, app: App) -> None:
        self._app = app
        database = app.database
        self.stories = Stories(database)
        self.told = ToldFacts(database, TELEGRAM)
        self.subscriptions = Subscriptions(database)
        self.follows = Follows(database, TELEGRAM)
        self.watchwords = Watchwords(database, TELEGRAM)
        self.awaited = AwaitedQuestions(database, TELEGRAM)
        self.editions = Editions(
            stories=self.stories,
            library=app.library,
            search=app.search,
            encoder=app.encoder.now,
            zone=app.zone,
        )
        self.topics = Topics(analyser=app.analyser.get, encoder=app.encoder.now, search=app.search)
        self.writer = EditionWriter(
            self.editions,
            topics=self.topics,
            chats=app.chats,
            default_language=app.settings.language,
            buttons=item_buttons(app.chats),
        )
        self._closed = app.settings.telegram_access == "closed"

    def matcher(self) -> Matcher:
        """Make what holds rules of words against articles."""
        return Matcher(analyser=self._app.analyser.get, known=self._app.names.known)

    def answered(self, chat: str, answer: Answer, now: datetime) -> Along:
        """Return the note that an answer told the chat what it quotes."""
        articles = {quote.article.id: quote.article for quote in answer.quotes}
        stories = self.stories.stories_of(articles)
        facts = tuple(
            ToldFact(
                story=stories.get(quote.article.id),
                fact=key_of(quote.article, quote.start, quote.end),
                article=quote.article.id,
                version=quote.article.version,
                start=quote.start,
                end=quote.end,
            )
            for quote in answer.quotes
        )
        return self.told.noting(chat, facts, at=now, how="answer")

    def forget(self, now: datetime) -> None:
        """Forget what was told so long ago that it may be told again. Raises DatabaseError."""
        self.told.forget(before=now - TOLD_FOR)

    # -- the jobs

    def grouping(self) -> StoryKeeping:
        """Make the job that puts new articles into stories."""
        app = self._app
        grouping = Grouping(
            app.search.indexes,
            library=app.library,
            stories=self.stories,
            analyser=app.analyser.get,
            encoder=app.encoder.now,
        )
        return StoryKeeping(grouping, lease=app.lease, clock=app.clock)

    def digests(self) -> Digests:
        """Make the job that sends digests."""
        app = self._app
        return Digests(
            subscriptions=self.subscriptions,
            told=self.told,
            outbox=app.outbox,
            writer=self.writer,
            render=_rendered,
            holds=app.lease.acquire,
            clock=app.clock,
            closed=self._closed,
        )

    def reading_ahead(self) -> ReadingAhead:
        """Make the job that reads stories before digests quote them."""
        return ReadingAhead(self.editions, clock=self._app.clock)

    def alerts(self) -> Alerts:
        """Make the job that tells followers what is new, and corrects what was told."""
        app, backlog = self._app, AlertBacklog(self._app.database)
        listeners = Listeners(
            channel=TELEGRAM,
            subscriptions=self.subscriptions,
            chats=app.chats,
            outbox=app.outbox,
            zone=app.settings.time_zone,
            default_language=app.settings.language,
        )
        shared: dict[str, Any] = {
            "channel": TELEGRAM,
            "backlog": backlog,
            "told": self.told,
            "outbox": app.outbox,
            "stories": self.stories,
            "render": _rendered,
            "zone": app.zone,
        }
        return Alerts(
            channel=TELEGRAM,
            backlog=backlog,
            looking=Looking(
                channel=TELEGRAM,
                backlog=backlog,
                follows=self.follows,
                watchwords=self.watchwords,
                library=app.library,
                stories=self.stories,
                edition=self.editions.now,
                topics=self.topics.read,
                matcher=self.matcher,
                zone=app.zone,
            ),
            correcting=Correcting(library=app.library, **shared),
            telling=Telling(
                library=app.library, follows=self.follows, watchwords=self.watchwords, **shared
            ),
            answering=Answering(awaited=self.awaited, listeners=listeners, desk=app.desk, **shared),
            listeners=listeners,
            holds=app.lease.acquire,
            clock=app.clock,
            closed=self._closed,
        )


def _rendered(reply: Reply) -> Sequence[str]:
    return [one.dump() for one in contents(reply, thread=None, reply_to=None)]
