"""docs/ingest.md has a row for each case, held by tests that are there."""

from tests.docs.markdown import ROOT, document, spans

_TEXT = document("docs/ingest.md")


def test_each_of_the_46_cases_has_its_row() -> None:
    cells = [line.split("|")[1].split()[0] for line in _TEXT.splitlines() if line.startswith("| ")]
    assert cells[1:] == [str(number) for number in range(1, 47)]


def test_each_row_names_tests_that_are_there() -> None:
    for name in spans(_TEXT):
        file, _, test = name.partition("::")
        if not file.endswith(".py"):
            continue
        path = ROOT / (file if "/" in file else f"tests/store/extract/{file}")
        assert path.is_file(), name
        assert f"def {test}(" in path.read_text(encoding="utf-8") if test else True, name
