"""What is under the items of a digest, and what it teaches; how broad a topic is."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import App
from bot.digests.editions import Editions, EditionWriter
from bot.subscribing.breadth import Breadth
from bot.subscribing.codes import Deed, read
from bot.subscribing.verdicts import item_buttons, taught, teaches
from config.settings import Settings
from retrieval.digest.topics import Topics
from retrieval.morphemes import Analyser
from store.article import Article
from store.messaging.subscription import Subscription
from store.messaging.told import Told
from store.stories import Stories
from tests.retrieval.shelf import Shelf

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
NAMES = ("등대", "수영장", "도서관", "시장")


class Newsroom:
    """A store with a few stories, and what stands over it."""

    def __init__(self, folder: Path) -> None:
        self.app = App(Settings(home=folder, model="none"), clock=lambda: NOW)
        stories = Stories(self.app.database)
        for name in NAMES:
            text = f"소라섬 {name} 새로 연다\n\n" + "\n\n".join(
                f"소라섬 {name} 담당자는 {day}일에 {day * 40}명이 모여 문을 연다고 밝혔다."
                for day in range(3, 12)
            )
            brought = self.app.ingest.bring_bytes(text.encode(), name="a.txt", file=f"{name}.txt")
            assert brought.article_id is not None
            stories.place(brought.article_id, None, now=NOW)
        self.editions = Editions(
            stories=stories,
            library=self.app.library,
            search=self.app.search,
            encoder=lambda: None,
            zone=self.app.zone,
        )
        self.topics = Topics(analyser=self.app.analyser.get, encoder=lambda: None)

    def articles_under(self, chat: str) -> list[Deed]:
        """What the buttons under the digest of a chat carry."""
        writer = EditionWriter(
            self.editions,
            topics=self.topics,
            chats=self.app.chats,
            default_language="ko",
            buttons=item_buttons(self.app.chats),
        )
        one = Subscription(channel="telegram", chat=chat, zone="Asia/Seoul", length=3)
        told = Told(facts=frozenset(), stories={}, since=None)
        reply = writer.write(one, told, now=NOW).reply
        assert reply is not None
        found = [read(one.data or "") for row in reply.buttons for one in row]
        return [one for one in found if isinstance(one, Deed)]


@pytest.fixture
def newsroom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Newsroom]:
    monkeypatch.chdir(tmp_path)
    made = Newsroom(tmp_path / "home")
    yield made
    made.app.close()


def test_each_item_can_be_judged_and_followed(newsroom: Newsroom) -> None:
    deeds = newsroom.articles_under("1")
    assert [one.verb for one in deeds] == ["up", "down", "follow"] * 3
    articles = {one.id for one in deeds}
    assert len(articles) == 3
    assert len(newsroom.app.library.articles(articles)) == 3


def test_the_readers_of_a_channel_have_nothing_to_press(newsroom: Newsroom) -> None:
    newsroom.app.chats.seen("telegram", "-1005", kind="channel", now=NOW)
    assert newsroom.articles_under("-1005") == []


def test_breadth_counts_the_stories_on_a_topic(newsroom: Newsroom) -> None:
    breadth = Breadth(newsroom.editions, newsroom.topics, clock=lambda: NOW)
    assert breadth("소라섬") == (4, 4)
    assert breadth("수영장") == (1, 4)
    assert breadth("수족관") == (0, 4)


@pytest.mark.parametrize("topic", ["???", "뉴스", "news", "5·18", "119", "C++"])
def test_a_topic_without_a_word_to_look_for_has_no_breadth(newsroom: Newsroom, topic: str) -> None:
    assert Breadth(newsroom.editions, newsroom.topics, clock=lambda: NOW)(topic) is None


def test_a_headline_teaches_its_words_and_the_topics_it_is_on() -> None:
    assert teaches("소라섬 등대를 열다", ("등대", "수영장", "소라섬 등대")) == (
        "t:등대", "t:소라섬 등대", "w:등대를", "w:소라섬", "w:열다"
    )  # fmt: skip


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory, analyser: Analyser) -> Article:
    shelf = Shelf(tmp_path_factory.mktemp("one"), analyser=analyser, encoder=None)
    added = shelf.library.article(shelf.add("소라섬 등대 열리다", "소라섬 등대가 열렸다."))
    assert added is not None
    return added


@given(st.lists(st.sampled_from([1, -1]), min_size=1, max_size=20))
def test_of_many_verdicts_on_one_article_the_last_one_counts(
    article: Article, verdicts: list[int]
) -> None:
    likes: dict[str, float] = {"w:등대": 2.0}
    for verdict in verdicts:
        likes = taught(likes, article, 1 if verdict == 1 else -1, topics=())
    once = taught({"w:등대": 2.0}, article, 1 if verdicts[-1] == 1 else -1, topics=())
    assert likes == once


def test_what_is_taught_stays_small(article: Article) -> None:
    likes = {f"w:낱말{number}": 1.0 for number in range(900)}
    likes |= {f"v:{number}": 1.0 for number in range(1_000, 1_400)}
    kept = taught(likes, article, 1, topics=())
    assert len(kept) <= 500
    assert kept["w:등대"] == 1.0
    assert kept[f"v:{article.id}"] == 1.0
