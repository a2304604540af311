"""Fetching from a real server on loopback that answers well, badly, slowly or never."""

import gzip
import logging
import re
import shutil
import ssl
import subprocess
import threading
import tracemalloc
import zlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from store.errors import SourceError
from store.sources import answers, fetch
from store.sources.answers import retry_after_s
from store.sources.fetch import (
    FETCH_REASONS,
    MAX_REDIRECTS,
    Fetcher,
    agent,
)
from store.sources.inflate import plain
from store.sources.pauses import MAX_WAIT_S, Pauses
from store.sources.source import STOPPED, Fetched
from tests.news_server.serve import NewsSite, Request, answer, serving
from tests.stepped_clock import Clock

FEED = "<rss><channel><title>소식</title></channel></rss>".encode()
MB = 1_000_000


@pytest.fixture
def site() -> NewsSite:
    """A site without pages."""
    return NewsSite()


@pytest.fixture
def address(site: NewsSite) -> Iterator[str]:
    """Where the site stands."""
    with serving(site) as address:
        yield address


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    """A fetcher that may reach the site, and gives up soon."""
    # Without certificates: loading the system's takes 30 ms.
    bare = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    fetcher = Fetcher(
        agent="Sosik/0", allowed_hosts=["127.0.0.1"], pause_s=0, deadline_s=10, tls=bare
    )
    yield fetcher
    fetcher.close()


def _refusal(fetcher: Fetcher, url: str, *, max_bytes: int = MB) -> SourceError:
    with pytest.raises(SourceError) as caught:
        fetcher.get(url, max_bytes=max_bytes)
    assert caught.value.reason in FETCH_REASONS
    return caught.value


def test_a_feed_is_fetched_with_what_its_server_says_of_it(
    site: NewsSite, address: str, fetcher: Fetcher
) -> None:
    site.pages["/rss?a=1"] = answer(
        200, FEED, content_type="application/rss+xml; charset=EUC-KR", etag='"v1"',
        last_modified="Sat, 21 Nov 2026 00:00:00 GMT",
    )  # fmt: skip
    assert fetcher.get(f"{address}/rss?a=1", max_bytes=MB) == Fetched(
        url=f"{address}/rss?a=1",
        data=FEED,
        content_type="application/rss+xml",
        charset="euc-kr",
        etag='"v1"',
        last_modified="Sat, 21 Nov 2026 00:00:00 GMT",
    )


def test_a_request_names_the_program_and_nothing_of_the_address_but_its_host_and_path(
    site: NewsSite, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    site.pages["/rss"] = answer(200, FEED)
    name = agent("1.2", "https://desk.example/bot")
    fetcher = Fetcher(agent=name, allowed_hosts=["127.0.0.1"], pause_s=0)
    fetcher.get(address.replace("//", "//user:secret@") + "/rss#part", max_bytes=MB)
    assert [request.target for request in site.requests] == ["/rss"]
    assert site.requests[0].headers == {
        "host": address.removeprefix("http://"),
        "user-agent": "Sosik/1.2 (+https://desk.example/bot)",
        "accept": "*/*",
        "accept-encoding": "gzip, deflate",
    }


def test_cookies_are_not_kept(site: NewsSite, address: str, fetcher: Fetcher) -> None:
    site.pages["/a"] = answer(302, location="/b", set_cookie="id=1; Path=/")
    site.pages["/b"] = answer(200, FEED, set_cookie="id=2; Path=/")
    fetcher.get(f"{address}/a", max_bytes=MB)
    fetcher.get(f"{address}/a", max_bytes=MB)
    assert all("cookie" not in request.headers for request in site.requests)


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        (None, "Sosik/1.0"),
        ("", "Sosik/1.0"),
        ("desk@news.example", "Sosik/1.0 (+desk@news.example)"),
        ("a@b.example\r\nX-Evil: 1", "Sosik/1.0 (+a@b.exampleX-Evil: 1)"),
        ("a) (b\\", "Sosik/1.0 (+a b)"),
        ("편집국\x00", "Sosik/1.0"),
    ],
)
def test_a_contact_cannot_break_out_of_the_user_agent(contact: str | None, expected: str) -> None:
    assert agent("1.0", contact) == expected
    assert agent("1.0\r\nX: 1", None) == "Sosik/1.0X1"
    assert len(agent("1.0", "x" * 10_000)) < 300


