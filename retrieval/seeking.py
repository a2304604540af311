"""Tells a request for news, or for a story as it went on, from a question about a fact.

What asks for the news is cut, so that the topic is left to search for.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

#: A fact that is quoted, the news of a time or topic as headlines, or a story as it went on.
Seeks = Literal["fact", "news", "timeline"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What is sought, and the text that is left when the words that say so are cut."""

    seeks: Seeks
    topic: str


_KO_NOUN: Final = (
    r"(?:뉴스(?!룸|데스크|레터|타파|공장|위크|캐스터|와이어|테이커|쇼)|소식(?!통|지|가|좌)"
    r"|기사(?!님|식당|단|도|회)"
    r"|보도(?!블|자료|국|본부|지침|육교)|헤드라인|속보|이슈)(?:들|거리)?"
)
_KO_ASK: Final = (
    r"(?:[을를은는이가만도의]|들?은|에서|중에서?|이라도|라도|이나|나)?"
    r"(?:\s?(?:좀|뭐|뭔가|무슨|어떤|더|다|전부|모두|빨리|간단히|새로|있|없|알려|보여|줘|주세요"
    r"|주실|줄래|찾아|정리|요약|모아"
    r"|궁금|나왔|나온|나와|떴|들려|들어|브리핑|검색|보고\s?싶|읽고\s?싶|부탁|볼래|볼\s?수|뭐야"
    r"|뭐가|뭔가|뭐지|것|거|게|말해"
    r"|읽|골라|업데이트|제일|가장|많이|핫|재밌|재미|중요|화제|큰|최근|요즘|된|될\s?만"
    r"|[몇몆]\s?[개건가]"
    r"|\d{1,2}\s?[개건가]"
    r"|전해|추천|확인|해\s?줘|해줘|들을|싶|수\s|내용|[요음임]+(?=\W"
    r"|$))[^\s?!.]{0,8}){0,7}[\s?!.~…]*$"
)
_KO_LEAD: Final = (
    r"(?:(?:에|와|과|랑|하고)?\s?(?:관련|관련된|관련한|대한|대해|관한|얽힌|다룬|나온|올라온"
    r"|보도된)(?:해서|하여)?\s?)?"
    r"(?:(?:뭐|뭔가|좀|혹시|가장|제일|주요|최신|최근|요즘|요새|새로운|새|중요한|굵직한|재밌는|핫한"
    r"|인기|관련"
    r"|주목할\s?만한|특별한|무슨|어떤"
    r"|오늘의|전체|다른|따끈한|나온)\s?)*"
)
_DRIVERS: Final = r"(?:택시|버스|운전|대리|배달|화물|트럭|기관차?|택배|굴착기)\s?"
_NEWS_KO: Final = re.compile(
    rf"(?P<drives>(?<![가-힣]){_DRIVERS}(?=기사))?{_KO_LEAD}{_KO_NOUN}{_KO_ASK}"
)
_HAPPENS_KO: Final = re.compile(
    r"(?:에|에서|에게|한테|쪽에?|관련해서?|는|은|도)?\s?(?:(?:요즘|요새|최근에?|오늘|지금)\s?)?(?:"
    r"(?:무슨|어떤|뭔|별)\s?일(?:이|들이|은|도)?\s?(?:있|없|일어|생|벌어|터|났)\S*"
    r"|(?:뭐|새로운\s?(?:거|것|게)|뭐\s?새로운\s?(?:거|것|게))\s?(?:좀\s?)?(?:나왔|나온|떴"
    r"|있)\S*(?:\s?(?:거|것|게)\S*)?"
    r"|(?:얘기|이야기|내용)[가는도은이]?\s?(?:있|없|나왔|나온)\S*(?:\s?(?:거|것|게)\S*)?"
    r"|(?:근황|동향(?=[은을]?\s?(?:좀|알려|어때|정리)))(?:[은이을]|\s?(?:좀|알려|어때|정리)\S*)*|돌아가는\s?(?:상황|얘기)\S*|(?:요즘"
    r"|요새)\s?(?:어때|어떻)\S*"
    r")[\s?!.~…]*$"
)
_ASKS: Final = re.compile(
    r"누가|누구|언제|어디|얼마|왜(?=\s)|[몇몆]\s?[가-힣%]"
    r"|谁|誰|哪[家个位]|何时|什么时候|多少|几[个名人]|いつ|どこ|なぜ|何人"
)
_TIMELINE_KO: Final = re.compile(
    r"[은는이가의을를도]?\s?(?:(?:지금|현재|여태|이제)까지|그동안|그간|여태껏?"
    r"|처음부터(?:\s?(?:지금|끝|현재)까지)?)?의?\s?"
    r"(?:어떻게\s?(?:전개|진행|흘러|이어|돼\s?[왔갔]|되어\s?[왔갔]|변해|바뀌어\s?왔"
    r"|굴러)\S*(?:\s?(?:거|것|건|왔|됐|있|온|정리|알려|설명|요약)\S*)*"
    r"|(?:그\s?뒤로?|그\s?후로?|그\s?이후로?)(?:는|엔"
    r"|에는?)?\s?어떻게\s?(?:[되됐돼된])\S*(?:\s?(?:거|것|건)\S*)?"
    r"|과정[을은]?\s?(?:시간\s?)?순서대로|총정리"
    r"|(?:사건\s?|전체\s?|주요\s?)?(?:경과|일지|타임라인|연대기|전개(?:\s?(?:과정|상황))?"
    r"|진행\s?(?:과정|경과|상황)|전말|자초지종|흐름"
    r"|연혁|히스토리|시간\s?순(?:서|으로)?|시간순|날짜\s?순(?:서|으로)?|날짜별로?|변천사?))"
    r"(?:[을를은는이가]|으?로|대로|별로)?"
    r"(?:\s?(?:좀|쭉|죽|한번|다|정리|알려|보여|요약|설명|궁금|어떻게\s?[되돼]|뭐|말해|말씀|해\s?줘"
    r"|해줘|줘|주세요|부탁|싶)\S*){0,5}"
    r"[\s?!.~…]*$"
)
_SO_FAR_KO: Final = re.compile(
    r"[은는이가]?\s?(?:(?:그동안|그간|여태까?지?껏?|지금까지|현재까지"
    r"|이때까지)\s?(?:[가-힣]+[은는이가]\s)?(?:무슨\s?일\S*|뭐가?|어떤\s?일\S*|어떻게|상황)"
    r"\s?\S*(?:\s?\S{1,6})?|(?:지금까지|그동안|그간)(?:의)?\s?(?:상황|내용|보도|기사|소식|뉴스"
    r"|일)\S*"
    r"(?:\s?(?:정리|요약|알려|보여|쭉|좀)\S*){1,4})[\s?!.~…]*$"
)
_EN_NOUN: Final = (
    r"(?:news(?! (?:agency|anchor|conference|outlet|release|channel|network|site|room)s?\b)"
    r"|headlines|articles?"
    r"|stories|coverage|press coverage|news reports?|updates)"
)
_EN_LATEST: Final = (
    r"(?:the |any |some |all |me |new |more |recent |latest |top |main |major |breaking "
    r"|today['’]?s? )*"
)
_NEWS_EN: Final = re.compile(
    r"^\W*(?:(?:show|give|get|find|send|read|list|bring)(?: me)?|is there|are there|have you got"
    r"|do you have|i want"
    r"|what(?:['’]s| is| are)?|what other|any|what)?\s?"
    rf"{_EN_LATEST}(?:{_EN_NOUN}|latest|the latest|what(?:['’]s| is) new)"
    r"(?: (?:are there|is there|do you have|was there|were there|have you got))?"
    r"(?: (?:about|on|of|regarding|concerning|from|in|with|for|related to"
    r"|covering))?\b(?P<topic>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_NEWS_EN_LAST: Final = re.compile(
    rf"^\W*(?:(?:show|give|get|find|send|list) me |any |the |is there any "
    rf"|are there any )?{_EN_LATEST}"
    rf"(?P<topic>[^?]{{1,60}}?)\s(?:{_EN_NOUN})(?: please)?[\s?!.]*$",
    re.IGNORECASE,
)
_HAPPENS_EN: Final = re.compile(
    r"^\W*(?:what(?:['’]s| is| has been|['’]s been)? (?:new|happening|going on|the latest|up)"
    r"|what(?:['’]s| is| was) in the (?:news|papers?)|catch me up|bring me up to date"
    r"|what happened|what has been reported|what do the papers say|anything new)"
    r"(?: (?:with|on|about|at|in|to|from))?(?P<topic>(?!\s(?:when|after|before|during"
    r"|at the)\b)\b.*|\W*)$",
    re.IGNORECASE | re.DOTALL,
)
_ASKS_EN: Final = re.compile(
    r"\b(?:who|whose|when|where|why|how|which|did|does|is|are|was|were|fake|what|that|it)\b",
    re.IGNORECASE,
)
_TIMELINE_EN: Final = re.compile(
    r"^\W*(?:(?:show|give|make|write|draw)(?: me)? )?(?:a |the )?(?:full |complete |brief )?"
    r"(?:timeline|chronology|chronological (?:order|account|list|summary))(?: (?:of|for|about"
    r"|on))?(?P<topic>.*)$"
    r"|^\W*how (?:did|has|have) (?P<topic2>.{1,80}?) (?:unfold|develop|evolve|progress|play out"
    r"|come about)(?:ed|d)?(?: so far)?[\s?!.]*$"
    r"|^\W*what(?: has|['’]s)? happened (?:with|to|in) (?P<topic3>.{1,80}?) (?:so far|until now"
    r"|up to now|from the beginning)[\s?!.]*$"
    r"|^(?P<topic4>.{1,80}?) (?:timeline|chronology|so far)[\s?!.]*$",
    re.IGNORECASE | re.DOTALL,
)
_NEWS_JA: Final = re.compile(
    r"(?:に関する|についての|に関連する|に関して|について|関連の?|の)?(?:最新|最近|主な|主要な?"
    r"|新しい|注目の?|何か|どんな|今日の)*の?"
    r"(?:ニュース(?!キャスター|番組)|記事(?!を書)|速報|ヘッドライン|トピックス|報道(?!陣|官|機関"
    r"|局))"
    r"(?:一覧)?(?:は|を|が|って|も)?(?:何か|ほか|他)?(?:ある|あります|ありました|ない|見せ|まとめ"
    r"|教え|知り|探し|読み|出し|ください|て|か|の|下さい|たい|です|いただけ|ます)*[\s。？?！!]*$"
)
_TIMELINE_JA: Final = re.compile(
    r"(?:の|は)?(?:これまで|今まで|今日まで)?の?(?:事件の)?(?:経緯|いきさつ|時系列|年表|流れ|経過"
    r"|推移|タイムライン|成り行き)"
    r"(?:は|を|で|って|について)?(?:まとめ|教え|見せ|知り|整理し|説明し|て|ください|下さい|たい"
    r"|です|か|ほしい)*[\s。？?！!]*$"
    r"|は?(?:これまで|今まで)(?:どう|何が)\S*$|はどう(?:推移|展開|進展|なって(?:きた|いった))\S*$"
)
_NEWS_ZH: Final = re.compile(
    r"的?(?:最新|最近|主要|相关|相關|重要|热门|今日|新)*的?(?:新[闻聞](?!社|发布|發布|联播)|消息"
    r"|报道|報道|報導|头条|頭條|快讯|快訊|资讯|資訊|动态|動態)"
    r"(?:有哪些|有什么|有什麼|有没有|吗|嗎|呢|给我看|列表|都有什么)*[\s。？?！!]*$"
)
_LEAD_ZH: Final = re.compile(
    r"^\W*(?:请|請|我想|帮我|给我|給我|看看?|查|找|一下|有没有|有沒有|有什么|有什麼|有哪些|最近"
    r"|最新|关于|關於|有关|有關|的|还)+"
)
_TIMELINE_ZH: Final = re.compile(
    r"的?(?:整个|整個|全部|事件)?的?(?:来龙去脉|來龍去脈|始末|时间线|時間線|时间轴|前因后果"
    r"|前因後果|大事记|大事記|发展过程|發展過程|事件经过|经过|全过程)"
    r"(?:是(?:什么|怎样|怎么样)的?|如何|梳理|整理|一下|吗|呢)*[\s。？?！!]*$|(?:到目前为止|至今"
    r"|迄今)(?:是?怎么|如何|都?发生了)\S*$"
)


