"""The whole service on Telegram: strangers, a first admin, guests, a group, and a farewell."""

import asyncio
import os
import re
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

import anyio
import pytest
from pydantic import HttpUrl, SecretStr

from bot.app import App
from bot.service import serve
from config.settings import Settings
from tests.bot.commands.conftest import feed
from tests.fake_encoder import LetterEncoder
from tests.news_server.serve import NewsSite, answer, serving
from tests.telegram_server import TOKEN, BotApi, Sent, group, person, running

pytestmark = pytest.mark.anyio

BOSS, MINSU, JANE = person(1, language="en"), person(11, language="en"), person(12, language="en")
NEWSROOM = group(-1001)
ARTICLES = {
    "ferry.txt": (
        "해람도 여객선 사흘째 결항\n\n입력 2026.09.12 09:30\n새벽통신\n\n"
        "남해 해람도를 오가는 여객선이 사흘째 멈췄다. 새벽해운은 파도가 4m를 넘어 배를 띄울 수 "
        "없다고 밝혔다. 섬에 남은 관광객은 312명으로 집계됐다.\n\n"
        "군은 민박집 스무 곳에 관광객을 나눠 머물게 하고 식사를 보내고 있다."
    ),
    "bus.txt": (
        "서해시 버스 요금 오른다\n\n입력 2026.10.05 11:00\n한빛일보\n\n"
        "서해시는 11월 1일부터 시내버스 기본요금을 1500원에서 1700원으로 올린다. 청소년 요금은 "
        "1050원이 된다.\n\n시는 연료비가 크게 올랐기 때문이라고 설명했다. 요금이 오르는 것은 "
        "4년 만이다."
    ),
}
FERRY = "섬에 남은 관광객은 몇 명이야?"
FARE = "서해시 버스 기본요금은 얼마로 올라?"


@pytest.fixture
def anyio_backend() -> str:
    """python-telegram-bot runs on asyncio only."""
    return "asyncio"


async def until(condition: Callable[[], Any], *, within_s: float = 30.0) -> None:
    """Wait until it holds."""
    deadline = monotonic() + within_s
    while not condition():
        assert monotonic() < deadline, "it did not happen in time"
        await anyio.sleep(0.01)


@dataclass
class Phone:
    """Somebody's view of one chat: what they do there, and what the bot says to it."""

    api: BotApi
    user: dict[str, Any]
    group: dict[str, Any] | None = None

    @property
    def chat(self) -> int:
        """The chat they look at."""
        return int((self.group or self.user)["id"])

    async def write(self, text: str, **more: Any) -> Sent:
        """Write, and wait for what the bot says."""
        return await self._next(
            lambda: self.api.write(text, sender=self.user, chat=self.group, **more)
        )

    async def press(self, action: str, under: Sent) -> Sent:
        """Press the button whose data begins so, and wait for what the bot says."""
        return await self._next(lambda: self.push(action, under))

    async def toast(self, action: str, under: Sent) -> str:
        """Press the button, and wait for what passes by on the screen."""
        query = self.push(action, under)
        await until(lambda: any(one.query_id == query for one in self.api.toasts))
        return next(one.text for one in self.api.toasts if one.query_id == query)

    def push(self, action: str, under: Sent) -> str:
        """Press the button."""
        stands = self.api.newest(self.chat, under.message_id).buttons
        button = next(one for row in stands for one in row if (one.data or "").startswith(action))
        return self.api.press(button, message_id=under.message_id, sender=self.user, chat=self.chat)

    async def hears(self) -> Sent:
        """Wait for the bot to say something more."""
        return await self._next(lambda: None)

    async def _next(self, deed: Callable[[], object]) -> Sent:
        heard = len(self.said)
        deed()
        await until(lambda: len(self.said) > heard)
        return self.said[heard]

    @property
    def said(self) -> list[Sent]:
        """All that the bot ever said here."""
        return [sent for sent in list(self.api.sent) if sent.chat == self.chat]


def database_text(home: Path) -> bytes:
    """Every byte that the database has on the disk."""
    return b"".join(file.read_bytes() for file in sorted(home.glob("sosik.db*")))


@asynccontextmanager
async def service(app: App) -> AsyncIterator[None]:
    """Run the whole service, and stop it as the system does."""
    running_service = asyncio.create_task(serve(app))
    try:
        yield
    finally:
        if not running_service.done():
            os.kill(os.getpid(), signal.SIGTERM)
        await running_service


