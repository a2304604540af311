"""Makes whoever stands at the server's console the first admin."""

import hmac
import re
import secrets
import threading
from typing import TYPE_CHECKING, Final

from bot.introducing import talk
from bot.reply import Reply

if TYPE_CHECKING:
    from bot.reception.parts import Parts
    from bot.reception.visit import Visit

#: Without letters and digits that look alike. 12 of them: 2^59 codes.
_LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH: Final = 12
_GROUP: Final = 4


class Claim:
    """A code that is shown on the console and counts once, while this process runs.

    Safe to use from several threads.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._code: str | None = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))

    @property
    def code(self) -> str | None:
        """The code as it is shown; None once it was used."""
        if self._code is None:
            return None
        starts = range(0, _LENGTH, _GROUP)
        return "-".join(self._code[start : start + _GROUP] for start in starts)

    def take(self, given: str) -> bool:
        """Tell whether ``given`` is the code; it then counts no more."""
        letters = re.sub(r"[\s-]", "", given).upper().encode(errors="replace")
        with self._lock:
            if self._code is None or not hmac.compare_digest(letters, self._code.encode()):
                return False
            self._code = None
            return True


def claim(parts: "Parts", visit: "Visit") -> Reply:
    """Make an admin of whoever brings the code, while there is none."""
    message, _ = visit.message, visit.texts.gettext
    if parts.access.has_admin(message.channel) or not parts.claim.take(visit.argument):
        return talk(_("This code is not valid."))
    if message.group or message.person is None:
        return talk(
            _("Others could read the code here, so it no longer counts."),
            _("Restart the service for a new one, and send it in a private chat."),
        )
    parts.access.set(message.channel, message.person, "admin", now=visit.now)
    who = f"{message.channel}:{message.person}"
    parts.audit.note(who=who, action="claim", object=message.person, now=visit.now)
    return talk(_("You are an admin of this bot now. /help lists your commands."))
