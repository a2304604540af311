"""Who published a text, who shows it again, which agency it is from: by the page's own evidence."""

import pytest

from store.article import Extracted
from store.extract import outlets
from store.extract.article import extract
from tests.store.extract.news import BODY, LAST, LEAD, QUOTE, TITLE


def read(text: str, name: str = "page.txt") -> Extracted:
    found = extract(text.encode(), name)
    assert isinstance(found, Extracted), found
    return found


def page(*, head: str = "", body: tuple[str, ...] = BODY, foot: str = "") -> Extracted:
    told = "".join(f"<p>{paragraph}</p>" for paragraph in body)
    return read(
        f"<!doctype html><html lang='ko'><head><meta charset='utf-8'>{head}</head>"
        f"<body><h1>{TITLE}</h1><article>{told}</article><footer>{foot}</footer></body></html>",
        "page.html",
    )


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def text(*paragraphs: str) -> Extracted:
    return read("\n\n".join((TITLE, *paragraphs)))


@pytest.mark.parametrize(
    ("lines", "publisher"),
    [
        (("ⓒ 나래일보. 무단전재 및 재배포 금지",), "나래일보"),
        (("한겨레",), "한겨레"),
        (("홍길동 기자 gd@khan.co.kr",), "경향신문"),
        (("Copyright © 나래경제 All rights reserved.", "© NAVER Corp."), "나래경제"),
    ],
)
def test_case_17_the_publisher_is_read_from_the_lines_below_the_text(
    lines: tuple[str, ...], publisher: str
) -> None:
    assert text(*BODY, *lines).publisher == publisher


def test_case_17_the_publisher_is_read_from_a_bracketed_dateline() -> None:
    assert text(f"[파이낸셜뉴스] {LEAD}", QUOTE, LAST).publisher == "파이낸셜뉴스"


def test_case_17_who_shows_the_text_again_is_not_its_publisher() -> None:
    found = page(
        head=meta("og:site_name", "네이버 뉴스")
        + meta("og:article:author", "나래일보 | 네이버")
        + meta("og:url", "https://n.news.naver.com/article/001/0001")
        + f"<title>{TITLE} : 네이버 뉴스</title>",
    )
    assert (found.publisher, found.reposted_by) == ("나래일보", "네이버 뉴스")
    assert found.title == TITLE


def test_case_17_a_site_that_publishes_its_own_text_reposts_nothing() -> None:
    found = page(
        head=meta("og:site_name", "나래일보") + meta("og:url", "https://narae.example/news/1"),
        foot="ⓒ 나래일보. 무단전재 및 재배포 금지",
    )
    assert (found.publisher, found.reposted_by, found.agency) == ("나래일보", None, None)


def test_case_17_the_title_of_a_blog_names_no_outlet() -> None:
    found = page(
        head=meta("og:site_name", "가람경제")
        + meta("og:url", "https://garam.tistory.com/12")
        + '<script type="application/ld+json">{"@type": "BlogPosting", "headline": "'
        + TITLE
        + '", "publisher": {"@type": "Organization", "name": "TISTORY"}}</script>',
    )
    assert (found.publisher, found.reposted_by) == (None, None)


def test_case_17_a_blog_that_names_the_outlet_shows_it_again() -> None:
    found = page(
        head=meta("og:site_name", "길동의 하루") + meta("og:url", "https://blog.naver.com/gd/12"),
        body=(*BODY, "ⓒ 나래일보. 무단전재 및 재배포 금지"),
    )
    assert (found.publisher, found.reposted_by) == ("나래일보", "네이버 블로그")


def test_case_17_a_portal_that_calls_itself_the_publisher_names_the_outlet_as_author() -> None:
    found = page(
        head=meta("og:url", "https://news.yahoo.co.jp/articles/1")
        + '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "'
        + TITLE
        + '", "author": {"@type": "Organization", "name": "朝日新聞"},'
        + ' "publisher": {"@type": "Organization", "name": "Yahoo!ニュース"}}</script>',
    )
    assert (found.publisher, found.reposted_by) == ("朝日新聞", "Yahoo!ニュース")


def test_case_17_mail_of_a_portal_names_no_outlet() -> None:
    assert text(*BODY, "홍길동 기자 gd@naver.com").publisher is None
    assert outlets.by_domain("gildong.tistory.com") is None
    assert outlets.by_domain("naver.com") is None


def test_case_17_another_outlets_dateline_gives_way_to_the_outlet_of_the_page() -> None:
    found = text(f"[서울=뉴시스] {LEAD}", QUOTE, LAST, "ⓒ 나래일보. 무단전재 및 재배포 금지")
    assert (found.publisher, found.agency) == ("나래일보", "뉴시스")
    alone = text(f"(로이터) {LEAD}", QUOTE, LAST, "한겨레")
    assert (alone.publisher, alone.agency) == ("한겨레", "Reuters")


def test_case_17_an_agencys_own_page_is_published_by_it() -> None:
    found = text(f"(서울=연합뉴스) 홍길동 기자 = {LEAD}", QUOTE, LAST)
    assert (found.publisher, found.agency) == ("연합뉴스", "연합뉴스")


def test_case_18_a_cited_address_is_not_the_articles_own() -> None:
    found = text(
        LEAD,
        "자세한 내용은 https://www.hani.co.kr/arti/1.html 의 보고서를 보면 된다고 시는 밝혔다.",
        QUOTE,
        LAST,
        "https://www.khan.co.kr/article/2",
    )
    assert (found.url, found.publisher) == (None, None)


