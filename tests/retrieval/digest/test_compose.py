"""What one person is told: what is new to them, on what they want, once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from retrieval.digest.topics import MAX_TOPICS
from retrieval.digest.values import MAX_ALSO, Digest, Preferences
from retrieval.facts import key_of
from store.article import Copies
from tests.retrieval.digest.newsroom import NOW, Newsroom

FIRE = "가람시 물류창고에서 불이 나 4명이 숨졌다. 소방 당국은 11명이 다쳤다고 밝혔다."
FARES = "서해시는 버스 요금을 1500원에서 1700원으로 올린다."


def headlines(digest: Digest) -> list[str | None]:
    return [one.article.title for one in digest.items] + [one.article.title for one in digest.also]


def test_a_new_story_comes_with_its_news_quoted_letter_for_letter(newsroom: Newsroom) -> None:
    newsroom.report(1, "가람시 물류창고 화재 4명 사망", FIRE)
    (item,) = newsroom.compose().items
    assert item.is_new
    assert item.quotes[0].text == "가람시 물류창고에서 불이 나 4명이 숨졌다."
    for quote in item.quotes:
        assert item.article.text[quote.start : quote.end] == quote.text


def test_a_told_story_does_not_come_back_in_other_words(newsroom: Newsroom) -> None:
    newsroom.report(1, "가람시 물류창고 화재 4명 사망", FIRE)
    newsroom.send()
    tomorrow = NOW + timedelta(days=1)
    newsroom.report(
        1, "물류창고 불로 4명 숨져", "가람시 물류창고 화재로 4명이 목숨을 잃었다.", hours_ago=-20
    )
    assert newsroom.compose(now=tomorrow).is_empty


def test_a_told_story_comes_back_led_by_what_is_new(newsroom: Newsroom) -> None:
    newsroom.report(1, "가람시 물류창고 화재 4명 사망", FIRE)
    newsroom.send()
    newsroom.report(
        1,
        "물류창고 화재 사망 6명으로",
        "앞서 4명이 숨졌다고 알려졌다. 물류창고 화재 사망자가 6명으로 늘었다.",
        hours_ago=-20,
    )
    (item,) = newsroom.compose(now=NOW + timedelta(days=1)).items
    assert not item.is_new
    assert item.since == NOW
    assert [one.text for one in item.quotes] == ["물류창고 화재 사망자가 6명으로 늘었다."]


def test_what_is_new_is_told_although_the_clock_ran_ahead_at_the_last_time(
    newsroom: Newsroom,
) -> None:
    newsroom.report(1, "가람시 물류창고 화재 4명 사망", FIRE)
    newsroom.send()
    newsroom.told = {1: NOW + timedelta(days=365)}
    tomorrow = NOW + timedelta(days=1)
    assert newsroom.compose(now=tomorrow).is_empty
    said = "물류창고 화재 사망자가 6명으로 늘었다."
    newsroom.report(1, "물류창고 화재 사망 6명으로", said, hours_ago=-20)
    (item,) = newsroom.compose(now=tomorrow).items
    assert [one.text for one in item.quotes] == [said]


def test_what_an_answer_quoted_is_told(newsroom: Newsroom) -> None:
    article = newsroom.report(1, "버스 요금 1700원으로", FARES)
    newsroom.facts.add((1, key_of(article, 0, len(FARES))))
    assert newsroom.compose().is_empty


def test_undated_and_older_reports_bring_no_story_back(newsroom: Newsroom) -> None:
    newsroom.report(1, "가람시 물류창고 화재 4명 사망", FIRE)
    newsroom.send()
    said = "물류창고 화재 사망자가 6명으로 늘었다."
    newsroom.report(1, "사망 6명", said, hours_ago=-20, published=None)
    newsroom.report(1, "사망 6명", said, hours_ago=-20, published="2026-11-20")
    assert newsroom.compose(now=NOW + timedelta(days=1)).is_empty


def test_an_article_from_years_ago_is_no_news_today(newsroom: Newsroom) -> None:
    newsroom.report(1, "버스 요금 1700원으로", FARES, published="2021-03-02")
    assert newsroom.compose().is_empty


def test_an_old_story_dated_anew_is_no_news(newsroom: Newsroom) -> None:
    newsroom.report(1, "버스 요금 1700원으로", FARES, hours_ago=24 * 9)
    newsroom.report(1, "버스 요금 1700원으로", FARES)
    assert newsroom.compose().is_empty


def test_copies_count_as_one_source(newsroom: Newsroom) -> None:
    one = newsroom.report(1, "버스 요금 1700원으로", FARES, outlet="새벽통신")
    two = newsroom.report(1, "버스 요금 1700원으로", FARES, outlet="물결일보", hours_ago=2)
    newsroom.report(
        1, "버스 요금 오른다", "서해시 버스 요금이 1700원이 된다.", outlet="들꽃신문", hours_ago=1
    )
    group = Copies(
        articles=(one.id, two.id),
        outlets=("새벽통신", "물결일보"),
        origin=one.id,
        origin_outlet="새벽통신",
    )
    newsroom.copies.update({one.id: group, two.id: group})
    (item,) = newsroom.compose().items
    assert (item.brief.coverage, item.brief.independent) == (3, 2)


def test_only_stories_on_the_topics_are_told(newsroom: Newsroom) -> None:
    newsroom.report(1, "가람시 물류창고 화재 4명 사망", FIRE)
    newsroom.report(2, "시내버스요금 1700원으로", FARES)
    digest = newsroom.compose(Preferences(topics=("버스 요금", "월식")))
    (item,) = digest.items
    assert item.brief.story_id == 2
    assert item.topics == ("버스 요금",)


@pytest.mark.parametrize(
    "preferences",
    [
        Preferences(outlets_in=frozenset({"물결일보"})),
        Preferences(outlets_out=frozenset({"한빛일보"})),
    ],
)
def test_only_outlets_that_are_wanted_are_quoted(
    newsroom: Newsroom, preferences: Preferences
) -> None:
    newsroom.report(1, "가람시 물류창고 화재 4명 사망", FIRE)
    newsroom.report(2, "버스 요금 1700원으로", FARES)
    newsroom.report(2, "버스 요금 오른다", "서해시 버스 요금이 1700원이 된다.", outlet="물결일보")
    (item,) = newsroom.compose(preferences).items
    assert item.article.outlet == "물결일보"


def crowd(newsroom: Newsroom, count: int) -> None:
    for at in range(count):
        newsroom.report(
            at + 1,
            f"{at}호 터널 개통",
            f"{at + 20}호 터널이 {at + 100}억원을 들여 개통됐다.",
            hours_ago=1 + at / 10,
        )


def test_the_length_caps_the_items_and_what_is_left_out_is_counted(newsroom: Newsroom) -> None:
    crowd(newsroom, 20)
    digest = newsroom.compose(Preferences(length=3))
    assert len(digest.items) == 3
    assert len(digest.also) == MAX_ALSO
    assert digest.held_back == 20 - 3 - MAX_ALSO


def test_what_was_held_back_comes_the_next_day(newsroom: Newsroom) -> None:
    crowd(newsroom, 20)
    first = headlines(newsroom.send(Preferences(length=3)))
    second = headlines(newsroom.send(Preferences(length=3), now=NOW + timedelta(days=1)))
    assert len(second) == 7
    assert not set(first) & set(second)


@pytest.mark.parametrize("length", [-1, 0, 10_000])
def test_any_length_is_taken(newsroom: Newsroom, length: int) -> None:
    crowd(newsroom, 30)
    digest = newsroom.compose(Preferences(length=length))
    assert len(digest.items) in (0, 20)


def test_more_outlets_come_first_and_likes_move_what_is_alike(newsroom: Newsroom) -> None:
    newsroom.report(1, "가람시 물류창고 화재 4명 사망", FIRE)
    newsroom.report(2, "버스 요금 1700원으로", FARES)
    newsroom.report(2, "버스 요금 오른다", FARES.replace("올린다", "인상한다"), outlet="물결일보")
    assert [one.brief.story_id for one in newsroom.compose().items] == [2, 1]
    (key,) = [one for one in newsroom.compose().items[1].teaches if "물류창고" in one]
    liked = Preferences(likes={key: 3.0})
    assert [one.brief.story_id for one in newsroom.compose(liked).items] == [1, 2]


def test_a_story_that_was_not_put_together_is_told_once(newsroom: Newsroom) -> None:
    newsroom.report(1, "가람시 물류창고 화재 4명 사망", FIRE)
    newsroom.report(2, "물류창고 불 4명 숨져", FIRE, outlet="물결일보")
    assert len(headlines(newsroom.compose())) == 1


def test_topics_without_anything_to_look_for_are_named_and_many_are_counted(
    newsroom: Newsroom,
) -> None:
    newsroom.report(1, "가람시 물류창고 화재 4명 사망", FIRE)
    odd = ("a", "?!", "<b></b>", "🙂", " ")
    digest = newsroom.compose(Preferences(topics=odd))
    assert digest.is_empty
    assert set(digest.unread) == {"a", "?!", "🙂"}
    many = tuple(f"낱말{at}호" for at in range(200))
    assert newsroom.compose(Preferences(topics=many)).too_many == 200 - MAX_TOPICS


def test_a_topic_that_everything_is_on_leaves_everything_in(newsroom: Newsroom) -> None:
    crowd(newsroom, 5)
    assert len(headlines(newsroom.compose(Preferences(topics=("터널",))))) == 5


def test_a_week_is_told_as_it_ended_and_tells_nothing_again(newsroom: Newsroom) -> None:
    newsroom.report(1, "가람시 물류창고 화재 4명 사망", FIRE, hours_ago=100)
    newsroom.report(
        1, "물류창고 화재 사망 6명으로", "물류창고 화재 사망자가 6명으로 늘었다.", hours_ago=50
    )
    newsroom.report(2, "버스 요금 1700원으로", FARES, hours_ago=60)
    newsroom.told[2] = NOW - timedelta(hours=40)
    (item,) = newsroom.compose(period="week").items
    assert item.quotes[0].text == "물류창고 화재 사망자가 6명으로 늘었다."


def test_a_correction_is_known_as_one(newsroom: Newsroom) -> None:
    newsroom.report(1, "버스 요금 1700원으로", FARES)
    newsroom.send()
    newsroom.report(
        1,
        "[정정] 버스 요금 1650원",
        "본지가 1700원으로 보도했으나 서해시 버스 요금은 1650원이므로 바로잡습니다.",
        hours_ago=-20,
    )
    (item,) = newsroom.compose(now=NOW + timedelta(days=1)).items
    assert item.quotes[0].corrects


def test_a_report_without_a_headline_is_told(newsroom: Newsroom) -> None:
    newsroom.report(1, "", "섬마을 아이들이 손 편지를 띄웠다.")
    assert len(newsroom.compose().items) == 1


def test_a_story_that_is_gone_is_not_told(newsroom: Newsroom) -> None:
    newsroom.report(1, "가람시 물류창고 화재 4명 사망", FIRE)
    newsroom.compose()
    newsroom.edition.drop([1])
    assert newsroom.compose().is_empty


def test_a_new_version_of_a_told_article_is_told_by_what_it_changed(newsroom: Newsroom) -> None:
    first = newsroom.report(1, "버스 요금 1700원으로", FARES)
    newsroom.send()
    later = NOW + timedelta(hours=5)
    mended = FARES.replace("1700", "1650")
    old = newsroom.reports[first.id]
    newsroom.reports[first.id] = replace(
        old,
        article=replace(first, version=2, text=mended, stored_at=later),
        changed=frozenset({mended}),
        replaced=frozenset({FARES}),
    )
    known = newsroom.edition.known(1)
    assert known is not None
    newsroom.edition.put([replace(known, arrived=later)], newsroom.encoder.passages(["요금"]))
    (item,) = newsroom.compose(now=NOW + timedelta(days=1)).items
    assert item.quotes[0].text == mended


def test_what_has_come_is_read_ahead_once_until_it_changes(newsroom: Newsroom) -> None:
    for hour in (5, 4, 3):
        newsroom.report(1, "다리 개통", f"다리는 {hour}일 열린다.", hours_ago=hour)
    newsroom.report(2, "버스 요금", "버스 요금이 오른다.")
    newsroom.report(3, "지난주 축제", "축제가 끝났다.", hours_ago=100)

    def read(limit: int = 10) -> int:
        since = NOW - timedelta(days=2)
        return newsroom.edition.read_ahead(since=since, now=NOW, limit=limit)

    assert (read(1), read(), read()) == (1, 1, 0)
    newsroom.report(2, "버스 요금", "버스 요금이 200원 오른다.")
    assert (read(), read()) == (1, 0)
    newsroom.reports.clear()  # nothing is loaded any more
    assert newsroom.edition.brief(1, now=NOW) is not None
