"""What a reply looks like in Telegram's HTML."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram.html import MAX_BYTES, MAX_ENTITIES, MAX_UNITS, html_parts
from bot.reply import Line, Span
from tests.telegram_server.html import parse_html, utf16_length

HOSTILE = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="<>&\"'/= \nab;#x1가😀\ud83d\x00\u200b", max_size=60),
    st.sampled_from(["</b>", "<a href='x'>", "&lt;", "&amp;amp;", "]]>", "<!--", "&#x0;"]),
)
URLS = st.one_of(
    st.none(),
    HOSTILE,
    st.sampled_from(
        [
            "https://news.example.com/기사?a=1&b=\"'<>",
            "javascript:alert(1)",
            "tg://user?id=1",
            "http://[::1",
            "HTTPS://news.example.com/" + "가" * 1_900,
        ]
    ),
)
SPANS = st.builds(Span, HOSTILE, bold=st.booleans(), url=URLS)
LONG = st.builds(
    lambda text, times, bold: Span(text * times, bold=bold),
    st.sampled_from(["가", "word ", "😀", "&", '<"', "줄\n", "\n"]),
    st.integers(min_value=1, max_value=6_000),
    st.booleans(),
)
LINES = st.lists(
    st.builds(lambda spans: Line(tuple(spans)), st.lists(SPANS | LONG, max_size=4)), max_size=6
)


def shown(lines: list[Line]) -> str:
    """The text of ``lines`` that Telegram can carry, without white space."""
    text = "\n".join("".join(span.text for span in line.spans) for line in lines)
    return "".join(re.sub("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]", "", text).split())


@settings(deadline=None, max_examples=100)
@given(LINES)
def test_every_part_is_taken_and_no_text_is_lost(lines: list[Line]) -> None:
    parts = [parse_html(part) for part in html_parts(lines)]

    for text, entities in parts:
        assert text == text.strip() != ""
        assert utf16_length(text) <= MAX_UNITS
        assert len(entities) <= MAX_ENTITIES
        assert all(entity.url is None or entity.type == "text_link" for entity in entities)
    whole = "".join("".join(text.split()) for text, _ in parts)
    assert whole.replace("\u200b", "") == shown(lines).replace("\u200b", "")


def test_a_message_holds_a_hundred_links_at_most() -> None:
    links = [Line.of(Span("가", url=f"https://news.example.com/{n}")) for n in range(250)]

    assert [part.count("<a ") for part in html_parts(links)] == [100, 100, 50]


def test_long_addresses_do_not_make_a_message_too_big() -> None:
    links = [Line.of(Span("가", url=f"https://a.example/{n}?" + "&" * 1_900)) for n in range(20)]

    parts = html_parts(links)

    assert sum(part.count("<a ") for part in parts) == 20
    assert max(len(part.encode()) for part in parts) <= MAX_BYTES


def test_bold_and_links_become_entities() -> None:
    lines = [
        Line.of(Span("소식 & 😀", bold=True), " · ", Span("A<B", url="https://a.example/?x=1&y"))
    ]

    (part,) = html_parts(lines)

    text, (bold, link) = parse_html(part)
    assert text == "소식 & 😀 · A<B"
    assert (bold.type, bold.offset, bold.length) == ("bold", 0, 7)
    assert (link.type, link.offset, link.length) == ("text_link", 10, 3)
    assert link.url == "https://a.example/?x=1&y"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "tg://user?id=1",
        "ftp://files.example.com/",
        "https://",
        "//news.example.com/",
        "https://news.example.com/a b",
        "https://news.example.com/\n",
        "http://[::1",
        "https://news.example.com/" + "a" * 2_000,
    ],
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert html_parts([Line.of(Span("원문", url=url))]) == ("원문",)


def test_a_long_reply_is_cut_at_line_borders() -> None:
    lines = [Line.of("가" * 1_000) for _ in range(5)]

    assert [len(part) for part in html_parts(lines)] == [4_003, 1_000]


def test_a_long_line_is_cut_at_a_space_and_keeps_its_mark() -> None:
    words = " ".join(["뉴스데스크"] * 1_000)

    parts = html_parts([Line.of(Span(words, bold=True))])

    assert all(part.startswith("<b>뉴") and part.endswith("크</b>") for part in parts)


def test_a_long_word_is_never_cut_within_a_character() -> None:
    parts = html_parts([Line.of("a" + "😀" * 4_000)])

    assert [utf16_length(part) for part in parts] == [4_095, 3_906]


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b", "\x00\ud800"])
def test_nothing_visible_gives_no_message(text: str) -> None:
    assert html_parts([Line.of(text), Line()]) == ()
