"""Compares a question with passages in other languages: what a language has in common is left out.

Cosines within a language are higher than between two, and a question in one language is near the
same few passages in another, whatever it asks. Both go when the mean of its language is taken off
each vector (Mu and Viswanath, "All-but-the-Top", 2018, for the vectors of words).
"""

from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray

from retrieval.encoder import Vectors
from retrieval.question import Language

#: The languages of the first rows of ``centres.npy``: the means of questions in each. The last row
#: leads from questions to passages. Made by ``benchmarks.centres``.
_LANGUAGES: Final[tuple[Language, ...]] = ("ko", "en", "ja", "zh")


def centred(question: Vectors, language: Language) -> Vectors:
    """Return the vector of a question without what questions in its language share, unit length."""
    left: Vectors = question - _centres()[_LANGUAGES.index(language)]
    return left / np.linalg.norm(left)


def closeness(
    question: Vectors, language: Language, products: Callable[[Vectors], Mapping[int, float]]
) -> dict[int, float]:
    """Return the centred cosine, -1..1, of each passage in another language than ``language``.

    ``question`` is centred. ``products`` gives those of a vector with the vectors, of unit length,
    of the passages; a passage is in the language whose mean is nearest.
    """
    *languages, passages = _centres()
    means = [mean + passages for mean in languages]
    near = [products(mean) for mean in means]
    found = {}
    for passage, product in products(question).items():
        # |p - m|² = 1 - 2pm + m²
        square, at = min(
            (1 - 2 * near[at][passage] + float(mean @ mean), at) for at, mean in enumerate(means)
        )
        if _LANGUAGES[at] != language:
            found[passage] = (product - float(question @ means[at])) / square**0.5
    return found


@cache
def _centres() -> NDArray[np.float32]:
    with (resources.files("retrieval") / "centres.npy").open("rb") as file:
        rows: NDArray[np.float32] = np.load(file, allow_pickle=False).astype(np.float32)
    return rows
