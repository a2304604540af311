"""A question is read as the store writes its words."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime

import pytest

from retrieval.morphemes import Analyser
from retrieval.question import understand
from retrieval.spelling import cut, respelled

_STORED = frozenset(
    "별누리 카르멜 카르멜로 시행 도란샛 고도 이재명 이재용".split()  # noqa: SIM905 (readable)
)


def _held(terms: Iterable[str]) -> Collection[str]:
    return _STORED.intersection(terms)


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("카르맬 가격은?", "카르멜 가격은?"),  # ㅐ for ㅔ
        ("카르멜루 출시", "카르멜로 출시"),  # one letter of four syllables
        ("도란샛별누리 위치", "도란샛 별누리 위치"),
        ("시행일 언제", "시행 언제"),  # a suffix that the store leaves out
    ],
)
def test_a_name_the_store_does_not_hold_is_written_as_it_does(
    asked: str, written: str, analyser: Analyser
) -> None:
    assert respelled(asked, analyser, held=_held) == written


@pytest.mark.parametrize(
    "asked",
    [
        "카르멜 가격은?",
        "이재영 대표는 누구야",  # a person is no other with a name like it
        "무지개다리 완공",
        "GPT-5 출시",
    ],
)
def test_what_stands_there_or_resembles_nothing_stays(asked: str, analyser: Analyser) -> None:
    assert respelled(asked, analyser, held=_held) == asked


def test_names_run_together_are_cut_at_those_of_the_store(analyser: Analyser) -> None:
    assert cut("도란샛고도몇킬로미터", analyser, held=_held).startswith("도란샛 고도")


@pytest.mark.parametrize("run", ["", "가", "도란샛" * 200, "ㅋㅋㅋㅋㅋㅋ", "abc도란샛\u3000고"])
def test_nothing_is_lost_when_a_run_is_cut(run: str, analyser: Analyser) -> None:
    assert "".join(cut(run, analyser, held=_held).split()) == "".join(run.split())


def test_a_mended_question_still_asks_for_the_same_kind(analyser: Analyser) -> None:
    question = understand(
        "시행일 알려줘", analyser, now=datetime(2026, 11, 1, tzinfo=UTC), zone=UTC, held=_held
    )
    assert (question.wanted, question.morphemes) == ("date", ("시행",))
