"""Topics are read as people write them, and find their words in headlines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.digest.headwords import Headwords, words_of
from retrieval.digest.topics import Topics, distinct
from retrieval.morphemes import Analyser


def rows(text: str, term: str) -> list[int]:
    words = Headwords()
    words.add(0, words_of("다른 소식"))
    words.add(1, words_of(text))
    return list(words.holding(term))


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("기준금리를 올린다", "금리"),
        ("배를 띄웠다", "배"),
        ("AI반도체 수출", "ai"),
        ("New ferries sail", "ferries"),
        ("two strikes", "strike"),
        ("日本銀行が利上げ", "利上"),
    ],
)
def test_a_term_is_found_in_the_words_it_stands_in(text: str, term: str) -> None:
    assert rows(text, term) == [1]


@pytest.mark.parametrize(
    ("text", "term"), [("배터리 공장", "배"), ("aim high", "ai"), ("금값 상승", "금리"), ("", "가")]
)
def test_a_term_is_not_found_inside_of_another_word(text: str, term: str) -> None:
    assert rows(text, term) == []


def test_a_topic_is_read_without_markup_and_words_of_asking(analyser: Analyser) -> None:
    topics = Topics(analyser=lambda: analyser, encoder=lambda: None)
    (topic,) = topics.read(["<b>기준금리</b> 소식 알려줘"])
    assert all("소식" not in one for term in topic.terms for spelling in term for one in spelling)
    assert topic.terms


def test_topics_are_distinct_and_short() -> None:
    assert distinct(["가 나", " 가  나 ", "", "<i>가</i> 나"]) == ("가 나",)
    assert len(distinct(["길" * 10_000])[0]) == 100


@given(st.text(max_size=60))
def test_any_text_makes_a_topic_or_none(analyser: Analyser, text: str) -> None:
    topics = Topics(analyser=lambda: analyser, encoder=lambda: None)
    for topic in topics.read([text]):
        assert all(one for term in topic.terms for spelling in term for one in spelling)
