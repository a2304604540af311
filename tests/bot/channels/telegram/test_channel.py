"""Conversations through the real python-telegram-bot and a Bot API on loopback."""

import asyncio
from dataclasses import replace
from time import monotonic

import pytest

from bot.channels.telegram import Pace
from bot.reply import Line, Message, Reply, Span
from tests.bot.channels.telegram.conftest import (
    COMMANDS,
    HURRIED,
    Desk,
    answering,
    echo,
    noting,
    says,
    until,
)
from tests.telegram_server import BotApi, group, person

pytestmark = pytest.mark.anyio

MINSU = person(11)
JANE = person(12, language="en-GB")
NEWSROOM = group(-1001)


async def test_a_question_gets_typing_and_an_answer_with_its_source(
    api: BotApi, desk: Desk
) -> None:
    async with answering(api, desk):
        api.write("오픈AI 소식은?", sender=MINSU)
        await until(lambda: len(api.sent) == 1)

    (sent,) = api.sent
    ((chat, action, at),) = api.actions
    assert (chat, action) == (11, "typing")
    assert at < sent.at
    assert (sent.chat, sent.text) == (11, "오픈AI 소식은? — 소식신문")
    assert [(e.type, e.url) for e in sent.entities] == [
        ("bold", None),
        ("text_link", "https://news.example.com/1?a=1&b=2"),
    ]
    assert not sent.has_preview
    assert sent.reply_to is None


async def test_the_message_carries_chat_text_and_language(api: BotApi, desk: Desk) -> None:
    heard: list[Message] = []
    async with answering(api, desk, noting(heard)):
        api.write("any news?", sender=JANE)
        await until(lambda: len(api.sent) == 1)

    assert heard[0].at is not None
    assert [replace(one, at=None) for one in heard] == [
        Message(
            channel="telegram",
            chat="12",
            text="any news?",
            language="en-GB",
            person="12",
            number="1",
        )
    ]


async def test_commands_are_published_for_each_language(api: BotApi, desk: Desk) -> None:
    async with answering(api, desk):
        pass

    published = {
        code: tuple((command["command"], command["description"]) for command in commands)
        for code, commands in api.commands.items()
    }
    assert published == {"": COMMANDS[None], "ko": COMMANDS["ko"]}


async def test_refused_commands_do_not_keep_the_bot_from_answering(api: BotApi, desk: Desk) -> None:
    api.fail("setMyCommands", 400, "Bad Request: BOT_COMMAND_INVALID", times=9)
    async with answering(api, desk):
        api.write("소식은?", sender=MINSU)
        await until(lambda: len(api.sent) == 1)


@pytest.mark.parametrize(
    ("written", "handed_on"),
    [
        ("/start", "/start"),
        ("/latest@sosik_test_bot 경제", "/latest 경제"),
        ("/lang en", "/lang en"),
        ("내일 1 < 2 & 😀?", "내일 1 < 2 & 😀?"),
    ],
)
async def test_a_private_text_is_handed_on_without_the_name(
    api: BotApi, desk: Desk, written: str, handed_on: str
) -> None:
    heard: list[Message] = []
    async with answering(api, desk, noting(heard)):
        api.write(written, sender=MINSU)
        await until(lambda: len(api.sent) == 1)

    assert [message.text for message in heard] == [handed_on]


async def test_a_caption_is_text_and_other_content_is_an_empty_one(api: BotApi, desk: Desk) -> None:
    heard: list[Message] = []
    photo = [{"file_id": "p", "file_unique_id": "q", "width": 9, "height": 9}]
    place = {"latitude": 37.5, "longitude": 127.0}
    async with answering(api, desk, noting(heard)):
        api.write(None, sender=MINSU, photo=photo, caption="이 기사 어디 거야?")
        api.write(None, sender=MINSU, photo=photo)
        api.write(None, sender=MINSU, location=place)
        await until(lambda: len(api.sent) == 3)

    assert [message.text for message in heard] == ["이 기사 어디 거야?", "", ""]


