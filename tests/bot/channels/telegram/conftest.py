"""The real channel on a Bot API of its own."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from time import monotonic

import anyio
import pytest

from bot.channels.telegram import Pace, TelegramChannel
from bot.reply import Line, Message, Reply, Span
from tests.telegram_server import TOKEN, BotApi, running

Respond = Callable[[Message], Awaitable[Reply]]

HURRIED = Pace(poll_s=5, typing_s=0.1, answer_s=5, stop_s=5, retry_s=0.02, longest_retry_s=0.1)
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


def sorry(language: str | None) -> str:
    """Apologise in Korean, else in English."""
    return "죄송합니다." if language == "ko" else "Sorry."


def channel(
    address: str, respond: Respond = echo, *, token: str = TOKEN, pace: Pace = HURRIED
) -> TelegramChannel:
    """Build a channel that is not started."""
    return TelegramChannel(
        token=token,
        api_url=address,
        respond=respond,
        commands=COMMANDS,
        apologise=sorry,
        pace=pace,
    )


@asynccontextmanager
async def answering(
    api: BotApi, respond: Respond = echo, *, pace: Pace = HURRIED
) -> AsyncIterator[TelegramChannel]:
    """Serve ``api`` and let a started channel answer on it."""
    with running(api) as address:
        telegram = channel(address, respond, pace=pace)
        await telegram.start()
        try:
            yield telegram
        finally:
            await telegram.stop()


async def until(condition: Callable[[], bool], *, within_s: float = 5.0) -> None:
    """Wait until ``condition`` holds; fail after ``within_s``."""
    deadline = monotonic() + within_s
    while not condition():
        assert monotonic() < deadline, "it did not happen in time"
        await anyio.sleep(0.005)
