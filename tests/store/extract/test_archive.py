"""A zip of article files is opened only when all of it is safe."""

import stat
import struct
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.article import REASONS, Refused
from store.extract.archive import MAX_BYTES, MAX_MEMBERS, members


def zipped(*entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for path, content in entries:
            archive.writestr(path, content)
    return buffer.getvalue()


def reason(data: bytes) -> str | None:
    found = members(data, "news.zip")
    return found.reason if isinstance(found, Refused) else None


def test_members_come_with_their_paths_in_order() -> None:
    entries = [("b.txt", b"two"), ("in/a.txt", "하나".encode())]
    assert members(zipped(*entries), "news.zip") == entries


def test_folders_and_litter_are_left_out() -> None:
    data = zipped(("in/", b""), ("__MACOSX/._a.txt", b"x"), (".DS_Store", b"x"), ("a.txt", b"y"))
    assert members(data, "news.zip") == [("a.txt", b"y")]


def test_korean_names_of_windows_are_read() -> None:
    name = "기사.txt"
    placeholder = "x" * len(name.encode("cp949"))
    data = zipped((placeholder, b"y")).replace(placeholder.encode(), name.encode("cp949"))
    assert members(data, "news.zip") == [(name, b"y")]


@pytest.mark.parametrize(
    "path", ["../a.txt", "in/../../a.txt", "/etc/a.txt", "..\\a.txt", "C:\\a.txt"]
)
def test_a_path_that_leads_out_refuses_the_whole_zip(path: str) -> None:
    assert reason(zipped(("good.txt", b"x"), (path, b"y"))) == "zip_unsafe_path"


def test_a_symbolic_link_refuses_the_whole_zip() -> None:
    link = zipfile.ZipInfo("a.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert reason(buffer.getvalue()) == "zip_unsafe_path"


@pytest.mark.parametrize("path", ["inner.zip", "inner.txt"])
def test_an_archive_inside_is_refused_by_name_and_by_content(path: str) -> None:
    assert reason(zipped((path, zipped(("a.txt", b"x"))))) == "zip_nested"


@pytest.mark.parametrize(
    "entries",
    [
        [("big.txt", b"0" * (MAX_BYTES + 1))],
        [("dense.txt", b"0" * (4 * 1024 * 1024))],
        [(f"{number}.txt", b"x") for number in range(MAX_MEMBERS + 1)],
    ],
    ids=["one is too large", "one is too dense", "too many"],
)
def test_a_bomb_is_refused(entries: list[tuple[str, bytes]]) -> None:
    assert reason(zipped(*entries)) == "zip_bomb"


def test_a_size_that_lies_is_not_believed() -> None:
    data = bytearray(zipped(("a.txt", b"0" * 500_000)))
    small = struct.pack("<L", 10)
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.find(signature) + offset
        data[at : at + 4] = small
    assert reason(bytes(data)) == "bad_zip"


def test_a_protected_zip_is_refused() -> None:
    data = bytearray(zipped(("a.txt", b"secret")))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(signature) + offset] |= 1
    assert reason(bytes(data)) == "bad_zip"


@pytest.mark.parametrize("cut", [1, 20, 60])
def test_a_damaged_zip_is_refused(cut: int) -> None:
    assert reason(zipped(("a.txt", b"text" * 50))[:-cut]) == "bad_zip"


@given(st.binary(max_size=300), st.integers(0, 200))
def test_no_bytes_make_it_raise(noise: bytes, at: int) -> None:
    good = zipped(("a.txt", b"text" * 20), ("b.txt", b"more"))
    for data in (noise, good[:at] + noise + good[at + len(noise) :]):
        found = members(data, "news.zip")
        assert not isinstance(found, Refused) or found.reason in REASONS
