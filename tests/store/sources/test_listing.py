"""What is read from feeds and sitemaps, from their bytes to the items."""

from datetime import UTC, datetime
from html import escape

import pytest

from store.errors import SourceError
from store.sources import child
from store.sources.confined import WALL_S
from store.sources.listing import (
    MAX_CHILDREN,
    MAX_ITEMS,
    is_teaser,
    listing_of,
    read_listing,
    recognised,
)
from store.sources.source import Item, Listing

NOW = datetime(2025, 2, 6, 12, tzinfo=UTC)
URL = "https://feeds.saebyeok.example/all/rss.xml"
DATE = "<pubDate>Wed, 05 Feb 2025 15:10:00 +0900</pubDate>"


def read(markup: str | bytes, *, charset: str | None = None) -> Listing:
    """``read_listing`` without the process, which takes a tenth of a second to start."""
    data = markup if isinstance(markup, bytes) else markup.encode()
    kind, text = recognised(data, charset)
    parse = child.feed if kind == "feed" else child.sitemap
    return listing_of(parse(text), kind=kind, url=URL, now=NOW)


def read_apart(markup: str | bytes, *, wall_s: float = WALL_S) -> Listing:
    data = markup if isinstance(markup, bytes) else markup.encode()
    return read_listing(data, url=URL, now=NOW, wall_s=wall_s)


def rss(*items: str, head: str = "<title>새벽신문</title>", root: str = "") -> str:
    body = "".join(f"<item>{item}</item>" for item in items)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<rss version="2.0" {root}><channel>{head}{body}</channel></rss>'
    )


def atom(*entries: str, root: str = "") -> str:
    body = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return (
        '<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
        f"{root}><title>나루일보</title>{body}</feed>"
    )


def only(listing: Listing) -> Item:
    assert len(listing.items) == 1
    return listing.items[0]


def refused(markup: str | bytes) -> str:
    with pytest.raises(SourceError) as raised:
        read_apart(markup)
    return raised.value.reason


# -- case 39: the formats


def test_case_39_rss_2_is_read_whole() -> None:
    item = (
        "<title>다리 놓는 공사 시작</title><link>https://saebyeok.example/news/17</link>"
        f'<guid isPermaLink="false">17</guid>{DATE}<author>hong@saebyeok.example (홍길동)</author>'
        "<description>&lt;p&gt;공사가 시작됐다.&lt;/p&gt;</description>"
    )
    head = "<title>새벽신문</title><link>https://saebyeok.example</link><language>ko-KR</language>"
    listing = read_apart(rss(item, head=f"{head}<ttl>60</ttl>"))
    found = only(listing)
    assert (listing.kind, listing.title, listing.language) == ("feed", "새벽신문", "ko")
    assert (listing.ttl_s, listing.left_out, listing.children) == (3600.0, 0, ())
    assert found.key == "17"
    assert found.url == "https://saebyeok.example/news/17"
    assert found.title == "다리 놓는 공사 시작"
    assert found.author == "홍길동"
    assert found.publisher is None
    assert found.html == "<p>공사가 시작됐다.</p>"
    assert found.published is not None
    assert found.published.iso == "2025-02-05T15:10:00+09:00"


@pytest.mark.parametrize("version", ["0.91", "0.92"])
def test_case_39_old_rss_with_its_netscape_doctype_is_read(version: str) -> None:
    markup = (
        '<?xml version="1.0"?>\n<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"'
        ' "http://my.netscape.example/rss-0.91.dtd">\n'
        f'<rss version="{version}"><channel><title>t</title><item><title>옛 소식</title>'
        "<link>https://saebyeok.example/1</link></item></channel></rss>"
    )
    assert only(read(markup)).title == "옛 소식"


