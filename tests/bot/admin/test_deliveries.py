"""How digests and alerts arrived is told and drawn."""

from dataclasses import replace
from datetime import date
from io import BytesIO

from PIL import Image

from bot.admin.drawing import drawn
from bot.admin.on_figures import figures
from bot.admin.stats import SourceCounts, Stats
from bot.texts import texts_in
from store.messaging.deliveries import DayDeliveries

DAY = date(2026, 11, 22)
QUIET = Stats(
    days=7,
    articles=0,
    sources=SourceCounts(working=0, failing=0, dead=0, paused=0),
    people=dict.fromkeys((1, 7, 30), 0),
    groups=dict.fromkeys((1, 7, 30), 0),
    unreachable=0,
    counts=(),
    outbox={},
    late=0,
)
BUSY = replace(
    QUIET,
    deliveries=(
        DayDeliveries(day=date(2026, 11, 21), sent=40, failed=2),
        DayDeliveries(day=DAY, sent=30, late=5, uncertain=1),
    ),
)


def said(stats: Stats) -> str:
    lines = figures(stats, texts_in("en"))
    return "\n".join("".join(span.text for span in line.spans) for line in lines)


def test_the_figures_tell_how_many_arrived_late_or_not_at_all() -> None:
    assert said(BUSY).endswith(
        "Of these, digests and alerts: delivered 75, of these late 5, not delivered 2,"
        " perhaps delivered 1"
    )
    assert "digests" not in said(QUIET)


def test_the_picture_has_a_panel_of_its_own_for_them() -> None:
    pictures = [drawn(stats, today=DAY, texts=texts_in("en")) for stats in (QUIET, BUSY)]
    images = [Image.open(BytesIO(picture)).convert("RGB") for picture in pictures if picture]
    assert len(images) == 2
    red = [sum(count for count, colour in one.getcolors(1 << 20) or () if colour == (213, 94, 0))
           for one in images]  # fmt: skip
    assert red[0] < red[1]  # what failed is seen
    assert images[0].size == images[1].size
