"""The runs, each with what it has to keep; ``Stage`` is where they take place."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from benchmarks.load.asking import Ask, Asked, Seat, ask, burst, flow
from benchmarks.load.judging import Books, Verdict, judge, read_books
from benchmarks.load.service import Bot
from benchmarks.machine import percentiles
from store.database import Database
from tests.telegram_server import BotApi

#: The figures that are promised: seconds from a question to its answer for 95 of 100, and until
#: the last of a burst is answered.
SOON_S: Final = 2.0
BURST_S: Final = 30.0
#: Nothing more is answered after so long without any answer.
_PATIENCE_S: Final = 60.0
_LOOK_S: Final = 0.5
#: What would come twice has come by then: the longest wait after one failure, and some more.
_AFTER_S: Final = 3.0
#: Each step asks so much faster than the one before.
_FASTER: Final = 1.25
#: Of all calls together; of each kind an equal share. A hung reply takes 10 s to be given up.
FAULTS: Final = (
    "flood",
    "server_error",
    "bad_gateway",
    "lost_request",
    "lost_reply",
    "hung_reply",
)

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A Bot API with people before it and the bot behind it; ``database`` is the bot's."""

    api: BotApi
    bot: Bot
    database: Database
    seated: Sequence[Seat]
    questions: Sequence[str]
    seed: int
    progress: Progress = lambda _: None

    async def opened(self) -> None:
        """Start the bot and wait until it answers."""
        await self.bot.start()
        await self.bot.ready()

    async def ask(self, asks: Iterator[Ask], asked: list[Asked], *, until_s: float) -> None:
        """Ask, and tell now and then how far it is."""
        await ask(self.api, asks, asked, until_s=until_s, progress=lambda: self._tell(asked))

    async def settled(self, asked: Sequence[Asked]) -> Verdict:
        """Wait until all is answered, or nothing is for long; judge."""
        loop = asyncio.get_running_loop()
        lost, since = len(asked) + 1, loop.time()
        while loop.time() - since < _PATIENCE_S:
            verdict = judge(self.api, asked, self.books())
            if not verdict.lost:
                break
            if verdict.lost < lost:
                lost, since = verdict.lost, loop.time()
            await asyncio.sleep(_LOOK_S)
            self._tell(asked)
        await asyncio.sleep(_AFTER_S)
        return judge(self.api, asked, self.books())

    def books(self) -> Books:
        """Read the books of the bot."""
        return read_books(self.database)

    def _tell(self, asked: Sequence[Asked]) -> None:
        self.progress(f"{len(asked)} asked, {len(self.api.sent)} messages came")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a run has shown; ``kept`` tells for each promise whether it was kept."""

    run: str
    values: Mapping[str, Any]
    kept: Mapping[str, bool] = field(default_factory=dict)

    def line(self) -> str:
        """Say it in one line."""
        broken = [promise for promise, is_kept in self.kept.items() if not is_kept]
        told = ", ".join(f"{name} {value}" for name, value in self.values.items())
        judged = f"BROKEN: {'; '.join(broken)}" if broken else f"kept: {'; '.join(self.kept)}"
        return f"{self.run}: {judged} | {told}"


async def sustained(stage: Stage, *, rate: float, seconds: float) -> Figures:
    """Ask at one rate for long."""
    await stage.opened()
    asked: list[Asked] = []
    asks = flow(stage.seated, stage.questions, rate=rate, seed=stage.seed)
    await stage.ask(asks, asked, until_s=seconds)
    verdict = await stage.settled(asked)
    values = told(verdict) | {"people": len(stage.seated), "rate": rate}
    return Figures(run="sustained", values=values, kept=faultless(verdict) | soon(verdict))


async def at_once(stage: Stage) -> Figures:
    """Have everybody ask at the same moment."""
    await stage.opened()
    asked: list[Asked] = []
    asks = burst(stage.seated, stage.questions, seed=stage.seed)
    await stage.ask(asks, asked, until_s=_LOOK_S)
    verdict = await stage.settled(asked)
    last_s = max(verdict.took_s, default=0.0)
    return Figures(
        run="burst",
        values=told(verdict),
        kept=faultless(verdict) | {f"the last within {BURST_S:g} s": last_s <= BURST_S},
    )


async def highest(stage: Stage, *, rate: float, seconds: float) -> Figures:
    """Ask faster and faster until answers come too late."""
    await stage.opened()
    steps: list[dict[str, Any]] = []
    best = 0.0
    while True:
        asked: list[Asked] = []
        asks = flow(stage.seated, stage.questions, rate=rate, seed=stage.seed + len(steps))
        await stage.ask(asks, asked, until_s=seconds)
        verdict = await stage.settled(asked)
        steps.append({"rate": round(rate, 1)} | told(verdict))
        stage.progress(str(steps[-1]))
        if not all(soon(verdict).values()):
            break
        best, rate = rate, rate * _FASTER
    return Figures(
        run="highest",
        values={"questions_per_s": round(best, 1), "steps": steps},
        kept=faultless(verdict),
    )


async def restarts(
    stage: Stage, *, rate: float, kills: int, lives_s: tuple[float, float]
) -> Figures:
    """Kill the bot again and again, each time after ``lives_s`` at random, while people ask.

    Each kill may have what was in flight come once more, and be in flight once more.
    """
    chance = random.Random(stage.seed)
    asked: list[Asked] = []
    asks = flow(stage.seated, stage.questions, rate=rate, seed=stage.seed)
    asking = asyncio.create_task(stage.ask(asks, asked, until_s=float("inf")))
    in_flight: Counter[int] = Counter()
    for number in range(kills):
        await stage.bot.start()
        await asyncio.sleep(chance.uniform(*lives_s))
        await stage.bot.kill()
        in_flight[stage.books().sending] += 1
        stage.progress(f"{number + 1} kills")
    asking.cancel()
    await asyncio.wait((asking,))
    await stage.opened()
    verdict = await stage.settled(asked)
    flying = sum(number * times for number, times in in_flight.items())
    return Figures(
        run="restarts",
        values=told(verdict)
        | {"kills": kills, "in_flight_at_kills": dict(sorted(in_flight.items()))},
        kept=faultless(verdict, twice=flying),
    )


async def chaos(stage: Stage, *, rate: float, seconds: float, share: float) -> Figures:
    """Ask while this share of all calls fails."""
    await stage.opened()
    stage.api.chaos(stage.seed, dict.fromkeys(FAULTS, share / len(FAULTS)))
    asked: list[Asked] = []
    asks = flow(stage.seated, stage.questions, rate=rate, seed=stage.seed)
    await stage.ask(asks, asked, until_s=seconds)
    verdict = await stage.settled(asked)
    failed = Counter(call.outcome for call in stage.api.log if call.outcome != "ok")
    stage.api.chaos(stage.seed, {})
    values = told(verdict) | {"failed_calls": dict(failed), "calls": len(stage.api.log)}
    return Figures(run="chaos", values=values, kept=faultless(verdict))


def told(verdict: Verdict) -> dict[str, Any]:
    """Return the figures of a verdict."""
    values = asdict(verdict)
    took_s = values.pop("took_s")
    return values | {
        "seconds": percentiles(took_s) | {"last": round(max(took_s), 2)} if len(took_s) > 1 else {}
    }


def faultless(verdict: Verdict, *, twice: int = 0) -> dict[str, bool]:
    """Tell which promises about every single answer were kept."""
    return {
        "none lost": not verdict.lost,
        "none twice" if not twice else "none twice but what was in flight": verdict.twice <= twice,
        "none astray": not verdict.stray,
        "in order": not verdict.swapped,
        "limits": not verdict.limits_broken,
        "none refused": not verdict.refused,
    }


def soon(verdict: Verdict) -> dict[str, bool]:
    """Tell whether 95 of 100 answers came soon."""
    return {f"p95 ≤ {SOON_S:g} s": percentiles(verdict.took_s)["p95"] <= SOON_S}
