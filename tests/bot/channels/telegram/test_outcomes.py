"""What becomes of a message whose sending fails: sent once in the end, or told as uncertain."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from bot.channels.telegram import CHANNEL, TelegramChannel
from bot.channels.telegram.content import Content
from store.messaging.outbox import Outgoing, State
from tests.bot.channels.telegram.conftest import (
    HURRIED,
    IN_PROCESS,
    Desk,
    answering,
    noting,
    says,
    to,
    until,
)
from tests.telegram_server import BotApi, basic_group, forum, group, person

pytestmark = pytest.mark.anyio

MINSU, JANE = person(11), person(12)
NOW = datetime.now(UTC)
#: The most a message is tried again within the tests below.
OFTEN = 3


class Unreliable(httpx.AsyncBaseTransport):
    """Carries requests, but not the next messages: these get an error, or another answer.

    Each ``failures`` has whether the message is delivered nevertheless.
    """

    def __init__(self, api: BotApi) -> None:
        self._sure = to(api)
        self.failures: list[tuple[Exception | httpx.Response, bool]] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if not request.url.path.endswith("/sendMessage") or not self.failures:
            return await self._sure.handle_async_request(request)
        failure, delivered = self.failures.pop(0)
        if delivered:
            await self._sure.handle_async_request(request)
        if isinstance(failure, Exception):
            raise failure
        return failure


@pytest.fixture
def line(api: BotApi) -> Unreliable:
    """The line to a Bot API that knows two people, who have nothing to say."""
    for someone in (MINSU, JANE):
        api.write("/start", sender=someone)
    api.forget()
    return Unreliable(api)


def owe(desk: Desk, *texts: str, chat: int = 11, **more: object) -> tuple[int, ...]:
    """Put messages into the outbox."""
    rows = [
        replace(Outgoing(chat=str(chat), content=Content(html=text).dump()), **more)  # type: ignore[arg-type] # by name
        for text in texts
    ]
    return desk.outbox.put(rows, now=NOW)


def fates(desk: Desk) -> list[tuple[State, str | None]]:
    """What became of the messages and why, in the order in which they were put."""
    return [(one.state, one.reason) for one in reversed(desk.outbox.listing(limit=999))]


async def settled(desk: Desk, channel: TelegramChannel) -> None:
    """Send until nothing is owed, and stop."""
    await channel.start()
    try:
        await until(lambda: {one.state for one in desk.outbox.listing(limit=99)}.isdisjoint(OWED))
    finally:
        await channel.stop()


OWED: frozenset[State] = frozenset(("queued", "sending"))


def channel_on(line: httpx.AsyncBaseTransport, desk: Desk) -> TelegramChannel:
    return desk.channel(IN_PROCESS, transport=line)


@pytest.mark.parametrize(
    "failure",
    [
        httpx.ConnectError("refused"),
        httpx.ConnectTimeout("no answer"),
        httpx.PoolTimeout("all in use"),
        httpx.ProxyError("no"),
        httpx.Response(500, json={"ok": False, "error_code": 500, "description": "Internal"}),
        httpx.Response(502, html="<html><h1>502 Bad Gateway</h1></html>"),
        httpx.Response(503, json={"ok": False, "error_code": 503, "description": "Busy"}),
    ],
    ids=str,
)
async def test_what_cannot_have_been_delivered_is_sent_again_until_it_is(
    api: BotApi, desk: Desk, line: Unreliable, failure: Exception | httpx.Response
) -> None:
    line.failures = [(failure, False)] * OFTEN
    owe(desk, "소식")
    await settled(desk, channel_on(line, desk))

    assert api.texts(11) == ["소식"]
    assert [state for state, _ in fates(desk)] == ["sent"]
    assert desk.outbox.listing(limit=1)[0].attempts == OFTEN + 1


@pytest.mark.parametrize("delivered", [True, False])
@pytest.mark.parametrize(
    "failure",
    [
        httpx.ReadTimeout("no answer"),
        httpx.WriteTimeout("no answer"),
        httpx.RemoteProtocolError("Server disconnected without sending a response."),
        httpx.ReadError("reset"),
        httpx.WriteError("broken pipe"),
        httpx.Response(504, html="<html><h1>504 Gateway Time-out</h1></html>"),
        httpx.Response(200, html="<html>Welcome to the hotel's network</html>"),
        httpx.Response(200, json={"ok": True}),
        httpx.Response(200, json={"ok": True, "result": {"message_id": "?"}}),
        httpx.Response(200, json=[]),
        httpx.Response(200, content=b"\xff\xfe"),
    ],
    ids=str,
)
async def test_what_may_have_been_delivered_is_told_as_uncertain_and_never_sent_again(
    api: BotApi,
    desk: Desk,
    line: Unreliable,
    failure: Exception | httpx.Response,
    delivered: bool,
) -> None:
    line.failures = [(failure, delivered)]
    owe(desk, "소식", "다음")
    await settled(desk, channel_on(line, desk))
    await settled(desk, channel_on(line, desk))

    assert api.texts(11) == ["소식", "다음"][not delivered :]
    assert [state for state, _ in fates(desk)] == ["uncertain", "sent"]


@pytest.mark.parametrize(
    ("code", "description", "reason"),
    [
        (413, "Request Entity Too Large", "too_large"),
        (400, "Bad Request: message is too long", "refused"),
        (400, "Bad Request: can't parse entities: unsupported start tag", "refused"),
        (400, "Bad Request: TOPIC_CLOSED", "refused"),
    ],
)
async def test_what_is_refused_for_itself_is_not_sent_again_and_holds_nothing_up(
    api: BotApi, desk: Desk, line: Unreliable, code: int, description: str, reason: str
) -> None:
    api.fail("sendMessage", code, description)
    owe(desk, "소식", "다음")
    await settled(desk, channel_on(line, desk))

    assert fates(desk) == [("failed", reason), ("sent", None)]
    assert api.texts(11) == ["다음"]


async def test_a_page_that_says_too_large_is_a_refusal_as_well(
    api: BotApi, desk: Desk, line: Unreliable
) -> None:
    page = httpx.Response(413, html="<html><h1>413 Request Entity Too Large</h1></html>")
    line.failures = [(page, False)]
    owe(desk, "소식")
    await settled(desk, channel_on(line, desk))

    assert fates(desk) == [("failed", "too_large")]


async def test_a_chat_that_has_to_wait_holds_no_other_up(
    api: BotApi, desk: Desk, line: Unreliable
) -> None:
    api.fail("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
    owe(desk, "먼저", "나중")
    owe(desk, "hello", "again", chat=12)
    await settled(desk, channel_on(line, desk))

    first, second = (sent.at for sent in api.sent if sent.chat == 11)
    tried = min(at for method, at in api.calls if method == "sendMessage")
    assert first - tried >= 1.0
    assert max(sent.at for sent in api.sent if sent.chat == 12) < first <= second
    assert (api.texts(11), api.texts(12)) == (["먼저", "나중"], ["hello", "again"])


@pytest.mark.parametrize(
    ("code", "description"),
    [
        (403, "Forbidden: bot was blocked by the user"),
        (403, "Forbidden: user is deactivated"),
        (403, "Forbidden: bot was kicked from the supergroup chat"),
        (400, "Bad Request: chat not found"),
        (400, "Bad Request: PEER_ID_INVALID"),
        (400, "Bad Request: group chat was deactivated"),
        (400, "Bad Request: not enough rights to send text messages to the chat"),
    ],
)
async def test_a_chat_that_takes_nothing_is_marked_and_all_that_is_owed_to_it_ends(
    api: BotApi, desk: Desk, line: Unreliable, code: int, description: str
) -> None:
    for number in ("11", "12"):
        desk.chats.seen(CHANNEL, number, kind="private", now=NOW)
    api.fail("sendMessage", code, description)
    owe(desk, "하나", "둘", "셋")
    await settled(desk, channel_on(line, desk))
    owe(desk, "hello", chat=12)
    await settled(desk, channel_on(line, desk))

    assert [state for state, _ in fates(desk)] == ["failed"] * 3 + ["sent"]
    assert [chat.chat for chat in desk.chats.reachable(CHANNEL)] == ["12"]
    assert [method for method, _ in api.calls].count("sendMessage") == 2


async def test_who_starts_the_bot_again_can_be_reached_again(api: BotApi, desk: Desk) -> None:
    def reachable() -> list[str]:
        return [chat.chat for chat in desk.chats.reachable(CHANNEL)]

    desk.chats.seen(CHANNEL, "11", kind="private", now=NOW)
    async with answering(api, desk):
        owe(desk, "늦은 소식", not_before=datetime.now(UTC) + timedelta(hours=1))
        api.block(MINSU)
        await until(lambda: reachable() == [])
        api.unblock(MINSU)
        await until(lambda: reachable() == ["11"])

    assert fates(desk) == [("failed", "left")]


async def test_a_group_that_moves_takes_what_is_owed_to_it_along(api: BotApi, desk: Desk) -> None:
    old, new = basic_group(-5), group(-1005)
    api.know(old)
    api.know(new)
    owe(desk, "하나", "둘", "셋", chat=-5)
    api.migrated[-5] = -1005
    await settled(desk, channel_on(to(api), desk))

    assert (api.texts(-5), api.texts(-1005)) == ([], ["하나", "둘", "셋"])


async def test_a_group_that_tells_of_its_move_is_answered_at_its_new_place(
    api: BotApi, desk: Desk
) -> None:
    old, new = basic_group(-5), group(-1005)
    async with answering(api, desk, noting([])):
        for text in ("하나", "둘"):
            api.write(f"@sosik_test_bot {text}", sender=MINSU, chat=old)
        api.migrate(old, new, by=MINSU)
        api.write("@sosik_test_bot 셋", sender=MINSU, chat=new)
        await until(lambda: len(api.sent) == 3)

    assert {*api.texts(-5), *api.texts(-1005)} == {"하나", "둘", "셋"}


async def test_the_same_text_in_the_place_of_itself_counts_as_sent(
    api: BotApi, desk: Desk, line: Unreliable
) -> None:
    (first,) = owe(desk, "소식")
    (_,) = owe(desk, "소식", replaces=first)
    await settled(desk, channel_on(line, desk))

    assert fates(desk) == [("replaced", None), ("sent", None)]
    assert api.texts(11) == ["소식"]


async def test_a_message_whose_place_is_gone_is_sent_in_its_own_topic(
    api: BotApi, desk: Desk
) -> None:
    newsroom = forum(-1002)
    topic = api.open_topic(newsroom, "경제", by=MINSU)
    asked = api.write("@sosik_test_bot 물가", sender=MINSU, chat=newsroom, thread=topic)
    api.forget()
    content = Content(html="찾는 중", thread=topic, reply_to=asked).dump()
    (word,) = owe(desk, "", chat=-1002, content=content)
    await settled(desk, channel_on(to(api), desk))
    api.remove(-1002, api.sent[0].message_id)
    answer = Content(html="답", thread=topic, reply_to=asked).dump()
    owe(desk, "", chat=-1002, content=answer, replaces=word)
    await settled(desk, channel_on(to(api), desk))

    (sent,) = api.shown(-1002)
    assert (sent.text, sent.thread, sent.reply_to) == ("답", topic, asked)


async def test_a_message_whose_topic_is_gone_is_sent_all_the_same(api: BotApi, desk: Desk) -> None:
    newsroom = forum(-1002)
    topic = api.open_topic(newsroom, "경제", by=MINSU)
    api.close_topic(newsroom, topic)
    api.forget()
    owe(desk, "", chat=-1002, content=Content(html="답", thread=topic, reply_to=topic).dump())
    await settled(desk, channel_on(to(api), desk))

    assert [(sent.text, sent.thread) for sent in api.sent] == [("답", None)]
    assert fates(desk) == [("sent", None)]


async def test_a_message_whose_question_is_gone_is_sent_without_it(api: BotApi, desk: Desk) -> None:
    newsroom = group(-1001)
    asked = api.write("@sosik_test_bot 물가", sender=MINSU, chat=newsroom)
    api.remove(-1001, asked)
    async with answering(api, desk, noting([])):
        await until(lambda: len(api.sent) == 1)

    assert (api.sent[0].text, api.sent[0].reply_to) == ("물가", None)


async def test_taking_back_a_message_that_is_gone_counts_as_done(
    api: BotApi, desk: Desk, line: Unreliable
) -> None:
    (first,) = owe(desk, "소식")
    await settled(desk, channel_on(line, desk))
    api.remove(11, api.sent[0].message_id)
    owe(desk, "", content="", replaces=first)
    await settled(desk, channel_on(line, desk))

    assert fates(desk) == [("replaced", None), ("sent", None)]


@pytest.mark.parametrize(
    ("delivered", "hangs"), [(True, False), (True, True), (False, False)], ids=str
)
async def test_an_answer_lost_on_the_way_is_not_given_twice(
    api: BotApi,
    desk: Desk,
    delivered: bool,
    hangs: bool,
) -> None:
    api.lose("sendMessage", delivered=delivered, hangs=hangs)
    pace = replace(HURRIED, request_s=0.3)
    async with answering(api, desk, noting([]), pace=pace, over_loopback=True):
        api.write("소식은?", sender=MINSU)
        await until(lambda: [state for state, _ in fates(desk)] == ["uncertain"])
        api.write("다른 소식은?", sender=MINSU)
        await until(lambda: len(api.sent) == 1 + delivered)
        await asyncio.sleep(5 * HURRIED.longest_retry_s)

    assert api.texts(11) == ["소식은?", "다른 소식은?"][not delivered :]


async def test_a_stop_in_the_middle_of_sending_loses_nothing(
    api: BotApi, desk: Desk, line: Unreliable
) -> None:
    api.slow("sendMessage", 30)
    owe(desk, "하나", "둘")
    hasty = desk.channel(IN_PROCESS, pace=replace(HURRIED, stop_s=0.2), transport=line)
    await hasty.start()
    await until(lambda: len(api.sent) == 1)
    await hasty.stop()
    assert fates(desk) == [("sending", None), ("queued", None)]
    await settled(desk, channel_on(line, desk))

    # Whether the first was delivered nobody can know: rather twice than not at all.
    assert api.texts(11) == ["하나", "하나", "둘"]


async def test_what_a_dead_process_was_sending_is_sent_by_the_next(
    api: BotApi, desk: Desk, line: Unreliable
) -> None:
    first, _ = owe(desk, "하나", "둘")
    desk.outbox.sending(first, now=NOW)
    await settled(desk, channel_on(line, desk))

    assert api.texts(11) == ["하나", "둘"]


async def test_a_message_that_nobody_waits_for_any_more_is_not_sent(
    api: BotApi, desk: Desk, line: Unreliable
) -> None:
    owe(desk, "어제 소식", expires_at=datetime.now(UTC) - timedelta(seconds=1))
    owe(desk, "오늘 소식")
    await settled(desk, channel_on(line, desk))

    assert fates(desk) == [("expired", None), ("sent", None)]
    assert api.texts(11) == ["오늘 소식"]


async def test_a_word_of_waiting_that_could_not_be_sent_does_not_come_late(
    api: BotApi, desk: Desk
) -> None:
    async def slow(message: object) -> object:
        await asyncio.sleep(2 * HURRIED.draft_s)
        return says("답")

    api.fail("sendMessage", 500, "Internal Server Error", times=7)
    async with answering(api, desk, slow):  # type: ignore[arg-type] # as short as it can be
        api.write("@sosik_test_bot 물가", sender=MINSU, chat=group(-1001))
        await until(lambda: [sent.text for sent in api.shown(-1001)] == ["답"])

    assert [sent.text for sent in api.shown(-1001)] == ["답"]
