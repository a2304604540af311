"""The outlets' names that an admin has added to those that are known from the start."""

from typing import Final

from sqlite_utils import Database as Connection

from store.database import Database
from store.outlets import Outlets, host_of, key

_SHIPPED: Final = Outlets()


class OutletNames:
    """Which names and domains mean the same outlet. Every method raises DatabaseError."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: tuple[dict[str, str], Outlets] = ({}, _SHIPPED)

    def outlets(self) -> Outlets:
        """Return the shipped table with the additions of this moment."""
        additions = {key(name): outlet for name, outlet in self.additions()}
        if additions != self._known[0]:
            self._known = (additions, Outlets(additions))
        return self._known[1]

    def additions(self) -> tuple[tuple[str, str], ...]:
        """Return what was added: the name or domain, and the outlet it means; in order."""
        with self._database.read() as db:
            return tuple(
                (row["name"], row["outlet"])
                for row in db.query("SELECT name, outlet FROM outlet_names ORDER BY outlet, name")
            )

    def add(self, name: str, outlet: str) -> int:
        """Let ``name`` mean ``outlet``, also for what is stored; return how many change."""
        with self._database.write() as db:
            db["outlet_names"].insert(
                {"key": key(name), "name": name, "outlet": outlet}, replace=True
            )
            return self._apply(db)

    def remove(self, name: str) -> bool:
        """Forget an addition; tell whether there was one."""
        with self._database.write() as db:
            deleted = db.execute("DELETE FROM outlet_names WHERE key = ?", [key(name)])
            there = bool(deleted.rowcount)
            self._apply(db)
        return there

    def _apply(self, db: Connection) -> int:
        """Name the outlet of every stored version anew; return how many change."""
        outlets = self.outlets()
        named: dict[tuple[str | None, str | None], str | None] = {}
        changed = []
        for version, publisher, url, outlet in db.execute(
            "SELECT id, publisher, url, outlet FROM versions"
        ):
            said = publisher, host_of(url or "")
            if said not in named:
                named[said] = outlets.canonical(publisher, host=said[1])
            if named[said] != outlet:
                changed.append((named[said], version))
        db.conn.executemany("UPDATE versions SET outlet = ? WHERE id = ?", changed)
        return len(changed)
