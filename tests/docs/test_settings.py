"""Every setting stands in the READMEs and in .env.example, with the default it really has."""

import re
from pathlib import Path

import pytest

from config.settings import PREFIX, Settings, load
from tests.docs.markdown import READMES, document, rows, spans

NAMES = [PREFIX + field.upper() for field in Settings.model_fields]


def _example() -> dict[str, str]:
    return dict(re.findall(r"^#(SOSIK_\w+)=(.*)$", document(".env.example"), re.MULTILINE))


def _default(name: str) -> str:
    """The default as it is written in a document; a folder below the home folder with ~."""
    field = name.removeprefix(PREFIX).lower()
    settings = Settings()
    if field == "home":
        return "~/" + settings.home.relative_to(Path.home()).as_posix()
    value = getattr(settings, field)
    if field == "inbox":
        return ""
    return "" if value is None else str(value)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No .env of this checkout is read."""
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("readme", READMES)
def test_readme_lists_every_setting_with_its_default(readme: str) -> None:
    told = {
        spans(first)[0]: default
        for first, default, *_ in rows(document(readme))
        if first.startswith(f"`{PREFIX}")
    }
    assert list(told) == NAMES
    for name in NAMES:
        if default := _default(name):
            assert default in spans(told[name]), name
        else:
            assert name == "SOSIK_INBOX" or told[name] == "–"


@pytest.mark.parametrize(
    "name", [*READMES, "CONTRIBUTING.md", "docs/json.md", "docs/architecture.md"]
)
def test_no_document_names_a_setting_that_is_not_there(name: str) -> None:
    assert set(re.findall(r"\bSOSIK_[A-Z_]+\b", document(name))) <= set(NAMES)


def test_example_lists_every_setting_and_sets_none() -> None:
    assert list(_example()) == NAMES
    lines = document(".env.example").splitlines()
    assert all(not line or line.startswith("#") for line in lines)


def test_example_is_accepted_and_gives_the_defaults(tmp_path: Path) -> None:
    default = load()
    example = _example()
    Path(".env").write_text("\n".join(f"{name}={value}" for name, value in example.items()))
    settings = load()
    for field in set(Settings.model_fields) - {"home", "inbox", "telegram_token"}:
        assert getattr(settings, field) == getattr(default, field), field
    assert settings.telegram_token is None
    assert settings.home == tmp_path / "home" / example["SOSIK_HOME"].removeprefix("~/")
    assert settings.inbox_folder == settings.home / "inbox"


def test_example_names_the_default_home() -> None:
    assert _default("SOSIK_HOME") in document(".env.example")