def test_an_unchanged_feed_is_asked_for_by_its_validators(
    site: NewsSite, address: str, fetcher: Fetcher
) -> None:
    def feed(request: Request) -> bytes:
        same = request.headers.get("if-none-match") == '"v1"'
        return answer(304, etag='"v1"') if same else answer(200, FEED, etag='"v1"')

    site.pages["/rss"] = feed
    first = fetcher.get(f"{address}/rss", max_bytes=MB)
    second = fetcher.get(f"{address}/rss", max_bytes=MB, etag=first.etag, last_modified="yesterday")
    assert (second.unchanged, second.data, second.etag) == (True, b"", '"v1"')
    assert second.last_modified == "yesterday"
    assert site.requests[1].headers["if-modified-since"] == "yesterday"


def test_unchanged_is_no_answer_to_a_question_without_validators(
    site: NewsSite, address: str, fetcher: Fetcher
) -> None:
    site.pages["/rss"] = answer(304)
    assert _refusal(fetcher, f"{address}/rss").reason == "bad_answer"


def test_a_validator_that_could_inject_a_header_is_not_sent(
    site: NewsSite, address: str, fetcher: Fetcher
) -> None:
    site.pages["/rss"] = answer(200, FEED, etag='"' + "x" * 5_000 + '"')
    got = fetcher.get(f"{address}/rss", max_bytes=MB, etag='"a"\r\nX-Evil: 1', last_modified="가")
    assert got.etag is None
    assert not {"x-evil", "if-none-match", "if-modified-since"} & set(site.requests[0].headers)


# Redirects


@pytest.mark.parametrize(
    ("statuses", "is_moved"),
    [([301], True), ([308, 301], True), ([302], False), ([301, 302], False), ([307, 308], False),
     ([303], False), ([301] * MAX_REDIRECTS, True)],
)  # fmt: skip
def test_an_address_has_moved_when_every_redirect_says_so_for_good(
    site: NewsSite, address: str, fetcher: Fetcher, statuses: list[int], is_moved: bool
) -> None:
    for number, status in enumerate(statuses):
        site.pages[f"/{number}"] = answer(status, location=f"/{number + 1}")
    end = f"{address}/{len(statuses)}"
    site.pages[f"/{len(statuses)}"] = answer(200, FEED)
    got = fetcher.get(f"{address}/0", max_bytes=MB)
    assert got == Fetched(url=end, data=FEED, moved_to=end if is_moved else None)


def test_redirects_in_a_circle_or_too_many_end(
    site: NewsSite, address: str, fetcher: Fetcher
) -> None:
    site.pages["/a"] = answer(301, location="/b")
    site.pages["/b"] = answer(301, location="/a")
    assert _refusal(fetcher, f"{address}/a").reason == "too_many_redirects"
    assert len(site.requests) == MAX_REDIRECTS + 1


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://127.0.0.2/", "private_address"),
        ("http://localhost/", "private_address"),
        ("http://[::1]/", "private_address"),
        ("http://169.254.169.254/latest/", "private_address"),
        ("http://10.0.0.1/", "private_address"),
        ("http://2130706433/", "bad_redirect"),
        ("http://0x7f.1/", "bad_redirect"),
        ("file:///etc/passwd", "bad_redirect"),
        ("ftp://127.0.0.1/", "bad_redirect"),
        ("http://[::1", "bad_redirect"),
        ("javascript:alert(1)", "bad_redirect"),
    ],
)
def test_a_redirect_is_checked_like_any_address(
    site: NewsSite, address: str, fetcher: Fetcher, location: str, reason: str
) -> None:
    site.pages["/a"] = answer(302, location=location)
    assert _refusal(fetcher, f"{address}/a").reason == reason
    assert len(site.requests) == 1


def test_loopback_itself_is_refused_where_no_admin_listed_it(site: NewsSite, address: str) -> None:
    error = _refusal(Fetcher(agent="Sosik/0"), f"{address}/rss")
    assert (error.reason, error.lasting) == ("private_address", True)
    assert site.requests == []


