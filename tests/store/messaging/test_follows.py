"""What chats follow, watch for and wait for is theirs, bounded, and gone when they say so."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store.database import Database
from store.messaging.alert_backlog import AlertBacklog
from store.messaging.awaited import AwaitedQuestions
from store.messaging.due import DueNews
from store.messaging.follows import MAX_FOLLOWS, Follows
from store.messaging.outbox import Outbox
from store.messaging.privacy import erase, export
from store.messaging.watchwords import MAX_WATCHWORDS, Watchwords
from store.stories import Stories

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture
def follows(database: Database) -> Follows:
    return Follows(database, "telegram")


def test_what_is_followed_already_stays_as_it_is(follows: Follows) -> None:
    first = follows.add("1", topic=" 한빛  전자 ", person="1", now=NOW)
    again = follows.add("1", topic="한빛 전자", person="2", now=NOW + timedelta(hours=1))
    assert first == again
    assert [one.topic for one in follows.of("1")] == ["한빛 전자"]
    assert follows.of("2") == ()


@pytest.mark.parametrize("topic", ["", "  ", "가" * 101])
def test_a_topic_says_something_and_is_short(follows: Follows, topic: str) -> None:
    with pytest.raises(ValueError, match="not too long"):
        follows.add("1", topic=topic, person="1", now=NOW)


def test_a_chat_follows_and_watches_for_so_much_at_most(
    follows: Follows, database: Database
) -> None:
    watchwords = Watchwords(database, "telegram")
    for number in range(MAX_FOLLOWS):
        assert follows.add("1", story=number + 1, person="1", now=NOW)
    for number in range(MAX_WATCHWORDS):
        assert watchwords.add("1", f"word{number}", person="1", now=NOW)
    assert follows.add("1", topic="one more", person="1", now=NOW) is None
    assert watchwords.add("1", "one more", person="1", now=NOW) is None
    assert follows.add("1", story=1, person="1", now=NOW)


def test_a_story_is_followed_through_merges(follows: Follows, database: Database) -> None:
    stories = Stories(database)
    with database.write() as db:
        db["stories"].insert_all({"opened_at": 0} for _ in range(4))
    follows.add("1", story=3, person="1", now=NOW)
    stories.merge(2, 3, now=NOW)
    stories.merge(1, 2, now=NOW)
    assert [(one.chat, one.story) for one in follows.on_stories([1, 4])] == [("1", 1)]
    assert follows.on_stories([3, 4])
    assert follows.on_stories([4]) == ()


def test_only_the_chat_itself_ends_what_it_follows_and_what_waits_goes_along(
    follows: Follows, database: Database
) -> None:
    one = follows.add("1", topic="배터리", person="1", now=NOW)
    assert one is not None
    backlog = AlertBacklog(database)
    due = DueNews(
        channel="telegram",
        chat="1",
        article_id=1,
        cause="follow",
        cause_id=one.id,
        since=NOW,
        found_at=NOW,
    )
    backlog.looked_at([], [due, due], [])
    assert backlog.news("telegram", "1") == (due,)
    assert follows.remove("2", one.id) is None
    assert follows.remove("1", one.id) == one
    assert backlog.news("telegram", "1") == ()


def test_a_group_that_moves_takes_along_what_it_follows(
    follows: Follows, database: Database
) -> None:
    follows.add("-1", topic="배터리", person="7", now=NOW)
    follows.add("-2", topic="배터리", person="7", now=NOW)
    Outbox(database, "telegram").move("-1", "-2")
    assert [one.topic for one in follows.of("-2")] == ["배터리"]
    assert follows.of("-1") == ()


def test_no_trace_of_what_somebody_wanted_to_know_stays_on_the_disk(
    follows: Follows, database: Database, tmp_path: Path
) -> None:
    awaited = AwaitedQuestions(database, "telegram")
    follows.add("7", topic="secret-topic", person="7", now=NOW)
    Watchwords(database, "telegram").add("7", "secret-word", person="7", now=NOW)
    awaited.add("7", "secret-question of mine", person="7", now=NOW)
    awaited.add("-5", "secret-question in a group", person="7", now=NOW)
    follows.add("-5", topic="of the group", person="7", now=NOW)
    given = export(database, "telegram", "7", "7")
    assert [len(given[name]) for name in ("follows", "watchwords", "awaited_questions")] == [
        2,
        1,
        2,
    ]
    erase(database, "telegram", "7", "7", now=NOW)
    assert awaited.of("-5") == ()
    assert [one.person for one in follows.of("-5")] == [None]
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert b"secret" not in kept
