"""Which words of a question say when the news appeared, and which only date an event."""

import json
import time
import unicodedata
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.timerange import Found, time_range

SEOUL = ZoneInfo("Asia/Seoul")
NEW_YORK = ZoneInfo("America/New_York")
QUESTION_SETS = Path(__file__).resolve().parents[3] / "shared" / "eval"

#: A Wednesday; its week began on the 10th.
NOW = datetime(2025, 3, 12, 10, 0, tzinfo=SEOUL)


def _found(text: str, now: datetime = NOW, zone: tzinfo = SEOUL) -> Found | None:
    return time_range(text, now=now, zone=zone)


def _days(found: Found | None) -> str | None:
    return f"{found.range.first} {found.range.last}" if found else None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        # a day
        ("어제 나온 오픈AI 소식은?", "2025-03-11 2025-03-11"),
        ("어제 나온 반도체 대책은?", "2025-03-11 2025-03-11"),
        ("어제나온기사", "2025-03-11 2025-03-11"),
        ("오늘 주요 뉴스", "2025-03-12 2025-03-12"),
        ("오늘의 뉴스 알려줘", "2025-03-12 2025-03-12"),
        ("오늘주요뉴스", "2025-03-12 2025-03-12"),
        ("오늘 북한 뉴스 보여줘", "2025-03-12 2025-03-12"),
        ("오늘 아침 신문에 나온 소식", "2025-03-12 2025-03-12"),
        ("그제 보도된 내용 요약해줘", "2025-03-10 2025-03-10"),
        ("어제 뉴스 알려줘", "2025-03-11 2025-03-11"),
        ("어제 뉴스에 나온 사람은?", "2025-03-11 2025-03-11"),
        ("어제 한겨레가 보도한 내용은?", "2025-03-11 2025-03-11"),
        ("어제와 오늘 뉴스 보여줘", "2025-03-11 2025-03-12"),
        ("3일 전 기사 찾아줘", "2025-03-09 2025-03-09"),
        ("오늘 무슨 일 있었어?", "2025-03-12 2025-03-12"),
        ("어제 뭐 나왔어", "2025-03-11 2025-03-11"),
        ("삼성전자 관련해서 어제 뭐 나왔어?", "2025-03-11 2025-03-11"),
        ("어제 있었던 뉴스", "2025-03-11 2025-03-11"),
        ("어제 일어난 일 알려줘", "2025-03-11 2025-03-11"),
        ("오늘 이슈 정리해줘", "2025-03-12 2025-03-12"),
        ("금요일 뉴스 보여줘", "2025-03-07 2025-03-07"),
        ("지난 금요일 뉴스", "2025-03-07 2025-03-07"),
        ("지난 수요일 기사", "2025-03-05 2025-03-05"),
        ("지난주 금요일 뉴스", "2025-03-07 2025-03-07"),
        ("이번 주 월요일 기사", "2025-03-10 2025-03-10"),
        ("2025년 3월 4일 기사", "2025-03-04 2025-03-04"),
        ("3월 4일자 한겨레 보도", "2025-03-04 2025-03-04"),
        ("지난달 15일 보도된 내용", "2025-02-15 2025-02-15"),
        ("2025-03-04 기사", "2025-03-04 2025-03-04"),
        ("2025.3.4 뉴스", "2025-03-04 2025-03-04"),
        # weeks, months, years
        ("지난주 부동산 소식", "2025-03-03 2025-03-09"),
        ("지난 주 부동산 소식", "2025-03-03 2025-03-09"),
        ("지난주부동산소식", "2025-03-03 2025-03-09"),
        ("지난주에 올라온 기사", "2025-03-03 2025-03-09"),
        ("부동산 정책 지난주 뉴스", "2025-03-03 2025-03-09"),
        ("지난주 물가 뉴스", "2025-03-03 2025-03-09"),
        ("지지난주 소식", "2025-02-24 2025-03-02"),
        ("이번 주 기사만 보여줘", "2025-03-10 2025-03-12"),
        ("삼성전자 기사 지난주 것만", "2025-03-03 2025-03-09"),
        ("지난 주말 뉴스", "2025-03-08 2025-03-09"),
        ("이번 달 부동산 기사", "2025-03-01 2025-03-12"),
        ("이번 달 초 기사", "2025-03-01 2025-03-10"),
        ("지난달 말 보도", "2025-02-21 2025-02-28"),
        ("1분기에 나온 조선업 기사", "2025-01-01 2025-03-12"),
        ("이달 소식", "2025-03-01 2025-03-12"),
        ("지난달 소식 중 금리 인하 얘기", "2025-02-01 2025-02-28"),
        ("2022년 7월 기사", "2022-07-01 2022-07-31"),
        ("22년 7월 기사", "2022-07-01 2022-07-31"),
        ("7월 뉴스", "2024-07-01 2024-07-31"),
        ("지난 7월 보도", "2024-07-01 2024-07-31"),
        ("작년 12월 기사", "2024-12-01 2024-12-31"),
        ("2022년 뉴스", "2022-01-01 2022-12-31"),
        ("올해 상반기 소식", "2025-01-01 2025-03-12"),
        ("지난해 하반기 보도", "2024-07-01 2024-12-31"),
        ("올해 나온 부동산 기사", "2025-01-01 2025-03-12"),
        # so many days, and from a day on
        ("최근 3일간 보도", "2025-03-10 2025-03-12"),
        ("최근3일 소식", "2025-03-10 2025-03-12"),
        ("최근 사흘간 나온 기사", "2025-03-10 2025-03-12"),
        ("최근 일주일 뉴스", "2025-03-06 2025-03-12"),
        ("지난 2주 동안 나온 소식", "2025-02-27 2025-03-12"),
        ("최근 3개월 부동산 기사", "2024-12-13 2025-03-12"),
        ("최근 24시간 뉴스", "2025-03-11 2025-03-12"),
        ("7월 4일 이후 기사", "2024-07-04 2025-03-12"),
        ("지난주부터 나온 뉴스", "2025-03-03 2025-03-12"),
        ("어제부터 지금까지 나온 뉴스", "2025-03-11 2025-03-12"),
        ("3월 1일부터 5일까지 나온 기사", "2025-03-01 2025-03-05"),
        ("지난주 월요일부터 어제까지 보도된 소식", "2025-03-03 2025-03-11"),
        # English
        ("news from last week", "2025-03-03 2025-03-09"),
        ("What was reported yesterday?", "2025-03-11 2025-03-11"),
        ("this month's articles", "2025-03-01 2025-03-12"),
        ("OpenAI since July 4", "2024-07-04 2025-03-12"),
        ("What's new with OpenAI since July 4?", "2024-07-04 2025-03-12"),
        ("articles published since March 4, 2025", "2025-03-04 2025-03-12"),
        ("today's top headlines", "2025-03-12 2025-03-12"),
        ("News about Samsung yesterday", "2025-03-11 2025-03-11"),
        ("news about the election from last Friday", "2025-03-07 2025-03-07"),
        ("last week real estate news", "2025-03-03 2025-03-09"),
        ("stories from the last 3 days", "2025-03-10 2025-03-12"),
        ("any headlines from the past week?", "2025-03-06 2025-03-12"),
        ("openai news, last 7 days", "2025-03-06 2025-03-12"),
        ("Which articles came out last month about rates?", "2025-02-01 2025-02-28"),
        ("articles in July 2022", "2022-07-01 2022-07-31"),
        ("news from the first half of 2022", "2022-01-01 2022-06-30"),
        ("what happened today?", "2025-03-12 2025-03-12"),
        ("articles from March 1 to March 5", "2025-03-01 2025-03-05"),
        ("Last week, what news was there about Samsung?", "2025-03-03 2025-03-09"),
        # Japanese
        ("昨日のニュース", "2025-03-11 2025-03-11"),
        ("先週の記事", "2025-03-03 2025-03-09"),
        ("今月の不動産に関するニュースは?", "2025-03-01 2025-03-12"),
        ("ここ3日間の報道", "2025-03-10 2025-03-12"),
        ("先週の金曜日の記事を見せて", "2025-03-07 2025-03-07"),
        ("昨日報じられたことは?", "2025-03-11 2025-03-11"),
        ("7月4日以降の記事", "2024-07-04 2025-03-12"),
        ("今日は何があった?", "2025-03-12 2025-03-12"),
        ("2022年7月のニュース", "2022-07-01 2022-07-31"),
        # Chinese
        ("上周的新闻", "2025-03-03 2025-03-09"),
        ("最近三天的消息", "2025-03-10 2025-03-12"),
        ("昨天有什么新闻?", "2025-03-11 2025-03-11"),
        ("昨天发生了什么?", "2025-03-11 2025-03-11"),
        ("今天的科技新闻", "2025-03-12 2025-03-12"),
        ("上周五的报道", "2025-03-07 2025-03-07"),
        ("上周日本新闻", "2025-03-03 2025-03-09"),
        ("上周三星的消息", "2025-03-03 2025-03-09"),
        ("7月4日以来的报道", "2024-07-04 2025-03-12"),
        ("上个月關於房價的新聞", "2025-02-01 2025-02-28"),
        ("今年上半年的新闻", "2025-01-01 2025-03-12"),
    ],
)
def test_news_of_a_time_is_asked_for(text: str, days: str) -> None:
    assert _days(_found(text)) == days


