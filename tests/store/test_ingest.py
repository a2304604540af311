"""Every file gives an article or a reason; none stops the others, and none is changed."""

import io
import json
import os
import socket
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from store.article import REASONS
from store.ingest import MAX_ARCHIVE_BYTES, Ingest, Outcome, articles_in, files_below
from store.library import Library

TEXT = "정부는 9일 새 정수장을 열었다고 밝혔다. 하루 3만 톤의 물을 걸러 시민에게 보낸다."
OTHER = "섬을 오가는 여객선이 사흘째 멈췄다. 파도가 4m를 넘어 배를 띄울 수 없다고 한다."


def packed(members: dict[str, str | bytes], *, compressed: bool = True) -> bytes:
    """A zip archive of these files."""
    buffer = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def encrypted(data: bytes) -> bytes:
    """Mark the archive's first member as encrypted, in both of its headers."""
    changed = bytearray(data)
    changed[data.index(b"PK\x03\x04") + 6] |= 1
    changed[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


def bring(ingest: Ingest, path: Path) -> list[Outcome]:
    """Take one file in."""
    return list(ingest.bring(path))


#: What a file is called, what it holds, and why it is refused.
BAD = {
    "empty": ("a.txt", b"", "empty"),
    "white space": ("a.txt", b" \n\t\r\n", "empty"),
    "only a mark of the encoding": ("a.txt", b"\xef\xbb\xbf", "empty"),
    "binary": ("a.txt", bytes(range(256)) * 40, "binary"),
    "a picture called text": ("a.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "binary"),
    "an archive called text": ("a.txt", packed({"a.txt": TEXT}), "binary"),
    "huge": ("a.txt", TEXT.encode() * 100_000, "too_large"),
    "no known kind": ("a.pdf", TEXT.encode(), "unsupported"),
    "no suffix": ("article", TEXT.encode(), "unsupported"),
    "undecodable": ("a.txt", b"\xfe\xc1\xaf\xf5 \xc0\xc1\xf8\xff\n" * 60, "undecodable"),
    "broken JSON": ("a.json", b'{"text": "', "bad_json"),
    "JSON of something else": ("a.json", b"[1, 2]", "bad_json"),
    "JSON nested deeply": ("a.json", b"[" * 100_000, "bad_json"),
    "JSON without text": ("a.json", b'{"title": "t"}', "bad_json"),
    "JSON with nothing to read": ("a.json", b'{"text": "\\u200b\\u200b"}', "no_article"),
    "a headline alone": (
        "a.json",
        json.dumps({"title": TEXT, "text": TEXT}).encode(),
        "no_article",
    ),
    "no sentence": ("a.txt", "로그인\n회원가입\n".encode(), "no_article"),
    "text called zip": ("a.zip", TEXT.encode(), "bad_zip"),
    "a damaged zip": ("a.zip", packed({"a.txt": TEXT})[:-30], "bad_zip"),
    "an empty zip": ("a.zip", packed({}), "no_article"),
    "a zip of hidden files": ("a.zip", packed({"__MACOSX/._a.txt": "x"}), "no_article"),
    "a protected zip": ("a.zip", encrypted(packed({"a.txt": TEXT})), "bad_zip"),
    "a zip that leads out": ("a.zip", packed({"../a.txt": TEXT}), "zip_unsafe_path"),
    "a zip with a root path": ("a.zip", packed({"/etc/a.txt": TEXT}), "zip_unsafe_path"),
    "a zip with a drive": ("a.zip", packed({"C:\\a.txt": TEXT}), "zip_unsafe_path"),
    "a zip in a zip": ("a.zip", packed({"b.zip": packed({"a.txt": TEXT})}), "zip_nested"),
    "a renamed zip in a zip": ("a.zip", packed({"b.txt": packed({"a": TEXT})}), "zip_nested"),
    "a bomb": ("a.zip", packed({"a.txt": b"a" * 30_000_000}), "zip_bomb"),
    "many small bombs": (
        "a.zip",
        packed({f"{n}.txt": b"a" * 9_000_000 for n in range(13)}),
        "zip_bomb",
    ),
}


@pytest.mark.parametrize(("name", "data", "reason"), BAD.values(), ids=BAD.keys())
def test_a_bad_file_is_refused_with_its_reason(
    tmp_path: Path, ingest: Ingest, library: Library, name: str, data: bytes, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert [(one.file, one.status, one.reason) for one in bring(ingest, path)] == [
        (name, "refused", reason)
    ]
    assert reason in REASONS
    assert [(one.file, one.reason) for one in library.refusals(limit=9)] == [(name, reason)]
    assert library.count() == 0
    assert path.read_bytes() == data


def test_what_is_no_regular_file_is_refused(tmp_path: Path, ingest: Ingest) -> None:
    (tmp_path / "real.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "link.txt").symlink_to("real.txt")
    (tmp_path / "dangling.txt").symlink_to("nowhere.txt")
    (tmp_path / "folder.txt").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket.txt"))
    (tmp_path / "link.zip").symlink_to("real.zip")
    names = {
        "link.txt": "symlink",
        "dangling.txt": "symlink",
        "link.zip": "symlink",
        "folder.txt": "not_a_file",
        "pipe.txt": "not_a_file",
        "socket.txt": "not_a_file",
        "nowhere.txt": "vanished",
        "a" * 300: "unreadable",
        "real.txt/below.txt": "unreadable",
    }
    found = {name: bring(ingest, tmp_path / name)[0].reason for name in names}
    assert found == names


def test_an_archive_larger_than_the_limit_is_not_read_whole(tmp_path: Path, ingest: Ingest) -> None:
    path = tmp_path / "a.zip"
    with path.open("wb") as file:
        file.truncate(MAX_ARCHIVE_BYTES + 1)  # a hole: it takes no room
    assert bring(ingest, path)[0].reason == "too_large"


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (b"new\nline.txt", "new\nline.txt"),
        (b"\xb1\xe2\xbb\xe7.txt", "����.txt"),
        ("한글 기사.txt".encode(), "한글 기사.txt"),
        (b"n" * 250 + b".txt", "n" * 250 + ".txt"),
    ],
    ids=["a line break", "bytes that are no UTF-8", "Korean", "as long as a name can be"],
)
def test_a_file_may_be_called_anything(
    tmp_path: Path, ingest: Ingest, library: Library, raw: bytes, shown: str
) -> None:
    path = tmp_path / os.fsdecode(raw)
    path.write_text(TEXT, encoding="utf-8")
    (outcome,) = bring(ingest, path)
    assert (outcome.status, outcome.file) == ("stored", shown)
    assert library.latest(limit=1)[0].file == shown
    assert bring(ingest, path)[0].status == "duplicate"


def test_escaped_lone_surrogates_do_not_stop_an_article(
    tmp_path: Path, ingest: Ingest, library: Library
) -> None:
    path = tmp_path / "a.json"
    record = {"title": "물 \ud800값", "text": TEXT + " 끝\udfff이다.", "author": "\ud83d 기자"}
    path.write_text(json.dumps(record), encoding="ascii")
    assert bring(ingest, path)[0].status == "stored"
    assert library.latest(limit=1)[0].title == "물 \ufffd값"


def test_each_article_of_an_archive_has_its_outcome(tmp_path: Path, ingest: Ingest) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(packed({"b/water.txt": TEXT, "empty.txt": "", "ferry.txt": OTHER}))
    found = [(one.file, one.status) for one in bring(ingest, path)]
    assert found == [
        ("b/water.txt", "stored"),
        ("empty.txt", "refused"),
        ("ferry.txt", "stored"),
    ]
    assert {one.status for one in bring(ingest, path)} == {"duplicate", "refused"}


def test_two_files_with_equal_content_are_one_article(
    tmp_path: Path, ingest: Ingest, library: Library
) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    found = [bring(ingest, tmp_path / name)[0] for name in ("a.txt", "b.txt")]
    assert [one.status for one in found] == ["stored", "duplicate"]
    assert found[0].article_id == found[1].article_id
    assert library.count() == 1


def test_a_folder_gives_its_visible_files_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.txt", ".hidden.txt", ".git/d.txt", "a.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "loop").symlink_to(tmp_path)
    named = tmp_path / ".hidden.txt"
    found = list(files_below([named, tmp_path, tmp_path / "missing.txt"]))
    assert [str(path.relative_to(tmp_path)) for path in found] == [
        ".hidden.txt",
        "a/c.txt",
        "a.txt",
        "b.txt",
        "loop",
        "missing.txt",
    ]


def test_reading_alone_keeps_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert [name for name, _ in articles_in(path, now=datetime.now(UTC))] == ["a.txt"]
    assert list(tmp_path.iterdir()) == [path]
