"""Notes every change in the audit: who, what, when, and how it ended."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.admin.order import RefusedError
from bot.admin.trouble import outcome
from bot.errors import BotError
from bot.texts import one_line, shorten
from store.errors import StoreError
from store.messaging.audit import Audit

#: Who it was when the change came from the command line.
CONSOLE: Final = "console"
#: Long enough for an address as people write them.
_MAX_OBJECT_CHARS: Final = 300


@dataclass(slots=True)
class Noting:
    """How what is being done will be noted to have ended; None when somebody else notes it."""

    ended: str | None


@contextlib.contextmanager
def noted(
    audit: Audit, *, by: str, action: str, about: str, now: datetime, ended: str = "done"
) -> Iterator[Noting]:
    """Note what is done inside as ``ended``, or why it was not done; errors pass through."""
    noting = Noting(ended)
    try:
        yield noting
    except RefusedError as error:
        note(audit, by=by, action=action, about=about, now=now, ended=error.outcome)
        raise
    except (StoreError, BotError, OSError) as error:
        with contextlib.suppress(StoreError):  # the database may be what failed
            note(audit, by=by, action=action, about=about, now=now, ended=outcome(error))
        raise
    if noting.ended is not None:
        note(audit, by=by, action=action, about=about, now=now, ended=noting.ended)


def note(audit: Audit, *, by: str, action: str, about: str, now: datetime, ended: str) -> None:
    """Note one change; ``about`` is what it was made to, on one line."""
    shown = shorten(one_line(about), max_chars=_MAX_OBJECT_CHARS)
    audit.note(who=by, action=action, object=shown, now=now, outcome=ended)
