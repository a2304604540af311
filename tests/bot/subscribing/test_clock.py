"""Times of day as people write them."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.subscribing.clock import clock_time, clock_times


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("7시", time(7)), ("오전 6시 40분", time(6, 40)), ("아침 7시 반", time(7, 30)),
        ("저녁 9시", time(21)), ("오후 1시", time(13)), ("오후 12시", time(12)),
        ("오전 12시", time(0)), ("밤 10시", time(22)), ("밤 12시", time(0)), ("밤 1시", time(1)),
        ("새벽 5시에", time(5)), ("낮 12시", time(12)), ("낮 11시", time(11)), ("정오", time(12)),
        ("자정", time(0)), ("6:05", time(6, 5)), ("06:05", time(6, 5)), ("0605", time(6, 5)),
        ("19:45", time(19, 45)), ("6", time(6)), ("24:00", time(0)), ("9 pm", time(21)),
        ("9:15PM", time(21, 15)), ("12 am", time(0)), ("12 pm", time(12)), ("9 p.m.", time(21)),
        ("noon", time(12)), ("７：２０", time(7, 20)), ("  8:00  ", time(8)),
        ("여덟 시 반", time(8, 30)), ("저녁 일곱시", time(19)),
        ("밤 열두 시", time(0)), ("저녁 12시", time(0)), ("한시", time(1)),
        ("오전 열한 시", time(11)),
    ],
)  # fmt: skip
def test_a_time_is_read_as_it_is_written(text: str, at: time) -> None:
    assert clock_time(text) == at


@pytest.mark.parametrize(
    "text",
    ["", "25:00", "8:60", "24:01", "99", "-3", "13 pm", "0 pm", "오전 14시", "내일", "soon",
     "8:00 9:00", "8시 반 30분", "열세 시", "am 8 pm", "8" * 100, "٨:٠٠", "<b>8</b>",
     "\ud800", "\0"],
)  # fmt: skip
def test_what_is_no_time_is_none(text: str) -> None:
    assert clock_time(text) is None


@given(st.times(), st.sampled_from(["%H:%M", "%H%M", "%I:%M %p", "%H시 %M분"]))
def test_every_minute_of_the_day_is_read(at: time, shape: str) -> None:
    assert clock_time(at.strftime(shape)) == at.replace(second=0, microsecond=0)


@given(st.text())
def test_any_text_is_a_time_or_none(text: str) -> None:
    assert clock_time(text) is None or isinstance(clock_time(text), time)
    clock_times(text)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("22:00~07:00", (time(22), time(7))), ("22:00-07:00", (time(22), time(7))),
        ("밤 11시부터 아침 6시까지", (time(23), time(6))),
        ("from 9 pm to 8 am", (time(21), time(8))),
        ("22:30 – 6:30", (time(22, 30), time(6, 30))), ("1-5", (time(1), time(5))),
        ("22:00∼7:00", (time(22), time(7))), ("22시〜7시", (time(22), time(7))),
        ("22:00 − 07:00", (time(22), time(7))), ("밤 열 시부터 여섯 시", (time(22), time(6))),
        ("22:00", None), ("22:00-22:00", None), ("a-b", None), ("1-2-3", None), ("", None),
        ("25:00-07:00", None),
    ],
)  # fmt: skip
def test_a_span_has_two_times(text: str, span: tuple[time, time] | None) -> None:
    assert clock_times(text) == span
