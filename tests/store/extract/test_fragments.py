"""An entry of a feed as it is stored: a JSON record whose body is a fragment of markup."""

import json

import pytest

from store.article import Extracted, Refused
from store.extract.article import extract
from tests.store.extract.news import BODY, LAST, LEAD, QUOTE, TITLE

ENTRY = {
    "title": TITLE,
    "title_source": "feed",
    "published": "2024-03-05T10:20:00+09:00",
    "publisher": "나래일보",
    "author": "홍길동",
    "url": "https://narae.example/1",
    "language": "ko-KR",
}
LEAD_EN = (
    "The city will fit air filters in all of its primary schools this year. "
    "The council and the school board share the cost."
)


def read(html: str, **fields: object) -> Extracted:
    found = extract(json.dumps(ENTRY | {"html": html} | fields).encode(), "entry.json")
    assert isinstance(found, Extracted), found
    return found


def test_an_entry_is_its_fields_and_the_text_of_its_markup() -> None:
    found = read("".join(f"<p>{text}</p>" for text in BODY))
    assert (found.title, found.title_source, found.paragraphs) == (TITLE, "feed", BODY)
    assert (found.publisher, found.author, found.url) == ("나래일보", "홍길동", ENTRY["url"])
    assert found.published is not None
    assert found.published.iso == ENTRY["published"]


def test_a_title_without_a_source_is_that_of_the_record() -> None:
    assert read(f"<p>{LEAD}</p>", title_source=None).title_source == "json"


@pytest.mark.parametrize(
    "below",
    [
        '<p>The post <a href="/1">공기 정화</a> appeared first on <a href="/">나래일보</a>.</p>',
        '<p>게시물 <a href="/1">공기 정화</a>이 <a href="/">나래일보</a>에 처음 등장했습니다.</p>',
        '<p><a href="/1">Continue reading <span>공기 정화</span> &rarr;</a></p>',
        '<p><a href="/1">Read more</a></p>',
        '<img src="https://t.example/p.gif?id=1" width="1" height="1" alt="">',
        '<div class="feedflare"><a href="/f"><img src="/f.gif"></a> <a href="/g">Share</a></div>',
        '<p>관련기사</p><ul><li><a href="/2">다온시, 버스 요금 동결</a></li>'
        '<li><a href="/3">새담시, 도서관 새 단장</a></li></ul>',
        '<p><a href="/x">페이스북</a> <a href="/y">트위터</a></p>',
        "<p>Copyright ⓒ 나래일보. 무단 전재 및 재배포 금지</p>",
    ],
)
def test_what_a_feed_puts_under_an_entry_is_dropped_and_on_record(below: str) -> None:
    found = read("".join(f"<p>{text}</p>" for text in BODY) + below)
    assert found.paragraphs == BODY
    shown = "".join(line.text for line in found.dropped)
    for words in ("공기 정화", "버스 요금"):
        assert words not in below or words in shown


def test_a_picture_comes_with_its_caption() -> None:
    found = read(
        '<figure><img src="a.jpg"><figcaption>교실 모습. 가람시 제공</figcaption></figure>'
        + "".join(f"<p>{text}</p>" for text in BODY)
    )
    assert (found.paragraphs, found.captions) == (BODY, ("교실 모습. 가람시 제공",))


def test_markup_that_was_escaped_twice_is_read_as_markup() -> None:
    escaped = "".join(f"&lt;p&gt;{text}&lt;/p&gt;" for text in BODY)
    assert read(escaped).paragraphs == BODY


@pytest.mark.parametrize("html", [LEAD, f"{LEAD}<br><br>{QUOTE}", f"<div>{LAST}</div>"])
def test_plain_text_and_line_breaks_are_markup_too(html: str) -> None:
    assert "".join(read(html).paragraphs) == html.replace("<br><br>", "").replace(
        "<div>", ""
    ).replace("</div>", "")


def test_a_teaser_without_a_sentence_is_kept() -> None:
    assert read("<p>공기 정화 장치 설치</p>").paragraphs == ("공기 정화 장치 설치",)


def test_an_entry_of_links_alone_is_no_article() -> None:
    links = "".join(f'<li><a href="/{n}">다온시, 버스 요금 동결 {n}</a></li>' for n in range(6))
    found = extract(json.dumps(ENTRY | {"html": f"<ul>{links}</ul>"}).encode(), "entry.json")
    assert isinstance(found, Refused)
    assert found.reason in ("headline_list", "no_article")


def test_an_english_entry_is_told_by_its_text() -> None:
    assert read(f"<p>{LEAD_EN}</p>").language == "en"
