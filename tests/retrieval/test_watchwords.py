"""Rules of watchwords say what is wrong with them, and find words in all their forms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.morphemes import Analyser
from retrieval.watching import Matcher
from retrieval.watchwords import (
    MAX_CHARS,
    MAX_DEPTH,
    MAX_WORDS,
    Not,
    Rule,
    RuleError,
    Word,
    holds,
    parse,
    words,
)
from store.names import Known


@pytest.fixture
def matcher(analyser: Analyser) -> Matcher:
    known = {"한국은행": Known(written=("한국은행",), others=("한은", "Bank of Korea"))}
    return Matcher(
        analyser=lambda: analyser,
        known=lambda keys: {key: known[key] for key in keys if key in known},
    )


def meets(matcher: Matcher, rule: str, text: str) -> bool:
    return matcher.reading("", text).matches(parse(rule))


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("한국은행", "한국은행이 금리를 올렸다."),
        ("한국은행", "한국은행에서는 말을 아꼈다."),
        ("한국은행", "한은은 금리를 올렸다."),
        ("한국은행", "the Bank of Korea said"),
        ("금리", "기준금리를 동결했다."),
        ("배", "배를 띄웠다."),
        ("비", "밤새 비가 내렸다."),
        ("이란", "이란산 원유가 들어왔다."),
        ("파업", "노조가 총파업을 예고했다."),
        ("파업", "노조가 파업했다."),
        ("노조", "노조원들이 모였다."),
        ("물가", "물가상승률이 3%였다."),
        ("오르다", "집값이 크게 올랐다."),
        ("인상하다", "요금을 인상했다."),
        ('"기준 금리"', "기준금리는 그대로다."),
        ("ai", "AI가 쓴 기사"),
        ("apple", "Apples are red"),
        ("company", "Companies are hiring"),
        ("holding company", "a holding company's debt"),
        ("bus", "BUSES were late"),
        ("crash", "two crashes"),
        ("5G", "5G를 쓴다."),
        ("G-20", "G-20에서 만났다."),
        ("M&A", "M&A 시장이 커졌다."),
        ("\ufeff한국\u200b은행\u200e", "한국은행이 금리를 올렸다."),
        (
            "\u200f\u0645\u0635\u0631",
            "\u0641\u064a \u0645\u0635\u0631 \u0627\u0644\u064a\u0648\u0645",
        ),
        ("1,000명", "1,000명이 모였다."),
    ],
)
def test_a_word_is_found_in_every_form(matcher: Matcher, rule: str, text: str) -> None:
    assert meets(matcher, rule, text)


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("배", "배우가 무대에 섰다."),
        ("비", "준비를 마쳤다."),
        ("대만", "그대만큼은 믿는다."),
        ("이란", "둘 사이란 말이 나왔다."),
        ("한은", "배우 한은하 씨가 나왔다."),
        ("오르다", "오리를 보았다."),
        ("ai", "he said so"),
        ("apple", "applesauce"),
        ("Tim", "The Times said"),
        ("Las", "lass"),
        ("M&A", "M사가 A사를 샀다."),
        ("1,000명", "2,000명이 모였다."),
        ('"한국은행"', "한은은 금리를 올렸다."),
    ],
)
def test_a_part_of_another_word_is_no_word(matcher: Matcher, rule: str, text: str) -> None:
    assert not meets(matcher, rule, text)


@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [
        ("금리 환율", "금리와 환율", True),
        ("금리 AND 환율", "금리만", False),
        ("금리 그리고 환율", "금리와 환율", True),
        ("금리 또는 환율", "환율만", True),
        ("금리 | 환율 & 주가", "금리만", True),
        ("(금리 | 환율) & 주가", "금리만", False),
        ("금리 -주가", "금리와 주가", False),
        ("금리 제외 주가", "금리만", True),
        ("금리 NOT (주가 OR 환율)", "금리와 환율", False),
        ("금리&환율", "금리만", False),
        ("금리,환율", "환율만", True),
        ("2025,2026", "2026년", True),
        ("금리 not not 주가", "금리와 주가", True),
    ],
)
def test_operators_bind_as_they_are_read(
    matcher: Matcher, rule: str, text: str, expected: bool
) -> None:
    assert meets(matcher, rule, text) is expected


@pytest.mark.parametrize(
    ("rule", "fault", "where"),
    [
        ("", "empty", ""),
        ("삼성 AND", "word_missing", "AND"),
        ("삼성 제외", "word_missing", "제외"),
        ("AND 삼성", "word_missing_before", "AND"),
        ("삼성 OR OR 엘지", "word_missing", "OR"),
        ("(삼성", "not_closed", "("),
        ("삼성)", "not_opened", ")"),
        ('"삼성', "not_closed", '"'),
        ("삼성”", "not_opened", "”"),
        ("…", "says_nothing", "…"),
        ("-삼성", "excludes_only", "-삼성"),
        ("삼성 OR NOT 엘지", "excludes_only", "삼성 OR NOT 엘지"),
        ("(" * 9 + "삼성" + ")" * 9, "too_deep", "("),
    ],
)
def test_what_is_wrong_is_pointed_at(rule: str, fault: str, where: str) -> None:
    with pytest.raises(RuleError) as raised:
        parse(rule)
    error = raised.value
    assert (error.fault, rule[error.start : error.end]) == (fault, where)


PIECES = st.sampled_from(
    [*'()"“”-!&|, ', "삼성", "ai", "AND", "제외", "또는", "\x00", "\ud800"],
)


@given(st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=200).map(" ".join)))
def test_any_text_is_a_bounded_rule_or_an_error_that_points_into_it(text: str) -> None:
    read = read_or_fault(text)
    if isinstance(read, RuleError):
        assert 0 <= read.start <= read.end <= max(len(text), MAX_CHARS)
    else:
        assert 0 < len(words(read)) <= MAX_WORDS
        assert depth(read) <= 3 * MAX_DEPTH + 3
        assert not holds(read, lambda _: False)


def read_or_fault(text: str) -> Rule | RuleError:
    try:
        return parse(text)
    except RuleError as error:
        return error


def depth(rule: Rule) -> int:
    match rule:
        case Word():
            return 1
        case Not(part):
            return 1 + depth(part)
        case _:
            return 1 + max(depth(part) for part in rule.parts)


@pytest.mark.parametrize("text", ["가삼성나" * 12_500, "비" * 50_000])
def test_an_article_without_a_space_is_read_in_a_moment(analyser: Analyser, text: str) -> None:
    asked: list[int] = []

    class Counting(Analyser):
        def __init__(self) -> None:
            pass

        def names(self, text: str) -> list[tuple[int, int]]:
            asked.append(len(text))
            return analyser.names(text)

    matcher = Matcher(analyser=Counting, known=lambda _: {})
    assert not meets(matcher, "삼성 | 비", text)
    assert sum(asked) < 10_000


@given(
    rule=st.sampled_from(["삼성 (금리 | ai) -비", "오르다 | 배", '"이 란"']),
    text=st.text(max_size=300),
)
def test_any_text_can_be_read(analyser: Analyser, rule: str, text: str) -> None:
    matcher = Matcher(analyser=lambda: analyser, known=lambda _: {})
    assert matcher.reading(text, text).matches(parse(rule)) in (True, False)
