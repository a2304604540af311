"""The word index, in tantivy on disk."""

import resource
import signal
from pathlib import Path

import pytest
import tantivy

from retrieval import words
from retrieval.errors import IndexDamagedError, IndexNotWrittenError
from retrieval.morphemes import normalise, trigrams
from retrieval.words import WordWriter
from tests.retrieval.shelf import ARTICLES, NOW, SEOUL, Shelf


def found(shelf: Shelf, question: str) -> list[str | None]:
    asked = shelf.desk.understand(question, now=NOW, zone=SEOUL)
    return [hit.article.title for hit in shelf.search.find(asked, encoder=None)]


def test_particles_do_not_hide_a_word(shelf: Shelf) -> None:
    assert found(shelf, "여객선은?")[0] == "해람도 여객선 사흘째 결항"
    assert found(shelf, "박물관에")[0] == "두레박물관 11월 문 연다"


def test_words_written_without_spaces_are_found_by_their_trigrams(shelf: Shelf) -> None:
    assert found(shelf, "시내버스기본요금")[0] == "서해시 버스 요금 오른다"


def test_a_new_version_takes_the_place_of_the_old_words(shelf: Shelf) -> None:
    text = ARTICLES["해람도 여객선 사흘째 결항"][1].replace("관광객은 312명", "고래는 3마리")
    shelf.add("해람도 여객선 다시 뜬다", text, day="2026-09-13", file="0.txt")
    shelf.index()
    assert found(shelf, "고래") == ["해람도 여객선 다시 뜬다"]
    assert "해람도 여객선 사흘째 결항" not in found(shelf, "해람도 여객선")
    assert found(shelf, "관광객 312명") == []


def test_an_article_that_is_indexed_twice_stands_in_the_index_once(shelf: Shelf) -> None:
    (article,) = shelf.library.latest(limit=1)
    passages = [
        hit.passage
        for hit in shelf.search.find(
            shelf.desk.understand("두레박물관", now=NOW, zone=SEOUL), encoder=None
        )
        if hit.article.id == article.id
    ]
    folder = next(shelf.indexes_folder.glob("words-*"))
    writer = WordWriter(folder, analyser=shelf.analyser)
    writer.add(article, passages)
    writer.commit()
    writer.close()
    index = shelf.search.indexes.words()
    assert index is not None
    terms = {"morphemes": ["두레"], "title": [], "trigrams": ["두레박"]}
    found = [passage for passage, _ in index.search(terms, limit=9)]
    assert found == [passage.id for passage in passages]


def test_rare_words_weigh_more_than_common_ones(shelf: Shelf) -> None:
    index = shelf.search.indexes.words()
    assert index is not None
    rarity = index.rarity("morphemes", ["관장", "요금", "없는말"])
    assert rarity["없는말"] >= rarity["관장"] > 0


def test_matching_does_not_see_width_case_nul_or_lone_surrogates() -> None:
    assert normalise("ＡＢＣ\x00\ud800가") == "abc  가"
    assert trigrams("AI 오픈에이아이") == ["ai", "오픈에", "픈에이", "에이아", "이아이"]


def test_a_disk_that_takes_no_more_is_told_with_what_to_do(shelf: Shelf) -> None:
    shelf.add("눈", "강원에 눈이 왔다.")
    folder = next(shelf.indexes_folder.glob("words-*"))
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # the limit shows as an OSError
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (5, limit[1]))
        with pytest.raises(IndexNotWrittenError, match="Free some space"):
            write(shelf, folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, before)
    shelf.index()
    assert found(shelf, "강원 눈")[0] == "눈"


def write(shelf: Shelf, folder: Path) -> None:
    ((article, passages),) = shelf.backlog.articles_without_words(limit=9)
    writer = WordWriter(folder, analyser=shelf.analyser)
    writer.add(article, passages)
    writer.commit()


def test_what_is_forgotten_is_neither_found_nor_counted_by_an_open_index(shelf: Shelf) -> None:
    (article,) = shelf.library.latest(limit=1)
    index = shelf.search.indexes.words()
    assert index is not None
    terms = {"morphemes": ["두레"], "title": [], "trigrams": ["두레박"]}
    assert index.search(terms, limit=9)
    before = index.rarity("morphemes", ["없는말"])["없는말"]
    words.forget(next(shelf.indexes_folder.glob("words-*")), [article.id, 9999])
    assert index.search(terms, limit=9) == []
    assert index.rarity("morphemes", ["없는말"])["없는말"] < before
    assert found(shelf, "시내버스 요금")[0] == "서해시 버스 요금 오른다"


def test_a_word_that_only_a_forgotten_article_had_is_not_in_the_files(shelf: Shelf) -> None:
    (article,) = shelf.library.latest(limit=1)
    folder = next(shelf.indexes_folder.glob("words-*"))
    assert terms_in(folder, "trigrams", "두레박")
    for _ in range(2):  # the second finds what the first has left
        words.forget(folder, [article.id])
        assert terms_in(folder, "trigrams", "두레박") == []
        assert terms_in(folder, "trigrams", "여객선")
    assert passages_in(folder) == len(shelf.backlog.encoded_passages()) - 1


def terms_in(folder: Path, field: str, prefix: str) -> list[str]:
    return [
        term
        for term, _ in tantivy.Index.open(str(folder)).searcher().terms_with_prefix(field, prefix)
    ]


def passages_in(folder: Path) -> int:
    return int(tantivy.Index.open(str(folder)).searcher().num_docs)


def test_forgetting_in_a_folder_without_an_index_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(IndexDamagedError, match="sosik reindex"):
        words.forget(tmp_path / "words-1", [1])
