"""A digest goes out once on its day, whatever happens to the machine, its clock, and its reader."""

import logging
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from bot.digests.digests import BACKLOG, PAGE
from bot.reply import Reply
from store.errors import DatabaseError
from store.messaging.access import Access
from store.messaging.outbox import Outgoing
from store.messaging.told import ToldFact
from tests.bot.digests.conftest import EVER, Desk, render


def test_a_digest_is_promised_when_it_is_due_and_not_before(desk: Desk) -> None:
    desk.news.stories = [1, 2]
    desk.subscribe()
    desk.at("2026-11-22T07:59:59+09:00")
    assert desk.keys() == []
    desk.at("2026-11-22T08:00+09:00")
    assert desk.keys() == ["digest:1:2026-11-22"]
    (message,) = desk.outbox.next(now=desk.now, limit=9)
    assert "story 1" in message.content
    assert desk.told_to() == {1, 2}
    assert desk.kept().next_at == datetime(2026, 11, 22, 23, tzinfo=UTC)


def test_the_next_one_tells_only_what_is_new(desk: Desk) -> None:
    desk.news.stories = [1]
    desk.subscribe(when_empty="say")
    desk.at("2026-11-22T08:00+09:00")
    desk.deliver()
    desk.news.stories = [1, 2]
    desk.at("2026-11-23T08:00+09:00")
    (second,) = desk.outbox.next(now=desk.now, limit=9)
    assert ("story 1" in second.content, "story 2" in second.content) == (False, True)
    desk.deliver()
    desk.at("2026-11-24T08:00+09:00")
    (third,) = desk.outbox.next(now=desk.now, limit=9)
    assert "nothing new" in third.content


def test_an_empty_day_can_pass_in_silence(desk: Desk) -> None:
    desk.subscribe()
    desk.at("2026-11-22T08:00+09:00")
    assert desk.keys() == []
    desk.news.stories = [1]
    desk.at("2026-11-22T09:00+09:00")
    assert desk.keys() == []
    assert desk.kept().last_on == date(2026, 11, 22)


def test_a_digest_missed_while_the_machine_was_off_comes_once_on_its_day(desk: Desk) -> None:
    desk.news.stories = [1]
    desk.subscribe()
    desk.at("2026-11-21T22:00+09:00")
    desk.restart()
    for moment in ("2026-11-24T19:00+09:00", "2026-11-24T19:01+09:00"):
        desk.at(moment)
        desk.restart()
    assert desk.keys() == ["digest:1:2026-11-24"]


def test_one_that_was_missed_on_another_day_is_of_no_use(desk: Desk) -> None:
    desk.news.stories = [1]
    desk.subscribe()
    desk.at("2026-11-21T22:00+09:00")
    desk.at("2026-11-23T07:00+09:00")
    assert desk.keys() == []
    assert desk.told_to() == set()
    desk.at("2026-11-23T08:00+09:00")
    assert desk.keys() == ["digest:1:2026-11-23"]


def test_a_late_one_waits_for_the_end_of_quiet_hours_or_is_left(desk: Desk) -> None:
    desk.news.stories = [1]
    desk.subscribe("1", quiet=(time(12), time(14)))
    desk.subscribe("2", quiet=(time(12), time(7)))
    desk.at("2026-11-21T23:00+09:00")
    desk.at("2026-11-22T12:30+09:00")
    assert desk.keys() == []
    desk.restart()  # and what waits is not forgotten
    desk.at("2026-11-22T12:31+09:00")
    desk.at("2026-11-22T14:00+09:00")
    assert desk.keys() == ["digest:1:2026-11-22"]


def test_what_waits_too_long_expires_and_is_told_the_next_day(desk: Desk) -> None:
    desk.news.stories = [1]
    desk.subscribe(quiet=(time(21), time(6)))
    desk.at("2026-11-22T08:00+09:00")
    desk.now = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)  # 21:00 there
    desk.deliver()
    assert [one.state for one in desk.outbox.listing(limit=9)] == ["expired"]
    assert desk.told_to() == set()
    desk.at("2026-11-23T08:00+09:00")
    desk.deliver()
    assert desk.told_to() == {1}


