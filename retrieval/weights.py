"""What was learned from questions with known answers.

Made by ``python -m benchmarks.train``: docs/lab-notes.md says on what.
"""

from typing import Final

#: Weights of ``retrieval.quoting.FEATURES``.
SENTENCE: Final[tuple[float, ...]] = (
    1.462, 1.747, 1.749, -1.357, 3.122, -1.286, 1.12, 3.483, 1.487, 0.91, 1.172, -0.123, -0.03
)  # fmt: skip
#: Weights of ``retrieval.declining.FEATURES``, and the bias.
ANSWERED: Final[tuple[float, ...]] = (5.666, 3.054, 2.274, -10.816)
#: The same while there are no vectors.
ANSWERED_BY_WORDS: Final[tuple[float, ...]] = (8.274, 0.0, 1.624, -6.399)
#: The encoder whose cosines the weights were fitted with: the beginning of its name.
CALIBRATED_FOR: Final = "multilingual-e5-small"
