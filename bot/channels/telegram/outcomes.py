"""What became of a message that was sent: whether to try again, and whether it may have arrived."""

from dataclasses import dataclass
from typing import Final, Literal

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.telegram.trouble import asked_wait_s

#: ``again``: it was not delivered, and may be sent again. ``held``: the same, and Telegram says
#: from when on. ``moved``: the group has another id. ``alone``: without the message it was to take
#: the place of, or the topic. ``closed``: this chat takes nothing. ``done``: it stands there
#: already. ``refused``: sending again would not mend it. ``uncertain``: it may have been delivered.
#: ``stopped``: no chat takes anything: the token is refused.
Result = Literal[
    "again", "held", "moved", "alone", "closed", "done", "refused", "uncertain", "stopped"
]

#: Raised before anything of the request has left.
_NOT_SENT: Final = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.ProxyError,
)
#: A gateway that has given up waiting does not know what became of the request.
_GATEWAY_TIMEOUT: Final = "gateway timeout"
_TOO_LARGE: Final = "too large"
#: The words of https://github.com/tdlib/telegram-bot-api, in lower case.
_ALREADY: Final = ("message is not modified", "message to delete not found")
_CLOSED: Final = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "group chat was deactivated",
    "have no rights to send a message",
    "not enough rights to send",
    "chat_write_forbidden",
    "bot is not a member",
)
_ALONE: Final = (
    "message to edit not found",
    "message can't be edited",
    "message can't be deleted",
    "message_id_invalid",
    "message thread not found",
    "there is no text in the message to edit",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a call failed. ``wait_s`` is how long Telegram asks to wait, ``chat`` the new id of a
    group, ``reason`` a word for the record; it never holds what was sent.
    """

    result: Result
    reason: str
    wait_s: float = 0.0
    chat: str | None = None


def outcome(error: TelegramError) -> Outcome:
    """Tell what ``error`` means for the message that was being sent."""
    match error:
        case RetryAfter():
            return Outcome(result="held", reason="too_many", wait_s=asked_wait_s(error))
        case ChatMigrated():
            return Outcome(result="moved", reason="migrated", chat=str(error.new_chat_id))
        case Forbidden():
            return Outcome(result="closed", reason="forbidden")
        case InvalidToken():
            return Outcome(result="stopped", reason="token")
        case BadRequest():
            return _refused(error.message.lower())
        case NetworkError():
            return _network(error)
    return Outcome(result="uncertain", reason="unreadable")  # an answer that is no JSON


def _refused(said: str) -> Outcome:
    if any(words in said for words in _ALREADY):
        return Outcome(result="done", reason="already")
    if any(words in said for words in _CLOSED):
        return Outcome(result="closed", reason="no_such_chat")
    if any(words in said for words in _ALONE):
        return Outcome(result="alone", reason="replaced_is_gone")
    return Outcome(result="refused", reason="refused")


def _network(error: NetworkError) -> Outcome:
    """An answer that says it failed means not delivered; no answer means it may have been."""
    cause, said = error.__cause__, error.message.lower()
    answered = cause is None or isinstance(cause, TelegramError)  # what is no JSON cannot be read
    if answered and not isinstance(error, TimedOut):
        if _TOO_LARGE in said:
            return Outcome(result="refused", reason="too_large")
        late = _GATEWAY_TIMEOUT in said
        return Outcome(result="uncertain" if late else "again", reason="server_error")
    if isinstance(cause, _NOT_SENT):
        return Outcome(result="again", reason="unreachable")
    return Outcome(result="uncertain", reason="no_answer")
