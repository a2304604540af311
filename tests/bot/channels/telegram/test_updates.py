"""What people write is answered once, in order, whatever Telegram sends and whenever we stop."""

import asyncio
import json
import logging
from dataclasses import replace
from typing import Any

import pytest

from bot.reply import Message, Reply
from store.errors import StoreError
from store.messaging.updates import Arrival
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
from tests.telegram_server import BotApi, group, person

pytestmark = pytest.mark.anyio

MINSU, JANE = person(11), person(12, language="en")
NEWSROOM = group(-1001)


# -- once, and in order


async def test_an_update_that_comes_again_is_answered_once(api: BotApi, desk: Desk) -> None:
    api.write("소식은?", sender=MINSU)
    (update,) = api.waiting()
    async with answering(api, desk, noting([])):
        await until(lambda: len(api.sent) == 1)
    for _ in range(3):  # as after a lost confirmation, or from another server of Telegram's
        api.updates._waiting[update["update_id"]] = update
        async with answering(api, desk, noting([])):
            await until(lambda: not api.waiting())

    assert api.texts(11) == ["소식은?"]


async def test_polls_whose_answers_are_lost_lose_and_repeat_nothing(
    api: BotApi, desk: Desk
) -> None:
    api.lose("getUpdates", times=3)
    async with answering(api, desk, noting([])):
        for number in range(5):
            api.write(f"{number}", sender=MINSU)
        await until(lambda: len(api.sent) == 5)

    assert api.texts(11) == ["0", "1", "2", "3", "4"]


async def test_what_is_taken_is_confirmed_at_the_stop(api: BotApi, desk: Desk) -> None:
    async with answering(api, desk, noting([])):
        api.write("소식은?", sender=MINSU)
        await until(lambda: len(api.sent) == 1)

    assert api.waiting() == []


async def test_what_a_stop_cut_off_is_answered_by_the_next_start(api: BotApi, desk: Desk) -> None:
    begun: list[str] = []

    async def stuck(message: Message) -> Reply:
        begun.append(message.chat)
        await asyncio.Event().wait()
        raise AssertionError("unreachable")

    async with answering(api, desk, stuck, pace=replace(HURRIED, stop_s=0.1)):
        for text in ("하나", "둘"):
            api.write(text, sender=MINSU)
        api.write("three", sender=JANE)
        await until(lambda: set(begun) == {"11", "12"})
    assert api.sent == []
    assert api.waiting() == [], "it is kept here, not on Telegram's side"
    async with answering(api, desk, noting([])):
        await until(lambda: len(api.sent) == 3)

    assert (api.texts(11), api.texts(12)) == (["하나", "둘"], ["three"])


async def test_what_was_kept_comes_before_what_came_meanwhile(api: BotApi, desk: Desk) -> None:
    begun = asyncio.Event()

    async def stuck(message: Message) -> Reply:
        begun.set()
        await asyncio.Event().wait()
        raise AssertionError("unreachable")

    async with answering(api, desk, stuck, pace=replace(HURRIED, stop_s=0.05)):
        api.write("먼저", sender=MINSU)
        await begun.wait()
    api.write("나중", sender=MINSU)
    async with answering(api, desk, noting([])):
        await until(lambda: len(api.sent) == 2)

    assert api.texts(11) == ["먼저", "나중"]


async def test_what_this_version_cannot_read_of_what_was_kept_holds_nothing_up(
    api: BotApi, desk: Desk
) -> None:
    odd = ("{}", '{"update_id": 1, "message": {"chat": 5}}', '{"update_id": 3, "poll": {}}')
    desk.updates.accept(
        [Arrival(id=n, chat="11", payload=payload) for n, payload in enumerate(odd, start=1)],
        now=desk.clock(),
    )
    async with answering(api, desk, noting([])):
        api.write("소식은?", sender=MINSU)
        await until(lambda: len(api.sent) == 1)

    assert desk.updates.waiting() == ()


async def test_an_answer_that_was_promised_before_a_stop_is_sent_after_it(
    api: BotApi, desk: Desk
) -> None:
    api.fail("sendMessage", 500, "Internal Server Error", times=1_000)
    heard: list[Message] = []
    async with answering(api, desk, noting(heard)):
        api.write("소식은?", sender=MINSU)
        await until(lambda: len(heard) == 1 and not desk.updates.waiting())
    api.faults.chaos(0, {})
    api.faults._scripted.clear()
    async with answering(api, desk, noting(heard)):
        await until(lambda: len(api.sent) == 1)

    assert len(heard) == 1, "it was worked out once"


async def test_a_database_that_fails_for_a_while_delays_and_loses_nothing(
    api: BotApi, desk: Desk
) -> None:
    failing = 12

    async def post(call: Any, *values: Any, **named: Any) -> Any:
        nonlocal failing
        if failing and call.__name__ != "menus":
            failing -= 1
            raise StoreError("the disk is full")
        return await desk.post(call, *values, **named)

    heard: list[Message] = []
    ours = desk.channel(IN_PROCESS, noting(heard), transport=to(api), post=post)
    for text in ("하나", "둘"):
        api.write(text, sender=MINSU)
    await ours.start()
    await until(lambda: len(api.sent) == 2)
    await ours.stop()

    assert api.texts(11) == ["하나", "둘"]


