"""What the Bot API knows: chats, waiting updates, what the bot sent, and failures to come."""

import re
import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import Any, Final

from tests.telegram_server.html import Entity, utf16_length

TOKEN: Final = "4242424242:AAtest-token_that_must_never_show_up"
USERNAME: Final = "sosik_test_bot"

Json = dict[str, Any]

_COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,32}(?:@[A-Za-z0-9_]{3,32})?")
_MENTION = re.compile(r"(?<![\w/@])@[A-Za-z0-9_]{3,32}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A message the bot sent, as people see it, and the markup it came in."""

    chat: int
    message_id: int
    text: str
    entities: tuple[Entity, ...]
    html: str
    reply_to: int | None
    has_preview: bool
    at: float


@dataclass(slots=True)
class Failure:
    """How the next ``times`` calls of a method fail."""

    code: int
    description: str
    times: int
    parameters: Json


def person(number: int, *, language: str | None = "ko", is_bot: bool = False) -> Json:
    """Return a user as Telegram shows it."""
    user: Json = {"id": number, "is_bot": is_bot, "first_name": f"Person {number}"}
    return user | ({"language_code": language} if language else {})


def group(number: int) -> Json:
    """Return a supergroup; its id is negative."""
    return {"id": number, "type": "supergroup", "title": f"Group {number}"}


class BotApi:
    """One bot on one Bot API; a test reads and drives it while the server thread answers."""

    def __init__(self, *, token: str = TOKEN) -> None:
        self.token = token
        self.me: Json = person(int(token.partition(":")[0]), language=None, is_bot=True) | {
            "username": USERNAME,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }
        self.sent: list[Sent] = []
        self.actions: list[tuple[int, str, float]] = []
        self.commands: dict[str, list[Json]] = {}
        self.calls: list[tuple[str, float]] = []
        self.webhook = ""
        self.chats: dict[int, Json] = {}
        self.blocked: set[int] = set()
        self.polls = 0
        self.is_closing = False
        self._lock = threading.Lock()
        self._waiting: deque[Json] = deque()
        self._messages: dict[tuple[int, int], Json] = {}
        self._failures: dict[str, Failure] = {}
        self._next_update = 700_000_001
        self._next_message = 1

    def write(
        self,
        text: str | None,
        *,
        sender: Json,
        chat: Json | None = None,
        reply_to: int | None = None,
        **content: Any,
    ) -> int:
        """Let ``sender`` write in ``chat`` (their private chat by default); return its id.

        ``content`` are further fields of the message, such as a sticker or a caption.
        """
        chat = chat or private(sender)
        message: Json = {"from": sender, "chat": chat, "date": int(time.time()), **content}
        if text is not None:
            message |= {"text": text} | _marked("entities", text)
        if "caption" in content:
            message |= _marked("caption_entities", content["caption"])
        if reply_to is not None:
            message["reply_to_message"] = self._messages[chat["id"], reply_to]
        return self.deliver("message", message)

    def deliver(self, kind: str, message: Json) -> int:
        """Queue an update of ``kind`` about ``message``; return the id the message got."""
        with self._lock:
            self.chats[message["chat"]["id"]] = message["chat"]
            message["message_id"] = self._next_message
            self._messages[message["chat"]["id"], self._next_message] = message
            self._next_message += 1
            self._queue({kind: message})
            return int(message["message_id"])

    def queue_raw(self, content: Json) -> None:
        """Queue an update that Telegram would not send."""
        with self._lock:
            self._queue(content)

    def forget(self) -> None:
        """Drop the waiting updates."""
        with self._lock:
            self._waiting.clear()

    def _queue(self, content: Json) -> None:
        self._waiting.append({"update_id": self._next_update} | content)
        self._next_update += 1

    def fail(
        self,
        method: str,
        code: int,
        description: str,
        *,
        times: int = 1,
        **parameters: int,
    ) -> None:
        """Let the next ``times`` calls of ``method`` fail.

        ``parameters`` go with the error: ``retry_after``, ``migrate_to_chat_id``.
        """
        with self._lock:
            self._failures[method.lower()] = Failure(code, description, times, parameters)

    def failure(self, method: str) -> Failure | None:
        """Note a call of ``method`` and return how it fails, if it does."""
        with self._lock:
            self.calls.append((method, time.monotonic()))
            failure = self._failures.get(method.lower())
            if failure is None or failure.times == 0:
                return None
            failure.times -= 1
            return failure

    def confirm(self, offset: int) -> None:
        """Forget the updates below ``offset``; a negative one keeps so many of the newest."""
        with self._lock:
            while self._waiting and (
                self._waiting[0]["update_id"] < offset
                if offset >= 0
                else len(self._waiting) > -offset
            ):
                self._waiting.popleft()

    def waiting(self, limit: int = 100) -> list[Json]:
        """Return the updates not confirmed yet, oldest first."""
        with self._lock:
            return list(self._waiting)[:limit]

    def message(self, chat: int, message_id: int) -> Json | None:
        """Return a message of a chat, if there is one."""
        return self._messages.get((chat, message_id))

    def note(self, message: Json, sent: dict[str, Any]) -> Json:
        """Keep what the bot sent; return the message with its id."""
        with self._lock:
            message["message_id"] = self._next_message
            self._next_message += 1
            self._messages[message["chat"]["id"], message["message_id"]] = message
            self.sent.append(
                Sent(
                    chat=message["chat"]["id"],
                    message_id=message["message_id"],
                    at=time.monotonic(),
                    **sent,
                )
            )
            return message

    def texts(self, chat: int) -> list[str]:
        """Return what the bot said in ``chat``, in order."""
        return [sent.text for sent in self.sent if sent.chat == chat]


def private(user: Json) -> Json:
    """Return the private chat with ``user``."""
    return {"id": user["id"], "type": "private", "first_name": user["first_name"]}


def _marked(field: str, text: str) -> Json:
    found = [("bot_command", match) for match in _COMMAND.finditer(text)]
    taken = [match.span() for _, match in found]
    found += [
        ("mention", match)
        for match in _MENTION.finditer(text)
        if not any(start <= match.start() < end for start, end in taken)
    ]
    entities = [
        {
            "type": kind,
            "offset": utf16_length(text[: match.start()]),
            "length": utf16_length(match.group()),
        }
        for kind, match in sorted(found, key=lambda pair: pair[1].start())
    ]
    return {field: entities} if entities else {}
