"""The Bot API on loopback refuses what Telegram refuses."""

import asyncio

import httpx
import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from tests.telegram_server import TOKEN, BotApi, application, person, running
from tests.telegram_server.html import BadHtmlError, Entity, parse_html


@pytest.mark.parametrize(
    ("html", "error"),
    [
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("가<div>x</div>", 'Unsupported start tag "div" at byte offset 3'),
        ("<b>x", "Can't find end tag corresponding to start tag b"),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a href>x</a>", 'Expected equal sign in declaration of an attribute of the tag "a"'),
        ("<a href=x/y>x</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<tg-emoji>x</tg-emoji>", "Invalid custom emoji identifier specified"),
        ("&#xd800;", "Text contains invalid Unicode characters"),
    ],
)
def test_bad_markup_is_refused_in_telegrams_words(html: str, error: str) -> None:
    with pytest.raises(BadHtmlError) as caught:
        parse_html(html)

    assert str(caught.value).startswith(error)


def test_markup_becomes_text_and_entities() -> None:
    html = (
        "😀<b>&lt;가&gt;<i>x</i></b> &amp;&nbsp; <A href='https://a.example/?x&amp;y'>&#44032;</a>"
    )

    assert parse_html(html) == (
        "😀<가>x &&nbsp; 가",
        (
            Entity(type="bold", offset=2, length=4),
            Entity(type="italic", offset=5, length=1),
            Entity(type="text_link", offset=15, length=1, url="https://a.example/?x&y"),
        ),
    )


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ("<blockquote>가</blockquote>", "blockquote"),
        ("<blockquote expandable>가</blockquote>", "expandable_blockquote"),
        ('<tg-emoji emoji-id="53">👍</tg-emoji>', "custom_emoji"),
        ('<span class="tg-spoiler">가</span>', "spoiler"),
    ],
)
def test_markup_with_arguments_is_read(html: str, kind: str) -> None:
    assert [entity.type for entity in parse_html(html)[1]] == [kind]


def test_a_link_to_nowhere_is_dropped_but_its_text_stays() -> None:
    assert parse_html('<a href="javascript:x">가</a>') == ("가", ())


@pytest.mark.parametrize(
    ("given", "code", "description"),
    [
        ({"text": "x"}, 400, "Bad Request: chat_id is empty"),
        ({"chat_id": 5, "text": "x"}, 400, "Bad Request: chat not found"),
        ({"chat_id": 2, "text": "x"}, 403, "Forbidden: bot was blocked by the user"),
        ({"chat_id": 1, "text": " \n"}, 400, "Bad Request: message text is empty"),
        ({"chat_id": 1, "text": "<b></b>", "parse_mode": "HTML"}, 400, "Bad Request: message text"),
        ({"chat_id": 1, "text": "<b>", "parse_mode": "HTML"}, 400, "Bad Request: can't parse enti"),
        ({"chat_id": 1, "text": "😀" * 2_049}, 400, "Bad Request: message is too long"),
        ({"chat_id": 1, "text": "x", "reply_parameters": '{"message_id": 77}'}, 400, "Bad Request"),
    ],
)
def test_a_bad_message_is_refused(given: dict[str, object], code: int, description: str) -> None:
    api = BotApi()
    api.write("hi", sender=person(1))
    api.write("hi", sender=person(2))
    api.blocked.add(2)
    with running(api) as address:
        answer = httpx.post(f"{address}/bot{TOKEN}/sendMessage", json=given)

    assert answer.status_code == code
    assert answer.json()["error_code"] == code
    assert answer.json()["description"].startswith(description)
    assert api.sent == []


def test_parameters_come_in_every_way_the_bot_api_takes_them() -> None:
    api = BotApi()
    api.write("hi", sender=person(1))
    given = {"chat_id": "1", "text": "가 & 나"}
    with running(api) as address:
        send = f"{address}/bot{TOKEN}/sendMessage"
        httpx.get(send, params=given).raise_for_status()
        httpx.post(send, data=given).raise_for_status()
        httpx.post(send, json=given).raise_for_status()
        httpx.post(send, data=given, files={"extra": b"x"}).raise_for_status()

    assert api.texts(1) == ["가 & 나"] * 4


def test_a_stranger_learns_nothing() -> None:
    with running(BotApi()) as address:
        wrong = httpx.get(f"{address}/bot1:wrong/getMe")
        malformed = httpx.get(f"{address}/botwrong/getMe")
        unknown = httpx.get(f"{address}/bot{TOKEN}/getNothing")

    assert wrong.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    assert (malformed.status_code, unknown.status_code) == (404, 404)


def test_updates_wait_until_they_are_confirmed() -> None:
    api = BotApi()
    for text in ("하나", "둘", "셋"):
        api.write(text, sender=person(1))
    with running(api) as address:
        poll = f"{address}/bot{TOKEN}/getUpdates"
        first, second, third = httpx.get(poll).json()["result"]
        again = httpx.get(poll, params={"limit": 1}).json()["result"]
        rest = httpx.get(poll, params={"offset": second["update_id"]}).json()["result"]
        newest = httpx.get(poll, params={"offset": -1}).json()["result"]

    assert again == [first]
    assert rest == [second, third]
    assert newest == [third]


def test_a_client_in_the_same_process_needs_no_port() -> None:
    api = BotApi()
    api.write("hi", sender=person(1))
    transport = httpx.ASGITransport(application(api))

    async def talk() -> str:
        request = HTTPXRequest(httpx_kwargs={"transport": transport})
        async with Bot(TOKEN, base_url="http://telegram/bot", request=request) as bot:
            await bot.send_message(1, "안녕")
            return bot.username

    assert asyncio.run(talk()) == "sosik_test_bot"
    assert api.texts(1) == ["안녕"]
