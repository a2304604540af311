"""Ten thousand files in the inbox: are they taken in at a steady rate, in flat memory?

Each file is a synthetic capture (``tests.synthetic_news``) and goes the whole way of the service:
read, extracted, compared with what is kept, stored, indexed by words, moved to ``done``.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

from rich.progress import Progress

from benchmarks.machine import memory, processor
from bot.app import App
from config.settings import Settings
from tests.synthetic_news.captures import captures

#: Files between two looks at the clock and at the memory.
STRETCH: Final = 1_000


def fill(folder: Path, *, files: int, seed: int) -> None:
    """Write so many captures into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, capture in enumerate(islice(_endless(seed), files)):
        (folder / f"{number:06}.txt").write_bytes(capture)


def _endless(seed: int) -> Iterator[bytes]:
    while True:
        for capture in captures(seed=seed, each=20):
            yield capture.text.encode()
        seed += 1


def measure(app: App, *, files: int, seed: int) -> Iterator[dict[str, Any]]:
    """Sweep the inbox, and yield the rates and the memory of each stretch."""
    app.inbox.prepare()
    fill(app.settings.inbox_folder, files=files, seed=seed)
    assert app.indexer.acquire()
    list(app.inbox.sweep())  # the first look only notes what is there
    started, worked = time.perf_counter(), time.process_time()
    for number, _ in enumerate(app.inbox.sweep(), start=1):
        if number % STRETCH == 0:
            taken_in = time.process_time()
            while app.indexer.index_words():
                pass
            now, work = time.perf_counter(), time.process_time()
            used = memory()
            yield {
                "files": number,
                "a_second": round(STRETCH / (now - started), 1),
                "a_cpu_second": round(STRETCH / (work - worked), 1),
                "without_indexing": round(STRETCH / (taken_in - worked), 1),
                "resident_mb": used and used["resident"],
            }
            started, worked = time.perf_counter(), time.process_time()


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Progress(disable=not sys.stderr.isatty()) as bars:
        app = App(Settings(home=Path(folder) / "home"))
        going = bars.add_task("taking in", total=options.files)
        for stretch in measure(app, files=options.files, seed=options.seed):
            print(json.dumps(stretch), flush=True)
            bars.update(going, completed=stretch["files"])
        kept = app.library.count()
        app.close()
    print(json.dumps({"articles": kept, "machine": processor()}))


if __name__ == "__main__":
    main()
