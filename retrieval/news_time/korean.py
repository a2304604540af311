"""When the news appeared, in Korean."""

import re
from typing import Final

from retrieval.news_time.said import PRESS_KO, REACH, Said, is_long, is_past_day, is_quarter
from retrieval.periods import Period

_NEWS: Final = r"(?:뉴스|소식|기사|보도|헤드라인|속보)"
_TAIL: Final = re.compile(
    r"(?:\s?동안|간|\s?사이(?=[\s에의])|\s중(?=\s))?"
    r"(?:\s?들어서?(?=\s))?"
    rf"(?:(?:에는|에|의|자|치|은|는|엔)(?=\s|$|주요|{_NEWS}))?"
    r"(?:\s?(?P<since>이후|부터|이래)(?:로|의|에)?(?:는)?(?:\s?(?:지금|현재)까지)?)?"
)
_NEWS_WORD: Final = re.compile(
    rf"(?:[\w·&-]{{0,12}}?)(?:{_NEWS}(?:들|거리)?"
    r"(?:을|를|은|는|이|가|만|도|의|에|에서|에서는|에서도|에도|에는|에선|로|으로|중|중에|중에서|좀|요|란|랑|와|과"
    r"|(?:[가는만를]|은|을)?(?:있|알려|보여|정리|요약|모아|찾아|뭐|줘|말해|읽어|검색|볼|궁금)\S*)?"
    r"|(?:보도|게재)(?:된|한|됐|했|되었)\S*)"
)
_OTHER_NEWS: Final = re.compile(
    r"(?:택시|버스|운전|대리|배달|화물|트럭|기관차?|수리|설치|정비|산업|정보처리|건축|전기"
    r"|프로)\s?기사"
    rf"|{_NEWS}\S*\s(?:앵커|시청률|진행자|프로그램|제작|식당|시험|자격증|블록|블럭|작성법)"
    r"|뉴스룸|보도블[록럭]|보도국|기사식당"
)
#: The end of a clause that tells of an event (어제 열린, 총리가 만난), or what bends the time.
_CLAUSE: Final = re.compile(
    r"(?:[는던된힌]|(?<!치)킨|(?<![가마노])을|를|(?<![북남신대관주무유기제권방내])한|(?<!한)은"
    r"|에게|한테|에서|으로|까지|부터|보다|하며|으며|[다라하되]고|[았었였했됐갔왔]\w*"
    r"|열린|만난|[터벌어숨알려불거뤄이너라깨치러]진|오른|내린|떨어진|끝난|떠난|물러난|올린|바뀐"
    r"|마친|이긴|뽑힌|걸린|풀린|팔린|치른|벌인|일어난|선보인|보낸|될|열릴|나올|[있없]을"
    r"|^(?:[연낸본쓴간온산난진쏜뺀딴준]|이전|전|말|초|중순|하순|초순|상순|쯤|경|무렵|당시|기준|현재"
    r"|대비|만에?|마다|생|예정(?:인|된)?|중인|이맘때|출시|개봉|개최|방영|발매|시행|\d*분기"
    r"|\d+(?:일장?|월|년|주|세|일치))"
    r")$"
)
_OWN_TIME: Final = re.compile(
    r"목표|계획|전망|예산|실적|매출|예상|성장률|이익|상승률|판매량"
    r"|대선|총선|선거|월드컵|올림픽|아시안게임|노벨상|수능|시즌"
)
#: Is part of many a name (6월 항쟁, 30일 전 해지), so that the word for news must follow at once.
_NAMES_TOO: Final = re.compile(r"\d+\s?월|.*전")
_EVENTS: Final = (
    r"회의|회담|회동|경기(?!도)|사고|화재|공연|행사|시상식|회견|지진|폭발|재판|선고|총회|청문회"
    r"|개막식|결승|콘서트|집회|참사|협상|토론|인터뷰"
    r"|사건|석방|체포|구속|총격|사망|탄핵|발사|출시|개막|선거|총선|대선|계엄|붕괴|추락|침몰|해킹"
    r"|파업"
    r"|인수|합병|취임|사퇴|사임|서명|체결"
)
_EVENT: Final = re.compile(_EVENTS)
_PUBLISHED: Final = re.compile(
    r"\s*(?:새로\s?|(?P<press>(?:언론|신문|뉴스|매체|방송|포털)에(?:서|는)?\s))?"
    r"(?:나온|올라온|들어온|뜬|전해진|실린|난|발행된|등록된|쓴|쓰인|작성된|송고된"
    r"|있었던(?= (?:뉴스|소식)))"
    rf"(?=\s|$|{_NEWS}|거|것|게|내용)"
)
#: Announcements are in the news on the day they are made. Only where they follow at once.
_ANNOUNCED: Final = re.compile(r"\s*(?:새로\s?)?(?P<press>)(?:발표된|발표됐던)(?=\s)")
_CONTENT: Final = re.compile(r"\s?(?:것|거|게|걸|내용|이야기|얘기)")
_OTHER_THING: Final = re.compile(
    r"신곡|수록곡|앨범|음반|영화|드라마|게임|신제품|신차|아이폰|갤럭시|(?<![가-힣])책|모델|버전"
    r"|노래|제품|폰|결과|판결"
    r"|점수|확진|매물|메뉴|번호|로또|지표|지수|성적|평결|실적|발언"
)
_HAPPENED: Final = re.compile(
    rf"\s*(?P<topic>(?!\S*(?:{_EVENTS}))(?:[\w·&-]+\s){{0,2}}[\w·&-]+?(?:에서는?|한테|에게"
    rf"|에는?)\s)?"
    r"(?:(?:나라|세상|세계|국내|해외)에?\s?)?"
    r"(?:(?:있었던|일어난|벌어진) 일(?:들)?(?:을|은)?\s?(?:좀\s?)?(?:알려|정리|요약|뭐|보여|$)"
    r"|(?:무슨|어떤|뭔)\s?일(?:이|들이|이라도)?\s?(?:있|일어|생|벌어|터|났)"
    r"|(?:뭐|새로운\s?(?:거|것|게|일)|특별한\s?(?:거|것|게|일))\s?(?:좀\s?)?있)\S*[\s?!.~]*$"
)
_CAME_OUT: Final = re.compile(
    r"\s*(?:(?:신문|뉴스|언론|기사)에(?:서|는)?\s)?"
    r"(?:뭐|뭐가|무엇이|무슨\s?내용이|무슨\s?기사가)\s?(?:새로\s?)?(?:나왔|나온|떴|올라왔"
    r"|보도[됐되])\S*"
    r"(?:\s?(?:거|것|게)\S*)?[\s?!.~]*$"
)
#: What an outlet wrote, whatever its name.
_WROTE: Final = re.compile(
    rf"\s*(?:{PRESS_KO}(?:이|가|은|는|에서|에선|에서는)?\s)?"
    r"(?:뭐라고?|뭐라|뭘|무엇을|어떤\s?내용을|어떻게)\s?(?:보도|썼|전했|했|그랬|래$"
    r"|래[?\s])\S*[\s?!.~]*$",
    re.IGNORECASE,
)
_IDLE: Final = re.compile(
    r"\W*(?:(?:혹시|그럼|그래서|근데|그런데|자|야|안녕(?:하세요)?|저기요?|음|좀)[\s,.!~]+)*"
)
_PRESS_BEFORE: Final = re.compile(
    rf"(?:^|\s){PRESS_KO}(?:이|가|은|는|에서|에선)?\s*$", re.IGNORECASE
)
_PRESS_AFTER: Final = re.compile(rf"\s*{PRESS_KO}(?:이|가|은|는|에서|에선)?\s", re.IGNORECASE)
_RELATIVE: Final = re.compile(r"최근|\D+$")
_TOPIC: Final = re.compile(r"(?:관련|관련해서?|대해서?|관해서?|쪽)\s*$")
_WORK: Final = re.compile(
    r"(?:영화|드라마|(?<![가-힣])책|노래|소설|앨범|프로그램|예능|도서|에세이)\s*$"
)
_NEWS_BEFORE: Final = re.compile(rf"{_NEWS}(?:들)?(?:를|은|는|을|만|좀|중에?|,)?\s*$")
_ASK: Final = re.compile(
    r"\s*(?:것|거|걸|꺼|분|치)?(?:만|로|으로|들|는|을|를)?\s*(?:좀\s*)?"
    r"(?:(?:알려|보여|정리|찾아|줘|요약|검색|부탁|궁금)\S*)?(?:\s?줘\S*|\s?주세요)?[\s?.!~]*$"
)


