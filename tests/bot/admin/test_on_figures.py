"""Figures of the last days: counted from what is on record, and drawn."""

import io
import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped]  # has no stubs
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]  # has no stubs
from PIL import Image

from bot.admin.drawing import drawn
from bot.admin.stats import SourceCounts, Stats, measure
from bot.texts import Language, texts_in
from store.messaging.answers import AnswerRecord, DayCount
from store.messaging.outbox import Outgoing
from tests.bot.admin.conftest import CHANNEL, NOW, ZONE, Office

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)


def ask(office: Office, id_: str, *, kind: str, ms: int, days_ago: int = 0) -> None:
    """Put an answered question on record."""
    at = NOW - days_ago * DAY
    answer = AnswerRecord(id=id_, chat="5", person="5", at=at, kind=kind, took_ms=ms)
    (sent,) = office.parts.outbox.put([Outgoing(chat="5", content="x")], now=at, answer=answer)
    office.parts.outbox.sending(sent, now=at)
    office.parts.outbox.sent(sent, id_, now=at + timedelta(milliseconds=ms))


@pytest.fixture
def busy(office: Office) -> Office:
    """A bot with questions of two days, today's last one answered late."""
    ask(office, "a", kind="answer", ms=400)
    ask(office, "b", kind="declined", ms=90_000)
    ask(office, "c", kind="list", ms=600, days_ago=2)
    ask(office, "d", kind="answer", ms=100, days_ago=10)
    office.parts.answers.rate("a", person="5", verdict=1, now=NOW)
    chats = office.parts.chats
    chats.seen(CHANNEL, "5", kind="private", now=NOW)
    chats.seen(CHANNEL, "6", kind="private", now=NOW - 3 * DAY)
    chats.seen(CHANNEL, "-7", kind="group", now=NOW - 20 * DAY)
    chats.unreachable(CHANNEL, "6", reason="blocked", now=NOW)
    return office


def test_the_figures_count_what_is_on_record(busy: Office) -> None:
    parts = busy.parts
    found = measure(
        library=parts.library, catalog=parts.catalog, chats=parts.chats, answers=parts.answers,
        outbox=parts.outbox, channel=CHANNEL, days=7, now=NOW, zone=ZONE,
    )  # fmt: skip
    assert (found.questions, found.declined, found.late) == (3, 1, 1)
    assert found.people == {1: 1, 7: 2, 30: 2}
    assert found.groups == {1: 0, 7: 0, 30: 1}
    assert found.unreachable == 1
    assert found.outbox == {"sent": 3}


def test_the_figures_are_told_with_a_chart(busy: Office) -> None:
    reply = busy.reply("/stats")
    assert ["".join(span.text for span in line.spans) for line in reply.lines] == [
        "The last 7 days",
        "Articles: 0",
        "Sources: 0",
        "People who wrote: today 1, within 7 days 2, within 30 days 2",
        "Groups that wrote: today 0, within 7 days 0, within 30 days 1",
        "Chats that cannot be reached: 1",
        "Questions: 3, 0.4 a day",
        "Not answered: 33% (1)",
        "Feedback: 👍 1, 👎 0",
        "Time to the reply, day by day: half within 0.4–0.6, 95% within 0.6–90.0 seconds",
        "Messages: delivered 3, of these late 1",
    ]
    assert reply.attachment is not None
    assert (reply.attachment.name, reply.attachment.kind) == ("sosik-2026-11-22.png", "photo")


def test_absurd_periods_are_refused(office: Office) -> None:
    for days in ("0", "-1", "367", "1" + "0" * 100, "week", "7.5", "１２"):
        assert office.says(f"/stats {days}").startswith("The figures reach back 1 to 366 days.")


# -- the chart


def figures(days: int, *, asked: int = 9) -> Stats:
    counts = [
        DayCount(
            day=TODAY - back * DAY, questions=asked, declined=2, lists=1, up=0, down=0,
            p50_ms=500, p95_ms=1_900,
        )
        for back in range(0, days, 2)
        if asked
    ]  # fmt: skip
    return Stats(
        days=days, articles=1, people={}, groups={}, unreachable=0, outbox={}, late=0,
        sources=SourceCounts(working=0, failing=0, dead=0, paused=0), counts=tuple(counts),
    )  # fmt: skip


def picture(stats: Stats, language: Language = "en") -> Image.Image:
    data = drawn(stats, today=TODAY, texts=texts_in(language))
    assert data is not None
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        return image


@pytest.mark.parametrize("stats", [figures(1), figures(366), figures(7, asked=0)])
def test_a_chart_is_opaque_and_as_large_as_a_phone_shows(stats: Stats) -> None:
    image = picture(stats)
    assert image.size == (1080, 1080)
    assert image.convert("RGBA").getchannel("A").getextrema() == (255, 255)


def test_labels_are_korean_where_a_font_has_the_letters() -> None:
    english = texts_in("en").gettext("Sosik in figures")
    korean = texts_in("ko").gettext("Sosik in figures")
    fonts = Path(os.environ["HOME"]) / ".local" / "share" / "fonts"
    fonts.mkdir(parents=True)
    _make_font(fonts / "squares.ttf")
    assert picture(figures(3), "ko").info["Title"] == korean
    assert picture(figures(3), "en").info["Title"] == english


def test_what_cannot_be_drawn_is_told_without_a_picture(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert drawn(figures(3), today=TODAY, texts=texts_in("en"), wall_s=0.001) is None
    monkeypatch.setenv("TMPDIR", "/nowhere")
    monkeypatch.setattr("tempfile.tempdir", "/nowhere")
    assert drawn(figures(3), today=TODAY, texts=texts_in("en")) is None
    assert [record.message for record in caplog.records] == [
        "the chart could not be drawn: TimeoutExpired",
        "the chart could not be drawn: FileNotFoundError",
    ]


def _make_font(path: Path) -> None:
    """Make a font in which each letter of Korean and ASCII is a square."""
    codes = [*range(0x20, 0x7F), ord("·"), *range(0xAC00, 0xD7A4)]
    names = {code: f"u{code:04X}" for code in codes}
    pen = TTGlyphPen(None)
    pen.moveTo((50, 0))
    for corner in ((50, 700), (900, 700), (900, 0)):
        pen.lineTo(corner)
    pen.closePath()
    square = pen.glyph()
    order = [".notdef", *names.values()]
    font = FontBuilder(1000)
    font.setupGlyphOrder(order)
    font.setupCharacterMap(names)
    font.setupGlyf(dict.fromkeys(order, square))
    font.setupHorizontalMetrics(dict.fromkeys(order, (1000, 50)))
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": "Squares", "styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    font.save(path)
