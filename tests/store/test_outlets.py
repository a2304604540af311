"""Many spellings of one outlet are one, and two outlets are never taken for one."""

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.outlets import Outlets, host_of, key, shipped

OUTLETS = Outlets()


@pytest.mark.parametrize(
    ("spellings", "outlet"),
    [
        ("한겨레;한겨레신문;hani.co.kr;www.hani.co.kr;Hankyoreh;The Hankyoreh", "한겨레"),
        ("(주)한겨레신문사;㈜ 한겨레;THE HANKYOREH;https://www.hani.co.kr/arti/1.html", "한겨레"),
        ("경향신문;경향신문사;khan.co.kr;The Kyunghyang Shinmun;경향닷컴", "경향신문"),
        ("매일경제;매경;매일경제신문;MK.CO.KR;매경닷컴;매일경제(www.mk.co.kr)", "매일경제"),
        ("연합뉴스;Yonhap News Agency;聯合ニュース;韩联社;yna.co.kr;en.yna.co.kr", "연합뉴스"),
        ("로이터;로이터통신;로이터 통신;REUTERS;Reuters;ロイター;路透社;reuters.com", "Reuters"),
        ("블룸버그;블룸버그통신;Bloomberg;ブルームバーグ;彭博社", "Bloomberg"),
        ("AP;AP통신;The Associated Press;Associated Press;美联社", "AP"),
        ("AFP;AFP통신;Agence France-Presse;法新社", "AFP"),
        ("신화통신;新华社;新華社;Xinhua;新华网;xinhuanet.com", "新华社"),
        ("교도통신;共同通信;共同通信社;Kyodo News;共同", "共同通信"),
        ("朝日新聞;朝日新聞社;株式会社朝日新聞社;朝日新聞デジタル;아사히신문", "朝日新聞"),
        ("日本経済新聞;日経;닛케이;니혼게이자이신문;Nikkei;www.nikkei.com", "日本経済新聞"),
        ("New York Times;The New York Times;New York Times Co.;NYT", "The New York Times"),
        ("中央社;中央通訊社;Central News Agency", "中央社"),
        ("KBS;KBS 뉴스;KBS NEWS;한국방송공사;news.kbs.co.kr", "KBS"),
        ("아시아경제;아시아경제(www.asiae.co.kr);Asia Business Daily", "아시아경제"),
    ],
)  # fmt: skip
def test_every_spelling_of_an_outlet_is_that_outlet(spellings: str, outlet: str) -> None:
    for spelling in spellings.split(";"):
        assert OUTLETS.canonical(spelling) == outlet, spelling


@pytest.mark.parametrize(
    "spellings",
    [
        "東湾新聞;東湾新聞社;株式会社東湾新聞社;東湾新聞社 (株);東湾 新聞",
        "나래일보;(주)나래일보;㈜나래일보;주식회사 나래일보;나래일보사;나래일보 ㈜;나래 일보",
        "나래뉴스24;나래뉴스２４;나래 뉴스24",
        "Narae Herald;The Narae Herald;NARAE HERALD;Narae Herald, Inc.;Narae Herald Co., Ltd."
        ";Ｎａｒａｅ　Ｈｅｒａｌｄ;narae herald;Narae  Herald Ltd",
        "海潮日报;海潮日报社;海潮日报有限公司",
    ],
)
def test_an_unknown_outlet_is_one_by_rule(spellings: str) -> None:
    names = spellings.split(";")
    assert {OUTLETS.canonical(name) for name in names} == {names[0]}
    assert len({key(name) for name in names}) == 1


APART = [
    "한국경제;한국경제TV;한경비즈니스;서울경제;서울경제TV;서울신문;아시아경제;아주경제;헤럴드경제",
    "매일경제;매일신문;매일경제TV;MBN;마이니치신문;매일일보",
    "중앙일보;Korea JoongAng Daily;중앙SUNDAY;일간스포츠;JTBC;미주중앙일보",
    "조선일보;조선비즈;TV조선;스포츠조선;주간조선;월간조선;헬스조선;IT조선;조선중앙통신",
    "동아일보;채널A;스포츠동아;주간동아;신동아;동아사이언스",
    "YTN;연합뉴스TV;연합뉴스;연합인포맥스;YTN사이언스;연합조보",
    "SBS;SBS Biz;KBS;MBC;MBN;EBS;SBS (Australia);KBS WORLD;부산MBC",
    "한겨레;한겨레21;씨네21",
    "경향신문;주간경향;스포츠경향",
    "머니투데이;머니투데이방송;머니S;뉴스1;뉴시스;뉴스핌",
    "경기일보;경기신문;경인일보;경북일보;경북매일;경남일보;경남신문;경상일보;경남도민일보",
    "대구일보;대구신문;대전일보;전남일보;전남매일;전북일보;광주일보;광주매일신문;국제신문",
    "The Korea Herald;The Korea Times;코리아데일리;Korea JoongAng Daily",
    "Financial Times;파이낸셜뉴스;The Times;The New York Times;Los Angeles Times",
    "日本経済新聞;日経ビジネス;Nikkei Asia;東京新聞;東京スポーツ;中国新聞;中国新闻社",
    "人民日报;人民网;新华社;环球时报;Global Times;中国日报",
    "聯合報;联合早报;聯合ニュース;經濟日報;经济日报;中央社;明報;信報",
    "BBC;CNN;CNBC;NBC News;ABC News;ABC (Australia);CNN Japan",
    "AP;AFP;UPI;EPA;Reuters;Bloomberg;TASS;dpa",
]


