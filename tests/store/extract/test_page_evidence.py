"""What a page says of its article outside of its text: who wrote it, when, under what headline."""

import json

import pytest

from store.article import Extracted
from store.extract.article import extract
from store.extract.headline import as_shown, shows
from tests.store.extract.news import BODY, LAST, LEAD, QUOTE, TITLE

TEXT = "".join(f"<p>{text}</p>" for text in BODY)


def read(body: str, head: str = "") -> Extracted:
    markup = (
        f'<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8">{head}</head>'
        f"<body>{body}</body></html>"
    )
    found = extract(markup.encode(), "page.html")
    assert isinstance(found, Extracted), found
    return found


def site(name: str) -> str:
    return f'<title>{TITLE}</title><meta property="og:site_name" content="{name}">'


def test_a_reporter_named_where_portals_name_the_outlet_is_the_author() -> None:
    head = (
        f"<title>{TITLE} - 다온일보</title>" + '<meta property="og:site_name" content="다온일보">'
    )
    head += '<meta property="og:article:author" content="나소리 기자">'
    found = read(f"<h3>{TITLE}</h3><article>{TEXT}</article>", head)
    assert (found.publisher, found.author) == ("다온일보", "나소리")


def test_publisher_and_author_are_found_where_linked_data_refers_to_them() -> None:
    graph = [
        {"@type": "Organization", "@id": "#org", "name": "Coldwater Tribune"},
        {"@type": "Person", "@id": "#p9", "name": "Silas Brandt"},
        {
            "@type": ["Article", "NewsArticle"],
            "headline": TITLE,
            "author": [{"@id": "#p9"}],
            "publisher": {"@id": "#org"},
        },
    ]
    data = json.dumps({"@context": "https://schema.org", "@graph": graph})
    found = read(
        f"<h1>{TITLE}</h1><article>{TEXT}</article>",
        f'<script type="application/ld+json">{data}</script>',
    )
    assert (found.publisher, found.author) == ("Coldwater Tribune", "Silas Brandt")


def test_a_board_that_shows_the_text_of_an_outlet_is_its_reposter() -> None:
    head = site("모두의마당")
    signed = "<p>한겨레 이나루 기자 naru@hani.co.kr</p>"
    found = read(f"<h1>{TITLE}</h1><article>{TEXT}{signed}</article>", head)
    assert (found.publisher, found.reposted_by) == ("한겨레", "모두의마당")
    assert found.author == "이나루"


def test_a_site_that_nobody_else_signs_for_is_the_publisher_of_its_own_text() -> None:
    head = site("모두의마당")
    found = read(f"<h1>{TITLE}</h1><article>{TEXT}</article>", head)
    assert (found.publisher, found.reposted_by) == ("모두의마당", None)


def test_a_site_that_shows_an_agencys_text_stays_its_publisher() -> None:
    head = site("모두의마당")
    sent = f"<p>(가온=연합뉴스) 이나루 기자 = {LEAD}</p><p>{QUOTE}</p><p>{LAST}</p>"
    found = read(f"<h1>{TITLE}</h1><article>{sent}</article>", head)
    assert (found.publisher, found.agency) == ("모두의마당", "연합뉴스")


def test_a_news_site_gives_way_to_the_paper_that_holds_its_rights() -> None:
    head = site("가온나루 뉴스")
    notice = "<div>저작권자 © 가온나루 무단전재 및 재배포 금지</div>"
    found = read(f"<h1>{TITLE}</h1><article>{TEXT}</article>{notice}", head)
    assert found.publisher == "가온나루"


def test_time_author_and_outlet_beside_a_text_in_data_are_its_own() -> None:
    story = {
        "title": TITLE,
        "media": "다온일보",
        "pubtime": "2026-10-12 08:40:13",
        "credits": {"by": [{"type": "author", "name": "나소리 기자"}]},
        "body": {"text": TEXT},
    }
    found = read(
        '<div id="root"></div>',
        f"<title>{TITLE}</title><script>window.DATA = {json.dumps(story)};</script>",
    )
    assert found.paragraphs == BODY
    assert found.published is not None
    assert found.published.iso == "2026-10-12T08:40:13+09:00"
    assert (found.publisher, found.author) == ("다온일보", "나소리")


