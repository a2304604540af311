"""The vector file: what is appended is found, and a kill leaves no half row."""

import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from retrieval import sketches, vectors
from retrieval.errors import IndexDamagedError, IndexNotWrittenError
from retrieval.vectors import VectorIndex
from tests.killed_at_fsync import PRELUDE

ROOT = Path(vectors.__file__).parents[1]


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
    command = [sys.executable, "-c", PRELUDE + FORGET, str(folder), str(files_synced)]
    killed = subprocess.run(command, cwd=ROOT)
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


SKETCHES = "sketches.bits"
WIDE = 64
MEAN = np.linspace(-2, 2, WIDE, dtype=np.float32)
MANY = vectors.EXACT_BELOW
#: The passage that the rows of ``many`` are followed by, which has them sketched.
LAST = MANY + 1


def cone(count: int, *, seed: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Unit vectors about one direction, in 500 topics, as an encoder gives them."""
    topics = np.random.default_rng(0).standard_normal((500, WIDE), np.float32) + MEAN
    random = np.random.default_rng(seed)
    rows = topics[random.integers(len(topics), size=count)]
    rows += random.standard_normal((count, WIDE), np.float32) * np.float32(0.7)
    unit: np.ndarray[tuple[int, ...], np.dtype[np.float32]] = rows / np.linalg.norm(
        rows, axis=1, keepdims=True
    )
    return unit


ROWS = cone(LAST, seed=1)
NEW = cone(4, seed=2)


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """So many rows that they are sketched."""
    folder = tmp_path / "vectors-2"
    vectors.create(folder, dimensions=WIDE)
    vectors.append(folder, range(1, LAST), ROWS[:MANY])
    vectors.append(folder, [LAST], ROWS[MANY:])
    assert (folder / SKETCHES).exists()
    return folder


def first(index: VectorIndex, vector: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> int:
    return index.search(vector, limit=10)[0][0]


def assert_sketched(folder: Path) -> None:
    """The sketch of each row is that of its vector."""
    rows = np.fromfile(folder / "vectors.f16", "<f2").reshape(-1, WIDE)
    found = sketches.read(folder / SKETCHES, count=len(rows), dimensions=WIDE)
    assert found is not None
    assert np.array_equal(found.bits, sketches.sketch(rows, found.borders))


@pytest.mark.parametrize(("limit", "recall"), [(10, 0.98), (60, 0.97), (600, 0.9)])
def test_of_many_rows_the_shortlist_holds_the_nearest_with_their_cosines(
    many: Path, limit: int, recall: float
) -> None:
    index = VectorIndex(many)
    (many / SKETCHES).rename(many / "away")
    exact = VectorIndex(many)
    shares = []
    for question in cone(20, seed=3):
        found, wanted = (dict(one.search(question, limit=limit)) for one in (index, exact))
        assert list(found.values()) == sorted(found.values(), reverse=True)
        assert all(found[one] == pytest.approx(wanted[one]) for one in found.keys() & wanted)
        shares.append(len(found.keys() & wanted) / limit)
    assert np.mean(shares) >= recall


def test_more_are_found_than_a_shortlist_would_hold(many: Path) -> None:
    assert len(VectorIndex(many).search(NEW[0], limit=MANY)) == MANY


def test_an_open_index_of_many_rows_sees_what_is_added_and_forgotten(many: Path) -> None:
    index = VectorIndex(many)
    vectors.append(many, [LAST + 1, LAST + 2], NEW[:2])
    assert [first(index, one) for one in NEW[:2]] == [LAST + 1, LAST + 2]
    vectors.forget(many, [LAST + 1, 5])
    assert first(index, NEW[0]) != LAST + 1
    assert first(index, ROWS[4]) != 5
    assert_sketched(many)
    vectors.append(many, [LAST + 3, LAST + 4], NEW[2:])
    assert [first(index, one) for one in NEW[2:]] == [LAST + 3, LAST + 4]
    assert (many / "passages.i64").stat().st_size == 8 * (LAST + 2)
    assert_sketched(many)


def test_what_is_forgotten_takes_no_place_in_the_shortlist(many: Path) -> None:
    vectors.forget(many, range(1, MANY - 5))
    opposite = -ROWS.mean(0)  # of all vectors the zeros left behind are then the nearest
    assert len(VectorIndex(many).search(opposite, limit=10)) == 7


def lost(file: Path) -> None:
    file.unlink()


def cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def overwritten(file: Path) -> None:
    file.write_bytes(np.random.default_rng(4).bytes(file.stat().st_size))


@pytest.mark.parametrize("damage", [lost, cut_off])
def test_without_whole_sketches_all_rows_are_searched_and_the_next_write_makes_them(
    many: Path, damage: Callable[[Path], None]
) -> None:
    damage(many / SKETCHES)
    index = VectorIndex(many)
    assert first(index, ROWS[70]) == 71
    vectors.forget(many, [71])
    assert not (many / SKETCHES).exists(), "nothing of what was forgotten stays in it"
    vectors.append(many, [LAST + 1], NEW[:1])
    assert_sketched(many)
    assert first(index, NEW[0]) == LAST + 1


@pytest.mark.parametrize("damage", [lost, cut_off, overwritten])
def test_damaged_sketches_are_made_anew_when_a_writer_looks_what_is_kept(
    many: Path, damage: Callable[[Path], None]
) -> None:
    index = VectorIndex(many)
    damage(many / SKETCHES)
    vectors.keep_only(many, range(1, LAST + 1))
    assert_sketched(many)
    assert [first(reader, ROWS[70]) for reader in (index, VectorIndex(many))] == [71, 71]


def test_when_the_rows_have_doubled_the_borders_suit_the_new_ones_too(many: Path) -> None:
    before = sketches.read(many / SKETCHES, count=LAST, dimensions=WIDE)
    vectors.append(many, range(LAST + 1, 2 * LAST + 1), -ROWS)
    vectors.append(many, [2 * LAST + 1], NEW[:1])
    after = sketches.read(many / SKETCHES, count=2 * LAST + 1, dimensions=WIDE)
    assert before is not None
    assert after is not None
    assert (before.made_of, after.made_of) == (MANY, 2 * LAST)
    assert np.abs(after.borders[1]).max() < np.abs(before.borders[1]).max()
    assert_sketched(many)


def test_without_space_for_sketches_no_row_is_written_either(many: Path) -> None:
    (many / SKETCHES).unlink()
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limit[1]))
        with pytest.raises(IndexNotWrittenError, match="Free some space"):
            vectors.append(many, [LAST + 1], NEW[:1])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, before)
    assert vectors.count(many) == LAST
    vectors.append(many, [LAST + 1], NEW[:1])
    assert first(VectorIndex(many), NEW[0]) == LAST + 1
    assert_sketched(many)


APPEND = """
from pathlib import Path
import numpy as np
from retrieval import vectors
folder, rows, first = Path(sys.argv[1]), np.load(sys.argv[2]), int(sys.argv[3])
vectors.append(folder, range(first, first + len(rows)), rows)
"""


@pytest.mark.parametrize("sketched", [True, False])
@pytest.mark.parametrize("files_synced", [0, 1, 2])
def test_a_kill_while_appending_to_many_leaves_no_row_without_its_sketch(
    many: Path, tmp_path: Path, files_synced: int, sketched: bool
) -> None:
    vectors.forget(many, [9])
    if not sketched:
        (many / SKETCHES).unlink()
    np.save(tmp_path / "new.npy", NEW)
    command = [sys.executable, "-c", PRELUDE + APPEND, many, tmp_path / "new.npy", LAST + 1]
    killed = subprocess.run([*map(str, command), str(files_synced)], cwd=ROOT)
    assert killed.returncode == -signal.SIGKILL
    assert first(VectorIndex(many), ROWS[70]) == 71
    vectors.append(many, range(LAST + 1, LAST + 5), NEW)
    index = VectorIndex(many)
    assert [first(index, one) for one in NEW] == list(range(LAST + 1, LAST + 5))
    assert_sketched(many)
