"""Nothing is taken in on a disk that is nearly full, and the message says what to do."""

from pathlib import Path

import pytest

from store.disk import FreeSpace, free_bytes
from store.errors import LowDiskError, StoreError

MB = 1_000_000


class Disk:
    """A disk whose free space a test sets, and a clock it turns."""

    def __init__(self, free: int) -> None:
        self.free = free
        self.now = 100.0
        self.looks = 0

    def look(self, folder: Path) -> int:
        self.looks += 1
        return self.free


def space(disk: Disk, *, floor: int) -> FreeSpace:
    return FreeSpace(Path("home"), floor_bytes=floor, free=disk.look, clock=lambda: disk.now)


def test_below_the_floor_the_message_says_how_much_is_free_and_what_happens() -> None:
    disk = Disk(120 * MB)
    with pytest.raises(LowDiskError, match=r"120 MB free .* floor 500 MB: nothing is taken") as it:
        space(disk, floor=500 * MB).require()
    assert (it.value.free, it.value.floor) == (120 * MB, 500 * MB)
    assert isinstance(it.value, StoreError)


def test_at_the_floor_all_is_well() -> None:
    space(Disk(500 * MB), floor=500 * MB).require()


def test_the_disk_is_looked_at_once_a_second_however_many_files_come() -> None:
    disk = Disk(10 * MB)
    free = space(disk, floor=MB)
    for _ in range(10_000):
        free.require()
    assert disk.looks == 1


def test_space_that_was_freed_or_used_up_is_noticed() -> None:
    disk = Disk(0)
    free = space(disk, floor=MB)
    with pytest.raises(LowDiskError):
        free.require()
    disk.free, disk.now = 2 * MB, disk.now + 1
    free.require()
    disk.free, disk.now = 0, disk.now + 1
    with pytest.raises(LowDiskError):
        free.require()


def test_a_real_folder_has_its_disk_asked(tmp_path: Path) -> None:
    assert free_bytes(tmp_path) > 0
    FreeSpace(tmp_path, floor_bytes=1).require()
    with pytest.raises(LowDiskError):
        FreeSpace(tmp_path, floor_bytes=10**18).require()
