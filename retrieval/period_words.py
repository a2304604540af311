"""The words and patterns that name a period, in Korean, English, Japanese and Chinese.

The names of groups are what retrieval.periods reckons with: ``y`` and ``yy`` a year, ``m`` or
``month`` and ``d`` a month and its day, ``m2`` and ``d2`` the last day, ``week_1`` a week ago.
"""

from typing import Final, Literal

Unit = Literal["day", "week", "month", "year"]

#: What follows a short word is checked where it would be another word: 이번 주총, 지난 달러,
#: 오늘날, 上周刊, 日本日経; or a name: 오늘의집, 올해의 인물.
WEEK_KO: Final = r"\s?주(?![총식가민장목요유택자연전제말도변권파간점최행거세])"
MONTH_KO: Final = r"\s?달(?![러리력걀성빛나착탐말초])"
WEEK_ZH: Final = r"(?:[周週](?!刊(?![登发發载載])|[边邊期围圍])|[个個]?(?:星期|礼拜|禮拜))"
TITLE_KO: Final = (
    r"의\s?(?:집|유머|운세|메뉴|인물|선수|단어|사자성어|차|책|앨범|영화|사진|말씀|명언|퀴즈|기자상"
    r"|용사)"
)
#: Words for a whole unit, at the index of how many units ago it began.
WORDS: Final[dict[Unit, tuple[str, ...]]] = {
    "day": (
        rf"(?:(?<![가-힣])|(?<=어제))오늘(?!날(?!씨)|\s?내일|{TITLE_KO})|(?<![가-힣])금일(?![가-힣])"
        r"|(?<!usa )(?<!india )(?<!russia )(?<!psychology )\btoday\b(?! show\b)"
        r"|\bthis (?:morning|afternoon|evening)\b"
        r"|(?<!昨)今日(?!本|头条|頭條)|(?<!日)本日|きょう|今朝|今天(?:早上|上午)?|今早|今晨",
        rf"(?<![가-힣])(?:어제(?!{TITLE_KO})|어저께|어젯밤)|\byesterday\b|\blast night\b"
        r"|(?<!一)昨日|きのう|昨[夜晩晚]|昨天(?:晚上|夜里)?",
        r"(?<![가-힣])(?:그제(?!야|서)|그저께)|\bthe day before yesterday\b|一昨日|おととい|前天",
    ),
    "week": (
        rf"이번{WEEK_KO}|(?<![가-힣])금주(?=\s|의|$)|\bthis week\b|今週|[本这這]{WEEK_ZH}",
        rf"(?<!지)(?:지난|저번){WEEK_KO}|\blast week\b|先週|(?<![上以])上{WEEK_ZH}",
        rf"(?:지지난|저저번){WEEK_KO}|\bthe week before last\b|先々週|上上{WEEK_ZH}",
    ),
    "month": (
        rf"(?:이번|(?<![가-힣])이){MONTH_KO}|\bthis month\b|今月|本月|[这這][个個]月",
        rf"(?<!지)(?:지난|저번){MONTH_KO}|\blast month\b|先月|(?<![上以])上[个個]?月",
        rf"지지난{MONTH_KO}|先々月|上上[个個]?月",
    ),
    "year": (
        rf"(?<![가-힣])(?:올해(?!{TITLE_KO})|금년|올(?=\s?(?:[0-9]|[상하]반기)))"
        r"|\bthis year\b|今年(?!度)",
        r"(?<![가-힣])(?:작년|지난\s?해)|\blast year\b|去年|(?<!一)昨年(?!度)",
        r"(?<![가-힣])재작년|一昨年",
    ),
}
NUMERALS: Final = {
    word: number
    for number, words in {
        1: "하루 한 일 one 一", 2: "이틀 두 two 两 兩 二", 3: "사흘 세 석 three 三",
        4: "나흘 네 넉 four 四", 5: "닷새 다섯 five 五", 6: "엿새 여섯 six 六",
        7: "이레 일곱 seven 七", 8: "八", 9: "九", 10: "열흘 열 ten 十",
        11: "十一", 12: "十二", 15: "보름",
    }.items()
    for word in words.split()
}  # fmt: skip
#: Of quarters, where they are not digits.
ORDINALS: Final = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "一": 1, "二": 2, "三": 3, "四": 4,
}  # fmt: skip
SATURDAY: Final = 5
WEEKDAYS: Final = (
    "월月一mon",
    "화火二tue",
    "수水三wed",
    "목木四thu",
    "금金五fri",
    "토土六sat",
    "일日天sun",
)


def word(unit: Unit) -> str:
    """Match one of a unit's words, in the group ``week_1`` for last week."""
    return f"(?:{'|'.join(f'(?P<{unit}_{n}>{w})' for n, w in enumerate(WORDS[unit]))})"


