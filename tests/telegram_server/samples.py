"""Makes a valid update of every kind, and a message with every content, from the snapshot."""

import json
from typing import Any, Final

from tests.telegram_server.schema import TYPES, fields_of, is_constant, split_alternatives
from tests.telegram_server.values import Json, person, private

_SOMEBODY: Final = person(77)
#: A field of the snapshot that is no content of a message, but says where and whose it is.
_FRAME: Final = {"message_id", "date", "chat", "from"}
_DATES: Final = {"date", "edit_date", "forward_date"}


def every_kind_of_update(date: int) -> dict[str, Json]:
    """Return updates by kind, without their ids; ``date`` in seconds since 1970.

    The last, ``future_kind``, is one that Telegram does not have yet.
    """
    kinds = {
        kind: {kind: _sample(kind, written, date)}
        for kind, written in TYPES["Update"]["optional"].items()
    }
    for kind, written in TYPES["Update"]["optional"].items():
        if written == "Message" and "channel" not in kind:
            kinds[kind][kind]["from"] = _SOMEBODY
    kinds["poll_answer"]["poll_answer"]["user"] = _SOMEBODY
    return kinds | {"future_kind": {"future_kind": {"id": "1", "from": _SOMEBODY, "new": [1]}}}


def every_kind_of_message(*, sender: Json, chat: Json, date: int) -> dict[str, Json]:
    """Return messages by the one content, notice or mark each has, without their ids.

    The last, ``future_content``, has one that Telegram does not have yet.
    """
    frame: Json = {"from": sender, "chat": chat, "date": date}
    contents = {
        name: _sample(name, written, date)
        for name, written in fields_of(TYPES["Message"]).items()
        if name not in _FRAME
    }
    contents["future_content"] = {"id": "1", "new": [1]}
    return {name: frame | {name: content} for name, content in contents.items()}


def _sample(name: str, written: str, date: int) -> Any:
    """Return a value of a type with what it has to have."""
    first = _simplest(written)
    if first.startswith("["):
        return [_sample(name, first[1:-1], date)]
    if first in TYPES:
        if first == "User":
            return _SOMEBODY
        if first == "Chat":
            return private(_SOMEBODY)
        required = TYPES[first].get("required", {})
        return {field: _sample(field, kind, date) for field, kind in required.items()}
    if first == "int":
        return date if name in _DATES else 5
    if is_constant(first):
        return json.loads(first)
    return {"str": "x", "float": 1.5, "bool": True, "any": "x"}[first]


def _simplest(written: str) -> str:
    """Choose the alternative to make: a message rather than one out of reach, say."""
    alternatives = split_alternatives(written)
    return next((one for one in alternatives if one == "Message"), alternatives[0])
