"""What an admin ordered, and why it cannot be done."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.errors import BotError
from bot.texts import Texts


class Asker(Protocol):
    """Whoever wrote a message or pressed a button."""

    @property
    def channel(self) -> str:
        """The channel it came over."""
        ...

    @property
    def chat(self) -> str:
        """The chat it came from."""
        ...

    @property
    def person(self) -> str | None:
        """The person, where the channel tells."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An admin's command; ``argument`` is one line, ``written`` the same as it was written."""

    name: str
    argument: str
    written: str
    asker: Asker
    texts: Texts
    now: datetime

    @property
    def words(self) -> list[str]:
        """The argument's words."""
        return self.argument.split()

    @property
    def by(self) -> str:
        """Who ordered, as the audit names it."""
        return f"{self.asker.channel}:{person_of(self.asker)}"


class RefusedError(BotError):
    """What was ordered is not done: ``outcome`` is a short code for the audit."""

    def __init__(self, outcome: str, message: str) -> None:
        super().__init__(message)
        self.outcome = outcome


class CannotError(RefusedError):
    """What was ordered makes no sense as it stands; ``said`` tells why in the admin's language."""

    def __init__(self, outcome: str, *said: str) -> None:
        super().__init__(outcome, " ".join(said))
        self.said = said


def person_of(asker: Asker) -> str:
    """Name the person; in a private chat the chat has the person's number."""
    return asker.person or asker.chat
