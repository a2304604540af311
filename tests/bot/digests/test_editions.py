"""Digests are written from the news as it stands now, each in its reader's language."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import App
from bot.digests.editions import Editions, EditionWriter
from bot.digests.reading_ahead import ReadingAhead
from bot.reply import Button, plain_text
from config.settings import Settings
from retrieval.digest.topics import Topics
from store.messaging.subscription import Subscription
from store.messaging.told import Told
from store.stories import Stories

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
NOTHING = Told(facts=frozenset(), stories={}, since=None)


class Newsroom:
    """A store that tests bring articles to, and the writer over it."""

    def __init__(self, folder: Path) -> None:
        self.now = NOW
        self.app = App(Settings(home=folder, model="none"), clock=lambda: self.now)
        self.stories = Stories(self.app.database)
        self.editions = Editions(
            stories=self.stories,
            library=self.app.library,
            search=self.app.search,
            encoder=lambda: None,
            zone=self.app.zone,
        )
        self.writer = EditionWriter(
            self.editions,
            topics=Topics(analyser=self.app.analyser.get, encoder=lambda: None),
            chats=self.app.chats,
            default_language="ko",
            buttons=lambda digest, _: ((Button("👍", data=f"{len(digest.items)}"),),),
        )

    def report(self, what: str) -> int:
        """Bring an article in and open a story with it; return the story."""
        text = f"{what} 새로 연다\n\n" + "\n\n".join(
            f"{what} 담당자는 {day}일에 {day * 40}명이 모여 문을 연다고 밝혔다. 시민들이 반겼다."
            for day in range(3, 12)
        )
        brought = self.app.ingest.bring_bytes(text.encode(), name="a.txt", file=f"{what}.txt")
        assert brought.article_id is not None
        return self.stories.place(brought.article_id, None, now=self.now)

    def written(self, **set_: Any) -> Any:
        one = Subscription(channel="telegram", chat="1", **{"zone": "Asia/Seoul", **set_})
        return self.writer.write(one, NOTHING, now=self.now)

    def held(self) -> dict[int, tuple[int, ...]]:
        """Return the articles of each story that the edition of now holds."""
        edition = self.editions.now(self.now)
        known = (edition.known(one) for one in edition.stories)
        return {one.story_id: one.articles for one in known if one is not None}

    def told(self) -> set[int | None]:
        return {fact.story for fact in self.written().facts}


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    made = Newsroom(tmp_path)
    yield made
    made.app.close()


def test_what_arrives_later_is_in_the_digests_of_the_next_minute(newsroom: Newsroom) -> None:
    first = newsroom.report("강변 도서관")
    assert newsroom.told() == {first}
    newsroom.now += timedelta(seconds=50)
    second = newsroom.report("달빛 미술관")
    assert newsroom.told() == {first}
    newsroom.now += timedelta(seconds=20)
    assert newsroom.told() == {first, second}


def test_a_story_that_went_into_another_is_told_as_that(newsroom: Newsroom) -> None:
    first, second = newsroom.report("강변 도서관"), newsroom.report("달빛 미술관")
    assert newsroom.told() == {first, second}
    newsroom.now += timedelta(minutes=5)
    newsroom.stories.merge(first, second, now=newsroom.now)
    assert newsroom.told() == {first}


def test_an_article_that_was_removed_is_not_quoted_any_more(newsroom: Newsroom) -> None:
    first, second = newsroom.report("강변 도서관"), newsroom.report("달빛 미술관")
    assert newsroom.told() == {first, second}
    (article,) = newsroom.stories.articles_of(first)
    newsroom.app.removal.remove(article, now=newsroom.now)
    newsroom.now += timedelta(minutes=1)
    assert newsroom.told() == {second}


def test_merges_and_splits_move_articles_however_long_ago_they_were_placed(
    newsroom: Newsroom,
) -> None:
    first, second = newsroom.report("강변 도서관"), newsroom.report("달빛 미술관")
    before = newsroom.held()
    newsroom.now += timedelta(minutes=5)
    newsroom.editions.now(newsroom.now)
    newsroom.stories.merge(first, second, now=newsroom.now)
    newsroom.now += timedelta(minutes=1)
    assert newsroom.held() == {first: (*before[first], *before[second])}
    new = newsroom.stories.split(first, before[second], now=newsroom.now)
    newsroom.now += timedelta(minutes=1)
    assert newsroom.held() == {first: before[first], new: before[second]}


def test_stories_are_read_ahead_once_somebody_has_asked_for_news(newsroom: Newsroom) -> None:
    newsroom.report("강변 도서관")
    job = ReadingAhead(newsroom.editions, clock=lambda: newsroom.now)
    job()
    assert newsroom.editions.keep_up(newsroom.now, limit=10) == 0
    newsroom.editions.now(newsroom.now)
    assert newsroom.editions.keep_up(newsroom.now, limit=10) == 1
    newsroom.report("달빛 미술관")
    newsroom.now += timedelta(minutes=1)
    job()
    assert len(newsroom.held()) == 2
    assert newsroom.editions.keep_up(newsroom.now, limit=10) == 0


def test_nothing_more_is_read_ahead_once_that_was_stopped(newsroom: Newsroom) -> None:
    newsroom.report("강변 도서관")
    newsroom.editions.now(newsroom.now)
    job = ReadingAhead(newsroom.editions, clock=lambda: newsroom.now)
    job.stop()
    job()
    assert newsroom.editions.keep_up(newsroom.now, limit=10) == 1


def test_when_the_clock_was_set_back_the_edition_is_made_anew(newsroom: Newsroom) -> None:
    newsroom.now += timedelta(days=30)
    newsroom.editions.now(newsroom.now)
    newsroom.now = NOW
    story = newsroom.report("강변 도서관")
    assert newsroom.told() == {story}


def test_every_fact_that_is_told_is_a_sentence_of_its_article(newsroom: Newsroom) -> None:
    newsroom.report("강변 도서관")
    written = newsroom.written()
    assert written.facts
    for fact in written.facts:
        article = newsroom.app.library.articles([fact.article])[fact.article]
        assert article.version == fact.version
        assert article.text[fact.start : fact.end].strip() in plain_text(written.reply)


def test_the_digest_is_in_the_language_that_was_set(newsroom: Newsroom) -> None:
    newsroom.report("강변 도서관")

    def heading(**set_: Any) -> str:
        return plain_text(newsroom.written(**set_).reply).splitlines()[0]

    assert "Sun" in heading(language="en")
    assert heading(language="fr") == heading() != heading(language="en")
    newsroom.app.chats.set_language("telegram", "1", "en")
    assert heading() == heading(language="en")
    # Their day, not that of the machine.
    assert "Sat" in heading(zone="America/New_York")


def test_an_empty_digest_is_a_line_without_buttons_or_silence(newsroom: Newsroom) -> None:
    assert newsroom.written().reply is None
    said = newsroom.written(when_empty="say").reply
    assert (len(said.lines), said.buttons) == (1, ())
    newsroom.report("강변 도서관")
    newsroom.now += timedelta(minutes=1)
    assert newsroom.written().reply.buttons == ((Button("👍", data="1"),),)


def test_a_weekly_one_reaches_back_a_week(newsroom: Newsroom) -> None:
    story = newsroom.report("강변 도서관")
    newsroom.now += timedelta(days=5)
    assert newsroom.told() == set()
    assert {fact.story for fact in newsroom.written(kind="weekly").facts} == {story}
