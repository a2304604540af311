"""Finds the outlet whose reports a question asks for: 한겨레는 뭐래?, according to Reuters."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from store.outlets import shipped

#: Of a Korean name these may be left out, where the rest is no plain word: 한빛은 뭐래?
_KIND: Final = re.compile(r"\s?(?:신문|일보|뉴스|닷컴|타임스|방송)$")
_PLAIN: Final = frozenset(
    """
    한국 서울 조선 동아 중앙 경향 국민 문화 세계 매일 내일 오늘 아시아 미디어 경제 뉴스 스포츠
    디지털 전자 시사 국제 부산 대구 인천 광주 대전 울산 강원 경기 제주 전북 전남 경북 경남 충북
    충남 영남 호남 미주 연합 자유 시민 교통 환경 농민 의학 법률 과학 주간 일간 노동 여성 소년
    기독교 불교 가톨릭 통일 민중
    """.split()  # noqa: SIM905 (readable as a list of words)
)
_HAN: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
#: Shorter names are parts of too many other words.
_MIN_CHARS: Final = 2

_SAYS_KO: Final = (
    r"(?:은|는|이|가|에선|에서는?|측은)?\s?(?:(?:그거|이거|거기|이번|그걸)[^\s?!.]*\s)?"
    r"(?:뭐래[^\s?!.]*|(?:뭐라|뭐|뭘|무엇을|어떻게)(?:고|라고)?\s?(?:했|하|함|한|보도|썼|쓰|전했"
    r"|전하|그래|그랬|다뤘|다루|말)[^\s?!.]*"
    r"|무슨\s(?:말|얘기|보도)[^\s?!.]*)"
)
_BEHIND_KO: Final = (
    r"(?:의|에서|에|이|가)?\s?(?:단독\s?)?(?:보도|기사|뉴스|소식|사설|칼럼)(?![한된했]"
    r"|[가-힣]*(?:국|블[록럭]|통|지$|식당|작성))"
    r"(?:들)?(?:에\s?(?:따르면|의하면|서는?|나온)|[은는이가을를만]|로는)?(?:\s?중(?:에서?"
    r"|에)?(?=\s))?"
    r"|에\s?(?:따르면|의하면)|에서?\s?(?:나온|실린|올라온|난|게재된|보도된|본|읽은)"
    r"|[이가]\s?(?:새로\s?)?(?:보도한|쓴|전한|실은|다룬|보도했던)"
    r"|\s?(?:것|거|꺼)(?:만|로)?(?:\s?(?:보여|알려|찾아)\S*)?(?=\W*$)"
)
_NEWS_EN: Final = r"(?:news|articles?|stor(?:y|ies)|coverage|reports?|reporting|headlines|pieces?)"
_SAYS_EN: Final = (
    r"what (?:did|does|do|has|have|is|was) (?:the )?{name} (?:say|report|write|said|reported"
    r"|written"
    r"|reporting|saying|publish|published|print|cover)(?:ed|ing)?|what (?:the )?{name} (?:says|said"
    r"|reports|reported|wrote|writes)"
)
_BEHIND_EN: Final = (
    r"according to (?:the )?{name}(?:['’]s?)?(?: " + _NEWS_EN + r")?"
    r"|(?:(?<=news )|(?<=articles )|(?<=article )|(?<=stories )|(?<=story )|(?<=coverage )"
    r"|(?<=reports )"
    r"|(?<=report )|(?<=headlines )|(?<=published )|(?<=reported )|(?<=written ))"
    r"(?:from|in|by|on|of) (?:the )?{name}(?:['’]s)?\b"
    r"|(?:the )?{name}(?:['’]s?)? " + _NEWS_EN + r"\b(?! (?:agency|anchor|conference|editor))"
    r"|^(?:the )?{name} (?:reported|reports|says|said|wrote) (?:that )?"
)
_SAYS_HAN: Final = (
    r"{name}(?:は|が|では)(?:何と|どう|何を)(?:報じ|伝え|言|書)\S*"
    r"|{name}(?:是)?(?:怎么|怎麼|如何)(?:说|說|报道|報道|写|寫)\S*|{name}(?:说|說|报道"
    r"|報道)了?(?:什么|什麼|些什么)"
)
_BEHIND_HAN: Final = (
    r"{name}(?:の(?:報道|記事|ニュース))?に(?:よると|よれば)、?|{name}[のがで](?:記事|報道"
    r"|ニュース|報じた|伝えた|報じられた)"
    r"|(?:根据|根據|据|據){name}的?(?:报道|報道|報導|消息)?[,，、]?|{name}的?(?:报道|報道|報導"
    r"|新[闻聞]|消息|文章)(?!社|[记記]者|[发發])"
)
#: Stands for the name in the patterns: a letter that nobody writes.
_NAME: Final = "\ua66e"
#: A name is looked at so many times in one text.
_MAX_TIMES: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """``text[start:end]`` names the outlet and says that its reports are meant. ``says``: what it
    reports is the whole question (뭐래), not only where the answer is to come from.
    """

    outlet: str
    start: int
    end: int
    says: bool


def outlet_named(text: str, outlets: Sequence[str]) -> Named | None:
    """Return the first of ``outlets`` whose reports ``text`` asks for.

    An outlet that the question is about (동아일보 사장은 누구) is not meant.
    """
    bare = _bare(text)
    found = [
        named
        for name, known_as in _names(tuple(outlets)).items()
        if name in bare
        for start, end in _places(text, name)
        if (named := _meant(text, start, end, known_as)) is not None
    ]
    return min(found, key=lambda one: (one.start, -one.end), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _KnownAs:
    """The outlet of a name; ``short`` when the name is only part of the whole one."""

    outlet: str
    short: bool


def _meant(text: str, start: int, end: int, known_as: _KnownAs) -> Named | None:
    probe = f"{text[:start]}{_NAME}{text[end:]}"
    for says, short_too, pattern in _PATTERNS:
        match = pattern.search(probe) if short_too or not known_as.short else None
        if match is not None:
            return Named(
                outlet=known_as.outlet,
                start=match.start(),
                end=match.end() + end - start - len(_NAME),
                says=says,
            )
    return None


def _places(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Yield where ``name`` stands, whatever its spaces, as no part of another word."""
    kept = [(index, one) for index, letter in enumerate(text) for one in _bare(letter)]
    bare = "".join(one for _, one in kept)
    at = bare.find(name)
    for _ in range(_MAX_TIMES):
        if at < 0:
            return
        start, end = kept[at][0], kept[at + len(name) - 1][0] + 1
        if not (
            start and text[start - 1].isalnum() and text[start].isalnum() and _joins(text, start)
        ):
            yield start, end
        at = bare.find(name, at + 1)


