"""Reads a call's parameters, however they come, and checks them against the snapshot."""

import json
from dataclasses import dataclass
from email.message import Message
from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from tests.telegram_server.refusals import RefusedError, bad
from tests.telegram_server.schema import METHODS, MismatchError, fields_of, read_value
from tests.telegram_server.values import Json

#: https://core.telegram.org/bots/api#sending-files
_MAX_UPLOAD: Final = 50 << 20
#: What Telegram says where a parameter is missing; of others it says that they are empty.
_MISSING: Final = {
    "action": "wrong parameter action in request",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    "draft_id": "draft identifier must be non-zero",
    "file_id": "file_id not specified",
    "inline_query_id": "query is too old and response timeout expired or query ID is invalid",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "text": "message text is empty",
    "document": "there is no document in the request",
    "photo": "there is no photo in the request",
    "user_id": "invalid user_id specified",
}
_ARRAYS: Final = {
    "commands": "can't parse commands JSON object",
    "allowed_updates": "can't parse allowed updates JSON object",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that came with the call."""

    name: str
    mime: str
    content: bytes


async def read_parameters(request: Request, method: str) -> Json:
    """Return the parameters of a call of ``method`` as values of their types."""
    given = await _given(request)
    model = METHODS[method]
    types = fields_of(model)
    values: Json = {}
    for name, value in given.items():
        if name not in types:
            if not isinstance(value, Upload):  # a file is taken by what names it: attach://…
                raise bad(f"{method} has no parameter {name}")
            continue
        if value is None:
            continue
        values[name] = _value(name, types[name], value, given)
    for name in model.get("required", ()):
        if name not in values:
            raise bad(_MISSING.get(name, f"{name} is empty"))
    return values


def _value(name: str, written: str, value: Any, given: Json) -> Any:
    if isinstance(value, str) and value.startswith("attach://") and "file" in written:
        value = given.get(value.removeprefix("attach://"))
    if isinstance(value, Upload):
        if "file" in written.split("|"):
            return value
        value = value.content.decode("utf-8", "replace")
    try:
        return read_value(written, value)
    except MismatchError as error:
        if name in _ARRAYS and not error.where:
            raise bad(_ARRAYS[name]) from None
        if written in ("int", "bool") and not error.where:
            raise bad(f"invalid {name} specified") from None
        raise bad(f"can't parse {name}: {error}") from None


async def _given(request: Request) -> Json:
    given: Json = dict(request.query_params)
    if int(request.headers.get("content-length") or 0) > _MAX_UPLOAD:
        raise RefusedError(413, "Request Entity Too Large")
    body = await request.body()
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        try:
            values = json.loads(body)
        except ValueError:
            values = None
        if not isinstance(values, dict):
            raise bad("can't parse JSON object")
        return given | values
    if kind == "application/x-www-form-urlencoded":
        return given | dict(parse_qsl(body.decode(), keep_blank_values=True))
    if kind == "multipart/form-data":
        return given | _parts(body, request.headers["content-type"])
    return given


def _parts(body: bytes, content_type: str) -> Json:
    boundary = str(_header(content_type).get_param("boundary"))
    found: Json = {}
    for part in body.split(b"--" + boundary.encode())[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        headers = {
            name.strip().lower(): value.strip()
            for name, _, value in (
                line.partition(":") for line in head.decode("utf-8", "replace").split("\r\n")
            )
        }
        content = content.removesuffix(b"\r\n")
        disposition = _header(headers.get("content-disposition", ""))
        name, file_name = str(disposition.get_param("name")), disposition.get_param("filename")
        if file_name is None:
            found[name] = content.decode("utf-8", "replace")
        else:
            mime = headers.get("content-type", "application/octet-stream")
            found[name] = Upload(name=str(file_name), mime=mime, content=content)
    return found


def _header(value: str) -> Message:
    header = Message()
    header["content-type"] = value
    return header
