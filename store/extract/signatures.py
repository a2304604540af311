"""Who signs without saying so: columnists, blogs, readers' apps, and outlets in datelines."""

import re
from typing import Final

from store.extract.bylines import CAPITAL, is_korean_name
from store.extract.outlets import is_outlet

#: Who signs a column: a name and an office, alone at the end.
_SIGNATURE = re.compile(
    r"(?P<name>[가-힣]{2,4})\s?[|/·,ㅣ]?\s(?:[가-힣A-Za-z·]{2,12}\s){0,2}[가-힣]{0,8}"
    r"(?:교수|변호사|논설위원|칼럼니스트|연구위원|연구원|소장|박사|작가|시인|소설가|평론가|전문위원"
    r"|대표|이사장|원장|의사|회계사|변리사)"
)
_WESTERN_NAME = re.compile(CAPITAL + r"\s(?:[A-Z]\.\s)?" + CAPITAL)
_PEN_NAME = re.compile(
    r"(?:by|posted by|written by|글쓴이\s?by)\s{1,2}(?P<name>\S{2,24})", re.IGNORECASE
)
_CLOSING_NAME = re.compile(
    r"。\s?[（(【](?P<name>[一-鿿々]{3,5}|[一-鿿々]{1,4}[\s　][一-鿿々ぁ-ヿ]{1,4})[）)】]$"
)
#: Between brackets before a lead: the outlet, then the writer.
_OUTLET_BESIDE = re.compile(
    r"^[\[(【]\s?(?P<outlet>[^\s=|/\])】]{2,12})\s?[=|/ ]\s?[가-힣]{2,4}\s?기자[\])】]"
)
# The hundred commonest of China, traditional forms too; a name of three letters begins with one.
_CHINESE_SURNAMES: Final = frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖萧蕭"
    "田董袁潘于蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鍾谭譚陆陸汪范石廖贾賈夏韦韋付傅方白邹鄒孟熊秦邱"
    "江尹薛闫閻段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴覃武戴莫孔向汤湯"
)
_PLACE_NAMES: Final = """
서울 부산 대구 인천 광주 대전 울산 세종 경기 강원 충북 충남 전북 전남 경북 경남 제주 수원 춘천 청주
홍성 전주 무안 안동 창원 성남 고양 용인 포항 여수 강릉 원주 뉴욕 워싱턴 도쿄 베이징 상하이 런던 파리
베를린 모스크바 브뤼셀 하노이 방콕 홍콩 로스앤젤레스 실리콘밸리 제네바
"""
_PLACES: Final = frozenset(_PLACE_NAMES.split())


def outlet_in_dateline(paragraph: str) -> str | None:
    """The name beside the writer's in ``[나래온=홍길동 기자]``, unless it is a place."""
    found = _OUTLET_BESIDE.match(paragraph)
    if found is None or found["outlet"] in _PLACES or found["outlet"][-1] in "시도군구":
        return None
    return found["outlet"]


def signature(line: str) -> str | None:
    """The name in a line that is nothing but a name and its office."""
    found = _SIGNATURE.fullmatch(line.strip())
    if found is None or not is_korean_name(found["name"], strict=False):
        return None
    return found["name"]


def closing_name(paragraph: str) -> str | None:
    """The name in brackets that Japanese reports end with: ``…を決めた。（高梨遼）``."""
    found = _CLOSING_NAME.search(paragraph[-40:])
    return None if found is None or is_outlet(found["name"]) else found["name"]


def beside_date(line: str, rest: str) -> str | None:
    """The name that alone stands beside the date: ``rest`` is ``line`` without it."""
    if re.search(r"[()\d]\s?\||조회|추천", line):
        return None  # a board's member
    word = rest.strip()
    named = 3 <= len(word) <= 4 and is_korean_name(word, strict=len(word) == 3)
    return word if named and line.startswith(word) else None


def lone_name(line: str) -> str | None:
    """The person whose name is all of ``line``: three syllables, perhaps with the
    name of an account (``홍길동(hong1)``), three Chinese letters, or two capitalised words.
    """
    word = line.strip()
    if _WESTERN_NAME.fullmatch(word):
        return word
    if (
        re.fullmatch("[一-鿿]{2}[^\\W省市县縣网網报報社版讯訊书書]", word)
        and word[0] in _CHINESE_SURNAMES
    ):
        return word
    word = re.sub(r"\([A-Za-z0-9_]{2,20}\)$", "", word)
    korean = re.fullmatch(r"[가-힣]{3,4}", word) and is_korean_name(word, strict=len(word) == 3)
    return word if korean else None


def pen_name(line: str) -> str | None:
    """The name after ``by`` that is no person's: how a blog signs."""
    found = _PEN_NAME.fullmatch(line.strip())
    return None if found is None else found["name"].strip(" .,")
