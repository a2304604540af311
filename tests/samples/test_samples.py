"""The sample articles and their questions are what they claim to be; nothing of ours runs here."""

import html
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
BENCHMARK = ROOT / "benchmarks" / "samples"

REAL_OUTLETS = re.compile(
    "연합뉴스|뉴시스|뉴스1|조선일보|중앙일보|동아일보|한겨레|경향신문|한국일보|서울신문|국민일보|"
    "세계일보|문화일보|매일경제|한국경제|서울경제|머니투데이|아시아경제|아주경제|파이낸셜뉴스|"
    "이데일리|헤럴드경제|오마이뉴스|프레시안|노컷뉴스|전자신문|디지털타임스|KBS|MBC|SBS|JTBC|"
    "YTN|채널A|네이버|daumcdn|Reuters|AFP|Bloomberg|BBC|CNN|日本経済新聞|日経|朝日新聞|読売新聞|"
    "毎日新聞|産経新聞|共同通信|時事通信|NHK|新华社|人民日报|环球时报|澎湃"
)


def decode(data: bytes) -> str:
    """Read the bytes of a sample in the encoding that its byte order mark or its name tells."""
    if data.startswith(b"\xff\xfe"):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp949")


def articles() -> Iterator[tuple[str, bytes]]:
    """Yield every article's name and bytes; those of an archive under their member's name."""
    for path in sorted(SAMPLES.iterdir()):
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for member in archive.namelist():
                    yield member, archive.read(member)
        else:
            yield path.name, path.read_bytes()


RAW = dict(articles())
TEXT = {name: decode(data) for name, data in RAW.items()}


def squeezed(text: str) -> str:
    """Drop tags, character references and white space, so that only what is read is compared."""
    return "".join(html.unescape(re.sub(r"</?[a-zA-Z][^>]*>", "", text)).split())


def read(name: str) -> list[dict[str, Any]]:
    text = (BENCHMARK / name).read_text(encoding="utf-8")
    if name.endswith(".jsonl"):
        return [json.loads(line) for line in text.splitlines()]
    rows: list[dict[str, Any]] = json.loads(text)
    return rows


QUESTIONS = read("questions.jsonl")
EXPECTED = {row["file"]: row for row in read("expected.json")}
KEYS = {"file", "title", "publisher", "author", "published", "language"} | {
    "first",  # the first words of the body
    "last",  # its last words
    "not_in_body",  # words of the file that are no part of it
}
ANSWERABLE = [row for row in QUESTIONS if row["article"] is not None]


def test_there_are_enough_articles_and_no_two_are_alike() -> None:
    assert len(RAW) >= 26
    assert len({squeezed(text) for text in TEXT.values()}) == len(TEXT)


@pytest.mark.parametrize("name", sorted(RAW))
def test_no_real_outlet_and_no_real_address_is_named(name: str) -> None:
    text = TEXT[name]
    assert not REAL_OUTLETS.search(text)
    hosts = set(re.findall(r"(?:https?://|@)([\w.-]+\.\w+)", text)) - {"schema.org", "ogp.me"}
    assert all(host.endswith(".example") for host in hosts), hosts


def test_the_korean_windows_file_decodes_only_as_cp949() -> None:
    data = RAW["ferry-haeram-0913.txt"]
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")
    assert data.decode("cp949").startswith("여객터미널 천장 사고 부상자 17명")


def test_byte_order_marks_are_there() -> None:
    assert RAW["ferry-towan-0912.txt"].startswith(b"\xff\xfe")
    assert RAW["battery-haichao-1028.txt"].startswith(b"\xef\xbb\xbf")


def test_git_leaves_the_bytes_alone() -> None:
    assert "samples/* -text" in (ROOT / ".gitattributes").read_text(encoding="utf-8").splitlines()


def test_pages_come_with_and_without_structured_data_and_as_fragments() -> None:
    pages = {name: text for name, text in TEXT.items() if name.endswith(".html")}
    full = {name for name, text in pages.items() if "<html" in text}
    structured = {name for name in full if '"NewsArticle"' in pages[name]}
    assert len(structured) >= 3
    assert len(full - structured) >= 2
    assert len(set(pages) - full) >= 3


def test_structured_data_of_each_page_is_sound_json() -> None:
    pattern = r'<script type="application/ld\+json">(.*?)</script>'
    blocks = [block for text in TEXT.values() for block in re.findall(pattern, text, re.DOTALL)]
    assert blocks
    assert all(json.loads(block)["@context"] for block in blocks)


