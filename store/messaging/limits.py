"""How often the bot may be asked: token buckets of each person, each group, and all together."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final, Literal

from sqlite_utils import Database as Connection

from store.database import Database

Name = Literal["person", "group", "global"]
Verdict = Literal["ok", "notice", "silent"]

#: A flood is over once this share of the bucket that it met has filled again; else somebody who
#: goes on and on would be told at each single token.
_OVER: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A bucket that holds ``burst`` tokens and gets ``per_minute`` of them, one for a question."""

    burst: int
    per_minute: float

    def __post_init__(self) -> None:
        if self.burst < 1 or not (0 < self.per_minute < math.inf):
            raise ValueError("a limit needs a burst of at least 1 and a rate above 0")


#: A person who reads what is answered asks or presses a button less than ten times a minute, a
#: lively group less than twenty; ten a second is what two cores answer.
DEFAULTS: Final[Mapping[Name, Limit]] = MappingProxyType(
    {
        "person": Limit(burst=20, per_minute=10),
        "group": Limit(burst=20, per_minute=20),
        "global": Limit(burst=300, per_minute=600),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bucket:
    """A bucket at one moment; ``set_back`` when it was last used after that moment."""

    name: Name
    party: str
    limit: Limit
    tokens: float
    told: bool
    set_back: bool
    at: float


class Limits:
    """The limits and what is left of each. Every method raises DatabaseError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> dict[Name, Limit]:
        """Return the limits that hold."""
        with self._database.read() as db:
            return _all(db)

    def set(self, name: Name, limit: Limit | None) -> None:
        """Set a limit; None brings the default back."""
        with self._database.write() as db:
            db.execute("DELETE FROM limits WHERE name = ?", [name])
            if limit is not None:
                db.execute(
                    "INSERT INTO limits(name, burst, per_minute) VALUES (?, ?, ?)",
                    [name, limit.burst, limit.per_minute],
                )

    def take(
        self,
        channel: str,
        *,
        person: str | None,
        group: str | None,
        now: datetime,
        tokens: float = 1.0,
        asked_at: datetime | None = None,
    ) -> Verdict:
        """Take a token, or what is asked for, from each bucket, or none from any.

        ``asked_at`` is when it was written, where that is known: what waited while the bot was away
        was no flood.

        Refused, it is "notice" once in a flood of the person (or, without one, of the group), and
        "silent" after that. When the clock was set back, a bucket goes on from what it held.
        """
        parties: tuple[tuple[Name, str | None], ...] = (
            ("person", person),
            ("group", group),
            ("global", ""),
        )
        with self._database.write() as db:
            limits = _all(db)
            buckets = [
                _bucket(db, channel, name, party, limit=limits[name], now=now, asked_at=asked_at)
                for name, party in parties
                if party is not None
            ]
            asking = buckets[0]
            if all(bucket.tokens >= tokens for bucket in buckets):
                for bucket in buckets:
                    over = bucket.tokens >= bucket.limit.burst * _OVER
                    _keep(db, channel, bucket, spent=tokens, told=bucket.told and not over)
                return "ok"
            for bucket in buckets:
                told = bucket.told or bucket is asking
                if told != bucket.told or bucket.set_back:
                    _keep(db, channel, bucket, spent=0, told=told)
            return "silent" if asking.told else "notice"

    def forget(self, *, before: datetime) -> int:
        """Forget buckets that were not used since then; return how many. A day fills each."""
        with self._database.write() as db:
            gone = db.execute("DELETE FROM buckets WHERE at < ?", [before.timestamp()])
            return int(gone.rowcount)


def _all(db: Connection) -> dict[Name, Limit]:
    found = db.execute("SELECT name, burst, per_minute FROM limits").fetchall()
    return {
        **DEFAULTS,
        **{name: Limit(burst=burst, per_minute=rate) for name, burst, rate in found},
    }


def _bucket(
    db: Connection,
    channel: str,
    name: Name,
    party: str,
    *,
    limit: Limit,
    now: datetime,
    asked_at: datetime | None,
) -> _Bucket:
    row = db.execute(
        "SELECT tokens, at, told FROM buckets WHERE channel = ? AND name = ? AND party = ?",
        [channel, name, party],
    ).fetchone()
    now_s = now.timestamp()
    moment_s = now_s if asked_at is None else min(asked_at.timestamp(), now_s)
    tokens, at, told = row or (limit.burst, moment_s, False)
    set_back = at > now_s
    # Of several that are told late the one written first may come last.
    moment_s = now_s if set_back else max(moment_s, at)
    passed_s = moment_s - at
    return _Bucket(
        name=name,
        party=party,
        limit=limit,
        tokens=min(limit.burst, tokens + max(0.0, passed_s) * limit.per_minute / 60),
        told=bool(told),
        set_back=set_back,
        at=moment_s,
    )


def _keep(db: Connection, channel: str, bucket: _Bucket, *, spent: float, told: bool) -> None:
    db.execute(
        "INSERT OR REPLACE INTO buckets(channel, name, party, tokens, at, told)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [channel, bucket.name, bucket.party, bucket.tokens - spent, bucket.at, told],
    )
