"""Sources by chat: added, tested, listed, paused, removed, moved in and out as a list."""

from datetime import timedelta
from pathlib import Path

from bot.reply import plain_text
from store.sources.catalog import NewSource
from tests.bot.admin.conftest import NOW, Office
from tests.bot.commands.conftest import feed
from tests.news_server.serve import NewsSite, answer


def stock(office: Office, count: int) -> None:
    """Add feeds that nobody fetches."""
    office.parts.catalog.add_all(
        [
            NewSource(
                kind="feed",
                address=f"https://feeds.example/{number}",
                key=f"feeds.example/{number}",
                title=f"Paper {number}",
                pages=True,
                interval_s=1_800,
            )
            for number in range(1, count + 1)
        ],
        now=NOW,
    )


def test_a_feed_is_added_once_and_that_is_noted(
    office: Office, site: NewsSite, address: str
) -> None:
    site.pages["/rss"] = answer(200, feed(address, 1), content_type="application/rss+xml")
    assert "한빛일보 - 전체기사" in office.says(f"/addsource {address}/rss")
    assert office.says(f"/addsource {address}/rss/#x").startswith("This source is there already")
    assert len(office.parts.catalog.all()) == 1
    assert office.noted()[0] == ("telegram:1", "addsource", f"{address}/rss", "done")


def test_what_cannot_be_added_says_why_and_is_noted(
    office: Office, site: NewsSite, address: str
) -> None:
    site.pages["/shut"] = answer(403, b"")
    assert office.says(f"/addsource {address}/shut") == "The site refuses access."
    assert office.says(f"/addsource {address}/none").startswith("There is nothing at this address.")
    assert [ended for *_, ended in office.noted()] == ["forbidden", "not_found"]


def test_a_folder_of_the_server_is_no_source_for_a_chat(office: Office, tmp_path: Path) -> None:
    for folder in (str(tmp_path), "~", "./", "..", "/etc"):
        for command in ("addsource", "testsource", "ingest"):
            said = office.says(f"/{command} {folder}")
            assert "sosik source add FOLDER" in said or "Usage" in said
    assert office.parts.catalog.all() == ()


def test_an_address_without_its_scheme_is_understood(office: Office) -> None:
    stock(office, 1)
    assert "Paper 1" in office.says("/source feeds.example/1")


def test_a_source_is_tested_without_being_kept(
    office: Office, site: NewsSite, address: str
) -> None:
    site.pages["/rss"] = answer(200, feed(address, *range(1, 9)))
    said = office.says(f"/testsource {address}/rss")
    assert "8 listed, of which the first 5" in said
    assert said.count("✓ 강변 도서관 소식") == 5
    assert office.parts.catalog.all() == ()
    assert office.parts.library.count() == 0


def test_a_long_list_comes_in_pages_and_whole_as_a_file(office: Office) -> None:
    stock(office, 45)
    first = office.reply("/sources")
    assert plain_text(first).startswith("45 sources\n1. Paper 1")
    assert "20. Paper 20" in plain_text(first)
    assert "21. Paper 21" not in plain_text(first)
    assert "Continue: /sources 2" in plain_text(first)
    assert first.attachment is not None
    assert first.attachment.data.decode().count("https://feeds.example/") == 45
    last = office.reply("/sources 3")
    assert "45. Paper 45" in plain_text(last)
    assert "Continue" not in plain_text(last)
    assert last.attachment is None
    assert office.says("/sources 4") == "The list has 3 pages: /sources 1 to /sources 3"


def test_how_a_source_is_doing_is_told_in_words(office: Office) -> None:
    stock(office, 3)
    catalog = office.parts.catalog
    catalog.failed(1, now=NOW, next_at=NOW, reason="robots: https://x.example/robots.txt forbids")
    catalog.failed(2, now=NOW, next_at=NOW, reason="timed_travel: a new kind of reason")
    said = office.says("/sources")
    assert "failed 1 times in a row: The site's robots.txt forbids it." in said
    assert "a new kind of reason" in said
    office.now = NOW + timedelta(days=8)
    assert "has not worked for 7 days: The site's robots.txt forbids it." in office.says(
        "/source 1"
    )


def test_a_source_is_paused_and_resumed(office: Office) -> None:
    stock(office, 1)
    assert "⏸ paused" in office.says("/pausesource 1")
    assert office.parts.catalog.all()[0].paused
    assert "paused" not in office.says("/resumesource #1")
    assert not office.parts.catalog.all()[0].paused
    assert [action for _, action, _, _ in office.noted()] == ["pausesource", "resumesource"]


def test_a_source_is_removed_only_when_that_is_confirmed(office: Office) -> None:
    stock(office, 2)
    asked = office.reply("/removesource 1")
    assert len(office.parts.catalog.all()) == 2
    assert office.confirms(asked) == "Removed: Paper 1"
    assert [source.id for source in office.parts.catalog.all()] == [2]
    assert [(action, ended) for _, action, _, ended in office.noted()] == [
        ("removesource", "asked"),
        ("removesource", "done"),
    ]


def test_a_source_that_is_gone_meanwhile_is_said_to_be(office: Office) -> None:
    stock(office, 1)
    asked = office.reply("/removesource 1")
    office.parts.catalog.remove(1)
    assert office.confirms(asked).startswith("There is no source 1.")


def test_a_list_of_feeds_goes_out_and_comes_in_again(office: Office) -> None:
    stock(office, 3)
    sent = office.reply("/exportsources").attachment
    assert sent is not None
    for source in office.parts.catalog.all():
        office.parts.catalog.remove(source.id)
    assert office.says("/exportsources") == "There are no feeds to write down."
    for name in ("feeds.opml", "feeds.xml", "FEEDS.OPML"):
        said = office.sends(name, sent.data)
        assert said.startswith(("3 feeds added", "0 feeds added, 3 there already"))
    assert [source.title for source in office.parts.catalog.all()] == [
        f"Paper {number}" for number in (1, 2, 3)
    ]


def test_a_broken_list_says_which_lines(office: Office) -> None:
    lines = [f'<outline type="rss" xmlUrl="https://f.example/{n}"/>' for n in range(3)]
    lines[1:1] = ['<outline type="rss" text="no address"/>'] * 7
    said = office.sends("a.opml", "\n".join(["<opml><body>", *lines, "</body></opml>"]).encode())
    assert said.startswith("3 feeds added, 0 there already, 7 broken")
    assert said.count("✗ line") == 5
    assert "and 2 more" in said
    assert office.sends("b.opml", b"hello").startswith("This is not an OPML list.")
    assert [act[1:] for act in office.noted()] == [
        ("importsources", "a.opml", "done"),
        ("importsources", "b.opml", "not_opml"),
    ]
