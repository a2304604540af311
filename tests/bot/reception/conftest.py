"""A reception over a small shelf: real conversation, real store, real admins."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.admin import Admin, commands
from bot.admin.parts import Parts as AdminParts
from bot.conversation import Conversation
from bot.digests.digests import Written
from bot.reception.buttons import Action, read
from bot.reception.claiming import Claim
from bot.reception.parts import Parts
from bot.reception.reception import Reception
from bot.reply import Line, Message, Press, Pressed, Reply, Suggestion, plain_text
from bot.subscribing.parts import AlertParts, DigestParts, Standing
from bot.subscribing.subscribing import Subscribing
from retrieval.morphemes import Analyser
from retrieval.watching import Matcher
from store.database import Database
from store.inbox import Inbox
from store.ingest import Ingest
from store.messaging import privacy
from store.messaging.access import Access
from store.messaging.answers import AnswerRecord, Answers, QuoteRef
from store.messaging.audit import Audit
from store.messaging.awaited import AwaitedQuestions
from store.messaging.chats import Chat, Chats
from store.messaging.confirmations import Confirmations
from store.messaging.follows import Follows
from store.messaging.limits import Limits
from store.messaging.outbox import Outbox, Outgoing
from store.messaging.prompts import Prompts
from store.messaging.subscription import Subscription
from store.messaging.subscriptions import Subscriptions
from store.messaging.told import Told, ToldFact, ToldFacts
from store.messaging.watchwords import Watchwords
from store.names import Names
from store.outlet_names import OutletNames
from store.sources.adding import Adding
from store.sources.catalog import Catalog
from store.sources.fetch import Fetcher
from store.sources.pace import Bounds
from store.sources.reading import Reader
from store.stories import Stories
from tests.fake_encoder import LetterEncoder
from tests.retrieval.shelf import NOW, SEOUL, Shelf

CHANNEL = "telegram"
ADMIN, MINSU, JANE = "1", "11", "12"
NEWSROOM, YARD = "-1001", "-1002"
#: Answered by the shelf with one quote, with two, and not at all.
FARE = "서해시 버스 기본요금은 얼마로 올라?"
FERRY = "관광객은 몇 명이야?"
UNKNOWN = "달나라 토끼의 국적은 어디야?"


@dataclass
class Town:
    """What the platform knows of who may post where, and the week of its stories."""

    posts: dict[str, set[str]] = field(default_factory=dict)
    broad: dict[str, tuple[int, int] | None] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def standing(self, chat: str, person: str) -> Standing:
        """Who may post in a chat; the bot is in those that are known."""
        self.asked.append((chat, person))
        if chat not in self.posts:
            return "absent"
        return "may" if person in self.posts[chat] else "may_not"

    def breadth(self, topic: str) -> tuple[int, int] | None:
        """Of how many stories a topic is, and of how many in all; None of one without words."""
        return self.broad.get(topic, (1, 40))


class HeadlineWriter:
    """Composes digests of the headlines of articles that the chat was not told of."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def write(self, subscription: Subscription, told: Told, *, now: datetime) -> Written:
        """Write the headlines, one fact an article."""
        known = {fact for _, fact in told.facts}
        found = self._shelf.library.latest(limit=subscription.length)
        new = [one for one in found if f"a{one.id}" not in known]
        if not new:
            return Written(reply=None)
        lines = tuple(Line.of(one.title or "") for one in new)
        facts = tuple(
            ToldFact(
                story=one.id,
                fact=f"a{one.id}",
                article=one.id,
                version=one.version,
                start=0,
                end=1,
            )
            for one in new
        )
        return Written(reply=Reply(kind="talk", lines=lines), facts=facts)


