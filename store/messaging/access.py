"""Who may do what: admins, those let in, those shut out, and invitations."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from store.database import Database

Standing = Literal["admin", "allowed", "blocked"]

#: How long an invitation can be used.
INVITATION_LASTS: Final = timedelta(days=7)
#: 96 bits: not to be guessed in that time, and short enough for a link.
_CODE_BYTES: Final = 12


class Access:
    """The standing of people and groups. Every method raises DatabaseError when SQLite refuses.

    A ``party`` is the id of a person or of a group.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def standing(self, channel: str, party: str) -> Standing | None:
        """Return the party's standing; None when it has none."""
        with self._database.read() as db:
            row = db.execute(
                "SELECT standing FROM access WHERE channel = ? AND party = ?", [channel, party]
            ).fetchone()
        return None if row is None else row[0]

    def set(self, channel: str, party: str, standing: Standing | None, *, now: datetime) -> None:
        """Give the party a standing, or take it; the console can always name another admin."""
        with self._database.write() as db:
            db.execute("DELETE FROM access WHERE channel = ? AND party = ?", [channel, party])
            if standing is not None:
                db.execute(
                    "INSERT INTO access(channel, party, standing, at) VALUES (?, ?, ?, ?)",
                    [channel, party, standing, now.timestamp()],
                )

    def listed(
        self, channel: str, standing: Standing | None = None
    ) -> tuple[tuple[str, Standing, datetime], ...]:
        """Return the parties with a standing, or with this one, since when; the first first."""
        with self._database.read() as db:
            found = db.execute(
                "SELECT party, standing, at FROM access WHERE channel = :channel"
                " AND (:standing IS NULL OR standing = :standing) ORDER BY at, party",
                {"channel": channel, "standing": standing},
            ).fetchall()
        return tuple(
            (party, theirs, datetime.fromtimestamp(at, UTC)) for party, theirs, at in found
        )

    def has_admin(self, channel: str) -> bool:
        """Tell whether anybody is admin there."""
        return bool(self.listed(channel, "admin"))

    # -- invitations

    def invite(
        self, *, by: str, now: datetime, uses: int = 1, lasts: timedelta = INVITATION_LASTS
    ) -> str:
        """Make a code that lets in so many; only its hash is kept."""
        code = secrets.token_urlsafe(_CODE_BYTES)
        with self._database.write() as db:
            db.execute("DELETE FROM invitations WHERE expires_at <= ?", [now.timestamp()])
            db.execute(
                "INSERT INTO invitations(code_sha256, made_by, uses, expires_at)"
                " VALUES (?, ?, ?, ?)",
                [_digest(code), by, uses, (now + lasts).timestamp()],
            )
        return code

    def forget_invitations(self, *, now: datetime) -> int:
        """Forget invitations that no longer hold; return how many."""
        with self._database.write() as db:
            gone = db.execute("DELETE FROM invitations WHERE expires_at <= ?", [now.timestamp()])
            return int(gone.rowcount)

    def redeem(self, channel: str, party: str, code: str, *, now: datetime) -> bool:
        """Let the party in by the code; tell whether it may come in now.

        It counts once for a party, and not for one that was in before; one that is shut out
        stays so.
        """
        with self._database.write() as db:
            there = db.execute(
                "SELECT 1 FROM invitations WHERE code_sha256 = ? AND uses > 0 AND expires_at > ?",
                [_digest(code), now.timestamp()],
            ).fetchone()
            if not there:
                return False
            let_in = db.execute(
                "INSERT OR IGNORE INTO access(channel, party, standing, at)"
                " VALUES (?, ?, 'allowed', ?)",
                [channel, party, now.timestamp()],
            )
            if let_in.rowcount:
                db.execute(
                    "UPDATE invitations SET uses = uses - 1 WHERE code_sha256 = ?", [_digest(code)]
                )
                return True
            row = db.execute(
                "SELECT standing FROM access WHERE channel = ? AND party = ?", [channel, party]
            ).fetchone()
            return bool(row[0] != "blocked")


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode(errors="replace")).hexdigest()
