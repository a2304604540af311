"""The words after ``/start`` that a link can carry: a question, or an invitation."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from typing import Final

from bot.texts import one_line

#: What Telegram lets through: https://core.telegram.org/bots/features#deep-linking
_PAYLOAD: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_QUESTION: Final = "q_"
_INVITATION: Final = "inv_"
_MAX: Final = 64


def of_question(question: str) -> str | None:
    """Write ``question`` as such a word; None when it is none, or longer than 46 bytes."""
    asked = _asked(question)
    packed = urlsafe_b64encode(asked.encode()).decode().rstrip("=") if asked else ""
    word = f"{_QUESTION}{packed}"
    return word if packed and len(word) <= _MAX else None


def of_invitation(code: str) -> str:
    """Write an invitation as such a word."""
    return f"{_INVITATION}{code}"


def question_in(word: str) -> str | None:
    """Read a question, on one line; None when ``word`` carries none.

    Whoever made the link is not whoever follows it: a command in it is not obeyed.
    """
    if not _PAYLOAD.fullmatch(word) or not word.startswith(_QUESTION):
        return None
    packed = word.removeprefix(_QUESTION)
    try:
        return _asked(urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode())
    except (Error, ValueError):
        return None


def invitation_in(word: str) -> str | None:
    """Read the code of an invitation; None when ``word`` carries none."""
    if not _PAYLOAD.fullmatch(word) or not word.startswith(_INVITATION):
        return None
    return word.removeprefix(_INVITATION) or None


def _asked(text: str) -> str | None:
    asked = one_line(text)
    return None if not asked or asked.startswith("/") else asked