def test_a_redirect_may_hold_bytes_that_are_not_ascii(
    site: NewsSite, address: str, fetcher: Fetcher
) -> None:
    head = "HTTP/1.1 302 Found\r\nLocation: /기사 1\r\nConnection: close\r\n\r\n"
    site.pages["/utf-8"] = head.encode()
    site.pages["/cp949"] = head.encode("cp949")
    site.pages["/%EA%B8%B0%EC%82%AC%201"] = answer(200, b"utf-8")
    site.pages["/%B1%E2%BB%E7%201"] = answer(200, b"cp949")
    assert fetcher.get(f"{address}/utf-8", max_bytes=MB).data == b"utf-8"
    assert fetcher.get(f"{address}/cp949", max_bytes=MB).data == b"cp949"


def test_a_redirect_without_a_target_is_no_answer(
    site: NewsSite, address: str, fetcher: Fetcher
) -> None:
    site.pages["/a"] = answer(301)
    assert _refusal(fetcher, f"{address}/a").reason == "bad_answer"


# What servers say instead


@pytest.mark.parametrize(
    ("status", "reason", "lasting"),
    [
        (401, "login_required", False),
        (403, "forbidden", False),
        (404, "not_found", False),
        (410, "gone", True),
        (418, "rejected", False),
        (429, "too_many_requests", False),
        (451, "forbidden", False),
        (500, "server_error", False),
        (503, "server_error", False),
        (204, "bad_answer", False),
        (206, "bad_answer", False),
        (300, "bad_answer", False),
        (999, "bad_answer", False),
    ],
)
def test_a_status_is_a_reason(
    site: NewsSite, address: str, fetcher: Fetcher, status: int, reason: str, lasting: bool
) -> None:
    site.pages["/a"] = answer(status, b"" if status == 204 else b"<p>page</p>", retry_after="120")
    error = _refusal(fetcher, f"{address}/a")
    assert (error.reason, error.lasting, error.retry_after_s) == (reason, lasting, 120)
    assert "page" not in str(error)


NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0),
        (" 30 ", 30),
        ("99999999", 86_400),
        ("9" * 5_000, 86_400),
        (format_datetime(NOON + timedelta(minutes=5), usegmt=True), 300),
        (format_datetime(NOON - timedelta(minutes=5), usegmt=True), 0),
        (format_datetime(NOON + timedelta(days=30), usegmt=True), 86_400),
        ("Sun, 22 Nov 2026 12:00:30", 30),
        (None, None),
        ("", None),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("٣٠", None),
        ("Sun, 99 Nov 2026 12:00:00 GMT", None),
        ("Sun, 22 Nov 99999999 12:00:00 GMT", None),
    ],
)
def test_retry_after_is_read_in_seconds_or_as_a_date_and_believed_for_a_day(
    header: str | None, seconds: float | None
) -> None:
    assert retry_after_s(header, now=NOON) == seconds


# Lengths and encodings


def _head(**headers: str) -> bytes:
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 200 OK\r\n{lines}\r\n".encode()


def _deflated(data: bytes) -> bytes:
    raw = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return raw.compress(data) + raw.flush()


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(FEED)),
        ("GZIP", gzip.compress(FEED)),
        ("x-gzip", gzip.compress(FEED)),
        ("gzip", gzip.compress(FEED[:10]) + gzip.compress(FEED[10:])),
        ("gzip", gzip.compress(FEED) + b"\0\0\0"),
        ("gzip", gzip.compress(gzip.compress(FEED))),
        ("deflate", zlib.compress(FEED)),
        ("deflate", _deflated(FEED)),
        ("identity", FEED),
        ("identity", gzip.compress(FEED)),
    ],
)
def test_a_compressed_answer_is_decompressed(
    site: NewsSite, address: str, fetcher: Fetcher, encoding: str, body: bytes
) -> None:
    site.pages["/a"] = answer(200, body, content_encoding=encoding)
    assert fetcher.get(f"{address}/a", max_bytes=len(FEED) + 100).data == FEED


