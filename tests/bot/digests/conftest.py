"""Digests over a real database on a clock that tests set, written from news that tests make."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.channels.telegram.content import contents
from bot.digests.digests import Digests, Written
from bot.reply import Line, Reply
from store.database import Database
from store.messaging.chats import Chats
from store.messaging.outbox import Outbox
from store.messaging.subscription import Kind, Subscription
from store.messaging.subscriptions import Subscriptions
from store.messaging.told import Told, ToldFact, ToldFacts

CHANNEL = "telegram"
EVER = datetime(2000, 1, 1, tzinfo=UTC)


class News:
    """A writer that tells each story once, and says so when there is none."""

    def __init__(self) -> None:
        self.stories: list[int] = []
        self.written = 0
        self.broken_for: set[str] = set()

    def write(self, subscription: Subscription, told: Told, *, now: datetime) -> Written:
        self.written += 1
        if subscription.chat in self.broken_for:
            raise RuntimeError("what somebody reads about")
        new = [story for story in self.stories if (story, f"fact {story}") not in told.facts]
        if not new and subscription.when_empty == "silent":
            return Written(reply=None)
        lines = [Line.of(f"story {story}") for story in new] or [Line.of("nothing new")]
        facts = tuple(
            ToldFact(story=one, fact=f"fact {one}", article=one, version=1, start=0, end=5)
            for one in new
        )
        return Written(reply=Reply(kind="talk", lines=tuple(lines)), facts=facts)


def render(reply: Reply) -> list[str]:
    return [one.dump() for one in contents(reply, thread=None, reply_to=None)]


class Desk:
    """The job with all its parts; ``restart`` is a new process over the same database."""

    def __init__(self, folder: Path, now: datetime) -> None:
        self._folder = folder
        self.now = now
        self.held = True
        self.news = News()
        self.database_path = folder / "sosik.db"
        self.render: Callable[[Reply], list[str]] = render
        self._opened: list[Database] = []
        self.restart()

    def restart(self) -> None:
        self.close()
        self.database = Database(self._folder / "sosik.db")
        self._opened.append(self.database)
        self.outbox = Outbox(self.database, CHANNEL)
        self.subscriptions = Subscriptions(self.database)
        self.told = ToldFacts(self.database, CHANNEL)
        self.chats = Chats(self.database)
        self.digests = self.process()

    def process(self, *, closed: bool = False) -> Digests:
        return Digests(
            subscriptions=self.subscriptions,
            told=self.told,
            outbox=self.outbox,
            writer=self.news,
            render=self.rendered,
            holds=lambda _: self.held,
            clock=lambda: self.now,
            closed=closed,
        )

    def rendered(self, reply: Reply) -> list[str]:
        return self.render(reply)

    def close(self) -> None:
        while self._opened:
            self._opened.pop().close()

    def subscribe(self, chat: str = "1", **set_: Any) -> Subscription:
        one = Subscription(channel=CHANNEL, chat=chat, **{"zone": "Asia/Seoul", **set_})
        return self.subscriptions.put(one, now=self.now)

    def kept(self, chat: str = "1", kind: Kind = "digest") -> Subscription:
        found = self.subscriptions.get(CHANNEL, chat, kind)
        assert found is not None
        return found

    def at(self, text: str) -> None:
        """Go to this time and let the job run."""
        self.now = datetime.fromisoformat(text).astimezone(UTC)
        self.digests()

    def keys(self) -> list[str | None]:
        """Return the keys of all that was promised, the first first."""
        return [one.key for one in reversed(self.outbox.listing(limit=100_000))]

    def deliver(self) -> None:
        """Have Telegram take all that can be sent now."""
        while rows := self.outbox.next(now=self.now, limit=100):
            for one in rows:
                assert self.outbox.sending(one.id, now=self.now)
                self.outbox.sent(one.id, str(one.id), now=self.now)

    def told_to(self, chat: str = "1") -> set[int]:
        facts = self.told.of(chat, since=self.now - timedelta(days=60)).facts
        return {story for story, _ in facts}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk on the evening of Saturday, 21 November 2026, in Seoul."""
    made = Desk(tmp_path, datetime(2026, 11, 21, 12, tzinfo=UTC))
    yield made
    made.close()
