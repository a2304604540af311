"""``sosik alias``: an admin sees, adds and removes what spellings mean one name."""

from pathlib import Path

from tests.bot.commands.conftest import Sosik

ARTICLE = """세이론, 해람시에 연구소 연다

미국의 세이론(Saeron)은 해람시에 연구소를 연다고 21일 밝혔다. 연구원은 모두 120명이다.
세이론은 내년 봄에 첫 제품을 내놓을 계획이며 값은 아직 정하지 않았다고 설명했다.
"""


def test_a_question_in_an_added_spelling_finds_the_other(sosik: Sosik, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(ARTICLE.replace("(Saeron)", ""), encoding="utf-8")
    sosik("ingest", path, "--no-wait")
    assert not sosik("ask", "벨라노프 연구원은 몇 명이야?", "--json").records[0]["answered"]
    added = sosik("alias", "add", "세이론", "벨라노프")
    assert (added.code, added.out) == (0, "세이론 = 벨라노프\n")
    (answer,) = sosik("ask", "벨라노프 연구원은 몇 명이야?", "--json").records
    assert any("120명" in quote["text"] for quote in answer["quotes"])


def test_what_articles_taught_is_listed_and_what_is_removed_stays_away(
    sosik: Sosik, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    sosik("ingest", path, "--no-wait")
    assert sosik("alias", "list").out == "Saeron = 세이론  (1 articles)\n"
    assert sosik("alias", "remove", "세이론", "SAERON").out == "세이론 ≠ SAERON\n"
    sosik("reindex")
    assert sosik("alias", "list", "--json").records == [
        {"name": "SAERON", "spelling": "세이론", "source": "removed", "articles": 0}
    ]
    assert sosik("alias", "remove", "세이론", "Saeron").code == 1


def test_one_name_alone_can_be_removed(sosik: Sosik) -> None:
    assert sosik("alias", "remove", "한은").out == "한은\n"
    assert sosik("alias", "list").out == "한은 ≠ …\n"


def test_names_that_are_none_are_refused(sosik: Sosik) -> None:
    for wrong in (("가람",), ("가람", "!"), ("가람", "가 람"), ("가람", "가" * 100)):
        assert sosik("alias", "add", *wrong).code == 2
    assert sosik("alias", "remove", "가람나래").code == 1
    assert sosik("alias", "list").out == ""
