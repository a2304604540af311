"""Once on each day of whatever calendar people live by."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digests.times import (
    day_start,
    due_by,
    key,
    local_date,
    moment_on,
    next_due,
    of_use_until,
    quiet_until,
    sent_until,
    time_of,
    zone_of,
)
from store.messaging.subscription import FOR_GOOD, Subscription

ZONES = sorted(available_timezones())
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
MINUTES = st.builds(time, st.integers(0, 23), st.integers(0, 59))
QUIET = st.none() | st.tuples(MINUTES, MINUTES).filter(lambda one: one[0] != one[1])
DAY = timedelta(days=1)


def subscription(zone: str = "Asia/Seoul", **changed: object) -> Subscription:
    return Subscription(channel="telegram", chat="1", zone=zone, **changed)  # type: ignore[arg-type]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@given(zone=st.sampled_from(ZONES), first=DAYS, wanted=MINUTES, quiet=QUIET)
def test_every_day_that_a_calendar_has_brings_exactly_one(
    zone: str, first: date, wanted: time, quiet: tuple[time, time] | None
) -> None:
    one = subscription(zone, time=wanted, quiet=quiet)
    moment = datetime.combine(first, time(12), UTC)
    days = []
    for _ in range(30):
        later = next_due(one, after=moment)
        assert later > moment
        moment = later
        days.append(local_date(moment, zone))
    assert days == [days[0] + n * DAY for n in range(30)]


@pytest.mark.parametrize("year", range(2020, 2036))
def test_no_zone_has_a_day_without_one_or_one_on_another_day(year: int) -> None:
    wanted = (time(0, 30), time(1, 30), time(2, 30), time(8), time(23, 30))
    for name in ZONES:
        zone = ZoneInfo(name)
        for day in _days_of_change(zone, year):
            for one in wanted:
                moment = moment_on(day, one, zone)
                assert moment is not None, (name, day)
                assert local_date(moment, zone) == day, (name, day, one)


def _days_of_change(zone: ZoneInfo, year: int) -> list[date]:
    """Return the days around those on which the clocks were changed, and the end of February."""
    noon = datetime(year, 1, 1, 12, tzinfo=UTC)
    days = {date(year, 2, 28), date(year, 3, 1)}
    for n in range(366):
        before, after = noon + n * DAY, noon + (n + 1) * DAY
        if before.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            days |= {local_date(before, zone), local_date(after, zone)}
    return sorted(days)


@pytest.mark.parametrize(
    ("zone", "day", "wanted", "expected"),
    [
        ("Europe/Berlin", "2026-03-29", "02:30", "2026-03-29T03:00+02:00"),  # passed over
        ("Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T02:30+02:00"),  # twice: the first
        ("America/Nuuk", "2024-03-30", "23:30", "2024-03-30T22:59-02:00"),  # the day ends at 23
        ("America/Santiago", "2026-09-06", "00:00", "2026-09-06T01:00-03:00"),  # begins at 1
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-04T02:30+11:00"),  # half an hour
        ("Asia/Seoul", "2028-02-29", "08:00", "2028-02-29T08:00+09:00"),
    ],
)
def test_where_clocks_are_changed(zone: str, day: str, wanted: str, expected: str) -> None:
    moment = moment_on(date.fromisoformat(day), time.fromisoformat(wanted), zone)
    assert moment == at(expected)


def test_a_day_that_a_country_left_out_has_none() -> None:
    assert moment_on(date(2011, 12, 30), time(8), "Pacific/Apia") is None
    one = subscription("Pacific/Apia")
    due = next_due(one, after=at("2011-12-29T08:00-10:00"))
    assert due == at("2011-12-31T08:00+14:00")
    friday = subscription("Pacific/Apia", weekdays=frozenset({4}))
    assert next_due(friday, after=at("2011-12-29T08:00-10:00")) == at("2012-01-06T08:00+14:00")
    assert of_use_until(one, at("2011-12-29T08:00-10:00")) == at("2011-12-30T08:00-10:00")


def test_only_chosen_weekdays_count() -> None:
    one = subscription(weekdays=frozenset({0, 5}))
    assert next_due(one, after=at("2026-11-22T12:00+09:00")) == at("2026-11-23T08:00+09:00")
    assert next_due(one, after=at("2026-11-23T08:00+09:00")) == at("2026-11-28T08:00+09:00")


def test_a_pause_ends_on_its_day() -> None:
    one = subscription(paused_until=date(2026, 12, 24))
    assert next_due(one, after=at("2026-11-22T12:00+09:00")) == at("2026-12-24T08:00+09:00")
    for_good = subscription(paused_until=FOR_GOOD)
    assert next_due(for_good, after=at("2026-11-22T12:00+09:00")).year >= 2999


def test_the_day_of_the_last_one_gets_no_other() -> None:
    one = subscription(time=time(20), last_on=date(2026, 11, 22))
    assert next_due(one, after=at("2026-11-22T12:00+09:00")) == at("2026-11-23T20:00+09:00")
    # Sent in Seoul on the 22nd, it is the 21st still in New York.
    moved = subscription("America/New_York", last_on=date(2026, 11, 22))
    assert next_due(moved, after=at("2026-11-22T09:00+09:00")) == at("2026-11-23T08:00-05:00")


def test_a_week_gets_one_weekly_whatever_its_weekdays_are() -> None:
    one = subscription(kind="weekly", last_on=date(2026, 12, 31))
    assert next_due(one, after=at("2026-12-31T09:00+09:00")) == at("2027-01-04T08:00+09:00")
    assert key(one, date(2027, 1, 1)) == key(one, date(2026, 12, 31)) == "weekly:1:2026-W53"
    sunday = subscription(kind="weekly", weekdays=frozenset({6}), last_on=date(2026, 11, 22))
    assert next_due(sunday, after=at("2026-11-22T09:00+09:00")) == at("2026-11-29T08:00+09:00")


def test_a_time_in_quiet_hours_moves_to_their_end() -> None:
    night = (time(22), time(7))
    assert time_of(subscription(time=time(6, 59), quiet=night)) == time(7)
    assert time_of(subscription(time=time(23), quiet=night)) == time(7)
    assert time_of(subscription(time=time(7), quiet=night)) == time(7)
    assert time_of(subscription(time=time(21, 59), quiet=night)) == time(21, 59)
    assert time_of(subscription(time=time(13), quiet=(time(12), time(14)))) == time(14)


@given(zone=st.sampled_from(ZONES), quiet=QUIET, day=DAYS, minute=MINUTES)
def test_quiet_hours_end_and_then_it_is_not_quiet(
    zone: str, quiet: tuple[time, time] | None, day: date, minute: time
) -> None:
    now = datetime.combine(day, minute, UTC)
    until = quiet_until(quiet, zone, now=now)
    if until is not None:
        assert now < until <= now + timedelta(hours=26)
        assert quiet_until(quiet, zone, now=until) is None


@pytest.mark.parametrize(
    ("quiet", "now", "until"),
    [
        ((time(22), time(1, 30)), "2026-11-01T01:29-04:00", "2026-11-01T01:30-04:00"),
        ((time(22), time(1, 30)), "2026-11-01T01:10-05:00", None),
        ((time(1, 30), time(7)), "2026-11-01T01:40-04:00", "2026-11-01T07:00-05:00"),
        ((time(1, 30), time(7)), "2026-11-01T01:10-05:00", "2026-11-01T07:00-05:00"),
        ((time(22), time(2, 30)), "2026-03-08T01:59-05:00", "2026-03-08T03:00-04:00"),
        ((time(22), time(2, 30)), "2026-03-08T03:00-04:00", None),
    ],
)
def test_an_hour_that_is_shown_twice_is_not_quiet_again(
    quiet: tuple[time, time], now: str, until: str | None
) -> None:
    found = quiet_until(quiet, "America/New_York", now=at(now))
    assert found == (until and at(until))


@given(zone=st.sampled_from(ZONES), quiet=QUIET, day=DAYS, wanted=MINUTES)
def test_nothing_is_sent_on_the_next_day_nor_in_quiet_hours(
    zone: str, quiet: tuple[time, time] | None, day: date, wanted: time
) -> None:
    one = subscription(zone, time=wanted, quiet=quiet)
    due = next_due(one, after=datetime.combine(day, time(12), UTC))
    until = sent_until(one, due, now=due)
    assert due < until
    last = until - timedelta(seconds=1)
    assert local_date(last, zone) == local_date(due, zone)
    assert quiet_until(quiet, zone, now=last) is None


def test_a_weekly_one_is_of_use_for_two_days() -> None:
    due = at("2026-11-23T08:00+09:00")
    assert of_use_until(subscription(kind="weekly"), due) == due + 2 * DAY
    assert of_use_until(subscription(), due) == at("2026-11-24T00:00+09:00")


def test_what_is_due_is_the_last_that_was_not_settled() -> None:
    one = subscription(settled_until=at("2026-11-20T08:00:01+09:00"))
    assert due_by(one, now=at("2026-11-21T07:59+09:00")) is None
    assert due_by(one, now=at("2026-11-21T08:00+09:00")) == at("2026-11-21T08:00+09:00")
    assert due_by(one, now=at("2028-03-01T09:00+09:00")) == at("2028-03-01T08:00+09:00")
    # The clock was set back: nothing of what is to come is due.
    assert due_by(one, now=at("2026-11-19T09:00+09:00")) is None


@pytest.mark.parametrize(
    "name", ["", "Mars/Olympus", "../../etc/passwd", "America", "\x00", "한국"]
)
def test_a_zone_that_is_not_known_any_more_is_utc(name: str) -> None:
    assert zone_of(name) is UTC


def test_a_day_begins_where_its_clocks_do() -> None:
    assert day_start(at("2026-09-06T12:00-03:00"), "America/Santiago") == at(
        "2026-09-06T01:00-03:00"
    )
