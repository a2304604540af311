"""Short sketches of vectors: they tell which rows of many are worth their exact cosine.

Of each number a sketch keeps how many of three borders it lies above, the 16th, 50th and 84th
percentile of its dimension, in three bits: 144 bytes for 384 numbers. Two sketches differ in as
many bits as borders lie between the vectors, which follows their distance closely enough to leave
out all but some thousands of a million. The borders come from the vectors themselves: those of a
model lie in a narrow cone, on the same side of zero in most dimensions.

Their file holds how many rows there were when the borders were found, the borders, and the bits.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from retrieval.encoder import Vectors

Borders = NDArray[np.float32]
Bits = NDArray[np.uint64]

#: The mean of a normal distribution, and a standard deviation to each side. With two borders it
#: takes twice as many rows to hold as much of the best, with one border more than eight times
#: (docs/lab-notes.md, "A million vectors").
_PERCENTILES: Final = (16, 50, 84)
#: Rows that the borders are found from: 15 MB for a moment. More would gain nothing: borders of
#: other texts altogether cost half a point of the best 60.
_SAMPLE: Final = 10_000
#: Rows compared at once: half a megabyte, which stays in the processor's cache.
_COMPARED_AT_ONCE: Final = 4096
#: Rows sketched at once: 70 MB for a moment.
_SKETCHED_AT_ONCE: Final = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketches:
    """The sketches of all rows, mapped; ``made_of`` rows there were when borders were found."""

    made_of: int
    borders: Borders
    bits: Bits

    def nearest(self, question: Vectors, *, limit: int, but: NDArray[np.bool_]) -> NDArray[np.intp]:
        """Return up to ``limit`` rows that seem nearest to ``question``, ascending, none of those
        masked by ``but``. There are more than ``limit`` rows.
        """
        apart = differences(self.bits, sketch(question[None], self.borders)[0])
        apart[but] = np.inf
        rows = np.sort(np.argpartition(apart, limit)[:limit])
        return rows[~but[rows]]


def find_borders(sample: Vectors) -> Borders:
    """Return the borders that suit vectors like those of ``sample``: shape (3, dimensions)."""
    return np.percentile(sample, _PERCENTILES, axis=0).astype("<f4")


def sketch(vectors: NDArray[np.floating], borders: Borders) -> Bits:
    """Return the sketches of ``vectors``, row by row, filled up to whole words."""
    above = vectors.astype(np.float32)[:, None, :] > borders
    packed = np.packbits(above.reshape(len(vectors), -1), axis=1)
    return np.pad(packed, ((0, 0), (0, -packed.shape[1] % 8))).view(np.uint64)


def differences(bits: Bits, wanted: Bits) -> NDArray[np.float32]:
    """Return in how many bits each row differs from the one that is ``wanted``."""
    apart = np.empty(len(bits), np.float32)
    repeated, ones = np.tile(wanted, _COMPARED_AT_ONCE), np.ones(len(wanted), np.float32)
    for start in range(0, len(bits), _COMPARED_AT_ONCE):
        rows = bits[start : start + _COMPARED_AT_ONCE]
        counts = np.bitwise_count(rows.reshape(-1) ^ repeated[: rows.size])
        # The product adds up the words of a row in half the time that a sum takes.
        apart[start : start + len(rows)] = counts.reshape(rows.shape).astype(np.float32) @ ones
    return apart


def offset(dimensions: int) -> int:
    """Return where in the file the first sketch begins, in bytes."""
    return 8 + 4 * len(_PERCENTILES) * dimensions


def read(file: Path, *, count: int, dimensions: int) -> Sketches | None:
    """Map the sketches of ``count`` rows; None where there are none, or not so many."""
    words = -(-len(_PERCENTILES) * dimensions // 64)
    begin = offset(dimensions)
    try:
        with file.open("rb") as opened:
            head = opened.read(begin)
        bits = np.memmap(file, np.uint64, "r", begin, (count, words))
    except (OSError, ValueError):
        return None
    borders = np.frombuffer(head, "<f4", offset=8).reshape(len(_PERCENTILES), dimensions)
    return Sketches(made_of=int.from_bytes(head[:8], "little"), borders=borders, bits=bits)


def write(file: Path, vectors: NDArray[np.float16], *, rows: NDArray[np.intp]) -> None:
    """Write the sketches of all ``vectors`` durably in one step, with borders that suit ``rows``.

    A reader that has the old file open keeps it.
    """
    unfinished = file.with_suffix(".tmp")
    borders = find_borders(vectors[rows[:: len(rows) // _SAMPLE + 1]].astype(np.float32))
    with unfinished.open("wb") as opened:
        opened.write(len(vectors).to_bytes(8, "little") + borders.tobytes())
        for start in range(0, len(vectors), _SKETCHED_AT_ONCE):
            opened.write(sketch(vectors[start : start + _SKETCHED_AT_ONCE], borders).tobytes())
        opened.flush()
        os.fsync(opened.fileno())
    unfinished.replace(file)
