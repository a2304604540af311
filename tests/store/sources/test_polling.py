"""A poll takes in what is new, and writes down how it went."""

import os
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from store.database import Database
from store.errors import SourceError, StoreError
from store.ingest import Ingest
from store.library import Library
from store.outlet_names import OutletNames
from store.removal import Removal
from store.sources.adding import Adding
from store.sources.catalog import Catalog
from store.sources.listing import MAX_ITEMS
from store.sources.pace import Bounds
from store.sources.polling import AGAIN, MAX_PAGES, MAX_TRIES, Polled, Polling
from store.sources.reading import Reader
from store.sources.source import STOPPED, Fetched, Source
from tests.store.sources.web import Web

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
FEED = "https://news.hanbit.example/rss"
BOUNDS = Bounds(shortest_s=300, longest_s=21_600)
BODY = (
    "해람시는 2027년 봄에 강변 도서관을 새로 연다고 밝혔다. "
    "열람석은 모두 420석이며 밤 열 시까지 문을 연다.",
    "시는 공사에 186억 원을 들였다. 시민들은 강이 보이는 열람실을 가장 반겼다.",
    "해람시 관계자는 “아이부터 어르신까지 하루를 보낼 수 있는 곳으로 꾸미겠다”고 말했다.",
    "도서관에는 지역 서점 여섯 곳이 돌아가며 여는 책방도 들어선다. 첫 전시는 강의 사계절을 담는다.",
    "이웃한 주민들은 차가 늘어날 것을 걱정했다. 시는 버스 노선 두 개를 도서관 앞까지 늘리고 자전거 "
    "120대를 세울 곳을 마련하기로 했다. 어린이 열람실은 먼저 여름에 문을 연다.",
    "설계를 맡은 건축가는 강물이 넘쳐도 책이 젖지 않도록 서고를 3층에 두었다고 설명했다. "
    "지붕에는 햇빛 발전기를 얹어 쓰는 전기의 4분의 1을 스스로 얻는다.",
    "시의회는 운영비가 한 해 27억 원에 이를 것이라며 이용료를 받는 방안을 물었다. 시장은 "
    "책을 빌리는 데는 돈을 받지 않겠다고 답했다. 회의실과 공연장은 빌려주고 삯을 받는다.",
)


class Desk:
    """A store with its sources, over a web that a test fills."""

    def __init__(self, folder: Path) -> None:
        self.now = NOW
        self.web = Web()
        database = Database(folder / "sosik.db")
        self.library = Library(database, zone=ZoneInfo("Asia/Seoul"))
        self.catalog = Catalog(database)
        self.low_disk = False
        self.reader = Reader(self.web, clock=self.clock, outlets=OutletNames(database).outlets)
        self.keep(None)
        self.adding = Adding(
            catalog=self.catalog, reader=self.reader, bounds=BOUNDS, clock=self.clock
        )

    def keep(self, keep: timedelta | None) -> None:
        """Keep articles for so long."""
        ingest = Ingest(self.library, clock=self.clock, keep=keep, require_space=self._space)
        self.polling = Polling(
            catalog=self.catalog,
            reader=self.reader,
            ingest=ingest,
            bounds=BOUNDS,
            clock=self.clock,
            chance=lambda: 1.0,
        )

    def clock(self) -> datetime:
        return self.now

    def _space(self) -> None:
        if self.low_disk:
            raise StoreError("too little room")

    def source(self, address: str = FEED, *, kind: str = "feed", pages: bool = True) -> Source:
        return self.adding.add(address, pages=pages, kind=kind).source  # type: ignore[arg-type] # one of the kinds

    def poll(self, source: Source) -> Polled:
        return self.polling.poll(self.fresh(source))

    def fresh(self, source: Source) -> Source:
        found = self.catalog.get(source.id)
        assert found
        return found


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def entry(number: int, *, body: str | None = None, link: str | None = None) -> str:
    text = body if body is not None else "".join(f"<p>{number}호: {line}</p>" for line in BODY)
    url = link or f"https://news.hanbit.example/{number}"
    return (
        f"<item><title>강변 도서관 소식 {number}</title><link>{url}</link><guid>{number}</guid>"
        f"<pubDate>Sat, 21 Nov 2026 0{number % 10}:10:00 +0900</pubDate>"
        f"<description><![CDATA[{text}]]></description></item>"
    )


