"""What is awaited of whom: once, for a while, by nobody else."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store.database import Database
from store.messaging.confirmations import LASTS, Confirmations
from store.messaging.prompts import Prompts

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
MINSU = {"chat": "-1001", "person": "11"}


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "sosik.db")


def test_what_is_awaited_is_taken_once_by_whoever_was_asked_where_they_were(
    database: Database,
) -> None:
    prompts = Prompts(database, "telegram")
    prompts.ask(**MINSU, what="digest", argument="d::d:a:topics", now=NOW)
    assert prompts.take(chat="-1001", person="12", now=NOW) is None
    assert prompts.take(chat="11", person="11", now=NOW) is None
    assert Prompts(database, "other").take(**MINSU, now=NOW) is None
    assert prompts.take(**MINSU, now=NOW) == ("digest", "d::d:a:topics")
    assert prompts.take(**MINSU, now=NOW) is None


def test_the_last_thing_that_was_asked_is_awaited(database: Database) -> None:
    prompts = Prompts(database, "telegram")
    for what in ("one", "two"):
        prompts.ask(**MINSU, what=what, argument="", now=NOW)
    assert prompts.take(**MINSU, now=NOW) == ("two", "")
    assert prompts.take(**MINSU, now=NOW) is None


def test_after_a_while_nothing_is_awaited(database: Database) -> None:
    prompts = Prompts(database, "telegram")
    prompts.ask(**MINSU, what="digest", argument="", now=NOW)
    assert prompts.take(**MINSU, now=NOW + LASTS) is None
    prompts.ask(**MINSU, what="again", argument="", now=NOW + LASTS)
    assert prompts.take(**MINSU, now=NOW + LASTS + timedelta(minutes=1)) == ("again", "")


def test_what_somebody_is_to_confirm_is_no_prompt(database: Database) -> None:
    prompts, confirmations = Prompts(database, "telegram"), Confirmations(database, "telegram")
    asked = confirmations.ask(chat="-1001", person="11", action="erase", argument="", now=NOW)
    assert prompts.take(**MINSU, now=NOW) is None
    prompts.ask(**MINSU, what="digest", argument="", now=NOW)
    assert confirmations.take(asked, **MINSU, now=NOW) == ("erase", "")
    assert prompts.take(**MINSU, now=NOW) == ("digest", "")
