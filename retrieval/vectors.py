"""The vector index: a file of half-precision vectors, searched exactly; rows can be taken out.

Of many rows only a shortlist is searched, chosen by their sketches. The file of these is made from
the vectors and can be lost: without it all rows are searched.
"""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from usearch.index import MetricKind, search

from retrieval import sketches
from retrieval.encoder import Vectors
from retrieval.errors import IndexDamagedError, IndexNotWrittenError
from retrieval.sketches import Sketches

_MANIFEST: Final = "manifest.json"
_VECTORS: Final = "vectors.f16"
_PASSAGES: Final = "passages.i64"
_SKETCHES: Final = "sketches.bits"

#: Stands for the passage of a row that was taken out: SQLite counts ids from 1.
_NOBODY: Final = 0

#: So many rows are searched whole in some 15 ms; with more it takes longer than a shortlist does.
EXACT_BELOW: Final = 100_000
#: Rows in the shortlist, and further ones for each that is wanted: of a million they hold .99 of
#: the best 60 and .98 of the best 600; for questions in another language, whose best rows are
#: farther away, .98 and .94 (docs/lab-notes.md, "A million vectors").
_SHORTLIST: Final = 16_000
_SHORTLIST_EACH: Final = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class _Size:
    """``count`` rows of ``dimensions`` numbers; ``changes`` counts how often rows changed in
    place, which readers would not see by the number of rows.
    """

    dimensions: int
    count: int
    changes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """The vectors, the passage id of each, the order that sorts the ids, and the sketches."""

    vectors: NDArray[np.float16]
    ids: NDArray[np.int64]
    order: NDArray[np.intp]
    sketches: Sketches | None

    def worth_searching(self, question: Vectors, *, limit: int) -> "_Rows":
        """Return the shortlist, or all rows where they are few or without sketches."""
        longest = _SHORTLIST + _SHORTLIST_EACH * limit
        if self.sketches is None or longest >= len(self.ids):
            return self
        rows = self.sketches.nearest(question, limit=longest, but=self.ids == _NOBODY)
        return replace(self, vectors=self.vectors[rows], ids=self.ids[rows], sketches=None)


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
        _write_manifest(folder, dimensions=dimensions, changes=0)


def append(folder: Path, passage_ids: Sequence[int], vectors: Vectors) -> None:
    """Add rows durably, first where others were taken out. The caller holds the writer lock.

    The ids are written last: a row counts once its id stands, so a kill leaves no half row.
    Raises IndexDamagedError and IndexNotWrittenError.
    """
    size = _size(folder)
    free = np.flatnonzero(_ids(folder, size) == _NOBODY)[: len(passage_ids)]
    rows = np.concatenate([free, size.count + np.arange(len(passage_ids) - len(free))])
    with _written(folder):
        known = _sketches(folder, size)
        if size.count >= (2 * known.made_of if known else EXACT_BELOW):
            size = _sketch(folder, size)  # the borders then suit what has come since
        _put(folder, size, rows, vectors.astype("<f2"), np.asarray(passage_ids, "<i8"))
        if len(free):
            _tell_readers(folder, size)


def forget(folder: Path, passage_ids: Sequence[int]) -> None:
    """Overwrite the rows of these passages. The caller holds the writer lock.

    A kill leaves nothing that calling it again would not take out: an id goes after its vector.
    Raises IndexDamagedError and IndexNotWrittenError.
    """
    size = _size(folder)
    rows = np.flatnonzero(np.isin(_ids(folder, size), np.asarray(passage_ids, np.int64)))
    _overwrite(folder, size, rows)


def keep_only(folder: Path, passage_ids: Sequence[int]) -> tuple[int, ...]:
    """Overwrite the rows of all other passages; return those of these that have no row.

    A database that was put back from a copy knows other passages than the index does, and would
    give their ids to new ones. The sketches of many rows are made anew, whatever became of them.
    The caller holds the writer lock. Raises IndexDamagedError and IndexNotWrittenError.
    """
    size = _size(folder)
    ids, kept = _ids(folder, size), np.asarray(passage_ids, np.int64)
    rows = np.flatnonzero(~np.isin(ids, kept))
    if len(rows):
        vectors = _map(folder, size)
        left = np.fromiter((bool(vectors[row].any()) for row in rows), bool, len(rows))
        _overwrite(folder, size, rows[left | (ids[rows] != _NOBODY)])
    if size.count >= EXACT_BELOW:
        with _written(folder):
            _sketch(folder, _size(folder))
    return tuple(np.setdiff1d(kept, ids).tolist())


def count(folder: Path) -> int:
    """Return the number of rows that hold a passage. Raises IndexDamagedError."""
    return int(np.count_nonzero(_ids(folder, _size(folder)) != _NOBODY))


