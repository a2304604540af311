"""Whom the channel speaks for: the seam between Telegram and what Sosik says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.reply import Message, Press, Pressed, Reply, Suggestion

#: Names and descriptions of commands by language code; ``None`` is for all other languages.
Commands = Mapping[str | None, Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Menus:
    """The commands that clients show, and the admins (their private chats) who see more."""

    private: Commands
    group: Commands
    admin: Commands
    admins: frozenset[str] = frozenset()


class Host(Protocol):
    """Answers what people write, press and ask inline."""

    async def reply(self, message: Message) -> Reply | None:
        """Reply to a message; None where silence is right."""
        ...

    async def joined(self, message: Message) -> Reply | None:
        """Say hello in a group that the bot was added to; ``message`` says where and by whom."""
        ...

    async def press(self, press: Press) -> Pressed:
        """Do what a button stands for."""
        ...

    async def suggest(self, message: Message) -> tuple[Suggestion, ...]:
        """Answer an inline question."""
        ...

    def menus(self) -> Menus:
        """Return the commands to be shown."""
        ...

    def apology(self, language: str | None) -> Reply:
        """Say, in the client's language, that answering failed."""
        ...

    def searching(self, language: str | None) -> Reply:
        """Say, in the client's language, that the answer is on its way."""
        ...

    def more_inline(self, language: str | None, question: str) -> tuple[str, str]:
        """Name the button under inline results that leads to the private chat.

        With it goes what the chat then starts with: up to 64 letters and digits.
        """
        ...
