"""What the documents are compared with: the commands as the program knows them."""

import re
from collections.abc import Mapping
from typing import Any, Final

from typer.core import TyperGroup
from typer.main import get_group

from bot.__main__ import commands
from tests.docs.markdown import spans

#: «sosik …» and the words behind it, as far as they are names and options.
USAGE = re.compile(
    r"(?<![\w./-])sosik"
    r"((?: (?:source|article|outlet|alias|admin|people|limits|digest))?(?: [a-z]+)?)"
    r"([^`\n|<>]*)"
)
OPTION = re.compile(r"--[a-z-]+")
_PROGRAM: Final = get_group(commands)
HELP: Final = "--help"


def command_options() -> Mapping[str, frozenset[str]]:
    """The options of each command, as the program knows them."""
    parts = {"": _PROGRAM, **command_parts()}
    return {
        name: frozenset(
            option
            for parameter in part.params
            for option in (*parameter.opts, *parameter.secondary_opts)
            if option.startswith("--")
        )
        | {HELP}
        for name, part in parts.items()
    }


def command_parts() -> dict[str, Any]:
    """Every command by its name, those of a group by both names."""
    found: dict[str, Any] = {}
    for name, part in _PROGRAM.commands.items():
        inside = part.commands if isinstance(part, TyperGroup) else {"": part}
        found |= {f"{name} {own}".strip(): command for own, command in inside.items()}
    return found


def command_names(text: str) -> set[str]:
    """Return the names of the commands in the inline code of ``text``."""
    return {name.strip() for code in spans(text) for name, _ in USAGE.findall(code)}
