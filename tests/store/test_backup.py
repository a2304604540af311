"""A backup is whole or none, is made while others write, and comes back into an empty home."""

import io
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database as Connection

from store import bundle
from store.backlog import Backlog
from store.backup import BackupSummary, backup, restore
from store.bundle import Contents
from store.database import Database
from store.errors import BackupError, DatabaseError, StoreError
from store.migrations import migrations
from tests.killed_at_fsync import PRELUDE

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def add(database: Database, n: int) -> None:
    """Store two rows that belong together, in one transaction."""
    with database.write() as db:
        article = db["articles"].insert({"file": f"{n}.txt", "stored_at": 0}).last_pk
        db["passages"].insert({"article_id": article, "start": 0, "end": n, "vectors": 1})


def generation(indexes: Path, number: int) -> Path:
    folder = indexes / f"vectors-{number}"
    folder.mkdir(parents=True)
    for name, data in (("vectors.f16", b"v" * 300), ("passages.i64", b"p" * 8)):
        (folder / name).write_bytes(data)
    (folder / "manifest.json").write_text("{}")
    return folder


@pytest.fixture
def vectors(database: Database, tmp_path: Path) -> Path:
    """Ten articles, marked as held by the first generation of each index."""
    for n in range(10):
        add(database, n)
    backlog = Backlog(database)
    backlog.renew("words", fingerprint="w")
    backlog.renew("vectors", fingerprint="v")
    with database.write() as db:
        db.execute("UPDATE articles SET words = 1")
        db.execute("UPDATE passages SET vectors = 1")
    return generation(tmp_path / "indexes", 1)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "disk").mkdir()
    return tmp_path / "disk" / "sosik.backup"


@pytest.fixture
def made(database: Database, vectors: Path, target: Path) -> BackupSummary:
    return backup(database, target, vectors=vectors, now=NOW)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "new" / "home"


def opened(home: Path) -> Iterator[Database]:
    database = Database(home / "sosik.db")
    yield database
    database.close()


@pytest.fixture
def restored(made: BackupSummary, target: Path, home: Path) -> Iterator[Database]:
    assert restore(target, home) == made
    yield from opened(home)


# -- making one


def test_a_backup_says_what_it_holds(made: BackupSummary, target: Path) -> None:
    assert made == BackupSummary(
        made_at=NOW, articles=10, passages=10, vectors=True, size=target.stat().st_size
    )
    with tarfile.open(target) as tar:
        names = tar.getnames()
        manifest = json.load(tar.extractfile("manifest.json"))  # type: ignore[arg-type]  # a file
    assert names == [
        "sosik.db",
        "vectors/vectors.f16",
        "vectors/passages.i64",
        "vectors/manifest.json",
        "manifest.json",
    ]
    assert manifest["schema"][0] == "m001_articles"
    assert target.stat().st_mode & 0o077 == 0, "only its owner may read it"
    assert list(target.parent.iterdir()) == [target]


def test_progress_ends_with_everything_done(
    database: Database, vectors: Path, target: Path
) -> None:
    calls: list[tuple[int, int]] = []
    backup(database, target, vectors=vectors, now=NOW, progress=lambda *call: calls.append(call))
    assert calls == sorted(calls)
    assert len({of for _, of in calls}) == 1
    assert calls[-1][0] == calls[-1][1]


def test_a_backup_holds_one_state_although_others_keep_writing(
    database: Database, vectors: Path, target: Path, home: Path
) -> None:
    written, stop = 10, threading.Event()
    with database.write() as db:  # so that copying takes several steps
        db["refusals"].insert_all(
            {"file": str(n), "reason": "", "detail": "x" * 9000, "refused_at": 0}
            for n in range(5000)
        )

    def write() -> None:
        nonlocal written
        while not stop.is_set():
            add(database, written)
            written += 1

    writer = threading.Thread(target=write)
    writer.start()
    steps: list[int] = []
    backup(database, target, vectors=vectors, now=NOW, progress=lambda *_: steps.append(written))
    stop.set()
    writer.join()
    assert steps[-1] > steps[0], "others wrote while it was made"
    summary = restore(target, home)
    assert 10 <= summary.articles <= steps[0]
    for database in opened(home):
        assert database.check() is None
        with database.read() as db:
            counts = {db[table].count for table in ("articles", "passages")}
        assert counts == {summary.articles}


