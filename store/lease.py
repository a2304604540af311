"""Lets one process of several do what must not be done twice."""

import os
import secrets
import socket
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from store.database import Database

#: How long after the holder's last sign of life another process may take over.
LEASE_S: Final = 60.0
#: The share of it that its holder waits before it is renewed.
_RENEWED_AFTER: Final = 1 / 3


class Lease:
    """A named right in the database, held by one process until it lets go or falls silent.

    Every method raises DatabaseError when SQLite refuses.
    """

    def __init__(
        self,
        database: Database,
        name: str,
        *,
        lasts_s: float = LEASE_S,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._name = name
        self._lasts_s = lasts_s
        self._monotonic = monotonic
        self._renew_at = float("-inf")
        # The last part makes it this very start.
        self.holder = f"{_machine()}:{os.getpid()}:{secrets.token_hex(4)}"

    def acquire(self, now: datetime) -> bool:
        """Take or renew the lease. Return whether this process holds it now.

        A holder on this machine that has ended without letting go holds nothing. It is written
        down again only after a third of its time: this may be asked every second.
        """
        started = self._monotonic()
        if started < self._renew_at:
            return True
        with self._database.write() as db:
            row = db.execute("SELECT holder FROM leases WHERE name = ?", [self._name]).fetchone()
            if row is not None and _has_ended(row[0]):
                db.execute("DELETE FROM leases WHERE name = ?", [self._name])
            held = bool(
                db.execute(
                    "INSERT INTO leases(name, holder, until) VALUES (:name, :holder, :until)"
                    " ON CONFLICT(name) DO UPDATE SET holder = :holder, until = :until"
                    " WHERE holder = :holder OR until <= :now OR until > :until",
                    # A lease longer than any that is given comes from a clock that was set back.
                    {
                        "name": self._name,
                        "holder": self.holder,
                        "until": now.timestamp() + self._lasts_s,
                        "now": now.timestamp(),
                    },
                ).rowcount
                == 1
            )
        self._renew_at = started + self._lasts_s * _RENEWED_AFTER if held else float("-inf")
        return held

    def release(self) -> None:
        """Let another process take over at once."""
        self._renew_at = float("-inf")
        with self._database.write() as db:
            db.execute(
                "DELETE FROM leases WHERE name = ? AND holder = ?", [self._name, self.holder]
            )


def _machine() -> str:
    """Name this machine, and where process numbers count: each container has its own."""
    namespace = Path("/proc/self/ns/pid")
    numbers = namespace.stat().st_ino if namespace.exists() else 0
    return f"{socket.gethostname()}/{numbers}"


def _has_ended(holder: str) -> bool:
    """Tell whether ``holder`` was a process of this machine and is gone."""
    machine, _, start = holder.rpartition(":")[0].rpartition(":")
    if machine != _machine() or not start.isdecimal():
        return False
    try:
        os.kill(int(start), 0)  # asks only whether it is there
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False
