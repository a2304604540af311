"""Indexes follow the store: at once by words, then by meaning, by one writer, and mended."""

import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from retrieval import vectors
from retrieval.errors import IndexDamagedError
from store.removal import Removal
from tests.fake_encoder import LetterEncoder
from tests.retrieval.shelf import ARTICLES, NOW, Shelf


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


def test_the_folder_of_the_vectors_is_that_of_their_generation(empty_shelf: Shelf) -> None:
    assert empty_shelf.indexer.vectors_folder() is None
    empty_shelf.stock()
    assert empty_shelf.indexer.vectors_folder() == vectors_folder(empty_shelf)


def test_an_index_that_is_asked_before_it_is_written_gives_nothing(empty_shelf: Shelf) -> None:
    empty_shelf.add("비", "제주에 비가 왔다.")
    assert empty_shelf.ask("제주 날씨").reason == "nothing_similar"


def remove(shelf: Shelf, title: str) -> None:
    (found,) = [one for one in shelf.library.latest(limit=99) if one.title == title]
    assert Removal(shelf.backlog._database).remove(found.id, now=NOW).articles


def vectors_folder(shelf: Shelf) -> Path:
    return next(shelf.indexes_folder.glob("vectors-*"))


def rows_written(shelf: Shelf) -> Iterable[bool]:
    data = (vectors_folder(shelf) / "vectors.f16").read_bytes()
    width = 2 * LetterEncoder.dimensions
    return [any(data[i : i + width]) for i in range(0, len(data), width)]


def test_a_removed_article_leaves_both_indexes(shelf: Shelf) -> None:
    words_index, letters = shelf.search.indexes.words(), LetterEncoder()
    vector_index = shelf.search.indexes.vectors(encoder="letters")
    assert words_index is not None
    assert vector_index is not None
    remove(shelf, "두레박물관 11월 문 연다")
    shelf.index()
    terms = {"morphemes": ["두레"], "title": ["두레"], "trigrams": ["두레박"]}
    assert words_index.search(terms, limit=9) == []
    held = {passage for passage, _ in vector_index.search(letters.question("관장"), limit=99)}
    assert held == set(shelf.backlog.encoded_passages())
    assert sum(rows_written(shelf)) == len(held)
    assert not shelf.backlog.forgotten(limit=9)
    assert shelf.ask("두레박물관 초대 관장은 누구?").quotes == ()
    assert shelf.ask("청소년 버스 요금은 얼마?").quotes


def test_forgetting_needs_no_model(shelf: Shelf) -> None:
    shelf.encoder = None
    remove(shelf, "두레박물관 11월 문 연다")
    assert shelf.indexer.acquire()
    assert shelf.indexer.step()
    assert vectors.count(vectors_folder(shelf)) == shelf.backlog.encoded()


def test_the_passages_of_an_older_version_leave_the_vectors(shelf: Shelf) -> None:
    text = ARTICLES["해람도 여객선 사흘째 결항"][1].replace("관광객은 312명", "고래는 3마리")
    shelf.add("해람도 여객선 다시 뜬다", text, day="2026-09-13", file="0.txt")
    shelf.index()
    assert sum(rows_written(shelf)) == shelf.backlog.encoded()


def test_new_articles_are_not_kept_waiting_by_forgetting(shelf: Shelf) -> None:
    remove(shelf, "두레박물관 11월 문 연다")
    shelf.add("눈", "강원에 눈이 왔다.")
    assert shelf.indexer.acquire()
    assert shelf.indexer.step()
    assert shelf.backlog.waiting().articles == 0
    assert not shelf.backlog.forgotten(limit=9)


@pytest.mark.parametrize("index", ["words", "vectors"])
@pytest.mark.parametrize("lost", ["the folder", "its manifest"])
def test_a_damaged_index_does_not_keep_anything_from_being_forgotten(
    shelf: Shelf, index: str, lost: str
) -> None:
    remove(shelf, "두레박물관 11월 문 연다")
    (folder,) = shelf.indexes_folder.glob(f"{index}-*")
    if lost == "the folder":
        shutil.rmtree(folder)
    else:
        (folder / {"words": "meta.json", "vectors": "manifest.json"}[index]).write_text("?")
    shelf.indexer = shelf.new_indexer()
    shelf.index()
    assert not shelf.backlog.forgotten(limit=9)
    assert not folder.exists()
    assert shelf.ask("청소년 버스 요금은 얼마?").quotes
    assert shelf.ask("두레박물관 초대 관장은 누구?").quotes == ()


def test_an_index_that_was_given_up_is_deleted_with_what_it_held(shelf: Shelf) -> None:
    old = vectors_folder(shelf)
    shelf.indexer.renew()
    shelf.encoder = None  # so that nothing is written to the new one
    remove(shelf, "두레박물관 11월 문 연다")
    shelf.index()
    assert not old.exists()


def test_rows_of_passages_that_are_not_marked_are_taken_out_when_an_indexer_starts(
    shelf: Shelf,
) -> None:
    """After a kill before marking, or over a database put back from an older copy."""
    stray = max(shelf.backlog.encoded_passages()) + 1
    vectors.append(vectors_folder(shelf), [stray], LetterEncoder().passages(["두레박물관 관장"]))
    shelf.add("눈", "강원에 눈이 왔다.")  # it is given the stray's id
    shelf.indexer = shelf.new_indexer()
    shelf.index()
    index = shelf.search.indexes.vectors(encoder="letters")
    assert index is not None
    vector = LetterEncoder().passages(["눈\n강원에 눈이 왔다."])[0]
    assert index.cosines(vector, [stray])[stray] == pytest.approx(1.0, abs=1e-3)
    assert vectors.count(vectors_folder(shelf)) == shelf.backlog.encoded()


def test_only_the_passages_that_lost_their_rows_are_encoded_anew(shelf: Shelf) -> None:
    folder = vectors_folder(shelf)
    lost = shelf.backlog.encoded_passages()[0]
    vectors.forget(folder, [lost])
    shelf.indexer = shelf.new_indexer()
    assert shelf.indexer.acquire()
    shelf.index()
    assert vectors_folder(shelf) == folder
    assert vectors.count(folder) == shelf.backlog.encoded()