def test_json_articles_hold_the_six_keys() -> None:
    keys = {"title", "text", "url", "published", "publisher", "author"}
    files = [name for name in RAW if name.endswith(".json")]
    assert files
    assert all(set(json.loads(TEXT[name])) == keys for name in files)


def test_markdown_comes_with_front_matter_and_with_a_plain_headline() -> None:
    openings = {TEXT[name].splitlines()[0] for name in RAW if name.endswith(".md")}
    assert "---" in openings
    assert any(line.startswith("# ") for line in openings)


def test_captures_on_one_line_and_a_board_date_without_a_year_are_there() -> None:
    assert "\n" not in TEXT["launch-techmaru-1030.txt"]
    assert re.search(r"작성일 09-18 \d+ 목록 <div", TEXT["ferry-board-0918.txt"])


def test_the_repost_is_the_wire_copy_and_says_so() -> None:
    wire = body("ferry-saebyeok-0912.html").split("기자=", 1)[1]
    repost = body("ferry-hanbit-0912.txt")
    shared = shingles(wire) & shingles(repost)
    assert repost.endswith("(새벽통신)")
    assert len(shared) / len(shingles(repost)) > 0.9


def body(name: str) -> str:
    """The squeezed text from the first to the last words of the article."""
    text, row = squeezed(TEXT[name]), EXPECTED[name]
    last = squeezed(row["last"])
    start = text.index(squeezed(row["first"]))
    return text[start : text.index(last, start) + len(last)]


def shingles(text: str) -> set[str]:
    return {text[at : at + 5] for at in range(len(text) - 4)}


@pytest.mark.parametrize(
    ("earlier", "old", "later", "new"),
    [
        ("ferry-saebyeok-0912.html", "12명이다쳤다", "ferry-haeram-0913.txt", "17명으로늘었다"),
        ("battery-seohae-0922.html", "1조2000억", "battery-seohae-1027.html", "1조5000억"),
        ("museum-haeram-0903.txt", "10월17일", "museum-dure-0929.html", "11월7일"),
        ("bus-fare-hanbit-1006.txt", "1000원", "bus-fare-correction-hanbit-1007.txt", "1050원"),
    ],
)
def test_a_later_article_supersedes_an_earlier_figure(
    earlier: str, old: str, later: str, new: str
) -> None:
    assert EXPECTED[earlier]["published"] < EXPECTED[later]["published"]
    assert old in body(earlier)
    assert new not in body(earlier)
    assert new in body(later)


def test_each_article_has_its_expectation() -> None:
    assert set(EXPECTED) == set(RAW)
    assert all(set(row) - {"archive"} == KEYS for row in EXPECTED.values())
    assert {row["language"] for row in EXPECTED.values()} == {"ko", "en", "ja", "zh"}


@pytest.mark.parametrize("name", sorted(RAW))
def test_what_is_expected_stands_in_the_file(name: str) -> None:
    row, text = EXPECTED[name], squeezed(TEXT[name])
    for key in ("title", "publisher", "author"):
        assert row[key] is None or squeezed(row[key]) in text, key
    assert row["not_in_body"] in TEXT[name]
    assert squeezed(row["not_in_body"]) not in body(name)


@pytest.mark.parametrize("name", sorted(RAW))
def test_every_known_date_lies_in_autumn_2026(name: str) -> None:
    published = EXPECTED[name]["published"]
    if published is not None:
        day = datetime.fromisoformat(published).date()
        assert date(2026, 9, 1) <= day <= date(2026, 11, 30)


@pytest.mark.parametrize("row", ANSWERABLE, ids=lambda row: row["question"])
def test_each_answer_stands_in_the_article_named(row: dict[str, Any]) -> None:
    assert squeezed(row["answer"]) in body(row["article"])
    assert set(row.get("also", [])) <= set(RAW) - {row["article"]}


def test_there_are_enough_questions_and_each_is_asked_once() -> None:
    assert len(ANSWERABLE) >= 60
    assert len(QUESTIONS) - len(ANSWERABLE) >= 30
    assert len({squeezed(row["question"]) for row in QUESTIONS}) == len(QUESTIONS)
    assert {row["article"] for row in ANSWERABLE} <= set(RAW)
