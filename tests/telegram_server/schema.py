"""Checks parameters and updates against ``bot_api.json``, a snapshot of the Bot API's types."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

Json = dict[str, Any]
#: Raises MismatchError; the second argument says where the value stands.
Check = Callable[[Any, str], None]

SNAPSHOT: Final[Json] = json.loads(Path(__file__).with_name("bot_api.json").read_text("utf-8"))
VERSION: Final[str] = SNAPSHOT["bot_api"]
METHODS: Final[Json] = SNAPSHOT["methods"]
TYPES: Final[Json] = SNAPSHOT["types"]

_SCALARS: Final[dict[str, tuple[type, ...]]] = {
    "int": (int,),
    "str": (str,),
    "float": (int, float),
    "bool": (bool,),
}
_TRUE, _FALSE = {"true", "yes", "1"}, {"false", "no", "0", ""}


class MismatchError(Exception):
    """A value is not of the type the Bot API names; ``where`` is empty for the value itself."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where}: {problem}" if where else problem)
        self.where = where


def split_alternatives(written: str) -> list[str]:
    """Return the alternatives of a written type; ``|`` inside brackets does not part them."""
    parts, depth = [""], 0
    for char in written:
        depth += (char == "[") - (char == "]")
        if char == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    return parts


@cache
def checker(written: str) -> Check:
    """Return the check of a written type such as ``int|str`` or ``[MessageEntity]``."""
    alternatives = [_one(part) for part in split_alternatives(written)]
    if len(alternatives) == 1:
        return alternatives[0]

    def check(value: Any, where: str) -> None:
        deepest: MismatchError | None = None
        for alternative in alternatives:
            try:
                return alternative(value, where)
            except MismatchError as error:
                if deepest is None or len(error.where) > len(deepest.where):
                    deepest = error
        raise deepest or MismatchError(where, f"must be of type {written}")

    return check


def _one(written: str) -> Check:
    if written == "any":
        return lambda value, where: None
    if written in _SCALARS:
        return _scalar(written)
    if written.startswith("["):
        return _list(checker(written[1:-1]))
    if written == "file":
        return _constant(None)  # a file comes beside the JSON, never in it
    if is_constant(written):
        return _constant(json.loads(written))
    return _object(written)


def is_constant(written: str) -> bool:
    """Say whether a written type is one JSON constant."""
    return written in ("true", "false") or not written[0].isalpha()


def _scalar(written: str) -> Check:
    wanted = _SCALARS[written]

    def check(value: Any, where: str) -> None:
        if not isinstance(value, wanted) or (isinstance(value, bool) and written != "bool"):
            raise MismatchError(where, f"must be of type {written}")

    return check


def _constant(constant: Any) -> Check:
    def check(value: Any, where: str) -> None:
        if value != constant or isinstance(value, bool) != isinstance(constant, bool):
            raise MismatchError(where, f"must be {json.dumps(constant)}")

    return check


def _list(item: Check) -> Check:
    def check(value: Any, where: str) -> None:
        if not isinstance(value, list):
            raise MismatchError(where, "must be an Array")
        for number, one in enumerate(value):
            item(one, f"{where}[{number}]")

    return check


def _object(name: str) -> Check:
    fields: dict[str, Check] = {}
    required: list[str] = []

    def check(value: Any, where: str) -> None:
        if not fields:  # compiled at first use: types hold themselves
            required.extend(TYPES[name].get("required", ()))
            fields.update({one: checker(kind) for one, kind in fields_of(TYPES[name]).items()})
        if not isinstance(value, dict):
            raise MismatchError(where, "must be an Object")
        for field in required:
            if field not in value:
                raise MismatchError(where, f'can\'t find field "{field}"')
        for field, one in value.items():
            if field not in fields:
                raise MismatchError(where, f'{name} has no field "{field}"')
            fields[field](one, f"{where}.{field}" if where else field)

    return check


def fields_of(model: Json) -> dict[str, str]:
    """Return the written types of all fields of a method or type of the snapshot."""
    return {**model.get("required", {}), **model.get("optional", {})}


def read_value(written: str, value: Any) -> Any:
    """Return a parameter as a value of its type; forms and queries carry everything as text.

    Raises MismatchError.
    """
    alternatives = split_alternatives(written)
    if not isinstance(value, str):
        if "str" in alternatives and isinstance(value, int) and not isinstance(value, bool):
            value = value if "int" in alternatives else str(value)
        checker(written)(value, "")
        return value
    if "int" in alternatives and value.lstrip("-").isdecimal():
        return int(value)
    if "str" in alternatives:
        return value
    if "bool" in alternatives and value.lower() in _TRUE | _FALSE:
        return value.lower() in _TRUE
    if written in _SCALARS:
        raise MismatchError("", f"must be of type {written}")
    try:
        structure = json.loads(value)
    except ValueError:
        raise MismatchError("", "can't parse JSON object") from None
    checker(written)(structure, "")
    return structure
