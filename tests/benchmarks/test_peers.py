"""The comparison with other programs: its arithmetic, and each program where it is installed."""

import importlib.util
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.corpus import Asked
from benchmarks.peers.child import measure, opened
from benchmarks.peers.engine import Found
from benchmarks.peers.figures import FIRST_CHARS, judged, table

ARTICLES = {
    "bridge.txt": "새 다리 개통\n\n강릉시는 새 다리를 5월에 연다. 공사비는 120억 원이다.",
    "cherry.txt": "벚꽃 축제 연기\n\n축제는 4월 9일로 미뤄졌다. 꽃이 늦게 핀다고 한다.",
    "library.txt": "도서관 휴관\n\n시립 도서관이 두 달 동안 문을 닫는다. 공사비는 120억 원이다.",
}
QUESTIONS = (
    Asked(question="새 다리 공사비는 얼마야?", answer="120억 원", article="bridge.txt"),
    Asked(question="벚꽃 축제는 언제로 미뤄졌어?", answer="4월 9일", article="cherry.txt"),
)


def _found(*files: str, pieces: Sequence[str] | None = None) -> Found:
    texts = [ARTICLES[file] for file in files] if pieces is None else pieces
    return Found(files=files, pieces=tuple(texts))


def test_the_right_article_is_looked_for_among_articles_not_pieces() -> None:
    crowd = _found("library.txt", "library.txt", "library.txt", "cherry.txt", "bridge.txt")
    figures = judged(QUESTIONS[:1], [crowd], ARTICLES)
    assert (figures["first"], figures["in_five"]) == (0, 100)
    assert figures["first_or_equal"] == 100, "the first one names the same sum"


def test_another_article_without_the_answer_is_not_as_good() -> None:
    figures = judged(QUESTIONS, [_found("cherry.txt"), _found("library.txt")], ARTICLES)
    assert figures["first_or_equal"] == 0
    assert figures["in_five"] == 0


def test_an_answer_counts_only_where_a_person_reads() -> None:
    late = "가" * FIRST_CHARS
    found = [
        _found("bridge.txt", pieces=[late, "공사비는 120억 원이다."]),
        _found("cherry.txt", pieces=["4월\n9일로 미뤄졌다."]),
    ]
    assert judged(QUESTIONS, found, ARTICLES)["answer"] == 50


def test_an_answer_that_stands_in_no_article_is_not_asked_of_anybody() -> None:
    unsaid = Asked(question="누가?", answer="김 시장", article="bridge.txt")
    figures = judged([unsaid, QUESTIONS[1]], [_found("bridge.txt"), _found()], ARTICLES)
    assert figures["answer"] == 0
    assert (figures["first"], figures["nothing"]) == (50, 50)


def test_the_table_has_medians_of_times_over_the_runs() -> None:
    def ran(ingest_s: float, ms: float) -> dict[str, object]:
        quality = judged(QUESTIONS, [_found("bridge.txt"), _found("cherry.txt")], ARTICLES)
        times = {"p50": ms, "p95": 2 * ms}
        return {
            "articles": 30,
            "vectors": 60,
            "ingest_s": ingest_s,
            "ingest_cpu_s": ingest_s / 2,
            "resident_mb": {"resident": 10 * ms, "peak": 20 * ms},
            "ways": {"hybrid": quality | {"ms": times, "cpu_ms": times}},
        }

    (row,) = table({"txtai": [ran(10, 30), ran(30, 50), ran(15, 40)]})
    assert row["program"] == "txtai, hybrid"
    assert (row["articles_per_s"], row["articles_per_cpu_s"]) == (2.0, 4.0)
    assert (row["ms_p50"], row["ms_p95"], row["peak_mb"]) == (40, 80, 800)
    assert row["first"] == 100


@pytest.mark.model
@pytest.mark.parametrize("name", ["sosik", "txtai", "haystack"])
def test_each_program_finds_what_it_took_in(
    name: str, tmp_path: Path, bundled_folder: Path
) -> None:
    if name != "sosik" and importlib.util.find_spec(name) is None:
        pytest.skip(f"{name} is not installed; it is in the dependency group peers")
    articles = [tmp_path / "articles" / file for file in ARTICLES]
    articles[0].parent.mkdir()
    for path in articles:
        path.write_text(ARTICLES[path.name], encoding="utf-8")
    engine = opened(name, tmp_path / "home", bundled_folder, words=200, threads=1)
    figures = measure(engine, articles, QUESTIONS)
    assert figures["vectors"] == len(ARTICLES)
    for way, found in figures["ways"].items():
        assert (found["questions"], found["in_five"]) == (2, 100), way
        assert found["ms"]["p95"] >= found["ms"]["p50"] > 0
