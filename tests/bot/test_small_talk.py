"""Small talk is recognised in many forms; a real question never is."""

import json
import time
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.small_talk import Talk, Topic, answer_to, question_in, topic_of
from bot.texts import texts_in
from tests.conftest import SHARED

TALK: dict[Topic, str] = {
    "greeting": """
        안녕|안녕하세요|안녕하세용~~|안녕하세요오오~|안녕하십니까?|안뇽|하이|하이요|ㅎㅇ|
        ㅎㅇㅎㅇ|방가방가|반갑습니다 ㅎㅎ|헬로|여보세요|저기요|소식아|봇님 안녕하세요|
        안녕하세요 반갑습니다|좋은 아침입니다!|오랜만이에요|처음 뵙겠습니다|만나서 반가워요!|
        새해 복 많이 받으세요|나 왔어|굿모닝|hi|Hi!|HELLO|Helloooo|hey there|Good morning|
        nice to meet you|hello bot|hi hi|ＨＥＬＬＯ|こんにちは|はじめまして|你好|早上好！""",
    "thanks": """
        감사합니다|감사 합니다 ㅎㅎ|감사해요|감사합니당|고마워|고마워요!!|고맙습니다|
        너무 고마워 ㅠㅠ|ㄱㅅ|ㄱㅅㄱㅅ|ㄳ|땡큐|수고하세요|수고했어~|답변 감사합니다|
        빠른 답변 감사드려요|큰 도움이 됐어요|알려줘서 고마워|넵 감사합니다!|thanks|
        Thank you so much!|thx|ty|Thanks, bot!|ok thanks|that was helpful|ありがとうございます|
        谢谢你""",
    "goodbye": """
        안녕히 계세요|잘 있어|잘가|바이바이|ㅂㅂ|ㅃㅃ|나중에 또 봐|이만 가볼게요|굿나잇|
        좋은 하루 되세요|내일 봐요|bye|Bye bye|good bye|see you later|good night|
        have a nice day|take care|さようなら|再见""",
    "who": """
        누구세요?|너 누구야?|넌 뭐야|당신은 누구십니까|너 이름이 뭐니?|정체가 뭐냐|
        자기소개 해줘|너 사람이야?|봇이야?|너는 AI야?|넌 누가 만들었어?|who are you?|
        What's your name|are you a bot?|who made you?|你是谁？""",
    "abilities": """
        뭐 할 수 있어?|무엇을 할 수 있나요?|너 뭐 하는 봇이야?|도움말|도와줘|사용법 알려줘|
        어떻게 사용하나요?|할 수 있는 게 뭐야?|기능이 뭐야|뭐 물어보면 돼?|what can you do?|
        Help me please|how does this work?""",
    "how_are_you": """
        잘 지내?|기분이 어때?|밥 먹었어?|뭐해?|안녕하세요? 잘 지내시죠?|how are you?|what's up""",
    "laughter": "ㅋㅋ|ㅋㅋㅋㅋㅋ|ㅎㅎ|ㅎㅎㅎ 😂|하하하|푸하하|웃기네 ㅋㅋ|lol|hahahaha|LMAO|哈哈哈",
    "sad": "ㅠㅠ|ㅜㅜㅜ|배고파|i am so tired",
    "emoji": "😀|👍👍|❤️|🤷🏽‍♂️|^^|:)|🇰🇷",
    "insult": """
        바보야|멍청이|병신|씨발|ㅅㅂ|꺼져|쓸모없네|이것도 몰라?|너 진짜 멍청하다|쓰레기 같은 봇|
        답답하네|존나 못하네|stupid|you are stupid|you suck|shut up|fuck you|useless bot|WTF|
        this is bad""",
    "praise": """
        최고야|짱|대단하네요|너 진짜 똑똑하다|잘했어|굿굿|좋아요|완벽해|사랑해|와 대박|
        넌 최고의 봇이야|오 신기하네|great|good job|well done|you're the best|I love you|wow""",
    "ok": """
        네|넵|네네|응|ㅇㅇ|ㅇㅋ|알겠습니다|아니요|괜찮아요|그렇구나|ok|OK|no|got it|I see|
        no thanks|はい""",
    "test": """
        테스트|테스트 중|테스트입니다|작동하나요?|잘 들리나요?|test|Testing|test 123|ping|
        ㅁㄴㅇㄹ""",
    "sorry": "미안|미안해|죄송합니다|ㅈㅅ|sorry|すみません",
    "blank": "?|???|...|!!!|~~~|왜?|음...",
    "latest": """
        뉴스|최신 뉴스 알려줘|새 소식 있어?|뉴스 보여 주세요|latest news|What's new?|any news?""",
}

