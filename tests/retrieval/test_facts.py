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


HELD = "경찰은 물류창고 화재의 책임을 물어 소장 한가온 씨를 구속했다."


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


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("법원이 영장을 내주자 경찰은 물류창고 소장을 구속했다.", "물류창고 화재 책임자 구속"),
        ("법원은 물류창고 소장의 구속영장을 기각했다.", "가람시 물류창고 소장 영장 기각"),
        ("물류창고 운영이 재개됐다고 시가 밝혔다.", "가람시 물류창고 다시 열려"),
        ("The depot manager was arrested over the blaze.", "가람시 depot manager arrested"),
    ],
)
def test_what_happened_is_brought_by_words_alone(said: str, title: str) -> None:
    known = "가람시 물류창고 화재로 4명이 숨졌다."
    assert brought_by_second(f"{said} {known}", title=title) == {said}


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("물류창고 소장 한가온 씨가 화재와 관련해 구속됐다.", "물류창고 소장 구속"),
        ("법원이 영장을 발부함에 따라 경찰은 한가온 소장을 구속했다.", "경찰, 소장 전격 구속"),
        ("법원이 물류창고 안전을 소홀히 한 혐의로 영장을 내줬다.", "물류창고 책임자 구속 집행"),
    ],
)
def test_another_wording_of_what_happened_brings_nothing(said: str, title: str) -> None:
    first = report(2, HELD, title="물류창고 화재 책임자 구속", at="2026-11-21T09:00:00+09:00")
    again = report(3, said, title=title, at="2026-11-21T12:00:00+09:00")
    facts = read(report(1, FIRE), first, again)
    assert facts[HELD].brings
    assert not facts[said].brings


def test_other_wordings_are_known_where_words_are_written_without_spaces() -> None:
    said = "所長の山田太郎容疑者が業務上過失致死の疑いで逮捕された。"
    first = "警察は山田太郎容疑者を業務上過失致死の疑いで逮捕した。"
    fire = report(1, "倉庫で火災があった。", title="倉庫で火災")
    arrest = report(2, first, title="山田容疑者を逮捕", at="2026-11-21T09:00:00+09:00")
    again = report(3, said, title="所長を逮捕", at="2026-11-21T12:00:00+09:00")
    facts = read(fire, arrest, again)
    assert facts[first].brings
    assert not facts[said].brings


def test_only_the_main_sentence_brings_by_its_words() -> None:
    aside = "인근 상인들은 물류창고 앞에 천막을 쳤다."
    assert brought_by_second(f"{HELD} {aside}", title="물류창고 책임자 구속") == {HELD}


def test_a_state_is_brought_by_the_main_sentence_under_an_old_headline() -> None:
    said = "가람시는 물류창고 허가를 취소했다."
    assert brought_by_second(said) == {said}


def test_background_under_a_new_headline_brings_no_state() -> None:
    before = "불이 난 물류창고는 지난달 가동이 중단됐다."
    assert before not in brought_by_second(f"{HELD} {before}", title="물류창고 책임자 구속")


def test_what_an_undated_report_told_is_brought_by_a_dated_one_as_the_same() -> None:
    undated = report(2, HELD, title="물류창고 책임자 구속")
    undated = replace(
        undated,
        article=replace(undated.article, published=None),
        since=datetime(2026, 11, 21, tzinfo=UTC),
    )
    said = "물류창고 소장 한가온 씨가 화재와 관련해 구속됐다."
    dated = report(3, said, title="물류창고 소장 구속", at="2026-11-21T12:00:00+09:00")
    facts = read(report(1, FIRE), undated, dated)
    assert facts[said].brings
    assert facts[said].brings <= facts[HELD].parts


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
