"""What was learned from questions with known answers.

Made with ``benchmarks.train``; docs/lab-notes.md says on what ("Sentences").
"""

from typing import Final

#: Weights of ``retrieval.candidates.FEATURES``.
SENTENCE: Final[tuple[float, ...]] = (
    -3.277, 1.243, 2.515, 2.833, 1.612, -0.822, 1.307, 2.679,
    -1.197, 2.542, 3.895, 0.86, 0.42, 1.805, 1.393, -0.022,
    -0.315, -2.628, 0.396,
)  # fmt: skip
#: Weights of ``retrieval.declining.FEATURES``, and the bias.
ANSWERED: Final[tuple[float, ...]] = (
    1.252, 0.992, 1.231, 1.295, -1.39, -1.492, -1.434, 1.829,
    -3.124, -2.289, -0.853, -4.637,
)  # fmt: skip
#: The same while there are no vectors.
ANSWERED_BY_WORDS: Final[tuple[float, ...]] = (
    1.416, 1.286, 0, 1.239, -1.622, -1.414, -1.667, 1.848,
    -2.97, -2.377, -0.892, -2.542,
)  # fmt: skip
#: The same for questions in other languages on articles in theirs, of whose terms none is a key:
#: the first four features as they were fitted alone, on Korean questions too, and moved so that
#: what was the threshold then (.34) is that of today.
ANSWERED_OTHER: Final[tuple[float, ...]] = (3.919, 1.94, 3.169, 2.192, *(0.0,) * 7, -10.517)
ANSWERED_OTHER_BY_WORDS: Final[tuple[float, ...]] = (
    5.76, 2.822, 0.0, 1.413, *(0.0,) * 7, -5.904,
)  # fmt: skip
#: The encoder whose cosines the weights were fitted with: the beginning of its name.
CALIBRATED_FOR: Final = "multilingual-e5-small"
