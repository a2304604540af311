"""Work in order within a chat, and side by side across chats."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class Lanes:
    """Runs the work of each lane one after the other, in the order in which it was given."""

    def __init__(self) -> None:
        self._in_hand: set[asyncio.Task[None]] = set()
        self._last: dict[str, asyncio.Task[None]] = {}

    def __len__(self) -> int:
        """Count what is not done yet."""
        return len(self._in_hand)

    def add(self, lane: str, work: Coroutine[Any, Any, None]) -> None:
        """Run ``work`` when all that its lane was given before is done."""
        task = asyncio.create_task(self._run(work, after=self._last.get(lane)))
        self._in_hand.add(task)
        self._last[lane] = task
        task.add_done_callback(lambda done: self._forget(lane, done))

    async def fewer_than(self, count: int) -> None:
        """Return once fewer than ``count`` pieces of work are in hand."""
        while len(self._in_hand) >= count:
            await asyncio.wait(self._in_hand, return_when=asyncio.FIRST_COMPLETED)

    async def stop(self, *, within_s: float) -> int:
        """Let what is in hand be done, cancel what is not in time; return how many these were."""
        if not self._in_hand:
            return 0
        _, late = await asyncio.wait(self._in_hand, timeout=within_s)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)
        return len(late)

    async def _run(
        self, work: Coroutine[Any, Any, None], *, after: asyncio.Task[None] | None
    ) -> None:
        try:
            if after is not None:
                await asyncio.wait((after,))
        except asyncio.CancelledError:
            work.close()
            raise
        await work

    def _forget(self, lane: str, task: asyncio.Task[None]) -> None:
        self._in_hand.discard(task)
        if self._last.get(lane) is task:
            del self._last[lane]
        if not task.cancelled():
            task.exception()  # whoever gave the work tells what went wrong