@dataclass
class Lobby:
    """People at the reception: what they do, and what comes of it."""

    reception: Reception
    parts: Parts
    shelf: Shelf
    database: Database
    outbox: Outbox
    town: "Town"
    now: datetime = NOW
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(1, 10_000)))

    def reply(
        self, text: str, *, by: str | None = MINSU, to: str = "", **more: Any
    ) -> Reply | None:
        """What is replied to ``by`` in the chat ``to``, their private one by default."""
        message = self.message(text, by=by, to=to, **more)
        reply = self.reception.reply(message, now=self.now)
        self._record(reply, message.chat, by)
        return reply

    def message(self, text: str, *, by: str | None = MINSU, to: str = "", **more: Any) -> Message:
        """A message of ``by``."""
        chat = to or by or ""
        return Message(
            channel=CHANNEL,
            chat=chat,
            person=by,
            text=text,
            group=chat.startswith("-"),
            **{"number": str(next(self.numbers)), "language": "en", **more},
        )

    def replied(self, text: str, **more: Any) -> Reply:
        """The same where something is replied."""
        reply = self.reply(text, **more)
        assert reply is not None
        return reply

    def says(self, text: str, **more: Any) -> str | None:
        """The same as plain text; None is silence."""
        reply = self.reply(text, **more)
        return None if reply is None else plain_text(reply)

    def press(self, data: str, *, by: str = MINSU, to: str = "", **more: Any) -> Pressed:
        """What comes of a press of a button that carries ``data``."""
        chat = to or by
        press = Press(
            channel=CHANNEL,
            chat=chat,
            data=data,
            person=by,
            group=chat.startswith("-"),
            **{"language": "en", **more},
        )
        pressed = self.reception.press(press, now=self.now)
        self._record(pressed.reply, chat, by)
        return pressed

    def pushes(self, action: Action, under: Reply, **more: Any) -> Pressed:
        """The same for the button under a reply that stands for ``action``."""
        return self.press(data_of(under, action), **more)

    def types(self, text: str, *, by: str = MINSU, **more: Any) -> tuple[Suggestion, ...]:
        """What can be chosen for an inline question."""
        message = Message(
            channel=CHANNEL, chat=by, person=by, text=text, **{"language": "en", **more}
        )
        return self.reception.suggest(message, now=self.now)

    def passes(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)

    def rows(self, *names: str) -> dict[str, int]:
        """Count the rows of the tables that hold something, of these or of all."""
        with self.database.read() as db:
            tables = names or tuple(
                name for name in db.table_names() if not name.startswith("sqlite_")
            )
            counted = {name: db[name].count for name in tables}
        return {name: count for name, count in counted.items() if count}

    def holds(self, text: str) -> bool:
        """Tell whether ``text`` stands anywhere in the database."""
        with self.database.read() as db:
            return any(text in str(row) for table in db.tables for row in table.rows)

    def _record(self, reply: Reply | None, chat: str, person: str | None) -> None:
        """Put the answer on record, as the channel does together with the message."""
        if reply is None or reply.answer is None or reply.answer_id is None:
            return
        quotes = tuple(
            QuoteRef(
                article_id=quote.article.id,
                version=quote.article.version,
                start=quote.start,
                end=quote.end,
            )
            for quote in reply.answer.quotes
        )
        record = AnswerRecord(
            id=reply.answer_id,
            chat=chat,
            person=person,
            at=self.now,
            kind=reply.answer.kind,
            quotes=quotes,
            took_ms=12,
        )
        self.outbox.put((), now=self.now, answer=record)


def carried(reply: Reply) -> dict[Action, str]:
    """What the buttons under a reply stand for, and what they carry."""
    data = [one.data or "" for row in reply.buttons for one in row]
    pushed = [read(one) for one in data]
    return {one.action: datum for one, datum in zip(pushed, data, strict=True) if one}


def data_of(reply: Reply, action: Action) -> str:
    """What the button carries that stands for ``action``."""
    return carried(reply)[action]


@pytest.fixture(scope="session")
def stocked(tmp_path_factory: pytest.TempPathFactory, analyser: Analyser) -> Path:
    """A home with articles, stocked once: that takes half a second."""
    home = tmp_path_factory.mktemp("stocked")
    Shelf(home, analyser=analyser, encoder=LetterEncoder()).stock()
    return home


@pytest.fixture
def shelf(tmp_path: Path, stocked: Path, analyser: Analyser) -> Shelf:
    shutil.copytree(stocked, tmp_path, dirs_exist_ok=True)
    return Shelf(tmp_path, analyser=analyser, encoder=LetterEncoder())


Opens = Callable[..., Lobby]


