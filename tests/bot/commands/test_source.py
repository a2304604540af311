"""Sources by command: added, tested, polled, paused, removed, moved in and out."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app import App
from config.settings import load
from store.lease import Lease
from tests.bot.commands.conftest import Sosik, feed
from tests.news_server.serve import NewsSite, answer


def test_a_feed_is_added_polled_and_answered_from(
    sosik: Sosik, site: NewsSite, address: str
) -> None:
    site.pages["/rss"] = answer(200, feed(address, 1, 2), content_type="application/rss+xml")
    added = sosik("source", "add", f"{address}/rss")
    assert added.code == 0, added.err
    assert added.out.startswith(f"added 1  feed    {address}/rss  한빛일보 - 전체기사")
    polled = sosik("source", "poll", "--json")
    assert [record["status"] for record in polled.records] == ["stored", "stored"]
    (record,) = sosik("ask", "강변 도서관 열람석은 몇 석이야?", "--json").records
    assert record["answered"]
    assert any("420석" in quote["text"] for quote in record["quotes"])
    assert record["quotes"][0]["outlet"] == "한빛일보"
    assert record["quotes"][0]["url"].startswith(f"{address}/")


def test_a_source_added_in_two_spellings_is_one(sosik: Sosik, site: NewsSite, address: str) -> None:
    site.pages["/rss"] = answer(200, feed(address, 1))
    sosik("source", "add", f"{address}/rss")
    again = sosik("source", "add", f"{address.replace('http:', 'HTTP:')}/rss/#top")
    assert again.out.startswith("already there: 1 ")
    assert len(sosik("source", "list", "--json").records) == 1


def test_the_site_behind_a_front_page_is_added_by_the_feed_it_names(
    sosik: Sosik, site: NewsSite, address: str
) -> None:
    site.pages["/"] = answer(
        200,
        b"<!doctype html><html><head><link rel='alternate' type='application/rss+xml'"
        b" href='/rss'></head><body><a href='/1'>one</a><a href='/2'>two</a></body></html>",
        content_type="text/html",
    )
    site.pages["/rss"] = answer(200, feed(address, 1))
    sosik("source", "add", f"{address}/")
    (record,) = sosik("source", "list", "--json").records
    assert (record["kind"], record["address"]) == ("feed", f"{address}/rss")


def test_testing_a_source_shows_what_would_be_stored_and_stores_nothing(
    sosik: Sosik, site: NewsSite, address: str
) -> None:
    site.pages["/rss"] = answer(200, feed(address, *range(1, 9)))
    tested = sosik("source", "test", f"{address}/rss")
    assert tested.code == 0
    assert "8 listed, the first 5:" in tested.out
    assert "✓ 강변 도서관 소식 1\n  한빛일보 · 2026-11-21T01:10:00+09:00" in tested.out
    records = sosik("source", "test", f"{address}/rss", "--json").records
    assert [record["title"] for record in records] == [f"강변 도서관 소식 {n}" for n in range(1, 6)]
    assert sosik("source", "list", "--json").records == []
    assert sosik("latest").out.count("도서관") == 0


def test_what_is_no_source_is_said_and_not_added(
    sosik: Sosik, site: NewsSite, address: str
) -> None:
    site.pages["/page"] = answer(200, b"<html><body><p>hello</p></body></html>")
    for target in ("/page", "/nothing"):
        ran = sosik("source", "add", f"{address}{target}")
        assert ran.code == 1
        assert ran.err.startswith("sosik: ")
    refused = sosik("source", "add", "http://10.0.0.1/rss")
    assert refused.code == 1
    assert sosik("source", "list", "--json").records == []


def test_a_paused_source_is_not_polled_until_it_is_resumed(
    sosik: Sosik, site: NewsSite, address: str
) -> None:
    site.pages["/rss"] = answer(200, feed(address, 1))
    sosik("source", "add", f"{address}/rss")
    assert sosik("source", "pause", f"{address}/rss").out.startswith("paused 1 ")
    assert sosik("source", "poll", "--json").records == []
    assert "paused" in sosik("source", "list").out
    sosik("source", "resume", "1")
    assert len(sosik("source", "poll", "--json").records) == 1


def test_a_removed_source_leaves_its_articles(sosik: Sosik, site: NewsSite, address: str) -> None:
    site.pages["/rss"] = answer(200, feed(address, 1))
    sosik("source", "add", f"{address}/rss")
    sosik("source", "poll")
    assert sosik("source", "remove", "1").code == 0
    assert sosik("source", "list").out.startswith("There are no sources yet.")
    assert "강변 도서관 소식 1" in sosik("latest").out
    unknown = sosik("source", "show", "1")
    assert (unknown.code, unknown.err) == (
        1,
        "sosik: there is no source 1. See: sosik source list\n",
    )


def test_health_tells_the_failures_and_their_reason(
    sosik: Sosik, site: NewsSite, address: str
) -> None:
    site.pages["/rss"] = answer(200, feed(address, 1))
    sosik("source", "add", f"{address}/rss")
    site.pages["/rss"] = answer(503, retry_after="120")
    assert "failed" in sosik("source", "poll").out
    (record,) = sosik("source", "show", "1", "--json").records
    assert record["failures"] == 1
    assert record["succeeded_at"] is None
    wait = datetime.fromisoformat(record["next_at"]) - datetime.now(UTC)
    assert timedelta(seconds=110) < wait < timedelta(seconds=121)
    assert "failures in a row: 1" in sosik("source", "list").out


def test_pages_can_be_turned_off_later(sosik: Sosik, site: NewsSite, address: str) -> None:
    site.pages["/rss"] = answer(200, feed(address, 1))
    sosik("source", "add", f"{address}/rss", "--no-pages")
    assert not sosik("source", "show", "1", "--json").records[0]["pages"]
    sosik("source", "change", "1", "--pages")
    assert sosik("source", "show", "1", "--json").records[0]["pages"]


def test_a_list_goes_out_and_comes_in_again(sosik: Sosik, tmp_path: Path) -> None:
    for name in ("one", "two"):
        sosik("source", "add", f"https://{name}.example/rss", "--as", "feed")
    assert sosik("source", "export", "feeds.opml").code == 0
    again = sosik("source", "export", "feeds.opml")
    assert (again.code, again.err) == (
        1,
        "sosik: feeds.opml already exists; name another file\n",
    )
    elsewhere = ("--home", tmp_path / "elsewhere")
    imported = sosik("source", "import", "feeds.opml", *elsewhere)
    assert imported.out == "2 added, 0 already there, 0 broken\n"
    imported = sosik("source", "import", "feeds.opml", *elsewhere)
    assert imported.out == "0 added, 2 already there, 0 broken\n"
    addresses = {record["address"] for record in sosik("source", "list", "--json").records}
    assert addresses == {"https://one.example/rss", "https://two.example/rss"}


def test_what_is_no_feed_has_no_place_in_a_list(sosik: Sosik) -> None:
    sosik("source", "add", "https://one.example/article", "--as", "page")
    exported = sosik("source", "export", "-")
    assert exported.err == "1 sources are not feeds and were left out of the list.\n"


def test_a_long_list_with_broken_lines_is_imported_as_far_as_it_goes(
    sosik: Sosik, tmp_path: Path
) -> None:
    lines = [
        f'<outline type="rss" text="{n}" xmlUrl="https://feeds.example/{n}/rss"/>'
        for n in range(4990)
    ]
    lines[100:100] = ['<outline type="rss" text="bad" xmlUrl="javascript:alert(1)"/>'] * 5
    lines[900:900] = ['<outline type="rss" text="worse" xmlUrl="http://[::1/rss"/>'] * 5
    (tmp_path / "feeds.opml").write_text(
        "<opml version='2.0'><head/><body>\n" + "\n".join(lines) + "\n</body></opml>",
        encoding="utf-8",
    )
    ran = sosik("source", "import", "feeds.opml")
    assert ran.code == 0
    assert ran.out.endswith("4,990 added, 0 already there, 10 broken\n")


def test_while_the_service_runs_a_poll_is_left_to_it(
    sosik: Sosik, site: NewsSite, address: str
) -> None:
    site.pages["/rss"] = answer(200, feed(address, 1))
    sosik("source", "add", f"{address}/rss")
    app = App(load())
    assert Lease(app.database, "service").acquire(datetime.now(UTC))
    ran = sosik("source", "poll")
    app.close()
    assert ran.err == "The service is running and polls within seconds\n"
    assert ran.out == ""


def test_a_folder_is_a_source(sosik: Sosik, tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    added = sosik("source", "add", tmp_path / "articles")
    assert added.out.startswith("added 1  folder ")
    assert sosik("source", "add", "articles").out.startswith("already there: 1 ")


def test_a_folder_that_sosik_itself_uses_is_no_source(sosik: Sosik, tmp_path: Path) -> None:
    sosik("source", "list")  # makes the home
    for folder in (tmp_path, tmp_path / "sosik", tmp_path / "sosik" / "inbox"):
        folder.mkdir(exist_ok=True)
        ran = sosik("source", "add", folder)
        assert ran.code == 1
        assert "Sosik itself uses" in ran.err.replace("\n", " ")
    assert sosik("source", "list", "--json").records == []


def test_the_home_of_nobody_is_no_source(sosik: Sosik) -> None:
    for command in ("add", "test", "show"):
        ran = sosik("source", command, "~nobody-of-that-name/news")
        assert ran.code == 1
        assert ran.err.startswith("sosik: ")


def test_a_folder_is_found_again_by_the_name_it_was_added_by(sosik: Sosik, tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    assert sosik("source", "add", "articles").code == 0
    for name in ("articles", "./articles", tmp_path / "articles"):
        assert sosik("source", "show", name).code == 0
