"""Speed, sizes and memory with many passages of synthetic text (``benchmarks.synthetic``).

The first articles go the whole way: read from files, extracted, stored, analysed, indexed and,
for a few hundred passages, encoded. What comes after only fills the indexes: its words are
analysed stem by stem and remembered, its vectors are noisy mixtures of those that were really
encoded (``benchmarks.vectors``); ten thousand real ones take six minutes.
"""

import argparse
import json
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from functools import lru_cache
from itertools import islice
from pathlib import Path
from statistics import mean
from typing import Any, Final, TypeVar
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray
from rich.progress import Progress

from benchmarks.machine import megabytes, memory, percentiles, processor
from benchmarks.synthetic import ENDINGS, Press
from benchmarks.vectors import AT_ONCE, KNOWN, Known, Nearest, known, mixtures
from bot.app import App, utc_now
from config.settings import Settings
from retrieval import vectors
from retrieval.indexer import WORDS_BATCH, Indexer
from retrieval.morphemes import Analyser
from retrieval.search import DEPTH
from retrieval.vectors import VectorIndex
from store.article import Extracted

#: Passages that go the whole way, and those of them that are really encoded.
WHOLE_WAY: Final = 10_000
ENCODED: Final = 512
QUESTIONS: Final = 200
_WARM_UP: Final = 20
_WORD: Final = re.compile(rf'"?([\d,]*)(\S*?)(?:{"|".join(ENDINGS)})?["”.]*(?:\s|$)')

Given = TypeVar("Given")


class ByStem(Analyser):
    """Analyses each stem by itself and remembers it: three of four terms are those of the whole
    text's analysis, as many in all, and so the index has the same shape; eight times sooner.
    """

    def __init__(self, analyser: Analyser) -> None:
        self._stem = lru_cache(maxsize=1_000_000)(lambda stem: tuple(analyser.morphemes(stem)))

    def morphemes(self, text: str) -> list[str]:
        """Return the meaningful morphemes of ``text`` in order."""
        return [
            morpheme
            for number, stem in _WORD.findall(text)
            for morpheme in (*((number,) if number else ()), *self._stem(stem))
        ]


def measure(app: App, *, passages: int, seed: int, kept: Path | None) -> dict[str, Any]:
    """Bring the home up to ``passages`` passages and measure it.

    A home that was measured before is gone on with; only what is new to it is brought. ``kept`` is
    where what was really encoded is kept; without it, and for few passages, those of the home do.
    """
    machine = processor()
    analyser, loading = app.analyser.get(), time.perf_counter()
    app.encoder.get()
    loading = time.perf_counter() - loading
    app.indexer.acquire()
    with Progress(disable=not sys.stderr.isatty()) as bars:
        task = bars.add_task("passages", total=passages)

        def short_of(wanted: int) -> bool:
            stored = app.backlog.encoded() + app.backlog.waiting().passages
            bars.update(task, completed=stored)
            return stored < wanted

        articles = Press(seed=seed).articles()
        ingest = _bring(app, articles, short=lambda: short_of(min(passages, WHOLE_WAY)))
        _fill_words(app, articles, ByStem(analyser), short=lambda: short_of(passages))
        encoder = _encode(app)
        many = kept is not None or passages > KNOWN
        given = known(app.encoder.get(), file=kept, seed=seed) if many else _known_here(app, seed)
        _fill_vectors(app, given, seed=seed)
    return {
        "passages": app.backlog.encoded(),
        "articles": app.library.count(),
        "processor": machine,
        "ingest": ingest,
        "encoder": {"loaded_s": round(loading, 1), "passages_per_cpu_s": encoder},
        "disk_mb": _sizes(app.settings.home),
        **_asked(app, _questions(seed)),
        "memory_mb": memory(),
        "mixtures_of": len(given.passages),
        "recall": _recall(app, given),
    }