def _joins(text: str, start: int) -> bool:
    """Tell whether the letter before belongs to the same word; Han and kana have no spaces."""
    return not (_HAN.match(text[start - 1]) and (_HAN.match(text[start]) or text[start].isascii()))


def _bare(name: str) -> str:
    return "".join(name.casefold().split())


@lru_cache(maxsize=8)
def _names(outlets: tuple[str, ...]) -> dict[str, _KnownAs]:
    """The names of the outlets, as far as they are no plain words, and those cut short."""
    whole = {
        bare: _KnownAs(outlet=outlet, short=False)
        for outlet in outlets
        for name in (outlet, *_others(outlet))
        if len(bare := _bare(name)) >= _MIN_CHARS
    }
    cut = {outlet: _bare(_KIND.sub("", outlet)) for outlet in outlets if _KIND.search(outlet)}
    count = Counter(cut.values())
    short = {
        name: _KnownAs(outlet=outlet, short=True)
        for outlet, name in cut.items()
        if len(name) >= _MIN_CHARS and name not in _PLAIN and count[name] == 1
    }
    return short | whole


def _others(outlet: str) -> tuple[str, ...]:
    known = shipped().named(outlet)
    return tuple(name for one in known for name in one.names if name not in one.common)


#: Whether it is the whole question, whether a name cut short will do, and how it is said.
_PATTERNS: Final = tuple(
    (says, short_too, re.compile(pattern.replace("{name}", _NAME), re.IGNORECASE))
    for says, short_too, pattern in (
        (True, True, rf"{{name}}(?:신문|일보)?(?:{_SAYS_KO})"),
        (False, False, rf"{{name}}(?:신문|일보)?(?:{_BEHIND_KO})"),
        (False, True, r"{name}(?:신문|일보)?에\s?(?:따르면|의하면)"),
        (True, False, _SAYS_EN),
        (False, False, _BEHIND_EN),
        (True, False, _SAYS_HAN),
        (False, False, _BEHIND_HAN),
    )
)
