"""What was learned from questions with known answers. Made by ``python -m benchmarks.train``."""

from typing import Final

#: Weights of ``retrieval.quoting.FEATURES``.
SENTENCE: Final[tuple[float, ...]] = (0.0,) * 13
#: Weights of ``retrieval.declining.FEATURES``, with a model and without one; the last is the bias.
ANSWERED: Final[tuple[float, ...]] = (7.3, 1.959, 0.0, -7.747)
ANSWERED_BY_WORDS: Final[tuple[float, ...]] = (8.0, 2.0, 0.0, -6.0)
#: The encoder whose cosines the weights were fitted with: the beginning of its name.
CALIBRATED_FOR: Final = "multilingual-e5-small"
