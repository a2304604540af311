"""Each refusal comes in Telegram's words, to a plain client and to python-telegram-bot."""

import asyncio
import re
from typing import Any

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter

from tests.telegram_server import BotApi
from tests.telegram_server.conftest import Call, bot_of
from tests.telegram_server.html import utf16_length
from tests.telegram_server.refused import MINSU, NEW, OLD, REFUSED, TOO_OLD, keyboard, refusing
from tests.telegram_server.values import Json

Row = tuple[str, Json, str]


@pytest.fixture
def api() -> BotApi:
    """A Bot API where hardly anybody can be written to."""
    return refusing()


def article(number: int = 1, text: str = "뉴스", **more: Any) -> Json:
    content = {"message_text": text, "parse_mode": "HTML"}
    head = {"type": "article", "id": str(number), "title": "제목"}
    return head | {"input_message_content": content} | more


def titled(row: Row) -> str:
    return f"{row[0]} {row[2][:60]}"


@pytest.mark.parametrize("row", REFUSED, ids=titled)
def test_a_plain_client_is_told_why(api: BotApi, call: Call, row: Row) -> None:
    method, given, description = row
    code = 403 if description.startswith("Forbidden") else 400

    assert call(method, **given) == {"ok": False, "error_code": code, "description": description}
    assert api.sent == []


@pytest.mark.parametrize("row", REFUSED, ids=titled)
def test_python_telegram_bot_is_told_why(api: BotApi, row: Row) -> None:
    method, given, description = row
    plain = {name: one for name, one in given.items() if not isinstance(one, dict | list)}
    more = {name: one for name, one in given.items() if name not in plain}
    if commands := more.pop("commands", None):
        plain["commands"] = [(one["command"], one["description"]) for one in commands]

    async def talk() -> None:
        async with bot_of(api) as bot:
            await getattr(bot, in_snake_case(method))(**plain, api_kwargs=more)

    with pytest.raises(Forbidden if description.startswith("Forbidden") else BadRequest) as caught:
        asyncio.run(talk())
    assert str(caught.value).lower() == description.removeprefix("Bad Request: ").lower()


def in_snake_case(name: str) -> str:
    return re.sub(r"(?<=[a-z])([A-Z])", r"_\1", name).lower()


@pytest.mark.parametrize(
    ("method", "given", "description"),
    [
        ("sendMessage", {"text": "x"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": 1}, "message text is empty"),
        ("sendMessage", {"chat_id": 1, "text": "x", "txet": "y"}, "sendMessage has no parameter"),
        ("sendMessage", {"chat_id": 1, "text": "x", "message_thread_id": "x"}, "invalid message_t"),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": "{"}, "can't parse reply_mar"),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "reply_markup": {"inline_keyboard": [[{"url": "x"}]]}},
            "can't parse reply_markup: inline_keyboard[0][0]: can't find field \"text\"",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "link_preview_options": {"disabled": True}},
            'can\'t parse link_preview_options: LinkPreviewOptions has no field "disabled"',
        ),
        ("editMessageText", {"text": "x", "chat_id": 1}, "message identifier is not specified"),
        ("sendChatAction", {"chat_id": 1}, "wrong parameter action in request"),
        ("setMyCommands", {"commands": 5}, "can't parse commands JSON object"),
        ("setMyCommands", {"commands": [{"command": "a"}]}, "can't parse commands: [0]: can't fin"),
        ("getFile", {}, "file_id not specified"),
    ],
)
def test_a_missing_or_mistyped_parameter_is_refused(
    api: BotApi, call: Call, method: str, given: Json, description: str
) -> None:
    answer = call(method, **given)

    assert answer["error_code"] == 400
    assert answer["description"].startswith(f"Bad Request: {description}")


@pytest.mark.parametrize(
    ("results", "description"),
    [
        ([article(), article()], "RESULT_ID_DUPLICATE"),
        ([article(n) for n in range(51)], "RESULTS_TOO_MUCH"),
        ([article(id="가" * 22)], "RESULT_ID_INVALID"),
        ([article(id="")], "RESULT_ID_INVALID"),
        ([article(title=" ")], "ARTICLE_TITLE_EMPTY"),
        ([article(text="<b></b>")], "message text is empty"),
        ([article(text="가" * 4097)], "message is too long"),
        ([article(text="1 < 2")], "can't parse entities: Unsupported start tag"),
        ([article(reply_markup=keyboard(callback_data="x" * 65))], "BUTTON_DATA_INVALID"),
        ([article(kind="y")], "can't parse results: [0]: InlineQueryResultArticle has no field"),
    ],
)
def test_inline_results_are_checked_as_strictly_as_messages(
    api: BotApi, call: Call, results: list[Json], description: str
) -> None:
    query = api.ask_inline("뉴스", sender=MINSU)
    answer = call("answerInlineQuery", inline_query_id=query, results=results)

    assert answer["description"].startswith(f"Bad Request: {description}")
    assert api.inline_answers == {}


def test_an_inline_query_is_answered_while_it_is_new(api: BotApi, call: Call) -> None:
    query = api.ask_inline("뉴스", sender=MINSU)
    assert call("answerInlineQuery", inline_query_id=query, results=[article()])["ok"]

    api.query_timeout_s = -1
    late = call("answerInlineQuery", inline_query_id=query, results=[article()])
    assert late["description"] == f"Bad Request: {TOO_OLD}"


def test_a_migrated_group_says_where_it_went(api: BotApi, call: Call) -> None:
    answer = call("sendMessage", chat_id=OLD["id"], text="x")
    assert answer["parameters"] == {"migrate_to_chat_id": NEW["id"]}
    assert answer["description"] == ("Bad Request: group chat was upgraded to a supergroup chat")

    async def talk() -> None:
        async with bot_of(api) as bot:
            await bot.send_message(OLD["id"], "x")

    with pytest.raises(ChatMigrated) as caught:
        asyncio.run(talk())
    assert caught.value.new_chat_id == NEW["id"]


def test_what_is_just_within_the_limits_is_sent(api: BotApi, call: Call) -> None:
    answer = call(
        "sendMessage",
        chat_id=1,
        text="<b>😀</b>" * 100 + "x" * (4096 - 200),
        parse_mode="HTML",
        reply_markup=keyboard(callback_data="x" * 64),
    )

    assert answer["ok"], answer
    assert utf16_length(api.sent[0].text) == 4096
    assert len(api.sent[0].entities) == 100


def test_white_space_at_both_ends_is_not_shown(api: BotApi, call: Call) -> None:
    call("sendMessage", chat_id=1, text=" \n<b> 가 </b>\n<i> </i>", parse_mode="HTML")

    (sent,) = api.sent
    assert sent.text == "가"
    assert [(one.type, one.offset, one.length) for one in sent.entities] == [("bold", 0, 1)]


def test_limits_are_counted_and_refused_when_they_are_kept_strictly(
    api: BotApi, call: Call
) -> None:
    def burst(number: int) -> list[bool]:
        return [call("sendMessage", chat_id=1, text="x")["ok"] for _ in range(number)]

    assert burst(4) == [True] * 4
    assert [one.rule for one in api.limits_broken] == ["chat"]

    api.keep_limits()
    answer = call("sendMessage", chat_id=1, text="x")
    assert answer["description"] == "Too Many Requests: retry after 2"
    assert answer["parameters"] == {"retry_after": 2}
    assert len(api.texts(1)) == 4

    async def talk() -> None:
        async with bot_of(api) as bot:
            await bot.send_message(1, "x")

    with pytest.raises(RetryAfter):
        asyncio.run(talk())
