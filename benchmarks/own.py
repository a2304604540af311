"""Our own question sets (``benchmarks/sets/``): near misses, phrasings, languages, follow-ups.

Each question is asked through the conversation, as a person would, and only the reply counts:
whether it declines, which articles it quotes, and whether a quote holds the answer.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import mean
from typing import Any, Final

from rich.progress import track

from benchmarks.corpus import SETS, held_out, squeezed, stocked
from benchmarks.gate import ARTICLES, NOW
from bot.app import App
from bot.reply import Message, plain_text

#: The folders that questions are asked of. The second is not part of the project.
CORPORA: Final = {
    "samples": ARTICLES,
    "news-ko": ARTICLES.parents[1] / "shared" / "eval" / "news-ko" / "articles",
}
#: Files of the folder that are not asked here: those of ``benchmarks.times`` and of
#: ``benchmarks.stories``.
_ELSEWHERE: Final = frozenset({"times", "stories", "stories-held-out", "stories-samples"})
#: Of a reply that missed, so much is printed.
_SHOWN_CHARS: Final = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One line of a set. ``after`` was asked before in the same chat, in order. A reply is right
    when it cites one of ``articles`` and a quote holds one of ``answers``; without ``answers`` it
    has to decline.
    """

    set: str
    corpus: str
    question: str
    answers: tuple[str, ...]
    articles: tuple[str, ...]
    tag: str
    after: tuple[str, ...] = ()
    now: datetime = NOW

    @property
    def held_out(self) -> bool:
        """Tell whether nothing may be fitted to this question."""
        return held_out(self.question)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a case; ``cited`` and ``quoted``: a right article, one of the answers."""

    case: Case
    kind: str
    cited: bool
    quoted: bool
    reply: str
    confidence: float | None = None

    @property
    def missed(self) -> bool:
        """Tell whether the reply is not what it should be."""
        if self.case.answers:
            return not (self.cited and self.quoted)
        return self.kind != "declined"


def sets() -> tuple[Path, ...]:
    """Return the files of our sets, in order."""
    return tuple(path for path in sorted(SETS.glob("*.jsonl")) if path.stem not in _ELSEWHERE)


def cases(path: Path) -> tuple[Case, ...]:
    """Read one set. Raises ValueError or KeyError where a line is none of ours."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(_case(path.stem, json.loads(line)) for line in lines if line)


def _case(name: str, row: dict[str, Any]) -> Case:
    unknown = set(row) - (set(Case.__dataclass_fields__) - {"set"})
    if unknown or row["corpus"] not in CORPORA:
        raise ValueError(f"{name}: {row['question']}: {sorted(unknown) or row['corpus']}")
    return Case(
        set=name,
        corpus=row["corpus"],
        question=row["question"],
        answers=tuple(row["answers"]),
        articles=tuple(row["articles"]),
        tag=row["tag"],
        after=tuple(row.get("after", ())),
        now=datetime.fromisoformat(row["now"]) if "now" in row else NOW,
    )


def ask(app: App, case: Case, *, chat: str) -> Outcome:
    """Ask in a chat of its own, and look up what is known to be right."""
    for text in case.after:
        app.conversation.reply(Message(channel="benchmark", chat=chat, text=text), now=case.now)
    message = Message(channel="benchmark", chat=chat, text=case.question)
    reply = app.conversation.reply(message, now=case.now)
    quotes = reply.answer.quotes if reply.answer else ()
    return Outcome(
        case=case,
        kind=reply.kind,
        cited=any(quote.article.file in case.articles for quote in quotes),
        quoted=any(
            squeezed(answer) in squeezed(quote.text) for answer in case.answers for quote in quotes
        ),
        reply=plain_text(reply),
        confidence=reply.answer.confidence if reply.answer else None,
    )


