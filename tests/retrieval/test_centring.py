"""What questions and passages of one language share is left out of their cosines."""

from importlib import resources

import numpy as np
import pytest
from numpy.typing import NDArray

from retrieval.centring import centred, closeness
from retrieval.question import Language

_ROWS = np.load(str(resources.files("retrieval") / "centres.npy")).astype(np.float32)
_PLACES: dict[Language, int] = {"ko": 0, "en": 1, "ja": 2, "zh": 3}


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    found: NDArray[np.float32] = (vector / np.linalg.norm(vector)).astype(np.float32)
    return found


def _noise(seed: int, *, length: float = 0.3) -> NDArray[np.float32]:
    drawn = np.random.default_rng(seed).standard_normal(_ROWS.shape[1]).astype(np.float32)
    return _unit(drawn) * np.float32(length)


def _passage(language: Language, seed: int) -> NDArray[np.float32]:
    return _unit(_ROWS[_PLACES[language]] + _ROWS[-1] + _noise(seed))


def _question(language: Language, seed: int) -> NDArray[np.float32]:
    return _unit(_ROWS[_PLACES[language]] + _noise(seed))


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_the_passage_on_the_same_topic_is_closest_across_languages(language: Language) -> None:
    passages = {seed: _passage("ko", seed) for seed in range(1, 30)}
    vector = centred(_question(language, 7), language)
    found = closeness(
        vector, language, lambda one: {key: float(row @ one) for key, row in passages.items()}
    )
    assert max(found, key=found.__getitem__) == 7
    assert found.keys() == passages.keys()


def test_closeness_is_the_cosine_of_what_is_left_of_both() -> None:
    passage = _passage("ko", 3)
    vector = centred(_question("en", 4), "en")
    left = _unit(passage - _ROWS[0] - _ROWS[-1])
    found = closeness(vector, "en", lambda one: {1: float(passage @ one)})
    assert found[1] == pytest.approx(float(left @ vector), abs=1e-4)
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-5)


def test_passages_in_the_language_of_the_question_are_left_out() -> None:
    passages = {1: _passage("en", 5), 2: _passage("ja", 5)}
    found = closeness(
        centred(_question("en", 5), "en"),
        "en",
        lambda one: {key: float(row @ one) for key, row in passages.items()},
    )
    assert found.keys() == {2}
