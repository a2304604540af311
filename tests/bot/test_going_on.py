"""Messages that only go on from the last reply."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.going_on import asks_for_more, doubts


@pytest.mark.parametrize(
    "text",
    [
        *(
            "정말이야?",
            "정말?",
            "진짜야",
            "진짜로?",
            "사실이야?",
            "사실인가요?",
            "사실이에요?",
            "그게 사실이야?",
        ),
        *(
            "그거 진짜야?",
            "이거 진짜예요?",
            "확실해?",
            "확실한가요?",
            "맞아?",
            "맞나요?",
            "그 말이 사실이야?",
        ),
        *(
            "믿어도 돼?",
            "진짜 믿어도 되나요?",
            "가짜뉴스야?",
            "루머 아니야?",
            "확인된 거야?",
            "실화냐?",
        ),
        *("정말인가요", "진짜임?", "really?", "is it true?", "Is that confirmed?", "are you sure"),
        *("本当?", "本当ですか", "それは本当なの？", "真的吗", "是真的吗？", "这是真的吗"),
    ],
)
def test_whether_it_is_so_is_asked(text: str) -> None:
    assert doubts(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "정말",
            "진짜",
            "정말 고마워",
            "진짜 재밌다",
            "사실은 궁금한 게 있어",
            "맞아",
            "맞아요",
            "really",
        ),
        *(
            "정말 1700원이야?",
            "공장 철회가 사실이야?",
            "진짜 이름이 뭐야?",
            "확실한 날짜는?",
            "",
            "?",
        ),
        *("is it true that the plant is off?", "what is true?", "真的", "本当に高い", "아니야?"),
    ],
)
def test_other_messages_are_questions_or_talk(text: str) -> None:
    assert not doubts(text)


@pytest.mark.parametrize(
    "text", ["더 보기", "더보기", "더 보여줘", "more", "next", "계속", "もっと", "更多"]
)
def test_more_is_asked_for(text: str) -> None:
    assert asks_for_more(text)


@pytest.mark.parametrize(
    "text", ["더", "더 자세히", "more about the ferry", "다음 달 요금은?", ""][1:]
)
def test_more_about_something_is_a_question(text: str) -> None:
    assert not asks_for_more(text)


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    assert not (doubts(text) and asks_for_more(text))
