"""Nobody asks more than is allowed, nobody is locked out, and a flood is told once."""

import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.database import Database
from store.messaging.limits import DEFAULTS, Limit, Limits, Verdict

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
PERSON = DEFAULTS["person"]
#: Floating point adds and takes tokens.
ROUNDING = 1e-6


@pytest.fixture
def limits(database: Database) -> Limits:
    return Limits(database)


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def ask(
    limits: Limits, seconds: float = 0, person: str | None = "1", group: str | None = None
) -> Verdict:
    return limits.take("telegram", person=person, group=group, now=after(seconds))


def test_a_burst_is_answered_then_told_once_then_met_with_silence(limits: Limits) -> None:
    said = [ask(limits) for _ in range(PERSON.burst + 5)]
    assert said == ["ok"] * PERSON.burst + ["notice"] + ["silent"] * 4


def test_a_flood_that_goes_on_is_told_once_all_along(limits: Limits) -> None:
    said = [ask(limits, second) for second in range(600)]
    assert said.count("notice") == 1
    earned = PERSON.burst + PERSON.per_minute * 10
    assert earned - 1 <= said.count("ok") <= earned


def test_another_flood_is_told_again(limits: Limits) -> None:
    for hour in range(3):
        said = [ask(limits, hour * 3600) for _ in range(PERSON.burst + 3)]
        assert said.count("notice") == 1


def test_people_and_channels_do_not_share_a_bucket(limits: Limits) -> None:
    for _ in range(PERSON.burst):
        ask(limits)
    assert ask(limits) == "notice"
    assert ask(limits, person="2") == "ok"
    assert limits.take("other", person="1", group=None, now=NOW) == "ok"


def test_a_group_has_a_bucket_and_each_of_its_people_is_told_once(limits: Limits) -> None:
    limits.set("group", Limit(burst=3, per_minute=1))
    assert [ask(limits, person=str(n), group="g") for n in range(3)] == ["ok"] * 3
    assert [ask(limits, person=name, group="g") for name in "aabb"] == [
        "notice",
        "silent",
        "notice",
        "silent",
    ]
    assert ask(limits, person="a") == "ok"


def test_without_a_person_the_group_is_told_once(limits: Limits) -> None:
    limits.set("group", Limit(burst=1, per_minute=1))
    assert [ask(limits, person=None, group="g") for _ in range(3)] == ["ok", "notice", "silent"]


def test_without_anybody_there_is_the_limit_of_all(limits: Limits) -> None:
    limits.set("global", Limit(burst=2, per_minute=1))
    said = [ask(limits, person=None) for _ in range(4)]
    assert said == ["ok", "ok", "notice", "silent"]


def test_what_is_refused_costs_none_of_the_buckets(limits: Limits) -> None:
    limits.set("global", Limit(burst=1, per_minute=1))
    ask(limits, person="2")
    for _ in range(PERSON.burst * 2):
        assert ask(limits) != "ok"
    limits.set("global", None)
    assert [ask(limits, 60) for _ in range(PERSON.burst)] == ["ok"] * PERSON.burst


def test_limits_are_set_and_set_back(limits: Limits, database: Database) -> None:
    assert limits.all() == DEFAULTS
    limits.set("person", Limit(burst=1, per_minute=0.5))
    assert Limits(database).all()["person"] == Limit(burst=1, per_minute=0.5)
    assert [ask(limits) for _ in range(2)] == ["ok", "notice"]
    limits.set("person", None)
    assert limits.all() == DEFAULTS


@pytest.mark.parametrize(("burst", "rate"), [(0, 1), (-1, 1), (1, 0), (1, -1), (1, float("inf"))])
def test_a_limit_that_nobody_can_meet_is_refused(burst: int, rate: float) -> None:
    with pytest.raises(ValueError, match="burst of at least 1"):
        Limit(burst=burst, per_minute=rate)
    with pytest.raises(ValueError, match="burst of at least 1"):
        Limit(burst=1, per_minute=float("nan"))


