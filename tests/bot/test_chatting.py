"""The terminal commands: what is ready before an answer, and samples taken in at the start."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import App
from bot.chatting import answer_one
from config.settings import Settings
from tests.fake_encoder import LetterEncoder


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
