"""Recognises in the script of a broadcast who speaks, and who filmed and cut it."""

import re
from typing import Final

_ROLE: Final = (
    r"(?:(?:앵커|기자)(?:\s?멘트)?|리포트|리포터|아나운서|인터뷰|녹취|내레이션"
    r"|(?:기상\s?)?캐스터|특파원)"
)
_NAME: Final = r"[가-힣]{2,4}"
_OPEN, _CLOSE = r"[\[<‹〈《【◀◁＜［]", r"[\]>›〉》】▶▷＞］]"
# ‹앵커›, ◀ 리포트 ▶, [홍길동 기자], [앵커: 홍길동], [홍길동/선장]; nothing else in the line.
_SPEAKER = re.compile(
    rf"{_OPEN}\s?(?:{_ROLE}|(?:{_NAME}\s)?{_ROLE}|{_ROLE}\s?[:：/]?\s?{_NAME}"
    rf"|{_NAME}\s?[/|ㅣ]\s?[^\[\]<>\"“”:：.?!=]{{1,30}})\s?{_CLOSE}"
)
# No outlet, credit or box is named so in brackets.
_NO_SPEAKER = re.compile(r"사진|자료|제공|출처|그래픽|뉴스|일보|신문|통신|방송|단독|속보")
_TASK: Final = (
    r"(?:영상\s?취재|영상\s?편집|영상\s?디자인|화면\s?제공|영상\s?제공|촬영\s?기자|촬영|카메라|편집|그래픽|디자인"
    r"|자막|CG|VJ|오디오)"
)
_NAMED: Final = rf"{_TASK}\s?[:：=]\s?{_NAME}(?:(?:\s?[·,ㆍ/]\s?|\s){_NAME}(?!\s?[:：=])){{0,4}}"
_CREW = re.compile(rf"[(\[<]?\s?{_NAMED}(?:\s{{0,2}}[,·/|]?\s{{0,2}}{_NAMED}){{0,6}}\s?[)\]>]?")
_BEHIND_CAMERA = re.compile(r"영상|촬영|카메라|VJ|CG|오디오")
_LONGEST: Final = 160


def is_speaker(line: str) -> bool:
    """Tell whether ``line`` only says who speaks next in a broadcast."""
    found = len(line) <= _LONGEST and _SPEAKER.fullmatch(line) is not None
    return found and _NO_SPEAKER.search(line) is None


def is_crew(line: str) -> bool:
    """Tell whether ``line`` only names those who filmed and cut a broadcast."""
    if len(line) > _LONGEST or _BEHIND_CAMERA.search(line) is None:
        return False
    return _CREW.fullmatch(line) is not None
