"""A channel on a Bot API in the same process and on a clock that steps, and its sudden end.

Nothing waits: when nothing is ready, the clock goes to the next thing that is due.
"""

import asyncio
import random
import selectors
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

import httpx

from bot.channels.telegram import CHANNEL, Menus, Pace, TelegramChannel
from bot.introducing import talk
from bot.reply import Message, Press, Pressed, Reply, Suggestion
from store.database import Database
from store.messaging.chats import Chats
from store.messaging.outbox import Outbox
from store.messaging.updates import Updates
from tests.telegram_server import TOKEN, BotApi, application

#: What holds the place of an answer that takes long.
SEARCHING: Final = "Searching."

#: 2026-12-01, when the stepped clock stands at 0.
_EPOCH: Final = 1_796_083_200
#: As many questions at a time as the program answers, each within these seconds.
_AT_ONCE, _THINKING_S = 2, (0.02, 0.2)
_WRITING_S, _TRAVELLING_S = 0.002, 0.05
#: One write in so many meets a busy disk, which lets it wait for so long.
_STALLS, _STALL_S = 200, 0.4
#: A kill comes at one of so many places after it was ordered: about what three answers take.
_PLACES: Final = 60

Value = TypeVar("Value")


class _Stepping(selectors.SelectSelector):
    """Never waits: it steps the clock instead."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready:
            if timeout is None:
                raise RuntimeError("everything waits, and nothing will ever happen")
            self.now += max(timeout, 0.0)
        return ready


class SteppedLoop(asyncio.SelectorEventLoop):
    """An event loop whose time is that of its selector."""

    def __init__(self) -> None:
        self._stepping = _Stepping()
        super().__init__(self._stepping)

    def time(self) -> float:
        return self._stepping.now


def run_stepped(work: Callable[[SteppedLoop], Coroutine[Any, Any, Value]]) -> Value:
    """Run what ``work`` makes to its end; what is left of dead channels is dropped."""
    loop = SteppedLoop()
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        return runner.run(work(loop))


def stepped_api(loop: SteppedLoop) -> BotApi:
    """Return a strict Bot API on the clock of ``loop``."""
    api = BotApi(clock=loop.time, wall=lambda: _EPOCH + loop.time())
    api.keep_limits(strict=True)
    return api


class _Life:
    """One life of the bot. Once it has ended nothing of it goes on past the next place.

    A place is before or after each call of the store and of Telegram, and each answer.
    """

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._left: int | None = None
        self._books = asyncio.Lock()
        self._thinking = asyncio.Semaphore(_AT_ONCE)
        self._never = asyncio.Event()
        self.ended = asyncio.Event()

    def end_soon(self) -> None:
        self._left = self._chance.randrange(_PLACES)

    async def place(self) -> None:
        if self._left is not None:
            self._left -= 1
            if self._left < 0:
                self.ended.set()
        if self.ended.is_set():
            await self._never.wait()

    async def post(self, call: Callable[..., Any], *values: Any, **named: Any) -> Any:
        async with self._books:  # one thread writes the books
            await self.place()
            stalled = self._chance.randrange(_STALLS) == 0
            await asyncio.sleep(_STALL_S if stalled else self._chance.uniform(0.0, _WRITING_S))
            result = call(*values, **named)
            await self.place()
        return result

    async def travel(self) -> None:
        await asyncio.sleep(self._chance.uniform(0.0, _TRAVELLING_S))
        await self.place()

    async def think(self) -> None:
        async with self._thinking:
            await asyncio.sleep(self._chance.uniform(*_THINKING_S))
            await self.place()


class _Carrier(httpx.AsyncBaseTransport):
    """Carries requests to the Bot API; a life may end before one arrives, or before its answer."""

    def __init__(self, api: BotApi, life: _Life) -> None:
        self._transport = httpx.ASGITransport(application(api))
        self._life = life

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await self._life.travel()
        answer = await self._transport.handle_async_request(request)
        await self._life.travel()
        return answer


class Echo:
    """A host that says what was said to it, once it has thought about it."""

    def __init__(self, think: Callable[[], Awaitable[None]]) -> None:
        self._think = think

    async def reply(self, message: Message) -> Reply | None:
        await self._think()
        return talk(message.text)

    async def joined(self, message: Message) -> Reply | None:
        return None

    async def press(self, press: Press) -> Pressed:
        return Pressed()

    async def suggest(self, message: Message) -> tuple[Suggestion, ...]:
        return ()

    def menus(self) -> Menus:
        return Menus(private={}, group={}, admin={})

    def apology(self, language: str | None) -> Reply:
        return talk("Sorry.")

    def searching(self, language: str | None) -> Reply:
        return talk(SEARCHING)

    def more_inline(self, language: str | None, question: str) -> tuple[str, str]:
        return "More", "more"


class SteppedBot:
    """A channel that echoes, over one database through all of its lives."""

    def __init__(self, database: Database, api: BotApi, *, seed: int) -> None:
        self._database = database
        self._api = api
        self._chance = random.Random(seed)
        self._lives: list[_Life] = []
        self._channel: TelegramChannel | None = None
        self._starting: list[asyncio.Task[None]] = []
        self._polls = 0

    async def start(self) -> None:
        self._polls = self._api.polls
        life = _Life(self._chance)
        self._lives.append(life)
        loop = asyncio.get_running_loop()
        self._channel = TelegramChannel(
            token=TOKEN,
            api_url="http://telegram.test",
            host=Echo(life.think),
            updates=Updates(self._database, CHANNEL),
            outbox=Outbox(self._database, CHANNEL),
            chats=Chats(self._database),
            post=life.post,
            clock=lambda: datetime.fromtimestamp(_EPOCH + loop.time(), UTC),
            pace=Pace(),
            transport=_Carrier(self._api, life),
        )
        self._starting.append(asyncio.create_task(self._channel.start()))

    async def ready(self) -> None:
        while self._api.polls == self._polls:
            await self._api.updates.change(self._api.updates.changes, 1.0)

    async def kill(self) -> None:
        self._lives[-1].end_soon()
        await self._lives[-1].ended.wait()

    async def stop(self) -> None:
        assert self._channel is not None
        await self._channel.stop()
