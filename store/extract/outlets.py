"""Outlets: the names and domains we know, and the name that a page gives for its own."""

import re
from collections.abc import Iterable
from typing import Final

from store.extract import dates

#: Domains of well-known outlets, for an e-mail address or a canonical link.
DOMAINS: Final = {
    "ajunews.com": "아주경제",
    "asiae.co.kr": "아시아경제",
    "asiatoday.co.kr": "아시아투데이",
    "bbc.co.uk": "BBC",
    "bbc.com": "BBC",
    "bloter.net": "블로터",
    "busan.com": "부산일보",
    "chosun.com": "조선일보",
    "cnn.com": "CNN",
    "cna.com.tw": "中央社",
    "dailian.co.kr": "데일리안",
    "ddaily.co.kr": "디지털데일리",
    "donga.com": "동아일보",
    "dt.co.kr": "디지털타임스",
    "edaily.co.kr": "이데일리",
    "etnews.com": "전자신문",
    "etoday.co.kr": "이투데이",
    "fnnews.com": "파이낸셜뉴스",
    "hani.co.kr": "한겨레",
    "hankookilbo.com": "한국일보",
    "hankyung.com": "한국경제",
    "heraldcorp.com": "헤럴드경제",
    "imaeil.com": "매일신문",
    "inews24.com": "아이뉴스24",
    "japantimes.co.jp": "The Japan Times",
    "joongang.co.kr": "중앙일보",
    "jtbc.co.kr": "JTBC",
    "kbs.co.kr": "KBS",
    "khan.co.kr": "경향신문",
    "khan.kr": "경향신문",
    "kmib.co.kr": "국민일보",
    "koreaherald.com": "The Korea Herald",
    "koreatimes.co.kr": "The Korea Times",
    "kukinews.com": "쿠키뉴스",
    "kyunghyang.com": "경향신문",
    "mainichi.co.jp": "毎日新聞",
    "mainichi.jp": "毎日新聞",
    "mbc.co.kr": "MBC",
    "mk.co.kr": "매일경제",
    "money.co.kr": "머니투데이",
    "mt.co.kr": "머니투데이",
    "munhwa.com": "문화일보",
    "news1.kr": "뉴스1",
    "newsis.com": "뉴시스",
    "newspim.com": "뉴스핌",
    "nhk.or.jp": "NHK",
    "nikkei.com": "日本経済新聞",
    "nytimes.com": "The New York Times",
    "ohmynews.com": "오마이뉴스",
    "people.com.cn": "人民网",
    "pressian.com": "프레시안",
    "reuters.com": "Reuters",
    "sbs.co.kr": "SBS",
    "sedaily.com": "서울경제",
    "segye.com": "세계일보",
    "seoul.co.kr": "서울신문",
    "tf.co.kr": "더팩트",
    "theguardian.com": "The Guardian",
    "thelec.kr": "디일렉",
    "tvchosun.com": "TV조선",
    "viva100.com": "브릿지경제",
    "washingtonpost.com": "The Washington Post",
    "wowtv.co.kr": "한국경제TV",
    "xinhuanet.com": "新华网",
    "yna.co.kr": "연합뉴스",
    "yonhapnewstv.co.kr": "연합뉴스TV",
    "yomiuri.com": "読売新聞",
    "ytn.co.kr": "YTN",
    "zdnet.co.kr": "지디넷코리아",
}
_MORE_NAMES: Final = """
한겨레신문 한국경제신문 매일경제신문 조선비즈 중앙SUNDAY 머니S 노컷뉴스 CBS노컷뉴스 채널A
MBN 뉴스핌 뉴데일리 시사IN 시사저널 미디어오늘 아이티월드 테크M 한경닷컴 조선닷컴 동아닷컴
매경닷컴 한국경제매거진 이코노미스트 국제신문 강원일보 경인일보 광주일보 전북일보 제주일보
대전일보 충청일보 충북일보 경남신문 경북일보 영남일보 농민신문 스포츠서울 스포츠조선
스포츠동아 일간스포츠 스포츠경향 OSEN 마이데일리 엑스포츠뉴스 스타뉴스 텐아시아 조이뉴스24
더벨 비즈워치 비즈니스포스트 뉴스토마토 이코노믹리뷰 글로벌이코노믹 오마이뉴스 뉴스타파
朝日新聞 産経新聞 東京新聞 日経新聞 時事通信 共同通信 聯合ニュース 人民日報 新华社 中新社
中国新闻网 环球时报 澎湃新闻 新京报 财新 自由時報 聯合報 中國時報 联合早报 Yonhap AP AFP
Bloomberg CNBC Guardian NPR
"""
_LONG_NAMES: Final = (
    "Yonhap News Agency",
    "Associated Press",
    "The Associated Press",
    "Financial Times",
    "The Wall Street Journal",
    "South China Morning Post",
    "Korea JoongAng Daily",
)
NAMES: Final = frozenset((*DOMAINS.values(), *_MORE_NAMES.split(), *_LONG_NAMES))
#: Pages of others' articles; never the outlet.
_PORTAL_NAMES: Final = """
naver 네이버 네이버뉴스 kakao 카카오 daum 다음 다음뉴스 nate 네이트 google googlenews 구글
yahoo yahoo!ニュース yahoojapan lycorporation 야후 msn zum 줌 kakaocorp navercorp microsoft
skcommunications facebook youtube tistory 티스토리 blog 블로그
"""
_PORTALS: Final = frozenset(_PORTAL_NAMES.split())
_ENDING = re.compile(
    r"(?:신문사?|일보|뉴스|경제|방송|타임[스즈]|저널|투데이|닷컴|미디어|통신사?|매거진|데일리"
    r"|[Nn]ews|Times|Post|Journal|Herald|Daily|Tribune|Today|新聞社?|新闻网?|通信社?|日報|日报"
    r"|時報|时报|晚报|早报|オンライン|ニュース|ONLINE)$"
)

