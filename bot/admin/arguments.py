"""Reads the arguments of commands, which may be anything."""

import re
from typing import Final

from bot.texts import one_line

#: Telegram's ids have at most 52 bits: https://core.telegram.org/bots/api#user
_PARTY: Final = re.compile(r"-?[1-9][0-9]{0,15}")
_AMOUNT: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")
#: A host with a dot, which people write without the scheme; never a path of this machine.
_BARE_ADDRESS: Final = re.compile(r"[^\s/.~@:]+(?:\.[^\s/.~@:]+)+(?::[0-9]+)?(?:[/?#]\S*)?")
#: 19 digits are more than SQLite's integers hold.
_MAX_DIGITS: Final = 18


def whole(text: str, *, least: int, most: int) -> int | None:
    """Read a whole number within bounds, both included; None for anything else."""
    if not (text.isascii() and text.isdecimal() and len(text) <= _MAX_DIGITS):
        return None
    number = int(text)
    return number if least <= number <= most else None


def amount(text: str, *, least: float, most: float) -> float | None:
    """Read a decimal number within bounds, both included; None for anything else."""
    if not _AMOUNT.fullmatch(text):
        return None
    number = float(text)
    return number if least <= number <= most else None


def party(text: str) -> str | None:
    """Read the number of a person, or of a group, which has a minus; None for anything else."""
    return text if _PARTY.fullmatch(text) else None


def web_address(text: str) -> str | None:
    """Return what may be a web address, with its scheme; None for paths and anything else.

    Folders of the server are no business of a chat: whether they are there is not looked at.
    """
    if "://" in text:
        return None if " " in text else text
    return f"https://{text}" if _BARE_ADDRESS.fullmatch(text) else None


def source_number(text: str) -> int | None:
    """Read the number of a source."""
    return whole(text.removeprefix("#"), least=1, most=10**_MAX_DIGITS - 1)


def is_blank(text: str) -> bool:
    """Tell whether ``text`` shows nothing: empty, white space, marks that have no width."""
    return not one_line(text)
