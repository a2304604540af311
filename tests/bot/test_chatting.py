"""The terminal commands: what is ready before an answer, and samples taken in at the start."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from rich.console import Console

from bot.app import App
from bot.chatting import answer_one
from bot.taking_in import take_samples_in
from config.settings import Settings
from retrieval.errors import ModelError
from store.backlog import Waiting
from tests.fake_encoder import LetterEncoder

WATER = "정부는 9일 새 정수장을 열었다고 밝혔다. 하루 3만 톤의 물을 걸러 시민에게 보낸다."
FERRY = "섬을 오가는 여객선이 사흘째 멈췄다. 파도가 4m를 넘어 배를 띄울 수 없다고 한다."


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    """One process' parts over an empty home, with the encoder that counts letters."""
    monkeypatch.chdir(tmp_path)
    made = App(Settings(home=tmp_path / "home"), load_encoder=LetterEncoder)
    yield made
    made.close()


def test_all_that_answers_need_is_loaded_before_their_time_is_taken(app: App) -> None:
    record = json.loads(answer_one(app, "", as_json=True))  # itself it needs nothing
    assert record["reason"] == "empty_question"
    assert app.analyser.now() is not None
    assert app.encoder.now() is not None


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    """A folder with two articles and a file that is none."""
    folder = tmp_path / "samples"
    folder.mkdir()
    (folder / "a.txt").write_text(f"새 정수장 가동\n\n{WATER}", "utf-8")
    (folder / "b.txt").write_text(f"여객선 결항\n\n{FERRY}", "utf-8")
    (folder / "c.txt").write_text("", "utf-8")
    return folder


def taken_in(app: App, folder: Path) -> str:
    """Take a folder in before a terminal; return what shows there."""
    out = io.StringIO()
    take_samples_in(app, folder, console=Console(file=out, force_terminal=True, width=100))
    return out.getvalue()


def test_samples_left_by_half_are_completed_at_the_next_start(app: App, samples: Path) -> None:
    list(app.ingest.bring(samples / "a.txt"))  # stored, and interrupted before it was indexed
    shown = taken_in(app, samples)
    assert app.library.count() == 2
    assert app.backlog.waiting() == Waiting(articles=0, passages=0)
    assert "by meaning" in shown
    assert "refused    c.txt: empty" in shown


def test_samples_that_are_all_there_cost_no_progress_bar(app: App, samples: Path) -> None:
    (samples / "c.txt").unlink()
    assert "reading files" in taken_in(app, samples)
    assert taken_in(app, samples) == ""


def test_samples_are_found_by_words_where_no_model_can_be_loaded(
    tmp_path: Path, samples: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def no_model() -> NoReturn:
        raise ModelError("gone", "there is no such folder")

    app = App(Settings(home=tmp_path / "home"), load_encoder=no_model)
    taken_in(app, samples)
    assert app.library.count() == 2
    assert app.backlog.waiting().articles == 0
    assert "the samples are found by words alone: the model gone" in caplog.text
    app.close()
