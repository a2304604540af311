"""The ASGI application: the Bot API's methods over HTTP."""

import asyncio
import email
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.telegram_server.html import BadHtmlError, Entity, parse_html, utf16_length
from tests.telegram_server.state import BotApi, Json

Method = Callable[[BotApi, Json, Request], Awaitable[Any]]

_CONFLICT = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is"
    " running"
)
_WEBHOOK = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete"
    " the webhook first"
)
_ACTIONS = {"typing", "upload_photo", "upload_document", "find_location", "choose_sticker"}


class RefusedError(Exception):
    """The call is answered with an error; ``code`` is its HTTP status."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def application(api: BotApi) -> Starlette:
    """Return the ASGI application in front of ``api``."""

    async def call(request: Request) -> Response:
        try:
            return JSONResponse({"ok": True, "result": await _call(api, request)})
        except RefusedError as error:
            body: Json = {"ok": False, "error_code": error.code, "description": error.description}
            if error.parameters:
                body["parameters"] = error.parameters
            return JSONResponse(body, status_code=error.code)

    return Starlette(routes=[Route("/bot{token}/{method}", call, methods=["GET", "POST"])])


async def _call(api: BotApi, request: Request) -> Any:
    token = request.path_params["token"]
    if not token.partition(":")[0].isdigit() or ":" not in token:
        raise RefusedError(404, "Not Found")
    if token != api.token:
        raise RefusedError(401, "Unauthorized")
    name = request.path_params["method"]
    method = _METHODS.get(name.lower())
    if method is None:
        raise RefusedError(404, "Not Found: method not found")
    if failure := api.failure(name):
        raise RefusedError(failure.code, failure.description, failure.parameters)
    return await method(api, await _parameters(request), request)


async def _parameters(request: Request) -> Json:
    """Read the parameters as the Bot API takes them: query, form, multipart or JSON."""
    given: Json = dict(request.query_params)
    body = await request.body()
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        values: Json = json.loads(body)
        return given | values
    if kind == "application/x-www-form-urlencoded":
        return given | dict(parse_qsl(body.decode(), keep_blank_values=True))
    if kind == "multipart/form-data":
        head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
        for part in email.message_from_bytes(head + body, policy=HTTP).iter_parts():
            name = part.get_param("name", header="content-disposition")
            payload = part.get_payload(decode=True)
            given[str(name)] = payload.decode() if isinstance(payload, bytes) else ""
    return given


def _structure(given: Json, name: str) -> Any:
    """Return a parameter that is an object or a list; forms carry it as JSON."""
    value = given.get(name)
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        raise RefusedError(400, f"Bad Request: can't parse {name} JSON object") from None


def _integer(given: Json, name: str, default: int) -> int:
    try:
        return int(given.get(name, default))
    except ValueError:
        raise RefusedError(400, f"Bad Request: invalid {name} specified") from None


async def _get_me(api: BotApi, given: Json, request: Request) -> Json:
    return api.me


async def _get_updates(api: BotApi, given: Json, request: Request) -> list[Json]:
    if api.webhook:
        raise RefusedError(409, _WEBHOOK)
    api.polls += 1
    poll = api.polls
    api.confirm(_integer(given, "offset", 0))
    limit = min(max(_integer(given, "limit", 100), 1), 100)
    deadline = time.monotonic() + _integer(given, "timeout", 0)
    while True:
        if poll != api.polls:
            raise RefusedError(409, _CONFLICT)
        waiting = api.waiting(limit)
        if waiting or time.monotonic() >= deadline or api.is_closing:
            return waiting
        await asyncio.sleep(0.005)


def _chat(api: BotApi, given: Json) -> Json:
    if "chat_id" not in given:
        raise RefusedError(400, "Bad Request: chat_id is empty")
    number = _integer(given, "chat_id", 0)
    if number not in api.chats:
        raise RefusedError(400, "Bad Request: chat not found")
    if number in api.blocked:
        raise RefusedError(403, "Forbidden: bot was blocked by the user")
    return api.chats[number]


async def _send_message(api: BotApi, given: Json, request: Request) -> Json:
    chat = _chat(api, given)
    text, entities = _text(given)
    message: Json = {"from": api.me, "chat": chat, "date": int(time.time()), "text": text}
    if entities:
        message["entities"] = [_without_null(asdict(entity)) for entity in entities]
    reply = _structure(given, "reply_parameters") or {}
    replied = api.message(chat["id"], reply.get("message_id", 0))
    if replied is not None:
        message["reply_to_message"] = replied
    elif reply and not reply.get("allow_sending_without_reply"):
        raise RefusedError(400, "Bad Request: message to be replied not found")
    preview = _structure(given, "link_preview_options") or {}
    return api.note(
        message,
        {
            "text": text,
            "entities": entities,
            "html": given["text"],
            "reply_to": replied["message_id"] if replied else None,
            "has_preview": not preview.get("is_disabled", False),
        },
    )


def _text(given: Json) -> tuple[str, tuple[Entity, ...]]:
    raw = given.get("text", "")
    if len(raw.encode()) > 1 << 15:
        raise RefusedError(400, "Bad Request: text is too long")
    mode = given.get("parse_mode", "").lower()
    if mode not in ("", "html"):
        raise RefusedError(400, "Bad Request: unsupported parse_mode")
    try:
        text, entities = parse_html(raw) if mode else (raw, ())
    except BadHtmlError as error:
        raise RefusedError(400, f"Bad Request: can't parse entities: {error}") from None
    if not text.strip():
        raise RefusedError(400, "Bad Request: message text is empty")
    if utf16_length(text) > 4096:
        raise RefusedError(400, "Bad Request: message is too long")
    return text, entities[:100]


def _without_null(values: Json) -> Json:
    return {name: value for name, value in values.items() if value is not None}


async def _send_chat_action(api: BotApi, given: Json, request: Request) -> bool:
    chat = _chat(api, given)
    if given.get("action") not in _ACTIONS:
        raise RefusedError(400, "Bad Request: wrong parameter action in request")
    api.actions.append((chat["id"], given["action"], time.monotonic()))
    return True


async def _set_my_commands(api: BotApi, given: Json, request: Request) -> bool:
    commands = _structure(given, "commands")
    if not isinstance(commands, list) or len(commands) > 100:
        raise RefusedError(400, "Bad Request: can't parse commands JSON object")
    for command in commands:
        name = command["command"].removeprefix("/")
        if not (name.isascii() and name.replace("_", "a").isalnum() and name == name.lower()):
            raise RefusedError(400, "Bad Request: BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise RefusedError(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
    api.commands[given.get("language_code", "")] = commands
    return True


async def _get_my_commands(api: BotApi, given: Json, request: Request) -> list[Json]:
    return api.commands.get(given.get("language_code", ""), [])


async def _delete_my_commands(api: BotApi, given: Json, request: Request) -> bool:
    api.commands.pop(given.get("language_code", ""), None)
    return True


async def _delete_webhook(api: BotApi, given: Json, request: Request) -> bool:
    api.webhook = ""
    if str(given.get("drop_pending_updates", "")).lower() == "true":
        api.confirm(1 << 60)
    return True


_METHODS: dict[str, Method] = {
    "getme": _get_me,
    "getupdates": _get_updates,
    "sendmessage": _send_message,
    "sendchataction": _send_chat_action,
    "setmycommands": _set_my_commands,
    "getmycommands": _get_my_commands,
    "deletemycommands": _delete_my_commands,
    "deletewebhook": _delete_webhook,
}
