"""The wiring of what speaks on Telegram: whose thread, which menus, what is forgotten when."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.app import TELEGRAM, App
from bot.channels.telegram.content import Content
from bot.deliveries import Deliveries
from bot.messenger import Messenger
from bot.reception.deep_links import question_in
from bot.reply import Document, Message, Press, Reply, plain_text
from config.settings import Settings
from store.messaging.answers import AnswerRecord
from store.messaging.outbox import Outgoing
from store.messaging.updates import Arrival
from tests.fake_encoder import LetterEncoder

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
ADMIN, MINSU = "1", "11"
TEXT = "정부는 9일 새 정수장을 열었다고 밝혔다. 하루 3만 톤의 물을 걸러 시민에게 보낸다."

Opens = Callable[..., Messenger]


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Iterator[Opens]:
    """Opens the messenger of an empty home, as at each start."""
    monkeypatch.chdir(tmp_path)
    made: list[tuple[Messenger, App]] = []

    def opened(**settings: Any) -> Messenger:
        app = App(
            Settings(home=tmp_path / "home", **settings), clock=clock, load_encoder=LetterEncoder
        )
        made.append((Messenger(app, deliveries=Deliveries(app), hasten=tuple), app))
        return made[-1][0]

    yield opened
    for messenger, app in made:
        messenger.close()
        app.close()


@pytest.fixture
def messenger(opens: Opens) -> Messenger:
    """One with an admin."""
    return opens(telegram_admins=ADMIN)


def app_of(messenger: Messenger) -> App:
    """The books that it keeps."""
    return messenger._app


def message(text: str, *, by: str = MINSU, **more: Any) -> Message:
    return Message(channel=TELEGRAM, chat=by, person=by, text=text, language="en", **more)


def reply(messenger: Messenger, text: str, **more: Any) -> Reply:
    found = asyncio.run(messenger.reply(message(text, **more)))
    assert found is not None
    return found


# -- who is admin


def test_the_settings_name_admins_at_each_start(opens: Opens) -> None:
    assert opens().needs_an_admin()
    messenger = opens(telegram_admins="1, 22")
    assert not messenger.needs_an_admin()
    assert messenger.menus().admins == {"1", "22"}


def test_who_claims_the_bot_is_its_admin_and_sees_more_commands(opens: Opens) -> None:
    messenger = opens()
    assert messenger.menus().admins == frozenset()
    said = plain_text(reply(messenger, f"/claim {messenger.claim.code}"))
    assert said.startswith("You are an admin")
    assert messenger.menus().admins == {MINSU}
    assert not messenger.needs_an_admin()


def test_menus_are_as_telegram_takes_them(messenger: Messenger) -> None:
    menus = messenger.menus()
    for scope in (menus.private, menus.group, menus.admin):
        assert set(scope) == {None, "ko"}
        for listed in scope.values():
            names = [name for name, _ in listed]
            assert len(names) <= 100
            assert all(name.isascii() and name.islower() and len(name) <= 32 for name in names)
            assert all(1 <= len(does) <= 256 for _, does in listed)
    assert ("off", "be silent in this group") in list(menus.group[None])
    assert not {"off", "on"} & {name for name, _ in menus.private[None]}
    assert "delete" in {name for name, _ in menus.private["ko"]}
    admin = [name for name, _ in menus.admin[None]]
    assert "broadcast" in admin
    assert "broadcast" not in {name for name, _ in menus.private[None]}


# -- what is done where


def test_an_order_that_takes_long_keeps_nobody_waiting(messenger: Messenger) -> None:
    done, order = threading.Event(), threading.Event()

    def fetch() -> bytes:
        order.set()
        assert done.wait(30)
        return TEXT.encode()

    async def both() -> tuple[Reply | None, Reply | None]:
        file = Document(name="a.txt", size=10, fetch=fetch)
        ordered = [
            asyncio.create_task(messenger.reply(message("", by=ADMIN, document=file)))
            for _ in range(2)
        ]
        assert await asyncio.to_thread(order.wait, 30)
        others = await asyncio.gather(*(messenger.reply(message("/new")) for _ in range(4)))
        done.set()
        return others[-1], await ordered[0]

    new, taken_in = asyncio.run(both())
    assert new is not None
    assert plain_text(new).startswith("A new conversation.")
    assert taken_in is not None
    assert app_of(messenger).library.count() == 1


def test_presses_and_inline_questions_reach_the_reception(messenger: Messenger) -> None:
    press = Press(channel=TELEGRAM, chat=MINSU, person=MINSU, data="old", language="en")
    pressed = asyncio.run(messenger.press(press))
    assert pressed.notice == "This button no longer works. Please ask again."
    assert asyncio.run(messenger.suggest(message("/start"))) == ()


def test_books_are_kept_by_one_thread(messenger: Messenger) -> None:
    async def names() -> list[str]:
        found = [messenger.post(lambda: threading.current_thread().name) for _ in range(8)]
        return list(await asyncio.gather(*found))

    assert len(set(asyncio.run(names()))) == 1


def test_what_is_said_around_an_answer_is_in_the_clients_language(messenger: Messenger) -> None:
    assert plain_text(messenger.searching("en-GB")) == "Looking through the articles …"
    assert plain_text(messenger.apology("en")).startswith("Something went wrong")
    label, start = messenger.more_inline("en", " 요금은? ")
    assert label == "Ask me in a private chat"
    assert question_in(start) == "요금은?"
    assert messenger.more_inline(None, "x" * 99) == messenger.more_inline("ko-KR", "")
    assert messenger.more_inline("ko", "")[1] == "inline"


# -- without and with a token


def test_without_a_token_there_is_no_channel(opens: Opens) -> None:
    assert opens().open() is None
    assert opens(telegram_token=SecretStr("")).open() is None


def test_an_invitation_has_no_link_before_the_bot_knows_its_name(opens: Opens) -> None:
    messenger = opens(
        telegram_admins=ADMIN, telegram_token=SecretStr("12:abcdefghij"), telegram_access="closed"
    )
    assert messenger.open() is not None
    lines = plain_text(reply(messenger, "/invite", by=ADMIN)).split("\n")
    assert [line for line in lines if line.startswith("/start inv_")]
    assert not [line for line in lines if "https://" in line]
    word = lines[1].removeprefix("/start ")
    assert "invited" in plain_text(reply(messenger, "/start"))
    assert plain_text(reply(messenger, f"/start {word}")).startswith("Sosik")


def test_secrets_of_the_webhook_are_never_the_same(messenger: Messenger) -> None:
    secrets = {messenger.new_secret() for _ in range(20)}
    assert len(secrets) == 20
    assert all(len(one) >= 32 for one in secrets)


# -- to everybody


def test_a_broadcast_stands_in_the_outbox_for_each_who_gets_it(messenger: Messenger) -> None:
    for person in ("11", "12", "13"):
        reply(messenger, "/new", by=person)
    app = app_of(messenger)
    app.access.set(TELEGRAM, "12", "blocked", now=NOW)
    asked = reply(messenger, "/broadcast Back at <noon> & later", by=ADMIN)
    data = asked.buttons[0][0].data
    assert data is not None
    pressed = asyncio.run(
        messenger.press(Press(channel=TELEGRAM, chat=ADMIN, person=ADMIN, data=data))
    )
    assert pressed.used_up
    queued = app.outbox.next(now=NOW, limit=10)
    assert {row.chat for row in queued} == {ADMIN, "11", "13"}
    assert all(
        "Back at &lt;noon&gt; &amp; later" in Content.load(row.content).html for row in queued
    )


# -- forgetting


def test_what_is_kept_for_a_while_is_forgotten_then(messenger: Messenger, clock: Clock) -> None:
    app = app_of(messenger)
    (first,) = app.updates.accept([Arrival(id=1, chat=MINSU, payload="{}")], now=NOW)
    (sent,) = app.outbox.put([Outgoing(chat=MINSU, content="{}")], now=NOW, settles=first.id)
    app.outbox.sending(sent, now=NOW)
    app.outbox.sent(sent, "5", now=NOW)
    reply(messenger, "/new")

    def rows() -> dict[str, int]:
        with app.database.read() as db:
            return {name: db[name].count for name in ("done_updates", "outbox", "buckets")}

    clock.now = NOW + timedelta(hours=47)
    messenger.forget()
    assert rows() == {"done_updates": 1, "outbox": 1, "buckets": 2}
    clock.now = NOW + timedelta(hours=49)
    messenger.forget()
    assert rows() == {"done_updates": 0, "outbox": 0, "buckets": 0}


def test_after_thirty_days_nobody_knows_who_was_answered(
    messenger: Messenger, clock: Clock
) -> None:
    app = app_of(messenger)
    given = AnswerRecord(id="a", chat=MINSU, person=MINSU, at=NOW, kind="answer", took_ms=1)
    app.outbox.put((), now=NOW, answer=given)
    clock.now = NOW + timedelta(days=29)
    messenger.forget()
    assert app.answers.get("a") == given
    clock.now = NOW + timedelta(days=31)
    messenger.forget()
    assert app.answers.get("a") == replace(given, chat=None, person=None)