async def test_edits_service_messages_and_other_bots_are_left_alone(
    api: BotApi, desk: Desk
) -> None:
    heard: list[Message] = []
    async with answering(api, desk, noting(heard)):
        chat = {"id": 11, "type": "private", "first_name": "Person 11"}
        edited = {"from": MINSU, "chat": chat, "date": 1, "edit_date": 2, "text": "고친 글"}
        api.deliver("edited_message", edited)
        api.write(None, sender=MINSU, chat=NEWSROOM, new_chat_title="새 이름")
        api.write("@sosik_test_bot hi", sender=person(99, is_bot=True), chat=NEWSROOM)
        api.write("끝", sender=MINSU)
        await until(lambda: len(api.sent) == 1)

    assert [message.text for message in heard] == ["끝"]


@pytest.mark.parametrize(
    ("written", "handed_on"),
    [
        ("@sosik_test_bot, 오늘 뉴스는?", "오늘 뉴스는?"),
        ("😀 오늘 @SOSIK_test_bot 뉴스는?", "😀 오늘 뉴스는?"),
        ("/latest@sosik_test_bot 3", "/latest 3"),
        ("@sosik_test_bot", ""),
    ],
)
async def test_a_group_message_that_names_the_bot_is_answered_as_a_reply(
    api: BotApi, desk: Desk, written: str, handed_on: str
) -> None:
    heard: list[Message] = []
    async with answering(api, desk, noting(heard)):
        asked = api.write(written, sender=MINSU, chat=NEWSROOM)
        await until(lambda: len(api.sent) == 1)

    assert [(message.chat, message.text) for message in heard] == [("-1001", handed_on)]
    assert api.sent[0].reply_to == asked


async def test_a_group_message_that_does_not_mean_the_bot_is_left_alone(
    api: BotApi, desk: Desk
) -> None:
    heard: list[Message] = []
    async with answering(api, desk, noting(heard)):
        first = api.write("점심 뭐 먹지?", sender=MINSU, chat=NEWSROOM)
        api.write("/latest", sender=MINSU, chat=NEWSROOM)
        api.write("/latest@another_bot", sender=MINSU, chat=NEWSROOM)
        api.write("@another_bot 뉴스", sender=MINSU, chat=NEWSROOM)
        api.write("국밥", sender=JANE, chat=NEWSROOM, reply_to=first)
        api.write("@sosik_test_bot 끝", sender=MINSU, chat=NEWSROOM)
        await until(lambda: len(api.sent) == 1)

    assert [message.text for message in heard] == ["끝"]


async def test_a_reply_to_the_bot_in_a_group_is_answered(api: BotApi, desk: Desk) -> None:
    heard: list[Message] = []
    async with answering(api, desk, noting(heard)):
        api.write("@sosik_test_bot 뉴스", sender=MINSU, chat=NEWSROOM)
        await until(lambda: len(api.sent) == 1)
        api.write("더 알려줘", sender=JANE, chat=NEWSROOM, reply_to=api.sent[0].message_id)
        await until(lambda: len(api.sent) == 2)

    assert [message.text for message in heard] == ["뉴스", "더 알려줘"]


async def test_an_anonymous_administrator_is_answered(api: BotApi, desk: Desk) -> None:
    async with answering(api, desk):
        api.write(
            "@sosik_test_bot 뉴스",
            sender=person(1087968824, is_bot=True),
            chat=NEWSROOM,
            sender_chat=NEWSROOM,
        )
        await until(lambda: len(api.sent) == 1)


async def test_typing_lasts_as_long_as_the_answer_takes(api: BotApi, desk: Desk) -> None:
    async def slow(message: Message) -> Reply:
        await asyncio.sleep(0.55)
        return says("여기요")

    async with answering(api, desk, slow):
        api.write("뉴스", sender=MINSU)
        await until(lambda: len(api.sent) == 1)
        shown = len(api.actions)
        await asyncio.sleep(0.3)

    assert 3 <= shown <= 7
    assert len(api.actions) == shown, "typing went on after the answer"


async def test_hostile_text_arrives_letter_for_letter(api: BotApi, desk: Desk) -> None:
    hostile = "1 < 2 & </b> <script>alert('x')</script> &lt; &#x41; <a href=\"tg://user?id=1\">"
    async with answering(api, desk):
        api.write(hostile, sender=MINSU)
        await until(lambda: len(api.sent) == 1)

    assert api.sent[0].text == f"{hostile} — 소식신문"


