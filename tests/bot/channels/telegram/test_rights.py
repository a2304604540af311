"""Who may set what a group or a channel gets, as Telegram knows it at that moment."""

import pytest

from bot.reply import Button, Message, Press, Pressed, Reply
from tests.bot.channels.telegram.conftest import (
    Desk,
    OneLiner,
    answering,
    noting,
    says,
    until,
)
from tests.telegram_server import BotApi, channel, group, person

pytestmark = pytest.mark.anyio

MINSU, JANE = person(11), person(12, language="en")
NEWSROOM, BOARD = group(-1001), channel(-1005)


async def test_administrators_set_things_in_a_group_and_others_do_not(
    api: BotApi, desk: Desk
) -> None:
    api.add_bot(NEWSROOM, by=MINSU)
    api.appoint(NEWSROOM, MINSU)
    api.appoint(NEWSROOM, JANE, status="member")
    async with answering(api, desk) as telegram:
        assert await telegram.standing("-1001", "11") == "may"
        assert await telegram.standing("-1001", "12") == "may_not"
        assert await telegram.standing("-1001", "99") == "may_not"
        api.appoint(NEWSROOM, MINSU, status="member")
        assert await telegram.standing("-1001", "11") == "may_not"


async def test_in_a_channel_they_must_be_allowed_to_post_and_so_must_the_bot(
    api: BotApi, desk: Desk
) -> None:
    api.add_bot(BOARD, by=MINSU, as_admin=True)
    api.appoint(BOARD, MINSU)
    api.appoint(BOARD, JANE, status="creator")
    async with answering(api, desk) as telegram:
        assert await telegram.standing("-1005", "11") == "may"
        assert await telegram.standing("-1005", "12") == "may"
        api.members[-1005][11]["can_post_messages"] = False
        assert await telegram.standing("-1005", "11") == "may_not"
        assert await telegram.standing("-1005", "12") == "may"
        api.members[-1005][api.me["id"]]["can_post_messages"] = False
        assert await telegram.standing("-1005", "12") == "absent"


async def test_where_the_bot_is_not_nothing_can_be_set(api: BotApi, desk: Desk) -> None:
    api.add_bot(BOARD, by=MINSU, as_admin=True)
    api.appoint(BOARD, MINSU)
    api.remove_bot(BOARD, by=MINSU)
    async with answering(api, desk) as telegram:
        assert await telegram.standing("-1005", "11") == "absent"
        assert await telegram.standing("-1777", "11") == "absent"


async def test_it_is_told_from_which_channel_a_post_was_forwarded(api: BotApi, desk: Desk) -> None:
    heard: list[Message] = []
    async with answering(api, desk, noting(heard)):
        api.forward("새 글", sender=MINSU, origin=BOARD)
        api.forward("남의 말", sender=MINSU, origin=JANE)
        api.forward("숨은 말", sender=MINSU, origin="Somebody")
        api.write("내 말", sender=MINSU)
        await until(lambda: len(heard) == 4)
    assert [(one.forwarded, one.origin) for one in heard] == [
        (True, "-1005"), (True, None), (True, None), (False, None)
    ]  # fmt: skip


_BUTTONS = ((Button("시각", "d::d:t:1900"),),)


def _settings(then: Pressed) -> OneLiner:
    """A host whose every reply has a button, and which does ``then`` at a press."""

    async def respond(message: Message) -> Reply:
        return says("08:00", buttons=_BUTTONS)

    async def press(press: Press) -> Pressed:
        return then

    return OneLiner(respond, press)


async def test_a_reply_in_place_changes_the_message_that_was_pressed(
    api: BotApi, desk: Desk
) -> None:
    host = _settings(Pressed(reply=says("19:00"), in_place=True))
    async with answering(api, desk, host):
        api.write("/digest", sender=MINSU)
        await until(lambda: len(api.sent) == 1)
        api.press("시각", message_id=api.sent[0].message_id, sender=MINSU)
        await until(lambda: api.shown(11)[0].text == "19:00")
    assert len(api.sent) == 1
    assert not api.shown(11)[0].buttons


async def test_what_is_there_already_is_not_sent_again(api: BotApi, desk: Desk) -> None:
    settings = says("08:00", buttons=_BUTTONS)
    async with answering(api, desk, _settings(Pressed(reply=settings, in_place=True))):
        api.write("/digest", sender=MINSU)
        await until(lambda: len(api.sent) == 1)
        query = api.press("시각", message_id=api.sent[0].message_id, sender=MINSU)
        await until(lambda: any(toast.query_id == query for toast in api.toasts))
        api.write("끝", sender=MINSU)
        await until(lambda: len(api.sent) == 2)
    assert api.texts(11) == ["08:00", "08:00"], "the second one answers the last message"


async def test_a_message_that_is_gone_is_replied_to_by_a_new_one(api: BotApi, desk: Desk) -> None:
    host = _settings(Pressed(reply=says("19:00"), in_place=True))
    async with answering(api, desk, host):
        api.write("/digest", sender=MINSU)
        await until(lambda: len(api.sent) == 1)
        number = api.sent[0].message_id
        api.fail("editMessageText", 400, "Bad Request: message to edit not found", times=1)
        api.press("시각", message_id=number, sender=MINSU)
        await until(lambda: len(api.sent) == 2)
    assert api.texts(11)[-1] == "19:00"
