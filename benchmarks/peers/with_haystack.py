"""Haystack with the parts of its tutorial on hybrid retrieval.

Splitter, embedder, document store in memory, and two retrievers, by vectors and by BM25, joined by
reciprocal ranks.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch

# The libraries of the dependency group `peers` are not where types are checked.
from haystack import Document, Pipeline
from haystack.components.joiners import DocumentJoiner
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.retrievers.in_memory import (
    InMemoryBM25Retriever,
    InMemoryEmbeddingRetriever,
)
from haystack.document_stores.in_memory import (
    InMemoryDocumentStore,
)
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)

from benchmarks.peers.engine import DEPTH, PASSAGE_PREFIX, QUESTION_PREFIX, Ask, Found


def pieces(articles: Sequence[Path], *, words: int) -> list[Any]:
    """Cut the files into Haystack documents of so many words, each with its ``file``."""
    splitter = DocumentSplitter(split_by="word", split_length=words)
    documents = [
        Document(content=path.read_text(encoding="utf-8"), meta={"file": path.name})
        for path in articles
    ]
    split: list[Any] = splitter.run(documents=documents)["documents"]
    return split


class Haystack:
    """An ``Engine`` in memory."""

    def __init__(self, *, model: Path, words: int) -> None:
        self._words = words
        self._store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        options = {
            "model": str(model),
            "model_kwargs": {"dtype": torch.float32},  # as the hub's model is; ours lies in float16
            "progress_bar": False,
        }
        self._embedder = SentenceTransformersDocumentEmbedder(prefix=PASSAGE_PREFIX, **options)
        self._asked = SentenceTransformersTextEmbedder(prefix=QUESTION_PREFIX, **options)
        self._embedder.warm_up()
        self._asked.warm_up()

    def take_in(self, articles: Sequence[Path]) -> int:
        """Split, encode and write."""
        documents = self._embedder.run(documents=pieces(articles, words=self._words))["documents"]
        written: int = self._store.write_documents(documents)
        return written

    def ways(self) -> Mapping[str, Ask]:
        """Search by vectors alone, or by both."""
        dense, hybrid = Pipeline(), Pipeline()
        for pipeline in (dense, hybrid):
            pipeline.add_component("meaning", InMemoryEmbeddingRetriever(self._store, top_k=DEPTH))
        hybrid.add_component("words", InMemoryBM25Retriever(self._store, top_k=DEPTH))
        hybrid.add_component(
            "joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=DEPTH)
        )
        hybrid.connect("meaning", "joiner")
        hybrid.connect("words", "joiner")
        return {
            "dense": lambda text: self._found(dense, "meaning", text, {}),
            "hybrid": lambda text: self._found(hybrid, "joiner", text, {"words": {"query": text}}),
        }

    def _found(self, pipeline: Any, last: str, text: str, more: Mapping[str, Any]) -> Found:
        vector = self._asked.run(text=text)["embedding"]
        documents = pipeline.run({"meaning": {"query_embedding": vector}, **more})[last][
            "documents"
        ]
        return Found(
            files=tuple(one.meta["file"] for one in documents),
            pieces=tuple(one.content for one in documents),
        )
