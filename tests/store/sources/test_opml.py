"""Lists of feeds: read from any file, written cleanly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import SourceError
from store.sources import child
from store.sources.entries import one_line
from store.sources.markup import document, text_of
from store.sources.opml import (
    BrokenOutline,
    OpmlEntry,
    OpmlList,
    opml_list,
    read_opml,
    write_opml,
)


def opml(*lines: str) -> bytes:
    body = "\n".join(lines)
    return f'<?xml version="1.0"?>\n<opml version="2.0"><body>\n{body}\n</body></opml>'.encode()


def feed(number: int) -> OpmlEntry:
    return OpmlEntry(address=f"https://a.example/{number}", title=f"소식 {number}")


def outline(number: int) -> str:
    return f'<outline type="rss" text="소식 {number}" xmlUrl="https://a.example/{number}"/>'


def read_here(data: bytes) -> OpmlList:
    """``read_opml`` without the process."""
    _, markup = document(text_of(data))
    return opml_list(child.opml(markup))


def test_feeds_in_nested_folders_are_found() -> None:
    data = opml(
        '<outline text="뉴스"><outline text="지역">',
        outline(1),
        "</outline>",
        outline(2),
        "</outline>",
    )
    assert read_here(data) == OpmlList(entries=(feed(1), feed(2)))


def test_attributes_in_odd_case_and_a_title_for_the_text_are_read() -> None:
    data = opml(
        '<outline TYPE="RSS" title="A &amp; B" XMLurl=" https://a.example/1?x=1&amp;y=2 "/>'
    )
    assert read_here(data).entries == (
        OpmlEntry(address="https://a.example/1?x=1&y=2", title="A & B"),
    )


def test_an_address_is_listed_once() -> None:
    data = opml(outline(1), '<outline text="wieder" xmlUrl="https://a.example/1"/>')
    assert read_here(data).entries == (feed(1),)


@pytest.mark.parametrize(
    "address", ["feed:https://a.example/1", "feed://https://a.example/1", "https://a.example/1"]
)
def test_the_scheme_of_feed_readers_is_understood(address: str) -> None:
    data = opml(f'<outline text="t" xmlUrl="{address}"/>')
    assert read_here(data).entries == (OpmlEntry(address="https://a.example/1", title="t"),)


def test_feed_with_slashes_means_http() -> None:
    data = opml('<outline xmlUrl="feed://a.example/1"/>')
    assert read_here(data).entries == (OpmlEntry(address="http://a.example/1"),)


def test_outlines_that_name_no_feed_are_told_with_their_line() -> None:
    data = opml(
        outline(1),
        '<outline type="rss" text="leer"/>',
        '<outline text="bad" xmlUrl="javascript:alert(1)"/>',
        '<outline text="page" htmlUrl="https://a.example"/>',
        '<outline text="folder"/>',
    )
    found = read_here(data)
    assert found.entries == (feed(1),)
    assert found.broken == (
        BrokenOutline(line=4, reason="it has no address of a feed (xmlUrl)"),
        BrokenOutline(line=5, reason="its address does not begin with http:// or https://"),
        BrokenOutline(line=6, reason="it has no address of a feed (xmlUrl)"),
    )


def test_a_file_that_is_not_well_formed_is_read_as_far_as_possible() -> None:
    data = opml(
        outline(1),
        '<outline type="rss" text="R&D" xmlUrl="https://a.example/2?a=1&b=2"/>',
        '<outline type="rss" text=bare xmlUrl="https://a.example/3"/>',
        '<outline type="rss" text="a < b" xmlUrl="https://a.example/4"/>',
        "</outlin>",
        '<outline type="rss" text="open xmlUrl="https://a.example/5"/>',
        outline(6),
    )
    found = read_opml(data)
    addresses = [entry.address.rpartition("/")[2] for entry in found.entries]
    assert addresses == ["1", "2?a=1&b=2", "4", "6"]
    # Line 10 is the end, where the last outline should have been closed.
    assert [place.line for place in found.broken] == [5, 6, 7, 8, 10]


def test_5000_lines_with_broken_ones_are_read() -> None:
    lines = [outline(n) if n % 100 else f'<outline type="rss" text="{n}" x=/>' for n in range(5000)]
    found = read_opml(opml(*lines))
    assert len(found.entries) == 4950
    assert {place.line for place in found.broken} == {n + 3 for n in range(0, 5000, 100)}


def test_a_truncated_list_is_read_up_to_its_end() -> None:
    data = opml(outline(1), outline(2))
    cut = data[: data.index(b"example/2")]
    found = read_opml(cut)
    assert found.entries == (feed(1),)
    assert found.broken[-1].line == 4


@pytest.mark.parametrize("encoding", ["cp949", "utf-16", "utf-8-sig"])
def test_lists_in_other_encodings_are_read(encoding: str) -> None:
    text = opml(*(outline(n).replace("소식", "오늘 나온 지역 소식") for n in range(3))).decode()
    assert len(read_here(text.encode(encoding)).entries) == 3


@pytest.mark.parametrize("data", [b"", b"  ", b"<html></html>", b"\xec\x86\x8c\xec\x8b\x9d"])
def test_what_is_no_list_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError) as raised:
        read_opml(data)
    assert raised.value.reason == "not_opml"


def test_a_list_with_entities_of_its_own_is_refused() -> None:
    with pytest.raises(SourceError) as raised:
        read_opml(b'<!DOCTYPE opml [<!ENTITY a "b">]>' + opml(outline(1)))
    assert raised.value.reason == "bad_feed"


def test_an_empty_list_is_a_list() -> None:
    assert read_here(opml()) == OpmlList(entries=())


addresses = st.integers(0, 10**6).map(lambda number: f"https://a.example/?n={number}&x=<'\">")
entries = st.lists(
    st.builds(OpmlEntry, address=addresses, title=st.none() | st.text(max_size=80).map(one_line)),
    unique_by=lambda entry: entry.address,
    max_size=20,
)


@given(entries, st.text(max_size=40))
def test_what_is_written_is_read_again(written: list[OpmlEntry], title: str) -> None:
    assert read_here(write_opml(written, title=title)) == OpmlList(entries=tuple(written))


@given(st.text())
def test_odd_titles_lose_only_what_a_line_of_text_has_not(title: str) -> None:
    data = write_opml([OpmlEntry(address="https://a.example/", title=title)], title=title)
    (found,) = read_here(data).entries
    assert found.title == one_line(title)


def test_a_written_list_is_read_by_the_child_as_well() -> None:
    odd = [
        feed(1),
        OpmlEntry(address="https://a.example/2", title="<b>\"R&D\" '소식' 📰\x00\ufffe"),
    ]
    assert [entry.title for entry in read_opml(write_opml(odd, title="t")).entries] == [
        "소식 1",
        "<b>\"R&D\" '소식' 📰",
    ]
