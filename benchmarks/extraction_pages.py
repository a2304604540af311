"""How well and how fast articles are found in pages: ``python -m benchmarks.extraction_pages``.

Prints one JSON object: the figures over synthetic pages of all templates (and of those held out
while the extractor was mended), pages a second on one core at a realistic size, and the seconds
and memory that input made to take long takes, each in a process of its own.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC
from random import Random
from typing import Any, Final

from benchmarks.extraction import Score, body_f1, summary
from store.article import Extracted, Published, Refused
from store.extract.article import extract
from tests.synthetic_news.hostile import HOSTILE
from tests.synthetic_news.news import article
from tests.synthetic_news.pages import HELD_OUT, TEMPLATES, Page, page

_SEED: Final = 20_260_101
_EACH: Final = 40
#: Pages of news sites have 60 to 250 kB.
_REALISTIC_KB: Final = (60, 120, 220)
#: Read before the clock starts: modules load with the first page.
_WARM_UP: Final = b"<!DOCTYPE html><title>Sky</title><p>The sky was blue all day, until noon.</p>"


def pages(*, seed: int, each: int) -> Iterator[Page]:
    """Make ``each`` pages of each template, in the template's languages by turns."""
    for number, template in enumerate(TEMPLATES):
        for at in range(each):
            random = Random(f"{seed} {number} {at}")
            language = template.languages[at % len(template.languages)]
            yield page(random, article(random, language=language), template)


def score(shown: Page) -> Score:
    """Read ``shown`` and compare with what a careful reader of it knows."""
    found, true = extract(shown.data, "page.html"), shown.truth
    if isinstance(found, Refused):
        found = Extracted(title=None, title_source="derived", paragraphs=())
    return Score(
        sheet=shown.template,
        body_f1=body_f1(found.paragraphs, true.paragraphs),
        title=_squeezed(found.title) == _squeezed(true.title),
        date_right=_instant(found.published) == _instant(true.published),
        date_wrong=found.published is not None
        and _instant(found.published) != _instant(true.published),
        publisher=found.publisher == true.publisher,
        author=found.author == true.author,
    )


def _squeezed(text: str | None) -> str:
    return "".join((text or "").split())


def _instant(published: Published | None) -> object:
    """What is equal for equal times, whatever their offset."""
    if published is None or published.precision != "minute":
        return published
    return published.instant(UTC)  # a minute has its own offset


def realistic(kilobytes: int) -> list[bytes]:
    """Make a page of each template that can be as large, with menus, lists and scripts to match."""
    found = []
    for number, template in enumerate(TEMPLATES):
        truth = article(Random(number), language=template.languages[0], kind="report")
        for bulk in range(2, 80):
            data = page(Random(number), truth, template, bulk=bulk).data
            if len(data) >= kilobytes * 1000:
                found.append(data)
                break
    return found


def pages_a_second(sources: Sequence[bytes]) -> float:
    """Read all of ``sources`` on one core."""
    extract(_WARM_UP, "page.html")
    start = time.process_time()
    for data in sources:
        extract(data, "page.html")
    return round(len(sources) / (time.process_time() - start), 1)


def cost(name: str) -> dict[str, Any]:
    """Read one of ``HOSTILE`` in this process: CPU seconds, megabytes at the peak, what came."""
    made = HOSTILE[name]()
    extract(_WARM_UP, "page.html")
    start = time.process_time()
    found = extract(made.data, made.file)
    taken = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    said = found.reason if isinstance(found, Refused) else "article"
    return {"mb": len(made.data) // 1_000_000, "s": round(taken, 2), "peak_mb": peak, "gave": said}


def costs(names: Iterable[str]) -> dict[str, Any]:
    """Run ``cost`` for each of ``names`` in a child."""
    found = {}
    for name in names:
        command = [sys.executable, "-m", "benchmarks.extraction_pages", "--cost", name]
        found[name] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=_SEED)
    parser.add_argument("--each", type=int, default=_EACH, help="pages of each template")
    parser.add_argument("--limits", action="store_true", help="also measure hostile input")
    parser.add_argument("--cost", choices=HOSTILE, help="measure only this hostile input")
    options = parser.parse_args(arguments)
    if options.cost:
        report: dict[str, Any] = cost(options.cost)
    else:
        scores = [score(one) for one in pages(seed=options.seed, each=options.each)]
        names = [template.name for template in TEMPLATES]
        report = {
            "all": summary(scores),
            "held_out": summary(one for one in scores if one.sheet in HELD_OUT),
            "templates": {name: summary(s for s in scores if s.sheet == name) for name in names},
            "pages_a_second": {f"{kb} kB": pages_a_second(realistic(kb)) for kb in _REALISTIC_KB},
            "limits": costs(HOSTILE) if options.limits else None,
        }
    json.dump(report, sys.stdout, ensure_ascii=False, indent=1)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
