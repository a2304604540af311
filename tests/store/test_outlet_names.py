"""One outlet under several names, and what an admin adds to the names."""

import sqlite3

import pytest

from store.article import Extracted
from store.database import Database
from store.library import Library
from store.outlet_names import OutletNames
from tests.store.conftest import NOW


def add(library: Library, number: int, publisher: str | None, url: str | None = None) -> None:
    extracted = Extracted(
        title=None,
        title_source="derived",
        paragraphs=(f"{number}번째 소식이다. 가람시가 다리 {number}개를 놓았다.",),
        publisher=publisher,
        url=url,
    )
    library.add(extracted, data=bytes([number]), file=f"{number}.txt", now=NOW)


def outlets(library: Library) -> list[str | None]:
    return [article.outlet for _, article in sorted(library.articles(range(1, 10)).items())]


def test_spellings_of_a_known_outlet_are_one(library: Library) -> None:
    for number, name in enumerate(("한겨레", "한겨레신문", "Hankyoreh", "hani.co.kr"), start=1):
        add(library, number, name)
    assert outlets(library) == ["한겨레"] * 4
    (count,) = library.sources()
    assert (count.outlet, count.articles) == ("한겨레", 4)


def test_the_host_of_its_own_address_names_an_outlet_that_the_page_does_not(
    library: Library,
) -> None:
    add(library, 1, None, "https://www.hani.co.kr/arti/1.html")
    add(library, 2, None, "https://blog.naver.com/someone/1")
    assert outlets(library) == ["한겨레", None]


def test_an_addition_also_counts_for_what_is_stored(library: Library, database: Database) -> None:
    add(library, 1, "가람소식지")
    add(library, 2, "가람시민신문")
    names = OutletNames(database)
    assert names.add("가람소식지", "가람시민신문") == 1
    assert outlets(library) == ["가람시민신문"] * 2
    add(library, 3, "가람소식지")
    assert outlets(library) == ["가람시민신문"] * 3
    assert names.additions() == (("가람소식지", "가람시민신문"),)


def test_an_addition_that_is_taken_back_leaves_the_names_as_they_were_written(
    library: Library, database: Database
) -> None:
    add(library, 1, "가람소식지")
    names = OutletNames(database)
    names.add("가람소식지", "가람시민신문")
    assert names.remove("가람소식지")
    assert not names.remove("가람소식지")
    assert outlets(library) == ["가람소식지"]


def test_an_addition_counts_for_all_that_is_stored_or_is_not_made(
    library: Library, database: Database
) -> None:
    add(library, 1, "가람소식지")
    with database.write() as db:
        db.execute(
            "CREATE TRIGGER full BEFORE UPDATE ON versions BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    names = OutletNames(database)
    with pytest.raises(sqlite3.IntegrityError):
        names.add("가람소식지", "가람시민신문")
    assert names.additions() == ()
    assert names.outlets().canonical("가람소식지") == "가람소식지"
