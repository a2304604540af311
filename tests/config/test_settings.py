"""Settings are checked once, and what is wrong is said by its name."""

from pathlib import Path

import pytest

from config.settings import SettingsError, load


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_an_unknown_setting_is_named_with_those_that_exist(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOSIK_TOKEN", "1")
    with pytest.raises(SettingsError, match=r"SOSIK_TOKEN.*SOSIK_TELEGRAM_TOKEN"):
        load()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SOSIK_TIME_ZONE", "Asia/Nowhere"),
        ("SOSIK_TIME_ZONE", "../../etc/passwd"),
        ("SOSIK_INBOX_EVERY_S", "soon"),
        ("SOSIK_INBOX_EVERY_S", "-1"),
        ("SOSIK_LANGUAGE", "fr"),
        ("SOSIK_TELEGRAM_API_URL", "not an address"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        load()


def test_a_wrong_value_never_shows_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOSIK_TELEGRAM_TOKEN", "123:secret")
    monkeypatch.setenv("SOSIK_LANGUAGE", "fr")
    with pytest.raises(SettingsError) as caught:
        load()
    assert "secret" not in str(caught.value)
    monkeypatch.delenv("SOSIK_LANGUAGE")
    assert "secret" not in repr(load())


def test_an_empty_setting_is_as_good_as_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SOSIK_INBOX", "")
    monkeypatch.setenv("SOSIK_TELEGRAM_TOKEN", "")
    settings = load(home=tmp_path)
    assert settings.inbox_folder == tmp_path / "inbox"
    assert settings.telegram_token is None


def test_other_programs_settings_in_the_same_file_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DATABASE_URL=x\nSOSIK_LOG_LEVEL=WARNING\n")
    assert load().log_level == "warning"
    (tmp_path / ".env").write_text("SOSIK_TYPO=1\n")
    with pytest.raises(SettingsError, match="SOSIK_TYPO"):
        load()


def test_the_bounds_of_the_pace_are_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOSIK_POLL_SHORTEST_MIN", "60")
    monkeypatch.setenv("SOSIK_POLL_LONGEST_MIN", "10")
    with pytest.raises(SettingsError, match="SHORTEST_MIN is longer than SOSIK_POLL_LONGEST_MIN"):
        load()


def test_hosts_are_listed_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOSIK_ALLOWED_HOSTS", " NAS.local, ,10.0.0.5:8080 ")
    assert load().fetchable_hosts == ("nas.local", "10.0.0.5:8080")
