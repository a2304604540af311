"""The words and patterns that name a day in the text of an article, in four languages.

Names of groups are what store.extract.events reckons with: ``y`` or ``yw`` a year, ``m``, ``mon``
or ``mw`` a month, ``d`` a day, ``m2``, ``mon2``, ``mw2`` and ``d2`` the last day, ``lead`` whether
it lies ahead (오는) or back (지난).
"""

import re
from typing import Final

#: Words for a year, month, week or day, and how many of these it lies ahead.
YEARS: Final = {
    "지난해": -1, "작년": -1, "올해": 0, "올": 0, "금년": 0, "내년": 1, "재작년": -2,
    "昨年": -1, "去年": -1, "今年": 0, "本年": 0, "来年": 1, "來年": 1, "明年": 1, "一昨年": -2,
}  # fmt: skip
MONTHS: Final = {
    "지난달": -1, "이달": 0, "이번달": 0, "다음달": 1, "내달": 1,
    "先月": -1, "今月": 0, "来月": 1, "上月": -1, "上个月": -1, "上個月": -1, "本月": 0,
    "这个月": 0, "這個月": 0, "下月": 1, "下个月": 1, "下個月": 1,
}  # fmt: skip
WEEKS: Final = {
    "지난": -1, "이번": 0, "금": 0, "다음": 1, "내": 1, "先": -1, "今": 0, "来": 1,
    "上": -1, "本": 0, "这": 0, "這": 0, "下": 1, "last": -1, "this": 0, "next": 1, "오는": 0,
}  # fmt: skip
DAYS: Final = {
    "그제": -2, "그저께": -2, "어제": -1, "오늘": 0, "내일": 1, "모레": 2,
    "一昨日": -2, "おととい": -2, "昨日": -1, "きのう": -1, "今日": 0, "きょう": 0, "本日": 0,
    "明日": 1, "あす": 1, "前天": -2, "昨天": -1, "今天": 0, "明天": 1, "后天": 2, "後天": 2,
    "yesterday": -1, "today": 0, "tomorrow": 1,
}  # fmt: skip
#: Words that count from the last day named, not from the day of publication.
FROM_THAT_DAY: Final = {
    "이날": 0, "같은날": 0, "전날": -1, "다음날": 1, "이튿날": 1, "同日": 0, "前日": -1, "翌日": 1,
    "当天": 0, "當天": 0, "当日": 0, "當日": 0, "次日": 1, "前一天": -1, "前一日": -1,
    "the same day": 0, "the next day": 1, "the following day": 1, "the previous day": -1,
    "a day earlier": -1,
}  # fmt: skip
WEEKDAYS: Final = (
    "월月一mon", "화火二tue", "수水三wed", "목木四thu", "금金五fri", "토土六sat", "일日天sun",
)  # fmt: skip
MONTH_NAMES: Final = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
AHEAD: Final = frozenset(("오는", "다가오는", "来る"))

