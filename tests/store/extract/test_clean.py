"""What leaves extraction can be stored, shown and searched, whatever the file held."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.article import Extracted
from store.extract.article import extract

BODY = "새담시는 6일 물가대책위원회를 열어 요금을 올리기로 했다. 시행은 다음 달 1일부터다."


def record(**fields: object) -> Extracted:
    found = extract(json.dumps({"text": BODY, **fields}).encode(), "a.json")
    assert isinstance(found, Extracted)
    return found


def test_control_characters_reach_neither_text_nor_names() -> None:
    found = record(
        title="요금\x00 인상\x1b[31m",
        text=f"{BODY}\x1b]0;owned\x07",
        publisher="가람\n\x1b[31m일보",
        url="https://news.example/\x1b1",
    )
    shown = f"{found.title}{found.paragraphs}{found.publisher}{found.url}"
    assert not any(character < " " or "\x7f" <= character < "\xa0" for character in shown)
    assert found.publisher == "가람 [31m일보"


@pytest.mark.parametrize("length", [301, 400_000])
def test_a_headline_that_is_too_long_to_be_one_is_none(length: int) -> None:
    found = record(title="가" * length)
    assert (found.title, found.title_source) == (None, "derived")


def test_a_page_of_attributes_gives_no_headline_of_attributes() -> None:
    page = f"<html><body><p {'a=1 ' * 50_000}>{BODY}</p></body></html>"
    found = extract(page.encode(), "a.html")
    title = found.title if isinstance(found, Extracted) else None
    assert len(title or "") <= 300


def test_a_lone_surrogate_is_replaced_where_it_is_read() -> None:
    assert record(text=f"{BODY} \ud800 끝이다.").paragraphs[0].count("\ufffd") == 1


@given(st.text(), st.text())
def test_any_record_can_be_written_as_utf8(title: str, text: str) -> None:
    found = extract(json.dumps({"title": title, "text": text}).encode(), "a.json")
    repr(found).encode()
    if isinstance(found, Extracted):
        "".join((found.title or "", *found.paragraphs)).encode()
