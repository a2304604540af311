"""What kind of thing a question wants, and which sentences have one."""

import time
from typing import get_args

import pytest

from retrieval.wanted import Wanted, asking_sentence, shows, wanted

_ASKED: dict[Wanted | None, tuple[str, ...]] = {
    "date": (
        "회의는 언제 열리나?",
        "개관일은 몇 월 며칠인가요",
        "when does it open?",
        "いつ開館しますか",
        "출시 언제래",
        "언제출시돼",
        "개관일",
        "아라온호 귀환 날짜",
        "몇 년에 지어졌지",
        "미술관 개장일 변경",
        "몇 시에 출발해?",
        "무슨 요일에 쉬나요",
        "museum opening date",
        "what date does it take effect?",
        "開館日は",
        "什么时候开馆",
        "开馆日期",
        "부모님이 걱정돼서요. 배는 언제 다시 다니나요? 알려주시면 감사하겠습니다.",
    ),
    "money": (
        "요금은 얼마야?",
        "버스비 얼마래",
        "입장권얼마야",
        "삼성전자 3분기 영업이익",
        "새담 심야버스 요금",
        "이적료",
        "박물관 침수 복구비",
        "과태료가 얼마인지 알 수 있을까요?",
        "kt가 투자한 금액 얼마야?",
        "얼마에 팔았나요",
        "how much is the fare?",
        "what is the price of the pass?",
        "haesol battery operating profit",
        "料金はいくらですか",
        "営業利益は",
        "票价是多少钱",
        "营业利润",
        "환승은 얼마까지 되나요? 어른 요금이 얼마인지요",
        "새 공장에 얼마나 투자했대?",
        "다리 고치는 데 얼마 든대",
        "상품권은 얼마짜리야?",
        "고구마 도매가격, 이달 5kg",
        "수로 1km 파는 데 드는 돈",
    ),
    "percent": (
        "지분율은 몇 %인가",
        "오피스텔 전세가율",
        "찬성률은?",
        "what percentage voted yes?",
        "賛成は何パーセント?",
        "支持率是百分之几",
    ),
    "number": (
        "부상자는 몇 명?",
        "한 번 채우면 얼마나 갈 수 있나요?",
        "요금 내리고 나서 손님이 얼마나 늘었대?",
        "그 잡지는 몇 년마다 나와?",
        "며칠 만에 건넜나요",
        "how many people were hurt when the roof fell?",
        "예전 것보다 얼마나 싸?",
        "부상자 수",
        "솟대-3 위성 무게",
        "등명기 지름",
        "셔틀버스 간격",
        "봉고 냉동탑차 주행거리",
        "몇 시간 걸려?",
        "40일 동안 며칠이나 쉬나",
        "면적이 얼마로 줄었었는지 여쭤봐도 될까요?",
        "공장에 필요한 전력이 얼마인지 말씀해 주실 수 있나요?",
        "최고출력은 얼마인가?",
        "물가는 얼마나 올랐나",
        "how much did sales grow?",
        "how many people were hurt?",
        "how long is the bridge?",
        "number of injured",
        "負傷者は何人?",
        "有多少人受伤",
    ),
    "person": (
        "누가 주도했나?",
        "who leads the museum?",
        "谁是馆长",
        "관장 누구임?",
        "해솔배터리 대표",
        "감독 이름 좀 알려줘",
        "대표는?",
        "haeram fc coach",
        "who is the director of the museum?",
        "館長は誰ですか",
        "馆长是谁",
        "저는 야구 팬이고 선수를 좋아합니다. 새 감독이 누구인지 알려주세요.",
    ),
    "place": (
        "공장은 어디에 짓나",
        "행사 어디서 함?",
        "본사는 어디",
        "열리는 장소는",
        "where was it built?",
        "which country won?",
        "どこで開かれますか",
        "在哪里举行",
    ),
    "definition": (
        "소버린 ai란?",
        "양자컴퓨터가 뭐야?",
        "폐열이 무슨 뜻이야",
        "what is a heat pump?",
        "what does lfp mean",
        "ヒートポンプとは?",
        "热泵是什么",
    ),
    "reason": (
        "왜 결항했나",
        "왜 그랬대",
        "사고 원인은?",
        "사퇴 이유",
        "개관이 늦어진 배경이 궁금합니다",
        "why was the launch delayed?",
        "what caused the accident?",
        "なぜ延期された?",
        "为什么推迟",
    ),
    None: (
        "첫 정상회담 의제는?",
        "박물관 이름이 뭐야",
        "회사는 뭐라 함?",
        "무슨 상을 받았나",
        "제목은?",
    ),
    "list": (
        "어떤 기업들이 참여했나",
        "참여한 나라는 무엇무엇이야",
        "결항한 노선 목록 알려줘",
        "지원 대상은 누구누구인가",
        "which companies joined?",
        "what measures were announced?",
        "参加企業一覧",
        "有哪些公司参加",
    ),
    "manner": (
        "요금을 어떻게 환불받나",
        "신청 방법은?",
        "어떤 방식으로 열을 옮기나",
        "how does the heat pump work?",
        "どうやって申請しますか",
        "怎么申请",
    ),
    "organisation": (
        "어느 회사가 인수했나?",
        "안전진단을 맡은 기관은?",
        "공장을 짓는 기업은 어디야",
        "which company bought it?",
        "どの会社が買収した?",
        "哪家公司收购了它",
    ),
}