@pytest.mark.parametrize(
    "text",
    [
        # the date of an event
        "8월 16일에 출시되는 제품은?",
        "2025년 7월 회의에서 결정된 것은?",
        "어제 열린 회의는 어디서?",
        "어제 열린 회의 기사 찾아줘",
        "어제 정상회담 소식",
        "지난해 두 차례 회동한 사람은?",
        "어제 이시바 총리가 만난 사람은?",
        "이시바 총리가 어제 만난 사람 뉴스",
        "지난주 총리가 펼친 정책 소식",
        "지난달 시작된 파업 소식",
        "지난 6월 판매량은 얼마인가?",
        "2012년 중국에서 방주가 발견되었다고 보도한 방송사는?",
        "어제 회의에서 나온 발언은?",
        "2022년에 나온 아이폰 가격은?",
        "어제 나온 신곡 제목은?",
        "한겨레가 3일 회견을 열었다고 보도한 곳은?",
        "이번 주 개봉 영화 뉴스",
        "7월 4일 이후 확진자는 몇 명?",
        "What happened at the meeting on the 6th?",
        "Who did Ishiba meet yesterday?",
        "How many cases were reported yesterday?",
        "news about the meeting on July 4",
        "news about the strike that began last week",
        "How far have shares fallen since July 4?",
        "What did Samsung announce last week?",
        "昨日の会議のニュース",
        "昨日総理が会った人は?",
        "先週発売の新型車のニュース",
        "2025年7月の会議で決まったことは?",
        "昨天举行的会议在哪里?",
        "上周上市的公司有什么消息?",
        "7月4日以来股价跌了多少?",
        "6월 항쟁 기사",
        "3월 모의고사 소식",
        "2022년 대선 뉴스",
        "3월 8일 대통령 석방 뉴스",
        "어제부터 파업 중인 노조 소식",
        "30일 전 계약 해지 소식",
        "news about his arrest yesterday",
        "What happened in 2022?",
        "the article about the fire that broke out on March 4",
        "Stories of 2020 survivors",
        "inflation since 2021",
        "昨天去世的演员的新闻",
        "昨年亡くなった俳優の記事",
        # what a figure or a plan is about
        "3분기 실적",
        "올해 3분기 실적 기사",
        "삼성전자 2분기 뉴스",
        "2030년 목표",
        "올해 예산 뉴스",
        "최근 3년 매출은?",
        "今年度の予算ニュース",
        "this year's jobs report",
        # other words that hold a time word
        "5일장 소식",
        "1월생 선수는?",
        "1월생 선수 기사",
        "어제와 오늘",
        "영화 어제와 오늘 소식",
        "'어제 나온 뉴스'라는 노래는 누가 불렀나?",
        "주 52시간 뉴스",
        "3일치 식량",
        "오늘의집 뉴스",
        "내일배움카드 소식",
        "금요일 휴무?",
        "올해의 인물 기사",
        "어제의 용사들 뉴스",
        "오늘날 언론의 문제는?",
        "이번 주총 뉴스",
        "이번 주가 급락 기사",
        "지난 달러 강세 뉴스",
        "지난 3일 뉴스",
        "어제 택시 기사 폭행 사건",
        "어제 뉴스 앵커는 누구?",
        "USA Today news",
        "Black Friday news",
        "may news organisations strike?",
        "What role did fake news in 2016 play?",
        "today's weather",
        "今日头条新闻",
        "今日の料理",
        "昨日的敌人",
        # no days, days to come, or no beginning
        "최근 뉴스",
        "내일 나올 뉴스?",
        "다음 주 금요일 뉴스",
        "내년 7월 기사",
        "2월 30일 기사",
        "어제까지 나온 기사",
        "7월 4일 이전 기사",
        "지난해 오늘 기사",
        "news until yesterday",
        "next Friday's news",
        "明日のニュース",
        "下周五的新闻",
        "7月4日以前的新闻",
        "",
    ],
)
def test_no_time_of_publication_is_asked_for(text: str) -> None:
    assert _found(text) is None


