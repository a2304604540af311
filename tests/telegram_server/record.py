"""What the server knows: chats, their members and messages, files, and what the bot did."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Final

from tests.telegram_server.faults import Faults
from tests.telegram_server.limits import Limits
from tests.telegram_server.updates import Updates
from tests.telegram_server.values import (
    TOKEN,
    USERNAME,
    Call,
    Draft,
    File,
    Json,
    Sent,
    Toast,
)

Clock = Callable[[], float]


#: What ``clear`` leaves: the bot and the menus it has set.
_STAYS: Final = {"bot", "me", "commands", "scoped_commands"}


@dataclass(eq=False, kw_only=True)
class Record:
    """One bot and the chats around it; ``clock`` gives seconds, ``wall`` seconds since 1970.

    With ``privacy`` the bot gets from groups only what is meant for it, as bots usually do.
    """

    token: str = TOKEN
    privacy: bool = False
    clock: Clock = time.monotonic
    wall: Clock = time.time
    #: Seconds after which a pressed button or an inline query can no longer be answered.
    query_timeout_s: float = 30.0

    sent: list[Sent] = field(init=False, default_factory=list)
    edits: dict[tuple[int, int], list[Sent]] = field(init=False, default_factory=dict)
    deleted: dict[tuple[int, int], float] = field(init=False, default_factory=dict)
    drafts: list[Draft] = field(init=False, default_factory=list)
    actions: list[tuple[int, str, float]] = field(init=False, default_factory=list)
    toasts: list[Toast] = field(init=False, default_factory=list)
    calls: list[tuple[str, float]] = field(init=False, default_factory=list)
    log: list[Call] = field(init=False, default_factory=list)
    chats: dict[int, Json] = field(init=False, default_factory=dict)
    users: dict[int, Json] = field(init=False, default_factory=dict)
    members: dict[int, dict[int, Json]] = field(init=False, default_factory=dict)
    topics: dict[int, dict[int, str]] = field(init=False, default_factory=dict)
    blocked: set[int] = field(init=False, default_factory=set)
    kicked: set[int] = field(init=False, default_factory=set)
    muted: set[int] = field(init=False, default_factory=set)
    deactivated: set[int] = field(init=False, default_factory=set)
    migrated: dict[int, int] = field(init=False, default_factory=dict)
    files: dict[str, File] = field(init=False, default_factory=dict)
    inline_answers: dict[str, Json] = field(init=False, default_factory=dict)
    inline_messages: dict[str, Json] = field(init=False, default_factory=dict)
    queries: dict[str, float] = field(init=False, default_factory=dict)
    queries_by: dict[str, int] = field(init=False, default_factory=dict)
    _messages: dict[tuple[int, int], Json] = field(init=False, default_factory=dict)
    _counts: dict[int, int] = field(init=False, default_factory=dict)

    #: The bot as people see it; ``me`` adds what only the bot itself is told.
    bot: Json = field(init=False)
    me: Json = field(init=False)
    commands: dict[str, list[Json]] = field(init=False, default_factory=dict)
    scoped_commands: dict[str, dict[str, list[Json]]] = field(init=False, default_factory=dict)
    polls: int = field(init=False, default=0)
    is_closing: bool = field(init=False, default=False)
    updates: Updates = field(init=False, default_factory=Updates)
    faults: Faults = field(init=False, default_factory=Faults)
    limits: Limits = field(init=False, default_factory=Limits)
    lock: threading.RLock = field(init=False, default_factory=threading.RLock)
    _next_number: int = field(init=False, default=1)

    def __post_init__(self) -> None:
        number = int(self.token.partition(":")[0])
        self.bot = {"id": number, "is_bot": True, "first_name": "Sosik", "username": USERNAME}
        self.me = self.bot | {
            "can_join_groups": True,
            "can_read_all_group_messages": not self.privacy,
            "supports_inline_queries": True,
        }

    def clear(self) -> None:
        """Forget all chats and messages; the bot, its commands and its webhook stay."""
        with self.lock:
            for name, known in vars(self).items():
                if isinstance(known, list | dict | set) and name not in _STAYS:
                    known.clear()
            self.updates.clear()

    def now(self) -> int:
        """Return the date as Telegram writes it: seconds since 1970."""
        return int(self.wall())

    def number(self) -> int:
        """Return a number not given before, for the id of a file or a query."""
        with self.lock:
            self._next_number += 1
            return self._next_number

    def meet(self, user: Json) -> None:
        """Remember a user."""
        self.users[user["id"]] = user

    def know(self, chat: Json) -> None:
        """Remember a chat."""
        self.chats[chat["id"]] = chat

    def message(self, chat: int, message_id: int) -> Json | None:
        """Return a message of a chat, if there is one."""
        return self._messages.get((chat, message_id))

    def quoted(self, chat: int, message_id: int) -> Json:
        """Return a message as it stands in a reply to it, without what it replied to itself."""
        message = self._messages[chat, message_id]
        return {name: value for name, value in message.items() if name != "reply_to_message"}

    def keep(self, message: Json) -> int:
        """Give a message its id and keep it; return the id.

        Supergroups and channels count for themselves, all other chats of a bot together.
        """
        with self.lock:
            chat = message["chat"]
            counter = chat["id"] if chat["type"] in ("supergroup", "channel") else 0
            self._counts[counter] = self._counts.get(counter, 0) + 1
            message["message_id"] = self._counts[counter]
            self._messages[chat["id"], message["message_id"]] = message
            return int(message["message_id"])

    def note(self, message: Json, sent: Json) -> Json:
        """Keep what the bot sent; return the message with its id."""
        with self.lock:
            number = self.keep(message)
            chat = message["chat"]["id"]
            self.sent.append(Sent(chat=chat, message_id=number, at=self.clock(), **sent))
        return message

    def note_edit(self, message: Json, changed: Json) -> None:
        """Keep how the bot changed a message it had sent."""
        with self.lock:
            place = message["chat"]["id"], message["message_id"]
            versions = self.edits.setdefault(place, [])
            last = versions[-1] if versions else self._first_version(*place)
            if last is not None:
                versions.append(replace(last, at=self.clock(), **changed))

    def _first_version(self, chat: int, message_id: int) -> Sent | None:
        for sent in reversed(self.sent):
            if (sent.chat, sent.message_id) == (chat, message_id):
                return sent
        return None

    def remove(self, chat: int, message_id: int) -> None:
        """Delete a message for everyone."""
        with self.lock:
            del self._messages[chat, message_id]
            self.deleted[chat, message_id] = self.clock()

    def texts(self, chat: int) -> list[str]:
        """Return what the bot said in ``chat``, in order, as it was first sent."""
        return [sent.text for sent in list(self.sent) if sent.chat == chat]

    def shown(self, chat: int) -> list[Sent]:
        """Return what of the bot stands in ``chat`` now: edited, and without what it deleted."""
        with self.lock:
            return [
                self.edits.get((chat, sent.message_id), [sent])[-1]
                for sent in self.sent
                if sent.chat == chat and (chat, sent.message_id) not in self.deleted
            ]

    def newest(self, chat: int, message_id: int) -> Sent:
        """Return how a message of the bot reads now; raises LookupError."""
        versions = self.edits.get((chat, message_id))
        found = versions[-1] if versions else self._first_version(chat, message_id)
        if found is None or (chat, message_id) in self.deleted:
            raise LookupError(f"no message {message_id} of the bot in chat {chat}")
        return found

    def history(self, chat: int) -> list[Json]:
        """Return all messages that stand in ``chat``, as Telegram writes them."""
        with self.lock:
            return [message for (place, _), message in self._messages.items() if place == chat]

    def member(self, chat: int, user: int) -> Json | None:
        """Return what ``user`` is in ``chat``, if that is known."""
        return self.members.get(chat, {}).get(user)

    def keep_file(self, name: str, content: bytes, *, mime: str, size: int | None = None) -> File:
        """Store a file; ``size`` is what Telegram claims where that is not the truth."""
        number = self.number()
        file = File(
            file_id=f"BQACAgIAAxkBAAI{number:06d}",
            name=name,
            mime=mime,
            size=len(content) if size is None else size,
            content=content,
        )
        self.files[file.file_id] = file
        return file

    def delivered(self) -> list[Call]:
        """Return the calls that put a message into a chat, those with a lost answer as well."""
        return [call for call in list(self.log) if call.message_id is not None]

    def opens_query(self, query_id: Any) -> bool:
        """Say whether a query can still be answered."""
        asked_at = self.queries.get(str(query_id))
        return asked_at is not None and self.clock() - asked_at <= self.query_timeout_s
