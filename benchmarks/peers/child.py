"""One program in a process of its own: ``python -m benchmarks.peers.child NAME FOLDER MODEL``.

Writes its figures to standard output as one line of JSON.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.corpus import Asked, questions
from benchmarks.machine import memory, percentiles
from benchmarks.peers.engine import Ask, Engine
from benchmarks.peers.figures import judged

#: Asked before anything is timed.
_WARM_UP: Final = 5


def opened(name: str, home: Path, model: Path, *, words: int, threads: int) -> Engine:
    """Load one of the programs; those not asked for need not be installed."""
    if name == "sosik":
        from benchmarks.peers.with_sosik import Sosik

        return Sosik(home, model=model, threads=threads)
    if name == "txtai":
        from benchmarks.peers.with_txtai import Txtai

        return Txtai(model=model, words=words)
    from benchmarks.peers.with_haystack import Haystack

    return Haystack(model=model, words=words)


def measure(engine: Engine, articles: Sequence[Path], asked: Sequence[Asked]) -> dict[str, Any]:
    """Take the articles in and ask every question in every way."""
    wall, cpu = time.perf_counter(), time.process_time()
    vectors = engine.take_in(articles)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    texts = {path.name: path.read_text(encoding="utf-8") for path in articles}
    return {
        "articles": len(articles),
        "vectors": vectors,
        "ingest_s": round(wall, 1),
        "ingest_cpu_s": round(cpu, 1),
        "resident_mb_taken_in": memory(),
        "ways": {name: _asked(ask, asked, texts) for name, ask in engine.ways().items()},
        "resident_mb": memory(),
    }


def _asked(ask: Ask, asked: Sequence[Asked], texts: dict[str, str]) -> dict[str, Any]:
    for one in asked[:_WARM_UP]:
        ask(one.question)
    found, ms, cpu_ms = [], [], []
    for one in asked:
        wall, cpu = time.perf_counter(), time.process_time()
        found.append(ask(one.question))
        ms.append((time.perf_counter() - wall) * 1000)
        cpu_ms.append((time.process_time() - cpu) * 1000)
    return judged(asked, found, texts) | {"ms": percentiles(ms), "cpu_ms": percentiles(cpu_ms)}


def main() -> None:
    """Run one program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=("sosik", "txtai", "haystack"))
    parser.add_argument("folder", type=Path, help="articles/ and questions.jsonl")
    parser.add_argument("model", type=Path, help="the encoder's folder")
    parser.add_argument("--words", type=int, default=200)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--limit", type=int, help="only so many articles and their questions")
    options = parser.parse_args()
    output = os.dup(1)
    os.dup2(2, 1)  # what the libraries print is no figure
    articles = sorted((options.folder / "articles").iterdir())[: options.limit]
    names = {path.name for path in articles}
    asked = [one for one in questions(options.folder / "questions.jsonl") if one.article in names]
    with tempfile.TemporaryDirectory(prefix="sosik-benchmark-") as folder:
        started = time.perf_counter()
        engine = opened(
            options.name,
            Path(folder),
            options.model,
            words=options.words,
            threads=options.threads,
        )
        load_s = round(time.perf_counter() - started, 1)
        figures = {"load_s": load_s} | measure(engine, articles, asked)
        del engine
    with os.fdopen(output, "w", encoding="utf-8") as line:
        line.write(json.dumps(figures) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