def korean(text: str, period: Period, until: int) -> Said | None:
    """Read «어제 나온», «지난주 부동산 소식», «기사 지난주 것만», «오늘 무슨 일 있었어»."""
    tail = _TAIL.match(text, period.end, until)
    if tail is None:
        return None
    before = text[max(0, period.start - REACH) : period.start]
    after = text[tail.end() : until][:REACH]
    if _WORK.search(before) or _OTHER_NEWS.search(before + "_" + after):
        return None
    glued = after[:1].isalnum() and tail["since"] is None
    if glued and re.search(r"\d|요일", text[period.start : period.end]):
        after = after if re.match(rf"{_NEWS}|나온|올라온", after) else "\n"
    idle = _IDLE.fullmatch(before)
    if (
        _news_follows(after, text, period)
        or _published(after, text, period)
        or (idle and _happened(after, text, period))
        or (_WROTE.match(after) and (_PRESS_BEFORE.search(before) or _PRESS_AFTER.match(after)))
        or ((idle or _TOPIC.search(before)) and _CAME_OUT.match(after))
        or (_NEWS_BEFORE.search(before) and _ASK.match(after))
    ):
        return Said(start=period.start, end=tail.end(), since=tail["since"] is not None)
    return None


def _happened(after: str, text: str, period: Period) -> bool:
    happened = _HAPPENED.match(after)
    if happened is None:
        return False
    return not happened["topic"] or _RELATIVE.match(text, period.start, period.end) is not None


