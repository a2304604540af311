"""Has the chart of the figures drawn by a child process."""

import json
import logging
import os
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from bot.admin.stats import Stats
from bot.texts import Texts, texts_in
from store.messaging.answers import DayCount
from store.messaging.deliveries import DayDeliveries

#: A second on one core; on a machine with hundreds of fonts, which are looked through each time,
#: some more.
WALL_S: Final = 30.0
#: Kept apart from the package's other modules: the child imports nothing else of them.
_CHART: Final = Path(__file__).with_name("chart.py")
#: Where fonts are found, and the program that lists them.
_PASSED_ON: Final = ("HOME", "PATH", "XDG_DATA_HOME", "XDG_DATA_DIRS")

log = logging.getLogger(__name__)


def drawn(stats: Stats, *, today: date, texts: Texts, wall_s: float = WALL_S) -> bytes | None:
    """Return the chart as a PNG; None when it could not be drawn, which the log tells."""
    choices = [_labels(texts), _labels(texts_in("en"))]
    data = {"days": _days(stats, today), "labels": choices}
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    try:
        with tempfile.TemporaryDirectory(prefix="sosik-") as folder:
            done = subprocess.run(  # noqa: S603 - our own interpreter and file
                [sys.executable, "-I", str(_CHART)],
                input=json.dumps(data).encode(),
                capture_output=True,
                timeout=wall_s,
                check=True,
                # One thread: a chart is small. The folder takes what matplotlib writes down.
                env={**environment, "MPLCONFIGDIR": folder, "OPENBLAS_NUM_THREADS": "1"},
            )
    except (subprocess.SubprocessError, OSError) as error:
        log.warning("the chart could not be drawn: %s", type(error).__name__)
        return None
    return done.stdout


def _days(stats: Stats, today: date) -> list[dict[str, Any]]:
    counts = {count.day: count for count in stats.counts}
    deliveries = {count.day: count for count in stats.deliveries}
    return [
        _day(day, counts.get(day), deliveries.get(day, DayDeliveries(day=day)))
        for day in (today - timedelta(days=back) for back in range(stats.days - 1, -1, -1))
    ]


def _day(day: date, count: DayCount | None, delivered: DayDeliveries) -> dict[str, Any]:
    return {
        "day": day.isoformat(),
        "answered": count.questions - count.declined if count else 0,
        "declined": count.declined if count else 0,
        "p50": count.p50_ms / 1000 if count else None,
        "p95": count.p95_ms / 1000 if count else None,
        "delivered": delivered.sent,
        "late": delivered.late,
        "failed": delivered.failed + delivered.uncertain,
    }


def _labels(texts: Texts) -> dict[str, str]:
    _ = texts.gettext
    return {
        "title": _("Sosik in figures"),
        "questions": _("Questions"),
        "answered": _("answered"),
        "declined": _("declined"),
        "waiting": _("Seconds to the reply"),
        "p50": _("half within"),
        "p95": _("95% within"),
        "deliveries": _("Digests and alerts"),
        "delivered": _("delivered"),
        "late": _("late"),
        "failed": _("failed or uncertain"),
    }