def test_case_39_atom_is_read_whole() -> None:
    entry = (
        "<title>새 도서관</title><id>tag:naru.example,2025:9</id>"
        '<link rel="enclosure" href="https://naru.example/9.mp3" type="audio/mpeg"/>'
        '<link rel="alternate" href="https://naru.example/9.json" type="application/json"/>'
        '<link rel="alternate" href="https://naru.example/9.html" type="text/html"/>'
        '<link rel="alternate" href="https://naru.example/en/9.html" type="text/html"/>'
        "<published>2025-02-05T06:10:00Z</published><updated>2025-02-06T06:10:00Z</updated>"
        "<author><name>김나루 기자</name></author><author><name>나루일보</name></author>"
        '<summary>요약</summary><content type="html">&lt;p&gt;도서관이 문을 열었다.&lt;/p&gt;'
        "</content>"
    )
    found = only(read_apart(atom(entry)))
    assert found.key == "tag:naru.example,2025:9"
    assert found.url == "https://naru.example/9.html"
    assert found.author == "김나루"
    assert found.html == "<p>도서관이 문을 열었다.</p>"
    assert found.published is not None
    assert found.published.iso == "2025-02-05T06:10:00+00:00"


def test_case_39_rdf_is_read_whole() -> None:
    markup = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">'
        '<channel rdf:about="https://minato.example"><title>みなと新聞</title>'
        "<link>https://minato.example</link><dc:language>ja</dc:language>"
        "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>"
        "</channel>"
        '<item rdf:about="https://minato.example/1"><title>橋の工事が始まる</title>'
        "<link>https://minato.example/1</link><dc:date>2025-02-05T15:10:00+09:00</dc:date>"
        "<dc:creator>山田太郎</dc:creator><description>工事が始まった。</description></item>"
        "</rdf:RDF>"
    )
    listing = read_apart(markup)
    found = only(listing)
    assert (listing.title, listing.language, listing.ttl_s) == ("みなと新聞", "ja", 1800.0)
    assert found.key == found.url == "https://minato.example/1"
    assert found.author == "山田太郎"
    assert found.published is not None
    assert found.published.iso == "2025-02-05T15:10:00+09:00"


def test_a_feed_with_prefixed_tags_is_read() -> None:
    markup = (
        '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>제목</a:title>'
        '<a:id>1</a:id><a:link href="https://naru.example/1"/></a:entry></a:feed>'
    )
    assert only(read(markup)).url == "https://naru.example/1"


# -- case 39: texts


def test_case_39_cdata_gives_title_and_text() -> None:
    item = (
        "<title><![CDATA[물가 <b>3%</b> 상승 & 금리]]></title><guid>1</guid>"
        "<description><![CDATA[<p>물가가 &quot;올랐다&quot;.</p>]]></description>"
    )
    found = only(read(rss(item)))
    assert found.title == "물가 3% 상승 & 금리"
    assert found.html == "<p>물가가 &quot;올랐다&quot;.</p>"


def test_case_39_content_encoded_is_preferred_to_the_description() -> None:
    item = (
        "<title>t</title><guid>1</guid><content:encoded><![CDATA[<p>처음부터 끝까지 다 실은 본문"
        "이다.</p><p>둘째 문단이다.</p>]]></content:encoded><description>짧은 요약</description>"
    )
    root = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    assert "둘째 문단이다" in only(read(rss(item, root=root))).html


def test_the_fullest_text_counts_wherever_it_stands() -> None:
    item = (
        "<title>t</title><guid>1</guid><content:encoded>&lt;img src='a.jpg' alt=''/&gt;짧다"
        "</content:encoded><description>설명이 본문보다 길고 이것이 기사 전체이다.</description>"
    )
    root = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    assert "기사 전체이다" in only(read(rss(item, root=root))).html


def test_plain_text_of_atom_is_escaped_and_keeps_its_paragraphs() -> None:
    entry = (
        "<title>t</title><id>1</id><content>값이 1 &lt; 2 이고 a &amp; b 이다.\n\n다음 문단."
        "</content>"
    )
    found = only(read(atom(entry)))
    assert found.html == "<p>값이 1 &lt; 2 이고 a &amp; b 이다.</p><p>다음 문단.</p>"


def test_a_description_without_tags_keeps_its_paragraphs() -> None:
    item = "<title>t</title><guid>1</guid><description><![CDATA[첫 문단.\n둘째.]]></description>"
    assert only(read(rss(item))).html == "<p>첫 문단.</p><p>둘째.</p>"


def test_a_description_escaped_twice_becomes_html() -> None:
    item = (
        f"<title>t</title><guid>1</guid><description>{escape(escape('<p>본문</p>'))}</description>"
    )
    assert only(read(rss(item))).html == "<p>본문</p>"


