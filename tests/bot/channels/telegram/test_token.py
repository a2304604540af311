"""The token shows nowhere: no log, no error, no traceback, no database, no console."""

import asyncio
import logging
import os
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.errors import ChannelError
from bot.reply import Message, Reply
from tests.bot.channels.telegram.conftest import HURRIED, Desk, answering, echo, until
from tests.telegram_server import TOKEN, BotApi, person, running

MINSU = person(11)
SECRET_PART = TOKEN.partition(":")[2]
PROJECT = Path(__file__).resolve().parents[4]


class Written(logging.Handler):
    """Keeps all that any logger writes, with tracebacks and everything that hangs on it."""

    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{self.format(record)} {record.__dict__!r}")


@pytest.fixture
def _everything_is_logged(desk: Desk, tmp_path: Path) -> Iterator[None]:
    """Log at DEBUG whatever can be logged, and hold all of it to the law; the books as well."""
    written = Written()
    root = logging.getLogger()
    level = root.level
    root.addHandler(written)
    root.setLevel(logging.DEBUG)
    yield
    root.removeHandler(written)
    root.setLevel(level)
    assert written.lines, "nothing was logged at all"
    assert [line for line in written.lines if SECRET_PART in line] == []
    books = [path.read_bytes() for path in tmp_path.glob("sosik.db*")]
    assert books
    assert not any(SECRET_PART.encode() in one for one in books)


def run(work: Any) -> None:
    """Run on a loop that logs as much as it can."""
    asyncio.run(work, debug=True)


def whole(error: BaseException) -> str:
    """All that can be printed of an error, with what led to it."""
    return "".join(traceback.format_exception(error)) + repr(error) + repr(vars(error))


async def failing(message: Message) -> Reply:
    raise RuntimeError("no answer")


@pytest.mark.usefixtures("_everything_is_logged")
@pytest.mark.parametrize("respond", [echo, failing])
def test_not_in_a_conversation(api: BotApi, desk: Desk, respond: Any) -> None:
    async def converse() -> None:
        async with answering(api, desk, respond, over_loopback=True):
            api.write("소식은?", sender=MINSU)
            api.send_file("a.txt", b"news", sender=MINSU)
            api.queue_raw({"message": {"odd": True}})
            await until(lambda: len(api.sent) == 2)

    run(converse())


@pytest.mark.usefixtures("_everything_is_logged")
@pytest.mark.parametrize(("code", "description"), [(401, "Unauthorized"), (404, "Not Found")])
def test_not_when_it_is_refused(api: BotApi, desk: Desk, code: int, description: str) -> None:
    async def refused() -> None:
        api.fail("getMe", code, f"{description}: /bot{TOKEN}/getMe")
        with running(api) as address, pytest.raises(ChannelError) as caught:
            await desk.channel(address).start()
        assert SECRET_PART not in whole(caught.value)
        logging.getLogger("bot").debug("refused")

    run(refused())


@pytest.mark.usefixtures("_everything_is_logged")
@pytest.mark.parametrize("method", ["getMe", "getUpdates", "sendMessage", "setMyCommands"])
@pytest.mark.parametrize("how", ["500", "page", "lost", "hangs", "conflict", "400"])
def test_not_when_calls_fail(api: BotApi, desk: Desk, method: str, how: str) -> None:
    spoken = f"no: http://127.0.0.1/bot{TOKEN}/{method}"
    trouble: dict[str, Callable[[], None]] = {
        "500": lambda: api.fail(method, 500, spoken, times=2),
        "400": lambda: api.fail(method, 400, spoken),
        "conflict": lambda: api.fail(method, 409, spoken, times=2),
        "page": lambda: api.fail_with_page(method, times=2),
        "lost": lambda: api.lose(method, delivered=False),
        "hangs": lambda: api.lose(method, hangs=True),
    }

    async def troubled() -> None:
        trouble[how]()
        pace = replace(HURRIED, request_s=0.2, poll_s=0)
        async with answering(api, desk, pace=pace, over_loopback=True):
            api.write("소식은?", sender=MINSU)
            await until(lambda: not desk.updates.waiting() and not api.waiting())
            await asyncio.sleep(0.05)

    run(troubled())


@pytest.mark.usefixtures("_everything_is_logged")
def test_not_without_network(desk: Desk) -> None:
    async def alone() -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        ours = desk.channel(f"http://127.0.0.1:{port}")
        await ours.start()
        await asyncio.sleep(0.1)
        await ours.stop()

    run(alone())


# -- the whole service, in a process of its own


def served(tmp_path: Path, address: str, token: str, *, until_log: str) -> tuple[int, str, Path]:
    """Run the service until its console shows ``until_log`` or it ends; return what it left."""
    home = tmp_path / "home of the service"
    environment = {
        **os.environ,
        "SOSIK_HOME": str(home),
        "SOSIK_MODEL": str(tmp_path),  # no model: it goes on by words alone
        "SOSIK_LOG_LEVEL": "debug",
        "SOSIK_TELEGRAM_API_URL": address,
        "SOSIK_TELEGRAM_TOKEN": token,
    }
    console = tmp_path / "console.txt"
    with console.open("wb") as to:
        command = [sys.executable, "-m", "bot", "run"]
        process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=to, stderr=to)
        deadline = time.monotonic() + 60
        while process.poll() is None and until_log not in console.read_text():
            assert time.monotonic() < deadline, console.read_text()
            time.sleep(0.05)
        process.terminate()
        code = process.wait(30)
    return code, console.read_text(), home


def test_not_on_the_console_of_the_service_nor_in_its_home(api: BotApi, tmp_path: Path) -> None:
    api.write("/start", sender=MINSU)
    with running(api) as address:
        _, console, home = served(tmp_path, address, TOKEN, until_log="Telegram: connected")

    assert f"connected as @{api.me['username']}" in console
    assert "Traceback" not in console
    assert SECRET_PART not in console
    assert not [
        path
        for path in home.rglob("*")
        if path.is_file() and SECRET_PART.encode() in path.read_bytes()
    ]


def test_not_on_the_console_when_the_token_is_refused(tmp_path: Path) -> None:
    with running(BotApi(token="77:another_bot_of_somebody_else_entirely")) as address:
        code, console, _ = served(tmp_path, address, TOKEN, until_log="never")

    assert code != 0
    assert "SOSIK_TELEGRAM_TOKEN" in console
    assert "Traceback" not in console
    assert SECRET_PART not in console