@pytest.mark.parametrize(
    ("question", "kind"),
    [(question, kind) for kind, questions in _ASKED.items() for question in questions],
)
def test_the_kind_of_thing_asked_for_is_told_by_the_wording(
    question: str, kind: Wanted | None
) -> None:
    assert wanted(question) == kind


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("percent", "응답자의 31.5%가 그렇다고 답했다."),
        ("percent", "지분은 51대 49로 나눈다."),
        ("money", "기본요금을 1700원으로 올린다."),
        ("money", "1천200만 원을 지원한다."),
        ("money", "수십억 원이 들었다."),
        ("money", "it costs 3 million won."),
        ("money", "料金は1200円です。"),
        ("date", "11월 7일 개관한다."),
        ("date", "다음 달 문을 연다."),
        ("date", "it opens next week."),
        ("number", "세 명이 다쳤다."),
        ("number", "17명이 다쳤다."),
        ("number", "有三人受伤。"),
        ("person", "문다솜 관장은 환영한다고 말했다."),
        ("person", "김한결(34) 씨가 탔다."),
        ("person", "the museum's director spoke."),
        ("organisation", "안전진단은 구조연구원이 맡았다."),
        ("place", "새담시에서 열린다."),
        ("place", "the plant in busan closed."),
        ("reason", "밸브 압력이 낮았기 때문이다."),
        ("reason", "because the valve failed."),
        ("list", "한국, 미국, 일본 등이 참여했다."),
        ("manner", "앱을 통해 신청한다."),
        ("definition", "히트펌프는 열을 옮기는 장치다."),
    ],
)
def test_a_sentence_shows_what_is_asked_for(kind: Wanted, sentence: str) -> None:
    assert shows(kind, sentence)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("percent", "비율이 크게 올랐다."),
        ("money", "기본요금을 올린다."),
        ("money", "병원 두 곳이 문을 닫았다."),
        ("money", "대원 20명이 원정을 떠났다."),
        ("date", "박물관이 문을 연다."),
        ("number", "9월 11일 사고가 났다."),
        ("number", "2026년 문을 연다."),
        ("person", "요금이 오른다."),
        ("organisation", "요금이 오른다."),
        ("place", "요금이 오른다."),
        ("reason", "요금이 오른다."),
        ("list", "요금이 오른다."),
    ],
)
def test_a_sentence_without_such_a_thing_does_not_show_it(kind: Wanted, sentence: str) -> None:
    assert not shows(kind, sentence)


def test_of_several_sentences_the_one_that_asks_is_told_from_the_others() -> None:
    text = "여행을 가려고 해요. 박물관은 언제 쉬나요? 꼭 알고 싶네요."
    assert asking_sentence(text) == (
        ["여행을 가려고 해요."],
        "박물관은 언제 쉬나요?",
    )


@pytest.mark.parametrize(
    "part", ["가", "얼마", "이름은 ", "what is the ", "몇 ", "a ", "요", "、", "수 "]
)
def test_the_work_grows_no_faster_than_the_text(part: str) -> None:
    text = (part * 1000)[:1000]
    began = time.process_time()
    wanted(text)
    for kind in get_args(Wanted):
        shows(kind, text)
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "sentence", ["나머지는 두 번에 걸쳐 3달 동안 낸다.", "2주 이내에 돌려준다."]
)
def test_a_span_from_now_on_tells_until_when(sentence: str) -> None:
    assert shows("date", sentence)