# Endings that no section or box has (뉴스, 경제 and Today stand over many).
_LONE = re.compile(
    r"^(?:[^\s]{1,10}(?:신문|일보|방송|통신|新聞|新聞社|日報|日报|时报|時報|晚报|新闻网)"
    r"|(?:The )?(?:[A-Z][a-z]{1,15} ){1,3}(?:Times|Post|Herald|Journal|Tribune|Ledger|Gazette"
    r"|Chronicle))$"
)
_NOT_A_NAME = re.compile(
    r"(?:저작권(?!자)|무단\s?(?:전재|복제|배포)|재배포|AI\s?학습|이용\s?금지"
    r"|[Aa]ll [Rr]ights|ALL RIGHTS|Unauthorized|無断|转载|轉載|未经|禁止|版权|版權|著作権)"
)
_SLOGAN = re.compile(r"[‘'“\"「『][^’'”\"」』\n]{2,40}[’'”\"」』]")
_ADDRESS = re.compile(
    r"\(?(?:https?://|www\.)?[a-z0-9-]{1,40}(?:\.[a-z0-9-]{1,20}){1,3}[^\s,)]{0,40}\)?",
    re.IGNORECASE,
)
_MARK = re.compile(
    r"ⓒ|©|\([cC]\)|@|저작권자|[Cc]opyrights?|COPYRIGHTS?|(?:19|20)\d\d(?:\s?[-~]\s?\d{4})?"
)
_UNAUTHORISED = re.compile(r"(?:未经|未經)(.{2,12}?)(?:书面|書面|授权|授權|许可|許可|同意)")
_DATELINE = re.compile(
    r"^\s{0,4}[\[(【（]\s?(?P<inside>[^\])】）\n]{2,40})[\])】）]"
    r"|^(?P<wire>新华社|新華社|中新社|中新网|人民网)"
    r"|^[A-Z][A-Za-z0-9 .,]{2,40}\((?P<agency>Yonhap|AP|Reuters|AFP|Kyodo|Xinhua"
    r"|Bloomberg)\)\s?[-–—]"
)
_MAIL_DOMAIN = re.compile(r"@([a-z0-9-]{1,40}(?:\.[a-z0-9-]{1,20}){1,3})", re.IGNORECASE)


def is_outlet(text: str) -> bool:
    """Tell whether the whole of ``text`` is the name of an outlet we know."""
    return text.strip(" \u3000[]()<>|=·-") in NAMES


def looks_like_outlet(text: str) -> bool:
    """Tell whether ``text`` is short, known or ends as names of outlets do, and no portal."""
    name = text.strip()
    if not 2 <= len(name) <= 30 or is_portal(name):
        return False
    return name in NAMES or (_ENDING.search(name) is not None and name.count(" ") <= 3)


def is_portal(name: str) -> bool:
    """Tell whether ``name`` is a portal or a host of blogs, which only shows others' texts."""
    squeezed = re.sub(r"[\s.,]|뉴스$|corp$|inc$|ltd$", "", name.lower())
    return squeezed in _PORTALS or squeezed.removesuffix("news") in _PORTALS


