"""The methods that change or delete what was sent."""

from typing import Any, Final

from tests.telegram_server.refusals import (
    bad,
    count_message,
    find_chat,
    find_writable_chat,
    read_buttons,
    read_text,
)
from tests.telegram_server.state import BotApi
from tests.telegram_server.values import Json, written

_NOT_MODIFIED: Final = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
_MAX_DELETED: Final = 100
#: After this time nobody's message can be deleted for everyone.
_DELETABLE_S: Final = 48 * 3600


def edit_message_text(api: BotApi, given: Json) -> Any:
    """Change the text of a message, and its buttons: without any they go."""
    text, entities = read_text(given)
    if not text:
        raise bad("message text is empty")
    buttons = read_buttons(given)
    content: Json = {"text": text} | written("entities", entities)
    if "inline_message_id" in given:
        return _edit_inline(api, given, content)
    message = _own(api, given)
    if "text" not in message:
        raise bad("there is no text in the message to edit")
    preview = given.get("link_preview_options") or {}
    sent = {"text": text, "entities": entities, "html": given["text"], "buttons": buttons}
    sent["has_preview"] = not preview.get("is_disabled", False)
    return _change(api, given, message, content, sent)


def edit_message_reply_markup(api: BotApi, given: Json) -> Any:
    """Change the buttons under a message."""
    buttons = read_buttons(given)
    if "inline_message_id" in given:
        return _edit_inline(api, given, {})
    message = _own(api, given)
    kept: Json = {name: message[name] for name in ("text", "entities") if name in message}
    return _change(api, given, message, kept, {"buttons": buttons})


def _change(api: BotApi, given: Json, message: Json, content: Json, sent: Json) -> Json:
    markup = given.get("reply_markup") or {}
    if markup.get("inline_keyboard"):
        content = content | {"reply_markup": markup}
    before = {
        name: message[name] for name in ("text", "entities", "reply_markup") if name in message
    }
    if before == content:
        raise bad(_NOT_MODIFIED)
    count_message(api, message["chat"])
    for name in before:
        del message[name]
    message |= content | {"edit_date": api.now()}
    api.note_edit(message, sent)
    return message


def _own(api: BotApi, given: Json) -> Json:
    if "chat_id" not in given:
        raise bad("chat_id is empty")
    if "message_id" not in given:
        raise bad("message identifier is not specified")
    chat = find_writable_chat(api, given)
    message = api.message(chat["id"], given["message_id"])
    if message is None:
        raise bad("message to edit not found")
    is_own = message.get("from", {}).get("id") == api.me["id"]
    if not is_own and chat["type"] != "channel":
        raise bad("message can't be edited")
    return message


def _edit_inline(api: BotApi, given: Json, content: Json) -> bool:
    kept = api.inline_messages.get(given["inline_message_id"])
    if kept is None:
        raise bad("MESSAGE_ID_INVALID")
    content = content | {"reply_markup": given.get("reply_markup") or {}}
    if kept["edits"] and kept["edits"][-1] == content:
        raise bad(_NOT_MODIFIED)
    kept["edits"].append(content)
    return True


def delete_message(api: BotApi, given: Json) -> bool:
    """Delete a message for everyone."""
    chat = find_chat(api, given["chat_id"])
    message = api.message(chat["id"], given["message_id"])
    if message is None:
        raise bad("message to delete not found")
    if not _may_delete(api, chat, message):
        raise bad("message can't be deleted for everyone")
    api.remove(chat["id"], given["message_id"])
    return True


def delete_messages(api: BotApi, given: Json) -> bool:
    """Delete up to a hundred messages; those that are gone or not deletable are passed over."""
    if not 1 <= len(given["message_ids"]) <= _MAX_DELETED:
        raise bad("message identifiers are not specified")
    chat = find_chat(api, given["chat_id"])
    for number in given["message_ids"]:
        message = api.message(chat["id"], number)
        if message is not None and _may_delete(api, chat, message):
            api.remove(chat["id"], number)
    return True


def _may_delete(api: BotApi, chat: Json, message: Json) -> bool:
    if api.now() - message["date"] > _DELETABLE_S:
        return False
    if chat["type"] == "private" or message.get("from", {}).get("id") == api.me["id"]:
        return True
    me = api.member(chat["id"], api.me["id"])
    return me is not None and me["status"] == "administrator"
