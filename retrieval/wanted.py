"""What kind of thing a question asks for, and whether a sentence has one to show."""

import re
from typing import Final, Literal

Wanted = Literal["percent", "money", "date", "number", "person", "place", "definition", "reason"]


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.VERBOSE | re.IGNORECASE)


#: Tried in this order: «몇 %» is a percentage before it is a number.
_ASKS: Final[tuple[tuple[Wanted, re.Pattern[str]], ...]] = (
    (
        "percent",
        _pattern(
            r"몇\s?(?:%|퍼센트|프로) | 비율 | 퍼센트 | [율률](?:은|는|이|가)?\s?(?:얼마|몇)"
            r"| percent | 何(?:パーセント|%)"
        ),
    ),
    (
        "money",
        _pattern(
            r"몇\s?[만천백]?\s?[조억만천]?\s?(?:원|달러|엔|유로|위안)"
            r"| 금액 | 가격 | 요금 | 얼마 | 값은"
            r"| how\smuch | price | \bcosts?\b | いくら | 多少钱"
        ),
    ),
    (
        "date",
        _pattern(
            r"언제 | 며칠 | 몇\s?(?:년|월|일|시)(?!간) | 날짜 | [연년]도"
            r"| 시기 | 시점 | (?:날|해|때)[은는]"
            r"| \bwhen\b | what\s(?:date|year|day|month) | いつ | 何[年月日] | 什么时候 | 哪[年天]"
        ),
    ),
    (
        "number",
        _pattern(
            r"몇 | [수량][는은] | 수치 | 규모 | how\s(?:many|long|far|old|large|big) | number\sof"
            r"| 何[人件台個回] | 多少 | 几[个人家名]"
        ),
    ),
    (
        "person",
        _pattern(r"누구 | 누가 | 인물 | (?:사람|이름|감독|대표)[은는] | \bwho\b | 誰 | だれ | 谁"),
    ),
    (
        "place",
        _pattern(
            r"어디 | 장소 | (?:곳|지역|도시)[은는] | (?:나라|국가)[은는] | \bwhere\b"
            r"| which\s(?:city|country|place) | どこ | 哪里 | 哪儿 | 哪个(?:城市|国家)"
        ),
    ),
    (
        "definition",
        _pattern(
            r"이?란(?:\s(?:뭐|무엇).*)?\s?\?*$"
            r"| [이가]?\s?(?:뭐|무엇)(?:야|인가|인가요|이야|예요|죠|지)?\s?\?*$"
            r"| (?:뜻|의미)[은는] | what\s(?:is|are)\b | とは | 是什么"
        ),
    ),
    ("reason", _pattern(r"왜 | 이유 | 까닭 | 원인 | 배경 | \bwhy\b | なぜ | 理由 | 为什么")),
)
_SHOWS: Final[dict[Wanted, re.Pattern[str]]] = {
    "percent": _pattern(r"\d\s?(?:% | 퍼센트 | 프로 | percent | パーセント) | 절반 | \d배"),
    "money": _pattern(
        r"\d[\d,.]*\s?[조억만천]?\s?(?:여\s?)?(?:\d[\d,.]*\s?[억만]?)?\s?"
        r"(?:원|달러|엔|유로|위안|파운드|won|dollars?|円|元|ドル) | [$€£¥₩]\s?\d"
    ),
    "date": _pattern(
        r"\d\s?(?:년|월|일|시|세기|年|月|日|時) | \d{4}"
        r"| 올해 | 지난해 | 내년 | 작년 | 상반기 | 하반기 | 분기"
        r"| January | February | March | April | \bMay\b | June | July | August | September"
        r"| October | November | December | (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    ),
    "number": _pattern(
        r"\d | [한두세네]\s(?:개|명|곳|차례|번|가지)"
        r"| \b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozen)\b | [一二三四五六七八九十]"
    ),
    "person": _pattern(
        r"씨 | 대표 | 회장 | 사장 | 위원장 | 장관 | 의원 | 대통령 | 총리 | 교수 | 감독"
        r"| 선수 | 시장"
        r"| 지사 | 기자 | 원장 | 이사 | 부장 | 팀장 | 박사 | 왕 | 장군 | 氏 | さん"
        r"| \b(?-i:[A-Z][a-z]+\s[A-Z][a-z]+)"
    ),
    "place": _pattern(
        r"(?:시|군|구|도|읍|면|동|역|항|국|섬|공항|센터|호텔|광장|병원|대학교?|공원|본사|청사)"
        r"(?:에서|에|의|로|으로|이|가|은|는|을|를)?(?:[\s,.]|$) | 에서 | \b(?:in|at)\s(?-i:[A-Z])"
    ),
    "definition": _pattern(
        r"(?:뜻|의미|말|가리)(?:한다|하는|합니다|킨다)"
        r"| (?:이란|란|은|는)\s.{4,}(?:이다|입니다)\.?$"
        r"| \bis\san?\b | refers\sto | とは"
    ),
    "reason": _pattern(
        r"때문 | 위해 | 따라 | 탓 | 이유 | 까닭 | 영향 | 으로\s(?:인해|풀이|보인)"
        r"| because | due\sto | owing | ため | 因为"
    ),
}


def wanted(question: str) -> Wanted | None:
    """Return the kind of thing asked for, None when the wording does not tell."""
    return next((kind for kind, asks in _ASKS if asks.search(question)), None)


def shows(kind: Wanted, sentence: str) -> bool:
    """Tell whether ``sentence`` has something of that kind to show."""
    return _SHOWS[kind].search(sentence) is not None