def _bring(
    app: App, articles: Iterator[Extracted], *, short: Callable[[], bool]
) -> dict[str, float] | None:
    """Take articles in from files, the whole way to being found by words."""
    before, storing_s, indexing_s, cpu_s = app.library.count(), 0.0, 0.0, 0.0
    with tempfile.TemporaryDirectory(prefix="sosik-articles-") as folder:
        while short():
            paths = [_file(Path(folder), one) for one in islice(articles, WORDS_BATCH)]
            started, cpu_s = time.perf_counter(), cpu_s - time.process_time()
            for path in paths:
                for _ in app.ingest.bring(path):
                    pass
            stored = time.perf_counter()
            while app.backlog.waiting().articles:
                app.indexer.step()
            storing_s += stored - started
            indexing_s += time.perf_counter() - stored
            cpu_s += time.process_time()
    count = app.library.count() - before
    if not count:
        return None
    return {
        "articles_per_s": round(count / (storing_s + indexing_s), 1),
        "articles_per_cpu_s": round(count / cpu_s, 1),
        "storing_ms_each": round(1000 * storing_s / count, 2),
        "indexing_ms_each": round(1000 * indexing_s / count, 2),
    }


def _file(folder: Path, article: Extracted) -> Path:
    path = folder / f"{uuid4()}.json"
    record = {
        "title": article.title,
        "text": "\n\n".join(article.paragraphs),
        "published": article.published and article.published.iso,
        "publisher": article.publisher,
    }
    path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    return path


def _fill_words(
    app: App, articles: Iterator[Extracted], analyser: Analyser, *, short: Callable[[], bool]
) -> None:
    folder = app.settings.home / "indexes"
    indexer = Indexer(
        folder,
        backlog=app.backlog,
        names=app.names,
        analyser=lambda: analyser,
        encoder=lambda: None,
    )  # the writer lock is held by app.indexer
    while short():
        for article in islice(articles, WORDS_BATCH):
            data = "\n\n".join(article.paragraphs).encode()
            app.library.add(article, data=data, file=f"{uuid4()}.txt", now=utc_now())
        indexer.step()
    while indexer.step():
        pass


def _encode(app: App) -> float | None:
    """Encode some hundred passages as the service does. Return how many a CPU-second."""
    before, cpu_s = app.backlog.encoded(), time.process_time()
    if before >= ENCODED:
        return None
    while app.backlog.encoded() < ENCODED and app.indexer.step():
        pass
    return round((app.backlog.encoded() - before) / (time.process_time() - cpu_s), 1)


def _vectors_folder(app: App) -> Path:
    folder = app.indexer.vectors_folder()
    if folder is None:
        raise RuntimeError("nothing is encoded")
    return folder


def _stored(app: App) -> tuple[NDArray[np.int64], NDArray[np.float16]]:
    """The passages of the vectors, and these, as they lie in their files."""
    folder = _vectors_folder(app)
    ids = np.fromfile(folder / "passages.i64", "<i8")
    rows = np.memmap(folder / "vectors.f16", np.float16, "r")
    return ids, rows.reshape(-1, app.encoder.get().dimensions)[: len(ids)]


def _known_here(app: App, seed: int) -> Known:
    encoder, press = app.encoder.get(), Press(seed=seed)
    asked = [press.question(one) for one in islice(press.articles(), QUESTIONS)]
    return Known(
        passages=_stored(app)[1][:ENCODED].astype(np.float32),
        questions=np.stack([encoder.question(one) for one in asked]),
        encoder=encoder.name,
    )


def _fill_vectors(app: App, given: Known, *, seed: int) -> None:
    folder, random = _vectors_folder(app), np.random.default_rng(seed)
    generation = app.backlog.generation("vectors")
    while generation and (batch := app.backlog.passages_without_vectors(limit=AT_ONCE)):
        ids = [passage.id for passage, _ in batch]
        vectors.append(folder, ids, mixtures(given.passages, len(ids), random))
        app.backlog.mark_vectors(ids, generation=generation[0])


