"""Serves the Bot API on a loopback port, from a thread."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.routing import BaseRoute

from tests.telegram_server.app import application
from tests.telegram_server.state import BotApi


@contextmanager
def running(api: BotApi, *routes: BaseRoute, port: int = 0) -> Iterator[str]:
    """Serve ``api`` on ``port`` (0: any free one) while the block runs; yield its address."""
    # asyncio turns Nagle's delay (40 ms an answer) off only where the protocol is named.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    server = uvicorn.Server(
        uvicorn.Config(
            application(api, *routes),
            lifespan="on",
            ws="none",
            log_config=None,
            log_level="critical",
            access_log=False,
            timeout_graceful_shutdown=1,
        )
    )
    api.is_closing = False
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.005)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        api.is_closing = True
        api.updates.wake()
        server.should_exit = True
        thread.join(timeout=5)
        listener.close()
