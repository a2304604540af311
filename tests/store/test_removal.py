"""What an admin removes is gone, and stays out; what is too old leaves."""

from datetime import timedelta
from pathlib import Path

import pytest

from store.article import Extracted, Published
from store.database import Database
from store.errors import RemovedError
from store.ingest import Ingest
from store.library import Library
from store.removal import Removal, Removed
from tests.store.conftest import NOW

CANARY = "보라매갈대밭"
TEXT = (
    f"{CANARY} 탐방로가 문을 연다\n\n가람시는 {CANARY} 탐방로를 12월 1일 연다고 밝혔다. "
    "길이는 모두 4.2㎞이며 누구나 걸을 수 있다.\n\n시는 탐방로에 쉼터 다섯 곳을 두었다. "
    "해가 지면 문을 닫는다.\n"
)


def brought(ingest: Ingest, tmp_path: Path, text: str = TEXT, name: str = "a.txt") -> int | None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    (outcome,) = ingest.bring(path)
    return outcome.article_id


def test_nothing_of_a_removed_article_is_left(
    library: Library, database: Database, ingest: Ingest, tmp_path: Path
) -> None:
    article_id = brought(ingest, tmp_path)
    brought(ingest, tmp_path, TEXT.replace("4.2", "4.8"))
    assert article_id is not None
    assert Removal(database).remove(article_id, now=NOW).articles == 1
    assert library.article(article_id) is None
    assert library.history(article_id) == ()
    assert library.copies(article_id) is None
    with database.read() as db:
        for table in ("articles", "versions", "raw_files", "passages", "bands", "event_dates"):
            assert db[table].count == 0, table
    database.close()
    for file in tmp_path.glob("sosik.db*"):
        assert CANARY.encode() not in file.read_bytes(), file.name


def test_a_removed_article_is_not_taken_in_again_in_any_guise(
    library: Library, database: Database, ingest: Ingest, tmp_path: Path
) -> None:
    article_id = brought(ingest, tmp_path)
    assert article_id is not None
    Removal(database).remove(article_id, now=NOW)
    for name, text in (("a.txt", TEXT), ("b.txt", TEXT), ("c.txt", TEXT + "\n\n")):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        assert [outcome.reason for outcome in ingest.bring(path)] == ["removed"]
    assert library.count() == 0


def test_new_text_at_the_address_of_a_removed_article_stays_out(
    library: Library, database: Database
) -> None:
    def add(text: str, url: str) -> int:
        extracted = Extracted(title="탐방로", title_source="meta", paragraphs=(text,), url=url)
        return library.add(extracted, data=text.encode(), file="a.html", now=NOW).article_id

    unwanted = add("가람시가 탐방로를 연다.", "https://news.example/1?utm_source=rss")
    Removal(database).remove(unwanted, now=NOW)
    with pytest.raises(RemovedError):
        add("가람시가 탐방로를 닫는다.", "http://www.news.example/1")
    assert library.article(add("가람시가 다리를 놓는다.", "https://news.example/2"))


def test_other_articles_keep_their_raw_files(
    library: Library, database: Database, ingest: Ingest, tmp_path: Path
) -> None:
    first = brought(ingest, tmp_path)
    other = brought(
        ingest, tmp_path, TEXT.replace(CANARY, "노루목숲길").replace("가람", "해람"), "b.txt"
    )
    assert first is not None
    assert other is not None
    Removal(database).remove(first, now=NOW)
    assert library.article(other) is not None
    with database.read() as db:
        assert db["raw_files"].count == 1


def test_indexes_are_told_what_to_forget(
    database: Database, ingest: Ingest, tmp_path: Path
) -> None:
    article_id = brought(ingest, tmp_path)
    assert article_id is not None
    with database.read() as db:
        passages = [row["id"] for row in db["passages"].rows]
    Removal(database).remove(article_id, now=NOW)
    with database.read() as db:
        assert [row["id"] for row in db["forgotten_articles"].rows] == [article_id]
        assert [row["id"] for row in db["forgotten_passages"].rows] == passages


def test_removing_what_is_not_there_says_so(database: Database) -> None:
    assert Removal(database).remove(7, now=NOW) == Removed(articles=0, files=())


def add_dated(library: Library, day: str | None, number: int) -> int:
    extracted = Extracted(
        title=None,
        title_source="derived",
        paragraphs=(f"{number}번째 소식을 전한다. 가람시는 {number}개의 다리를 놓았다.",),
        published=Published(iso=day) if day else None,
    )
    stored = library.add(extracted, data=str(number).encode(), file=f"{number}.txt", now=NOW)
    return stored.article_id


