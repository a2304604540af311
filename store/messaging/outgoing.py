"""The values of the outbox: what is to be sent, whose turn it is, and what became of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlite_utils import Database as Connection

#: Writes within the transaction in which messages are promised, given the ids of these.
Along = Callable[[Connection, tuple[int, ...]], None]
State = Literal["queued", "sending", "sent", "replaced", "uncertain", "failed", "expired"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message to be sent; ``content`` is what the channel wrote for itself.

    ``key`` is given to one message of the channel only, while that is remembered. ``answers`` is
    the number of the message in the chat that it replies to, ``part`` its place among several that
    do. ``replaces`` is the id of the row whose message it takes the place of; empty ``content``
    then deletes that. ``priority`` is 0 for answers, 1 for what was not asked for now (digests,
    alerts: their ``key`` begins with the kind and a colon), 2 for broadcasts. ``due_at`` is when it
    should have been there, for the figures.
    """

    chat: str
    content: str
    key: str | None = None
    priority: int = 0
    answers: str | None = None
    part: int = 0
    replaces: int | None = None
    not_before: datetime | None = None
    expires_at: datetime | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """A message whose turn it is. ``replaces_message`` is the platform's number of the message
    that it takes the place of; ``None`` where that was never sent.
    """

    id: int
    chat: str
    content: str
    attempts: int
    key: str | None
    answers: str | None
    part: int
    replaces_message: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """A message that stands in a chat, by the platform's number; None while it is still owed."""

    id: int
    message: str | None
    part: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What became of a message; never what it says."""

    id: int
    chat: str
    state: State
    attempts: int
    reason: str | None
    created_at: datetime
    ended_at: datetime | None
    key: str | None
