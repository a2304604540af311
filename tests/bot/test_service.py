"""The service takes in what is dropped, goes on through trouble, and stops when told."""

import asyncio
import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NoReturn

import pytest

from bot.app import App
from bot.errors import ChannelError
from bot.later import Later
from bot.service import Sweep, lease_kept, serve
from config.settings import Settings
from retrieval.errors import ModelError
from store.backlog import Waiting
from store.lease import Lease
from tests.fake_encoder import LetterEncoder
from tests.telegram_server import TOKEN, BotApi, person, running

TEXT = "정부는 9일 새 정수장을 열었다고 밝혔다. 하루 3만 톤의 물을 걸러 시민에게 보낸다."

MakeApp = Callable[..., App]


@pytest.fixture
def make_app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeApp]:
    """Makes the parts of one process over an empty home, with a given encoder."""
    monkeypatch.chdir(tmp_path)
    made: list[App] = []

    def make(load_encoder: Callable[[], LetterEncoder] = LetterEncoder) -> App:
        settings = Settings(home=tmp_path / "home", inbox_every_s=0.1)
        made.append(App(settings, load_encoder=load_encoder))
        made[-1].inbox.prepare()
        return made[-1]

    yield make
    for app in made:
        app.close()


def drop(app: App, name: str, text: str = TEXT) -> Path:
    path = app.settings.inbox_folder / name
    path.write_text(text, encoding="utf-8")
    return path


async def serve_until(app: App, condition: Callable[[], bool], *, number: int) -> float:
    """Serve until the condition holds, then tell it to stop; return the seconds that took."""
    serving = asyncio.create_task(serve(app))
    async with asyncio.timeout(60):
        while not condition():
            await asyncio.sleep(0.02)
            assert not serving.done(), serving.result()
        told_at = time.monotonic()
        os.kill(os.getpid(), number)
        await serving
    return time.monotonic() - told_at


def test_a_dropped_file_is_found_and_the_service_stops_when_told(make_app: MakeApp) -> None:
    app = make_app()
    dropped = drop(app, "a.txt")

    def found() -> bool:
        kept = app.library.count() == 1 and not dropped.exists()
        return kept and app.backlog.waiting() == Waiting(articles=0, passages=0)

    assert asyncio.run(serve_until(app, found, number=signal.SIGTERM)) < 5
    assert (app.settings.inbox_folder / "done" / "a.txt").exists()


def test_the_service_stops_while_the_model_still_loads(make_app: MakeApp) -> None:
    loading, enough = threading.Event(), threading.Event()

    def slow() -> LetterEncoder:
        loading.set()
        enough.wait(60)
        return LetterEncoder()

    took = asyncio.run(serve_until(make_app(slow), loading.is_set, number=signal.SIGINT))
    enough.set()
    assert took < 5


def test_without_a_model_the_service_goes_on_by_words(
    make_app: MakeApp, caplog: pytest.LogCaptureFixture
) -> None:
    def no_model() -> NoReturn:
        raise ModelError("gone", "there is no such folder. Set SOSIK_MODEL to one")

    app = make_app(no_model)
    drop(app, "a.txt")
    asyncio.run(
        serve_until(
            app,
            lambda: app.library.count() == 1 and app.backlog.waiting().articles == 0,
            number=signal.SIGTERM,
        )
    )
    assert "answers go on by words alone: the model gone cannot be used" in caplog.text


