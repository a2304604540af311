"""Files and pages: taken in as by the inbox, whatever they are called and whatever is in them."""

import io
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.admin import Admin
from bot.admin.once import MAX_SENT_BYTES, is_list, limit_of, safe_name
from bot.errors import ChannelError
from bot.reply import Document
from bot.texts import texts_in
from tests.bot.admin.conftest import Office
from tests.bot.commands.conftest import BODY, feed
from tests.news_server.serve import NewsSite, answer

TEXT = "\n\n".join(("강변 도서관 새로 연다", *BODY)).encode()
PAGE = (
    "<!doctype html><html><head><title>강변 도서관</title></head><body><article>"
    "<h1>강변 도서관</h1>" + "".join(f"<p>{line}</p>" for line in BODY) + "</article></body></html>"
).encode()


def test_a_sent_article_is_taken_in_once(office: Office) -> None:
    assert office.sends("a.txt", TEXT).startswith("1 new\n✓ 강변 도서관 새로 연다")
    assert office.sends("a.txt", TEXT) == "1 known already"
    assert office.parts.library.count() == 1
    assert office.noted()[0] == ("telegram:1", "document", "a.txt", "done")


def test_an_archive_and_a_saved_feed_give_all_that_is_in_them(office: Office) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("one.txt", TEXT)
        for number in range(7):
            archive.writestr(f"{number}.exe", b"MZ\x00\x01")
    said = office.sends("all.zip", packed.getvalue())
    assert said.startswith("1 new, 7 refused\n✓ 강변 도서관 새로 연다")
    assert said.count("✗") == 5
    assert "and 2 more" in said
    assert office.sends("feed.xml", feed("https://paper.example", 1, 2)).startswith("2 new")


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.txt", b"", "The file is empty."),
        ("a.txt", b"PK\x03\x04" + bytes(range(256)) * 9, "The file is not text."),
        ("a.exe", TEXT, "Files of this kind are not read"),
        ("a.zip", TEXT, "The archive is damaged"),
        ("a.json", b"[1, 2]", "The JSON is not one article."),
        ("", TEXT, "Files of this kind are not read"),
    ],
)
def test_what_the_inbox_refuses_is_refused(
    office: Office, name: str, data: bytes, why: str
) -> None:
    said = office.sends(name, data)
    assert said.startswith("1 refused")
    assert why in said
    (refusal,) = office.parts.library.refusals(limit=9)
    assert office.noted()[-1][-1] == refusal.reason


def test_too_much_is_not_even_fetched(office: Office) -> None:
    def fetch() -> bytes:
        raise AssertionError("fetched")

    for name, size in (("a.txt", 11 * 1024**2), ("a.zip", 21 * 1024**2), ("a.zip", 10**100)):
        said = office.hands_in(Document(name=name, size=size, fetch=fetch))
        assert said.startswith("It is larger than is taken")
    assert [ended for *_, ended in office.noted()] == ["too_large"] * 3


def test_a_size_that_was_a_lie_is_noticed(office: Office) -> None:
    data = b"x" * (limit_of("a.txt") + 1)
    assert office.sends("a.txt", data, size=5).startswith("It is larger than is taken")
    assert office.sends("a.zip", b"x" * (MAX_SENT_BYTES + 1), size=0).startswith("It is larger")


def test_a_file_that_the_platform_does_not_hand_over_is_said_to_be_so(office: Office) -> None:
    def fetch() -> bytes:
        raise ChannelError("no", channel="telegram")

    said = office.hands_in(Document(name="a.txt", size=5, fetch=fetch))
    assert said == "The chat service did not hand the file over. Please send it again."


