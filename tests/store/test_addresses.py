"""Addresses: one spelling to fetch, one key to know them by."""

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from store.addresses import MAX_CHARS, key, normal
from store.errors import SourceError


def _spelled(url: str) -> str | None:
    try:
        return normal(url)
    except SourceError as error:
        if error.reason != "bad_address":
            raise
        return None


@pytest.mark.parametrize(
    ("given_as", "expected"),
    [
        ("http://News.Example", "http://news.example/"),
        ("HTTPS://news.example:443/a", "https://news.example/a"),
        ("http://news.example:80/a", "http://news.example/a"),
        ("http://news.example:8080/a", "http://news.example:8080/a"),
        ("http://news.example:/a", "http://news.example/a"),
        ("feed://news.example/rss", "https://news.example/rss"),
        ("feed:http://news.example/rss", "http://news.example/rss"),
        ("feed://news.example/rss?to=http://x.example/", "https://news.example/rss?to=http://x.example/"),
        ("  https://news.example/a\n", "https://news.example/a"),
        ("https://news.example/long/\n   address", "https://news.example/long/%20%20%20address"),
        ("https://name:secret@news.example/a", "https://news.example/a"),
        ("https://good.example@news.example/", "https://news.example/"),
        ("https://news.example/a#top", "https://news.example/a"),
        ("https://news.example/#!/article/7", "https://news.example/#!/article/7"),
        ("https://news.example/#/article/7", "https://news.example/#/article/7"),
        ("https://news.example/a?", "https://news.example/a"),
        ("https://news.example/a/./b/../c", "https://news.example/a/c"),
        ("https://news.example/a/b/..", "https://news.example/a/"),
        ("https://news.example/../../a", "https://news.example/a"),
        ("https://news.example/%2e%2E/a", "https://news.example/a"),
        ("https://news.example/%7Ehong/%ed%95%9c", "https://news.example/~hong/%ED%95%9C"),
        ("https://news.example/100%", "https://news.example/100%25"),
        ("https://news.example/a%2Fb", "https://news.example/a%2Fb"),
        ("https://news.example/기사?제목=가 나", "https://news.example/%EA%B8%B0%EC%82%AC?%EC%A0%9C%EB%AA%A9=%EA%B0%80%20%EB%82%98"),
        ("https://소식.한국/", "https://xn--9l4b4x.xn--3e0b707e/"),
        ("https://ｎｅｗｓ.example/", "https://news.example/"),
        ("https://news.example./a", "https://news.example/a"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("http://[2001:DB8:0::1]:8080/", "http://[2001:db8::1]:8080/"),
        ("http://127.0.0.1/", "http://127.0.0.1/"),
        ("http://１２７.0.0.1/", "http://127.0.0.1/"),
    ],
)  # fmt: skip
def test_an_address_has_one_normal_spelling(given_as: str, expected: str) -> None:
    assert normal(given_as) == expected
    assert normal(expected) == expected


@pytest.mark.parametrize(
    "refused",
    [
        "",
        "news.example/rss",
        "//news.example/rss",
        "/rss",
        "ftp://news.example/rss",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "gopher://news.example:70/",
        "feed:file:///etc/passwd",
        "http:/news.example/",
        "http://",
        "http:///rss",
        "http://user@/",
        "http://news.example\\@other.example/",
        "http://ne ws.example/",
        "http://news..example/",
        "http://-news.example/",
        "http://news%2Eexample/",
        f"http://{'a' * 64}.example/",
        f"http://{'a.' * 130}example/",
        "http://news.example:0/",
        "http://news.example:65536/",
        "http://news.example:99999999999999999999/",
        "http://news.example:８０/",
        "http://news.example:80:80/",
        "http://news.example/\x00",
        "http://news.example/\x1b[31m",
        "http://news.example/\ud800",
        "http://[::1",
        "http://[]/",
        "http://[fe80::1%25eth0]/",
        "http://[fe80::1%eth0]/",
        "http://news.example℀/",
        f"http://news.example/{'a' * MAX_CHARS}",
        f"http://news.example/{'가' * (MAX_CHARS // 4)}",
    ],
)
def test_what_is_no_web_address_is_refused(refused: str) -> None:
    with pytest.raises(SourceError) as caught:
        normal(refused)
    assert caught.value.reason == "bad_address"
    assert caught.value.lasting


@pytest.mark.parametrize(
    "host",
    ["2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "127.0.1", "1.2.3.4.5",
     "017700000001", "256.0.0.1", "news.0x", "①②⑦.0.0.0x1", "127。1"],
)  # fmt: skip
def test_an_ipv4_address_in_an_odd_spelling_is_refused(host: str) -> None:
    assert _spelled(f"http://{host}/") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://news.example/rss", "https://news.example/rss"),
        ("https://www.news.example/rss", "https://news.example/rss"),
        ("https://news.example/rss/", "https://news.example/rss"),
        ("https://news.example", "https://news.example/"),
        ("feed://news.example/rss", "http://NEWS.example:80/rss#top"),
        ("https://news.example/a?b=1&a=2", "https://news.example/a?a=2&b=1"),
        ("https://news.example/a?idxno=7&utm_source=x&UTM_Medium=y", "https://news.example/a?idxno=7"),
        ("https://news.example/a?fbclid=abc", "https://news.example/a"),
        ("https://news.example/a?gclid=abc&&id=1", "https://news.example/a?id=1"),
        ("https://news.example/%ea%b0%80", "https://news.example/가"),
    ],
)  # fmt: skip
def test_two_spellings_of_one_address_share_a_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://news.example/news/articleView.html?idxno=123", "https://news.example/news/articleView.html?idxno=124"),
        ("https://news.example/news/articleView?idxno=123", "https://news.example/news/articleView.html?idxno=123"),
        ("https://news.example/view.php?ud=2025&sec=1", "https://news.example/view.php?ud=2025&sec=2"),
        ("https://news.example/article/1", "https://news.example/article/01"),
        ("https://news.example/a?no=1&no=2", "https://news.example/a?no=2&no=1"),
        ("https://news.example/a?cid=1", "https://news.example/a?cid=2"),
        ("https://news.example/a?ref=main", "https://news.example/a?ref=side"),
        ("https://news.example/a?sid=101", "https://news.example/a?sid=102"),
        ("https://news.example/a?oid=001&aid=7", "https://news.example/a?oid=7&aid=001"),
        ("https://news.example/Abc", "https://news.example/abc"),
        ("https://news.example/#!/1", "https://news.example/#!/2"),
        ("https://news.example:8080/a", "https://news.example/a"),
        ("https://m.news.example/a", "https://news.example/a"),
        ("https://news.example/a%2Fb", "https://news.example/a/b"),
        ("https://news.example/a%26b=1", "https://news.example/a&b=1"),
        ("https://news.example/?a=1%26b=2", "https://news.example/?a=1&b=2"),
        ("https://news.example/a?", "https://news.example/a?p"),
        ("https://www.com/", "https://com/"),
    ],
)  # fmt: skip
def test_addresses_of_two_articles_never_share_a_key(one: str, other: str) -> None:
    assert key(one) != key(other)


_TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00") | st.sampled_from("%/?#&=.;:@+ 가"),
    max_size=30,
)
_URLS = st.builds(
    "{}://{}{}/{}?{}#{}".format,
    st.sampled_from(["http", "https", "HTTP", "feed"]),
    st.sampled_from(["news.example", "www.News.example", "소식.한국", "[::1]", "u:p@n.x"]),
    st.sampled_from(["", ":80", ":443", ":8080"]),
    _TEXT,
    _TEXT,
    _TEXT,
)  # fmt: skip


@given(_URLS)
@example("http://news.example/%2e%2e/%2E/%%34%31?%#")
@example("http://news.example/a?/../b")
def test_the_normal_spelling_is_stable_and_keeps_its_key(url: str) -> None:
    spelled = _spelled(url)
    if spelled is None:
        return
    assert spelled.isascii()
    assert normal(spelled) == spelled
    assert key(spelled) == key(url)
    assert str(httpx.URL(spelled)) == spelled


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    spelled = _spelled(text)
    assert spelled is None or spelled.startswith(("http://", "https://"))