_YEAR: Final = (
    r"(?:(?P<y>(?:19|20)\d\d)\s?[년年]\s?"
    r"|(?P<yw>지난\s?해|재작년|작년|올해|금년|올|내년|一昨年|昨年|去年|今年|本年|来年|來年|明年)\s?[의の]?\s?)"
)
_LEAD: Final = r"(?:(?P<lead>다가오는|오는|(?<!지)지난|来る|去る)\s?)"
_MONTH: Final = r"(?P<m{n}>1[0-2]|0?[1-9])\s?[월月]"
_MONTH_WORD: Final = (
    r"(?P<mw{n}>지난\s?달|이번\s?달|이달|다음\s?달|내달|先月|今月|来月|(?<!以)上[个個]?月|本月"
    r"|[这這][个個]月|下[个個]?月)"
)
_OF_MONTH: Final = rf"(?:(?:{_MONTH}|{_MONTH_WORD}\s?[의の]?)\s?)?"
_WEEKDAY_NOTE: Final = (
    r"(?:\s?[(（](?P<weekday{n}>[월화수목금토일月火水木金土日])(?:요일|曜日?)?[)）])?"
)
_BEFORE: Final = r"(?<![\d.,:/~∼〜–\-·제第$])(?<!주)(?<!주 )"
#: What makes of days a duration, a count or another word: 3일 만에, 5일장, 10日後, 5号线.
_NO_DAY_AFTER: Final = (
    r"(?!\s?(?:동안|만에|연속|이내|이상|이하|미만|남짓|가량|정도|넘|이?나\s?(?:지|걸)|앞두|남[았은]"
    r"|걸[리린릴렸려]|소요|내내|사이|안에|여\s?[만간동])"
    r"|\s?[전후뒤내밖안간](?=$|[\s,.)]|에|의|인|부터|까지|이|을|째)"
    r"|[간째치분장당씩권제차짜요]|마다|\s(?:굶|쉰|쉬)|[이을]\s(?:지나|지났|걸|넘|남|더)"
    r"|[本間间目後后前内內以均线線游元报報語语军軍分制程連続续楼樓院令館馆机]|ぶり|\s?\d{1,2}\s?회)"
)
_DAYS_TO: Final = (
    r"(?P<d>\d{1,2})\s?(?:[일日号號]" + _WEEKDAY_NOTE.format(n=1) + r")?"
    r"\s?(?:부터|에서|~|∼|〜|–|-|から|至|到)\s?" + _OF_MONTH.format(n=2) + r"(?P<d2>\d{1,2})\s?"
    r"[일日号號]" + _WEEKDAY_NOTE.format(n=2) + r"(?:\s?(?:까지|まで))?"
)
_TO_DAY: Final = rf"{_BEFORE}{_LEAD}?{_YEAR}?{_OF_MONTH.format(n='')}"
_COMPARED: Final = r"(?!\s?(?:보다|대비|과\s|와\s|같은|동[기월]|수준|比|同期|度|より|に比))"
_WEEK_KO: Final = r"\s?주(?![총식가민장목요유택자연전제말도변권파간점최행거세])"

STRETCH: Final = re.compile(_TO_DAY + _DAYS_TO + _NO_DAY_AFTER)
DAY: Final = re.compile(
    _TO_DAY + r"(?P<d>\d{1,2})\s?[일日号號]" + _WEEKDAY_NOTE.format(n="") + _NO_DAY_AFTER
)
ISO: Final = re.compile(
    r"(?<![\d.-])(?P<y>(?:19|20)\d\d)([-./])\s?(?P<m>\d{1,2})\2\s?(?P<d>\d{1,2})(?!\d|[-./]\d)"
)
MONTH: Final = re.compile(
    rf"(?<!\d)(?:{_LEAD}|{_YEAR}){_MONTH.format(n='')}(?!요일|간|드컵|호|曜|刊){_COMPARED}"
    rf"|{_MONTH_WORD.format(n='')}(?![러리력걸성빛나착탐말초]|의\s){_COMPARED}"
)
YEAR: Final = re.compile(rf"(?<![가-힣])(?P<yw>지난해|작년|昨年|去年){_COMPARED}(?!의\s?인물)")
NEAR_DAY: Final = re.compile(
    r"(?<![가-힣])(?:그저께|그제|어제|오늘|내일|모레)"
    r"(?=$|[\s,.…·()（”\"]|은|는|도|부터|까지|밤|오전|오후|아침|저녁|새벽|낮|이\s|과|와)"
    r"|一昨日|おととい|きのう|(?<!一)昨日|(?<!昨)今日(?![本头頭])|きょう(?!う)|(?<!日)本日(?!本)"
    r"|明日(?!香)|前天|昨天|今天(?!的)|明天|[后後]天"
)
WEEKDAY: Final = re.compile(
    r"(?P<week>지난|이번|다음)\s?주\s?(?P<weekday>[월화수목금토일])요일"
    r"|(?P<lead>오는|다가오는|지난)\s?(?P<weekday1>[월화수목금토일])요일"
    r"|(?P<week2>[先今来])週の?(?P<weekday2>[月火水木金土日])曜日?"
    r"|(?P<week3>[上本这這下])[个個]?(?:[周週]|星期|礼拜|禮拜)"
    r"(?P<weekday3>一(?![些直般共起定])|二(?!手)|三(?!星)|四(?!川)|五(?!粮)|六|日(?![本元圆])|天)"
)
WEEK: Final = re.compile(
    rf"(?:(?<!지)(?P<week>지난|이번|다음){_WEEK_KO}|(?P<week2>[先今来])週(?!末)"
    r"|(?<!以)(?P<week3>[上本这這下])[个個]?(?:[周週](?![刊边邊期围圍末年])|星期(?!日)|礼拜|禮拜)"
    rf"|\b(?P<week4>last|this|next) week\b){_COMPARED}"
)
WEEKEND: Final = re.compile(
    r"(?:(?<!지)(?P<week>지난|이번|오는|다음)\s?주말|(?P<week2>[先今])週末|(?P<week3>[上本这這])周末"
    r"|\b(?P<week4>last|this) weekend\b)"
)
#: 다음 날 and 전날 count from a noun as well (시험 전날): only after these they stand alone.
THAT_DAY: Final = re.compile(
    r"(?<![가-힣])(?<!전 )(?:이날|이\s날(?!씨|개|카|짜|것)|같은\s?날)"
    r"|(?:(?<=[.!?,”’\"\n])|(?<=[.!?,”’\"은는도를을며] )|(?<=앞서 )|^)(?:전날|다음\s?날|이튿날)"
    r"|同日|翌日(?![物配])|次日|[当當]天|前一[天日]"
)
THAT_DAY_JA: Final = re.compile("前日")
THAT_DAY_ZH: Final = re.compile("[当當]日")

