"""A question in one spelling of a name finds articles in another: learned, shipped or added."""

from collections.abc import Collection
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.aliases import MAX_NAMES, MAX_SPELLINGS, Name, alternatives, names_in
from retrieval.morphemes import Analyser, trigrams
from store.database import Database
from store.names import Known
from store.removal import Removal
from tests.retrieval.shelf import NOW, SEOUL, Shelf

FILLER = {
    "하늘다리 통행료 내린다": "가람시는 하늘다리 통행료를 내린다. 통행료는 900원이 된다.",
    "나래호 첫 항해": "나래호는 7일 첫 항해에 나선다. 승객은 412명이다.",
    "두레시장 새 단장": "두레시장이 새 단장을 마쳤다. 점포는 87곳이다.",
    "솔빛초 운동장 연다": "솔빛초가 운동장을 연다. 주민은 밤 아홉 시까지 쓸 수 있다.",
}


@pytest.fixture
def shelf(tmp_path: Path, analyser: Analyser) -> Shelf:
    found = Shelf(tmp_path, analyser=analyser, encoder=None)
    for title, text in FILLER.items():
        found.add(title, text)
    return found


def first(shelf: Shelf, question: str) -> str | None:
    """The headline of the best passage."""
    understood = shelf.desk.understand(question, now=NOW, zone=SEOUL)
    hits = shelf.search.find(understood, encoder=None)
    return hits[0].article.title if hits else None


def covered(shelf: Shelf, question: str, text: str) -> float:
    asked = shelf.search.asked(shelf.desk.understand(question, now=NOW, zone=SEOUL))
    return asked.covered(frozenset(shelf.analyser.morphemes(text)))


def names(text: str, known: dict[str, Known]) -> list[str]:
    def of(keys: Collection[str]) -> dict[str, Known]:
        return {one: known[one] for one in keys if one in known}

    return [one.written for one in names_in(text, of)]


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("벨트로픽", "벨솔로픽"),
        ("벨솔로픽", "벨트로픽"),
        ("Velthropic", "벨트로픽"),
        ("벨트로픽", "Velthropic"),
        ("ベルトロピック", "벨트로픽"),
        ("벨트로픽", "ベルトロピック"),
    ],
)
def test_what_two_articles_taught_is_found_in_a_third(
    shelf: Shelf, asked: str, written: str
) -> None:
    shelf.add("미국 회사들 들어온다", "벨트로픽(Velthropic)이 사무소를 낸다. 직원은 서른 명이다.")
    shelf.add("인공지능 회사들", "벨솔로픽(Velthropic·‘에이다’ 개발사)이 새 모델을 냈다.")
    shelf.add("ソウルの新会社", "ベルトロピック（Velthropic）は新型を発表した。")
    shelf.add("새 요금제", f"{written} 요금은 한 달에 18달러다. {written} 관계자가 밝혔다.")
    shelf.index()
    assert first(shelf, f"{asked} 요금은 얼마야?") == "새 요금제"
    assert covered(shelf, f"{asked} 요금", f"{written} 요금은 18달러다") == 1.0


def test_a_person_is_found_by_the_surname_in_another_spelling(shelf: Shelf) -> None:
    shelf.add("대담", "톰 할데인(Tom Haldane)과 톰 홀데인(Tom Haldane)은 한 사람이다.")
    shelf.add("새 도서관", "홀데인은 도서관에 책 3000권을 냈다.")
    shelf.index()
    assert first(shelf, "톰 할데인이 도서관에 낸 책은 몇 권?") == "새 도서관"


def test_shipped_names_join_four_languages(shelf: Shelf) -> None:
    shelf.add("한은, 금리 동결", "한은은 기준금리를 2.75%로 동결했다. 위원 여섯 명이 찬성했다.")
    shelf.index()
    for question in (
        "한국은행 기준금리는?",
        "What is the Bank of Korea's base rate?",
        "韓国銀行の政策金利は?",
        "韩国银行的基准利率是多少?",
    ):
        assert first(shelf, question) == "한은, 금리 동결"
        asked = shelf.search.asked(shelf.desk.understand(question, now=NOW, zone=SEOUL))
        standing = [name.stands_in("한은은 기준금리를 2.75%로 동결했다.") for name in asked.names]
        assert standing
        assert all(standing)
        assert not any(name.stands_in("나래호는 7일 첫 항해에 나선다.") for name in asked.names)


def test_a_passage_that_writes_a_name_in_two_ways_gains_nothing(shelf: Shelf) -> None:
    shelf.names.add(["벨트로픽", "노르딘"])
    shelf.add("하나", "벨트로픽 직원은 모두 서른 명이라고 한다.")
    shelf.add("둘", "벨트로픽 노르딘은 모두 서른 명이라고 한다.")
    shelf.index()
    understood = shelf.desk.understand("벨트로픽", now=NOW, zone=SEOUL)
    words = {hit.article.title: hit.words for hit in shelf.search.find(understood, encoder=None)}
    assert words["둘"] == pytest.approx(words["하나"], rel=0.05)