def _recall(app: App, given: Known) -> dict[str, float]:
    """Compare with exact cosines in single precision of what is stored."""
    nearest, (ids, rows) = Nearest(given.questions), _stored(app)
    for start in range(0, len(ids), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        nearest.add(ids[part], rows[part].astype(np.float32))
    return nearest.recall(VectorIndex(_vectors_folder(app)))


def _questions(seed: int) -> list[str]:
    press = Press(seed=seed)
    return [press.question(article) for article in islice(press.articles(), QUESTIONS + _WARM_UP)]


def _asked(app: App, questions: Sequence[str]) -> dict[str, Any]:
    """Ask all questions, by each means alone and the whole way."""
    understood = [
        app.desk.understand(question, now=utc_now(), zone=app.zone) for question in questions
    ]
    encoder = app.encoder.get()
    encoded = [encoder.question(one.text) for one in understood]
    words, meaning = app.search.indexes.words(), app.search.indexes.vectors(encoder=encoder.name)
    if words is None or meaning is None:
        raise RuntimeError("nothing is indexed")
    terms = [
        {"morphemes": one.morphemes, "title": one.morphemes, "trigrams": one.trigrams}
        for one in understood
    ]
    zone = app.settings.zone
    return {
        "questions": len(questions) - _WARM_UP,
        "morphemes_a_question": round(mean(len(one.morphemes) for one in understood), 1),
        "ms": {
            "words": _timed(lambda one: words.search(one, limit=DEPTH), terms),
            "vectors": _timed(lambda one: meaning.search(one, limit=DEPTH), encoded),
            "encoding": _timed(lambda one: encoder.question(one.text), understood),
            "whole": _timed(lambda one: app.desk.ask(one, now=utc_now(), zone=zone), questions),
        },
    }


def _timed(work: Callable[[Given], object], given: Iterable[Given]) -> dict[str, float]:
    """Return the percentiles in ms by the clock, and of CPU time, which other load hardly moves.

    Only of the calling thread: the vector search of many passages has help from others.
    """
    wall, cpu = [], []
    for one in given:
        started, busy = time.perf_counter(), time.thread_time()
        work(one)
        cpu.append((time.thread_time() - busy) * 1000)
        wall.append((time.perf_counter() - started) * 1000)
    of_cpu = {f"cpu_{name}": value for name, value in percentiles(cpu[_WARM_UP:]).items()}
    return percentiles(wall[_WARM_UP:]) | of_cpu


def _sizes(home: Path) -> dict[str, float]:
    parts = {"database": "sosik.db*", "words": "indexes/words-*", "vectors": "indexes/vectors-*"}
    return {
        name: round(sum(megabytes(one) for one in home.glob(pattern)), 1)
        for name, pattern in parts.items()
    }


def main() -> None:
    """Run the benchmark over a home of its own."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--passages", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="write the figures as JSON")
    parser.add_argument("--home", type=Path, help="keep the home here, and go on with it")
    parser.add_argument("--models", type=Path, help="folder of models made before")
    parser.add_argument("--known", type=Path, help="keep here what was really encoded (.npz)")
    options = parser.parse_args()
    kept = options.home
    with nullcontext(kept) if kept else tempfile.TemporaryDirectory(prefix="sosik-scale-") as made:
        home = Path(made)
        home.mkdir(parents=True, exist_ok=True)
        if options.models and not (home / "models").exists():
            (home / "models").symlink_to(options.models.absolute())
        app = App(Settings(home=home, _env_file=None))  # type: ignore[call-arg]
        try:
            figures = measure(app, passages=options.passages, seed=options.seed, kept=options.known)
        finally:
            app.close()
    print(json.dumps(figures, indent=None if options.json else 2, ensure_ascii=False))


if __name__ == "__main__":
    main()
