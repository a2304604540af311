"""Whatever the bytes are, the answer is an article or a reason, soon."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.article import REASONS, Extracted, Refused
from store.extract.archive import MAX_BYTES
from store.extract.article import extract
from tests.store.extract.news import BODY, LEAD

SUFFIXES = (".txt", ".html", ".md", ".json")


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "a.txt", "empty"),
        (b" \n\t\r\n", "a.txt", "empty"),
        ("\ufeff\u200b\n".encode(), "a.txt", "empty"),
        (b"x" * (MAX_BYTES + 1), "a.txt", "too_large"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "a.txt", "binary"),
        (b"PK\x03\x04" + bytes(100), "a.html", "binary"),
        (LEAD.encode(), "a.docx", "unsupported"),
        (LEAD.encode(), "README", "unsupported"),
        ("กรุงเทพมหานครเป็นเมืองหลวงของประเทศไทย".encode("cp874"), "a.txt", "undecodable"),
        ("닫기".encode(), "a.txt", "no_article"),
        (b"a\n" * 1_000_000, "a.txt", "too_slow"),
    ],
)
def test_what_gives_no_article_gives_its_reason(data: bytes, name: str, reason: str) -> None:
    found = extract(data, name)
    assert isinstance(found, Refused)
    assert found.reason == reason
    assert found.detail


@given(st.binary(max_size=400), st.sampled_from(SUFFIXES))
def test_no_bytes_make_it_raise(data: bytes, suffix: str) -> None:
    found = extract(data, f"a{suffix}")
    assert isinstance(found, Extracted) or found.reason in REASONS


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            (
                *("<p>", "</div>", "<table><tr>", "ⓒ", "![", "](", "# ", "2024.05.01 10:20"),
                *("홍길동 기자", "관련기사", "댓글 3", "http://", "\n", "\n\n", "\x00", "\ud7ff"),
                *("목차", "---\n", *BODY),
            )
        ),
        max_size=30,
    ),
    st.sampled_from(SUFFIXES),
)
def test_no_mixture_of_page_parts_makes_it_raise(parts: list[str], suffix: str) -> None:
    found = extract(" ".join(parts).encode(), f"a{suffix}")
    assert isinstance(found, Extracted) or found.reason in REASONS


@given(
    st.lists(
        st.sampled_from((*BODY, "관련기사", "공유하기", "2024.05.01 10:20")),
        min_size=1,
        max_size=12,
    )
)
def test_a_paragraph_stands_letter_for_letter_in_its_file(lines: list[str]) -> None:
    text = "\n\n".join(lines)
    found = extract(text.encode(), "a.txt")
    if isinstance(found, Extracted):
        assert all(paragraph in text for paragraph in found.paragraphs)


MILLION = 1_000_000


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("가나다 라마바 ".encode() * 150_000, "a.txt"),
        (b"a@" * MILLION, "a.txt"),
        (b"2024." * 500_000, "a.txt"),
        (b"![" * MILLION, "a.md"),
        (b"[a](" * 500_000, "a.md"),
        (b"<" * 2 * MILLION, "a.html"),
        (b"<html>" + b"<div>" * 200_000, "a.html"),
        (b"<html>" + b"<b><i>x</i></b>" * 150_000, "a.html"),
        (b"<html><!--" * 200_000, "a.html"),
        (b"<html><p " + b"a=b " * 500_000, "a.html"),
        (b'<html><script type="application/ld+json">' + b'[{"a":' * 200_000, "a.html"),
    ],
    ids=lambda value: None if isinstance(value, bytes) else str(value),
)
def test_text_made_to_take_long_comes_to_an_end(data: bytes, name: str) -> None:
    """How long it takes is measured by benchmarks/extraction_pages.py; here it must not hang."""
    found = extract(data, name)
    assert isinstance(found, Extracted) or found.reason in REASONS


def test_entities_are_neither_expanded_nor_fetched() -> None:
    page = (
        '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">'
        '<!ENTITY x SYSTEM "http://203.0.113.1/x"> <!ENTITY f SYSTEM "file:///etc/hostname">]>'
        '<html><link rel="stylesheet" href="http://203.0.113.1/a.css">'
        + "".join(f"<p>{paragraph} &b; &x; &f;</p>" for paragraph in BODY)
    )
    found = extract(page.encode(), "a.html")
    assert isinstance(found, Extracted)
    assert "aaaa" not in "".join(found.paragraphs)
    assert [paragraph.startswith(LEAD) for paragraph in found.paragraphs].count(True) == 1
