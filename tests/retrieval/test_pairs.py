"""A text teaches which spellings are one name, and remarks in brackets teach nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.pairs import pairs
from store.names import Pair


def alike(text: str) -> list[tuple[str, str]]:
    return [(one.name, one.spelling) for one in pairs(text) if one.alike]


def unlike(text: str) -> list[tuple[str, str]]:
    return [(one.name, one.spelling) for one in pairs(text) if not one.alike]


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("미국의 세이론(Saeron)은 새 모델을 냈다.", ("세이론", "Saeron")),
        ("벨트로픽(Velthropic·‘에이다’ 개발사)이 밝혔다.", ("벨트로픽", "Velthropic")),
        ("Saeron(세이론)은 새 모델을 냈다.", ("Saeron", "세이론")),
        ("이를 만든 ‘세이론’(Saeron)은", ("세이론", "Saeron")),
        ("가람산림관리청(이하 가산청)은 13일", ("가람산림관리청", "가산청")),
        ("바다 자원 관리 위원회(바자위)는", ("바다 자원 관리 위원회", "바자위")),
        ("전국바다연합회(전바련)는", ("전국바다연합회", "전바련")),
        ("임서윤(林瑞允) 시장은", ("임서윤", "林瑞允")),
        ("the Haldane Board of Trade (HBT) said", ("Haldane Board of Trade", "HBT")),
        ("HBT (Haldane Board of Trade) said", ("HBT", "Haldane Board of Trade")),
        ("米ノルディン（Nordin）は新型を発表した。", ("ノルディン", "Nordin")),
        ("海原銀行（海銀）は", ("海原銀行", "海銀")),
        ("据海原发展银行（海发行）称", ("海原发展银行", "海发行")),
    ],
)
def test_names_that_look_or_sound_alike_are_believed(text: str, pair: tuple[str, str]) -> None:
    assert alike(text) == [pair]


def test_a_person_is_also_known_by_the_surname() -> None:
    assert alike("최고경영자 톰 할데인(Tom Haldane)은") == [
        ("톰 할데인", "Tom Haldane"),
        ("할데인", "Haldane"),
    ]


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("그는 바다자원관리기구(ORO)에서 일했다.", ("바다자원관리기구", "ORO")),
        ("ORO(바다자원관리기구)는", ("ORO", "바다자원관리기구")),
        ("이는 해운지수(SSI)를 올렸다.", ("해운지수", "SSI")),
        ("据海洋资源研究中心(Nordin)称", ("海洋资源研究中心", "Nordin")),
    ],
)
def test_names_in_two_scripts_wait_for_other_articles(text: str, pair: tuple[str, str]) -> None:
    assert alike(text) == []
    assert unlike(text) == [pair]


@pytest.mark.parametrize(
    "text",
    [
        "김하람 대표(54)는",
        "해람시(1위)와 가람시(2위)",
        "새담전자(005930)는",
        "지난 11일(현지시간) 열린",
        "최도윤(HRB)이 두 골을 넣었다.",
        "최도윤(해람FC)이 두 골을 넣었다.",
        "송나루 의원(가람당)은",
        "그는 웃었다(사진).",
        "이를 두고(그는 몰랐지만) 말했다.",
        "윤 대표(왼쪽)와",
        "연구(Haldane 2003)에 따르면",
        "새담전자(새담)는",
        "2조3000억원(약 20억달러)",
    ],
)
def test_remarks_teach_nothing(text: str) -> None:
    assert pairs(text) == ()


def test_a_list_of_thousands_teaches_little() -> None:
    text = "\n".join(f"나래{chr(0xAC00 + at)}(Narae{at}a)" for at in range(3000))
    assert len(pairs(text)) <= 42


@given(st.text(alphabet=st.sampled_from("가나AI한은 (){}（）·,‘’オ銀Ba.1다"), max_size=200))
def test_both_spellings_stand_in_the_text(text: str) -> None:
    found = pairs(text)
    assert found == pairs(text)
    for one in found:
        assert isinstance(one, Pair)
        assert one.name in text
        assert one.spelling in text
