"""The parts that admins work with."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Protocol

from bot.reply import Reply
from bot.texts import Language
from store.inbox import Inbox
from store.ingest import Ingest, Outcome
from store.library import Library
from store.messaging.access import Access
from store.messaging.answers import Answers
from store.messaging.audit import Audit
from store.messaging.chats import Chat, Chats
from store.messaging.confirmations import Confirmations
from store.messaging.limits import Limits
from store.messaging.outbox import Outbox
from store.sources.adding import Adding
from store.sources.catalog import Catalog
from store.sources.reading import Reader


class Finding(Protocol):
    """One thing that the doctor looked at."""

    @property
    def subject(self) -> str:
        """What it is about, a word."""
        ...

    @property
    def fine(self) -> bool:
        """Whether nothing is wrong."""
        ...

    @property
    def says(self) -> str:
        """What was seen."""
        ...

    @property
    def mend(self) -> str | None:
        """What to do when it is not fine."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the wiring gives.

    ``examine`` looks at the installation; ``hasten`` looks into the inbox at once and returns what
    came of it, without getting in the way of the job that does so by itself; ``broadcast`` puts
    one reply for each chat into the outbox, all or none. ``link`` makes an address that starts
    the bot with a word, None where the channel has none. ``closed`` tells that the bot answers
    only those who were let in.
    """

    adding: Adding
    catalog: Catalog
    reader: Reader
    ingest: Ingest
    library: Library
    inbox: Inbox
    access: Access
    limits: Limits
    audit: Audit
    answers: Answers
    chats: Chats
    outbox: Outbox
    confirmations: Confirmations
    zone: tzinfo
    examine: Callable[[], Iterable[Finding]]
    hasten: Callable[[], Sequence[Outcome]]
    broadcast: Callable[[Sequence[tuple[Chat, Reply]]], None]
    link: Callable[[str], str | None]
    default_language: Language
    closed: bool
