"""Orders of any shape are answered in the admin's language, and nobody else's orders count."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.admin import Admin, commands
from bot.admin.arguments import is_blank
from bot.admin.menu import menu, usage
from bot.reply import plain_text
from bot.texts import Language, one_line, texts_in
from tests.bot.admin.conftest import CHANNEL, NOW, Office

NAMES = [name for name, _ in commands("en")]
ABSURD = (
    "-1", "0", "1" + "0" * 100, "9" * 4_000, "1e400", "nan", "-inf", "٣", "１２", "²",
    "\u202e123", "1\u200b2", "\u200b" * 50, "</b><i>x", "`*_[x](y)", "x" * 4_096, "가" * 4_096,
    "\x00", "../../etc/passwd", "/etc", "~root", "~nobody-of-that-name", "file:///etc/passwd",
    "http://", "https://[::1", "http://10.0.0.1/", "javascript:alert(1)", "add", "remove",
    "add -", "add 1 2", "person", "person -1 5", "person 10", "person 1e9 nan", "nobody 1 1",
    "person 10 " + "9" * 300, "\ud800", "1 2 3 4 5 6 7 8 9", "' OR 1=1 --", "i_0", "#1",
)  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("name", NAMES)
def test_any_argument_is_answered(office: Office, name: str, language: Language) -> None:
    office.language = language
    for argument in ("", *ABSURD):
        if name == "stats" and (is_blank(argument) or one_line(argument).isdecimal()):
            continue  # may draw, which takes a second: see test_on_figures.py
        said = office.says(f"/{name} {argument}".rstrip())
        assert said.strip(), argument
        assert len(said) < 4_096


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from([name for name in NAMES if name != "stats"]), argument=st.text())
def test_no_argument_is_an_error(office: Office, name: str, argument: str) -> None:
    if "://" in argument or "." in argument:
        argument = re.sub(r"[./]", "", argument)  # nothing outside is dialled
    assert office.says(f"/{name} {argument}").strip()


def test_what_is_no_command_of_admins_is_left_to_others(office: Office) -> None:
    for name in ("latest", "start", "nothing", "", "x" * 32):
        message = office.message(f"/{name}")
        texts = texts_in("en")
        assert Admin(office.parts).obey(name, "", message, texts=texts, now=NOW) is None


def test_every_command_of_the_menu_is_obeyed_and_says_how_it_is_written(office: Office) -> None:
    for language in ("en", "ko"):
        for command in menu(texts_in(language)):
            assert command.usage.startswith(f"/{command.name}")
            assert command.usage in usage(command.name, texts_in(language))
            assert re.fullmatch(r"[a-z]{1,32}", command.name)
            assert 0 < len(command.does) <= 256
    for name in ("addsource", "removesource", "broadcast", "allow", "block", "source"):
        assert f"/{name}" in office.says(f"/{name}"), name


def test_help_names_the_commands_of_admins_but_not_before_a_group(office: Office) -> None:
    said = office.says("/help")
    assert all(f"/{name}" in said for name in ("latest", *NAMES))
    assert len(said) < 4_096
    group = replace(office.message("/help"), group=True)
    assert Admin(office.parts).obey("help", "", group, texts=texts_in("en"), now=NOW) is None


def test_what_was_confirmed_by_one_who_is_no_admin_any_more_is_not_done(office: Office) -> None:
    asked = office.reply("/block 5")
    office.parts.access.set(CHANNEL, "1", "allowed", now=NOW)
    assert office.confirms(asked) == "This is not possible any more."
    assert office.parts.access.standing(CHANNEL, "5") is None


def test_an_unknown_confirmation_does_nothing(office: Office) -> None:
    said = Admin(office.parts).confirmed(
        "drop", "everything", office.message(""), texts=texts_in("en"), now=NOW
    )
    assert plain_text(said) == "This is not possible any more."


def test_a_database_that_fails_is_told_in_words(office: Office, tmp_path: Path) -> None:
    office.database.close()
    for file in tmp_path.glob("sosik.db*"):
        file.write_text("milk, " * 500)
    for text in ("/sources", "/allow 5", "/audit", "/limits person 10 6"):
        assert office.says(text).startswith("The database could not be used just now.")
