"""What stands at the very end of a text, and what only seems to."""

import pytest

from store.article import Extracted
from store.extract.article import extract

ASKED = "버스는 언제 다니나요"
LEAD = (
    "나무로를 지나는 마을버스가 다음 달부터 새로 다녀요. 아침 여섯 시에 첫차가 떠나고 "
    "밤 열 시 반에 막차가 들어와요."
)
MORE = (
    "정류장은 모두 열두 곳이고 학교와 도서관 앞에도 서요. 시청에서 도서관까지 가는 데에는 "
    "이십 분쯤 걸려요."
)
COST, PRICE = "요금은", "주민은 1,500원 그대로예요."


def read(text: str, name: str) -> Extracted:
    found = extract(text.encode(), name)
    assert isinstance(found, Extracted), found
    return found


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "a.md",
            f"# 마을버스가 생겨요\n\n{LEAD}\n\n## {ASKED}\n\n{MORE}\n\n## {COST}\n\n{PRICE}\n",
        ),
        (
            "a.html",
            f"<html><body><article><h1>마을버스가 생겨요</h1><p>{LEAD}</p><h3>{ASKED}</h3>"
            f"<p>{MORE}</p><h3>{COST}</h3><p>{PRICE}</p></article></body></html>",
        ),
    ],
)
def test_a_marked_heading_and_a_short_line_close_the_text(name: str, text: str) -> None:
    assert read(text, name).paragraphs == (LEAD, ASKED, MORE, COST, PRICE)


def test_a_heading_over_the_buttons_below_a_text_is_none_of_it() -> None:
    text = f"# 마을버스가 생겨요\n\n{LEAD}\n\n{MORE}\n\n## 나누기\n\n페이스북\n\n트위터\n"
    assert read(text, "a.md").paragraphs == (LEAD, MORE)
