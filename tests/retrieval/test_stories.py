"""A list shows each story once, and a story is followed through all its steps."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import stories
from retrieval.morphemes import trigrams
from store.article import Article, Published

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
QUAKE = (
    (
        "솔빛군 규모 4.1 지진…학교 두 곳 휴교",
        "솔빛군 앞바다에서 규모 4.1 지진이 났다. 다친 사람은 없다.",
    ),
    (
        "솔빛군 앞바다 지진에 학교 휴교",
        "규모 4.1 지진이 솔빛군 앞바다에서 일어나 학교 두 곳이 쉰다.",
    ),
)
PRICE = ("무지개마트 우유값 8% 인상", "무지개마트가 다음 주부터 흰 우유값을 8% 올린다.")
CUP = ("새벽배 탁구 대회 결승 오늘", "새벽배 전국 탁구 대회 결승이 오늘 저녁 열린다.")


def article(
    id_: int, headline: str, text: str, *, day: str | None = None, outlet: str | None = None
) -> Article:
    return Article(
        id=id_,
        version=1,
        text=text,
        title=headline,
        file=f"{id_}.txt",
        stored_at=NOW,
        outlet=outlet,
        published=Published(iso=day) if day else None,
    )


def its_own(one: Article) -> int:
    return one.id


def rarity_among(articles: Iterable[Article]) -> stories.Weights:
    texts = [set(trigrams(f"{one.title} {one.text}")) for one in articles]
    found = Counter(gram for text in texts for gram in text)
    return {gram: log(1 + len(texts) / count) for gram, count in found.items()}


def ids(groups: Iterable[Iterable[Article]]) -> list[list[int]]:
    return [[one.id for one in group] for group in groups]


def test_reports_of_one_event_are_one_story() -> None:
    told = [article(1, *QUAKE[0]), article(2, *PRICE), article(3, *QUAKE[1]), article(4, *CUP)]
    assert ids(one.articles for one in stories.group(told, report=its_own)) == [[1, 3], [2], [4]]


def test_copies_are_one_story_however_they_are_headed() -> None:
    told = [article(1, *QUAKE[0]), article(2, "오늘의 사진", QUAKE[0][1]), article(3, *PRICE)]
    grouped = stories.group(told, report=lambda one: 1 if one.id < 3 else one.id)
    assert ids(one.articles for one in grouped) == [[1, 2], [3]]


def test_the_same_words_weeks_later_are_another_turn_of_it() -> None:
    told = [article(1, *QUAKE[0], day="2026-11-01"), article(2, *QUAKE[1], day="2026-11-20")]
    assert len(stories.group(told, report=its_own)) == 2


@pytest.mark.parametrize("outlets", [("가람신문", "가람신문"), (None, None)])
def test_one_outlet_or_one_report_that_is_repeated_is_covered_once(
    outlets: tuple[str | None, str | None],
) -> None:
    told = [article(n, *QUAKE[0], outlet=outlet) for n, outlet in enumerate(outlets)]
    (story,) = stories.group(told, report=lambda _: 0)
    assert story.coverage == 1


def test_what_more_outlets_tell_comes_first_and_then_what_is_newer() -> None:
    told = [
        article(1, *PRICE, day="2026-11-21", outlet="가람신문"),
        article(2, *QUAKE[0], day="2026-11-19", outlet="가람신문"),
        article(3, *QUAKE[1], day="2026-11-19", outlet="나루일보"),
        article(4, *CUP, day="2026-11-20", outlet="나루일보"),
    ]
    ordered = stories.most_covered_first(stories.group(told, report=its_own), now=NOW)
    assert ids(one.articles for one in ordered) == [[2, 3], [1], [4]]


def test_stories_without_a_date_or_with_one_to_come_follow() -> None:
    told = [
        article(1, *QUAKE[0]),
        article(2, *PRICE, day="2031-01-01"),
        article(3, *CUP, day="2026-01-05"),
    ]
    ordered = stories.most_covered_first(stories.group(told, report=its_own), now=NOW)
    assert ordered[0].articles[0].id == 3
    assert stories.newest_first(told, now=NOW)[0].id == 3


def test_a_story_goes_on_through_its_steps_however_long_they_take() -> None:
    told = [
        article(
            1,
            "너울다리 보수 공사 시작",
            "너울시는 낡은 너울다리의 보수 공사를 한마음건설에 맡겨 시작했다.",
            day="2026-03-02",
        ),
        article(2, *PRICE, day="2026-03-05"),
        article(
            3,
            "너울다리 공사 멈춰…한마음건설 부도",
            "한마음건설이 부도를 내 너울다리 보수 공사가 멈췄다.",
            day="2026-06-11",
        ),
        article(
            4,
            "한마음건설 법정관리",
            "법원은 부도를 낸 한마음건설의 법정관리를 받아들였다.",
            day="2026-10-01",
        ),
    ]

    def rarity(grams: Iterable[str]) -> Mapping[str, float]:
        known = rarity_among(told)
        return {gram: known[gram] for gram in grams}

    assert ids(stories.threads(told, rarity=rarity)) == [[1, 3, 4], [2]]


LETTERS = st.text(st.sampled_from("가나다라 마바사"), max_size=40)


@given(texts=st.lists(st.tuples(LETTERS, LETTERS), max_size=8))
def test_every_article_is_in_one_story_and_in_one_thread(texts: list[tuple[str, str]]) -> None:
    told = [article(id_, *text) for id_, text in enumerate(texts)]
    grouped = [one.articles for one in stories.group(told, report=its_own)]
    threads = stories.threads(told, rarity=lambda grams: dict.fromkeys(grams, 2.0))
    for groups in (grouped, threads):
        assert sorted(id_ for group in ids(groups) for id_ in group) == list(range(len(texts)))