def feed(entries: Iterable[str], *, extra: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>한빛일보 - 전체기사</title>{extra}{''.join(entries)}</channel></rss>"
    )


def page(number: int) -> str:
    lines = "".join(f"<p>{number}호 지면: {line}</p>" for line in BODY)
    return (
        "<html lang=ko><head><meta property='og:site_name' content='한빛일보'>"
        f"<meta property='og:title' content='강변 도서관 소식 {number}'></head>"
        f"<body><article><h1>강변 도서관 소식 {number}</h1>{lines}</article></body></html>"
    )


def test_a_new_entry_is_stored_with_its_title_outlet_date_and_link(desk: Desk) -> None:
    desk.web.put(FEED, feed([entry(1)]))
    polled = desk.poll(desk.source())
    assert [outcome.status for outcome in polled.outcomes] == ["stored"]
    (article,) = desk.library.latest(limit=5)
    assert article.title == "강변 도서관 소식 1"
    assert article.outlet == "한빛일보"
    assert article.published is not None
    assert article.published.iso == "2026-11-21T01:10:00+09:00"
    assert article.url == "https://news.hanbit.example/1"
    assert "열람석은 모두 420석" in article.text
    assert desk.web.asked == [FEED]


def test_polling_again_changes_nothing(desk: Desk) -> None:
    desk.web.put(FEED, feed([entry(1), entry(2)]))
    source = desk.source()
    assert len(desk.poll(source).outcomes) == 2
    assert desk.poll(source).outcomes == ()
    assert desk.library.count() == 2


def test_only_what_is_new_is_taken_in(desk: Desk) -> None:
    source = desk.source()
    desk.web.put(FEED, feed([entry(1)]))
    desk.poll(source)
    desk.web.put(FEED, feed([entry(2), entry(1)]))
    assert [outcome.title for outcome in desk.poll(source).outcomes] == ["강변 도서관 소식 2"]


def test_an_edited_entry_becomes_a_version_that_says_what_changed(desk: Desk) -> None:
    source = desk.source()
    desk.web.put(FEED, feed([entry(1)]))
    desk.poll(source)
    desk.now += AGAIN
    desk.web.put(FEED, feed([entry(1).replace("186억", "168억")]))
    (outcome,) = desk.poll(source).outcomes
    assert outcome.status == "updated"
    assert outcome.article_id is not None
    first, second = desk.library.history(outcome.article_id)
    assert first.changes == ()
    (change,) = second.changes
    assert change.old is not None
    assert change.new is not None
    assert "186억" in change.old
    assert "168억" in change.new


def test_an_unchanged_feed_is_not_read_again(desk: Desk) -> None:
    desk.web.put(FEED, feed([entry(1)]), etag='"a"')
    source = desk.source()
    desk.poll(source)
    desk.now += timedelta(hours=1)
    assert desk.poll(source) == Polled()
    assert desk.fresh(source).health.succeeded_at == desk.now


def test_the_page_behind_a_teaser_is_fetched_as_robots_allow(desk: Desk) -> None:
    desk.web.put(FEED, feed([entry(3, body="강변 도서관이 문을 연다…")]))
    desk.web.put("https://news.hanbit.example/3", page(3))
    desk.poll(desk.source())
    (article,) = desk.library.latest(limit=5)
    assert "3호 지면" in article.text
    assert article.published is not None  # of the entry: the page gives none
    assert desk.web.robots == ["https://news.hanbit.example/3"]


def test_with_pages_turned_off_the_teaser_itself_is_kept(desk: Desk) -> None:
    teaser = "해람시는 2027년 봄에 강변 도서관을 새로 연다고 밝혔다."
    desk.web.put(FEED, feed([entry(3, body=teaser)]))
    desk.web.put("https://news.hanbit.example/3", page(3))
    desk.poll(desk.source(pages=False))
    assert desk.web.asked == [FEED]
    assert [article.text for article in desk.library.latest(limit=5)] == [teaser]


def test_a_page_that_cannot_be_fetched_is_tried_again_and_then_given_up(desk: Desk) -> None:
    teaser = "해람시는 2027년 봄에 강변 도서관을 새로 연다고 밝혔다."
    desk.web.put(FEED, feed([entry(3, body=teaser)]), etag='"a"')
    desk.web.pages["https://news.hanbit.example/3"] = SourceError("timeout", "It is slow.")
    source = desk.source()
    for _ in range(MAX_TRIES - 1):
        assert desk.poll(source).outcomes == ()
        assert desk.fresh(source).health.reason == (
            "left out: 1 entries whose page could not be fetched yet"
        )
    assert [outcome.status for outcome in desk.poll(source).outcomes] == ["stored"]
    assert [article.text for article in desk.library.latest(limit=5)] == [teaser]


