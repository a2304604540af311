"""Markdown in a file that is called text."""

import pytest

from store.article import Extracted
from store.extract.article import extract
from store.extract.markdown import looks_like_markdown
from tests.store.extract.news import LAST, LEAD, QUOTE, TITLE

DOCUMENT = f"# {TITLE}\n\n**{LEAD}**\n\n## 언제부터\n\n{QUOTE}\n\n## 누가 내나\n\n{LAST}\n"


def test_headings_and_emphasis_make_a_text_markdown() -> None:
    found = extract(DOCUMENT.encode(), "page.txt")
    assert isinstance(found, Extracted)
    assert found.title == TITLE
    assert found.paragraphs == (LEAD, "언제부터", QUOTE, "누가 내나", LAST)


@pytest.mark.parametrize("name", ["page.txt", "page.md"])
def test_a_linked_source_gives_outlet_and_address(name: str) -> None:
    source = "> 출처: [나래일보](https://narae.example/news/7)"
    found = extract(DOCUMENT.replace("\n\n", f"\n\n{source}\n\n", 1).encode(), name)
    assert isinstance(found, Extracted)
    assert (found.publisher, found.url) == ("나래일보", "https://narae.example/news/7")
    assert found.paragraphs[0] == LEAD


@pytest.mark.parametrize("text", [DOCUMENT, f"**가람시**가 알렸다.\n{LEAD}\n오늘 **학교**에서.\n"])
def test_two_marked_lines_are_enough(text: str) -> None:
    assert looks_like_markdown(text)


@pytest.mark.parametrize(
    "text",
    [
        f"{TITLE}\n김**씨와 이**씨가 말했다.\n박**씨와 최**씨는 듣기만 했다.\n{LEAD}",
        f"# {TITLE}\n{LEAD}",
        f"{TITLE}\n{LEAD}\n#가람시 #학교\n#교실\n#공기",
        f"{TITLE}\n** 알림 **\n{LEAD}\n***\n* * *\n****",
    ],
)
def test_hidden_names_hashtags_and_stars_are_no_markdown(text: str) -> None:
    assert not looks_like_markdown(text)