def test_a_compressed_answer_of_no_bytes_is_empty(
    site: NewsSite, address: str, fetcher: Fetcher
) -> None:
    site.pages["/a"] = answer(200, b"", content_encoding="gzip")
    assert fetcher.get(f"{address}/a", max_bytes=10).data == b""


@pytest.mark.parametrize(
    ("encoding", "body", "reason"),
    [
        ("br", FEED, "bad_encoding"),
        ("gzip, gzip", gzip.compress(gzip.compress(FEED)), "bad_encoding"),
        ("gzip", FEED, "bad_encoding"),
        ("deflate", gzip.compress(FEED), "bad_encoding"),
        ("identity", b"\x1f\x8b\x08 this is no archive", "bad_encoding"),
        ("gzip", gzip.compress(FEED)[:-9], "cut_off"),
        ("deflate", zlib.compress(FEED)[:-5], "cut_off"),
    ],
)
def test_an_encoding_that_is_unknown_or_a_lie_is_refused(
    site: NewsSite, address: str, fetcher: Fetcher, encoding: str, body: bytes, reason: str
) -> None:
    site.pages["/a"] = answer(200, body, content_encoding=encoding)
    assert _refusal(fetcher, f"{address}/a").reason == reason


def test_every_split_of_a_compressed_answer_gives_the_same() -> None:
    data = gzip.compress(FEED) + gzip.compress(b"\n") + b"\0"
    for at in range(len(data)):
        assert b"".join(plain([data[:at], data[at:]], "gzip")) == FEED + b"\n"


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "identity"])
def test_a_bomb_is_refused_and_never_grows_in_memory(
    site: NewsSite, address: str, fetcher: Fetcher, encoding: str
) -> None:
    zeros = bytes(100 * MB)
    bomb = zlib.compress(zeros, 1) if encoding == "deflate" else gzip.compress(zeros, 1)
    site.pages["/a"] = answer(200, bomb, content_encoding=encoding)
    del zeros
    tracemalloc.start()
    try:
        assert _refusal(fetcher, f"{address}/a", max_bytes=2 * MB).reason == "too_large"
        assert tracemalloc.get_traced_memory()[1] < 10 * MB
    finally:
        tracemalloc.stop()


def test_the_limit_is_kept_to_the_byte(site: NewsSite, address: str, fetcher: Fetcher) -> None:
    site.pages["/whole"] = answer(200, bytes(1000))
    site.pages["/zipped"] = answer(200, gzip.compress(bytes(1000)), content_encoding="gzip")
    for page in ("/whole", "/zipped"):
        assert len(fetcher.get(address + page, max_bytes=1000).data) == 1000
        assert _refusal(fetcher, address + page, max_bytes=999).reason == "too_large"


def test_an_answer_announced_as_too_large_is_not_read(
    site: NewsSite, address: str, fetcher: Fetcher
) -> None:
    site.pages["/a"] = lambda _: _after(_head(content_length=str(2 * MB)), site.silence())
    assert _refusal(fetcher, f"{address}/a", max_bytes=MB).reason == "too_large"


def _endless(site: NewsSite, piece: bytes) -> Iterator[bytes]:
    while not site.closing.is_set():
        yield piece


@pytest.mark.parametrize(
    ("head", "piece", "reason"),
    [
        (_head(transfer_encoding="chunked"), b"10000\r\n" + b"x" * 65536 + b"\r\n", "too_large"),
        (_head(transfer_encoding="chunked"), b"1\r\nx\r\n" * 1000, "bad_answer"),
        (_head(), b"x" * 65536, "too_large"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000, "too_large"),
        (b"HTTP/1.1 200 OK\r\n", b"X-Flood: flood\r\n" * 100, "bad_answer"),
        (b"HTTP/1.1 200 OK\r\nX: ", b"x" * 65536, "bad_answer"),
        (_head(transfer_encoding="chunked") + b"0\r\n", b"X: flood\r\n" * 100, "bad_answer"),
        (b"", b"x" * 65536, "bad_answer"),
    ],
    ids=["chunks", "tiny chunks", "no length", "interim answers", "headers", "one header",
         "trailers", "no HTTP"],
)  # fmt: skip
def test_an_answer_without_end_is_refused(
    site: NewsSite, address: str, fetcher: Fetcher, head: bytes, piece: bytes, reason: str
) -> None:
    site.pages["/a"] = lambda _: _after(head, _endless(site, piece))
    tracemalloc.start()
    try:
        assert _refusal(fetcher, f"{address}/a", max_bytes=MB).reason == reason
        assert tracemalloc.get_traced_memory()[1] < 5 * MB
    finally:
        tracemalloc.stop()


