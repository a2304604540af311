"""A quote in its paragraph."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from retrieval.context import in_paragraph
from store.article import PARAGRAPH_BREAK, Article


def article(text: str) -> Article:
    """An article of nothing but this text."""
    now = datetime(2026, 11, 22, tzinfo=UTC)
    return Article(id=1, version=1, text=text, title=None, file="a.txt", stored_at=now)


def test_a_quote_comes_with_its_paragraph_and_no_other() -> None:
    text = "첫 문단이다.\n\n둘째 문단이다. 여기를 인용한다. 끝이다.\n\n셋째 문단이다."
    start = text.index("여기를")
    found, first, last = in_paragraph(article(text), start, start + len("여기를 인용한다."))

    assert found == "둘째 문단이다. 여기를 인용한다. 끝이다."
    assert found[first:last] == "여기를 인용한다."


@given(
    paragraphs=st.lists(st.text("가나 .", min_size=1, max_size=12), min_size=1, max_size=5),
    data=st.data(),
)
def test_the_stretch_is_found_again_in_what_is_returned(
    paragraphs: list[str], data: st.DataObject
) -> None:
    text = PARAGRAPH_BREAK.join(paragraphs)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found, first, last = in_paragraph(article(text), start, end)

    assert found[first:last] == text[start:end]
    assert found in text
