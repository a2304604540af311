"""The commands: exit codes, clear messages, and machine output that holds nothing else."""

import ctypes
import io
import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from bot.__main__ import main
from tests.telegram_server import BotApi, running

ROOT = Path(__file__).resolve().parents[2]
TEXT = "정부는 9일 새 정수장을 열었다고 밝혔다. 하루 3만 톤의 물을 걸러 시민에게 보낸다."
OTHER = "섬을 오가는 여객선이 사흘째 멈췄다. 파도가 4m를 넘어 배를 띄울 수 없다고 한다."

OUTCOME = ["file", "status", "article_id", "title", "reason", "detail"]
ANSWER = [
    *("question", "answered", "reason", "confidence", "as_of", "quotes", "nearest", "kind"),
    *("listing", "range", "reply", "ms", "explanation"),
]


class Ran:
    """What one command left behind."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def records(self) -> list[dict[str, Any]]:
        """The records on the standard output, which holds nothing else."""
        assert self.out.endswith("\n") or not self.out
        return [json.loads(line) for line in self.out.split("\n") if line]


Sosik = Callable[..., Ran]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, and a folder to work in that is not the project's."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOSIK_HOME", str(tmp_path / "sosik"))
    monkeypatch.setenv("SOSIK_MODEL", str(tmp_path / "no model"))  # what needs one says so
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return tmp_path / "sosik"


@pytest.fixture
def sosik(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Sosik:
    """Runs one command in this process."""

    def run(*arguments: str | Path, lines: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
        capsys.readouterr()
        code = main([str(one) for one in arguments])
        return Ran(code, *capsys.readouterr())

    return run


def start(*arguments: str | Path, **options: Any) -> "subprocess.Popen[bytes]":
    """Start one command as a process of its own."""
    command = [sys.executable, "-m", "bot", *map(str, arguments)]
    pipe = subprocess.PIPE
    options.setdefault("preexec_fn", _heed_interrupts)
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, **options)


def _heed_interrupts() -> None:
    """As in a terminal: what is started in the background ignores them, and so do its children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def finish(process: "subprocess.Popen[bytes]", lines: bytes = b"") -> Ran:
    with process:
        out, err = process.communicate(lines, timeout=60)
    return Ran(process.returncode, out.decode(), err.decode())