def _words(after: str) -> list[str]:
    return re.split(r"[^\w\s·&-]", after, maxsplit=1)[0].split()


def _news_follows(after: str, text: str, period: Period) -> bool:
    """Whether a word for news follows with nothing but its topic between."""
    alone = _NAMES_TOO.fullmatch(text, period.start, period.end)
    if is_quarter(text, period):
        return re.match(r"\s*(?:보도|게재)(?:된|한)", after) is not None
    words = _words(after)[: 1 if alone else 7]
    for index, word in enumerate(words):
        if _NEWS_WORD.fullmatch(word):
            return True
        if index < 2 and re.fullmatch(r"\S{0,4}이슈(?:들|는|를|좀)?", word):
            return _ASK.match(" ".join(words[index + 1 :])) is not None
        if _CLAUSE.search(word) or (is_long(period) and _OWN_TIME.search(word)):
            return False
        if is_past_day(text, period) and _EVENT.search(word):
            return False
        if index and words[index - 1][-1] in "이가" and _ends_in_n(word):
            return False  # 총리가 펼친
    return False


def _ends_in_n(word: str) -> bool:
    return "가" <= word[-1] <= "힣" and (ord(word[-1]) - ord("가")) % 28 == 4


def _published(after: str, text: str, period: Period) -> bool:
    published = _PUBLISHED.match(after) or _ANNOUNCED.match(after)
    if published is None:
        return False
    rest = after[published.end() :]
    words = _words(rest)
    if published["press"] or _CONTENT.match(rest) or any(map(_NEWS_WORD.fullmatch, words)):
        return True
    # 어제 나온 대책: what came out so lately is news. In 2022 a telephone may have come out.
    relative = _RELATIVE.match(text, period.start, period.end) and not is_long(period)
    return bool(words and relative and not _OTHER_THING.search(rest))
