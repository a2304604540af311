"""Watches a folder: each complete new file is taken in, then moved to ``done`` or ``refused``."""

import hashlib
import itertools
import logging
import os
from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from store.ingest import Ingest, Outcome, contents, files_below
from store.removal import RawFile
from store.sources.saved import FEED_SUFFIXES

#: Files that programs write under before they give the real name.
_UNFINISHED: Final = (".part", ".partial", ".crdownload", ".download", ".tmp", ".swp", "~")

_REASON: Final = ".reason.txt"
_MAX_NAME_BYTES: Final = 255  # on all file systems in common use

_Signature = tuple[int, int, int]

log = logging.getLogger(__name__)


class Inbox:
    """A folder with the subfolders ``done`` and ``refused``, which are made when missing.

    They lie inside it so that a file is moved within one file system, in one step. A file
    leaves the inbox only after the library holds its article or its refusal: a kill at any
    moment loses nothing.
    """

    def __init__(self, folder: Path, *, ingest: Ingest) -> None:
        self._folder = folder
        self._ingest = ingest
        self._seen: dict[Path, _Signature] = {}
        # Taken in, but could not be moved away.
        self._stuck: dict[Path, tuple[_Signature, tuple[Outcome, ...]]] = {}

    def prepare(self) -> None:
        """Make the folders. Raises OSError."""
        for folder in (self._folder, self._done, self._refused):
            folder.mkdir(parents=True, exist_ok=True)

    def sweep(self) -> Iterator[Outcome]:
        """Take in the files that have not changed since the sweep before; one outcome an article.

        Raises DatabaseError when the library cannot be written; the files stay where they are.
        """
        present = {path: signature for path in self.waiting() if (signature := _signature(path))}
        settled = [path for path, signature in present.items() if self._seen.get(path) == signature]
        self._seen = present
        for path in sorted(settled):
            signature, outcomes = self._stuck.get(path, (None, ()))
            if signature != present[path]:
                outcomes = tuple(self._ingest.bring(path))
                if _signature(path) != present[path]:
                    continue  # written to meanwhile: it is taken in again once it has settled
                yield from outcomes
            self._leave(path, present[path], outcomes)

    def discard(self, files: Collection[RawFile], *, now: datetime) -> int:
        """Delete what lies in ``done`` and ``refused`` of these files; return how many it was.

        An archive goes as a whole when one of them is in it: what else it brought is kept letter
        for letter in the library.
        """
        sizes, hashes = {one.size for one in files}, {one.sha256 for one in files}
        gone = 0
        for path in files_below(folder for folder in (self._done, self._refused) if hashes):
            if not path.is_file() or path.is_symlink():
                continue
            bundle = path.suffix.lower() in (".zip", *FEED_SUFFIXES)
            if not bundle and path.stat().st_size not in sizes:
                continue
            inside = (data for _, data in contents(path, now=now) if isinstance(data, bytes))
            if any(hashlib.sha256(data).hexdigest() in hashes for data in inside):
                path.unlink(missing_ok=True)
                path.with_name(path.name + _REASON).unlink(missing_ok=True)
                gone += 1
        return gone

    @property
    def _done(self) -> Path:
        return self._folder / "done"

    @property
    def _refused(self) -> Path:
        return self._folder / "refused"

    def waiting(self) -> Iterator[Path]:
        """Yield the files that lie in the inbox, in no order."""
        for folder, subfolders, names in os.walk(self._folder):
            here = Path(folder)
            if here == self._folder:
                subfolders[:] = [name for name in subfolders if name not in ("done", "refused")]
            subfolders[:] = [name for name in subfolders if not name.startswith(".")]
            names += [name for name in subfolders if (here / name).is_symlink()]
            for name in names:
                if not name.startswith(".") and not name.lower().endswith(_UNFINISHED):
                    yield here / name

    def _leave(self, path: Path, signature: _Signature, outcomes: tuple[Outcome, ...]) -> None:
        try:
            self._move(path, outcomes)
            self._stuck.pop(path, None)
        except FileNotFoundError:
            self._stuck.pop(path, None)  # it vanished, or another process moved it
        except OSError as error:
            if path not in self._stuck:  # said once; each sweep tries again
                log.warning("a file was taken in but cannot leave the inbox: %s", error.strerror)
            self._stuck[path] = signature, outcomes

    def _move(self, path: Path, outcomes: tuple[Outcome, ...]) -> None:
        refused = [outcome for outcome in outcomes if outcome.status == "refused"]
        # An archive is done when at least one of its articles was taken in.
        folder = self._refused if len(refused) == len(outcomes) else self._done
        ending = _REASON if refused else ""
        target = _free_name(folder / path.relative_to(self._folder), ending=ending)
        target.parent.mkdir(parents=True, exist_ok=True)
        if refused:
            lines = [f"{outcome.file}: {outcome.reason}\n{outcome.detail}\n" for outcome in refused]
            reason = target.with_name(target.name + ending)
            reason.write_text("\n".join(lines), encoding="utf-8", errors="replace")
        path.rename(target)


def _signature(path: Path) -> _Signature | None:
    try:
        status = path.lstat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ino


def _free_name(path: Path, *, ending: str) -> Path:
    """Number the name if it is taken, and cut it where no file could be called it + ``ending``."""
    marks = itertools.chain([""], (f" ({n})" for n in itertools.count(2)))
    names = (_fitting(path.stem, mark + path.suffix, ending) for mark in marks)
    free = (path.with_name(name) for name in names if not os.path.lexists(path.with_name(name)))
    return next(free)


def _fitting(stem: str, suffix: str, ending: str) -> str:
    raw, room = os.fsencode(stem), _MAX_NAME_BYTES - len(os.fsencode(suffix + ending))
    return (stem if len(raw) <= room else raw[: max(room, 1)].decode(errors="ignore")) + suffix