def test_nothing_is_skipped_where_the_clocks_are_changed(desk: Desk) -> None:
    desk.now = datetime(2026, 10, 23, 12, tzinfo=UTC)
    desk.subscribe(zone="Europe/Berlin", time=time(2, 30), when_empty="say")
    hours = 24 * 10
    for _ in range(hours):
        desk.now += timedelta(hours=1)
        desk.digests()
    days = [f"digest:1:2026-10-{day}" for day in range(24, 32)]
    assert desk.keys() == [*days, "digest:1:2026-11-01", "digest:1:2026-11-02"]


@pytest.mark.parametrize(
    ("to", "keys"),
    [
        ("America/New_York", ["2026-11-22", "2026-11-23"]),
        ("Pacific/Kiritimati", ["2026-11-22", "2026-11-23", "2026-11-24"]),
        ("Europe/Berlin", ["2026-11-22", "2026-11-23"]),
    ],
)
def test_moving_on_the_day_brings_no_second_one_of_that_day(
    desk: Desk, to: str, keys: list[str]
) -> None:
    desk.subscribe(when_empty="say")
    desk.at("2026-11-22T08:00+09:00")
    desk.now += timedelta(minutes=1)
    desk.subscribe(zone=to, when_empty="say")
    for _ in range(48):
        desk.digests()
        desk.now += timedelta(hours=1)
    assert desk.keys() == [f"digest:1:{key}" for key in keys]


def test_another_time_on_the_same_day_brings_no_second_one(desk: Desk) -> None:
    desk.subscribe(when_empty="say")
    desk.at("2026-11-22T08:00+09:00")
    desk.subscribe(time=time(9), when_empty="say")
    desk.at("2026-11-22T09:00+09:00")
    desk.subscriptions.remove("telegram", "1", "digest")
    desk.subscribe(time=time(10), when_empty="say")
    desk.at("2026-11-22T10:00+09:00")
    assert desk.keys() == ["digest:1:2026-11-22"]
    desk.at("2026-11-23T10:00+09:00")
    assert desk.keys() == ["digest:1:2026-11-22", "digest:1:2026-11-23"]


def test_a_clock_that_runs_a_day_ahead_for_a_while_brings_each_day_once(desk: Desk) -> None:
    desk.subscribe(when_empty="say")
    for moment in ("22T07:00", "23T08:00", "22T07:30", "22T08:00", "23T08:00", "24T08:00"):
        desk.at(f"2026-11-{moment}+09:00")
    assert sorted(map(str, desk.keys())) == [f"digest:1:2026-11-{day}" for day in (22, 23, 24)]


@pytest.mark.parametrize("restarted", [True, False])
def test_a_clock_that_ran_a_year_ahead_costs_no_day_once_it_is_right(
    desk: Desk, restarted: bool
) -> None:
    desk.subscribe(when_empty="say")
    desk.at("2027-11-22T08:00+09:00")
    if restarted:
        desk.restart()
    desk.at("2026-11-22T07:00+09:00")
    if restarted:
        desk.restart()
    desk.at("2026-11-22T08:00:03+09:00")
    assert desk.keys() == ["digest:1:2027-11-22", "digest:1:2026-11-22"]


def test_a_clock_that_is_set_back_a_day_brings_nothing_twice(desk: Desk) -> None:
    desk.subscribe(when_empty="say")
    for moment in ("22T08:00", "21T09:00", "21T12:00", "22T08:00", "23T08:00"):
        desk.at(f"2026-11-{moment}+09:00")
        desk.deliver()
    assert desk.keys() == ["digest:1:2026-11-22", "digest:1:2026-11-23"]


def test_the_29th_of_february_is_a_day_like_others(desk: Desk) -> None:
    desk.now = datetime(2028, 2, 27, 12, tzinfo=UTC)
    desk.subscribe(when_empty="say")
    for day in ("02-28", "02-29", "03-01"):
        desk.at(f"2028-{day}T08:00+09:00")
    assert desk.keys() == ["digest:1:2028-02-28", "digest:1:2028-02-29", "digest:1:2028-03-01"]


