"""Alerts over a real database on a clock that tests set, with stories as they are labelled."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.alerts.alerts import GROUPED, Alerts
from bot.alerts.answering import Answering
from bot.alerts.correcting import Correcting
from bot.alerts.listeners import Listeners
from bot.alerts.looking import Looking
from bot.alerts.telling import Telling
from bot.channels.telegram.content import contents
from bot.digests.editions import Editions
from bot.reply import Reply
from retrieval.digest.topics import Topics
from retrieval.facts import key_of
from retrieval.morphemes import Analyser
from retrieval.watching import Matcher
from store.article import Article, Extracted, Published
from store.database import Database
from store.messaging.alert_backlog import AlertBacklog
from store.messaging.awaited import AwaitedQuestions
from store.messaging.chats import Chats
from store.messaging.follows import Follows
from store.messaging.outbox import Outbox
from store.messaging.privacy import erase
from store.messaging.subscriptions import Subscriptions
from store.messaging.told import ToldFact, ToldFacts
from store.messaging.watchwords import Watchwords
from store.removal import Removal
from store.stories import Stories
from tests.retrieval.shelf import Shelf

CHANNEL = "telegram"
SEOUL = ZoneInfo("Asia/Seoul")
NOW = START = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


def render(reply: Reply) -> list[str]:
    return [one.dump() for one in contents(reply, thread=None, reply_to=None)]


class World:
    """The job with all its parts; ``restart`` is a new process over the same database."""

    def __init__(self, folder: Path, analyser: Analyser) -> None:
        self._folder, self._analyser = folder, analyser
        self.now = START
        self.held = True
        self._stories_named: dict[str, int] = {}
        self.render: Callable[[Reply], list[str]] = render
        self._databases: list[Database] = []
        self.restart()

    def restart(self) -> None:
        """Go on as another process does."""
        self.shelf = Shelf(self._folder, analyser=self._analyser, encoder=None)
        self.database = database = Database(self._folder / "sosik.db")
        self._databases.append(database)
        self.library = self.shelf.library
        self.stories = Stories(database)
        self.backlog = AlertBacklog(database)
        self.follows = Follows(database, CHANNEL)
        self.watchwords = Watchwords(database, CHANNEL)
        self.awaited = AwaitedQuestions(database, CHANNEL)
        self.told = ToldFacts(database, CHANNEL)
        self.outbox = Outbox(database, CHANNEL)
        self.chats = Chats(database)
        self.subscriptions = Subscriptions(database)
        self.removal = Removal(database)
        self.alerts = self._alerts()

    def _alerts(self) -> Alerts:
        def matcher() -> Matcher:
            return Matcher(analyser=lambda: self._analyser, known=self.shelf.names.known)

        topics = Topics(
            analyser=lambda: self._analyser, encoder=lambda: None, search=self.shelf.search
        )
        editions = Editions(
            stories=self.stories,
            library=self.library,
            search=self.shelf.search,
            encoder=lambda: None,
            zone=SEOUL,
        )
        listeners = Listeners(
            channel=CHANNEL,
            subscriptions=self.subscriptions,
            chats=self.chats,
            outbox=self.outbox,
            zone="Asia/Seoul",
            default_language="en",
        )

        def rendered(reply: Reply) -> list[str]:
            return self.render(reply)

        return Alerts(
            channel=CHANNEL,
            backlog=self.backlog,
            looking=Looking(
                channel=CHANNEL,
                backlog=self.backlog,
                follows=self.follows,
                watchwords=self.watchwords,
                library=self.library,
                stories=self.stories,
                edition=editions.now,
                topics=topics.read,
                matcher=matcher,
                zone=SEOUL,
            ),
            correcting=Correcting(
                channel=CHANNEL,
                backlog=self.backlog,
                told=self.told,
                outbox=self.outbox,
                library=self.library,
                stories=self.stories,
                render=rendered,
                zone=SEOUL,
            ),
            telling=Telling(
                channel=CHANNEL,
                backlog=self.backlog,
                follows=self.follows,
                watchwords=self.watchwords,
                told=self.told,
                outbox=self.outbox,
                library=self.library,
                stories=self.stories,
                render=rendered,
                zone=SEOUL,
            ),
            answering=Answering(
                channel=CHANNEL,
                awaited=self.awaited,
                backlog=self.backlog,
                listeners=listeners,
                desk=self.shelf.desk,
                stories=self.stories,
                told=self.told,
                outbox=self.outbox,
                render=rendered,
                zone=SEOUL,
            ),
            listeners=listeners,
            holds=lambda _: self.held,
            clock=lambda: self.now,
        )

    # -- what happens

    def report(
        self,
        story: str | None,
        title: str,
        text: str,
        *,
        published: datetime | str | None = "now",
        outlet: str = "한빛일보",
        url: str | None = None,
    ) -> int:
        """Take an article in, and put it into the story of that name; with None it waits."""
        if published == "now":
            published = self.now
        iso = (
            published.astimezone(SEOUL).isoformat()
            if isinstance(published, datetime)
            else published
        )
        extracted = Extracted(
            title=title,
            title_source="headline",
            paragraphs=tuple(text.split("\n\n")),
            published=Published(iso=iso) if iso else None,
            publisher=outlet,
            language="ko",
            url=url or f"https://{len(outlet)}.example/{abs(hash((title, text, outlet)))}",
        )
        data = f"{outlet}\n{title}\n{text}".encode()
        stored = self.library.add(extracted, data=data, file="a.txt", now=self.now)
        if story is not None:
            known = self._stories_named.get(story)
            placed = self.stories.place(stored.article_id, known, now=self.now)
            self._stories_named[story] = placed
        return stored.article_id

    def story(self, name: str) -> int:
        return self.stories.current(self._stories_named[name])

    def run(self, minutes: float = 0) -> None:
        """Let time pass, a minute at a time, and the job run in each."""
        self.alerts()
        for _ in range(int(minutes)):
            self.now += timedelta(minutes=1)
            self.alerts()

    def settle(self) -> None:
        """Run until what was found just now is told."""
        self.run(GROUPED / timedelta(minutes=1))

    def sent(self, chat: str | None = None) -> list[str]:
        """Return what was promised, as it reads, in order."""
        with self.database.read() as db:
            rows = db.execute(
                "SELECT chat, content FROM outbox JOIN outbox_contents USING (id) ORDER BY id"
            ).fetchall()
        return [
            re.sub(r"<[^>]+>", "", json.loads(content)["html"])
            for owner, content in rows
            if chat in (None, owner)
        ]

    def told_texts(self, chat: str) -> list[str]:
        """Return the sentences that the chat was told, as they stand in their versions."""
        with self.database.read() as db:
            return [
                row[0]
                for row in db.execute(
                    "SELECT substr(text, start + 1, end - start) FROM told_facts JOIN versions"
                    " ON versions.article_id = told_facts.article_id AND number = version"
                    " WHERE chat = ?",
                    [chat],
                ).fetchall()
            ]

    def erase_while_writing(self, chat: str) -> None:
        """Let the chat erase all that is kept of it while the next message is written."""
        write = self.render

        def erased(reply: Reply) -> list[str]:
            self.render = write
            erase(self.database, CHANNEL, chat, chat, now=self.now)
            return write(reply)

        self.render = erased

    def quoted(self, chat: str, article_id: int | Article, sentence: str) -> None:
        """Note that the chat was quoted this sentence of the article, as an answer does."""
        article = (
            article_id if isinstance(article_id, Article) else self.library.article(article_id)
        )
        assert article is not None
        start = article.text.index(sentence)
        end = start + len(sentence)
        fact = ToldFact(
            story=self.stories.story_of(article.id),
            fact=key_of(article, start, end),
            article=article.id,
            version=article.version,
            start=start,
            end=end,
        )
        self.told.add(chat, [fact], at=self.now, how="answer")

    def close(self) -> None:
        for one in self._databases:
            one.close()


@pytest.fixture
def world(tmp_path: Path, analyser: Analyser, caplog: pytest.LogCaptureFixture) -> Iterator[World]:
    opened = World(tmp_path, analyser)
    yield opened
    opened.close()
    assert not caplog.records  # errors that keep nothing waiting are logged alone