@pytest.mark.parametrize("names", APART)
def test_outlets_with_names_alike_stay_apart(names: str) -> None:
    for one, other in combinations(names.split(";"), 2):
        assert OUTLETS.canonical(one) != OUTLETS.canonical(other), (one, other)


def test_no_name_and_no_domain_of_the_table_means_two_outlets() -> None:
    shared = {"이코노미스트", "cbs", "tbs", "abcnews"}  # decided by the address
    meant = Counter(
        one
        for outlet in shipped().outlets
        for one in {key(name) for name in (outlet.name, *outlet.names)}
    )
    assert {name for name, count in meant.items() if count > 1} == shared
    hosts = Counter(host for outlet in shipped().outlets for host in outlet.domains)
    assert max(hosts.values()) == 1
    assert all(host_of(host) == host for host in hosts)


def test_every_outlet_of_the_table_is_itself() -> None:
    for outlet in shipped().outlets:
        own = outlet.name if outlet.publishes else None
        host = outlet.domains[0] if outlet.domains else None
        assert OUTLETS.canonical(outlet.name, host=host) == own
        for domain in outlet.domains:
            assert OUTLETS.canonical(None, host=f"www.{domain}") == own


def test_a_name_that_two_outlets_share_is_decided_by_the_address() -> None:
    assert OUTLETS.canonical("이코노미스트", host="www.economist.com") == "The Economist"
    assert OUTLETS.canonical("이코노미스트", host="economist.co.kr") == "이코노미스트"
    assert OUTLETS.canonical("ABC News", host="www.abc.net.au") == "ABC (Australia)"


def test_the_name_counts_before_the_address_that_shows_it() -> None:
    assert OUTLETS.canonical("연합뉴스", host="www.hani.co.kr") == "연합뉴스"
    assert OUTLETS.canonical("나래일보", host="www.hani.co.kr") == "나래일보"
    assert OUTLETS.canonical("한겨레 경제", host="www.hani.co.kr") == "한겨레"


@pytest.mark.parametrize(
    "name",
    ["네이버 뉴스", "NAVER Corp.", "다음", "Yahoo!ニュース", "티스토리", "naver.com", "YouTube"],
)
def test_a_portal_or_blog_host_is_no_outlet(name: str) -> None:
    assert OUTLETS.canonical(name) is None
    assert OUTLETS.canonical(name, host="hani.co.kr") == "한겨레"


@pytest.mark.parametrize(
    "host", ["n.news.naver.com", "v.daum.net", "gildong.tistory.com", "news.yahoo.co.jp"]
)
def test_a_page_on_a_portal_keeps_the_name_it_gives(host: str) -> None:
    assert OUTLETS.canonical(None, host=host) is None
    assert OUTLETS.canonical("한겨레신문", host=host) == "한겨레"
    assert OUTLETS.canonical("나래일보", host=host) == "나래일보"


def test_a_subdomain_that_is_an_outlet_of_its_own_is_not_its_parents() -> None:
    assert OUTLETS.canonical(None, host="biz.chosun.com") == "조선비즈"
    assert OUTLETS.canonical(None, host="news.chosun.com") == "조선일보"
    assert OUTLETS.canonical(None, host="business.nikkei.com") == "日経ビジネス"
    assert OUTLETS.canonical(None, host="notchosun.com") is None


def test_nothing_to_go_by_is_no_outlet() -> None:
    assert OUTLETS.canonical(None) is None
    assert OUTLETS.canonical("  ") is None
    assert OUTLETS.canonical("", host="news.example") is None


def test_an_admin_adds_names_and_domains() -> None:
    outlets = Outlets({"나래": "나래일보", "narae.example": "나래일보", "가람 한겨레": "Hankyoreh"})
    assert outlets.canonical("나 래") == "나래일보"
    assert outlets.canonical("https://news.narae.example/1") == "나래일보"
    assert outlets.canonical(None, host="www.narae.example") == "나래일보"
    assert outlets.canonical("가람한겨레") == "한겨레"
    assert outlets.canonical("경향신문") == "경향신문"


def test_what_an_admin_adds_wins_over_what_is_shipped() -> None:
    renamed = Outlets({"한겨레": "Hankyoreh"})
    assert renamed.canonical("한겨레신문") == renamed.canonical("www.hani.co.kr") == "Hankyoreh"
    assert Outlets({"naver.com": "네이버"}).canonical(None, host="n.news.naver.com") == "네이버"


def test_additions_may_follow_each_other_even_in_a_circle() -> None:
    assert Outlets({"가": "나", "나": "다"}).canonical("가") == "다"
    assert Outlets({"가": "나", "나": "가"}).canonical("가") in ("가", "나")
    assert Outlets({"가": "가"}).canonical("가") == "가"


def test_additions_under_their_keys_mean_the_same() -> None:
    added = {"The Narae Herald, Inc.": "나래일보", "www.Narae.example": "나래일보"}
    by_key = Outlets({key(name): outlet for name, outlet in added.items()})
    for name in added:
        assert by_key.canonical(name) == Outlets(added).canonical(name) == "나래일보"


@given(st.text(max_size=200))
def test_the_key_of_a_key_is_itself(name: str) -> None:
    assert key(key(name)) == key(name)


@given(st.text(max_size=200))
def test_any_name_is_read_once_and_for_all(name: str) -> None:
    found = OUTLETS.canonical(name, host=name)
    assert found is None or OUTLETS.canonical(found) == found


def test_the_table_holds_the_press_of_its_countries() -> None:
    assert len(shipped().outlets) >= 600
