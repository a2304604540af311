"""How many questions a home answers when several are asked at once, and where the CPU time goes.

So many threads as are named ask ``Desk.ask``, each its next question as soon as it has an answer.
Every part below the desk tells its own CPU time, without that of the parts it calls.
"""

import argparse
import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import wraps
from itertools import cycle, islice
from pathlib import Path
from typing import Any, Final

from benchmarks.machine import memory, percentiles, processor
from benchmarks.synthetic import Press
from bot.app import App, utc_now
from config.settings import Settings
from retrieval.desk import Desk
from retrieval.search import Search

_WARM_UP: Final = 40
#: Asked again from the beginning when they are used up.
_QUESTIONS: Final = 6000
#: What is neither of the named parts: Python that understands, ranks and decides.
_PYTHON: Final = "Python"


class Shares:
    """CPU seconds of each part, over all threads; a part does not count what it calls."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._local = threading.local()
        self._lock = threading.Lock()

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Count what this thread does within as done by ``name``."""
        started, outer = time.thread_time(), getattr(self._local, "inner", 0.0)
        self._local.inner = 0.0
        try:
            yield
        finally:
            took = time.thread_time() - started
            with self._lock:
                self.seconds[name] += took - self._local.inner
            self._local.inner = outer + took


class _Told:
    """Stands before a part and tells its time; ``within`` names methods that give other parts."""

    def __init__(self, part: Any, name: str, shares: Shares, **within: str) -> None:
        self._part = part
        self._name = name
        self._shares = shares
        self._within = within

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._part, name)
        if not callable(found):
            return found
        inner = self._within.get(name)

        @wraps(found)
        def timed(*given: Any, **named: Any) -> Any:
            with self._shares.part(self._name):
                result = found(*given, **named)
            return _Told(result, inner, self._shares) if inner and result is not None else result

        return timed


def told(part: Any, name: str, shares: Shares, **within: str) -> Any:
    """Return ``part`` telling its time as ``name``."""
    return _Told(part, name, shares, **within)


def told_desk(app: App, shares: Shares) -> Desk:
    """Wire the desk as ``App`` does, of parts that tell their time."""
    analyser = told(app.analyser.get(), "Kiwi", shares)
    encoder = told(app.encoder.get(), "encoding", shares)
    library = told(app.library, "SQLite", shares)
    indexes = told(app.search.indexes, "SQLite", shares, words="tantivy", vectors="vectors")
    names = told(app.names, "SQLite", shares)
    search = Search(indexes, library=library, names=names, analyser=lambda: analyser)
    return Desk(search, library=library, analyser=lambda: analyser, encoder=lambda: encoder)


def measure(app: App, questions: Iterator[str], *, threads: int, seconds: float) -> dict[str, Any]:
    """Ask with so many threads for so many seconds."""
    shares = Shares()
    desk = told_desk(app, shares)
    next_one = threading.Lock()
    until = time.perf_counter() + seconds

    def ask() -> list[float]:
        took: list[float] = []
        while (started := time.perf_counter()) < until:
            with next_one:
                question = next(questions)
            with shares.part(_PYTHON):
                desk.ask(question, now=utc_now(), zone=app.zone)
            took.append((time.perf_counter() - started) * 1000)
        return took

    begun, cpu_s = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(threads) as pool:
        took = [
            one for asked in [pool.submit(ask) for _ in range(threads)] for one in asked.result()
        ]
    cpu_s = time.process_time() - cpu_s
    lasted_s = time.perf_counter() - begun
    parts = dict(shares.seconds.most_common())
    return {
        "threads": threads,
        "questions_per_s": round(len(took) / lasted_s, 1),
        "ms": percentiles(took),
        "cpu_ms_a_question": round(1000 * cpu_s / len(took), 1),
        "cores_used": round(cpu_s / lasted_s, 2),
        "of_it_ms": {name: round(1000 * one / len(took), 1) for name, one in parts.items()},
        "other_threads_ms": round(1000 * (cpu_s - sum(parts.values())) / len(took), 1),
        "resident_mb": (memory() or {}).get("resident"),
    }


def _questions(file: Path | None, seed: int) -> list[str]:
    if file is None:
        press = Press(seed=seed)
        return [press.question(one) for one in islice(press.articles(), _QUESTIONS)]
    return [one for one in file.read_text(encoding="utf-8").splitlines() if one.strip()]


def main() -> None:
    """Measure a home that is indexed already (``benchmarks.scale --home``)."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.throughput", description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2, 4, 8, 16])
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--questions", type=Path, help="one a line, in place of synthetic ones")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    questions = _questions(options.questions, options.seed)
    # Each is asked once while they last: what is remembered of the same question flatters.
    waiting = cycle(questions[_WARM_UP:])
    app = App(Settings(home=options.home, _env_file=None))  # type: ignore[call-arg]
    try:
        for question in questions[:_WARM_UP]:
            told_desk(app, Shares()).ask(question, now=utc_now(), zone=app.zone)
        print(json.dumps(processor()), file=sys.stderr)
        for threads in options.threads:
            found = measure(app, waiting, threads=threads, seconds=options.seconds)
            print(json.dumps(found), flush=True)
    finally:
        app.close()


if __name__ == "__main__":
    main()