@pytest.mark.parametrize("apart", [False, True], ids=["in the data", "as a text of its own"])
def test_a_text_that_is_streamed_in_rows_is_read(apart: bool) -> None:
    held = "$6" if apart else TEXT
    rows = "5:" + json.dumps(["$", "div", {"title": TITLE, "content": held}]) + "\n"
    if apart:
        rows += f"6:T{len(TEXT.encode()):x},{TEXT}"
    rows += '7:I[12,"menu"]\n'
    middle = len(rows) // 2
    pushed = "".join(
        f"<script>self.__next_f.push({json.dumps([1, part])})</script>".replace("<p>", "\\u003cp>")
        for part in (rows[:middle], rows[middle:])
    )
    found = read(f"<div>불러오는 중</div>{pushed}", f"<title>{TITLE}</title>")
    assert found.paragraphs == BODY


def test_the_lead_above_a_sub_headline_belongs_to_the_text_below() -> None:
    body = (
        f"<article><h1>{TITLE}</h1><section class=summary-box><p>{LEAD}</p></section>"
        "<div class=more><section><h2>산책로와 주차장을 함께 짓는다</h2>"
        f"<div class=body-text><p>{QUOTE}</p></div></section><section>"
        f"<h2>주민들은 환영하고 있다</h2><div class=body-text><p>{LAST}</p></div></section></div>"
        "</article>"
    )
    found = read(body, f"<title>{TITLE}</title>")
    assert found.paragraphs == (
        LEAD,
        "산책로와 주차장을 함께 짓는다",
        QUOTE,
        "주민들은 환영하고 있다",
        LAST,
    )


@pytest.mark.parametrize(
    "box",
    [
        '<div class="card signup-card"><p>매주 목요일 아침에 소식을 보내 드립니다.</p></div>',
        '<blockquote class="twitter-tweet"><p>오늘 밤 큰길을 피해 주십시오.</p></blockquote>',
        '<div data-testid="promo-box"><p>지금 앱에서 더 많은 기사를 만나 보세요.</p></div>',
        "<p>(영상취재 : 나길동, 영상편집 : 오세모)</p>",
        "<p>Whitaker reported from Salem.</p>",
        "<p>Associated Press writer Ann Vale contributed to this report.</p>",
    ],
)
def test_a_box_or_credit_among_the_paragraphs_is_no_text(box: str) -> None:
    found = read(
        f"<h1>{TITLE}</h1><article><p>{LEAD}</p><p>{QUOTE}</p>{box}<p>{LAST}</p></article>",
        f"<title>{TITLE}</title>",
    )
    assert found.paragraphs == (LEAD, QUOTE, LAST)


@pytest.mark.parametrize(
    ("title", "line", "headline"),
    [
        ("물가 두 달째 올라 > 공지", "소식 물가 두 달째 올라", "물가 두 달째 올라"),
        ("桜えび漁 始まる（静浜新聞）", "桜えび漁\u3000始まる", "桜えび漁\u3000始まる"),
        ("이슈 - 물가 두 달째 올라", "물가 두 달째 올라", "물가 두 달째 올라"),
        ("물가 두 달째 올라", "물가가 올랐다고 한다", "물가 두 달째 올라"),
    ],
)
def test_a_headline_is_taken_as_it_is_shown(title: str, line: str, headline: str) -> None:
    assert as_shown(title, [line]) == headline


def test_a_line_that_is_no_headline_shows_none() -> None:
    assert not shows("관련기사", "물가 두 달째 올라")


@pytest.mark.parametrize("window", ["다온신문 모바일 사이트, {}", "{}_腾讯新闻", "{} - 다온신문"])
def test_the_names_that_systems_put_around_a_headline_are_cut(window: str) -> None:
    body = f"<div><b>{TITLE}</b><div id=articleBody>{TEXT}</div></div>"
    assert read(body, f"<title>{window.format(TITLE)}</title>").title == TITLE


