"""A source is asked as often as it has news, and left alone when it fails."""

from hypothesis import given
from hypothesis import strategies as st

from store.sources.pace import Bounds, after_failure, next_interval

BOUNDS = Bounds(shortest_s=300, longest_s=21_600)
NEW = st.integers(min_value=0, max_value=3000)
SECONDS = st.floats(min_value=0, max_value=1e9)


@given(interval_s=SECONDS, new=NEW, ttl_s=st.none() | SECONDS)
def test_the_interval_stays_within_the_bounds(
    interval_s: float, new: int, ttl_s: float | None
) -> None:
    learned = next_interval(interval_s, new=new, bounds=BOUNDS, ttl_s=ttl_s)
    assert BOUNDS.shortest_s <= learned <= BOUNDS.longest_s


@given(interval_s=SECONDS, new=NEW)
def test_more_news_never_means_a_longer_wait(interval_s: float, new: int) -> None:
    assert next_interval(interval_s, new=new + 1, bounds=BOUNDS) <= next_interval(
        interval_s, new=new, bounds=BOUNDS
    )


def test_a_busy_source_is_soon_asked_at_the_shortest_interval_and_a_silent_one_at_the_longest() -> (
    None
):
    busy = silent = 1800.0
    for _ in range(15):
        busy = next_interval(busy, new=3, bounds=BOUNDS)
        silent = next_interval(silent, new=0, bounds=BOUNDS)
    assert busy == BOUNDS.shortest_s
    assert silent == BOUNDS.longest_s


def test_a_source_with_news_at_every_third_poll_keeps_its_pace() -> None:
    interval = 3600.0
    for new in (1, 0, 0) * 10:
        interval = next_interval(interval, new=new, bounds=BOUNDS)
    assert 3000 < interval < 4800


def test_a_feed_that_wants_to_be_left_alone_is_within_reason() -> None:
    assert next_interval(600, new=5, bounds=BOUNDS, ttl_s=3600) == 3600
    assert next_interval(600, new=5, bounds=BOUNDS, ttl_s=10**9) == BOUNDS.longest_s


@given(failures=st.integers(min_value=1, max_value=10**6), chance=st.floats(0, 1))
def test_retries_come_later_and_later_up_to_six_hours(failures: int, chance: float) -> None:
    wait = after_failure(failures, chance=chance)
    assert 30 <= wait <= 6 * 3600
    assert after_failure(failures + 1, chance=chance) >= wait


def test_jitter_spreads_retries_over_half_of_the_wait() -> None:
    assert after_failure(3, chance=0) == 120
    assert after_failure(3, chance=1) == 240


def test_what_the_server_asks_for_is_never_cut_short() -> None:
    assert after_failure(1, chance=0, retry_after_s=7200) == 7200
    assert after_failure(20, chance=1, retry_after_s=60) == 6 * 3600


def test_what_does_not_mend_by_itself_is_asked_once_a_day() -> None:
    assert after_failure(1, chance=1, lasting=True) == 24 * 3600
