"""The terminal: a chat for one person, or one answer for each line of a pipe."""

import os
import re
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, tzinfo
from typing import Final, Protocol, TextIO

from rich.console import Console
from rich.style import Style
from rich.text import Text

from bot.records import compact, record
from bot.reply import Message, Reply, plain_text, urls
from retrieval.errors import RetrievalError
from store.errors import StoreError

CHANNEL: Final = "terminal"
_CHAT: Final = "local"
_PROMPT: Final = "❯ "
_LEAVE: Final = frozenset(("/quit", "/exit", "/q"))
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Responder(Protocol):
    """Whoever holds the conversation."""

    def reply(self, message: Message, *, now: datetime) -> Reply:
        """Reply to a message."""
        ...


def talk(responder: Responder, *, clock: Callable[[], datetime], console: Console) -> None:
    """Hold a conversation at the terminal until the person leaves (Ctrl-D or /quit).

    A reply that fails is told with its mend, and the conversation goes on.
    """
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import InMemoryHistory
    from prompt_toolkit.patch_stdout import patch_stdout

    # In memory: what people ask is not written to disk.
    session: PromptSession[str] = PromptSession(history=InMemoryHistory())
    while True:
        try:
            with patch_stdout(raw=True):
                text = session.prompt(_PROMPT).strip()
        except EOFError:
            return
        except KeyboardInterrupt:
            continue  # Ctrl-C clears the line, as in a shell
        if text.lower() in _LEAVE:
            return
        if text:
            console.print(_said(responder, text, now=clock()), end="\n\n")


def answer_lines(
    responder: Responder,
    lines: Iterable[str],
    *,
    clock: Callable[[], datetime],
    zone: tzinfo,
    out: TextIO,
    as_json: bool,
) -> None:
    """Answer each non-empty line in order; each answer is written before the next is read.

    A line of blanks is not empty: whoever counts the lines finds an answer for each.
    """
    for line in lines:
        text = line.removesuffix("\n").removesuffix("\r")
        if text:
            out.write(answered(responder, text, now=clock(), zone=zone, as_json=as_json))
            out.write("\n" if as_json else "\n\n")
            out.flush()


def answered(responder: Responder, text: str, *, now: datetime, zone: tzinfo, as_json: bool) -> str:
    """Return the reply to ``text``: as plain text, or as one compact JSON record."""
    started = time.monotonic()
    reply = responder.reply(message(text), now=now)
    if not as_json:
        return printable(plain_text(reply))
    took_ms = round((time.monotonic() - started) * 1000)
    return compact(record(text, reply, zone=zone, ms=took_ms))


def message(text: str) -> Message:
    """Make the message of a person at this terminal."""
    language = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return Message(channel=CHANNEL, chat=_CHAT, text=text, language=language.split("_")[0] or None)


def styled(reply: Reply) -> Text:
    """Write ``reply`` with bold words and links as a terminal shows them."""
    text = Text()
    for number, line in enumerate(reply.lines):
        if number:
            text.append("\n")
        for span in line.spans:
            text.append(printable(span.text), Style(bold=span.bold or None))
        for url in map(printable, urls(line)):
            text.append(f" {url}", Style(dim=True, link=url))
    return text


def printable(text: str) -> str:
    """Leave out the control characters with which text could steer a terminal."""
    return _CONTROL.sub("", text)


def read_lines(source: TextIO) -> Iterator[str]:
    """Yield the lines of a pipe as they come, without waiting for more."""
    return iter(source.readline, "")


def _said(responder: Responder, text: str, *, now: datetime) -> Text:
    try:
        return styled(responder.reply(message(text), now=now))
    except (StoreError, RetrievalError, OSError) as error:
        return Text(printable(f"sosik: {error}"), "red")
