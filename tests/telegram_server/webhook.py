"""Posts updates to the bot's webhook, as Telegram does, and the methods that set it."""

import asyncio
import ipaddress
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from tests.telegram_server.refusals import bad
from tests.telegram_server.state import BotApi
from tests.telegram_server.values import Hook, Json

_SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]*")
_MAX_SECRET: Final = 256
_PORTS: Final = (80, 88, 443, 8443)
_CONNECTIONS, _MAX_CONNECTIONS = 40, 100
_LONGEST_RETRY_S: Final = 60.0
_PATIENCE_S: Final = 60.0
#: Of a long queue only the oldest are looked through for chats that have nothing in hand.
_LOOKED_AT: Final = 1_000


def set_webhook(api: BotApi, given: Json) -> bool:
    """Have updates posted to a URL; an empty one ends it."""
    if not given["url"]:
        return delete_webhook(api, given)
    secret = given.get("secret_token", "")
    if len(secret) > _MAX_SECRET:
        raise bad("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise bad("secret token contains unallowed characters")
    _check_url(given["url"])
    connections = min(max(given.get("max_connections", _CONNECTIONS), 1), _MAX_CONNECTIONS)
    api.updates.allow(given.get("allowed_updates"))
    if given.get("drop_pending_updates"):
        api.updates.clear()
    api.hook = Hook(url=given["url"], secret=secret, max_connections=connections)
    api.updates.wake()
    return True


def _check_url(url: str) -> None:
    """Refuse what Telegram refuses; loopback alone may be plain and on any port."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise bad("bad webhook: Invalid URL specified") from None
    if is_loopback(host) and parts.scheme in ("http", "https"):
        return
    if parts.scheme != "https":
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if (port or 443) not in _PORTS:
        ports = "80, 88, 443 or 8443"
        raise bad(f"bad webhook: Webhook can be set up only on ports {ports}")


def is_loopback(host: str) -> bool:
    """Say whether a host is this machine, without looking its name up."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def delete_webhook(api: BotApi, given: Json) -> bool:
    """End posting; updates wait for a poll again."""
    api.hook = None
    if given.get("drop_pending_updates"):
        api.updates.clear()
    api.updates.wake()
    return True


def get_webhook_info(api: BotApi, given: Json) -> Json:
    """Return where updates go, and what went wrong there last."""
    hook = api.hook
    info: Json = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": api.updates.count(),
    }
    if hook:
        info["max_connections"] = hook.max_connections
        if hook.failure:
            info |= {"last_error_date": hook.failed_at, "last_error_message": hook.failure}
    if api.updates.allowed is not None:
        info["allowed_updates"] = sorted(api.updates.allowed)
    return info


@asynccontextmanager
async def posting(api: BotApi, *, app: Any = None) -> AsyncIterator[None]:
    """Post updates to the webhook while the block runs.

    ``app`` is an ASGI application in the same process that takes them whatever the URL's host;
    without it only loopback is dialled.
    """
    transport = None if app is None else httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, timeout=_PATIENCE_S) as client:
        task = asyncio.create_task(_Posting(api, client, in_process=app is not None).run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait((task,))


class _Posting:
    """Keeps the order within a chat; chats go in parallel, as many as there are connections."""

    def __init__(self, api: BotApi, client: httpx.AsyncClient, *, in_process: bool) -> None:
        self._api = api
        self._client = client
        self._in_process = in_process
        self._in_hand: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        try:
            while True:
                seen = self._api.updates.changes
                self._begin()
                await self._api.updates.change(seen, _PATIENCE_S, *self._in_hand.values())
                for queue in [queue for queue, task in self._in_hand.items() if task.done()]:
                    self._in_hand.pop(queue).result()
        finally:
            for task in self._in_hand.values():
                task.cancel()
            if self._in_hand:
                await asyncio.wait(self._in_hand.values())

    def _begin(self) -> None:
        hook = self._api.hook
        if hook is None:
            return
        for update in self._api.updates.waiting(_LOOKED_AT):
            if len(self._in_hand) >= hook.max_connections:
                return
            queue = _queue(update)
            if queue not in self._in_hand:
                self._in_hand[queue] = asyncio.create_task(self._post(hook, update))

    async def _post(self, hook: Hook, update: Json) -> None:
        wait_s = self._api.webhook_retry_s
        while self._api.hook is hook and not self._api.is_closing:
            failure = await self._try(hook, update)
            if not failure:
                self._api.updates.drop(update["update_id"])
                return
            hook.failure, hook.failed_at = failure, self._api.now()
            await asyncio.sleep(wait_s)
            wait_s = min(2 * wait_s, _LONGEST_RETRY_S)

    async def _try(self, hook: Hook, update: Json) -> str:
        """Post an update; return what was wrong."""
        if not self._in_process and not is_loopback(urlsplit(hook.url).hostname or ""):
            return "Failed to resolve host: Name or service not known"
        headers = {_SECRET_HEADER: hook.secret} if hook.secret else {}
        try:
            answer = await self._client.post(hook.url, json=update, headers=headers)
        except httpx.TimeoutException:
            return "Read timeout expired"
        except httpx.HTTPError:
            return "Connection refused"
        if answer.is_success:
            return ""
        phrase = answer.reason_phrase
        return f"Wrong response from the webhook: {answer.status_code} {phrase}".rstrip()


def _queue(update: Json) -> str:
    """Return what an update has to stay in order with: its chat, else its sender."""
    for kind, content in update.items():
        if kind != "update_id" and isinstance(content, dict):
            message = content.get("message")
            chat = content.get("chat") or (message if isinstance(message, dict) else {}).get("chat")
            party = chat or content.get("from") or content.get("user") or {}
            if isinstance(party, dict):
                return str(party.get("id", kind))
    return ""
