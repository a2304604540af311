"""The whole way: captures dropped in the inbox of a running service answer in two channels."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.telegram_server import TOKEN, BotApi, person, running

#: Question → the capture that answers it, words of the answer, and of the line of its source.
QUESTIONS = {
    "오픈AI가 아시아 최초로 지사를 세우겠다고 한 나라는?": ("001_", "일본", "아주경제"),
    "이시바 총리와 트럼프 대통령의 첫 정상회담 의제는?": ("000_", "인공지능", "한겨레"),
    "제네바 AI 안전 회의는 누가 주도했나?": ("003_", "샤이크그룹", "아시아경제"),
    "오픈AI 포 컨트리는 몇 개국과 시작하나?": ("002_", "10개국", "파이낸셜뉴스"),
    "소버린 AI란?": ("004_", "독립적으로 운영하고 통제할 수 있는", "소버린 AI에 대한 일본의 입장"),
}
ABSENT = "내일 서울 날씨는?"
ASKER = person(7)

pytestmark = pytest.mark.model


@dataclass(frozen=True)
class Service:
    """A running ``sosik run``: its home, its environment, and the Telegram it speaks to."""

    home: Path
    environment: dict[str, str]
    telegram: BotApi

    def sosik(self, *arguments: str, stdin: str = "") -> list[dict[str, object]]:
        """Run a command beside the service; return its JSON records."""
        done = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]


def until(ready: Callable[[], object], *, timeout_s: float = 90) -> None:
    """Wait for something another process does."""
    deadline = time.monotonic() + timeout_s
    while not ready():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def service(
    tmp_path_factory: pytest.TempPathFactory, captures: Path, bundled_folder: Path
) -> Iterator[Service]:
    """The service over an empty home, with the captures dropped in its inbox."""
    home = tmp_path_factory.mktemp("sosik")
    telegram = BotApi()
    with running(telegram) as address:
        environment = {name: value for name, value in os.environ.items() if "SOSIK" not in name}
        environment |= {
            "SOSIK_HOME": str(home),
            "SOSIK_MODEL": str(bundled_folder),
            "SOSIK_INBOX_EVERY_S": "0.2",
            "SOSIK_TELEGRAM_TOKEN": TOKEN,
            "SOSIK_TELEGRAM_API_URL": address,
        }
        process = subprocess.Popen([sys.executable, "-m", "bot", "run"], env=environment)
        try:
            until((home / "inbox" / "refused").is_dir)
            for capture in sorted(captures.glob("*.txt")):
                shutil.copy(capture, home / "inbox")
            until(lambda: len(list((home / "inbox" / "done").iterdir())) == len(QUESTIONS))
            yield Service(home, environment, telegram)
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=30) == 0


def test_a_copy_ingested_beside_the_service_is_a_duplicate(service: Service) -> None:
    done = sorted(str(path) for path in (service.home / "inbox" / "done").iterdir())
    records = service.sosik("ingest", "--json", *done)  # also waits until all have vectors
    assert [record["status"] for record in records] == ["duplicate"] * len(QUESTIONS)


def test_the_terminal_answers_each_question_from_the_right_article(service: Service) -> None:
    records = service.sosik("chat", "--json", stdin="\n".join([*QUESTIONS, ABSENT]))
    for record, (file, words, _) in zip(records, QUESTIONS.values(), strict=False):
        quotes = record["quotes"]
        assert isinstance(quotes, list)
        assert record["kind"] == "answer", record
        assert quotes[0]["file"].startswith(file), record
        assert words in " ".join(quote["text"] for quote in quotes), record
    assert records[-1]["kind"] == "declined"
    assert len(records) == len(QUESTIONS) + 1


def test_telegram_answers_each_question_from_the_right_article(service: Service) -> None:
    telegram = service.telegram
    for question, (_, words, source) in QUESTIONS.items():
        reply = reply_to(question, telegram)
        assert words in reply
        (first,) = (line for line in reply.splitlines() if line.startswith("[1] "))
        assert source in first
    declined = reply_to(ABSENT, telegram)
    assert "[1]" not in declined
    assert "찾지 못했습니다" in declined or "다룬 것이 없습니다" in declined


def reply_to(question: str, telegram: BotApi) -> str:
    """Write to the bot and wait for what it says."""
    before = len(telegram.texts(7))
    telegram.write(question, sender=ASKER)
    until(lambda: len(telegram.texts(7)) > before)
    return telegram.texts(7)[-1]
