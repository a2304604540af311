"""The runs of digests of benchmarks.load on a stepped clock."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from benchmarks.load import digests
from benchmarks.load.runs import Figures, Stage
from bot.channels.telegram import CHANNEL
from bot.digests.digests import Digests
from store.database import Database
from store.messaging.outbox import Outbox
from store.messaging.subscriptions import Subscriptions
from store.messaging.told import ToldFacts
from tests.bot.digests.conftest import News, render
from tests.journeys.stepped_telegram import SteppedBot, run_stepped, stepped_api
from tests.telegram_server import BotApi

PEOPLE = 200


@pytest.fixture(autouse=True)
def _as_in_a_new_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Undo after each test what the channel sets for the whole process."""
    monkeypatch.setenv("PTB_TIMEDELTA", "")
    monkeypatch.delenv("PTB_TIMEDELTA")
    loggers = [logging.getLogger(name) for name in ("telegram", "httpx", "httpcore")]
    yield
    for logger in loggers:
        logger.setLevel(logging.NOTSET)


class DigestingBot(SteppedBot):
    """A channel with the job of digests beside it, in all of its lives."""

    def __init__(self, database: Database, api: BotApi, *, seed: int) -> None:
        super().__init__(database, api, seed=seed)
        self.news = News()
        self.news.stories = [1, 2, 3]
        self._jobs: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        await super().start()
        job = Digests(
            subscriptions=Subscriptions(self._database),
            told=ToldFacts(self._database, CHANNEL),
            outbox=Outbox(self._database, CHANNEL),
            writer=self.news,
            render=render,
            holds=lambda _: True,
            clock=lambda: datetime.fromtimestamp(self._api.now(), UTC),
        )
        self._jobs.append(asyncio.create_task(self._work(job)))

    async def stop(self) -> None:
        for job in self._jobs:
            job.cancel()
        await super().stop()

    async def _work(self, job: Digests) -> None:
        life = self._lives[-1]
        while True:
            if not await life.post(job.step):
                await asyncio.sleep(1.0)


def staged(
    folder: Path, run: Callable[[Stage], Awaitable[Figures]], *, seed: int = 1
) -> tuple[Figures, BotApi]:
    """Do ``run`` on a stage of its own."""

    async def work(loop: Any) -> tuple[Figures, BotApi]:
        api = stepped_api(loop)
        database = Database(folder / "sosik.db")
        bot = DigestingBot(database, api, seed=seed)
        stage = Stage(api=api, bot=bot, database=database, seated=(), questions=(), seed=seed)
        figures = await run(stage)
        await bot.stop()
        database.close()
        return figures, api

    return run_stepped(work)


def test_everybody_gets_theirs_once_as_fast_as_telegram_allows(tmp_path: Path) -> None:
    def run(stage: Stage) -> Awaitable[Figures]:
        return digests.on_time(stage, people=PEOPLE, lead_s=5, memory=lambda: 100.0)

    figures, api = staged(tmp_path, run)

    assert figures.values["came"] == PEOPLE
    assert all(figures.kept.values()), figures.line()
    assert all("story 3" in one.text for one in api.sent)


@pytest.mark.parametrize("seed", range(3))
def test_kills_and_faults_lose_none_that_is_not_listed(tmp_path: Path, seed: int) -> None:
    def run(stage: Stage) -> Awaitable[Figures]:
        return digests.killed(
            stage, people=PEOPLE, lead_s=5, kills=5, lives_s=(0.0, 4.0), share=0.05
        )

    figures, _ = staged(tmp_path, run, seed=seed)

    assert figures.values["kills"] == 5
    assert sum(figures.values["failed_calls"].values()) > 5
    assert all(figures.kept.values()), figures.line()


def test_the_judge_misses_none_that_was_lost_or_came_twice(tmp_path: Path) -> None:
    async def run(stage: Stage) -> Figures:
        bot = stage.bot
        assert isinstance(bot, DigestingBot)
        figures = await digests.on_time(stage, people=9, lead_s=5, memory=lambda: None)
        assert not figures.values["lost"]
        stage.api.sent.append(stage.api.sent[0])
        stage.api.sent.remove(stage.api.sent[3])
        due = datetime.fromtimestamp(stage.api.now(), UTC)
        return Figures(run="", values=digests.told(digests.delivered(stage, 9, due=due)))

    figures, _ = staged(tmp_path, run)
    assert (figures.values["lost"], figures.values["twice"]) == (1, 1)