def test_an_existing_file_is_left_as_it_is(database: Database, vectors: Path, target: Path) -> None:
    target.write_text("mine")
    with pytest.raises(BackupError, match="is there already and is left as it is"):
        backup(database, target, vectors=vectors, now=NOW)
    assert target.read_text() == "mine"


def test_what_a_killed_backup_left_is_not_in_the_way(
    database: Database, vectors: Path, target: Path
) -> None:
    for end in (".part", ".db.part"):
        target.with_name(target.name + end).write_text("half")
    backup(database, target, vectors=vectors, now=NOW)
    assert list(target.parent.iterdir()) == [target]


def test_a_disk_without_the_space_is_not_begun_to_fill(
    database: Database, vectors: Path, target: Path
) -> None:
    with (vectors / "vectors.f16").open("r+b") as file:
        file.truncate(10**13)  # a hole: more than is free on any disk of a test
    with pytest.raises(BackupError, match=r"needs \d+ MB .* are free; nothing was written"):
        backup(database, target, vectors=vectors, now=NOW)
    assert list(target.parent.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(database: Database, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="no backup was made"):
        backup(database, tmp_path / "nowhere" / "b", vectors=None, now=NOW)


FULL = """
import resource, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from store.backup import backup
from store.database import Database
from store.errors import StoreError
home, target, limit = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
database = Database(home / "sosik.db")
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    backup(database, target, vectors=home / "indexes" / "vectors-1", now=datetime.now(UTC))
except StoreError as error:
    print(error)
"""


@pytest.mark.parametrize("room_for_the_copy", [True, False])
def test_a_disk_that_fills_up_meanwhile_leaves_nothing_behind(
    database: Database, vectors: Path, target: Path, room_for_the_copy: bool
) -> None:
    size = database.size() if room_for_the_copy else database.size() // 2
    home = vectors.parents[1]
    command = [sys.executable, "-c", FULL, str(home), str(target), str(size)]
    root = Path(bundle.__file__).parents[1]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    assert "free" in done.stdout
    assert list(target.parent.iterdir()) == []


def test_a_damaged_database_gives_no_backup(tmp_path: Path, target: Path) -> None:
    path = tmp_path / "other" / "sosik.db"
    database = Database(path)
    with database.write() as db:
        db["refusals"].insert_all(
            {"file": str(n), "reason": "", "detail": "x" * 900, "refused_at": 0} for n in range(500)
        )
    database.close()
    whole = bytearray(path.read_bytes())
    whole[-4096:] = b"\x55" * 4096
    path.write_bytes(whole)
    database = Database(path)
    with pytest.raises(StoreError, match="damaged"):
        backup(database, target, vectors=None, now=NOW)
    assert list(target.parent.iterdir()) == []


@pytest.mark.parametrize("lacking", ["no folder", "another generation", "no file"])
def test_vectors_that_are_not_the_current_ones_are_left_out_and_made_anew(
    database: Database, vectors: Path, target: Path, home: Path, lacking: str
) -> None:
    given: Path | None = vectors
    if lacking == "no folder":
        given = None
    elif lacking == "another generation":
        given = generation(vectors.parent, 7)
    else:
        (vectors / "passages.i64").unlink()
    assert not backup(database, target, vectors=given, now=NOW).vectors
    assert not restore(target, home).vectors
    for database in opened(home):
        assert Backlog(database).waiting().passages == 10
        assert Backlog(database).generation("vectors") == (2, "v")
    assert not (home / "indexes").exists()


# -- the way back


def test_a_restored_home_keeps_the_vectors_and_lets_words_be_indexed_anew(
    restored: Database, home: Path, vectors: Path
) -> None:
    backlog = Backlog(restored)
    assert backlog.encoded() == 10
    assert (backlog.waiting().articles, backlog.waiting().passages) == (10, 0)
    assert backlog.generation("vectors") == (1, "v")
    for name in ("vectors.f16", "passages.i64", "manifest.json"):
        assert (home / "indexes" / "vectors-1" / name).read_bytes() == (vectors / name).read_bytes()
    assert {one.name for one in home.iterdir()} >= {"sosik.db", "indexes"}
    assert not list(home.glob(".*"))


@pytest.mark.parametrize("name", ["sosik.db", "sosik.db-wal"])
def test_a_home_that_holds_a_database_is_left_as_it_is(
    made: BackupSummary, target: Path, home: Path, name: str
) -> None:
    home.mkdir(parents=True)
    (home / name).write_text("mine")
    with pytest.raises(BackupError, match=r"holds sosik\.db.* already and is left as it is"):
        restore(target, home)
    assert [(one.name, one.read_text()) for one in home.iterdir()] == [(name, "mine")]


def test_leftovers_of_a_lost_database_and_of_a_killed_restore_are_cleared(
    made: BackupSummary, target: Path, home: Path
) -> None:
    generation(home / "indexes", 1)
    (home / "indexes" / "words-4").mkdir()
    (home / "indexes" / "writer.lock").touch()
    (home / ".restoring").mkdir()
    (home / ".restoring" / "sosik.db").write_text("half")
    (home / "inbox").mkdir()
    restore(target, home)
    assert sorted(one.name for one in home.iterdir()) == ["inbox", "indexes", "sosik.db"]
    assert sorted(one.name for one in (home / "indexes").iterdir()) == ["vectors-1", "writer.lock"]


def test_a_backup_of_an_older_version_is_brought_to_the_newest_shape(
    tmp_path: Path, target: Path, home: Path
) -> None:
    old = tmp_path / "old.db"
    with closing(sqlite3.connect(old)) as db:
        migrations.apply(Connection(db), stop_before="m003_sources")
    write(target, {"sosik.db": old.read_bytes()})
    restore(target, home)
    for database in opened(home):
        assert not Backlog(database).forgotten(limit=1)


def test_a_backup_of_a_newer_version_is_refused_and_leaves_nothing(
    database: Database, vectors: Path, target: Path, home: Path
) -> None:
    with database.write() as db:
        db.execute(
            "INSERT INTO _sqlite_migrations(migration_set, name, applied_at)"
            " VALUES ('sosik', 'm999_later', '')"
        )
    backup(database, target, vectors=vectors, now=NOW)
    with pytest.raises(DatabaseError, match="made by a newer version of Sosik; update Sosik"):
        restore(target, home)
    assert list(home.iterdir()) == []


def test_a_file_that_is_no_database_is_not_restored(target: Path, home: Path) -> None:
    write(target, {"sosik.db": b"a shopping list" * 99})
    with pytest.raises(BackupError, match="nothing was restored"):
        restore(target, home)
    assert list(home.iterdir()) == []


def test_a_backup_that_is_not_there_is_named(tmp_path: Path, home: Path) -> None:
    with pytest.raises(BackupError, match="No such file"):
        restore(tmp_path / "nothing", home)
    assert list(home.iterdir()) == []


WORK = """
from datetime import UTC, datetime
from pathlib import Path
from store.backup import backup, restore
from store.database import Database
home, file = Path(sys.argv[2]), Path(sys.argv[3])
if sys.argv[1] == "restore":
    restore(file, home)
else:
    vectors = home / "indexes" / "vectors-1"
    backup(Database(home / "sosik.db"), file, vectors=vectors, now=datetime.now(UTC))
"""


def kill(what: str, home: Path, file: Path, *, files_synced: int) -> None:
    arguments = [what, str(home), str(file), str(files_synced)]
    command = [sys.executable, "-c", PRELUDE + WORK, *arguments]
    killed = subprocess.run(command, cwd=Path(bundle.__file__).parents[1])
    assert killed.returncode == -signal.SIGKILL


def test_a_killed_backup_leaves_no_file_under_its_name(
    database: Database, vectors: Path, target: Path
) -> None:
    kill("backup", vectors.parents[1], target, files_synced=0)
    assert not target.exists()
    backup(database, target, vectors=vectors, now=NOW)
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.parametrize("files_synced", [0, 2, 5])
def test_a_killed_restore_leaves_no_database_and_is_begun_again(
    made: BackupSummary, target: Path, home: Path, files_synced: int
) -> None:
    kill("restore", home, target, files_synced=files_synced)
    assert not (home / "sosik.db").exists()
    assert restore(target, home) == made
    assert sorted(one.name for one in home.iterdir()) == ["indexes", "sosik.db"]


# -- files that were made by others


def write(target: Path, files: dict[str, bytes], *, vectors: tuple[int, str] | None = None) -> None:
    contents = Contents(made_at=NOW, schema=(), articles=0, passages=0, vectors=vectors)
    held = {name: target.with_name(f"{n}.member") for n, name in enumerate(files)}
    for name, path in held.items():
        path.write_bytes(files[name])
    open_files = {name: path.open("rb") for name, path in held.items()}
    bundle.write(target, open_files, contents, progress=lambda _: None)
    for name, path in held.items():
        open_files[name].close()
        path.unlink()


def member(name: str, **facts: object) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    for fact, value in facts.items():
        setattr(made, fact, value)
    return made


#: What a hostile tar holds before the members of an honest one.
HOSTILE: dict[str, Callable[[tarfile.TarFile], None]] = {
    "a path that leads out": lambda tar: tar.addfile(member("../evil")),
    "an absolute path": lambda tar: tar.addfile(member("/tmp/evil")),
    "a name of no backup": lambda tar: tar.addfile(member(".env")),
    "a symbolic link": lambda tar: tar.addfile(
        member("vectors", type=tarfile.SYMTYPE, linkname="/tmp")
    ),
    "a link called like the database": lambda tar: tar.addfile(
        member("sosik.db", type=tarfile.SYMTYPE, linkname="../victim")
    ),
    "a hard link": lambda tar: tar.addfile(
        member("sosik.db", type=tarfile.LNKTYPE, linkname="../victim")
    ),
    "a folder": lambda tar: tar.addfile(member("sosik.db", type=tarfile.DIRTYPE)),
    "a device": lambda tar: tar.addfile(member("sosik.db", type=tarfile.CHRTYPE)),
    "a sparse file": lambda tar: tar.addfile(member("sosik.db", type=tarfile.GNUTYPE_SPARSE)),
    "a long name": lambda tar: tar.addfile(member("a/" * 200 + "sosik.db")),
    "an extended header": lambda tar: tar.addfile(
        member("sosik.db", pax_headers={"size": "999999999999"})
    ),
    "the database twice": lambda tar: tar.addfile(member("sosik.db", size=3), io.BytesIO(b"abc")),
}


@pytest.mark.parametrize("trick", HOSTILE)
def test_a_hostile_file_writes_nothing(
    made: BackupSummary, target: Path, home: Path, trick: str, tmp_path: Path
) -> None:
    victim = tmp_path / "new" / "victim"
    victim.parent.mkdir()
    victim.write_text("mine")
    prefix = io.BytesIO()
    with tarfile.open(fileobj=prefix, mode="w", format=tarfile.PAX_FORMAT) as tar:
        HOSTILE[trick](tar)
        length = tar.offset
    evil = tmp_path / "evil.backup"
    evil.write_bytes(prefix.getvalue()[:length] + target.read_bytes())
    with pytest.raises(BackupError, match="is not a whole backup of Sosik"):
        restore(evil, home)
    assert list(home.iterdir()) == []
    assert victim.read_text() == "mine"
    assert {one.name for one in tmp_path.rglob("*evil*")} == {"evil.backup"}


def test_a_size_that_goes_beyond_the_file_is_refused(target: Path, home: Path) -> None:
    target.write_bytes(member("sosik.db", size=10**15).tobuf(tarfile.GNU_FORMAT) + b"x" * 1024)
    with pytest.raises(BackupError, match="it ends too early"):
        restore(target, home)


def test_a_backup_cut_off_anywhere_is_refused(
    made: BackupSummary, target: Path, home: Path
) -> None:
    whole = target.read_bytes()
    cut = random.Random(5).sample(range(len(whole) - 1024), 20)
    for length in (0, 1, 511, 512, *cut):
        target.write_bytes(whole[:length])
        with pytest.raises(BackupError):
            restore(target, home)
        assert list(home.iterdir()) == []


def test_a_backup_with_a_changed_byte_is_refused(
    made: BackupSummary, target: Path, home: Path
) -> None:
    whole = target.read_bytes()
    with tarfile.open(target) as tar:
        places = [one.offset_data + one.size // 2 for one in tar.getmembers()[:-1]]
    for place in places:
        changed = bytearray(whole)
        changed[place] ^= 1
        target.write_bytes(changed)
        with pytest.raises(BackupError, match="its files are not those it was made with"):
            restore(target, home)
        assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    "manifest",
    [
        "",
        "null",
        "[]",
        "{}",
        "[" * 100_000,
        '{"format": 1}',
        '{"format": Infinity}',
        '{"format": 1, "members": 3}',
        '{"format": 1, "members": [], "made_at": "x", "schema": [], "articles": 0,'
        ' "passages": 0, "vectors": null}',
        '{"format": 1, "members": [], "made_at": "2026-11-22", "schema": [], "articles": 0,'
        ' "passages": 0, "vectors": ["../..", "v"]}',
    ],
)
def test_a_manifest_that_makes_no_sense_is_refused(target: Path, home: Path, manifest: str) -> None:
    tar = b""
    for name, data in (("sosik.db", b""), ("manifest.json", manifest.encode())):
        tar += member(name, size=len(data)).tobuf(tarfile.GNU_FORMAT)
        tar += data + bytes(-len(data) % 512)
    target.write_bytes(tar + bytes(1024))
    with pytest.raises(BackupError, match="its manifest cannot be read"):
        restore(target, home)
    assert list(home.iterdir()) == []


def test_a_format_of_a_later_version_says_to_update(target: Path, home: Path) -> None:
    data = b'{"format": 2}'
    target.write_bytes(
        member("manifest.json", size=len(data)).tobuf(tarfile.GNU_FORMAT)
        + data
        + bytes(-len(data) % 512 + 1024)
    )
    with pytest.raises(BackupError, match=r"newer version of Sosik .* update Sosik"):
        restore(target, home)


def test_vectors_of_which_a_file_is_missing_are_refused(
    made: BackupSummary, target: Path, home: Path
) -> None:
    target.unlink()
    write(target, {"sosik.db": b"", "vectors/vectors.f16": b""}, vectors=(1, "v"))
    with pytest.raises(BackupError, match="its files are not those"):
        restore(target, home)


def test_vectors_of_another_model_than_the_database_names_are_not_taken_up(
    made: BackupSummary, target: Path, home: Path
) -> None:
    with tarfile.open(target) as tar:
        files = {
            one.name: tar.extractfile(one).read()  # type: ignore[union-attr]  # a file
            for one in tar.getmembers()[:-1]
        }
    target.unlink()
    write(target, files, vectors=(1, "another"))
    restore(target, home)
    assert not (home / "indexes").exists()
    for database in opened(home):
        assert Backlog(database).waiting().passages == 10


def test_noise_is_no_backup(target: Path, home: Path) -> None:
    target.write_bytes(os.urandom(4096))
    with pytest.raises(BackupError, match="is not a whole backup of Sosik"):
        restore(target, home)
