"""Limits, figures, acts, messages and broadcasts on the command line."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from bot.app import App
from config.settings import load
from store.messaging.answers import AnswerRecord
from store.messaging.outbox import Outgoing
from tests.bot.commands.conftest import Sosik


@pytest.fixture
def app(sosik: Sosik) -> Iterator[App]:
    """The parts over the same home."""
    made = App(load())
    yield made
    made.close()


def test_limits_are_shown_set_and_reset(sosik: Sosik) -> None:
    shown = {one["name"]: one for one in sosik("limits", "show", "--json").records}
    assert shown["person"] == {"name": "person", "burst": 20, "per_minute": 10}
    assert "3 at once, then 0.5 a minute" in sosik("limits", "set", "person", "3", "0.5").out
    assert sosik("limits", "show", "--json").records[0]["burst"] == 3
    assert sosik("limits", "reset", "person").code == 0
    assert sosik("limits", "show", "--json").records[0]["burst"] == 20
    for wrong in (("nobody", "1", "1"), ("person", "0", "1"), ("person", "1", "nan"),
                  ("person", "1", "1e9"), ("person", "1")):  # fmt: skip
        assert sosik("limits", "set", *wrong).code == 2


def test_figures_are_shown_and_drawn(sosik: Sosik, app: App, tmp_path: Path) -> None:
    now = app.clock()
    answer = AnswerRecord(id="a", chat="5", person="5", at=now, kind="declined", took_ms=300)
    app.outbox.put([Outgoing(chat="5", content="x")], now=now, answer=answer)
    assert "Not answered: 100% (1)" in sosik("stats").out
    (record,) = sosik("stats", "--json", "--days", "30").records
    assert (record["days"], record["counts"][0]["declined"]) == (30, 1)
    assert record["outbox"] == {"queued": 1}
    file = tmp_path / "chart.png"
    assert sosik("stats", "--chart", file).code == 0
    with Image.open(io.BytesIO(file.read_bytes())) as image:
        assert image.format == "PNG"
    again = sosik("stats", "--chart", file)
    assert (again.code, "already exists" in again.err.replace("\n", " ")) == (1, True)
    assert sosik("stats", "--days", "0").code == 2


def test_messages_are_listed_without_what_they_say(sosik: Sosik, app: App) -> None:
    app.outbox.put([Outgoing(chat="5", content="mirabelle")], now=app.clock())
    listed = sosik("outbox", "--json").records
    assert [(one["chat"], one["state"]) for one in listed] == [("5", "queued")]
    assert " · 5 · waits" in sosik("outbox").out
    assert sosik("outbox", "--state", "failed").out == ""
    assert sosik("outbox", "--state", "lost").code == 2
    assert "mirabelle" not in sosik("outbox", "--json").out


def test_everybody_is_written_to(sosik: Sosik, app: App) -> None:
    assert sosik("broadcast", "hello", "--yes").err == "sosik: there is nobody to write to yet\n"
    now = app.clock()
    for chat in ("5", "6", "7"):
        app.chats.seen("telegram", chat, kind="private", now=now)
    app.access.set("telegram", "7", "blocked", now=now)
    asked = sosik("broadcast", "Back at <b>nine</b>", lines=b"n\n")
    assert asked.code == 1
    assert "Back at <b>nine</b>" in asked.out
    assert app.outbox.next(now=now, limit=9) == ()
    assert sosik("broadcast", "Back at <b>nine</b>", "--yes").code == 0
    waiting = app.outbox.next(now=app.clock(), limit=9)
    assert [one.chat for one in waiting] == ["5", "6"]
    assert all("Back at &lt;b&gt;nine&lt;/b&gt;" in one.content for one in waiting)
    (act,) = sosik("audit", "--json").records
    assert (act["who"], act["action"], act["object"]) == ("console", "broadcast", "2 chats")
    for nothing in ("", " \u200b", "x" * 4_000):
        assert sosik("broadcast", nothing, "--yes").code == 2


def test_kept_questions_are_shown_with_their_ratings_and_not_who_asked(
    sosik: Sosik, app: App
) -> None:
    assert sosik("feedback").out == ""
    now = app.clock()
    answer = AnswerRecord(id="a", chat="775", person="775", at=now, kind="answer", took_ms=3)
    app.outbox.put([Outgoing(chat="775", content="x")], now=now, answer=answer)
    assert app.answers.rate("a", person="775", verdict=-1, now=now)
    assert app.answers.agree("a", person="775", question="요금은\n얼마?")
    shown = sosik("feedback").out
    assert "-1 · " in shown
    assert "요금은" in shown
    assert "775" not in shown
    (record,) = sosik("feedback", "--json").records
    assert (record["question"], record["liking"]) == ("요금은\n얼마?", -1)
    assert "775" not in str(record)
