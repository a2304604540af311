"""The terminal commands: a chat, the lines of a pipe, a single question."""

import logging
import sys
import time
from contextlib import suppress
from dataclasses import replace
from typing import Final

from rich.console import Console

from bot.app import App
from bot.channels import terminal
from bot.explaining import explanation_record
from bot.records import compact, record
from bot.reply import Message, plain_text
from retrieval.errors import RetrievalError
from store.errors import StoreError

#: So many articles take so long to index that a person should know: about a second.
MANY: Final = 50

log = logging.getLogger(__name__)


def chat_here(app: App, *, as_json: bool) -> None:
    """Talk with the person at the terminal, or answer the lines of a pipe."""
    if sys.stdin.isatty() and not as_json:
        _talk(app)
        return
    _ready(app)
    terminal.answer_lines(
        app.conversation,
        terminal.read_lines(sys.stdin),
        clock=app.clock,
        zone=app.zone,
        out=sys.stdout,
        as_json=as_json,
    )


def answer_one(app: App, text: str, *, as_json: bool, explained: bool = False) -> str:
    """Answer one message, with all means; ``explained`` also tells how the answer came about."""
    if not text.startswith("/"):
        _ready(app)
    started = time.monotonic()
    message, now = terminal.message(text), app.clock()
    reply = app.conversation.reply(message, now=now)
    took_ms = round((time.monotonic() - started) * 1000)
    if as_json:
        chat = message.channel, message.chat
        why = app.conversation.explanation(chat, now=now) if explained else None
        told = None if why is None else explanation_record(why, zone=app.zone)
        return compact(record(text, reply, zone=app.zone, ms=took_ms, explanation=told))
    parts = [reply]
    if explained:
        parts.append(app.conversation.reply(replace(message, text="/why"), now=now))
    return terminal.printable("\n\n".join(map(plain_text, parts)))


def _talk(app: App) -> None:
    """Words first: the model loads while the person types, and indexing goes on beside."""
    console = Console(highlight=False)
    start = app.conversation.reply(terminal.message("/start"), now=app.clock())
    console.print(terminal.styled(start), end="\n\n")
    app.analyser.start()
    app.indexing.start()
    app.encoder.start()
    terminal.talk(app.conversation, clock=app.clock, console=console)


def _ready(app: App) -> None:
    """Load what answers need, and index by words what another process left behind."""
    app.analyser.start()
    app.encoder.start()
    if app.indexer.acquire():
        waiting = app.backlog.waiting().articles
        if waiting > MANY:
            log.warning("%s articles are put into the word index first", f"{waiting:,}")
        try:
            while app.indexer.index_words():
                pass
        finally:
            app.indexer.release()
    app.analyser.get()
    try:
        app.encoder.get()
    except RetrievalError as error:
        log.warning("answering by words alone: %s", error)
    # The first question makes Kiwi, the phrases and the indexes load the rest: 0.9 s, not its own.
    with suppress(StoreError, RetrievalError):  # said when a person's question meets it
        first = Message(channel=terminal.CHANNEL, chat="loading", text="소식 소식")
        app.conversation.reply(first, now=app.clock())
