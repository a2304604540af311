"""Chinese and Japanese words read as Koreans read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.readings import alternatives, read


@pytest.mark.parametrize(
    ("written", "korean"),
    [
        ("济州", "제주"),
        ("済州", "제주"),
        ("濟州", "제주"),
        ("国立公园", "국립공원"),
        ("課徴金", "과징금"),
        ("东国制钢", "동국제강"),
        ("読売", "독매"),
        ("電気自動車", "전기자동차"[:5]),
    ],
)
def test_simplified_japanese_and_traditional_forms_are_read_alike(
    written: str, korean: str
) -> None:
    assert korean in read(written)


@pytest.mark.parametrize(
    ("written", "korean"),
    [
        ("利润", "이윤"),
        ("労働", "노동"),
        ("双龙", "쌍룡"),
        ("女性", "여성"),
        ("比率", "비율"),
        ("系列", "계열"),
        ("法律", "법률"),
        ("旅客", "여객"),
    ],
)
def test_sounds_weaken_at_the_beginning_of_a_word_and_after_a_vowel(
    written: str, korean: str
) -> None:
    assert read(written)[0] == korean


def test_a_sign_that_koreans_do_not_read_is_not_read() -> None:
    assert read("込") == ()
    assert read("ひら") == ()


def test_a_term_stands_for_the_words_of_the_index_that_it_is_part_of() -> None:
    found = alternatives(
        "济州国立公园什么时候扩大?",
        ("济州", "州国", "国立", "立公", "公园", "什么"),
        held=lambda words: {one for one in words if one in ("제주", "국립공원", "공원")},
    )
    assert found == {
        "济州": (frozenset({"제주"}),),
        "国立": (frozenset({"국립공원"}),),
        "立公": (frozenset({"국립공원"}),),
        "公园": (frozenset({"공원"}), frozenset({"국립공원"})),
    }


@given(st.text())
def test_any_text_is_read_without_raising_and_in_hangul_only(text: str) -> None:
    assert all("가" <= letter <= "힣" for one in read(text[:4]) for letter in one)
