"""What was learned from questions with known answers.

Made with ``benchmarks.train``; docs/lab-notes.md says on what ("Sentences").
"""

from typing import Final

#: Weights of ``retrieval.quoting.FEATURES``.
SENTENCE: Final[tuple[float, ...]] = (
    -2.884, 0.263, 2.387, 2.483, 1.21, -0.212, 1.668, 2.533,
    -1.079, 2.989, 6.473, 0.08, 1.243, 2.627, 1.375, -0.254,
    -0.393,
)  # fmt: skip
#: Weights of ``retrieval.declining.FEATURES``, and the bias.
ANSWERED: Final[tuple[float, ...]] = (
    0.638, 0.142, 0.786, 0.621, -0.802, -1.906, -1.109, 1.465,
    -2.038, -1.678, -1.627, -2.068,
)  # fmt: skip
#: The same while there are no vectors.
ANSWERED_BY_WORDS: Final[tuple[float, ...]] = (
    0.78, 0.258, 0, 0.571, -0.84, -1.895, -1.236, 1.472,
    -1.943, -1.679, -1.697, -0.669,
)  # fmt: skip
#: The encoder whose cosines the weights were fitted with: the beginning of its name.
CALIBRATED_FOR: Final = "multilingual-e5-small"
