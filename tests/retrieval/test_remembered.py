"""The remembered terms of sentences: the same as found anew, in bounded memory."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from retrieval.morphemes import Analyser
from retrieval.remembered import RememberedTerms

ROOM_FOR_FEW = 1_000


def words(text: str) -> list[str]:
    return text.replace("\0", " ").split()


@given(st.lists(st.text(max_size=30)))
def test_terms_are_those_that_are_found_however_often_a_text_comes(texts: list[str]) -> None:
    remembered = RememberedTerms(words, max_bytes=ROOM_FOR_FEW)
    for text in [*texts, *texts]:
        assert remembered(text) == frozenset(words(text))
        assert remembered.size() <= ROOM_FOR_FEW


def test_a_text_is_analysed_once_as_long_as_there_is_room() -> None:
    read: Counter[str] = Counter()

    def find(text: str) -> list[str]:
        read[text] += 1
        return text.split()

    remembered = RememberedTerms(find)
    for text in ["비가 왔다", "눈이 왔다", "비가 왔다", "", ""]:
        remembered(text)
    assert set(read.values()) == {1}


def test_what_was_wanted_longest_ago_is_forgotten_first() -> None:
    read: list[str] = []

    def find(text: str) -> list[str]:
        read.append(text)
        return [text]

    remembered = RememberedTerms(find, max_bytes=ROOM_FOR_FEW)
    remembered("처음")
    for number in range(50):
        remembered("늘")
        remembered(str(number))
    remembered("처음")
    assert read.count("늘") == 1
    assert read.count("처음") == 2


def test_one_longer_than_all_the_room_is_not_kept() -> None:
    remembered = RememberedTerms(words, max_bytes=ROOM_FOR_FEW)
    long = " ".join(map(str, range(ROOM_FOR_FEW)))
    assert remembered(long) == frozenset(long.split())
    assert remembered.size() == 0


def test_several_threads_get_the_same_terms() -> None:
    remembered = RememberedTerms(words, max_bytes=ROOM_FOR_FEW)
    texts = [f"{number % 7} 번째 문장 {number % 11}" for number in range(400)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(remembered, texts)) == [frozenset(words(text)) for text in texts]
    assert remembered.size() <= ROOM_FOR_FEW


def test_the_analyser_remembers_what_it_would_find(analyser: Analyser) -> None:
    texts = [
        "정부는 내년 최저임금을 올리기로 했다.",
        "新しい橋の工事",
        "서울\0부산\ud800",
        "",
        " \n",
    ]
    for text in [*texts, *texts]:
        assert analyser.terms_of_sentence(text) == frozenset(analyser.morphemes(text))