def _after(head: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    yield head
    yield from rest


def test_an_answer_may_come_in_many_small_pieces(
    site: NewsSite, address: str, fetcher: Fetcher
) -> None:
    line = b"<item><title>a line of a feed, flushed</title></item>\n"
    chunks = b"%x\r\n%b\r\n" % (len(line), line) * 6_000 + b"0\r\n\r\n"
    site.pages["/a"] = _head(transfer_encoding="chunked") + chunks
    assert fetcher.get(f"{address}/a", max_bytes=MB).data == line * 6_000


def test_an_answer_shorter_than_its_length_is_cut_off(
    site: NewsSite, address: str, fetcher: Fetcher
) -> None:
    site.pages["/a"] = _head(content_length="1000") + FEED
    assert _refusal(fetcher, f"{address}/a").reason == "cut_off"


def test_what_follows_the_length_is_no_part_of_the_answer(
    site: NewsSite, address: str, fetcher: Fetcher
) -> None:
    site.pages["/a"] = _head(content_length=str(len(FEED))) + FEED + answer(200, b"smuggled")
    assert fetcher.get(f"{address}/a", max_bytes=MB).data == FEED


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (b"", "cut_off"),
        (b"HTTP/1.1 200 OK\r\nContent-", "cut_off"),
        (_head(transfer_encoding="chunked") + b"5\r\nhel", "cut_off"),
        (_head(transfer_encoding="chunked") + b"5\r\nhello\r\n", "cut_off"),
        (_head(transfer_encoding="chunked") + b"zz\r\nhello\r\n", "bad_answer"),
        (_head(content_length="many") + FEED, "bad_answer"),
        (_head(content_length="-1") + FEED, "bad_answer"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", "bad_answer"),
        (_head(transfer_encoding="gzip"), "bad_answer"),
        (b"<html>no HTTP at all</html>\r\n\r\n", "bad_answer"),
        (b"\x16\x03\x01\x02\x00", "bad_answer"),
    ],
)
def test_a_broken_answer_is_refused(
    site: NewsSite, address: str, fetcher: Fetcher, said: bytes, reason: str
) -> None:
    site.pages["/a"] = said
    assert _refusal(fetcher, f"{address}/a").reason == reason


def test_a_server_that_is_not_there_is_unreachable(fetcher: Fetcher) -> None:
    with serving(NewsSite()) as gone:
        pass
    assert _refusal(fetcher, f"{gone}/rss").reason == "unreachable"


# Time


@pytest.mark.parametrize("slow", ["never", "head", "body", "chunks", "redirects"])
def test_a_server_that_answers_slowly_forever_is_left_at_the_deadline(
    site: NewsSite, address: str, slow: str
) -> None:
    def turning(_: Request) -> Iterator[bytes]:
        site.closing.wait(0.1)
        yield answer(302, location="/a")

    pages = {
        "never": lambda _: site.silence(),
        "head": lambda _: site.drip(_head(x="x" * 10_000)),
        "body": lambda _: _after(_head(content_length="10000"), site.drip(bytes(10_000))),
        "chunks": lambda _: _after(
            _head(transfer_encoding="chunked"), site.drip(b"1\r\nx\r\n" * 1000)
        ),
        "redirects": turning,
    }
    site.pages["/a"] = pages[slow]
    fetcher = Fetcher(agent="Sosik/0", allowed_hosts=["127.0.0.1"], pause_s=0, deadline_s=0.3)
    assert _refusal(fetcher, f"{address}/a").reason == "too_slow"


