"""Finding, quoting and declining on a folder of ``articles/`` and ``questions.jsonl``.

``article``, ``passage`` and ``answer_in`` are measured before the decision to decline, the rest
with it, at the shipped threshold. Shares are in percent. Questions marked as absent that another
article of the folder answers do not count (``benchmarks/sets/absent-answered.json``).
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import mean
from typing import Any, Final

from rich.progress import track

from benchmarks.corpus import Asked, Taken, also_answered, questions, squeezed, stocked
from bot.app import App, utc_now
from bot.reply import Message, plain_text
from retrieval import declining
from retrieval.considering import Considered

_DEPTHS: Final = (1, 5, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of one question. Ranks count from 1; 0 is not found."""

    asked: Asked
    verbatim: bool
    article_rank: int
    equal_first: bool
    passage_rank: int
    sentence_rank: int
    confidence: float
    reply_chars: int
    ms: float


def measure(app: App, asked: Sequence[Asked], *, now: datetime) -> list[Result]:
    """Ask each question at ``now`` as a person would, and look up what is known to be right."""
    texts = {article.file: article.text for article in app.library.latest(limit=1_000_000)}
    found: list[Result] = []
    for one in track(asked, "asking", disable=not sys.stderr.isatty()):
        started = time.perf_counter()
        reply = app.conversation.reply(
            Message(channel="benchmark", chat=str(len(found)), text=one.question), now=now
        )
        ms = (time.perf_counter() - started) * 1000
        considered = app.desk.consider(app.desk.understand(one.question, now=now, zone=app.zone))
        found.append(_judged(one, considered, texts, len(plain_text(reply)), ms))
    return found


def _judged(
    asked: Asked, considered: Considered, texts: dict[str, str], reply_chars: int, ms: float
) -> Result:
    answer = squeezed(asked.answer)
    files = list(dict.fromkeys(hit.article.file for hit in considered.hits))
    in_named = answer in squeezed(texts.get(asked.article or "", ""))
    passages = [answer in squeezed(hit.passage.text) for hit in considered.hits]
    sentences = [answer in squeezed(one.text) for one in considered.ranked]
    first = files[0] if files else ""
    return Result(
        asked=asked,
        verbatim=in_named if asked.verbatim is None else asked.verbatim,
        article_rank=files.index(asked.article) + 1 if asked.article in files else 0,
        equal_first=first == asked.article
        or first in asked.also
        or bool(answer and answer in squeezed(texts.get(first, ""))),
        passage_rank=passages.index(True) + 1 if True in passages else 0,
        sentence_rank=sentences.index(True) + 1 if True in sentences else 0,
        confidence=considered.confidence,
        reply_chars=reply_chars,
        ms=ms,
    )


def summary(results: Sequence[Result], taken: Taken) -> dict[str, Any]:
    """Return the figures of all results."""
    answerable = [one for one in results if one.asked.article is not None]
    absent = [
        one
        for one in results
        if one.asked.article is None and not also_answered(one.asked.question)
    ]
    verbatim = [one for one in answerable if one.verbatim]
    ms = sorted(one.ms for one in results)
    article = _ranked([one.article_rank for one in answerable])
    article["r1_or_equal"] = _percent([one.equal_first for one in answerable])
    return {
        "articles": taken.articles,
        "questions": len(results),
        "article": article,
        "passage": _ranked([one.passage_rank for one in verbatim]),
        "answer_in": {
            f"s{depth}": _percent([0 < one.sentence_rank <= depth for one in verbatim])
            for depth in (1, 2, 3)
        },
        "answered_kept": _percent([one.confidence >= declining.THRESHOLD for one in answerable]),
        "absent_declined": _percent([one.confidence < declining.THRESHOLD for one in absent]),
        "auroc": _auroc([one.confidence for one in answerable], [one.confidence for one in absent]),
        "reply_chars": round(mean(one.reply_chars for one in results), 1),
        "ms": {"p50": _quantile(ms, 0.50), "p95": _quantile(ms, 0.95)},
        "ingest": {
            "articles_per_s": round(taken.articles / taken.words_s, 1),
            "passages_per_cpu_s": round(taken.passages / max(taken.vectors_cpu_s, 1e-9), 1),
        },
    }


def _ranked(ranks: Sequence[int]) -> dict[str, float | None]:
    figures = {f"r{depth}": _percent([0 < rank <= depth for rank in ranks]) for depth in _DEPTHS}
    reciprocal = [1 / rank if 0 < rank <= 10 else 0.0 for rank in ranks]
    return figures | {"mrr10": round(100 * mean(reciprocal), 1) if reciprocal else None}


def _auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """Return the chance that an answerable question has the higher confidence."""
    if not positive or not negative:
        return None
    wins = sum((p > n) + (p == n) / 2 for p in positive for n in negative)
    return round(wins / (len(positive) * len(negative)), 3)


def _quantile(ascending: Sequence[float], share: float) -> float:
    return round(ascending[min(int(share * len(ascending)), len(ascending) - 1)], 1)


def _percent(claims: Sequence[bool]) -> float | None:
    return round(100 * mean(claims), 1) if claims else None


def main() -> None:
    """Run the benchmark on a folder."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", action="store_true", help="write the figures as JSON")
    parser.add_argument("--now", type=datetime.fromisoformat, default=utc_now(), metavar="ISO")
    parser.add_argument("--models", type=Path, help="folder of models made before")
    options = parser.parse_args()
    asked = questions(options.folder / "questions.jsonl")
    with stocked([options.folder / "articles"], models=options.models) as (app, taken):
        figures = summary(measure(app, asked, now=options.now), taken)
    print(json.dumps(figures, indent=None if options.json else 2, ensure_ascii=False))


if __name__ == "__main__":
    main()
