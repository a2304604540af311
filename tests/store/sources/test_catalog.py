"""The record of sources: added once, due in time, healthy or not."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store.database import Database
from store.sources.catalog import (
    DEAD_AFTER,
    ITEM_MEMORY,
    MAX_UNLISTED,
    Catalog,
    NewSource,
    Seen,
    Success,
    is_dead,
)
from store.sources.source import Source

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "sosik.db")


@pytest.fixture
def catalog(database: Database) -> Catalog:
    return Catalog(database)


def new(name: str = "rss") -> NewSource:
    return NewSource(
        kind="feed",
        address=f"https://news.example/{name}",
        key=f"news.example/{name}",
        title=None,
        pages=True,
        interval_s=1800,
    )


def added(catalog: Catalog, name: str = "rss") -> Source:
    source, _ = catalog.add(new(name), now=NOW)
    return source


def succeed(
    catalog: Catalog,
    source: Source,
    *,
    at: datetime,
    next_at: datetime | None = None,
    moved_to: str | None = None,
) -> None:
    success = Success(interval_s=1800.0, next_at=next_at or at + HOUR, moved_to=moved_to)
    catalog.succeeded(source.id, success, now=at)


def fail(catalog: Catalog, source: Source, *, at: datetime) -> bool:
    return catalog.failed(source.id, now=at, next_at=at + HOUR, reason="timeout: slow")


def test_a_source_added_twice_is_one(catalog: Catalog) -> None:
    first, is_new = catalog.add(new(), now=NOW)
    again, is_new_again = catalog.add(new(), now=NOW + HOUR)
    assert (is_new, is_new_again) == (True, False)
    assert first == again
    assert catalog.all() == (first,)


def test_a_new_source_is_due_at_once_and_then_when_it_was_said(catalog: Catalog) -> None:
    source = added(catalog)
    assert catalog.due(NOW) == (source,)
    succeed(catalog, source, at=NOW)
    assert catalog.due(NOW + HOUR / 2) == ()
    assert [one.id for one in catalog.due(NOW + HOUR)] == [source.id]


def test_the_longest_waiting_source_is_due_first(catalog: Catalog) -> None:
    first, second = added(catalog, "one"), added(catalog, "two")
    succeed(catalog, first, at=NOW, next_at=NOW + 2 * HOUR)
    succeed(catalog, second, at=NOW, next_at=NOW + HOUR)
    assert [one.id for one in catalog.due(NOW + 3 * HOUR)] == [second.id, first.id]


def test_a_paused_source_is_not_due_until_it_is_resumed(catalog: Catalog) -> None:
    source = added(catalog)
    catalog.pause(source.id, paused=True, now=NOW)
    assert catalog.due(NOW + HOUR) == ()
    catalog.pause(source.id, paused=False, now=NOW)
    assert [one.id for one in catalog.due(NOW)] == [source.id]


def test_health_counts_failures_in_a_row_and_forgets_them_at_a_success(catalog: Catalog) -> None:
    source = added(catalog)
    fail(catalog, source, at=NOW)
    fail(catalog, source, at=NOW + HOUR)
    found = catalog.get(source.id)
    assert found
    assert (found.health.failures, found.health.reason) == (2, "timeout: slow")
    assert found.health.checked_at == NOW + HOUR
    assert found.health.succeeded_at is None
    succeed(catalog, source, at=NOW + 2 * HOUR)
    found = catalog.get(source.id)
    assert found
    assert (found.health.failures, found.health.reason) == (0, None)
    assert found.health.succeeded_at == NOW + 2 * HOUR


def test_a_source_is_said_to_be_dead_once(catalog: Catalog) -> None:
    source = added(catalog)
    succeed(catalog, source, at=NOW)
    days = [fail(catalog, source, at=NOW + timedelta(days=day)) for day in range(1, 12)]
    assert days == [False] * 6 + [True] + [False] * 4
    succeed(catalog, source, at=NOW + timedelta(days=12))
    assert not fail(catalog, source, at=NOW + timedelta(days=13))
    assert fail(catalog, source, at=NOW + timedelta(days=20))


def test_a_source_is_dead_after_days_of_failures_unless_it_is_paused(catalog: Catalog) -> None:
    source = added(catalog)
    fail(catalog, source, at=NOW)
    found = catalog.get(source.id)
    assert found
    assert not is_dead(found, now=NOW + DEAD_AFTER / 2)
    assert is_dead(found, now=NOW + DEAD_AFTER)
    catalog.pause(source.id, paused=True, now=NOW)
    found = catalog.get(source.id)
    assert found
    assert not is_dead(found, now=NOW + DEAD_AFTER)


def test_a_move_for_good_is_followed_but_never_onto_another_source(catalog: Catalog) -> None:
    one, other = added(catalog, "one"), added(catalog, "other")
    succeed(catalog, one, at=NOW, moved_to="https://news.example/new")
    assert catalog.find("news.example/new") == catalog.get(one.id)
    succeed(catalog, other, at=NOW, moved_to="https://news.example/new")
    kept = catalog.get(other.id)
    assert kept
    assert kept.address == other.address


def test_what_was_listed_is_remembered_as_long_as_it_is_listed(catalog: Catalog) -> None:
    source = added(catalog)
    for key in ("stays", "goes"):
        assert catalog.note(source.id, key, Seen(digest="d", tries=0, at=NOW))
    for day in range(0, ITEM_MEMORY.days + 4, 2):
        catalog.still_listed(source.id, ["stays"], now=NOW + timedelta(days=day))
    assert set(catalog.seen(source.id)) == {"stays"}


def test_a_source_that_names_all_anew_each_time_is_not_remembered_without_end(
    catalog: Catalog, database: Database
) -> None:
    source = added(catalog)
    with database.write() as db:
        db["items"].insert_all(
            {
                "source_id": source.id,
                "key": str(number),
                "digest": "d",
                "tries": 0,
                "seen_at": (NOW - timedelta(days=20, seconds=number)).timestamp(),
            }
            for number in range(MAX_UNLISTED + 10)
        )
    catalog.note(source.id, "listed", Seen(digest="d", tries=0, at=NOW))
    catalog.still_listed(source.id, ["listed"], now=NOW)
    seen = catalog.seen(source.id)
    assert len(seen) == MAX_UNLISTED + 1
    assert {"listed", "0"} <= set(seen)  # the newest stay


def test_a_source_that_was_removed_leaves_nothing(catalog: Catalog) -> None:
    source = added(catalog)
    catalog.note(source.id, "one", Seen(digest="d", tries=0, at=NOW))
    catalog.remove(source.id)
    assert catalog.all() == ()
    assert catalog.seen(source.id) == {}
    assert not catalog.note(source.id, "late", Seen(digest="d", tries=0, at=NOW))
    assert catalog.seen(source.id) == {}


def test_a_clock_that_was_set_back_holds_up_no_source(catalog: Catalog) -> None:
    source = added(catalog)
    succeed(catalog, source, at=NOW + timedelta(days=365))
    assert [one.id for one in catalog.due(NOW)] == [source.id]
    succeed(catalog, source, at=NOW)
    assert catalog.due(NOW) == ()
    assert catalog.due(NOW - timedelta(seconds=5)) == ()
