"""Writes ``bot_api.json``, what the Bot API takes and sends, from aiogram's models of it.

Run it in an environment of its own that has aiogram (no test imports it):

    PYTHONPATH=FOLDER_WITH_AIOGRAM python tests/telegram_server/generate.py

A field's type is written ``int``, ``str``, ``float``, ``bool``, ``file``, ``any``, a type's name, a
JSON constant, ``[…]`` for a list of it, or several of these between ``|``.
"""

import datetime
import importlib
import json
import types
import typing
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

#: The methods the server answers; the types they and updates reach come with them.
METHODS = (
    "AnswerCallbackQuery", "AnswerInlineQuery", "DeleteMessage", "DeleteMessages",
    "DeleteMyCommands", "DeleteWebhook", "EditMessageReplyMarkup", "EditMessageText", "GetChat",
    "GetChatAdministrators", "GetChatMember", "GetFile", "GetMe", "GetMyCommands", "GetUpdates",
    "GetWebhookInfo", "SendChatAction", "SendDocument", "SendMessage", "SendMessageDraft",
    "SendPhoto", "SetMyCommands", "SetWebhook",
)  # fmt: skip
#: What no method takes and no field names, but the server sends.
_SENT = ("Update", "ResponseParameters")
_SCALARS = {int: "int", str: "str", float: "float", bool: "bool", bytes: "file"}

Json = dict[str, Any]


class Snapshot:
    """Collects methods and the types they reach."""

    def __init__(self) -> None:
        self._library = importlib.import_module("aiogram")
        self._types = importlib.import_module("aiogram.types")
        self._methods = importlib.import_module("aiogram.methods")
        self._default = importlib.import_module("aiogram.client.default").Default
        self._found: dict[str, Json] = {}

    def taken(self) -> Json:
        """Return the snapshot."""
        methods = {}
        for name in METHODS:
            model = getattr(self._methods, name)
            methods[model.__api_method__] = self._fields(model) | {
                "returns": self._written(model.__returning__)
            }
        for name in _SENT:
            self._named(getattr(self._types, name))
        return {
            "bot_api": self._library.__api_version__,
            "from": f"aiogram {self._library.__version__}",
            "methods": methods,
            "types": self._found,
        }

    def _fields(self, model: Any) -> Json:
        required: dict[str, str] = {}
        optional: dict[str, str] = {}
        for name, field in model.model_fields.items():
            constant = typing.get_origin(field.annotation) is typing.Literal
            into = required if field.is_required() or constant else optional
            into[field.alias or name] = self._written(field.annotation)
        return {"required": required, "optional": optional}

    def _written(self, annotation: Any) -> str:
        return "|".join(sorted(set(self._alternatives(annotation))))

    def _alternatives(self, annotation: Any) -> Iterator[str]:
        origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
        if origin is typing.Annotated:
            yield from self._alternatives(arguments[0])
        elif origin in (typing.Union, types.UnionType):
            for one in arguments:
                yield from self._alternatives(one)
        elif origin is typing.Literal:
            for one in arguments:
                yield json.dumps(one.value if isinstance(one, Enum) else one)
        elif origin is list:
            yield f"[{self._written(arguments[0])}]"
        elif annotation not in (type(None), self._default):
            yield self._named(annotation)

    def _named(self, kind: Any) -> str:
        if not isinstance(kind, type):  # aiogram leaves rich text, which holds itself, unresolved
            return "any"
        if kind in _SCALARS:
            return _SCALARS[kind]
        if issubclass(kind, datetime.datetime | datetime.timedelta):
            return "int"
        if issubclass(kind, Enum):
            return "str"
        name: str = kind.__name__
        if name == "InputFile":
            return "file"
        if name not in self._found:
            self._found[name] = {}
            self._found[name] |= self._fields(kind)
        return name


def main() -> None:
    """Write the snapshot beside this file, one line a method or type."""
    snapshot = Snapshot().taken()
    lines = []
    for part in ("methods", "types"):
        rows = [
            f"  {json.dumps(name)}: {json.dumps(_filled(fields), sort_keys=True)}"
            for name, fields in sorted(snapshot[part].items())
        ]
        lines.append(f" {json.dumps(part)}: {{\n" + ",\n".join(rows) + "\n }")
    head = ",\n".join(
        f" {json.dumps(key)}: {json.dumps(snapshot[key])}" for key in ("bot_api", "from")
    )
    text = "{\n" + ",\n".join((head, *lines)) + "\n}\n"
    Path(__file__).with_name("bot_api.json").write_text(text, encoding="utf-8")


def _filled(fields: Json) -> Json:
    return {key: value for key, value in fields.items() if value}


if __name__ == "__main__":
    main()
