"""Writers and outlets are named as the page gives them, from its own evidence only."""

import pytest

from store.extract import bylines, outlets


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("도쿄/홍길동 특파원", ["홍길동"]),
        ("뉴욕=홍길동 특파원", ["홍길동"]),
        ("gd@garam.example 홍길동 기자", ["홍길동"]),
        ("홍길동 선임기자 gd@garam.example", ["홍길동"]),
        ("홍길동·임꺽정 기자", ["홍길동", "임꺽정"]),
        ("홍길동 기자 임꺽정 기자", ["홍길동", "임꺽정"]),
        ("남궁민 기자", ["남궁민"]),
        ("글 홍길동 · 사진=임꺽정", ["홍길동"]),
        ("기자명 홍길동 기자", ["홍길동"]),
        ("By Jane Roe and John Doe", ["Jane Roe", "John Doe"]),
        ("By Jane Roe, Staff Writer", ["Jane Roe"]),
        ("山田 太郎 記者", ["山田 太郎"]),
        ("记者 张三、李四", ["张三", "李四"]),
        ("記者王小明／台北報導", ["王小明"]),
        ("온라인뉴스팀", []),
    ],
)
def test_a_byline_gives_its_writers(line: str, names: list[str]) -> None:
    assert bylines.is_byline(line)
    assert bylines.authors(line) == names


@pytest.mark.parametrize(
    "line",
    [
        "작성자 홍길동",
        "글쓴이: 홍길동",
        "제보는 jebo@garam.example",
        "사진=홍길동 기자",
        "나래일보 기자",
        "By the Sea",
    ],
)
def test_reposters_photographers_and_outlets_are_no_writers(line: str) -> None:
    assert bylines.authors(line) == []


@pytest.mark.parametrize(
    "line", ["홍길동 장관은 이날 회의에 나왔다.", "가람시, 기자 회견장 새로 연다"]
)
def test_a_sentence_or_headline_is_no_byline(line: str) -> None:
    assert not bylines.is_byline(line)


@pytest.mark.parametrize(
    "lead",
    [
        "[서울=연합뉴스] 홍길동 기자 = 시는",
        "(세종=뉴스1) 홍길동 기자 = 시는",
        "[나래일보 홍길동 기자] 시는",
        "[나래일보=홍길동 기자] 시는",
    ],
)
def test_a_dateline_names_its_writer(lead: str) -> None:
    assert bylines.authors_in_dateline(lead) == ["홍길동"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("<저작권자(c) 나래일보, 무단 전재-재배포, AI 학습 및 활용 금지>", "나래일보"),
        ("저작권자 © 나래일보 무단전재 및 재배포 금지", "나래일보"),
        ("ⓒ '세상을 여는 아침 신문' 나래일보. 무단전재·재배포 금지", "나래일보"),
        ("<ⓒ살림을 위한 경제 플랫폼, 나래경제(www.narae.example) 무단전재 배포금지>", "나래경제"),
        ("[ⓒ 나래경제 & narae.example, 무단 전재 및 재배포 금지]", "나래경제"),
        ("무단전재 및 재배포 금지 - 저작권자 ⓒ 나래위크", "나래위크"),
        ("Copyright 2024. 나래신문 All rights reserved.", "나래신문"),
        ("© 2024 The Narae Herald. All rights reserved.", "The Narae Herald"),
        ("（C）東湾新聞社　無断複製・転載を禁じます", "東湾新聞社"),
        ("版权声明：未经海潮日报书面授权，不得转载", "海潮日报"),
        ("Copyright © NAVER Corp. All Rights Reserved.", None),
        ("무단전재 및 재배포 금지", None),
    ],
)
def test_a_notice_of_rights_names_its_holder_but_no_portal(line: str, name: str | None) -> None:
    assert outlets.from_copyright(line) == name


@pytest.mark.parametrize(
    ("lead", "name"),
    [
        ("[서울=뉴시스] 홍길동 기자 =", "뉴시스"),
        ("[파이낸셜뉴스] 시는", "파이낸셜뉴스"),
        ("【ソウル聯合ニュース】市は", "聯合ニュース"),
        ("SEOUL, May 1 (Yonhap) -- The city", "Yonhap"),
        ("[단독] 시는", None),
    ],
)
def test_a_dateline_names_its_outlet(lead: str, name: str | None) -> None:
    assert outlets.from_dateline(lead) == name


def test_an_address_names_only_outlets_we_know() -> None:
    assert outlets.from_mail("홍길동 기자 gd@mail.hani.co.kr") == "한겨레"
    assert outlets.from_mail("홍길동 기자 gd@garam.example") is None


@pytest.mark.parametrize(
    ("title", "cut"),
    [
        ("시, 대책 발표 - 매일경제", "시, 대책 발표"),
        ("시, 대책 발표 | 한겨레", "시, 대책 발표"),
        ("시, 대책 발표 : 네이버 뉴스", "시, 대책 발표"),
        ("시, 대책 발표 < 경제 < 기사본문 - 충청일보", "시, 대책 발표"),
        ("K-드라마 - 세계 시장 정복", "K-드라마 - 세계 시장 정복"),
    ],
)
def test_the_outlet_is_cut_off_a_title(title: str, cut: str) -> None:
    assert outlets.without_suffix(title, None) == cut
