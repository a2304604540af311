"""The sources on record: added, paused, removed, and how each of them is doing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlite_utils import Database as Connection

from store import addresses
from store.database import Database
from store.sources.source import Health, Kind, Source

#: A source without success for so long is dead: shown, and logged once.
DEAD_AFTER: Final = timedelta(days=7)
#: What a source lists no more is forgotten after this; feeds bring old entries back for days.
ITEM_MEMORY: Final = timedelta(days=90)
#: Of what a source lists no more so many are remembered, whatever it lists: ten full lists.
MAX_UNLISTED: Final = 20_000
#: Clocks are put right by seconds all the time.
_CLOCK_SLACK: Final = timedelta(minutes=1)
#: How much later an entry's last sight is written down again: not at each poll.
_SEEN_AGAIN: Final = timedelta(days=1)

_COLUMNS: Final = "id, kind, address, title, pages, paused, added_at, interval_s, next_at"
_HEALTH: Final = "checked_at, succeeded_at, failures, reason"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An entry as it was last taken in: the digest of what was listed, and how often its page
    was tried in vain. ``at`` is when, or when it was last seen listed; ``article_id`` the article
    that it brought, as nothing else had before.
    """

    digest: str
    tries: int
    at: datetime
    article_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave to ask it again with: only what has changed is sent then."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Success:
    """What a poll that worked brings to a source's record.

    ``reason`` says what it left out; ``moved_to`` is where the source is to be found from now on.
    """

    interval_s: float
    next_at: datetime
    reason: str | None = None
    validators: Validators = Validators()
    title: str | None = None
    moved_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSource:
    """A source that is to be added; ``key`` is the same for all spellings of its address."""

    kind: Kind
    address: str
    key: str
    title: str | None
    pages: bool
    interval_s: float