def run(chosen: Sequence[Case], *, models: Path | None, homes: Path | None = None) -> list[Outcome]:
    """Ask all cases, one app for each corpus; a corpus that is not there is passed over.

    ``homes`` is a folder where the homes are kept, and used again.
    """
    outcomes: list[Outcome] = []
    for corpus, folder in CORPORA.items():
        some = [case for case in chosen if case.corpus == corpus]
        if some and not folder.is_dir():
            print(f"{len(some)} of {corpus} passed over: no {folder}", file=sys.stderr)
        elif some:
            with stocked([folder], models=models, kept=homes and homes / corpus) as (app, _):
                asking = track(some, corpus, disable=not sys.stderr.isatty())
                outcomes += [ask(app, case, chat=str(n)) for n, case in enumerate(asking)]
    return outcomes


def figures(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return counts, and shares in percent: ``declined`` of those that have to be, the others of
    those with an answer; None where there are none.
    """
    absent = [one for one in outcomes if not one.case.answers]
    known = [one for one in outcomes if one.case.answers]
    return {
        "absent": len(absent),
        "declined": _percent(one.kind == "declined" for one in absent),
        "answerable": len(known),
        "kept": _percent(one.kind in ("answer", "list") for one in known),
        "cited": _percent(one.cited for one in known),
        "quoted": _percent(one.quoted for one in known),
    }


def report(outcomes: Sequence[Outcome]) -> dict[str, dict[str, Any]]:
    """Return the figures of each set: ``all``, ``held_out``, and each corpus and tag."""
    found = {}
    for name in sorted({one.case.set for one in outcomes}):
        some = [one for one in outcomes if one.case.set == name]
        parts = {"all": some, "held_out": [one for one in some if one.case.held_out]}
        for corpus in CORPORA:
            parts[corpus] = [one for one in some if one.case.corpus == corpus]
        for tag in sorted({one.case.tag for one in some}):
            parts[f"#{tag}"] = [one for one in some if one.case.tag == tag]
        found[name] = {part: figures(members) for part, members in parts.items() if members}
    return found


def _percent(claims: Iterable[bool]) -> float | None:
    counted = list(claims)
    return round(100 * mean(counted), 1) if counted else None


def _table(name: str, parts: dict[str, dict[str, Any]]) -> str:
    columns = tuple(next(iter(parts.values())))
    head = f"{name:<20}" + "".join(f"{column:>11}" for column in columns)
    rows = (
        f"{part:<20}" + "".join(f"{'–' if row[c] is None else row[c]:>11}" for c in columns)
        for part, row in parts.items()
    )
    return "\n".join((head, *rows))


def _print_misses(outcomes: Iterable[Outcome]) -> None:
    for one in outcomes:
        if one.missed:
            wanted = " | ".join(one.case.answers) or "(declined)"
            sure = "" if one.confidence is None else f" {one.confidence:.2f}"
            print(f"\n{one.case.set} #{one.case.tag} {one.kind}{sure}: {one.case.question}")
            print(f"  wanted: {wanted} {' '.join(one.case.articles)}")
            print(f"  reply:  {' / '.join(one.reply.split(chr(10)))[:_SHOWN_CHARS]}")


def main() -> None:
    """Ask the sets that are named, or all, and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.own", description=__doc__)
    parser.add_argument("sets", nargs="*", metavar="SET", help="near-misses, phrasings …")
    parser.add_argument("--models", type=Path, help="folder of models made before")
    parser.add_argument("--homes", type=Path, help="keep the homes here, and use them again")
    parser.add_argument("--json", action="store_true", help="write the figures as JSON")
    parser.add_argument(
        "--misses",
        choices=("learned", "all"),
        nargs="?",
        const="learned",
        help="print the replies that are not right, of the half that is not held out",
    )
    options = parser.parse_args()
    paths = [SETS / f"{name}.jsonl" for name in options.sets] or sets()
    outcomes = run(
        [case for path in paths for case in cases(path)], models=options.models, homes=options.homes
    )
    found = report(outcomes)
    if options.misses:
        shown = (one for one in outcomes if options.misses == "all" or not one.case.held_out)
        _print_misses(shown)
    if options.json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        print("\n\n".join(_table(name, parts) for name, parts in found.items()))


if __name__ == "__main__":
    main()
