"""Tells what goes wrong with Telegram, never with the token or what a person wrote."""

import logging
import time
import traceback
from pathlib import Path
from typing import Final

from telegram.error import BadRequest, Conflict, InvalidToken, RetryAfter

REFUSED: Final = (
    "Telegram refuses the bot token. Copy it again from @BotFather into SOSIK_TELEGRAM_TOKEN"
    " (and check SOSIK_TELEGRAM_API_URL, if you set it)."
)

#: The same trouble is not told again within this time.
_TELL_AGAIN_S: Final = 600.0

_log = logging.getLogger(__name__)


def quiet_libraries() -> None:
    """Silence the libraries' own loggers.

    They write request addresses, which hold the token, and updates, which hold what people ask.
    """
    for name in ("telegram", "httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def place(error: BaseException) -> str:
    """Return where ``error`` was raised, innermost first: ``store.py:8 < app.py:30``."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))


def asked_wait_s(error: BaseException) -> float:
    """Return the seconds Telegram asks to wait after ``error``; 0 when it asks for nothing."""
    if not isinstance(error, RetryAfter):
        return 0.0
    wait = error.retry_after
    return float(wait if isinstance(wait, int) else wait.total_seconds())


class PollingTrouble:
    """Logs each kind of trouble once in a while, with its mend, and when it is over."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._told: dict[type[Exception], float] = {}
        self._is_over = True

    def tell(self, error: Exception) -> None:
        """Log ``error`` unless its like was told within the last ten minutes."""
        now = time.monotonic()
        if now - self._told.get(type(error), -_TELL_AGAIN_S) >= _TELL_AGAIN_S:
            self._told[type(error)] = now
            self._is_over = False
            _log.warning("Telegram: %s", self._mend(error))

    def over(self) -> None:
        """Log that polling works again, once after each trouble told."""
        if not self._is_over:
            self._is_over = True
            _log.info("Telegram: polling works again")

    def _mend(self, error: Exception) -> str:
        if isinstance(error, InvalidToken):
            return REFUSED
        if isinstance(error, Conflict):
            return (
                "another program polls with this bot token. Stop it, or get a token of its own"
                " for this one from @BotFather; still trying."
            )
        if isinstance(error, RetryAfter):
            return f"asked to wait {asked_wait_s(error):g} s before the next poll; waiting."
        if isinstance(error, BadRequest):
            return (
                "a request is refused. SOSIK_TELEGRAM_WEBHOOK_URL, if you set it, has to be an"
                " https address with a public name, on port 443, 80, 88 or 8443; still trying."
            )
        cause = type(error.__cause__ or error).__name__
        return (
            f"no usable answer from {self._host} ({cause}). Check the network and"
            " SOSIK_TELEGRAM_API_URL; still trying."
        )
