"""Reads a folder of articles with questions, and takes the articles in as a person would."""

import hashlib
import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from bot.app import App
from bot.taking_in import wait_until_found
from config.settings import Settings
from store.ingest import files_below

#: Our own sets of questions.
SETS: Final = Path(__file__).resolve().parent / "sets"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with its known answer; ``article`` is None when the store cannot answer it.

    ``also`` names other articles that answer it, ``verbatim`` tells whether the answer's
    characters stand in the article (None: not said).
    """

    question: str
    answer: str
    article: str | None
    also: tuple[str, ...] = ()
    verbatim: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """How fast the articles went in: wall seconds until found by words, then the vectors."""

    articles: int
    passages: int
    words_s: float
    vectors_cpu_s: float


def questions(path: Path) -> tuple[Asked, ...]:
    """Read ``questions.jsonl``."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line)
    return tuple(
        Asked(
            question=row["question"],
            answer=row["answer"],
            article=row["article"],
            also=tuple(row.get("also", ())),
            verbatim=row.get("verbatim"),
        )
        for row in rows
    )


@contextmanager
def stocked(
    articles: Sequence[Path], *, models: Path | None = None, kept: Path | None = None
) -> Iterator[tuple[App, Taken]]:
    """Give an app over a home that holds the articles, found by words and by meaning.

    ``models`` is a folder of models to use in place of making one. The home is a fresh one, or
    ``kept``, where what was taken in before is not taken in again.
    """
    fresh = tempfile.TemporaryDirectory(prefix="sosik-benchmark-")
    with nullcontext(kept) if kept else fresh as folder:
        home = Path(folder)
        home.mkdir(parents=True, exist_ok=True)
        if models is not None and not (home / "models").exists():
            (home / "models").symlink_to(models.absolute())
        app = App(Settings(home=home, _env_file=None))  # type: ignore[call-arg]
        try:
            yield app, _take_in(app, articles)
        finally:
            app.close()


def _take_in(app: App, articles: Sequence[Path]) -> Taken:
    app.analyser.get()
    started = time.monotonic()
    for path in files_below(articles):
        for _ in app.ingest.bring(path):
            pass
    wait_until_found(app, None, by_meaning=False, progress=lambda _: None)
    words_s = time.monotonic() - started
    app.encoder.get()
    passages = app.backlog.waiting().passages
    cpu = time.process_time()
    wait_until_found(app, None, by_meaning=True, progress=lambda _: None)
    return Taken(
        articles=app.library.count(),
        passages=passages,
        words_s=words_s,
        vectors_cpu_s=time.process_time() - cpu,
    )


def held_out(question: str) -> bool:
    """Tell whether ``question`` is of the half that is only reported on, chosen by its text."""
    return hashlib.sha256(question.encode()).digest()[0] % 2 == 1


def also_answered(question: str) -> tuple[str, ...]:
    """Name the articles that answer a question of news-ko which is marked as absent there."""
    return _also_answered().get(hashlib.sha256(question.encode()).hexdigest(), ())


@cache
def _also_answered() -> dict[str, tuple[str, ...]]:
    path = SETS / "absent-answered.json"
    found = json.loads(path.read_text(encoding="utf-8"))
    return {question: tuple(files) for question, files in found.items()}


def squeezed(text: str) -> str:
    """Return ``text`` without white space."""
    return "".join(text.split())
