"""The last step: nothing leaves extraction that could not be stored, shown or searched in time."""

import re
from dataclasses import replace
from typing import Final

from store.article import REASONS, Extracted, Refused

#: Longer than any headline; what is longer is tags or a whole page taken for one.
MAX_TITLE_CHARS: Final = 300
MAX_NAME_CHARS: Final = 200
MAX_URL_CHARS: Final = 2000

#: Control characters but tab and line feed: they steer terminals and mean nothing in text.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def cleaned(extracted: Extracted) -> Extracted | Refused:
    """Drop control characters, replace lone surrogates, and leave out what is too long to be true.

    A headline that is left out makes the lead stand for it, as where the page shows none.
    """
    paragraphs = tuple(filter(None, (_text(one).strip("\n") for one in extracted.paragraphs)))
    if not any(one.strip() for one in paragraphs):
        return Refused(reason="no_article", detail=REASONS["no_article"])
    title = _field(extracted.title, MAX_TITLE_CHARS)
    return replace(
        extracted,
        title=title,
        title_source=extracted.title_source if title else "derived",
        paragraphs=paragraphs,
        captions=tuple(_text(one) for one in extracted.captions),
        publisher=_field(extracted.publisher, MAX_NAME_CHARS),
        author=_field(extracted.author, MAX_NAME_CHARS),
        url=_field(extracted.url, MAX_URL_CHARS),
        dropped=tuple(replace(one, text=_text(one.text)) for one in extracted.dropped),
    )


def _field(text: str | None, max_chars: int) -> str | None:
    found = re.sub(r"[\t\n]+", " ", _text(text or "")).strip()
    return found if 0 < len(found) <= max_chars else None


def _text(text: str) -> str:
    return _CONTROL.sub("", text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
