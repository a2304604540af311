"""What a chat would be sent is shown, and nothing comes of it."""

from collections.abc import Iterator
from datetime import UTC, timedelta
from typing import Any

import pytest

from bot.app import App
from config.settings import load
from store.messaging.subscription import Subscription
from store.messaging.subscriptions import Subscriptions
from store.messaging.told import ToldFact, ToldFacts
from store.stories import Stories
from tests.bot.commands.conftest import BODY, Sosik


@pytest.fixture
def app(sosik: Sosik) -> Iterator[App]:
    """The parts over the same home, with one story in it."""
    made = App(load())
    text = "강변 도서관 내년 봄 문 연다\n\n" + "\n\n".join(BODY)
    brought = made.ingest.bring_bytes(text.encode(), name="a.txt", file="a.txt")
    assert brought.article_id is not None
    Stories(made.database).place(brought.article_id, None, now=made.clock())
    yield made
    made.close()


def subscribe(app: App, **set_: Any) -> None:
    one = Subscription(channel="telegram", chat="5", **{"zone": "Asia/Seoul", **set_})
    Subscriptions(app.database).put(one, now=app.clock())


def test_the_next_digest_is_shown_and_neither_sent_nor_told(sosik: Sosik, app: App) -> None:
    subscribe(app, language="en")
    shown = sosik("digest", "preview", "--for", "5")
    assert shown.code == 0, shown.err
    assert "강변 도서관" in shown.out
    assert app.outbox.next(now=app.clock() + timedelta(days=3), limit=9) == ()
    with app.database.read() as db:
        assert db["told_facts"].count == 0


def test_what_was_told_is_not_in_it(sosik: Sosik, app: App) -> None:
    subscribe(app)
    (first,) = sosik("digest", "preview", "--for", "5", "--json").records
    assert (first["id"], first["kind"]) == ("5", "digest")
    assert first["due_at"].endswith("T08:00:00+09:00")
    assert "강변 도서관" in first["reply"]
    facts = [ToldFact(**fact) for fact in first["told"]]
    ToldFacts(app.database, "telegram").add("5", facts, at=app.clock(), how="digest")
    (second,) = sosik("digest", "preview", "--for", "5", "--json").records
    assert (second["reply"], second["told"]) == (None, [])
    assert "nothing would be sent" in sosik("digest", "preview", "--for", "5").out


def test_a_day_can_be_named(sosik: Sosik, app: App) -> None:
    subscribe(app)
    subscribe(app, kind="weekly", when_empty="say")
    day = (app.clock() + timedelta(days=1)).date().isoformat()
    (record,) = sosik("digest", "preview", "--for", "5", "--date", day, "--json").records
    assert record["due_at"] == f"{day}T08:00:00+09:00"
    (weekly,) = sosik("digest", "preview", "--for", "5", "--weekly", "--json").records
    assert weekly["kind"] == "weekly"


def test_a_day_of_a_pause_has_nothing(sosik: Sosik, app: App) -> None:
    today = app.clock().astimezone(UTC).date()
    until = today + timedelta(days=9)
    subscribe(app, paused_until=until)
    day = (today + timedelta(days=3)).isoformat()
    shown = sosik("digest", "preview", "--for", "5", "--date", day)
    assert shown.out.strip() == f"nothing would be sent on {day}: it is paused until {until}"
    (record,) = sosik("digest", "preview", "--for", "5", "--date", day, "--json").records
    assert (record["reply"], record["told"]) == (None, [])
    assert f"on {until}: there is nothing new" in sosik("digest", "preview", "--for", "5").out


def test_what_cannot_be_shown_says_why(sosik: Sosik, app: App) -> None:
    assert "5 gets no digest" in sosik("digest", "preview", "--for", "5").err
    subscribe(app, zone="Pacific/Apia")
    left_out = sosik("digest", "preview", "--for", "5", "--date", "2011-12-30")
    assert (left_out.code, "there is no 2011-12-30 in Pacific/Apia" in left_out.err) == (1, True)
    assert "gets no weekly" in sosik("digest", "preview", "--for", "5", "--weekly").err
    for wrong in ("yesterday", "2026-02-29", "", "0001-01-01", "9999-12-31"):
        assert sosik("digest", "preview", "--for", "5", "--date", wrong).code == 2