def test_a_page_that_robots_forbid_leaves_the_teaser_at_once(desk: Desk) -> None:
    teaser = "해람시는 2027년 봄에 강변 도서관을 새로 연다고 밝혔다."
    desk.web.put(FEED, feed([entry(3, body=teaser)]))
    desk.web.pages["https://news.hanbit.example/3"] = SourceError(
        "robots", "robots.txt forbids it.", lasting=True
    )
    desk.poll(desk.source())
    assert [article.text for article in desk.library.latest(limit=5)] == [teaser]


def test_a_long_list_of_teasers_is_worked_off_over_several_polls(desk: Desk) -> None:
    numbers = range(1, MAX_PAGES + 6)
    desk.web.put(FEED, feed([entry(n, body="연다…") for n in numbers]), etag='"a"')
    for number in numbers:
        desk.web.put(f"https://news.hanbit.example/{number}", page(number))
    source = desk.source()
    assert len(desk.poll(source).outcomes) == MAX_PAGES
    assert desk.fresh(source).health.next_at == desk.now + timedelta(minutes=1)
    assert len(desk.poll(source).outcomes) == 5
    assert desk.poll(source).outcomes == ()


def test_a_site_that_asks_for_a_rest_gets_it(desk: Desk) -> None:
    desk.web.put(FEED, feed([entry(n, body="연다…") for n in (1, 2, 3)]))
    busy = SourceError("busy", "Too many requests.", retry_after_s=900)
    desk.web.pages["https://news.hanbit.example/1"] = busy
    desk.web.pages["https://news.hanbit.example/2"] = busy
    desk.web.pages["https://news.hanbit.example/3"] = busy
    source = desk.source()
    desk.poll(source)
    assert len(desk.web.robots) == 1
    assert desk.fresh(source).health.next_at == desk.now + timedelta(seconds=900)


def test_a_source_that_fails_is_noted_and_left_alone_for_longer_and_longer(desk: Desk) -> None:
    source = desk.source()
    waits = []
    for _ in range(4):
        polled = desk.poll(source)
        assert polled.failed
        assert polled.reason == "not_found: There is nothing at this address."
        waits.append((desk.fresh(source).health.next_at - desk.now).total_seconds())
    assert waits == [60, 120, 240, 480]
    assert desk.fresh(source).health.failures == 4


def test_what_is_served_in_place_of_a_feed_is_a_failure_with_its_reason(desk: Desk) -> None:
    desk.web.put(FEED, "<!doctype html><html><body><p>곧 돌아옵니다</p></body></html>")
    polled = desk.poll(desk.source())
    assert polled.failed
    assert (polled.reason or "").startswith("not_a_feed")


def test_a_page_is_a_source_whose_new_text_is_a_version(desk: Desk) -> None:
    url = "https://news.hanbit.example/live"
    desk.web.put(url, page(7))
    source = desk.source(url, kind="page")
    assert [outcome.status for outcome in desk.poll(source).outcomes] == ["stored"]
    assert [outcome.status for outcome in desk.poll(source).outcomes] == ["duplicate"]
    desk.web.put(url, page(7).replace("420석", "440석"))
    assert [outcome.status for outcome in desk.poll(source).outcomes] == ["updated"]
    assert desk.library.count() == 1


