"""Updates by webhook: in order, with the secret, again after a failure; over loopback as well."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.telegram_server import TOKEN, BotApi, person, posting, running
from tests.telegram_server.conftest import bot_of

pytestmark = pytest.mark.anyio

MINSU, JANE = person(11), person(12)
URL = "https://news.example.com/hook"


class Service:
    """A bot's webhook that notes what it is sent and answers with the next of ``codes``."""

    def __init__(self, *codes: int, takes_s: float = 0.0) -> None:
        self.codes = list(codes)
        self.takes_s = takes_s
        self.texts: list[str] = []
        self.secrets: set[str | None] = set()
        self.at_once = 0
        self.most_at_once = 0
        self.app = Starlette(routes=[Route("/hook", self._take, methods=["POST"])])

    async def _take(self, request: Request) -> Response:
        self.at_once += 1
        self.most_at_once = max(self.at_once, self.most_at_once)
        self.secrets.add(request.headers.get("x-telegram-bot-api-secret-token"))
        update = await request.json()
        await asyncio.sleep(self.takes_s)
        self.at_once -= 1
        code = self.codes.pop(0) if self.codes else 200
        if code == 200:
            self.texts.append(update["message"]["text"])
        return Response(status_code=code)


async def until(condition: Callable[[], bool]) -> None:
    deadline = monotonic() + 10
    while not condition():
        assert monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(0.005)


async def set_webhook(api: BotApi, url: str = URL, **more: Any) -> None:
    async with bot_of(api) as bot:
        assert await bot.set_webhook(url, **more)


async def test_updates_are_posted_in_order_with_the_secret(api: BotApi) -> None:
    service = Service()
    api.write("하나", sender=MINSU)
    async with posting(api, app=service.app):
        await set_webhook(api, secret_token="a-secret_1")
        for text in ("둘", "셋", "넷"):
            api.write(text, sender=MINSU)
        await until(lambda: not api.waiting())

    assert service.texts == ["하나", "둘", "셋", "넷"]
    assert service.secrets == {"a-secret_1"}


async def test_a_failed_update_comes_again_before_the_next_of_its_chat(api: BotApi) -> None:
    service = Service(500, 503, 404)
    api.webhook_retry_s = 0.01
    async with posting(api, app=service.app):
        await set_webhook(api)
        for text in ("하나", "둘"):
            api.write(text, sender=MINSU)
        await until(lambda: len(service.texts) == 2)
        async with bot_of(api) as bot:
            info = await bot.get_webhook_info()

    assert service.texts == ["하나", "둘"]
    assert info.last_error_message == "Wrong response from the webhook: 404 Not Found"
    assert info.last_error_date is not None
    assert (info.url, info.pending_update_count) == (URL, 0)


async def test_a_chat_that_fails_does_not_hold_up_others(api: BotApi) -> None:
    service = Service(500)
    api.webhook_retry_s = 0.2
    async with posting(api, app=service.app):
        await set_webhook(api)
        api.write("하나", sender=MINSU)
        await until(lambda: not service.codes)
        api.write("other", sender=JANE)
        await until(lambda: len(service.texts) == 2)

    assert service.texts == ["other", "하나"]


@pytest.mark.parametrize(("asked", "most"), [(1, 1), (3, 3), (0, 1)])
async def test_no_more_connections_are_used_than_allowed(
    api: BotApi, asked: int, most: int
) -> None:
    service = Service(takes_s=0.02)
    async with posting(api, app=service.app):
        await set_webhook(api, max_connections=asked)
        for number in range(9):
            api.write("뉴스", sender=person(number + 1))
        await until(lambda: len(service.texts) == 9)

    assert service.most_at_once == most


async def test_only_the_kinds_that_are_asked_for_are_posted(api: BotApi) -> None:
    service = Service()
    api.write("옛 글", sender=MINSU)
    async with posting(api, app=service.app):
        await set_webhook(api, allowed_updates=["message"], drop_pending_updates=True)
        api.edit(11, api.write("새 글", sender=MINSU), "고친 글")
        await until(lambda: not api.waiting())
        async with bot_of(api) as bot:
            info = await bot.get_webhook_info()

    assert service.texts == ["새 글"]
    assert info.allowed_updates == ("message",)


async def test_after_the_webhook_is_deleted_updates_wait_for_a_poll(api: BotApi) -> None:
    service = Service(*[500] * 99)
    api.webhook_retry_s = 0.01
    async with posting(api, app=service.app):
        await set_webhook(api)
        api.write("뉴스", sender=MINSU)
        await until(lambda: len(service.codes) < 98)
        async with bot_of(api) as bot:
            await bot.delete_webhook()
            (update,) = await bot.get_updates()

    assert update.message is not None


async def test_an_address_that_is_not_this_machine_is_never_dialled(api: BotApi) -> None:
    async with posting(api):
        await set_webhook(api)
        api.write("뉴스", sender=MINSU)
        await until(lambda: bool(api.hook and api.hook.failure))
    assert api.hook is not None
    assert api.hook.failure == "Failed to resolve host: Name or service not known"


@asynccontextmanager
async def listening(service: Service) -> AsyncIterator[str]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(service.app, log_config=None, log_level="critical", lifespan="off")
        server = uvicorn.Server(config)
        task = asyncio.create_task(server.serve([listener]))
        await until(lambda: server.started)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/hook"
        server.should_exit = True
        await task


async def test_over_loopback_the_running_server_posts_by_itself(api: BotApi) -> None:
    service = Service(500)
    api.webhook_retry_s = 0.01
    with running(api) as address:
        async with listening(service) as url, httpx.AsyncClient() as client:
            given = {"url": url, "secret_token": "s", "max_connections": "500"}
            (await client.post(f"{address}/bot{TOKEN}/setWebhook", data=given)).raise_for_status()
            for text in ("하나", "둘"):
                api.write(text, sender=MINSU)
            await until(lambda: len(service.texts) == 2)

    assert (service.texts, service.secrets) == (["하나", "둘"], {"s"})
    assert api.hook is not None
    assert api.hook.max_connections == 100
