"""What stands around the text of a saved page: mastheads, notes on writers, boxes, columns."""

import pytest

from store.article import Extracted, Published
from store.extract.article import extract
from tests.store.extract.news import BODY, LAST, LEAD, QUOTE, TITLE

TEXT = "\n".join(BODY)

ENGLISH = (
    "The city will add six bus routes in September, officials said on Tuesday.",
    "The routes pass through fourteen villages, with the first bus at 6 a.m.",
    '"We listened to residents for two years," the director said.',
)


def read(text: str) -> Extracted:
    found = extract(text.encode(), "page.txt")
    assert isinstance(found, Extracted), found
    return found


@pytest.mark.parametrize(
    ("top", "portal"),
    [
        ("본문 바로가기\nNAVER\n뉴스", "네이버 뉴스"),
        ("다음\n뉴스", "다음"),
        ("네이트\n뉴스", "네이트 뉴스"),
        ("Yahoo!ニュース", "Yahoo!ニュース"),
        ("网易首页 > 网易号 > 正文", "网易"),
        ("목록\n다음\n인쇄", None),
    ],
)
def test_the_portal_named_at_the_top_shows_the_text_again(top: str, portal: str | None) -> None:
    page = f"{top}\n{TITLE}\n입력 2024.03.05 10:20\n{TEXT}\nⓒ 나래일보, 무단전재 금지"
    assert read(page).reposted_by == portal


def test_a_blogs_label_and_the_writer_below_name_the_outlet() -> None:
    found = read(
        f"티스토리\n{TITLE}\n2024. 3. 6. 20:11\n출처: 나래매일 https://narae.example/7\n{TEXT}\n"
        "/ 나래매일 홍길동 기자\n공감3"
    )
    assert (found.publisher, found.reposted_by) == ("나래매일", "티스토리")
    assert (found.author, found.url) == ("홍길동", "https://narae.example/7")


@pytest.mark.parametrize(
    ("shown", "title"),
    [
        (f"[펌] {TITLE}", TITLE),
        (f"제목 [속보] {TITLE}", f"[속보] {TITLE}"),
        (f"[유머] {TITLE}", TITLE),
    ],
)
def test_what_a_board_writes_before_a_title_is_no_part_of_it(shown: str, title: str) -> None:
    assert read(f"{shown}\n작성일 2024.03.05 10:20\n조회 31 추천 2\n{TEXT}").title == title


def test_who_posts_on_a_board_is_not_taken_for_the_writer() -> None:
    assert read(f"{TITLE}\n홍길동\n조회 31\n2024.03.05 10:20\n{TEXT}").author is None


def test_a_note_on_the_writer_is_no_paragraph() -> None:
    found = read(
        "\n".join(
            (
                "Six bus routes to open in September",
                "BY JANE WHITLOW",
                "March 5, 2024",
                *ENGLISH,
                "JANE WHITLOW",
                "Whitlow covers transportation for the desk. She is based in Narae.",
                "Reporter Sam Oak contributed to this report.",
            )
        )
    )
    assert found.paragraphs == ENGLISH


def test_a_person_of_another_name_who_covers_something_stays() -> None:
    last = "Medicare covers the cost of the bus passes for older residents of the villages."
    found = read("\n".join(("Six bus routes", "By Jane Whitlow", "March 5, 2024", *ENGLISH, last)))
    assert found.paragraphs == (*ENGLISH, last)


def test_a_columnists_name_said_again_closes_the_text() -> None:
    found = read(
        f"[칼럼] {TITLE}\n입력 2024.03.05 10:20\n홍길동 시인\n{TEXT}\n홍길동 시인\n"
        "2009년 계간지로 등단해 시집 두 권을 냈다. 지금은 섬에서 책방을 운영하고 있다."
    )
    assert found.paragraphs[-1] == LAST
    assert found.author == "홍길동"


def test_what_a_company_says_of_itself_below_a_release_is_dropped() -> None:
    about = "나래로봇은 2018년 설립된 교육용 로봇 기업으로 600여 개 학교에 제품을 공급하고 있다."
    found = read(f"{TITLE}\n2024-03-05 10:30\n{TEXT}\n나래로봇 소개\n{about}\n연락처\n홍보팀")
    assert found.paragraphs[-1] == LAST


def test_other_reports_with_their_dates_in_the_midst_do_not_end_the_text() -> None:
    found = read(
        f"{TITLE}\n입력 2024.03.05 10:20\n{LEAD}\n관련기사\n섬마을 도서관 문 연다\n2024.03.01\n"
        f"통학버스 두 배로 늘린다\n2024.02.27\n{QUOTE}\n{LAST}"
    )
    assert found.paragraphs == (LEAD, QUOTE, LAST)


def test_openings_of_reports_that_a_page_advises_to_read_are_dropped() -> None:
    found = read(
        f"{TITLE}\n입력 2024.03.05 10:20\n{TEXT}\n함께 읽으면 좋은 기사\n"
        "섬에서 책방을 연 부부의 이야기를 들어 보았다. 두 사람은 육지로 돌아갈 생각이 없다고 했다."
    )
    assert found.paragraphs[-1] == LAST


