"""What was learned from questions with known answers.

Made with ``benchmarks.train``; docs/lab-notes.md says on what ("Sentences").
"""

from typing import Final

#: Weights of ``retrieval.candidates.FEATURES``.
SENTENCE: Final[tuple[float, ...]] = (
    -3.122, 0.829, 3.082, 2.907, 1.525, -0.731, 1.342, 3.035,
    -0.81, 2.506, 3.881, 0.846, 0.865, 2.199, 1.301, 0.079,
    -0.455,
)  # fmt: skip
#: Weights of ``retrieval.declining.FEATURES``, and the bias.
ANSWERED: Final[tuple[float, ...]] = (
    0.991, 0.494, 1.387, 1.403, -1.173, -1.557, -1.148, 1.739,
    -1.641, -2.549, -1.242, -4.429,
)  # fmt: skip
#: The same while there are no vectors.
ANSWERED_BY_WORDS: Final[tuple[float, ...]] = (
    1.15, 0.8, 0, 1.349, -1.454, -1.485, -1.446, 1.747,
    -1.474, -2.566, -1.253, -2.025,
)  # fmt: skip
#: The encoder whose cosines the weights were fitted with: the beginning of its name.
CALIBRATED_FOR: Final = "multilingual-e5-small"
