"""Sketches are as many bits apart as borders lie between the vectors; a file is whole or none."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from retrieval import sketches


def cone(count: int, dimensions: int, *, seed: int = 1) -> NDArray[np.float16]:
    """Unit vectors about one direction, as an encoder gives them."""
    random = np.random.default_rng(seed)
    rows = random.standard_normal((count, dimensions)) + 2 * random.standard_normal(dimensions)
    unit: NDArray[np.float16] = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype("f2")
    return unit


@pytest.mark.parametrize("dimensions", [3, 64, 100])
@pytest.mark.parametrize("count", [1, 4096, 5000])
def test_two_sketches_differ_in_as_many_bits_as_borders_lie_between(
    dimensions: int, count: int
) -> None:
    rows = cone(count, dimensions)
    borders = sketches.find_borders(cone(500, dimensions).astype(np.float32))
    bits = sketches.sketch(rows, borders)
    between = (rows[:, None] > borders) != (rows[0] > borders)
    assert sketches.differences(bits, bits[0]).tolist() == between.sum((1, 2)).tolist()


def test_the_borders_part_the_vectors_in_each_dimension() -> None:
    rows = cone(2000, 8).astype(np.float32)
    above = (rows[:, None] > sketches.find_borders(rows)).mean(0)
    assert above == pytest.approx(np.repeat([[0.84], [0.5], [0.16]], 8, 1), abs=0.01)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    rows = cone(300, 100)
    sketches.write(tmp_path / "bits", rows, rows=np.arange(100, 300))
    return tmp_path / "bits"


def test_what_was_written_is_read(written: Path) -> None:
    rows = cone(300, 100)
    found = sketches.read(written, count=300, dimensions=100)
    assert found is not None
    assert found.made_of == 300
    assert np.array_equal(found.borders, sketches.find_borders(rows[100:].astype(np.float32)))
    assert np.array_equal(found.bits, sketches.sketch(rows, found.borders))
    assert [one.name for one in written.parent.iterdir()] == ["bits"]


@pytest.mark.parametrize("size", [0, 7, 1000, -1])
def test_a_file_that_was_cut_off_is_as_good_as_none(written: Path, size: int) -> None:
    written.write_bytes(written.read_bytes()[:size])
    assert sketches.read(written, count=300, dimensions=100) is None


def test_fewer_rows_than_there_are_sketches_are_read(written: Path) -> None:
    found = sketches.read(written, count=299, dimensions=100)
    assert found is not None
    assert len(found.bits) == 299


def test_no_file_is_no_sketches(tmp_path: Path) -> None:
    assert sketches.read(tmp_path / "bits", count=1, dimensions=3) is None


def test_rows_that_are_left_out_take_nobody_s_place(written: Path) -> None:
    found = sketches.read(written, count=300, dimensions=100)
    assert found is not None
    wanted = cone(300, 100)[7].astype(np.float32)
    out = np.zeros(300, bool)
    assert 7 in found.nearest(wanted, limit=5, but=out)
    out[:250] = True
    assert found.nearest(wanted, limit=50, but=out).tolist() == list(range(250, 300))
    assert found.nearest(wanted, limit=90, but=out).tolist() == list(range(250, 300))
    out[:] = True
    assert not len(found.nearest(wanted, limit=90, but=out))
