"""How well the article is found in saved texts: ``python -m benchmarks.extraction``.

Prints one JSON object: the figures over synthetic captures (of all sheets, and of those held out
while the extractor was mended), the real captures where they are beside the project, and captures
a second on one core.
"""

import argparse
import json
import multiprocessing
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean
from typing import Any, Final

from store.article import Extracted, Published, Refused
from store.extract.archive import MAX_BYTES
from store.extract.article import extract
from tests.synthetic_news.captures import HELD_OUT, SHEETS, Capture, captures

_REAL: Final = Path(__file__).resolve().parents[2] / "shared" / "articles"
_SEED: Final = 20_260_101
_EACH: Final = 40
_TIMED: Final = 400
#: As in the benchmark that the measure is from.
_SHINGLE: Final = 4
#: A letter of a script without spaces is a token, elsewhere a word is.
_TOKEN: Final = re.compile(r"[぀-ヿ一-鿿가-힣]|[^\W぀-ヿ一-鿿가-힣]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How one capture was read. A date is wrong when it contradicts the true one, or none is."""

    sheet: str
    body_f1: float
    title: bool
    date_right: bool
    date_wrong: bool
    publisher: bool
    author: bool


def body_f1(found: Sequence[str], true: Sequence[str]) -> float:
    """F1 over the multisets of runs of four tokens, from 0 to 1.

    The measure of github.com/scrapinghub/article-extraction-benchmark (evaluate.py), with letters
    for tokens in Chinese, Japanese and Korean.
    """
    ours, theirs = _shingles(found), _shingles(true)
    common = (ours & theirs).total()
    return 2 * common / max(1, ours.total() + theirs.total())


def _shingles(paragraphs: Sequence[str]) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall("\n".join(paragraphs))
    last = max(1, len(tokens) - _SHINGLE + 1)
    return Counter(tuple(tokens[at : at + _SHINGLE]) for at in range(last))


def score(capture: Capture) -> Score:
    """Read ``capture`` and compare with its truth."""
    found, true = extract(capture.text.encode(), "capture.txt"), capture.truth
    if isinstance(found, Refused):
        found = Extracted(title=None, title_source="derived", paragraphs=())
    return Score(
        sheet=capture.sheet,
        body_f1=body_f1(found.paragraphs, true.paragraphs),
        title=_same(found.title, true.title),
        date_right=found.published == true.published,
        date_wrong=found.published is not None and _contradicts(found.published, true.published),
        publisher=found.publisher == true.publisher,
        author=found.author == true.author,
    )


def _same(found: str | None, true: str | None) -> bool:
    return "".join((found or "").split()) == "".join((true or "").split())


def _contradicts(found: Published, true: Published | None) -> bool:
    if true is None or "minute" == found.precision == true.precision:
        return found != true
    shared = min(len(found.iso), len(true.iso))
    return found.iso[:shared] != true.iso[:shared]


def summary(scores: Iterable[Score]) -> dict[str, float]:
    """Shares and means of ``scores``, to four digits."""
    rows = [asdict(one) for one in scores]
    shares = {
        name: round(mean(row[name] for row in rows), 4)
        for name in ("title", "date_right", "date_wrong", "publisher", "author")
    }
    f1 = [row["body_f1"] for row in rows]
    return {
        "captures": len(f1),
        "body_f1": round(mean(f1), 4),
        "lowest": round(min(f1), 4),
    } | shares


def real(folder: Path) -> dict[str, dict[str, Any]]:
    """Read the captures in ``folder`` against their ``gold.json``: F1, and fields that differ."""
    return {
        gold["file"]: _real(gold, (folder / gold["file"]).read_bytes())
        for gold in json.loads((folder / "gold.json").read_text())
    }


def _real(gold: Mapping[str, Any], data: bytes) -> dict[str, Any]:
    found, text = extract(data, gold["file"]), data.decode()
    if isinstance(found, Refused):
        return {"refused": found.reason}
    true = sorted([*gold["paragraphs"], *gold["headings"]], key=text.index)
    read = {
        "title": found.title,
        "publisher": found.publisher,
        "author": found.author,
        "published": found.published and found.published.iso,
    }
    return {
        "body_f1": round(body_f1(found.paragraphs, true), 4),
        "differs": {name: value for name, value in read.items() if value != gold[name]},
    }


def _speed(texts: Sequence[bytes]) -> float:
    start = time.process_time()
    for text in texts:
        extract(text, "capture.txt")
    return round(len(texts) / (time.process_time() - start), 1)


#: Shapes that cost a pattern the most, each repeated until it fills the largest file allowed.
_HEAVY: Final = {
    "one line of sentences": "가온시는 올해 예산을 늘리기로 했다고 3일 밝혔다. ",
    "one word": "a",
    "brackets": "[서울=",
    "stamps": "입력 2024.05.01 10:20 ",
    "quotes": "“가",
    "names": "홍길동 임꺽정 김철수 기자 ",
    "short lines": "가나다\n",
    "long lines": "가" * 400 + "\n",
    "long words": "a" * 1_200 + "\n",
}


def _heavy() -> dict[str, dict[str, float]]:
    """Seconds and megabytes that the heaviest files of 10 MB take, each in a process of its own."""
    spawn = multiprocessing.get_context("spawn")
    with spawn.Pool(1, maxtasksperchild=1) as pool:
        return dict(zip(_HEAVY, pool.map(_weigh, _HEAVY.values(), chunksize=1), strict=True))


def _weigh(shape: str) -> dict[str, float]:
    unit = shape.encode()
    data = unit * (MAX_BYTES // len(unit))
    before, start = _peak_mb(), time.process_time()
    extract(data, "capture.txt")
    return {"seconds": round(time.process_time() - start, 2), "mb": round(_peak_mb() - before)}


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # KiB on Linux


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=_SEED)
    parser.add_argument("--each", type=int, default=_EACH, help="captures of each sheet")
    parser.add_argument("--heavy", action="store_true", help="also files of 10 MB")
    options = parser.parse_args(arguments)
    made = list(captures(seed=options.seed, each=options.each))
    scores = [score(one) for one in made]
    by_sheet = {name: summary(one for one in scores if one.sheet == name) for name in SHEETS}
    report = {
        "all": summary(scores),
        "held_out": summary(one for one in scores if one.sheet in HELD_OUT),
        "sheets": by_sheet,
        "real": real(_REAL) if _REAL.is_dir() else None,
        "captures_a_second": _speed([one.text.encode() for one in made[:_TIMED]]),
        "heavy": _heavy() if options.heavy else None,
    }
    json.dump(report, sys.stdout, ensure_ascii=False, indent=1)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
