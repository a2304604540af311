"""The vector index: an append-only file of half-precision vectors, searched exactly."""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from usearch.index import MetricKind, search

from retrieval.encoder import Vectors
from retrieval.errors import IndexDamagedError, IndexNotWrittenError

_MANIFEST: Final = "manifest.json"
_VECTORS: Final = "vectors.f16"
_PASSAGES: Final = "passages.i64"

#: The vectors, the passage id of each, and the order that sorts the ids.
_Rows = tuple[NDArray[np.float16], NDArray[np.int64], NDArray[np.intp]]


def create(folder: Path, *, dimensions: int) -> None:
    """Make an empty vector index where there is none.

    The manifest comes last, in one step: without it there is no index yet. Raises
    IndexNotWrittenError.
    """
    if (folder / _MANIFEST).exists():
        return
    with _written(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name in (_VECTORS, _PASSAGES):
            (folder / name).touch()
        unfinished = folder / f"{_MANIFEST}.tmp"
        unfinished.write_text(json.dumps({"dimensions": dimensions}), encoding="utf-8")
        unfinished.replace(folder / _MANIFEST)


def append(folder: Path, passage_ids: Sequence[int], vectors: Vectors) -> None:
    """Add rows durably. The caller holds the writer lock.

    The ids are written last: a row counts once its id stands, so a kill leaves no half row.
    Raises IndexDamagedError and IndexNotWrittenError.
    """
    dimensions, count = _size(folder)
    row = 2 * dimensions
    for name, width, data in (
        (_VECTORS, row, vectors.astype(np.float16).tobytes()),
        (_PASSAGES, 8, np.asarray(passage_ids, dtype="<i8").tobytes()),
    ):
        with _written(folder), (folder / name).open("r+b") as file:
            file.truncate(count * width)
            file.seek(count * width)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())


def count(folder: Path) -> int:
    """Return the number of rows. Raises IndexDamagedError."""
    return _size(folder)[1]


class VectorIndex:
    """Reads the vector index in ``folder``, mapped into memory; sees rows as they are added.

    Raises IndexDamagedError when the folder holds no readable index.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rows = self._load()

    def search(self, question: Vectors, *, limit: int) -> list[tuple[int, float]]:
        """Return up to ``limit`` passage ids with their cosines to ``question``, best first."""
        rows, ids, _ = self._refresh()
        if not len(ids):
            return []
        found = search(
            rows, question.astype(np.float16), min(limit, len(ids)), MetricKind.IP, exact=True
        )
        best: dict[int, float] = {}
        for row, distance in zip(found.keys, found.distances, strict=True):
            best.setdefault(int(ids[row]), 1.0 - float(distance))
        return list(best.items())

    def cosines(self, question: Vectors, passage_ids: Sequence[int]) -> dict[int, float]:
        """Return the cosine of each of these passages that has a vector."""
        rows, ids, order = self._refresh()
        if not len(ids):
            return {}
        wanted = np.asarray(passage_ids, dtype=np.int64)
        places = np.searchsorted(ids, wanted, sorter=order)
        places = order[np.minimum(places, len(ids) - 1)]
        known = ids[places] == wanted
        scores = rows[places[known]].astype(np.float32) @ question
        return dict(zip(wanted[known].tolist(), scores.tolist(), strict=True))

    def _refresh(self) -> _Rows:
        if _size(self._folder)[1] != len(self._rows[1]):
            self._rows = self._load()
        return self._rows

    def _load(self) -> _Rows:
        dimensions, length = _size(self._folder)
        try:
            ids = np.fromfile(self._folder / _PASSAGES, dtype="<i8", count=length)
            rows = (
                np.memmap(self._folder / _VECTORS, np.float16, "r", shape=(length, dimensions))
                if length
                else np.empty((0, dimensions), np.float16)
            )
        except (OSError, ValueError) as error:
            raise IndexDamagedError("vectors", self._folder) from error
        return rows, ids, np.argsort(ids, kind="stable")


@contextmanager
def _written(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise IndexNotWrittenError("vectors", folder, error.strerror or str(error)) from error


def _size(folder: Path) -> tuple[int, int]:
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        dimensions = int(manifest["dimensions"])
        vectors = (folder / _VECTORS).stat().st_size // (2 * dimensions)
        return dimensions, min(vectors, (folder / _PASSAGES).stat().st_size // 8)
    except (OSError, ValueError, KeyError, TypeError, ZeroDivisionError) as error:
        raise IndexDamagedError("vectors", folder) from error
