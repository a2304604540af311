"""Korean news that nobody wrote: text of the real shape, made from a seed.

Its lengths are those of 408 Korean news articles of 2022: articles log-normal about 836
characters (6.1 passages), sentences about 14 words. Words follow Zipf's law (Mandelbrot's
form), and an article comes back to its own few again and again, as articles do.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Final

import numpy as np

from store.article import Extracted, Published

_NOUNS: Final = """
    정부 기업 시장 지역 문제 사업 경제 국민 서울 기술 서비스 지난해 올해 투자 정책 산업 개발 계획
    회사 제품 금융 은행 학교 학생 교육 대학 연구 병원 환자 의료 주민 아파트 주택 가격 금리 물가
    수출 수입 반도체 자동차 배터리 에너지 전기 환경 기후 선거 국회 의원 대통령 장관 위원회 법안
    재판 검찰 경찰 사고 화재 태풍 피해 안전 공사 도로 철도 공항 항만 관광 문화 영화 공연 축제 선수
    경기 감독 우승 리그 팬 노동 임금 파업 노조 고용 청년 노인 복지 예산 세금 회의 협약 협력 지원
    확대 강화 추진 운영 관리 조사 결과 분석 전망 우려 비판 주장 발표 행사 참여 시민 단체 대표
    관계자 전문가 소비자 이용자 고객 매출 이익
    """.split()  # noqa: SIM905 (readable as a list of words)
#: Syllables that words of Chinese origin are made of: two give a noun, a third tells its kind.
_SYLLABLES: Final = (
    "가각간감강개건검견결경계고공과관광교구국군권규균극근금급기난남내노농능단담당대도동등력로론"
    "류리림마만망매면명모무문물미민박반발방배백법변별보복본봉부북분비사산상생서석선설성세소속손송"
    "수순술승시식신실심안애야약양어언업여역연열영예오온완외요용우운원월위유육은음의이익인일입자작"
    "장재저적전절점정제조족존종주준중지직진집차찬참창책처천철청체초총추축출충취측치친침칭쾌탁탄탈"
    "태택토통투특파판편평포표품풍필하학한할함합항해행향허험혁현협형혜호혼화확환활황회효후훈휴희"
)
_KINDS: Final = "자원청부성화회법관력률소실장품계과론학권점사국체물"
_SURNAMES: Final = "김이박최정강조윤장임한오서신권황안송류홍"
_OFFICES: Final = ("대표", "장관", "의원", "교수", "위원장", "본부장", "감독", "시장")
_ADVERBS: Final = (
    "특히",
    "또",
    "다만",
    "이미",
    "함께",
    "크게",
    "최근",
    "당시",
    "현재",
    "앞서",
    "이어",
    "가장",
    "더",
    "약",
    "모두",
    "각각",
)
_LATIN: Final = ("AI", "IT", "EU", "GDP", "LED", "TV", "CEO", "ESG", "KTX", "CCTV")
_UNITS: Final = "명 억원 % 년 월 일 개 곳 건 대 시간 배 가구 km".split()  # noqa: SIM905
#: After a consonant, after a vowel; as often as they stand here.
_PARTICLES: Final = (
    *(("", ""),) * 12,
    *(("을", "를"),) * 7,
    *(("이", "가"),) * 5,
    *(("은", "는"),) * 5,
    *(("의", "의"),) * 5,
    *(("에", "에"),) * 4,
    *(("에서", "에서"),) * 2,
    *(("으로", "로"),) * 3,
    ("과", "와"),
    ("도", "도"),
    ("까지", "까지"),
    ("에게", "에게"),
)
_JOINING: Final = "하는 한 하고 하며 해 했고 할 하기 되는 된 됐고 되면서 하지만 했지만 시킨".split()  # noqa: SIM905
_CLOSING: Final = (
    *("했다.",) * 8,
    *("됐다.",) * 3,
    *("한다.",) * 3,
    "하고 있다.",
    "할 계획이다.",
    "할 예정이다.",
    "할 것으로 보인다.",
    "했다고 밝혔다.",
    "했다고 말했다.",
)
#: What may follow a noun, longest first.
ENDINGS: Final = tuple(
    sorted(
        {one for pair in _PARTICLES for one in pair if one} | {*_JOINING},
        key=len,
        reverse=True,
    )
)
_SAID: Final = ("말했다", "밝혔다", "설명했다", "강조했다", "전했다", "지적했다", "덧붙였다")
_ASKING: Final = (
    "누구인가?",
    "몇 명인가요?",
    "언제야?",
    "어디인가?",
    "얼마인가?",
    "왜 그런가요",
    "무엇인가?",
)
_TOWNS: Final = ("나래", "다온", "가람", "누리", "해솔", "미르")
_OUTLETS: Final = tuple(f"{town}{kind}" for town in _TOWNS for kind in ("일보", "신문", "뉴스"))

_PAIRS: Final = len(_SYLLABLES) ** 2
VOCABULARY: Final = len(_NOUNS) + _PAIRS * (1 + len(_KINDS))
#: Mandelbrot's form of Zipf's law, set so that as many passages share a term as in the real ones.
_SHIFT: Final = 40.0
_EXPONENT: Final = 1.2
#: Share of an article's nouns that are its own topics.
_TOPICAL: Final = 0.35
_TOPICS: Final = 12
_FIRST_DAY: Final = date(2022, 1, 1)
_DAYS: Final = 1700


class Press:
    """Writes article after article; the same ``seed`` gives the same articles and questions."""

    def __init__(self, *, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        weights = (np.arange(VOCABULARY) + _SHIFT) ** -_EXPONENT
        self._shares = np.cumsum(weights / weights.sum())

    def articles(self) -> Iterator[Extracted]:
        """Yield articles without end."""
        while True:
            yield self._article()

    def question(self, article: Extracted) -> str:
        """Ask about one sentence of ``article``: a few of its words, then what is asked."""
        lines = [line for paragraph in article.paragraphs for line in paragraph.split(". ")]
        words = lines[self._below(len(lines))].strip('."').split()
        length = min(len(words), 2 + self._below(4))
        start = self._below(len(words) - length + 1)
        return " ".join((*words[start : start + length], _ASKING[self._below(len(_ASKING))]))

    def _article(self) -> Extracted:
        chars = min(20_000.0, self._random.lognormal(np.log(836), 0.64))
        lengths = self._lengths(chars)
        topics = self._ranks(_TOPICS)
        words = self._words(sum(lengths), topics)
        spans = zip(
            pairwise(accumulate(lengths, initial=0)), self._ranks(len(lengths)), strict=True
        )
        sentences = [self._sentence(words[start:end], noun(last)) for (start, end), last in spans]
        day = _FIRST_DAY + timedelta(days=self._below(_DAYS))
        return Extracted(
            title=" ".join(noun(rank) for rank in topics[: 4 + self._below(4)]),
            title_source="headline",
            paragraphs=tuple(self._paragraphs(sentences)),
            published=Published(iso=day.isoformat()),
            publisher=_OUTLETS[self._below(len(_OUTLETS))],
            language="ko",
        )

    def _lengths(self, chars: float) -> list[int]:
        """Draw the words of each sentence until there are ``chars`` characters of them."""
        lengths: list[int] = []
        while sum(lengths) * 4.9 < chars:  # characters of a word with its space
            lengths.append(max(3, round(self._random.lognormal(np.log(12), 0.5))))
        return lengths

    def _words(self, count: int, topics: Sequence[int]) -> list[str]:
        ranks = np.array(self._ranks(count))
        topical = self._random.random(count) < _TOPICAL
        ranks[topical] = np.array(topics)[self._random.integers(len(topics), size=topical.sum())]
        kinds = self._random.random(count)
        dice = self._random.integers(1 << 30, size=count)
        return [
            _word(kind, rank, die)
            for kind, rank, die in zip(kinds.tolist(), ranks.tolist(), dice.tolist(), strict=True)
        ]

    def _sentence(self, words: Sequence[str], last: str) -> str:
        closed = " ".join((*words, last + _CLOSING[self._below(len(_CLOSING))]))
        if self._random.random() < 0.12:
            return f'"{closed[:-1]}"고 {_SAID[self._below(len(_SAID))]}.'
        return closed

    def _paragraphs(self, sentences: Sequence[str]) -> Iterator[str]:
        start = 0
        while start < len(sentences):
            end = start + 1 + self._below(4)
            yield " ".join(sentences[start:end])
            start = end

    def _ranks(self, count: int) -> list[int]:
        found: list[int] = np.searchsorted(self._shares, self._random.random(count)).tolist()
        return found

    def _below(self, limit: int) -> int:
        return int(self._random.integers(limit))


@lru_cache(maxsize=50_000)
def noun(rank: int) -> str:
    """Return the noun of this rank, the most frequent first."""
    if rank < len(_NOUNS):
        return _NOUNS[rank]
    kind, pair = divmod(rank - len(_NOUNS), _PAIRS)
    # Multiplied by a prime, neighbours in rank share no syllable.
    first, second = divmod(pair * 7919 % _PAIRS, len(_SYLLABLES))
    return _SYLLABLES[first] + _SYLLABLES[second] + (_KINDS[kind - 1] if kind else "")


def _word(kind: float, rank: int, die: int) -> str:
    if kind < 0.66:
        return _with_particle(noun(rank), die)
    if kind < 0.82:
        return noun(rank) + _JOINING[die % len(_JOINING)]
    if kind < 0.90:
        return _with_particle(_number(die), die)
    if kind < 0.95:
        return _ADVERBS[die % len(_ADVERBS)]
    if kind < 0.98:
        return _with_particle(_person(die), die)
    return _with_particle(_LATIN[die % len(_LATIN)], die)


def _number(die: int) -> str:
    digits = 1 + die % 4
    return f"{die // 7 % 10**digits + 1:,}{_UNITS[die // 3 % len(_UNITS)]}"


def _person(die: int) -> str:
    given = die // 20 % len(_SYLLABLES), die // 5000 % len(_SYLLABLES)
    name = _SURNAMES[die % len(_SURNAMES)] + "".join(_SYLLABLES[at] for at in given)
    return f"{name} {_OFFICES[die // 11 % len(_OFFICES)]}"


def _with_particle(word: str, die: int) -> str:
    closed, opened = _PARTICLES[die // 13 % len(_PARTICLES)]
    return word + (closed if (ord(word[-1]) - 0xAC00) % 28 else opened)