def test_a_handshake_that_drips_ends_with_the_deadline(site: NewsSite, address: str) -> None:
    # A handshake record of 16 KB, announced and then sent byte by byte.
    site.greeting = b"\x16\x03\x03\x40\x00" + bytes(1000)
    fetcher = Fetcher(agent="Sosik/0", allowed_hosts=["127.0.0.1"], pause_s=0, deadline_s=0.3)
    assert _refusal(fetcher, address.replace("http:", "https:")).reason == "too_slow"


def test_two_requests_to_one_host_start_a_pause_apart_and_other_hosts_do_not_wait(
    site: NewsSite, address: str
) -> None:
    site.pages["/a"] = answer(302, location="/b")
    site.pages["/b"] = answer(200, FEED)
    clock = Clock()
    fetcher = Fetcher(
        agent="Sosik/0",
        allowed_hosts=["127.0.0.1", "localhost"],
        pause_s=5,
        now=clock.now,
        sleep=clock.sleep,
        resolve=lambda _: ["127.0.0.1"],
    )
    fetcher.get(f"{address}/a", max_bytes=MB)
    assert clock.slept == [5]
    fetcher.get(address.replace("127.0.0.1", "localhost") + "/b", max_bytes=MB)
    assert clock.slept == [5]
    clock.seconds += 4
    fetcher.get(f"{address}/b", max_bytes=MB)
    assert clock.slept == [5, 1]
    clock.seconds += 60
    fetcher.get(f"{address}/b", max_bytes=MB)
    assert clock.slept == [5, 1]
    fetcher.get(f"{address}/b", max_bytes=MB)
    assert clock.slept == [5, 1, 5]


def test_threads_take_turns_at_a_host_and_too_long_a_queue_is_sent_away() -> None:
    slept: list[float] = []
    pauses = Pauses(now=lambda: 1000.0, sleep=slept.append)
    turns = int(MAX_WAIT_S / 10) + 1
    threads = [threading.Thread(target=pauses.wait, args=("a.example", 10)) for _ in range(turns)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(slept) == [10 * turn for turn in range(1, turns)]
    with pytest.raises(SourceError) as caught:
        pauses.wait("a.example", 10)
    assert (caught.value.reason, caught.value.retry_after_s) == ("host_busy", MAX_WAIT_S + 10)
    pauses.wait("b.example", 10)
    assert len(slept) == turns - 1


def test_a_pause_is_not_counted_as_slowness(site: NewsSite, address: str) -> None:
    site.pages["/a"] = answer(302, location="/b")
    site.pages["/b"] = answer(200, FEED)
    clock = Clock()
    fetcher = Fetcher(
        agent="Sosik/0",
        allowed_hosts=["127.0.0.1"],
        pause_s=50,
        deadline_s=10,
        now=clock.now,
        sleep=clock.sleep,
    )
    assert fetcher.get(f"{address}/a", max_bytes=MB).data == FEED


def test_closing_ends_pauses_and_lets_nothing_begin(site: NewsSite, address: str) -> None:
    site.pages["/a"] = answer(200, FEED)
    fetcher = Fetcher(agent="Sosik/0", allowed_hosts=["127.0.0.1"], pause_s=50)
    fetcher.get(f"{address}/a", max_bytes=MB)
    closing = threading.Timer(0.1, fetcher.close)
    closing.start()
    assert _refusal(fetcher, f"{address}/a").reason == "stopped"
    closing.join()
    assert _refusal(fetcher, address.replace("127.0.0.1", "b.example")).reason == "stopped"
    assert len(site.requests) == 1


def test_closing_ends_a_fetch_that_waits_for_its_server(site: NewsSite, address: str) -> None:
    site.pages["/a"] = lambda _: site.silence()
    fetcher = Fetcher(agent="Sosik/0", allowed_hosts=["127.0.0.1"])
    closing = threading.Timer(0.1, fetcher.close)
    closing.start()
    assert _refusal(fetcher, f"{address}/a").reason == "stopped"
    closing.join()


def test_an_answer_may_pause_in_the_middle(site: NewsSite, address: str, fetcher: Fetcher) -> None:
    def pausing(_: Request) -> Iterator[bytes]:
        yield _head(content_length=str(len(FEED))) + FEED[:10]
        site.closing.wait(0.7)
        yield FEED[10:]

    site.pages["/a"] = pausing
    assert fetcher.get(f"{address}/a", max_bytes=MB).data == FEED


def test_many_threads_may_fetch_at_once(site: NewsSite, address: str, fetcher: Fetcher) -> None:
    wanted = [f"/{number}" for number in range(40)]
    site.pages |= {target: answer(200, target.encode() * 1000) for target in wanted}
    with ThreadPoolExecutor(8) as pool:
        found = pool.map(lambda target: fetcher.get(address + target, max_bytes=MB).data, wanted)
        assert list(found) == [target.encode() * 1000 for target in wanted]


# Trust


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1, signed by nobody, with its key in one file."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is needed to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    made = folder / "both.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
         "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")],
        check=True, capture_output=True,
    )  # fmt: skip
    made.write_bytes((folder / "key.pem").read_bytes() + (folder / "cert.pem").read_bytes())
    return made


