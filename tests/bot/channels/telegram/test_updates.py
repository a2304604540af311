"""What people write is answered once, in order, whatever Telegram sends and whenever we stop."""

import asyncio
import json
import logging
from dataclasses import replace
from typing import Any

import pytest

from bot.reply import Document, Message, Reply
from store.errors import StoreError
from store.messaging.updates import Arrival
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
from tests.telegram_server import BotApi, channel, forum, group, person

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


# -- whom it is meant for


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


# -- files


async def test_a_file_is_fetched_when_it_is_wanted(api: BotApi, desk: Desk) -> None:
    fetched: list[bytes] = []

    async def reading(message: Message) -> Reply:
        document: Document | None = message.document
        assert document is not None
        fetched.append(await asyncio.to_thread(document.fetch))
        return says(f"{document.name} {document.size}")

    async with answering(api, desk, reading):
        api.send_file("a<b>.txt", b"news" * 1_000, sender=MINSU, caption="여기")
        await until(lambda: len(api.sent) == 1)

    assert fetched == [b"news" * 1_000]
    assert api.texts(11) == ["a<b>.txt 4000"]


@pytest.mark.parametrize("trouble", ["too large", "gone", "cut off"])
async def test_a_file_that_is_not_to_be_had_is_said_without_its_address(
    api: BotApi, desk: Desk, trouble: str
) -> None:
    said: list[str] = []

    async def reading(message: Message) -> Reply:
        assert message.document is not None
        try:
            await asyncio.to_thread(message.document.fetch)
        except Exception as error:
            said.append(f"{type(error).__name__}: {error} {error.__cause__}")
        return says("네")

    async with answering(api, desk, reading):
        size = 30 << 20 if trouble == "too large" else None
        api.send_file("a.txt", b"news", sender=MINSU, size=size)
        if trouble == "gone":
            api.files.clear()
        if trouble == "cut off":
            api.lose("getFile", delivered=False)
        await until(lambda: len(api.sent) == 1)

    (line,) = said
    assert line.startswith("ChannelError: the file was not to be had (")
    assert api.token not in line


async def test_files_in_groups_are_left_alone(api: BotApi, desk: Desk) -> None:
    heard: list[Message] = []
    async with answering(api, desk, noting(heard)):
        api.send_file("a.txt", b"news", sender=MINSU, chat=NEWSROOM, caption="@sosik_test_bot 이거")
        await until(lambda: len(api.sent) == 1)

    assert [(message.text, message.document) for message in heard] == [("이거", None)]


# -- while one waits


async def test_a_slow_answer_takes_the_place_of_a_word_in_a_group(api: BotApi, desk: Desk) -> None:
    async def slow(message: Message) -> Reply:
        await until(lambda: bool(api.sent))
        return says("답 1")

    async with answering(api, desk, slow):
        asked = api.write("@sosik_test_bot 물가", sender=MINSU, chat=NEWSROOM)
        await until(lambda: [sent.text for sent in api.shown(-1001)] == ["답 1"])

    (first,) = api.sent
    assert (first.text, first.reply_to) == ("찾고 있습니다.", asked)
    assert api.drafts == []


async def test_a_slow_answer_is_announced_by_a_draft_in_a_private_chat(
    api: BotApi, desk: Desk
) -> None:
    async def slow(message: Message) -> Reply:
        await until(lambda: bool(api.drafts))
        return says("here")

    async with answering(api, desk, slow):
        api.write("prices", sender=JANE)
        await until(lambda: len(api.sent) == 1)

    assert [(draft.chat, draft.text) for draft in api.drafts] == [(12, "Searching.")]
    assert api.texts(12) == ["here"]


async def test_a_draft_that_does_not_get_through_holds_no_answer_up(
    api: BotApi, desk: Desk
) -> None:
    api.slow("sendMessageDraft", 60)

    async def slow(message: Message) -> Reply:
        await until(lambda: bool(api.drafts))
        return says("here")

    async with answering(api, desk, slow):
        api.write("prices", sender=JANE)
        await until(lambda: len(api.sent) == 1, within_s=5)


async def test_silence_after_a_word_of_waiting_takes_the_word_back(api: BotApi, desk: Desk) -> None:
    async def slow(message: Message) -> None:
        await until(lambda: bool(api.sent))

    async with answering(api, desk, slow):
        api.write("@sosik_test_bot 물가", sender=MINSU, chat=NEWSROOM)
        await until(lambda: bool(api.deleted))

    assert api.shown(-1001) == []


async def test_the_word_of_before_a_stop_is_replaced_after_it(api: BotApi, desk: Desk) -> None:
    async def stuck(message: Message) -> Reply:
        await asyncio.Event().wait()
        raise AssertionError("unreachable")

    async with answering(api, desk, stuck, pace=replace(HURRIED, stop_s=0.1)):
        api.write("@sosik_test_bot 물가", sender=MINSU, chat=NEWSROOM)
        await until(lambda: len(api.sent) == 1)
    async with answering(api, desk, noting([], says("답"))):
        await until(lambda: [sent.text for sent in api.shown(-1001)] == ["답"])

    assert len(api.sent) == 1


# -- the menus


async def test_menus_that_cannot_be_published_at_the_start_are_published_later(
    api: BotApi, desk: Desk
) -> None:
    api.fail("setMyCommands", 500, "Internal Server Error")
    async with answering(api, desk) as ours:
        api.write("소식은?", sender=MINSU)
        await until(lambda: len(api.sent) == 1)
        assert api.commands == {}
        await ours.refresh_menus()

    assert set(api.commands) == {"", "ko"}


async def test_admins_see_their_commands_while_they_are_admins(api: BotApi, desk: Desk) -> None:
    def seen() -> set[str]:
        return {scope for scope, lists in api.scoped_commands.items() if lists}

    api.write("/start", sender=MINSU)
    api.forget()
    host = OneLiner()
    before = host.menu
    async with answering(api, desk, host) as ours:
        more = (("stats", "Figures"),)
        host.menu = replace(before, admin={None: more, "ko": more}, admins=frozenset(("11", "12")))
        await ours.refresh_menus()
        assert any("11" in scope for scope in seen())
        assert not any("12" in scope for scope in seen()), "has not written to the bot yet"
        host.menu = replace(host.menu, admins=frozenset())
        await ours.refresh_menus()

    assert not any("11" in scope for scope in seen())


async def test_a_failing_database_does_not_end_the_refreshing_of_menus(
    api: BotApi, desk: Desk
) -> None:
    def full() -> Any:
        raise StoreError("the disk is full")

    host = OneLiner()
    async with answering(api, desk, host) as ours:
        host.menus = full  # type: ignore[method-assign]
        await ours.refresh_menus()
