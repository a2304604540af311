"""One file with everything worth keeping, made while the service runs, and the way back from it.

Why database and vectors agree although both are written meanwhile: the database is copied first,
as it stood at one moment, and a passage is marked there only after its vector is durable; so the
vectors, copied later, hold all that are marked. Of the vectors, the ids are copied last, as they
are written last, so each of them has its vector. What the copy of the vectors has or lacks beyond
that was added or removed after that moment: the indexer takes out rows of passages that are not
marked, and encodes anew those marked without a row, when it first opens a folder.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Final

from store import bundle
from store.backlog import Backlog
from store.bundle import DATABASE, VECTOR_FILES, VECTORS, Contents
from store.database import Database
from store.disk import free_bytes
from store.errors import BackupError
from store.messaging.owed import disown

_STAGING: Final = ".restoring"


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupSummary:
    """What a backup holds; ``size`` is that of its file in bytes.

    Without ``vectors`` they are made anew after it is restored, as words always are: hours
    instead of minutes.
    """

    made_at: datetime
    articles: int
    passages: int
    vectors: bool
    size: int


# -- making one


def backup(
    database: Database,
    target: Path,
    *,
    vectors: Path | None,
    now: datetime,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> BackupSummary:
    """Write everything that is kept to the new file ``target``; others read and write meanwhile.

    ``vectors`` is the folder of the current generation; ``progress`` is told bytes done, and of
    how many. While it is unfinished, the file is called ``target`` and ``.part``. Raises
    BackupError and DatabaseError.
    """
    part, copy = (target.with_name(target.name + end) for end in (".part", ".db.part"))
    with _explained(target, "no backup was made, and what is stored is untouched"):
        _refuse_existing(target)
        with ExitStack() as stack:
            for file in (part, copy):
                file.unlink(missing_ok=True)  # of a backup that was killed
                stack.callback(file.unlink, missing_ok=True)
            files = _open_vectors(vectors, stack)  # open, they outlive a change of generation
            size = database.size()
            total = 2 * size + sum(bundle.length(file) for file in files.values())
            _require_space(target, total)
            copy.touch(mode=0o600)
            database.copy(copy, progress=lambda done, _: progress(min(done, size), total))
            contents = _describe(copy, now=now, vectors=vectors if files else None)
            with closing(sqlite3.connect(copy)) as copied:
                disown(copied, now=now)
            files = {
                DATABASE: stack.enter_context(copy.open("rb")),
                **(files if contents.vectors else {}),
            }
            written = bundle.write(
                part,
                files,
                contents,
                progress=lambda done: progress(min(size + done, total), total),
            )
            _refuse_existing(target)
            part.replace(target)
            _sync_folder(target.parent)
    return _summary(contents, size=written)


def _refuse_existing(target: Path) -> None:
    if target.exists():
        raise BackupError(
            f"{target} is there already and is left as it is; name another file", path=target
        )


def _open_vectors(folder: Path | None, stack: ExitStack) -> dict[str, IO[bytes]]:
    if folder is None:
        return {}
    try:
        return {
            f"{VECTORS}/{name}": stack.enter_context((folder / name).open("rb"))
            for name in VECTOR_FILES
        }
    except FileNotFoundError:  # none are made yet, or a new generation has just begun
        return {}


def _require_space(target: Path, needed: int) -> None:
    free = free_bytes(target.parent)
    if free < needed:
        raise BackupError(
            f"{target}: the backup needs {needed // 1_000_000} MB while it is made, and "
            f"{free // 1_000_000} MB are free; nothing was written. Free some space or name "
            "another disk",
            path=target,
        )


def _describe(copy: Path, *, now: datetime, vectors: Path | None) -> Contents:
    """Check the copied database, and say what is in it."""
    with closing(sqlite3.connect(copy)) as db:
        _check(db, copy)
        schema = db.execute("SELECT name FROM _sqlite_migrations ORDER BY id").fetchall()
        articles, passages = db.execute(
            "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM passages)"
        ).fetchone()
        current = db.execute(
            "SELECT generation, fingerprint FROM indexes WHERE name = 'vectors'"
        ).fetchone()
    copied = current and vectors and vectors.name == _folder_of(current[0])
    return Contents(
        made_at=now,
        schema=tuple(name for (name,) in schema),
        articles=articles,
        passages=passages,
        vectors=current if copied else None,
    )


def _folder_of(generation: int) -> str:
    return f"vectors-{generation}"


def _check(db: sqlite3.Connection, path: Path) -> None:
    found = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise BackupError(f"{path.name} is damaged ({found}); sosik doctor says more", path=path)


# -- the way back


def restore(source: Path, home: Path) -> BackupSummary:
    """Make ``home``, which has no database, what it was when the backup ``source`` was made.

    The words are indexed anew by whoever writes the indexes next. Nothing is half restored:
    the database is moved in last. Raises BackupError, and DatabaseError when the backup was made
    by a newer version.
    """
    staging = home / _STAGING
    with _explained(source, f"nothing was restored into {home}"):
        _refuse_inhabited(home)
        home.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(staging, ignore_errors=True)  # of a restore that was killed
        staging.mkdir(mode=0o700)
        try:
            size = source.stat().st_size
            if size > free_bytes(staging):
                raise BackupError(f"{source} is larger than what is free in {home}", path=source)
            contents = bundle.read(source, staging)
            vectors = _take_up(staging / DATABASE, contents)
            _move_in(staging, home, vectors=vectors)
            return _summary(contents, size=size)
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def _refuse_inhabited(home: Path) -> None:
    # A WAL without its database would be played into the restored one.
    for name in (DATABASE, f"{DATABASE}-wal"):
        if (home / name).exists():
            raise BackupError(
                f"{home} holds {name} already and is left as it is; name an empty home, or move "
                "that file away",
                path=home,
            )


def _take_up(path: Path, contents: Contents) -> str | None:
    """Check the database, bring it to the newest shape, and let what is not here be indexed anew.

    Return the name of the vectors' folder if they are here.
    """
    with closing(sqlite3.connect(path)) as db:
        _check(db, path)
    database = Database(path)
    try:
        backlog = Backlog(database)
        words, vectors = backlog.generation("words"), backlog.generation("vectors")
        if words is not None:
            backlog.renew("words", fingerprint=words[1])
        if vectors is None:
            return None
        if vectors == contents.vectors:
            return _folder_of(vectors[0])
        backlog.renew("vectors", fingerprint=vectors[1])
        return None
    finally:
        database.close()


def _move_in(staging: Path, home: Path, *, vectors: str | None) -> None:
    indexes = home / "indexes"
    for left_over in (*indexes.glob("words-*"), *indexes.glob("vectors-*")):
        shutil.rmtree(left_over)  # of a database that is gone; its numbers would be taken for ours
    if vectors is not None:
        indexes.mkdir(exist_ok=True)
        (staging / VECTORS).replace(indexes / vectors)
        _sync_folder(indexes)
    _refuse_inhabited(home)
    (staging / DATABASE).replace(home / DATABASE)
    _sync_folder(home)


def _summary(contents: Contents, *, size: int) -> BackupSummary:
    return BackupSummary(
        made_at=contents.made_at,
        articles=contents.articles,
        passages=contents.passages,
        vectors=contents.vectors is not None,
        size=size,
    )


def _sync_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


@contextmanager
def _explained(path: Path, kept: str) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.DatabaseError) as error:
        said = getattr(error, "strerror", None) or error
        raise BackupError(
            f"{path}: {said}; {kept}. Check the folder, its permissions and the free space, and "
            "try again",
            path=path,
        ) from error
