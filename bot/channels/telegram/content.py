"""One message as it waits to be sent: rendered, and kept as JSON in the outbox."""

import json
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from typing import Final

from bot.channels.telegram.html import html_parts, visible_units
from bot.reply import Attachment, Button, Buttons, Reply

#: UTF-16 code units of a visible caption: https://core.telegram.org/bots/api#sendphoto
MAX_CAPTION: Final = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A message in Telegram's HTML with its buttons, or a file of which this is the caption.

    ``thread`` is the topic of a forum it belongs into, ``reply_to`` the message it answers there.
    """

    html: str
    buttons: Buttons = ()
    thread: int | None = None
    reply_to: int | None = None
    file: Attachment | None = None

    def dump(self) -> str:
        """Write it as JSON."""
        values = asdict(self)
        if self.file is not None:
            values["file"]["data"] = b64encode(self.file.data).decode()
        return json.dumps(
            {name: value for name, value in values.items() if value}, ensure_ascii=False
        )

    @classmethod
    def load(cls, text: str) -> "Content":
        """Read what ``dump`` wrote."""
        values = json.loads(text)
        buttons = tuple(
            tuple(Button(**button) for button in row) for row in values.get("buttons", ())
        )
        file = values.get("file")
        if file is not None:
            file = Attachment(
                name=file["name"], data=b64decode(file["data"], validate=True), kind=file["kind"]
            )
        return cls(
            html=values.get("html", ""),
            buttons=buttons,
            thread=values.get("thread"),
            reply_to=values.get("reply_to"),
            file=file,
        )


def contents(reply: Reply, *, thread: int | None, reply_to: int | None) -> tuple[Content, ...]:
    """Render ``reply`` as the messages it takes; the buttons stand under the last.

    A file carries the text as its caption when that is short enough, and else follows it.
    """
    parts = html_parts(reply.lines)
    file = reply.attachment
    messages: list[tuple[str, Attachment | None]] = [(part, None) for part in parts]
    if file is not None and len(parts) == 1 and visible_units(reply.lines) <= MAX_CAPTION:
        messages = [(parts[0], file)]
    elif file is not None:
        messages.append(("", file))
    if not messages:
        raise ValueError("a reply without visible text")
    return tuple(
        Content(
            html=html,
            file=attached,
            thread=thread,
            reply_to=reply_to,
            buttons=reply.buttons if number == len(messages) else (),
        )
        for number, (html, attached) in enumerate(messages, start=1)
    )


def rendered(
    reply: Reply | None, *, thread: int | None = None, reply_to: int | None = None
) -> tuple[Content, ...]:
    """Render ``reply``; no reply takes no messages."""
    return () if reply is None else contents(reply, thread=thread, reply_to=reply_to)