NEW_YEAR = datetime(2025, 1, 1, 0, 30, tzinfo=SEOUL)  # a Wednesday
MONDAY = datetime(2025, 6, 30, 9, 0, tzinfo=SEOUL)
FIRST_OF_MARCH = datetime(2025, 3, 1, 9, 0, tzinfo=SEOUL)  # a Saturday
LEAP_DAY = datetime(2024, 2, 29, 23, 30, tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("now", "text", "days"),
    [
        (NEW_YEAR, "어제 뉴스", "2024-12-31 2024-12-31"),
        (NEW_YEAR, "이번 주 소식", "2024-12-30 2025-01-01"),
        (NEW_YEAR, "지난달 기사", "2024-12-01 2024-12-31"),
        (NEW_YEAR, "올해 상반기 소식", "2025-01-01 2025-01-01"),
        (NEW_YEAR, "올해 하반기 소식", None),
        (NEW_YEAR, "12월 31일 기사", "2024-12-31 2024-12-31"),
        (NEW_YEAR, "12월 28일부터 1월 1일까지 나온 기사", "2024-12-28 2025-01-01"),
        (NEW_YEAR, "最近三个月的新闻", "2024-10-02 2025-01-01"),
        (MONDAY, "이번 주 뉴스", "2025-06-30 2025-06-30"),
        (MONDAY, "지난주 뉴스", "2025-06-23 2025-06-29"),
        (MONDAY, "last Monday's news", "2025-06-23 2025-06-23"),
        (MONDAY, "월요일 뉴스", "2025-06-30 2025-06-30"),
        (MONDAY, "이번 주 금요일 뉴스", None),
        (MONDAY, "상반기 말고 올해 상반기 소식", "2025-01-01 2025-06-30"),
        (FIRST_OF_MARCH, "어제 뉴스", "2025-02-28 2025-02-28"),
        (FIRST_OF_MARCH, "지난달 29일 기사", None),
        (FIRST_OF_MARCH, "2월 29일 기사", "2024-02-29 2024-02-29"),
        (FIRST_OF_MARCH, "이번 달 기사", "2025-03-01 2025-03-01"),
        (FIRST_OF_MARCH, "지난 주말 뉴스", "2025-02-22 2025-02-23"),
        (LEAP_DAY, "오늘 뉴스", "2024-02-29 2024-02-29"),
        (LEAP_DAY, "작년 2월 기사", "2023-02-01 2023-02-28"),
        (LEAP_DAY, "최근 1년 기사", "2023-03-01 2024-02-29"),
        (LEAP_DAY, "2월 기사", "2024-02-01 2024-02-29"),
    ],
)
def test_days_are_reckoned_from_now(now: datetime, text: str, days: str | None) -> None:
    assert _days(_found(text, now)) == days


