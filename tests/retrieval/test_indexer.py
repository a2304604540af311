"""Indexes follow the store: at once by words, then by meaning, by one writer, and mended."""

import shutil

import pytest

from retrieval.errors import IndexDamagedError
from tests.fake_encoder import LetterEncoder
from tests.retrieval.shelf import Shelf


class OtherLetterEncoder(LetterEncoder):
    """The same vectors under another name, as another model would have."""

    name = "other letters"


def test_words_are_indexed_before_vectors(empty_shelf: Shelf) -> None:
    empty_shelf.add("비", "제주에 비가 왔다.")
    assert empty_shelf.indexer.acquire()
    assert empty_shelf.indexer.step()
    waiting = empty_shelf.backlog.waiting()
    assert (waiting.articles, waiting.passages) == (0, 1)


def test_vectors_wait_while_no_model_is_loaded(empty_shelf: Shelf) -> None:
    empty_shelf.encoder = None
    empty_shelf.stock()
    assert empty_shelf.backlog.waiting().passages > 0
    empty_shelf.encoder = LetterEncoder()
    empty_shelf.index()
    assert empty_shelf.backlog.waiting().passages == 0


def test_only_one_process_writes(shelf: Shelf) -> None:
    assert shelf.indexer.acquire()
    other = shelf.new_indexer()
    assert not other.acquire()
    shelf.indexer.release()
    assert other.acquire()
    other.release()


def test_a_changed_model_has_all_vectors_made_anew_and_never_mixes_them(shelf: Shelf) -> None:
    before = shelf.search.indexes.vectors(encoder="letters")
    shelf.encoder = OtherLetterEncoder()
    shelf.add("눈", "강원에 눈이 왔다.")
    shelf.index()
    assert before is not None
    assert shelf.search.indexes.vectors(encoder="letters") is None
    after = shelf.search.indexes.vectors(encoder="other letters")
    assert after is not None
    assert len(after.search(LetterEncoder().question("눈"), limit=99)) == 4


@pytest.mark.parametrize("index", ["words", "vectors"])
def test_a_lost_index_is_told_to_readers_and_mended_by_the_writer(shelf: Shelf, index: str) -> None:
    for folder in shelf.indexes_folder.glob(f"{index}-*"):
        shutil.rmtree(folder)
    reader = Shelf(shelf.indexes_folder.parent, analyser=shelf.analyser, encoder=LetterEncoder())
    with pytest.raises(IndexDamagedError, match="sosik reindex"):
        reader.ask("초대 관장은?")
    shelf.indexer = shelf.new_indexer()
    shelf.index()
    assert reader.ask("두레박물관 초대 관장은 누구?").quotes


def test_reindexing_gives_the_same_answers(shelf: Shelf) -> None:
    before = shelf.ask("청소년 버스 요금은 얼마?")
    shelf.indexer.renew()
    shelf.index()
    assert shelf.ask("청소년 버스 요금은 얼마?") == before
    assert len(list(shelf.indexes_folder.glob("*-*"))) == 2, "old generations are deleted"


def test_an_index_that_is_asked_before_it_is_written_gives_nothing(empty_shelf: Shelf) -> None:
    empty_shelf.add("비", "제주에 비가 왔다.")
    assert empty_shelf.ask("제주 날씨").reason == "nothing_similar"
