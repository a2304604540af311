"""The service's own web server, for what others post to it."""

import asyncio
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route

from bot.errors import BotError

#: How long requests in hand may take when the service stops.
_STOP_S = 5

log = logging.getLogger(__name__)


class WebError(BotError):
    """The address cannot be listened on."""


class _Server(uvicorn.Server):
    """Leaves the signals to the service."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Web:
    """Serves ``routes`` on ``host`` and ``port`` from ``start`` to ``stop``."""

    def __init__(self, routes: Sequence[Route], *, host: str, port: int) -> None:
        config = uvicorn.Config(
            Starlette(routes=list(routes)),
            host=host,
            port=port,
            access_log=False,  # addresses of who posts
            log_config=None,
            server_header=False,
            date_header=False,
            lifespan="off",
            timeout_graceful_shutdown=_STOP_S,
        )
        self._named = f"{host}:{port}"
        self._server = _Server(config)
        self._serving: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Listen. Raises WebError when the address cannot be had."""
        self._serving = asyncio.create_task(self._serve())
        while not self._server.started:
            if self._serving.done():
                raise WebError(
                    f"cannot listen on {self._named}; set SOSIK_WEB_HOST and SOSIK_WEB_PORT"
                )
            await asyncio.sleep(0.01)
        log.info("listening on %s", self._named)

    async def stop(self) -> None:
        """Finish the requests in hand, and listen no more."""
        self._server.should_exit = True
        if self._serving is not None:
            with suppress(asyncio.CancelledError):
                await self._serving

    async def _serve(self) -> None:
        with suppress(SystemExit):  # uvicorn's way to say that it cannot listen
            await self._server.serve()
