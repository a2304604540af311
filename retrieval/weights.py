"""What was learned from questions with known answers.

Made with ``benchmarks.train``; docs/lab-notes.md says on what ("Sentences").
"""

from typing import Final

#: Weights of ``retrieval.candidates.FEATURES``.
SENTENCE: Final[tuple[float, ...]] = (
    -3.122, 0.829, 3.082, 2.907, 1.525, -0.731, 1.342, 3.035,
    -0.81, 2.506, 3.881, 0.846, 0.865, 2.199, 1.301, 0.079,
    -0.455, -1.5,
)  # fmt: skip
#: Weights of ``retrieval.declining.FEATURES``, and the bias.
ANSWERED: Final[tuple[float, ...]] = (
    0.974, 0.454, 1.443, 1.43, -1.248, -1.587, -1.037, 1.782,
    -1.692, -1.525, -1.259, -4.515,
)  # fmt: skip
#: The same while there are no vectors.
ANSWERED_BY_WORDS: Final[tuple[float, ...]] = (
    1.153, 0.771, 0, 1.373, -1.539, -1.512, -1.364, 1.753,
    -1.534, -1.562, -1.268, -1.995,
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
