"""The methods that answer a pressed button or an inline query."""

from typing import Final
from urllib.parse import urlsplit

from tests.telegram_server.refusals import MAX_CAPTION, bad, read_buttons, read_text
from tests.telegram_server.state import BotApi
from tests.telegram_server.values import Json, Toast

_TOO_OLD: Final = "query is too old and response timeout expired or query ID is invalid"
_MAX_TOAST: Final = 200
_MAX_RESULTS: Final = 50
_MAX_ID_BYTES: Final = 64
_MAX_OFFSET_BYTES: Final = 64


def answer_callback_query(api: BotApi, given: Json) -> bool:
    """Stop the button's spinner, perhaps with a notice."""
    query = given["callback_query_id"]
    if not api.opens_query(query):
        raise bad(_TOO_OLD)
    text = given.get("text", "")
    if len(text) > _MAX_TOAST:
        raise bad("MESSAGE_TOO_LONG")
    if "url" in given and urlsplit(given["url"]).hostname not in ("t.me", "telegram.me"):
        raise bad("URL_INVALID")
    toast = Toast(
        query_id=query,
        user=api.queries_by.get(query, 0),
        text=text,
        is_alert=given.get("show_alert", False),
        at=api.clock(),
    )
    api.toasts.append(toast)
    return True


def answer_inline_query(api: BotApi, given: Json) -> bool:
    """Show results under what a person types."""
    results = given["results"]
    if len(results) > _MAX_RESULTS:
        raise bad("RESULTS_TOO_MUCH")
    if len({result["id"] for result in results}) < len(results):
        raise bad("RESULT_ID_DUPLICATE")
    for result in results:
        _check_result(result)
    if len(given.get("next_offset", "").encode()) > _MAX_OFFSET_BYTES:
        raise bad("NEXT_OFFSET_INVALID")
    query = given["inline_query_id"]
    if not api.opens_query(query):
        raise bad(_TOO_OLD)
    api.inline_answers[query] = given
    return True


def _check_result(result: Json) -> None:
    if not 1 <= len(result["id"].encode()) <= _MAX_ID_BYTES:
        raise bad("RESULT_ID_INVALID")
    if not result.get("title", "-").strip():
        raise bad("ARTICLE_TITLE_EMPTY")
    read_buttons(result)
    content = result.get("input_message_content", {})
    if "message_text" in content and not read_text(content, name="message_text")[0]:
        raise bad("message text is empty")
    if "caption" in result:
        read_text(result, name="caption", most=MAX_CAPTION)
