"""Echoes on Telegram in processes that can be killed at once, and started again at once.

``python -m tests.journeys.killable_telegram DATABASE ADDRESS``: each line on the standard input
starts a process; its number is written. What is slow to load is loaded before, so that a kill
falls into the work and not into the start.
"""

import asyncio
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from bot.channels.telegram import CHANNEL, Pace, TelegramChannel
from store.database import Database
from store.messaging.chats import Chats
from store.messaging.outbox import Outbox
from store.messaging.updates import Updates
from tests.journeys.stepped_telegram import Echo
from tests.telegram_server import TOKEN

_THINKING_S = 0.02


async def _think() -> None:
    await asyncio.sleep(_THINKING_S)


async def echo(file: Path, address: str) -> None:
    """Answer until killed."""
    database, books = Database(file), ThreadPoolExecutor(1)

    async def post(call: Callable[..., Any], *values: Any, **named: Any) -> Any:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(books, partial(call, *values, **named))

    channel = TelegramChannel(
        token=TOKEN,
        api_url=address,
        host=Echo(_think),
        updates=Updates(database, CHANNEL),
        outbox=Outbox(database, CHANNEL),
        chats=Chats(database),
        post=post,
        clock=lambda: datetime.now(UTC),
        pace=Pace(),
    )
    await channel.start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    for _ in sys.stdin:
        if (child := os.fork()) == 0:
            asyncio.run(echo(Path(sys.argv[1]), sys.argv[2]))
        print(child, flush=True)
        os.wait()