def test_xhtml_content_of_atom_is_kept_as_markup() -> None:
    entry = (
        '<title>t</title><id>1</id><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
        "<p>첫 문단</p><p>a &amp; b</p></div></content>"
    )
    assert only(read_apart(atom(entry))).html == "<p>첫 문단</p><p>a &amp; b</p>"


def test_content_that_only_names_an_address_is_no_text() -> None:
    entry = (
        '<title>t</title><id>1</id><content type="video/mp4" src="https://naru.example/1.mp4"/>'
        '<content type="image/png">iVBORw0KGgo=</content>'
    )
    assert only(read(atom(entry))).html == ""


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("AT&amp;T 실적", "AT&T 실적"),
        ("AT&amp;amp;T 실적", "AT&T 실적"),
        ("&amp;quot;그렇다&amp;quot;&nbsp;&hellip;", '"그렇다" …'),
        ("&lt;속보&gt; 지진", "<속보> 지진"),
        ("&lt;strong&gt;굵은&lt;/strong&gt; 글", "굵은 글"),
        ("두\n  줄&#8203; 제목", "두 줄 제목"),
        ("금리 &amp;#8216;동결&amp;#8217;", "금리 ‘동결’"),
        ("  ", None),
    ],
)
def test_a_title_is_plain_text(written: str, title: str | None) -> None:
    assert only(read(rss(f"<title>{written}</title><guid>1</guid><link>/1</link>"))).title == title


# -- case 39: addresses


@pytest.mark.parametrize(
    ("head", "root", "link", "url"),
    [
        ("", "", "/news/1", "https://feeds.saebyeok.example/news/1"),
        ("<link>https://saebyeok.example/</link>", "", "/news/1", "https://saebyeok.example/news/1"),
        ("<link>/home/</link>", "", "a?x=1&amp;y=2", "https://feeds.saebyeok.example/home/a?x=1&y=2"),
        ("", 'xml:base="https://b.example/x/"', "1.html", "https://b.example/x/1.html"),
        ("", "", "//c.example/1", "https://c.example/1"),
        ("", "", "https://c.example/한글 제목", "https://c.example/한글%20제목"),
        ("", "", "https://c.example/?a=1&b=2", "https://c.example/?a=1&b=2"),
    ],
)  # fmt: skip
def test_case_39_relative_links_are_resolved(head: str, root: str, link: str, url: str) -> None:
    item = f"<title>t</title><link>{link}</link>"
    assert only(read(rss(item, head=f"<title>t</title>{head}", root=root))).url == url


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "file:///etc/passwd", "mailto:a@b.example", "http://", "http://["],
)
def test_only_addresses_of_the_web_are_taken(link: str) -> None:
    assert only(read(rss(f"<title>t</title><guid>g</guid><link>{link}</link>"))).url is None


def test_the_original_address_behind_feedburner_is_taken() -> None:
    item = (
        "<title>t</title><link>https://feedproxy.example/~r/x/1</link>"
        "<feedburner:origLink>https://saebyeok.example/1</feedburner:origLink>"
    )
    root = 'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
    assert only(read(rss(item, root=root))).url == "https://saebyeok.example/1"


# -- case 39: keys


def keys(*items: str) -> list[str]:
    return [item.key for item in read(rss(*items)).items]


def test_case_39_a_missing_guid_is_replaced_by_the_link() -> None:
    assert keys("<title>t</title><link>https://a.example/1</link>") == ["https://a.example/1"]


def test_case_39_an_entry_without_guid_and_link_is_known_by_its_text() -> None:
    one, other = keys("<title>하나</title>", "<title>둘</title>")
    assert one != other
    assert keys("<title>하나</title>") == [one]


def test_case_39_a_repeated_guid_is_told_apart_by_the_link() -> None:
    items = [f"<title>{n}</title><guid>0</guid><link>https://a.example/{n}</link>" for n in (1, 2)]
    assert keys(*items) == ["0 https://a.example/1", "0 https://a.example/2"]


def test_case_39_a_repeated_guid_without_links_is_told_apart_by_the_text() -> None:
    guid = '<guid isPermaLink="false">0</guid>'
    assert len(set(keys(f"<title>하나</title>{guid}", f"<title>둘</title>{guid}"))) == 2


