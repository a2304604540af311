"""What people do reaches the bot, and what the bot does reaches them, through the real client."""

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest

from tests.telegram_server import BotApi, channel, forum, group, person
from tests.telegram_server.conftest import bot_of
from tests.telegram_server.menu import shown_commands
from tests.telegram_server.values import private

pytestmark = pytest.mark.anyio

MINSU, JANE = person(11), person(12, language="en")
NEWSROOM, FORUM = group(-1001), forum(-1002)
MORE = InlineKeyboardMarkup([[InlineKeyboardButton("더 보기", callback_data="m:1")]])


async def taken(api: BotApi) -> Update:
    """Poll as the bot and return the one update there is."""
    async with bot_of(api) as bot:
        (update,) = await bot.get_updates(allowed_updates=Update.ALL_TYPES)
        await bot.get_updates(offset=update.update_id + 1)
        return update


async def test_a_button_is_pressed_answered_and_its_message_changed(api: BotApi) -> None:
    api.write("뉴스", sender=MINSU)
    api.forget()
    async with bot_of(api) as bot:
        sent = await bot.send_message(11, "<b>금리</b> 동결", parse_mode="HTML", reply_markup=MORE)
        api.press("더 보기", message_id=sent.message_id, sender=MINSU)
        query = (await taken(api)).callback_query
        assert query is not None
        assert query.data == "m:1"
        assert await bot.answer_callback_query(query.id, "고맙습니다")
        await bot.edit_message_text("금리 동결. 그리고…", 11, sent.message_id)

    (shown,) = api.shown(11)
    assert (shown.text, shown.buttons) == ("금리 동결. 그리고…", ())
    assert api.sent[0].text == "금리 동결", "the first version stays known"
    assert [(toast.user, toast.text) for toast in api.toasts] == [(11, "고맙습니다")]


async def test_only_a_button_that_stands_there_can_be_pressed(api: BotApi) -> None:
    api.write("뉴스", sender=MINSU)
    async with bot_of(api) as bot:
        sent = await bot.send_message(11, "x", reply_markup=MORE)
        with pytest.raises(LookupError):
            api.press("없는 단추", message_id=sent.message_id, sender=MINSU)
        await bot.edit_message_reply_markup(11, sent.message_id)
        with pytest.raises(LookupError):
            api.press("더 보기", message_id=sent.message_id, sender=MINSU)


async def test_an_edit_that_changes_nothing_is_refused(api: BotApi) -> None:
    api.write("뉴스", sender=MINSU)
    async with bot_of(api) as bot:
        sent = await bot.send_message(11, "<b>x</b>", parse_mode="HTML", reply_markup=MORE)
        with pytest.raises(BadRequest, match="exactly the same as a current content and reply"):
            await bot.edit_message_text(
                "<b>x</b>", 11, sent.message_id, parse_mode="HTML", reply_markup=MORE
            )
        with pytest.raises(BadRequest, match="Message is not modified"):
            await bot.edit_message_reply_markup(11, sent.message_id, reply_markup=MORE)
        await bot.edit_message_text("x", 11, sent.message_id, reply_markup=MORE)
    assert [version.entities for version in api.edits[11, sent.message_id]] == [()]


async def test_a_deleted_message_is_gone_for_edits_and_buttons(api: BotApi) -> None:
    api.write("뉴스", sender=MINSU)
    async with bot_of(api) as bot:
        sent = await bot.send_message(11, "x", reply_markup=MORE)
        await bot.delete_message(11, sent.message_id)
        with pytest.raises(BadRequest, match="Message to edit not found"):
            await bot.edit_message_text("y", 11, sent.message_id)
        again = [await bot.send_message(11, "y") for _ in range(2)]
        await bot.delete_messages(11, [one.message_id for one in again])

    assert api.shown(11) == []
    api.forget()
    api.forge("m:1", message_id=sent.message_id, sender=MINSU)
    query = (await taken(api)).callback_query
    assert query is not None
    assert query.message is not None
    assert not query.message.is_accessible


async def test_a_draft_is_seen_growing_and_then_sent(api: BotApi) -> None:
    api.write("뉴스", sender=MINSU)
    async with bot_of(api) as bot:
        for text in ("금리", "금리 동결"):
            assert await bot.send_message_draft(11, 1, text)

    assert [(draft.chat, draft.text) for draft in api.drafts] == [(11, "금리"), (11, "금리 동결")]
    assert api.sent == []


