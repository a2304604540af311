"""Buttons that are pressed: also under old messages, by strangers, and with forged data."""

import asyncio
from dataclasses import replace

import pytest

from bot.reply import Button, Message, Press, Pressed, Reply
from tests.bot.channels.telegram.conftest import (
    HURRIED,
    Desk,
    OneLiner,
    Pressing,
    answering,
    says,
    until,
)
from tests.telegram_server import BotApi, forum, group, person

pytestmark = pytest.mark.anyio

MINSU, JANE = person(11), person(12, language="en")
NEWSROOM = group(-1001)
BUTTONS = ((Button("더 보기", "m:1"), Button("원문", url="https://news.example.com/1")),)


async def with_buttons(message: Message) -> Reply:
    return says("답", buttons=BUTTONS)


def pressing(pressed: list[Press], then: Pressed) -> Pressing:
    """Keep what is pressed, and do ``then``."""

    async def press(one: Press) -> Pressed:
        pressed.append(one)
        return then

    return press


async def test_a_press_is_handed_on_and_gets_a_notice_and_a_reply(api: BotApi, desk: Desk) -> None:
    pressed: list[Press] = []
    then = Pressed(notice="고맙습니다.", reply=says("더 있습니다."))
    async with answering(api, desk, OneLiner(with_buttons, pressing(pressed, then))):
        api.write("물가", sender=MINSU)
        await until(lambda: len(api.sent) == 1)
        query = api.press("더 보기", message_id=api.sent[0].message_id, sender=MINSU)
        await until(lambda: len(api.sent) == 2)

    assert pressed == [Press(channel="telegram", chat="11", data="m:1", person="11", language="ko")]
    assert [(toast.query_id, toast.text) for toast in api.toasts] == [(query, "고맙습니다.")]
    assert api.texts(11) == ["답", "더 있습니다."]
    assert api.shown(11)[0].buttons, "they stay"


async def test_buttons_that_are_used_up_go_away(api: BotApi, desk: Desk) -> None:
    host = OneLiner(with_buttons, pressing([], Pressed(used_up=True)))
    async with answering(api, desk, host):
        api.write("물가", sender=MINSU)
        await until(lambda: len(api.sent) == 1)
        api.press("더 보기", message_id=api.sent[0].message_id, sender=MINSU)
        await until(lambda: not api.shown(11)[0].buttons)

    assert [toast.text for toast in api.toasts] == [""]
    assert len(api.sent) == 1


async def test_a_press_in_a_topic_is_answered_there(api: BotApi, desk: Desk) -> None:
    newsroom = forum(-1002)
    topic = api.open_topic(newsroom, "경제", by=MINSU)
    pressed: list[Press] = []
    host = OneLiner(with_buttons, pressing(pressed, Pressed(reply=says("더"))))
    async with answering(api, desk, host):
        api.write("@sosik_test_bot 물가", sender=MINSU, chat=newsroom, thread=topic)
        await until(lambda: len(api.sent) == 1)
        api.press("더 보기", message_id=api.sent[0].message_id, sender=JANE, chat=-1002)
        await until(lambda: len(api.sent) == 2)

    assert [(one.chat, one.person, one.topic, one.group) for one in pressed] == [
        ("-1002", "12", str(topic), True)
    ]
    assert api.sent[1].thread == topic


@pytest.mark.parametrize("data", ["", "x" * 64, "y:../../etc", "\x00\x01", "-1", "가나다", "q:<b>"])
async def test_forged_data_is_handed_on_as_it_is(api: BotApi, desk: Desk, data: str) -> None:
    pressed: list[Press] = []
    host = OneLiner(with_buttons, pressing(pressed, Pressed(notice="모르는 단추입니다.")))
    async with answering(api, desk, host):
        api.write("물가", sender=MINSU)
        await until(lambda: len(api.sent) == 1)
        api.forge(data, message_id=api.sent[0].message_id, sender=JANE, chat=11)
        await until(lambda: len(api.toasts) == 1)

    assert [(one.data, one.person, one.chat) for one in pressed] == [(data, "12", "11")]


