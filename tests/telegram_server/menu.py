"""The methods for the list of commands: by language, and by who sees it."""

import json
import re
from typing import Final

from tests.telegram_server.refusals import bad, find_chat
from tests.telegram_server.state import BotApi
from tests.telegram_server.values import Json

_MAX_COMMANDS: Final = 100
_MAX_NAME, _MAX_DESCRIPTION = 32, 256
_NAME: Final = re.compile(r"[a-z0-9_]+")
_LANGUAGE: Final = re.compile(r"(?:[a-z]{2})?")


def set_my_commands(api: BotApi, given: Json) -> bool:
    """Set the commands for a scope and a language."""
    place = _place(api, given)
    commands = [_command(one) for one in given["commands"]]
    if len(commands) > _MAX_COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    _commands(api, place[0])[place[1]] = commands
    if not commands:
        del _commands(api, place[0])[place[1]]
    return True


def get_my_commands(api: BotApi, given: Json) -> list[Json]:
    """Return the commands of exactly this scope and language."""
    scope, language = _place(api, given)
    return _commands(api, scope).get(language, [])


def delete_my_commands(api: BotApi, given: Json) -> bool:
    """Delete the commands of exactly this scope and language."""
    scope, language = _place(api, given)
    _commands(api, scope).pop(language, None)
    return True


def shown_commands(
    api: BotApi, *, chat: Json, user: int, language: str, is_admin: bool = False
) -> list[Json]:
    """Return the commands ``user`` sees in ``chat``: of the narrowest scope that has any.

    https://core.telegram.org/bots/api#determining-list-of-commands
    """
    here = {"chat_id": chat["id"]}
    scopes: list[Json] = [{"type": "chat", **here}]
    if chat["type"] == "private":
        scopes += [{"type": "all_private_chats"}]
    else:
        scopes = [{"type": "chat_member", **here, "user_id": user}]
        scopes += [{"type": "chat_administrators", **here}] * is_admin
        scopes += [{"type": "chat", **here}]
        scopes += [{"type": "all_chat_administrators"}] * is_admin
        scopes += [{"type": "all_group_chats"}]
    for scope in (*scopes, {"type": "default"}):
        for code in (language, ""):
            if found := _commands(api, _key(scope)).get(code):
                return found
    return []


def _command(command: Json) -> Json:
    name = command["command"].strip().removeprefix("/")
    description = command["description"].strip()
    if not name:
        raise bad("command must be non-empty")
    if len(name) > _MAX_NAME:
        raise bad(f"command length must not exceed {_MAX_NAME}")
    if not description:
        raise bad("command description must be non-empty")
    if len(description) > _MAX_DESCRIPTION:
        raise bad(f"command description length must not exceed {_MAX_DESCRIPTION}")
    if not _NAME.fullmatch(name):
        raise bad("BOT_COMMAND_INVALID")
    return {"command": name, "description": description}


def _place(api: BotApi, given: Json) -> tuple[str, str]:
    scope = dict(given.get("scope") or {"type": "default"})
    if "chat_id" in scope:
        scope["chat_id"] = find_chat(api, scope["chat_id"])["id"]
    language = given.get("language_code", "")
    if not _LANGUAGE.fullmatch(language):
        raise bad("invalid language code specified")
    return _key(scope), language


def _key(scope: Json) -> str:
    return json.dumps(scope, sort_keys=True)


def _commands(api: BotApi, scope: str) -> dict[str, list[Json]]:
    if scope == _key({"type": "default"}):
        return api.commands
    return api.scoped_commands.setdefault(scope, {})
