"""Updates that Telegram posts: only with the secret, only what is kept, each once."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram.webhook import MAX_BODY, PATH
from bot.reply import Message, Reply
from store.errors import StoreError
from tests.bot.channels.telegram.conftest import (
    HURRIED,
    IN_PROCESS,
    Desk,
    Respond,
    answering,
    noting,
    says,
    to,
    until,
)
from tests.telegram_server import BotApi, person, posting

pytestmark = pytest.mark.anyio

MINSU, JANE = person(11), person(12, language="en")
SECRET = "a-secret_of-the-webhook-0123456789"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
URL = "https://news.example.com/bot"
UPDATE = {
    "update_id": 5,
    "message": {
        "message_id": 1,
        "date": 1_700_000_000,
        "chat": {"id": 11, "type": "private", "first_name": "M"},
        "from": MINSU,
        "text": "소식은?",
    },
}


@asynccontextmanager
async def listening(
    api: BotApi, desk: Desk, respond: Respond | None = None, **more: Any
) -> AsyncIterator[tuple[TelegramChannel, httpx.AsyncClient]]:
    """Let a channel take what is posted; yield it and a client that can post to it."""
    ours = desk.channel(IN_PROCESS, respond or noting([]), transport=to(api), **more)
    await ours.connect()
    app = Starlette(routes=[ours.route(secret=SECRET)])
    below = Starlette(routes=[Mount("/bot", routes=[ours.route(secret=SECRET)])])
    async with posting(api, app=below):
        ours.listen(URL, secret=SECRET)
        try:
            await until(lambda: bool(api.webhook))
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://sosik") as client:
                yield ours, client
        finally:
            await ours.stop()


async def post(client: httpx.AsyncClient, body: Any, *, secret: str | None = SECRET) -> int:
    """Post ``body`` as Telegram would; return the status."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {} if secret is None else {HEADER: secret}
    return (await client.post(PATH, content=content, headers=headers)).status_code


async def test_what_is_posted_is_answered_in_order(api: BotApi, desk: Desk) -> None:
    async with listening(api, desk):
        for number in range(12):
            api.write(f"{number}", sender=MINSU)
        api.write("hello", sender=JANE)
        await until(lambda: len(api.sent) == 13)

    assert api.texts(11) == [f"{number}" for number in range(12)]
    assert api.webhook == f"{URL}{PATH}"
    assert api.hook is not None
    assert (api.hook.secret, api.hook.failure) == (SECRET, "")


@pytest.mark.parametrize(
    "secret", [None, "", SECRET[:-1], f"{SECRET}x", SECRET.upper(), " ", "é", "x" * 9_000]
)
async def test_without_the_secret_nothing_is_taken(
    api: BotApi, desk: Desk, secret: str | None
) -> None:
    heard: list[Message] = []
    async with listening(api, desk, noting(heard)) as (_, client):
        headers = [] if secret is None else [(HEADER.encode(), secret.encode("latin-1"))]
        answer = await client.post(PATH, content=json.dumps(UPDATE), headers=headers)

    assert (answer.status_code, answer.content) == (403, b"")
    assert heard == []
    assert desk.updates.waiting() == ()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not JSON",
        b"\xff\xfe\x00",
        b"[]",
        b"null",
        b"5",
        b'"update_id"',
        b"{}",
        b'{"update_id": null}',
        b'{"update_id": "5"}',
        b'{"update_id": -5}',
        b'{"update_id": 5.5}',
        b'{"update_id": true}',
        b'{"update_id": 1e999}',
        b'{"update_id": NaN}',
        b'{"update_id": 99999999999999999999999}',
        b'{"update_id": ' + b"9" * 5_000 + b"}",
        b"[" * 100_000,
        b'{"a":' * 50_000,
        json.dumps(UPDATE).encode()[:-1],
    ],
    ids=lambda body: repr(body[:24]),
)
async def test_what_is_no_update_is_refused(api: BotApi, desk: Desk, body: bytes) -> None:
    async with listening(api, desk) as (_, client):
        assert await post(client, body) == 400
        assert await post(client, UPDATE) == 200
        await until(lambda: api.calls[-1][0] == "sendMessage")


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 6},
        {"update_id": 7, "message": None},
        {"update_id": 8, "message": "text"},
        {"update_id": 9, "message": {"chat": {"id": []}}},
        {"update_id": 10, "callback_query": {"id": "1"}},
        {"update_id": 11, "my_chat_member": {"new_chat_member": {"status": "??"}}},
        {"update_id": 2**63 - 1, "poll": {}},
    ],
    ids=str,
)
async def test_an_update_that_cannot_be_read_is_taken_and_passed_over(
    api: BotApi, desk: Desk, update: dict[str, Any]
) -> None:
    async with listening(api, desk) as (_, client):
        assert await post(client, update) == 200

    assert desk.updates.waiting() == ()


async def test_half_a_character_is_heard_and_answered(api: BotApi, desk: Desk) -> None:
    heard: list[Message] = []
    broken = UPDATE | {"message": {**UPDATE["message"], "text": "물\ud800가"}}  # type: ignore[dict-item]
    api.know({"id": 11, "type": "private"})
    async with listening(api, desk, noting(heard)) as (_, client):
        assert await post(client, broken) == 200
        await until(lambda: len(api.sent) == 1)

    assert [message.text for message in heard] == ["물\ud800가"]
    assert api.texts(11) == ["물가"]


