"""A digest in words: verbatim quotes, dates in the person's zone, what is new since when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digests.wording import word_digest
from bot.reply import Reply, plain_text
from bot.texts import Language, texts_in
from retrieval.digest.brief import brief
from retrieval.digest.values import Digest, Headline, Item
from retrieval.facts import Report
from store.article import Article, Published

SEOUL = ZoneInfo("Asia/Seoul")
NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
TEXT = "서해시는 버스 요금을 1700원으로 올린다. 청소년 요금은 1050원이 된다."


def item(text: str = TEXT, title: str | None = "버스 요금 오른다") -> Item:
    article = Article(
        id=1,
        version=1,
        text=text,
        title=title,
        file="a.txt",
        stored_at=NOW,
        outlet="한빛일보",
        published=Published(iso="2026-11-22T15:10:00+09:00"),
        url="https://news.example/1",
    )
    story = brief(1, [Report(article=article, since=NOW)], {}, now=NOW, zone=SEOUL)
    assert story is not None
    return Item(brief=story, quotes=story.facts[:2], is_new=True, since=None, topics=(), teaches=())


def written(digest: Digest, *, language: Language = "en", zone: ZoneInfo = SEOUL) -> str:
    lines = word_digest(digest, texts=texts_in(language), zone=zone, now=NOW)
    return plain_text(Reply(kind="list", lines=lines))


def digest(*items: Item, also: tuple[Headline, ...] = (), held_back: int = 0) -> Digest:
    return Digest(period="day", items=items, also=also, held_back=held_back)


def test_an_item_has_headline_link_quotes_outlet_and_time() -> None:
    text = written(digest(item()))
    assert "1. 버스 요금 오른다 https://news.example/1" in text
    assert "“서해시는 버스 요금을 1700원으로 올린다.”" in text
    assert "한빛일보" in text
    assert "15:10" in text


def test_the_day_is_that_of_the_person() -> None:
    assert "Nov 23" in written(digest(item())).splitlines()[0]
    assert "Nov 22" in written(digest(item()), zone=NEW_YORK).splitlines()[0]


def test_a_story_that_comes_back_says_since_when() -> None:
    known = replace(item(), is_new=False, since=NOW - timedelta(days=2))
    assert "New since November 21" in written(digest(known))
    assert "New since you asked about it" in written(digest(replace(known, since=None)))


def test_sources_are_counted_where_there_are_several() -> None:
    one = item()
    several = replace(one, brief=replace(one.brief, coverage=5, independent=2))
    assert "5 outlets, independent sources: 2" in written(digest(several))
    assert "independent" not in written(digest(one))


def test_headlines_follow_and_what_was_left_out_is_said() -> None:
    one = item()
    text = written(digest(one, also=(Headline(brief=one.brief, fact=one.quotes[0]),), held_back=9))
    assert "Also new" in text
    assert text.endswith("9 more new stories were left out.")


@pytest.mark.parametrize("period", ["day", "week"])
def test_an_empty_digest_is_one_line(period: str) -> None:
    empty = Digest(period="week" if period == "week" else "day", items=(), also=(), held_back=0)
    assert len(written(empty).splitlines()) == 1


def test_topics_that_cannot_be_looked_for_are_named_on_one_line() -> None:
    text = written(replace(digest(item()), unread=("?!\n" * 40, "a"), too_many=160))
    assert "160 further ones" in text
    assert "?! ?!" in text


@given(st.text(min_size=1, max_size=80).filter(str.strip), st.text(max_size=80))
def test_quotes_are_verbatim_whatever_they_hold(text: str, title: str) -> None:
    try:
        one = item(text=text, title=title)
    except AssertionError:  # nothing to quote
        return
    lines = word_digest(digest(one), texts=texts_in("ko"), zone=SEOUL, now=NOW)
    said = ["".join(span.text for span in line.spans) for line in lines]
    for quote in one.quotes:
        assert any(quote.text in line for line in said)
