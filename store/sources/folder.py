"""A folder as a source: its files are read where they lie, and again when they change."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from store.errors import SourceError
from store.ingest import files_below
from store.rows import encodable

#: A file that was written to more recently may not be complete yet.
SETTLED_S: Final = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of the folder: ``key`` names it there, ``digest`` changes when it is written to."""

    path: Path
    key: str
    digest: str


def path_of(named: str) -> Path:
    """Return the absolute path that a person names, perhaps with ``~``; it need not be there."""
    # pathlib's own raise on users that are unknown and on links in a circle.
    return Path(os.path.realpath(os.path.expanduser(named)))  # noqa: PTH111


def is_folder(named: str) -> bool:
    """Tell whether a person names a folder that is there, and no web address."""
    return "://" not in named and os.path.isdir(path_of(named))  # noqa: PTH112 - raises on a name too long


def files(folder: str, *, now: datetime) -> Iterator[File]:
    """Yield the files of ``folder`` and those below that have settled, hidden ones aside.

    Raises SourceError when there is no such folder.
    """
    root = Path(folder)
    try:
        if not root.is_dir():
            raise SourceError("no_folder", f"There is no folder {folder}.")
        next(root.iterdir(), None)
    except OSError as error:
        raise SourceError(
            "unreadable", f"The folder {folder} cannot be read: {error.strerror}."
        ) from error
    for path in files_below([root]):
        try:
            status = path.lstat()
        except OSError:
            continue  # gone again
        if 0 <= now.timestamp() - status.st_mtime < SETTLED_S:
            continue
        digest = f"{status.st_size}-{status.st_mtime_ns}-{status.st_ino}"
        yield File(path=path, key=encodable(str(path.relative_to(root))), digest=digest)
