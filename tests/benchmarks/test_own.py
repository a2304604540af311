"""Our own question sets: every line holds its promise, and the figures are counted right."""

from collections import Counter
from functools import cache

import pytest

from benchmarks.own import (
    CORPORA,
    Case,
    Outcome,
    cases,
    figures,
    held_out,
    report,
    sets,
    squeezed,
)
from store.article import Extracted
from store.extract.archive import members
from store.extract.article import extract

ALL = tuple(case for path in sets() for case in cases(path))


@cache
def texts(corpus: str) -> dict[str, str]:
    """The text of each article file, white space removed."""
    found: dict[str, str] = {}
    for path in sorted(CORPORA[corpus].iterdir()):
        files = [(path.name, path.read_bytes())]
        if path.suffix == ".zip":
            inside = members(files[0][1], path.name)
            assert isinstance(inside, list)
            files = inside
        for name, data in files:
            article = extract(data, name)
            if isinstance(article, Extracted):
                found[name] = squeezed("".join(article.paragraphs))
    return found


@pytest.mark.parametrize("corpus", CORPORA)
def test_an_answer_stands_in_one_of_the_articles_named(corpus: str) -> None:
    if not CORPORA[corpus].is_dir():
        pytest.skip(f"the articles of {corpus} are not part of the project")
    known = texts(corpus)
    for case in ALL:
        if case.corpus == corpus:
            assert set(case.articles) <= set(known), case
            stand = [
                squeezed(answer) in known[file] for answer in case.answers for file in case.articles
            ]
            assert any(stand) or not case.answers, case


def test_a_case_has_answers_and_articles_or_neither() -> None:
    for case in ALL:
        assert bool(case.answers) == bool(case.articles), case
        assert all(map(squeezed, (case.question, case.tag, *case.answers, *case.after))), case
        assert case.now.tzinfo is not None, case


def test_no_question_is_asked_twice_in_a_set() -> None:
    counted = Counter((case.set, case.corpus, case.question, case.after) for case in ALL)
    assert [asked for asked, times in counted.items() if times > 1] == []


def _outcome(
    question: str, *, kind: str = "answer", answers: tuple[str, ...] = (), right: bool = False
) -> Outcome:
    case = Case(
        set="a",
        corpus="samples",
        question=question,
        answers=answers,
        articles=("a.txt",) if answers else (),
        tag="known" if answers else "absent",
    )
    return Outcome(case=case, kind=kind, cited=right, quoted=right, reply="")


OUTCOMES = (
    _outcome("누가?", answers=("가",), right=True),
    _outcome("언제?", answers=("나",)),
    _outcome("어디?", answers=("다",), kind="declined"),
    _outcome("뉴스?", answers=("라",), kind="talk"),
    _outcome("왜?", kind="declined"),
    _outcome("얼마?", kind="answer"),
    _outcome("몇?", kind="talk"),
)


def test_declining_counts_where_it_must_be_and_keeping_where_it_must_not() -> None:
    assert figures(OUTCOMES) == {
        "absent": 3, "declined": 33.3, "answerable": 4, "kept": 50.0, "cited": 25.0, "quoted": 25.0,
    }  # fmt: skip


def test_what_was_not_asked_has_no_share() -> None:
    assert figures(OUTCOMES[:1])["declined"] is None
    assert figures(OUTCOMES[4:])["kept"] is None


def test_a_miss_is_an_answer_to_what_is_absent_or_no_right_quote() -> None:
    assert [one.case.question for one in OUTCOMES if one.missed] == [
        "언제?", "어디?", "뉴스?", "얼마?", "몇?",
    ]  # fmt: skip


def test_a_report_has_the_held_out_half_and_each_tag() -> None:
    parts = report(OUTCOMES)["a"]
    assert set(parts) == {"all", "held_out", "samples", "#absent", "#known"}
    held = [one for one in OUTCOMES if held_out(one.case.question)]
    assert parts["held_out"] == figures(held)
    assert 0 < len(held) < len(OUTCOMES)
    assert parts["#known"] == figures(OUTCOMES[:4])