class Catalog:
    """The sources in the database. Every method raises DatabaseError when SQLite refuses."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- what there is

    def add(self, new: NewSource, *, now: datetime) -> tuple[Source, bool]:
        """Add a source, to be polled at once; the one of the same key if there is one.

        The second value tells whether it is new.
        """
        return self.add_all([new], now=now)[0]

    def add_all(self, new: Sequence[NewSource], *, now: datetime) -> list[tuple[Source, bool]]:
        """Add sources in one step, in order, as ``add`` does."""
        with self._database.write() as db:
            return [_add(db, one, now=now) for one in new]

    def get(self, source_id: int) -> Source | None:
        """Return the source, if it is on record."""
        return next(iter(self._where("id = ?", [source_id])), None)

    def find(self, key: str) -> Source | None:
        """Return the source whose address has this key."""
        return next(iter(self._where("key = ?", [key])), None)

    def all(self) -> tuple[Source, ...]:
        """Return every source, in the order in which they were added."""
        return self._where("1 ORDER BY id", [])

    def due(self, now: datetime, *, limit: int = -1) -> tuple[Source, ...]:
        """Return those whose time has come, the longest waiting first, up to ``limit`` of them.

        So has the time of one that was checked after ``now``: the clock was set back.
        """
        return self._where(
            "paused = 0 AND (next_at <= ? OR checked_at > ?) ORDER BY next_at LIMIT ?",
            [now.timestamp(), (now + _CLOCK_SLACK).timestamp(), limit],
        )

    def pause(self, source_id: int, *, paused: bool, now: datetime) -> None:
        """Leave the source alone, or poll it again, at once."""
        with self._database.write() as db:
            db.execute(
                "UPDATE sources SET paused = ?, next_at = ? WHERE id = ?",
                [paused, now.timestamp(), source_id],
            )

    def hasten(self, source_id: int, *, now: datetime) -> None:
        """Let the source be polled at once."""
        with self._database.write() as db:
            db.execute("UPDATE sources SET next_at = ? WHERE id = ?", [now.timestamp(), source_id])

    def set_pages(self, source_id: int, *, pages: bool) -> None:
        """Set whether the pages behind the source's links are fetched."""
        with self._database.write() as db:
            db.execute("UPDATE sources SET pages = ? WHERE id = ?", [pages, source_id])

    def remove(self, source_id: int) -> None:
        """Take the source off the record; its articles stay."""
        with self._database.write() as db:
            db.execute("DELETE FROM items WHERE source_id = ?", [source_id])
            db.execute("DELETE FROM sources WHERE id = ?", [source_id])

    # -- how it is doing

    def validators(self, source_id: int) -> Validators:
        """Return what its server gave at the last full answer."""
        with self._database.read() as db:
            row = db.execute(
                "SELECT etag, last_modified FROM sources WHERE id = ?", [source_id]
            ).fetchone()
        return Validators() if row is None else Validators(etag=row[0], last_modified=row[1])

    def succeeded(self, source_id: int, success: Success, *, now: datetime) -> None:
        """Note a poll that worked. A source that has moved onto another one's address keeps its
        own.
        """
        with self._database.write() as db:
            db.execute(
                "UPDATE sources SET checked_at = :now, succeeded_at = :now, failures = 0,"
                " told_dead = 0, interval_s = :interval_s, next_at = :next_at, reason = :reason,"
                " etag = :etag, last_modified = :last_modified, title = coalesce(title, :title)"
                " WHERE id = :id",
                {
                    "id": source_id,
                    "now": now.timestamp(),
                    "interval_s": success.interval_s,
                    "next_at": success.next_at.timestamp(),
                    "reason": success.reason,
                    "etag": success.validators.etag,
                    "last_modified": success.validators.last_modified,
                    "title": success.title,
                },
            )
            if success.moved_to is not None:
                db.execute(
                    "UPDATE OR IGNORE sources SET address = ?, key = ? WHERE id = ?",
                    [success.moved_to, addresses.key(success.moved_to), source_id],
                )

    def failed(self, source_id: int, *, now: datetime, next_at: datetime, reason: str) -> bool:
        """Note a poll that did not work. Return whether the source has just become dead."""
        with self._database.write() as db:
            db.execute(
                "UPDATE sources SET checked_at = ?, failures = failures + 1, next_at = ?,"
                " reason = ? WHERE id = ?",
                [now.timestamp(), next_at.timestamp(), reason, source_id],
            )
            row = db.execute(
                "SELECT coalesce(succeeded_at, added_at), told_dead FROM sources WHERE id = ?",
                [source_id],
            ).fetchone()
            if row is None or row[1] or row[0] > (now - DEAD_AFTER).timestamp():
                return False
            db.execute("UPDATE sources SET told_dead = 1 WHERE id = ?", [source_id])
        return True

    # -- what it has listed

    def seen(self, source_id: int) -> dict[str, Seen]:
        """Return what is remembered of each entry, by its key."""
        with self._database.read() as db:
            return {
                row["key"]: Seen(
                    digest=row["digest"],
                    tries=row["tries"],
                    at=_time(row["seen_at"]),
                    article_id=row["article_id"],
                )
                for row in db["items"].rows_where("source_id = ?", [source_id])
            }

    def note(self, source_id: int, key: str, seen: Seen) -> bool:
        """Remember how an entry was taken in; False when the source was removed meanwhile."""
        with self._database.write() as db:
            noted = db.execute(
                "INSERT OR REPLACE INTO items(source_id, key, digest, tries, seen_at, article_id)"
                " SELECT id, ?, ?, ?, ?, ? FROM sources WHERE id = ?",
                [key, seen.digest, seen.tries, seen.at.timestamp(), seen.article_id, source_id],
            )
            return bool(noted.rowcount)

    def still_listed(self, source_id: int, keys: Iterable[str], *, now: datetime) -> None:
        """Remember these entries for longer, and forget those not listed for a long time."""
        with self._database.write() as db:
            for key in keys:
                db.execute(
                    "UPDATE items SET seen_at = ? WHERE source_id = ? AND key = ? AND seen_at < ?",
                    [now.timestamp(), source_id, key, (now - _SEEN_AGAIN).timestamp()],
                )
            db.execute(
                "DELETE FROM items WHERE source_id = :id AND (seen_at < :long_ago"
                # Whatever is still listed has been seen since yesterday.
                " OR seen_at <= (SELECT seen_at FROM items WHERE source_id = :id"
                " AND seen_at < :lately ORDER BY seen_at DESC LIMIT 1 OFFSET :most))",
                {
                    "id": source_id,
                    "long_ago": (now - ITEM_MEMORY).timestamp(),
                    "lately": (now - _SEEN_AGAIN).timestamp(),
                    "most": MAX_UNLISTED,
                },
            )

    def _where(self, condition: str, arguments: list[Any]) -> tuple[Source, ...]:
        with self._database.read() as db:
            found = db.query(
                f"SELECT {_COLUMNS}, {_HEALTH} FROM sources WHERE {condition}",  # noqa: S608 - conditions of ours
                arguments,
            )
            return tuple(_source(row) for row in found)


def _add(db: Connection, new: NewSource, *, now: datetime) -> tuple[Source, bool]:
    known = next(iter(db["sources"].rows_where("key = ?", [new.key])), None)
    if known is not None:
        return _source(known), False
    row = asdict(new) | {"added_at": now.timestamp(), "next_at": now.timestamp()}
    return _source(db["sources"].get(db["sources"].insert(row).last_pk)), True


def is_dead(source: Source, *, now: datetime) -> bool:
    """Tell whether a source that is polled has not worked for ``DEAD_AFTER``."""
    last = source.health.succeeded_at or source.added_at
    return not source.paused and source.health.failures > 0 and now - last >= DEAD_AFTER


def _source(row: Mapping[str, Any]) -> Source:
    return Source(
        id=row["id"],
        kind=row["kind"],
        address=row["address"],
        title=row["title"],
        pages=bool(row["pages"]),
        paused=bool(row["paused"]),
        added_at=_time(row["added_at"]),
        health=Health(
            interval_s=row["interval_s"],
            next_at=_time(row["next_at"]),
            checked_at=row["checked_at"] and _time(row["checked_at"]),
            succeeded_at=row["succeeded_at"] and _time(row["succeeded_at"]),
            failures=row["failures"],
            reason=row["reason"],
        ),
    )


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
