"""Which spellings mean one name: what articles say, what is shipped, and the admin's last word."""

import pytest

from store.article import Article, Extracted
from store.database import Database
from store.library import Library
from store.names import Names, Pair
from store.removal import Removal
from store.spellings import key, script, shipped
from tests.store.conftest import NOW


@pytest.fixture
def names(database: Database) -> Names:
    return Names(database)


def pair(name: str, spelling: str, *, alike: bool = False) -> Pair:
    return Pair(name=name, spelling=spelling, alike=alike)


def article(library: Library, number: int, text: str = "", *, outlet: str = "한빛일보") -> Article:
    body = text or f"{number}번째 소식이다. 가람시가 {number}년 만에 다리 {number}개를 놓았다."
    extracted = Extracted(
        title=f"소식 {number}", title_source="headline", paragraphs=(body,), publisher=outlet
    )
    stored = library.add(extracted, data=bytes([number]), file=f"{number}.txt", now=NOW)
    found = library.article(stored.article_id)
    assert found is not None
    return found


def others(names: Names, spelling: str) -> set[str]:
    known = names.known([key(spelling)])
    return set(known[key(spelling)].others) if known else set()


def test_spellings_that_look_alike_are_believed_at_once_in_both_directions(
    names: Names, library: Library
) -> None:
    names.learn([(article(library, 1), [pair("벨트로픽", "Velthropic", alike=True)])])
    assert others(names, "벨트로픽") == {"Velthropic"}
    assert others(names, "VELTHROPIC") == {"벨트로픽"}
    assert names.known([key("다른 이름")]) == {}


def test_two_spellings_of_one_latin_name_are_one(names: Names, library: Library) -> None:
    names.learn([(article(library, 1), [pair("벨트로픽", "Velthropic", alike=True)])])
    names.learn([(article(library, 2), [pair("벨솔로픽", "Velthropic", alike=True)])])
    assert others(names, "벨솔로픽") == {"벨트로픽", "Velthropic"}


def test_other_spellings_wait_for_a_second_independent_article(
    names: Names, library: Library
) -> None:
    said = [pair("바다자원관리기구", "ORO")]
    report = " ".join(f"바다자원관리기구는 {at}번 어장을 {at * 7}m 넓힌다." for at in range(20))
    first = article(library, 1, report)
    copy = article(library, 2, f"{report} 끝.", outlet="가람신문")
    names.learn([(first, said), (copy, said)])
    copies = library.copies(first.id)
    assert copies is not None
    assert copies.articles == (first.id, copy.id)
    assert others(names, "ORO") == set()
    names.learn([(article(library, 3), said)])
    assert others(names, "ORO") == {"바다자원관리기구"}


def test_a_team_behind_many_players_is_nobodys_spelling(names: Names, library: Library) -> None:
    players = ("소라테스", "페디온", "하르벨", "노르딘")
    for number in range(1, 9):
        names.learn([(article(library, number), [pair(players[number % 4], "HRB")])])
    assert others(names, "HRB") == set()
    assert others(names, "페디온") == set()


def test_an_acronym_with_two_meanings_does_not_make_them_one(
    names: Names, library: Library
) -> None:
    meanings = ("바다자원관리기구", "보리수출조합")
    for number, meaning in enumerate((*meanings, *meanings), start=1):
        names.learn([(article(library, number), [pair(meaning, "ORO", alike=True)])])
    assert others(names, "ORO") == set(meanings)
    assert others(names, meanings[0]) == {"ORO"}


def test_what_a_removed_article_taught_is_gone(
    names: Names, library: Library, database: Database
) -> None:
    found = article(library, 1)
    said = [pair("벨트로픽", "Velthropic", alike=True)]
    names.learn([(found, said)])
    Removal(database).remove(found.id, now=NOW)
    assert others(names, "Velthropic") == set()
    names.learn([(found, said)])  # by an indexer that had read it before
    assert list(names.listed()) == []


