"""What is kept: every version once, given back letter for letter."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.article import (
    PARAGRAPH_BREAK,
    DroppedLine,
    Extracted,
    InferredDate,
    OutletCount,
    Published,
    Refused,
)
from store.database import Database
from store.library import MAX_REFUSALS, Library, Stored, open_library
from store.versions import MAX_VERSIONS

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
WATER = Extracted(
    title="새 정수장 가동",
    title_source="headline",
    paragraphs=(
        "수도 관리소는 9일 새 정수장을 열었다.",
        "하루 3만 톤을 거른다. 공사비는 80억 원이다.",
    ),
)
FERRY = Extracted(
    title="여객선 결항",
    title_source="headline",
    paragraphs=("섬을 오가는 여객선이 사흘째 멈췄다.", "파도가 4m를 넘었다. 표는 돌려준다."),
)

TEXTS = st.text(max_size=30)
LINES = st.lists(TEXTS, max_size=3).map(tuple)
DAYS = st.none() | st.dates()
PUBLISHED = st.one_of(
    st.none(),
    st.dates().map(lambda day: Published(iso=day.isoformat())),
    st.dates().map(lambda day: Published(iso=day.isoformat()[:7])),
    st.datetimes(timezones=st.just(UTC)).map(lambda moment: Published(iso=moment.isoformat())),
)
EXTRACTED = st.builds(
    Extracted,
    title=st.none() | TEXTS,
    title_source=st.sampled_from(["headline", "meta", "json", "derived"]),
    paragraphs=st.lists(TEXTS.filter(str.strip), min_size=1, max_size=4).map(tuple),
    captions=LINES,
    published=PUBLISHED,
    inferred=st.none()
    | st.builds(InferredDate, best=DAYS, earliest=DAYS, latest=DAYS, evidence=LINES),
    publisher=st.none() | TEXTS,
    author=st.none() | TEXTS,
    language=st.sampled_from([None, "ko", "en"]),
    url=st.none() | TEXTS,
    dropped=st.lists(st.builds(DroppedLine, text=TEXTS, kind=TEXTS), max_size=2).map(tuple),
)


def add(library: Library, extracted: Extracted, *, file: str = "a.txt", **other: Any) -> Stored:
    """Keep ``extracted``; its file holds whatever tells it from other files."""
    return library.add(
        extracted, data=other.get("data", repr(extracted).encode()), file=file, now=NOW
    )


# -- save, then load


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """One library for all examples of a law."""
    return open_library(tmp_path_factory.mktemp("law") / "sosik.db", zone=UTC)


@given(extracted=EXTRACTED, file=TEXTS)
def test_what_is_saved_is_loaded_equal(lasting: Library, extracted: Extracted, file: str) -> None:
    stored = add(lasting, extracted, file=file, data=repr((extracted, file)).encode())
    found = lasting.article(stored.article_id)
    assert found is not None
    if stored.status != "duplicate":  # equal texts were kept before, perhaps with another date
        assert found.title == extracted.title
        assert found.published == extracted.published
        assert found.inferred == extracted.inferred
        assert found.captions == extracted.captions
        assert (found.author, found.language, found.url) == (
            extracted.author,
            extracted.language,
            extracted.url,
        )
        assert found.stored_at == NOW


@settings(max_examples=30)  # each on a database of its own
@given(extracted=EXTRACTED)
def test_a_passage_lies_in_its_article(extracted: Extracted) -> None:
    library = Library(Database(Path(":memory:")), zone=UTC)
    article_id = add(library, extracted).article_id
    article = library.article(article_id)
    assert article is not None
    assert article.text == PARAGRAPH_BREAK.join(extracted.paragraphs)
    passages = library.passages(range(1, 50)).values()
    assert passages
    for passage in passages:
        assert passage.article_id == article_id
        assert passage.text == article.text[passage.start : passage.end]


def test_lone_surrogates_are_replaced_and_paired_ones_kept(library: Library) -> None:
    odd = replace(WATER, title="물 \ud800", paragraphs=("값 \udfff이 오른다 \ud83d\ude00.",))
    found = library.article(add(library, odd).article_id)
    assert found is not None
    assert (found.title, found.text) == ("물 \ufffd", "값 \ufffd이 오른다 😀.")


# -- once


def test_bringing_an_article_twice_changes_nothing(library: Library, database: Database) -> None:
    first = add(library, WATER)
    before = rows_of(database)
    again = add(library, WATER)
    assert (first.status, again.status) == ("stored", "duplicate")
    assert again.article_id == first.article_id
    assert rows_of(database) == before


def test_equal_text_in_another_file_is_the_same_article(library: Library) -> None:
    first = add(library, WATER, file="a.txt", data=b"a")
    assert add(library, WATER, file="b.html", data=b"b") == replace(first, status="duplicate")


def test_equal_text_of_another_outlet_is_another_article(library: Library) -> None:
    add(library, replace(WATER, publisher="강변신문"), file="a.txt")
    assert add(library, replace(WATER, publisher="섬신문"), file="b.txt").status == "stored"
    assert library.count() == 2


def test_a_known_file_is_found_by_its_bytes(library: Library) -> None:
    stored = add(library, WATER, data=b"bytes")
    assert library.find(b"bytes") == stored.article_id
    assert library.find(b"byte") is None


# -- versions


@pytest.mark.parametrize("by", ["url", "file"])
def test_new_text_is_a_version_and_the_old_one_stays_on_record(
    library: Library, database: Database, by: str
) -> None:
    url = "https://news.example/1" if by == "url" else None
    old = replace(WATER, url=url)
    new = replace(
        old, paragraphs=(WATER.paragraphs[0], "하루 4만 톤을 거른다. 공사비는 80억 원이다.")
    )
    first = add(library, old, file="a.txt")
    second = add(library, new, file="a.txt" if by == "file" else "b.txt")
    assert second == Stored(status="updated", article_id=first.article_id)
    found = library.article(first.article_id)
    assert found is not None
    assert (found.version, "4만" in found.text, library.count()) == (2, True, 1)
    assert ["3만" in row for row in texts_of(database)] == [True, False]
    assert {one.text for one in library.passages(range(20)).values()} == {found.text}


def test_the_old_text_brought_again_does_not_come_back(library: Library) -> None:
    old = replace(WATER, url="https://news.example/1")
    new = replace(old, paragraphs=("하루 4만 톤을 거른다.",))
    add(library, old)
    stored = add(library, new)
    assert add(library, old).status == "duplicate"
    found = library.article(stored.article_id)
    assert found is not None
    assert found.text == "하루 4만 톤을 거른다."


def test_a_new_version_waits_for_both_indexes_again(library: Library, database: Database) -> None:
    from store.backlog import Backlog

    backlog = Backlog(database)
    add(library, WATER)
    articles = [article for article, _ in backlog.articles_without_words(limit=9)]
    backlog.mark_words(articles, generation=backlog.renew("words", fingerprint="f"))
    assert backlog.waiting().articles == 0
    add(library, replace(WATER, paragraphs=(*WATER.paragraphs, "물값은 그대로다.")))
    backlog.mark_words(articles, generation=1)  # of the old version: comes too late
    assert backlog.waiting().articles == 1


def test_another_article_under_the_same_file_name_is_another_article(library: Library) -> None:
    add(library, WATER, file="article.txt")
    assert add(library, FERRY, file="article.txt").status == "stored"
    assert library.count() == 2


def test_two_addresses_are_two_articles_whatever_the_file_name(library: Library) -> None:
    longer = (*WATER.paragraphs, "물값은 그대로다.")
    add(library, replace(WATER, url="https://a.example/1"), file="index.html")
    other = replace(WATER, paragraphs=longer, url="https://b.example/2")
    assert add(library, other, file="index.html").status == "stored"


def test_articles_that_only_name_the_same_home_page_stay_apart(library: Library) -> None:
    home = "https://news.example/"
    add(library, replace(WATER, url=home))
    assert add(library, replace(FERRY, url=home)).status == "stored"
    assert library.count() == 2


# -- refusals


def test_a_refusal_is_on_record_once(library: Library) -> None:
    refused = Refused(reason="empty", detail="nothing in it")
    for _ in range(3):
        library.refuse(refused, file="a.txt", data=b"", now=NOW)
        library.refuse(refused, file="a.txt", data=None, now=NOW)
    library.refuse(replace(refused, reason="binary"), file="a.txt", data=b"", now=NOW)
    found = library.refusals(limit=10)
    assert [one.reason for one in found] == ["binary", "empty", "empty"]
    assert (found[0].file, found[0].detail) == ("a.txt", "nothing in it")


# -- lists


def test_the_latest_come_by_date_and_undated_ones_last(library: Library) -> None:
    dates = [None, "2025-05", "2025-05-10", "2025-05-10T08:00:00+09:00", "2024-12-31", None]
    for n, iso in enumerate(dates):
        published = iso and Published(iso=iso)
        add(library, replace(WATER, title=str(n), published=published or None), file=str(n))
    titles = [article.title for article in library.latest(limit=9)]
    assert titles == ["3", "2", "1", "4", "5", "0"]
    assert [article.title for article in library.latest(limit=2)] == ["3", "2"]


def test_sources_are_counted_with_their_newest_date(library: Library) -> None:
    for n, (outlet, iso) in enumerate(
        [("강변신문", "2025-05-10"), ("강변신문", "2025-05-09"), (None, None), ("섬신문", None)]
    ):
        published = iso and Published(iso=iso)
        one = replace(WATER, title=str(n), publisher=outlet, published=published or None)
        add(library, one, file=str(n))
    assert library.sources() == (
        OutletCount(outlet="강변신문", articles=2, newest=Published(iso="2025-05-10")),
        OutletCount(outlet=None, articles=1, newest=None),
        OutletCount(outlet="섬신문", articles=1, newest=None),
    )


def test_unknown_ids_are_left_out(library: Library) -> None:
    stored = add(library, WATER)
    assert library.articles([stored.article_id, 99]).keys() == {stored.article_id}
    assert library.article(99) is None
    assert library.passages([99]) == {}


def test_dates_inferred_from_the_text_come_back_as_dates(library: Library) -> None:
    inferred = InferredDate(
        best=date(2025, 2, 4), earliest=date(2025, 2, 4), latest=None, evidence=("4일",)
    )
    found = library.article(add(library, replace(WATER, inferred=inferred)).article_id)
    assert found is not None
    assert found.inferred == inferred


def rows_of(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in the database."""
    with database.read() as db:
        return {name: db.execute(f"SELECT * FROM {name}").fetchall() for name in db.table_names()}


