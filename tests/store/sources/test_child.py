"""What the parsers of the child process give, called as functions."""

import pytest

from store.sources import child


def entry(markup: str) -> child.Entry:
    (found,) = child.feed(markup)["entries"]
    return found


def test_values_are_given_as_they_were_written() -> None:
    found = entry(
        "<rss version='2.0'><channel><item><title> A &amp;amp; B </title>"
        "<pubDate>2025.02.05 15:10</pubDate><link>/1</link></item></channel></rss>"
    )
    assert found == {
        "title": "A &amp; B",
        "published": "2025.02.05 15:10",
        "link": "/1",
    }


def test_dublin_core_dates_count_as_changes() -> None:
    found = entry(
        "<rss xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><item><title>t</title>"
        "<dc:date>2025-02-05</dc:date></item></channel></rss>"
    )
    assert found["updated"] == "2025-02-05"
    assert "published" not in found


def test_links_within_a_text_stay_as_they_are() -> None:
    found = entry(
        "<rss><channel><item><description>&lt;a href='/1' onclick='x'&gt;a&lt;/a&gt;"
        "</description></item></channel></rss>"
    )
    assert found["html"] == "<a href='/1' onclick='x'>a</a>"


def test_titles_of_images_and_media_are_not_the_title() -> None:
    found = entry(
        "<rss xmlns:media='http://search.yahoo.com/mrss/'><channel><item><title>제목</title>"
        "<media:content url='a.jpg'><media:title>사진</media:title></media:content>"
        "<image><title>로고</title><url>b.png</url></image></item></channel></rss>"
    )
    assert found["title"] == "제목"


def test_a_feed_without_entries_is_empty_but_a_damaged_one_is_an_error() -> None:
    assert child.feed("<rss><channel><title>t</title></channel></rss>") == {"title": "t"}
    with pytest.raises(ValueError, match="before its first entry"):
        child.feed("<rss><channel><title>t")


def test_a_sitemap_is_read_whatever_its_namespaces_are_called() -> None:
    found = child.sitemap(
        "<S:urlset xmlns:S='urn:x' xmlns:n='urn:y'><S:url><S:loc>https://a.example/1</S:loc>"
        "<n:news><n:title>t</n:title></n:news></S:url></S:urlset>"
    )
    assert found == {"entries": [{"link": "https://a.example/1", "title": "t"}]}


def test_a_sitemap_reads_no_file_and_expands_nothing() -> None:
    found = child.sitemap(
        "<!DOCTYPE urlset [<!ENTITY f SYSTEM 'file:///etc/hosts'><!ENTITY a 'aaa'>]>"
        "<urlset><url><loc>https://a.example/&f;&a;</loc></url></urlset>"
    )
    assert found == {"entries": [{"link": "https://a.example/"}]}


def test_a_sitemap_nested_too_deeply_is_read_as_far_as_it_can_be() -> None:
    page = "<url><loc>https://a.example/1</loc></url>"
    found = child.sitemap(f"<urlset>{page}{'<url>' * 5000}</urlset>")
    assert found["entries"][0] == {"link": "https://a.example/1"}


def test_outlines_come_with_their_lines_and_attributes_in_lower_case() -> None:
    found = child.opml(
        "<opml>\n<body>\n<outline XMLURL='https://a.example' Text='t'/></body></opml>"
    )
    assert found["outlines"] == [
        {"line": 3, "attributes": {"xmlurl": "https://a.example", "text": "t"}}
    ]
    assert found["faults"] == []
