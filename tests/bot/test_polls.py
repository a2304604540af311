"""Due sources are polled by one process, none of them twice at once, and a restart loses none."""

import asyncio
import json
import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import App
from bot.polls import POLLS_AT_ONCE, Polls
from bot.removing import remove_article
from bot.reply import Message
from bot.service import serve
from bot.upkeep import Upkeep
from config.settings import Settings, SettingsError
from store.article import Extracted, Published
from store.lease import Lease
from tests.bot.commands.conftest import feed
from tests.fake_encoder import LetterEncoder
from tests.news_server.serve import NewsSite, Request, answer, serving

MakeApp = Callable[..., App]


@pytest.fixture
def make_app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeApp]:
    """Makes the parts of one process over one home that may fetch from this machine."""
    monkeypatch.chdir(tmp_path)
    made: list[App] = []

    def make(**settings: object) -> App:
        told: dict[str, object] = {"home": tmp_path / "home", "allowed_hosts": "127.0.0.1"}
        made.append(App(Settings(**(told | settings)), load_encoder=LetterEncoder))  # type: ignore[arg-type] # by name
        made[-1].inbox.prepare()
        return made[-1]

    yield make
    for app in made:
        app.close()


@pytest.fixture
def site() -> NewsSite:
    return NewsSite()


@pytest.fixture
def address(site: NewsSite) -> Iterator[str]:
    with serving(site) as found:
        yield found


