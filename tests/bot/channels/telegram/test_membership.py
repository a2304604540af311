"""The bot says hello where it is new, and knows where it is no more."""

import pytest

from bot.introducing import talk
from bot.reply import Message, Reply
from tests.bot.channels.telegram.conftest import Desk, OneLiner, answering, until
from tests.telegram_server import BotApi, basic_group, channel, group, person

pytestmark = pytest.mark.anyio

MINSU = person(11)


async def hello(message: Message) -> Reply:
    return talk(f"안녕하세요 {message.person} {message.group}")


async def test_in_a_group_it_says_hello_when_it_is_added(api: BotApi, desk: Desk) -> None:
    newsroom = group(-1001)
    async with answering(api, desk, OneLiner(greeted=hello)):
        api.add_bot(newsroom, by=MINSU)
        await until(lambda: api.texts(-1001) == ["안녕하세요 11 True"])

    known = desk.chats.get("telegram", "-1001")
    assert known is not None
    assert known.kind == "group"


async def test_channels_get_no_hello(api: BotApi, desk: Desk) -> None:
    async with answering(api, desk, OneLiner(greeted=hello)):
        api.add_bot(channel(-1009), by=MINSU, as_admin=True)
        api.add_bot(basic_group(-7), by=MINSU)
        await until(lambda: len(api.texts(-7)) == 1)

    assert api.texts(-1009) == []


async def test_a_group_that_removed_it_is_not_written_to(api: BotApi, desk: Desk) -> None:
    newsroom = group(-1001)
    async with answering(api, desk, OneLiner(greeted=hello)):
        api.add_bot(newsroom, by=MINSU)
        await until(lambda: len(api.sent) == 1)
        api.remove_bot(newsroom, by=MINSU)
        await until(
            lambda: (
                (one := desk.chats.get("telegram", "-1001")) is not None
                and one.unreachable == "left"
            )
        )
        api.add_bot(newsroom, by=MINSU)
        await until(lambda: len(api.sent) == 2)

    known = desk.chats.get("telegram", "-1001")
    assert known is not None
    assert known.unreachable is None
