"""What was brought is found once, whatever happens on the way, and when it is said to be."""

import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from os import kill
from pathlib import Path
from typing import NoReturn

import pytest
from rich.console import Console

from bot.app import App
from bot.taking_in import IndexingStuckError, index_all, take_in, told, wait_until_found
from config.settings import Settings
from retrieval import vectors
from retrieval.errors import ModelError
from retrieval.indexes import folder_of
from retrieval.morphemes import Analyser
from store.backlog import Waiting
from store.ingest import Outcome
from tests.fake_encoder import LetterEncoder
from tests.retrieval.shelf import Shelf

ROOT = Path(__file__).resolve().parents[2]
SILENT = Console(stderr=True, quiet=True)


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    """One process' parts over an empty home, with the encoder that counts letters."""
    monkeypatch.chdir(tmp_path)
    made = App(Settings(home=tmp_path / "home"), load_encoder=LetterEncoder)
    yield made
    made.close()


def write(folder: Path, count: int, *, first: int = 0) -> list[Path]:
    """Write article files that share only the word 정수장 and its sentence."""
    folder.mkdir(exist_ok=True)
    files = [folder / f"{n}.txt" for n in range(first, first + count)]
    for n, file in enumerate(files, start=first):
        own = " ".join(f"{n}호 수조는 {n * 7919 + m * 31}톤을 담는다." for m in range(12))
        file.write_text(f"정수장 {n}호\n\n정수장 {n}호가 문을 열었다. {own}", encoding="utf-8")
    return files


def bring(app: App, files: list[Path], *, by_meaning: bool = True) -> list[Outcome]:
    outcomes: list[Outcome] = []
    take_in(app, files, report=outcomes.append, by_meaning=by_meaning, console=SILENT)
    return outcomes


# -- found when it is said to be


def test_what_was_taken_in_is_found_by_words_and_by_meaning(app: App, tmp_path: Path) -> None:
    files = [*write(tmp_path / "a", 3), tmp_path / "missing.txt"]
    assert [(one.file, one.status) for one in bring(app, files)] == [
        ("0.txt", "stored"),
        ("1.txt", "stored"),
        ("2.txt", "stored"),
        ("missing.txt", "refused"),
    ]
    assert app.backlog.waiting() == Waiting(articles=0, passages=0)
    reply = app.desk.ask("수조 1호는 몇 톤을 담나?", now=app.clock(), zone=app.zone)
    assert reply.quotes or reply.nearest
    assert app.indexer.acquire()


def test_without_waiting_for_meaning_words_alone_are_there(app: App, tmp_path: Path) -> None:
    bring(app, write(tmp_path / "a", 3), by_meaning=False)
    waiting = app.backlog.waiting()
    assert waiting.articles == 0
    assert waiting.passages > 0
    index_all(app, console=SILENT)
    assert app.backlog.waiting().passages == 0


def test_without_a_model_everything_is_kept_and_found_by_words(tmp_path: Path) -> None:
    def no_model() -> NoReturn:
        raise ModelError("gone", "there is no such folder")

    app = App(Settings(home=tmp_path / "home"), load_encoder=no_model)
    with pytest.raises(ModelError, match="no such folder"):
        bring(app, write(tmp_path / "a", 3))
    assert app.library.count() == 3
    assert app.backlog.waiting().articles == 0
    app.close()


def test_while_another_process_writes_the_indexes_it_is_waited_for(
    app: App, tmp_path: Path, analyser: Analyser
) -> None:
    other = Shelf(tmp_path / "home", analyser=analyser, encoder=LetterEncoder())
    assert other.indexer.acquire()
    bringing = threading.Thread(target=bring, args=(app, write(tmp_path / "a", 3)))
    bringing.start()
    while app.library.count() < 3:
        time.sleep(0.01)
    bringing.join(0.3)
    assert bringing.is_alive()
    other.index()
    bringing.join(30)
    assert not bringing.is_alive()
    assert app.backlog.waiting() == Waiting(articles=0, passages=0)


def test_a_writer_that_does_not_get_on_is_named(
    app: App, tmp_path: Path, analyser: Analyser
) -> None:
    other = Shelf(tmp_path / "home", analyser=analyser, encoder=None)
    assert other.indexer.acquire()
    list(app.ingest.bring(write(tmp_path / "a", 1)[0]))
    with pytest.raises(IndexingStuckError, match=r"everything is stored, but .* sosik doctor"):
        wait_until_found(app, None, by_meaning=True, progress=lambda _: None, stuck_s=0.3)


def test_a_file_name_cannot_feign_another_line() -> None:
    outcome = Outcome(
        file="a\nstored     b.txt\x1b[2K", status="refused", reason="empty", detail="nothing in it"
    )
    assert told(outcome) == "refused    a stored b.txt[2K: empty (nothing in it)"


# -- killed at any moment


@pytest.fixture
def zygote(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """Starts a working process for each line that is written to it."""
    command = [sys.executable, "-m", "tests.bot.killable", str(tmp_path)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


def progress(shelf: Shelf) -> int:
    """Count the articles kept, those found by words, and the passages found by meaning."""
    kept, waiting = shelf.library.count(), shelf.backlog.waiting()
    return kept + (kept - waiting.articles) + shelf.backlog.encoded()


def reached(shelf: Shelf, aim: int) -> bool:
    return progress(shelf) >= aim


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.002)


def test_a_kill_at_any_moment_loses_and_doubles_nothing(
    tmp_path: Path, zygote: "subprocess.Popen[str]", analyser: Analyser
) -> None:
    assert zygote.stdin is not None
    assert zygote.stdout is not None
    inbox = tmp_path / "inbox"
    moments = random.Random(20261122)
    shelf = Shelf(tmp_path, analyser=analyser, encoder=LetterEncoder())
    total = 0
    for _ in range(8):
        write(inbox, 5, first=total)
        total += 5
        zygote.stdin.write("go\n")
        zygote.stdin.flush()
        worker = int(zygote.stdout.readline())
        aim = progress(shelf) + moments.randint(0, 19)  # five articles make 20
        wait_until(partial(reached, shelf, aim))
        time.sleep(moments.uniform(0, 0.02))
        kill(worker, signal.SIGKILL)
        held = [path.stem for path in inbox.rglob("*.txt")]
        assert sorted(held, key=int) == [str(n) for n in range(total)]  # each file in one place
        for article in shelf.library.latest(limit=100):
            assert article.text.count("수조는") == 12  # no half article
    zygote.stdin.write("go\n")
    zygote.stdin.flush()
    worker = int(zygote.stdout.readline())
    wait_until(lambda: not any(path.is_file() for path in inbox.iterdir()))
    wait_until(lambda: shelf.backlog.waiting() == Waiting(articles=0, passages=0))
    kill(worker, signal.SIGKILL)

    assert shelf.library.count() == total
    assert not list((inbox / "refused").iterdir())
    passages = shelf.library.passages(range(10_000))
    words = shelf.search.indexes.words()
    assert words is not None
    terms = {"morphemes": ["수조"], "trigrams": [], "title": []}
    found = Counter(one for one, _ in words.search(terms, limit=10_000))
    assert found == Counter(passages.keys())  # each passage once, and no other
    generation = shelf.backlog.generation("vectors")
    assert generation is not None
    folder = folder_of(shelf.indexes_folder, "vectors", generation[0])
    near = vectors.VectorIndex(folder).search(LetterEncoder().question("수조"), limit=10_000)
    assert {one for one, _ in near} == set(passages)
