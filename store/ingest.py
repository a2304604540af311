"""Takes article files in: read, extracted, stored once or refused with a reason."""

import errno
import logging
import os
import stat
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final, Literal

from store.article import REASONS, Extracted, Published, Refused
from store.errors import RemovedError, StoreError
from store.extract.archive import MAX_BYTES, members
from store.extract.article import extract
from store.extract.block import NOTHING_KNOWN, Metadata
from store.library import Library
from store.rows import encodable
from store.sources import saved
from store.sources.saved import FEED_SUFFIXES

#: An archive may be larger than one article; its members may not.
MAX_ARCHIVE_BYTES: Final = 100 * 1024 * 1024

_NOT_A_FILE: Final = Refused(reason="not_a_file", detail="This is not a regular file.")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one article file. ``reason`` and ``detail`` are there when it was refused."""

    file: str
    status: Literal["stored", "updated", "duplicate", "refused"]
    article_id: int | None = None
    title: str | None = None
    reason: str | None = None
    detail: str | None = None


class Ingest:
    """Brings files into the library. A file that cannot be read is refused, never an error.

    Articles that appeared longer than ``keep`` ago are refused. Raises DatabaseError when the
    library cannot be written, and whatever ``require_space`` raises when there is too little
    room: the file is then not taken in.
    """

    def __init__(
        self,
        library: Library,
        *,
        clock: Callable[[], datetime],
        keep: timedelta | None = None,
        require_space: Callable[[], None] = lambda: None,
    ) -> None:
        self._library = library
        self._clock = clock
        self._keep = keep
        self.require_space = require_space

    def bring(self, path: Path) -> Iterator[Outcome]:
        """Take in the file at ``path``, which is only read; one outcome for each article in it."""
        self.require_space()
        for name, data in contents(path, now=self._clock()):
            if isinstance(data, Refused):
                yield self._refuse(data, file=name, data=None)
            else:
                yield self.bring_bytes(data, name=name, file=name)

    def bring_bytes(self, data: bytes, *, name: str, file: str) -> Outcome:
        """Take in what a file ``name`` would hold; ``file`` is what it is called later on."""
        return self.bring_read(data, file=file, read=partial(extract_safely, data, name))

    def bring_read(
        self,
        data: bytes,
        *,
        file: str,
        read: Callable[[], Extracted | Refused],
        known_as: int | None = None,
    ) -> Outcome:
        """Take in ``data`` as ``read`` reads it, which is not called for a file that is kept.

        ``known_as`` is the article of which it is a new version, where that is known.
        """
        self.require_space()
        stored = self._library.find(data)
        if stored is not None:
            return self._outcome("duplicate", stored, file=file)
        extracted = read()
        if isinstance(extracted, Extracted) and self.is_expired(extracted.published):
            extracted = Refused(reason="expired", detail=REASONS["expired"])
        if isinstance(extracted, Refused):
            return self._refuse(extracted, file=file, data=data)
        try:
            added = self._library.add(
                extracted,
                data=data,
                file=encodable(file),
                now=self._clock(),
                known_as=known_as,
            )
        except RemovedError:
            removed = Refused(reason="removed", detail=REASONS["removed"])
            return self._refuse(removed, file=file, data=data)
        return self._outcome(added.status, added.article_id, file=file)

    def is_expired(self, published: Published | None) -> bool:
        """Tell whether what appeared then is older than is kept."""
        return (
            self._keep is not None
            and published is not None
            and published.instant(UTC) < self._clock() - self._keep
        )

    def _outcome(
        self, status: Literal["stored", "updated", "duplicate"], article_id: int, *, file: str
    ) -> Outcome:
        article = self._library.article(article_id)
        title = article.title if article else None
        return Outcome(file=file, status=status, article_id=article_id, title=title)

    def _refuse(self, refused: Refused, *, file: str, data: bytes | None) -> Outcome:
        self._library.refuse(refused, file=file, data=data, now=self._clock())
        return Outcome(file=file, status="refused", reason=refused.reason, detail=refused.detail)


def articles_in(path: Path, *, now: datetime) -> Iterator[tuple[str, Extracted | Refused]]:
    """Yield the name and the content of each article in the file at ``path``; keeps nothing."""
    for name, data in contents(path, now=now):
        yield name, data if isinstance(data, Refused) else extract_safely(data, name)


def contents(path: Path, *, now: datetime) -> Iterator[tuple[str, bytes | Refused]]:
    """Yield the article files at ``path`` by name: itself, or the members of an archive or feed."""
    name, data = encodable(path.name), read_file(path)
    if isinstance(data, Refused):
        yield name, data
    elif path.suffix.lower() == ".zip":
        yield from _unpacked(data, name)
    elif path.suffix.lower() in FEED_SUFFIXES:
        yield from saved.of_file(data, name, now=now)
    else:
        yield name, data


def _unpacked(data: bytes, name: str) -> Iterator[tuple[str, bytes | Refused]]:
    unpacked = members(data, name)
    if isinstance(unpacked, Refused):
        yield name, unpacked
    elif not unpacked:
        yield name, Refused(reason="no_article", detail="The archive holds no files.")
    else:
        yield from unpacked


def extract_safely(
    data: bytes, name: str, *, known: Metadata = NOTHING_KNOWN, charset: str | None = None
) -> Extracted | Refused:
    """Extract, and refuse what makes the extraction fail: one bad file never stops the others."""
    try:
        extracted = extract(data, name, known=known, charset=charset)
    except StoreError:
        raise
    except Exception as error:  # the quarantine: go on with the next file
        at = traceback.extract_tb(error.__traceback__)[-1]
        # Not its message and not the source line: these may hold what was read.
        log.error("extraction failed: %s at %s:%s", type(error).__name__, at.name, at.lineno)
        return Refused(reason="failed", detail=f"{type(error).__name__} while reading the file")
    if isinstance(extracted, Extracted) and not any(map(_has_words, extracted.paragraphs)):
        return Refused(reason="no_article", detail=REASONS["no_article"], dropped=extracted.dropped)
    return extracted


def _has_words(paragraph: str) -> bool:
    return any(map(str.isalnum, paragraph))


def read_file(path: Path) -> bytes | Refused:
    """Read a regular file that is not too large, never through a symbolic link."""
    try:
        # O_NONBLOCK: opening a named pipe must not wait for its writer.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return Refused(reason="vanished", detail="The file was gone before it could be read.")
    except OSError as error:
        if os.path.islink(path):  # noqa: PTH114 - Path.is_symlink raises on a name too long
            return Refused(reason="symlink", detail="Symbolic links are not followed.")
        if error.errno == errno.ENXIO:  # a socket
            return _NOT_A_FILE
        return Refused(reason="unreadable", detail=f"The file cannot be opened: {error.strerror}.")
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        return _NOT_A_FILE
    with os.fdopen(descriptor, "rb") as file:
        limit = MAX_ARCHIVE_BYTES if path.suffix.lower() == ".zip" else MAX_BYTES
        try:
            data = file.read(limit + 1)
        except OSError as error:
            return Refused(reason="unreadable", detail=f"Reading failed: {error.strerror}.")
    if len(data) > limit:
        megabytes = limit // (1024 * 1024)
        return Refused(reason="too_large", detail=f"The file is larger than {megabytes} MB.")
    return data


def files_below(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files named and those in the folders named, in order; hidden ones are passed over
    in folders.
    """
    for path in paths:
        if os.path.isdir(path) and not path.is_symlink():  # noqa: PTH112 - Path.is_dir raises on a name too long
            yield from sorted(
                file
                for file in path.rglob("*")
                if (file.is_symlink() or not file.is_dir())
                and not any(part.startswith(".") for part in file.relative_to(path).parts)
            )
        else:
            yield path
