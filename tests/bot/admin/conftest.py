"""An admin's desk over an empty home that may fetch from this machine."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.admin import Admin, Parts
from bot.doctor import Finding
from bot.reply import Document, Message, Reply, plain_text
from bot.texts import Language, texts_in
from store.database import Database
from store.inbox import Inbox
from store.ingest import Ingest, Outcome
from store.library import Library
from store.messaging.access import Access
from store.messaging.answers import Answers
from store.messaging.audit import Audit
from store.messaging.chats import Chat, Chats
from store.messaging.confirmations import Confirmations
from store.messaging.limits import Limits
from store.messaging.outbox import Outbox, Outgoing
from store.outlet_names import OutletNames
from store.sources.adding import Adding
from store.sources.catalog import Catalog
from store.sources.fetch import Fetcher
from store.sources.pace import Bounds
from store.sources.reading import Reader
from tests.news_server.serve import NewsSite, serving

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Seoul")
CHANNEL = "telegram"
ADMIN = "1"


@dataclass
class Office:
    """An admin at work: what is said to the bot, and what it says."""

    parts: Parts
    database: Database
    inbox: Path
    language: Language = "en"
    now: datetime = NOW
    person: str = ADMIN
    findings: list[Finding] = field(default_factory=list)

    def reply(self, text: str) -> Reply:
        """What is replied to a command as it is written."""
        name, _, argument = text.removeprefix("/").partition(" ")
        reply = Admin(self.parts).obey(
            name, argument, self.message(text), texts=texts_in(self.language), now=self.now
        )
        assert reply is not None, f"/{name} is no command"
        return reply

    def says(self, text: str) -> str:
        """The same as plain text."""
        return plain_text(self.reply(text))

    def sends(self, name: str, data: bytes, *, size: int | None = None) -> str:
        """What is replied to a file."""
        sent = Document(name=name, size=len(data) if size is None else size, fetch=lambda: data)
        return self.hands_in(sent)

    def hands_in(self, sent: Document) -> str:
        """What is replied to a file that is still to be fetched."""
        message = self.message("", document=sent)
        texts = texts_in(self.language)
        return plain_text(Admin(self.parts).document(message, texts=texts, now=self.now))

    def confirms(self, reply: Reply) -> str:
        """Press the first button of ``reply``; what comes of it."""
        ((yes, _no),) = reply.buttons
        assert yes.data is not None
        asked = self.parts.confirmations.take(
            yes.data.removeprefix("y:"), chat=self.person, person=self.person, now=self.now
        )
        assert asked is not None
        return plain_text(
            Admin(self.parts).confirmed(
                *asked, self.message(""), texts=texts_in(self.language), now=self.now
            )
        )

    def message(self, text: str, *, document: Document | None = None) -> Message:
        """A message of the admin."""
        return Message(
            channel=CHANNEL,
            chat=self.person,
            person=self.person,
            text=text,
            language=self.language,
            document=document,
        )

    def noted(self) -> list[tuple[str, str, str, str]]:
        """The audit, the oldest first."""
        acts = self.parts.audit.listed(limit=100)
        return [(one.who, one.action, one.object, one.outcome) for one in reversed(acts)]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path / "sosik.db")
    yield made
    made.close()


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    made = Fetcher(agent="Sosik", allowed_hosts=["127.0.0.1"], pause_s=0)
    yield made
    made.close()


@pytest.fixture
def office(database: Database, fetcher: Fetcher, tmp_path: Path) -> Office:
    library = Library(database, zone=ZONE)
    catalog, ingest = Catalog(database), Ingest(library, clock=lambda: NOW)
    reader = Reader(fetcher, clock=lambda: NOW, outlets=OutletNames(database).outlets)
    inbox = Inbox(tmp_path / "inbox", ingest=ingest)
    inbox.prepare()
    outbox = Outbox(database, CHANNEL)
    findings = [Finding(subject="disk", fine=True, says="9 MB free")]
    parts = Parts(
        adding=Adding(
            catalog=catalog,
            reader=reader,
            bounds=Bounds(shortest_s=300, longest_s=21_600),
            clock=lambda: NOW,
        ),
        catalog=catalog,
        reader=reader,
        ingest=ingest,
        library=library,
        inbox=inbox,
        access=Access(database),
        limits=Limits(database),
        audit=Audit(database),
        answers=Answers(database, CHANNEL),
        chats=Chats(database),
        outbox=outbox,
        confirmations=Confirmations(database, CHANNEL),
        zone=ZONE,
        examine=lambda: findings,
        hasten=_sweeper(inbox),
        broadcast=_sender(outbox),
        link=lambda word: f"https://t.me/sosik_bot?start={word}",
        default_language="ko",
        closed=False,
    )
    parts.access.set(CHANNEL, ADMIN, "admin", now=NOW)
    return Office(parts=parts, database=database, inbox=tmp_path / "inbox", findings=findings)


def _sweeper(inbox: Inbox) -> Callable[[], Sequence[Outcome]]:
    # A file counts as complete at the second look that finds it unchanged.
    return lambda: tuple(outcome for _ in range(2) for outcome in inbox.sweep())


def _sender(outbox: Outbox) -> Callable[[Sequence[tuple[Chat, Reply]]], None]:
    def send(notices: Sequence[tuple[Chat, Reply]]) -> None:
        outbox.put(
            [
                Outgoing(chat=chat.chat, content=plain_text(reply), priority=2)
                for chat, reply in notices
            ],
            now=NOW,
        )

    return send


@pytest.fixture
def site() -> NewsSite:
    """A site without pages yet."""
    return NewsSite()


@pytest.fixture
def address(site: NewsSite) -> Iterator[str]:
    """Where it is served."""
    with serving(site) as found:
        yield found
