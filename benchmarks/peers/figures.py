"""From what the programs found to the figures of the table; pure."""

from collections.abc import Mapping, Sequence
from statistics import mean, median
from typing import Any, Final

from benchmarks.corpus import Asked
from benchmarks.peers.engine import Found

#: About one of Haystack's pieces of 200 Korean words: what a person may be expected to read.
FIRST_CHARS: Final = 820


def judged(
    asked: Sequence[Asked], found: Sequence[Found], texts: Mapping[str, str]
) -> dict[str, Any]:
    """Return shares in percent; ``texts`` are the articles by file name.

    ``first``, ``in_five``: the right article among those found, each counted once.
    ``first_or_equal``: the first article is the right one, or holds the answer too.
    ``answer``: it stands, white space aside, in the first ``FIRST_CHARS`` characters of what is
    returned, of the questions whose answer stands in the article at all.
    ``chars``: the mean length of what is returned. ``nothing``: nothing is returned.
    """
    pairs = list(zip(asked, found, strict=True))
    order = [list(dict.fromkeys(it.files)) for it in found]
    ranked = list(zip(asked, order, strict=True))
    verbatim = [
        (one, it) for one, it in pairs if _holds(texts.get(one.article or "", ""), one.answer)
    ]
    return {
        "questions": len(asked),
        "first": _percent([files[:1] == [one.article] for one, files in ranked]),
        "first_or_equal": _percent(
            [
                files[:1] == [one.article]
                or any(_holds(texts[file], one.answer) for file in files[:1])
                for one, files in ranked
            ]
        ),
        "in_five": _percent([one.article in files[:5] for one, files in ranked]),
        "answer": _percent(
            [_holds("\n".join(it.pieces)[:FIRST_CHARS], one.answer) for one, it in verbatim]
        ),
        "chars": round(mean(len("\n".join(it.pieces)) for it in found)),
        "nothing": _percent([not it.pieces for it in found]),
    }


def table(runs: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """Return a row for each way of each program: medians of times over its runs.

    Quality is that of the first run; it is the same in all.
    """
    rows = []
    for name, figures in runs.items():
        for way, first in figures[0]["ways"].items():
            times = [run["ways"][way] for run in figures]
            rows.append(
                {
                    "program": f"{name}, {way}",
                    "vectors": figures[0]["vectors"],
                    "articles_per_s": _rate(figures, "ingest_s"),
                    "articles_per_cpu_s": _rate(figures, "ingest_cpu_s"),
                    **{
                        f"{kind}_{share}": round(median(run[kind][share] for run in times), 1)
                        for kind in ("ms", "cpu_ms")
                        for share in ("p50", "p95")
                    },
                    **{
                        key: first[key]
                        for key in (
                            "first",
                            "first_or_equal",
                            "in_five",
                            "answer",
                            "chars",
                            "nothing",
                        )
                    },
                    "resident_mb": _memory(figures, "resident"),
                    "peak_mb": _memory(figures, "peak"),
                }
            )
    return rows


def _rate(runs: Sequence[Mapping[str, Any]], seconds: str) -> float:
    rate: float = median(run["articles"] / run[seconds] for run in runs)
    return round(rate, 1)


def _memory(runs: Sequence[Mapping[str, Any]], kind: str) -> int | None:
    sizes = [run["resident_mb"] for run in runs]
    return None if None in sizes else round(median(size[kind] for size in sizes))


def _holds(text: str, answer: str) -> bool:
    return bool(answer) and "".join(answer.split()) in "".join(text.split())


def _percent(claims: Sequence[bool]) -> float | None:
    return round(100 * mean(claims), 1) if claims else None
