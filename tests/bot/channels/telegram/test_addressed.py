"""Whom a message is meant for, who wrote it, and where it is answered."""

from typing import TYPE_CHECKING, Any

import pytest

from tests.bot.channels.telegram.conftest import (
    Desk,
    answering,
    noting,
    says,
    until,
)
from tests.telegram_server import BotApi, channel, forum, group, person

if TYPE_CHECKING:
    from bot.reply import Message

pytestmark = pytest.mark.anyio

MINSU, JANE = person(11), person(12, language="en")
NEWSROOM = group(-1001)


@pytest.mark.parametrize(
    ("fields", "handed_on"),
    [
        ({"photo": True, "caption": "@sosik_test_bot 이거 사실이야?"}, "이거 사실이야?"),
        ({"photo": True, "caption": "우리끼리 얘기"}, None),
        ({"photo": True}, None),
        ({"text": "/latest@SOSIK_TEST_BOT"}, "/latest"),
        ({"text": "/latest"}, None),
        ({"text": "/latest@other_news_bot @sosik_test_bot"}, None),
        ({"text": "@sosik_test_bot_2 뉴스"}, None),
        ({"text": "메일은 me@sosik_test_bot"}, None),
    ],
    ids=str,
)
async def test_a_group_is_heard_where_the_bot_is_meant(
    api: BotApi, desk: Desk, fields: dict[str, Any], handed_on: str | None
) -> None:
    heard: list[Message] = []
    picture = {"file_id": "p", "file_unique_id": "q", "width": 9, "height": 9}
    given = dict(fields)
    if given.pop("photo", False):
        given["photo"] = [picture]
    async with answering(api, desk, noting(heard, says("네"))):
        api.write(given.pop("text", None), sender=MINSU, chat=NEWSROOM, **given)
        api.write("@sosik_test_bot 끝", sender=MINSU, chat=NEWSROOM)
        await until(lambda: bool(heard) and heard[-1].text == "끝")

    assert [message.text for message in heard[:-1]] == ([] if handed_on is None else [handed_on])


async def test_whoever_is_named_without_a_user_name_is_named_as_well(
    api: BotApi, desk: Desk
) -> None:
    heard: list[Message] = []
    entity = {"type": "text_mention", "offset": 0, "length": 5, "user": api.bot}
    other = entity | {"user": JANE}
    async with answering(api, desk, noting(heard)):
        api.write("Jane야 안녕", sender=MINSU, chat=NEWSROOM, entities=[other])
        api.write("Sosik 뉴스는?", sender=MINSU, chat=NEWSROOM, entities=[entity])
        await until(lambda: len(api.sent) == 1)

    assert [message.text for message in heard] == ["뉴스는?"]


async def test_a_topic_of_a_forum_gets_its_answer_in_the_topic(api: BotApi, desk: Desk) -> None:
    newsroom = forum(-1002)
    topic = api.open_topic(newsroom, "경제", by=MINSU)
    heard: list[Message] = []
    async with answering(api, desk, noting(heard)):
        api.write("@sosik_test_bot 물가", sender=MINSU, chat=newsroom, thread=topic)
        api.write("@sosik_test_bot 날씨", sender=JANE, chat=newsroom)
        await until(lambda: len(api.sent) == 2)

    assert {(m.text, m.topic) for m in heard} == {("물가", str(topic)), ("날씨", None)}
    assert {(sent.text, sent.thread) for sent in api.sent} == {("물가", topic), ("날씨", None)}


async def test_a_reply_within_a_group_is_no_topic(api: BotApi, desk: Desk) -> None:
    heard: list[Message] = []
    async with answering(api, desk, noting(heard)):
        first = api.write("점심?", sender=MINSU, chat=NEWSROOM)
        # Telegram numbers threads of replies in all supergroups.
        api.write(
            "@sosik_test_bot 물가",
            sender=MINSU,
            chat=NEWSROOM,
            reply_to=first,
            message_thread_id=first,
        )
        await until(lambda: len(api.sent) == 1)

    assert (heard[0].topic, api.sent[0].thread) == (None, None)


async def test_who_writes_as_a_chat_is_nobody_in_particular(api: BotApi, desk: Desk) -> None:
    heard: list[Message] = []
    linked = channel(-1003)
    service = person(777000, language=None) | {"first_name": "Telegram"}
    async with answering(api, desk, noting(heard)):
        api.write_anonymously("@sosik_test_bot /lang ko", chat=NEWSROOM)
        api.write(
            "@sosik_test_bot 오늘 사설",
            sender=service,
            chat=NEWSROOM,
            sender_chat=linked,
            is_automatic_forward=True,
        )
        await until(lambda: len(api.sent) == 2)

    assert [(m.text, m.person, m.may_set) for m in heard] == [
        ("/lang ko", None, True),
        ("오늘 사설", None, False),
    ]


@pytest.mark.parametrize(
    ("status", "may_set"),
    [("creator", True), ("administrator", True), ("member", False), ("left", False)],
)
async def test_only_administrators_of_a_group_set_what_holds_for_all(
    api: BotApi,
    desk: Desk,
    status: str,
    may_set: bool,
) -> None:
    heard: list[Message] = []
    api.appoint(NEWSROOM, MINSU, status=status)
    async with answering(api, desk, noting(heard)):
        api.write("/lang@sosik_test_bot en", sender=MINSU, chat=NEWSROOM)
        await until(lambda: len(api.sent) == 1)

    assert [(message.text, message.may_set) for message in heard] == [("/lang en", may_set)]


async def test_who_cannot_be_looked_up_is_no_administrator(api: BotApi, desk: Desk) -> None:
    heard: list[Message] = []
    api.appoint(NEWSROOM, MINSU, status="creator")
    api.fail("getChatMember", 500, "Internal Server Error")
    async with answering(api, desk, noting(heard)):
        api.write("/off@sosik_test_bot", sender=MINSU, chat=NEWSROOM)
        await until(lambda: len(api.sent) == 1)

    assert [message.may_set for message in heard] == [False]


async def test_what_was_chosen_inline_is_not_answered_again(api: BotApi, desk: Desk) -> None:
    heard: list[Message] = []
    other = person(500, is_bot=True) | {"username": "gif_bot"}
    async with answering(api, desk, noting(heard)):
        api.write("「물가가 올랐다」", sender=MINSU, via_bot=api.bot)
        api.write("움직이는 그림", sender=MINSU, via_bot=other)
        await until(lambda: len(api.sent) == 1)

    assert [message.text for message in heard] == ["움직이는 그림"]


@pytest.mark.parametrize("origin", [JANE, channel(-1003), group(-1009), "숨은 사람"], ids=str)
async def test_a_forwarded_message_is_known_as_one(
    api: BotApi, desk: Desk, origin: dict[str, Any] | str
) -> None:
    heard: list[Message] = []
    async with answering(api, desk, noting(heard)):
        api.forward("금리가 내렸다고 한다.", sender=MINSU, origin=origin)
        await until(lambda: len(api.sent) == 1)

    assert [(m.text, m.forwarded, m.person) for m in heard] == [
        ("금리가 내렸다고 한다.", True, "11")
    ]
