"""The whole service on Telegram: digests set up in a chat, a group and a channel."""

from collections.abc import Callable
from datetime import time
from pathlib import Path

import pytest
from pydantic import HttpUrl, SecretStr

from bot.app import TELEGRAM, App
from config.settings import Settings
from store.messaging.follows import Follows
from store.messaging.subscriptions import Subscriptions
from tests.fake_encoder import LetterEncoder
from tests.journeys.test_telegram import ARTICLES, FERRY, Phone, service, until
from tests.telegram_server import TOKEN, BotApi, Sent, channel, group, person, running

pytestmark = pytest.mark.anyio

MINSU, JANE = person(11, language="en"), person(12, language="en")
NEWSROOM, BOARD = group(-1001), channel(-1005)


@pytest.fixture
def anyio_backend() -> str:
    """python-telegram-bot runs on asyncio only."""
    return "asyncio"


@pytest.fixture
def opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], App]:
    """Makes the parts of an open bot over a home with two articles in its inbox."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PTB_TIMEDELTA", "true")

    def make(address: str) -> App:
        app = App(
            Settings(
                home=tmp_path / "home",
                inbox_every_s=0.1,
                telegram_token=SecretStr(TOKEN),
                telegram_api_url=HttpUrl(address),
            ),
            load_encoder=LetterEncoder,
        )
        app.inbox.prepare()
        for name, text in ARTICLES.items():
            (app.settings.inbox_folder / name).write_text(text, encoding="utf-8")
        return app

    return make


async def test_a_chat_a_group_and_a_channel_get_what_their_people_set(
    opens: Callable[[str], App],
) -> None:
    api = BotApi()
    minsu = Phone(api, MINSU)
    in_group, stranger = Phone(api, MINSU, NEWSROOM), Phone(api, JANE, NEWSROOM)
    with running(api) as telegram:
        app = opens(telegram)
        subscriptions = Subscriptions(app.database)
        async with service(app):
            await until(lambda: app.library.count() == 2 and not app.backlog.waiting().passages)

            # A private chat: each press changes the one message.
            settings = await minsu.write("/digest")
            minsu.push("d::d:y:", settings)
            await until(lambda: "Next:" in api.newest(11, settings.message_id).text)
            minsu.push("d::d:s:time", settings)
            await until(lambda: "07:30" in _labels(api, 11, settings.message_id))
            minsu.push("d::d:t:0730", settings)
            await until(lambda: "at 07:30" in api.newest(11, settings.message_id).text)
            one = subscriptions.get(TELEGRAM, "11", "digest")
            assert one is not None
            assert one.time == time(7, 30)
            assert len(minsu.said) == 1

            # What an answer is about is followed.
            answer = await minsu.write(FERRY)
            assert (await minsu.press("f:", answer)).text.startswith("팔로우했습니다: 해람도")
            assert len(Follows(app.database, TELEGRAM).of("11")) == 1

            # A group: its administrators, and nobody else.
            api.add_bot(NEWSROOM, by=MINSU)
            assert (await in_group.hears()).text.startswith("Hello!")
            api.appoint(NEWSROOM, MINSU)
            api.appoint(NEWSROOM, JANE, status="member")
            settings = await in_group.write("/digest@sosik_test_bot")
            toast = await stranger.toast("d::d:y:", settings)
            assert toast == "Only the administrators of this group can change that."
            assert subscriptions.get(TELEGRAM, "-1001", "digest") is None
            in_group.push("d::d:y:", settings)
            await until(lambda: subscriptions.get(TELEGRAM, "-1001", "digest"))

            # A channel: whoever may post there, by a forwarded post.
            settings = await minsu.write("/digest")
            await minsu.press("d::d:a:channel", settings)
            assert "그 채널에는 글을 올릴 수 없습니다" in (await _forwarded(minsu)).text
            api.add_bot(BOARD, by=MINSU, as_admin=True)
            api.appoint(BOARD, MINSU)
            settings = await _forwarded(minsu)
            minsu.push("d:-1005:d:y:", settings)
            await until(lambda: subscriptions.get(TELEGRAM, "-1005", "digest"))
        app.close()


async def _forwarded(phone: Phone) -> Sent:
    """Forward a post of the channel, and wait for what the bot says."""
    heard = len(phone.said)
    phone.api.forward("새 글", sender=phone.user, origin=BOARD)
    await until(lambda: len(phone.said) > heard)
    return phone.said[heard]


def _labels(api: BotApi, chat: int, message: int) -> list[str]:
    return [one.text for row in api.newest(chat, message).buttons for one in row]
