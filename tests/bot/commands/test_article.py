"""One article by command: shown whole, and removed for good."""

from pathlib import Path

import pytest

from tests.bot.commands.conftest import BODY, Sosik

TEXT = "강변 도서관 새로 연다\n\n입력 2026.11.20 09:00\n\n" + "\n\n".join(
    (*BODY, "시는 오는 27일 시민에게 도서관을 미리 보여 준다고 밝혔다.")
)


@pytest.fixture
def article(sosik: Sosik, tmp_path: Path) -> int:
    """The id of an article of two versions."""
    path = tmp_path / "library.txt"
    for text in (TEXT, TEXT.replace("186억", "168억")):
        path.write_text(text, encoding="utf-8")
        (record,) = sosik("ingest", path, "--no-wait", "--json").records
    article_id = record["article_id"]
    assert isinstance(article_id, int)
    return article_id


def test_an_article_is_shown_with_its_versions_and_what_changed(sosik: Sosik, article: int) -> None:
    (record,) = sosik("article", "show", str(article), "--json").records
    assert record["version"] == 2
    assert record["copies"] == [article]
    first, second = record["versions"]
    assert first["changes"] == []
    (change,) = second["changes"]
    assert "186억" in change["old"]
    assert "168억" in change["new"]
    assert any("입력" in line["line"] for line in second["dropped"])
    days = [(one["text"], one["from"], one["to"]) for one in record["dates"]]
    assert all(record["text"][one["start"] : one["end"]] == one["text"] for one in record["dates"])
    assert days == [("오는 27일", "2026-11-27", "2026-11-27")]


def test_a_removed_article_is_not_found_and_not_taken_in_again(
    sosik: Sosik, article: int, tmp_path: Path
) -> None:
    assert sosik("ask", "강변 도서관 열람석은 몇 석이야?", "--json").records[0]["answered"]
    removed = sosik("article", "remove", str(article), "--yes")
    assert removed.out == f"removed {article}: 강변 도서관 새로 연다\n"
    assert not sosik("ask", "강변 도서관 열람석은 몇 석이야?", "--json").records[0]["answered"]
    (record,) = sosik("ingest", tmp_path / "library.txt", "--json").records
    assert (record["status"], record["reason"]) == ("refused", "removed")


def test_nothing_is_removed_without_a_yes(sosik: Sosik, article: int) -> None:
    assert sosik("article", "remove", str(article), lines=b"n\n").code == 1
    assert sosik("article", "show", str(article)).code == 0


@pytest.mark.parametrize("named", ["7", "https://news.example/7", "9" * 40, "-", "\x1b[2J"])
def test_an_article_that_is_not_there_is_said_to_be_so(sosik: Sosik, named: str) -> None:
    ran = sosik("article", "show", named)
    assert ran.code == 1
    assert "there is no article" in ran.err
    assert "\x1b" not in ran.err


def test_an_added_outlet_name_counts_for_what_is_stored(sosik: Sosik, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(
        '{"title": "다리 놓는다", "text": "가람시는 다리를 놓는다고 밝혔다. 길이는 240m다.",'
        ' "publisher": "가람소식지"}',
        encoding="utf-8",
    )
    sosik("ingest", path, "--no-wait")
    added = sosik("outlet", "add", "가람소식지", "가람시민신문")
    assert added.out == "가람소식지 → 가람시민신문: 1 stored versions changed\n"
    assert sosik("article", "show", "1", "--json").records[0]["outlet"] == "가람시민신문"
    assert sosik("outlet", "list", "--json").records == [
        {"name": "가람소식지", "outlet": "가람시민신문"}
    ]
    assert sosik("outlet", "remove", "가람소식지").code == 0
    assert sosik("outlet", "remove", "가람소식지").code == 1
    assert sosik("article", "show", "1", "--json").records[0]["outlet"] == "가람소식지"