@pytest.mark.parametrize(
    ("zone", "days"), [(SEOUL, "2025-01-01 2025-01-01"), (NEW_YORK, "2024-12-31 2024-12-31")]
)
def test_today_is_the_day_in_the_zone_of_the_person(zone: tzinfo, days: str) -> None:
    now = datetime(2024, 12, 31, 16, 0, tzinfo=UTC)
    assert _days(_found("오늘 뉴스", now, zone)) == days


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("삼성전자 지난주 소식", "지난주"),
        ("오늘의 뉴스", "오늘의"),
        ("7월 4일 이후 오픈AI 기사", "7월 4일 이후"),
        ("최근 3일간 보도", "최근 3일간"),
        ("3월 1일부터 5일까지 나온 기사", "3월 1일부터 5일까지"),
        ("news about housing from the last 3 days", "from the last 3 days"),
        ("this month's articles", "this month's"),
        ("OpenAI since July 4", "since July 4"),
        ("先週の記事", "先週の"),
        ("7月4日以来的报道", "7月4日以来的"),
    ],
)
def test_the_span_holds_the_words_of_time_only(text: str, said: str) -> None:
    found = _found(text)
    assert found is not None
    assert text[slice(*found.span)] == said


@pytest.mark.parametrize("text", ["News From Last Week", "오늘 주요 뉴스", "ＮＥＷＳ ＴＯＤＡＹ"])
def test_case_and_width_change_nothing(text: str) -> None:
    normalised = unicodedata.normalize("NFKC", text)
    days = _days(_found(normalised.lower()))
    assert days is not None
    assert _days(_found(normalised)) == days


