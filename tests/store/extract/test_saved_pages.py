"""What people save with an article, and what of it is the article's: case by case."""

from datetime import date

import pytest

from store.article import Extracted
from store.extract.article import extract
from tests.store.extract.news import BODY, LAST, LEAD, QUOTE, TITLE

PARAGRAPHS = "\n".join(BODY)


def read(text: str) -> Extracted:
    found = extract(text.encode(), "page.txt")
    assert isinstance(found, Extracted), found
    return found


def test_a_file_without_a_headline_gives_none() -> None:
    found = read(f"{PARAGRAPHS}\n홍길동 기자 gd@narae.example")
    assert (found.title, found.title_source) == (None, "derived")
    assert found.paragraphs == BODY


def test_title_date_controls_summary_and_caption_stand_before_the_body() -> None:
    found = read(
        f"{TITLE}\n2024-03-05 10:20\n글자크기 설정\n\n올여름까지 전 학교\n\n"
        "시와 교육청 절반씩 부담\n\n"
        f"장치가 놓인 교실 [사진=가람시]\n\n{PARAGRAPHS}"
    )
    assert (found.title, found.paragraphs) == (TITLE, BODY)
    assert found.captions == ("장치가 놓인 교실 [사진=가람시]",)
    assert {line.kind for line in found.dropped} == {"date", "control", "summary"}


def test_the_day_of_a_caption_is_not_the_articles() -> None:
    found = read(
        f"{TITLE}\n입력 2024.03.05 10:20\n시장이 4일 말하고 있다. 2024.3.4/뉴스1\n{PARAGRAPHS}"
    )
    assert found.published is not None
    assert found.published.iso == "2024-03-05T10:20:00+09:00"


def test_a_text_without_any_date_has_none() -> None:
    found = read(f"{TITLE}\n\n{PARAGRAPHS}")
    assert (found.published, found.inferred) == (None, None)


def test_what_is_still_to_come_bounds_the_day_from_above() -> None:
    inferred = read(f"{TITLE}\n\n{LEAD} 설명회는 오는 2024년 6월 12일 열린다.\n\n{QUOTE}").inferred
    assert inferred is not None
    assert (inferred.earliest, inferred.latest) == (None, date(2024, 6, 12))


def test_the_first_answer_of_a_reader_bounds_the_day_from_above() -> None:
    found = read(
        f"{TITLE}\n\n{PARAGRAPHS}\n\n댓글 2\n가나다\n반가운 소식입니다.\n2024.03.09 08:00\n"
        "라마바\n저도요.\n2024.03.08 07:00"
    )
    assert found.published is None
    assert found.inferred is not None
    assert found.inferred.latest == date(2024, 3, 8)


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("입력2024.03.05. 오전 12:20  수정2024.03.05. 오후 1:11 기사원문", "T00:20:00+09:00"),
        ("홍길동 기자 2024. 3. 5. 12:20 수정 2024. 3. 6. 11:20", "T12:20:00+09:00"),
        ("수정 2024-03-06 11:40 등록 2024-03-05 10:20", "T10:20:00+09:00"),
        ("홍길동 기자 | gd@narae.example | 승인 2024-03-05 10:20", "T10:20:00+09:00"),
        ("작성 2024.03.05 (22:51)", "T22:51:00+09:00"),
        ("나래온 2024.03.05 12면", ""),
        ("홍길동 · 2024년 3월 5일 · 3분 분량", ""),
    ],
)
def test_the_time_of_publication_is_read_in_each_notation(line: str, iso: str) -> None:
    published = read(f"{TITLE}\n{line}\n{PARAGRAPHS}").published
    assert published is not None
    assert published.iso == f"2024-03-05{iso}"


@pytest.mark.parametrize(
    "line", ["03-05 10:20", "3/5(화) 10:20配信", "소식통 | 조회 77 | 03-05 10:20"]
)
def test_a_date_without_a_year_is_a_date_line_and_no_date(line: str) -> None:
    found = read(f"{TITLE}\n{line}\n{PARAGRAPHS}")
    assert (found.title, found.published) == (TITLE, None)
    assert [one.kind for one in found.dropped] == ["date"]


@pytest.mark.parametrize(
    "dateline",
    [
        "(서울=나래통신) 홍길동 기자 = ",
        "[세종=나래통신]홍길동 기자 = ",
        "[나래일보 홍길동 기자] ",
        "[나래일보 | 홍길동 기자] ",
        "(나래일보=홍길동 기자)",
        "나래일보 홍길동 기자 = ",
    ],
)
def test_a_dateline_names_the_writer_and_stays_where_it_is(dateline: str) -> None:
    found = read(f"{TITLE}\n\n{dateline}{PARAGRAPHS}")
    assert (found.paragraphs, found.author) == ((f"{dateline}{LEAD}", *BODY[1:]), "홍길동")


