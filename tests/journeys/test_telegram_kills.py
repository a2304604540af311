"""The process that answers is killed, again and again; the chats do not show it."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

from benchmarks.load import runs
from benchmarks.load.asking import seats
from benchmarks.load.runs import Figures, Stage
from benchmarks.load.service import message_under_way
from store.database import Database
from tests.telegram_server import BotApi, running

QUESTIONS = [f"소식 {number}?" for number in range(200)]


class Killable:
    """A bot in processes of its own (``tests.journeys.killable_telegram``)."""

    def __init__(self, file: Path, api: BotApi, address: str) -> None:
        self._api = api
        self._polls = 0
        self._kills = 0
        self._pid = 0
        program = (sys.executable, "-m", "tests.journeys.killable_telegram", str(file), address)
        self._parent = subprocess.Popen(
            program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    async def start(self) -> None:
        assert self._parent.stdin is not None
        assert self._parent.stdout is not None
        self._polls = self._api.polls
        self._parent.stdin.write(b"\n")
        self._parent.stdin.flush()
        self._pid = int(await asyncio.to_thread(self._parent.stdout.readline))

    async def ready(self) -> None:
        while self._api.polls == self._polls:
            await self._api.updates.change(self._api.updates.changes, 1.0)

    async def kill(self) -> None:
        """Kill it, the first and then every other time while it waits for an answer."""
        if self._kills % 2 == 0:
            await message_under_way(self._api)
        self._kills += 1
        await self.stop()

    async def stop(self) -> None:
        os.kill(self._pid, signal.SIGKILL)

    def close(self) -> None:
        """End it, and what starts it."""
        self._parent.communicate(timeout=10)


def test_a_bot_that_is_killed_loses_nothing_and_repeats_only_what_was_in_flight(
    tmp_path: Path,
) -> None:
    api = BotApi()
    api.keep_limits()
    database = Database(tmp_path / "sosik.db")

    async def work(bot: Killable) -> Figures:
        stage = Stage(
            api=api,
            bot=bot,
            database=database,
            seated=seats(50, grouped=0.1),
            questions=QUESTIONS,
            seed=1,
        )
        figures = await runs.restarts(stage, rate=15, kills=5, lives_s=(0.0, 0.6))
        await bot.stop()
        return figures

    with running(api) as address:
        bot = Killable(tmp_path / "sosik.db", api, address)
        try:
            figures = asyncio.run(work(bot))
        finally:
            bot.close()
    database.close()

    assert all(figures.kept.values()), figures.line()
    assert figures.values["twice"] >= 1  # three of the kills are aimed at that
    assert figures.values["asked"] > 10
