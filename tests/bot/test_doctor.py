"""The doctor names what is broken and how to mend it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from rich.console import Console

from bot.app import App
from bot.doctor import Finding, examine, examine_parts
from bot.taking_in import index_all, take_in
from config.settings import Settings
from retrieval.errors import ModelError
from tests.fake_encoder import LetterEncoder

TEXT = "정부는 9일 새 정수장을 열었다고 밝혔다. 하루 3만 톤의 물을 걸러 시민에게 보낸다."
SUBJECTS = ["disk", "database", "words", "model", "vectors", "inbox", "sources", "telegram"]
SILENT = Console(stderr=True, quiet=True)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


def make_app(home: Path, load_encoder: Callable[[], LetterEncoder] = LetterEncoder) -> App:
    return App(Settings(home=home, model=str(home / "model")), load_encoder=load_encoder)


@pytest.fixture
def app(home: Path) -> Iterator[App]:
    made = make_app(home)
    yield made
    made.close()


@pytest.fixture
def stocked(app: App, tmp_path: Path) -> App:
    """The app with one article in both indexes."""
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    take_in(app, [path], report=lambda _: None, by_meaning=True, console=SILENT)
    return app


def broken(app: App) -> dict[str, Finding]:
    found = list(examine_parts(app))
    assert [one.subject for one in found] == SUBJECTS  # one failure does not hide the others
    return {one.subject: one for one in found if not one.fine}


def test_an_empty_home_is_fine(app: App) -> None:
    assert broken(app) == {}


def test_a_stocked_home_is_fine_and_a_mended_index_is_fine_again(stocked: App, home: Path) -> None:
    assert broken(stocked) == {}
    (folder,) = (home / "indexes").glob("words-*")
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    after = make_app(home)
    assert broken(after)["words"].mend == "Run: sosik reindex"
    after.indexer.renew()
    index_all(after, console=SILENT)
    assert broken(after) == {}
    after.close()


def test_damaged_vectors_are_named(stocked: App, home: Path) -> None:
    (manifest,) = (home / "indexes").glob("vectors-*/manifest.json")
    manifest.write_text("{", encoding="utf-8")
    after = make_app(home)
    assert broken(after)["vectors"].mend == "Run: sosik reindex"
    after.close()


def test_a_model_that_cannot_be_loaded_is_named(home: Path) -> None:
    def no_model() -> NoReturn:
        raise ModelError("gone", "there is no such folder. Set SOSIK_MODEL to one")

    app = make_app(home, no_model)
    assert broken(app)["model"].mend == "Set SOSIK_MODEL to one"
    app.close()


def test_files_that_wait_are_counted(app: App, home: Path) -> None:
    app.inbox.prepare()
    (home / "inbox" / "a.txt").touch()
    (says,) = [one.says for one in examine_parts(app) if one.subject == "inbox"]
    assert says.startswith("1 files wait")


def test_a_token_is_never_shown(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOSIK_TELEGRAM_TOKEN", "123:secret")
    app = make_app(home)
    assert "secret" not in repr(list(examine_parts(app)))
    app.close()


def test_a_database_that_cannot_be_opened_hides_nothing_else(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOSIK_MODEL", str(home / "no model"))
    home.mkdir()
    (home / "sosik.db").write_text("milk, " * 500)
    found = {one.subject: one for one in examine(home)}
    assert {name: one.fine for name, one in found.items()} == {
        "disk": True,
        "database": False,
        "model": False,
        "telegram": True,
    }
    assert found["database"].mend == "move it away or name another home"
    assert found["model"].mend == "Set SOSIK_MODEL to one, or to bundled"


def test_a_setting_that_cannot_be_used_is_a_finding(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOSIK_THREADS", "many")
    (one,) = examine(home)
    assert (one.subject, one.fine) == ("settings", False)
    assert one.says.startswith("SOSIK_THREADS: ")
    assert one.mend == "change it in the environment or in .env"
    assert not home.exists()
