"""The article in an HTML page or fragment."""

import json

from store.article import Extracted, Refused
from store.extract.article import extract
from tests.store.extract.news import BODY, LAST, LEAD, QUOTE, TITLE

NAV = "<nav><ul><li><a href=/a>정치</a></li><li><a href=/b>경제</a></li></ul></nav>"
FOOT = (
    "<footer><p>등록번호 서울 아00000 | 발행인 홍길동</p>"
    "<p>Copyright ⓒ 나래일보. All rights reserved.</p></footer>"
)
SIDE = (
    '<div class="sidebar"><h3>많이 본 뉴스</h3><ul>'
    + "".join(
        f"<li><a href=/{n}>다온시, 버스 요금을 동결하기로 한 까닭 {n}</a></li>" for n in range(8)
    )
    + "</ul></div>"
)


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def page(body: str, head: str = "") -> str:
    return (
        '<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8">'
        f"<title>{TITLE} - 나래일보</title>{head}</head><body>{NAV}{body}{SIDE}{FOOT}</body></html>"
    )


def read(text: str, name: str = "page.html") -> Extracted:
    found = extract(text.encode(), name)
    assert isinstance(found, Extracted), found
    return found


def test_a_page_gives_body_caption_and_heading_in_place() -> None:
    body = (
        f"<article><h1>{TITLE}</h1><h2>학교 40곳에 먼저</h2><p>입력 2024.03.05 10:20</p>"
        "<figure><img src=a.jpg><figcaption>교실 모습. 가람시 제공</figcaption></figure>"
        f"{paragraphs(LEAD)}<h3>학부모는 환영</h3>{paragraphs(QUOTE, LAST)}"
        "<p>홍길동 기자 gd@narae.example</p></article>"
    )
    found = read(page(body))
    assert found.title == TITLE
    assert found.paragraphs == (LEAD, "학부모는 환영", QUOTE, LAST)
    assert found.captions == ("교실 모습. 가람시 제공",)
    assert (found.publisher, found.author) == ("나래일보", "홍길동")
    assert found.published is not None
    assert found.published.iso == "2024-03-05T10:20:00+09:00"


def test_paragraphs_parted_by_line_breaks_are_paragraphs() -> None:
    assert (
        read(page(f"<h1>{TITLE}</h1><div id=body>{'<br><br>'.join(BODY)}</div>")).paragraphs == BODY
    )


def test_linked_data_knows_time_writer_outlet_and_address() -> None:
    data = {
        "@graph": [
            {"@type": "WebSite", "name": "x"},
            {
                "@type": ["NewsArticle"],
                "headline": TITLE,
                "datePublished": "2024-03-05T01:20:00Z",
                "dateModified": "2024-03-06T01:20:00Z",
                "author": [{"name": "홍길동 기자"}, {"name": "임꺽정"}],
                "publisher": {"name": "나래일보"},
            },
        ]
    }
    head = (
        f'<script type="application/ld+json">{json.dumps(data)}</script>'
        '<link rel="canonical" href="https://narae.example/news/1">'
    )
    found = read(page(f"<article>{paragraphs(*BODY)}</article>", head))
    assert (found.title, found.title_source) == (TITLE, "meta")
    assert found.published is not None
    assert found.published.iso == "2024-03-05T01:20:00+00:00"
    assert (found.author, found.publisher) == ("홍길동, 임꺽정", "나래일보")
    assert found.url == "https://narae.example/news/1"


def test_a_portal_is_not_the_publisher() -> None:
    head = (
        '<meta property="og:site_name" content="네이버 뉴스">'
        '<meta property="og:article:author" content="나래신문 | 네이버">'
    )
    assert read(page(f"<article>{paragraphs(*BODY)}</article>", head)).publisher == "나래신문"


def test_broken_linked_data_is_passed_over() -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": [1, {</script>'
    assert read(page(f"<article>{paragraphs(*BODY)}</article>", head)).paragraphs == BODY


