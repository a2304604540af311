"""The buttons under a reply, and what they carry."""

import re
import secrets
from dataclasses import dataclass
from typing import Final, Literal

from bot.reply import Button, Buttons
from bot.texts import Texts
from retrieval.answer import Answer

#: In the data of a button, before a colon and the id it is about.
Action = Literal[
    "paragraphs", "more", "follow", "await", "up", "down", "keep", "yes", "no"
]  # fmt: skip

_LETTERS: Final[dict[str, Action]] = {
    "q": "paragraphs", "m": "more", "f": "follow", "t": "await", "+": "up", "-": "down",
    "k": "keep", "y": "yes", "n": "no",
}  # fmt: skip
_OF: Final = {action: letter for letter, action in _LETTERS.items()}
_DATA: Final = re.compile(r"([qmftkyn+-]):([A-Za-z0-9_-]{1,40})")
_ID_BYTES: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """What a button stands for: an action on an answer or a confirmation."""

    action: Action
    id: str


def new_id() -> str:
    """Make an id that nobody can guess."""
    return secrets.token_urlsafe(_ID_BYTES)


def data(action: Action, id_: str) -> str:
    """Write what a button carries: 64 bytes at most."""
    return f"{_OF[action]}:{id_}"


def read(data: str) -> Pushed | None:
    """Read what a button carried; None for what no button of this version carries."""
    match = _DATA.fullmatch(data)
    return None if match is None else Pushed(action=_LETTERS[match[1]], id=match[2])


def under(answer: Answer, id_: str, texts: Texts, *, group: bool = False) -> Buttons:
    """Return the buttons under an answer; where nothing is quoted, one that waits for it.

    In a group everybody would read whose question waits.
    """
    _ = texts.gettext
    if not answer.quotes:
        tell = Button(_("Tell me when you know"), data("await", id_))
        return () if group else ((tell,),)
    follow = Button(_("Follow this story"), data("follow", id_))
    more = Button(_("More"), data("more", id_))
    verdicts = Button("👍", data("up", id_)), Button("👎", data("down", id_))
    if answer.kind == "list":
        return ((more, *verdicts), (follow,))
    in_context = Button(_("Quotes in context"), data("paragraphs", id_))
    return ((in_context, more), (follow, *verdicts))


def to_confirm(id_: str, yes: str, texts: Texts) -> Buttons:
    """Return two buttons: one that does what ``yes`` says, and one that does not."""
    no = Button(texts.gettext("Cancel"), data("no", id_))
    return ((Button(yes, data("yes", id_)), no),)
