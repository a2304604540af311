"""To whom something may be told now, in which language, and how much still today."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.digests.digests import PRIORITY
from bot.digests.times import day_start, quiet_until, zone_of
from bot.reply import Reply
from bot.texts import Language, Texts, is_language, texts_in
from store.messaging.chats import Chats
from store.messaging.outbox import Outbox, Outgoing
from store.messaging.subscription import Subscription
from store.messaging.subscriptions import Subscriptions

#: Messages that a chat gets a local day without asking, digests among them. More nobody reads.
MAX_A_DAY: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """A chat that may be told something: ``left`` counts the messages that it may get today."""

    chat: str
    zone: str
    texts: Texts
    left: int
    subscription: Subscription | None

    def sent_before(self, end: datetime, *, now: datetime) -> datetime:
        """Return ``end``, or when quiet hours begin before that; it is not quiet ``now``."""
        quiet = self.subscription.quiet if self.subscription else None
        if quiet is None:
            return end
        begins = quiet_until((quiet[1], quiet[0]), self.zone, now=now)
        return min(end, begins) if begins else end


class Listeners:
    """The chats of one channel. Every method raises DatabaseError.

    Quiet hours and the time zone are those of a chat's digest, where it has one.
    """

    def __init__(
        self,
        *,
        channel: str,
        subscriptions: Subscriptions,
        chats: Chats,
        outbox: Outbox,
        zone: str,
        default_language: Language,
    ) -> None:
        self._channel = channel
        self._subscriptions = subscriptions
        self._chats = chats
        self._outbox = outbox
        self._zone = zone
        self._default: Language = default_language

    def now(self, chat: str, *, now: datetime) -> Listener | None:
        """Return the chat as one that may be told something now; None in its quiet hours, and when
        it was told enough today.
        """
        one = self._subscriptions.get(self._channel, chat, "digest") or self._subscriptions.get(
            self._channel, chat, "weekly"
        )
        zone = one.zone if one else self._zone
        if one and quiet_until(one.quiet, zone, now=now):
            return None
        today = day_start(now, zone_of(zone))
        left = MAX_A_DAY - self._outbox.unasked(chat, since=today)
        chosen = self._chats.language_of(self._channel, chat) or (one.language if one else None)
        texts = texts_in(chosen if is_language(chosen) else self._default)
        if left <= 0:
            return None
        return Listener(chat=chat, zone=zone, texts=texts, left=left, subscription=one)


def rendered(
    reply: Reply, last: Reply, render: Callable[[Reply], Sequence[str]], *, left: int
) -> Sequence[str]:
    """Return the messages of a reply; of ``last``, the same as the last one of today, where these
    are all that are left.
    """
    contents = render(reply)
    return contents if len(contents) < left else render(last)


def outgoing(
    chat: str, contents: Sequence[str], *, key: str, expires_at: datetime | None = None
) -> tuple[Outgoing, ...]:
    """Return the messages that a reply takes, the first under ``key``."""
    return tuple(
        Outgoing(
            chat=chat,
            content=content,
            key=f"{key}:{part}" if part else key,
            priority=PRIORITY,
            part=part,
            expires_at=expires_at,
        )
        for part, content in enumerate(contents)
    )