def test_case_39_the_same_entry_twice_is_one_and_the_newer_counts() -> None:
    link = "<guid>7</guid><link>https://a.example/7</link>"
    older = f"<title>옛 제목</title>{link}<pubDate>Wed, 05 Feb 2025 10:00:00 +0900</pubDate>"
    newer = f"<title>새 제목</title>{link}<pubDate>Wed, 05 Feb 2025 11:00:00 +0900</pubDate>"
    assert only(read(rss(older, newer))).title == "새 제목"


def test_entries_that_all_link_to_the_front_page_are_told_apart() -> None:
    link = "<link>https://a.example/</link>"
    assert len(set(keys(f"<title>하나</title>{link}", f"<title>둘</title>{link}"))) == 2


def test_a_guid_that_is_only_a_number_is_no_address() -> None:
    found = only(read(rss("<title>t</title><guid>20250205001</guid>")))
    assert (found.key, found.url) == ("20250205001", None)


def test_a_guid_that_is_an_address_stands_for_the_missing_link() -> None:
    found = only(read(rss("<title>t</title><guid>https://a.example/1</guid>")))
    assert found.url == "https://a.example/1"


def test_a_very_long_guid_is_kept_as_its_hash() -> None:
    found = only(read(rss(f"<title>t</title><guid>{'9' * 100_000}</guid>")))
    assert len(found.key) == 64


def test_an_entry_that_says_nothing_is_left_out() -> None:
    assert read(rss("<guid>1</guid>", "<title>t</title><guid>2</guid>")).items[0].key == "2"


# -- case 39: dates


def test_case_39_bad_empty_and_future_dates_are_none() -> None:
    dates = ("어제 오후", "", "Wed, 05 Feb 2035 15:10:00 +0900", "0000-00-00 00:00:00")
    items = [f"<title>t</title><guid>{n}</guid><pubDate>{d}</pubDate>" for n, d in enumerate(dates)]
    assert [item.published for item in read(rss(*items)).items] == [None] * 4


@pytest.mark.parametrize(
    ("head", "written", "iso"),
    [
        ("<language>ko</language>", "2025-02-05 15:10:00", "2025-02-05T15:10:00+09:00"),
        ("<language>en-us</language>", "Wed, 5 Feb 2025 15:10:00", "2025-02-05T15:10:00+09:00"),
        ("", "Wed, 05 Feb 2025 15:10:00 KST", "2025-02-05T15:10:00+09:00"),
        ("", "2025.02.05 15:10", "2025-02-05T15:10:00+09:00"),
    ],
)
def test_dates_are_read_as_written_and_in_korean_time(head: str, written: str, iso: str) -> None:
    item = f"<title>한글 제목이다</title><guid>1</guid><pubDate>{written}</pubDate>"
    found = only(read(rss(item, head=head)))
    assert found.published is not None
    assert found.published.iso == iso


def test_an_english_feed_without_zones_dates_its_entries_by_the_day() -> None:
    item = "<title>A new bridge</title><guid>1</guid><pubDate>2025-02-05 15:10:00</pubDate>"
    found = only(read(rss(item, head="<language>en</language>")))
    assert found.published is not None
    assert found.published.iso == "2025-02-05"


def test_the_last_change_of_an_atom_entry_dates_it_where_nothing_else_does() -> None:
    changed = "<updated>2025-02-05T06:10:00Z</updated>"
    bare, dated = read(
        atom(
            f"<title>a</title><id>1</id>{changed}",
            f"<title>b</title><id>2</id>{changed}<published>2025-02-01T00:00:00Z</published>",
        )
    ).items
    assert bare.published is not None
    assert dated.published is not None
    assert bare.published.iso.startswith("2025-02-05")
    assert dated.published.iso.startswith("2025-02-01")


def test_items_come_newest_first_and_undated_ones_stay_behind_their_neighbour() -> None:
    def item(key: str, day: str) -> str:
        written = f"<pubDate>{day} Feb 2025 10:00:00 +0900</pubDate>" if day else ""
        return f"<title>t</title><guid>{key}</guid>{written}"

    assert keys(item("a", "1"), item("b", ""), item("c", "3"), item("d", ""), item("e", "2")) == [
        "c", "d", "e", "a", "b",
    ]  # fmt: skip


def test_undated_items_keep_the_order_of_the_feed() -> None:
    items = [f"<title>t</title><guid>{n}</guid>" for n in (3, 1, 2)]
    assert keys(*items) == ["3", "1", "2"]


# -- who published