def test_a_folder_is_a_source_whose_files_stay_where_they_are(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("강변 도서관\n\n" + "\n\n".join(BODY), encoding="utf-8")
    desk.now = datetime.now(UTC)
    source = desk.source(str(folder), kind="folder")
    assert desk.poll(source).outcomes == ()  # it may still be written to
    desk.now += timedelta(minutes=1)
    assert [outcome.status for outcome in desk.poll(source).outcomes] == ["stored"]
    assert desk.poll(source).outcomes == ()
    assert (folder / "a.txt").exists()


def test_a_sitemap_lists_pages_that_are_fetched(desk: Desk) -> None:
    url = "https://news.hanbit.example/sitemap.xml"
    desk.web.put(
        url,
        '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>'
        "<loc>https://news.hanbit.example/5</loc><news:news><news:publication><news:name>한빛일보"
        "</news:name><news:language>ko</news:language></news:publication>"
        "<news:publication_date>2026-11-20T08:00:00+09:00</news:publication_date>"
        "<news:title>강변 도서관 소식 5</news:title></news:news></url></urlset>",
    )
    desk.web.put("https://news.hanbit.example/5", page(5))
    desk.poll(desk.source(url, kind="sitemap"))
    (article,) = desk.library.latest(limit=5)
    assert article.published is not None
    assert article.published.iso == "2026-11-20T08:00:00+09:00"
    assert article.outlet == "한빛일보"


def test_what_an_admin_removed_is_not_brought_back_by_its_feed(desk: Desk) -> None:
    source = desk.source()
    desk.web.put(FEED, feed([entry(1)]))
    (outcome,) = desk.poll(source).outcomes
    assert outcome.article_id is not None
    Removal(desk.library._database).remove(outcome.article_id, now=desk.now)
    desk.now += AGAIN
    desk.web.put(FEED, feed([entry(1).replace("186억", "168억")]))
    assert [one.reason for one in desk.poll(source).outcomes] == ["removed"]
    assert desk.library.count() == 0


def test_without_room_nothing_is_fetched(desk: Desk) -> None:
    desk.web.put(FEED, feed([entry(1)]))
    source = desk.source()
    desk.low_disk = True
    with pytest.raises(StoreError):
        desk.poll(source)
    assert desk.web.asked == []


def test_a_stop_leaves_the_rest_for_the_next_poll(desk: Desk) -> None:
    desk.web.put(FEED, feed([entry(1), entry(2)]), etag='"a"')
    source = desk.source()
    answers = iter([False, True])
    polled = desk.polling.poll(source, stopping=lambda: next(answers))
    assert len(polled.outcomes) == 1
    assert len(desk.poll(source).outcomes) == 1


def test_text_for_a_link_to_another_site_has_no_outlet_and_no_address(desk: Desk) -> None:
    desk.web.put(FEED, feed([entry(1, link="https://elsewhere.example/1")]))
    desk.poll(desk.source(pages=False))
    (article,) = desk.library.latest(limit=5)
    assert (article.outlet, article.url) == (None, None)


def test_what_stands_at_a_link_to_another_site_is_read_there(desk: Desk) -> None:
    desk.web.put(FEED, feed([entry(1, link="https://elsewhere.example/1")]))
    desk.web.put("https://elsewhere.example/1", page(1))
    desk.poll(desk.source())
    (article,) = desk.library.latest(limit=5)
    assert article.url == "https://elsewhere.example/1"
    assert "1호 지면" in article.text


OTHER = "https://rumours.example/rss"
TWISTED = "".join(f"<p>1호: {line}</p>" for line in BODY).replace("420석", "42석")


@pytest.fixture
def honest(desk: Desk) -> Desk:
    """A desk that keeps one article of the outlet itself."""
    desk.web.put(FEED, feed([entry(1)]))
    desk.poll(desk.source())
    return desk


def assert_untouched(desk: Desk) -> None:
    article = desk.library.find_article("https://news.hanbit.example/1")
    assert article
    assert (article.version, article.outlet) == (1, "한빛일보")
    assert "420석" in article.text


def rumours(item: str) -> str:
    return feed([item]).replace("한빛일보", "소문")


@pytest.mark.parametrize("pages", [True, False])
def test_a_feed_cannot_rewrite_the_article_of_another_site(honest: Desk, *, pages: bool) -> None:
    honest.web.put(OTHER, rumours(entry(1, body=TWISTED)))
    honest.poll(honest.source(OTHER, pages=pages))
    assert_untouched(honest)


def test_an_identifier_that_looks_like_an_address_rewrites_nothing(honest: Desk) -> None:
    link = "https://news.hanbit.example/1"
    item = entry(1, body=TWISTED).replace(f"<link>{link}</link>", "")
    item = item.replace("<guid>1</guid>", f'<guid isPermaLink="false">{link}</guid>')
    honest.web.put(OTHER, rumours(item))
    assert [one.status for one in honest.poll(honest.source(OTHER)).outcomes] == ["stored"]
    assert_untouched(honest)


@pytest.mark.parametrize("kind", ["feed", "page"])
def test_a_page_that_calls_itself_another_sites_article_stays_its_own(
    honest: Desk, kind: str
) -> None:
    at = "https://rumours.example/1"
    lying = page(1).replace("호 지면", "호").replace("420석", "42석")
    canonical = "<link rel=canonical href='https://news.hanbit.example/1'>"
    honest.web.put(at, lying.replace("<head>", f"<head>{canonical}"))
    honest.web.put(OTHER, rumours(entry(1, link=at, body="연다…")))
    honest.poll(honest.source(OTHER if kind == "feed" else at, kind=kind))
    assert_untouched(honest)
    assert honest.library.find_article(at)


def test_an_entry_that_leads_to_another_page_is_known_by_where_it_ends(desk: Desk) -> None:
    link, end = "https://links.example/x1", "https://news.hanbit.example/1"
    desk.web.put(FEED, feed([entry(1, link=link, body="연다…")]))
    desk.web.pages[link] = Fetched(url=end, data=page(1).encode())
    desk.poll(desk.source())
    assert [article.url for article in desk.library.latest(limit=5)] == [end]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<guid>", "<guid>{}-"),
        ("<title>강변", "<title>[{}] 강변"),
        ("Sat, 21 Nov 2026 0", "Fri, {:02} Oct 2026 1"),
    ],
)
def test_a_feed_that_changes_all_entries_at_each_poll_does_not_have_its_pages_fetched_each_time(
    desk: Desk, old: str, new: str
) -> None:
    numbers = range(1, MAX_PAGES + 11)
    listed = feed([entry(number, body="연다…") for number in numbers])
    for number in numbers:
        desk.web.put(f"https://news.hanbit.example/{number}", page(number))
    source = desk.source()
    for poll in range(4):
        desk.web.put(FEED, listed.replace(old, new.format(poll) if poll else old))
        desk.poll(source)
    assert len(desk.web.robots) == len(numbers)
    assert desk.library.count() == len(numbers)
    assert desk.fresh(source).health.next_at > desk.now + timedelta(minutes=5)


