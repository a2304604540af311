"""Articles in another language than the question are found, quoted and declined."""

from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from retrieval.encoder import Vectors
from retrieval.morphemes import Analyser
from retrieval.question import language_of
from retrieval.weights import CALIBRATED_FOR
from tests.retrieval.shelf import NOW, SEOUL, Shelf

_ROWS = np.load(str(resources.files("retrieval") / "centres.npy")).astype(np.float32)


class DictionaryEncoder:
    """Knows five topics in four languages, and writes texts of each language around its mean."""

    name = f"{CALIBRATED_FOR}-of-five-topics"
    dimensions = _ROWS.shape[1]
    topics = (
        ("여객선", "ferry", "フェリー", "轮渡"),
        ("버스", "bus", "バス", "公交"),
        ("박물관", "museum", "博物館", "博物馆"),
        ("날씨", "weather", "天気", "天气"),
        ("주가", "share price", "株価", "股价"),
    )

    def passages(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self._vector(text, _ROWS[-1]) for text in texts])

    def question(self, text: str) -> Vectors:
        return self._vector(text, np.zeros_like(_ROWS[-1]))

    def _vector(self, text: str, shift: Vectors) -> Vectors:
        vector = _ROWS[("ko", "en", "ja", "zh").index(language_of(text))] + shift
        for seed, words in enumerate(self.topics):
            if any(word in text.lower() for word in words):
                drawn = np.random.default_rng(seed).standard_normal(self.dimensions)
                vector = vector + 0.5 * drawn.astype(np.float32) / np.linalg.norm(drawn)
        unit: Vectors = (vector / np.linalg.norm(vector)).astype(np.float32)
        return unit


@pytest.fixture
def wide_shelf(tmp_path: Path, analyser: Analyser) -> Shelf:
    """A desk with three articles, found by words and across languages."""
    shelf = Shelf(tmp_path, analyser=analyser, encoder=DictionaryEncoder())
    shelf.stock()
    return shelf


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("When will the ferry run again?", "해람도 여객선 사흘째 결항"),
        ("公交的基本费用是多少?", "서해시 버스 요금 오른다"),
        ("博物館の館長は誰ですか", "두레박물관 11월 문 연다"),
    ],
)
def test_a_question_is_answered_from_the_korean_article_on_its_topic(
    wide_shelf: Shelf, question: str, title: str
) -> None:
    answer = wide_shelf.ask(question)
    assert answer.kind == "answer"
    assert answer.quotes[0].article.title == title


def test_a_question_on_a_topic_of_no_article_is_declined(wide_shelf: Shelf) -> None:
    assert wide_shelf.ask("What will the weather be in Lisbon?").kind == "declined"


def test_a_korean_question_finds_no_korean_article_abroad(wide_shelf: Shelf) -> None:
    question = wide_shelf.desk.understand("여객선은 언제 다시 뜨나?", now=NOW, zone=SEOUL)
    assert wide_shelf.search.abroad(question, encoder=wide_shelf.encoder) == ()


def test_a_korean_question_is_answered_from_an_english_article(wide_shelf: Shelf) -> None:
    wide_shelf.add("Share price", "The share price of Hanbit Motors fell by 12 percent on Monday.")
    wide_shelf.index()
    answer = wide_shelf.ask("한빛자동차 주가는 몇 퍼센트 떨어졌나?")
    assert [quote.article.title for quote in answer.quotes] == ["Share price"]


def test_without_an_encoder_that_is_known_nothing_is_found_abroad(shelf: Shelf) -> None:
    question = shelf.desk.understand("When will the ferry run?", now=NOW, zone=SEOUL)
    assert shelf.search.abroad(question, encoder=shelf.encoder) == ()
    assert shelf.search.abroad(question, encoder=None) == ()
