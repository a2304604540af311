"""Connects to public addresses only: a name is looked up once, checked, and dialled as checked."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from typing import Any, Final

import httpcore
import httpx

from store.addresses import ip_of
from store.errors import SourceError
from store.sources.public import Listed, not_public, web_port
from store.sources.source import STOPPED

#: All addresses of a host name, as text; raises ``OSError`` when there are none. May block.
Resolve = Callable[[str], Sequence[str]]

#: How long one address may take to answer before the next is tried: three SYNs (1 + 2 + 4 s).
CONNECT_S: Final = 7.0

#: How many addresses of a name are tried: all are checked, but a name can have hundreds.
MAX_TRIED: Final = 4

#: How many lookups may be under way, since one that hangs cannot be stopped.
MAX_LOOKUPS: Final = 16

# What everything before the body may take: httpcore refuses one head over 100 KB, but reads any
# number of interim ones (1xx).
_HEAD_BYTES: Final = 256 * 1024

# Each piece of a body costs some 6 µs, however small: 10 MB on the wire in chunks of one byte would
# take ten seconds. Nobody means to send thousands of pieces of a few bytes.
_MANY_PIECES: Final = 5_000
_SMALL_PIECE_BYTES: Final = 32

# How long a read may go on without a look at whether fetching was stopped.
_LOOK_S: Final = 0.5


def look_up(host: str) -> tuple[str, ...]:
    """Ask the system for the addresses of ``host``, in the order it advises (RFC 6724)."""
    answers = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(answer[4][0]) for answer in answers))


class Deadline:
    """The moment by which everything about one fetch must be over, or at once when stopped."""

    def __init__(
        self,
        seconds: float,
        *,
        now: Callable[[], float],
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._now = now
        self._stopped = stopped
        self._at = now() + seconds

    def left_s(self) -> float:
        """Return the seconds left; raises ``SourceError`` (``too_slow``, ``stopped``) at 0."""
        if self._stopped():
            raise SourceError(STOPPED, "Fetching was stopped.")
        left = self._at - self._now()
        if left <= 0:
            raise SourceError("too_slow", "The server did not answer in full in time.")
        return left

    def put_off(self, wait: Callable[[], None]) -> None:
        """Run ``wait``, and do not count the time it takes."""
        began = self._now()
        wait()
        self._at += self._now() - began


class Lookup:
    """Looks names up with a time limit: on a thread that is left behind when it is late."""

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve
        self._slots = threading.BoundedSemaphore(MAX_LOOKUPS)

    def addresses(self, host: str, deadline: Deadline) -> tuple[str, ...]:
        """Return the addresses of ``host``; raises ``SourceError`` (``unknown_host`` …)."""
        if not self._slots.acquire(timeout=deadline.left_s()):
            raise SourceError("too_slow", "Too many names are being looked up without an answer.")
        answer: Future[tuple[str, ...]] = Future()
        threading.Thread(target=self._ask, args=(host, answer), name="lookup", daemon=True).start()
        try:
            found = answer.result(timeout=deadline.left_s())
        except TimeoutError as error:
            raise SourceError(
                "too_slow", f"The name {host} could not be looked up in time."
            ) from error
        except (OSError, UnicodeError) as error:
            raise SourceError("unknown_host", f"The name {host} is not known.") from error
        if not found:
            raise SourceError("unknown_host", f"The name {host} has no address.")
        return found

    def _ask(self, host: str, answer: Future[tuple[str, ...]]) -> None:
        try:
            answer.set_result(tuple(self._resolve(host)))
        except Exception as error:  # the thread that asked raises it
            answer.set_exception(error)
        finally:
            self._slots.release()


class CheckedBackend(httpcore.NetworkBackend):
    """Dials for one request: checked addresses only, until its deadline, for so many bytes."""

    def __init__(
        self,
        *,
        dial: httpcore.NetworkBackend,
        lookup: Lookup,
        listed: Listed,
        deadline: Deadline,
    ) -> None:
        self._dial = dial
        self._lookup = lookup
        self._listed = listed
        self._deadline = deadline
        self._bytes_left = _HEAD_BYTES

    def admit(self, max_bytes: int) -> None:
        """Let the server send so many bytes more."""
        self._bytes_left += max_bytes

    def received(self, data: bytes) -> bytes:
        """Count ``data``; raises ``SourceError`` (``too_large``) when it is too much."""
        self._bytes_left -= len(data)
        if self._bytes_left < 0:
            raise SourceError("too_large", "The server sends more bytes than are taken.")
        return data

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the deadline is the limit
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to ``host``; raises ``SourceError`` when it or its port is not public."""
        refused: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in _to_try(self._checked(host, port)):
            try:
                stream = self._dial.connect_tcp(
                    address,
                    port,
                    timeout=min(self._deadline.left_s(), CONNECT_S),
                    local_address=local_address,
                    socket_options=socket_options,
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                refused = error
            else:
                return _LimitedStream(stream, self._deadline, self.received)
        raise SourceError("unreachable", f"No server answers at {host}.") from refused

    def _checked(self, host: str, port: int) -> Sequence[str]:
        literal = ip_of(host)
        name = str(literal) if literal else host
        found = (name,) if literal else self._lookup.addresses(host, self._deadline)
        if not self._listed.isdisjoint({(name, None), (name, port)}):
            return found
        if not web_port(port):
            raise SourceError("bad_port", f"Port {port} is not one of the web.", lasting=True)
        # One address that is not public condemns the name: that is how a rebinding looks.
        for kind in filter(None, map(not_public, found)):
            raise SourceError(
                "private_address",
                f"{host} is not on the public internet ({kind}). "
                "An admin may list it in SOSIK_ALLOWED_HOSTS.",
                lasting=True,
            )
        return found


def _to_try(addresses: Sequence[str]) -> list[str]:
    """The first of each family, then the rest in order: one family may lead nowhere."""
    first = {":" in address: address for address in reversed(addresses)}
    kept = [address for address in addresses if address in first.values()]
    return list(dict.fromkeys((*kept, *addresses)))[:MAX_TRIED]


class _LimitedStream(httpcore.NetworkStream):
    """A connection whose every operation ends with the deadline, and whose bytes are counted."""

    def __init__(
        self, stream: httpcore.NetworkStream, deadline: Deadline, received: Callable[[bytes], bytes]
    ) -> None:
        self._stream = stream
        self._deadline = deadline
        self._received = received

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - deadline
        while True:
            left_s = self._deadline.left_s()
            with suppress(httpcore.ReadTimeout):
                return self._received(self._stream.read(max_bytes, timeout=min(left_s, _LOOK_S)))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 - deadline
        self._stream.write(buffer, timeout=self._deadline.left_s())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 - the deadline is the limit
    ) -> httpcore.NetworkStream:
        try:
            # ssl holds this limit for the handshake as a whole, not for each read.
            safe = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left_s())
        except httpcore.ConnectError as error:
            raise SourceError("bad_tls", "No trusted connection could be made.") from error
        return _LimitedStream(safe, self._deadline, self._received)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class Transport(httpx.BaseTransport):
    """httpx's request and response over ``CheckedBackend``; its errors are ``SourceError``s.

    Used without ``httpx.Client``: that follows proxies of the environment, keeps cookies,
    decompresses without a limit and logs addresses.
    """

    def __init__(self, backend: CheckedBackend, *, tls: ssl.SSLContext, max_bytes: int) -> None:
        self._backend = backend
        self._max_bytes = max_bytes
        self._pool = httpcore.ConnectionPool(ssl_context=tls, network_backend=backend)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send ``request``; the body of the answer is still to be read."""
        url = request.url
        target = httpcore.URL(
            scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
        )
        with _translated():
            answer = self._pool.handle_request(
                httpcore.Request(request.method, target, headers=request.headers.raw)
            )
        self._backend.admit(self._max_bytes)
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        with _translated():
            for count, piece in enumerate(self._answer.iter_stream(), start=1):
                size += len(piece)
                if count > _MANY_PIECES and size < count * _SMALL_PIECE_BYTES:
                    raise SourceError("bad_answer", "The server sends its answer in crumbs.")
                yield piece

    def close(self) -> None:
        self._answer.close()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except httpcore.TimeoutException as error:
        raise SourceError("too_slow", "The server did not answer in full in time.") from error
    except httpcore.NetworkError as error:
        raise SourceError("cut_off", "The server broke its answer off.") from error
    except httpcore.ProtocolError as error:
        # h11 and httpcore name every early end so: "... without sending ...".
        if "without sending" in str(error):
            raise SourceError("cut_off", "The server broke its answer off.") from error
        raise SourceError("bad_answer", "What the server sent is not HTTP.") from error