@pytest.mark.parametrize(
    ("given", "publisher"),
    [
        ('<source url="https://naru.example">나루일보</source>', "나루일보"),
        ("<dc:publisher>나루일보</dc:publisher>", "나루일보"),
        ("<dc:publisher>web@naru.example</dc:publisher>", None),
        ("", None),
    ],
)
def test_the_outlet_is_the_one_that_an_aggregator_names(given: str, publisher: str | None) -> None:
    root = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    found = only(read(rss(f"<title>t</title><guid>1</guid>{given}", root=root)))
    assert found.publisher == publisher


def test_an_entry_of_many_tags_gives_one_short_title() -> None:
    item = f"<title>{'&amp;#45796;' * 200_000}</title><guid>1</guid>"
    assert only(read(rss(item))).title == "다" * 500


def test_the_outlet_that_an_aggregator_hangs_on_the_title_is_cut_off() -> None:
    item = "<title>새 다리 - 언제 놓나 - 나루일보</title><source url='x'>나루일보</source>"
    assert only(read(rss(item))).title == "새 다리 - 언제 놓나"


def test_authors_are_persons_only() -> None:
    names = ["홍길동 기자", "연합뉴스", "온라인뉴스팀", "admin", "Jane Doe", "홍길동"]
    creators = "".join(f"<dc:creator>{name}</dc:creator>" for name in names)
    root = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    found = only(read(rss(f"<title>t</title><guid>1</guid>{creators}", root=root)))
    assert found.author == "홍길동, Jane Doe"


# -- case 40: hostile and damaged feeds


ITEM = "<title>정상 기사</title><guid>1</guid><link>https://a.example/1</link>"


def test_case_40_an_xml_bomb_is_refused() -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{entities}]>'
    assert refused(f"{bomb}<rss><channel><item><title>&l9;</title></item></channel></rss>") == (
        "bad_feed"
    )


def test_case_40_quadratic_blow_up_is_refused() -> None:
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "{"a" * 50_000}">]>'
    text = "&a;" * 50_000
    assert refused(f"{bomb}<rss><channel><item><title>{text}</title></item></channel></rss>") == (
        "bad_feed"
    )


def test_case_40_an_external_entity_is_refused() -> None:
    start = '<!DOCTYPE rss SYSTEM "x>y" [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    assert refused(f"{start}<rss><channel><item><title>&f;</title></item></channel></rss>") == (
        "bad_feed"
    )


def test_a_text_about_entities_is_no_bomb() -> None:
    item = f"<title>t</title><guid>1</guid><description>{escape('<!ENTITY x>')}</description>"
    quoted = f"<description><![CDATA[<!DOCTYPE a [<!ENTITY b 'c'>]>]]></description>{ITEM}"
    assert len(read(rss(item, quoted)).items) == 2


def test_case_40_deep_nesting_ends_at_the_limit() -> None:
    nest = rss(f"{ITEM}<description>{'<a>' * 1_500_000}</description>")
    with pytest.raises(SourceError) as raised:
        read_apart(nest, wall_s=0.5)
    assert raised.value.reason == "too_slow"


def test_case_40_of_30000_items_the_newest_are_kept_and_the_rest_counted() -> None:
    markup = rss(*(f"<guid>{n}</guid><title>t</title>" for n in range(30_000)))
    last = "<item><title>새 기사</title><guid>new</guid>" + DATE + "</item></channel>"
    listing = read_apart(markup.replace("</channel>", last).replace("<item>", f"<item>{_old()}", 1))
    assert len(listing.items) == MAX_ITEMS
    assert listing.left_out == 30_001 - MAX_ITEMS
    assert listing.items[0].key == "new"


def _old() -> str:
    return "<pubDate>Wed, 01 Jan 2025 00:00:00 +0900</pubDate>"


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html><html><head><title>점검 중</title></head><body>점검 중입니다</body></html>",
        '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x"><html/>',
        "<script>location.href='/login'</script>",
        "",
        "   \n",
        '{"version": "https://jsonfeed.org/version/1.1", "items": []}',
        "그냥 글",
        "<opml version='2.0'><body/></opml>",
    ],
)
def test_case_40_html_and_other_things_served_as_a_feed_are_refused(page: str) -> None:
    assert refused(page) == "not_a_feed"


