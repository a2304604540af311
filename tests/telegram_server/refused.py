"""Calls that Telegram refuses, and its words; ``refusing`` is the Bot API they are made to."""

from typing import Any, Final

from tests.telegram_server import BotApi, basic_group, channel, forum, group, person
from tests.telegram_server.values import Json

MINSU, BLOCKER, STRANGER, OTHER_BOT = person(1), person(2), person(3), person(4, is_bot=True)
GONE: Final = person(6)
NEWSROOM, KICKED, OLD, NEW = group(-1001), group(-1002), basic_group(-5), group(-1005)
FORUM, CHANNEL, MUTED = forum(-1003), channel(-1004), group(-1006)
TOO_OLD: Final = "query is too old and response timeout expired or query ID is invalid"
_UNPARSED: Final = "Bad Request: can't parse entities: "
_BUTTON: Final = "Bad Request: inline keyboard button URL"


def refusing() -> BotApi:
    """Return a Bot API where Minsu alone can be written to; message 1 is his."""
    api = BotApi()
    api.write("안녕", sender=MINSU)
    api.write("안녕", sender=STRANGER, chat=NEWSROOM)
    api.write("안녕", sender=OTHER_BOT, chat=NEWSROOM)
    api.write("안녕", sender=BLOCKER)
    api.block(BLOCKER)
    api.remove_bot(KICKED, by=MINSU)
    api.migrate(OLD, NEW, by=MINSU)
    api.add_bot(CHANNEL, by=MINSU)
    api.open_topic(FORUM, "경제", by=MINSU)
    api.add_bot(MUTED, by=MINSU)
    api.muted.add(MUTED["id"])
    api.write("안녕", sender=GONE)
    api.deactivated.add(GONE["id"])
    return api


def keyboard(**button: Any) -> Json:
    """Return an inline keyboard of one button."""
    return {"inline_keyboard": [[{"text": "출처", **button}]]}


def _to(chat: int | str, **more: Any) -> Json:
    return {"chat_id": chat, "text": "x"} | more


def _says(text: str, **more: Any) -> Json:
    return _to(1, text=text, **more)


def _html(text: str) -> Json:
    return _says(text, parse_mode="HTML")


def _keys(**button: Any) -> Json:
    return _to(1, reply_markup=keyboard(**button))


def _commands(name: str, description: str = "x", *, times: int = 1, **more: Any) -> Json:
    return {"commands": [{"command": name, "description": description}] * times} | more


