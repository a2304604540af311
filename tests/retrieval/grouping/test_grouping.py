"""Articles find their stories as they arrive, whatever the order, and keep them."""

from datetime import timedelta

import pytest

from retrieval.grouping.grouping import Grouping
from store.database import Database
from store.stories import Stories
from tests.retrieval.shelf import NOW, Shelf

COLLAPSE = (
    "해람여객터미널 천장 무너져 12명 다쳐",
    "해람시 연안여객터미널 대합실의 천장 마감재가 강풍에 무너져 승객 12명이 다쳤다. 해람소방서는 "
    "11일 오후 9시 50분께 길이 14m의 마감재가 떨어졌다고 밝혔다. 다친 승객은 해람의료원에 갔다.",
)
TOLL = (
    "여객터미널 천장 사고 부상자 17명으로 늘어",
    "해람 연안여객터미널 천장 붕괴 사고의 부상자가 17명으로 늘었다. 해람시는 귀가했던 승객 5명이 "
    "통증을 호소해 해람의료원을 찾았다고 13일 밝혔다. 시는 터미널을 닫고 안전진단을 맡겼다.",
)
PROBE = (
    "경찰, 해람여객터미널 시공사 압수수색",
    "경찰이 해람여객터미널 천장 마감재 붕괴와 관련해 14일 시공사 사무실을 압수수색했다. 경찰은 "
    "대합실 천장의 마감재를 붙일 때 규격에 맞는 나사를 썼는지 확인하고 있다.",
)
BUS = (
    "새담 시내버스 요금 11월부터 1700원",
    "새담시가 11월 1일부터 시내버스 기본요금을 1500원에서 1700원으로 올린다. 청소년은 1050원이다. "
    "새담시는 물가대책위원회가 6일 인상안을 의결했다고 밝혔다.",
)
MATCH = (
    "나래 FC, 다온 유나이티드 2-1 제압…한가람 두 골",
    "나래 FC가 {day}일 나래종합운동장에서 열린 프로축구 {round}라운드 경기에서 {rival}을 이겼다. "
    "한가람이 전반과 후반에 한 골씩 넣었다. 나래 FC는 승점 {points}을 쌓아 {place}위로 올라섰다.",
)


@pytest.fixture
def stories(empty_shelf: Shelf) -> Stories:
    """The stories of the shelf."""
    return Stories(Database(empty_shelf.indexes_folder.parent / "sosik.db"))


@pytest.fixture
def grouping(empty_shelf: Shelf, stories: Stories) -> Grouping:
    """What groups them, by words alone."""
    return Grouping(
        empty_shelf.search.indexes,
        library=empty_shelf.library,
        stories=stories,
        analyser=lambda: empty_shelf.analyser,
        encoder=lambda: None,
    )


def arrive(
    shelf: Shelf, grouping: Grouping, report: tuple[str, str], day: str | None, file: str = ""
) -> int:
    article = shelf.add(*report, day=day, file=file, outlet=f"{shelf.library.count()}일보")
    shelf.index()
    assert grouping.step(now=NOW, limit=10) == 1
    return article


def test_reports_and_follow_ups_of_one_event_are_one_story_and_others_are_not(
    empty_shelf: Shelf, grouping: Grouping, stories: Stories
) -> None:
    first = arrive(empty_shelf, grouping, COLLAPSE, "2026-09-12")
    bus = arrive(empty_shelf, grouping, BUS, "2026-10-06")
    toll = arrive(empty_shelf, grouping, TOLL, "2026-09-13")
    probe = arrive(empty_shelf, grouping, PROBE, "2026-09-14")
    story = stories.story_of(first)
    assert story is not None
    assert stories.articles_of(story) == (first, toll, probe)
    assert stories.story_of(bus) != story
    assert grouping.step(now=NOW, limit=10) == 0


def test_the_order_of_arrival_changes_no_story(
    empty_shelf: Shelf, grouping: Grouping, stories: Stories
) -> None:
    probe = arrive(empty_shelf, grouping, PROBE, "2026-09-14")
    bus = arrive(empty_shelf, grouping, BUS, "2026-10-06")
    first = arrive(empty_shelf, grouping, COLLAPSE, "2026-09-12")
    toll = arrive(empty_shelf, grouping, TOLL, "2026-09-13")
    assert len(set(stories.stories_of([first, toll, probe]).values())) == 1
    assert stories.story_of(bus) != stories.story_of(first)


def test_the_next_match_of_a_team_is_another_story(
    empty_shelf: Shelf, grouping: Grouping, stories: Stories
) -> None:
    title, text = MATCH
    one = text.format(day=12, round=31, rival="다온 유나이티드", points=54, place=4)
    next_one = text.format(day=19, round=32, rival="미르 시티", points=57, place=3)
    first = arrive(empty_shelf, grouping, (title, one), "2026-10-12")
    again = title.replace("다온 유나이티드 2-1", "미르 시티 3-0")
    second = arrive(empty_shelf, grouping, (again, next_one), "2026-10-19")
    assert stories.story_of(first) != stories.story_of(second)