async def test_a_long_reply_arrives_whole_in_several_messages(api: BotApi, desk: Desk) -> None:
    lines = [Line.of(Span(f"{n}. ", bold=True), "<뉴스> " * 120) for n in range(12)]

    async def long(message: Message) -> Reply:
        return Reply(kind="list", lines=tuple(lines))

    async with answering(api, desk, long):
        api.write("다 보여줘", sender=MINSU)
        await until(lambda: len(api.sent) == 2)

    whole = "\n".join(api.texts(11)).split()
    assert whole == [word for n in range(12) for word in [f"{n}.", *["<뉴스>"] * 120]]


async def test_messages_from_before_the_start_are_answered_once(api: BotApi, desk: Desk) -> None:
    api.write("먼저", sender=MINSU)
    api.write("나중", sender=MINSU)
    async with answering(api, desk):
        await until(lambda: len(api.sent) == 2)
    async with answering(api, desk):
        api.write("다음 날", sender=MINSU)
        await until(lambda: len(api.sent) == 3)

    assert [text.partition(" — ")[0] for text in api.texts(11)] == ["먼저", "나중", "다음 날"]


async def test_one_chat_is_answered_in_order_while_others_are_not_held_up(
    api: BotApi, desk: Desk
) -> None:
    async def respond(message: Message) -> Reply:
        await asyncio.sleep(0.3 if message.text == "느린 질문" else 0)
        return says(message.text)

    for text in ("느린 질문", "둘째", "셋째"):
        api.write(text, sender=MINSU)
    api.write("quick", sender=JANE)
    async with answering(api, desk, respond):
        await until(lambda: len(api.sent) == 4)

    assert api.texts(11) == ["느린 질문", "둘째", "셋째"]
    assert api.sent[0].text == "quick"


async def test_several_chats_are_answered_at_the_same_time(api: BotApi, desk: Desk) -> None:
    async def respond(message: Message) -> Reply:
        await asyncio.sleep(0.5)
        return says(message.text)

    for number in range(1, 7):
        api.write("뉴스", sender=person(number))
    async with answering(api, desk, respond):
        begun = monotonic()
        await until(lambda: len(api.sent) == 6)

    assert monotonic() - begun < 2.0  # one after the other takes 3 s


async def test_more_messages_than_are_taken_at_once_are_all_answered_in_order(
    api: BotApi,
    desk: Desk,
) -> None:
    asked = [f"{n}번" for n in range(120)]
    for text in asked:
        api.write(text, sender=MINSU)
    async with answering(api, desk, noting([])):
        await until(lambda: len(api.sent) == len(asked), within_s=20)

    assert api.texts(11) == asked


async def test_stop_finishes_what_is_in_hand(api: BotApi, desk: Desk) -> None:
    begun = asyncio.Event()

    async def slow(message: Message) -> Reply:
        begun.set()
        await asyncio.sleep(0.3)
        return await echo(message)

    async with answering(api, desk, slow):
        api.write("첫째", sender=MINSU)
        api.write("둘째", sender=MINSU)
        await begun.wait()

    assert len(api.sent) == 2
    assert api.waiting() == []


async def test_stop_does_not_wait_for_ever(api: BotApi, desk: Desk) -> None:
    begun = asyncio.Event()

    async def stuck(message: Message) -> Reply:
        begun.set()
        await asyncio.Event().wait()
        raise AssertionError("unreachable")

    pace = Pace(poll_s=HURRIED.poll_s, stop_s=0.1)
    async with answering(api, desk, stuck, pace=pace):
        api.write("뉴스", sender=MINSU)
        await begun.wait()
        stopped = monotonic()

    assert monotonic() - stopped < 3.0
    assert api.sent == []


async def test_an_update_that_cannot_be_read_is_passed_over(api: BotApi, desk: Desk) -> None:
    api.queue_raw({"message": {"message_id": "no number", "chat": 5}})
    api.write("뉴스", sender=MINSU)
    async with answering(api, desk):
        await until(lambda: len(api.sent) == 1)
