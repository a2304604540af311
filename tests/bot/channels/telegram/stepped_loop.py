"""An event loop on which minutes pass in no time, for one thread and no connections."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

Value = TypeVar("Value")

#: What a round of the loop takes: some time always passes, so that nothing waits for a nanosecond.
_ROUND_S = 1e-6


class SteppedLoop(asyncio.SelectorEventLoop):
    """Its time stands still while there is something to do, and else goes to what comes next."""

    def __init__(self) -> None:
        self.passed_s = 1_000.0
        super().__init__(_Stepping(self))

    def time(self) -> float:
        return self.passed_s


class _Stepping(selectors.DefaultSelector):
    def __init__(self, loop: SteppedLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise AssertionError("everything waits for ever")
        self._loop.passed_s += max(timeout, _ROUND_S)
        return super().select(0)


def run(work: Coroutine[Any, Any, Value]) -> Value:
    """Run ``work`` on such a loop."""
    with asyncio.Runner(loop_factory=SteppedLoop) as runner:
        return runner.run(work)
