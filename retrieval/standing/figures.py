"""Reads the figures of a sentence, and tells whether two of them say the same."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from math import floor, isclose, log10
from typing import Final, Literal

#: How a figure is limited: ``about`` 640, at ``least`` 640, at ``most`` 640.
Bound = Literal["", "about", "least", "most"]

#: Without a word such as 약 a figure still counts as rounded when it is this near the other: 1.2조
#: for 1조2043억, but 120명 is not 123명.
ROUNDED_WITHIN: Final = 0.01
#: «More than 10» still agrees with what is at most so many times as much.
BOUND_REACHES: Final = 1.5

_SMALL: Final = {"십": 10, "백": 100, "百": 100, "천": 1000, "千": 1000}
_LARGE: Final = {
    "만": 1e4,
    "万": 1e4,
    "萬": 1e4,
    "억": 1e8,
    "億": 1e8,
    "亿": 1e8,
    "조": 1e12,
    "兆": 1e12,
    "万亿": 1e12,
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "trillion": 1e12,
}
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_NATIVE: Final = {
    word: number
    for number, word in enumerate(
        "한 두 세 네 다섯 여섯 일곱 여덟 아홉 열 열한 열두 열세 열네 열다섯".split(),  # noqa: SIM905 (readable as a list of words)
        start=1,
    )
}
_ENGLISH: Final = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(),  # noqa: SIM905 (readable as a list of words)
        start=1,
    )
}
_HAN: Final = {word: number for number, word in enumerate("一二三四五六七八九十", start=1)}
_WORDS: Final = {**_NATIVE, **_ENGLISH, **_HAN, "两": 2}

#: One name for each unit, and how it is written. The order matters: the first that fits counts.
_UNITS: Final = {
    "krw": r"원(?!자력|유|칙|인|장|료|내|전|서|정)|ウォン|韩元|won\b",
    "usd": r"달러|ドル|美元|(?:us\s)?dollars?\b",
    "jpy": r"엔(?!진|터|지|트)|円|日元|yen\b",
    "eur": r"유로(?!파)|ユーロ|欧元|euros?\b",
    "cny": r"위안|人民元|人民币|元(?!日|旦)|yuan\b",
    "point": r"%\s?p|%\s?포인트|포인트|ポイント|个百分点|(?:percentage\s)?points?\b",
    "percent": r"%|퍼센트|프로(?!그|젝|야|축|농|배|듀)|パーセント|per\s?cent\b",
    "times": r"배(?!터|달|우|럭|경|구|치)|倍|times\b|-?fold\b",
    "rank": r"위(?!안|원|치|해|반|성|험)|位",
    "gwh": r"gwh|ギガワット時|吉瓦时|gigawatt-?\s?hours?\b",
    "mwh": r"mwh|메가와트시",
    "gw": r"gw(?![a-z])|기가와트|吉瓦|gigawatts?\b",
    "mw": r"mw(?![a-z])|메가와트|兆瓦|megawatts?\b",
    "km": r"km(?![/2a-z])|킬로미터|キロメートル|公里|kilomet(?:er|re)s?\b",
    "m2": r"m2|제곱미터|평방미터|平方メートル|平方米|square\smet(?:er|re)s?\b",
    "kg": r"kg(?![a-z])|킬로그램|キログラム|公斤|kilograms?\b",
    "cm": r"cm(?![a-z])|센티미터",
    "mm": r"mm(?![a-z])|밀리미터",
    "m": r"m(?![a-z0-9])|미터|メートル|米(?!国)|met(?:er|re)s?\b",
    "ton": r"톤|トン|吨|tons?\b|tonnes?\b",
    "ha": r"ha(?![a-z])|헥타르|公顷|hectares?\b",
    "person": (
        r"명(?!절|령|단|목|칭|예|물|인)|인(?:분|승|석)?(?=[이가은는을를의과와,.\s)]"
        r"|$)|사람|人|名"
        r"|(?:[a-z-]+\s){0,2}?(?:people|persons?|passengers?|tourists?|visitors?"
        r"|residents?|workers?"
        r"|students?|patients?|employees|jobs|others|soldiers|children|men|women)\b"
        r"|(?=(?:were\s)?(?:injured|hurt|dead|killed|missing|wounded|died)\b)"
    ),
    "household": r"가구(?!점)|세대(?!교|차)|世帯|户|households?\b|homes\b",
    "hour": r"시간|時間|小时|hours?\b",
    "month": r"개월|か月|カ月|ヶ月|个月|months?\b",
    "place": r"곳|개소|か所|カ所|处|places\b|locations\b",
    "case": r"건(?!물|설|강|축|조)|件|起|cases\b",
    "vehicle": r"대(?!표|학|통|형|회|책|기|상|비|부|출|구|전|응|선|한)|台|辆|vehicles\b|cars\b",
    "country": r"개국|か国|カ国|个国家|countries\b",
    "company": r"개사|社|家公司|家企业|companies\b|firms\b",
    "ship": r"척|隻|艘|ships\b|boats\b|vessels\b",
    "animal": r"마리|匹|头|只",
    "vote": r"표(?!준|현|시|정|본|지)|票|votes\b",
    "seat": r"석(?!유|탄|방|사)|席|seats\b",
    "piece": (
        r"개(?!월|국|사|소|인|발|장|막|최|혁|편|정|봉|통|관|교|방)|個|个|점(?!심|검|포"
        r"|차|령|유|수)|pieces\b"
    ),
    "book": r"권(?!한|리|고|력|역)|冊|册",
    "goal": r"골(?!목|프|드|절|반)|ゴール|goals\b",
    "round": r"차례|회(?!사|의|장|원|복|계|담|견)|번(?!째|호|지)|回|次(?!世|の)",
}
_SIGNS: Final = {"$": "usd", "₩": "krw", "€": "eur", "¥": "jpy"}
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALE = r"万亿|[십백천만억조百千万萬億亿兆]|(?:hundred|thousand|million|billion|bn|trillion)\b"
_RUN = (
    rf"(?:{_NUMBER})(?:(?:\s?(?:{_SCALE}))+"
    rf"(?:(?:{_NUMBER})(?:\s?(?:{_SCALE}))*|\s(?:{_NUMBER})(?:\s?(?:{_SCALE}))+)*)?"
)
_SPELLED = (
    rf"(?<![가-힣])(?:{'|'.join(sorted(_NATIVE, key=len, reverse=True))})\s?"
    r"(?=명|사람|곳|건|대|개|차례|마리|척)"
    rf"|\b(?:{'|'.join(_ENGLISH)})\b(?=\s[a-z])"
    r"|(?<![一-鿿])[一两二三四五六七八九十](?=人|名|件|台|か所)"
)
_UNIT = "|".join(f"(?P<{name}>{written})" for name, written in _UNITS.items())
_FIGURE = re.compile(
    rf"(?P<sign>[$₩€¥])?\s?(?<![\d.,])(?P<run>{_RUN}|{_SPELLED})"
    rf"\s?(?P<over>여|余|多)?\s?(?:{_UNIT})?"
)
#: The day of a month, but not the day on which somebody said so.
_DATE = re.compile(
    r"(?P<month>1?\d)(?:월|月)\s?(?P<day>[123]?\d)(?:일|日)(?!\s?(?:자|밝|발표|보도|전했|말했|に発表|宣布))"
    rf"|\b(?P<named>{'|'.join(_MONTHS)})[a-z]*\.?\s(?P<named_day>[123]?\d)\b(?!,?\s\d{{4}}\b)"
)
_TOKEN = re.compile(rf"{_NUMBER}|{_SCALE}")
_BEFORE: Final = (
    (
        "least",
        r"(?:최소|적어도|over|more\sthan|at\sleast|exceed(?:ed|s|ing)?|超过|至少|少なくとも)",
    ),
    ("most", r"(?:최대|최고|up\sto|at\smost|as\smuch\sas|最大|最多|最高)"),
    (
        "about",
        r"(?:약|대략|about|around|nearly|almost|approximately|some|roughly|約|およそ|约|近|大约)",
    ),
)
_AFTER: Final = (
    ("least", r"(?:이상|을?\s?넘|를?\s?넘|초과|or\smore|以上|超)"),
    ("most", r"(?:이하|미만|까지|以下|未満|まで)"),
    ("about", r"(?:가량|안팎|정도|쯤|남짓|前後|程度|ほど|左右|多)"),
)
_BEFORE_FIGURE = tuple((bound, re.compile(rf"(?<![가-힣]){words}\s?$")) for bound, words in _BEFORE)
_AFTER_FIGURE = tuple((bound, re.compile(rf"\s?(?:의\s)?{words}")) for bound, words in _AFTER)
_ORDINAL = re.compile(r"(?:제|第)\s?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with its unit, one name for all languages; ``text[start:end]`` is how it reads."""

    value: float
    unit: str
    bound: Bound
    start: int
    end: int


