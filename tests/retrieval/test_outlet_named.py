"""Whether a question asks for the reports of an outlet, or is about the outlet."""

import pytest

from retrieval.outlet_named import outlet_named

OUTLETS = (
    "한겨레",
    "한빛일보",
    "조선일보",
    "동아일보",
    "서울신문",
    "연합뉴스",
    "Reuters",
    "Harbor Post",
    "NHK",
    "새벽통신",
)


@pytest.mark.parametrize(
    ("text", "outlet", "left"),
    [
        ("한겨레는 뭐래?", "한겨레", "?"),
        ("버스 요금 한겨레는 뭐라고 했어", "한겨레", "버스 요금"),
        ("조선일보에 따르면 매출은?", "조선일보", "매출은?"),
        ("조선 일보에 따르면 매출은?", "조선일보", "매출은?"),
        ("한겨레신문 기사 보여줘", "한겨레", "보여줘"),
        ("한빛일보 보도 중 버스 요금", "한빛일보", "버스 요금"),
        ("한빛일보가 보도한 인상 폭은?", "한빛일보", "인상 폭은?"),
        ("한빛은 뭐래?", "한빛일보", "?"),
        ("한빛에 따르면 요금은?", "한빛일보", "요금은?"),
        ("연합뉴스에 나온 사고 소식", "연합뉴스", "사고 소식"),
        ("새벽통신 기사만", "새벽통신", ""),
        ("According to Reuters, who won?", "Reuters", ", who won?"),
        ("what did the Harbor Post say about the museum?", "Harbor Post", "about the museum?"),
        ("articles from Reuters on chips", "Reuters", "articles on chips"),
        ("Reuters coverage of the ferry", "Reuters", "of the ferry"),
        ("NHKによると何人?", "NHK", "何人?"),
        ("NHKは何と報じた", "NHK", ""),
        ("据路透社报道,有几人?", "Reuters", "有几人?"),
    ],
)
def test_the_reports_of_an_outlet_are_asked_for(text: str, outlet: str, left: str) -> None:
    named = outlet_named(text, OUTLETS)
    assert named is not None
    assert named.outlet == outlet
    rest = f"{text[: named.start]} {text[named.end :]}"
    assert " ".join(rest.split()) == left


@pytest.mark.parametrize(
    "text",
    [
        "동아일보 사장은 누구야?",
        "서울신문 노조 위원장은?",
        "한겨레 사옥은 어디야",
        "Who owns Reuters?",
        "Where is the Harbor Post based?",
        "NHKの会長は誰",
        "路透社总部在哪里",
        "서울에 따르면",
        "조선은 뭐래",
        "연합은 뭐래",
        "중앙일보는 뭐래?",
        "신한빛일보라는 곳은?",
        "",
    ],
)
def test_an_outlet_that_is_asked_about_or_not_known_is_none(text: str) -> None:
    assert outlet_named(text, OUTLETS) is None


def test_only_what_is_the_whole_question_says_so() -> None:
    says = outlet_named("한겨레는 뭐래?", OUTLETS)
    where_from = outlet_named("한겨레 기사 보여줘", OUTLETS)
    assert says is not None
    assert where_from is not None
    assert (says.says, where_from.says) == (True, False)


def test_without_outlets_none_is_named() -> None:
    assert outlet_named("한겨레는 뭐래?", ()) is None
