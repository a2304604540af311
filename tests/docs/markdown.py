"""Reads what the tests compare out of the project's documents."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
READMES: Final = ("README.md", "README.ko.md")

_FENCE = re.compile(r"^```[^\n]*\n(.*?)^```", re.DOTALL | re.MULTILINE)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def document(name: str) -> str:
    """Return the text of a document of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """Return what stands below the line ``heading`` (``## Answer``), up to the next heading."""
    found = re.search(
        rf"^{re.escape(heading)}$(.*?)(?=^#|\Z)", _without_blocks(text), re.DOTALL | re.MULTILINE
    )
    assert found, f"no heading {heading!r}"
    return found[1]


def rows(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the cells of the table rows that begin with code or with a link."""
    for line in text.splitlines():
        if line.startswith(("| `", "| [")):
            yield tuple(cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1])


def spans(text: str) -> list[str]:
    """Return the pieces of inline code."""
    return _SPAN.findall(_without_blocks(text))


def blocks(text: str) -> list[str]:
    """Return the contents of the fenced blocks."""
    return _FENCE.findall(text)


def links(text: str) -> list[str]:
    """Return the targets of the links."""
    return _LINK.findall(_without_blocks(text))


def _without_blocks(text: str) -> str:
    return _FENCE.sub("", text)
