"""What goes wrong on purpose: each is told from the others, and what was delivered is known."""

import asyncio
import time

import pytest
from telegram import Bot
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import HTTPXRequest

from tests.telegram_server import TOKEN, BotApi, group, person, running
from tests.telegram_server.conftest import bot_of
from tests.telegram_server.faults import RANDOM
from tests.telegram_server.limits import Limits

pytestmark = pytest.mark.anyio

MINSU = person(11)


@pytest.fixture
def api() -> BotApi:
    """A Bot API on which Minsu has written."""
    api = BotApi()
    api.write("뉴스", sender=MINSU)
    return api


def bot_at(address: str, *, read_s: float = 5.0) -> Bot:
    """Return a bot of python-telegram-bot that connects to ``address``."""
    return Bot(TOKEN, base_url=f"{address}/bot", request=HTTPXRequest(read_timeout=read_s))


@pytest.mark.parametrize("delivered", [True, False])
@pytest.mark.parametrize("over_loopback", [True, False])
async def test_a_closed_connection_tells_not_whether_it_was_delivered(
    api: BotApi, delivered: bool, over_loopback: bool
) -> None:
    api.lose("sendMessage", delivered=delivered)
    with running(api) as address:
        async with bot_at(address) if over_loopback else bot_of(api) as bot:
            with pytest.raises(NetworkError, match="Server disconnected without sending"):
                await bot.send_message(11, "하나")
            await bot.send_message(11, "둘")

    assert api.texts(11) == ["하나", "둘"][not delivered :]
    assert [(call.outcome, call.message_id is not None) for call in api.log if call.chat == 11] == [
        *[("lost_reply", True)] * delivered,
        ("ok", True),
    ]


@pytest.mark.parametrize("over_loopback", [True, False])
async def test_an_answer_that_never_comes_times_out_after_delivery(
    api: BotApi, over_loopback: bool
) -> None:
    api.lose("sendMessage", hangs=True)
    with running(api) as address:
        async with bot_at(address, read_s=0.2) if over_loopback else bot_of(api) as bot:
            with pytest.raises(TimedOut):
                await bot.send_message(11, "하나")

    assert api.texts(11) == ["하나"]
    assert [call.outcome for call in api.delivered()] == ["hung_reply"]


async def test_a_slow_answer_comes_after_the_message(api: BotApi) -> None:
    api.slow("sendMessage", 0.2)
    async with bot_of(api) as bot:
        begun = time.monotonic()
        sending = asyncio.create_task(bot.send_message(11, "하나"))
        while not api.sent:
            assert time.monotonic() - begun < 0.2
            await asyncio.sleep(0.005)
        await sending
    assert time.monotonic() - begun >= 0.2


async def test_scripted_errors_come_in_their_order_and_then_it_works(api: BotApi) -> None:
    api.fail("sendMessage", 429, "Too Many Requests: retry after 7", retry_after=7)
    api.fail("sendMessage", 500, "Internal Server Error", times=2)
    api.fail_with_page("sendMessage")
    met: list[type[TelegramError]] = []
    async with bot_of(api) as bot:
        for _ in range(4):
            with pytest.raises(TelegramError) as caught:
                await bot.send_message(11, "x")
            met.append(caught.type)
        await bot.send_message(11, "x")

    assert met == [RetryAfter, NetworkError, NetworkError, NetworkError]
    assert [call.code for call in api.log if call.method == "sendMessage"] == [
        429, 500, 500, 502, 200,
    ]  # fmt: skip
    assert len(api.sent) == 1


async def test_an_empty_body_and_broken_json_are_refused_not_fatal(api: BotApi) -> None:
    async with bot_of(api) as bot:
        with pytest.raises(BadRequest):
            await bot.send_message(11, "")
        assert (await bot.get_me()).id == api.me["id"]


async def test_chaos_is_the_same_for_the_same_seed_and_accounted_for() -> None:
    rates = dict.fromkeys(RANDOM, 0.1)

    async def outcomes(seed: int) -> tuple[list[str], list[str], list[str]]:
        api = BotApi()
        api.write("뉴스", sender=MINSU)
        answered = []
        async with bot_of(api) as bot:
            api.chaos(seed, rates | {"slow": 0.0}, methods=["sendMessage"])
            for number in range(100):
                try:
                    await bot.send_message(11, str(number))
                    answered.append(str(number))
                except TelegramError:
                    continue
        assert len(api.delivered()) == len(api.sent)
        log = [call.outcome for call in api.log if call.method == "sendMessage"]
        return log, answered, api.texts(11)

    log, answered, delivered = await outcomes(7)
    assert log == (await outcomes(7))[0]
    assert log != (await outcomes(8))[0]
    assert set(answered) < set(delivered) < set(map(str, range(100)))
    assert {"error", "bad_gateway", "lost_request", "lost_reply", "hung_reply", "ok"} == set(log)


def test_an_unknown_fault_is_no_fault_at_all(api: BotApi) -> None:
    with pytest.raises(KeyError):
        api.chaos(1, {"gremlins": 1.0})


def taken(
    limits: Limits, times: list[float], *, chat: int = 11, is_group: bool = False
) -> list[bool]:
    return [limits.take(chat, is_group=is_group, now=at) == 0 for at in times]


def test_a_chat_takes_a_short_burst_and_then_one_a_second() -> None:
    limits = Limits(burst=3)
    limits.is_strict = True

    assert taken(limits, [0, 0, 0, 0, 0.5, 1, 1, 2]) == [
        True, True, True, False, False, True, False, True,
    ]  # fmt: skip
    assert {one.rule for one in limits.broken} == {"chat"}


def test_a_group_takes_twenty_a_minute() -> None:
    limits = Limits()
    limits.is_strict = True
    times = [1.5 * number for number in range(21)]

    assert taken(limits, times, chat=-1, is_group=True) == [True] * 20 + [False]
    assert taken(limits, [60, 60], chat=-1, is_group=True) == [True, False]
    assert taken(Limits(), times) == [True] * 21, "a private chat has no such limit"


def test_all_chats_together_take_thirty_a_second() -> None:
    limits = Limits()
    limits.is_strict = True

    at_once = [limits.take(chat, is_group=False, now=5.0) == 0 for chat in range(31)]
    assert at_once == [True] * 30 + [False]
    assert limits.take(31, is_group=False, now=6.0) == 0


def test_limits_that_are_not_strict_only_count() -> None:
    limits = Limits()
    assert all(taken(limits, [0.0] * 9))
    assert len(limits.broken) == 6


async def test_the_server_tells_groups_by_their_type(api: BotApi) -> None:
    now = [0.0]
    api = BotApi(clock=lambda: now[0])
    api.write("hi", sender=MINSU, chat=group(-1001))
    async with bot_of(api) as bot:
        for _ in range(21):
            await bot.send_message(-1001, "x")
            now[0] += 1.0
    assert [one.rule for one in api.limits_broken] == ["group"]
