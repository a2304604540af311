"""The real channel on a Bot API of its own, over a database of its own."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any

import anyio
import httpx
import pytest

from bot.channels.telegram import CHANNEL, Menus, Pace, TelegramChannel
from bot.introducing import talk
from bot.reply import Line, Message, Press, Pressed, Reply, Span, Suggestion
from store.database import Database
from store.messaging.chats import Chats
from store.messaging.outbox import Outbox
from store.messaging.updates import Updates
from tests.telegram_server import TOKEN, BotApi, application, running

Respond = Callable[[Message], Awaitable[Reply | None]]
Pressing = Callable[[Press], Awaitable[Pressed]]
Suggesting = Callable[[Message], Awaitable[tuple[Suggestion, ...]]]

HURRIED = Pace(
    poll_s=5,
    typing_s=0.1,
    draft_s=0.3,
    answer_s=5,
    stop_s=5,
    request_s=5,
    retry_s=0.02,
    longest_retry_s=0.1,
    look_s=0.05,
    chat_s=0.0,
)
#: An address that is never dialled.
IN_PROCESS = "http://telegram"
COMMANDS = {
    None: (("latest", "Newest articles"),),
    "ko": (("latest", "새 기사"),),
}


@pytest.fixture
def anyio_backend() -> str:
    """python-telegram-bot runs on asyncio only."""
    return "asyncio"


@pytest.fixture
def api() -> BotApi:
    """A Bot API nobody has used."""
    return BotApi()


@pytest.fixture(autouse=True)
def _as_in_a_new_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Undo after each test what the channel sets for the whole process."""
    monkeypatch.setenv("PTB_TIMEDELTA", "")
    monkeypatch.delenv("PTB_TIMEDELTA")
    loggers = [logging.getLogger(name) for name in ("telegram", "httpx", "httpcore")]
    yield
    for logger in loggers:
        logger.setLevel(logging.NOTSET)


async def echo(message: Message) -> Reply:
    """Quote the question back with a source."""
    source = Span("소식신문", url="https://news.example.com/1?a=1&b=2")
    return Reply(kind="answer", lines=(Line.of(Span(message.text, bold=True), " — ", source),))


def says(*texts: str, **more: Any) -> Reply:
    """A reply of plain lines."""
    return Reply(kind="talk", lines=tuple(Line.of(text) for text in texts), **more)


def noting(heard: list[Message], reply: Reply | None = None) -> Respond:
    """Repeat what was asked, or give ``reply``, and keep what was asked."""

    async def respond(message: Message) -> Reply:
        heard.append(message)
        return reply or says(message.text or "…")

    return respond


async def nothing_to_say(message: Message) -> Reply | None:
    """Be silent."""
    return None


async def nothing_to_press(press: Press) -> Pressed:
    """Take no notice of a button."""
    return Pressed()


async def nothing_to_suggest(message: Message) -> tuple[Suggestion, ...]:
    """Have no suggestion."""
    return ()


@dataclass
class OneLiner:
    """A host that says what it is told to."""

    respond: Respond = echo
    pressed: Pressing = nothing_to_press
    suggested: Suggesting = nothing_to_suggest
    greeted: Respond = nothing_to_say
    menu: Menus = field(default_factory=lambda: Menus(private=COMMANDS, group={}, admin={}))

    async def reply(self, message: Message) -> Reply | None:
        return await self.respond(message)

    async def joined(self, message: Message) -> Reply | None:
        return await self.greeted(message)

    async def press(self, press: Press) -> Pressed:
        return await self.pressed(press)

    async def suggest(self, message: Message) -> tuple[Suggestion, ...]:
        return await self.suggested(message)

    def menus(self) -> Menus:
        return self.menu

    def apology(self, language: str | None) -> Reply:
        return talk("죄송합니다." if language == "ko" else "Sorry.")

    def searching(self, language: str | None) -> Reply:
        return talk("찾고 있습니다." if language == "ko" else "Searching.")

    def more_inline(self, language: str | None, question: str) -> tuple[str, str]:
        return "더 묻기", "more"


@dataclass
class Desk:
    """What the channel keeps its books in."""

    database: Database
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))

    def __post_init__(self) -> None:
        self.updates = Updates(self.database, CHANNEL)
        self.outbox = Outbox(self.database, CHANNEL)
        self.chats = Chats(self.database)

    def clock(self) -> datetime:
        return datetime.now(UTC)

    async def post(self, call: Callable[..., Any], *values: Any, **named: Any) -> Any:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.pool, partial(call, *values, **named))

    def channel(
        self,
        address: str,
        host: OneLiner | Respond = echo,
        *,
        token: str = TOKEN,
        pace: Pace = HURRIED,
        **more: Any,
    ) -> TelegramChannel:
        """Build a channel that is not started."""
        return TelegramChannel(
            token=token,
            api_url=address,
            host=host if isinstance(host, OneLiner) else OneLiner(host),
            updates=self.updates,
            outbox=self.outbox,
            chats=self.chats,
            pace=pace,
            **{"post": self.post, "clock": self.clock, **more},
        )


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Books that nobody has written in."""
    database = Database(tmp_path / "sosik.db")
    kept = Desk(database)
    yield kept
    kept.pool.shutdown()
    database.close()


@asynccontextmanager
async def answering(
    api: BotApi,
    desk: Desk,
    host: OneLiner | Respond = echo,
    *,
    pace: Pace = HURRIED,
    over_loopback: bool = False,
) -> AsyncIterator[TelegramChannel]:
    """Let a started channel answer on ``api``: in this process, or over a real connection."""
    async with AsyncExitStack() as opened:
        if over_loopback:
            telegram = desk.channel(opened.enter_context(running(api)), host, pace=pace)
        else:
            telegram = desk.channel(IN_PROCESS, host, pace=pace, transport=to(api))
        before = asyncio.all_tasks()
        await telegram.start()
        try:
            yield telegram
        finally:
            await telegram.stop()
        assert asyncio.all_tasks() <= before, "something goes on after the stop"


def to(api: BotApi) -> httpx.ASGITransport:
    """Carry requests to ``api`` without a connection."""
    return httpx.ASGITransport(application(api))


async def until(condition: Callable[[], bool], *, within_s: float = 10.0) -> None:
    """Wait until ``condition`` holds; fail after ``within_s``."""
    deadline = monotonic() + within_s
    while not condition():
        assert monotonic() < deadline, "it did not happen in time"
        await anyio.sleep(0.005)
