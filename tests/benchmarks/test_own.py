"""Our own question sets: every line holds its promise, and the figures are counted right."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest

from benchmarks.corpus import SETS, also_answered, held_out, squeezed
from benchmarks.own import CORPORA, Case, Outcome, ask, cases, figures, report, sets
from bot.app import App
from bot.taking_in import wait_until_found
from config.settings import Settings
from store.article import Extracted
from store.extract.archive import members
from store.extract.article import extract
from tests.fake_encoder import LetterEncoder

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


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """A desk over one article of the samples."""
    home = tmp_path_factory.mktemp("home")
    app = App(Settings(home=home, _env_file=None), load_encoder=LetterEncoder)  # type: ignore[call-arg] # not a field
    try:
        assert list(app.ingest.bring(CORPORA["samples"] / "football-rumor-hanbit-1021.txt"))
        app.analyser.get()
        wait_until_found(app, None, by_meaning=False, progress=lambda _: None)
        yield app
    finally:
        app.close()


def _case(question: str, *answers: str, after: tuple[str, ...] = ()) -> Case:
    articles = ("football-rumor-hanbit-1021.txt",) if answers else ()
    return Case(
        set="a", corpus="samples", question=question, answers=answers, articles=articles,
        tag="known", after=after,
    )  # fmt: skip


def test_a_right_reply_cites_the_article_and_quotes_the_answer(app: App) -> None:
    outcome = ask(app, _case("윤도현은 올 시즌 몇 골을 넣었나?", "19 골"), chat="right")
    assert (outcome.kind, outcome.cited, outcome.quoted) == ("answer", True, True)
    assert not outcome.missed
    assert "19골" in outcome.reply


def test_another_fact_of_the_right_article_is_cited_but_not_quoted(app: App) -> None:
    outcome = ask(app, _case("윤도현은 올 시즌 몇 골을 넣었나?", "41골"), chat="wrong")
    assert (outcome.cited, outcome.quoted, outcome.missed) == (True, False, True)


def test_a_declined_reply_is_right_where_nothing_answers(app: App) -> None:
    outcome = ask(app, _case("김장 배추 한 포기는 얼마인가?"), chat="absent")
    assert (outcome.kind, outcome.missed) == ("declined", False)


def test_what_is_asked_before_is_asked_in_the_same_chat(app: App) -> None:
    outcome = ask(app, _case("now answer me", "19골", after=("/lang ko",)), chat="follow")
    assert "기사" in outcome.reply


def test_absent_questions_that_are_answered_name_articles_by_the_question_s_hash() -> None:
    found = json.loads((SETS / "absent-answered.json").read_text(encoding="utf-8"))
    assert all(
        len(key) == hashlib.sha256().digest_size * 2 and files for key, files in found.items()
    )
    assert also_answered("다른 질문?") == ()


def test_each_of_them_is_marked_absent_and_its_articles_are_there() -> None:
    folder = CORPORA["news-ko"]
    if not folder.is_dir():
        pytest.skip("the articles of news-ko are not part of the project")
    lines = (folder.parent / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    absent = {row["question"] for row in map(json.loads, lines) if row["article"] is None}
    answered = {question: also_answered(question) for question in absent if also_answered(question)}
    found = json.loads((SETS / "absent-answered.json").read_text(encoding="utf-8"))
    assert len(answered) == len(found)
    assert all((folder / file).is_file() for files in answered.values() for file in files)