def test_a_report_is_found_among_many_of_its_template(
    empty_shelf: Shelf, grouping: Grouping, stories: Stories
) -> None:
    text = "{town} 요양원에서 독감 환자 {n}명이 나왔다. 보건소는 면회를 막고 검사를 이어 가고 있다."
    after = (
        "{town} 요양원의 독감 환자가 {n}명으로 늘었다. 보건소는 면회를 막고 검사를 이어 가고 있다."
    )
    others = (f"{one}{two}{three}" for one in "두무후" for two in "노루모보" for three in "령촌흥")
    towns = ["누노령", *others]
    first, *_ = (
        arrive(
            empty_shelf,
            grouping,
            (f"{town} 요양원 독감 환자 {n}명", text.format(town=town, n=n)),
            "2026-10-01",
        )
        for n, town in enumerate(towns, start=20)
    )
    more = (f"{towns[0]} 요양원 독감 71명으로 늘어", after.format(town=towns[0], n=71))
    later = arrive(empty_shelf, grouping, more, "2026-10-03")
    assert stories.story_of(later) == stories.story_of(first)


def test_notices_under_one_heading_are_stories_of_their_own(
    empty_shelf: Shelf, grouping: Grouping, stories: Stories
) -> None:
    text = "◇ 4급 승진 ▲기획실장 {} ▲복지국장 {} ◇ 5급 전보 ▲총무과장 {} ▲도로과장 {}"
    names = ("한가람 윤새벽 오다온 임해솔", "서누리 문미르 남보라 도하늘")
    first, second = (
        arrive(empty_shelf, grouping, ("[인사] 새담시", text.format(*row.split())), day)
        for row, day in zip(names, ("2026-10-01", "2026-10-02"), strict=True)
    )
    assert stories.story_of(first) != stories.story_of(second)


def test_a_source_that_dates_and_titles_everything_anew_opens_no_story(
    empty_shelf: Shelf, grouping: Grouping, stories: Stories
) -> None:
    article = arrive(empty_shelf, grouping, COLLAPSE, "2026-09-12", file="one.html")
    story = stories.story_of(article)
    title, text = COLLAPSE
    for turn, day in enumerate(("2026-09-20", "2027-01-01", "2019-01-01")):
        changed = (f"[다시 보기 {turn}] {title}", text)
        assert arrive(empty_shelf, grouping, changed, day, file="one.html") == article
        assert stories.story_of(article) == story
    assert stories.events(since=NOW - timedelta(days=1)) == ()


def test_a_page_that_tells_another_event_now_leaves_its_story(
    empty_shelf: Shelf, grouping: Grouping, stories: Stories
) -> None:
    title, text = MATCH
    one = text.format(day=12, round=31, rival="다온 유나이티드", points=54, place=4)
    next_one = text.format(day=19, round=32, rival="미르 시티", points=57, place=3)
    article = arrive(empty_shelf, grouping, (title, one), "2026-10-12", file="live.html")
    story = stories.story_of(article)
    again = title.replace("다온 유나이티드 2-1", "미르 시티 3-0")
    assert arrive(empty_shelf, grouping, (again, next_one), "2026-10-19", "live.html") == article
    assert stories.story_of(article) != story
    (event,) = stories.events(since=NOW - timedelta(days=1))
    assert (event.kind, event.story, event.articles) == ("split", story, (article,))


@pytest.mark.parametrize("day", [None, "2099-01-01"])
def test_articles_without_a_date_or_with_one_to_come_count_from_when_they_were_stored(
    empty_shelf: Shelf, grouping: Grouping, stories: Stories, day: str | None
) -> None:
    first = arrive(empty_shelf, grouping, COLLAPSE, day)
    second = arrive(empty_shelf, grouping, TOLL, "2026-11-20")
    assert stories.story_of(first) == stories.story_of(second)


def test_articles_of_years_ago_do_not_go_on_with_what_is_told_today(
    empty_shelf: Shelf, grouping: Grouping, stories: Stories
) -> None:
    today = arrive(empty_shelf, grouping, PROBE, "2026-11-20")
    old = arrive(empty_shelf, grouping, COLLAPSE, "2019-11-18")
    its_day = arrive(empty_shelf, grouping, TOLL, "2019-11-19")
    assert stories.story_of(today) != stories.story_of(old)
    assert stories.story_of(old) == stories.story_of(its_day)


def test_a_wire_copy_is_in_the_story_of_its_report(
    empty_shelf: Shelf, grouping: Grouping, stories: Stories
) -> None:
    title, text = COLLAPSE
    first = arrive(empty_shelf, grouping, COLLAPSE, "2026-09-12")
    copied = (f"(종합) {title}", f"(해람=새벽통신) 한지우 기자 = {text}")
    copy = arrive(empty_shelf, grouping, copied, "2026-09-12")
    assert stories.story_of(copy) == stories.story_of(first)
