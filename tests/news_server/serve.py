"""A news site on a loopback port that says byte for byte what a test wants it to say."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

# Between two bytes of an answer that drips: far below a deadline, so that only a total one helps.
DRIP_S = 0.02


@dataclass(frozen=True, kw_only=True)
class Request:
    """What the site was asked; the names of ``headers`` are in lower case."""

    target: str
    headers: dict[str, str]


Page = bytes | Callable[[Request], bytes | Iterable[bytes]]


@dataclass
class NewsSite:
    """The pages by target, and the requests so far. A target that has no page is not found.

    ``greeting`` is said, instead of any page, to whoever connects, before he has asked.
    """

    pages: dict[str, Page] = field(default_factory=dict)
    greeting: bytes = b""
    requests: list[Request] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    @property
    def targets(self) -> list[str]:
        """What was asked for, in order."""
        return [request.target for request in self.requests]

    def drip(self, data: bytes) -> Iterator[bytes]:
        """Yield ``data`` byte by byte, slowly."""
        for byte in data:
            if self.closing.wait(DRIP_S):
                return
            yield bytes([byte])

    def silence(self) -> Iterator[bytes]:
        """Say nothing until the site closes."""
        self.closing.wait()
        yield b""


def answer(status: int = 200, body: bytes = b"", /, **headers: str) -> bytes:
    """Return an HTTP answer; ``content_type="…"`` gives that header, Content-Length is set."""
    lines = {"content-length": str(len(body))}
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status} Whatever\r\n{head}connection: close\r\n\r\n".encode() + body


@contextmanager
def serving(site: NewsSite, *, tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """Serve ``site`` while the block runs; yield its address without a path."""
    listener = socket.create_server(("127.0.0.1", 0))
    accepting = threading.Thread(target=_accept, args=(site, listener, tls), daemon=True)
    accepting.start()
    try:
        scheme = "https" if tls else "http"
        yield f"{scheme}://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        site.closing.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        accepting.join(timeout=5)


def _accept(site: NewsSite, listener: socket.socket, tls: ssl.SSLContext | None) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_serve, args=(site, connection, tls), daemon=True).start()


def _serve(site: NewsSite, connection: socket.socket, tls: ssl.SSLContext | None) -> None:
    # A client that refuses an answer hangs up in the middle of it.
    with connection, contextlib.suppress(OSError):
        if tls:
            connection = tls.wrap_socket(connection, server_side=True)
        with connection:
            for byte in site.drip(site.greeting):
                connection.sendall(byte)
            request = _read(connection)
            if request is None:
                return
            site.requests.append(request)
            page = site.pages.get(request.target, answer(404))
            said = page if isinstance(page, bytes) else page(request)
            for part in (said,) if isinstance(said, bytes) else said:
                connection.sendall(part)
            connection.shutdown(socket.SHUT_WR)
            connection.settimeout(1)
            while connection.recv(65536):
                pass


def _read(connection: socket.socket) -> Request | None:
    data = b""
    while b"\r\n\r\n" not in data:
        part = connection.recv(65536)
        if not part:
            return None
        data += part
    first, *lines = data.partition(b"\r\n\r\n")[0].decode("ascii").split("\r\n")
    pairs = (line.partition(": ") for line in lines)
    headers = {name.lower(): value for name, _, value in pairs}
    return Request(target=first.split(" ")[1], headers=headers)
