"""Recall, speed and size of the vector search alone: against exact cosines in single precision.

The vectors are noisy mixtures of 20,000 that were really encoded: of the passages of
``../shared/eval`` where it is present, then of synthetic news. The questions are those of the same
folder, else synthetic ones. Encoding takes a quarter of an hour on one core; ``--known`` keeps it.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.corpus import questions as asked_in
from benchmarks.machine import megabytes, memory, percentiles, processor
from benchmarks.synthetic import Press
from retrieval import vectors
from retrieval.bundled import bundled_model
from retrieval.encoder import Encoder, SentenceEncoder, Vectors
from retrieval.search import DEPTH, DEPTH_WITHIN
from retrieval.vectors import VectorIndex
from store.article import Extracted
from store.ingest import articles_in, files_below
from store.passages import split

#: Passages really encoded, and questions.
KNOWN: Final = 20_000
QUESTIONS: Final = 200
SHARED: Final = Path("../shared/eval")
#: Best passages that are looked for.
DEPTHS: Final = (10, DEPTH, DEPTH_WITHIN)
#: Rows made, and compared with the questions, in one step: 31 MB.
AT_ONCE: Final = 20_000
_ENCODED_AT_ONCE: Final = 256
_WARM_UP: Final = 20
#: Length of the noise in a mixture, which then has a cosine of .95 with what it was mixed from.
_NOISE: Final = 0.33


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was really encoded, and the name of the encoder."""

    passages: Vectors
    questions: Vectors
    encoder: str


def known(encoder: Encoder, *, file: Path | None, seed: int) -> Known:
    """Read what was encoded from ``file``, or encode it and keep it there."""
    if file is not None and file.exists():
        with np.load(file) as kept:
            found = Known(
                passages=kept["passages"],
                questions=kept["questions"],
                encoder=str(kept["encoder"]),
            )
        if found.encoder == encoder.name and len(found.passages) >= KNOWN:
            return found
    texts = list(islice(passages(seed), KNOWN))
    made = Known(
        passages=np.concatenate(
            [
                encoder.passages(texts[start : start + _ENCODED_AT_ONCE])
                for start in range(0, KNOWN, _ENCODED_AT_ONCE)
            ]
        ),
        questions=np.stack([encoder.question(one) for one in questions(seed)]),
        encoder=encoder.name,
    )
    if file is not None:
        np.savez(file, passages=made.passages, questions=made.questions, encoder=made.encoder)
    return made


def passages(seed: int) -> Iterator[str]:
    """Yield passages without end as they are encoded: real ones, then synthetic ones."""
    folders = [folder / "articles" for folder in sorted(SHARED.glob("*/"))]
    real = (
        article
        for path in files_below([folder for folder in folders if folder.exists()])
        for _, article in articles_in(path, now=datetime.now(UTC))
        if isinstance(article, Extracted)
    )
    for article in chain(real, Press(seed=seed).articles()):
        text = "\n\n".join(article.paragraphs)
        for start, end in split(text):
            yield f"{article.title}\n{text[start:end]}" if article.title else text[start:end]


