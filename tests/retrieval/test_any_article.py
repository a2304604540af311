"""Whatever articles hold and people ask: every quote is its article's, letter for letter."""

import json
import tempfile
import unicodedata
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation import Conversation
from bot.records import compact, record
from bot.reply import Message, Reply
from retrieval.answer import Quote
from retrieval.morphemes import Analyser
from tests.fake_encoder import LetterEncoder
from tests.retrieval.shelf import NOW, SEOUL, Shelf

KEYS = {
    *("question", "answered", "reason", "confidence", "as_of", "quotes", "nearest", "kind"),
    *("listing", "range", "reply", "ms", "explanation"),
}
QUOTE_KEYS = {
    *("text", "start", "end", "article_id", "file", "title", "outlet", "published", "url"),
    *("role", "sources", "marks"),
}
#: Examples; each stocks a desk and asks it a dozen things, which takes half a second of work.
EXAMPLES = 12

PLACES = ("해담시", "누리군", "가온항")
#: Sentences that agree, contradict, deny and correct one another, among what nobody expects.
FACTS = st.builds(
    "{}{} {} {}{}".format,
    st.sampled_from(("", "12일 ", "지난달 3일 ", "10일 오전 9시 ")),
    st.sampled_from(PLACES),
    st.sampled_from(("화재로", "공장 사고로", "버스 요금이", "주민 설명회에")),
    st.sampled_from(("12명이", "1,700원으로", "3.5% 넘게", "３０여 명이", "약 1만2천 명이")),
    st.sampled_from(
        (
            " 다쳤다.",
            " 올랐다.",
            " 숨졌다!",
            "라고 밝혔다.",
            "는 사실이 아니다.",
            "… ",
            "로 바로잡습니다.",
        )
    ),
)
SAID = st.builds(
    "{0}{1}{2}".format,
    st.sampled_from(("시장은 “", '"', "‘", "「", "（", '그는 "')),
    FACTS,
    st.sampled_from(("”고 말했다.", '"', "’…", "」", "）", "...")),
)
ODD = st.one_of(
    st.sampled_from(
        (
            *(
                "👨‍👩‍👧‍👦🔥",
                "\u200b\u200d\u2060",
                "\u202eرصم\u202c",
                "שלום.",
                "Ａｂｃ１２",
                "﷽",
                "ﷺ" * 9,
            ),
            *(
                "㎡ ㈜ ½ ⅷ",
                "...!?…。",
                "１２３，４５６원",
                "İstanbul ß ﬁ",
                "e\u0301\u0302",
                "“‘”’",
                "ㅋㅋㅠ",
            ),
            *(
                "<b>&amp;</b>",
                "[1] http://a.example/x?y=1",
                "\t \xa0 \u3000",
                "12.5.2026. 3시 10분",
            ),
        )
    ),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30),
    st.integers(200, 3000).map(lambda size: "가나다라마바사 "[: size % 8 + 1] * (size // 4)),
)
SENTENCES = st.one_of(
    FACTS, FACTS, SAID, FACTS.map(lambda one: unicodedata.normalize("NFD", one)), ODD
)
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=4).map(" ".join)
TEXTS = (
    st.lists(PARAGRAPHS, min_size=1, max_size=3)
    .map("\n\n".join)
    .filter(lambda text: bool(text.strip()))
)
ARTICLES = st.tuples(
    st.one_of(st.none(), SENTENCES),
    TEXTS,
    st.sampled_from((None, "2026-11-10", "2026-11-11", "2026-11-20")),
    st.sampled_from((None, "한빛일보", "두레방송")),
)
ASKED = st.one_of(
    st.sampled_from(
        (
            *(
                "해담시 화재로 몇 명이 다쳤나?",
                "버스 요금은 얼마로 올랐나",
                "가온항 소식",
                "누리군",
            ),
            *(
                "그동안 어떻게 됐어?",
                "왜?",
                "언제?",
                "더 보기",
                "자세히",
                "그게 사실이야?",
                "지난주 뉴스",
            ),
            *("한빛일보는 뭐래?", "/timeline 해담시 화재", "/timeline", "/latest", "/why"),
            *("How many were hurt in the fire?", "工場の事故は?", "为什么?"),
        )
    ),
    SENTENCES,
)


@settings(max_examples=EXAMPLES)
@given(
    articles=st.lists(ARTICLES, min_size=1, max_size=5),
    asked=st.lists(ASKED, min_size=1, max_size=8),
    by_words=st.booleans(),
)
def test_each_quote_is_cut_from_its_article_and_its_marks_from_the_quote(
    articles: list[tuple[str | None, str, str | None, str | None]],
    asked: list[str],
    by_words: bool,
    analyser: Analyser,
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        encoder = None if by_words else LetterEncoder()
        shelf = Shelf(Path(folder), analyser=analyser, encoder=encoder)
        for title, text, day, outlet in articles:
            shelf.add(title, text, day=day, outlet=outlet)
        shelf.index()
        for message, reply in conversed(shelf, asked):
            check(shelf, message, reply)


def conversed(shelf: Shelf, asked: list[str]) -> Iterator[tuple[str, Reply]]:
    """Ask one after the other in one chat, as follow-ups."""
    desk = Conversation(desk=shelf.desk, memory=shelf.library, zone=SEOUL, default_language="ko")
    for number, text in enumerate(asked):
        message = Message(channel="test", chat="1", text=text)
        yield text, desk.reply(message, now=NOW + timedelta(seconds=number))


def check(shelf: Shelf, message: str, reply: Reply) -> None:
    written = json.loads(compact(record(message, reply, zone=SEOUL, ms=1)))
    assert set(written) == KEYS
    assert all(set(one) == QUOTE_KEYS for one in written["quotes"])
    assert written["reply"].strip()
    if reply.answer is None:
        return
    assert 0 <= reply.answer.confidence <= 1
    assert (reply.answer.kind == "declined") == (not reply.answer.quotes)
    for quote in reply.answer.quotes:
        stored = shelf.library.article(quote.article.id)
        assert stored is not None
        assert stored.text[quote.start : quote.end] == quote.text
        assert quote.text.strip()
        check_marks(quote)


def check_marks(quote: Quote) -> None:
    assert all(0 <= start < end <= len(quote.text) for start, end in quote.marks)
    assert all(one[1] <= other[0] for one, other in pairwise(quote.marks))
