"""Which messages ask for news or for a story as it went on, and on what topic."""

import time

import pytest

from retrieval.seeking import sought


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("부동산 소식", "부동산"),
        ("삼성전자 기사", "삼성전자"),
        ("반도체 관련 뉴스 있어?", "반도체"),
        ("요즘 배터리 소식 좀", "요즘 배터리"),
        ("버스 요금 관련된 기사 좀 찾아줄래?", "버스 요금"),
        ("해솔배터리 소식 뭐 있어", "해솔배터리"),
        ("어떤 뉴스가 나왔나", ""),
        ("여객선 사고 기사 다 보여줘", "여객선 사고"),
        ("데이터센터에 대한 최근 보도 알려주세요", "데이터센터"),
        ("축구 속보 있음?", "축구"),
        ("위성 발사 소식 궁금해", "위성 발사"),
        ("최신 뉴스 보여줘", ""),
        ("해람 fc에 무슨 일 있었어?", "해람 fc"),
        ("새담시 요즘 어때?", "새담시"),
        ("히트펌프 관련해서 뭐 나왔어?", "히트펌프"),
        ("latest news about heat pumps", "heat pumps"),
        ("any news on the ferry accident?", "the ferry accident"),
        ("show me articles about samsung", "samsung"),
        ("samsung news", "samsung"),
        ("what's new with openai?", "openai"),
        ("what's happening in saedam", "saedam"),
        ("top headlines", ""),
        ("is there any news regarding the bus fare?", "the bus fare"),
        ("the latest on the battery plant", "the battery plant"),
        ("半導体関連のニュース", "半導体"),
        ("電池に関する最新ニュースを教えて", "電池"),
        ("主なニュースは?", ""),
        ("サムスンの記事ある?", "サムスン"),
        ("关于电池的新闻", "电池"),
        ("三星的最新消息", "三星"),
        ("有什么新闻?", ""),
        ("有没有关于公交票价的报道", "公交票价"),
        ("최근 반도체 뉴스 알려줄 수 있어?", "최근 반도체"),
        ("요새 무슨 뉴스가 제일 핫해?", ""),
        ("해솔배터리 관련 기사들 모아서 보여주세요", "해솔배터리"),
        ("전기차 쪽 소식 있으면 알려줘", "전기차 쪽"),
        ("여객터미널 뉴스 좀 읽어줘", "여객터미널"),
        ("뭐 재밌는 뉴스 없어?", ""),
        ("부동산 시장 소식이 궁금합니다", "부동산 시장"),
        ("기사 몇 개만 보여줘", ""),
        ("축구 뉴스 3개만", "축구"),
        ("새담시 소식 업데이트 된 거 있니", "새담시"),
        ("what's in the news", ""),
        ("give me news about chips", "chips"),
        ("anything new on the museum?", "the museum"),
        ("ヒートポンプの記事を探して", "ヒートポンプ"),
        ("最近有什么关于芯片的新闻?", "芯片"),
        ("给我看看足球新闻", "足球"),
    ],
)
def test_news_is_asked_for(text: str, topic: str) -> None:
    found = sought(text)
    assert (found.seeks, found.topic) == ("news", topic)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("그동안 어떻게 됐어?", ""),
        ("여객터미널 사고 지금까지 경과", "여객터미널 사고"),
        ("배터리 공장 사건 일지 정리해줘", "배터리 공장"),
        ("해솔배터리 공장 이전설 전개 과정 알려줘", "해솔배터리 공장 이전설"),
        ("버스 요금 인상은 그동안 어떻게 됐어?", "버스 요금 인상"),
        ("솟대-3 발사 타임라인", "솟대-3 발사"),
        ("데이터센터법 지금까지 무슨 일이 있었어?", "데이터센터법"),
        ("박물관 개관 연기 전말이 궁금해", "박물관 개관 연기"),
        ("이적설 처음부터 시간순으로 정리해 줘", "이적설"),
        ("윤도현 이적설이 어떻게 진행돼 왔어?", "윤도현 이적설"),
        ("timeline of the ferry accident", "the ferry accident"),
        ("how did the strike unfold?", "the strike"),
        ("what has happened with the battery plant so far?", "the battery plant"),
        ("これまでの経緯を教えて", ""),
        ("フェリー事故の経緯", "フェリー事故"),
        ("电池工厂事件始末", "电池工厂"),
        ("공장 이전설 어떻게 흘러왔는지 정리해줘", "공장 이전설"),
        ("해람 터미널 사고 시간순 정리", "해람 터미널 사고"),
        ("버스 요금 인상 과정을 순서대로 알려줘", "버스 요금 인상"),
        ("그 사건 그 뒤로 어떻게 됐어?", "그 사건"),
        ("give me a timeline of the battery recall", "the battery recall"),
        ("how has the story developed", "the story"),
        ("博物館開館延期の時系列", "博物館開館延期"),
        ("渡轮事故的时间线", "渡轮事故"),
    ],
)
def test_a_story_as_it_went_on_is_asked_for(text: str, topic: str) -> None:
    found = sought(text)
    assert (found.seeks, found.topic) == ("timeline", topic)


@pytest.mark.parametrize(
    "text",
    [
        "뉴스룸 대표는 누구야",
        "소식통이 뭐라고 했나",
        "기사 작성자는 누구인가",
        "신문 발행 부수는?",
        "택시 기사 파업 이유",
        "버스 기사 임금은 얼마야?",
        "누가 쓴 기사야?",
        "보도블록 교체 비용",
        "언론 보도 자유 지수는 몇 위?",
        "그 기사에 나온 가격은?",
        "소식을 처음 전한 사람은?",
        "해람 여객터미널 사고로 몇 명이 다쳤나",
        "버스 요금",
        "무슨 일로 체포됐나",
        "속보를 낸 매체는?",
        "경과 시간은 얼마야",
        "재판은 어떻게 됐어?",
        "물가는 어떻게 계산하나",
        "who owns fox news?",
        "what news agency reported it first?",
        "how many articles does the treaty have?",
        "when was the news conference?",
        "what happened when the roof collapsed?",
        "what is fake news?",
        "ニュース番組の司会者は誰?",
        "報道官は誰ですか",
        "新闻发言人是谁",
        "新闻社的社长是谁",
        "기사 요금은 얼마야",
        "뉴스 시청률은 몇 %",
        "소식지 발행 부수",
        "어느 신문이 처음 보도했나",
        "보도자료를 낸 기관은?",
        "헤드라인 작성자는 누구?",
        "그 소식이 알려진 날짜는?",
        "who wrote the article?",
        "how did the news affect shares?",
        "what does the headline say?",
        "誰が記事を書いた?",
        "哪家媒体最早报道?",
    ],
)
def test_a_fact_is_asked_for_though_news_is_named(text: str) -> None:
    found = sought(text)
    assert (found.seeks, found.topic) == ("fact", text)


@pytest.mark.parametrize(
    "part",
    ["뉴스", "뉴스 좀 ", "소식 있어 ", "지금까지 ", "news about ", "the ", "ニュース", "新闻", " "],
)
def test_the_work_grows_no_faster_than_the_text(part: str) -> None:
    text = (part * 1000)[:1000]
    began = time.process_time()
    sought(text)
    assert time.process_time() - began < 2
