"""What people see while they wait, what they send along, and the menus."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.reply import Document, Message, Reply
from store.errors import StoreError
from tests.bot.channels.telegram.conftest import (
    HURRIED,
    Desk,
    OneLiner,
    answering,
    noting,
    says,
    until,
)
from tests.telegram_server import BotApi, group, person

pytestmark = pytest.mark.anyio

MINSU, JANE = person(11), person(12, language="en")
NEWSROOM = group(-1001)


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
