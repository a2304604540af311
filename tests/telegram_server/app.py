"""The ASGI application: the Bot API's methods over HTTP."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Final

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.telegram_server.answering import answer_callback_query, answer_inline_query
from tests.telegram_server.editing import (
    delete_message,
    delete_messages,
    edit_message_reply_markup,
    edit_message_text,
)
from tests.telegram_server.faults import KINDS, Fault
from tests.telegram_server.menu import delete_my_commands, get_my_commands, set_my_commands
from tests.telegram_server.parameters import read_parameters
from tests.telegram_server.reading import (
    get_chat,
    get_chat_administrators,
    get_chat_member,
    get_file,
    get_me,
)
from tests.telegram_server.refusals import RefusedError
from tests.telegram_server.sending import (
    send_chat_action,
    send_document,
    send_message,
    send_message_draft,
    send_photo,
)
from tests.telegram_server.state import BotApi
from tests.telegram_server.values import Call, Json
from tests.telegram_server.webhook import delete_webhook, get_webhook_info, posting, set_webhook

_CONFLICT: Final = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is"
    " running"
)
_HOOKED: Final = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete"
    " the webhook first"
)
_SET_MEANWHILE: Final = "Conflict: terminated by setWebhook request"
_MAX_POLL_S: Final = 50
#: A poll that was given up may be heard of only after the next one has come.
_HANG_UP_S: Final = 0.2
_BAD_GATEWAY: Final = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    "<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>"
)
_METHODS: Final[dict[str, Callable[[BotApi, Json], Any]]] = {
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "deleteMyCommands": delete_my_commands,
    "deleteWebhook": delete_webhook,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "editMessageText": edit_message_text,
    "getChat": get_chat,
    "getChatAdministrators": get_chat_administrators,
    "getChatMember": get_chat_member,
    "getFile": get_file,
    "getMe": get_me,
    "getMyCommands": get_my_commands,
    "getWebhookInfo": get_webhook_info,
    "sendChatAction": send_chat_action,
    "sendDocument": send_document,
    "sendMessage": send_message,
    "sendMessageDraft": send_message_draft,
    "sendPhoto": send_photo,
    "setMyCommands": set_my_commands,
    "setWebhook": set_webhook,
}
_NAMES: Final = {name.lower(): name for name in (*_METHODS, "getUpdates")}


def application(api: BotApi, *routes: BaseRoute) -> ASGIApp:
    """Return the ASGI application in front of ``api``, with further ``routes`` if there are any."""

    async def call(request: Request) -> Response:
        return await _Exchange(api, request).answer()

    async def download(request: Request) -> Response:
        return _file(api, **request.path_params)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with posting(api):
            yield

    served = Starlette(
        routes=[
            Route("/bot{token}/{method}", call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", download),
            *routes,
        ],
        lifespan=lifespan,
    )

    async def outermost(scope: Scope, receive: Receive, send: Send) -> None:
        # Only uvicorn's own ``send`` leads to the connection, to cut it.
        await served({**scope, "connection": getattr(send, "__self__", None)}, receive, send)

    return outermost


def _file(api: BotApi, *, token: str, path: str) -> Response:
    file = api.files.get(path.removeprefix("documents/"))
    if token != api.token or file is None:
        return _refusal(RefusedError(404, "Not Found"))
    return Response(file.content, media_type="application/octet-stream")


class _NoAnswer(Response):
    """Closes the connection without an answer, or keeps it open without one."""

    def __init__(self, *, hangs: bool) -> None:
        super().__init__()
        self._hangs = hangs

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        connection = scope["connection"]
        if not hasattr(connection, "transport"):  # a client in this process: it gets the error
            if self._hangs:
                raise httpx.ReadTimeout("no answer came in time")
            raise httpx.RemoteProtocolError("Server disconnected without sending a response.")
        if not self._hangs:
            connection.transport.abort()
        while (await receive())["type"] != "http.disconnect":
            pass


def _refusal(error: RefusedError) -> JSONResponse:
    body: Json = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    return JSONResponse(body, status_code=error.code)


class _Exchange:
    """One call: what was asked, what became of it, and what is answered."""

    def __init__(self, api: BotApi, request: Request) -> None:
        self._api = api
        self._request = request
        self._name = ""
        self._given: Json = {}

    async def answer(self) -> Response:
        try:
            fault = self._begin()
        except RefusedError as error:
            return _refusal(error)
        if fault is not None and not KINDS[fault.kind]:
            await self._request.body()  # closing on what is unread would reset the connection
            return self._failed(fault)
        try:
            result = await self._result()
        except RefusedError as error:
            self._log("refused", code=error.code, description=error.description)
            return _refusal(error)
        self._log(fault.kind if fault else "ok", result=result)
        if fault is not None and fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        elif fault is not None:
            return _NoAnswer(hangs=fault.kind == "hung_reply")
        return JSONResponse({"ok": True, "result": result})

    def _begin(self) -> Fault | None:
        """Note the call and return how it fails, if it does; raises RefusedError."""
        token = self._request.path_params["token"]
        number, colon, _ = token.partition(":")
        if not colon or not number.isdigit():
            raise RefusedError(404, "Not Found")
        if token != self._api.token:
            raise RefusedError(401, "Unauthorized")
        asked = self._request.path_params["method"]
        self._name = _NAMES.get(asked.lower(), "")
        if not self._name:
            raise RefusedError(404, "Not Found: method not found")
        with self._api.lock:
            self._api.calls.append((asked, self._api.clock()))
            return self._api.faults.next(asked)

    def _failed(self, fault: Fault) -> Response:
        self._log(fault.kind, code=fault.code, description=fault.description)
        if fault.kind == "error":
            return _refusal(RefusedError(fault.code, fault.description, fault.parameters))
        if fault.kind == "bad_gateway":
            return HTMLResponse(_BAD_GATEWAY, status_code=fault.code)
        return _NoAnswer(hangs=False)

    async def _result(self) -> Any:
        self._given = await read_parameters(self._request, self._name)
        if self._name == "getUpdates":
            return await self._updates()
        with self._api.lock:
            return _METHODS[self._name](self._api, self._given)

    async def _updates(self) -> list[Json]:
        api = self._api
        if api.hook:
            raise RefusedError(409, _HOOKED)
        api.polls += 1
        poll = api.polls
        api.updates.wake()  # an older poll ends now
        api.updates.allow(self._given.get("allowed_updates"))
        api.updates.confirm(self._given.get("offset", 0))
        limit = min(max(self._given.get("limit", 100), 1), 100)
        deadline = time.monotonic() + min(self._given.get("timeout", 0), _MAX_POLL_S)
        left = asyncio.ensure_future(self._request.receive())
        try:
            while True:
                seen = api.updates.changes
                if poll != api.polls:
                    await asyncio.wait((left,), timeout=_HANG_UP_S)
                    if not left.done():
                        raise RefusedError(409, _CONFLICT)
                if api.hook:
                    raise RefusedError(409, _SET_MEANWHILE)
                waiting = api.updates.waiting(limit)
                remaining = deadline - time.monotonic()
                if waiting or remaining <= 0 or api.is_closing or left.done():
                    return waiting
                await api.updates.change(seen, remaining, left)
        finally:
            left.cancel()

    def _log(self, outcome: str, *, code: int = 200, description: str = "", **more: Any) -> None:
        result = more.get("result")
        message = result.get("message_id") if isinstance(result, dict) else None
        chat = self._given.get("chat_id")
        self._api.log.append(
            Call(
                method=self._name,
                at=self._api.clock(),
                chat=chat if isinstance(chat, int) else None,
                outcome=outcome,
                message_id=message,
                code=code,
                description=description,
            )
        )