def test_a_dateline_without_a_writer_stays() -> None:
    assert read(f"{TITLE}\n\n[나래일보] {PARAGRAPHS}").paragraphs[0] == f"[나래일보] {LEAD}"


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("나래방송 홍길동입니다.", "홍길동"),
        ("홍길동 나래대 교수", "홍길동"),
        ("글 홍길동 기자 | 사진 임꺽정 기자", "홍길동"),
        ("나래온라인팀", None),
    ],
)
def test_who_signs_below_the_text_wrote_it(line: str, author: str | None) -> None:
    found = read(f"{TITLE}\n\n{PARAGRAPHS}\n{line}\nⓒ 나래일보 무단전재 및 재배포 금지")
    assert found.author == author
    assert found.paragraphs == BODY


def test_a_pen_name_above_a_blog_is_its_author_and_a_reposter_is_not() -> None:
    assert read(f"{TITLE}\nby 푸른고래 2024. 3. 5.\n{PARAGRAPHS}").author == "푸른고래"
    assert read(f"{TITLE}\n작성자 푸른고래 조회 31\n{PARAGRAPHS}").author is None


@pytest.mark.parametrize(
    "line",
    ["매체: 나래온", "출처 : 나래일보", "출처 : 나래일보 (https://narae.example/1)"],
)
def test_a_label_names_the_outlet(line: str) -> None:
    publisher = read(f"{TITLE}\n{line}\n{PARAGRAPHS}").publisher
    assert publisher == line.partition(":")[2].split()[0]


def test_a_labelled_address_is_the_articles_own_and_a_bare_one_is_cited() -> None:
    address = "https://narae.example/1"
    assert read(f"{TITLE}\n원문: {address}\n{PARAGRAPHS}").url == address
    assert read(f"{TITLE}\n{PARAGRAPHS}\n{address}").url is None


def test_an_outlet_in_the_title_is_taken_off_it() -> None:
    before, behind = (
        read(f"{title}\n\n{PARAGRAPHS}") for title in (f"[나래일보] {TITLE}", f"{TITLE} - 나래일보")
    )
    assert (before.title, before.publisher) == (behind.title, behind.publisher)
    assert (before.title, before.publisher) == (TITLE, "나래일보")


@pytest.mark.parametrize(
    "menu",
    [
        "홈 > 사회 > 교육",
        "정치 경제 사회 국제 문화 연예",
        "HOME > ニュース > 記事",
        "数字报 | 客户端 | 无障碍",
        "해외축구 국내야구 골프 농구 배구",
        "조회 수 214 추천 수 0 댓글 0",
        "이메일이 잘 보이지 않나요? 웹에서 보기",
    ],
)
def test_menus_and_counters_above_are_no_headline(menu: str) -> None:
    found = read(f"{menu}\n{TITLE}\n2024-03-05 10:20\n{PARAGRAPHS}")
    assert found.title == TITLE
    assert found.dropped[0].kind == "control"


def test_a_bulleted_sub_headline_does_not_hide_the_headline() -> None:
    found = read(f"{TITLE}\n■ 6월까지 단계적 설치\n학부모 환영\n홍길동 기자\n{PARAGRAPHS}")
    assert (found.title, found.paragraphs) == (TITLE, BODY)


def test_a_header_of_lists_above_a_dated_headline_takes_nothing_away() -> None:
    assert read(f"최신뉴스\n{TITLE}\n2024-03-05 10:20\n{PARAGRAPHS}").title == TITLE


@pytest.mark.parametrize(
    "box",
    [
        "주제와 무관하거나 남을 비방하는 글은 알림 없이 지워질 수 있습니다.",
        "이 자료에 관한 자세한 문의는 홍보담당관실(044-000-1234)로 연락 바랍니다.",
        "(예시) 가장 빠른 소식이 모이는 곳에서 여러 분야의 뉴스를 입체적으로 전해 드리고 있습니다.",
        "댓글을 정말 지우시겠습니까?",
    ],
)
def test_a_box_that_addresses_its_reader_is_no_prose(box: str) -> None:
    assert read(f"{TITLE}\n2024-03-05 10:20\n{box}\n{PARAGRAPHS}\n{box}").paragraphs == BODY


def test_an_article_in_the_polite_style_is_whole() -> None:
    polite = tuple(paragraph.replace("다.", "습니다.") for paragraph in BODY)
    assert read("\n\n".join((TITLE, *polite))).paragraphs == polite


def test_denials_are_told_in_the_plain_style() -> None:
    last = "장치를 둘러싼 갈등은 어제오늘 일이 아니다."
    assert read(f"{TITLE}\n\n{PARAGRAPHS}\n{last}").paragraphs == (*BODY, last)