_MONTH_EN: Final = (
    r"(?P<mon{n}>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b(?:\.(?=,? \d))?"
)
_YEAR_EN: Final = r"(?:,? (?P<y>(?:19|20)\d\d)\b)?"
_NO_COUNT: Final = (
    r"(?!\d|[.,:]\d|\s?%|(?:th|st)? (?:percent|per cent|million|billion|points?|times)\b)"
)
ENGLISH_DAY: Final = re.compile(
    rf"\b{_MONTH_EN.format(n='')} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b"
    rf"(?:(?:\s?[-–]\s?| (?:to|through|until) )(?:{_MONTH_EN.format(n=2)} )?(?P<d2>\d{{1,2}})\b)?"
    rf"{_YEAR_EN}{_NO_COUNT}"
)
ENGLISH_DAY_FIRST: Final = re.compile(
    rf"(?<![\d.,$-])\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH_EN.format(n='')}{_YEAR_EN}"
)
ENGLISH_MONTH: Final = re.compile(
    rf"\b(?:(?P<lead>last) )?{_MONTH_EN.format(n='')},? (?P<y>(?:19|20)\d\d)\b"
    rf"|\b(?P<lead1>last) {_MONTH_EN.format(n=1)}(?! \d)"
)
ENGLISH_WORD: Final = re.compile(
    r"\b(?:yesterday|(?<!USA )[Tt]oday(?! show)|tomorrow|[Yy]esterday|[Tt]omorrow"
    r"|(?P<unit>last|this|next) (?P<of>month|year))\b(?!['’]s)"
)
ENGLISH_WEEKDAY: Final = re.compile(
    r"(?<!Black )(?<!Good )(?<!Cyber )(?<!Super )(?<!Bloody )(?<!very )(?<!ach )"
    r"\b(?:(?P<week>last|this|next) )?(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
ENGLISH_THAT_DAY: Final = re.compile(
    r"\b(?:[Tt]he (?:same|next|following|previous) day|[Aa] day earlier)\b"
)

#: Before a number of days these make it a duration, a habit or another calendar's.
COUNTED: Final = re.compile(
    r"(?:향후|최근|생후|총|약|단|최대|최장|최소|앞으로|불과|꼬박|연차|휴가|휴일|연휴|무려|하루|개월|[년年]|시간"
    r"|이후|持续|持続|第|近)\s?$"
)
RECURRING: Final = re.compile(
    r"(?:매달|매월|매년|매주|음력|같은\s?해|그해|이듬해|每月|毎月|每年|毎年|同年|翌年|农历|旧暦)\s?$"
)
#: Said of what is still to come, just behind a day (in English before it).
PLANNED: Final = re.compile(
    r"예정|계획|앞두|앞둔|열릴|열린다|열리는|개최한다|개최된다|개막한다|시행된다|予定|開かれる|開催する|将|將"
)
ENGLISH_TENSE: Final = re.compile(
    r"\b(?:(?P<ahead>will|to be|set to|scheduled|due|expected|plan(?:s|ned)? to|upcoming|slated)"
    r"|(?P<past>said|told|was|were|had|did|met|won|lost|began|came|held|made|took|saw|fell|rose"
    r"|gave|left|went|hit|found|got|shot|\w{2,14}ed))\b"
)
QUOTED: Final = re.compile(r"“[^”]{0,1000}”|\"[^\"\n]{0,600}\"|「[^」]{0,600}」|‘[^’\n]{0,300}’")
