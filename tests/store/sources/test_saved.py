"""Which server may say what stands at an address, and which outlet a feed is."""

import pytest

from store.sources.saved import outlet_of, speaks_for
from store.sources.source import Listing


@pytest.mark.parametrize(
    ("server", "address"),
    [
        ("https://news.example/rss", "https://news.example/1"),
        ("https://www.narae.example/rss", "http://narae.example/1"),
        ("https://rss.narae.example/all", "https://www.narae.example/1"),
        ("https://fs.narae.co.kr/rss", "https://news.narae.co.kr/1"),
        ("https://www.narae.co.kr/rss", "https://sports.narae.co.kr/1"),
        ("https://m.narae.com.au/1", "https://narae.com.au/1"),
        ("http://127.0.0.1:8001/rss", "http://127.0.0.1:8001/1"),
    ],
)
def test_a_server_speaks_for_its_own_site(server: str, address: str) -> None:
    assert speaks_for(server, address)


@pytest.mark.parametrize(
    ("server", "address"),
    [
        ("https://rumours.example/rss", "https://narae.example/1"),
        ("https://rumours.co.kr/rss", "https://narae.co.kr/1"),
        ("https://news.co.kr/rss", "https://narae.co.kr/1"),
        ("https://news.co.kr/rss", "https://media.co.kr/1"),
        ("https://one.blogs.example/rss", "https://other.blogs.example/1"),
        ("https://one.blogs.example/rss", "https://blogs.example/1"),
        ("https://narae.example.rumours.example/rss", "https://narae.example/1"),
        ("https://xnarae.example/rss", "https://narae.example/1"),
        ("https://narae.example/rss", "https://xnarae.example/1"),
        ("/home/someone/feed.xml", "https://narae.example/1"),
        ("https://narae.example/rss", "http://[narae"),
        ("http://127.0.0.1/rss", "http://127.0.0.2/1"),
    ],
)
def test_no_server_speaks_for_another_site(server: str, address: str) -> None:
    assert not speaks_for(server, address)


@pytest.mark.parametrize(
    ("title", "outlet"),
    [
        ("한빛일보 - 전체기사", "한빛일보"),
        ("한빛일보 | 경제", "한빛일보"),
        ("한빛일보 RSS", "한빛일보"),
        ("Harbor Ledger » World", "Harbor Ledger"),
        ("Stories by 가람 on Medium", None),
        ('"가온시 버스" - Google 뉴스', None),
        ("", None),
    ],
)
def test_a_feeds_title_names_its_outlet_without_the_section(title: str, outlet: str | None) -> None:
    assert outlet_of(Listing(kind="feed", title=title)) == outlet
