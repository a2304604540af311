"""The chat as a person has it: a process of its own at a pseudo-terminal."""

import fcntl
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
TEXT = "정부는 9일 새 정수장을 열었다고 밝혔다. 하루 3만 톤의 물을 걸러 시민에게 보낸다."
QUESTION = "새 정수장은 하루 몇 톤의 물을 거르나?"
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")


class Terminal:
    """A person's side of a pseudo-terminal."""

    def __init__(self, descriptor: int, process: "subprocess.Popen[bytes]") -> None:
        self._descriptor = descriptor
        self._process = process
        self._shown = b""

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._descriptor, keys.encode())

    def until(self, words: str, *, within_s: float = 20) -> str:
        """Wait until ``words`` show; return what showed up to their end, since the last such."""
        deadline = time.monotonic() + within_s
        while words not in (shown := _ESCAPES.sub("", self._shown.decode(errors="replace"))):
            assert time.monotonic() < deadline, shown
            if select.select([self._descriptor], [], [], 0.1)[0]:
                self._shown += os.read(self._descriptor, 65536)
        before, _, after = shown.partition(words)
        self._shown = after.encode()
        return before + words

    def exit_code(self) -> int:
        """Wait for the end of the chat."""
        return self._process.wait(10)


@pytest.fixture(scope="module")
def stocked_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one article, found by words."""
    folder = tmp_path_factory.mktemp("stocked")
    (folder / "water.txt").write_text(f"새 정수장 가동\n\n{TEXT}", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SOSIK_HOME": str(folder / "sosik")}
    command = [sys.executable, "-m", "bot", "ingest", "--no-wait", "water.txt"]
    subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    return folder / "sosik"


@pytest.fixture
def home(stocked_once: Path, tmp_path: Path) -> Path:
    """A copy of that home; its user has no other files."""
    return shutil.copytree(stocked_once, tmp_path / "home" / "sosik")


@contextmanager
def chatting(home: Path) -> Iterator[Terminal]:
    """Start a chat without a model at a terminal of 200 columns."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("LC_")},
        "HOME": str(home.parent),
        "LANG": "ko_KR.UTF-8",
        "PROMPT_TOOLKIT_NO_CPR": "1",  # nobody here says where the cursor is
        "PYTHONPATH": str(ROOT),
        "SOSIK_HOME": str(home),
        "SOSIK_MODEL": str(home / "no model"),
        "TERM": "xterm-256color",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "chat"],
        cwd=home.parent,
        env=environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    try:
        yield Terminal(ours, process)
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def test_a_person_asks_in_korean_and_is_answered_by_words_without_a_trace(home: Path) -> None:
    with chatting(home) as terminal:
        terminal.until("❯")
        terminal.type(QUESTION + "\r")
        said = terminal.until("낱말로만")
        assert "하루 3만 톤의 물을 걸러 시민에게 보낸다." in said
        terminal.until("❯")
        terminal.type("/unfinished\x03")
        terminal.until("❯")
        terminal.type("/latest\r")
        assert "새 정수장 가동" in terminal.until("새 정수장 가동")
        terminal.until("❯")
        terminal.type("/quit\r")
        assert terminal.exit_code() == 0
    left = [path for path in home.parent.rglob("*") if path.is_file()]
    assert home / "sosik.db" in left
    for path in left:
        for encoding in ("utf-8", "utf-16-le"):
            assert "거르나".encode(encoding) not in path.read_bytes(), path


def test_ctrl_d_leaves(home: Path) -> None:
    with chatting(home) as terminal:
        terminal.until("❯")
        terminal.type("\x04")
        assert terminal.exit_code() == 0
