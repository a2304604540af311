"""What sites ask of robots is heeded for pages, as RFC 9309 says."""

import ssl
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import SourceError
from store.sources.fetch import Fetcher
from store.sources.pauses import MAX_PAUSE_S
from store.sources.robots import KEPT_S, MAX_BYTES, MAX_KEPT_CHARS, RETRY_S, Robots, read_rules
from tests.news_server.serve import NewsSite, answer, serving
from tests.stepped_clock import Clock

PAGE = b"<html><body>page</body></html>"


@pytest.fixture
def clock() -> Clock:
    """The time of the fetcher."""
    return Clock()


@pytest.fixture
def site() -> NewsSite:
    """A site with one page."""
    return NewsSite(pages={"/a": answer(200, PAGE), "/private/a": answer(200, PAGE)})


@pytest.fixture
def address(site: NewsSite) -> Iterator[str]:
    """Where the site stands."""
    with serving(site) as address:
        yield address


@pytest.fixture
def fetcher(clock: Clock) -> Fetcher:
    """A fetcher that may reach the site."""
    return Fetcher(
        agent="Sosik/0",
        allowed_hosts=["127.0.0.1"],
        pause_s=0,
        tls=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        now=clock.now,
        sleep=clock.sleep,
    )


def _page(fetcher: Fetcher, url: str) -> str | bytes:
    """Return the page, or the reason why it was not fetched."""
    try:
        return fetcher.get(url, max_bytes=1000, robots=True).data
    except SourceError as error:
        return error.reason


def test_a_page_that_robots_txt_forbids_is_not_asked_for(
    site: NewsSite, address: str, fetcher: Fetcher
) -> None:
    site.pages["/robots.txt"] = answer(200, b"User-agent: *\nDisallow: /private/")
    with pytest.raises(SourceError, match="robots") as caught:
        fetcher.get(f"{address}/private/a", max_bytes=1000, robots=True)
    assert caught.value.lasting
    assert _page(fetcher, f"{address}/a") == PAGE
    assert site.targets == ["/robots.txt", "/a"]


def test_feeds_are_fetched_without_asking_robots_txt(
    site: NewsSite, address: str, fetcher: Fetcher
) -> None:
    site.pages["/robots.txt"] = answer(200, b"User-agent: *\nDisallow: /")
    assert fetcher.get(f"{address}/a", max_bytes=1000).data == PAGE
    assert site.targets == ["/a"]


