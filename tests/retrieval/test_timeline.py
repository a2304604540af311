"""A story is told as it went on: one sentence of each report, the oldest first."""

import pytest

from retrieval.answer import Answer, Exchange
from tests.retrieval.shelf import NOW, SEOUL, Shelf

#: The story of a cable car from February to November, each report with what the last had said.
CABLE_CAR = (
    (
        "두루미산 케이블카 착공…2026년 10월 개통",
        "다솜군은 두루미산 케이블카를 착공했다고 밝혔다. 공사비는 340억 원이고 한결건설이 짓는다. "
        "길이는 2.1km다.",
        "2026-02-03",
        "가람신문",
    ),
    (
        "두루미산 케이블카 공사 중단…산양 둥지 발견",
        "두루미산 케이블카는 다솜군이 2월에 착공했다. 한결건설은 산양 둥지가 나와 공사를 멈췄다고 "
        "12일 밝혔다. 환경단체는 노선을 바꾸라고 요구했다.",
        "2026-05-12",
        "나루일보",
    ),
    (
        "두루미산 케이블카 노선 바꿔 공사 재개",
        "두루미산 케이블카는 산양 둥지가 나와 공사가 멈췄다. 다솜군은 노선을 북쪽으로 400m 옮겨 "
        "공사를 재개했다. 공사비는 395억 원으로 늘었다.",
        "2026-07-30",
        "가람신문",
    ),
    (
        "두루미산 케이블카 시험 운행",
        "다솜군이 두루미산 케이블카를 시험 운행했다. 정식 개통은 12월 1일이다.",
        "2026-11-17",
        "다온뉴스",
    ),
)
OTHERS = (
    (
        "다솜군 배추 축제 3만 명",
        "다솜군 배추 축제에 3만 명이 다녀갔다. 두루미산 단풍도 절정이었다.",
        "2026-10-20",
        "가람신문",
    ),
    ("별내들 도예전", "젊은 작가들의 찻잔이 한자리에 모인다.", "2026-06-02", "나루일보"),
    (
        "한결건설 신입 사원 모집",
        "한결건설이 신입 사원 40명을 뽑는다. 원서는 다음 주까지 받는다.",
        "2026-09-01",
        "다온뉴스",
    ),
)


@pytest.fixture
def newsroom(empty_shelf: Shelf) -> Shelf:
    """A desk with a long story, stored out of order, among other news of its town and builder."""
    for title, text, day, outlet in (*OTHERS, *reversed(CABLE_CAR)):
        empty_shelf.add(title, text, day=day, outlet=outlet)
    empty_shelf.index()
    return empty_shelf


def told(answer: Answer) -> list[tuple[str | None, str]]:
    return [(quote.article.title, quote.text) for quote in answer.quotes]


def titles(answer: Answer) -> list[str | None]:
    return [quote.article.title for quote in answer.quotes]


STORY = [title for title, *_ in CABLE_CAR]


@pytest.mark.parametrize(
    "question", ["두루미산 케이블카 그동안 어떻게 됐어?", "두루미산 케이블카 타임라인"]
)
def test_a_story_is_told_from_its_first_report_to_its_last(newsroom: Shelf, question: str) -> None:
    answer = newsroom.ask(question)
    assert (answer.kind, answer.listing) == ("list", "timeline")
    assert titles(answer) == STORY
    assert answer.as_of == answer.quotes[-1].article.published


def test_each_report_is_quoted_with_its_own_news_and_not_with_what_was_told_before(
    newsroom: Shelf,
) -> None:
    sentences = [quote.text for quote in newsroom.ask("두루미산 케이블카 타임라인").quotes]
    for sentence, news in zip(sentences, ("착공", "둥지", "재개", "시험 운행"), strict=True):
        assert news in sentence
    assert "2월에 착공" not in sentences[1]
    assert "공사가 멈췄다" not in sentences[2]