def test_a_wrong_token_ends_the_service_before_the_model_is_loaded(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def loading() -> LetterEncoder:
        asked.append("model")
        return LetterEncoder()

    with running(BotApi()) as address:
        monkeypatch.setenv("SOSIK_TELEGRAM_API_URL", address)
        monkeypatch.setenv("SOSIK_TELEGRAM_TOKEN", "1234:wrong-token-wrong-token")
        app = make_app(loading)
        with pytest.raises(ChannelError, match="SOSIK_TELEGRAM_TOKEN"):
            asyncio.run(serve(app))
    assert not asked


def test_messages_wait_on_telegrams_side_until_the_model_is_loaded(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    api, enough = BotApi(), threading.Event()
    asker = person(7)

    def slow() -> LetterEncoder:
        enough.wait(60)
        return LetterEncoder()

    def connected_while_it_loads() -> bool:
        if api.commands and not enough.is_set():
            assert len(api.waiting()) == 1
            enough.set()
        return len(api.texts(7)) == 1

    with running(api) as address:
        api.write("안녕하세요", sender=asker)
        monkeypatch.setenv("SOSIK_TELEGRAM_API_URL", address)
        monkeypatch.setenv("SOSIK_TELEGRAM_TOKEN", TOKEN)
        asyncio.run(serve_until(make_app(slow), connected_while_it_loads, number=signal.SIGTERM))


def test_a_full_disk_is_named_once_and_the_file_goes_in_once_there_is_room(
    make_app: MakeApp, caplog: pytest.LogCaptureFixture
) -> None:
    app = make_app()
    sweep = Sweep(app)
    long = drop(app, "a.txt", " ".join(f"{n}번째 정수장이 문을 열었다." for n in range(5000)))
    with app.database.read() as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages}")
    for _ in range(4):
        sweep()
    assert long.exists()
    said = [one.message for one in caplog.records if one.levelno >= logging.ERROR]
    assert len(said) == 1
    assert "the inbox waits, nothing is lost" in said[0]
    assert "the disk is full; free some space" in said[0]
    with app.database.read() as db:
        db.execute("PRAGMA max_page_count = 1000000")
    sweep()
    assert app.library.count() == 1
    assert not long.exists()


def test_neither_text_nor_names_get_into_the_log(
    make_app: MakeApp, caplog: pytest.LogCaptureFixture
) -> None:
    app = make_app()
    drop(app, "secret.txt")
    drop(app, "hidden.pdf")
    with caplog.at_level(logging.DEBUG):
        for _ in range(2):
            Sweep(app)()
    assert app.library.count() == 1
    assert "정수장" not in caplog.text
    assert "secret" not in caplog.text
    assert "hidden" not in caplog.text


def test_a_stopped_sweep_takes_nothing_more_in(make_app: MakeApp) -> None:
    app = make_app()
    sweep = Sweep(app)
    dropped = drop(app, "a.txt")
    sweep()
    sweep.stop()
    sweep()
    assert dropped.exists()


# -- a part that loads in the background


def test_a_part_is_made_once_for_all_who_wait() -> None:
    made: list[int] = []

    def make() -> int:
        made.append(1)
        return len(made)

    part = Later(make, name="part")
    assert part.now() is None
    waiting = [threading.Thread(target=part.get) for _ in range(5)]
    for thread in waiting:
        thread.start()
    for thread in waiting:
        thread.join()
    assert (part.get(), part.now(), made) == (1, 1, [1])


def test_a_part_that_cannot_be_made_says_why_to_each_who_asks() -> None:
    def fail() -> NoReturn:
        raise ModelError("gone", "no such folder")

    part: Later[int] = Later(fail, name="part")
    for _ in range(2):
        with pytest.raises(ModelError):
            part.get()
    assert part.now() is None
    assert isinstance(part.future().exception(), ModelError)


def test_a_service_that_another_has_taken_over_from_ends(make_app: MakeApp) -> None:
    app = make_app()
    ours = Lease(app.database, "service", lasts_s=0.1)
    theirs = Lease(app.database, "service", lasts_s=0.1)
    now = app.clock()
    woken = now + timedelta(seconds=30)  # the machine slept, and theirs is quicker

    async def kept(clock: Callable[[], datetime], within_s: float) -> None:
        async with asyncio.timeout(within_s):
            await lease_kept(ours, clock=clock, every_s=0.02)

    assert ours.acquire(now)
    with pytest.raises(TimeoutError):  # it is ours for as long as it is asked
        asyncio.run(kept(lambda: now, 0.2))
    assert theirs.acquire(woken)
    with pytest.raises(ChannelError, match="taken over"):
        asyncio.run(kept(lambda: woken, 10))
