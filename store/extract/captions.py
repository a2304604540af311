"""Tells the captions of pictures from the sentences of an article."""

import re
from typing import Final

from store.extract import furniture

_AGENCY: Final = (
    r"(?:연합뉴스TV|연합뉴스|뉴시스|뉴스1|뉴스핌|로이터|신화|교도|타스|게티이미지(?:뱅크"
    r"|코리아)?|AFP|AP|EPA|UPI|REUTERS|Reuters"
    r"|Yonhap|YONHAP|Xinhua|Kyodo|Getty(?: Images)?|TASS|dpa|共同|時事|ロイター|新华社|中新社"
    r"|視覺中國|视觉中国)"
)
_CREDIT: Final = (
    r"(?:사진|자료|출처|그래픽|이미지|일러스트|캡[처쳐]|영상|제공|Photo|Image|Credit|Source|写真"
    r"|画像"
    r"|出典|图|圖|图源|圖源|来源)"
)
# An explicit credit: no article's sentence ends so.
_EXPLICIT = re.compile(
    r"(?:^|[\s\[(<【（/|,.])(?:" + _CREDIT + r"(?:제공)?\s?[=:：／/ㅣ│|]\s?[^.。]{1,50}"
    r"|[^\s.]{1,20}\s?(?:자료\s?사진|자료\s?화면|화면\s?(?:캡[처쳐]|갈무리)|홈페이지 (?:캡[처쳐]"
    r"|갈무리)|유튜브 (?:캡[처쳐]|갈무리)"
    r"|공동취재단|공동취재사진|사진공동취재단)"
    r"|\w{1,30}\s?(?:캡[처쳐]|갈무리)"
    r"|(?:AP Photo|Photo by|Photograph(?:er|:)?|Courtesy of|Getty Images|Handout)\b[^.]{0,60}"
    r"|(?:ⓒ|©)\s?[^.]{1,40})[\])>】）]{0,2}\.?$"
)
# A bare agency at the end: a caption only where it stands apart from the words before it.
_AGENCY_END = re.compile(
    r"(?:[./。ⓒ©=＝\[(（<]\s?|[\"”’')\]]\s|\s"
    + _AGENCY
    + r"[ =/])(?:"
    + _AGENCY
    + r"(?:[ =/·]?"
    + _AGENCY
    + r")?)(?:\s?제공|发|發|供图|摄)?[\])）>]{0,2}\.?$"
)
_GIVEN = re.compile(
    r"\.\s[가-힣]{2,8}\s?DB$|(?:[./(\[]\s?|사진\s)[^./()\[\]]{2,24}\s?(?:제공|제공사진)[\])]?$"
)
_PREFIX = re.compile(
    r"^(?:(?P<mark>[▲△◀▼])(?!.*(?P=mark))\s?|↑{2,3}\s?|↑\s(?=[가-힣])|[\[(<](?:사진|자료사진)\s?(?:\d{1,2}|설명)[\])>]|사진\s?(?:\d{1,2}"
    r"|설명)?\s?[:：=]\s?"
    r"|图为|(?:File photo|FILE PHOTO|Photo|PHOTO|Image|Caption|Figure \d{1,2})\s?[:：]\s"
    r"|(?:写真|図|图|圖)\s?\d{0,2}\s?[:：=＝]\s?)"
)
# A photographer of the house: what stands before the name is checked to be a scene.
_PHOTOGRAPHER = re.compile(
    r"[.…]\s?(?:[가-힣]{2,5}\s?[|ㅣ/=]\s?)?[가-힣]{2,4}\s?(?:선임|사진)?기자(?:\s[\w.%+-]{1,30}@[\w.-]{3,30})?$"
)
# Who gave the picture, behind a scene.
_HOLDER = re.compile(r"[.…]\s?/\s?[가-힣A-Za-z][^./]{1,24}$")
_ENDS: Final = (_AGENCY_END, _GIVEN, _PHOTOGRAPHER, _HOLDER)
# Photo reports are headlined so too: a caption only when a sentence follows.
_MARKED = re.compile(r"^[\[(<【](?:사진|포토|자료사진|그래픽|写真|図解|图)[\])>】]\s?")
_SCENE = re.compile(
    r"(?:(?:고|[아어여해돼서려]) 있[다는습]|있는 (?:모습|장면)|하는 (?:모습|장면)|모습|장면"
    r"|전경|로고|이미지|포즈"
    r"|기념\s?(?:사진|촬영)|조감도|악수하|조형물|현장|CI"
    r"|대표|회장|장관|의원|총리|대통령|CEO|교수|사장)(?:다|니다)?[.…]?$"
)
_EAST = re.compile(
    r"＝[^。]{1,30}(?:日|前|後|撮影|共同|ロイター|提供|で|市|区|都|県)[^。]{0,20}$"
    r"|(?:[（(](?:写真|資料|画像|提供|撮影|图|圖"
    r"|资料)[^）)]{0,30}[）)]|[（(][^（()）。]{1,20}(?:[摄攝]|提供|供[图圖])[）)]|撮影|[摄攝])$"
)
_PICTURE_WORDS = re.compile(
    r"(?:pictured|file photo|seen (?:here|in|at|on)|looks on|poses|speaks (?:at|during)|attends"
    r"|shakes hands|walks|arrives)"
)


def is_caption(line: str) -> bool:
    """Tell whether ``line`` describes a picture: by its credit, its mark, or its scene."""
    if len(line) > 500:
        return False
    if _MARKED.match(line) and furniture.ends_sentence(line):
        return True
    if _PREFIX.match(line) or _EXPLICIT.search(line[-90:]):
        return True
    if _EAST.search(line[-60:]) and "。" not in line[-1:]:
        return True
    found = next(filter(None, (end.search(line[-60:]) for end in _ENDS)), None)
    if found is None:
        return False
    before = line[: len(line) - (len(line[-60:]) - found.start())].rstrip(" ./[(（=＝")
    return _describes(before, ends_sentence=found[0].lstrip()[:1] == ".")


def is_marked(line: str) -> bool:
    """Tell whether ``line`` begins as captions do, and the headlines of photo reports too."""
    return _MARKED.match(line) is not None


def _describes(before: str, *, ends_sentence: bool) -> bool:
    """Tell a scene from the last paragraph of a report, which wire copy also ends with a credit."""
    if len(before) > 260:
        return False
    if _SCENE.search(before) or _PICTURE_WORDS.search(before):
        return True
    told = re.search(r"[가-힣]다$|[요죠까]$", before)
    return told is None and (ends_sentence or len(before) <= 120)