def test_entries_that_begin_with_a_triangle_are_a_list_and_no_captions() -> None:
    entries = ("△가람군 4102곳", "△나루군 3876곳", "△다솜군 1204곳")
    found = read("\n".join((TITLE, "입력 2024.03.05 10:20", LEAD, *entries, QUOTE, LAST)))
    assert found.paragraphs == (LEAD, *entries, QUOTE, LAST)


def test_a_box_that_can_be_skipped_is_dropped_and_the_text_goes_on() -> None:
    found = read(
        "\n".join(
            (
                "Six bus routes to open in September",
                "Tue 5 Mar 2024 06.00 GMT",
                *ENGLISH[:2],
                "skip past newsletter promotion",
                "The planet's most important stories. Get all the week's news in your mail.",
                "after newsletter promotion",
                ENGLISH[2],
            )
        )
    )
    assert found.paragraphs == ENGLISH
    assert found.published == Published(iso="2024-03-05T06:00:00+00:00")


@pytest.mark.parametrize("opening", ["관련자료 이전", "관련 자료 다음글", "관련글 이전글"])
def test_a_line_of_the_posts_before_and_after_is_none_of_the_text(opening: str) -> None:
    other = "가온시가 버스 노선을 여섯 개 더 연다고 밝혔다… 주민들은 배차 간격부터 줄여 달라며 서명"
    beside = (
        f"{opening} {other} 05-10 다음 나루시는 넷을 줄인다고 밝혔다… 노인들이 걱정하는 까닭 05-11"
    )
    found = read("\n".join((TITLE, "입력 2024.03.05 10:20", LEAD, QUOTE, LAST, beside)))
    assert found.paragraphs == (LEAD, QUOTE, LAST)


def test_an_agency_nobody_knows_is_named_by_its_dateline() -> None:
    found = read(f"{TITLE}\n2024-03-05 10:20\n(가람=나루통신) 홍길동 기자 = {TEXT}")
    assert found.agency == "나루통신"


def test_polite_japanese_is_told_throughout() -> None:
    body = (
        "町は5日、運休していた観光列車の運行を2年ぶりに再開しました。",
        "乗客は車窓から海や町並みを眺め、手を振っていました。",
        "鉄道会社は11月まで土日と祝日に運行することにしています。",
    )
    page = "\n".join(("観光列車、2年ぶりに再開", "2024年3月5日 5時12分", *body, "シェアする"))
    assert read(page).paragraphs == body


def test_a_name_in_brackets_ends_a_japanese_report() -> None:
    body = "町は廃校のプールで魚を育てる。\n4月から月に1度、学校の給食に切り身を出す。（高梨遼）"
    found = read(f"廃校のプールで魚の養殖\n2024年3月5日 10時00分\n{body}")
    assert (found.author, len(found.paragraphs)) == ("高梨遼", 2)


def test_columns_of_print_are_joined_to_paragraphs() -> None:
    found = read(
        f"{TITLE}\n\n가람군의 한 폐교가 쌀농사를 배우는 학교로\n"
        "바뀌었다. 운동장 절반을 논으로 만들고 교실\n"
        "은 손님이 묵을 방으로 고쳤다. 지난해 학생만\n천팔백 명이 다녀갔다.\n\n"
        "이장은 문을 닫은 뒤 십 년 동안 마을에 아이\n웃음이 없었다고 말했다. 이제 모내기 철이면\n"
        "버스가 줄을 서고 가게도 세 곳이 새로 문을\n열었다.\n"
    )
    assert len(found.paragraphs) == 2
    assert found.paragraphs[1].startswith(
        "이장은 문을 닫은 뒤 십 년 동안 마을에 아이 웃음이 없었다고"
    )


def test_a_boards_short_year_is_read_beside_its_counters() -> None:
    found = read(f"{TITLE}\n작성자 산지기\n댓글 1건 조회 142회 작성일 24-03-05 19:05\n본문\n{TEXT}")
    assert found.published == Published(iso="2024-03-05T19:05:00+09:00")


def test_a_time_before_its_american_date_is_read() -> None:
    stamp = "Published 9:14 AM EDT, Tue March 5, 2024"
    found = read("\n".join(("Six bus routes to open", "By Jane Whitlow", stamp, *ENGLISH)))
    assert found.published == Published(iso="2024-03-05T09:14:00-04:00")


@pytest.mark.parametrize("mark", ["↑↑ ", "↑", "▲ ", "△ ", "△"])
def test_marks_of_regional_papers_begin_captions(mark: str) -> None:
    caption = f"{mark} 나무로 개통식에서 주민들이 손뼉을 치고 있다."
    found = extract(f"{TITLE}\n2026.04.18 10:20\n{LEAD}\n{caption}\n{QUOTE}".encode(), "a.txt")
    assert isinstance(found, Extracted)
    assert found.captions == (caption,)
    assert found.paragraphs == (LEAD, QUOTE)


def test_a_row_of_points_in_one_line_is_no_caption() -> None:
    points = "△어린이 공원 두 곳 △도서관 한 곳 △공영 주차장 세 곳을 새로 짓는다."
    found = extract(f"{TITLE}\n2026.04.18 10:20\n{LEAD}\n{points}\n{QUOTE}".encode(), "a.txt")
    assert isinstance(found, Extracted)
    assert found.paragraphs == (LEAD, points, QUOTE)