@pytest.fixture
def opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., App]:
    """Makes the parts of a closed bot over a home with two articles in its inbox."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PTB_TIMEDELTA", "true")

    def make(address: str) -> App:
        app = App(
            Settings(
                home=tmp_path / "home",
                inbox_every_s=0.1,
                allowed_hosts="127.0.0.1",
                telegram_token=SecretStr(TOKEN),
                telegram_api_url=HttpUrl(address),
                telegram_access="closed",
            ),
            load_encoder=LetterEncoder,
        )
        app.inbox.prepare()
        for name, text in ARTICLES.items():
            (app.settings.inbox_folder / name).write_text(text, encoding="utf-8")
        return app

    return make


async def test_from_the_first_start_to_the_last_goodbye(
    opens: Callable[..., App], capsys: pytest.CaptureFixture[str]
) -> None:
    api, site = BotApi(), NewsSite()
    boss, minsu, jane = Phone(api, BOSS), Phone(api, MINSU), Phone(api, JANE)
    newsroom = Phone(api, BOSS, NEWSROOM)
    with running(api) as telegram, serving(site) as news:
        site.pages["/feed"] = answer(200, feed(news, 1), content_type="application/rss+xml")
        app = opens(telegram)
        async with service(app):
            await until(lambda: app.library.count() == 2 and not app.backlog.waiting().passages)

            # A stranger learns how to be let in, and nothing else.
            turned_away = await minsu.write(FERRY)
            assert "312" not in turned_away.text
            assert turned_away.text.endswith("by your number: 11")

            # The first admin has the code from the console; it counts once.
            code = await _code(capsys)
            assert (await boss.write(f"/claim {code}")).text.startswith("You are an admin")
            assert (await jane.write(f"/claim {code}")).text == "This code is not valid."
            unknown = (await jane.write("/stats")).text
            assert unknown == (await jane.write("/xyzzy")).text, "a stranger sees no commands"

            # An invitation lets its guest in, who asks and looks closer, faster than people do.
            assert "100" in (await boss.write("/limits person 100 600")).text
            link = (await boss.write("/invite")).text.split("\n")[-1]
            assert link.startswith("https://t.me/sosik_test_bot?start=inv_")
            word = link.partition("start=")[2]
            assert (await minsu.write(f"/start {word}")).text.startswith("Sosik")
            assert "no longer valid" in (await jane.write(f"/start {word}")).text
            await minsu.write("/lang en")
            await _looks_closer(app, minsu)

            # The admin's source is polled, and the guest finds what it brings.
            added = await boss.write(f"/addsource {news}/feed")
            assert "한빛일보" in added.text
            await until(lambda: app.library.count() == 3 and not app.backlog.waiting().passages)
            found = await minsu.write("강변 도서관 열람석은 모두 몇 석이야?")
            assert "열람석은 모두 420석이며" in found.text
            assert any(entity.url == f"{news}/1" for entity in found.entities)
            choices = await _inline(api, "청소년 요금은 얼마가 돼?")
            assert "1050원" in choices[0]["input_message_content"]["message_text"]

            # A group is let in by the admin, in the group itself.
            asking = Phone(api, JANE, NEWSROOM)
            closed = await asking.write(f"@{api.me['username']} {FERRY}")
            assert "let in" in closed.text
            assert closed.reply_to is not None
            let_in = await newsroom.write("/allow", reply_to=closed.message_id)
            assert let_in.text == "-1001 may use the bot now."
            assert "312명" in (await asking.write(f"@{api.me['username']} {FERRY}")).text

            # A message to everybody is shown first, and reaches those who may use the bot.
            preview = await boss.write("/broadcast Back at <noon> & later.")
            assert "Back at <noon> & later." in preview.text
            before = len(jane.said)
            boss.push("y:", preview)
            for phone in (minsu, newsroom):
                assert "Back at <noon> & later." in (await phone.hears()).text
            await until(lambda: boss.said[-1].text.startswith("It is on its way to 3 chats"))
            assert len(jane.said) == before, "a stranger gets no mail"

            # The guest leaves, and nothing of theirs stays.
            asked = await minsu.write("/delete")
            assert (await minsu.press("y:", asked)).text.startswith("It is erased.")
            assert not api.newest(11, asked.message_id).buttons
            assert not _rows_that_name(app, "11", but={"outbox", "buckets"})
            assert (await minsu.write("/start")).text.endswith("by your number: 11")

        counts = app.outbox.counts(since=app.clock().replace(year=2000))
        app.close()
    assert not {"failed", "uncertain", "queued", "sending", "expired"} & {
        state for state, count in counts.items() if count
    }
    assert not [call for call in api.log if call.outcome == "refused"]
    assert not api.limits_broken
    kept = database_text(app.settings.home)
    for text in (FERRY, FARE, "열람석은 모두 몇 석", TOKEN, code, word):
        assert text.encode() not in kept, text


async def _code(capsys: pytest.CaptureFixture[str]) -> str:
    """Read the code from the console."""
    seen = ""
    for _ in range(3_000):
        seen += capsys.readouterr().err
        if found := re.search(r"/claim (\S+)", seen):
            return found[1]
        await asyncio.sleep(0.01)
    raise AssertionError("the console shows no code")


async def _looks_closer(app: App, minsu: Phone) -> None:
    """Ask, and press every button."""
    given = await minsu.write(FARE)
    assert "1700원으로 올린다" in given.text
    assert given.text.endswith("As of October 5, 2026")
    assert [len(row) for row in given.buttons] == [2, 3]
    context = await minsu.press("q:", given)
    assert "요금이 오르는 것은 4년 만이다" in context.text
    assert await minsu.toast("+:", given) == "Thank you."
    may_i = await minsu.press("-:", given)
    assert may_i.text.startswith("May I keep your question")
    assert await minsu.toast("k:", may_i) == "Thank you, I have kept the question."
    (kept,) = app.answers.feedback(5)
    assert (kept.question, kept.liking) == (FARE, -1)
    other = await minsu.write(FERRY)
    assert "my last answer only" in await minsu.toast("m:", given)
    assert await minsu.toast("m:", other) == "There are no more articles."


async def _inline(api: BotApi, text: str) -> list[dict[str, Any]]:
    query = api.ask_inline(text, sender=BOSS)
    await until(lambda: query in api.inline_answers)
    results: list[dict[str, Any]] = api.inline_answers[query]["results"]
    assert all("@" not in one["title"] for one in results)
    return results


def _rows_that_name(app: App, number: str, *, but: set[str]) -> dict[str, list[str]]:
    with app.database.read() as db:
        return {
            table.name: rows
            for table in db.tables
            if table.name not in but
            and (rows := [str(row) for row in table.rows if number in map(str, row.values())])
        }