def test_case_18_the_card_of_a_link_in_japanese_is_neither_text_nor_publisher() -> None:
    found = text(
        *BODY,
        "学校の空気はきれいになるか　自治体が選ぶ道",
        "自治体の予算は限られている。装置の管理を誰が担うのか。国と",
        "business.nikkei.com",
    )
    assert found.paragraphs == BODY
    assert (found.url, found.publisher, found.reposted_by) == (None, None, None)


def test_case_18_the_canonical_link_is_the_articles_own_and_a_link_in_it_is_not() -> None:
    cited = f"{LAST} <a href='https://www.hani.co.kr/arti/1.html'>한겨레 기사</a>를 참고했다."
    found = page(
        head="<link rel='canonical' href='https://narae.example/news/7'>",
        body=(LEAD, QUOTE, cited),
    )
    assert found.url == "https://narae.example/news/7"
    assert (found.publisher, found.reposted_by) == (None, None)


@pytest.mark.parametrize(
    ("opening", "agency"),
    [
        ("[서울=뉴시스] 홍길동 기자 = 시는", "뉴시스"),
        ("(세종=뉴스1) 홍길동 기자 = 시는", "뉴스1"),
        ("(워싱턴 AP=연합뉴스) 미국 정부는", "연합뉴스"),
        ("[런던=로이터/뉴스1] 영국 정부는", "뉴스1"),
        ("(로이터) 미국 정부는", "Reuters"),
        ("서울=뉴시스 홍길동 기자", "뉴시스"),
        ("【ソウル聯合ニュース】市は", "연합뉴스"),
        ("【ワシントン共同】米政府は", "共同通信"),
        ("[東京 5日 ロイター] - 市は", "Reuters"),
        ("SEOUL, Feb. 5 (Yonhap) -- The city", "연합뉴스"),
        ("WASHINGTON (AP) — The city", "AP"),
        ("(Reuters) - The city", "Reuters"),
        ("新华社北京2月5日电（记者张三）市政府", "新华社"),
        ("（中央社記者王小明台北5日電）市政府", "中央社"),
        ("이 글은 교도통신이 제공한 기사다. 시는", "共同通信"),
        ("[나래일보=홍길동 기자] 시는", None),
        ("[파이낸셜뉴스] 시는", None),
        ("[단독] 시는", None),
        ("[연합뉴스 자료사진] 시는", None),
        ("(사진=뉴시스) 시는", None),
        ("연합뉴스에 따르면 시는", None),
        ("AP 통신은 시가", None),
        ("The AP (Access Point) - a device", None),
        ("(단위=원) 시는", None),
    ],
)
def test_an_opening_names_the_agency_of_the_text(opening: str, agency: str | None) -> None:
    assert outlets.agency([opening], "시는 밝혔다.") == agency


@pytest.mark.parametrize(
    ("closing", "agency"),
    [
        ("시는 대책을 내놨다고 말했다. /연합뉴스", "연합뉴스"),
        ("시는 대책을 내놨다고 말했다. (로이터)", "Reuters"),
        ("“서두르겠다”고 말했다.[뉴시스]", "뉴시스"),
        ("市は対策を発表した。（共同）", "共同通信"),
        ("市は対策を発表した。（時事通信）", "時事通信"),
        ("The city announced a plan. — AP", "AP"),
        ("시장이 인사하고 있다. /연합뉴스", None),
        ("시는 대책을 내놨다고 말했다. [사진=연합뉴스]", None),
        ("시는 대책을 내놨다고 말했다. 사진/뉴시스", None),
        ("시는 대책을 내놨다고 말했다. (끝)", None),
        ("시는 대책을 내놨다고 말했다. <나래일보>", None),
        ("시는 연합뉴스에 대책을 알렸다.", None),
    ],
)
def test_a_closing_names_the_agency_of_the_text_but_no_credit(
    closing: str, agency: str | None
) -> None:
    assert outlets.agency([], closing) == agency


def test_an_agency_alone_below_the_text_is_where_it_is_from() -> None:
    found = text(*BODY, "연합뉴스", "ⓒ 나래일보. 무단전재 및 재배포 금지")
    assert (found.publisher, found.agency) == ("나래일보", "연합뉴스")


def test_a_pictures_credit_is_no_agency_of_the_text() -> None:
    found = text(
        LEAD, "시장이 교실을 둘러보고 있다. 연합뉴스", QUOTE, LAST, "ⓒ 나래일보 무단전재 금지"
    )
    assert found.agency is None


@pytest.mark.parametrize(
    ("evidence", "original", "reposter"),
    [
        ("https://v.daum.net/v/2025", "나래일보", "다음"),
        ("https://v.daum.net/v/2025", None, "다음"),
        ("Copyright © Kakao Corp. All rights reserved.", "나래일보", "다음"),
        ("© NAVER Corp.", None, "네이버 뉴스"),
        ("https://www.clien.net/service/board/news/1", "나래일보", "클리앙"),
        ("https://www.clien.net/service/board/news/1", None, None),
        ("https://narae.example/1", "나래일보", None),
        ("ⓒ 나래일보 무단전재 및 재배포 금지", "나래일보", None),
    ],
)
def test_a_portal_always_shows_others_texts_a_board_where_it_names_the_outlet(
    evidence: str, original: str | None, reposter: str | None
) -> None:
    assert outlets.reposter([None, evidence], original=original) == reposter