def test_a_page_in_several_languages_is_in_its_articles() -> None:
    found = read(
        "언어선택\n中文\nEnglish\n日本語\nTiếng Việt\n"
        f"{TITLE}\n{PARAGRAPHS}\nAlso in English: City to buy purifiers\n"
        "関連記事\n市、空気清浄機を購入"
    )
    assert (found.title, found.language) == (TITLE, "ko")
    assert set(BODY) <= set(found.paragraphs)
    assert not any("購入" in paragraph or "中文" in paragraph for paragraph in found.paragraphs)


def test_a_mixed_document_of_english_and_chinese_keeps_its_own_text() -> None:
    found = read(
        "首页 新闻 体育 财经 娱乐\n海潮市将提高校园午餐补贴\n2024-03-05 10:20:00　来源：海潮日报\n"
        "海潮市将从明年起提高校园午餐补贴。\n事故没有造成人员伤亡。\n责任声明：以上内容为平台用户上传并发布。\nShare"
    )
    assert found.paragraphs[:2] == ("海潮市将从明年起提高校园午餐补贴。", "事故没有造成人员伤亡。")
    assert (found.language, found.publisher) == ("zh", "海潮日报")


@pytest.mark.parametrize("mark", ["-", "― ", "▶ ", "Q. ", "문: "])
def test_questions_and_answers_stay_to_the_last(mark: str) -> None:
    answer = "A. " if mark == "Q. " else ""
    talk = (
        f"{mark}가장 힘든 점은?",
        f"{answer}“돈이다.”",
        f"{mark}가족은 뭐라고 하던가.",
        f"{answer}“말렸다.”",
    )
    found = read(
        "\n".join((TITLE, "2024-03-05 10:20", LEAD, QUOTE, *talk, "관련기사", "다른 소식"))
    )
    assert found.paragraphs == (LEAD, QUOTE, *talk)


def test_a_flash_is_not_outweighed_by_the_notice_below_it() -> None:
    flash = "가람시가 모든 학교에 장치를 들이기로 했다."
    found = read(
        f"{TITLE}\n2024-03-05 10:20\n{flash}\n"
        "[알립니다] 나래 콘퍼런스에 독자 여러분을 초대합니다. 참가 신청은 누리집에서 받습니다."
    )
    assert found.paragraphs == (flash,)


def test_captions_leave_a_page_copied_as_one_line() -> None:
    caption = "장치가 놓인 교실 전경. [사진=가람시]"
    found = read(
        f"{TITLE} 입력 2024.03.05 10:20 글자크기 설정 {LEAD} {caption} {QUOTE} {LAST} "
        "홍길동 기자 gd@narae.example ⓒ 나래일보, 무단전재 및 재배포 금지"
    )
    assert found.paragraphs == (LEAD, f"{QUOTE} {LAST}")
    assert found.captions == (caption,)


def test_a_markdown_image_in_plain_text_is_no_paragraph() -> None:
    found = read(
        f"{TITLE}\n\n{LEAD}\n\n![교실 전경. 가람시 제공](https://img.narae.example/a.jpg)\n\n"
        f"{QUOTE}\n\n![](https://img.narae.example/b.jpg)\n\n{LAST}"
    )
    assert (found.paragraphs, found.captions) == (BODY, ("교실 전경. 가람시 제공",))


def test_a_credit_in_mid_text_does_not_end_the_article() -> None:
    found = read(f"{TITLE}\n2024-03-05 10:20\n{LEAD}\n© 나래위크 자료\n{QUOTE}\n{LAST}")
    assert found.paragraphs == BODY


def test_a_cut_sentence_above_a_paywall_stays_across_a_picture() -> None:
    cut = "시는 내년에도 같은 사업을 이어 가기로 하고 예산을"
    found = read(
        f"{TITLE}\n2024-03-05 10:20\n{LEAD}\n교실 전경. [사진=가람시]\n{cut}\n"
        "이 기사는 회원만 끝까지 읽을 수 있습니다."
    )
    assert found.paragraphs == (LEAD, cut)


def test_a_portals_trailer_is_no_part_of_the_article() -> None:
    found = read(
        f"{TITLE}\n입력2024.03.05. 오전 10:20\n홍길동 기자\n본문 요약봇\n{PARAGRAPHS}\n"
        "홍길동 기자 gd@narae.example\nCopyright ⓒ 나래일보. All rights reserved. 무단 전재 금지.\n"
        "이 기사는 언론사에서 사회 섹션으로 분류했습니다.\n"
        "기사의 섹션 정보는 해당 언론사의 분류를 따르고 있습니다. 언론사는 개별 기사를 2개 이상 "
        "섹션으로 중복 분류할 수 있습니다.\n나래일보 헤드라인\n다른 시의 소식 하나\n3시간전"
    )
    assert (found.title, found.paragraphs, found.publisher) == (TITLE, BODY, "나래일보")
