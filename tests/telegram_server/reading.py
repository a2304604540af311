"""The methods that read: the bot itself, chats, members, files."""

from typing import Any, Final

from tests.telegram_server.membership import standing
from tests.telegram_server.refusals import bad, find_chat
from tests.telegram_server.state import BotApi
from tests.telegram_server.values import Json

#: What a bot can download; a local server of one's own has no such cap.
MAX_DOWNLOAD: Final = 20 << 20
_GIFTS: Final = (
    "unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription",
    "gifts_from_channels",
)  # fmt: skip


def get_me(api: BotApi, given: Json) -> Json:
    """Return the bot as a user."""
    return api.me


def get_chat(api: BotApi, given: Json) -> Json:
    """Return all that is known of a chat."""
    chat = find_chat(api, given["chat_id"])
    gifts = dict.fromkeys(_GIFTS, False)
    return chat | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}


def get_chat_member(api: BotApi, given: Json) -> Json:
    """Return what a user is in a chat."""
    chat = find_chat(api, given["chat_id"])
    number = given["user_id"]
    if member := api.member(chat["id"], number):
        return member
    user = api.bot if number == api.bot["id"] else api.users.get(number)
    if user is None:
        raise bad("PARTICIPANT_ID_INVALID")
    is_here = chat["id"] == number or user is api.bot
    return standing("member" if is_here else "left", user)


def get_chat_administrators(api: BotApi, given: Json) -> list[Json]:
    """Return the administrators of a chat that are no other bots."""
    chat = find_chat(api, given["chat_id"])
    if chat["type"] == "private":
        raise bad("there are no administrators in the private chat")
    return [
        member
        for member in api.members.get(chat["id"], {}).values()
        if member["status"] in ("creator", "administrator")
        and (not member["user"]["is_bot"] or member["user"]["id"] == api.me["id"])
    ]


def get_file(api: BotApi, given: Json) -> Json:
    """Return where a file can be downloaded."""
    file = api.files.get(given["file_id"])
    if file is None:
        raise bad("invalid file_id")
    if file.size > MAX_DOWNLOAD:
        raise bad("file is too big")
    path = f"documents/{file.file_id}"
    unique = f"u{file.file_id[-6:]}"
    found: dict[str, Any] = {"file_id": file.file_id, "file_unique_id": unique}
    return found | {"file_size": file.size, "file_path": path}
