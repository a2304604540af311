"""What the server knows: chats, their members and messages, files, and what the bot did."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

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
    person,
)

Clock = Callable[[], float]


class Record:
    """One bot and the chats around it; ``clock`` gives seconds, ``now`` seconds since 1970.

    With ``privacy`` the bot gets from groups only what is meant for it, as bots usually do.
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        privacy: bool = False,
        clock: Clock = time.monotonic,
        now: Clock = time.time,
    ) -> None:
        self.token = token
        self.clock = clock
        self.privacy = privacy
        #: The bot as people see it; ``me`` adds what only the bot itself is told.
        self.bot: Json = person(int(token.partition(":")[0]), language=None, is_bot=True) | {
            "first_name": "Sosik",
            "username": USERNAME,
        }
        self.me: Json = self.bot | {
            "can_join_groups": True,
            "can_read_all_group_messages": not privacy,
            "supports_inline_queries": True,
        }
        self.sent: list[Sent] = []
        self.edits: dict[tuple[int, int], list[Sent]] = {}
        self.deleted: dict[tuple[int, int], float] = {}
        self.drafts: list[Draft] = []
        self.actions: list[tuple[int, str, float]] = []
        self.toasts: list[Toast] = []
        self.inline_answers: dict[str, Json] = {}
        self.commands: dict[str, list[Json]] = {}
        self.scoped_commands: dict[str, dict[str, list[Json]]] = {}
        self.calls: list[tuple[str, float]] = []
        self.log: list[Call] = []
        self.chats: dict[int, Json] = {}
        self.users: dict[int, Json] = {}
        self.members: dict[int, dict[int, Json]] = {}
        self.topics: dict[int, dict[int, str]] = {}
        self.blocked: set[int] = set()
        self.kicked: set[int] = set()
        self.muted: set[int] = set()
        self.deactivated: set[int] = set()
        self.migrated: dict[int, int] = {}
        self.files: dict[str, File] = {}
        self.inline_messages: dict[str, Json] = {}
        self.queries: dict[str, float] = {}
        self.queries_by: dict[str, int] = {}
        #: Seconds after which a pressed button or an inline query can no longer be answered.
        self.query_timeout_s = 30.0
        self.polls = 0
        self.is_closing = False
        self.updates = Updates()
        self.faults = Faults()
        self.limits = Limits()
        self.lock = threading.RLock()
        self._now = now
        self._messages: dict[tuple[int, int], Json] = {}
        self._counts: dict[int, int] = {}
        self._next_number = 1

    def clear(self) -> None:
        """Forget all chats and messages; the bot, its commands and its webhook stay."""
        with self.lock:
            for known in (
                self.sent, self.edits, self.deleted, self.drafts, self.actions, self.toasts,
                self.inline_answers, self.log, self.calls, self.chats, self.users, self.members,
                self.topics, self.blocked, self.kicked, self.muted, self.deactivated,
                self.migrated, self.files, self.inline_messages, self.queries, self.queries_by,
                self._messages, self._counts,
            ):  # fmt: skip
                known.clear()
            self.updates.clear()

    def now(self) -> int:
        """Return the date as Telegram writes it: seconds since 1970."""
        return int(self._now())

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
