"""What happens by itself: one scheduler for the whole service."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

_GRACE_S: Final = 60


class Schedule:
    """Runs jobs at their intervals, in threads; a job never runs twice at once."""

    def __init__(self) -> None:
        # Its own log says little more than that a job was skipped because it still runs.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        # The executor of its own would cancel what runs when it is stopped, and complain of that.
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", executors={"default": ThreadPoolExecutor()}
        )

    def every(
        self, seconds: float, job: Callable[[], None], *, name: str, at_once: bool = False
    ) -> None:
        """Run ``job`` every so many seconds; a run that is still going on is not doubled.

        The first run is after the first interval, or ``at_once``.
        """
        self._scheduler.add_job(
            job,
            IntervalTrigger(seconds=seconds, timezone="UTC"),
            name=name,
            **({"next_run_time": datetime.now(UTC)} if at_once else {}),
            max_instances=1,
            coalesce=True,
            misfire_grace_time=_GRACE_S,
        )

    def start(self) -> None:
        """Begin, within a running event loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """Start no job any more; one that runs finishes by itself."""
        self._scheduler.shutdown(wait=False)
