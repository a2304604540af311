"""Holds the quality on samples/ above floors: exit code 1 when a figure fell.

The floors (``floors.json``) belong to the articles and questions they were measured on. When
those change, look at the figures and renew the floors knowingly, with ``--renew``.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from benchmarks.corpus import Taken, questions, stocked
from benchmarks.quality import Result, measure, summary
from retrieval.question import language_of
from store.ingest import files_below

_HERE: Final = Path(__file__).resolve().parent
ARTICLES: Final = _HERE.parent / "samples"
QUESTIONS: Final = _HERE / "samples" / "questions.jsonl"
FLOORS: Final = _HERE / "floors.json"
#: The samples are of autumn 2026; questions are asked a little later, always at the same moment.
NOW: Final = datetime(2026, 11, 22, 9, 0, tzinfo=ZoneInfo("Asia/Seoul"))
#: The figures that are held, and how far below the measured one the floor is laid: one or two
#: questions, which the rounding of another processor may turn.
SLACK: Final[Mapping[str, float]] = {
    "article.r1": 2.0,
    "article.r1_or_equal": 2.0,
    "article.r5": 2.0,
    "article.mrr10": 2.0,
    "passage.r1": 2.0,
    "passage.r5": 2.0,
    "answer_in.s1": 2.0,
    "answer_in.s3": 2.0,
    "answered_kept": 2.0,
    "absent_declined": 4.0,  # of fewer questions
    "auroc": 0.02,
}

Figures = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """A figure below its floor; None: it is no longer measured, or has no floor."""

    name: str
    floor: float | None
    measured: float | None

    def __str__(self) -> str:
        return f"{self.name} is {self.measured}, its floor {self.floor}"


def held(report: Mapping[str, Any]) -> dict[str, float]:
    """Pick the figures that are held from a ``quality.summary``."""
    found: dict[str, float] = {}
    for name in SLACK:
        value: Any = report
        for key in name.split("."):
            value = value[key]
        if value is not None:
            found[name] = value
    return found


def floors_of(figures: Figures) -> dict[str, float]:
    """Lay each floor a little under its figure."""
    return {name: round(value - SLACK[name], 3) for name, value in figures.items()}


def fallen(figures: Figures, floors: Figures) -> tuple[Fall, ...]:
    """Return the figures that are below their floor or missing, and those without a floor."""
    return tuple(
        Fall(name=name, floor=floors.get(name), measured=figures.get(name))
        for name in SLACK
        if not figures.get(name, -1.0) >= floors.get(name, float("inf"))
    )


def digest(files: Iterable[Path]) -> str:
    """Return what stands for the names and contents of ``files``, in any order."""
    parts = sorted((file.name, hashlib.sha256(file.read_bytes()).hexdigest()) for file in files)
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def run(*, models: Path | None) -> tuple[list[Result], Taken]:
    """Ask all questions of a store that holds the samples."""
    with stocked([ARTICLES], models=models) as (app, taken):
        return measure(app, questions(QUESTIONS), now=NOW), taken


def table(results: Sequence[Result], taken: Taken) -> str:
    """Lay the held figures out, of all questions and of each language's."""
    languages = sorted({language_of(one.asked.question) for one in results})
    chosen = {"all": list(results)} | {
        language: [one for one in results if language_of(one.asked.question) == language]
        for language in languages
    }
    columns = {name: held(summary(some, taken)) for name, some in chosen.items() if len(some) > 1}
    head = f"{'':<20}" + "".join(f"{f'{name} ({len(chosen[name])})':>10}" for name in columns)
    rows = (
        f"{figure:<20}" + "".join(f"{column.get(figure, '–'):>10}" for column in columns.values())
        for figure in SLACK
    )
    return "\n".join((head, *rows))


def main() -> int:
    """Measure and compare; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gate", description=__doc__)
    parser.add_argument("--renew", action="store_true", help="lay the floors anew")
    parser.add_argument("--models", type=Path, help="folder of models made before")
    options = parser.parse_args()
    corpus = digest((*files_below([ARTICLES]), QUESTIONS))
    results, taken = run(models=options.models)
    print(table(results, taken))
    figures = held(summary(results, taken))
    if options.renew:
        written = {"corpus": corpus, "floors": floors_of(figures)}
        FLOORS.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")
        return 0
    pinned = json.loads(FLOORS.read_text(encoding="utf-8"))
    if pinned["corpus"] != corpus:
        print("the samples or the questions changed: compare, then run with --renew")
        return 1
    falls = fallen(figures, pinned["floors"])
    for fall in falls:
        print(f"fell: {fall}")
    return 1 if falls else 0


if __name__ == "__main__":
    sys.exit(main())
