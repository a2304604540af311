"""A working encoder that needs no model: texts that share letters lie near one another."""

import zlib
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from retrieval.encoder import Vectors


class LetterEncoder:
    """Counts pairs of neighbouring letters, hashed into ``dimensions`` places."""

    name = "letters"
    dimensions = 64

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Encode stored texts: shape (len(texts), dimensions), rows of length one."""
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        for i, text in enumerate(texts):
            for pair in pairwise(f" {text.casefold()} "):
                code = zlib.crc32("".join(pair).encode(errors="surrogatepass"))
                vectors[i, code % self.dimensions] += 1
        unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit

    def question(self, text: str) -> Vectors:
        """Encode one question: shape (dimensions,), length one."""
        vector: Vectors = self.passages([text])[0]
        return vector
