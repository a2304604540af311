"""Run the named runs (all of them by default), each over a fresh copy of the home."""

import argparse
import asyncio
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Final

from benchmarks.load import digests, runs
from benchmarks.load.asking import seats
from benchmarks.load.replies import replies
from benchmarks.load.runs import Figures, Stage
from benchmarks.load.service import Service
from benchmarks.machine import processor
from benchmarks.synthetic import Press
from store.database import Database
from store.messaging.limits import Limit, Limits, Name
from tests.telegram_server import BotApi, running

_SAMPLES: Final = Path("samples")
_SAMPLE_QUESTIONS: Final = Path(__file__).parents[1] / "samples" / "questions.jsonl"
_SYNTHETIC: Final = 5_000
_TELL_EVERY_S: Final = 10.0
#: What a run at the highest rate needs: the bot's own limits are not what is measured.
_UNLIMITED: Final = Limit(burst=1_000_000, per_minute=1_000_000)
#: Until digests are due: the bot has started by then.
_LEAD_S: Final = 60.0
#: Seconds a bot lives before it is killed: from within its start to well into its work.
_LIVES_S: Final = (1.0, 14.0)


def _questions(options: argparse.Namespace) -> list[str]:
    if options.questions:
        lines = options.questions.read_text(encoding="utf-8").splitlines()
        return [line for line in lines if line.strip()]
    if options.home:
        press = Press(seed=options.seed)
        return [press.question(one) for one in islice(press.articles(), _SYNTHETIC)]
    lines = _SAMPLE_QUESTIONS.read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["question"] for line in lines]


@contextmanager
def _staged(options: argparse.Namespace, run: str) -> Iterator[tuple[Stage, Service]]:
    """Set up a Bot API and a bot of its own."""
    api = BotApi()
    api.keep_limits(strict=True)
    with tempfile.TemporaryDirectory(prefix="sosik-load-") as folder, running(api) as address:
        home = Path(folder) / "home"
        shutil.copytree(options.base, home)
        database = Database(home / "sosik.db")
        if run == "highest":
            names: tuple[Name, ...] = ("person", "group", "global")
            for name in names:
                Limits(database).set(name, _UNLIMITED)
        profile = options.profile / f"{run}.json" if options.profile else None
        service = Service(home, api, address, seed=options.seed, profile=profile)
        stage = Stage(
            api=api,
            bot=service,
            database=database,
            seated=seats(options.people, grouped=options.grouped),
            questions=options.asked,
            seed=options.seed,
            progress=_Teller(run),
        )
        try:
            yield stage, service
        finally:
            asyncio.run(service.stop())
            database.close()
            if options.logs:
                shutil.copy(service.log, options.logs / f"{run}.log")


class _Teller:
    """Tells on the standard error how far a run is, not too often."""

    def __init__(self, run: str) -> None:
        self._run = run
        self._next = 0.0

    def __call__(self, words: str) -> None:
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + _TELL_EVERY_S
            print(f"{self._run}: {words}", file=sys.stderr, flush=True)


def _measured(options: argparse.Namespace, run: str) -> dict[str, Any]:
    """Do one run; return its figures with memory and CPU time."""
    rate, seconds = options.rate, options.minutes * 60
    do: dict[str, Callable[[Stage], Coroutine[Any, Any, Figures]]] = {
        "sustained": lambda stage: runs.sustained(stage, rate=rate, seconds=seconds),
        "burst": runs.at_once,
        "highest": lambda stage: runs.highest(stage, rate=rate, seconds=options.step_s),
        "restarts": lambda stage: runs.restarts(
            stage, rate=options.kill_rate, kills=options.kills, lives_s=_LIVES_S
        ),
        "chaos": lambda stage: runs.chaos(stage, rate=rate, seconds=seconds, share=options.faults),
        "replies": lambda stage: replies(stage, count=options.replies),
    }
    with _staged(options, run) as (stage, service):
        do["digests"] = lambda stage: digests.on_time(
            stage,
            people=options.subscribers,
            lead_s=_LEAD_S,
            memory=lambda: (service.memory() or {}).get("anonymous"),
        )
        do["digest_kills"] = lambda stage: digests.killed(
            stage,
            people=options.subscribers,
            lead_s=_LEAD_S,
            kills=options.digest_kills,
            lives_s=_LIVES_S,
            share=options.faults,
        )
        here_s = time.process_time()
        figures = asyncio.run(do[run](stage))
        asked = figures.values.get("asked")
        print(figures.line(), file=sys.stderr, flush=True)
        return {
            "run": run,
            "processor": processor(),
            **figures.values,
            "kept": dict(figures.kept),
            "memory_mb": service.memory(),
            "cpu_s": {
                "bot": round(service.cpu_s(), 1),
                "telegram": round(time.process_time() - here_s, 1),
            },
            "cpu_ms_a_question": asked and round(1000 * service.cpu_s() / asked, 1),
            "told": service.told(),
        }


RUNS: Final = (
    *("sustained", "burst", "highest", "restarts", "chaos", "replies"),
    *("digests", "digest_kills"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 1 where a promise was not kept."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("runs", nargs="*", choices=[*RUNS, []], metavar="RUN", help=", ".join(RUNS))
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=5.0, help="sustained and chaos")
    parser.add_argument("--rate", type=float, default=8.0, help="questions a second over all")
    parser.add_argument("--grouped", type=float, default=0.1, help="share of people in groups")
    parser.add_argument("--step-s", type=float, default=40.0, help="highest: seconds at each rate")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--kill-rate", type=float, default=3.0, help="restarts: questions a second")
    parser.add_argument("--faults", type=float, default=0.05, help="chaos: share of failing calls")
    parser.add_argument("--replies", type=int, default=1000)
    parser.add_argument("--subscribers", type=int, default=10_000)
    parser.add_argument("--digest-kills", type=int, default=20)
    parser.add_argument("--home", type=Path, help="one that is indexed; samples/ without it")
    parser.add_argument("--questions", type=Path, help="one a line, in place of synthetic ones")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="all figures on the standard output")
    parser.add_argument("--profile", type=Path, help="a folder: where the CPU time goes, by run")
    parser.add_argument("--logs", type=Path, help="a folder: what the bot wrote, by run")
    options = parser.parse_args(arguments)
    options.asked = _questions(options)
    with tempfile.TemporaryDirectory(prefix="sosik-load-") as folder:
        options.base = options.home or _sample_home(Path(folder))
        measured = [_measured(options, run) for run in options.runs or RUNS]
    if options.json:
        print(json.dumps(measured, indent=2, ensure_ascii=False))
    return 0 if all(all(one["kept"].values()) for one in measured) else 1


def _sample_home(folder: Path) -> Path:
    command = (sys.executable, "-m", "bot", "ingest", str(_SAMPLES), "--home", str(folder))
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return folder


if __name__ == "__main__":
    sys.exit(main())
