"""Encoding together what waits at the same time: nobody can tell, but by the time it takes."""

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.encoder import Encoder, SentenceEncoder, Vectors
from retrieval.together import AT_ONCE, Together
from tests.fake_encoder import LetterEncoder

PATIENCE_S = 30.0
#: Cosine of a text's vector to that of the same text in a batch, in bfloat16.
SAME = 0.9999


class Gate:
    """Encodes by letters; each batch is noted and waits until the gate is open."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.reached = threading.Event()
        self.batches: list[list[str]] = []
        self._letters = LetterEncoder()

    def encode(self, texts: list[str]) -> Vectors:
        self.batches.append(texts)
        self.reached.set()
        assert self.open.wait(PATIENCE_S)
        if "bad" in texts:
            raise ValueError("bad")
        return self._letters.passages(texts)


@contextmanager
def asked(together: Together, gate: Gate, texts: list[str]) -> Iterator[list["Future[Vectors]"]]:
    """Ask for the first text, then for the others, one after another, while it is encoded."""
    with ThreadPoolExecutor(len(texts)) as pool:
        futures = [pool.submit(together, texts[0])]
        assert gate.reached.wait(PATIENCE_S)
        for text in texts[1:]:
            futures.append(pool.submit(together, text))
            wait_until(lambda: together.waiting() >= len(futures) - 1)
        gate.open.set()
        yield futures


def wait_until(true: Callable[[], bool]) -> None:
    for _ in range(int(PATIENCE_S / 0.001)):
        if true():
            return
        threading.Event().wait(0.001)
    raise TimeoutError


@pytest.fixture(params=["letters", pytest.param("bundled", marks=pytest.mark.model)])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    if request.param == "letters":
        return LetterEncoder()
    bundled: SentenceEncoder = request.getfixturevalue("bundled_encoder")
    return bundled


def test_each_caller_gets_the_vector_that_its_text_has_alone(encoder: Encoder) -> None:
    together = Together(lambda texts: np.stack([encoder.question(one) for one in texts]))
    texts = [f"{number}월 {'물가가 올랐나? ' * (number % 5)}" for number in range(60)]
    with ThreadPoolExecutor(12) as pool:
        for text, vector in zip(texts, pool.map(together, texts), strict=True):
            assert float(vector @ encoder.question(text)) > SAME


@pytest.mark.model
def test_questions_of_many_threads_have_the_vectors_of_one(
    bundled_encoder: SentenceEncoder,
) -> None:
    texts = [f"{number}월에 {'물가가 올랐나? ' * (1 + number % 9)}" for number in range(48)]
    alone = [bundled_encoder.question(text) for text in texts]
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(bundled_encoder.question, texts))
    assert min(float(one @ other) for one, other in zip(alone, found, strict=True)) > SAME


@given(st.lists(st.text(max_size=5), min_size=1, max_size=12), st.integers(1, 5))
def test_whatever_waits_is_encoded_once_in_the_order_it_came(
    texts: list[str], at_once: int
) -> None:
    gate = Gate()
    with asked(Together(gate.encode, at_once=at_once), gate, texts) as futures:
        for text, future in zip(texts, futures, strict=True):
            assert np.array_equal(future.result(PATIENCE_S), LetterEncoder().question(text))
    assert [one for batch in gate.batches for one in batch] == texts
    assert [len(batch) for batch in gate.batches[1:-1]] == [at_once] * len(gate.batches[1:-1])


def test_the_first_waits_for_nobody_and_what_comes_meanwhile_is_one_batch() -> None:
    gate = Gate()
    with asked(Together(gate.encode), gate, ["a", "b", "c", "d"]) as futures:
        for future in futures:
            future.result(PATIENCE_S)
    assert gate.batches == [["a"], ["b", "c", "d"]]


def test_no_batch_is_larger_than_is_worth_it() -> None:
    gate = Gate()
    texts = [str(number) for number in range(2 * AT_ONCE)]
    with asked(Together(gate.encode), gate, texts) as futures:
        for future in futures:
            future.result(PATIENCE_S)
    assert [len(batch) for batch in gate.batches] == [1, AT_ONCE, AT_ONCE - 1]


@pytest.mark.parametrize("place", range(4))
def test_an_error_reaches_the_caller_whose_it_is_and_the_others_get_vectors(place: int) -> None:
    texts = ["a", "b", "c", "d"]
    texts[place] = "bad"
    gate = Gate()
    together = Together(gate.encode)
    with asked(together, gate, texts) as futures:
        for text, future in zip(texts, futures, strict=True):
            if text == "bad":
                with pytest.raises(ValueError, match="bad"):
                    future.result(PATIENCE_S)
            else:
                assert future.result(PATIENCE_S).shape == (LetterEncoder.dimensions,)
    assert together("later").shape == (LetterEncoder.dimensions,)


def test_nobody_hangs_when_every_batch_fails() -> None:
    def encode(_: list[str]) -> Vectors:
        raise RuntimeError("closed")

    together = Together(encode)
    with ThreadPoolExecutor(8) as pool:
        for future in [pool.submit(together, str(number)) for number in range(64)]:
            with pytest.raises(RuntimeError, match="closed"):
                future.result(PATIENCE_S)


@pytest.mark.skipif(sys.platform == "win32", reason="a signal to a thread is of POSIX")
def test_who_is_interrupted_while_waiting_leaves_the_others_to_go_on() -> None:
    gate = Gate()
    together = Together(gate.encode)
    main = threading.main_thread().ident
    assert main is not None

    def interrupt() -> None:
        wait_until(lambda: together.waiting() == 1)
        signal.pthread_kill(main, signal.SIGINT)

    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(together, "a")
        assert gate.reached.wait(PATIENCE_S)
        pool.submit(interrupt)
        with pytest.raises(KeyboardInterrupt):
            together("b")
        last = pool.submit(together, "c")
        wait_until(lambda: together.waiting() == 1)
        gate.open.set()
        for future in (first, last):
            future.result(PATIENCE_S)
    assert gate.batches == [["a"], ["c"]]
