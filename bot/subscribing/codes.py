"""What the buttons of subscriptions carry."""

import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final, Literal

from store.messaging.subscription import Kind

#: What a button of the settings does: it shows a screen, asks for words, shows the digest, takes
#: back, or sets one thing to a value. It never toggles: pressed twice, or on an old keyboard, it
#: says what it said.
Op = Literal[
    "show", "ask", "now", "undo", "on", "off", "time", "zone", "day", "language", "length",
    "topic", "outlet", "quiet", "pause", "empty",
]  # fmt: skip
#: What one can do to a single thing: follow the story of an article, let go of something that is
#: kept, say what one thinks of an item.
Verb = Literal["follow", "unfollow", "unwatch", "unkeep", "up", "down"]

_OPS: Final[dict[str, Op]] = {
    "s": "show", "a": "ask", "v": "now", "u": "undo", "y": "on", "x": "off", "t": "time",
    "z": "zone", "w": "day", "l": "language", "n": "length", "r": "topic", "o": "outlet",
    "q": "quiet", "p": "pause", "e": "empty",
}  # fmt: skip
_VERBS: Final[dict[str, Verb]] = {
    "fa": "follow", "fx": "unfollow", "wx": "unwatch", "kx": "unkeep", "i+": "up", "i-": "down",
}  # fmt: skip
_OP_LETTERS: Final = {op: letter for letter, op in _OPS.items()}
_VERB_LETTERS: Final = {verb: letters for letters, verb in _VERBS.items()}
_KINDS: Final[dict[str, Kind]] = {"d": "digest", "w": "weekly"}
#: The longest zone has 32 letters (America/Argentina/ComodRivadavia), the id of a chat 17.
_SETTING: Final = re.compile(
    r"d:(-[0-9]{1,16})?:([dw]):([savuyxtzwlnroqpe]):([A-Za-z0-9_+/.=-]{0,36})"
)
_DEED: Final = re.compile(r"(fa|fx|wx|kx|i\+|i-):([0-9]{1,18})")
_MARK_BYTES: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A press in the settings of a digest of the chat ``target``, None for where it stands."""

    target: str | None = None
    kind: Kind = "digest"
    op: Op
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """A press on one thing; ``id`` is an article's, or that of what is kept."""

    verb: Verb
    id: int


def data(pressed: Setting | Deed) -> str:
    """Write what a button carries: 64 bytes at most. Raises ValueError for what does not fit."""
    if isinstance(pressed, Deed):
        written = f"{_VERB_LETTERS[pressed.verb]}:{pressed.id}"
    else:
        kind, letter = pressed.kind[0], _OP_LETTERS[pressed.op]
        written = f"d:{pressed.target or ''}:{kind}:{letter}:{pressed.value}"
    if read(written) != pressed:
        raise ValueError("a button cannot carry this")
    return written


def read(data: str) -> Setting | Deed | None:
    """Read what a button carried; None for what no button of this version carries."""
    if match := _SETTING.fullmatch(data):
        return Setting(target=match[1], kind=_KINDS[match[2]], op=_OPS[match[3]], value=match[4])
    if match := _DEED.fullmatch(data):
        return Deed(verb=_VERBS[match[1]], id=int(match[2]))
    return None


def is_setting(data: str) -> bool:
    """Tell whether a button only shows or sets something: it composes no digest."""
    found = read(data)
    return isinstance(found, Setting) and found.op != "now"


def mark(name: str) -> str:
    """Return a short mark of a topic's or an outlet's name: places in a list change, names do not.

    48 bits: of a hundred names no two are alike.
    """
    return blake2b(name.encode(errors="surrogatepass"), digest_size=_MARK_BYTES).hexdigest()
