"""A part that takes seconds to load, loaded in the background while others work."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

Part = TypeVar("Part")


class Later(Generic[Part]):
    """Makes its part once, in a thread of its own, when ``start`` or ``get`` is first called."""

    def __init__(self, make: Callable[[], Part], *, name: str) -> None:
        self._make = make
        self._name = name
        self._future: Future[Part] = Future()
        self._lock = threading.Lock()
        self._started = False

    def start(self) -> None:
        """Begin loading; a second call changes nothing."""
        with self._lock:
            if not self._started:
                self._started = True
                self._future.set_running_or_notify_cancel()  # nobody who waits can cancel it
                threading.Thread(target=self._run, name=self._name, daemon=True).start()

    def future(self) -> Future[Part]:
        """Begin loading, and return what holds the part, or why it could not be made, then."""
        self.start()
        return self._future

    def get(self) -> Part:
        """Wait for the part. Raises whatever making it raised."""
        return self.future().result()

    def now(self) -> Part | None:
        """Return the part, or None while it loads or when it could not be made."""
        done = self._future.done() and self._future.exception() is None
        return self._future.result() if done else None

    def _run(self) -> None:
        try:
            self._future.set_result(self._make())
        except BaseException as error:  # handed to whoever calls get()
            self._future.set_exception(error)
