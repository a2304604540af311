"""A file leaves the inbox only once it is complete and kept, and never gets lost on the way."""

import logging
import os
import sqlite3
import unicodedata
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from store.database import Database
from store.errors import DatabaseError
from store.inbox import Inbox
from store.ingest import Ingest, Outcome
from store.library import Library
from store.removal import Removal
from tests.store.conftest import NOW

TEXT = "정부는 9일 새 정수장을 열었다고 밝혔다. 하루 3만 톤의 물을 걸러 시민에게 보낸다."
OTHER = "섬을 오가는 여객선이 사흘째 멈췄다. 파도가 4m를 넘어 배를 띄울 수 없다고 한다."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "inbox"


@pytest.fixture
def inbox(folder: Path, ingest: Ingest) -> Inbox:
    made = Inbox(folder, ingest=ingest)
    made.prepare()
    return made


def settle(inbox: Inbox) -> list[Outcome]:
    """Sweep as often as a file needs that no longer changes."""
    return [*inbox.sweep(), *inbox.sweep()]


def names_in(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if not p.is_dir())


def drop(folder: Path, name: str, text: str = TEXT) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_taken_in_once_it_no_longer_changes(inbox: Inbox, folder: Path) -> None:
    path = drop(folder, "a.txt", TEXT[:20])
    assert list(inbox.sweep()) == []
    drop(folder, "a.txt", TEXT)  # the rest of it arrives
    assert list(inbox.sweep()) == []
    assert [one.status for one in inbox.sweep()] == ["stored"]
    assert not path.exists()
    assert names_in(folder) == ["done/a.txt"]
    assert (folder / "done/a.txt").read_text(encoding="utf-8") == TEXT


def test_a_file_rewritten_at_the_same_length_is_not_complete_either(
    inbox: Inbox, folder: Path
) -> None:
    path = drop(folder, "a.txt")
    assert list(inbox.sweep()) == []
    os.utime(path, ns=(1, 1))
    assert list(inbox.sweep()) == []
    assert len(list(inbox.sweep())) == 1


def test_a_refused_file_lies_beside_its_reason(
    inbox: Inbox, folder: Path, library: Library
) -> None:
    drop(folder, "a.txt", "")
    (outcome,) = settle(inbox)
    assert outcome.reason == "empty"
    assert names_in(folder) == ["refused/a.txt", "refused/a.txt.reason.txt"]
    assert "empty" in (folder / "refused/a.txt.reason.txt").read_text(encoding="utf-8")
    assert [one.file for one in library.refusals(limit=5)] == ["a.txt"]


def test_an_archive_with_one_good_article_is_done_and_says_what_was_refused(
    inbox: Inbox, folder: Path
) -> None:
    import zipfile

    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr("good.txt", TEXT)
        archive.writestr("bad.txt", "")
    settle(inbox)
    assert names_in(folder) == ["done/a.zip", "done/a.zip.reason.txt"]
    assert "bad.txt: empty" in (folder / "done/a.zip.reason.txt").read_text(encoding="utf-8")


def test_names_are_kept_and_collisions_numbered(inbox: Inbox, folder: Path) -> None:
    for n in range(3):
        drop(folder, "a.txt", "" if n == 2 else f"{n}번 소식이다. {TEXT}")
        settle(inbox)
    drop(folder, "a.txt", "")
    settle(inbox)
    assert names_in(folder) == [
        "done/a (2).txt",
        "done/a.txt",
        "refused/a (2).txt",
        "refused/a (2).txt.reason.txt",
        "refused/a.txt",
        "refused/a.txt.reason.txt",
    ]
    assert "0번" in (folder / "done/a.txt").read_text(encoding="utf-8")
    assert "1번" in (folder / "done/a (2).txt").read_text(encoding="utf-8")


def test_subfolders_are_taken_in_and_kept(inbox: Inbox, folder: Path) -> None:
    drop(folder, "politics/done/a.txt")
    drop(folder, "sea/a.txt", OTHER)
    assert [one.status for one in settle(inbox)] == ["stored", "stored"]
    assert names_in(folder) == ["done/politics/done/a.txt", "done/sea/a.txt"]


def test_hidden_and_unfinished_names_are_passed_over(inbox: Inbox, folder: Path) -> None:
    names = [".a.txt", ".git/a.txt", "a.txt.part", "A.TXT.PART", "a.crdownload", "a.tmp", "a.txt~"]
    for name in names:
        drop(folder, name)
    assert settle(inbox) == []
    assert names_in(folder) == sorted(names)
    (folder / "a.txt.part").rename(folder / "a.txt")
    assert [one.status for one in settle(inbox)] == ["stored"]


