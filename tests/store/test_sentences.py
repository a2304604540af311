"""A sentence is what a Korean reader calls one, and always a stretch of the untouched text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.sentences import sentences

PIECES = (
    *("그는", "말했다", "고", "라고", "2025", "4", "3.5", "Mr", "U.S", "Dr", "a", "é", "😀", "\0"),
    *(
        ".",
        "!",
        "?",
        "…",
        "。",
        "！",
        "“",
        "”",
        "‘",
        "’",
        '"',
        "'",
        "(",
        ")",
        "「",
        "」",
        "『",
        "』",
    ),
    *(" ", " ", " ", "\n", "\t", "\u2028", "\u200b", "\x1c"),
)
PROSE = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@given(st.text() | PROSE)
def test_sentences_hold_every_visible_character_once_and_in_order(text: str) -> None:
    spans = list(sentences(text))
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
    gaps = zip([0, *edges[1::2]], [*edges[::2], len(text)], strict=True)
    assert not "".join(text[end:start] for end, start in gaps).strip()


@given(PROSE)
def test_a_line_break_always_ends_a_sentence(text: str) -> None:
    assert not any("\n" in text[start:end] for start, end in sentences(text))


@pytest.mark.parametrize(
    "marked",
    [
        # quotations keep their inner full stops, and the verb of saying stays with them
        "그는 “좋다. 곧 하자.”라고 말했다. | 모두 웃었다.",
        'A씨는 "좋다. 곧 하자."고 말했다. | 모두 웃었다.',
        "그는 “좋다. 곧 하자.” 라고 말했다. | 모두 웃었다.",
        "그는 '안 간다. 못 간다.'고 했다. | 다음 날 떠났다.",
        "“첫째. 둘째.” | 김 장관은 “셋째.”라며 웃었다. | 회의는 끝났다.",
        "(관계자는 “모른다.”고 했다.) | 이어 떠났다.",
        '"왜?"라는 물음에 그는 답하지 않았다. | 침묵이 흘렀다.',
        "“안 된다.” | 그가 말했다.",
        # points that end nothing
        "금리는 연 3.25%로 0.5%포인트 올랐다. | 시장은 놀랐다.",
        "매출은 1조 2000억원(약 9.1억 달러)이다. | 이익은 줄었다.",
        "회의는 2025. 2. 4. 오후 3시에 열렸다. | 결과는 없었다.",
        "회의는 2025. 2. 4.에 열렸다. | 결과는 없었다.",
        "신청은 2025. 2. 4. ~ 2025. 3. 5. 사이에 한다. | 늦으면 안 된다.",
        "행사는 2025.2.4. 서울에서 열렸다. | 비가 왔다.",
        "누리집은 www.news.example 이다. | 메일은 a@b.example이다.",
        # headings and enumerations stay whole
        "1. 소버린 AI란 무엇인가",
        "물값, 내년부터 오른다",
        "(서울=가람통신) 정부는 계획을 밝혔다. | 시행은 내년이다.",
        # marks of other kinds
        "정말인가? | 그렇다! | 놀랍다… | 그는 떠났다.",
        # English
        "Mr. Kim met J. Smith of Acme Inc. in the U.S. on Feb. 4. | They talked.",
        "Dr. Lee has a Ph.D. in physics. | It's late. | Don't go.",
        "The answer is No. 5 on the list. | It is wrong.",
        "“We will go. We must,” he said. | Nobody moved.",
        # Japanese and Chinese write no space between sentences
        "「はい。行きます。」と彼は言った。 | 次の日、彼は来た。",
        "彼は行った。|私は残った。",
        "他说：“我们走吧。快点！”然后离开了。 | 第二天他回来了。",
        "他们来了！|真的吗？|是的。",
    ],
)
def test_a_sentence_is_what_a_reader_calls_one(marked: str) -> None:
    text = marked.replace(" | ", " ").replace("|", "")
    expected = [part.strip() for part in marked.split("|")]
    assert [text[start:end] for start, end in sentences(text)] == expected


def test_a_quotation_without_an_end_does_not_swallow_the_text() -> None:
    text = "그는 “좋다. 곧 하자. " + "물이 맑다. " * 50
    assert all(end - start < 20 for start, end in sentences(text))


def test_a_very_long_quotation_is_split_inside() -> None:
    text = "그는 “" + "물이 아주 맑다. " * 60 + "”라고 했다."
    assert max(end - start for start, end in sentences(text)) < 60


@pytest.mark.parametrize(
    "unit", ["“가.” 그 ", "가 1. 나 ", "“가. ", "(가. ", '"가.” ', " 'a'", "."]
)
def test_a_hostile_line_is_split_in_time(unit: str) -> None:
    text = unit * (300_000 // len(unit)) + "a"
    started = time.process_time()
    assert sum(1 for _ in sentences(text))
    assert time.process_time() - started < 10  # 0.1 to 0.6 s; in quadratic time, minutes


@pytest.mark.parametrize(
    "dateline",
    ["(서울=나래통신) 홍길동 기자 =", "[나래일보 홍길동 기자]", "【ヘラム＝北沢誠】"],
)
def test_a_dateline_with_its_writer_is_no_part_of_the_first_sentence(dateline: str) -> None:
    text = f"{dateline} 가람시는 다리를 놓는다고 3일 밝혔다. 길이는 240m다."
    assert [text[start:end] for start, end in sentences(text)] == [
        dateline,
        "가람시는 다리를 놓는다고 3일 밝혔다.",
        "길이는 240m다.",
    ]
