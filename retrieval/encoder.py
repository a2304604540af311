"""Turns text into vectors: the seam, and the sentence-transformers part behind it."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Maps texts to unit vectors; equal texts give equal vectors.

    ``name`` identifies the weights and the prefixes: vectors of different names are never mixed.
    """

    name: str
    dimensions: int

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Encode stored texts: shape (len(texts), dimensions), rows of length one."""
        ...

    def question(self, text: str) -> Vectors:
        """Encode one question: shape (dimensions,), length one."""
        ...
