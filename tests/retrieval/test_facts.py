"""The facts of a story: what is said again is told, what is new is not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.facts import Fact, Report, facts_of, key_of
from store.article import Article, Published

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
FIRE = "가람시 물류창고에서 불이 나 4명이 숨졌다. 소방 당국은 11명이 다쳤다고 밝혔다."


def report(
    id_: int,
    text: str,
    *,
    title: str = "가람시 물류창고 화재",
    at: str = "2026-11-20T09:00:00+09:00",
) -> Report:
    stored = datetime.fromisoformat(at).astimezone(UTC) if "T" in at else NOW
    return Report(
        article=Article(
            id=id_,
            version=1,
            text=text,
            title=title,
            file=f"{id_}.txt",
            stored_at=stored,
            outlet="한빛일보",
            published=Published(iso=at),
        ),
        since=stored,
    )


def read(*reports: Report) -> dict[str, Fact]:
    return {one.text: one for one in facts_of(1, reports, now=NOW, zone=SEOUL)}


def brought_by_second(text: str, *, title: str = "가람시 물류창고 화재") -> set[str]:
    later = report(2, text, title=title, at="2026-11-21T09:00:00+09:00")
    facts = facts_of(1, [report(1, FIRE), later], now=NOW, zone=SEOUL)
    return {one.text for one in facts if one.article_id == 2 and one.brings and one.leads}


def test_facts_stand_letter_for_letter_in_their_article() -> None:
    one = report(1, FIRE)
    for fact in facts_of(1, [one], now=NOW, zone=SEOUL):
        assert one.article.text[fact.start : fact.end] == fact.text


@pytest.mark.parametrize(
    "reworded",
    [
        "가람시 물류창고 화재로 4명이 목숨을 잃었다.",
        "이 불로 지금까지 4명이 사망했다.",
        "소방 당국이 집계한 부상자는 11명이다.",
        "가람시 물류창고 화재로 4명이 숨지고 11명이 다쳤다.",
    ],
)
def test_the_same_figures_in_other_words_bring_nothing(reworded: str) -> None:
    assert brought_by_second(reworded) == set()


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("가람시 물류창고 화재 사망자가 6명으로 늘었다.", "물류창고 화재 사망 6명"),
        ("경찰은 물류창고 소장 한가온 씨를 구속했다.", "물류창고 소장 구속"),
        ("가람시는 물류창고 허가를 취소했다.", "가람시, 물류창고 허가 취소"),
        ("합동 감식은 오는 12월 3일 열린다.", "물류창고 합동 감식"),
    ],
)
def test_a_new_figure_event_status_or_day_is_brought(said: str, title: str) -> None:
    assert brought_by_second(said, title=title) == {said}


def test_an_aside_under_the_same_headline_brings_nothing() -> None:
    assert brought_by_second("주민들은 밤새 불안에 떨었다고 입을 모았다.") == set()


def test_a_rewording_has_the_key_of_what_it_rewords() -> None:
    said = ("불이 나 4명이 숨졌다.", "화재로 4명이 목숨을 잃었다.", "사망자는 4명이다.")
    keys = {key_of(report(1, text).article, 0, len(text)) for text in said}
    assert len(keys) == 1
    other = "불이 나 6명이 숨졌다."
    assert key_of(report(1, other).article, 0, len(other)) not in keys


def test_a_key_is_that_of_the_fact_at_its_place() -> None:
    one = report(1, FIRE)
    for fact in facts_of(1, [one], now=NOW, zone=SEOUL):
        assert key_of(one.article, fact.start, fact.end) == fact.key


def test_what_arrives_late_is_not_later() -> None:
    first = report(1, FIRE, at="2026-11-20T12:00:00+09:00")
    late = replace(
        report(2, "불이 나 3명이 숨졌다.", at="2026-11-20T09:00:00+09:00"),
        since=NOW,
    )
    facts = read(first, late)
    told = facts["가람시 물류창고에서 불이 나 4명이 숨졌다."]
    assert not facts["불이 나 3명이 숨졌다."].follows(told)


@pytest.mark.parametrize("wrong", ["2027-05-01", "2026-12-25T09:00:00+09:00"])
def test_a_date_to_come_counts_as_none(wrong: str) -> None:
    for fact in facts_of(1, [report(1, FIRE, at=wrong)], now=NOW, zone=SEOUL):
        assert fact.day is None
        assert fact.published is None


def test_a_new_version_brings_what_it_changed_and_knows_what_it_replaced() -> None:
    later = NOW - timedelta(hours=3)
    mended = FIRE.replace("4명", "5명")
    first = report(1, mended)
    new = Report(
        article=replace(first.article, version=2, stored_at=later),
        since=first.since,
        changed=frozenset({"가람시 물류창고에서 불이 나 5명이 숨졌다."}),
        replaced=frozenset({"가람시 물류창고에서 불이 나 4명이 숨졌다."}),
    )
    again = report(2, "화재로 4명이 숨졌다.", at="2026-11-22T11:00:00+09:00")
    facts = read(new, again)
    assert facts["가람시 물류창고에서 불이 나 5명이 숨졌다."].at == later
    assert not facts["가람시 물류창고에서 불이 나 4명이 숨졌다."].stands
    assert not facts["화재로 4명이 숨졌다."].brings


@given(st.permutations([1, 2, 3]))
def test_facts_do_not_depend_on_the_order_of_reports(order: list[int]) -> None:
    reports = {
        1: report(1, FIRE),
        2: report(2, "사망자가 6명으로 늘었다.", at="2026-11-21T09:00:00+09:00"),
        3: report(3, "불이 나 4명이 숨졌다.", at="2026-11-20T15:00:00+09:00"),
    }
    facts = facts_of(1, [reports[one] for one in order], now=NOW, zone=SEOUL)
    assert facts == facts_of(1, reports.values(), now=NOW, zone=SEOUL)


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    for fact in facts_of(1, [report(1, text or "글")], now=NOW, zone=SEOUL):
        assert fact.text