def test_authors_run_together_are_told_apart() -> None:
    found = read(
        f"<h1>{TITLE}</h1><article>{TEXT}</article>",
        '<meta name="article:author" content="Priya Castell,Jonas Ekholm">',
    )
    assert found.author == "Priya Castell, Jonas Ekholm"


def test_a_time_in_the_title_of_an_abbreviation_is_read() -> None:
    stamp = '<abbr itemprop="datePublished" title="2026-05-09T07:22:00+01:00">07:22</abbr>'
    found = read(f"<h1>{TITLE}</h1><article>{TEXT}</article><p>at {stamp}</p>")
    assert found.published is not None
    assert found.published.iso == "2026-05-09T07:22:00+01:00"


def test_a_caption_in_line_with_the_text_is_parted_from_it() -> None:
    photo = (
        '<span class="fr-img-caption"><img src="a.jpg"><span>새 다리. 항만공사 제공</span></span>'
    )
    body = f"<h1>{TITLE}</h1><div itemprop=articleBody>{photo}{LEAD}<br><br>{QUOTE} {LAST}</div>"
    found = read(body, f"<title>{TITLE}</title>")
    assert found.paragraphs == (LEAD, f"{QUOTE} {LAST}")
    assert found.captions == ("새 다리. 항만공사 제공",)


def test_a_date_is_parted_from_the_label_that_stands_close_to_it() -> None:
    info = "<section><span>작성일</span><strong class=if_date>2026-07-14 09:30</strong></section>"
    found = read(f"<h1>{TITLE}</h1>{info}<article>{TEXT}</article>", f"<title>{TITLE}</title>")
    assert found.published is not None
    assert found.published.iso == "2026-07-14T09:30:00+09:00"


def entry(publisher: str, html: str) -> Extracted:
    """Read an entry of a feed as it is kept on record."""
    fields = {"title": TITLE, "title_source": "feed", "publisher": publisher, "html": html}
    found = extract(json.dumps(fields).encode(), "entry.json")
    assert isinstance(found, Extracted), found
    return found


def test_a_blogs_feed_is_the_reposter_of_a_text_that_names_its_outlet() -> None:
    found = entry("느린 서재", f"{TEXT}<p>출처: 한겨레</p>")
    assert (found.publisher, found.reposted_by) == ("한겨레", "느린 서재")
    assert found.paragraphs == BODY


def test_a_papers_feed_is_the_publisher_of_what_another_is_named_in() -> None:
    found = entry("다온일보", f"{TEXT}<p>출처: 한겨레</p>")
    assert found.publisher == "다온일보"


@pytest.mark.parametrize(
    "tail",
    [
        f"{TITLE} was originally published in Pond on Medium, where people are responding to it.",
        "submitted by /u/pondnotes [link] [comments]",
        "[자료제공 :(www.example.kr)]",
    ],
)
def test_what_a_host_puts_under_an_entry_is_no_text(tail: str) -> None:
    assert entry("다온일보", f"{TEXT}<p>{tail}</p>").paragraphs == BODY


def test_the_outlet_of_a_text_in_data_is_the_one_that_the_page_names_around_it() -> None:
    story = json.dumps({"title": TITLE, "content": TEXT})
    found = read(
        "<header>2026년 11월 22일 일요일</header><div id=root></div>"
        "<footer>Copyright ⓒ 다온일보. All rights reserved.</footer>",
        f"<title>{TITLE}</title><script>window.STATE = {story};</script>",
    )
    assert (found.paragraphs, found.publisher, found.published) == (BODY, "다온일보", None)


def test_a_blog_that_was_saved_without_its_address_is_no_publisher() -> None:
    head = f'<title>{TITLE} : 티스토리</title><meta property="og:site_name" content="느린 서재">'
    assert read(f"<h1>{TITLE}</h1><article>{TEXT}</article>", head).publisher is None
