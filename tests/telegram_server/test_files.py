"""Files that people and the bot send each other, and those that are refused."""

import httpx
import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from tests.telegram_server import TOKEN, BotApi, application, person, running
from tests.telegram_server.conftest import bot_of

pytestmark = pytest.mark.anyio

MINSU = person(11)
MORE = InlineKeyboardMarkup([[InlineKeyboardButton("더 보기", callback_data="m:1")]])
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (640).to_bytes(4, "big") + (480).to_bytes(4, "big")


async def test_files_go_both_ways(api: BotApi) -> None:
    api.send_file("피드.opml", b"\r\n--x\0\xff" * 9, sender=MINSU, mime="text/x-opml")
    async with bot_of(api) as bot:
        (update,) = await bot.get_updates()
        assert update.message is not None
        document = update.message.document
        assert document is not None
        assert document.file_name == "피드.opml"
        file = await bot.get_file(document.file_id)
        content = bytes(await file.download_as_bytearray())
        await bot.send_document(
            11, content, filename="출처.opml", caption="<b>여기</b>", parse_mode="HTML"
        )
        await bot.send_photo(11, PNG, caption="x", reply_markup=MORE)

    outline, photo = api.sent
    assert content == b"\r\n--x\0\xff" * 9
    assert outline.file is not None
    assert (outline.file.name, outline.file.content) == ("출처.opml", content)
    assert (outline.text, len(outline.entities)) == ("여기", 1)
    assert photo.file is not None
    assert photo.button("더 보기").data == "m:1"


@pytest.mark.parametrize(
    ("content", "caption", "problem"),
    [
        (b"", "", "File must be non-empty"),
        (b"x", "x" * 1025, "Message caption is too long"),
    ],
)
async def test_a_bad_document_is_refused(
    api: BotApi, content: bytes, caption: str, problem: str
) -> None:
    api.write("뉴스", sender=MINSU)
    async with bot_of(api) as bot:
        with pytest.raises(BadRequest, match=problem):
            await bot.send_document(11, content, filename="a", caption=caption)
    assert api.sent == []


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"<svg/>", "Image_process_failed"),
        (PNG[:16] + (9_999).to_bytes(4, "big") + (9).to_bytes(4, "big"), "Photo_invalid_dimens"),
    ],
)
async def test_a_bad_photo_is_refused(api: BotApi, content: bytes, problem: str) -> None:
    api.write("뉴스", sender=MINSU)
    async with bot_of(api) as bot:
        with pytest.raises(BadRequest, match=problem):
            await bot.send_photo(11, content)


async def test_a_file_can_stand_elsewhere_in_the_form(api: BotApi) -> None:
    api.write("뉴스", sender=MINSU)
    transport = httpx.ASGITransport(application(api))
    async with httpx.AsyncClient(transport=transport, base_url="http://telegram") as client:
        given = {"chat_id": "11", "document": "attach://elsewhere"}
        files = {"elsewhere": ("a.csv", b"1,2", "text/csv")}
        answer = await client.post(f"/bot{TOKEN}/sendDocument", data=given, files=files)
        again = answer.json()["result"]["document"]["file_id"]
        given["document"] = again
        await client.post(f"/bot{TOKEN}/sendDocument", data=given)
        huge = {"content-length": str(51 << 20)}
        refused = await client.post(f"/bot{TOKEN}/sendDocument", headers=huge)

    contents = [sent.file.content for sent in api.sent if sent.file]
    assert contents == [b"1,2", b"1,2"]
    assert refused.status_code == 413


async def test_more_than_20_mb_cannot_be_downloaded(api: BotApi) -> None:
    number = api.send_file("a.zip", b"PK", sender=MINSU, size=(20 << 20) + 1)
    message = api.message(11, number)
    assert message is not None
    async with bot_of(api) as bot:
        with pytest.raises(BadRequest, match="File is too big"):
            await bot.get_file(message["document"]["file_id"])


async def test_a_document_is_downloaded_by_the_owner_of_the_token_only(api: BotApi) -> None:
    file = api.keep_file("a", b"secret", mime="text/plain")
    path = f"documents/{file.file_id}"
    with running(api) as address:
        async with httpx.AsyncClient() as client:
            ours = await client.get(f"{address}/file/bot{TOKEN}/{path}")
            others = await client.get(f"{address}/file/bot1:x/{path}")
    assert (ours.content, others.status_code) == (b"secret", 404)
