"""What is connected to: checked addresses only. Nothing dials: a recorder stands for sockets."""

import re
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import httpcore
import pytest

from store.errors import SourceError
from store.sources.connect import MAX_LOOKUPS, MAX_TRIED, Deadline, Lookup, look_up
from store.sources.fetch import Fetcher
from store.sources.public import listed, not_public
from store.sources.source import Fetched

PUBLIC = "93.184.215.14"
PUBLIC_6 = "2606:2800:21f:cb07::1"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnews"

# No certificates: loading the system's takes 30 ms, and nothing here speaks TLS.
BARE = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class Recorder(httpcore.NetworkBackend):
    """Answers at every address but those that are ``down``, and remembers which were dialled."""

    def __init__(self, answers: Mapping[str, bytes], *, down: Sequence[str] = ()) -> None:
        self.answers = answers
        self.down = down
        self.dialled: list[tuple[str, int]] = []

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        assert timeout is not None
        self.dialled.append((host, port))
        if host in self.down:
            raise httpcore.ConnectTimeout
        return httpcore.MockStream([self.answers.get(host, OK)])


def _get(
    url: str,
    *,
    names: Mapping[str, Sequence[str]] | None = None,
    recorder: Recorder | None = None,
    allowed: Sequence[str] = (),
) -> tuple[Fetched | SourceError, list[tuple[str, int]]]:
    recorder = recorder or Recorder({})

    def resolve(host: str) -> Sequence[str]:
        if host not in (names or {}):
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return (names or {})[host]

    fetcher = Fetcher(
        agent="Sosik/0",
        allowed_hosts=allowed,
        pause_s=0,
        tls=BARE,
        backend=recorder,
        resolve=resolve,
    )
    try:
        return fetcher.get(url, max_bytes=1000), recorder.dialled
    except SourceError as error:
        return error, recorder.dialled


def _reason(outcome: Fetched | SourceError) -> str | None:
    return outcome.reason if isinstance(outcome, SourceError) else None


NOT_PUBLIC = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200",
    "100.127.255.255", "127.0.0.1", "127.255.0.1", "168.63.129.16", "169.254.169.254",
    "169.254.170.2", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.192", "192.0.2.1",
    "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1",
    "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:a00:1",
    "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::808:808",
    "100::1", "100:0:0:1::1", "2001::1", "2001:0:7f00:1::f7f7:f7f7", "2001:0:808:808::80ff:fffe",
    "2001:2::1", "2001:10::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::", "2002:a9fe:a9fe::1",
    "2002:c0a8:1::1", "3fff::1", "4000::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1",
    "fe80::1%eth0", "2606:2800:21f:cb07::1%1", "fec0::1", "ff02::1", "ff0e::1",
]  # fmt: skip


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_a_name_that_leads_to_an_address_that_is_not_public_is_never_dialled(address: str) -> None:
    outcome, dialled = _get("http://news.example/", names={"news.example": [address]})
    assert _reason(outcome) == "private_address"
    assert dialled == []


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_an_address_that_is_not_public_is_never_dialled(address: str) -> None:
    outcome, dialled = _get(f"http://[{address}]/" if ":" in address else f"http://{address}/")
    assert _reason(outcome) == ("bad_address" if "%" in address else "private_address")
    assert dialled == []


@pytest.mark.parametrize(
    "address",
    [PUBLIC, "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.0.1",
     "172.32.0.1", "192.0.1.1", "192.167.1.1", "198.17.0.1", "198.20.0.1", "223.255.255.255",
     PUBLIC_6, "2400:cb00::1", "2001:200::1", "2001:4860:4860::8888", "::ffff:93.184.215.14",
     "64:ff9b::5db8:d70e", "2002:5db8:d70e::1", "2001:0:5db8:d70e::f7f7:f7f7", "2620:4f:8000::1"],
)  # fmt: skip
def test_a_public_address_is_dialled_as_it_was_checked(address: str) -> None:
    assert not_public(address) is None
    outcome, dialled = _get("http://news.example/", names={"news.example": [address]})
    assert isinstance(outcome, Fetched)
    assert outcome.data == b"news"
    assert dialled == [(address, 80)]


def test_one_private_address_among_public_ones_condemns_the_name() -> None:
    names = {"news.example": [PUBLIC, PUBLIC_6, "10.0.0.1"]}
    outcome, dialled = _get("http://news.example/", names=names)
    assert _reason(outcome) == "private_address"
    assert dialled == []


def test_a_name_is_looked_up_once_for_a_connection() -> None:
    asked: list[str] = []

    def rebinding(host: str) -> Sequence[str]:
        asked.append(host)
        return [PUBLIC] if len(asked) == 1 else ["127.0.0.1"]

    recorder = Recorder({})
    fetcher = Fetcher(agent="Sosik/0", pause_s=0, tls=BARE, backend=recorder, resolve=rebinding)
    assert fetcher.get("http://news.example/", max_bytes=100).data == b"news"
    assert recorder.dialled == [(PUBLIC, 80)]
    with pytest.raises(SourceError, match="private_address"):
        fetcher.get("http://news.example/", max_bytes=100)
    assert recorder.dialled == [(PUBLIC, 80)]


