"""JSON and Markdown files of one article."""

import json

import pytest

from store.article import Extracted, Refused
from store.extract.article import extract
from tests.store.extract.news import BODY, LAST, LEAD, TITLE

RECORD = {
    "title": TITLE,
    "text": "\n\n".join(BODY),
    "url": "https://narae.example/1",
    "published": "2024-03-05T10:20:00+09:00",
    "publisher": "나래일보",
    "author": "홍길동",
}


def read(text: str, name: str) -> Extracted:
    found = extract(text.encode(), name)
    assert isinstance(found, Extracted), found
    return found


def test_a_record_is_taken_as_it_says() -> None:
    found = read(json.dumps(RECORD), "a.json")
    assert (found.title, found.title_source, found.paragraphs) == (TITLE, "json", BODY)
    assert (found.publisher, found.author, found.url) == ("나래일보", "홍길동", RECORD["url"])
    assert found.published is not None
    assert found.published.iso == RECORD["published"]


def test_what_a_record_leaves_out_is_unknown() -> None:
    found = read(json.dumps({"text": "짧은 글", "title": None}), "a.json")
    assert (found.title, found.title_source, found.paragraphs) == (None, "derived", ("짧은 글",))
    assert (found.publisher, found.author, found.url, found.published) == (None, None, None, None)


@pytest.mark.parametrize(
    "record",
    [
        "{",
        "[]",
        '"text"',
        "{}",
        json.dumps({"text": 3}),
        json.dumps({"text": ["a", 1]}),
        json.dumps(RECORD | {"title": 5}),
        json.dumps(RECORD | {"published": 20240305}),
        json.dumps(RECORD | {"html": "<p>x</p>"}),
        json.dumps({"html": ["<p>x</p>"]}),
        json.dumps(RECORD | {"title_source": "guess"}),
        json.dumps(RECORD | {"language": 7}),
        "[" * 100_000,
    ],
)
def test_what_is_not_one_article_is_refused(record: str) -> None:
    found = extract(record.encode(), "a.json")
    assert isinstance(found, Refused)
    assert found.reason == "bad_json"


@pytest.mark.parametrize(
    ("record", "why"),
    [
        (RECORD | {"html": "<p>x</p>"}, "both text and html are given"),
        ({"html": 3}, "html is no string"),
        (RECORD | {"title_source": "guess"}, "title_source is neither json nor feed"),
        ({"title": TITLE}, "text is missing or no string"),
    ],
)
def test_a_refused_record_says_what_is_wrong_with_it(record: dict[str, object], why: str) -> None:
    found = extract(json.dumps(record).encode(), "a.json")
    assert isinstance(found, Refused)
    assert found.detail.endswith(f": {why}")


def test_a_list_of_a_million_lines_is_refused_in_time() -> None:
    found = extract(json.dumps({"text": ["가"] * 1_000_000}).encode(), "a.json")
    assert isinstance(found, Refused)
    assert found.reason == "too_slow"


def test_a_record_without_words_is_no_article() -> None:
    found = extract(json.dumps(RECORD | {"text": "  "}).encode(), "a.json")
    assert isinstance(found, Refused)
    assert found.reason == "no_article"


def test_markdown_keeps_headings_and_lists_and_takes_links_apart() -> None:
    found = read(
        f"# {TITLE}\n\n![교실 모습. 가람시 제공](https://img.narae.example/a.jpg)\n\n"
        f"## 무엇이 바뀌나\n\n{LEAD}\n\n"
        f"**누가 내나**\n\n{LAST} [자료](https://narae.example/a)가 있다.\n\n"
        "- 첫째 학교\n- 둘째 학교\n",
        "a.md",
    )
    assert found.title == TITLE
    assert found.captions == ("교실 모습. 가람시 제공",)
    assert found.paragraphs == (
        "무엇이 바뀌나",
        LEAD,
        "누가 내나",
        f"{LAST} 자료가 있다.",
        "첫째 학교",
        "둘째 학교",
    )


def test_front_matter_is_known_beforehand() -> None:
    found = read(
        f'---\ntitle: "{TITLE}"\ndate: 2024-03-05\nauthor: 홍길동\nsource: 나래일보\n'
        f"url: https://narae.example/1\ntags: [a]\n---\n\n{LEAD}\n\n{LAST}\n",
        "a.md",
    )
    assert (found.title, found.paragraphs) == (TITLE, (LEAD, LAST))
    assert (found.author, found.publisher, found.url) == (
        "홍길동",
        "나래일보",
        "https://narae.example/1",
    )
    assert found.published is not None
    assert found.published.iso == "2024-03-05"
