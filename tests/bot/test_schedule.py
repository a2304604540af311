"""Jobs run at their intervals, and what runs when the service stops finishes in silence."""

import asyncio
import logging
import threading

import pytest

from bot.schedule import Schedule

pytestmark = pytest.mark.anyio


async def test_a_job_that_runs_when_all_is_stopped_finishes_and_nothing_is_said(
    caplog: pytest.LogCaptureFixture,
) -> None:
    begun, may_end, ended = threading.Event(), threading.Event(), threading.Event()

    def job() -> None:
        begun.set()
        may_end.wait(10)
        ended.set()

    schedule = Schedule()
    schedule.every(3600, job, name="job", at_once=True)
    schedule.start()
    assert await asyncio.to_thread(begun.wait, 10)
    with caplog.at_level(logging.DEBUG):
        schedule.stop()
        await asyncio.sleep(0)
        may_end.set()
        assert await asyncio.to_thread(ended.wait, 10)
        await asyncio.sleep(0.1)
    assert not [one for one in caplog.records if one.levelno >= logging.WARNING]


async def test_a_job_that_still_runs_is_not_doubled() -> None:
    may_end = threading.Event()
    begun: list[int] = []

    def job() -> None:
        begun.append(1)
        may_end.wait(10)

    schedule = Schedule()
    schedule.every(0.02, job, name="job", at_once=True)
    schedule.start()
    await asyncio.sleep(0.3)
    assert len(begun) == 1
    may_end.set()
    await asyncio.sleep(0.3)
    assert len(begun) > 1
    schedule.stop()