_MESSAGES: Final = [
    (_to(5), "Bad Request: chat not found"),
    (_to("@nobody"), "Bad Request: chat not found"),
    (_to(2), "Forbidden: bot was blocked by the user"),
    (_to(3), "Forbidden: bot can't initiate conversation with a user"),
    (_to(6), "Forbidden: user is deactivated"),
    (_to(4), "Forbidden: bot can't send messages to bots"),
    (_to(-1002), "Forbidden: bot was kicked from the supergroup chat"),
    (_to(-1004), "Bad Request: need administrator rights in the channel chat"),
    (_to(-1006), "Bad Request: not enough rights to send text messages to the chat"),
    (_says(" \n\t"), "Bad Request: message text is empty"),
    (_html("<b> </b>"), "Bad Request: message text is empty"),
    (_says("😀" * 2_049), "Bad Request: message is too long"),
    (_says("x" * 32_769), "Bad Request: text is too long"),
    (_html("1 < 2"), _UNPARSED + 'Unsupported start tag "" at byte offset 2'),
    (_html("<b>x"), _UNPARSED + "Can't find end tag corresponding to start tag b"),
    (_html("x</b>"), _UNPARSED + "Unexpected end tag at byte offset 1"),
    (_html("<p>x</p>"), _UNPARSED + 'Unsupported start tag "p" at byte offset 0'),
    (_html("<b>x</b>" * 101), "Bad Request: ENTITIES_TOO_LONG"),
    (_says("x", parse_mode="XML"), "Bad Request: unsupported parse_mode"),
    (
        _says("x", entities=[{"type": "bold", "offset": 0, "length": 2}]),
        "Bad Request: ENTITY_BOUNDS_INVALID",
    ),
    (
        _says("x", reply_parameters={"message_id": 77}),
        "Bad Request: message to be replied not found",
    ),
    (_to(-1001, message_thread_id=9), "Bad Request: message thread not found"),
    (_to(-1003, message_thread_id=9), "Bad Request: message thread not found"),
    (_keys(callback_data="가" * 22), "Bad Request: BUTTON_DATA_INVALID"),
    (_keys(callback_data=""), "Bad Request: BUTTON_DATA_INVALID"),
    (
        _keys(),
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline"
        " keyboard",
    ),
    (
        _keys(url="javascript://x"),
        f"{_BUTTON} 'javascript://x' is invalid: Unsupported URL protocol",
    ),
    (_keys(url="http://localhost/"), f"{_BUTTON} 'http://localhost/' is invalid: Wrong HTTP URL"),
    (
        _to(1, reply_markup={"inline_keyboard": [[{"text": "x", "pay": True}] * 101]}),
        "Bad Request: reply markup is too long",
    ),
]
_MENU: Final = [
    (_commands("뉴스"), "BOT_COMMAND_INVALID"),
    (_commands("Latest"), "BOT_COMMAND_INVALID"),
    (_commands("/"), "command must be non-empty"),
    (_commands("a" * 33), "command length must not exceed 32"),
    (_commands("a", " "), "command description must be non-empty"),
    (_commands("a", "x" * 257), "command description length must not exceed 256"),
    (_commands("a", times=101), "BOT_COMMANDS_TOO_MUCH"),
    (_commands("a", language_code="kor"), "invalid language code specified"),
    (_commands("a", scope={"type": "chat", "chat_id": 5}), "chat not found"),
]
_OTHERS: Final = [
    ("editMessageText", _to(1, message_id=77), "message to edit not found"),
    ("editMessageText", _to(1, message_id=1), "message can't be edited"),
    ("editMessageText", {"inline_message_id": "x", "text": "x"}, "MESSAGE_ID_INVALID"),
    ("editMessageReplyMarkup", {"chat_id": 1, "message_id": 77}, "message to edit not found"),
    ("deleteMessage", {"chat_id": 1, "message_id": 77}, "message to delete not found"),
    ("deleteMessage", {"chat_id": -1001, "message_id": 1}, "message can't be deleted for everyone"),
    ("sendChatAction", {"chat_id": 1, "action": "x"}, "wrong parameter action in request"),
    ("answerCallbackQuery", {"callback_query_id": "9"}, TOO_OLD),
    ("getFile", {"file_id": "nothing"}, "invalid file_id"),
    ("getChatMember", {"chat_id": -1001, "user_id": 99}, "PARTICIPANT_ID_INVALID"),
    (
        "getChatAdministrators",
        {"chat_id": 1},
        "there are no administrators in the private chat",
    ),
    ("sendMessageDraft", _to(1, draft_id=0), "draft identifier must be non-zero"),
    ("sendMessageDraft", _to(-1001, draft_id=1), "drafts can be sent only to private chats"),
    (
        "setWebhook",
        {"url": "http://news.example.com/hook"},
        "bad webhook: An HTTPS URL must be provided for webhook",
    ),
    (
        "setWebhook",
        {"url": "https://news.example.com:8000/hook"},
        "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
    ),
    (
        "setWebhook",
        {"url": "https://news.example.com/", "secret_token": "가"},
        "secret token contains unallowed characters",
    ),
]

#: Method, parameters, the whole description.
REFUSED: Final[list[tuple[str, Json, str]]] = [
    *(("sendMessage", given, description) for given, description in _MESSAGES),
    *(("setMyCommands", given, f"Bad Request: {problem}") for given, problem in _MENU),
    *((method, given, f"Bad Request: {problem}") for method, given, problem in _OTHERS),
]
