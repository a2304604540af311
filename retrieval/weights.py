"""What was learned from questions with known answers.

Made by ``python -m benchmarks.train``: docs/lab-notes.md says on what.
"""

from typing import Final

#: Weights of ``retrieval.quoting.FEATURES``.
SENTENCE: Final[tuple[float, ...]] = (
    1.462, 1.747, 1.749, -1.357, 3.122, 0.0, -1.286, 1.12, 3.483, 1.487, 0.91, 1.172, -0.123, -0.03
)  # fmt: skip
#: Weights of ``retrieval.declining.FEATURES``, and the bias.
ANSWERED: Final[tuple[float, ...]] = (3.11, 2.26, 2.53, 1.77, -9.5)
#: The same while there are no vectors.
ANSWERED_BY_WORDS: Final[tuple[float, ...]] = (5.0, 3.0, 0.0, 1.624, -6.399)
#: The encoder whose cosines the weights were fitted with: the beginning of its name.
CALIBRATED_FOR: Final = "multilingual-e5-small"
