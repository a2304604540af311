"""Forwarded texts on the samples: whether what bears on them is quoted, and others are declined.

The texts are our own (``benchmarks/samples/forwarded.jsonl``): ``true`` as told on, ``changed`` in
a figure, a day or a name, ``rumour`` that the store denies or knows better, ``mixed`` with what
nobody can look up, ``near`` of known names but of something no article tells, ``unrelated``, and
``foreign`` in English, Japanese or Chinese. Those ``held_out`` were written before any result on
them was seen; nothing may be fitted to them.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.corpus import squeezed, stocked
from benchmarks.gate import ARTICLES, NOW
from bot.app import App
from retrieval.answer import Answer

TEXTS: Final = Path(__file__).resolve().parent / "samples" / "forwarded.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarded:
    """A text with the ``articles`` that bear on it, any of which may be quoted, and ``answers`` of
    which one has to stand in a quote. Without articles it has to be declined.
    """

    text: str
    articles: tuple[str, ...]
    answers: tuple[str, ...]
    tag: str
    held_out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a text."""

    forwarded: Forwarded
    answer: Answer

    @property
    def met(self) -> bool:
        """Tell whether an article that bears on it was quoted, or whether it was declined."""
        if not self.forwarded.articles:
            return self.answer.kind == "declined"
        return any(one.article.file in self.forwarded.articles for one in self.answer.quotes)

    @property
    def exact(self) -> bool:
        """Tell whether the very thing was quoted."""
        quotes = [squeezed(one.text) for one in self.answer.quotes]
        wanted = [squeezed(one) for one in self.forwarded.answers]
        return self.met and (not wanted or any(one in quote for one in wanted for quote in quotes))


def texts() -> tuple[Forwarded, ...]:
    """Read the texts. Raises KeyError where a line is none of ours."""
    rows = map(json.loads, TEXTS.read_text(encoding="utf-8").splitlines())
    return tuple(
        Forwarded(
            text=row["text"],
            articles=tuple(row["articles"]),
            answers=tuple(row["answers"]),
            tag=row["tag"],
            held_out=row["held_out"],
        )
        for row in rows
    )


def check(app: App, chosen: Sequence[Forwarded]) -> list[Outcome]:
    """Look up each text."""
    return [
        Outcome(forwarded=one, answer=app.desk.check(one.text, now=NOW, zone=app.zone))
        for one in chosen
    ]


def table(outcomes: Sequence[Outcome]) -> str:
    """Write how many of each kind are met, and met exactly."""
    lines = [f"{'':<28}{'texts':>7}{'met':>7}{'exact':>7}"]
    for held_out in (False, True):
        part = [one for one in outcomes if one.forwarded.held_out == held_out]
        name = "held out" if held_out else "learned"
        bears = [one for one in part if one.forwarded.articles]
        rows = {
            f"{name}, bearing": bears,
            f"{name}, to decline": [o for o in part if o not in bears],
        }
        for tag in sorted({one.forwarded.tag for one in part}):
            rows[f"  #{tag}"] = [one for one in part if one.forwarded.tag == tag]
        lines += [
            f"{row:<28}{len(some):>7}{sum(o.met for o in some):>7}{sum(o.exact for o in some):>7}"
            for row, some in rows.items()
        ]
    return "\n".join(lines)


def main() -> None:
    """Look up all texts and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.forwarded", description=__doc__)
    parser.add_argument("--models", type=Path, help="folder of models made before")
    parser.add_argument("--home", type=Path, help="keep the home here, and use it again")
    parser.add_argument("--misses", action="store_true", help="print those of the learned part")
    options = parser.parse_args()
    with stocked([ARTICLES], models=options.models, kept=options.home) as (app, _):
        outcomes = check(app, texts())
    print(table(outcomes))
    for one in outcomes:
        if options.misses and not one.exact and not one.forwarded.held_out:
            print(f"\n#{one.forwarded.tag} {one.answer.kind}: {one.forwarded.text}")
            for quote in one.answer.quotes:
                print(f"  {quote.role} {quote.article.file}: {quote.text}")


if __name__ == "__main__":
    main()