def questions(seed: int) -> list[str]:
    """Return questions evenly from all real ones, else synthetic ones."""
    files = sorted(SHARED.glob("*/questions.jsonl"))
    real = [one.question for file in files for one in asked_in(file)]
    if real:
        return real[:: len(real) // QUESTIONS][:QUESTIONS]
    press = Press(seed=seed)
    return [press.question(article) for article in islice(press.articles(), QUESTIONS)]


def mixtures(known: Vectors, count: int, random: np.random.Generator) -> Vectors:
    """Return ``count`` unit vectors, each a mixture of three of ``known`` with noise."""
    shares = random.dirichlet((1.0, 1.0, 1.0), count).astype(np.float32)
    chosen = known[random.integers(len(known), size=(count, 3))]
    mixed = np.einsum("nk,nkd->nd", shares, chosen)
    mixed /= np.linalg.norm(mixed, axis=1, keepdims=True)
    mixed += random.standard_normal(mixed.shape, np.float32) * _NOISE / mixed.shape[1] ** 0.5
    unit: Vectors = mixed / np.linalg.norm(mixed, axis=1, keepdims=True)
    return unit


class Nearest:
    """The passages nearest to each question, by exact cosines in single precision."""

    def __init__(self, questions: Vectors) -> None:
        self._questions = questions
        self._ids = np.empty((len(questions), 0), np.int64)
        self._cosines = np.empty((len(questions), 0), np.float32)

    def add(self, ids: Iterable[int], rows: Vectors) -> None:
        """Compare further passages with the questions."""
        all_ids = np.fromiter(ids, np.int64, len(rows))
        every = np.broadcast_to(all_ids, (len(self._questions), len(rows)))
        cosines = np.hstack([self._cosines, self._questions @ rows.T])
        most = min(max(DEPTHS), cosines.shape[1])
        best = np.argpartition(-cosines, most - 1, axis=1)[:, :most]
        self._cosines = np.take_along_axis(cosines, best, 1)
        self._ids = np.take_along_axis(np.hstack([self._ids, every]), best, 1)

    def recall(self, index: VectorIndex) -> dict[str, float]:
        """Return for each depth the mean share of the nearest that ``index`` finds."""
        found, order = {}, np.argsort(-self._cosines, axis=1)
        best_first = np.take_along_axis(self._ids, order, 1)
        for depth in DEPTHS:
            shares = []
            for question, ids in zip(self._questions, best_first, strict=True):
                hits = {one for one, _ in index.search(question, limit=depth)}
                nearest = ids[:depth].tolist()
                shares.append(len(hits.intersection(nearest)) / len(nearest))
            found[f"at_{depth}"] = round(float(np.mean(shares)), 4)
        return found


def timed(index: VectorIndex, questions: Vectors, *, depth: int) -> dict[str, float]:
    """Return the percentiles of a search in ms, by the clock and of all the process's CPU time."""
    wall, cpu = [], []
    for question in chain(questions[:_WARM_UP], questions):
        started, busy = time.perf_counter(), time.process_time()
        index.search(question, limit=depth)
        cpu.append((time.process_time() - busy) * 1000)
        wall.append((time.perf_counter() - started) * 1000)
    of_cpu = {f"cpu_{name}": value for name, value in percentiles(cpu[_WARM_UP:]).items()}
    return percentiles(wall[_WARM_UP:]) | of_cpu


def measure(folder: Path, given: Known, *, rows: int, seed: int) -> dict[str, Any]:
    """Fill an index in ``folder`` and search it."""
    machine, random, nearest = processor(), np.random.default_rng(seed), Nearest(given.questions)
    vectors.create(folder, dimensions=given.passages.shape[1])
    filling = 0.0
    for start in range(0, rows, AT_ONCE):
        ids = range(start + 1, min(rows, start + AT_ONCE) + 1)
        batch = mixtures(given.passages, len(ids), random)
        nearest.add(ids, batch)
        filling -= time.process_time()
        vectors.append(folder, ids, batch)
        filling += time.process_time()
    checking = time.process_time()
    vectors.keep_only(folder, range(1, rows + 1))
    checking = time.process_time() - checking
    index = VectorIndex(folder)
    return {
        "rows": rows,
        "known": len(given.passages),
        "questions": len(given.questions),
        "processor": machine,
        "recall": nearest.recall(index),
        "ms": {f"best_{depth}": timed(index, given.questions, depth=depth) for depth in DEPTHS},
        "filling_cpu_s": round(filling, 1),
        "checked_and_sketched_cpu_s": round(checking, 1),
        "disk_mb": {file.name: megabytes(file) for file in sorted(folder.iterdir())},
        "memory_mb": memory(),
    }


def main() -> None:
    """Run the benchmark in a folder that is deleted afterwards."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.vectors", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--known", type=Path, help="keep here what was really encoded (.npz)")
    parser.add_argument("--models", type=Path, help="folder of models made before")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sosik-vectors-") as folder:
        model = bundled_model(options.models or Path(folder) / "models")
        encoder = SentenceEncoder(model, threads=0)
        given = known(encoder, file=options.known, seed=options.seed)
        figures = measure(Path(folder) / "index", given, rows=options.rows, seed=options.seed)
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
