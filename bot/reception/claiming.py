"""Makes whoever stands at the server's console the first admin."""

import hmac
import re
import secrets
from typing import Final

#: Without letters and digits that look alike. 12 of them: 2^59 codes.
_LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH: Final = 12
_GROUP: Final = 4


class Claim:
    """A code that is shown on the console and counts once, while this process runs."""

    def __init__(self) -> None:
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
        letters = re.sub(r"[\s-]", "", given).upper()
        if self._code is None or not hmac.compare_digest(letters.encode(), self._code.encode()):
            return False
        self._code = None
        return True
