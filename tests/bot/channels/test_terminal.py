"""The terminal: styled replies, lines of a pipe, and a chat that goes on through trouble."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.console import Console

from bot.channels.terminal import answer_lines, printable, read_lines, styled, talk
from bot.reply import Line, Message, Reply, Span
from retrieval.errors import IndexDamagedError
from store.errors import DatabaseError

NOW = datetime(2026, 11, 22, tzinfo=UTC)


class Echo:
    """Says what it hears, and fails at what stands in ``failures``."""

    def __init__(self, **failures: Exception) -> None:
        self.failures = failures
        self.heard: list[str] = []

    def reply(self, message: Message, *, now: datetime) -> Reply:
        self.heard.append(message.text)
        if message.text in self.failures:
            raise self.failures[message.text]
        return Reply(kind="talk", lines=(Line.of(f"{message.text} {now:%H}"),))


def test_bold_words_and_links_are_styled_and_an_address_is_shown_once() -> None:
    text = styled(
        Reply(
            kind="talk",
            lines=(
                Line.of(Span("굵게", bold=True), " 보통"),
                Line.of(Span("소식신문", url="https://news.example/1")),
                Line.of(Span("https://news.example/2", url="https://news.example/2")),
            ),
        )
    )
    assert text.plain == "굵게 보통\n소식신문 https://news.example/1\nhttps://news.example/2"
    styles = {text.plain[one.start : one.end]: one.style for one in text.spans}
    assert getattr(styles["굵게"], "bold", None)
    assert getattr(styles[" https://news.example/1"], "link", None) == "https://news.example/1"


def test_text_cannot_steer_the_terminal() -> None:
    hostile = "a\x1b[2J\x1b]0;title\x07\x9bb\r\x00c\td\ne\x7f"
    assert printable(hostile) == "a[2J]0;titlebc\td\ne"
    link = Span("x\x1b[1m", url="https://news.example/\x1b]8;;\x07")
    shown = styled(Reply(kind="talk", lines=(Line.of(link),)))
    console = Console(file=io.StringIO(), force_terminal=False)
    console.print(shown)
    assert "\x1b" not in shown.plain
    assert not any("\x1b" in str(getattr(one.style, "link", "")) for one in shown.spans)


def test_an_answer_is_written_before_the_next_line_is_read() -> None:
    out = io.StringIO()
    seen: list[str] = []

    def lines() -> Iterator[str]:
        for line in ("하나\n", "\n", "둘\r\n", " "):
            seen.append(out.getvalue())
            yield line

    answer_lines(Echo(), lines(), clock=lambda: NOW, zone=UTC, out=out, as_json=False)
    assert seen == ["", "하나 00\n\n", "하나 00\n\n", "하나 00\n\n둘 00\n\n"]
    assert out.getvalue().endswith("둘 00\n\n  00\n\n")


def test_lines_are_read_as_they_come() -> None:
    source = io.StringIO("하나\n둘")
    lines = read_lines(source)
    assert next(lines) == "하나\n"
    assert source.read() == "둘"


@pytest.mark.parametrize(
    "error",
    [
        DatabaseError("it is locked; try again", path=Path("sosik.db")),
        IndexDamagedError("words", Path("words-1")),
        OSError(24, "Too many open files"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_fails_is_told_and_the_chat_goes_on(error: Exception) -> None:
    responder, out = Echo(물음=error), io.StringIO()
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        keys.send_text("물음\r다음\r/quit\r")
        talk(responder, clock=lambda: NOW, console=Console(file=out, width=200))
    assert responder.heard == ["물음", "다음"]
    assert f"sosik: {error}" in out.getvalue()
    assert "다음 00" in out.getvalue()
