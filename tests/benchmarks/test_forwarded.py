"""The set of forwarded texts is what it says it is."""

import zipfile

from benchmarks.forwarded import Forwarded, Outcome, table, texts
from benchmarks.gate import ARTICLES
from retrieval.answer import Answer


def test_every_text_stands_once_and_names_articles_of_the_samples() -> None:
    files = {path.name for path in ARTICLES.iterdir()}
    for path in ARTICLES.glob("*.zip"):
        files |= set(zipfile.ZipFile(path).namelist())
    all_of_them = texts()

    assert len({one.text for one in all_of_them}) == len(all_of_them)
    assert {file for one in all_of_them for file in one.articles} <= files
    assert all(bool(one.articles) == bool(one.answers) for one in all_of_them)


def test_what_is_to_be_declined_is_met_by_declining_alone() -> None:
    declined = Answer(question="", kind="declined", reason="not_found")
    near = Forwarded(text="?", articles=(), answers=(), tag="near", held_out=False)
    known = Forwarded(text="!", articles=("a",), answers=("b",), tag="true", held_out=True)
    outcomes = [Outcome(forwarded=one, answer=declined) for one in (near, known)]

    assert [one.met for one in outcomes] == [True, False]
    assert table(outcomes).splitlines()[2].split()[-3:] == ["1", "1", "1"]