YEAR_NUMBER: Final = r"(?<!\d)(?P<y>(?:19|20)\d\d)"
YEAR: Final = rf"(?:{YEAR_NUMBER}\s?[년年]|(?<![\d제])(?P<yy>\d\d)\s?년(?=\s?\d)|{word('year')})"
OF: Final = r"\s?[의の的]?\s?"
PAST: Final = r"(?P<past>(?:지난|저번)\s?|\blast )"
MONTH: Final = (
    r"(?<![\d~∼〜–./-])(?P<m>1[0-2]|0?[1-9]|十[一二]?|(?<!十)[一二三四五六七八九])"
    r"\s?[월月](?!요일|曜)"
)
DAY: Final = r"\s?(?P<d>\d{1,2})\s?[일日号號](?!\s?[간間间]|장|치)"
DAYS_TO: Final = (
    r"\s?(?P<d>\d{1,2})\s?[일日号號]?\s?(?:부터|から|~|∼|〜|-|–|到|至)\s?"
    r"(?:(?P<m2>1[0-2]|0?[1-9])\s?[월月]\s?)?(?P<d2>\d{1,2})\s?[일日号號](?:까지|まで)?"
)
ISO: Final = (
    r"(?<![\d.])(?P<y>(?:19|20)\d\d)([-./])(?P<m>1[0-2]|0?[1-9])(?:\2\s?(?P<d>\d{1,2}))?(?![\d-])"
)
#: «may» and «march» are months only beside a number or after such a preposition.
MONTH_EN: Final = (
    r"\b(?P<month>january|february|april|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?(?= \d)|(?:march|may)(?= \d|'s)"
    r"|(?:(?<=\bin )|(?<=\bof )|(?<=\bfrom )|(?<=\blast )|(?<=\bsince )|(?<=\d )|(?<=th )"
    r"|(?<=early )|(?<=late )|(?<=mid[ -]))(?:march|may))"
)
#: The thirds of a month, as they are reckoned in Korea, Japan and China (上旬, 中旬, 下旬).
THIRD: Final = (
    r"\s?の?\s?(?:(?P<early>초순|상순|초(?=$|[^가-힣]|[에의]|부터|까지)|上旬|初旬|初め?)"
    r"|(?P<mid>중순|中旬)|(?P<late>하순|말(?=$|[^가-힣]|[에의]|부터|까지)|下旬|末|底))"
)
THIRD_EN: Final = r"\b(?:(?P<early>early)|(?P<mid>mid)|(?P<late>late))[ -](?:in )?"
QUARTER: Final = r"(?<![\d/])[제第]?\s?(?P<quarter>[1-4一二三四])\s?(?:분기|四半期|季度)"
QUARTER_EN: Final = r"\b(?:(?P<quarter>first|second|third|fourth)[ -]quarter|q(?P<q>[1-4]))"
DAY_EN: Final = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?\b"
WEEKDAY: Final = (
    r"(?P<weekday>(?<!검은 )[월화수목금토일]요일|[月火水木金土日]曜日?"
    r"|(?<!black )(?<!good )(?<!cyber )(?<!super )(?<!bloody )"
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b)"
)
#: After 上周 the next word may begin with a numeral: 上周日本, 上周三星, 上周五粮液, 上周四川.
WEEKDAY_ZH: Final = (
    r"(?:周|週|星期|礼拜|禮拜)"
    r"(?P<weekday>一(?![些直般共起定])|二(?!手)|三(?!星)|四(?!川)|五(?!粮)|六|日(?![本元圆])|天)"
)
#: Not begun yet, or no one day: found only so that nothing within is taken for a period.
OTHER: Final = (
    r"(?:다음|다다음|이번|내|매|\b(?:next|every|each|this) |来|下|毎|每|明)\s?"
    r"(?:주|달|년|해|week|month|year|週|周|[个個]?星期|月|年)?"
    rf"{OF}(?:{WEEKDAY}|[一二三四五六日天]|(?:1[0-2]|[1-9])\s?[월月](?:\s?\d+\s?[일日号])?)"
)
COUNT: Final = rf"(?P<count>\d{{1,3}}|{'|'.join(NUMERALS)})\s?"
DAY_COUNT: Final = r"(?P<count>하루|이틀|사흘|나흘|닷새|엿새|이레|열흘|보름)"
WEEKS: Final = r"(?P<weeks>주일?(?![식가민요총])|weeks?\b|週間?|周(?!年)|[个個]?(?:星期|礼拜|禮拜))"
MONTHS: Final = r"(?P<months>개월|달(?!러)|months?\b|[かカヶケヵ箇个個]月)"
LONG_UNITS: Final = (
    r"(?P<fortnight>fortnight\b)|(?P<hours>시간|hours?\b|時間|小时|小時)"
    rf"|{WEEKS}|{MONTHS}|(?P<years>년|years?\b|年)"
)
UNITS: Final = rf"(?:{LONG_UNITS}|(?P<days>일(?![주장])|days?\b|日|天))"
AGO: Final = r"\s?(?:전(?=$|[^가-힣]|[에의자]|부터)|前|ago\b)"
LATEST: Final = r"(?:최근|(?<![가-힣])요|過去|过去|最近|近|直近|ここ|この|\b(?:the )?(?:last|past))"
