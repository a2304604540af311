"""Everybody's digest is due at the same moment: whether each gets it, once, as fast as allowed."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from benchmarks.load.runs import FAULTS, Figures, Stage
from bot.app import TELEGRAM
from bot.channels.telegram.rates import OVERALL
from store.messaging.chats import Chats
from store.messaging.subscription import Subscription
from store.messaging.subscriptions import Subscriptions
from tests.telegram_server.values import person, private

#: Where people live: for all of them the digest is due at the same moment.
_ZONES: Final = ("Asia/Seoul", "Asia/Tokyo", "Europe/Berlin", "America/New_York", "Asia/Kathmandu")
#: What sending to everybody may take longer than at Telegram's own rate, and what a start may: the
#: job looks each second, and the sender does.
_LONGER: Final = 1.05
_START_S: Final = 5.0
#: Memory that may come and go without there being any more of it.
_FLAT: Final = 1.1
_LOOK_S: Final = 0.5
#: Nothing more comes after so long without anything.
_PATIENCE_S: Final = 90.0
#: Of these an end is known to the operator.
_TOLD_OF: Final = frozenset(("uncertain", "failed", "expired"))

Memory = Callable[[], float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What became of the digests: ``lost`` came nowhere and are not listed either, ``twice`` stand
    once more than they were owed; ``took_s`` is from when they were due to the last.
    """

    people: int
    came: int
    lost: int
    uncertain: int
    failed: int
    twice: int
    stray: int
    took_s: float
    limits_broken: int


async def on_time(stage: Stage, *, people: int, lead_s: float, memory: Memory) -> Figures:
    """Let the digests of so many people be due ``lead_s`` from now, or at the next full minute."""
    due = subscribe(stage, people, lead_s=lead_s)
    await stage.opened()
    held: list[float] = []
    found = await _settled(stage, people, due=due, held=held, memory=memory)
    allowed_s = people / OVERALL * _LONGER + _START_S
    return Figures(
        run="digests",
        values=told(found) | {"allowed_s": round(allowed_s, 1), "memory_mb": _span(held)},
        kept=_once(found, twice=0)
        | {f"all within {allowed_s:.0f} s": found.took_s <= allowed_s, "memory": _is_flat(held)},
    )


async def killed(
    stage: Stage,
    *,
    people: int,
    lead_s: float,
    kills: int,
    lives_s: tuple[float, float],
    share: float,
) -> Figures:
    """Kill the bot again and again while digests are due and this share of all calls fails."""
    chance = random.Random(stage.seed)
    due = subscribe(stage, people, lead_s=lead_s)
    stage.api.chaos(stage.seed, dict.fromkeys(FAULTS, share / len(FAULTS)))
    in_flight = 0
    for number in range(kills):
        await stage.bot.start()
        if number == 0:
            await stage.bot.ready()
            await asyncio.sleep(max(due.timestamp() - stage.api.now(), 0.0))
        await asyncio.sleep(chance.uniform(*lives_s))
        await stage.bot.kill()
        in_flight += Counter(_rows(stage).values())["sending"]
        stage.progress(f"{number + 1} kills")
    await stage.opened()
    found = await _settled(stage, people, due=due)
    stage.api.chaos(stage.seed, {})
    failed = Counter(call.outcome for call in stage.api.log if call.outcome != "ok")
    return Figures(
        run="digest_kills",
        values=told(found)
        | {"kills": kills, "in_flight_at_kills": in_flight, "failed_calls": dict(failed)},
        kept=_once(found, twice=kills),
    )


