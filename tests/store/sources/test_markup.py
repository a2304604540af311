"""What the first tags of an answer tell, what is mended, and which feeds a page names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.sources.markup import absolute, document, feed_links, mended, sniff, unbroken


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        ("<rss version='2.0'/>", "feed"),
        ("\ufeff\n<?xml version='1.0'?>\n<!-- <html> --><feed xmlns='x'></feed>", "feed"),
        ("<rdf:RDF xmlns:rdf='x'></rdf:RDF>", "feed"),
        ("<a:feed xmlns:a='x'></a:feed>", "feed"),
        ("<b>Notice</b>: x\n<?xml version='1.0'?><rss>", "feed"),
        ("<?xml version='1.0'?><?xml-stylesheet href='a.xsl'?><urlset>", "sitemap"),
        ("<sitemapindex xmlns='x'>", "sitemap"),
        ("<!DOCTYPE html>\n<title>a</title>", "html"),
        ("<HTML><HEAD>", "html"),
        ("<html><body>&lt;rss&gt; <rss>", "html"),
        ("<div class='a'>본문</div>", "html"),
        ("<opml version='2.0'>", "other"),
        ("<svg></svg>", "other"),
        ("본문이다.", "other"),
        ("{}", "other"),
        ("", "other"),
    ],
)
def test_the_first_known_tag_tells_what_an_address_serves(markup: str, kind: str) -> None:
    assert sniff(markup.encode()) == kind
    assert sniff(markup.encode("utf-16")) == (kind if markup else "other")


def test_binary_data_is_something_else() -> None:
    assert sniff(b"%PDF-1.4 <html>") == "other"


def test_what_stands_before_the_root_goes_and_lines_are_still_counted() -> None:
    kind, markup = document('<?xml version="1.0" encoding="euc-kr"?>\n<!-- a -->\n<rss>\n</rss>')
    assert kind == "feed"
    assert markup == '<?xml version="1.0" encoding="utf-8"?>\n\n<rss>\n</rss>'


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<a>&nbsp;&hellip;</a>", "<a>\xa0…</a>"),
        ("<a>R&D & b &unknown; &amp; &lt;</a>", "<a>R&amp;D &amp; b &amp;unknown; &amp; &lt;</a>"),
        ("<a href='?a=1&b=2'/>", "<a href='?a=1&amp;b=2'/>"),
        ("&#65;&#x41;&#0;&#xD800;&#x110000;&#99999999999;", "&#65;&#x41;&amp;#99999999999;"),
        ("<![CDATA[a & b &nbsp;]]>&", "<![CDATA[a & b &nbsp;]]>&amp;"),
        ("<!-- a & b -->", "<!-- a & b -->"),
        ("<![CDATA[a & b", "<![CDATA[a & b"),
        ("&LT;&QUOT;", "&lt;&quot;"),
    ],
)  # fmt: skip
def test_what_xml_forbids_is_mended_outside_cdata(written: str, read: str) -> None:
    assert mended(written) == read


@given(st.text())
def test_what_is_mended_needs_no_more_mending(text: str) -> None:
    assert mended(mended(text)) == mended(text)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<rss><item>a</item><item>b", "<rss><item>a</item>"),
        ("<rss><item>a</item><item", "<rss><item>a</item><item"),
        ("<rss><item>a</item><item/>", "<rss><item>a</item><item/>"),
        ("<rss><item>a</item></rss>\n<script>", "<rss><item>a</item></rss>"),
        ("<rss><items/><item>a</item><items>", "<rss><items/><item>a</item><items>"),
        ("<a:feed><a:entry>b</a:ent", "<a:feed>"),
    ],
)
def test_an_entry_that_the_end_cuts_off_goes(written: str, read: str) -> None:
    assert unbroken(written, "item", "entry") == read


@pytest.mark.parametrize(
    "part",
    ["<!--", "<![CDATA[", "<?", "<!DOCTYPE ", "&#1", "&a", "<item ", "<link ", "<a:", "</rss "],
)
def test_tags_that_never_end_are_read_to_the_end(part: str) -> None:
    kind, markup = document(f"<rss>{part * 100_000}")
    assert kind == "feed"
    assert len(markup) > len(part) * 100_000 // 2 or part == "<item "
    assert feed_links((part * 50_000).encode(), "https://a.example") == ()


@pytest.mark.parametrize(
    ("address", "bases", "url"),
    [
        ("b", ("https://a.example/x/",), "https://a.example/x/b"),
        ("b", ("/y/", "https://a.example/x/"), "https://a.example/y/b"),
        ("b", (None, "https://a.example/x/"), "https://a.example/x/b"),
        ("https://a.example/?#", (), "https://a.example/?#"),
        (" https://a.example/\n1 ", (), "https://a.example/1"),
        ("b", (), None),
        ("", ("https://a.example",), None),
        ("javascript:x", ("https://a.example",), None),
        ("https://[::1", (), None),
        ("https://a.example/\x07", (), None),
        ("https://a.example/" + "a" * 9000, (), None),
    ],
)
def test_addresses_are_resolved_and_lead_to_the_web(
    address: str, bases: tuple[str | None, ...], url: str | None
) -> None:
    assert absolute(address, *bases) == url


def test_the_feeds_that_a_page_names_are_found() -> None:
    page = """<html><head><base href="/ko/"><!-- <link rel="alternate"
      type="application/rss+xml" href="/commented"> -->
      <link rel="alternate" type="application/rss+xml" title="a &amp; b" href="rss.xml?a=1&amp;b=2">
      <LINK HREF='https://b.example/atom' TYPE='application/atom+xml; a=b' REL='Alternate'/>
      <link rel=alternate type=application/rss+xml href=/bare>
      <link rel="alternate" hreflang="en" href="/en">
      <link rel="stylesheet" type="application/rss+xml" href="/style">
      <link rel="alternate" type="application/rss+xml" href="javascript:x">
      <link rel="alternate" type="application/rss+xml" href="rss.xml?a=1&amp;b=2"></head></html>"""
    assert feed_links(page.encode(), "https://a.example/x") == (
        "https://a.example/ko/rss.xml?a=1&b=2",
        "https://b.example/atom",
        "https://a.example/bare",
    )


def test_a_page_without_feeds_names_none() -> None:
    assert feed_links(b"<html></html>", "https://a.example") == ()
    assert feed_links(b"", "https://a.example") == ()
