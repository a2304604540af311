"""The READMEs tell the command line as it is: no command or option more, none less."""

import re
import shlex
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from typer.core import TyperGroup
from typer.main import get_group

from bot.__main__ import commands
from bot.channels import terminal
from bot.introducing import commands as chat_commands
from bot.reception.groups import menu
from tests.docs.commands import HELP, OPTION, USAGE, command_options, command_parts
from tests.docs.markdown import READMES, ROOT, blocks, document, rows, spans

_PROGRAM: Final = get_group(commands)


def _told(readme: str) -> dict[str, frozenset[str]]:
    """The options of each command, as the table of a README tells them."""
    return {
        name.strip(): frozenset(OPTION.findall(options))
        for first, options, *_ in rows(document(readme))
        for name, _ in USAGE.findall(first)
    }


@pytest.mark.parametrize("readme", READMES)
def test_readme_lists_every_command_with_its_options(readme: str) -> None:
    known = {
        name: options - {HELP} if name else options for name, options in command_options().items()
    }
    assert _told(readme) == known


@pytest.mark.parametrize(
    "name", [*READMES, "CONTRIBUTING.md", "CHANGELOG.md", "docs/json.md", "docs/architecture.md"]
)
def test_no_document_names_a_command_or_option_that_is_not_there(name: str) -> None:
    known = command_options()
    text = document(name)
    for code in (*spans(text), *blocks(text)):
        for command, rest in USAGE.findall(code):
            assert command.strip() in known, code
            assert set(OPTION.findall(rest)) <= known[command.strip()] | {HELP}, code


@pytest.mark.parametrize("readme", READMES)
def test_commands_in_readme_can_be_run_as_they_stand(readme: str) -> None:
    usages = list(_usages(document(readme)))
    assert usages
    for words in usages:
        if words[0].startswith("-"):
            continue
        grouped = isinstance(_PROGRAM.commands[words[0]], TyperGroup)
        name, arguments = " ".join(words[: 1 + grouped]), words[1 + grouped :]
        context = command_parts()[name].make_context(name, arguments)
        assert context.params


@pytest.mark.parametrize("readme", READMES)
def test_readme_lists_every_command_of_the_chat(readme: str) -> None:
    told = {match[1] for first, *_ in rows(document(readme)) if (match := _slash(first))}
    known = [*chat_commands("en"), *menu("en", group=False), *menu("en", group=True)]
    assert told == {f"/{name}" for name, _ in known} | {"/quit"}
    assert "/quit" in terminal._LEAVE


def test_help_names_every_command() -> None:
    sosik = Path(sysconfig.get_path("scripts")) / "sosik"
    run = subprocess.run(
        [sosik, "--help"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    for name in _PROGRAM.commands:
        assert re.search(rf"\b{name}\b", run.stdout), name


def test_groups_of_commands_are_those_that_the_documents_are_searched_for() -> None:
    groups = {name for name, part in _PROGRAM.commands.items() if isinstance(part, TyperGroup)}
    assert groups == {"source", "article", "outlet", "alias", "admin", "people", "limits", "digest"}


def _usages(text: str) -> Iterator[list[str]]:
    """The arguments of each line in a block that calls the program."""
    for block in blocks(text):
        for part in re.split(r"[\n|]", block):
            words = shlex.split(part, comments=True) if "sosik " in part else []
            if words and words[0].rpartition("/")[2] == "sosik":
                yield words[1:]


def _slash(cell: str) -> re.Match[str] | None:
    return re.match(r"`(/[a-z]+)", cell)
