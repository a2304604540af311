"""Opens the SQLite file: one connection a thread, short transactions, errors people can act on."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import sqlite_utils

from store.errors import DatabaseError
from store.migrations import migrations, unknown_to_us

#: How long a writer waits for another process to finish its transaction.
BUSY_TIMEOUT_S: Final = 30.0
_NEWER: Final = "it was made by a newer version of Sosik; update Sosik, or name another home"

_WAL_RETRY_S: Final = 0.02
#: How long emptying the WAL waits for readers, and lets writers wait for it: a question's reads
#: take a few milliseconds; what reads longer (a backup) is not waited for.
_EMPTYING_TIMEOUT_S: Final = 0.5
#: Pages copied between two calls of ``progress``: 16 MB.
_COPIED_PAGES: Final = 4096
_MENDS: Final = (
    ("no such file", "its folder cannot be made; name another home"),
    ("locked", "another program holds it; end that program or try again"),
    ("busy", "another program holds it; end that program or try again"),
    ("readonly", "it may not be written; check the owner and the permissions of the folder"),
    ("full", "the disk is full; free some space, nothing that was stored is lost"),
    ("disk i/o", "the disk did not answer; check it and free some space"),
    ("unable to open", "it cannot be opened; check that the folder exists and may be written"),
    ("permission denied", "check the owner and the permissions of the folder"),
    ("file exists", "there is a file where the folder should be; name another home"),
    ("not a directory", "there is a file where the folder should be; name another home"),
    ("malformed", "it is damaged; put a copy of the file back in its place"),
    ("not a database", "it is not a database of Sosik; move it away or name another home"),
)


class Database:
    """A SQLite file in WAL mode, brought to the newest shape when it is opened.

    Any thread may use it: each gets a connection of its own. Raises DatabaseError wherever
    SQLite refuses, with what to do.
    """

    def __init__(self, path: Path, *, busy_timeout_s: float = BUSY_TIMEOUT_S) -> None:
        self._path = path
        self._busy_timeout_s = busy_timeout_s
        self._local = threading.local()
        self._to_empty = False
        self._opened: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        try:
            self._open()
        except BaseException:
            self.close()
            raise

    @contextmanager
    def read(self) -> Iterator[sqlite_utils.Database]:
        """Give the connection for reading; each statement sees the newest committed state."""
        with self._translated():
            yield self._connection()

    @contextmanager
    def write(self) -> Iterator[sqlite_utils.Database]:
        """Run one transaction that holds the write lock from its start; all of it or nothing."""
        with self._translated():
            connection = self._connection()
            connection.conn.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.conn.execute("COMMIT")
            except BaseException:
                connection.rollback()
                raise
        if self._to_empty:
            self.empty_wal(timeout_s=0)

    @contextmanager
    def erasing(self) -> Iterator[sqlite_utils.Database]:
        """Run one transaction like ``write``; what it deletes then leaves the disk as well.

        Rows are overwritten with zeros, and the WAL, which holds older copies of pages, is
        emptied. While another reads, the latter waits until a later transaction finds nobody.
        Copies that SQLite made of rows when it moved them between pages may stay until ``rewrite``:
        of 1,300 articles removed from a store of 1,842, two had left a piece of their raw file.
        """
        with self.write() as connection:
            yield connection
        self.empty_wal()

    def empty_wal(self, *, timeout_s: float = _EMPTYING_TIMEOUT_S) -> bool:
        """Bring what the WAL holds into the file and cut it to nothing.

        Return False when that cannot be done now, mostly because another reads; each later
        ``write`` then tries again. What is stored is as safe before as after.
        """
        with self._translated():
            connection = self._connection()
            connection.execute(f"PRAGMA busy_timeout = {int(timeout_s * 1000)}")
            try:
                busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            except sqlite3.OperationalError:  # this thread reads still, or the disk is full
                busy = 1
            finally:
                connection.execute(f"PRAGMA busy_timeout = {int(self._busy_timeout_s * 1000)}")
        self._to_empty = bool(busy)
        return not busy

    def rewrite(self) -> None:
        """Write the whole file anew: no trace of what was deleted is left, nor unused space.

        Others read meanwhile but do not write. The disk needs room for the file twice more.
        """
        with self._translated():
            self._connection().execute("VACUUM")
        self.empty_wal()

    def copy(self, target: Path, *, progress: Callable[[int, int], None]) -> None:
        """Copy one committed state into the new file ``target`` while others read and write.

        ``progress`` is told the bytes that are copied, and of how many. The copy is no WAL file
        and is not yet durable.
        """
        with self._translated(target), closing(self._connect()) as source:
            page_size = source.execute("PRAGMA page_size").fetchone()[0]
            # Within a transaction each step copies from the same state. Without one, a step that
            # meets what another process wrote begins anew, and may never end.
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            with closing(sqlite3.connect(target, isolation_level=None)) as copy:
                copy.execute("PRAGMA synchronous = OFF")
                source.backup(
                    copy,
                    pages=_COPIED_PAGES,
                    progress=lambda _, left, all_: progress(
                        (all_ - left) * page_size, all_ * page_size
                    ),
                )
                copy.execute("PRAGMA journal_mode = DELETE")

    def size(self) -> int:
        """Return the bytes of the database without its WAL."""
        with self.read() as db:
            pages, size = (
                int(db.execute(f"PRAGMA {name}").fetchone()[0])
                for name in ("page_count", "page_size")
            )
        return pages * size

    def check(self) -> str | None:
        """Return what SQLite finds damaged in the file, or None."""
        with self.read() as db:
            found = str(db.execute("PRAGMA quick_check(1)").fetchone()[0])
        return None if found == "ok" else found

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._lock:
            for connection in self._opened:
                connection.close()
            self._opened.clear()
        self._local = threading.local()

    def _open(self) -> None:
        with self._translated():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = self._connection()
            if unknown_to_us(connection):
                raise DatabaseError(f"{self._path}: {_NEWER}", path=self._path)
            if migrations.pending(connection):
                with self.write():
                    migrations.apply(connection)

    def _connection(self) -> sqlite_utils.Database:
        database: sqlite_utils.Database | None = getattr(self._local, "database", None)
        if database is None:
            connection = self._connect()
            with self._lock:
                self._opened.append(connection)
            self._use_wal(connection)
            for pragma in ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
                connection.execute(f"PRAGMA {pragma}")
            database = self._local.database = sqlite_utils.Database(
                connection, execute_plugins=False
            )
        return database

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(
            self._path,
            timeout=self._busy_timeout_s,
            isolation_level=None,
            check_same_thread=False,
        )

    def _use_wal(self, connection: sqlite3.Connection) -> None:
        """Switch the file to WAL mode, for which SQLite waits for nobody by itself."""
        deadline = time.monotonic() + self._busy_timeout_s
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise
                time.sleep(_WAL_RETRY_S)

    @contextmanager
    def _translated(self, path: Path | None = None) -> Iterator[None]:
        path = path or self._path
        try:
            yield
        except (sqlite3.DatabaseError, OSError) as error:
            if isinstance(error, (sqlite3.IntegrityError, sqlite3.ProgrammingError)):
                raise  # a bug of ours, kept loud
            said = str(error)
            mend = next(
                (mend for key, mend in _MENDS if key in said.lower()),
                "try again; if it stays so, put a copy of the file back",
            )
            raise DatabaseError(f"{path}: {said}; {mend}", path=path) from error
