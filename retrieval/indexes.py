"""Opens the current generation of each search index, for whoever reads."""

from pathlib import Path

from retrieval.vectors import VectorIndex
from retrieval.words import WordIndex
from store.backlog import Backlog, IndexName


def folder_of(indexes: Path, index: IndexName, generation: int) -> Path:
    """Return the folder of one generation of an index."""
    return indexes / f"{index}-{generation}"


class Indexes:
    """The search indexes below ``folder`` as they stand now; another process may write them."""

    def __init__(self, folder: Path, *, backlog: Backlog) -> None:
        self._folder = folder
        self._backlog = backlog
        self._words: tuple[int, WordIndex] | None = None
        self._vectors: tuple[int, VectorIndex] | None = None

    def waiting(self) -> int:
        """Return how many articles wait for the word index."""
        return self._backlog.waiting().articles

    def words(self) -> WordIndex | None:
        """Return the word index; None while nothing has been indexed.

        Raises IndexDamagedError when it should be there and cannot be read.
        """
        current = self._backlog.generation("words")
        if current is None:
            return None
        generation = current[0]
        if self._words is None or self._words[0] != generation:
            folder = folder_of(self._folder, "words", generation)
            if not self._backlog.holds("words"):
                return None  # begun, and nothing committed yet
            self._words = generation, WordIndex(folder)
        return self._words[1]

    def vectors(self, *, encoder: str) -> VectorIndex | None:
        """Return the vectors made by ``encoder``; None while there are none of it.

        Raises IndexDamagedError when they should be there and cannot be read.
        """
        current = self._backlog.generation("vectors")
        if current is None or current[1] != encoder:
            return None
        generation = current[0]
        if self._vectors is None or self._vectors[0] != generation:
            folder = folder_of(self._folder, "vectors", generation)
            if not self._backlog.holds("vectors"):
                return None
            self._vectors = generation, VectorIndex(folder)
        return self._vectors[1]