def until(condition: Callable[[], bool], *, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_the_service_polls_a_source_that_another_process_adds(
    make_app: MakeApp, site: NewsSite, address: str
) -> None:
    site.pages["/rss"] = answer(200, feed(address, 1, 2))
    app = make_app()

    async def run() -> None:
        serving_now = asyncio.create_task(serve(app))
        await asyncio.sleep(0.2)
        await asyncio.to_thread(make_app().adding.add, f"{address}/rss", pages=True)
        await asyncio.to_thread(until, lambda: app.library.count() == 2)
        await asyncio.to_thread(until, lambda: not app.backlog.waiting().articles)
        os.kill(os.getpid(), signal.SIGTERM)
        await serving_now

    asyncio.run(run())
    found = app.catalog.get(1)
    assert found
    assert found.health.succeeded_at is not None
    assert found.health.next_at > datetime.now(UTC)


def test_a_source_that_is_being_polled_is_not_polled_again(
    make_app: MakeApp, site: NewsSite, address: str
) -> None:
    go_on = threading.Event()

    def slow(_: Request) -> Iterable[bytes]:
        go_on.wait(30)
        yield answer(200, feed(address, 1))

    site.pages["/rss"] = slow
    app = make_app()
    app.adding.add(f"{address}/rss", pages=True, kind="feed")
    polls = Polls(app)
    for _ in range(5):
        polls()
    until(lambda: len(site.requests) == 1)
    polls()
    go_on.set()
    until(lambda: app.library.count() == 1)
    polls.stop()
    assert site.targets == ["/rss"]


def test_a_process_without_the_lease_does_not_poll(
    make_app: MakeApp, site: NewsSite, address: str
) -> None:
    site.pages["/rss"] = answer(200, feed(address, 1))
    app = make_app()
    app.adding.add(f"{address}/rss", pages=True, kind="feed")
    other = Lease(app.database, "service")
    assert other.acquire(app.clock())
    polls = Polls(app)
    polls()
    polls.stop()
    assert site.requests == []
    other.release()
    polls = Polls(make_app())
    polls()
    until(lambda: app.library.count() == 1)
    polls.stop()


def test_one_source_that_hangs_holds_up_no_other(
    make_app: MakeApp, site: NewsSite, address: str
) -> None:
    site.pages["/hangs"] = lambda _: site.silence()
    site.pages["/rss"] = answer(200, feed(address, 1))
    app = make_app()
    for name in ("hangs", "rss"):
        app.adding.add(f"{address}/{name}", pages=True, kind="feed")
    polls = Polls(app)
    polls()
    until(lambda: app.library.count() == 1)
    site.closing.set()
    polls.stop()


def test_a_store_that_cannot_be_written_rests_the_polls_and_is_said_once(
    make_app: MakeApp, site: NewsSite, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    site.pages["/rss"] = answer(200, feed(address, 1))
    app = make_app(min_free_mb=1_000_000)
    app.adding.add(f"{address}/rss", pages=True, kind="feed")
    polls = Polls(app)
    polls()
    until(lambda: "polling waits" in caplog.text)
    for _ in range(3):
        polls()
    polls.stop()
    assert site.requests == []  # nothing is fetched that could not be kept
    assert caplog.text.count("polling waits") == 1
    assert app.catalog.due(app.clock())  # still due: nothing is lost


def test_upkeep_purges_what_is_older_than_the_setting_says(make_app: MakeApp) -> None:
    app = make_app(keep_days=30)
    for number, age in enumerate((10, 40)):
        day = (datetime.now(UTC) - timedelta(days=age)).date().isoformat()
        extracted = Extracted(
            title=None,
            title_source="derived",
            paragraphs=(f"{age}일 전 소식이다. 다리 {age}개를 놓았다.",),
            published=Published(iso=day),
        )
        app.library.add(extracted, data=bytes([number]), file=f"{age}.txt", now=app.clock())
    Upkeep(app)()
    assert [article.file for article in app.library.latest(limit=5)] == ["10.txt"]


def test_a_process_that_lost_the_lease_ends_its_poll_after_the_entry_in_hand(
    make_app: MakeApp, site: NewsSite, address: str
) -> None:
    app = make_app()
    thief = Lease(app.database, "service")

    def robbed(_: Request) -> bytes:
        app.lease.release()  # as after a sleep for longer than the lease lasts
        assert thief.acquire(app.clock())
        return answer(200, feed(address, 1, 2, 3))

    site.pages["/rss"] = robbed
    app.adding.add(f"{address}/rss", pages=True, kind="feed")
    polls = Polls(app)
    polls()
    until(lambda: app.catalog.all()[0].health.checked_at is not None)
    polls.stop()
    assert app.library.count() == 0
    assert app.catalog.due(app.clock() + timedelta(minutes=2))  # for the one that holds it now


def test_an_inbox_that_holds_the_home_is_refused(make_app: MakeApp, tmp_path: Path) -> None:
    for inbox in (tmp_path, tmp_path / "home"):
        with pytest.raises(SettingsError, match="SOSIK_INBOX"):
            make_app(inbox=inbox)


def test_no_library_writes_into_the_log_what_is_sent_and_read(
    make_app: MakeApp, site: NewsSite, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    secret = {"set_cookie": "session=thimble"}
    site.pages["/rss"] = answer(200, feed(address, 1), **secret)
    app = make_app(log_level="debug")
    app.adding.add(f"{address}/rss", pages=True, kind="feed")

    async def run() -> None:
        serving_now = asyncio.create_task(serve(app))
        await asyncio.to_thread(until, lambda: "source 1: 1 new" in caplog.text)
        os.kill(os.getpid(), signal.SIGTERM)
        await serving_now

    with caplog.at_level(logging.DEBUG):
        asyncio.run(run())
    speakers = {one.name.partition(".")[0] for one in caplog.records}
    assert speakers <= {"bot", "store", "retrieval", "asyncio"}  # the loop, before all begins
    for said in ("thimble", "도서관", address):
        assert said not in caplog.text


def test_of_many_sources_that_are_due_each_has_its_turn(
    make_app: MakeApp, site: NewsSite, address: str
) -> None:
    app = make_app()
    for number in range(3 * POLLS_AT_ONCE):
        site.pages[f"/{number}/rss"] = answer(200, feed(address, number))
        app.adding.add(f"{address}/{number}/rss", pages=True, kind="feed")
    polls = Polls(app)

    def done() -> bool:
        polls()
        return all(one.health.checked_at for one in app.catalog.all())

    until(done)
    polls.stop()
    assert len(site.requests) == 3 * POLLS_AT_ONCE


def test_after_the_clock_was_set_back_the_polls_do_not_rest_until_then(
    make_app: MakeApp, site: NewsSite, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    site.pages["/rss"] = answer(200, feed(address, 1))
    make_app().adding.add(f"{address}/rss", pages=True, kind="feed")
    app = make_app(min_free_mb=1_000_000)
    shift = timedelta(days=365)
    app.clock = lambda: datetime.now(UTC) + shift
    polls = Polls(app)
    polls()
    until(lambda: "polling waits" in caplog.text)
    shift = timedelta(0)
    app.polling = make_app().polling  # the disk has room again
    polls()
    until(lambda: app.library.count() == 1)
    polls.stop()


TEXT = "정부는 9일 새 정수장을 열었다고 밝혔다. 하루 3만 톤의 물을 걸러 시민에게 보낸다."


def dropped(app: App) -> int:
    """Take in an article of forty days ago by the inbox; return its id."""
    day = (datetime.now(UTC) - timedelta(days=40)).date().isoformat()
    record = json.dumps({"title": "새 정수장", "published": day, "text": TEXT})
    (app.settings.inbox_folder / "a.json").write_text(record, encoding="utf-8")
    outcomes = [outcome for _ in range(2) for outcome in app.inbox.sweep()]
    return outcomes[0].article_id or 0


def test_what_was_just_quoted_to_somebody_is_purged_later(make_app: MakeApp) -> None:
    kept = make_app(keep_days=60)
    dropped(kept)
    assert kept.indexer.acquire()
    kept.indexer.step()
    message = Message(channel="test", chat="1", text="정수장은 하루에 물을 몇 톤 걸러?")
    assert kept.conversation.reply(message, now=kept.clock()).kind == "answer"
    shorter = make_app(keep_days=30)
    Upkeep(shorter)()
    assert shorter.library.count() == 1
    later = make_app(keep_days=30)
    later.clock = lambda: datetime.now(UTC) + timedelta(minutes=31)
    Upkeep(later)()
    assert later.library.count() == 0
    assert not list((later.settings.inbox_folder / "done").iterdir())


def test_a_removed_article_is_gone_from_folders_indexes_and_database(make_app: MakeApp) -> None:
    app = make_app()
    article_id = dropped(app)
    assert app.indexer.acquire()
    while app.indexer.step():
        pass
    app.indexer.release()
    assert remove_article(app, article_id)
    assert not remove_article(app, article_id)
    assert not list((app.settings.inbox_folder / "done").iterdir())
    assert not app.backlog.forgotten(limit=10)  # the indexes are told already
    app.close()
    for file in app.settings.home.glob("sosik.db*"):
        assert "정수장".encode() not in file.read_bytes()