async def test_a_press_under_a_message_that_telegram_no_longer_shows_is_answered(
    api: BotApi, desk: Desk
) -> None:
    pressed: list[Press] = []
    then = Pressed(notice="네", reply=says("더"), used_up=True)
    async with answering(api, desk, OneLiner(with_buttons, pressing(pressed, then))):
        api.write("물가", sender=MINSU)
        await until(lambda: len(api.sent) == 1)
        api.remove(11, api.sent[0].message_id)
        api.forge("m:1", message_id=api.sent[0].message_id, sender=MINSU)
        await until(lambda: len(api.sent) == 2)

    assert [one.chat for one in pressed] == ["11"]
    assert [toast.text for toast in api.toasts] == ["네"]


async def test_presses_without_a_message_or_without_data_are_passed_over(
    api: BotApi, desk: Desk
) -> None:
    query = {"id": "1", "from": JANE, "chat_instance": "5"}
    pressed: list[Press] = []
    host = OneLiner(with_buttons, pressing(pressed, Pressed()))
    async with answering(api, desk, host):
        api.queue_raw({"callback_query": query | {"inline_message_id": "A", "data": "m:1"}})
        api.queue_raw({"callback_query": query | {"game_short_name": "chess"}})
        api.write("끝", sender=MINSU)
        await until(lambda: len(api.sent) == 1)

    assert pressed == []


async def test_a_press_that_comes_too_late_for_a_notice_is_done_all_the_same(
    api: BotApi, desk: Desk
) -> None:
    async def slowly(press: Press) -> Pressed:
        await asyncio.sleep(0.1)
        return Pressed(notice="네", reply=says("더"))

    api.query_timeout_s = 0.05
    async with answering(api, desk, OneLiner(with_buttons, slowly)):
        api.write("물가", sender=MINSU)
        await until(lambda: len(api.sent) == 1)
        api.press("더 보기", message_id=api.sent[0].message_id, sender=MINSU)
        await until(lambda: len(api.sent) == 2)

    assert api.toasts == []
    assert api.texts(11) == ["답", "더"]


@pytest.mark.parametrize("how", ["fails", "takes too long", "has nothing to show"])
async def test_a_press_that_goes_wrong_stops_spinning_and_is_apologised_for(
    api: BotApi, desk: Desk, how: str
) -> None:
    async def press(one: Press) -> Pressed:
        if how == "fails":
            raise RuntimeError(one.data)
        if how == "takes too long":
            await asyncio.sleep(60)
        return Pressed(reply=says(" "))

    async with answering(
        api, desk, OneLiner(with_buttons, press), pace=replace(HURRIED, answer_s=0.1)
    ):
        api.write("물가", sender=MINSU)
        await until(lambda: len(api.sent) == 1)
        api.press("더 보기", message_id=api.sent[0].message_id, sender=MINSU)
        await until(lambda: len(api.sent) == 2)

    assert len(api.toasts) == 1
    assert api.texts(11) == ["답", "죄송합니다."]


async def test_a_notice_is_cut_to_what_telegram_shows(api: BotApi, desk: Desk) -> None:
    host = OneLiner(with_buttons, pressing([], Pressed(notice="가" * 999)))
    async with answering(api, desk, host):
        api.write("물가", sender=MINSU)
        await until(lambda: len(api.sent) == 1)
        api.press("더 보기", message_id=api.sent[0].message_id, sender=MINSU)
        await until(lambda: len(api.toasts) == 1)

    assert set(api.toasts[0].text) <= {"가", "…"}
    assert len(api.toasts[0].text) == 200


async def test_presses_and_questions_of_a_chat_keep_their_order(api: BotApi, desk: Desk) -> None:
    async def press(one: Press) -> Pressed:
        await asyncio.sleep(0.1)
        return Pressed(reply=says("더"))

    async with answering(api, desk, OneLiner(with_buttons, press)):
        api.write("물가", sender=MINSU)
        await until(lambda: len(api.sent) == 1)
        for _ in range(2):
            api.press("더 보기", message_id=api.sent[0].message_id, sender=MINSU)
        api.write("환율", sender=MINSU)
        await until(lambda: len(api.sent) == 4)

    assert api.texts(11) == ["답", "더", "더", "답"]