def test_a_pause_is_kept_also_when_it_was_asked_for_at_the_last_moment(desk: Desk) -> None:
    desk.subscribe(when_empty="say")
    desk.at("2026-11-22T07:59+09:00")
    desk.now += timedelta(minutes=2)
    desk.subscribe(paused_until=date(2026, 11, 24), when_empty="say")
    for moment in ("22T08:02", "23T08:00", "24T08:00"):
        desk.at(f"2026-11-{moment}+09:00")
    assert desk.keys() == ["digest:1:2026-11-24"]


def test_a_weekly_one_comes_once_a_week_and_two_days_late_at_most(desk: Desk) -> None:
    desk.subscribe(kind="weekly", weekdays=frozenset({0}), when_empty="say")
    desk.at("2026-11-22T12:00+09:00")
    desk.at("2026-11-25T07:00+09:00")  # due on the 23rd
    for day in (25, 28, 30):
        desk.at(f"2026-11-{day}T09:00+09:00")
    desk.at("2026-12-09T08:01+09:00")  # due on the 7th
    assert desk.keys() == ["weekly:1:2026-W48", "weekly:1:2026-W49"]


def test_who_blocked_the_bot_is_passed_over_and_gets_it_again_after_writing(desk: Desk) -> None:
    desk.news.stories = [1]
    desk.chats.seen("telegram", "1", kind="private", now=desk.now)
    desk.subscribe()
    desk.at("2026-11-22T08:00+09:00")
    desk.outbox.fail_chat("1", reason="forbidden", now=desk.now)
    desk.chats.unreachable("telegram", "1", reason="forbidden", now=desk.now)
    assert desk.told_to() == set()
    for day in (23, 24, 25):
        desk.at(f"2026-11-{day}T08:00+09:00")
    assert desk.news.written == 1
    desk.chats.seen("telegram", "1", kind="private", now=desk.now)
    desk.at("2026-11-25T09:00+09:00")
    assert desk.keys() == ["digest:1:2026-11-22", "digest:1:2026-11-25"]
    assert desk.told_to() == {1}


def test_where_not_everybody_may_ask_only_those_let_in_get_digests(desk: Desk) -> None:
    for chat in ("1", "2"):
        desk.subscribe(chat, when_empty="say")
    Access(desk.database).set("telegram", "2", "allowed", now=desk.now)
    desk.digests = desk.process(closed=True)
    desk.at("2026-11-21T22:00+09:00")
    desk.at("2026-11-22T08:00+09:00")
    assert desk.keys() == ["digest:2:2026-11-22"]


def test_another_process_that_holds_the_lease_does_it_instead(desk: Desk) -> None:
    desk.subscribe(when_empty="say")
    desk.held = False
    desk.at("2026-11-22T08:00+09:00")
    assert desk.keys() == []
    desk.held = True
    desk.at("2026-11-22T08:01+09:00")
    assert desk.keys() == ["digest:1:2026-11-22"]


def test_two_processes_that_both_believe_to_hold_it_send_one(desk: Desk) -> None:
    desk.news.stories = [1]
    one = desk.subscribe()
    desk.now = datetime(2026, 11, 21, 23, tzinfo=UTC)
    other = desk.process()
    page = desk.subscriptions.due(desk.now, 9)
    assert [due.id for due in page] == [one.id]
    original = desk.news.write

    class Overtaken:
        """Writes while the other process sends."""

        def write(self, *values: Any, **named: Any) -> Any:
            written = original(*values, **named)
            desk.news.write = original  # type: ignore[method-assign]
            other()
            return written

    desk.news.write = Overtaken().write  # type: ignore[method-assign]
    desk.digests()
    assert desk.keys() == ["digest:1:2026-11-22"]
    with desk.database.read() as db:
        assert db["told_facts"].count == 1