@pytest.fixture
def safe_address(site: NewsSite, certificate: Path) -> Iterator[str]:
    """Where the site stands behind TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with serving(site, tls=context) as address:
        yield address


@pytest.fixture
def trusting(certificate: Path) -> Fetcher:
    """A fetcher that trusts the certificate of the site."""
    return Fetcher(
        agent="Sosik/0",
        allowed_hosts=["127.0.0.1", "localhost"],
        pause_s=0,
        deadline_s=10,
        tls=ssl.create_default_context(cafile=str(certificate)),
    )


def test_a_certificate_must_be_trusted_and_name_the_host(
    site: NewsSite, safe_address: str, trusting: Fetcher
) -> None:
    site.pages["/a"] = answer(200, FEED)
    fetcher = Fetcher(agent="Sosik/0", allowed_hosts=["127.0.0.1"], pause_s=0)
    assert trusting.get(f"{safe_address}/a", max_bytes=MB).data == FEED
    assert _refusal(fetcher, f"{safe_address}/a").reason == "bad_tls"
    other_name = safe_address.replace("127.0.0.1", "localhost")
    assert _refusal(trusting, f"{other_name}/a").reason == "bad_tls"
    assert len(site.requests) == 1


def test_a_server_without_tls_is_not_trusted_as_one_with(
    site: NewsSite, address: str, fetcher: Fetcher
) -> None:
    site.greeting = b"HTTP/1.1 400"
    assert _refusal(fetcher, address.replace("http:", "https:")).reason == "bad_tls"


def test_from_https_to_http_a_redirect_is_followed_on_one_host_only_and_never_as_a_move(
    site: NewsSite, address: str, safe_address: str, trusting: Fetcher
) -> None:
    site.pages["/same"] = answer(301, location=f"{address}/a")
    site.pages["/other"] = answer(301, location=address.replace("127.0.0.1", "localhost") + "/a")
    site.pages["/up"] = answer(301, location=f"{safe_address}/a")
    site.pages["/a"] = answer(200, FEED)
    got = trusting.get(f"{safe_address}/same", max_bytes=MB)
    assert (got.url, got.data, got.moved_to) == (f"{address}/a", FEED, None)
    assert _refusal(trusting, f"{safe_address}/other").reason == "downgrade"
    assert trusting.get(f"{address}/up", max_bytes=MB).moved_to == f"{safe_address}/a"


# Silence


def test_nothing_of_a_text_is_logged(
    site: NewsSite, address: str, fetcher: Fetcher, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    site.pages["/a"] = answer(200, b"secret words")
    site.pages["/b"] = answer(500, b"secret words")
    fetcher.get(f"{address}/a", max_bytes=MB)
    assert "secret" not in str(_refusal(fetcher, f"{address}/b"))
    assert caplog.records == []


def test_every_reason_that_is_raised_is_explained() -> None:
    folder = Path(fetch.__file__).parent
    raised = {
        reason
        for name in ("../addresses", "answers", "connect", "fetch", "inflate", "pauses", "robots")
        for reason in re.findall(r'SourceError\(\s*"(\w+)"', (folder / f"{name}.py").read_text())
    }
    chosen = {*answers.REFUSALS.values(), "rejected", "server_error", STOPPED}
    assert raised | chosen == set(FETCH_REASONS)
