"""Whether the days that a question asks for news of are understood (``benchmarks/times.jsonl``).

A case is right when the first and the last day are those expected, or when there is no filter
where none is expected: a date of what is asked about is none.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from retrieval.answer import DateRange
from retrieval.question import language_of
from retrieval.timerange import time_range

TIMES: Final = Path(__file__).resolve().with_name("times.jsonl")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One line of the set. ``days`` is None when the question asks for no days; cases of a later
    ``batch`` were written after the code was mended for those of the batches before.
    """

    question: str
    now: datetime
    zone: ZoneInfo
    days: DateRange | None
    batch: int

    @property
    def understood(self) -> DateRange | None:
        """The days that are found in the question."""
        found = time_range(self.question, now=self.now, zone=self.zone)
        return None if found is None else found.range


def cases(path: Path = TIMES) -> tuple[Case, ...]:
    """Read the set. Raises ValueError or KeyError where a line is none of ours."""
    return tuple(_case(line) for line in path.read_text(encoding="utf-8").splitlines())


def _case(line: str) -> Case:
    row = json.loads(line)
    days = None
    if row["from"] is not None:
        days = DateRange(first=date.fromisoformat(row["from"]), last=date.fromisoformat(row["to"]))
    return Case(
        question=row["question"],
        now=datetime.fromisoformat(row["now"]),
        zone=ZoneInfo(row["zone"]),
        days=days,
        batch=row["batch"],
    )


def _share(some: Sequence[Case]) -> str:
    right = sum(case.understood == case.days for case in some)
    return f"{right} of {len(some)}" + (f" ({right / len(some):.1%})" if some else "")


def _shown(days: DateRange | None) -> str:
    return "no days" if days is None else f"{days.first} to {days.last}"


def main() -> None:
    """Print the share that is right, by batch, language and kind, and with --misses the rest."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.times", description=__doc__)
    parser.add_argument("--misses", action="store_true", help="print each case that is not right")
    options = parser.parse_args()
    known = cases()
    print(f"all: {_share(known)}")
    for batch in sorted({case.batch for case in known}):
        print(f"batch {batch}: {_share([one for one in known if one.batch == batch])}")
    for language in ("ko", "en", "ja", "zh"):
        some = [case for case in known if language_of(case.question) == language]
        asked, none = [c for c in some if c.days], [c for c in some if c.days is None]
        print(f"{language}: days {_share(asked)}, none {_share(none)}")
    for case in known:
        if options.misses and case.understood != case.days:
            wrong, right = _shown(case.understood), _shown(case.days)
            print(f"{case.question} ({case.now.date()}): {wrong}, not {right}")


if __name__ == "__main__":
    main()