def test_many_that_are_due_leave_in_pages_and_the_outbox_stays_small(desk: Desk) -> None:
    chats = [str(number) for number in range(1, BACKLOG + 3 * PAGE)]
    for chat in chats:
        desk.subscribe(chat, when_empty="say")
    desk.at("2026-11-21T22:00+09:00")
    desk.at("2026-11-22T08:00+09:00")
    waiting = desk.outbox.backlog(desk.now)
    assert BACKLOG <= waiting < BACKLOG + PAGE
    assert desk.news.written == waiting  # the rest is composed when it can be sent
    desk.deliver()
    desk.digests()
    assert desk.keys() == [f"digest:{chat}:2026-11-22" for chat in chats]


def test_broadcasts_and_chats_that_wait_do_not_keep_digests_waiting(desk: Desk) -> None:
    desk.subscribe(when_empty="say")
    later = desk.now + timedelta(days=1)
    for number in range(BACKLOG):
        held = Outgoing(chat=f"8{number}", content="x", priority=1, not_before=later)
        desk.outbox.put([held, Outgoing(chat="9", content="x", priority=2)], now=desk.now)
    desk.at("2026-11-22T08:00+09:00")
    assert desk.keys()[-1] == "digest:1:2026-11-22"


def test_one_that_cannot_be_written_keeps_nobody_waiting_and_is_tried_again(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    for chat in ("1", "2"):
        desk.subscribe(chat, when_empty="say")
    desk.news.broken_for = {"1"}
    with caplog.at_level(logging.INFO):
        desk.at("2026-11-22T08:00+09:00")
        desk.at("2026-11-22T08:01+09:00")
    assert desk.keys() == ["digest:2:2026-11-22"]
    assert [one.getMessage().split(" at ")[0] for one in caplog.records] == [
        "a digest could not be written: RuntimeError"
    ]
    assert "reads about" not in caplog.text
    desk.news.broken_for = set()
    desk.at("2026-11-22T08:10+09:00")
    assert desk.keys() == ["digest:2:2026-11-22", "digest:1:2026-11-22"]


def test_a_disk_that_is_full_only_delays(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.subscribe(when_empty="say")

    def fails(reply: Reply) -> list[str]:
        raise DatabaseError("the disk is full", path=desk.database_path)

    desk.render = fails
    for second in range(3):
        desk.at(f"2026-11-22T08:00:0{second}+09:00")
    assert desk.keys() == []
    assert [one.getMessage() for one in caplog.records] == [
        "digests wait, none is lost: the disk is full"
    ]
    desk.render = render
    desk.at("2026-11-22T08:00:04+09:00")
    assert desk.keys() == ["digest:1:2026-11-22"]


def test_a_long_digest_is_told_by_its_first_message(desk: Desk) -> None:
    desk.news.stories = list(range(600))
    desk.subscribe()
    desk.at("2026-11-22T08:00+09:00")
    assert desk.keys() == ["digest:1:2026-11-22", "digest:1:2026-11-22:1"]
    first, second = reversed(desk.outbox.listing(limit=9))
    desk.outbox.failed(second.id, reason="refused", now=desk.now)
    assert len(desk.told_to()) == 600
    desk.outbox.failed(first.id, reason="refused", now=desk.now)
    assert desk.told_to() == set()


def test_what_an_answer_has_told_is_not_told_again(desk: Desk) -> None:
    desk.news.stories = [1]
    fact = ToldFact(story=1, fact="fact 1", article=1, version=1, start=0, end=5)
    desk.told.add("1", [fact], at=desk.now, how="answer")
    desk.subscribe()
    desk.at("2026-11-22T08:00+09:00")
    assert desk.keys() == []


def test_a_stopped_job_begins_nothing_more(desk: Desk) -> None:
    desk.subscribe(when_empty="say")
    desk.digests.stop()
    desk.at("2026-11-22T08:00+09:00")
    assert desk.keys() == []
    desk.restart()
    desk.digests()
    assert desk.keys() == ["digest:1:2026-11-22"]
    assert desk.told.of("1", since=EVER).facts == frozenset()
