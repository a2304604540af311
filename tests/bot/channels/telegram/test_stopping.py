"""The channel stops in time, whatever it is at, and nothing goes on afterwards."""

import asyncio
import gc
import logging
import socket
from collections.abc import Iterator
from dataclasses import replace
from time import monotonic

import pytest

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram.content import Content
from bot.reply import Message, Reply
from store.messaging.outbox import Outgoing
from tests.bot.channels.telegram.conftest import (
    HURRIED,
    IN_PROCESS,
    Desk,
    OneLiner,
    answering,
    noting,
    says,
    to,
    until,
)
from tests.telegram_server import BotApi, group, person, running

pytestmark = pytest.mark.anyio

MINSU, JANE = person(11), person(12, language="en")
#: What a stop may take beyond ``stop_s``: cancelling, and the last word to Telegram.
BEYOND_S = 3.0
HASTY = replace(HURRIED, stop_s=0.3)


@pytest.fixture(autouse=True)
def _nothing_is_left_behind(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """No task is lost, none ends in an exception that nobody looks at."""
    yield
    gc.collect()
    told = [one for one in caplog.get_records("call") if one.name == "asyncio"]
    assert [one.getMessage() for one in told if one.levelno > logging.INFO] == []


async def stop(ours: TelegramChannel) -> float:
    """Stop the channel; return the seconds that took."""
    begun = monotonic()
    await ours.stop()
    took_s = monotonic() - begun
    left = [task for task in asyncio.all_tasks() if "TestRunner" not in repr(task.get_coro())]
    assert left == [], "something goes on"
    return took_s


async def test_before_it_was_started(api: BotApi, desk: Desk) -> None:
    ours = desk.channel(IN_PROCESS, transport=to(api))
    assert await stop(ours) < 0.5


async def test_while_it_connects(api: BotApi, desk: Desk) -> None:
    api.slow("getMe", 30)
    ours = desk.channel(IN_PROCESS, transport=to(api))
    connecting = asyncio.create_task(ours.connect())
    await until(lambda: bool(api.calls))
    connecting.cancel()
    assert await stop(ours) < BEYOND_S


async def test_twice(api: BotApi, desk: Desk) -> None:
    ours = desk.channel(IN_PROCESS, transport=to(api))
    await ours.start()
    await stop(ours)
    assert await stop(ours) < BEYOND_S


async def test_in_the_middle_of_a_long_poll(api: BotApi, desk: Desk) -> None:
    with running(api) as address:
        ours = desk.channel(address, pace=replace(HURRIED, poll_s=50))
        await ours.start()
        await until(lambda: api.polls > 0)
        assert await stop(ours) < 2.0


async def test_in_the_middle_of_an_answer_that_never_ends(api: BotApi, desk: Desk) -> None:
    begun = asyncio.Event()

    async def stuck(message: Message) -> Reply:
        begun.set()
        await asyncio.Event().wait()
        raise AssertionError("unreachable")

    ours = desk.channel(IN_PROCESS, stuck, transport=to(api), pace=HASTY)
    await ours.start()
    for _ in range(3):
        api.write("소식은?", sender=MINSU)
    api.write("@sosik_test_bot 물가", sender=JANE, chat=group(-1001))
    await begun.wait()
    assert await stop(ours) < HASTY.stop_s + BEYOND_S
    assert len(desk.updates.waiting()) == 4


@pytest.mark.parametrize("method", ["sendMessage", "sendChatAction", "sendMessageDraft"])
async def test_in_the_middle_of_a_call_that_hangs(api: BotApi, desk: Desk, method: str) -> None:
    async def slow(message: Message) -> Reply:
        await asyncio.sleep(2 * HASTY.draft_s)
        return says("답")

    api.slow(method, 60, times=9)
    ours = desk.channel(IN_PROCESS, slow, transport=to(api), pace=HASTY)
    await ours.start()
    api.write("소식은?", sender=MINSU)
    await until(lambda: method in [name for name, _ in api.calls])
    assert await stop(ours) < HASTY.stop_s + BEYOND_S


async def test_in_the_middle_of_a_press_and_an_inline_question(api: BotApi, desk: Desk) -> None:
    begun: list[str] = []

    async def stuck(asked: object) -> None:
        begun.append(type(asked).__name__)
        await asyncio.Event().wait()

    host = OneLiner(noting([]), stuck, stuck)  # type: ignore[arg-type] # neither ever returns
    ours = desk.channel(IN_PROCESS, host, transport=to(api), pace=HASTY)
    await ours.start()
    api.write("소식은?", sender=MINSU)
    await until(lambda: len(api.sent) == 1)
    api.forge("m:1", message_id=api.sent[0].message_id, sender=MINSU)
    api.ask_inline("물가", sender=JANE)
    await until(lambda: set(begun) == {"Press", "Message"})
    assert await stop(ours) < HASTY.stop_s + BEYOND_S


async def test_while_a_group_has_to_wait_for_its_next_minute(api: BotApi, desk: Desk) -> None:
    api.know(group(-1001))
    rows = [Outgoing(chat="-1001", content=Content(html=f"{n}").dump()) for n in range(30)]
    desk.outbox.put(rows, now=desk.clock())
    ours = desk.channel(IN_PROCESS, transport=to(api), pace=HASTY)
    await ours.start()
    await until(lambda: len(api.sent) == 20)
    assert await stop(ours) < HASTY.stop_s + BEYOND_S
    assert desk.outbox.counts(since=desk.clock()) == {"queued": 10}


async def test_without_network_while_answers_are_owed(api: BotApi, desk: Desk) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    desk.outbox.put([Outgoing(chat="11", content=Content(html="답").dump())], now=desk.clock())
    ours = desk.channel(f"http://127.0.0.1:{port}", pace=HASTY)
    await ours.start()
    await asyncio.sleep(0.2)
    assert await stop(ours) < HASTY.stop_s + BEYOND_S
    assert desk.outbox.counts(since=desk.clock()) == {"queued": 1}


async def test_when_telegram_does_not_answer_any_more(api: BotApi, desk: Desk) -> None:
    with running(api) as address:
        ours = desk.channel(address, noting([]), pace=HASTY)
        await ours.start()
        api.write("소식은?", sender=MINSU)
        await until(lambda: len(api.sent) == 1)
        for method in ("getUpdates", "sendMessage"):
            api.lose(method, times=99, hangs=True)
        api.write("다른 소식은?", sender=MINSU)
        await asyncio.sleep(0.1)
        assert await stop(ours) < HASTY.stop_s + BEYOND_S


async def test_a_burst_that_is_in_hand_is_answered_to_the_last(api: BotApi, desk: Desk) -> None:
    async def respond(message: Message) -> Reply:
        await asyncio.sleep(0.01)
        return says(message.text)

    async with answering(api, desk, respond):
        for number in range(25):
            api.write(f"{number}", sender=person(100 + number))
        await until(lambda: not api.waiting())

    assert sorted(int(sent.text) for sent in api.sent) == list(range(25))
    assert desk.outbox.counts(since=desk.clock()) == {}
