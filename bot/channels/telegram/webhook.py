"""Takes updates that Telegram posts to the service."""

import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.telegram.inbound import number_of

#: Larger than any update: its longest text is 4,096 characters, with 100 entities and buttons.
MAX_BODY: Final = 1_000_000
PATH: Final = "/telegram"
_SECRET: Final = "x-telegram-bot-api-secret-token"  # noqa: S105 - a header's name

_log = logging.getLogger(__name__)

Accept = Callable[[list[tuple[int, dict[str, Any]]]], Awaitable[bool]]


def route(accept: Accept, *, secret: str) -> Route:
    """Make the route that hands each update to ``accept``.

    A wrong secret gets 403, a body that is too large 413, one that is no update 400; 503 when
    ``accept`` could not keep it: Telegram then sends it again.
    """

    async def take(request: Request) -> Response:
        given = request.headers.get(_SECRET, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return Response(status_code=403)
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        try:
            raw = json.loads(body)
            update = number_of(raw), raw
        except (LookupError, TypeError, ValueError, RecursionError):
            return Response(status_code=400)
        return Response(status_code=200 if await accept([update]) else 503)

    return Route(PATH, take, methods=["POST"])


async def _body(request: Request) -> bytes | None:
    """Read the body; None when it is too large, whatever its head says of its length."""
    body = bytearray()
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > MAX_BODY:
                return None
    except ClientDisconnect:
        return b""
    return bytes(body)