@pytest.fixture
def opens(tmp_path: Path, shelf: Shelf) -> Iterator[Opens]:
    """Opens the reception, as at each start of the service: open, or closed with invitations."""
    made: list[Database] = []
    fetcher = Fetcher(agent="Sosik", allowed_hosts=["127.0.0.1"], pause_s=0)

    def opened(*, closed: bool = False) -> Lobby:
        made.append(Database(tmp_path / "sosik.db"))
        return _lobby(made[-1], shelf, fetcher, tmp_path / "inbox", closed=closed)

    yield opened
    fetcher.close()
    for database in made:
        database.close()


@pytest.fixture
def lobby(opens: Opens) -> Lobby:
    """An open reception, with one admin."""
    return opens()


@pytest.fixture
def closed(opens: Opens) -> Lobby:
    """A closed one, with one admin."""
    return opens(closed=True)


def _lobby(
    database: Database, shelf: Shelf, fetcher: Fetcher, inbox: Path, *, closed: bool
) -> Lobby:
    access, limits, chats = Access(database), Limits(database), Chats(database)
    audit, answers = Audit(database), Answers(database, CHANNEL)
    confirmations, outbox = Confirmations(database, CHANNEL), Outbox(database, CHANNEL)
    told, town = ToldFacts(database, CHANNEL), Town()
    catalog, ingest = Catalog(database), Ingest(shelf.library, clock=lambda: NOW)
    reader = Reader(fetcher, clock=lambda: NOW, outlets=OutletNames(database).outlets)
    bounds = Bounds(shortest_s=300, longest_s=21_600)
    admins = Admin(
        AdminParts(
            adding=Adding(catalog=catalog, reader=reader, bounds=bounds, clock=lambda: NOW),
            catalog=catalog,
            reader=reader,
            ingest=ingest,
            library=shelf.library,
            inbox=Inbox(inbox, ingest=ingest),
            access=access,
            limits=limits,
            audit=audit,
            answers=answers,
            chats=chats,
            outbox=outbox,
            confirmations=confirmations,
            zone=SEOUL,
            examine=tuple,
            hasten=tuple,
            broadcast=partial(_send, outbox),
            link=lambda word: f"https://t.me/sosik_bot?start={word}",
            default_language="en",
            closed=closed,
        )
    )
    parts = Parts(
        channel=CHANNEL,
        talk=Conversation(desk=shelf.desk, memory=shelf.library, zone=SEOUL, default_language="en"),
        admins=admins,
        admin_commands=commands,
        library=shelf.library,
        answers=answers,
        access=access,
        limits=limits,
        chats=chats,
        confirmations=confirmations,
        audit=audit,
        export=partial(privacy.export, database, CHANNEL),
        erase=lambda chat, person, now: privacy.erase(database, CHANNEL, chat, person, now=now),
        zone=SEOUL,
        default_language="en",
        closed=closed,
        claim=Claim(),
        subscribing=Subscribing(
            DigestParts(
                channel=CHANNEL,
                subscriptions=Subscriptions(database),
                told=told,
                prompts=Prompts(database, CHANNEL),
                confirmations=confirmations,
                chats=chats,
                library=shelf.library,
                writer=HeadlineWriter(shelf),
                standing=town.standing,
                breadth=town.breadth,
                zone="Asia/Seoul",
            ),
            AlertParts(
                channel=CHANNEL,
                follows=Follows(database, CHANNEL),
                watchwords=Watchwords(database, CHANNEL),
                awaited=AwaitedQuestions(database, CHANNEL),
                stories=Stories(database),
                library=shelf.library,
                standing=town.standing,
                breadth=town.breadth,
                matcher=lambda: Matcher(
                    analyser=lambda: shelf.analyser, known=Names(database).known
                ),
            ),
        ),
    )
    access.set(CHANNEL, ADMIN, "admin", now=NOW)
    for chat in (ADMIN, MINSU, JANE, NEWSROOM, YARD):  # whatever language is asked in
        chats.set_language(CHANNEL, chat, "en")
    return Lobby(Reception(parts), parts, shelf, database, outbox, town)


def _send(outbox: Outbox, notices: Sequence[tuple[Chat, Reply]]) -> None:
    outbox.put(
        [Outgoing(chat=chat.chat, content=plain_text(reply)) for chat, reply in notices], now=NOW
    )