QUESTIONS = """
    안녕하세요, 오픈AI 지사는 어디에 생기나요?|안녕 오픈AI 지사 어디야|감사원장은 누구?|감사원|
    감사 결과는?|고맙다는 편지를 보낸 사람은?|고마쓰 공장은 어디에 있나|수고비는 얼마인가?|
    바보상자라는 말은 어디서 왔나|테스트베드는 어디에 짓나?|테스트 결과 몇 명이 합격했나?|
    하이닉스 실적은?|SK하이닉스|하이브 주가|바이오|바이든 대통령 나이|오하이오 공장|네오위즈|
    네이버|이더리움|심심이 서비스는 언제 시작됐나|심판은 누구였나|우울증 환자는 몇 명인가|
    누가 회의를 주도했나?|누가 만들었나요, 그 법안은|이시바 총리는 누구야?|소버린 AI란?|AI|
    인공지능|챗GPT|사람|내일 서울 날씨는?|좋은 하루를 보내는 법은 누가 말했나|최고 기온은?|
    최고위원은 누가 됐나|대박난 상품은?|천재 수학자는 누구?|죄송하다고 밝힌 기업은?|
    미안마 지진 피해는|미친 집값이라고 말한 의원은?|쓰레기 매립지는 어디?|
    죽어가는 고래는 몇 마리|바보 온달은 누구인가|인사 청문회는 언제?|인사말에서 뭐라고 했나|
    확인된 사망자는 몇 명?|네 번째 환자는?|아니시모프는 누구|오케이저축은행 금리|
    굿네이버스 후원금|짱구는 못말려 개봉일|콜옵션 가격은|야구 경기 결과|
    야, 손흥민 몇 골 넣었어?|여기어때|CU 점포 수는?|HMM 매각|IDC 전망|새 소식통은 누구인가|
    오늘 뉴스 중 반도체 소식|반도체 뉴스 알려줘|뉴스타파 기자는 누구|소식이 전해진 날짜는?|
    봇물 터진 소송은 몇 건|도움을 준 나라는 어디?|도와준 시민은 누구?|
    어떻게 사용될 예정인가, 예산은|무엇을 할 수 있게 됐나, 이 법으로|웃기는 짬뽕은 누가 썼나|
    Hi, who leads the meeting?|Hello Kitty's creator?|Who leads it?|Who made the first chip?|
    What can OpenAI do in Japan?|What is this law about?|Thanksgiving turkey prices|
    Good Friday date|Test flight of Starship|Is the test positive?|How are the talks going?|
    How does the new law work?|OK Savings Bank rate|bad weather in Seoul|
    Stupid tax explained by whom?|Nice attack victims|Great Wall length|Goodbye Lenin director|
    Help for refugees, how much?|No deal Brexit date|Yes Bank fine|
    this bot wrote which article?|who are the leaders?|what did the idiot say|Cook said what?|
    news about Samsung|latest news on chips|日本の首相は誰ですか|谁主持了会议？|ㅎㅇㄷ이 뭐야|
    1234|3.1운동|ㄱㄴㄷ 순서로 첫 회사는?"""


def cases(text: str) -> list[str]:
    return [case.strip() for case in text.split("|")]


@pytest.mark.parametrize(
    ("text", "topic"),
    [(text, topic) for topic, texts in TALK.items() for text in cases(texts)],
)
def test_small_talk_is_recognised(text: str, topic: Topic) -> None:
    assert topic_of(text) == topic


@pytest.mark.parametrize("text", cases(QUESTIONS))
def test_a_question_is_never_small_talk(text: str) -> None:
    assert topic_of(text) is None


def test_thousands_of_real_questions_are_never_small_talk() -> None:
    files = sorted(SHARED.glob("eval/*/questions.jsonl"))
    if not files:
        pytest.skip("the question sets (../shared/eval) are not here")
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    questions = [str(json.loads(line)["question"]) for line in lines]

    assert [question for question in questions if topic_of(question)] == []
    assert [
        question for question in questions if question_in(question).split() != question.split()
    ] == []


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("안녕하세요, 오픈AI 지사는 어디에 생기나요?", "오픈AI 지사는 어디에 생기나요?"),
        ("안녕하세요\n회의는 누가 이끌었나?\n감사합니다 ㅎㅎ", "회의는 누가 이끌었나?"),
        ("Hi! Who leads the meeting? Thanks.", "Who leads the meeting?"),
        ("감사 결과는 언제 나오나?", "감사 결과는 언제 나오나?"),
        ("안녕하세요", "안녕하세요"),
        ("", ""),
    ],
)
def test_courtesies_around_a_question_are_dropped(message: str, question: str) -> None:
    assert question_in(message) == question


@given(st.text(st.characters()))
def test_any_text_is_looked_at_without_failing(text: str) -> None:
    topic = topic_of(text)

    assert topic is None or topic == "latest" or answer_to(topic, texts_in("ko"))
    assert set(question_in(text).split()) <= set(text.split())


@pytest.mark.parametrize(
    "text", ["하이" * 40, "haha" * 20, "정말 진짜 너무 " * 9, " " * 20_000, "ㅋ\n" * 5_000]
)
def test_repetitive_text_takes_no_long_time(text: str) -> None:
    topic_of(text)  # the phrases are read once, before the clock starts
    start = time.perf_counter()

    topic_of(text)
    question_in(text)

    assert time.perf_counter() - start < 1


@pytest.mark.parametrize("topic", get_args(Talk))
def test_each_topic_has_a_reply_in_both_languages(topic: Talk) -> None:
    korean, english = answer_to(topic, texts_in("ko")), answer_to(topic, texts_in("en"))

    assert korean != english
    assert korean.endswith((".", "요?"))
    assert english.isascii()