def test_an_edit_that_came_too_soon_is_taken_in_later_even_if_the_feed_rests(desk: Desk) -> None:
    source = desk.source()
    desk.web.put(FEED, feed([entry(1)]), etag='"a"')
    desk.poll(source)
    desk.web.put(FEED, feed([entry(1).replace("186억", "168억")]), etag='"b"')
    assert desk.poll(source).outcomes == ()
    desk.now += AGAIN
    assert [outcome.status for outcome in desk.poll(source).outcomes] == ["updated"]


def test_new_entries_have_their_pages_fetched_before_edited_ones(desk: Desk) -> None:
    known = range(1, MAX_PAGES + 1)
    for number in range(1, MAX_PAGES + 2):
        desk.web.put(f"https://news.hanbit.example/{number}", page(number))
    source = desk.source()
    desk.web.put(FEED, feed([entry(n, body="연다…") for n in known]))
    desk.poll(source)
    desk.now += AGAIN
    edited = [entry(n, body="다시 연다…") for n in known]
    desk.web.put(FEED, feed([*edited, entry(MAX_PAGES + 1, body="연다…")]))
    assert "stored" in {outcome.status for outcome in desk.poll(source).outcomes}


def test_a_success_without_news_clears_the_reason_of_a_failure(desk: Desk) -> None:
    desk.web.put(FEED, feed([entry(1)]), etag='"a"')
    source = desk.source()
    desk.poll(source)
    answers = desk.web.pages.pop(FEED)
    assert desk.poll(source).failed
    desk.web.pages[FEED] = answers
    desk.poll(source)
    assert desk.fresh(source).health.reason is None


def test_a_source_that_is_removed_while_it_is_polled_brings_nothing_more(desk: Desk) -> None:
    desk.web.put(FEED, feed([entry(1), entry(2), entry(3)]))
    source = desk.source()
    snapshot = desk.fresh(source)
    desk.catalog.remove(source.id)
    assert len(desk.polling.poll(snapshot).outcomes) == 1


def test_the_pages_of_entries_that_are_too_old_to_keep_are_not_fetched(desk: Desk) -> None:
    desk.keep(timedelta(days=30))
    desk.now += timedelta(days=60)
    desk.web.put(FEED, feed([entry(1, body="연다…"), entry(2, body="연다…")]))
    source = desk.source()
    desk.poll(source)
    desk.poll(source)
    assert desk.web.robots == []
    assert desk.library.count() == 0


