"""Spellings of one name in different scripts sound alike; other words do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.sounds import alike, skeleton, spelled_out


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("세이론", "Saeron"),
        ("벨트로픽", "Velthropic"),
        ("벨솔로픽", "Velthropic"),
        ("톰 할데인", "Tom Haldane"),
        ("ベルトロピック", "Velthropic"),
        ("ノルディン", "Nordin"),
        ("미라 크로프트", "Mira Croft"),
        ("에스엠피", "SMP"),
        ("엔브이", "NV"),
        ("새론에이아이", "Saeron AI"),
        ("チャットGPT", "ChatGPT"),
    ],
)
def test_transliterations_sound_alike(one: str, other: str) -> None:
    assert alike(one, other)
    assert alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("세계보건기구", "WHO"),
        ("대표", "CEO"),
        ("인공지능", "AI"),
        ("박이랑", "HRB"),
        ("음주", "drinking"),
        ("벨트로픽", "Haldane"),
        ("할데인", "Nordin"),
        ("", "Nordin"),
        ("노르딘", "!!"),
    ],
)
def test_other_words_do_not(one: str, other: str) -> None:
    assert not alike(one, other)


def test_letters_that_are_named_are_letters() -> None:
    assert spelled_out("에스케이온") == "sk온"
    assert spelled_out("하람에이아이") == "하람ai"
    assert spelled_out("시장이 비었다") == "시장이 비었다"


@given(st.text(), st.text())
def test_any_two_texts_can_be_compared(one: str, other: str) -> None:
    assert skeleton(one).isascii()
    assert alike(one, other) == alike(other, one)
