"""Who gets a digest, when, and of what."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from datetime import time as Time  # noqa: N812 (a field is called so)
from types import MappingProxyType
from typing import Any, Final

from sqlite_utils import Database as Connection

from store.database import Database
from store.messaging.outbox import Along
from store.messaging.subscription import Kind, Subscription, require
from store.messaging.traces import wipe
from store.rows import encodable


class Subscriptions:
    """The subscriptions of all chats. Every method raises DatabaseError when SQLite refuses."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- what a chat has set

    def get(self, channel: str, chat: str, kind: Kind) -> Subscription | None:
        """Return what the chat gets of this kind."""
        with self._database.read() as db:
            return _get(db, channel, chat, kind)

    def put(self, subscription: Subscription, *, now: datetime) -> Subscription:
        """Set what the chat gets in place of what it got; return it as it is kept.

        A digest that is due stays due. Raises ValueError for what cannot be.
        """
        require(subscription)
        with self._database.write() as db:
            known = _get(db, subscription.channel, subscription.chat, subscription.kind)
            row = _row(subscription) | _standing(known, subscription, now=now)
            if known:
                db["subscriptions"].update(known.id, row)
            else:
                db["subscriptions"].insert(row)
            found = _get(db, subscription.channel, subscription.chat, subscription.kind)
        if found is None:
            raise RuntimeError("a subscription that was written is not there")
        return found

    def teach(self, subscription: Subscription, likes: Mapping[str, float]) -> None:
        """Set what verdicts have taught; all else stays as it is by now."""
        with self._database.write() as db:
            db.execute(
                "UPDATE subscriptions SET likes = ? WHERE id = ?",
                [json.dumps(dict(likes)), subscription.id],
            )

    def remove(self, channel: str, chat: str, kind: Kind) -> bool:
        """Send the chat no more of this kind; tell whether it got any."""
        with self._database.erasing() as db:
            gone = db.execute(
                "DELETE FROM subscriptions WHERE channel = ? AND chat = ? AND kind = ?",
                [channel, chat, kind],
            )
            wipe(db, "subscriptions")
            return bool(gone.rowcount)

    def all(self, channel: str) -> tuple[Subscription, ...]:
        """Return all of a channel, the oldest first."""
        with self._database.read() as db:
            return tuple(
                _subscription(row)
                for row in db.query(
                    "SELECT * FROM subscriptions WHERE channel = ? ORDER BY id", [channel]
                )
            )

    # -- when it is due

    def due(self, now: datetime, limit: int, *, closed: bool = False) -> tuple[Subscription, ...]:
        """Return those whose time has come or is to be reckoned, the longest due first.

        Chats that cannot be reached, are switched off or shut out stay due and are passed over;
        with ``closed`` all who were not let in.
        """
        with self._database.read() as db:
            found = db.query(_DUE, {"now": now.timestamp(), "limit": limit, "closed": int(closed)})
            return tuple(_subscription(row) for row in found)

    def done(
        self,
        one: Subscription,
        *,
        next_at: datetime,
        on: date | None = None,
        settled: datetime | None = None,
    ) -> None:
        """Note when to look at it again, with ``on`` of which local day it was sent, and until when
        all that was due is settled.
        """
        with self._database.write() as db:
            advancing(one, next_at=next_at, on=on, settled=settled)(db, ())

    def look_again(self, moments: Iterable[tuple[Subscription, datetime]]) -> None:
        """Note of each of many when to look at it again, in one step."""
        with self._database.write() as db:
            for one, moment in moments:
                advancing(one, next_at=moment, on=None, settled=None)(db, ())

    def reckon_anew(self, *, now: datetime) -> int:
        """Have the time of all that are not due yet reckoned anew; return how many.

        For a clock that was set, or other rules of a time zone.
        """
        with self._database.write() as db:
            return int(
                db.execute(
                    "UPDATE subscriptions SET next_at = 0,"
                    " settled_until = min(settled_until, :now) WHERE next_at > :now",
                    {"now": now.timestamp()},
                ).rowcount
            )


