"""The programs themselves: memory of the service, and how soon the terminal answers.

The service runs with Telegram on, against the loopback Bot API of the tests, is asked questions and
given articles; the terminal runs in a pseudo-terminal and is asked as soon as it shows its prompt.
Both run over the homes that are named.
"""

import argparse
import json
import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC
from itertools import islice
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from benchmarks.machine import memory, percentiles, processor
from benchmarks.synthetic import Press
from store.article import Extracted
from store.backlog import Backlog
from store.database import Database
from store.library import Library
from tests.telegram_server.serve import running
from tests.telegram_server.state import TOKEN, BotApi, person

_SOSIK: Final = (sys.executable, "-m", "bot")
#: A question on samples/, and what stands in the answer to it.
_QUESTION: Final = "은결도에 고립된 관광객은 몇 명이었나?"
_ANSWER: Final = "640여"
_PATIENCE_S: Final = 120.0
#: What a terminal says when it is asked where its cursor is.
_ASKED_FOR_CURSOR, _CURSOR = b"\x1b[6n", b"\x1b[1;1R"


def service(
    home: Path, *, questions: Sequence[str], articles: Sequence[Extracted]
) -> dict[str, Any]:
    """Run the service over ``home``, ask it, then drop articles into its inbox.

    Return its memory after each, and how long it took.
    """
    api = BotApi()
    with running(api) as address:
        settings = {"SOSIK_TELEGRAM_API_URL": address, "SOSIK_TELEGRAM_TOKEN": TOKEN}
        process = subprocess.Popen(
            (*_SOSIK, "run", "--home", str(home)), env=os.environ | settings, cwd=home,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            started = time.monotonic()
            _ask(api, "/start")
            ready_s = time.monotonic() - started
            idle = memory(process.pid)
            took = [_ask(api, question) for question in questions]
            asked = memory(process.pid)
            taken_s = _drop(home, articles)
            return {
                "ready_s": round(ready_s, 1),
                "questions": len(questions),
                "reply_ms": percentiles([1000 * one for one in took]),
                "articles": len(articles),
                "taken_in_s": round(taken_s, 1),
                "mb": {"ready": idle, "asked": asked, "taken_in": memory(process.pid)},
            }
        finally:
            process.terminate()
            process.wait(timeout=_PATIENCE_S)


def _ask(api: BotApi, text: str) -> float:
    """Send a message; return the seconds until its answer arrived."""
    before, started = len(api.sent), time.monotonic()
    api.write(text, sender=person(1))
    while len(api.sent) == before:
        if time.monotonic() - started > _PATIENCE_S:
            raise TimeoutError("the service does not answer")
        time.sleep(0.002)
    return time.monotonic() - started


def _drop(home: Path, articles: Sequence[Extracted]) -> float:
    """Put articles into the inbox; return the seconds until they are found by meaning."""
    database = Database(home / "sosik.db")
    library, backlog = Library(database, zone=UTC), Backlog(database)
    wanted, started = library.count() + len(articles), time.monotonic()
    for article in articles:
        text = "\n\n".join((article.title or "", *article.paragraphs))
        (home / "inbox" / f"{uuid4()}.txt").write_text(text, encoding="utf-8")
    while library.count() < wanted or backlog.waiting().passages:
        if time.monotonic() - started > _PATIENCE_S * 5:
            raise TimeoutError("the service does not take the articles in")
        time.sleep(0.2)
    database.close()
    return time.monotonic() - started


def terminal(home: Path) -> dict[str, float]:
    """Chat over ``home``, which holds samples/; return the seconds until prompt and answer."""
    pid, descriptor = pty.fork()
    if pid == 0:
        os.environ |= {"TERM": "xterm-256color", "COLUMNS": "100", "LINES": "40"}
        os.execv(sys.executable, (*_SOSIK, "chat", "--home", str(home)))
    started = time.monotonic()
    try:
        _read_until(descriptor, "❯", since=started)
        prompt_s = time.monotonic() - started
        os.write(descriptor, f"{_QUESTION}\r".encode())
        _read_until(descriptor, _ANSWER, since=started)
        answer_s = time.monotonic() - started
        os.write(descriptor, b"/quit\r")
        return {"prompt_s": round(prompt_s, 2), "answer_s": round(answer_s, 2)}
    finally:
        os.close(descriptor)
        os.waitpid(pid, 0)


def _read_until(descriptor: int, wanted: str, *, since: float) -> None:
    seen = b""
    while wanted.encode() not in seen:
        if not select.select([descriptor], [], [], since + _PATIENCE_S - time.monotonic())[0]:
            raise TimeoutError(f"the terminal does not show {wanted}")
        piece = os.read(descriptor, 65536)
        for _ in range(piece.count(_ASKED_FOR_CURSOR)):
            os.write(descriptor, _CURSOR)
        seen += piece


def main() -> None:
    """Measure the service over one home and the terminal over another."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.live", description=__doc__)
    parser.add_argument("--home", type=Path, help="a home that benchmarks.scale has kept")
    parser.add_argument("--samples-home", type=Path, help="a home that holds samples/")
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--articles", type=int, default=50)
    parser.add_argument("--seed", type=int, default=2, help="another one for another run")
    options = parser.parse_args()
    figures: dict[str, Any] = {"processor": processor()}
    if options.home:
        press = Press(seed=options.seed)
        figures["service"] = service(
            options.home.absolute(),
            questions=[press.question(one) for one in islice(press.articles(), options.questions)],
            articles=list(islice(press.articles(), options.articles)),
        )
    if options.samples_home:
        figures["terminal"] = [terminal(options.samples_home.absolute()) for _ in range(3)]
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