def test_a_folder_that_cannot_be_read_is_a_failure_with_its_reason(
    desk: Desk, tmp_path: Path
) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    source = desk.source(str(folder), kind="folder")
    folder.rmdir()
    assert (desk.poll(source).reason or "").startswith("no_folder")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_folder_that_is_closed_to_us_is_a_failure_with_its_reason(
    desk: Desk, tmp_path: Path
) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    source = desk.source(str(folder), kind="folder")
    folder.chmod(0)
    assert (desk.poll(source).reason or "").startswith("unreadable")
    folder.chmod(0o700)


def test_entries_that_all_link_to_the_front_page_are_articles_of_their_own(desk: Desk) -> None:
    home = "https://news.hanbit.example/"
    entries = [entry(number, link=home) for number in range(1, 4)]
    desk.web.put(FEED, feed(entries))
    source = desk.source()
    assert {outcome.status for outcome in desk.poll(source).outcomes} == {"stored"}
    desk.now += AGAIN
    entries[1] = entries[1].replace("186억", "168억")
    desk.web.put(FEED, feed(entries))
    (outcome,) = desk.poll(source).outcomes
    assert (outcome.status, outcome.title) == ("updated", "강변 도서관 소식 2")
    assert desk.library.count() == 3


def test_a_link_to_the_front_page_is_not_followed(desk: Desk) -> None:
    home = "https://news.hanbit.example/"
    desk.web.put(home, page(9))
    desk.web.put(FEED, feed([entry(n, link=home, body="강변 도서관이 문을 연다.") for n in (1, 2)]))
    desk.poll(desk.source())
    assert desk.web.robots == []


def test_a_link_that_ends_at_the_front_page_leaves_the_teaser(desk: Desk) -> None:
    teaser = "해람시는 2027년 봄에 강변 도서관을 새로 연다고 밝혔다."
    link = "https://news.hanbit.example/3"
    desk.web.put(FEED, feed([entry(3, body=teaser)]))
    desk.web.pages[link] = Fetched(url="https://news.hanbit.example/", data=page(9).encode())
    desk.poll(desk.source())
    assert [(one.text, one.url) for one in desk.library.latest(limit=5)] == [(teaser, link)]


def test_after_the_clock_was_set_back_edits_are_taken_in(desk: Desk) -> None:
    source = desk.source()
    desk.web.put(FEED, feed([entry(1)]))
    desk.poll(source)
    desk.now -= timedelta(days=30)
    desk.web.put(FEED, feed([entry(1).replace("186억", "168억")]))
    assert [outcome.status for outcome in desk.poll(source).outcomes] == ["updated"]


def test_a_poll_that_is_told_to_stop_is_no_failure(desk: Desk) -> None:
    desk.web.pages[FEED] = SourceError(STOPPED, "Fetching was stopped.")
    source = desk.source()
    assert desk.poll(source) == Polled()
    assert desk.fresh(source).health.failures == 0
    assert desk.catalog.due(desk.now)


def test_a_page_that_is_being_fetched_when_told_to_stop_costs_no_try(desk: Desk) -> None:
    desk.web.put(FEED, feed([entry(3, body="연다…")]))
    stopped = SourceError(STOPPED, "Fetching was stopped.")
    desk.web.pages["https://news.hanbit.example/3"] = stopped
    source = desk.source()
    for _ in range(MAX_TRIES + 1):
        assert desk.poll(source).outcomes == ()
    desk.web.put("https://news.hanbit.example/3", page(3))
    assert [outcome.status for outcome in desk.poll(source).outcomes] == ["stored"]


def test_entries_over_the_cap_are_counted_in_the_sources_health(desk: Desk) -> None:
    numbers = range(MAX_ITEMS + 3)
    desk.web.put(FEED, feed([entry(n, body="짧은 소식", link=FEED) for n in numbers]))
    source = desk.source(pages=False)
    desk.polling.poll(source, stopping=lambda: True)
    assert "3 entries beyond the newest 2,000" in (desk.fresh(source).health.reason or "")


def test_a_page_whose_article_was_removed_is_asked_once_a_day(desk: Desk) -> None:
    url = "https://news.hanbit.example/7"
    desk.web.put(url, page(7))
    source = desk.source(url, kind="page")
    (outcome,) = desk.poll(source).outcomes
    assert outcome.article_id is not None
    Removal(desk.library._database).remove(outcome.article_id, now=desk.now)
    assert (desk.poll(source).reason or "").startswith("removed")
    assert desk.fresh(source).health.next_at == desk.now + timedelta(days=1)


