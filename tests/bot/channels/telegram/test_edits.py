"""Questions that are edited: the answer changes with them."""

import asyncio
from datetime import timedelta

import pytest

from bot.reply import Line, Message, Reply, Span
from tests.bot.channels.telegram.conftest import (
    HURRIED,
    Desk,
    answering,
    noting,
    says,
    until,
)
from tests.telegram_server import BotApi, group, person

pytestmark = pytest.mark.anyio

MINSU = person(11)
NEWSROOM = group(-1001)
DAY_S = timedelta(days=1).total_seconds()


async def in_parts(message: Message) -> Reply | None:
    """Say each word in a message of its own; nothing for "silence"."""
    if message.text == "silence":
        return None
    words = message.text.split()
    return Reply(kind="talk", lines=tuple(Line.of(Span(word * 2_100)) for word in words))


def standing(api: BotApi, chat: int) -> list[str]:
    """What of the bot can be read in ``chat`` now, by first letters."""
    return [sent.text[:1] for sent in api.shown(chat)]


def words_owed(desk: Desk) -> bool:
    return bool({"queued", "sending"} & {one.state for one in desk.outbox.listing(limit=99)})


def stands(desk: Desk, chat: str, asked: int) -> bool:
    """Whether the answer to a message was delivered."""
    return any(one.message for one in desk.outbox.answers_to(chat, str(asked)))


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("가", "나"),
        ("가 나", "다 라"),
        ("가", "나 다 라"),
        ("가 나 다", "라"),
        ("가 나 다", "가 나 다"),
        ("가 나", "silence"),
        ("silence", "가 나"),
    ],
)
async def test_the_answer_to_an_edited_question_takes_the_place_of_the_first(
    api: BotApi, desk: Desk, first: str, then: str
) -> None:
    async with answering(api, desk, in_parts):
        asked = api.write(first, sender=MINSU)
        await until(lambda: not api.waiting() and not words_owed(desk))
        api.edit(11, asked, then)
        await until(lambda: not api.waiting())

    expected = first if then == "silence" else then
    assert standing(api, 11) == ([] if expected == "silence" else expected.split())
    assert len({sent.message_id for sent in api.sent}) == len(api.sent)
    refused = {call.description for call in api.log if call.outcome == "refused"}
    assert all("not modified" in description for description in refused)


async def test_a_question_that_is_edited_again_and_again_has_one_answer(
    api: BotApi, desk: Desk
) -> None:
    async with answering(api, desk, in_parts):
        asked = api.write("가 나", sender=MINSU)
        for then in ("다", "라 마 바", "사 아"):
            api.edit(11, asked, then)
        await until(lambda: not api.waiting())

    assert standing(api, 11) == ["사", "아"]
    assert {one.state for one in desk.outbox.listing(limit=99)} == {"sent", "replaced"}


async def test_an_edit_while_the_first_answer_is_worked_out_leaves_one_answer(
    api: BotApi, desk: Desk
) -> None:
    begun = asyncio.Event()

    async def slow(message: Message) -> Reply:
        begun.set()
        await asyncio.sleep(0.05)
        return says(f"{message.text} {message.edited}")

    async with answering(api, desk, slow):
        asked = api.write("물가는?", sender=MINSU)
        await begun.wait()
        api.edit(11, asked, "환율은?")
        await until(lambda: not api.waiting())

    assert [sent.text for sent in api.shown(11)] == ["환율은? True"]


async def test_an_edit_while_the_answer_waits_to_be_sent_again_leaves_one_answer(
    api: BotApi, desk: Desk
) -> None:
    api.fail("sendMessage", 500, "Internal Server Error", times=2)
    async with answering(api, desk, in_parts):
        asked = api.write("가 나", sender=MINSU)
        await until(lambda: bool(desk.outbox.listing(limit=9)))
        api.edit(11, asked, "다")
        await until(lambda: standing(api, 11) == ["다"])


async def test_an_edit_after_a_restart_changes_the_answer_of_before(
    api: BotApi, desk: Desk
) -> None:
    async with answering(api, desk, in_parts):
        asked = api.write("가 나 다", sender=MINSU)
    api.edit(11, asked, "라 마")
    async with answering(api, desk, in_parts):
        await until(lambda: standing(api, 11) == ["라", "마"])


async def test_an_old_message_that_was_never_answered_is_no_question_when_it_is_edited(
    desk: Desk,
) -> None:
    days_ago = -3 * DAY_S
    api = BotApi(wall=lambda: desk.clock().timestamp() + days_ago)
    heard: list[Message] = []
    asked = api.write("옛날 이야기", sender=MINSU)
    api.forget()
    async with answering(api, desk, noting(heard)):
        api.edit(11, asked, "옛날 이야기!")
        api.wall = lambda: desk.clock().timestamp()
        api.write("끝", sender=MINSU)
        await until(lambda: len(api.sent) == 1)

    assert [message.text for message in heard] == ["끝"]


async def test_a_message_of_just_now_becomes_a_question_when_the_bot_is_named_by_an_edit(
    api: BotApi, desk: Desk
) -> None:
    heard: list[Message] = []
    async with answering(api, desk, noting(heard)):
        asked = api.write("오늘 뉴스는?", sender=MINSU, chat=NEWSROOM)
        api.edit(NEWSROOM["id"], asked, "@sosik_test_bot 오늘 뉴스는?")
        await until(lambda: len(api.sent) == 1)

    assert [(message.text, message.edited) for message in heard] == [("오늘 뉴스는?", True)]
    assert api.sent[0].reply_to == asked


async def test_an_answer_that_was_deleted_is_given_anew_when_the_question_is_edited(
    api: BotApi, desk: Desk
) -> None:
    async with answering(api, desk, in_parts):
        asked = api.write("가", sender=MINSU)
        await until(lambda: stands(desk, "11", asked))
        api.remove(11, api.sent[0].message_id)
        api.edit(11, asked, "나")
        await until(lambda: standing(api, 11) == ["나"])


async def test_a_slow_answer_to_an_edited_question_leaves_no_word_of_waiting_in_a_group(
    api: BotApi, desk: Desk
) -> None:
    async def slow_at_edits(message: Message) -> Reply:
        await asyncio.sleep(3 * HURRIED.draft_s if message.edited else 0)
        return says(message.text)

    async with answering(api, desk, slow_at_edits):
        asked = api.write("@sosik_test_bot 물가는?", sender=MINSU, chat=NEWSROOM)
        await until(lambda: not words_owed(desk) and len(api.sent) == 1)
        api.edit(NEWSROOM["id"], asked, "@sosik_test_bot 환율은?")
        await until(lambda: [sent.text for sent in api.shown(-1001)] == ["환율은?"])

    assert [sent.text for sent in api.shown(-1001)] == ["환율은?"]


async def test_an_edited_message_of_a_topic_is_answered_in_its_topic(
    api: BotApi, desk: Desk
) -> None:
    forum = group(-1002) | {"is_forum": True}
    topic = api.open_topic(forum, "경제", by=MINSU)
    async with answering(api, desk, in_parts):
        asked = api.write("@sosik_test_bot 가", sender=MINSU, chat=forum, thread=topic)
        await until(lambda: stands(desk, "-1002", asked))
        api.remove(-1002, api.sent[0].message_id)
        api.edit(-1002, asked, "@sosik_test_bot 나 다")
        await until(lambda: standing(api, -1002) == ["나", "다"])

    assert {sent.thread for sent in api.sent} == {topic}
