"""What a careful reader says of five real captures; and clean articles come through whole."""

import json
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest

from store.article import Extracted
from store.extract.article import extract
from tests.conftest import SHARED


def squeezed(text: str) -> str:
    return "".join(text.split())


def read(path: Path) -> Extracted:
    found = extract(path.read_bytes(), path.name)
    assert isinstance(found, Extracted)
    return found


@pytest.mark.parametrize("number", range(5))
def test_a_capture_is_read_as_a_careful_reader_does(captures: Path, number: int) -> None:
    gold: dict[str, Any] = json.loads((captures / "gold.json").read_text())[number]
    found = read(captures / gold["file"])
    assert {squeezed(paragraph) for paragraph in found.paragraphs} == {
        squeezed(paragraph) for paragraph in gold["paragraphs"] + gold["headings"]
    }
    assert found.title == gold["title"]
    assert found.publisher == gold["publisher"]
    assert found.author == gold["author"]
    assert (found.published and found.published.iso) == gold["published"]
    assert list(found.captions) == gold["captions"]
    assert found.language == gold["lang"]


def test_a_capture_without_a_date_gets_bounds_only_where_its_text_gives_them(
    captures: Path,
) -> None:
    for gold in json.loads((captures / "gold.json").read_text()):
        inferred = read(captures / gold["file"]).inferred
        best = inferred.best.isoformat() if inferred and inferred.best else None
        assert best in (None, gold.get("published_inferred"))


@pytest.mark.parametrize("folder", ["news-ko", "korquad-ko"])
def test_a_clean_article_comes_through_whole(folder: str) -> None:
    files = sorted((SHARED / "eval" / folder / "articles").glob("*.txt"))
    if not files:
        pytest.skip("the articles for development (../shared/eval) are not here")
    for path in files:
        found = read(path)
        title, body = path.read_text().split("\n", 1)
        assert found.title == title.strip(), path.name
        kept = len(squeezed("".join(found.paragraphs)))
        assert kept >= 0.99 * len(squeezed(normalize("NFC", body))), path.name
        assert found.published is None, path.name
