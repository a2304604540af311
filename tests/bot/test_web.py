"""The service's own web server, over real connections."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.channels.telegram import webhook
from bot.web import Web, WebError

pytestmark = pytest.mark.anyio

SECRET = "a-secret"


@pytest.fixture
def anyio_backend() -> str:
    """uvicorn runs on asyncio here."""
    return "asyncio"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@asynccontextmanager
async def serving(*routes: Route) -> AsyncIterator[int]:
    """Serve ``routes``; yield the port."""
    port = free_port()
    web = Web(routes, host="127.0.0.1", port=port)
    await web.start()
    try:
        yield port
    finally:
        await web.stop()


async def hello(request: Request) -> Response:
    return PlainTextResponse("hello")


async def raw(port: int, sent: bytes) -> bytes:
    """Send bytes as they are, and read what comes until the end."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(sent)
        async with asyncio.timeout(5):
            return await reader.read(200)
    finally:
        writer.close()


async def test_it_serves_its_routes_and_says_nothing_of_itself() -> None:
    async with serving(Route("/hello", hello)) as port, httpx.AsyncClient() as client:
        answer = await client.get(f"http://127.0.0.1:{port}/hello")
        missing = await client.get(f"http://127.0.0.1:{port}/docs")

    assert (answer.status_code, answer.text) == (200, "hello")
    assert missing.status_code == 404
    assert "server" not in answer.headers


async def test_an_address_in_use_is_named_with_the_mend() -> None:
    async with serving(Route("/", hello)) as port:
        with pytest.raises(WebError, match=f"127.0.0.1:{port}; set SOSIK_WEB_HOST"):
            await Web((), host="127.0.0.1", port=port).start()


async def test_an_address_of_another_machine_is_named_with_the_mend() -> None:
    with pytest.raises(WebError, match="SOSIK_WEB_HOST"):
        await Web((), host="192.0.2.1", port=free_port()).start()


async def test_a_stop_finishes_the_requests_in_hand_and_lets_the_address_go() -> None:
    begun = asyncio.Event()

    async def slow(request: Request) -> Response:
        begun.set()
        await asyncio.sleep(0.2)
        return PlainTextResponse("done")

    port = free_port()
    web = Web((Route("/slow", slow),), host="127.0.0.1", port=port)
    await web.start()
    async with httpx.AsyncClient() as client:
        asked = asyncio.create_task(client.get(f"http://127.0.0.1:{port}/slow"))
        await begun.wait()
        await web.stop()
        assert (await asked).text == "done"
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", port)


async def test_it_can_be_stopped_before_it_was_started() -> None:
    await Web((), host="127.0.0.1", port=free_port()).stop()


async def test_a_start_that_is_given_up_leaves_nothing_listening() -> None:
    port = free_port()
    web = Web((Route("/", hello),), host="127.0.0.1", port=port)
    starting = asyncio.create_task(web.start())
    await asyncio.sleep(0)
    starting.cancel()
    await web.stop()
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", port)


@pytest.mark.parametrize(
    ("head", "body", "status"),
    [
        (b"Content-Length: 5000000", b"{", b""),
        (b"Content-Length: 2", b'{"update_id": 5}', b"400"),
        (b"Content-Length: -1", b"{}", b"400"),
        (b"Content-Length: x", b"{}", b"400"),
        (b"Transfer-Encoding: chunked", b"zz\r\n{}\r\n", b"400"),
        (
            b"Transfer-Encoding: chunked",
            b"".join(b"20000\r\n" + b" " * 0x20000 + b"\r\n" for _ in range(8)),
            b"413",
        ),
    ],
    ids=["too short", "too long", "negative", "no number", "bad chunk", "endless chunks"],
)
async def test_a_request_that_lies_about_its_length_does_not_get_through(
    head: bytes, body: bytes, status: bytes
) -> None:
    kept: list[object] = []

    async def keep(updates: list[tuple[int, dict[str, object]]]) -> bool:
        kept.extend(updates)
        return True

    async with serving(webhook.route(keep, secret=SECRET)) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(
            b"POST /telegram HTTP/1.1\r\nHost: x\r\nX-Telegram-Bot-Api-Secret-Token: a-secret\r\n"
            + head
            + b"\r\n\r\n"
            + body
        )
        if status:
            async with asyncio.timeout(5):
                assert status in await reader.read(100)
        writer.close()  # where the promised rest never comes

    assert kept == []


async def test_a_wrong_secret_is_answered_before_the_body_has_come() -> None:
    async def keep(updates: list[tuple[int, dict[str, object]]]) -> bool:
        raise AssertionError("nothing may be taken")

    async with serving(webhook.route(keep, secret=SECRET)) as port:
        answer = await raw(
            port,
            b"POST /telegram HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n"
            b"X-Telegram-Bot-Api-Secret-Token: wrong\r\n\r\n",
        )

    assert b" 403 " in answer
