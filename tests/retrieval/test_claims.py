"""Which sentences of a pasted text claim something that can be looked up."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.claims import MAX_CLAIM_CHARS, MAX_CLAIMS, claim_in, claims
from retrieval.morphemes import Analyser


def everything(terms: Iterable[str]) -> frozenset[str]:
    """A store that holds every term."""
    return frozenset(terms)


def claimed(text: str, analyser: Analyser) -> list[str]:
    """The sentences chosen from ``text``."""
    return [one.text for one in claims(text, analyser=analyser, held=everything)]


def test_a_sentence_with_names_and_figures_is_a_claim(analyser: Analyser) -> None:
    assert claimed("강변시가 도서관 열두 곳의 문을 닫는다고 한다.", analyser) == [
        "강변시가 도서관 열두 곳의 문을 닫는다고 한다."
    ]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "안녕하세요 여러분~",
            "ㅋㅋㅋㅋㅋ",
            "😀😀😀",
            "",
            "#소식 #속보",
            "https://a.example/x?y=1",
        ),
        *(
            "/stats",
            "널리 공유 부탁드립니다!!",
            "좋아요",
            "10명에게 전달하세요",
            "...",
            "\u202e\u200b",
        ),
        "하늘일보 홍가람 기자 garam@haneul.example",
        "ⓒ 하늘일보 무단전재 및 재배포 금지",
        "출처: 하늘일보",
    ],
)
def test_greetings_calls_to_share_and_signatures_claim_nothing(
    text: str, analyser: Analyser
) -> None:
    assert claimed(text, analyser) == []


def test_only_what_claims_something_is_taken_from_a_chatty_text(analyser: Analyser) -> None:
    text = (
        "안녕하세요 여러분 좋은 아침이에요 ☀️\n"
        "제 생각에는 세상이 너무 빨리 변하는 것 같아요.\n"
        "강변시 정수장이 다음 달 가동을 멈춘다고 합니다.\n"
        "꼭 주변에 공유해 주세요!!"
    )
    assert claimed(text, analyser)[-1] == "강변시 정수장이 다음 달 가동을 멈춘다고 합니다."
    assert not any("공유" in one or "안녕" in one for one in claimed(text, analyser))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "[속보] {}",
            "(펌) {}",
            "받은글) {}",
            "▶ {}",
            "1. {}",
            "🚨🚨 {} 🙏",
            "{} https://a.example",
        ),
        *("BREAKING: {}", "[단독][속보] {}", "{} ㄷㄷ", "RT @who: {}", "\u200b{}\u200b"),
    ],
)
def test_marks_links_and_pictures_around_a_claim_are_left_out(
    text: str, analyser: Analyser
) -> None:
    claim = "강변시 정수장이 다음 달 가동을 멈춘다"
    (found,) = claimed(text.format(claim).replace("\u200b", ""), analyser)

    assert found.rstrip(".") == claim


def test_no_more_claims_than_are_looked_up_and_none_twice(analyser: Analyser) -> None:
    text = "\n".join(
        f"{name}시 박물관이 유물 {name} 항아리를 공개했다." for name in "가나다라마바사"
    )
    assert len(claimed(text, analyser)) <= MAX_CLAIMS
    assert len(claimed("강변시 정수장이 멈췄다.\n[속보] 강변시 정수장 멈췄다", analyser)) == 1


def test_a_figure_without_its_subject_goes_with_the_sentence_before(analyser: Analyser) -> None:
    text = "국회가 어제 물길 보전법을 통과시켰다. 168명이 찬성했다."
    assert claimed(text, analyser) == [text]


def test_what_the_store_knows_comes_before_what_it_does_not(analyser: Analyser) -> None:
    text = "\n".join(
        [
            "먼나라 왕자가 마법 양탄자를 하늘에 띄웠다.",
            "외계 우주선이 사막 한복판에 착륙했다.",
            "심해 괴물이 등대 불빛을 삼켰다.",
            "강변시 정수장이 가동을 멈췄다.",
        ]
    )
    held = frozenset({"강변", "정수", "정수장", "가동", "강변시"})
    found = claims(text, analyser=analyser, held=held.intersection)

    assert "강변시 정수장이 가동을 멈췄다." in [one.text for one in found]


@pytest.mark.parametrize(
    ("sentence", "about", "wanted"),
    [
        ("정수장 사고로 120명이 다쳤다", "정수장 사고로 다쳤다", "number"),
        ("입장료가 5천 원으로 오른다", "입장료가 오른다", "money"),
        ("가격이 30% 올랐다", "가격이 올랐다", "percent"),
        ("박물관이 5월 9일 문을 연다", "박물관이 문을 연다", "date"),
        ("박물관이 문을 연다는 소문이 돌고 있습니다", "박물관이 문을 연", None),
        ("솟대-3이 날아올랐다", "솟대-3이 날아올랐다", None),
    ],
)
def test_what_a_claim_is_about_is_told_from_its_figures(
    sentence: str, about: str, wanted: str | None
) -> None:
    found = claim_in(sentence)

    assert (found.text, found.wanted) == (sentence, wanted)
    assert found.about.startswith(about)


@given(text=st.text(st.characters(), max_size=400))
def test_any_text_is_read(text: str, analyser: Analyser) -> None:
    found = claims(text, analyser=analyser, held=everything)

    assert len(found) <= MAX_CLAIMS
    assert all(0 < len(one.text) <= 2 * MAX_CLAIM_CHARS for one in found)


@pytest.mark.parametrize(
    "text", ["가" * 4096, "속보 " * 1400, "[속보]" * 700, "((((" * 1000, "1. " * 1400]
)
def test_texts_made_to_be_slow_are_read(text: str, analyser: Analyser) -> None:
    assert len(claimed(text, analyser)) <= MAX_CLAIMS
