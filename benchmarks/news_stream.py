"""Streams of labelled news: every event told by several outlets, over days, beside ones like it.

The reports are templates of our own; their names, places and figures are drawn, the same ones for
all reports of an event. Events of one kind share their words, and towns, companies and teams have
several events: what tells events apart is left to the names and figures.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any, Final

SETS: Final = Path(__file__).parent / "sets"
#: Events of one kind, over so many days: two of a kind are mostly in the news at once.
EACH: Final = 8
_DAYS: Final = 28
#: Reports that another outlet carries as they are, from an agency.
_COPIED: Final = 0.3
_START: Final = datetime(2031, 3, 3, 9, tzinfo=timezone(timedelta(hours=9)))

_SYLLABLES: Final = "가나다라마바사아자차하고노도로모보소오조호구누두루무부수우주후기니리미비시이지"
_POOLS: Final[dict[str, Sequence[str]]] = {
    "place": [
        "나래",
        "다온",
        "가람",
        "누리",
        "미르",
        "보람",
        "윤슬",
        "한별",
        "새솔",
        "도담",
        "라온",
        "초롱",
    ],
    "company": [
        "한결전자",
        "두리중공업",
        "새빛제약",
        "온누리식품",
        "가온화학",
        "늘봄통신",
        "해맑은생활",
        "참솔건설",
    ],
    "team": [
        "나래 호크스",
        "다온 유나이티드",
        "가람 스타즈",
        "누리 베어즈",
        "미르 시티",
        "보람 드래건스",
    ],
    "party": ["새길당", "푸른당", "더불어당", "한마음당"],
    "country": [
        "칼리도",
        "벨타니아",
        "오르디아",
        "세르비노",
        "마르토바",
        "갈레온",
        "노르단",
        "피르카",
    ],
    "topic": ["매화", "미나리", "은어", "동백", "쑥", "냉이", "도다리", "벚꽃", "주꾸미", "고로쇠"],
    "sky": ["맑은", "흐린", "비가 오는", "구름 많은", "눈이 내리는"],
    "updown": ["상승", "하락"],
    "law": [
        "빈집정비",
        "반려동물보험",
        "전동킥보드안전",
        "공공급식",
        "야간배송제한",
        "지하수보전",
        "학교석면",
        "섬교통",
    ],
    "fortune": [
        "뜻밖의 손님이 온다.",
        "욕심을 버리면 길이 보인다.",
        "오랜 일이 풀린다.",
        "말을 아껴라.",
        "가까운 곳에 답이 있다.",
        "몸을 살펴라.",
    ],
}
_SURNAMES: Final = "김이박최정강조윤장임한오서신권황안송류홍"
_RANGES: Final = {
    "few": (2, 9),
    "more": (11, 98),
    "more0": (110, 290),
    "pct": (52, 94),
    "hour": (1, 11),
}
_OUTLETS: Final = tuple(
    f"{town}{kind}"
    for town in ("아침", "한낮", "저녁", "샛별")
    for kind in ("일보", "신문", "방송")
)
_SLOT: Final = re.compile(r"\{(\w+)(?::(\w+))?(?:\|(\w+))?\}")
_PARTICLES: Final = {"이": "가", "은": "는", "을": "를", "에": "에"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An article as it arrives, and the event it is of."""

    story: str
    published: datetime
    outlet: str
    title: str
    text: str


def stream(path: Path, *, seed: int, each: int = EACH) -> tuple[Report, ...]:
    """Draw ``each`` events of every kind that ``path`` has, in the order they are reported."""
    random = Random(seed)
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found: list[Report] = []
    for kind, templates in groupby(rows, key=lambda row: row["kind"]):
        known = list(templates)
        drawn = _Drawn(random, again=known[0]["same_place"] or known[0]["recurring"])
        # Issues of a series appear on days of their own.
        days = random.sample(range(_DAYS), each)
        for number in range(each):
            day = days[number] if known[0]["recurring"] else random.randrange(_DAYS)
            found += _event(f"{kind} {number}", known, random, drawn, day=day)
    return tuple(sorted(found, key=lambda one: one.published))


def _event(
    story: str, templates: Sequence[dict[str, Any]], random: Random, drawn: "_Drawn", *, day: int
) -> Iterator[Report]:
    start = _START + timedelta(days=day, hours=random.randrange(8))
    outlets = random.sample(_OUTLETS, 2 * len(templates))
    slots: dict[str, str] = {f"d{day}": str((start + timedelta(days=day)).day) for day in range(9)}
    slots |= {"mm": str(start.month), "place": drawn.one("place")}
    for template in templates:
        title, text = (_filled(template[key], slots, drawn) for key in ("title", "text"))
        published = start + timedelta(hours=template["hours"])
        report = Report(
            story=story, published=published, outlet=outlets.pop(), title=title, text=text
        )
        yield report
        if random.random() < _COPIED:
            yield Report(
                story=story,
                published=published + timedelta(minutes=random.randrange(5, 90)),
                outlet=outlets.pop(),
                title=title,
                text=f"(서울=새벽통신) 한가람 기자 = {text}",
            )


class _Drawn:
    """Draws names; ``again`` tells whether two events of a kind may have the same."""

    def __init__(self, random: Random, *, again: bool) -> None:
        self._random = random
        self._again = again
        self._left: dict[str, list[str]] = {}

    def one(self, kind: str) -> str:
        if kind in _RANGES:
            return str(self._random.randint(*_RANGES[kind]))
        if kind == "big":
            return f"{self._random.randint(1_100, 9_900):,}"
        if kind not in _POOLS:
            return self._name(kind)
        if self._again:
            return self._random.choice(_POOLS[kind])
        left = self._left.setdefault(kind, [])
        if not left:
            left += self._random.sample(_POOLS[kind], len(_POOLS[kind]))
        return left.pop()

    def _name(self, kind: str) -> str:
        given = "".join(self._random.choices(_SYLLABLES, k=2))
        return self._random.choice(_SURNAMES) + given if kind == "person" else given


def _filled(template: str, slots: dict[str, str], drawn: _Drawn) -> str:
    def value(match: re.Match[str]) -> str:
        name, kind, particle = match.groups()
        while name not in slots:
            new = drawn.one(kind or name)
            if kind not in _POOLS or new not in slots.values():
                slots[name] = new
        word = slots[name]
        return word + (_particle(word, particle) if particle else "")

    return _SLOT.sub(value, template)


def _particle(word: str, closed: str) -> str:
    return closed if (ord(word[-1]) - 0xAC00) % 28 else _PARTICLES[closed]
