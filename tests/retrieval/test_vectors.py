"""The vector file: what is appended is found, and a kill leaves no half row."""

import resource
import signal
from pathlib import Path

import numpy as np
import pytest

from retrieval import vectors
from retrieval.errors import IndexDamagedError, IndexNotWrittenError
from retrieval.vectors import VectorIndex


def unit(*values: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    row = np.array(values, np.float32)
    return row / np.linalg.norm(row)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    vectors.create(tmp_path / "vectors-1", dimensions=3)
    return tmp_path / "vectors-1"


def test_the_nearest_rows_are_found_with_their_cosines(folder: Path) -> None:
    vectors.append(folder, [7, 5], np.stack([unit(1, 0, 0), unit(1, 1, 0)]))
    found = VectorIndex(folder).search(unit(1, 0, 0), limit=9)
    assert [passage for passage, _ in found] == [7, 5]
    assert [cosine for _, cosine in found] == pytest.approx([1.0, 0.7071], abs=1e-3)


def test_an_open_index_sees_rows_that_are_added_later(folder: Path) -> None:
    index = VectorIndex(folder)
    assert index.search(unit(1, 0, 0), limit=5) == []
    assert index.cosines(unit(1, 0, 0), [9]) == {}
    vectors.append(folder, [9], unit(0, 1, 0)[None])
    assert index.search(unit(0, 1, 0), limit=5)[0][0] == 9


def test_cosines_are_given_for_the_passages_that_have_a_vector(folder: Path) -> None:
    rows = np.stack([unit(1, 0, 0), unit(0, 1, 0), unit(0, 0, 1)])
    vectors.append(folder, [30, 10, 20], rows)
    cosines = VectorIndex(folder).cosines(unit(0, 1, 0), [10, 11, 30, 99])
    assert cosines == pytest.approx({10: 1.0, 30: 0.0}, abs=1e-3)


def test_a_passage_that_was_written_twice_counts_once(folder: Path) -> None:
    for _ in range(2):
        vectors.append(folder, [4], unit(1, 0, 0)[None])
    assert len(VectorIndex(folder).search(unit(1, 0, 0), limit=5)) == 1


@pytest.mark.parametrize("name", ["vectors.f16", "passages.i64"])
def test_a_row_that_was_cut_in_half_is_written_over(folder: Path, name: str) -> None:
    vectors.append(folder, [1], unit(1, 0, 0)[None])
    with (folder / name).open("ab") as file:
        file.write(b"\x01\x02\x03")
    vectors.append(folder, [2], unit(0, 1, 0)[None])
    index = VectorIndex(folder)
    assert index.search(unit(0, 1, 0), limit=1)[0][0] == 2
    assert vectors.count(folder) == 2


def test_a_folder_without_its_files_is_damaged_and_says_what_to_do(folder: Path) -> None:
    (folder / "manifest.json").write_text("{}")
    with pytest.raises(IndexDamagedError, match="sosik reindex"):
        VectorIndex(folder)


def test_a_disk_that_takes_no_more_is_told_with_what_to_do(folder: Path) -> None:
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # the limit shows as an OSError
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (5, limit[1]))
        with pytest.raises(IndexNotWrittenError, match="Free some space"):
            vectors.append(folder, [1], unit(1, 0, 0)[None])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, before)
    vectors.append(folder, [1], unit(1, 0, 0)[None])
    assert VectorIndex(folder).search(unit(1, 0, 0), limit=1)[0][0] == 1