@pytest.mark.parametrize("name", ["news-ko", "korquad-ko"])
def test_questions_about_facts_have_no_filter(name: str) -> None:
    file = QUESTION_SETS / name / "questions.jsonl"
    if not file.is_file():
        pytest.skip("the question sets (../shared/eval) are not here")
    questions = [json.loads(line)["question"] for line in file.read_text("utf-8").splitlines()]
    assert [question for question in questions if _found(question)] == []


_WORDS = (
    "어제 오늘 지난 주 달 이번 최근 3 일 간 7월 4일 2022년 이후 부터 까지 ~ 와 뉴스 기사 보도된"
    " 나온 last past week days since july 4, 2022 news articles reported 's 昨日 先週 上周 五 三 天"
    " 的 ニュース 新闻 の 以来 12月 31 日 2월 30일 ' \" 「 」 상반기 weekend friday 0 99 000 İ ² ７"
)
_TEXTS = st.lists(st.sampled_from([*_WORDS.split(), " "]), max_size=12).map("".join)
_INSTANTS = st.integers(0, 7_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@given(
    st.text() | _TEXTS,
    _INSTANTS,
    st.sampled_from([SEOUL, NEW_YORK, UTC]),
)
def test_any_text_gives_days_that_have_begun_or_none(
    text: str, now: datetime, zone: tzinfo
) -> None:
    found = time_range(text, now=now, zone=zone)
    if found is not None:
        assert date.min < found.range.first <= found.range.last <= now.astimezone(zone).date()
        assert 0 <= found.span[0] < found.span[1] <= len(text)


@pytest.mark.parametrize(
    "part",
    ["어제 ", "오늘 나온 ", "7월 4일 이후 ", "2022년", "지난주 삼성", "最近", "昨日の",
     "上周的北京", "last ", "news about ", "a ", " ", "'", "「", "「어제」",  "1", "日", "한",
     "since july 4 "],
)  # fmt: skip
def test_time_grows_no_faster_than_the_text(part: str) -> None:
    text = (part * 10_000)[:10_000]
    began = time.process_time()
    _found(text)
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "text", ["9999년 12월 31일 뉴스", "1899년 11월 7일 뉴스", "0000년 1월 1일 뉴스"]
)
def test_a_day_behind_a_year_that_cannot_be_read_is_no_day_of_another_year(text: str) -> None:
    found = time_range(text, now=datetime(2026, 11, 22, 12, 0, tzinfo=UTC), zone=UTC)
    assert found is None or found.range.first.year not in (2025, 2026)