def sought(text: str) -> Sought:
    """Tell what ``text``, normalised, seeks. Its topic may be empty (오늘 주요 뉴스)."""
    for seeks, patterns in _BEHIND:
        for pattern in patterns:
            match = pattern.search(text)
            if match and not _is_fact(seeks, text[: match.start()], match):
                return Sought(seeks=seeks, topic=_LEAD_ZH.sub("", text[: match.start()]).strip())
    for seeks, patterns in _AROUND:
        for pattern in patterns:
            match = pattern.match(text)
            topic = _topic(match)
            if topic is not None and not (seeks == "news" and _ASKS_EN.search(topic)):
                return Sought(seeks=seeks, topic=topic)
    return Sought(seeks="fact", topic=text)


def _is_fact(seeks: Seeks, before: str, match: re.Match[str]) -> bool:
    """누가 낸 기사야?, 택시 기사."""
    if seeks == "timeline":
        return False
    drives = match.groupdict().get("drives")
    return drives is not None or _ASKS.search(before) is not None


def _topic(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    return next((text for text in match.groups() if text is not None), "").strip(" ?!.,:")


_BEHIND: Final[tuple[tuple[Seeks, tuple[re.Pattern[str], ...]], ...]] = (
    ("timeline", (_SO_FAR_KO, _TIMELINE_KO, _TIMELINE_JA, _TIMELINE_ZH)),
    ("news", (_NEWS_KO, _HAPPENS_KO, _NEWS_JA, _NEWS_ZH)),
)
_AROUND: Final[tuple[tuple[Seeks, tuple[re.Pattern[str], ...]], ...]] = (
    ("timeline", (_TIMELINE_EN,)),
    ("news", (_HAPPENS_EN, _NEWS_EN, _NEWS_EN_LAST)),
)