def test_hidden_text_and_scripts_are_not_text() -> None:
    secret = "숨은 글은 아무도 볼 수 없으니 기사에 들어가서는 안 된다고 시는 밝혔다."
    body = (
        f'<article>{paragraphs(LEAD)}<p style="display: none">{secret}</p><p hidden>{secret}</p>'
        f'<img src=x onerror="alert(1)"><script>alert("{secret}")</script>'
        f"{paragraphs(QUOTE, LAST)}</article>"
    )
    found = read(page(body))
    assert found.paragraphs == BODY
    assert secret not in repr(found)


def test_a_box_and_an_advert_in_the_midst_do_not_enter_the_body() -> None:
    body = (
        f"<article>{paragraphs(LEAD)}<aside><h4>관련기사</h4>"
        "<p>다온시는 버스 요금을 동결했다고 밝혔다.</p></aside>"
        '<div class="ad">지금 사면 절반 값이라는 광고 문구가 여기에 길게 들어간다.</div>'
        f"{paragraphs(QUOTE, LAST)}</article>"
    )
    assert read(page(body)).paragraphs == BODY


def test_a_page_that_is_named_like_an_advert_as_a_whole_is_read() -> None:
    text = page(f'<div class="banner-top popup"><h2>{TITLE}</h2>{paragraphs(*BODY)}</div>')
    assert read(text).paragraphs == BODY


def test_the_article_above_is_read_and_not_the_next_one_below() -> None:
    other = paragraphs(
        *(f"다온시는 버스 요금을 {n}원 올리기로 했다고 6일 밝혔다." for n in range(9))
    )
    below = f"<article><h1>다온시, 버스 요금 인상</h1><p>2024.03.06 09:00</p>{other}</article>"
    above = f"<article><h1>{TITLE}</h1><p>2024.03.05 10:20</p>{paragraphs(*BODY)}</article>"
    found = read(page(above + below))
    assert found.paragraphs == BODY
    assert found.published is not None
    assert found.published.iso == "2024-03-05T10:20:00+09:00"


def test_paragraphs_side_by_side_are_the_article_and_teasers_in_boxes_are_not() -> None:
    teaser = "다온시는 버스 요금을 올리지 않기로 했다고 6일 밝혔다."
    boxes = (
        f"<div>{''.join(f'<div><h4>요금 동결</h4><p>{teaser}</p></div>' for _ in range(9))}</div>"
    )
    for text in (
        f"<div>{paragraphs(*BODY)}</div>{boxes}",
        f"{boxes}<div>{paragraphs(*BODY)}</div>",
    ):
        assert read(page(f"<div>{text}</div>")).paragraphs == BODY


def test_a_body_cut_into_parts_of_one_name_is_whole() -> None:
    parts = "".join(f'<div class="article-text"><p>{text}</p></div><p>광고</p>' for text in BODY)
    cards = f"<div class=cards>{paragraphs(LAST, LAST)}</div>"
    assert read(page(f"<div class=in><h1>{TITLE}</h1>{parts}</div>{cards}")).paragraphs == BODY


def test_a_body_that_stands_only_in_a_script_is_found() -> None:
    state = json.dumps({"store": {"article": {"title": TITLE, "body": paragraphs(*BODY)}}})
    text = (
        f"<!DOCTYPE html><html><title>{TITLE}</title><body><div id=root></div>"
        f"<script>window.state = {state};</script></body></html>"
    )
    assert read(text).paragraphs == BODY


def test_a_page_under_a_wrong_name_is_read_as_what_it_is() -> None:
    text = page(f"<article>{paragraphs(*BODY)}</article>")
    assert read(text, "page.txt").paragraphs == BODY
    assert read(f"{TITLE}\n\n{LEAD}\n\n{QUOTE}", "text.html").paragraphs == (LEAD, QUOTE)


def test_prose_that_mentions_a_tag_stays_prose() -> None:
    told = f"{LEAD} 개발자는 <div> 요소 하나를 지웠다고 말했다."
    assert told in read(f"{TITLE}\n\n{told}\n\n{QUOTE}", "a.txt").paragraphs


def test_a_page_of_links_is_a_list() -> None:
    links = "".join(
        f"<li><a href=/{n}>가람시 소식 {n}: 학교에 장치를 들이기로</a></li>" for n in range(30)
    )
    found = extract(page(f"<ul>{links}</ul>").encode(), "list.html")
    assert isinstance(found, Refused)
    assert found.reason == "headline_list"
