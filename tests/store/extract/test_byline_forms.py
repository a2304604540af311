"""Names and holders in the forms that lines of a page give them."""

import pytest

from store.article import Extracted
from store.extract import bylines, furniture, outlets
from store.extract.article import extract


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("온새미 기자 승인 2026.04.18 10:20", ["온새미"]),
        ("문가람 기자 송고 2026.04.18 10:20", ["문가람"]),
        ("이상민 기자", ["이상민"]),
        ("승인 2026.04.18 10:20", []),
        ("文/柳青", ["柳青"]),
        ("文章关键词：水库 学校", []),
    ],
)
def test_a_word_beside_the_date_or_the_key_words_is_no_author(line: str, names: list[str]) -> None:
    assert bylines.authors(line) == names


@pytest.mark.parametrize(
    "dateline", ["青山社武汉4月18日电", "本报武汉电", "本报讯", "青山社武汉2026年4月18日电", ""]
)
def test_a_chinese_dateline_with_its_day_names_the_reporters(dateline: str) -> None:
    lead = f"{dateline}（记者柳青、王小明）湖边的学校今年全部装上了空气净化设备。"
    assert bylines.authors_in_dateline(lead) == ["柳青", "王小明"]


@pytest.mark.parametrize(
    ("line", "holder"),
    [
        ("ⓒ 주간 숲소식. 가온시 나무로 3", "주간 숲소식"),
        ("ⓒ 주간 숲소식 | 가온시 나무로12길 3, 4층", "주간 숲소식"),
        ("ⓒ 주간 숲소식. (12345) 가온시 큰나무대로 31", "주간 숲소식"),
        ("制作单位：青山网", "青山网"),
        ("Copyright © 2000 - 2026 QINGSHAN.com 制作单位：青山网股份有限公司", "青山网股份有限公司"),
        ("版权所有：青山网 未经许可禁止转载", "青山网"),
    ],
)
def test_the_office_and_the_label_beside_a_holder_are_no_part_of_it(line: str, holder: str) -> None:
    assert furniture.is_copyright(line)
    assert outlets.from_copyright(line) == holder


def test_a_page_with_chinese_key_words_below_keeps_its_author() -> None:
    text = (
        "湖边的学校今年全部装上了空气净化设备\n2026 04/18 09:26:35\n来源：青山网\n"
        "青山社武汉4月18日电（记者柳青）湖边的学校今年全部装上了空气净化设备，费用各出一半。\n"
        "市政府的负责人说，孩子们一天里待得最久的地方就是教室，暑假结束以前会全部装好。\n"
        "文章关键词：水库 学校\n制作单位：青山网"
    )
    found = extract(text.encode(), "a.txt")
    assert isinstance(found, Extracted)
    assert (found.author, found.publisher) == ("柳青", "青山网")
    assert found.published is not None
    assert found.published.iso == "2026-04-18T09:26:35+08:00"
    assert len(found.paragraphs) == 2


@pytest.mark.parametrize(
    "stamp",
    ["2026 04/18 09:26:35", "2026\n04/18\n09:26:35", "2026-04-18\n09:26:35", "26-04-18 09:26:35"],
)
def test_a_stamp_in_pieces_is_one_date_with_its_time(stamp: str) -> None:
    text = (
        f"湖边的学校今年全部装上了空气净化设备\n{stamp}\n来源：青山网\n"
        "湖边的学校今年全部装上了空气净化设备，费用由市政府和教育局各出一半。\n"
        "市政府的负责人说，孩子们一天里待得最久的地方就是教室，暑假结束以前会全部装好。"
    )
    found = extract(text.encode(), "a.txt")
    assert isinstance(found, Extracted)
    assert found.published is not None
    assert found.published.iso == "2026-04-18T09:26:35+08:00"