def test_the_command_tells_the_same(newsroom: Shelf) -> None:
    answer = newsroom.desk.timeline("두루미산 케이블카", now=NOW, zone=SEOUL)
    assert (answer.listing, answer.question) == ("timeline", "두루미산 케이블카")
    assert titles(answer) == STORY


@pytest.mark.parametrize("question", ["", "그동안 어떻게 됐어?"])
def test_without_a_topic_the_story_last_asked_about_is_told(newsroom: Shelf, question: str) -> None:
    first = newsroom.ask("두루미산 케이블카 공사비는 얼마로 늘었나?")
    assert first.kind == "answer"
    desk, last = newsroom.desk, first.exchange
    answer = (
        desk.ask(question, now=NOW, zone=SEOUL, last=last)
        if question
        else desk.timeline("", now=NOW, zone=SEOUL, last=last)
    )
    assert (answer.listing, titles(answer)) == ("timeline", STORY)
    assert answer.searched == first.question


def test_a_last_answer_that_is_no_longer_kept_is_told_by_its_question(newsroom: Shelf) -> None:
    last = Exchange(question="두루미산 케이블카 소식", articles=(9_999,))
    answer = newsroom.desk.ask("그동안 어떻게 됐어?", now=NOW, zone=SEOUL, last=last)
    assert titles(answer) == STORY


@pytest.mark.parametrize("question", ["", "그동안 어떻게 됐어?", "타임라인"])
def test_without_a_topic_and_a_question_before_one_is_asked_for(
    newsroom: Shelf, question: str
) -> None:
    for answer in (newsroom.ask(question), newsroom.desk.timeline(question, now=NOW, zone=SEOUL)):
        assert answer.reason == "empty_question"


def test_a_story_that_is_not_kept_is_declined(newsroom: Shelf) -> None:
    answer = newsroom.ask("하늘섬 공항 그동안 어떻게 됐어?")
    assert (answer.kind, answer.listing) == ("declined", None)


def test_copies_of_one_report_are_told_once_by_where_they_come_from(newsroom: Shelf) -> None:
    report = (
        "두루미산 케이블카의 기둥 네 개가 모두 섰다. 다솜군은 마지막 기둥을 9월 8일 헬기로 날라 "
        "세웠다고 밝혔다. 기둥 하나는 높이가 38m에 이른다. 다음 차례는 줄을 거는 일이며 보름이 "
        "걸린다. 군은 줄을 거는 동안 등산로를 막고 우회로를 알리기로 했다."
    )
    for day, outlet in (("2026-09-10", "나루일보"), ("2026-09-08", "샛별통신")):
        text = f"{report} {outlet} 기자"
        newsroom.add("두루미산 케이블카 기둥 모두 세워", text, day=day, outlet=outlet)
    newsroom.index()
    answer = newsroom.ask("두루미산 케이블카 타임라인")
    assert titles(answer) == [*STORY[:3], "두루미산 케이블카 기둥 모두 세워", STORY[3]]
    assert answer.quotes[3].article.outlet == "샛별통신"


def test_undated_reports_come_last(newsroom: Shelf) -> None:
    newsroom.add(
        "두루미산 케이블카 요금 1만2천원", "두루미산 케이블카 요금은 1만2천원으로 정해졌다."
    )
    newsroom.index()
    answer = newsroom.ask("두루미산 케이블카 타임라인")
    assert titles(answer) == [*STORY, "두루미산 케이블카 요금 1만2천원"]


def test_of_many_reports_those_that_bring_most_and_the_newest_are_told(newsroom: Shelf) -> None:
    for day in range(1, 13):
        newsroom.add(
            "두루미산 케이블카 공사 재개",
            f"두루미산 케이블카 공사가 재개됐다. 인부 {day + 20}명이 나왔다.",
            day=f"2026-08-{day:02}",
        )
    newsroom.index()
    answer = newsroom.ask("두루미산 케이블카 타임라인")
    assert len(answer.quotes) == 8
    assert [title for title in titles(answer) if title in STORY] == STORY
    days = [str(quote.article.published) for quote in answer.quotes]
    assert days == sorted(days)
