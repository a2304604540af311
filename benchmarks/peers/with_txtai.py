"""txtai with its hybrid index (vectors and BM25) and stored content, as its documentation has it.

It leaves splitting to its user; here it is given the pieces of Haystack's splitter.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import torch

# The libraries of the dependency group `peers` are not where types are checked.
from txtai import Embeddings

from benchmarks.peers.engine import DEPTH, PASSAGE_PREFIX, QUESTION_PREFIX, Ask, Found
from benchmarks.peers.with_haystack import pieces


class Txtai:
    """An ``Engine``: vectors in faiss, content in SQLite."""

    def __init__(self, *, model: Path, words: int) -> None:
        self._words = words
        self._embeddings = Embeddings(
            path=str(model),
            content=True,
            hybrid=True,
            instructions={"query": QUESTION_PREFIX, "data": PASSAGE_PREFIX},
            vectors={"dtype": torch.float32},  # as the hub's model is; ours lies in float16
        )

    def take_in(self, articles: Sequence[Path]) -> int:
        """Split and index."""
        documents = pieces(articles, words=self._words)
        self._embeddings.index(
            (f"{document.meta['file']}#{i}", document.content, None)
            for i, document in enumerate(documents)
        )
        return len(documents)

    def ways(self) -> Mapping[str, Ask]:
        """Search by vectors alone, or by both as a hybrid index does unasked."""
        return {"dense": partial(self._found, weights=1.0), "hybrid": partial(self._found)}

    def _found(self, text: str, *, weights: float | None = None) -> Found:
        rows = self._embeddings.search(text, limit=DEPTH, weights=weights)
        return Found(
            files=tuple(row["id"].rpartition("#")[0] for row in rows),
            pieces=tuple(row["text"] for row in rows),
        )