def test_a_new_version_takes_back_what_the_old_one_taught(names: Names, library: Library) -> None:
    text = "세이론이 새 모델을 냈다고 밝혔다. 값은 한 달에 2만원이다. 시민들은 이를 반겼다."
    found = article(library, 1, text)
    names.learn([(found, [pair("세이론", "Saeron", alike=True)])])
    extracted = Extracted(
        title="소식 1",
        title_source="headline",
        paragraphs=(text.replace("2만원", "3만원"),),
        publisher="한빛일보",
    )
    assert library.add(extracted, data=b"new", file="1.txt", now=NOW).status == "updated"
    assert others(names, "Saeron") == set()
    names.learn([(found, [pair("세이론", "Saeron", alike=True)])])  # read before it changed
    assert others(names, "Saeron") == set()


def test_what_an_admin_adds_is_one_name(names: Names) -> None:
    names.add(["벨트로픽", "벨솔로픽", "Velthropic"])
    assert others(names, "벨솔로픽") == {"벨트로픽", "Velthropic"}
    assert [(one.name, one.spelling, one.source) for one in names.listed()] == [
        ("Velthropic", "벨솔로픽", "added"),
        ("Velthropic", "벨트로픽", "added"),
        ("벨솔로픽", "벨트로픽", "added"),
    ]


def test_what_an_admin_removes_does_not_come_back(names: Names, library: Library) -> None:
    said = [pair("벨트로픽", "Velthropic", alike=True), pair("벨트", "Velthropic", alike=True)]
    names.learn([(article(library, 1), said)])
    assert others(names, "벨트") == {"Velthropic", "벨트로픽"}
    assert names.remove(["벨트", "벨트로픽"])
    assert others(names, "벨트") == {"Velthropic"}
    assert names.remove(["벨트"])
    names.learn([(article(library, 2), said)])
    assert others(names, "벨트") == set()
    assert others(names, "Velthropic") == {"벨트로픽"}
    assert not names.remove(["벨트"])
    names.add(["벨트", "Velthropic"])
    assert "Velthropic" in others(names, "벨트")


def test_what_nobody_said_cannot_be_removed(names: Names) -> None:
    assert not names.remove(["가람시", "나래시"])
    assert not names.remove(["가람시"])
    assert list(names.listed()) == []


def test_a_shipped_spelling_can_be_removed(names: Names) -> None:
    assert "한은" in others(names, "한국은행")
    assert names.remove(["한국은행", "한은"])
    assert "한은" not in others(names, "한국은행")
    assert "Bank of Korea" in others(names, "한국은행")
    assert "한국은행" not in others(names, "한은")


@pytest.mark.parametrize(
    "spellings",
    [
        ("오픈AI", "OpenAI", "オープンAI"),
        ("앤트로픽", "앤솔로픽", "Anthropic"),
        ("샘 올트먼", "알트먼", "Sam Altman"),
        ("한국은행", "한은", "Bank of Korea", "韓国銀行", "韩国银行"),
        ("일본은행", "日銀", "Bank of Japan"),
        ("기획재정부", "기재부", "Ministry of Economy and Finance"),
        ("중국", "China", "中国"),
        ("기준금리", "base rate", "政策金利", "基准利率"),
        ("반도체", "semiconductor", "半導体", "半导体"),
    ],
)
def test_well_known_names_are_shipped(names: Names, spellings: tuple[str, ...]) -> None:
    for one in spellings:
        assert set(spellings) - {one} <= others(names, one)


def test_the_shipped_table_is_whole() -> None:
    table = shipped()
    assert len(table) > 2000
    assert "" not in table
    for one, row in table.items():
        assert {key(each) for each in row.written} == {one}
        assert row.exact <= set(row.written)
        assert one not in row.others


def test_scripts_are_told_by_the_first_letter() -> None:
    written = ("오픈AI", "OpenAI", "日本銀行", "アルトマン", "たかいち", "３Ｍ", "12")
    assert [script(one) for one in written] == [
        *("hangul", "latin", "han", "kana", "kana", "latin", ""),
    ]
