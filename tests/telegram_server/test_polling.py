"""Updates by long polling: waiting, confirming, and the two conflicts."""

import asyncio
import threading
import time

import httpx
import pytest
from telegram.error import Conflict, InvalidToken

from tests.telegram_server import TOKEN, BotApi, application, person, running
from tests.telegram_server.conftest import bot_of

pytestmark = pytest.mark.anyio

MINSU = person(11)


async def test_a_poll_in_the_same_process_waits_for_a_message(api: BotApi) -> None:
    async with bot_of(api) as bot:
        poll = asyncio.create_task(bot.get_updates(timeout=30))
        await asyncio.sleep(0.05)
        assert not poll.done()
        api.write("뉴스", sender=MINSU)
        (update,) = await asyncio.wait_for(poll, 5)
    assert update.message is not None
    assert update.message.text == "뉴스"


async def test_a_poll_over_loopback_is_woken_from_another_thread(api: BotApi) -> None:
    with running(api) as address:
        async with httpx.AsyncClient(base_url=f"{address}/bot{TOKEN}/") as client:
            threading.Timer(0.1, api.write, ("뉴스",), {"sender": MINSU}).start()
            answer = await client.get("getUpdates", params={"timeout": 30}, timeout=40)
    assert [one["message"]["text"] for one in answer.json()["result"]] == ["뉴스"]


async def test_what_comes_between_looking_and_waiting_is_not_missed(api: BotApi) -> None:
    seen = api.updates.changes
    api.write("뉴스", sender=MINSU)
    await asyncio.wait_for(api.updates.change(seen, 30), 1)


async def test_a_poll_ends_when_its_time_is_over(api: BotApi) -> None:
    async with bot_of(api) as bot:
        begun = time.monotonic()
        assert await bot.get_updates(timeout=1) == ()
    assert 0.9 <= time.monotonic() - begun < 5


async def test_of_two_pollers_the_first_is_sent_away(api: BotApi) -> None:
    async with bot_of(api) as first, bot_of(api) as second:
        poll = asyncio.create_task(first.get_updates(timeout=30))
        await asyncio.sleep(0.05)
        assert await second.get_updates() == ()
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await asyncio.wait_for(poll, 5)


async def test_polling_beside_a_webhook_is_a_conflict(api: BotApi) -> None:
    async with bot_of(api) as bot:
        poll = asyncio.create_task(bot.get_updates(timeout=30))
        await asyncio.sleep(0.05)
        await bot.set_webhook("https://news.example.com/hook")
        with pytest.raises(Conflict, match="terminated by setWebhook request"):
            await asyncio.wait_for(poll, 5)
        with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
            await bot.get_updates()
        await bot.delete_webhook()
        assert await bot.get_updates() == ()


async def test_a_poller_that_was_killed_does_not_hold_up_the_next(api: BotApi) -> None:
    with running(api) as address:
        poll = f"{address}/bot{TOKEN}/getUpdates"
        async with httpx.AsyncClient() as killed:
            hanging = asyncio.create_task(killed.get(poll, params={"timeout": 30}))
            await asyncio.sleep(0.1)
            hanging.cancel()
        api.write("뉴스", sender=MINSU)
        async with httpx.AsyncClient() as client:
            first = (await client.get(poll)).json()["result"]
            again = (await client.get(poll)).json()["result"]
    assert len(first) == 1
    assert first == again, "what was not confirmed comes again"


async def test_a_wrong_token_is_refused(api: BotApi) -> None:
    api.token = "1:another"
    with pytest.raises(InvalidToken):
        async with bot_of(api):
            pass
    transport = httpx.ASGITransport(application(api))
    async with httpx.AsyncClient(transport=transport, base_url="http://telegram") as client:
        malformed = await client.get("/botnonsense/getMe")
    assert (malformed.status_code, malformed.json()["description"]) == (404, "Not Found")
