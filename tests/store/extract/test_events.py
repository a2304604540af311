"""Days that a text names, resolved against the day it was published; nothing is guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.article import EventDate, Published
from store.extract.events import event_dates

WEDNESDAY = "2025-02-05"


def found(text: str, day: str = WEDNESDAY, language: str | None = "ko") -> tuple[EventDate, ...]:
    return event_dates(text, published=Published(iso=day), language=language)


def named(text: str, day: str = WEDNESDAY, language: str | None = "ko") -> list[str]:
    """``words = day`` or ``words = first/last`` for each of the days found."""
    return [
        f"{text[one.start : one.end]} = {one.first}"
        + ("" if one.first == one.last else f"/{one.last}")
        for one in found(text, day, language)
    ]


KOREAN = [
    ("시는 4일 대책을 발표했다.", ["4일 = 2025-02-04"]),
    ("시는 5일 대책을 발표했다.", ["5일 = 2025-02-05"]),
    ("4일(현지시간) 미국 정부는 밝혔다.", ["4일 = 2025-02-04"]),
    ("4일(화) 회의가 열렸다.", ["4일(화) = 2025-02-04"]),
    ("31일 시는 밝혔다.", ["31일 = 2025-01-31"]),
    ("7일 워싱턴에서 열리는 회담", ["7일 = 2025-02-07"]),
    ("오는 7일 회담이 열린다.", ["오는 7일 = 2025-02-07"]),
    ("오는 3일 문을 연다.", ["오는 3일 = 2025-03-03"]),
    ("다가오는 10일 문을 연다.", ["다가오는 10일 = 2025-02-10"]),
    ("지난 3일 만났다.", ["지난 3일 = 2025-02-03"]),
    ("지난 30일 만났다.", ["지난 30일 = 2025-01-30"]),
    ("지난달 30일 만났다.", ["지난달 30일 = 2025-01-30"]),
    ("지난 달 30일 만났다.", ["지난 달 30일 = 2025-01-30"]),
    ("다음 달 2일 문을 연다.", ["다음 달 2일 = 2025-03-02"]),
    ("다음달 2일 문을 연다.", ["다음달 2일 = 2025-03-02"]),
    ("내달 1일 문을 연다.", ["내달 1일 = 2025-03-01"]),
    ("이달 5일 문을 열었다.", ["이달 5일 = 2025-02-05"]),
    ("이번 달 20일 문을 연다.", ["이번 달 20일 = 2025-02-20"]),
    ("올해 3월 문을 연다.", ["올해 3월 = 2025-03-01/2025-03-31"]),
    ("올 1월 문을 열었다.", ["올 1월 = 2025-01-01/2025-01-31"]),
    ("올해 1월 20일 취임했다.", ["올해 1월 20일 = 2025-01-20"]),
    ("지난해 12월 31일 끝났다.", ["지난해 12월 31일 = 2024-12-31"]),
    ("작년 여름에 시작했다.", ["작년 = 2024-01-01/2024-12-31"]),
    ("오늘(5일) 만난다.", ["오늘 = 2025-02-05", "5일 = 2025-02-05"]),
    ("오늘(6일) 만난다.", ["6일 = 2025-02-06"]),
    ("작년 7월 3명이 왔다.", ["작년 7월 = 2024-07-01/2024-07-31"]),
    ("작년 7월 시작했다.", ["작년 7월 = 2024-07-01/2024-07-31"]),
    ("내년 1월 시행된다.", ["내년 1월 = 2026-01-01/2026-01-31"]),
    ("내년 1월 1일부터 시행된다.", ["내년 1월 1일 = 2026-01-01"]),
    ("지난달 문을 열었다.", ["지난달 = 2025-01-01/2025-01-31"]),
    ("다음 달 문을 연다.", ["다음 달 = 2025-03-01/2025-03-31"]),
    ("지난 11월 문을 열었다.", ["지난 11월 = 2024-11-01/2024-11-30"]),
    ("오는 4월 문을 연다.", ["오는 4월 = 2025-04-01/2025-04-30"]),
    ("2025년 1월 공개한 모델", ["2025년 1월 = 2025-01-01/2025-01-31"]),
    ("어제 시작했다.", ["어제 = 2025-02-04"]),
    ("오늘부터 시작한다.", ["오늘 = 2025-02-05"]),
    ("내일 오전 시작한다.", ["내일 = 2025-02-06"]),
    ("그제 밤에 끝났다.", ["그제 = 2025-02-03"]),
    ("모레까지 이어진다.", ["모레 = 2025-02-07"]),
    ("지난주 금요일 만났다.", ["지난주 금요일 = 2025-01-31"]),
    ("이번 주 금요일 만난다.", ["이번 주 금요일 = 2025-02-07"]),
    ("다음 주 월요일 만난다.", ["다음 주 월요일 = 2025-02-10"]),
    ("지난 금요일 만났다.", ["지난 금요일 = 2025-01-31"]),
    ("오는 금요일 만난다.", ["오는 금요일 = 2025-02-07"]),
    ("지난주 시작했다.", ["지난주 = 2025-01-27/2025-02-02"]),
    ("지난 주말 눈이 왔다.", ["지난 주말 = 2025-02-01/2025-02-02"]),
    ("이번 주말 눈이 온다.", ["이번 주말 = 2025-02-08/2025-02-09"]),
    ("5~7일 서울에서 열린다.", ["5~7일 = 2025-02-05/2025-02-07"]),
    ("오는 5∼7일 서울에서 열린다.", ["오는 5∼7일 = 2025-02-05/2025-02-07"]),
    ("올해 3월 5일부터 7일까지 열린다.", ["올해 3월 5일부터 7일까지 = 2025-03-05/2025-03-07"]),
    ("오는 3월 5일부터 7일까지 열린다.", ["오는 3월 5일부터 7일까지 = 2025-03-05/2025-03-07"]),
    ("지난달 30일부터 이달 2일까지 열렸다.",
     ["지난달 30일부터 이달 2일까지 = 2025-01-30/2025-02-02"]),
    ("지난 1월 30일부터 2월 2일까지 열렸다.",
     ["지난 1월 30일부터 2월 2일까지 = 2025-01-30/2025-02-02"]),
    ("2025년 2월 3일 시작했다.", ["2025년 2월 3일 = 2025-02-03"]),
    ("2019년 11월 2일 시작했다.", ["2019년 11월 2일 = 2019-11-02"]),
    ("2025-02-03 기준이다.", ["2025-02-03 = 2025-02-03"]),
    ("2025.2.3. 기준이다.", ["2025.2.3 = 2025-02-03"]),
    ("2월 3일 시작했다.", ["2월 3일 = 2025-02-03"]),
    ("12월 20일 시작했다.", ["12월 20일 = 2024-12-20"]),
    ("오는 12월 20일 시작한다.", ["오는 12월 20일 = 2025-12-20"]),
    ("3월 5일 시작할 예정이다.", ["3월 5일 = 2025-03-05"]),
    ("4일 회의가 열렸다. 이날 시장은 웃었다.", ["4일 = 2025-02-04", "이날 = 2025-02-04"]),
    ("4일 열렸다. 전날 시장은 웃었다.", ["4일 = 2025-02-04", "전날 = 2025-02-03"]),
    ("지난달 31일 열렸다. 다음 날 끝났다.", ["지난달 31일 = 2025-01-31", "다음 날 = 2025-02-01"]),
    ("3일 열렸다. 이튿날 끝났다.", ["3일 = 2025-02-03", "이튿날 = 2025-02-04"]),
    ("지난 3일 만났다. 지난달에도 만났다. 이날 합의했다.",
     ["지난 3일 = 2025-02-03", "지난달 = 2025-01-01/2025-01-31", "이날 = 2025-02-03"]),
]  # fmt: skip

NO_DAYS_KOREAN = [
    "5일장이 섰다.", "3일간 열렸다.", "지난 3일간 열렸다.", "지난 3일 동안 열렸다.",
    "취임 100일을 맞았다.", "3분기 실적이 좋다.", "단식 11일째다.", "2030년 목표를 세웠다.",
    "2030년까지 줄인다.", "경기는 3-1로 끝났다.", "버전 2.3.1을 내놨다.",
    "가격은 1만5000원이다.", "주 5일 일한다.", "주5일제를 한다.", "3일 만에 끝났다.",
    "5일 뒤 만난다.", "5일 전 만났다.", "10일 이내에 답한다.", "3일 연속 올랐다.",
    "2~3일 걸린다.", "3~4일간 쉰다.", "최대 9일 쉰다.", "3개월 15일이 지났다.",
    "매달 5일 만난다.", "매년 3월 5일 열린다.", "이날 시장은 웃었다.", "시험 전날 잤다.",
    "40일 굶었다.", "1일 3회 먹는다.", "2월 30일에 만나자.", "음력 1월 1일", "오늘날 우리는",
    "내일신문이 보도했다.", "오늘의 운세", "“어제 만났다”고 했다.",
    "“내일은 다르다”고 했다.", "작년보다 늘었다.", "지난해 같은 기간보다 늘었다.",
    "생후 10일 된 아기", "오는 5일 만난다.", "지난 5일 만났다.", "같은 해 3월 2일 끝났다.",
    "금요일마다 만난다.", "15일 남았다.", "개막을 10일 앞두고", "25일 33도까지 0.5일",
    "하루 12일분", "일일 1일권", "설 다음 날 눈이 왔다.", "공휴일 3일이 더 있다.",
    "1년 전 이날 만났다.",
]  # fmt: skip

JAPANESE = [
    ("市は5日、発表した。", ["5日 = 2025-02-05"]),
    ("市は昨日、発表した。", ["昨日 = 2025-02-04"]),
    ("きのう発表した。", ["きのう = 2025-02-04"]),
    ("一昨日に発表した。", ["一昨日 = 2025-02-03"]),
    ("先月30日に始まった。", ["先月30日 = 2025-01-30"]),
    ("先月始まった。", ["先月 = 2025-01-01/2025-01-31"]),
    ("今月3日に始まった。", ["今月3日 = 2025-02-03"]),
    ("来月2日に始まる。", ["来月2日 = 2025-03-02"]),
    ("昨年12月31日に終わった。", ["昨年12月31日 = 2024-12-31"]),
    ("今年3月に始まる。", ["今年3月 = 2025-03-01/2025-03-31"]),
    ("2025年2月3日に始まった。", ["2025年2月3日 = 2025-02-03"]),
    ("2月3日に始まった。", ["2月3日 = 2025-02-03"]),
    ("先週金曜日に会った。", ["先週金曜日 = 2025-01-31"]),
    ("来週月曜日に会う。", ["来週月曜日 = 2025-02-10"]),
    ("4日に会った。同日、合意した。", ["4日 = 2025-02-04", "同日 = 2025-02-04"]),
    ("4日に会った。前日も会った。", ["4日 = 2025-02-04", "前日 = 2025-02-03"]),
    ("4日に会った。翌日も会った。", ["4日 = 2025-02-04", "翌日 = 2025-02-05"]),
    ("今月5日から7日まで開く。", ["今月5日から7日まで = 2025-02-05/2025-02-07"]),
    ("５日、発表した。", ["５日 = 2025-02-05"]),
]  # fmt: skip

NO_DAYS_JAPANESE = [
    "5日間続いた。", "3日目に入った。", "10日後に会う。", "3日ぶりに会った。",
    "3日連続で上がった。", "100日を迎えた。", "2030年の目標", "第3四半期", "5日以内に答える。",
    "毎月5日に会う。", "「昨日会った」と話した。", "今日本は変わる。",
]  # fmt: skip

CHINESE = [
    ("记者5日获悉，市政府将", ["5日 = 2025-02-05"]),
    ("昨日，市政府发布", ["昨日 = 2025-02-04"]),
    ("昨天市政府发布", ["昨天 = 2025-02-04"]),
    ("前天发布", ["前天 = 2025-02-03"]),
    ("明天举行", ["明天 = 2025-02-06"]),
    ("本月5日举行", ["本月5日 = 2025-02-05"]),
    ("上月30日举行", ["上月30日 = 2025-01-30"]),
    ("上个月举行", ["上个月 = 2025-01-01/2025-01-31"]),
    ("上月举行", ["上月 = 2025-01-01/2025-01-31"]),
    ("下月2日举行", ["下月2日 = 2025-03-02"]),
    ("去年12月31日结束", ["去年12月31日 = 2024-12-31"]),
    ("2025年2月3日结束", ["2025年2月3日 = 2025-02-03"]),
    ("2月3日结束", ["2月3日 = 2025-02-03"]),
    ("上周五举行", ["上周五 = 2025-01-31"]),
    ("下週一舉行", ["下週一 = 2025-02-10"]),
    ("4日举行。当天，市长", ["4日 = 2025-02-04", "当天 = 2025-02-04"]),
    ("4日举行。次日，市长", ["4日 = 2025-02-04", "次日 = 2025-02-05"]),
    ("4号举行", ["4号 = 2025-02-04"]),
]  # fmt: skip

NO_DAYS_CHINESE = [
    "5日内答复", "10日均线", "三日游", "5日游", "持续100日", "2030年目标", "5号线开通",
    "“昨天见面”他说", "上周刊登", "每月5日举行",
]  # fmt: skip

ENGLISH = [
    ("The city said on Tuesday that it agreed.", ["Tuesday = 2025-02-04"]),
    ("The mayor said on Wednesday.", ["Wednesday = 2025-02-05"]),
    ("The mayor will visit Seoul on Friday.", ["Friday = 2025-02-07"]),
    ("The mayor said on Monday he will go.", ["Monday = 2025-02-03"]),
    ("It was opened last Friday.", ["last Friday = 2025-01-31"]),
    ("It opens this Friday.", ["this Friday = 2025-02-07"]),
    ("It was opened last month.", ["last month = 2025-01-01/2025-01-31"]),
    ("It opens next month.", ["next month = 2025-03-01/2025-03-31"]),
    ("It was opened last week.", ["last week = 2025-01-27/2025-02-02"]),
    ("It was opened last year.", ["last year = 2024-01-01/2024-12-31"]),
    ("It was opened on Feb. 3.", ["Feb. 3 = 2025-02-03"]),
    ("It was opened on 3 February.", ["3 February = 2025-02-03"]),
    ("It was opened on Dec. 20.", ["Dec. 20 = 2024-12-20"]),
    ("It was opened on February 3rd, 2024.", ["February 3rd, 2024 = 2024-02-03"]),
    ("It was opened on 3 May 2024.", ["3 May 2024 = 2024-05-03"]),
    ("It ran from Feb. 1-3.", ["Feb. 1-3 = 2025-02-01/2025-02-03"]),
    ("It ran from Jan. 30 to Feb. 2.", ["Jan. 30 to Feb. 2 = 2025-01-30/2025-02-02"]),
    ("It was opened in January 2025.", ["January 2025 = 2025-01-01/2025-01-31"]),
    ("It was opened last December.", ["last December = 2024-12-01/2024-12-31"]),
    ("It was opened yesterday.", ["yesterday = 2025-02-04"]),
    ("It opens tomorrow.", ["tomorrow = 2025-02-06"]),
    ("On Feb. 3 they met. The next day they left.",
     ["Feb. 3 = 2025-02-03", "The next day = 2025-02-04"]),
    ("On Feb. 3 they met. Later the same day they left.",
     ["Feb. 3 = 2025-02-03", "the same day = 2025-02-03"]),
    ("The fair is scheduled for March 5.", ["March 5 = 2025-03-05"]),
]  # fmt: skip

NO_DAYS_ENGLISH = [
    "It may 5 times fail.", "They won 3-1.", "Version 2.3.1 is out.", "It costs $5.",
    "By 2030 we stop.", "“We met yesterday,” he said.", "It takes 3 days.",
    "The next day they left.", "USA Today said so.", "Black Friday sales rose.",
    "Every Tuesday they meet.", "On 2/3/2025 they met.", "Feb. 30 is no day.",
    "They march 5 miles.", "It opens next Friday.", "Sales on Tuesdays rose.",
]  # fmt: skip


@pytest.mark.parametrize(("text", "days"), KOREAN)
def test_korean_days_are_resolved_against_the_day_of_publication(
    text: str, days: list[str]
) -> None:
    assert named(text) == days


@pytest.mark.parametrize(("text", "days"), JAPANESE)
def test_japanese_days_are_resolved(text: str, days: list[str]) -> None:
    assert named(text, language="ja") == days


@pytest.mark.parametrize(("text", "days"), CHINESE)
def test_chinese_days_are_resolved(text: str, days: list[str]) -> None:
    assert named(text, language="zh") == days


@pytest.mark.parametrize(("text", "days"), ENGLISH)
def test_english_days_are_resolved(text: str, days: list[str]) -> None:
    assert named(text, language="en") == days


@pytest.mark.parametrize("text", NO_DAYS_KOREAN)
def test_korean_durations_counts_and_habits_are_no_days(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        *((text, "ja") for text in NO_DAYS_JAPANESE),
        *((text, "zh") for text in NO_DAYS_CHINESE),
        *((text, "en") for text in NO_DAYS_ENGLISH),
    ],
)
def test_durations_counts_and_habits_of_other_languages_are_no_days(
    text: str, language: str
) -> None:
    assert named(text, language=language) == []


def test_case_10_the_day_of_an_event_is_not_the_day_of_publication() -> None:
    text = "시는 오는 20일 공청회를 열고 지난달 12일 받은 의견을 공개한다고 밝혔다."
    assert [(one.first, one.last) for one in found(text)] == [
        (date(2025, 2, 20), date(2025, 2, 20)),
        (date(2025, 1, 12), date(2025, 1, 12)),
    ]


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        ("12월 31일 밤 눈이 왔다.", "2025-01-01", "2024-12-31"),
        ("31일 밤 눈이 왔다.", "2025-01-01T00:10:00+09:00", "2024-12-31"),
        ("지난달 31일 눈이 왔다.", "2025-01-02", "2024-12-31"),
        ("지난해 12월 31일 눈이 왔다.", "2025-01-01", "2024-12-31"),
        ("오는 1월 1일 문을 연다.", "2024-12-31", "2025-01-01"),
        ("내년 1월 1일 문을 연다.", "2024-12-31", "2025-01-01"),
        ("다음 달 1일 문을 연다.", "2024-12-31", "2025-01-01"),
        ("내일 문을 연다.", "2024-12-31", "2025-01-01"),
        ("어제 끝났다.", "2025-03-01", "2025-02-28"),
        ("어제 끝났다.", "2024-03-01", "2024-02-29"),
        ("28일 끝났다.", "2025-03-01", "2025-02-28"),
        ("2월 29일 끝났다.", "2024-03-01", "2024-02-29"),
        ("지난 29일 끝났다.", "2024-03-02", "2024-02-29"),
        ("지난달 31일 끝났다.", "2025-08-30", "2025-07-31"),
        ("오는 31일 끝난다.", "2025-08-30", "2025-08-31"),
    ],
)  # fmt: skip
def test_case_13_the_turn_of_the_year_and_the_ends_of_months(
    text: str, published: str, day: str
) -> None:
    assert [str(one.first) for one in found(text, published)] == [day]


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("지난달 31일 끝났다.", "2025-03-02"),
        ("2월 29일 시작한다.", "2025-03-01"),
        ("1일 문을 연다.", "2025-01-31"),
        ("20일 끝났다.", "2025-02"),
    ],
)
def test_case_13_a_day_that_is_not_there_or_may_be_two_is_none(text: str, published: str) -> None:
    assert named(text, published) == []


def test_case_14_relative_days_follow_the_last_explicit_day() -> None:
    text = (
        "두 나라는 오는 7일 만난다.\n\n앞서 총리는 지난 3일 회장을 만났다. 이날 두 회사는 합작사를"
        " 세웠다. 전날 주가는 올랐다.\n\n4일(현지시간) 발표가 나왔고 이날 주가는 내렸다."
    )
    assert named(text) == [
        "오는 7일 = 2025-02-07",
        "지난 3일 = 2025-02-03",
        "이날 = 2025-02-03",
        "전날 = 2025-02-02",
        "4일 = 2025-02-04",
        "이날 = 2025-02-04",
    ]


def test_case_14_after_a_stretch_of_days_this_day_is_not_clear() -> None:
    assert named("지난 1~3일 회의가 열렸다. 이날 시장은 웃었다.") == [
        "지난 1~3일 = 2025-02-01/2025-02-03"
    ]


def test_a_year_named_before_keeps_its_days_from_this_year() -> None:
    assert named("2019년 3월 5일 시작해 4월 7일 끝났다.") == ["2019년 3월 5일 = 2019-03-05"]


def test_nothing_is_resolved_when_only_the_month_of_publication_is_known() -> None:
    assert named("오는 7일 회담이 열린다. 2025년 2월 3일 만났다.", "2025-02") == []


def test_the_day_of_publication_is_that_of_its_own_zone() -> None:
    assert named("어제 끝났다.", "2025-02-05T00:30:00+09:00") == ["어제 = 2025-02-04"]
    assert named("It ended yesterday.", "2025-02-04T23:30:00-05:00", "en") == [
        "yesterday = 2025-02-03"
    ]


PIECES = (
    "오는 |지난|지난달 |올해 |2025년 |2월|12월 |31일|5일|~|부터|까지|이날|전날 |어제|주|금요일|9999"
    "|99|日|月|先月|上周|五|Feb. |29|, 2025|Tuesday|“|”|\n\n|. |0|일"
)


@given(
    st.lists(
        st.sampled_from(PIECES.split("|")),
        max_size=14,
    ).map("".join),
    st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)),
    st.sampled_from(["ko", "en", "ja", "zh", None]),
)
def test_days_stand_in_the_text_in_order_and_first_is_never_after_last(
    text: str, day: date, language: str | None
) -> None:
    end = 0
    for one in found(text, day.isoformat(), language):
        assert end <= one.start < one.end <= len(text)
        assert one.first <= one.last
        end = one.end


def test_the_first_and_last_day_of_the_calendar_break_nothing() -> None:
    assert named("어제 작년 지난달 지난주", "0001-01-01") == []
    assert named("내일 내년 1월 다음 달 다음 주", "9999-12-31") == []
