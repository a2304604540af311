"""What every program compared does here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

#: What e5 models want before a question and before a passage.
QUESTION_PREFIX: Final = "query: "
PASSAGE_PREFIX: Final = "passage: "
#: Pieces returned: Haystack's own limit.
DEPTH: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one question brought, best first: the file and the text of each piece."""

    files: tuple[str, ...]
    pieces: tuple[str, ...]


Ask = Callable[[str], Found]


class Engine(Protocol):
    """A program with its models loaded and nothing stored."""

    def take_in(self, articles: Sequence[Path]) -> int:
        """Store the article files and index them by words and vectors; return how many vectors."""
        ...

    def ways(self) -> Mapping[str, Ask]:
        """Return its ways of finding, each by its name."""
        ...
