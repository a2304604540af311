"""When the news appeared, in English."""

import re
from typing import Final

from retrieval.news_time.said import PRESS, REACH, Said, is_long, is_quarter
from retrieval.periods import Period

_NEWS: Final = (
    r"(?:news|headlines|articles?|stories|(?:top|lead) story|(?:news|press|media) coverage"
    r"|news reports?|coverage|updates|developments|latest)"
)
_LEAD: Final = re.compile(
    r"(?:\b(?P<word>from|since|after|in|on|of|for|during|over|within|between|throughout|dated"
    r"|until|before|by|till|(?<!according )to|through|as of)\s+)?(?:the\s+|so far\s+|earlier\s+)?$",
    re.IGNORECASE,
)
_BOUND: Final = frozenset(("until", "before", "by", "till", "to", "through", "as of"))
_FOLLOWS: Final = re.compile(
    rf"(?:['’]s)?(?P<topic>(?:\s+[\w&.'’-]+){{0,5}}?)\s+"
    rf"(?:{_NEWS}|(?<=['’]s )(?:reports|papers?))\b(?! (?:anchor|conference|agency"
    r"|outlet|release|channel|network|site|feed)s?\b)",
    re.IGNORECASE,
)
_CLAUSE: Final = re.compile(
    r"\b(?:is|was|were|are|be|been|did|do|does|has|have|had|the|an?|in|on|at|by|to|from|with|who"
    r"|what|which|when|where|how|why|that|it|he|she|they|we|i|of|held|made|met|won|said|began"
    r"|died|show|his|her|their|its|my|your|killed|\w+(?<!unit)ed)\b",
    re.IGNORECASE,
)
_PUBLISHED: Final = (
    r"(?:(?:that |which )?(?:was |were |has been |have been |is |are )?(?:newly )?"
    r"(?:published|posted|reported|written|printed|dated|appeared|appearing)|came out)"
)
_BEFORE: Final = re.compile(
    rf"(?<!fake )(?<!fox )(?<!nbc )(?<!cbs )(?<!abc )(?<!sky )(?<!bbc )(?<!hacker )"
    rf"\b(?:{_NEWS}|reports)(?: {_PUBLISHED})?[,:]?\s*$",
    re.IGNORECASE,
)
_TOPIC: Final = re.compile(
    rf"\b{_NEWS} (?:about|on|of|regarding|concerning|covering|related to|for) "
    rf"(?P<topic>(?:[\w&.'’-]+ ){{0,5}}?[\w&.'’-]+)(?P<published> {_PUBLISHED})?\s*$",
    re.IGNORECASE,
)
_REPORTED: Final = re.compile(
    r"\bwhat(?:['’]s| (?:was|were|is|has|have|got))?(?: been)? (?:newly )?"
    r"(?:(?:reported|published|written|posted|covered)(?: (?:about|on)(?: [\w&.-]+){1,4})?"
    r"|in the (?:news|papers?))\s*$"
    r"|\b(?:anything|everything|all|whatever|something) (?:that (?:was|has been) |been )?"
    r"(?:newly )?(?:reported|published|written|posted)(?: (?:about|on)(?: [\w&.-]+){1,4})?\s*$"
    r"|^\W*(?:reported|published|posted)\s*$"
    r"|\bwhat (?:came out|appeared|was out)(?: in the (?:news|papers?))?\s*$"
    rf"|\bwhat (?:did |has |have )?"
    rf"(?:(?:the )?(?:press|media|papers?|newspapers?|outlets|{PRESS}) )"
    r"(?:report|say|said|write|wrote|written|cover|publish|print)(?:ed)?"
    r"(?: (?:about|on)(?: [\w&.-]+){1,4})?\s*$",
    re.IGNORECASE,
)
_HAPPENED: Final = re.compile(
    r"\W*(?:(?:so|hey|hi|hello|please|and|ok)\W+)*"
    r"(?:what(?:['’]s| is| has| have| was| are| did)? ?(?:been )?(?:happened|happening|happen"
    r"|going on|new|up|the latest|i miss|i missed)|anything (?:new|interesting|important)"
    r"|catch me up|any updates|what did i miss)"
    r"(?P<topic> (?:with|at|about|on|in|to)(?: [\w&.-]+){1,4})?(?: in the (?:news|world))?\s*$",
    re.IGNORECASE,
)
_SINCE_NEWS: Final = re.compile(
    r"\W*(?:(?:so|and)\W+)?(?:what(?:['’]s)?|anything|what else)(?: (?:has|have))?\b.{0,60}?"
    r"\b(?:announced|said|done|reported|changed|happened|released|launched|unveiled|published|new)"
    r"(?: (?:about|on|to|with|in|for|at)(?: [\w&.-]+){1,4})?\s*$",
    re.IGNORECASE,
)
_OPENING: Final = re.compile(
    r"\W+(?:what(?:['’]s| is| was| has| have)?(?: been)? (?:reported|published|in the news|new\b)"
    rf"|(?:what|any|show|list|give)\b[\w ]{{0,40}}?\b{_NEWS}\b)",
    re.IGNORECASE,
)
_NEAR: Final = re.compile(
    r"(?:today|yesterday|last night|(?:this|last) (?:week|month)|(?:the )?(?:last|past) .*)$",
    re.IGNORECASE,
)
_KEYWORDS: Final = re.compile(r"\W*[^\W\d]\w*(?: [^\W\d]\w*){0,3}\s*")
_ENDS: Final = re.compile(r"\s*(?:in the (?:news|world))?[\s?!.]*$", re.IGNORECASE)


def english(text: str, period: Period, until: int) -> Said | None:
    """Read «news from last week», «what was reported yesterday», «OpenAI since July 4»."""
    reach = max(0, period.start - REACH)
    lead = _LEAD.search(text, reach, period.start)
    if lead is None or not text[period.start : period.end].isascii():
        return None
    word = (lead["word"] or "").lower()
    before, after = text[reach : lead.start()], text[period.end : until][:REACH]
    if word in _BOUND:
        return None
    since = word in ("since", "after") or bool(re.match(r" onwards?\b", after))
    quarter = is_quarter(text, period)
    near = _NEAR.match(text[period.start : period.end]) is not None
    happened = _HAPPENED.match(before) if _ENDS.match(after) else None
    follows = _FOLLOWS.match(after)
    if (
        (follows and not quarter and not _CLAUSE.search(follows["topic"]))
        or (_BEFORE.search(before) and (word != "of" or _ENDS.match(after)))
        or _REPORTED.search(before)
        or _topic(before, word, near=near)
        or (happened and (since or (near and not happened["topic"])))
        or (not before.strip() and _OPENING.match(after))
        or (since and _SINCE_NEWS.fullmatch(before) and _ENDS.match(after))
        or (since and not is_long(period) and _ENDS.match(after) and _is_keywords(before))
    ):
        end = period.end + (2 if re.match(r"['’]s\b", after) else 0)
        return Said(start=lead.start(), end=end, since=since)
    return None


def _topic(before: str, lead: str, *, near: bool) -> bool:
    """«news about Samsung yesterday», but not «news about the meeting yesterday»."""
    about = _TOPIC.search(before)
    if about is None:
        return False
    if about["published"] or lead in ("from", "since"):
        return (
            re.search(r"\b(?:held|began|beginning|start\w+|end\w+|who|which|that)$", about["topic"])
            is None
        )
    return near and not lead and not _CLAUSE.search(about["topic"])


def _is_keywords(before: str) -> bool:
    return bool(_KEYWORDS.fullmatch(before)) and not _CLAUSE.search(before)