def test_what_lies_in_done_and_refused_is_left_alone(inbox: Inbox, folder: Path) -> None:
    drop(folder, "done/a.txt")
    drop(folder, "refused/b.txt")
    assert settle(inbox) == []


def test_links_are_refused_and_never_followed(
    inbox: Inbox, folder: Path, tmp_path: Path, library: Library
) -> None:
    outside = drop(tmp_path / "outside", "secret.txt")
    (folder / "link.txt").symlink_to(outside)
    (folder / "folder").symlink_to(outside.parent)
    (folder / "dangling.txt").symlink_to("nowhere")
    assert {(one.file, one.reason) for one in settle(inbox)} == {
        ("link.txt", "symlink"),
        ("folder", "symlink"),
        ("dangling.txt", "symlink"),
    }
    assert library.count() == 0
    assert outside.read_text(encoding="utf-8") == TEXT
    assert [path.name for path in folder.iterdir() if path.name not in ("done", "refused")] == []
    (folder / "dangling.txt").symlink_to("elsewhere")
    settle(inbox)
    assert (folder / "refused/dangling.txt").readlink() == Path("nowhere")
    assert (folder / "refused/dangling (2).txt").readlink() == Path("elsewhere")


def test_a_named_pipe_is_refused_without_waiting_for_its_writer(inbox: Inbox, folder: Path) -> None:
    os.mkfifo(folder / "a.txt")
    assert [one.reason for one in settle(inbox)] == ["not_a_file"]
    assert (folder / "refused/a.txt").is_fifo()


def test_a_file_that_vanishes_is_no_trouble(inbox: Inbox, folder: Path) -> None:
    drop(folder, "a.txt").touch()
    drop(folder, "b.txt", OTHER)
    assert list(inbox.sweep()) == []
    sweep = inbox.sweep()
    (folder / "b.txt").rename(folder / "c.part")
    (folder / "a.txt").rename(folder / "a.part")
    assert list(sweep) == []


def test_of_a_file_that_vanishes_in_mid_sweep_the_others_are_taken_in(
    inbox: Inbox, folder: Path, library: Library
) -> None:
    for name, text in (("a.txt", TEXT), ("b.txt", OTHER), ("c.txt", OTHER + " 표는 돌려준다.")):
        drop(folder, name, text)
    assert list(inbox.sweep()) == []
    sweep = inbox.sweep()
    assert next(sweep).file == "a.txt"
    (folder / "b.txt").unlink()
    assert [one.file for one in sweep] == ["c.txt"]
    assert library.count() == 2


@pytest.mark.parametrize(
    "raw",
    [
        b"new\nline.txt",
        b"\xb1\xe2\xbb\xe7.txt",
        unicodedata.normalize("NFD", "한글 기사.txt").encode(),
        b"n" * 240 + b".txt",
        "기".encode() * 80 + b".txt",
        b"reason.txt.reason.txt",
        b"spaces  and 'quotes' \"$(x)\";.txt",
    ],
)
@pytest.mark.parametrize("text", [TEXT, ""], ids=["good", "refused"])
def test_any_name_is_kept(inbox: Inbox, folder: Path, raw: bytes, text: str) -> None:
    below = folder / ("refused" if text == "" else "done")
    name = os.fsdecode(raw)
    for n in range(3):
        drop(folder, name, text and f"{n}번 소식이다. {text}")
        assert len(settle(inbox)) == 1
    assert not [path for path in folder.iterdir() if path.is_file()]
    assert (below / name).exists()
    assert len(names_in(below)) == (3 if text else 6)  # each beside its own reason