class VectorIndex:
    """Reads the vector index in ``folder``, mapped into memory; sees rows as they are added.

    Raises IndexDamagedError when the folder holds no readable index.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rows = self._load()

    def search(self, question: Vectors, *, limit: int) -> list[tuple[int, float]]:
        """Return up to ``limit`` passage ids with their cosines to ``question``, best first."""
        rows = self._refresh().worth_searching(question, limit=limit)
        if not len(rows.ids):
            return []
        wanted, longest = question.astype(np.float16), min(limit, len(rows.ids))
        found = search(rows.vectors, wanted, longest, MetricKind.IP, exact=True)
        best: dict[int, float] = {}
        for row, distance in zip(found.keys, found.distances, strict=True):
            if rows.ids[row] != _NOBODY:
                best.setdefault(int(rows.ids[row]), 1.0 - float(distance))
        return list(best.items())

    def cosines(self, question: Vectors, passage_ids: Sequence[int]) -> dict[int, float]:
        """Return the cosine of each of these passages that has a vector."""
        rows = self._refresh()
        if not len(rows.ids):
            return {}
        wanted = np.asarray(passage_ids, dtype=np.int64)
        places = np.searchsorted(rows.ids, wanted, sorter=rows.order)
        places = rows.order[np.minimum(places, len(rows.ids) - 1)]
        known = rows.ids[places] == wanted
        scores = rows.vectors[places[known]].astype(np.float32) @ question
        return dict(zip(wanted[known].tolist(), scores.tolist(), strict=True))

    def _refresh(self) -> _Rows:
        if _size(self._folder) != self._size:
            self._rows = self._load()
        return self._rows

    def _load(self) -> _Rows:
        self._size = size = _size(self._folder)
        ids = _ids(self._folder, size)
        return _Rows(
            vectors=_map(self._folder, size),
            ids=ids,
            order=np.argsort(ids, kind="stable"),
            sketches=_sketches(self._folder, size),
        )


def _ids(folder: Path, size: _Size) -> NDArray[np.int64]:
    try:
        ids: NDArray[np.int64] = np.fromfile(folder / _PASSAGES, "<i8", size.count)
    except OSError as error:
        raise IndexDamagedError("vectors", folder) from error
    return ids


def _map(folder: Path, size: _Size) -> NDArray[np.float16]:
    shape = (size.count, size.dimensions)
    if not size.count:
        return np.empty(shape, np.float16)
    try:
        return np.memmap(folder / _VECTORS, np.float16, "r", shape=shape)
    except (OSError, ValueError) as error:
        raise IndexDamagedError("vectors", folder) from error


def _overwrite(folder: Path, size: _Size, rows: NDArray[np.intp]) -> None:
    if not len(rows):
        return
    with _written(folder):
        zeros = np.zeros((len(rows), size.dimensions), "<f2")
        _put(folder, size, rows, zeros, np.full(len(rows), _NOBODY, "<i8"))
        _tell_readers(folder, size)


def _put(
    folder: Path,
    size: _Size,
    rows: NDArray[np.intp],
    vectors: NDArray[np.float16],
    ids: NDArray[np.int64],
) -> None:
    """Write these rows of each file, the ids last."""
    _write(folder / _VECTORS, size.count, rows, vectors)
    if known := _sketches(folder, size):
        bits, begin = sketches.sketch(vectors, known.borders), sketches.offset(size.dimensions)
        _write(folder / _SKETCHES, size.count, rows, bits, begin=begin)
    else:
        (folder / _SKETCHES).unlink(missing_ok=True)
    _write(folder / _PASSAGES, size.count, rows, ids[:, None])


def _sketches(folder: Path, size: _Size) -> Sketches | None:
    if not size.count:
        return None
    return sketches.read(folder / _SKETCHES, count=size.count, dimensions=size.dimensions)


def _sketch(folder: Path, size: _Size) -> _Size:
    """Sketch all rows anew, and tell readers."""
    rows = np.flatnonzero(_ids(folder, size) != _NOBODY)
    if len(rows):
        sketches.write(folder / _SKETCHES, _map(folder, size), rows=rows)
    return _tell_readers(folder, size)


def _write(
    file: Path, count: int, rows: NDArray[np.intp], data: NDArray[Any], *, begin: int = 0
) -> None:
    """Write ``data`` to these ascending rows, durably; what follows the ``count``-th is cut off.

    The first row lies ``begin`` bytes into the file.

    Neighbouring rows are written at once. Written, not mapped: a full disk is then an error
    instead of a signal.
    """
    width = data.itemsize * data.shape[1]
    with file.open("r+b") as opened:
        opened.truncate(begin + count * width)
        starts = np.flatnonzero(np.diff(rows, prepend=-2) != 1)
        for start, run in zip(rows[starts], np.split(data, starts[1:]), strict=True):
            opened.seek(begin + int(start) * width)
            opened.write(run.tobytes())
        opened.flush()
        os.fsync(opened.fileno())


def _tell_readers(folder: Path, size: _Size) -> _Size:
    told = replace(size, changes=size.changes + 1)
    _write_manifest(folder, dimensions=told.dimensions, changes=told.changes)
    return told


def _write_manifest(folder: Path, *, dimensions: int, changes: int) -> None:
    unfinished = folder / f"{_MANIFEST}.tmp"
    unfinished.write_text(
        json.dumps({"dimensions": dimensions, "changes": changes}), encoding="utf-8"
    )
    unfinished.replace(folder / _MANIFEST)


@contextmanager
def _written(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise IndexNotWrittenError("vectors", folder, error.strerror or str(error)) from error


def _size(folder: Path) -> _Size:
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        dimensions = int(manifest["dimensions"])
        vectors = (folder / _VECTORS).stat().st_size // (2 * dimensions)
        return _Size(
            dimensions=dimensions,
            count=min(vectors, (folder / _PASSAGES).stat().st_size // 8),
            changes=int(manifest.get("changes", 0)),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ZeroDivisionError) as error:
        raise IndexDamagedError("vectors", folder) from error