def test_a_redirect_into_a_forbidden_place_is_not_followed(
    site: NewsSite, address: str, fetcher: Fetcher
) -> None:
    site.pages["/robots.txt"] = answer(200, b"User-agent: *\nDisallow: /private/")
    site.pages["/moved"] = answer(302, location="/private/a")
    assert _page(fetcher, f"{address}/moved") == "robots"
    assert site.targets == ["/robots.txt", "/moved"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_robots_txt_that_is_not_there_forbids_nothing(
    site: NewsSite, address: str, fetcher: Fetcher, status: int
) -> None:
    site.pages["/robots.txt"] = answer(status, b"Disallow: /")
    assert _page(fetcher, f"{address}/private/a") == PAGE


@pytest.mark.parametrize(
    "said",
    [answer(500), answer(503, retry_after="5"), answer(429), b"", b"no HTTP", answer(204)],
    ids=["500", "503", "429", "nothing", "no HTTP", "204"],
)
def test_a_robots_txt_that_cannot_be_read_forbids_everything_for_a_while(
    site: NewsSite, address: str, fetcher: Fetcher, clock: Clock, said: bytes
) -> None:
    site.pages["/robots.txt"] = said
    assert _page(fetcher, f"{address}/a") == "robots_unreachable"
    clock.seconds += RETRY_S / 2
    with pytest.raises(SourceError) as caught:
        fetcher.get(f"{address}/a", max_bytes=1000, robots=True)
    assert caught.value.retry_after_s == RETRY_S / 2
    site.pages["/robots.txt"] = answer(404)
    assert _page(fetcher, f"{address}/a") == "robots_unreachable"
    clock.seconds += RETRY_S / 2
    assert _page(fetcher, f"{address}/a") == PAGE


def test_a_robots_txt_that_asks_for_patience_is_given_it(
    site: NewsSite, address: str, fetcher: Fetcher, clock: Clock
) -> None:
    site.pages["/robots.txt"] = answer(503, retry_after="7200")
    assert _page(fetcher, f"{address}/a") == "robots_unreachable"
    clock.seconds += 7199
    assert _page(fetcher, f"{address}/a") == "robots_unreachable"
    assert site.targets == ["/robots.txt"]


def test_robots_txt_is_asked_for_once_a_day(
    site: NewsSite, address: str, fetcher: Fetcher, clock: Clock
) -> None:
    site.pages["/robots.txt"] = answer(200, b"User-agent: *\nDisallow: /private/")
    assert _page(fetcher, f"{address}/a") == PAGE
    clock.seconds += KEPT_S - 1
    assert _page(fetcher, f"{address}/a") == PAGE
    clock.seconds += 1
    assert _page(fetcher, f"{address}/a") == PAGE
    assert site.targets == ["/robots.txt", "/a", "/a", "/robots.txt", "/a"]


def test_what_is_lasting_about_a_host_is_said_of_its_pages(site: NewsSite, address: str) -> None:
    fetcher = Fetcher(agent="Sosik/0", pause_s=0, tls=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
    assert _page(fetcher, f"{address}/a") == "private_address"
    assert site.targets == []


def test_robots_txt_may_be_found_after_redirects(
    site: NewsSite, address: str, fetcher: Fetcher
) -> None:
    site.pages["/robots.txt"] = answer(301, location="/other/robots.txt")
    site.pages["/other/robots.txt"] = answer(200, b"User-agent: *\nDisallow: /private/")
    assert _page(fetcher, f"{address}/private/a") == "robots"
    assert _page(fetcher, f"{address}/a") == PAGE


def test_a_robots_txt_that_redirects_in_a_circle_forbids_nothing(
    site: NewsSite, address: str, fetcher: Fetcher
) -> None:
    site.pages["/robots.txt"] = answer(301, location="/robots.txt")
    assert _page(fetcher, f"{address}/a") == PAGE


def test_a_robots_txt_of_any_size_is_read_up_to_500_kb(
    site: NewsSite, address: str, fetcher: Fetcher
) -> None:
    rules = b"User-agent: *\nDisallow: /private/\n"
    site.pages["/robots.txt"] = answer(200, rules + b"#" * MAX_BYTES + b"\nDisallow: /a\n")
    assert _page(fetcher, f"{address}/private/a") == "robots"
    assert _page(fetcher, f"{address}/a") == PAGE


@pytest.mark.parametrize(("asked", "kept"), [("3", 3), ("0.5", 0.5), ("86400", MAX_PAUSE_S)])
def test_a_crawl_delay_is_kept_up_to_a_bound(
    site: NewsSite, address: str, fetcher: Fetcher, clock: Clock, asked: str, kept: float
) -> None:
    site.pages["/robots.txt"] = answer(200, f"User-agent: *\nCrawl-delay: {asked}".encode())
    assert _page(fetcher, f"{address}/a") == PAGE
    assert _page(fetcher, f"{address}/a") == PAGE
    assert clock.slept == [kept, kept]


@pytest.mark.parametrize(
    ("text", "is_allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /", False),
        ("Disallow: /", True),
        ("\ufeffUser-agent: *\nDisallow: /", False),
        ("user-AGENT:sosik # us\ndisallow:/ # all", False),
        ("User-agent: Sosik/1.0\nDisallow: /", False),
        ("User-agent: other\nDisallow: /", True),
        ("User-agent: so\nDisallow: /", True),
        ("User-agent: sosikbot\nDisallow: /", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Sosik\nAllow: /", True),
        ("User-agent: Sosik\nAllow: /\n\nUser-agent: *\nDisallow: /", True),
        ("User-agent: *\nAllow: /\n\nUser-agent: Sosik\nDisallow: /news", False),
        ("User-agent: other\nUser-agent: Sosik\nDisallow: /", False),
        ("User-agent: Sosik\n\n# and\nSitemap: /s.xml\nUser-agent: other\nDisallow: /", False),
        ("User-agent: Sosik\nDisallow: /x\n\nUser-agent: Sosik\nDisallow: /news", False),
        ("User-agent: other\nDisallow: /x\nUser-agent: Sosik\nDisallow: /y", True),
        ("User-agent: *\nDisallow: /x\nUser-agent: other\nDisallow: /", True),
        ("User-agent: *\nDisallow: /news\nAllow: /news/article", True),
        ("User-agent: *\nDisallow: /*idxno=", False),
        ("User-agent: *\nDisallow: /*.pdf$", True),
        ("User-agent: *\r\nDisallow: /\r\n", False),
        ("<html><body>User-agent: *<p>Disallow: /</body></html>", True),
    ],
)
def test_the_group_that_names_us_holds_else_that_of_everyone(text: str, is_allowed: bool) -> None:
    rules = read_rules(text.encode())
    assert rules.allow("https://news.example/news/articleView.html?idxno=7") is is_allowed


def test_a_robots_txt_of_many_names_over_many_rules_fills_no_memory() -> None:
    names = "".join(f"User-agent: bot{number}\n" for number in range(15_000))
    hostile = f"{names}User-agent: *\n" + "Disallow: /a*b*c\n" * 15_000
    tracemalloc.start()
    try:
        assert read_rules(hostile.encode()).allow("https://news.example/")
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()


@given(st.binary(max_size=300))
def test_any_bytes_are_rules(data: bytes) -> None:
    rules = read_rules(b"User-agent: *\n" + data)
    assert rules.allow("https://news.example/a") in {True, False}
    assert rules.delay_s() >= 0


def test_what_is_remembered_of_sites_is_bounded_and_the_oldest_is_forgotten() -> None:
    asked: list[str] = []

    def fetch(address: str) -> bytes:
        asked.append(address)
        return b"User-agent: *\n" + b"Disallow: /a\n" * 38_000

    robots = Robots(now=lambda: 0.0)
    sites = MAX_KEPT_CHARS // (13 * 38_000) + 1
    for number in range(sites):
        robots.rules(f"https://{number}.example/a", fetch)
    robots.rules(f"https://{sites - 1}.example/a", fetch)
    assert len(asked) == sites
    robots.rules("https://0.example/a", fetch)
    assert len(asked) == sites + 1