def test_what_a_removed_article_taught_finds_nothing_any_more(shelf: Shelf, tmp_path: Path) -> None:
    taught = shelf.add("회사들", "세이론(Saeron)이 사무소를 낸다. 직원은 서른 명이다.")
    shelf.add("새 요금제", "세이론은 한 달에 18달러다.")
    shelf.index()
    assert first(shelf, "Saeron") is not None
    database = Database(tmp_path / "sosik.db")
    Removal(database).remove(taught, now=NOW)
    database.close()
    shelf.index()
    assert first(shelf, "Saeron") is None


def test_the_admins_word_wins_over_what_was_learned(shelf: Shelf) -> None:
    shelf.add("회사들", "세이론(Saeron)이 사무소를 낸다. 직원은 서른 명이다.")
    shelf.add("새 요금제", "노르딘은 한 달에 18달러다.")
    shelf.index()
    assert shelf.names.remove(["세이론", "Saeron"])
    shelf.names.add(["노르딘", "Saeron"])
    shelf.indexer.acquire()
    shelf.indexer.renew()
    shelf.index()
    assert set(shelf.names.known(["saeron"])["saeron"].others) == {"노르딘"}


KNOWN = {
    "오름ai": Known(written=("오름AI",), others=("OreumAI",)),
    "새은": Known(written=("새은",), others=("새담은행",)),
    "새담은행": Known(written=("새담은행",), others=("새은",)),
    "us": Known(written=("US", "U.S."), others=("미국",)),
    "pear": Known(written=("Pear",), others=("페어",), exact=frozenset(("Pear",))),
    "톰할데인": Known(written=(), others=("Tom Haldane",)),
    "할데인": Known(written=(), others=("Haldane",)),
    "海銀": Known(written=(), others=("海原銀行",)),
    "battery": Known(written=("battery",), others=("배터리",), kind="term"),
    "에스엠피": Known(written=(), others=("SMP",)),
    "smp": Known(written=("SMP",), others=("전력도매가격",)),
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("오름AI는 누가 세웠나", ["오름AI"]),
        ("오름 AI 대표는?", ["오름 AI"]),
        ("오름에이아이 대표는?", ["오름에이아이"]),
        ("새은이 금리를 올렸나", ["새은"]),
        ("새은행이 생기나", []),
        ("어느새은근히", []),
        ("새담은행주가", ["새담은행"]),
        ("What did the US say?", ["US"]),
        ("What did the U.S. say?", ["U.S"]),
        ("who told us?", []),
        ("a ripe pear", []),
        ("Pear sells phones", ["Pear"]),
        ("PEAR 매출", ["PEAR"]),
        ("batteries of Pear", ["Pear"]),
        ("the battery's price", ["battery's"]),
        ("톰 할데인은 누구?", ["톰 할데인", "할데인"]),
        ("톰할데인은 누구?", ["톰할데인"]),
        ("海銀は何を決めた", ["海銀"]),
        ("今日海銀決定了什么", ["海銀"]),
    ],
)
def test_names_are_found_where_they_begin_and_end(text: str, found: list[str]) -> None:
    assert names(text, KNOWN) == found


def test_a_question_names_and_spells_no_more_than_is_bounded(analyser: Analyser) -> None:
    many = {f"오름{at:02}": Known(written=(), others=("올름",)) for at in range(40)}
    assert len(names(" ".join(many), many)) == MAX_NAMES
    name = Name(written="오름", others=tuple(f"올름{at}" for at in range(20)))
    found = alternatives([name], ["오름"], cut=trigrams, held=lambda terms: terms)
    assert len(found["오름"]) == MAX_SPELLINGS


def test_only_spellings_that_stand_in_the_index_are_searched() -> None:
    name = Name(written="오름", others=("올름", "알름"))
    found = alternatives([name], ["오름", "다른"], cut=trigrams, held=lambda _: {"알름"})
    assert found == {"오름": (frozenset({"알름"}),)}


@pytest.mark.parametrize(
    ("written", "text", "stands"),
    [
        ("오름AI", "이날 오름 AI는 밝혔다", True),
        ("US", "say nothing to us", False),
        ("US", "the US economy", True),
        ("새은", "어느새은근히", False),
        ("battery", "two batterys", True),
        ("pear", "spear", False),
    ],
)
def test_a_name_stands_in_a_text_by_whole_words(written: str, text: str, stands: bool) -> None:
    assert Name(written=written, others=()).stands_in(text) is stands


@given(st.text(max_size=300))
def test_any_text_can_be_asked(text: str) -> None:
    found = names_in(text, _everything)
    assert len(found) <= MAX_NAMES


def _everything(keys: Collection[str]) -> dict[str, Known]:
    return {one: Known(written=(), others=("오름",)) for one in keys}
