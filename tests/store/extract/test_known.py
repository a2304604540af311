"""What a feed's entry or an HTTP header says beside a file counts where the file says nothing."""

import json

import pytest

from store.article import Extracted, Published
from store.extract.article import extract
from store.extract.block import Metadata
from tests.store.extract.news import BODY, LEAD, TITLE

HEADLINE = "공기 정화 장치, 초등학교 교실로"
KNOWN = Metadata(
    title=HEADLINE,
    title_source="feed",
    published=Published(iso="2024-03-05T11:00:00+09:00"),
    publisher="가람소리",
    author="임꺽정",
    url="https://garam.example/news/7",
    language="ko",
)
BARE = "".join(f"<p>{text}</p>" for text in BODY)


def read(text: str, name: str = "a.html", known: Metadata = KNOWN) -> Extracted:
    found = extract(text.encode(), name, known=known)
    assert isinstance(found, Extracted), found
    return found


def page(head: str, body: str = BARE) -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body><article>{body}</article></body></html>"


@pytest.mark.parametrize(
    ("text", "name"),
    [(BARE, "a.html"), (page(""), "a.html"), ("\n\n".join(BODY), "a.txt"), (LEAD, "a.md")],
    ids=["fragment", "page", "plain text", "markdown"],
)
def test_a_file_that_says_nothing_gets_what_the_feed_says(text: str, name: str) -> None:
    found = read(text, name)
    assert (found.title, found.title_source) == (HEADLINE, "feed")
    assert (found.published, found.inferred) == (KNOWN.published, None)
    assert (found.publisher, found.author, found.url) == ("가람소리", "임꺽정", KNOWN.url)
    assert found.paragraphs[0] == LEAD


def test_what_a_page_says_of_itself_comes_before_the_feed() -> None:
    head = (
        f'<meta property="og:title" content="{TITLE}">'
        '<meta property="article:published_time" content="2024-03-05T10:20:00+09:00">'
        '<meta property="og:site_name" content="나래일보"><meta name="author" content="홍길동">'
        '<link rel="canonical" href="https://narae.example/news/1">'
    )
    found = read(page(head))
    assert (found.title, found.title_source) == (TITLE, "meta")
    assert found.published == Published(iso="2024-03-05T10:20:00+09:00")
    assert (found.publisher, found.author) == ("나래일보", "홍길동")
    assert found.url == "https://narae.example/news/1"


def test_a_page_titled_with_the_name_of_its_site_gets_the_title_of_the_feed() -> None:
    head = '<title>가람소리</title><meta property="og:site_name" content="가람소리">'
    assert read(page(head)).title == HEADLINE
    assert read(page("<title>네이버 뉴스</title>")).title == HEADLINE


def test_a_title_loses_the_name_of_the_outlet_that_only_the_feed_knows() -> None:
    assert read(page(f"<title>{TITLE} - 가람소리</title>")).title == TITLE


def test_a_time_for_readers_loses_to_the_feed_and_wins_over_a_day_alone() -> None:
    body = f"<h1>{TITLE}</h1><p>입력 2024.03.05 10:20</p>{BARE}"
    assert read(page("", body)).published == KNOWN.published
    day = Metadata(published=Published(iso="2024-03-05"))
    assert read(page("", body), known=day).published == Published(iso="2024-03-05T10:20:00+09:00")
    assert read(page(""), known=day).published == day.published


def test_a_record_says_more_than_the_feed() -> None:
    record = {"title": TITLE, "text": LEAD, "published": "2024-03-04", "publisher": "나래일보"}
    found = read(json.dumps(record), "a.json")
    assert (found.title, found.title_source, found.publisher) == (TITLE, "json", "나래일보")
    assert found.published == Published(iso="2024-03-04")
    assert found.author == "임꺽정"


def test_the_charset_of_the_header_is_tried_but_never_over_utf_8() -> None:
    text = f"{TITLE}\n\n{LEAD}"
    for data, charset in ((text.encode("cp949"), "EUC-KR"), (text.encode(), "euc-kr")):
        found = extract(data, "a.txt", charset=charset)
        assert isinstance(found, Extracted)
        assert (found.title, found.paragraphs) == (TITLE, (LEAD,))