@pytest.mark.parametrize(
    "target",
    ["http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[::1]/",
     "//127.0.0.1/", "http://internal.example/"],
)  # fmt: skip
def test_a_redirect_to_an_address_that_is_not_public_is_not_followed(target: str) -> None:
    names = {"news.example": [PUBLIC], "internal.example": ["192.168.1.1"]}
    moved = f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode()
    outcome, dialled = _get("http://news.example/", names=names, recorder=Recorder({PUBLIC: moved}))
    assert _reason(outcome) == "private_address"
    assert dialled == [(PUBLIC, 80)]


@pytest.mark.parametrize("entry", ["10.0.0.5", "10.0.0.5:8080", " 10.0.0.5 "])
def test_an_address_that_an_admin_listed_is_dialled(entry: str) -> None:
    outcome, dialled = _get("http://10.0.0.5:8080/", allowed=[entry])
    assert isinstance(outcome, Fetched)
    assert dialled == [("10.0.0.5", 8080)]


@pytest.mark.parametrize("entry", ["10.0.0.5:80", "10.0.0.6", "10.0.0.50", "intranet.example"])
def test_listing_a_host_opens_no_other_host_or_port(entry: str) -> None:
    outcome, dialled = _get("http://10.0.0.5:8080/", allowed=[entry])
    assert _reason(outcome) == "private_address"
    assert dialled == []


def test_a_listed_name_may_lead_anywhere_but_no_other_name_may_lead_to_a_listed_address() -> None:
    names = {"intranet.example": ["10.0.0.5"], "evil.example": ["10.0.0.5"]}
    allowed = ["Intranet.Example:8080", "10.0.0.5"]
    outcome, dialled = _get("http://intranet.example:8080/", names=names, allowed=allowed)
    assert isinstance(outcome, Fetched)
    assert dialled == [("10.0.0.5", 8080)]
    outcome, dialled = _get("http://evil.example:8080/", names=names, allowed=allowed)
    assert _reason(outcome) == "private_address"
    assert dialled == []


def test_listed_hosts_are_read_as_addresses_are() -> None:
    assert listed(["소식.한국:81", "[::1]:80", "::1", "10.0.0.5", "a.example."]) == {
        ("xn--9l4b4x.xn--3e0b707e", 81),
        ("::1", 80),
        ("::1", None),
        ("10.0.0.5", None),
        ("a.example", None),
    }


@pytest.mark.parametrize(
    "entry", ["", "http://a.example", "a.example/x", "a b", "a:port", "0x7f.1"]
)
def test_a_listed_host_that_is_none_is_an_error(entry: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(entry))):
        listed([entry])


@pytest.mark.parametrize("port", [1, 22, 25, 443 + 1, 1023])
def test_ports_of_other_services_are_not_dialled(port: int) -> None:
    url = f"http://news.example:{port}/"
    outcome, dialled = _get(url, names={"news.example": [PUBLIC]})
    assert _reason(outcome) == "bad_port"
    assert dialled == []
    outcome, dialled = _get(url, names={"news.example": [PUBLIC]}, allowed=["news.example"])
    assert dialled == [(PUBLIC, port)]


def test_an_unknown_name_is_said_to_be_unknown() -> None:
    assert _reason(_get("http://nowhere.example/")[0]) == "unknown_host"
    assert _reason(_get("http://empty.example/", names={"empty.example": []})[0]) == "unknown_host"


def test_the_next_address_is_tried_when_one_is_down_and_both_families_come_first() -> None:
    found = ["2606:2800::1", "2606:2800::2", "2606:2800::3", "2606:2800::4", PUBLIC]
    recorder = Recorder({}, down=["2606:2800::1"])
    outcome, dialled = _get(
        "http://news.example/", names={"news.example": found}, recorder=recorder
    )
    assert isinstance(outcome, Fetched)
    assert dialled == [("2606:2800::1", 80), (PUBLIC, 80)]


def test_a_name_with_hundreds_of_dead_addresses_is_given_up() -> None:
    found = [f"93.184.215.{last}" for last in range(1, 200)]
    recorder = Recorder({}, down=found)
    outcome, dialled = _get(
        "http://news.example/", names={"news.example": found}, recorder=recorder
    )
    assert _reason(outcome) == "unreachable"
    assert len(dialled) == MAX_TRIED


def test_a_lookup_that_hangs_ends_with_the_deadline() -> None:
    released = threading.Event()

    def hanging(host: str) -> Sequence[str]:
        released.wait()
        return [PUBLIC]

    recorder = Recorder({})
    fetcher = Fetcher(
        agent="Sosik/0", pause_s=0, tls=BARE, deadline_s=0.1, backend=recorder, resolve=hanging
    )
    try:
        with pytest.raises(SourceError, match="too_slow"):
            fetcher.get("http://news.example/", max_bytes=100)
        assert recorder.dialled == []
    finally:
        released.set()


def test_lookups_that_hang_take_a_bounded_number_of_threads() -> None:
    released = threading.Event()
    started: list[str] = []

    def hanging(host: str) -> Sequence[str]:
        started.append(host)
        released.wait()
        return [PUBLIC]

    lookup = Lookup(hanging)
    try:
        for _ in range(MAX_LOOKUPS):
            with pytest.raises(SourceError, match="could not be looked up in time"):
                lookup.addresses("news.example", Deadline(0.01, now=time.monotonic))
        with pytest.raises(SourceError, match="Too many names"):
            lookup.addresses("news.example", Deadline(0.1, now=time.monotonic))
        assert len(started) == MAX_LOOKUPS
    finally:
        released.set()


def test_the_system_looks_up_a_loopback_name() -> None:
    assert set(look_up("localhost")) <= {"127.0.0.1", "::1"}