async def test_in_a_forum_the_answer_goes_where_it_was_asked(api: BotApi) -> None:
    topic = api.open_topic(FORUM, "경제", by=MINSU)
    api.forget()
    asked = api.write("@sosik_test_bot 금리?", sender=MINSU, chat=FORUM, thread=topic)
    message = (await taken(api)).message
    assert message is not None
    assert (message.message_thread_id, message.is_topic_message) == (topic, True)
    async with bot_of(api) as bot:
        await bot.send_message(
            FORUM["id"], "동결", message_thread_id=topic, reply_to_message_id=asked
        )
        api.close_topic(FORUM, topic)
        with pytest.raises(BadRequest, match="Message thread not found"):
            await bot.send_message(FORUM["id"], "동결", message_thread_id=topic)

    (sent,) = api.sent
    assert (sent.thread, sent.reply_to) == (topic, asked)


async def test_an_inline_answer_is_chosen_and_edited(api: BotApi) -> None:
    query = api.ask_inline("금리", sender=JANE)
    content = {"message_text": "<b>동결</b>", "parse_mode": "HTML"}
    result = {"type": "article", "id": "1", "title": "금리", "input_message_content": content}
    async with bot_of(api) as bot:
        asked = (await taken(api)).inline_query
        assert asked is not None
        assert (asked.id, asked.query) == (query, "금리")
        await bot.answer_inline_query(
            query, [], api_kwargs={"results": [result | {"reply_markup": MORE.to_dict()}]}
        )
        chosen = api.choose_inline(query, "1", text="금리", sender=JANE)
        assert chosen is not None
        assert await bot.edit_message_text("새로", inline_message_id=chosen)

    assert api.inline_messages[chosen]["edits"][0]["text"] == "새로"


async def test_with_privacy_only_what_is_meant_for_the_bot_reaches_it() -> None:
    api = BotApi(privacy=True)
    for text in (
        "점심?",
        "/latest",
        "/latest@another_bot",
        "@sosik_test_bot 뉴스",
        "@another 뉴스",
    ):
        api.write(text, sender=MINSU, chat=NEWSROOM)
    async with bot_of(api) as bot:
        sent = await bot.send_message(NEWSROOM["id"], "답")
    api.write("더?", sender=JANE, chat=NEWSROOM, reply_to=sent.message_id)

    heard = [update["message"]["text"] for update in api.waiting()]
    assert heard == ["/latest", "@sosik_test_bot 뉴스", "더?"]


async def test_updates_nobody_asked_for_are_not_sent(api: BotApi) -> None:
    async with bot_of(api) as bot:
        api.react("👍", message_id=1, sender=MINSU, chat=NEWSROOM)
        assert await bot.get_updates() == ()
        await bot.get_updates(allowed_updates=["message_reaction"])
        api.react("👍", message_id=1, sender=MINSU, chat=NEWSROOM)
        api.write("뉴스", sender=MINSU)
        (update,) = await bot.get_updates()
    assert update.message_reaction is not None


async def test_each_person_sees_the_commands_of_their_scope_and_language(api: BotApi) -> None:
    async with bot_of(api) as bot:
        await bot.set_my_commands([("latest", "Newest")])
        await bot.set_my_commands([("latest", "새 기사")], language_code="ko")
        api.write("hi", sender=MINSU)
        scope = {"type": "chat", "chat_id": 11}
        await bot.set_my_commands([("stats", "통계")], api_kwargs={"scope": scope})

    def seen(number: int, language: str) -> list[str]:
        chat = private(person(number))
        menu = shown_commands(api, chat=chat, user=number, language=language)
        return [command["description"] for command in menu]

    assert (seen(12, "en"), seen(12, "ko"), seen(11, "ko")) == (["Newest"], ["새 기사"], ["통계"])


async def test_what_has_no_deed_of_its_own_can_happen_too(api: BotApi) -> None:
    api.happen("pre_checkout_query", id="7", total_amount=500)
    query = (await taken(api)).pre_checkout_query
    assert query is not None
    assert (query.id, query.total_amount) == ("7", 500)


async def test_administrators_and_members_are_told_apart(api: BotApi) -> None:
    api.write("hi", sender=JANE, chat=NEWSROOM)
    api.appoint(NEWSROOM, MINSU)
    api.add_bot(NEWSROOM, by=MINSU, as_admin=True)
    async with bot_of(api) as bot:
        admins = await bot.get_chat_administrators(NEWSROOM["id"])
        jane = await bot.get_chat_member(NEWSROOM["id"], 12)
        chat = await bot.get_chat(NEWSROOM["id"])

    assert {admin.user.id for admin in admins} == {11, api.me["id"]}
    assert (jane.status, chat.title) == ("member", "Group -1001")


async def test_a_channel_post_and_an_anonymous_admin_have_no_person_behind_them(
    api: BotApi,
) -> None:
    api.post("알립니다", channel=channel(-1004))
    post = (await taken(api)).channel_post
    api.write_anonymously("/stats", chat=NEWSROOM)
    said = (await taken(api)).message

    assert post is not None
    assert post.from_user is None
    assert said is not None
    assert (said.from_user and said.from_user.username) == "GroupAnonymousBot"
    assert said.sender_chat == said.chat