def figures(text: str) -> tuple[Figure, ...]:
    """Find the figures of ``text`` that have a known unit, and its days, in their order.

    The unit of a day is ``date``, its value 1107 for November 7, whatever the year.
    """
    normal, places = _normal(text)
    found = [*_figures(normal, places), *_dates(normal, places)]
    return tuple(sorted(found, key=lambda figure: figure.start))


def _normal(text: str) -> tuple[str, list[int]]:
    """Return the text in NFKC and lower case, and the place in ``text`` of each of its letters."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for one in unicodedata.normalize("NFKC", letter).lower():
            letters.append(one)
            places.append(place)
    return "".join(letters), [*places, len(text)]


def _figures(normal: str, places: list[int]) -> Iterator[Figure]:
    for match in _FIGURE.finditer(normal):
        unit = _SIGNS.get(match["sign"] or "") or match.lastgroup
        if unit in (None, "run", "over"):
            # 매출 77조: what is counted so high in Korean headlines is money.
            unit = "krw" if match["run"].endswith(("조", "억")) else None
        if unit is None or _ORDINAL.search(normal[: match.start("run")]):
            continue
        end = match.start() + len(match[0].rstrip())
        yield Figure(
            value=_value(match["run"]),
            unit=unit,
            bound="about" if match["over"] else _bound(normal, match.start(), end),
            start=places[match.start() + len(match[0]) - len(match[0].lstrip())],
            end=places[end - 1] + 1,
        )


def _dates(normal: str, places: list[int]) -> Iterator[Figure]:
    for match in _DATE.finditer(normal):
        month = match["month"] or _MONTHS.index(match["named"]) + 1
        yield Figure(
            value=100.0 * int(month) + int(match["day"] or match["named_day"]),
            unit="date",
            bound="",
            start=places[match.start()],
            end=places[match.end() - 1] + 1,
        )


def _value(run: str) -> float:
    word = run.strip()
    if word in _WORDS:
        return float(_WORDS[word])
    total = section = 0.0
    number: float | None = None
    for token in _TOKEN.findall(run.replace(",", "")):
        if token in _SMALL:
            section += (1.0 if number is None else number) * _SMALL[token]
            number = None
        elif token in _LARGE:
            total += (section + (number or 0.0) or 1.0) * _LARGE[token]
            section, number = 0.0, None
        else:
            number = float(token)
    return total + section + (number or 0.0)


def _bound(normal: str, start: int, end: int) -> Bound:
    head, tail = normal[max(0, start - 16) : start], normal[end : end + 8]
    for bound, pattern in _BEFORE_FIGURE:
        if pattern.search(head):
            return bound  # type: ignore[return-value]  # the table's keys are bounds
    for bound, pattern in _AFTER_FIGURE:
        if pattern.match(tail):
            return bound  # type: ignore[return-value]  # the table's keys are bounds
    return ""


def agree(one: Figure, other: Figure) -> bool:
    """Tell whether two figures can be the same one: equal, rounded, or within the other's bound."""
    if one.unit != other.unit:
        return False
    if isclose(one.value, other.value, rel_tol=1e-9):
        return True
    if one.unit == "date":
        return False
    if _within(one, other) or _within(other, one):
        return True
    coarse, fine = sorted((one, other), key=lambda figure: _digits(figure.value))
    if _digits(coarse.value) == _digits(fine.value) or not _rounds(fine.value, coarse.value):
        return False
    near = abs(fine.value - coarse.value) <= ROUNDED_WITHIN * abs(fine.value)
    return coarse.bound == "about" or coarse.value % 1 != 0 or near


def _within(bounded: Figure, figure: Figure) -> bool:
    if figure.bound in ("least", "most"):
        return False
    low, high = sorted((bounded.value, figure.value))
    if high > BOUND_REACHES * low:
        return False
    return (bounded.bound == "least" and figure.value >= bounded.value) or (
        bounded.bound == "most" and figure.value <= bounded.value
    )


def _digits(value: float) -> int:
    """Count the digits of ``value`` but for zeros at its end: 1,200 has two."""
    return len(f"{value:.11e}".partition("e")[0].rstrip("0").replace(".", ""))


def _rounds(fine: float, coarse: float) -> bool:
    """Tell whether ``fine`` is ``coarse`` when rounded, or cut off, to as many digits."""
    if fine <= 0:
        return False
    step = 10.0 ** (floor(log10(fine)) + 1 - _digits(coarse))
    return any(
        isclose(whole * step, coarse, rel_tol=1e-6)
        for whole in (floor(fine / step), floor(fine / step + 0.5))
    )
