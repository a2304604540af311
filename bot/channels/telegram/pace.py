"""How long the channel waits, and how much it does at a time."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

#: Runs a function of the store, or another that blocks, off the event loop; what it returns or
#: raises comes through.
Post = Callable[..., Awaitable[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long the channel waits, in seconds, and what it has in hand at a time."""

    poll_s: float = 10.0  # a poll whose answer is lost holds everybody up for so long …
    poll_late_s: float = 5.0  # … and this
    typing_s: float = 4.5  # Telegram shows "typing" for 5 s or until the next message
    draft_s: float = 2.0  # an answer that takes longer is announced
    answer_s: float = 300.0  # an admin's order may wait for several servers
    stop_s: float = 20.0
    chat_s: float = 1.0  # between two messages to one chat, as Telegram asks for
    request_s: float = 10.0
    upload_s: float = 60.0  # a file of 20 MB at 3 Mbit/s
    retry_s: float = 1.0  # doubled after each failure …
    longest_retry_s: float = 60.0  # … up to this
    menus_s: float = 60.0  # between two looks whether the admins have changed
    look_s: float = 1.0  # between two looks for what another process wants to be sent
    answers: int = 8
    sends: int = 16
    typings: int = 4
    in_hand: int = 1_000

    def wait_s(self, failures: int) -> float:
        """Return how long to wait after so many failures in a row."""
        doubled = self.retry_s * 2.0 ** min(max(failures - 1, 0), 30)
        return float(min(doubled, self.longest_retry_s))
