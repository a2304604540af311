"""The job that sends digests: what is due is composed, promised, and noted as told, in one step."""

import logging
import threading
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Protocol

from bot.digests import times
from bot.reply import Reply
from store.errors import StoreError
from store.messaging.outbox import Outbox, Outgoing
from store.messaging.subscription import Subscription
from store.messaging.subscriptions import Subscriptions, advancing
from store.messaging.told import Told, ToldFact, ToldFacts

#: After answers, before broadcasts.
PRIORITY: Final = 1
#: So long a chat is not told again what it was told.
TOLD_FOR: Final = timedelta(days=60)
#: Subscriptions read at a time: composed in less than a second.
PAGE: Final = 50
#: With so much waiting to be sent no more is composed: ten seconds of Telegram's rate. A digest
#: that is composed later knows more, and neither memory nor the disk holds 10,000 of them.
BACKLOG: Final = 300
#: Until a digest that could not be written is tried again.
_AGAIN: Final = timedelta(minutes=10)
#: A clock that goes back by more was set; by less, it is kept right.
_SET_BACK: Final = timedelta(minutes=1)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A digest as it is sent, None where there is nothing to say, and the facts that it tells."""

    reply: Reply | None
    facts: tuple[ToldFact, ...] = ()


class Writer(Protocol):
    """Composes and words digests."""

    def write(self, subscription: Subscription, told: Told, *, now: datetime) -> Written:
        """Write what the chat is to be told now that it was not."""
        ...


class Digests:
    """Sends each due digest once. All that it knows stands in the database.

    ``render`` makes of a reply the messages it takes; ``holds`` tells whether this process is the
    one that speaks; with ``closed`` only those get digests who were let in.
    """

    def __init__(
        self,
        *,
        subscriptions: Subscriptions,
        told: ToldFacts,
        outbox: Outbox,
        writer: Writer,
        render: Callable[[Reply], Sequence[str]],
        holds: Callable[[datetime], bool],
        clock: Callable[[], datetime],
        closed: bool = False,
    ) -> None:
        self._subscriptions = subscriptions
        self._told = told
        self._outbox = outbox
        self._writer = writer
        self._render = render
        self._holds = holds
        self._clock = clock
        self._closed = closed
        self._seen: datetime | None = None
        self._stopping = threading.Event()
        self._running = threading.Lock()
        self._failing = False

    def __call__(self) -> None:
        """Send what is due, as far as there is room; the rest is sent at the next call."""
        with self._running:
            try:
                while self.step():
                    pass
                self._failing = False
            except StoreError as error:
                if not self._failing:  # said once, not every second
                    log.error("digests wait, none is lost: %s", error)
                self._failing = True

    def stop(self) -> None:
        """End a running job after the digest in hand."""
        self._stopping.set()
        with self._running:
            pass

    def step(self) -> bool:
        """Send a page of what is due; tell whether there may be more. Raises DatabaseError."""
        now = self._clock()
        if self._stopping.is_set() or not self._holds(now):
            return False
        if self._seen is None or now < self._seen - _SET_BACK:
            self._subscriptions.reckon_anew(now=now)
        self._seen = now
        if self._outbox.backlog(now) >= BACKLOG:
            return False
        page = self._subscriptions.due(now, PAGE, closed=self._closed)
        moments = [(one, times.due_by(one, now=now)) for one in page]
        self._subscriptions.look_again(
            (one, times.next_due(one, after=now)) for one, due in moments if due is None
        )
        for one, due in moments:
            if due is not None and not self._stopping.is_set():
                self._look_at(one, due, now=self._clock())
        return len(page) == PAGE

    def _look_at(self, one: Subscription, due: datetime, *, now: datetime) -> None:
        """Send it, or note when to look at it again."""
        quiet_until = times.quiet_until(one.quiet, one.zone, now=now)
        if (quiet_until or now) >= times.of_use_until(one, due) or times.is_paused(one, now=now):
            log.info("a digest was missed, and is of no use any more")
            following = times.next_due(one, after=now)
            self._subscriptions.done(one, next_at=following, settled=now)
        elif quiet_until is not None:
            self._subscriptions.done(one, next_at=quiet_until)
        else:
            self._send(one, due, now=now)

    def _send(self, one: Subscription, due: datetime, *, now: datetime) -> None:
        day = times.local_date(due, one.zone)
        key = times.key(one, day)
        following = times.next_due(replace(one, last_on=day), after=now)
        if self._outbox.find(key) is not None:  # one of that day went out before it was set anew
            self._subscriptions.done(one, next_at=following, on=day, settled=now)
            return
        told = self._told.of(one.chat, since=now - TOLD_FOR)
        try:
            written = self._writer.write(one, told, now=now)
        except StoreError:
            raise
        except Exception as error:  # one that cannot be written does not keep others waiting
            log.error(
                "a digest could not be written: %s at %s", type(error).__name__, _place(error)
            )
            self._subscriptions.done(one, next_at=now + _AGAIN)
            return
        self._outbox.put(
            self._messages(one, written, key=key, due=due, now=now),
            now=now,
            along=(
                self._told.noting(one.chat, written.facts, at=now, how="digest"),
                advancing(one, next_at=following, on=day, settled=now),
            ),
        )

    def _messages(
        self, one: Subscription, written: Written, *, key: str, due: datetime, now: datetime
    ) -> tuple[Outgoing, ...]:
        contents = () if written.reply is None else self._render(written.reply)
        return tuple(
            Outgoing(
                chat=one.chat,
                content=content,
                key=f"{key}:{part}" if part else key,
                priority=PRIORITY,
                part=part,
                expires_at=times.sent_until(one, due, now=now),
                due_at=due,
            )
            for part, content in enumerate(contents)
        )


def _place(error: Exception) -> str:
    """Name where the error was raised; what it says may hold what somebody reads about."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(last.filename).name}:{last.lineno}"