def test_a_message_without_a_file_is_answered(office: Office) -> None:
    reply = Admin(office.parts).document(office.message(""), texts=texts_in("en"), now=office.now)
    assert "OPML" in reply.lines[0].spans[0].text


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd", "..", ".", "", "/", "\x00.txt", "a\x00b.txt", "가" * 300 + ".txt",
        "x" * 300, "x." + "y" * 300, "C:\\Windows\\a.txt", "\u202etxt.exe", "\ud800.txt", ".txt",
        "a/../../b.txt", "con:a.txt", "\u200b", "a.txt/", "   ", "a\nb.txt",
    ],
)  # fmt: skip
def test_hostile_names_are_taken_in_or_refused_and_lead_nowhere(
    office: Office, name: str, tmp_path: Path
) -> None:
    before = set(tmp_path.rglob("*"))
    said = office.sends(name, TEXT)
    assert said.startswith(("1 new", "1 refused"))
    assert set(tmp_path.rglob("*")) - before <= set(tmp_path.glob("sosik.db*"))


@given(st.text(max_size=400))
def test_a_safe_name_is_one_short_name(name: str) -> None:
    safe = safe_name(name)
    assert safe not in ("", ".", "..")
    assert os.path.basename(safe) == safe  # noqa: PTH119 - this is what is asked
    assert len(os.fsencode(safe)) <= 200
    assert "\x00" not in safe
    assert safe_name(safe) == safe


def test_a_name_keeps_its_ending() -> None:
    assert safe_name("기사 모음.ZIP") == "기사 모음.ZIP"
    assert safe_name("가" * 300 + ".html").endswith("가.html")
    assert safe_name("C:\\news\\a.b.txt") == "a.b.txt"


def test_a_list_of_feeds_is_told_from_a_feed() -> None:
    assert is_list(b"", "a.opml")
    assert is_list(b"<?xml version='1.0'?><!-- mine --><OPML version='2.0'>", "a.xml")
    assert not is_list(b"<rss><item>opml</item></rss>", "a.xml")
    assert not is_list(b"<opml>", "a.txt")


# -- the inbox and addresses


def test_the_inbox_is_looked_into_at_once(office: Office) -> None:
    assert office.says("/ingest") == "The inbox is empty."
    (office.inbox / "a.txt").write_bytes(TEXT)
    assert office.says("/ingest").startswith("1 new")
    (office.inbox / "b.txt").write_bytes(b"")
    (office.inbox / "c.txt.part").write_bytes(TEXT)
    assert office.says("/ingest").startswith("1 refused\n✗ b.txt: The file is empty.")


def test_a_page_is_fetched_once(office: Office, site: NewsSite, address: str) -> None:
    site.pages["/1"] = answer(200, PAGE, content_type="text/html")
    assert office.says(f"/ingest {address}/1").startswith("1 new\n✓ 강변 도서관")
    assert office.says(f"/ingest {address}/1") == "1 known already"
    assert office.parts.catalog.all() == ()


def test_a_feed_is_taken_in_once_with_the_pages_behind_its_teasers(
    office: Office, site: NewsSite, address: str
) -> None:
    teasers = "".join(
        f"<item><title>소식 {n}</title><link>{address}/{n}</link><guid>{n}</guid>"
        "<description>짧은 예고…</description></item>"
        for n in range(1, 4)
    )
    site.pages["/rss"] = answer(
        200, f"<rss version='2.0'><channel><title>신문</title>{teasers}</channel></rss>".encode()
    )
    site.pages["/1"] = answer(200, PAGE, content_type="text/html")
    said = office.says(f"/ingest {address}/rss")
    assert said.startswith("3 new")  # where the page is gone the teaser is all there is
    texts = [article.text for article in office.parts.library.latest(limit=9)]
    assert sum(BODY[-1] in text for text in texts) == 1
    assert office.noted()[-1][1:] == ("ingest", f"{address}/rss", "done")


def test_a_long_feed_is_taken_in_as_far_as_somebody_waits(
    office: Office, site: NewsSite, address: str
) -> None:
    site.pages["/rss"] = answer(200, feed(address, *range(1, 41)))
    said = office.says(f"/ingest {address}/rss")
    assert said.startswith("30 new")
    assert "10 older entries were left alone" in said


def test_an_address_inside_is_not_fetched(office: Office) -> None:
    said = office.says("/ingest http://10.0.0.1/news")
    assert "SOSIK_ALLOWED_HOSTS" in said
    assert office.noted()[-1][-1] == "private_address"
