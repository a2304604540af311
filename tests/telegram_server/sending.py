"""The methods that send: messages, drafts, files, and what the bot is doing."""

from typing import Any, Final

from tests.telegram_server.parameters import Upload
from tests.telegram_server.pictures import picture_size
from tests.telegram_server.refusals import (
    MAX_CAPTION,
    bad,
    count_message,
    find_replied,
    find_writable_chat,
    read_buttons,
    read_text,
)
from tests.telegram_server.state import BotApi
from tests.telegram_server.values import Draft, File, Json, written

_DOING: Final = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip
_MAX_PHOTO_BYTES: Final = 10 << 20
_MAX_PHOTO_SIDES, _MAX_PHOTO_RATIO = 10_000, 20


def send_message(api: BotApi, given: Json) -> Json:
    """Send a text."""
    text, entities = read_text(given)
    if not text:
        raise bad("message text is empty")
    preview = given.get("link_preview_options") or {}
    is_disabled = preview.get("is_disabled", given.get("disable_web_page_preview", False))
    content: Json = {"text": text} | written("entities", entities)
    if preview:
        content["link_preview_options"] = preview
    sent = {
        "text": text,
        "entities": entities,
        "html": given["text"],
        "has_preview": not is_disabled,
    }
    return _send(api, given, content, sent)


def send_document(api: BotApi, given: Json) -> Json:
    """Send a file."""
    file = _file(api, given["document"])
    document = _described(file) | {"file_name": file.name, "mime_type": file.mime}
    return _send_file(api, given, file, {"document": document})


def send_photo(api: BotApi, given: Json) -> Json:
    """Send a picture."""
    file = _file(api, given["photo"])
    size = picture_size(file.content)
    if file.size > _MAX_PHOTO_BYTES:
        raise bad("PHOTO_TOO_BIG")
    if size is None:
        raise bad("IMAGE_PROCESS_FAILED")
    width, height = size
    if width + height > _MAX_PHOTO_SIDES or max(size) > _MAX_PHOTO_RATIO * min(size):
        raise bad("PHOTO_INVALID_DIMENSIONS")
    photo = _described(file) | {"width": width, "height": height}
    return _send_file(api, given, file, {"photo": [photo]})


def _send_file(api: BotApi, given: Json, file: File, content: Json) -> Json:
    caption, entities = read_text(given, name="caption", most=MAX_CAPTION)
    if caption:
        content |= {"caption": caption} | written("caption_entities", entities)
    sent: Json = {
        "text": caption,
        "entities": entities,
        "html": given.get("caption", ""),
        "has_preview": False,
        "file": file,
    }
    return _send(api, given, content, sent)


def _send(api: BotApi, given: Json, content: Json, sent: Json) -> Json:
    buttons = read_buttons(given)
    chat = find_writable_chat(api, given)
    replied = find_replied(api, chat, given)
    message: Json = {"chat": chat, "date": api.now()} | content
    message |= {"sender_chat": chat} if chat["type"] == "channel" else {"from": api.bot}
    if replied is not None:
        message["reply_to_message"] = replied
    if buttons:
        message["reply_markup"] = given["reply_markup"]
    thread = given.get("message_thread_id")
    if thread is not None:
        message |= {"message_thread_id": thread, "is_topic_message": True}
    if given.get("protect_content"):
        message["has_protected_content"] = True
    count_message(api, chat)
    return api.note(
        message,
        sent
        | {
            "reply_to": replied["message_id"] if replied else None,
            "thread": thread,
            "buttons": buttons,
            "is_silent": given.get("disable_notification", False),
        },
    )


def send_message_draft(api: BotApi, given: Json) -> bool:
    """Show a text that is still being written; an empty one shows that the bot thinks."""
    if given["draft_id"] == 0:
        raise bad("draft identifier must be non-zero")
    text, entities = read_text(given)
    chat = find_writable_chat(api, given)
    if chat["type"] != "private":
        raise bad("drafts can be sent only to private chats")
    draft = Draft(
        chat=chat["id"],
        draft_id=given["draft_id"],
        text=text,
        entities=entities,
        thread=given.get("message_thread_id"),
        at=api.clock(),
    )
    api.drafts.append(draft)
    return True


def send_chat_action(api: BotApi, given: Json) -> bool:
    """Show what the bot is doing."""
    chat = find_writable_chat(api, given)
    if given["action"] not in _DOING:
        raise bad("wrong parameter action in request")
    api.actions.append((chat["id"], given["action"], api.clock()))
    return True


def _file(api: BotApi, value: Any) -> File:
    if isinstance(value, Upload):
        if not value.content:
            raise bad("file must be non-empty")
        return api.keep_file(value.name, value.content, mime=value.mime)
    if value in api.files:
        return api.files[value]
    if "://" in value:  # Telegram would fetch it; this server reaches for nothing
        raise bad("failed to get HTTP URL content")
    raise bad("wrong remote file identifier specified: Wrong string length")


def _described(file: File) -> Json:
    return {
        "file_id": file.file_id,
        "file_unique_id": f"u{file.file_id[-6:]}",
        "file_size": file.size,
    }
