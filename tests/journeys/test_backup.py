"""A home that was backed up while it was written to, and restored elsewhere, answers the same."""

import shutil
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from retrieval import vectors
from retrieval.answer import Answer
from retrieval.encoder import Vectors
from retrieval.indexes import folder_of
from retrieval.morphemes import Analyser
from store.backup import backup, restore
from store.removal import Removal
from tests.fake_encoder import LetterEncoder
from tests.retrieval.shelf import NOW, Shelf

QUESTIONS = (
    "청소년 버스 요금은 얼마?",
    "두레박물관 초대 관장은 누구?",
    "해람도에 남은 관광객은 몇 명?",
    "해람도 여객선은 왜 멈췄나?",
    "화성에 사는 사람은 몇 명?",
)


class CountingEncoder(LetterEncoder):
    """Notes how many passages it was given."""

    encoded = 0

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Count, then encode."""
        self.encoded += len(texts)
        return super().passages(texts)


@pytest.fixture
def shelf(tmp_path: Path, analyser: Analyser) -> Shelf:
    shelf = Shelf(tmp_path / "old", analyser=analyser, encoder=LetterEncoder())
    shelf.stock()
    return shelf


def save(shelf: Shelf, target: Path) -> None:
    summary = backup(
        shelf.backlog._database,
        target,
        vectors=shelf.indexer.vectors_folder(),
        now=datetime.now(UTC),
    )
    assert summary.vectors


def restored(source: Path, home: Path, analyser: Analyser) -> tuple[Shelf, CountingEncoder]:
    restore(source, home)
    encoder = CountingEncoder()
    shelf = Shelf(home, analyser=analyser, encoder=encoder)
    shelf.index()
    return shelf, encoder


def answers(shelf: Shelf) -> list[Answer]:
    return [shelf.ask(question) for question in QUESTIONS]


def test_the_same_questions_get_the_same_quotes_and_nothing_is_encoded_again(
    shelf: Shelf, tmp_path: Path, analyser: Analyser
) -> None:
    before = answers(shelf)
    assert sum(bool(answer.quotes) for answer in before) >= 3
    save(shelf, tmp_path / "backup")
    shutil.rmtree(tmp_path / "old")
    again, encoder = restored(tmp_path / "backup", tmp_path / "new", analyser)
    assert encoder.encoded == 0
    assert answers(again) == before


def test_a_backup_made_while_articles_come_in_is_one_state_with_its_own_answers(
    shelf: Shelf, tmp_path: Path, analyser: Analyser
) -> None:
    before = [answer.quotes for answer in answers(shelf)]
    stop = threading.Event()

    def write() -> None:
        n = 0
        while not stop.is_set():
            shelf.add(f"{n}번째 등대", f"등대 {n}호가 포구에 불을 켰다. 선장 {n}명이 왔다.")
            shelf.index()
            n += 1

    writer = threading.Thread(target=write)
    writer.start()
    for n in range(5):
        save(shelf, tmp_path / f"backup{n}")
    stop.set()
    writer.join()
    for n in (0, 4):
        again, _ = restored(tmp_path / f"backup{n}", tmp_path / f"new{n}", analyser)
        assert [answer.quotes for answer in answers(again)] == before
        held = folder_of(again.indexes_folder, "vectors", 1)
        assert vectors.count(held) == again.backlog.encoded()
        assert again.backlog.waiting().passages == 0


def test_what_was_stored_after_the_backup_lends_its_vectors_to_nothing_new(
    shelf: Shelf, tmp_path: Path, analyser: Analyser
) -> None:
    """The vectors are copied after the database: they may know passages that it does not."""
    save(shelf, tmp_path / "backup")
    shelf.add("등대 문 연다", "새벽포 등대가 문을 열었다.")
    shelf.index()
    restore(tmp_path / "backup", tmp_path / "new")
    newer = folder_of(shelf.indexes_folder, "vectors", 1)
    held = folder_of(tmp_path / "new" / "indexes", "vectors", 1)
    shutil.copytree(newer, held, dirs_exist_ok=True)
    again = Shelf(tmp_path / "new", analyser=analyser, encoder=LetterEncoder())
    again.add("고래 본다", "고래 세 마리가 왔다.")
    again.index()
    index = again.search.indexes.vectors(encoder="letters")
    assert index is not None
    vector = LetterEncoder().passages(["고래 본다\n고래 세 마리가 왔다."])[0]
    newest = max(again.backlog.encoded_passages())
    assert index.search(vector, limit=1)[0][0] == newest
    assert index.cosines(vector, [newest])[newest] == pytest.approx(1.0, abs=1e-3)
    assert vectors.count(held) == again.backlog.encoded()


def test_what_was_removed_while_the_backup_was_made_is_found_as_before(
    shelf: Shelf, tmp_path: Path, analyser: Analyser
) -> None:
    """The database still has it, the vectors have not: it is encoded anew."""
    before = answers(shelf)
    save(shelf, tmp_path / "backup")
    (newest,) = shelf.library.latest(limit=1)
    Removal(shelf.backlog._database).remove(newest.id, now=NOW)
    shelf.index()
    restore(tmp_path / "backup", tmp_path / "new")
    blanked = folder_of(shelf.indexes_folder, "vectors", 1)
    held = folder_of(tmp_path / "new" / "indexes", "vectors", 1)
    shutil.copytree(blanked, held, dirs_exist_ok=True)
    again = Shelf(tmp_path / "new", analyser=analyser, encoder=LetterEncoder())
    again.index()
    assert answers(again) == before
    assert again.backlog.waiting().passages == 0