@pytest.mark.parametrize("letter", ["n", "기", "\udcff"])
def test_a_name_that_leaves_no_room_for_a_reason_is_cut_and_keeps_its_suffix(
    inbox: Inbox, folder: Path, letter: str
) -> None:
    stem = letter * (250 // len(os.fsencode(letter)) - 1)
    for end in ("a", "b"):
        drop(folder, stem + end + ".txt", "")
    settle(inbox)
    found = names_in(folder / "refused")
    assert len(found) == 4
    assert [name.endswith(".txt.reason.txt") for name in found].count(True) == 2
    assert all(name.removesuffix(".reason.txt") in found for name in found)


def test_a_file_that_cannot_be_moved_is_kept_once_and_moved_when_it_can_be(
    inbox: Inbox, folder: Path, library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = folder / "done" / "sea"
    blocked.touch()  # in the way, as a folder is that may not be written (root may write them all)
    drop(folder, "sea/a.txt")
    with caplog.at_level(logging.WARNING):
        assert [one.status for one in settle(inbox)] == ["stored"]
        assert settle(inbox) == []
    assert [record.message for record in caplog.records] == [
        "a file was taken in but cannot leave the inbox: File exists"
    ]
    assert names_in(folder) == ["done/sea", "sea/a.txt"]
    blocked.unlink()
    assert settle(inbox) == []
    assert names_in(folder) == ["done/sea/a.txt"]
    assert library.count() == 1


def test_a_file_written_to_while_it_could_not_be_moved_is_taken_in_again(
    inbox: Inbox, folder: Path, library: Library
) -> None:
    (folder / "done" / "sea").touch()
    drop(folder, "sea/a.txt")
    settle(inbox)
    drop(folder, "sea/a.txt", TEXT + " 물값은 그대로다.")
    assert [one.status for one in settle(inbox)] == ["updated"]
    assert library.latest(limit=1)[0].version == 2


def test_while_the_database_is_held_files_wait_and_then_go_in(
    inbox: Inbox, folder: Path, library: Library, tmp_path: Path
) -> None:
    drop(folder, "a.txt")
    drop(folder, "b.txt", OTHER)
    assert list(inbox.sweep()) == []
    with closing(sqlite3.connect(tmp_path / "sosik.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseError, match="another program holds it"):
            list(inbox.sweep())
        assert names_in(folder) == ["a.txt", "b.txt"]
        other.execute("ROLLBACK")
    assert [one.status for one in inbox.sweep()] == ["stored", "stored"]
    assert names_in(folder) == ["done/a.txt", "done/b.txt"]


def test_a_file_kept_just_before_a_kill_only_moves_at_the_next_start(
    inbox: Inbox, folder: Path, ingest: Ingest, library: Library
) -> None:
    path = drop(folder, "a.txt")
    list(ingest.bring(path))  # killed here: kept, not yet moved
    drop(folder, "b.txt", "")
    (folder / "refused/b.txt.reason.txt").touch()  # killed here: the reason, not yet the file
    assert {one.status for one in settle(inbox)} == {"duplicate", "refused"}
    assert names_in(folder) == ["done/a.txt", "refused/b.txt", "refused/b.txt.reason.txt"]
    assert "empty" in (folder / "refused/b.txt.reason.txt").read_text(encoding="utf-8")
    assert library.count() == 1


def test_what_was_taken_in_and_then_removed_leaves_no_copy_in_the_folders(
    inbox: Inbox, folder: Path, library: Library, database: Database
) -> None:
    drop(folder, "a.txt")
    drop(folder, "b.txt", OTHER)
    with zipfile.ZipFile(folder / "c.zip", "w") as archive:
        archive.writestr("same.txt", TEXT)
    settle(inbox)
    article = next(one for one in library.latest(limit=9) if one.file == "a.txt")
    removed = Removal(database).remove(article.id, now=NOW)
    assert inbox.discard(removed.files, now=NOW) == 2
    assert names_in(folder) == ["done/b.txt"]
    assert inbox.discard(removed.files, now=NOW) == 0


def test_a_saved_feed_goes_with_an_article_that_it_brought(
    inbox: Inbox, folder: Path, library: Library, database: Database
) -> None:
    drop(
        folder,
        "feed.xml",
        '<rss version="2.0"><channel><title>가람신문</title><item><title>새 정수장</title>'
        f"<description>{TEXT}</description></item></channel></rss>",
    )
    assert [outcome.status for outcome in settle(inbox)] == ["stored"]
    (article,) = library.latest(limit=9)
    removed = Removal(database).remove(article.id, now=NOW)
    assert inbox.discard(removed.files, now=NOW) == 1
    assert names_in(folder) == []


def test_the_reasons_beside_an_archive_go_with_it(
    inbox: Inbox, folder: Path, library: Library, database: Database
) -> None:
    with zipfile.ZipFile(folder / "c.zip", "w") as archive:
        archive.writestr("good.txt", TEXT)
        archive.writestr("empty.txt", "")
    settle(inbox)
    assert names_in(folder) == ["done/c.zip", "done/c.zip.reason.txt"]
    (article,) = library.latest(limit=9)
    inbox.discard(Removal(database).remove(article.id, now=NOW).files, now=NOW)
    assert names_in(folder) == []
