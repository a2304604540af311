"""A page on which a person plays with the bot: chats as bubbles, and what one can do in them."""

import base64
from pathlib import Path
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from tests.telegram_server.menu import shown_commands
from tests.telegram_server.state import BotApi
from tests.telegram_server.values import Json, forum, group, person, private
from tests.telegram_server.webhook import is_loopback

_HTML: Final = Path(__file__).with_name("page.html")
_SHOWN: Final = 200
#: Telegram takes a draft away after this time: https://core.telegram.org/bots/api#sendmessagedraft
_DRAFT_S: Final = 30
_NEWSROOM, _FORUM = group(-1001), forum(-1002)


class Page:
    """The routes of the page in front of ``api``; they answer only on this machine."""

    def __init__(self, api: BotApi) -> None:
        self._api = api
        self._topic = 0

    def routes(self) -> tuple[Route, ...]:
        """Return what serves the page."""
        self.reset()
        return (
            Route("/", self._page),
            Route("/page/state", self._state),
            Route("/page/do", self._do, methods=["POST"]),
        )

    def reset(self) -> None:
        """Begin anew: two people, a group and a forum with one topic."""
        self._api.clear()
        for chat in (private(person(1)), private(person(2)), _NEWSROOM):
            self._api.know(chat)
        self._topic = self._api.open_topic(_FORUM, "뉴스", by=person(1))
        self._api.forget()

    def _refused(self, request: Request) -> bool:
        """Say whether a request comes by another name than this machine's (a rebound one)."""
        return not is_loopback(request.url.hostname or "")

    async def _page(self, request: Request) -> Response:
        if self._refused(request):
            return Response(status_code=403)
        policy = "default-src 'self' 'unsafe-inline'"
        return HTMLResponse(_HTML.read_text("utf-8"), headers={"Content-Security-Policy": policy})

    async def _state(self, request: Request) -> Response:
        if self._refused(request):
            return Response(status_code=403)
        api = self._api
        with api.lock:
            chats = [self._chat(chat) for chat in api.chats.values()]
        return JSONResponse(
            {
                "bot": api.me,
                "chats": chats,
                "toasts": [toast.text for toast in api.toasts if toast.text],
                "inline": {query: one["results"] for query, one in api.inline_answers.items()},
                "calls": len(api.calls),
            }
        )

    def _chat(self, chat: Json) -> Json:
        api, number = self._api, chat["id"]
        menu = shown_commands(api, chat=chat, user=1, language="ko")
        messages = api.history(number)[-_SHOWN:]
        return {"chat": chat, "messages": messages, "draft": self._draft(number), "commands": menu}

    def _draft(self, chat: int) -> str | None:
        """Return the draft that is shown: not one that a message has replaced, or an old one."""
        api = self._api
        draft = next((one for one in reversed(api.drafts) if one.chat == chat), None)
        sent = next((one for one in reversed(api.sent) if one.chat == chat), None)
        if draft is None or api.clock() - draft.at > _DRAFT_S or (sent and sent.at > draft.at):
            return None
        return draft.text

    async def _do(self, request: Request) -> Response:
        # A form of another site cannot send JSON here without this server's leave.
        if self._refused(request) or request.headers.get("content-type") != "application/json":
            return Response(status_code=403)
        asked = await request.json()
        try:
            return JSONResponse({"ok": True, "result": self._done(asked)})
        except (LookupError, ValueError, TypeError) as error:
            return JSONResponse({"ok": False, "problem": str(error)}, status_code=400)

    def _done(self, asked: Json) -> Any:
        api, what = self._api, asked["do"]
        sender = person(int(asked.get("person", 1)))
        chat = api.chats[int(asked.get("chat", 1))]
        if chat["type"] == "private":
            sender = person(chat["id"])
        where: Json = {"sender": sender, "chat": chat}
        if chat["id"] == _FORUM["id"]:
            where["thread"] = self._topic
        number = int(asked.get("message") or 0)
        if what == "write":
            return api.write(str(asked["text"]), **where, reply_to=number or None)
        if what == "file":
            content = base64.b64decode(asked["content"])
            return api.send_file(str(asked["name"]), content, mime=str(asked["mime"]), **where)
        if what == "edit":
            return api.edit(chat["id"], number, str(asked["text"]))
        if what == "press":
            return api.press(
                str(asked["button"]), message_id=number, sender=sender, chat=chat["id"]
            )
        if what == "inline":
            return api.ask_inline(str(asked["text"]), sender=sender)
        if what == "choose":
            query, result = str(asked["query"]), str(asked["result"])
            typed = str(asked["text"])
            return api.choose_inline(query, result, text=typed, sender=sender, chat=chat)
        if what == "reset":
            return self.reset()
        raise ValueError(f"nobody can do that here: {what}")
