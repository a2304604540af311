"""The page on which a person plays with the bot."""

import base64
from typing import Any

import httpx
import pytest

from tests.telegram_server import TOKEN, BotApi, application
from tests.telegram_server.page import Page
from tests.telegram_server.values import Json

pytestmark = pytest.mark.anyio


@pytest.fixture
def client(api: BotApi) -> httpx.AsyncClient:
    """A browser on the page."""
    transport = httpx.ASGITransport(application(api, *Page(api).routes()))
    return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1")


async def do(client: httpx.AsyncClient, what: str, **more: Any) -> Any:
    answer = await client.post("/page/do", json={"do": what} | more)
    assert answer.json()["ok"], answer.text
    return answer.json()["result"]


async def call(client: httpx.AsyncClient, method: str, **given: Any) -> Any:
    answer = await client.post(f"/bot{TOKEN}/{method}", json=given)
    return answer.json()["result"]


async def shown(client: httpx.AsyncClient, chat: int) -> Json:
    state = (await client.get("/page/state")).json()
    found: Json = next(one for one in state["chats"] if one["chat"]["id"] == chat)
    return found


async def test_what_is_done_on_the_page_reaches_the_bot_and_is_shown(
    api: BotApi, client: httpx.AsyncClient
) -> None:
    keys = {"inline_keyboard": [[{"text": "더", "callback_data": "m:"}]]}
    content = base64.b64encode(b"x").decode()
    async with client:
        asked = await do(client, "write", chat=1, text="뉴스")
        sent = await call(client, "sendMessage", chat_id=1, text="금리", reply_markup=keys)
        await call(client, "sendMessageDraft", chat_id=1, draft_id=1, text="쓰는 중")
        await do(client, "press", chat=1, message=sent["message_id"], button="더")
        await do(client, "edit", chat=1, message=asked, text="고친 뉴스")
        await do(client, "write", chat=-1001, person=2, text="@sosik_test_bot 뉴스")
        await do(client, "write", chat=-1002, text="경제")
        await do(client, "file", chat=1, name="a.txt", mime="text/plain", content=content)
        private = await shown(client, 1)

    assert [one.get("text") for one in private["messages"]] == ["고친 뉴스", "금리", None]
    assert private["draft"] == "쓰는 중"
    kinds = [next(kind for kind in one if kind != "update_id") for one in api.waiting()]
    assert kinds == ["message", "callback_query", "edited_message", *["message"] * 3]


async def test_an_inline_result_is_chosen_on_the_page(
    api: BotApi, client: httpx.AsyncClient
) -> None:
    content = {"message_text": "동결"}
    result = {"type": "article", "id": "1", "title": "금리", "input_message_content": content}
    async with client:
        query = await do(client, "inline", text="금리")
        await call(client, "answerInlineQuery", inline_query_id=query, results=[result])
        state = (await client.get("/page/state")).json()
        await do(client, "choose", chat=-1001, query=query, result="1", text="금리")
        group = await shown(client, -1001)

    assert [one["title"] for one in state["inline"][query]] == ["금리"]
    assert [one["text"] for one in group["messages"]] == ["동결"]


async def test_it_begins_anew(api: BotApi, client: httpx.AsyncClient) -> None:
    async with client:
        await do(client, "write", chat=1, text="뉴스")
        await do(client, "reset")
        private = await shown(client, 1)
    assert private["messages"] == []
    assert not api.waiting()


async def test_what_cannot_be_done_is_told(client: httpx.AsyncClient) -> None:
    async with client:
        for asked in ({"do": "dance"}, {"do": "write", "chat": 99, "text": "x"}, {"do": "press"}):
            answer = await client.post("/page/do", json=asked)
            assert answer.status_code == 400
            assert answer.json()["ok"] is False


async def test_the_page_brings_all_it_needs(client: httpx.AsyncClient) -> None:
    async with client:
        page = await client.get("/")
    assert page.status_code == 200
    assert "src=" not in page.text
    assert "innerHTML" not in page.text
    assert "default-src 'self'" in page.headers["content-security-policy"]


async def test_other_sites_cannot_use_the_page(api: BotApi, client: httpx.AsyncClient) -> None:
    rebound = {"Host": "evil.example.com"}
    async with client:
        codes = [
            (await client.get("/", headers=rebound)).status_code,
            (await client.get("/page/state", headers=rebound)).status_code,
            (await client.post("/page/do", json={"do": "reset"}, headers=rebound)).status_code,
            (await client.post("/page/do", content=b'{"do": "reset"}')).status_code,
        ]
    assert codes == [403] * 4