def write(path: Path, content: str | bytes = TEXT) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.fixture(scope="module")
def stocked_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two articles, found by words."""
    folder = tmp_path_factory.mktemp("stocked")
    write(folder / "water.txt", f"새 정수장 가동\n\n{TEXT}")
    write(folder / "ferry.txt", f"여객선 결항\n\n{OTHER}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
        names = [str(folder / name) for name in ("water.txt", "ferry.txt")]
        assert main(["ingest", "--no-wait", "--home", str(folder / "sosik"), *names]) == 0
    return folder / "sosik"


@pytest.fixture
def stocked(home: Path, stocked_once: Path) -> Path:
    """The home, with two articles in it."""
    shutil.copytree(stocked_once, home)
    return home


# -- wrong usage and settings


def test_without_a_command_the_help_is_shown(sosik: Sosik) -> None:
    ran = finish(start())
    assert ran.code == 2
    assert "Usage" in ran.out + ran.err
    assert sosik().code == 2
    assert sosik("--help").code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["fly"], "No such command 'fly'"),
        (["ask"], "Missing argument"),
        (["ingest"], "Missing argument"),
        (["latest", "--limit", "0"], "--limit"),
        (["latest", "--fast"], "No such option"),
        (["ask", "물", "--now", "tomorrow"], "'tomorrow' is not an ISO 8601 time"),
        (["chat", "--samples", "nowhere"], "'nowhere' does not exist"),
        (["chat", "--now", "2026-13-01"], "'2026-13-01' is not an ISO 8601 time"),
    ],
)
def test_wrong_usage_is_explained(sosik: Sosik, arguments: list[str], said: str) -> None:
    ran = sosik(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in " ".join(ran.err.replace("│", "").split())  # without the box around it


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SOSIK_COLOUR", "red", "unknown setting SOSIK_COLOUR. Known settings: SOSIK_HOME,"),
        ("SOSIK_TIME_ZONE", "Mars/North", "SOSIK_TIME_ZONE: not an IANA time zone"),
        ("SOSIK_LANGUAGE", "fr", "SOSIK_LANGUAGE: "),
        ("SOSIK_THREADS", "many", "SOSIK_THREADS: "),
        ("SOSIK_INBOX_EVERY_S", "0", "SOSIK_INBOX_EVERY_S: "),
        ("SOSIK_TELEGRAM_API_URL", "not a url", "SOSIK_TELEGRAM_API_URL: "),
    ],
)
def test_a_bad_setting_is_named(
    sosik: Sosik, monkeypatch: pytest.MonkeyPatch, home: Path, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    ran = sosik("latest")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"sosik: {said}")
    assert len(ran.err.splitlines()) == 1
    assert not home.exists()


def test_a_token_does_not_show_in_the_message_about_it(
    sosik: Sosik, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOSIK_TELEGRAM_TOKEN", "123:secret")
    monkeypatch.setenv("SOSIK_THREADS", "many")
    assert "secret" not in sosik("latest").err


@pytest.mark.parametrize(
    "arguments",
    [
        ["latest"],
        ["ingest", "--no-wait", "nothing.txt"],
        ["reindex"],
        ["doctor"],
        ["chat"],
        ["ask", "/latest"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_every_command_takes_a_home(
    sosik: Sosik, home: Path, tmp_path: Path, arguments: list[str]
) -> None:
    sosik(*arguments, "--home", tmp_path / "other")
    assert (tmp_path / "other" / "sosik.db").exists()
    assert not home.exists()


# -- ingest and extract


def hostile_files(folder: Path) -> dict[str, str | None]:
    """Write files of every bad kind among good ones; by name why each is refused."""
    write(folder / "good.txt")
    write(folder / "empty.txt", b"")
    (folder / "link.txt").symlink_to("good.txt")
    os.mkfifo(folder / "pipe.txt")
    (folder / "folder.txt").mkdir()
    write(folder / "huge.txt", b"a" * 10_500_000)
    write(folder / "binary.txt", bytes(range(256)) * 40)
    with zipfile.ZipFile(folder / "bad.zip", "w") as archive:
        archive.writestr("../out.txt", TEXT)
    write(folder / "other.txt", OTHER)
    return {
        "good.txt": None,
        "missing.txt": "vanished",
        "empty.txt": "empty",
        "link.txt": "symlink",
        "pipe.txt": "not_a_file",
        "huge.txt": "too_large",
        "binary.txt": "binary",
        "bad.zip": "zip_unsafe_path",
        "n" * 300: "unreadable",
        "other.txt": None,
    }


def test_ingest_gives_a_record_a_file_in_the_order_given(sosik: Sosik, tmp_path: Path) -> None:
    files = hostile_files(tmp_path)
    ran = sosik("ingest", "--json", "--no-wait", *files)
    assert ran.code == 0
    assert [list(record) for record in ran.records] == [OUTCOME] * len(files)
    assert {record["file"]: record["reason"] for record in ran.records} == files
    assert [record["file"] for record in ran.records] == list(files)
    again = sosik("ingest", "--json", "--no-wait", "good.txt", "good.txt")
    assert [record["status"] for record in again.records] == ["duplicate", "duplicate"]


def test_extract_gives_a_record_a_file_and_makes_no_home(
    sosik: Sosik, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {**hostile_files(tmp_path), "folder.txt": "not_a_file"}
    monkeypatch.setenv("SOSIK_NONSENSE", "extract needs no settings")
    ran = sosik("extract", "--json", "--home", tmp_path / "other", *files)
    assert ran.code == 0
    assert not (tmp_path / "other").exists()
    assert {record["file"]: record["refused"] for record in ran.records} == files
    assert [record["file"] for record in ran.records] == list(files)
    assert {tuple(record) for record in ran.records} == {tuple(ran.records[0])}
    assert not home.exists()
    assert not (tmp_path / "home").exists()


def test_ingest_changes_nothing_it_is_given(sosik: Sosik, tmp_path: Path) -> None:
    given = tmp_path / "given"
    given.mkdir()
    hostile_files(given)

    def state() -> dict[str, object]:
        return {
            path.name: (path.lstat().st_mtime_ns, path.lstat().st_ino, path.lstat().st_mode)
            + ((path.read_bytes(),) if path.is_file() else ())
            for path in given.iterdir()
        }

    before = state()
    assert sosik("ingest", "--no-wait", given).code == 0
    assert state() == before


def test_ingest_tells_a_person_line_by_line(sosik: Sosik, tmp_path: Path) -> None:
    write(tmp_path / "a.txt", f"새 정수장 가동\n\n{TEXT}")
    ran = sosik("ingest", "--no-wait", "a.txt", "missing.txt")
    assert ran.out.splitlines() == [
        "stored     a.txt: 새 정수장 가동",
        "refused    missing.txt: vanished (The file was gone before it could be read.)",
    ]


def test_names_that_are_no_utf8_do_not_spoil_the_output(tmp_path: Path) -> None:
    name = b"\xb1\xe2\xbb\xe7.txt"
    write(tmp_path / os.fsdecode(name))
    ran = finish(start("extract", "--json", os.fsdecode(name)))
    assert ran.code == 0
    assert ran.records[0]["file"] == "����.txt"


# -- questions


def test_each_line_of_a_pipe_is_answered_before_the_next_until_interrupted(stocked: Path) -> None:
    process = start("chat", "--json")
    assert process.stdin is not None
    assert process.stdout is not None
    for question in ("/latest", "정수장은 하루 몇 톤을 거르나?", "/new", "안녕"):
        process.stdin.write(question.encode() + b"\n")
        process.stdin.flush()
        record = json.loads(process.stdout.readline())
        assert list(record) == ANSWER
        assert record["question"] == question
    process.send_signal(signal.SIGINT)
    ran = finish(process)
    assert (ran.code, ran.out) == (130, "")
    assert "answering by words alone: the model" in ran.err
    assert "Set SOSIK_MODEL" in ran.err
    assert "Traceback" not in ran.err


def test_hostile_lines_get_one_record_each_in_order(sosik: Sosik, stocked: Path) -> None:
    lines = [
        "정수장은 어디에 있나?",
        "nul \0 inside",
        "가" * 10_000,
        "😀" * 50,
        "https://news.example/a?b=c#d",
        "/new",
        "/nonsense " + "a" * 500,
        "/lang en",
        '{"json": "\\ud800"}',
        "'; DROP TABLE articles; --",
        '" OR * NEAR/3 (',
        "ﷺ" * 1000,
        "\u202e\u2028\x1b[2J물",
        "끝",
    ]
    raw = "\n\n\r\n".join(lines).encode() + "\n정수장 ".encode() + b"\xff\xfe\xed\xa0\x80 tail"
    ran = sosik("chat", "--json", lines=raw)
    assert ran.code == 0
    assert [list(record) for record in ran.records] == [ANSWER] * (len(lines) + 1)
    assert [record["question"] for record in ran.records[:-1]] == lines
    assert ran.records[-1]["question"].startswith("정수장 \ufffd")
    assert ran.records[5]["kind"] == "talk"


def test_each_line_that_is_not_empty_gets_a_record_of_the_line_as_written(
    sosik: Sosik, stocked: Path
) -> None:
    ran = sosik("chat", "--json", lines=b"  \n\t\n\n\r\n /new \r\n\xe3\x80\x80\na\rb\n\n")
    assert [record["question"] for record in ran.records] == [
        "  ",
        "\t",
        " /new ",
        "\u3000",
        "a\rb",
    ]
    assert [record["reason"] for record in ran.records[:2]] == ["empty_question"] * 2
    assert ran.records[2]["kind"] == "talk"


def test_a_pipe_without_json_is_answered_in_plain_text(sosik: Sosik, stocked: Path) -> None:
    ran = sosik("chat", lines="/latest\n\n\x1b]0;title\x07정수장?".encode())
    assert ran.code == 0
    assert "새 정수장 가동" in ran.out
    assert "\x1b" not in ran.out


def test_ask_gives_one_object(sosik: Sosik, stocked: Path) -> None:
    ran = sosik(
        "ask", "새 정수장은 하루 몇 톤의 물을 거르나?", "--json", "--now", "2026-11-22T09:00+09:00"
    )
    (record,) = ran.records
    assert (ran.code, list(record)) == (0, ANSWER)
    assert record["answered"]
    for quote in record["quotes"]:
        assert (quote["file"], quote["title"]) == ("water.txt", "새 정수장 가동")
        assert TEXT[quote["start"] : quote["end"]] == quote["text"]


@pytest.fixture
def dated(home: Path, tmp_path: Path, sosik: Sosik) -> None:
    """The home, with an article of 20 November, 23:30 in Korea."""
    article = {"title": "정수장 개장", "text": TEXT, "published": "2026-11-20T23:30:00+09:00"}
    write(tmp_path / "dated.json", json.dumps(article))
    assert sosik("ingest", "--no-wait", "dated.json").code == 0


@pytest.mark.parametrize("command", ["ask", "chat"])
@pytest.mark.parametrize(
    ("now", "yesterday", "published"),
    [
        ("2026-11-21T09:00+09:00", "2026-11-20", "2026-11-20T23:30:00+09:00"),
        ("2026-11-22T02:00+12:00", "2026-11-21", "2026-11-21T02:30:00+12:00"),
        ("2026-11-21T12:00Z", "2026-11-20", "2026-11-20T14:30:00+00:00"),
    ],
)
def test_now_moves_the_days_and_its_zone_is_that_of_the_answer(
    sosik: Sosik,
    dated: None,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    now: str,
    yesterday: str,
    published: str,
) -> None:
    monkeypatch.setenv("SOSIK_TIME_ZONE", "America/New_York")
    question = "어제 나온 소식"
    if command == "ask":
        ran = sosik("ask", question, "--json", "--now", now)
    else:
        ran = sosik("chat", "--json", "--now", now, lines=question.encode())
    (record,) = ran.records
    assert record["range"] == {"from": yesterday, "to": yesterday}
    assert record["as_of"] == published
    assert {quote["published"] for quote in record["quotes"]} == {published}


def test_chat_takes_samples_in_first(sosik: Sosik, home: Path, tmp_path: Path) -> None:
    (tmp_path / "samples").mkdir()
    write(tmp_path / "samples" / "water.txt", f"새 정수장 가동\n\n{TEXT}")
    write(tmp_path / "samples" / "empty.txt", b"")
    for added in ("ferry.txt", "again.txt"):
        write(tmp_path / "samples" / added, f"{added}\n\n{OTHER}")
        ran = sosik("chat", "--json", "--samples", "samples", lines=b"/latest 10")
        assert "refused    empty.txt: empty" in ran.err
    assert {quote["file"] for quote in ran.records[0]["quotes"]} >= {"water.txt", "ferry.txt"}


def test_a_question_may_be_declined_or_empty_and_the_command_did_its_work(
    sosik: Sosik, stocked: Path
) -> None:
    for question in ("", "\udcff\ud800 날씨"):
        ran = sosik("ask", question, "--json")
        assert (ran.code, ran.records[0]["answered"]) == (0, False)


def test_an_empty_store_says_how_to_add_articles(sosik: Sosik) -> None:
    for arguments in (["latest", "--json"], ["ask", "정수장?", "--json"]):
        ran = sosik(*arguments)
        assert (ran.code, ran.records[0]["reason"]) == (0, "empty_store")


# -- interrupted, and nobody left to read


def test_an_interrupted_ingest_ends_with_130_and_keeps_what_it_said(
    sosik: Sosik, tmp_path: Path
) -> None:
    given = tmp_path / "given"
    given.mkdir()
    for n in range(200):
        own = " ".join(f"{n}호 수조는 {n * 7919 + m * 31}톤을 담는다." for m in range(40))
        write(given / f"{n:03}.txt", f"정수장 {n}호\n\n정수장 {n}호가 문을 열었다. {own}")
    process = start("ingest", "--json", "--no-wait", given)
    assert process.stdout is not None
    for _ in range(3):
        process.stdout.readline()
    process.send_signal(signal.SIGINT)
    ran = finish(process)
    assert ran.code == 130
    assert "Traceback" not in ran.err
    assert len(ran.records) < 197
    again = sosik("ingest", "--json", "--no-wait", *(given / f"00{n}.txt" for n in range(3)))
    assert [record["status"] for record in again.records] == ["duplicate"] * 3


def test_a_reader_that_goes_away_gets_no_traceback(tmp_path: Path) -> None:
    for n in range(50):
        write(tmp_path / f"{n}.txt", f"{n}번째 소식이다. {TEXT}")
    process = start("extract", "--json", *sorted(tmp_path.glob("*.txt")))
    assert process.stdout is not None
    assert process.stderr is not None
    assert json.loads(process.stdout.readline())["file"] == "0.txt"
    process.stdout.close()
    with process:
        err = process.stderr.read()
        assert process.wait(60) in (0, 1)
    assert err == b""


# -- what is missing, broken or in use


def one_clear_line(ran: Ran, *parts: str) -> None:
    assert (ran.code, ran.out) == (1, "")
    assert len(ran.err.splitlines()) == 1
    assert ran.err.startswith("sosik: ")
    for part in parts:
        assert part in ran.err


def test_a_damaged_word_index_is_mended_or_the_mend_is_named(
    sosik: Sosik, stocked: Path, home: Path
) -> None:
    (folder,) = (home / "indexes").glob("words-*")
    for file in folder.iterdir():
        file.write_bytes(b"damaged")
    question = ("ask", "새 정수장은 하루 몇 톤의 물을 거르나?", "--json")
    with FileLock(home / "indexes" / "writer.lock"):  # as another process would
        ran = sosik(*question)
        assert (ran.code, ran.out) == (1, "")
        assert "no article is lost. Run: sosik reindex" in ran.err.splitlines()[-1]
    assert sosik(*question).records[0]["answered"]


def test_without_its_model_the_doctor_says_so(sosik: Sosik, stocked: Path) -> None:
    ran = sosik("doctor", "--json")
    assert ran.code == 1
    assert [record["subject"] for record in ran.records if not record["fine"]] == ["model"]
    assert "→ Set SOSIK_MODEL" in sosik("doctor").out


def test_the_doctor_gives_records_of_what_keeps_all_else_from_starting(
    sosik: Sosik, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.mkdir()
    write(home / "sosik.db", "milk, " * 500)
    ran = sosik("doctor", "--json")
    assert (ran.code, ran.err) == (1, "")
    assert [one["subject"] for one in ran.records if not one["fine"]] == ["database", "model"]
    monkeypatch.setenv("SOSIK_COLOUR", "red")
    ran = sosik("doctor", "--json")
    assert (ran.code, ran.err) == (1, "")
    assert ran.records[0]["says"] == "unknown setting SOSIK_COLOUR"


def test_a_file_that_is_no_database_is_named_and_left_alone(sosik: Sosik, home: Path) -> None:
    home.mkdir()
    file = write(home / "sosik.db", "milk, " * 500)
    for arguments in (["latest"], ["ingest", "a.txt"], ["reindex"], ["chat"], ["run"]):
        one_clear_line(sosik(*arguments), str(file), "it is not a database of Sosik")
    assert file.read_text(encoding="utf-8") == "milk, " * 500


def test_a_damaged_database_is_named(sosik: Sosik, stocked: Path, home: Path) -> None:
    with closing(sqlite3.connect(home / "sosik.db")) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = (home / "sosik.db").read_bytes()
    write(home / "sosik.db", whole[:4096] + b"\x55" * (len(whole) - 4096))
    one_clear_line(sosik("latest"), "it is damaged; put a copy of the file back")


def test_a_home_below_a_file_is_named(sosik: Sosik, tmp_path: Path) -> None:
    write(tmp_path / "file")
    ran = sosik("latest", "--home", tmp_path / "file" / "home")
    one_clear_line(ran, "there is a file where the folder should be; name another home")


def as_ordinary_user() -> None:
    """In the child, before it starts: take from root the right to pass over permissions."""
    libc = ctypes.CDLL(None)
    for dac_override_and_read_search in (1, 2):
        libc.prctl(24, dac_override_and_read_search, 0, 0, 0)  # PR_CAPBSET_DROP


@pytest.fixture
def obeying(tmp_path: Path) -> Callable[[], None] | None:
    """What makes a child obey permissions, or the test is skipped."""
    before = as_ordinary_user if os.geteuid() == 0 else None
    locked = write(tmp_path / "locked")
    locked.chmod(0)
    command = [sys.executable, "-c", f"open({str(locked)!r})"]
    if subprocess.run(command, preexec_fn=before, stderr=subprocess.DEVNULL).returncode == 0:
        pytest.skip("this user may read and write everything, whatever the permissions say")
    return before


def test_a_file_that_may_not_be_read_is_refused(
    tmp_path: Path, obeying: Callable[[], None] | None
) -> None:
    write(tmp_path / "secret.txt").chmod(0)
    write(tmp_path / "other.txt")
    ran = finish(
        start("ingest", "--json", "--no-wait", "secret.txt", "other.txt", preexec_fn=obeying)
    )
    assert (ran.code, [one["reason"] for one in ran.records]) == (0, ["unreadable", None])
    assert ran.records[0]["detail"] == "The file cannot be opened: Permission denied."


@pytest.mark.parametrize("command", [["latest"], ["ingest", "--no-wait", "water.txt"]])
def test_a_home_that_may_not_be_written_is_named(
    stocked: Path, home: Path, obeying: Callable[[], None] | None, command: list[str]
) -> None:
    before = {path: path.read_bytes() for path in home.rglob("*.db")}
    for path in home.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    home.chmod(0o555)
    ran = finish(start(*command, preexec_fn=obeying))
    home.chmod(0o755)
    one_clear_line(ran, str(home), "check")
    assert {path: path.read_bytes() for path in home.rglob("*.db")} == before


def test_a_full_disk_is_named_and_nothing_is_lost(
    sosik: Sosik, stocked: Path, home: Path, tmp_path: Path
) -> None:
    given = write(tmp_path / "long.txt", " ".join(f"{n}번째 문이 열렸다." for n in range(30_000)))
    room = sum(path.stat().st_size for path in home.glob("sosik.db*"))

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    ran = finish(start("ingest", "--no-wait", given, preexec_fn=little_room))
    one_clear_line(ran, "sosik.db: ", "free some space")
    again = sosik("ingest", "--json", "--no-wait", given)
    assert [one["status"] for one in again.records] == ["stored"]


# -- the service


def test_the_service_takes_a_dropped_file_in_and_ends_with_0(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOSIK_INBOX_EVERY_S", "0.1")
    process = start("run")
    assert process.stderr is not None
    log = process.stderr.readline().decode()
    assert f"watching {home / 'inbox'}" in log
    write(home / "inbox" / "water.txt")
    deadline = time.monotonic() + 60
    while not (home / "inbox" / "done" / "water.txt").exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    told_at = time.monotonic()
    ran = finish(process)
    assert ran.code == 0
    assert time.monotonic() - told_at < 10
    assert "stored article 1" in ran.err
    assert ran.out == ""
    assert "정수장" not in ran.err


def test_a_wrong_token_is_named_and_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    with running(BotApi()) as address:
        monkeypatch.setenv("SOSIK_TELEGRAM_API_URL", address)
        monkeypatch.setenv("SOSIK_TELEGRAM_TOKEN", "1234:wrong-token-wrong-token")
        ran = finish(start("run"))
    assert (ran.code, ran.out) == (1, "")
    assert "sosik: Telegram refuses the bot token" in ran.err.splitlines()[-1]
    assert "wrong-token" not in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_a_closed_stream_gives_no_traceback(tmp_path: Path, closed: str) -> None:
    command = f"{sys.executable} -m bot latest --home {tmp_path / 'home'} {closed}"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0
    assert "Traceback" not in done.stdout + done.stderr
