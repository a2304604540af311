"""Several processes and threads over one database: each article is kept once."""

import multiprocessing
import threading
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from store.article import Extracted
from store.database import Database
from store.ingest import Ingest
from store.library import Library

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def article(n: int, *, sentences: int = 40) -> Extracted:
    """An article that shares little with the others."""
    text = " ".join(f"{n}-{m}번 정수장이 {n * m}톤을 거른다." for m in range(sentences))
    return Extracted(title=f"{n}번 소식", title_source="headline", paragraphs=(text,))


def bring_all(home: Path, files: list[Path]) -> Sequence[str]:
    """Open the database, perhaps as the first of all, and take the files in."""
    database = Database(home / "sosik.db")
    ingest = Ingest(Library(database, zone=UTC), clock=lambda: NOW)
    found = [outcome.status for file in files for outcome in ingest.bring(file)]
    database.close()
    return found


def test_processes_that_bring_the_same_files_keep_each_once(tmp_path: Path) -> None:
    files = []
    for n in range(8):
        files.append(tmp_path / f"{n}.txt")
        files[-1].write_text(article(n).paragraphs[0], encoding="utf-8")
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(3, mp_context=spawn) as pool:
        found = [pool.submit(bring_all, tmp_path, order) for order in (files, files[::-1], files)]
        statuses = [status for one in found for status in one.result(timeout=60)]
    library = Library(Database(tmp_path / "sosik.db"), zone=UTC)
    assert library.count() == len(files)
    assert sorted(statuses) == ["duplicate"] * 16 + ["stored"] * 8


def test_threads_that_open_a_new_database_at_once_agree_on_its_shape(tmp_path: Path) -> None:
    for round_ in range(5):
        path = tmp_path / str(round_) / "sosik.db"
        together = threading.Barrier(4)

        def opened(path: Path = path, together: threading.Barrier = together) -> int:
            together.wait()
            database = Database(path)
            count = Library(database, zone=UTC).count()
            database.close()
            return count

        with ThreadPoolExecutor(4) as pool:
            assert [one.result() for one in [pool.submit(opened) for _ in range(4)]] == [0] * 4


def test_threads_that_add_the_same_articles_keep_each_once(library: Library) -> None:
    def add_all() -> list[str]:
        return [
            library.add(article(n), data=str(n).encode(), file=f"{n}.txt", now=NOW).status
            for n in range(10)
        ]

    with ThreadPoolExecutor(4) as pool:
        found = [one.result() for one in [pool.submit(add_all) for _ in range(4)]]
    assert [status for one in found for status in one].count("stored") == 10
    assert library.count() == 10


def test_a_reader_beside_a_writer_never_sees_half_an_article(library: Library) -> None:
    done = threading.Event()

    def write() -> None:
        for n in range(30):
            library.add(article(n), data=str(n).encode(), file=f"{n}.txt", now=NOW)
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    looks = 0
    while not done.is_set() or not looks:
        ids = [found.id for found in library.latest(limit=50)]
        held = {passage.article_id for passage in library.passages(range(2000)).values()}
        assert set(ids) <= held
        looks += 1
    writer.join()
    assert library.count() == 30
