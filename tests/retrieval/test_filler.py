"""What a message says beside its question."""

import pytest

from retrieval.filler import without_filler


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("혹시 요금이 얼마인지 알려주실 수 있을까요?", "요금이 얼마인지 ?"),
        ("안녕하세요. 관장이 누구인지 여쭤봐도 될까요?", "관장이 누구인지 ?"),
        ("야 그 머스크 있잖아 몇 살이래?", "그 머스크 몇 살이래?"),
        ("근데 아니 개관일 좀 알려줘", "개관일"),
        ("박물관 휴관일 가르쳐 줘", "박물관 휴관일"),
        ("폐열 배관 비용을 알고 싶습니다.", "폐열 배관 비용 ."),
        ("could you please tell me who won?", "who won?"),
        ("please, when does it open? thanks", "when does it open?"),
        ("館長の名前を教えてください", "館長の名前"),
        ("请问馆长是谁", "馆长是谁"),
        ("알려줘", "알려줘"),
        ("야", "야"),
        ("참다랑어 어획량", "참다랑어 어획량"),
        ("아니메 축제는 언제", "아니메 축제는 언제"),
        ("혹시나호 사고", "혹시나호 사고"),
    ],
)
def test_only_what_asks_to_be_told_is_cut(text: str, left: str) -> None:
    assert without_filler(text) == left
