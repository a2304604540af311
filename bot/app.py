"""The wiring: every part of one process over one home, and nothing else.

It reads like the drawing in docs/architecture.md: store at the bottom, then retrieval, then the
conversation that all channels share.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, tzinfo
from functools import cached_property, partial
from importlib.metadata import version
from typing import Final

from bot.conversation import Conversation
from bot.indexing import Indexing
from bot.later import Later
from config.settings import Settings, SettingsError
from retrieval.bundled import bundled_model
from retrieval.desk import Desk
from retrieval.encoder import Encoder, SentenceEncoder
from retrieval.indexer import Indexer
from retrieval.indexes import Indexes
from retrieval.morphemes import Analyser
from retrieval.search import Search
from store.backlog import Backlog
from store.database import Database
from store.disk import MB, FreeSpace
from store.inbox import Inbox
from store.ingest import Ingest
from store.lease import Lease
from store.library import Library
from store.messaging.access import Access
from store.messaging.answers import Answers
from store.messaging.audit import Audit
from store.messaging.chats import Chats
from store.messaging.confirmations import Confirmations
from store.messaging.limits import Limits
from store.messaging.outbox import Outbox
from store.messaging.updates import Updates
from store.names import Names
from store.outlet_names import OutletNames
from store.removal import Removal
from store.sources.adding import Adding
from store.sources.catalog import Catalog
from store.sources.fetch import Fetcher, agent
from store.sources.pace import Bounds
from store.sources.polling import Polling
from store.sources.public import listed
from store.sources.reading import Reader

#: The name of the channel in the database.
TELEGRAM: Final = "telegram"
#: Answers worked on at a time: what waits together is encoded together, and with more the turns
#: that Python takes cost more than that saves (docs/benchmarks.md, "Several at once").
ANSWERS_AT_ONCE: Final = 4


def utc_now() -> datetime:
    """Return the time now, aware. The one clock of the program."""
    return datetime.now(UTC)


def encoder_of(settings: Settings) -> Encoder:
    """Load the encoder that ``settings`` name. Raises ModelError."""
    folder = settings.model
    if folder == "bundled":
        folder = str(bundled_model(settings.home / "models"))
    return SentenceEncoder(folder, threads=settings.threads)


class App:
    """The parts of one process. Opening the database is all that happens at once; the analyser
    and the encoder load when first needed, or in the background once started.

    Raises DatabaseError and SettingsError.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Callable[[], datetime] = utc_now,
        zone: tzinfo | None = None,
        load_encoder: Callable[[], Encoder] | None = None,
    ) -> None:
        self.settings = settings
        try:
            listed(settings.fetchable_hosts)
        except ValueError as error:
            raise SettingsError(f"SOSIK_ALLOWED_HOSTS: {error}") from error
        if settings.home.resolve().is_relative_to(settings.inbox_folder.resolve()):
            # Its files would be taken for articles, and moved away.
            raise SettingsError("SOSIK_INBOX: the home lies in this folder; name another one")
        self.clock = clock
        self.zone = zone or settings.zone
        self.database = Database(settings.home / "sosik.db")
        self.library = Library(self.database, zone=settings.zone)
        self.outlet_names = OutletNames(self.database)
        self.names = Names(self.database)
        self.removal = Removal(self.database)
        self.catalog = Catalog(self.database)
        self.lease = Lease(self.database, "service")
        self.backlog = Backlog(self.database)
        self.chats = Chats(self.database)
        self.access = Access(self.database)
        self.limits = Limits(self.database)
        self.audit = Audit(self.database)
        self.updates = Updates(self.database, TELEGRAM)
        self.outbox = Outbox(self.database, TELEGRAM)
        self.answers = Answers(self.database, TELEGRAM)
        self.confirmations = Confirmations(self.database, TELEGRAM)
        self.space = FreeSpace(settings.home, floor_bytes=settings.min_free_mb * MB)
        self.ingest = Ingest(
            self.library, clock=clock, keep=settings.keep, require_space=self.space.require
        )
        self.inbox = Inbox(settings.inbox_folder, ingest=self.ingest)

        self.analyser = Later(Analyser, name="analyser")
        self.encoder = Later(load_encoder or partial(encoder_of, settings), name="encoder")
        indexes = settings.home / "indexes"
        self.search = Search(
            Indexes(indexes, backlog=self.backlog),
            library=self.library,
            names=self.names,
            analyser=self.analyser.get,
        )
        self.desk = Desk(
            self.search, library=self.library, analyser=self.analyser.get, encoder=self.encoder.now
        )
        self.indexer = Indexer(
            indexes,
            backlog=self.backlog,
            names=self.names,
            analyser=self.analyser.get,
            encoder=self.encoder.now,
        )
        self.conversation = Conversation(
            desk=self.desk,
            memory=self.library,
            zone=self.zone,
            default_language=settings.language,
            # Nothing is purged where all is kept for good.
            hold=self.library.hold if settings.keep else None,
        )

    @cached_property
    def reader(self) -> Reader:
        """Fetches and reads sources."""
        return Reader(
            self.fetcher,
            clock=self.clock,
            outlets=self.outlet_names.outlets,
        )

    @cached_property
    def fetcher(self) -> Fetcher:
        """Speaks HTTP to public addresses, and to the hosts that the settings allow."""
        return Fetcher(
            agent=agent(version("sosik"), self.settings.contact),
            allowed_hosts=self.settings.fetchable_hosts,
        )

    @cached_property
    def polling(self) -> Polling:
        """Polls a source."""
        return Polling(
            catalog=self.catalog,
            reader=self.reader,
            ingest=self.ingest,
            bounds=self.poll_bounds,
            clock=self.clock,
        )

    @cached_property
    def adding(self) -> Adding:
        """Adds sources, and shows what they would bring."""
        return Adding(
            catalog=self.catalog,
            reader=self.reader,
            bounds=self.poll_bounds,
            clock=self.clock,
            taken=(self.settings.home, self.settings.inbox_folder),
        )

    @property
    def poll_bounds(self) -> Bounds:
        """How often a source may be polled."""
        return Bounds(
            shortest_s=self.settings.poll_shortest_min * 60,
            longest_s=self.settings.poll_longest_min * 60,
        )

    @cached_property
    def indexing(self) -> Indexing:
        """The thread that keeps the indexes up with the store."""
        return Indexing(self.indexer)

    @cached_property
    def executor(self) -> ThreadPoolExecutor:
        """Where answers are worked out for the channels that are async."""
        return ThreadPoolExecutor(ANSWERS_AT_ONCE, thread_name_prefix="answer")

    def close(self) -> None:
        """Let go of everything, in reverse order."""
        if "executor" in self.__dict__:
            self.executor.shutdown(cancel_futures=True)
        if "indexing" in self.__dict__:
            self.indexing.close()
        if "fetcher" in self.__dict__:
            self.fetcher.close()
        self.database.close()
