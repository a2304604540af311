"""What ``store.extract`` reads in the samples against what a careful reader says of them."""

import json
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from store.article import Extracted
from store.extract.article import extract

ROOT = Path(__file__).resolve().parents[2]
EXPECTED: list[dict[str, Any]] = json.loads(
    (ROOT / "benchmarks" / "samples" / "expected.json").read_text(encoding="utf-8")
)
FIELDS = ("title", "publisher", "author", "published", "language")
#: Fields of all samples that may stay unknown; a wrong one is never allowed.
MAX_UNKNOWN = 2


def extracted(row: dict[str, Any]) -> Extracted:
    if "archive" in row:
        with zipfile.ZipFile(ROOT / "samples" / row["archive"]) as archive:
            data = archive.read(row["file"])
    else:
        data = (ROOT / "samples" / row["file"]).read_bytes()
    article = extract(data, row["file"])
    assert isinstance(article, Extracted), article
    return article


def said(article: Extracted, field: str) -> str | datetime | None:
    value = getattr(article, field)
    return claim(field, value.iso if field == "published" and value else value)


def claim(field: str, value: str | None) -> str | datetime | None:
    """Give the value so that equal claims are equal: white space aside, times as instants."""
    if value is None:
        return None
    timed = field == "published" and "T" in value
    return datetime.fromisoformat(value) if timed else squeezed(value)


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: row["file"])
def test_what_is_said_of_a_sample_is_right_or_unknown(row: dict[str, Any]) -> None:
    article = extracted(row)
    for field in FIELDS:
        assert said(article, field) in (None, claim(field, row[field])), field


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: row["file"])
def test_the_body_begins_and_ends_where_the_article_does(row: dict[str, Any]) -> None:
    text = squeezed("".join(extracted(row).paragraphs))
    assert text.startswith(squeezed(row["first"]))
    assert text.endswith(squeezed(row["last"]))
    assert squeezed(row["not_in_body"]) not in text


def test_hardly_anything_that_the_samples_show_stays_unknown() -> None:
    unknown = [
        (row["file"], field)
        for row in EXPECTED
        for field in FIELDS
        if row[field] is not None and said(extracted(row), field) is None
    ]
    assert len(unknown) <= MAX_UNKNOWN, unknown