def test_purging_takes_what_is_old_and_leaves_the_rest(
    library: Library, database: Database
) -> None:
    old, new, undated = (
        add_dated(library, day, number)
        for number, day in enumerate(("2026-10-01", "2026-11-20", None))
    )
    purged = Removal(database).purge(before=NOW - timedelta(days=30), now=NOW).articles
    assert purged == 1
    assert library.article(old) is None
    assert library.article(new)
    assert library.article(undated)  # it counts from the day it came in
    with database.read() as db:
        assert db["removed"].count == 0  # it was not unwanted: only old


def test_what_somebody_was_just_told_of_is_purged_later(
    library: Library, database: Database
) -> None:
    old = add_dated(library, "2026-10-01", 1)
    removal, before = Removal(database), NOW - timedelta(days=30)
    library.hold([old], NOW + timedelta(minutes=30))
    assert removal.purge(before=before, now=NOW).articles == 0
    assert removal.purge(before=before, now=NOW + timedelta(minutes=31)).articles == 1


def test_what_is_older_than_is_kept_is_not_taken_in(library: Library, tmp_path: Path) -> None:
    ingest = Ingest(library, clock=lambda: NOW, keep=timedelta(days=30))
    path = tmp_path / "a.txt"
    path.write_text(f"탐방로 소식\n입력 2026.10.01 09:00\n\n{TEXT}", encoding="utf-8")
    assert [outcome.reason for outcome in ingest.bring(path)] == ["expired"]
    path.write_text(f"탐방로 소식\n입력 2026.10.01\n\n{TEXT}", encoding="utf-8")
    assert [outcome.reason for outcome in ingest.bring(path)] == ["expired"]  # a day alone
    path.write_text(f"탐방로 소식\n입력 2026.11.20 09:00\n\n{TEXT}", encoding="utf-8")
    assert [outcome.status for outcome in ingest.bring(path)] == ["stored"]


def article(text: str, **said: str | Published) -> Extracted:
    told: dict[str, str | Published] = {"title": "제목", "title_source": "meta"}
    return Extracted(paragraphs=(text,), **(told | said))  # type: ignore[arg-type] # by name


BODY = (
    "가람시는 탐방로를 12월 1일 연다고 밝혔다. 길이는 모두 4.2㎞이며 누구나 걸을 수 있다. "
    "시는 탐방로에 쉼터 다섯 곳을 두었다. 해가 지면 문을 닫는다."
)


@pytest.mark.parametrize(
    "again",
    [
        article(BODY, title="다른 제목"),
        article(BODY, url="https://other.example/x"),
        article(BODY, title="다른 제목", publisher="한빛일보", url="https://news.example/2"),
        article(BODY.replace(". ", ".\n")),
    ],
)
def test_a_removed_text_stays_out_under_another_title_or_address(
    library: Library, database: Database, again: Extracted
) -> None:
    first = article(BODY, publisher="한빛일보", url="https://news.example/1")
    stored = library.add(first, data=b"1", file="1", now=NOW)
    Removal(database).remove(stored.article_id, now=NOW)
    with pytest.raises(RemovedError):
        library.add(again, data=b"2", file="2", now=NOW)


def test_a_removed_flash_does_not_keep_out_others_of_the_same_words(
    library: Library, database: Database
) -> None:
    stored = library.add(article("다리가 열렸다."), data=b"1", file="1", now=NOW)
    Removal(database).remove(stored.article_id, now=NOW)
    other = article("다리가 열렸다.", title="[속보] 한강")
    assert library.add(other, data=b"2", file="2", now=NOW).status == "stored"


@pytest.mark.parametrize("shared", ["https://news.example/", "https://news.example/?page=live"])
def test_an_address_that_names_many_articles_does_not_keep_out_the_others(
    library: Library, database: Database, shared: str
) -> None:
    texts = ("시장이 다리를 놓는다고 했다.", "고양이가 지붕에서 잔다.", "도서관이 문을 연다.")
    for number, text in enumerate(texts[:2]):
        library.add(article(text, url=shared), data=bytes([number]), file=str(number), now=NOW)
    Removal(database).remove(1, now=NOW)
    stored = library.add(article(texts[2], url=shared), data=b"2", file="2", now=NOW)
    assert stored.status == "stored"


def test_an_article_that_is_dated_in_the_future_leaves_like_one_without_a_date(
    library: Library, database: Database
) -> None:
    future = article(BODY, published=Published(iso="2099-01-01"))
    library.add(future, data=b"1", file="1", now=NOW - timedelta(days=40))
    purged = Removal(database).purge(before=NOW - timedelta(days=30), now=NOW).articles
    assert (purged, library.count()) == (1, 0)


def test_a_removed_text_of_one_outlet_does_not_keep_out_the_copy_of_another(
    library: Library, database: Database
) -> None:
    first = library.add(article(BODY, publisher="한빛일보"), data=b"1", file="1", now=NOW)
    Removal(database).remove(first.article_id, now=NOW)
    copy = library.add(article(BODY, publisher="나래신문"), data=b"2", file="2", now=NOW)
    assert copy.status == "stored"
