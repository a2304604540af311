"""What happens on Telegram when something goes wrong, and what may stand in the log."""

import asyncio
import logging
import socket
from collections.abc import Iterator
from time import monotonic

import httpx
import pytest

from bot.channels.telegram import Pace
from bot.errors import ChannelError
from bot.reply import Line, Message, Reply
from tests.bot.channels.telegram.conftest import HURRIED, Desk, answering, echo, until
from tests.telegram_server import TOKEN, BotApi, person, running

pytestmark = pytest.mark.anyio

MINSU = person(11)
JANE = person(12, language="en")
CANARY = "카나리아-질문-7391"


@pytest.fixture(autouse=True)
def _nothing_secret_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Hold every test of this module to it: no token and no question in any log at any level."""
    caplog.set_level(logging.DEBUG)
    yield
    formatter = logging.Formatter("%(name)s %(message)s")
    for record in [*caplog.get_records("setup"), *caplog.get_records("call")]:
        line = formatter.format(record)
        assert TOKEN.partition(":")[2] not in line
        assert CANARY not in line


def own_lines(caplog: pytest.LogCaptureFixture, level: int = logging.WARNING) -> list[str]:
    """What the channel itself logged."""
    return [
        record.getMessage()
        for record in caplog.records
        if record.name.startswith("bot.") and record.levelno >= level
    ]


async def failing(message: Message) -> Reply:
    raise RuntimeError(f"no answer to {message.text}")


@pytest.mark.parametrize("token", ["1234:wrong-token-wrong-token", "nonsense", "", "12:a b/../c"])
async def test_a_wrong_token_is_refused_at_the_start(api: BotApi, desk: Desk, token: str) -> None:
    with (
        running(api) as address,
        pytest.raises(ChannelError, match="SOSIK_TELEGRAM_TOKEN") as caught,
    ):
        await desk.channel(address, token=token).start()

    assert caught.value.channel == "telegram"
    assert caught.value.__context__ is None, "the library's own error shows the token"
    assert not token or token not in str(caught.value)


async def test_a_failed_answer_is_followed_by_an_apology(
    api: BotApi, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    async with answering(api, desk, failing):
        api.write(CANARY, sender=MINSU)
        api.write(CANARY, sender=JANE)
        await until(lambda: len(api.sent) == 2)

    assert (api.texts(11), api.texts(12)) == (["죄송합니다."], ["Sorry."])
    line = own_lines(caplog)[0]
    assert "RuntimeError at test_trouble.py:" in line


async def test_an_answer_that_takes_too_long_is_given_up_with_an_apology(
    api: BotApi, desk: Desk
) -> None:
    async def stuck(message: Message) -> Reply:
        await asyncio.sleep(60)
        raise AssertionError("unreachable")

    async with answering(api, desk, stuck, pace=Pace(poll_s=5, answer_s=0.1)):
        api.write(CANARY, sender=MINSU)
        await until(lambda: api.texts(11) == ["죄송합니다."])


async def test_a_reply_without_text_is_a_failed_answer(api: BotApi, desk: Desk) -> None:
    async def silent(message: Message) -> Reply:
        return Reply(kind="talk", lines=(Line.of(" "),))

    async with answering(api, desk, silent):
        api.write(CANARY, sender=MINSU)
        await until(lambda: api.texts(11) == ["죄송합니다."])


async def test_the_next_message_is_answered_after_a_failure(api: BotApi, desk: Desk) -> None:
    async def once(message: Message) -> Reply:
        return await (failing(message) if message.text == CANARY else echo(message))

    async with answering(api, desk, once):
        api.write(CANARY, sender=MINSU)
        api.write("괜찮아?", sender=MINSU)
        await until(lambda: len(api.sent) == 2)

    assert api.texts(11) == ["죄송합니다.", "괜찮아? — 소식신문"]


async def test_an_answer_that_fails_again_and_again_is_told_once_and_sent_in_the_end(
    api: BotApi, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    api.fail("sendMessage", 500, "Internal Server Error", times=6)
    async with answering(api, desk):
        api.write(CANARY, sender=MINSU)
        await until(lambda: len(api.sent) == 1)

    assert own_lines(caplog) == ["Telegram: a message waits (server_error); trying again"]


async def test_failing_typing_does_not_fail_the_answer(api: BotApi, desk: Desk) -> None:
    api.fail("sendChatAction", 500, "Internal Server Error", times=99)
    async with answering(api, desk):
        api.write(CANARY, sender=MINSU)
        await until(lambda: len(api.sent) == 1)


async def test_somebody_who_blocked_the_bot_is_left_alone(
    api: BotApi, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    api.blocked.add(11)
    async with answering(api, desk):
        api.write(CANARY, sender=MINSU)
        api.write("뉴스", sender=JANE)
        await until(lambda: len(api.sent) == 1)
        await until(lambda: "does not let" in "".join(own_lines(caplog, logging.INFO)))

    assert [method for method, _ in api.calls].count("sendMessage") == 2
    assert own_lines(caplog) == []


async def test_another_poller_is_told_once_with_the_mend(
    api: BotApi, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    with running(api) as address:
        ours = desk.channel(address)
        await ours.start()
        async with httpx.AsyncClient(base_url=f"{address}/bot{TOKEN}/") as other:
            for _ in range(3):
                ours_waits = api.polls + 1
                await other.get("getUpdates")
                await until(lambda: api.polls > ours_waits)  # noqa: B023 - awaited in this turn
        api.write(CANARY, sender=MINSU)
        await until(lambda: len(api.sent) == 1)
        await ours.stop()

    (line,) = own_lines(caplog)
    assert "another program polls with this bot token" in line


@pytest.mark.parametrize("code", [500, 502, 429])
async def test_polling_goes_on_after_server_errors(
    api: BotApi, desk: Desk, caplog: pytest.LogCaptureFixture, code: int
) -> None:
    if code == 429:
        api.fail("getUpdates", code, "Too Many Requests: retry after 1", retry_after=1)
    else:
        api.fail("getUpdates", code, "Something", times=3)
    async with answering(api, desk):
        api.write(CANARY, sender=MINSU)
        await until(lambda: len(api.sent) == 1)

    assert len(own_lines(caplog)) == 1


async def test_a_server_that_is_no_bot_api_is_told_and_polling_goes_on(
    api: BotApi, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    async with answering(api, desk):
        api.queue_raw({"update_id": CANARY})
        await until(lambda: len(own_lines(caplog)) == 1)
        api.forget()
        api.write(CANARY, sender=MINSU)
        await until(lambda: len(api.sent) == 1)

    assert "no usable answer from telegram (ValueError)" in own_lines(caplog)[0]


async def test_a_revoked_token_is_told_and_polling_goes_on(
    api: BotApi, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    api.fail("getUpdates", 401, "Unauthorized", times=2)
    async with answering(api, desk):
        api.write(CANARY, sender=MINSU)
        await until(lambda: len(api.sent) == 1)

    (line,) = own_lines(caplog)
    assert "refuses the bot token" in line


async def test_without_network_it_says_so_once_and_answers_when_it_is_back(
    api: BotApi, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    ours = desk.channel(f"http://127.0.0.1:{port}")
    await ours.start()
    await asyncio.sleep(0.3)

    (line,) = own_lines(caplog)
    assert f"no usable answer from 127.0.0.1:{port} (ConnectError). Check the network" in line

    api.write(CANARY, sender=MINSU)
    with running(api, port=port):
        await until(lambda: len(api.sent) == 1)
        await ours.stop()
    assert "Telegram: polling works again" in own_lines(caplog, logging.INFO)


async def test_it_can_be_stopped_without_network(desk: Desk) -> None:
    ours = desk.channel("http://127.0.0.1:9", pace=HURRIED)
    await ours.start()
    begun = monotonic()
    await ours.stop()
    assert monotonic() - begun < 2.0