def texts_of(database: Database) -> list[str]:
    """All texts, of current versions and earlier ones."""
    with database.read() as db:
        return [row[0] for row in db.execute("SELECT text FROM versions ORDER BY id").fetchall()]


def test_of_an_article_that_changes_without_end_the_first_and_newest_versions_are_kept(
    library: Library, database: Database
) -> None:
    counting = replace(WATER, url="https://news.example/1")
    for readers in range(MAX_VERSIONS + 20):
        text = f"{WATER.paragraphs[0]} 조회 {readers}"
        add(library, replace(counting, paragraphs=(text, *WATER.paragraphs[1:])))
    numbers = [edition.number for edition in library.history(1)]
    assert numbers == [1, *range(22, MAX_VERSIONS + 21)]
    with database.read() as db:
        assert db["raw_files"].count == MAX_VERSIONS
    article = library.article(1)
    assert article
    assert article.version == MAX_VERSIONS + 20


def test_refusals_do_not_grow_without_end(library: Library, database: Database) -> None:
    refused = Refused(reason="empty", detail="the file is empty")
    with database.write() as db:
        db["refusals"].insert_all(
            {"file": f"{n}", "reason": "empty", "detail": "", "refused_at": 0.0}
            for n in range(MAX_REFUSALS)
        )
    library.refuse(refused, file="newest", data=b"", now=NOW)
    kept = library.refusals(limit=2 * MAX_REFUSALS)
    assert (len(kept), kept[0].file, kept[-1].file) == (MAX_REFUSALS, "newest", "1")


def test_a_file_that_no_longer_gives_its_address_is_still_a_version(library: Library) -> None:
    text = "정부는 9일 새 정수장을 열었다고 밝혔다. 하루 3만 톤의 물을 걸러 시민에게 보낸다."

    def add(body: str, url: str | None) -> str:
        extracted = Extracted(title="정수장", title_source="meta", paragraphs=(body,), url=url)
        return library.add(extracted, data=body.encode(), file="a.html", now=NOW).status

    assert add(text, "https://news.example/1") == "stored"
    assert add(text.replace("3만", "4만"), None) == "updated"
