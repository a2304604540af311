"""What buttons carry: it fits, is read again, and nothing else is read."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reception import buttons
from bot.subscribing.codes import Deed, Op, Setting, Verb, data, mark, read
from store.messaging.subscription import Kind

SETTINGS = st.builds(
    Setting,
    target=st.none() | st.integers(1, 10**16 - 1).map(lambda number: f"-{number}"),
    kind=st.sampled_from(get_args(Kind)),
    op=st.sampled_from(get_args(Op)),
    value=st.from_regex(r"[A-Za-z0-9_+/.=-]{0,36}", fullmatch=True),
)
DEEDS = st.builds(Deed, verb=st.sampled_from(get_args(Verb)), id=st.integers(0, 10**18 - 1))


@given(SETTINGS | DEEDS)
def test_what_a_button_carries_fits_and_is_read_again(pressed: Setting | Deed) -> None:
    written = data(pressed)
    assert len(written.encode()) <= 64
    assert read(written) == pressed
    assert buttons.read(written) is None, "no other button is meant"


@given(st.text(max_size=70))
def test_what_no_button_carries_is_not_read(text: str) -> None:
    found = read(text)
    assert found is None or read(data(found)) == found


@pytest.mark.parametrize(
    "text",
    ["d:", "d::d:t", "d:12:d:t:0800", "d::m:t:0800", "d::d:T:0800", "d::d:t:" + "0" * 37, "fa:",
     "fa:-1", "fa:1 ", "i+:" + "9" * 19, "d::d:t:08 00", "d::d:t:오전", "fa:١"],
)  # fmt: skip
def test_forged_data_is_not_read(text: str) -> None:
    assert read(text) is None


def test_what_does_not_fit_is_a_bug_of_ours() -> None:
    with pytest.raises(ValueError, match="cannot carry"):
        data(Setting(op="topic", value="반도체"))


@given(st.text(max_size=200))
def test_a_mark_can_be_carried(name: str) -> None:
    assert data(Setting(op="outlet", value=f"{mark(name)}.only"))
