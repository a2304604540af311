"""How much of one text stands in another."""

from hypothesis import given
from hypothesis import strategies as st

from store.shingles import MAX_LETTERS, containment, shingles


@given(st.text(), st.text())
def test_containment_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    share = containment(one, other)
    assert 0 <= share <= 1
    assert containment(other, one) == share


@given(st.text())
def test_a_text_contains_itself_whatever_its_spacing(text: str) -> None:
    assert containment(text, " ".join(text)) == 1


@given(st.text(min_size=5), st.text(), st.text())
def test_a_part_is_contained_in_the_whole(part: str, before: str, after: str) -> None:
    if len("".join(filter(str.isalnum, part))) >= 5:
        assert containment(part, before + part + after) == 1


def test_different_articles_share_next_to_nothing() -> None:
    one = "수도 관리소는 9일 새 정수장을 열었다. 하루 3만 톤을 거른다."
    other = "섬으로 가는 배가 다시 다닌다. 표는 한 장에 4천 원이다."
    assert containment(one, other) < 0.1


def test_an_edit_keeps_most_of_a_text() -> None:
    text = "수도 관리소는 9일 새 정수장을 열었다. 하루 3만 톤을 거른다. 공사비는 80억 원이다."
    assert containment(text, text.replace("3만", "4만") + " 내년에는 하나를 더 짓는다.") > 0.7


def test_only_so_much_of_a_huge_text_is_compared() -> None:
    assert len(shingles("".join(map(chr, range(0xAC00, 0xD7A0))) * 20)) <= MAX_LETTERS
