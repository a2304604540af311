"""The people of a run: where they ask, when, and what."""

import asyncio
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tests.telegram_server import BotApi, group, person
from tests.telegram_server.values import USERNAME, private

#: People who share a group; more of them would ask more than the 20 answers a minute it may get.
_GROUP_OF: Final = 4
_FIRST_GROUP: Final = -1_000_001


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A person and the chat in which this person asks, as Telegram shows them."""

    sender: dict[str, Any]
    chat: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A question to be asked ``at_s`` seconds after the run began."""

    at_s: float
    seat: Seat
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question that was asked: its chat, its message's number, and when by the server's clock."""

    chat: int
    number: int
    at: float

    @property
    def place(self) -> tuple[int, int]:
        """Return what names its message."""
        return self.chat, self.number


def seats(people: int, *, grouped: float) -> tuple[Seat, ...]:
    """Seat this many people; the share ``grouped`` of them by fours in groups."""
    in_private = people - round(people * grouped)
    return tuple(
        Seat(
            sender=person(number),
            chat=private(person(number))
            if number <= in_private
            else group(_FIRST_GROUP - (number - in_private - 1) // _GROUP_OF),
        )
        for number in range(1, people + 1)
    )


def flow(
    seated: Sequence[Seat], questions: Sequence[str], *, rate: float, seed: int
) -> Iterator[Ask]:
    """Yield questions without end, ``rate`` a second over all: a Poisson process.

    Nobody repeats a question before having asked all of them.
    """
    chance = random.Random(seed)
    left: dict[int, list[str]] = {}
    at_s = 0.0
    while True:
        at_s += chance.expovariate(rate)
        seat = chance.choice(seated)
        own = left.setdefault(seat.sender["id"], [])
        if not own:
            own += chance.sample(questions, len(questions))
        yield Ask(at_s=at_s, seat=seat, text=own.pop())


def burst(seated: Sequence[Seat], questions: Sequence[str], *, seed: int) -> Iterator[Ask]:
    """Yield a question of everybody, all at once."""
    chance = random.Random(seed)
    for seat in seated:
        yield Ask(at_s=0.0, seat=seat, text=chance.choice(questions))


async def ask(
    api: BotApi,
    asks: Iterator[Ask],
    asked: list[Asked],
    *,
    until_s: float,
    progress: Callable[[], None] = lambda: None,
) -> None:
    """Write what is asked before ``until_s``, each at its time, and note it in ``asked``."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    for one in asks:
        if one.at_s >= until_s:
            break
        await asyncio.sleep(max(began + one.at_s - loop.time(), 0.0))
        asked.append(_written(api, one))
        progress()
    await asyncio.sleep(max(began + until_s - loop.time(), 0.0))


def _written(api: BotApi, one: Ask) -> Asked:
    chat = one.seat.chat
    text = one.text if chat["type"] == "private" else f"@{USERNAME} {one.text}"
    at = api.clock()
    number = api.write(text, sender=one.seat.sender, chat=chat)
    return Asked(chat=chat["id"], number=number, at=at)
