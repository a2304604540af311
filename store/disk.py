"""Keeps a floor of free disk space: a full disk cannot even delete."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from store.errors import LowDiskError

#: What settings and messages call a megabyte, as the makers of disks do.
MB: Final = 1_000_000
#: A look at the disk stands for this long, so that every file may ask: 10,000 small files a
#: minute cannot fill a floor of many megabytes within one second.
_LOOK_LASTS_S: Final = 1.0


def free_bytes(folder: Path) -> int:
    """Return the bytes that may still be written below ``folder``."""
    return shutil.disk_usage(folder).free


class FreeSpace:
    """The free space of the disk that holds ``folder``, and the floor below which nothing more
    is taken in.

    ``floor_bytes`` of 0 sets no floor; ``clock`` gives seconds that never run backwards.
    """

    def __init__(
        self,
        folder: Path,
        *,
        floor_bytes: int,
        free: Callable[[Path], int] = free_bytes,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder = folder
        self._floor = floor_bytes
        self._free = free
        self._clock = clock
        self._looked_at: float | None = None
        self._found = 0

    def require(self) -> None:
        """Raise LowDiskError while less than the floor is free; cheap enough to ask per file."""
        now = self._clock()
        if self._looked_at is None or now - self._looked_at >= _LOOK_LASTS_S:
            self._found = self._free(self._folder)
            self._looked_at = now
        if self._found < self._floor:
            raise LowDiskError(self._folder, free=self._found, floor=self._floor)
