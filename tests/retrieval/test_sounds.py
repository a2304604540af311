"""Spellings of one name in different scripts sound alike; other words do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.sounds import alike, hangul_sounds, heard_in, skeleton, spelled_out


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


@pytest.mark.parametrize(
    ("question", "term", "hangul", "heard"),
    [
        ("haesol 공장은 어디?", "haesol", "해솔", True),
        ("Where does Velthropic sit?", "velthropic", "벨트로픽", True),
        ("ベルトロピックの本社は", "ロピ", "벨트로픽", True),
        ("where is the haldane plant", "haldane", "할데인", False),
        ("haesol 공장은 어디?", "haesol", "해람", False),
        ("io 공장은 어디?", "io", "이오", False),
    ],
)
def test_a_foreign_word_is_heard_in_hangul(
    question: str, term: str, hangul: str, heard: bool
) -> None:
    words = heard_in(question, [term, "공장"])
    assert any(word.stands_among(hangul_sounds([hangul, "공장"])) for word in words) is heard
    assert all(term in word.terms for word in words)


@given(st.text(), st.text())
def test_any_two_texts_can_be_compared(one: str, other: str) -> None:
    assert skeleton(one).isascii()
    assert alike(one, other) == alike(other, one)
