"""What a chat has set stays as it was set, and what is due comes in its turn."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from store.database import Database
from store.messaging.access import Access
from store.messaging.chats import Chats
from store.messaging.outbox import Outbox
from store.messaging.subscription import MAX_LENGTH, MAX_TOPICS, Subscription, is_zone
from store.messaging.subscriptions import Subscriptions

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def subscriptions(database: Database) -> Subscriptions:
    return Subscriptions(database)


def wanted(chat: str = "1", **set_: Any) -> Subscription:
    return Subscription(channel="telegram", chat=chat, zone="Asia/Seoul", **set_)


FULL = wanted(
    person="7",
    time=time(7, 30),
    weekdays=frozenset({0, 4}),
    language="en",
    length=3,
    topics=("반도체 수출", "\ud800 odd"),
    outlets_in=frozenset({"한빛일보"}),
    outlets_out=frozenset({"B", "A"}),
    quiet=(time(22), time(6, 45)),
    paused_until=date(2026, 12, 1),
    when_empty="say",
    likes={"도서관": 1.5},
)


def test_what_is_set_is_what_is_kept(subscriptions: Subscriptions) -> None:
    kept = subscriptions.put(FULL, now=NOW)
    found = subscriptions.get("telegram", "1", "digest")
    assert found == kept
    shown = replace(kept, id=0, settled_until=None, topics=FULL.topics)
    assert shown == FULL
    assert kept.topics == ("반도체 수출", "\ufffd odd")
    assert subscriptions.get("telegram", "1", "weekly") is None
    assert subscriptions.get("other", "1", "digest") is None
    assert subscriptions.all("telegram") == (kept,)


def test_a_second_setting_takes_the_place_of_the_first(subscriptions: Subscriptions) -> None:
    first = subscriptions.put(FULL, now=NOW)
    weekly = subscriptions.put(wanted(kind="weekly"), now=NOW)
    second = subscriptions.put(replace(first, length=9), now=NOW)
    assert (second.id, second.length, second.topics) == (first.id, 9, first.topics)
    assert subscriptions.all("telegram") == (second, weekly)
    assert subscriptions.remove("telegram", "1", "digest")
    assert not subscriptions.remove("telegram", "1", "digest")
    assert subscriptions.all("telegram") == (weekly,)


@pytest.mark.parametrize(
    "wrong",
    [
        {"zone": "Mars/Olympus"},
        {"zone": "../../../etc/passwd"},
        {"zone": "America"},
        {"zone": "posix/Asia/Seoul"},
        {"zone": "right/Asia/Seoul"},
        {"zone": ""},
        {"zone": "\x00"},
        {"weekdays": frozenset()},
        {"weekdays": frozenset({7})},
        {"time": time(8, tzinfo=UTC)},
        {"length": 0},
        {"length": MAX_LENGTH + 1},
        {"topics": tuple(f"topic {n}" for n in range(MAX_TOPICS + 1))},
        {"topics": (" ",)},
        {"topics": ("x" * 101,)},
        {"outlets_in": frozenset(f"outlet {n}" for n in range(200))},
        {"quiet": (time(8), time(8))},
        {"paused_until": date.max},
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    subscriptions: Subscriptions, wrong: dict[str, Any]
) -> None:
    kept = subscriptions.put(FULL, now=NOW)
    with pytest.raises(ValueError, match="a digest cannot have these"):
        subscriptions.put(replace(kept, **wrong), now=NOW)
    assert subscriptions.all("telegram") == (kept,)


@pytest.mark.parametrize("name", ["Asia/Seoul", "UTC", "America/Argentina/Ushuaia"])
def test_zones_are_those_of_the_iana(name: str) -> None:
    assert is_zone(name)


def test_the_longest_due_comes_first_and_what_is_new_at_once(subscriptions: Subscriptions) -> None:
    for chat, hours in (("1", -1), ("2", -3), ("3", 2), ("4", 0)):
        one = subscriptions.put(wanted(chat), now=NOW)
        subscriptions.done(one, next_at=NOW + hours * HOUR)
    subscriptions.put(wanted("5"), now=NOW)
    assert [one.chat for one in subscriptions.due(NOW, 9)] == ["5", "2", "1", "4"]
    assert [one.chat for one in subscriptions.due(NOW, 2)] == ["5", "2"]


def test_who_cannot_be_reached_stays_due_until_they_write_again(
    database: Database, subscriptions: Subscriptions
) -> None:
    chats = Chats(database)
    for chat in ("1", "2", "3"):
        chats.seen("telegram", chat, kind="private", now=NOW)
        subscriptions.put(wanted(chat), now=NOW)
    chats.unreachable("telegram", "1", reason="forbidden", now=NOW)
    chats.set_on("telegram", "2", on=False)
    assert [one.chat for one in subscriptions.due(NOW, 9)] == ["3"]
    chats.seen("telegram", "1", kind="private", now=NOW)
    chats.set_on("telegram", "2", on=True)
    assert [one.chat for one in subscriptions.due(NOW, 9)] == ["1", "2", "3"]


def test_who_was_shut_out_gets_nothing_nor_do_groups_they_set_it_up_in(
    database: Database, subscriptions: Subscriptions
) -> None:
    access = Access(database)
    for chat, person in (("1", "1"), ("-5", "1"), ("-6", "2"), ("-7", None)):
        subscriptions.put(wanted(chat, person=person), now=NOW)
    access.set("telegram", "1", "blocked", now=NOW)
    access.set("other", "2", "blocked", now=NOW)
    assert [one.chat for one in subscriptions.due(NOW, 9)] == ["-6", "-7"]
    assert subscriptions.due(NOW, 9, closed=True) == ()
    access.set("telegram", "2", "allowed", now=NOW)
    access.set("telegram", "-7", "admin", now=NOW)
    assert [one.chat for one in subscriptions.due(NOW, 9, closed=True)] == ["-6", "-7"]


def test_what_is_due_stays_due_whatever_is_set_in_the_meantime(
    subscriptions: Subscriptions,
) -> None:
    one = subscriptions.put(wanted(), now=NOW)
    subscriptions.done(one, next_at=NOW + HOUR, settled=NOW)
    due = subscriptions.put(wanted(time=time(20)), now=NOW + 2 * HOUR)
    assert (due.next_at, due.settled_until) == (NOW + HOUR, NOW)


def test_other_times_are_reckoned_from_when_they_were_set(subscriptions: Subscriptions) -> None:
    one = subscriptions.put(wanted(), now=NOW)
    subscriptions.done(one, next_at=NOW + 9 * HOUR, settled=NOW, on=date(2026, 11, 22))
    longer = subscriptions.put(wanted(length=9), now=NOW + HOUR)
    assert (longer.next_at, longer.settled_until) == (NOW + 9 * HOUR, NOW)
    later = subscriptions.put(wanted(time=time(20)), now=NOW + HOUR)
    assert (later.next_at, later.settled_until) == (None, NOW + HOUR)
    assert later.last_on == date(2026, 11, 22)


def test_what_was_set_while_it_was_sent_is_reckoned_anew(subscriptions: Subscriptions) -> None:
    one = subscriptions.put(wanted(), now=NOW)
    subscriptions.put(wanted(time=time(20)), now=NOW)
    subscriptions.done(one, next_at=NOW + HOUR, on=date(2026, 11, 22), settled=NOW)
    found = subscriptions.get("telegram", "1", "digest")
    assert found is not None
    assert (found.next_at, found.last_on) == (None, date(2026, 11, 22))


def test_when_the_clock_was_set_what_is_to_come_is_reckoned_anew(
    subscriptions: Subscriptions,
) -> None:
    for chat, hours in (("1", 1), ("2", 9_000), ("3", -1)):
        one = subscriptions.put(wanted(chat), now=NOW)
        subscriptions.done(one, next_at=NOW + hours * HOUR, settled=NOW + (hours - 2) * HOUR)
    assert subscriptions.reckon_anew(now=NOW) == 2
    found = {one.chat: (one.next_at, one.settled_until) for one in subscriptions.due(NOW, 9)}
    assert found == {
        "1": (None, NOW - HOUR),
        "2": (None, NOW),
        "3": (NOW - HOUR, NOW - 3 * HOUR),
    }


def test_a_group_that_moves_keeps_its_digest(
    database: Database, subscriptions: Subscriptions
) -> None:
    subscriptions.put(wanted("-1", length=3), now=NOW)
    subscriptions.put(wanted("-1001", length=8), now=NOW)
    subscriptions.put(wanted("-1001", kind="weekly"), now=NOW)
    for _ in range(2):
        Outbox(database, "telegram").move("-1", "-1001")
    kept = [(one.chat, one.kind, one.length) for one in subscriptions.all("telegram")]
    assert kept == [("-1001", "digest", 3), ("-1001", "weekly", 5)]