# -- everything Telegram has


@pytest.mark.parametrize("kind", sorted(BotApi().every_kind_of_update()))
async def test_no_kind_of_update_disturbs_the_bot(
    api: BotApi, desk: Desk, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    update = api.every_kind_of_update()[kind]
    async with answering(api, desk, noting([])):
        api.queue_raw(update)
        api.queue_raw(json.loads(json.dumps(update)) | {"some_new_field": {"x": [1]}})
        api.write("끝", sender=MINSU)
        await until(lambda: "끝" in api.texts(11))

    assert desk.updates.waiting() == ()
    assert [one.message for one in caplog.records if one.levelno >= logging.ERROR] == []


async def test_no_kind_of_message_disturbs_the_bot(
    api: BotApi, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    kinds = api.every_kind_of_message(sender=JANE)
    in_groups = api.every_kind_of_message(sender=JANE, chat=NEWSROOM)
    heard: list[Message] = []
    async with answering(api, desk, noting(heard), pace=replace(HURRIED, poll_s=2)):
        for message in [*kinds.values(), *in_groups.values()]:
            if "migrate_to_chat_id" not in message:
                api.deliver("message", dict(message))
        api.write("끝", sender=MINSU)
        await until(lambda: "끝" in api.texts(11), within_s=30)
        await until(lambda: not desk.updates.waiting(), within_s=30)

    assert [one.message for one in caplog.records if one.levelno >= logging.ERROR] == []
    assert {message.text for message in heard if message.chat == "-1001"} <= {"x", ""}


async def test_what_comes_with_a_message_is_heard_and_notices_are_not(
    api: BotApi, desk: Desk
) -> None:
    heard: list[Message] = []
    kinds = api.every_kind_of_message(sender=JANE)
    numbers = {}
    async with answering(api, desk, noting(heard)):
        for name, message in kinds.items():
            if name != "migrate_to_chat_id":
                numbers[str(api.deliver("message", dict(message)))] = name
        await until(lambda: not api.waiting() and not desk.updates.waiting())

    answered = {numbers[message.number or ""] for message in heard}
    assert {"text", "caption", "sticker", "photo", "location", "voice", "poll"} <= answered
    notices = {"new_chat_title", "pinned_message", "left_chat_member", "group_chat_created"}
    assert not answered & (notices | {"future_content", "message_auto_delete_timer_changed"})


@pytest.mark.parametrize(
    "raw",
    [
        {"update_id": 10**30},
        {"update_id": -5},
        {"update_id": 0},
        {"update_id": True},
        {"update_id": "7"},
        {"update_id": 7.5},
        {"update_id": float("inf")},
        {"update_id": None},
    ],
    ids=str,
)
async def test_a_poll_with_an_odd_number_is_trouble_that_passes(
    api: BotApi, desk: Desk, raw: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    async with answering(api, desk, noting([])):
        api.queue_raw(raw | {"message": {}})
        await until(lambda: "no usable answer" in caplog.text)
        api.forget()
        api.write("끝", sender=MINSU)
        await until(lambda: len(api.sent) == 1)


async def test_a_poll_that_is_nested_too_deep_is_trouble_that_passes(
    api: BotApi, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    deep: list[Any] = []
    for _ in range(600):
        deep = [deep]
    async with answering(api, desk, noting([])):
        api.queue_raw({"message": {"odd": deep}})
        api.write("끝", sender=MINSU)
        await until(lambda: len(api.sent) == 1)


@pytest.mark.parametrize(
    "text",
    [
        "물" * 4_096,
        "\U0001f600" * 2_048,
        "\u202eمرحبا كيف الأخبار؟\u202c",
        "물\u200b\u200d\ufeff가",
        "e\u0301" * 500,
        "/" + "x" * 500,
        "/start " + "_" * 200,
        "@" * 100,
        "<b>1 < 2 & 3</b> **굵게** [x](http://a) `code`",
        "줄\n" * 900 + "끝",
        "a\x00b",
    ],
    ids=lambda text: ascii(text)[:20],
)
async def test_a_long_or_odd_text_is_heard_as_it_was_written(
    api: BotApi, desk: Desk, text: str
) -> None:
    heard: list[Message] = []
    async with answering(api, desk, noting(heard, says("네"))):
        api.write(text, sender=MINSU | {"first_name": "<b>*_`\x00\u202e", "username": "a_b"})
        api.write(
            f"@sosik_test_bot {text}"[:4_096], sender=JANE, chat=NEWSROOM | {"title": "<i>&</i>"}
        )
        await until(lambda: len(api.sent) == 2)

    private = next(message for message in heard if message.chat == "11")
    assert private.text == text