def test_case_40_a_truncated_feed_gives_the_entries_that_are_whole() -> None:
    whole = rss(ITEM, "<title>반쪽</title><guid>2</guid><description>본문이 여기서")
    cut = whole[: whole.index("여기서")]
    assert [item.key for item in read_apart(cut).items] == ["1"]


def test_case_40_a_feed_cut_before_its_first_entry_is_bad() -> None:
    assert refused('<?xml version="1.0"?><rss version="2.0"><channel><title>새벽') == "bad_feed"


def test_an_empty_feed_is_a_feed() -> None:
    assert read(rss()) == Listing(kind="feed", title="새벽신문")


@pytest.mark.parametrize("encoding", ["cp949", "euc-jp", "utf-16", "utf-8-sig"])
def test_case_40_other_encodings_than_declared_or_expected_are_read(encoding: str) -> None:
    title = (
        "橋の工事が始まった。町の人々は完成を待っている"
        if encoding == "euc-jp"
        else "다리 공사가 어제 다시 시작됐다"
    )
    markup = rss(f"<title>{title}</title><guid>1</guid>", head=f"<title>{title}</title>")
    for declared in ("UTF-8", encoding.removesuffix("-sig")):
        data = markup.replace('"UTF-8"', f'"{declared}"').encode(encoding)
        assert only(read(data)).title == title


def test_a_charset_of_the_header_is_used_where_nothing_else_fits() -> None:
    data = rss("<title>Мост открыт</title><guid>1</guid>").replace("<title>새벽신문</title>", "")
    assert only(read(data.encode("koi8-r"), charset="koi8-r")).title == "Мост открыт"


def test_a_byte_charset_that_only_the_feed_declares_is_used() -> None:
    data = rss("<title>Мост открыт</title><guid>1</guid>").replace("<title>새벽신문</title>", "")
    encoded = data.replace("UTF-8", "windows-1251").encode("windows-1251")
    assert only(read(encoded)).title == "Мост открыт"


def test_case_40_nul_bytes_and_forbidden_characters_do_not_matter() -> None:
    item = "<title>널\x00 문\x0b자&#0;&#xD800;&#x1F;\ufffe</title><guid>1</guid>"
    assert only(read(rss(item))).title == "널 문 자"


def test_binary_data_is_refused() -> None:
    assert refused(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40) == "bad_feed"


def test_a_file_larger_than_any_feed_is_refused() -> None:
    assert refused(b"<rss>" + b" " * (10 * 1024 * 1024)) == "too_large"


def test_a_feed_that_is_not_well_formed_is_read() -> None:
    head = "<title>R&D & 소식&nbsp;</title>"
    item = "<title>a & b</title><guid>1</guid><description>&copy; <br> 줄</p></description>"
    listing = read_apart(rss(item, ITEM.replace(">1<", ">2<"), head=head) + "<script>x</script>")
    assert listing.title == "R&D & 소식"
    assert [found.key for found in listing.items] == ["1", "2"]
    assert listing.items[0].title == "a & b"


def test_a_feed_in_capitals_with_undeclared_prefixes_and_open_tags_is_read() -> None:
    item = (
        '<title><![CDATA["특종" A&B <속보>]]></title><link>/n?a=1&b=2</link>'
        '<guid isPermaLink="false">77</guid><dc:creator>홍길동</dc:creator>'
        "<dc:date>2025-02-05 10:00:00</dc:date><description><p>요약<br>줄</p></description>"
        "<content:encoded><![CDATA[<p>본문이 여기에 길게 있다</p><p>둘째</p>]]></content:encoded>"
    )
    found = only(read_apart(f"<RSS><CHANNEL><item>{item}</item></CHANNEL></RSS>"))
    assert (found.key, found.title, found.author) == ("77", '"특종" A&B <속보>', "홍길동")
    assert found.url == "https://feeds.saebyeok.example/n?a=1&b=2"
    assert found.html == "<p>본문이 여기에 길게 있다</p><p>둘째</p>"
    assert found.published is not None


def test_messages_that_a_program_printed_before_the_feed_are_skipped() -> None:
    assert only(read("<br />\n<b>Warning</b>: mysql\n" + rss(ITEM))).key == "1"


# -- sitemaps

NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def test_a_news_sitemap_is_read_whole() -> None:
    listing = read_apart(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="{NEWS}"><url><loc> https://naru.example/1?a=1&amp;b=2 </loc><news:news>'
        "<news:publication><news:name>나루일보</news:name><news:language>ko</news:language>"
        "</news:publication><news:publication_date>2025-02-05T15:10:00+09:00"
        "</news:publication_date><news:title><![CDATA[새 다리 & 길]]></news:title></news:news>"
        "<lastmod>2025-02-06</lastmod></url></urlset>"
    )
    found = only(listing)
    assert (listing.kind, listing.language) == ("sitemap", "ko")
    assert found.key == found.url == "https://naru.example/1?a=1&b=2"
    assert (found.title, found.publisher, found.html) == ("새 다리 & 길", "나루일보", "")
    assert found.published is not None
    assert found.published.iso == "2025-02-05T15:10:00+09:00"


def test_lastmod_of_a_plain_sitemap_orders_the_pages_but_dates_none() -> None:
    days = ("2025-01-01", "2025-02-05", "2024-12-31T10:00:00Z")
    urls = "".join(
        f"<url><loc>https://naru.example/{n}</loc><lastmod>{day}</lastmod></url>"
        for n, day in enumerate(days)
    )
    items = read(f"<urlset>{urls}</urlset>").items
    assert [item.key[-1] for item in items] == ["1", "0", "2"]
    assert {item.published for item in items} == {None}


def test_a_sitemap_index_names_its_sitemaps_news_first_and_newest_first() -> None:
    def child(name: str, day: str) -> str:
        return f"<sitemap><loc>https://naru.example/{name}</loc><lastmod>{day}</lastmod></sitemap>"

    children = [child("old.xml", "2024-01-01"), child("new.xml", "2025-02-01")]
    more = [child(f"more{n}.xml", "2023-01-01") for n in range(100)]
    listing = read(
        f"<sitemapindex>{''.join(children)}{child('news.xml', '2020-01-01')}{''.join(more)}"
        "</sitemapindex>"
    )
    assert [address.rpartition("/")[2] for address in listing.children[:3]] == [
        "news.xml",
        "new.xml",
        "old.xml",
    ]
    assert len(listing.children) == MAX_CHILDREN
    assert listing.items == ()


def test_case_40_a_truncated_sitemap_gives_no_half_address() -> None:
    cut = "<urlset><url><loc>https://naru.example/1</loc></url><url><loc>https://naru.exa"
    assert [item.key for item in read(cut).items] == ["https://naru.example/1"]


def test_case_40_a_sitemap_with_entities_is_refused() -> None:
    start = '<!DOCTYPE urlset [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    assert refused(f"{start}<urlset><url><loc>https://a.example/&f;</loc></url></urlset>") == (
        "bad_feed"
    )


# -- teasers


SENTENCE = "시는 다리를 새로 놓는 공사를 다음 달에 시작해 내년 말까지 마치겠다고 어제 밝혔다. "


@pytest.mark.parametrize(
    ("html", "teaser"),
    [
        ("", True),
        (f"<p>{SENTENCE}</p>", True),
        (f"<p>{SENTENCE * 20}</p>", False),
        (f"<p>{SENTENCE * 20}그러나 시민…</p>", True),
        (f"<p>{SENTENCE * 20}</p><p>그리고 &#8230; [&hellip;]</p>", True),
        (f"<p>{SENTENCE * 20} [...]</p>", True),
        (f"<p>{SENTENCE * 20}</p><a href='/1'>더보기</a>", True),
        (f"<p>{SENTENCE * 20}</p><a>Read more »</a>", True),
        (f"<p>{SENTENCE * 20}</p><a>続きを読む</a>", True),
        (f"<p>{SENTENCE * 20} [&hellip;]</p>The post A appeared first on B.", True),
        (f"<p>{SENTENCE * 20}</p>The post A appeared first on B.", False),
        (f"<p>“글쎄…” 하고 그는 말했다. {SENTENCE * 20}</p>", False),
        (f"<script>{'x' * 5000}</script><p class='{'y' * 900}'>{SENTENCE}</p>", True),
        (f"<p>{'The council said on Monday it would build a bridge. ' * 5}</p>", True),
        (f"<p>{'The council said on Monday it would build a bridge. ' * 20}</p>", False),
    ],
)
def test_a_teaser_is_short_or_cut_off(html: str, teaser: bool) -> None:
    assert is_teaser(Item(key="1", html=html)) is teaser