def by_domain(host: str) -> str | None:
    """Name the outlet of ``host``, also for its subdomains."""
    parts = host.lower().strip(".").split(".")
    for start in range(len(parts) - 1):
        name = DOMAINS.get(".".join(parts[start:]))
        if name is not None:
            return name
    return None


def from_copyright(line: str) -> str | None:
    """Read the holder's name out of a copyright line."""
    line = re.sub("（[Cc]）", "©", line)
    found = _UNAUTHORISED.search(line)
    if found is not None and looks_like_outlet(found[1]):
        return found[1]
    text = _ADDRESS.sub(" ", line.strip(" <>[](){}〈〉《》\t"))
    for candidate in (_SLOGAN.sub(" ", text), text):
        marked = _MARK.sub("\n", candidate).lstrip(" \n.,:-")
        name = _pick_name(re.split(r"[\n,|/·&]|\.\s|\s[-–]\s|\.$", _NOT_A_NAME.split(marked)[0]))
        name = name or _pick_name(re.split(r"[\n,|/·&]|\.\s|\s[-–]\s|\.$", marked))
        if name is not None:
            return name
    return None


def _pick_name(pieces: Iterable[str]) -> str | None:
    names = [piece.strip(" \u3000.,:;<>[](){}'\"‘’“”-–·및") for piece in pieces]
    names = [
        name
        for name in names
        if 2 <= len(name) <= 30
        and not is_portal(name)
        and _NOT_A_NAME.search(name) is None
        and re.search(r"[^\W\d_]", name)
    ]
    for fits in (is_outlet, looks_like_outlet):
        for name in names:
            if fits(name):
                return name
    # A slogan before the name has several words, the name itself few.
    short = [name for name in names if name.count(" ") <= (4 if name.isascii() else 2)]
    return short[-1] if short else None


def from_dateline(paragraph: str) -> str | None:
    """Read the outlet out of ``[서울=연합뉴스]``, ``[파이낸셜뉴스]`` or ``SEOUL (Yonhap) --``."""
    found = _DATELINE.match(paragraph)
    if found is None:
        return None
    if found["inside"] is None:
        return found["wire"] or found["agency"]
    japanese = _japanese(found["inside"].strip())
    if japanese is not None:
        return japanese
    for piece in re.split(r"[=/ ·]", found["inside"]):
        if piece in NAMES or (looks_like_outlet(piece) and "=" in found["inside"]):
            return piece
    inside = found["inside"].strip()
    return inside if looks_like_outlet(inside) else None


def _japanese(inside: str) -> str | None:
    for name in ("聯合ニュース", "共同", "時事", "ロイター"):
        if inside.endswith(name):
            return {"共同": "共同通信", "時事": "時事通信"}.get(name, name)
    return None


def from_source(line: str) -> str | None:
    """Read the outlet out of ``来源：…``, or beside the date in ``line`` (``한빛일보 | 입력 "
    "…``)."""
    found = re.search(r"(?:来源|來源|매체|언론사)\s?[:：]\s?([^\s:：|]{2,20})", line)
    if found is not None:
        return found[1]
    for piece in re.split(r"[|·•,/　]|\s{2,}", dates.without_stamps(line) + "|" + line):
        name = piece.strip()
        if name in NAMES or is_lone_outlet(name):
            return name
    return None


def is_lone_outlet(text: str) -> bool:
    """Tell whether ``text``, alone in a line, can only be the name of an outlet."""
    return len(text) <= 30 and _LONE.match(text) is not None


def from_mail(line: str) -> str | None:
    """Name the outlet of the first e-mail address whose domain we know."""
    for found in _MAIL_DOMAIN.finditer(line):
        name = by_domain(found[1])
        if name is not None:
            return name
    return None


def without_suffix(title: str, outlet: str | None) -> str:
    """Cut `` - 매일경제``, ``| 한겨레``, ``: 네이버 뉴스`` and breadcrumbs off the end of "
    "``title``."""
    text = title.strip()
    for _ in range(3):
        found = re.search(r"\s{0,3}(?:\s[-–—|<:·>]|[|｜])\s{0,3}([^-–—|｜<>]{2,40})$", text)
        if found is None or found.start() < 4:
            break
        suffix = found[1].strip()
        known = suffix == outlet or looks_like_outlet(suffix) or is_portal(suffix)
        if not known and not found[0].strip().startswith("<"):
            break
        text = text[: found.start()].rstrip()
    return text
