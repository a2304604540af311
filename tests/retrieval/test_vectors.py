"""The vector file: what is appended is found, and a kill leaves no half row."""

import resource
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from retrieval import vectors
from retrieval.errors import IndexDamagedError, IndexNotWrittenError
from retrieval.vectors import VectorIndex
from tests.killed_at_fsync import PRELUDE


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


THREE = np.stack([unit(1, 2, 3), unit(3, 1, 2), unit(2, 3, 1)])


def rows_of(folder: Path) -> list[bytes]:
    data = (folder / "vectors.f16").read_bytes()
    return [data[i : i + 6] for i in range(0, len(data), 6)]


def test_what_is_forgotten_is_neither_found_nor_on_the_disk(folder: Path) -> None:
    vectors.append(folder, [1, 2, 3], THREE)
    kept = rows_of(folder)
    vectors.forget(folder, [2, 77])
    index = VectorIndex(folder)
    assert {passage for passage, _ in index.search(unit(3, 1, 2), limit=9)} == {1, 3}
    assert index.cosines(unit(3, 1, 2), [2]) == {}
    assert rows_of(folder) == [kept[0], bytes(6), kept[2]]
    assert vectors.count(folder) == 2


def test_an_open_index_sees_at_once_what_is_forgotten(folder: Path) -> None:
    vectors.append(folder, [1, 2, 3], THREE)
    index = VectorIndex(folder)
    vectors.forget(folder, [1, 3])
    assert [passage for passage, _ in index.search(unit(1, 2, 3), limit=9)] == [2]
    assert index.cosines(unit(1, 2, 3), [1, 3]) == {}


def test_forgetting_everything_leaves_an_index_that_finds_nothing(folder: Path) -> None:
    vectors.append(folder, [1, 2, 3], THREE)
    vectors.forget(folder, [1, 2, 3])
    assert VectorIndex(folder).search(unit(1, 0, 0), limit=9) == []
    assert vectors.count(folder) == 0


def test_a_passage_written_twice_is_forgotten_twice(folder: Path) -> None:
    vectors.append(folder, [4, 4], THREE[:2])
    vectors.forget(folder, [4])
    assert not any(b"".join(rows_of(folder)))


def test_rows_that_were_taken_out_are_used_again(folder: Path) -> None:
    vectors.append(folder, [1, 2, 3], THREE)
    index = VectorIndex(folder)
    vectors.forget(folder, [1, 3])
    vectors.append(folder, [8, 9, 10], THREE)
    assert (folder / "passages.i64").stat().st_size == 8 * 4
    for passage, vector in zip([8, 9, 10], THREE, strict=True):
        assert index.cosines(vector, [passage]) == pytest.approx({passage: 1.0}, abs=1e-3)


def test_only_the_passages_that_are_kept_stay_and_those_without_a_row_are_named(
    folder: Path,
) -> None:
    vectors.append(folder, [1, 2, 3], THREE)
    index = VectorIndex(folder)
    assert vectors.keep_only(folder, [2, 5]) == (5,)
    assert [passage for passage, _ in index.search(unit(3, 1, 2), limit=9)] == [2]
    assert sum(map(any, rows_of(folder))) == 1


def test_a_vector_that_a_kill_left_without_its_id_goes_too(folder: Path) -> None:
    vectors.append(folder, [1, 2, 3], THREE)
    vectors.forget(folder, [2])
    with (folder / "vectors.f16").open("r+b") as file:
        file.seek(6)
        file.write(b"\x01" * 6)
    assert vectors.keep_only(folder, [1, 3]) == ()
    assert rows_of(folder)[1] == bytes(6)


FORGET = """
from pathlib import Path
from retrieval import vectors
vectors.forget(Path(sys.argv[1]), [1, 3])
"""


@pytest.mark.parametrize("files_synced", [0, 1])
def test_a_kill_while_forgetting_leaves_nothing_that_the_next_try_would_not_take_out(
    folder: Path, files_synced: int
) -> None:
    vectors.append(folder, [1, 2, 3], THREE)
    kept = rows_of(folder)[1]
    root = Path(vectors.__file__).parents[1]
    command = [sys.executable, "-c", PRELUDE + FORGET, str(folder), str(files_synced)]
    killed = subprocess.run(command, cwd=root)
    assert killed.returncode == -signal.SIGKILL
    assert VectorIndex(folder).search(unit(3, 1, 2), limit=9)[0][0] == 2
    vectors.forget(folder, [1, 3])
    assert rows_of(folder) == [bytes(6), kept, bytes(6)]
    assert vectors.count(folder) == 1


def test_a_manifest_of_an_older_version_is_read(folder: Path) -> None:
    (folder / "manifest.json").write_text('{"dimensions": 3}')
    vectors.append(folder, [1], THREE[:1])
    vectors.forget(folder, [1])
    assert vectors.count(folder) == 0
