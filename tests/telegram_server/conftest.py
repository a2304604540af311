"""Calls to a Bot API in the same process: raw, and through python-telegram-bot."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from tests.telegram_server import TOKEN, BotApi, application

Call = Callable[..., dict[str, Any]]


@pytest.fixture
def anyio_backend() -> str:
    """python-telegram-bot runs on asyncio only."""
    return "asyncio"


@pytest.fixture
def api() -> BotApi:
    """A Bot API nobody has used."""
    return BotApi()


@pytest.fixture
def call(api: BotApi) -> Call:
    """Call a method with parameters as JSON; returns the whole answer."""

    def one(method: str, /, **given: Any) -> dict[str, Any]:
        async def talk() -> dict[str, Any]:
            transport = httpx.ASGITransport(application(api))
            async with httpx.AsyncClient(transport=transport, base_url="http://telegram") as client:
                answer = await client.post(f"/bot{TOKEN}/{method}", json=given)
            body: dict[str, Any] = answer.json()
            assert answer.status_code == body.get("error_code", 200)
            return body

        return asyncio.run(talk())

    return one


@pytest.fixture(autouse=True)
def _retry_after_as_a_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without this python-telegram-bot warns of the type its waits will have."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


def bot_of(api: BotApi) -> Bot:
    """Return a bot of python-telegram-bot that talks to ``api`` in this process."""
    request = HTTPXRequest(httpx_kwargs={"transport": httpx.ASGITransport(application(api))})
    return Bot(
        TOKEN,
        base_url="http://telegram/bot",
        base_file_url="http://telegram/file/bot",
        request=request,
        get_updates_request=request,
    )