#: Those of a chat that stay due while it cannot be reached are looked at each time: a microsecond.
_DUE: Final = """
    SELECT one.* FROM subscriptions AS one
    LEFT JOIN chats ON chats.channel = one.channel AND chats.chat = one.chat
    WHERE next_at <= :now AND unreachable IS NULL AND coalesce(is_on, 1)
        AND NOT EXISTS (
            SELECT 1 FROM access WHERE access.channel = one.channel
                AND party IN (one.chat, one.person) AND standing = 'blocked'
        )
        AND (NOT :closed OR EXISTS (
            SELECT 1 FROM access WHERE access.channel = one.channel
                AND party IN (one.chat, one.person) AND standing <> 'blocked'
        ))
    ORDER BY next_at, one.id
    LIMIT :limit
"""


def advancing(
    one: Subscription, *, next_at: datetime, on: date | None, settled: datetime | None
) -> Along:
    """Return the writing of ``Subscriptions.done``, to be done along with what is promised.

    What was set anew in the meantime is reckoned anew.
    """

    def advance(db: Connection, _: tuple[int, ...]) -> None:
        db.execute(
            "UPDATE subscriptions SET last_on = coalesce(:on, last_on),"
            " settled_until = coalesce(:settled, settled_until),"
            " next_at = CASE WHEN changes = :changes THEN :next ELSE 0 END WHERE id = :id",
            {
                "id": one.id,
                "changes": one.changes,
                "next": next_at.timestamp(),
                "on": on and on.isoformat(),
                "settled": settled and settled.timestamp(),
            },
        )

    return advance


def _standing(
    known: Subscription | None, wanted: Subscription, *, now: datetime
) -> dict[str, float | str | None]:
    """Return what stays of how far the digests of before have come."""
    if known is None:
        return {"next_at": 0, "settled_until": now.timestamp(), "last_on": None, "changes": 0}
    is_due = known.next_at is not None and known.next_at <= now
    stays = is_due or _timing(known) == _timing(wanted)
    settled = known.settled_until if stays and known.settled_until else now
    return {
        "next_at": known.next_at.timestamp() if stays and known.next_at else 0,
        "settled_until": settled.timestamp(),
        "last_on": known.last_on.isoformat() if known.last_on else None,
        "changes": known.changes + 1,
    }


def _timing(one: Subscription) -> tuple[object, ...]:
    return one.time, one.zone, one.weekdays, one.quiet, one.paused_until


def _get(db: Connection, channel: str, chat: str, kind: Kind) -> Subscription | None:
    found = db.query(
        "SELECT * FROM subscriptions WHERE channel = ? AND chat = ? AND kind = ?",
        [channel, chat, kind],
    )
    return next((_subscription(row) for row in found), None)


def _row(one: Subscription) -> dict[str, Any]:
    return {
        **{name: getattr(one, name) for name in _PLAIN},
        "time": one.time.isoformat("minutes"),
        "weekdays": json.dumps(sorted(one.weekdays)),
        "topics": _dump(one.topics),
        "outlets_in": _dump(sorted(one.outlets_in)),
        "outlets_out": _dump(sorted(one.outlets_out)),
        "quiet": one.quiet and json.dumps([moment.isoformat("minutes") for moment in one.quiet]),
        "paused_until": one.paused_until and one.paused_until.isoformat(),
        "likes": json.dumps(dict(one.likes)),
    }


_PLAIN: Final = (
    "channel",
    "chat",
    "person",
    "kind",
    "zone",
    "language",
    "length",
    "when_empty",
)


def _dump(texts: Iterable[str]) -> str:
    return json.dumps([encodable(text) for text in texts], ensure_ascii=False)


def _subscription(row: Mapping[str, Any]) -> Subscription:
    quiet = row["quiet"] and [Time.fromisoformat(moment) for moment in json.loads(row["quiet"])]
    return Subscription(
        **{name: row[name] for name in (*_PLAIN, "id", "changes")},
        time=Time.fromisoformat(row["time"]),
        weekdays=frozenset(json.loads(row["weekdays"])),
        topics=tuple(json.loads(row["topics"])),
        outlets_in=frozenset(json.loads(row["outlets_in"])),
        outlets_out=frozenset(json.loads(row["outlets_out"])),
        quiet=(quiet[0], quiet[1]) if quiet else None,
        paused_until=_day(row["paused_until"]),
        likes=MappingProxyType(json.loads(row["likes"])),
        next_at=datetime.fromtimestamp(row["next_at"], UTC) if row["next_at"] else None,
        settled_until=datetime.fromtimestamp(row["settled_until"], UTC),
        last_on=_day(row["last_on"]),
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