async def test_a_body_beyond_the_cap_is_refused_before_it_is_read(api: BotApi, desk: Desk) -> None:
    given = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal given
        while given < 50 * MAX_BODY:
            given += 100_000
            yield b" " * 100_000

    async with listening(api, desk) as (_, client):
        answer = await client.post(PATH, content=endless(), headers={HEADER: SECRET})
        just_fits = json.dumps(UPDATE).encode().ljust(MAX_BODY)
        assert await post(client, just_fits) == 200
        assert await post(client, just_fits + b" ") == 413

    assert answer.status_code == 413
    assert given <= MAX_BODY + 200_000


async def test_the_same_update_is_answered_once_however_often_it_is_posted(
    api: BotApi, desk: Desk
) -> None:
    heard: list[Message] = []
    api.know({"id": 11, "type": "private"})
    async with listening(api, desk, noting(heard)) as (_, client):
        statuses = await asyncio.gather(*(post(client, UPDATE) for _ in range(5)))
        await until(lambda: len(api.sent) == 1)
    async with listening(api, desk, noting(heard)) as (_, client):
        statuses.append(await post(client, UPDATE))

    assert statuses == [200] * 6
    assert len(heard) == len(api.sent) == 1


async def test_what_cannot_be_kept_is_posted_again_until_it_is(api: BotApi, desk: Desk) -> None:
    failing = 0

    async def post_to_books(call: Any, *values: Any, **named: Any) -> Any:
        nonlocal failing
        if failing and call.__name__ == "accept":
            failing -= 1
            raise StoreError("the disk is full")
        return await desk.post(call, *values, **named)

    api.webhook_retry_s = 0.02
    async with listening(api, desk, post=post_to_books):
        failing = 3
        for text in ("하나", "둘"):
            api.write(text, sender=MINSU)
        await until(lambda: bool(api.hook and "503" in api.hook.failure))
        await until(lambda: len(api.sent) == 2)

    assert failing == 0
    assert api.texts(11) == ["하나", "둘"]


async def test_a_stop_answers_what_is_in_hand(api: BotApi, desk: Desk) -> None:
    async def slow(message: Message) -> Reply:
        await asyncio.sleep(0.2)
        return says(message.text)

    async with listening(api, desk, slow):
        for text in ("하나", "둘"):
            api.write(text, sender=MINSU)
        await until(lambda: not api.waiting())

    assert api.texts(11) == ["하나", "둘"]


async def test_what_a_stop_cut_off_is_answered_after_the_next_start(
    api: BotApi, desk: Desk
) -> None:
    async def stuck(message: Message) -> Reply:
        await asyncio.Event().wait()
        raise AssertionError("unreachable")

    async with listening(api, desk, stuck, pace=replace(HURRIED, stop_s=0.1)):
        api.write("물가", sender=MINSU)
        await until(lambda: not api.waiting())
    async with listening(api, desk):
        await until(lambda: api.texts(11) == ["물가"])


async def test_an_address_that_telegram_refuses_is_told_once_with_the_mend(
    api: BotApi, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    description = "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
    api.fail("setWebhook", 400, description, times=3)
    async with listening(api, desk):
        pass

    warnings = [one.message for one in caplog.records if one.levelno >= logging.WARNING]
    assert len(warnings) == 1
    assert "SOSIK_TELEGRAM_WEBHOOK_URL" in warnings[0]


@pytest.mark.parametrize("code", [401, 429, 500, 502])
async def test_setting_the_webhook_is_tried_until_it_succeeds(
    api: BotApi, desk: Desk, code: int
) -> None:
    more = {"retry_after": 1} if code == 429 else {}
    api.fail("setWebhook", code, "Something", **more)
    async with listening(api, desk):
        api.write("소식은?", sender=MINSU)
        await until(lambda: len(api.sent) == 1)


async def test_one_can_go_from_polling_to_a_webhook_and_back(api: BotApi, desk: Desk) -> None:
    async with answering(api, desk, noting([])):
        api.write("하나", sender=MINSU)
        await until(lambda: len(api.sent) == 1)
    async with listening(api, desk):
        api.write("둘", sender=MINSU)
        await until(lambda: len(api.sent) == 2)
    assert api.webhook, "Telegram goes on to post while the bot restarts"
    api.write("셋", sender=MINSU)
    async with answering(api, desk, noting([])):
        await until(lambda: len(api.sent) == 3)

    assert api.texts(11) == ["하나", "둘", "셋"]
    assert api.webhook == ""


async def test_only_posts_to_its_own_path_are_taken(api: BotApi, desk: Desk) -> None:
    async with listening(api, desk) as (_, client):
        headers = {HEADER: SECRET}
        assert (await client.get(PATH, headers=headers)).status_code == 405
        assert (await client.post("/", headers=headers)).status_code == 404
        assert (await client.post(f"{PATH}/x", headers=headers)).status_code == 404
