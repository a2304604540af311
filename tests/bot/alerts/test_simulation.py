"""A stream of labelled news, and a job killed at any point: exactly who has to be told is."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest

from benchmarks.news_stream import SETS, stream
from retrieval.digest.brief import brief
from retrieval.digest.gathering import loader
from tests.bot.alerts.conftest import SEOUL, World

CHATS = 12


def test_followers_of_a_story_are_told_of_each_report_that_brings_something(world: World) -> None:
    told, owed, copies = _month(world)
    heard = {(chat, article) for chat, article, _ in told}
    assert len(owed) >= 20
    assert heard == owed
    assert not {article for _, article, _ in told} & copies


def test_a_job_that_is_killed_at_any_point_tells_the_same_once(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """After some steps of SQLite's machine all that it is asked to do is broken off."""
    chance = random.Random(7)

    def killed() -> None:
        world.now += timedelta(minutes=chance.choice((0, 5)))
        if chance.random() < 0.5:  # killed while it tells, else while it looks
            world.alerts()
            world.now += timedelta(minutes=5)
        left = iter(range(chance.randrange(1, 400)))
        with world.database.read() as db:
            db.conn.set_progress_handler(lambda: next(left, None) is None, 5)
        world.alerts()
        with world.database.read() as db:
            db.conn.set_progress_handler(None, 0)
            db.conn.rollback()  # that too may have been broken off, and the dead hold no lock
        world.restart()

    told, owed, copies = _month(world, killed, each=1)
    assert {(chat, article) for chat, article, _ in told} == owed
    assert not {article for _, article, _ in told} & copies
    assert {record.message.partition(":")[0] for record in caplog.records} <= {
        "alerts wait, none is lost"
    }
    assert caplog.records
    caplog.clear()


def _month(
    world: World, kill: Callable[[], None] = lambda: None, *, each: int = 2
) -> tuple[list[tuple[str, int, str]], set[tuple[str, int]], set[int]]:
    """Return what was told as chat, article and fact; to whom of what it had to be; the copies.

    Two chats follow each story from its first report on. Nobody else is told, nor anybody twice.
    """
    chance = random.Random(6)
    followed: dict[str, set[str]] = {}
    story_of: dict[int, str] = {}
    owed: set[tuple[str, int]] = set()
    copies: set[int] = set()
    for one in stream(SETS / "stories.jsonl", seed=6, each=each):
        world.now = max(world.now, one.published)
        id_ = world.report(one.story, one.title, one.text, outlet=one.outlet)
        story_of[id_] = one.story
        if one.text.startswith("(서울=새벽통신)"):
            copies.add(id_)
        elif one.story in followed and _brings(world, one.story, id_):
            owed |= {(chat, id_) for chat in followed[one.story]}
        kill()
        world.run(7)
        if one.story not in followed:
            followed[one.story] = {str(chance.randrange(CHATS)) for _ in range(2)}
            for chat in followed[one.story]:
                world.follows.add(chat, story=world.story(one.story), person=chat, now=world.now)
            world.now += timedelta(seconds=1)
    with world.database.read() as db:
        found = db.execute("SELECT chat, article_id, fact FROM told_facts").fetchall()
    told = [(chat, article, fact) for chat, article, fact in found]
    assert all(chat in followed[story_of[article]] for chat, article, _ in told)
    keys = [(chat, story_of[article], fact) for chat, article, fact in told]
    assert len(keys) == len(set(keys))
    return told, owed, copies


def _brings(world: World, story: str, article: int) -> bool:
    """Tell whether the article says first, in its first sentences, what no other report has."""
    reports, copies = loader(world.library)(world.stories.articles_of(world.story(story)))
    read = brief(world.story(story), reports, copies, now=world.now, zone=SEOUL)
    assert read is not None
    return any(one.article_id == article and one.leads and one.brings for one in read.facts)