def test_a_sitemaps_new_lastmod_brings_the_new_text_of_a_page(desk: Desk) -> None:
    url = "https://news.hanbit.example/sitemap.xml"

    def sitemap(changed: str) -> str:
        return (
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url>'
            f"<loc>https://news.hanbit.example/5</loc><lastmod>{changed}</lastmod></url></urlset>"
        )

    desk.web.put(url, sitemap("2026-11-20"))
    desk.web.put("https://news.hanbit.example/5", page(5))
    source = desk.source(url, kind="sitemap")
    assert [outcome.status for outcome in desk.poll(source).outcomes] == ["stored"]
    desk.web.put("https://news.hanbit.example/5", page(5).replace("420석", "440석"))
    desk.now += timedelta(hours=1)
    assert desk.poll(source).outcomes == ()
    desk.web.put(url, sitemap("2026-11-21"))
    assert [outcome.status for outcome in desk.poll(source).outcomes] == ["updated"]


@pytest.mark.parametrize(
    ("host", "reposter"), [("evil.example", "evil.example"), ("www.hani.co.kr", None)]
)
def test_who_shows_an_outlets_text_from_elsewhere_is_kept_as_its_reposter(
    desk: Desk, host: str, reposter: str | None
) -> None:
    url = f"https://{host}/7"
    desk.web.put(url, page(7).replace("한빛일보", "한겨레"))
    desk.poll(desk.source(url, kind="page"))
    (article,) = desk.library.latest(limit=5)
    assert (article.outlet, article.reposted_by, article.url) == ("한겨레", reposter, url)


def test_an_edited_entry_under_a_new_address_is_a_version_of_what_it_brought(desk: Desk) -> None:
    source = desk.source()
    desk.web.put(FEED, feed([entry(1)]))
    (first,) = desk.poll(source).outcomes
    edited = entry(1, link="https://news.hanbit.example/river-library-opens")
    desk.web.put(FEED, feed([edited.replace("186억", "168억")]))
    desk.now += AGAIN
    (second,) = desk.poll(source).outcomes
    assert (second.status, second.article_id) == ("updated", first.article_id)
    (article,) = desk.library.latest(limit=5)
    assert article.url == "https://news.hanbit.example/river-library-opens"


def test_an_identifier_that_is_used_again_for_other_news_is_another_article(desk: Desk) -> None:
    source = desk.source()
    desk.web.put(FEED, feed([entry(1)]))
    desk.poll(source)
    other = "".join(f"<p>두레산 {n}부 능선의 산불이 {n}시간 만에 꺼졌다.</p>" for n in range(20))
    desk.web.put(FEED, feed([entry(1, body=other, link="https://news.hanbit.example/2")]))
    desk.now += AGAIN
    assert [outcome.status for outcome in desk.poll(source).outcomes] == ["stored"]
    assert desk.library.count() == 2


def test_an_entry_that_only_repeats_anothers_article_never_changes_it(desk: Desk) -> None:
    """What the entry of one feed brought is not for another feed to edit."""
    other = desk.source("https://copy.example/rss")
    source = desk.source()
    desk.web.put(FEED, feed([entry(1)]))
    desk.poll(source)
    desk.web.put("https://copy.example/rss", feed([entry(1)]))
    desk.poll(other)
    changed = entry(1).replace("186억", "1억")
    desk.web.put("https://copy.example/rss", feed([changed]))
    desk.now += AGAIN
    desk.poll(other)
    original = desk.library.article(1)
    assert original is not None
    assert "186억" in original.text


def test_a_page_without_an_article_leaves_the_teaser(desk: Desk) -> None:
    teaser = "해람시는 2027년 봄에 강변 도서관을 새로 연다고 밝혔다."
    desk.web.put(FEED, feed([entry(3, body=teaser)]))
    desk.web.put("https://news.hanbit.example/3", "<html><body></body></html>")
    desk.poll(desk.source())
    assert [article.text for article in desk.library.latest(limit=5)] == [teaser]


def test_an_outlet_that_a_foreign_entry_names_is_not_believed(desk: Desk) -> None:
    link = "https://elsewhere.example/1"
    named = entry(1, link=link).replace(
        "</item>", '<source url="https://www.hani.co.kr/rss">한겨레</source></item>'
    )
    desk.web.put(FEED, feed([named]))
    desk.poll(desk.source(pages=False))
    (article,) = desk.library.latest(limit=5)
    assert (article.outlet, article.url) == (None, None)
