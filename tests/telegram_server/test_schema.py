"""The snapshot of the Bot API, and that the server's own updates are of its types."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from telegram import Update

from tests.telegram_server import BotApi, basic_group, channel, forum, group, person
from tests.telegram_server.app import _NAMES
from tests.telegram_server.conftest import Call
from tests.telegram_server.schema import (
    METHODS,
    SNAPSHOT,
    TYPES,
    MismatchError,
    checker,
    fields_of,
    is_constant,
    read_value,
    split_alternatives,
)

MINSU, JANE = person(1), person(2)
NEWSROOM, FORUM, CHANNEL = group(-1001), forum(-1003), channel(-1004)
UPDATE = checker("Update")


def test_the_snapshot_names_all_it_uses() -> None:
    known = {"int", "str", "float", "bool", "file", "any", "true"}
    used: set[str] = set()
    for model in (*METHODS.values(), *TYPES.values()):
        for written in (*fields_of(model).values(), model.get("returns", "bool")):
            used.update(re.findall(r"[^\[\]|]+", written))

    assert {name for name in used if not is_constant(name)} - known <= set(TYPES)


def test_the_server_answers_exactly_the_methods_of_the_snapshot() -> None:
    assert set(_NAMES.values()) == set(METHODS)


def test_the_snapshot_is_small_and_says_where_it_is_from() -> None:
    assert SNAPSHOT["from"].startswith("aiogram ")
    assert float(SNAPSHOT["bot_api"]) >= 9.0
    assert Path(__file__).with_name("bot_api.json").stat().st_size < 100_000


def everything_people_do(api: BotApi) -> None:
    asked = api.write("/latest@sosik_test_bot 경제", sender=MINSU, chat=NEWSROOM)
    api.write("정말?", sender=JANE, chat=NEWSROOM, reply_to=asked)
    api.edit(NEWSROOM["id"], asked, "고친 질문")
    api.forward("속보", sender=MINSU, origin=JANE)
    api.forward("속보", sender=MINSU, origin="숨은 사람")
    api.forward("속보", sender=MINSU, origin=CHANNEL)
    api.forward("속보", sender=MINSU, origin=NEWSROOM)
    api.send_file("피드.opml", b"<opml/>", sender=MINSU, mime="text/x-opml", caption="이것")
    topic = api.open_topic(FORUM, "경제", by=JANE)
    api.write("@sosik_test_bot 금리?", sender=MINSU, chat=FORUM, thread=topic)
    api.write_anonymously("/stats", chat=NEWSROOM)
    api.post("알립니다", channel=CHANNEL)
    api.react("👍", message_id=asked, sender=JANE, chat=NEWSROOM)
    api.block(MINSU)
    api.unblock(MINSU)
    api.add_bot(NEWSROOM, by=MINSU, as_admin=True)
    api.remove_bot(NEWSROOM, by=MINSU)
    api.appoint(NEWSROOM, JANE, status="creator", is_anonymous=True)
    api.appoint(NEWSROOM, JANE, status="kicked")
    api.migrate(basic_group(-7), group(-1007), by=MINSU)
    api.ask_inline("뉴스", sender=MINSU)
    api.forge("옛 자료", message_id=asked, sender=JANE, chat=NEWSROOM["id"])
    api.forge("옛 자료", message_id=99, sender=JANE, chat=NEWSROOM["id"])
    api.stop_draft(7, sender=MINSU)


def test_each_update_of_what_people_do_is_of_the_types_of_the_bot_api() -> None:
    api = BotApi()
    api.updates.allow(sorted(TYPES["Update"]["optional"]))
    everything_people_do(api)
    updates = api.waiting()

    assert len(updates) == 27
    for update in updates:
        UPDATE(update, "")
    first, reply, *_ = updates
    api.write("또?", sender=MINSU, chat=NEWSROOM, reply_to=reply["message"]["message_id"])
    quoted = api.waiting()[-1]["message"]["reply_to_message"]
    assert (quoted["text"], "reply_to_message" in quoted) == ("정말?", False)
    assert first["message"]["text"].endswith("경제"), "an edit does not change what was sent"
    assert first["message"]["from"]["is_bot"] is False
    assert abs(first["message"]["date"] - api.now()) < 60, "dates are in seconds"


def test_what_the_bot_sends_comes_back_as_the_types_of_the_bot_api(call: Call, api: BotApi) -> None:
    api.write("안녕", sender=MINSU)
    keys = {"inline_keyboard": [[{"text": "더 보기", "callback_data": "m:"}]]}
    sent = call("sendMessage", chat_id=1, text="<b>뉴스</b>", parse_mode="HTML", reply_markup=keys)
    number = sent["result"]["message_id"]
    press = api.press("더 보기", message_id=number, sender=MINSU)
    edited = call("editMessageText", chat_id=1, message_id=number, text="새 글")
    answers: dict[str, Any] = {
        "sendMessage": sent,
        "editMessageText": edited,
        "answerCallbackQuery": call("answerCallbackQuery", callback_query_id=press, text="예"),
        "getMe": call("getMe"),
        "getChat": call("getChat", chat_id=1),
        "getChatMember": call("getChatMember", chat_id=1, user_id=1),
        "getWebhookInfo": call("getWebhookInfo"),
        "getUpdates": call("getUpdates"),
    }
    returned = METHODS["getChatMember"]["returns"], METHODS["sendMessage"]["returns"]

    assert returned[1] == "Message"
    for method, answer in answers.items():
        checker(METHODS[method]["returns"])(answer["result"], method)


def test_there_is_a_valid_update_of_every_kind(api: BotApi) -> None:
    kinds = api.every_kind_of_update()

    assert set(kinds) == {*TYPES["Update"]["optional"], "future_kind"}
    for kind, content in kinds.items():
        if kind != "future_kind":
            UPDATE({"update_id": 1} | content, kind)
    with pytest.raises(MismatchError, match='Update has no field "future_kind"'):
        UPDATE({"update_id": 1} | kinds["future_kind"], "")


def test_there_is_a_valid_message_with_every_content(api: BotApi) -> None:
    messages = api.every_kind_of_message(sender=MINSU)

    assert {"sticker", "poll", "new_chat_title", "migrate_to_chat_id", "story"} <= set(messages)
    for kind, message in messages.items():
        if kind != "future_content":
            checker("Message")({"message_id": 1} | message, kind)


def test_python_telegram_bot_reads_what_people_do(api: BotApi) -> None:
    everything_people_do(api)

    for update in api.waiting():
        kind = next(name for name in update if name != "update_id")
        assert getattr(Update.de_json(update, None), kind, "unknown to it") is not None


@pytest.mark.parametrize(
    ("written", "value", "problem"),
    [
        ("int", True, "must be of type int"),
        ("int", "5", "must be of type int"),
        ("bool", 1, "must be of type bool"),
        ("[str]", "x", "must be an Array"),
        ("[str]", ["x", 5], r"\[1\]: must be of type str"),
        ("User", [], "must be an Object"),
        ("User", {"id": 1, "is_bot": False}, 'can\'t find field "first_name"'),
        ("ReactionTypeEmoji|ReactionTypePaid", {"type": "stars"}, 'find field "emoji"|must be'),
        ("ReplyKeyboardRemove", {"remove_keyboard": False}, "remove_keyboard: must be true"),
    ],
)
def test_a_value_of_another_type_is_told_apart(written: str, value: Any, problem: str) -> None:
    with pytest.raises(MismatchError, match=problem):
        checker(written)(value, "")


@pytest.mark.parametrize(
    ("written", "given", "value"),
    [
        ("int|str", "-1001", -1001),
        ("int|str", "@name", "@name"),
        ("str", "5", "5"),
        ("str", 5, "5"),
        ("bool", "True", True),
        ("bool", "0", False),
        ("[str]", '["message"]', ["message"]),
    ],
)
def test_a_parameter_that_comes_as_text_is_read_by_its_type(
    written: str, given: Any, value: Any
) -> None:
    assert read_value(written, given) == value
    assert json.dumps(read_value(written, given)) == json.dumps(value)


def test_alternatives_are_parted_outside_of_brackets_only() -> None:
    assert split_alternatives("[A|B]|int") == ["[A|B]", "int"]
