"""Every reason that the store knows is told in words, and none of them twice."""

import ast
from pathlib import Path

import pytest

import store
from bot.admin.trouble import noted_reason, outcome, reason, trouble
from bot.errors import ChannelError
from bot.texts import texts_in
from store.article import REASONS
from store.errors import DatabaseError, LowDiskError, SourceError
from store.sources.fetch import FETCH_REASONS

UNKNOWN = "a detail that stands alone"


def _raised() -> set[str]:
    """The reasons of all SourceErrors and refusals that the store's code writes out."""
    return {
        call.args[0].value
        for path in Path(store.__file__).parent.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "SourceError"
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }


@pytest.mark.parametrize("code", sorted({*REASONS, *FETCH_REASONS, *_raised()}))
def test_every_reason_has_words(code: str) -> None:
    said = reason(code, UNKNOWN, texts_in("ko"))
    assert said != UNKNOWN
    assert said.endswith((".", ")", "다", "요"))


def test_a_reason_without_words_is_told_by_its_detail_on_one_line() -> None:
    said = reason("new", "line\none\u202e " + "x" * 999, texts_in("en"))
    assert said.startswith("line one")
    assert len(said) <= 200


def test_a_kept_reason_is_read_back() -> None:
    texts = texts_in("en")
    assert noted_reason("gone: …", texts) == "The page was removed from the site."
    assert noted_reason("left out: 3 entries", texts) == "left out: 3 entries"
    assert noted_reason("", texts) == ""


def test_errors_say_what_to_do_and_are_noted_without_what_was_read() -> None:
    texts = texts_in("en")
    low = LowDiskError(Path("/srv"), free=120_000_000, floor=300_000_000)
    assert "Only 120 MB" in trouble(low, texts)
    assert "sosik doctor" in trouble(DatabaseError("locked", path=Path("/x")), texts)
    assert "send it again" in trouble(ChannelError("x", channel="telegram"), texts)
    assert "sosik doctor" in trouble(OSError(28, "No space left"), texts)
    assert outcome(SourceError("robots", "https://secret.example")) == "robots"
    assert outcome(low) == "LowDiskError"
