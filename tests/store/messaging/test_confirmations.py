"""What is to be confirmed is confirmed once, in time, by the one who was asked, where they were."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from store.database import Database
from store.messaging.confirmations import LASTS, Confirmations

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture
def confirmations(database: Database) -> Confirmations:
    return Confirmations(database, "telegram")


@pytest.fixture
def asked(confirmations: Confirmations) -> str:
    """The id of a question to person 1 in chat 1."""
    return confirmations.ask(chat="1", person="1", action="block", argument="99 \ud800", now=NOW)


def test_it_is_confirmed_once(confirmations: Confirmations, asked: str) -> None:
    assert confirmations.take(asked, chat="1", person="1", now=NOW) == ("block", "99 �")
    assert confirmations.take(asked, chat="1", person="1", now=NOW) is None


def test_what_was_not_confirmed_in_time_is_forgotten(
    confirmations: Confirmations, asked: str
) -> None:
    assert confirmations.forget(now=NOW + LASTS - timedelta(seconds=1)) == 0
    assert confirmations.forget(now=NOW + LASTS) == 1
    assert confirmations.forget(now=NOW + LASTS) == 0


def test_of_many_presses_at_once_one_counts(confirmations: Confirmations, asked: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(
            pool.map(lambda _: confirmations.take(asked, chat="1", person="1", now=NOW), range(16))
        )
    assert sum(one is not None for one in found) == 1


@pytest.mark.parametrize(("chat", "person"), [("1", "2"), ("2", "1"), ("2", "2"), ("", "")])
def test_others_and_elsewhere_it_is_not_confirmed_and_not_used_up(
    confirmations: Confirmations, database: Database, asked: str, chat: str, person: str
) -> None:
    assert confirmations.take(asked, chat=chat, person=person, now=NOW) is None
    other = Confirmations(database, "other")
    assert other.take(asked, chat="1", person="1", now=NOW) is None
    assert confirmations.take(asked, chat="1", person="1", now=NOW) is not None


def test_it_ends_in_time(confirmations: Confirmations, asked: str, database: Database) -> None:
    end = NOW + LASTS
    assert confirmations.take(asked, chat="1", person="1", now=end) is None
    confirmations.ask(chat="1", person="1", action="block", argument="2", now=end)
    with database.read() as db:
        assert [row["argument"] for row in db["confirmations"].rows] == ["2"]


def test_its_id_fits_into_a_button_and_is_never_the_same(confirmations: Confirmations) -> None:
    ids = {
        confirmations.ask(
            chat="1", person="1", action="x", argument="", now=NOW + timedelta(days=n)
        )
        for n in range(20)
    }
    assert len(ids) == 20
    assert all(len(f"y:{one}".encode()) <= 64 for one in ids)
