"""What was learned from questions with known answers.

Made with ``benchmarks.train``; docs/lab-notes.md says on what ("Sentences").
"""

from typing import Final

#: Weights of ``retrieval.quoting.FEATURES``.
SENTENCE: Final[tuple[float, ...]] = (
    -0.283, 1.887, 1.836, 1.22, 1.896, -0.792, 0.967, 3.372,
    -1.868, 1.688, 3.448, 1.13, 0.911, 0.887, 0.642, -0.748,
)  # fmt: skip
#: Weights of ``retrieval.declining.FEATURES``, and the bias.
ANSWERED: Final[tuple[float, ...]] = (3.919, 1.94, 3.169, 2.192, -11.18)
#: The same while there are no vectors.
ANSWERED_BY_WORDS: Final[tuple[float, ...]] = (5.76, 2.822, 0.0, 1.413, -6.567)
#: The encoder whose cosines the weights were fitted with: the beginning of its name.
CALIBRATED_FOR: Final = "multilingual-e5-small"
