"""Who may ask and who is an admin, changed from a chat or the command line, and noted."""

from datetime import datetime
from typing import Final, Literal

from bot.admin.noting import noted
from bot.admin.order import RefusedError
from bot.reception.deep_links import of_invitation
from store.messaging.access import Access
from store.messaging.audit import Audit

#: A code for more is as good as an open bot.
MAX_USES: Final = 1_000

Why = Literal["self", "admin", "not_admin", "already", "group"]


class StandingError(RefusedError):
    """A standing cannot be changed so: ``why`` is a short code, ``party`` whom it is about."""

    def __init__(self, why: Why, party: str) -> None:
        super().__init__(why, _SAID[why].format(party=party))
        self.why: Why = why
        self.party = party


_SAID: Final[dict[Why, str]] = {
    "self": "nobody shuts out or removes themselves; another admin can",
    "admin": "{party} is an admin; remove {party} as admin first",
    "not_admin": "{party} is not an admin",
    "already": "{party} has this standing already",
    "group": "{party} is a group; only a person can be an admin",
}


class People:
    """Changes standings on one channel. Every method raises StandingError and DatabaseError."""

    def __init__(self, *, access: Access, audit: Audit, channel: str) -> None:
        self._access = access
        self._audit = audit
        self._channel = channel

    def allow(self, party: str, *, by: str, now: datetime) -> None:
        """Let a person or group in, also one that was shut out."""
        with noted(self._audit, by=by, action="allow", about=party, now=now):
            self._require(party, "allowed")
            self._access.set(self._channel, party, "allowed", now=now)

    def block(self, party: str, *, by: str, now: datetime) -> None:
        """Shut a person or group out."""
        with noted(self._audit, by=by, action="block", about=party, now=now):
            self._require_blockable(party, by=by)
            self._access.set(self._channel, party, "blocked", now=now)

    def ask_to_block(self, party: str, *, by: str, now: datetime) -> None:
        """Note that somebody is about to be shut out; raises where that cannot be."""
        with noted(self._audit, by=by, action="block", about=party, now=now, ended="asked"):
            self._require_blockable(party, by=by)

    def _require_blockable(self, party: str, *, by: str) -> None:
        """Not oneself, not another admin, and not who is shut out already."""
        if by == f"{self._channel}:{party}":
            raise StandingError("self", party)
        self._require(party, "blocked")

    def add_admin(self, party: str, *, by: str, now: datetime) -> None:
        """Make a person an admin."""
        with noted(self._audit, by=by, action="admin add", about=party, now=now):
            if party.startswith("-"):
                raise StandingError("group", party)
            if self._access.standing(self._channel, party) == "admin":
                raise StandingError("already", party)
            self._access.set(self._channel, party, "admin", now=now)

    def remove_admin(self, party: str, *, by: str, now: datetime) -> None:
        """Take an admin's rights away; the person may go on asking."""
        with noted(self._audit, by=by, action="admin remove", about=party, now=now):
            self._require_removable(party, by=by)
            self._access.set(self._channel, party, "allowed", now=now)

    def ask_to_remove_admin(self, party: str, *, by: str, now: datetime) -> None:
        """Note that an admin is about to be removed; raises where that cannot be."""
        with noted(self._audit, by=by, action="admin remove", about=party, now=now, ended="asked"):
            self._require_removable(party, by=by)

    def _require_removable(self, party: str, *, by: str) -> None:
        """Not oneself, and only who is an admin."""
        if by == f"{self._channel}:{party}":
            raise StandingError("self", party)
        if self._access.standing(self._channel, party) != "admin":
            raise StandingError("not_admin", party)

    def invite(self, *, uses: int, by: str, now: datetime) -> str:
        """Make a code that lets in ``uses`` people; return the word that a chat starts with."""
        with noted(self._audit, by=by, action="invite", about=f"{uses}", now=now):
            return of_invitation(self._access.invite(by=by, now=now, uses=uses))

    def _require(self, party: str, wanted: str) -> None:
        standing = self._access.standing(self._channel, party)
        if standing == "admin":
            raise StandingError("admin", party)
        if standing == wanted:
            raise StandingError("already", party)