def subscribe(stage: Stage, people: int, *, lead_s: float) -> datetime:
    """Give everybody a digest at the same moment, wherever they live; return when that is."""
    now = datetime.fromtimestamp(stage.api.now(), UTC)
    due = (now + timedelta(seconds=lead_s, minutes=1)).replace(second=0, microsecond=0)
    chats, subscriptions = Chats(stage.database), Subscriptions(stage.database)
    for number in range(1, people + 1):
        stage.api.know(private(person(number)))
        chats.seen(TELEGRAM, str(number), kind="private", now=now)
        zone = _ZONES[number % len(_ZONES)]
        subscriptions.put(
            Subscription(
                channel=TELEGRAM,
                chat=str(number),
                person=str(number),
                zone=zone,
                time=due.astimezone(ZoneInfo(zone)).time(),
                when_empty="say",
            ),
            now=now,
        )
        if number % 1_000 == 0:
            stage.progress(f"{number} subscribed")
    return due


async def _settled(
    stage: Stage,
    people: int,
    *,
    due: datetime,
    held: list[float] | None = None,
    memory: Memory = lambda: None,
) -> Delivered:
    """Wait until all came, or nothing does for long; ``held`` gets the memory on the way."""
    loop = asyncio.get_running_loop()
    await asyncio.sleep(max(due.timestamp() - stage.api.now(), 0.0))
    seen, since = -1, loop.time()
    while loop.time() - since < _PATIENCE_S:
        rows = _rows(stage)
        if len(rows) >= people and not {"queued", "sending"} & set(rows.values()):
            break
        if len(stage.api.sent) != seen:
            seen, since = len(stage.api.sent), loop.time()
        if held is not None and (now_mb := memory()) is not None:
            held.append(now_mb)
        stage.progress(f"{len(stage.api.sent)} of {people} came")
        await asyncio.sleep(_LOOK_S)
    return delivered(stage, people, due=due)


def _rows(stage: Stage) -> Mapping[tuple[int, int], str]:
    """Return the state of each message of a digest, by chat and part."""
    with stage.database.read() as db:
        found = db.execute(
            "SELECT chat, part, state FROM outbox WHERE channel = ? AND key LIKE 'digest:%'",
            [TELEGRAM],
        ).fetchall()
    return {(int(chat), part): state for chat, part, state in found}


def delivered(stage: Stage, people: int, *, due: datetime) -> Delivered:
    """Judge what came against what the bot has written down."""
    rows = _rows(stage)
    came = Counter(one.chat for one in stage.api.sent)
    owed = Counter(chat for chat, _ in rows)
    listed = {chat for (chat, _), state in rows.items() if state in _TOLD_OF}
    everybody = range(1, people + 1)
    states = Counter(rows.values())
    due_s = stage.api.clock() - (stage.api.now() - due.timestamp())
    return Delivered(
        people=people,
        came=sum(chat in came for chat in everybody),
        lost=sum(came[one] < max(owed[one], 1) and one not in listed for one in everybody),
        uncertain=states["uncertain"],
        failed=states["failed"] + states["expired"],
        twice=sum(max(came[one] - owed[one], 0) for one in everybody),
        stray=sum(count for chat, count in came.items() if not 1 <= chat <= people),
        took_s=round(max((one.at for one in stage.api.sent), default=due_s) - due_s, 1),
        limits_broken=len(stage.api.limits_broken),
    )


def told(found: Delivered) -> dict[str, Any]:
    """Return the figures."""
    values = {name: getattr(found, name) for name in Delivered.__slots__}
    return values | {"per_s": round(found.came / found.took_s, 1) if found.took_s > 0 else None}


def _once(found: Delivered, *, twice: int) -> dict[str, bool]:
    return {
        "none lost": not found.lost,
        "none twice" if not twice else "none twice but one a kill": found.twice <= twice,
        "none failed": not found.failed,
        "none astray": not found.stray,
        "limits": not found.limits_broken,
    }


def _span(held: Sequence[float]) -> tuple[float, float] | None:
    return (round(min(held), 1), round(max(held), 1)) if held else None


def _is_flat(held: Sequence[float]) -> bool:
    """Tell whether the second half held no more than the first."""
    half = len(held) // 2
    return half == 0 or max(held[half:]) <= max(held[:half]) * _FLAT
