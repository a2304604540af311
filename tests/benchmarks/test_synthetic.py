"""The synthetic press: the same for a seed, and of the shape of real news."""

from collections import Counter
from itertools import islice
from statistics import mean

import pytest

from benchmarks.synthetic import Press
from store.article import PARAGRAPH_BREAK, Extracted
from store.passages import split
from store.sentences import sentences


def _articles(count: int, *, seed: int) -> list[Extracted]:
    return list(islice(Press(seed=seed).articles(), count))


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return [PARAGRAPH_BREAK.join(one.paragraphs) for one in _articles(300, seed=1)]


def test_the_same_seed_gives_the_same_articles() -> None:
    assert _articles(20, seed=7) == _articles(20, seed=7)
    assert _articles(20, seed=7) != _articles(20, seed=8)


def test_no_two_articles_share_their_text(texts: list[str]) -> None:
    assert len(set(texts)) == len(texts)


def test_articles_have_about_six_passages_of_about_190_characters(texts: list[str]) -> None:
    passages = [[text[start:end] for start, end in split(text)] for text in texts]
    assert 5 < mean(len(one) for one in passages) < 7
    assert 170 < mean(len(passage) for one in passages for passage in one) < 210


def test_sentences_are_as_long_as_in_the_news(texts: list[str]) -> None:
    lengths = [end - start for text in texts for start, end in sentences(text)]
    assert 60 < mean(lengths) < 80


def test_few_words_are_frequent_and_most_are_rare(texts: list[str]) -> None:
    counts = Counter(word for text in texts for word in text.split())
    assert counts.most_common(1)[0][1] < 0.02 * counts.total()
    assert 0.5 < sum(count == 1 for count in counts.values()) / len(counts) < 0.9


def test_a_question_takes_its_words_from_one_sentence_of_the_article() -> None:
    press = Press(seed=3)
    for article in islice(press.articles(), 50):
        asked = press.question(article).split()
        assert " ".join(asked[:2]) in " ".join(article.paragraphs)