def test_a_clock_that_is_set_back_neither_fills_a_bucket_nor_locks_anybody_out(
    limits: Limits,
) -> None:
    a_year = 365 * 86_400
    for _ in range(PERSON.burst):
        assert ask(limits, a_year) == "ok"
    assert ask(limits, 0) == "notice"
    filled_s = 60 / PERSON.per_minute
    assert ask(limits, filled_s - 1) == "silent"
    assert ask(limits, filled_s + 1) == "ok"
    assert ask(limits, filled_s + 1) == "silent"


def test_threads_that_ask_at_once_share_what_is_left(tmp_path: Path) -> None:
    both = [Limits(Database(tmp_path / "sosik.db")) for _ in range(2)]
    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(lambda n: ask(both[n % 2]), range(40)))
    assert said.count("ok") == PERSON.burst
    assert said.count("notice") == 1


def test_buckets_that_nobody_uses_are_forgotten(limits: Limits, database: Database) -> None:
    ask(limits)
    ask(limits, 3600, person="2")
    assert limits.forget(before=after(1800)) == 1
    with database.read() as db:
        assert {row["party"] for row in db["buckets"].rows} == {"2", ""}


STEPS = st.lists(st.tuples(st.floats(0, 40), st.sampled_from("ab")), max_size=40)


@settings(max_examples=30)
@given(steps=STEPS, burst=st.integers(1, 5), rate=st.floats(0.5, 60), group_burst=st.integers(1, 8))
def test_in_no_window_more_is_allowed_than_the_burst_and_what_came_in(
    steps: list[tuple[float, str]], burst: int, rate: float, group_burst: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / "sosik.db")
        limits = Limits(database)
        limits.set("person", Limit(burst=burst, per_minute=rate))
        limits.set("group", Limit(burst=group_burst, per_minute=rate))
        clock, allowed = 0.0, []
        for step, person in steps:
            clock += step
            if ask(limits, clock, person=person, group="g") == "ok":
                allowed.append((clock, person))
        database.close()
    for names, most in (("a", burst), ("b", burst), ("ab", group_burst)):
        times = [at for at, person in allowed if person in names]
        for first, start in enumerate(times):
            for last, end in enumerate(times[first:], first):
                # To the microsecond: a datetime holds no less.
                assert last - first + 1 <= most + (end - start + 1e-6) * rate / 60 + ROUNDING


@settings(max_examples=25)
@given(jumps=st.lists(st.floats(-100_000, 100_000), max_size=12))
def test_whatever_the_clock_does_nobody_waits_longer_than_for_one_token(jumps: list[float]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / "sosik.db")
        limits, clock = Limits(database), 0.0
        limits.set("person", Limit(burst=2, per_minute=6))
        for jump in jumps:
            clock += jump
            assert [ask(limits, clock) for _ in range(3)].count("ok") <= 2
            assert ask(limits, clock + 10.001) == "ok"
        database.close()


def test_what_waited_while_the_bot_was_away_was_no_flood(limits: Limits) -> None:
    gap_s = 60 / PERSON.per_minute
    for number in range(PERSON.burst * 3):
        said = limits.take(
            "telegram",
            person="1",
            group=None,
            now=after(10_000),
            asked_at=after(number * gap_s),
        )
        assert said == "ok"


def test_many_of_one_moment_are_a_flood_whenever_they_are_told(limits: Limits) -> None:
    said = [
        limits.take("telegram", person="1", group=None, now=after(10_000), asked_at=after(5))
        for _ in range(PERSON.burst + 2)
    ]
    assert said == ["ok"] * PERSON.burst + ["notice", "silent"]


def test_a_moment_to_come_or_from_before_fills_nothing(limits: Limits) -> None:
    for _ in range(PERSON.burst):
        assert ask(limits, 100) == "ok"
    for asked in (1e6, 0.0, 99.0):
        said = limits.take(
            "telegram", person="1", group=None, now=after(100), asked_at=after(asked)
        )
        assert said != "ok"
