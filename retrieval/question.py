"""Understands a question: its language, the terms to look for, and the kind of thing asked for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final, Literal

from retrieval.morphemes import Analyser, normalise, trigrams
from retrieval.timerange import time_range
from retrieval.wanted import Wanted, wanted
from retrieval.within import Within

Language = Literal["ko", "en", "ja", "zh"]
#: A fact that is quoted, the news of a time or topic as headlines, or a story as it went on.
Seeks = Literal["fact", "news", "timeline"]

#: Longer messages are cut: no question needs more, and analysis stays bounded.
MAX_CHARS: Final = 1000

#: Words that ask, or ask to be told, and never stand in the answer for that reason.
_ASKING: Final = frozenset(
    """
    누구 누가 어디 언제 무엇 뭐 뭣 몇 얼마 얼마나 어느 어떤 어떻 왜 무슨 어떠하 며칠 여부
    알리 알려주 말하 궁금 대하 관련 답 질문
    who whom whose what when where why how which many much is are was were did do does the a an
    of in on at to for by with and or it its be has have had that this from as will would
    """.split()  # noqa: SIM905 (readable as a list of words)
)
#: Words that ask for news as such; a question of nothing else is answered with headlines.
_NEWS: Final = frozenset(
    """
    뉴스 소식 기사 보도 속보 헤드라인 신문 주요 최신 오늘 나오 보이 일 정리 요약 전체 전부 모두
    올라오 뜨 news article articles story stories headline headlines report reports reported
    happened happen top latest main show me tell there any new ニュ ュー ース 記事 主な 新闻 消息
    报道 有什 什么 主要
    """.split()  # noqa: SIM905 (readable as a list of words)
)
_KANA = re.compile(r"[\u3040-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7a3\u1100-\u11ff\u3130-\u318f]")
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is looked for. ``text`` is normalised, without what says when the news appeared, which
    is ``within``; ``morphemes`` are distinct, in order, without the words that ask; ``wanted`` is
    None when the kind of answer cannot be told; ``outlet`` is the one whose reports are asked for.
    """

    text: str
    language: Language
    morphemes: tuple[str, ...]
    trigrams: tuple[str, ...]
    wanted: Wanted | None
    seeks: Seeks = "fact"
    within: Within | None = None
    outlet: str | None = None
    #: The same text in its own case, which tells the US from us.
    written: str = ""


def understand(
    text: str,
    analyser: Analyser,
    *,
    now: datetime,
    zone: tzinfo,
    outlets: Sequence[str] = (),
) -> Question:
    """Analyse what a person asked at ``now``, which is aware; days are days in ``zone``.

    ``outlets`` are those of the stored articles, of which the question may name one.
    """
    text = text[:MAX_CHARS]
    found = time_range(text, now=now, zone=zone)
    within = None
    if found is not None:
        within = Within(days=found.range, zone=zone)
        text = f"{text[: found.span[0]]} {text[found.span[1] :]}"
    cleaned = normalise(text).strip()
    asked = [term for term in analyser.morphemes(cleaned) if term not in _ASKING]
    topic = [term for term in asked if term not in _NEWS]
    kind = wanted(cleaned)
    morphemes = tuple(dict.fromkeys(topic if within else asked))
    return Question(
        text=cleaned,
        language=language_of(cleaned),
        morphemes=morphemes,
        trigrams=tuple(dict.fromkeys(trigrams(cleaned))) if asked else (),
        wanted=kind,
        # News on a topic is wanted, not a fact: 지난주 부동산 소식.
        seeks="news" if within and (kind is None or not topic) else "fact",
        within=within,
        written=text,
        outlet=next((one for one in outlets if normalise(one) in cleaned), None),
    )


def language_of(text: str) -> Language:
    """Tell the language of ``text`` by its script."""
    if _HANGUL.search(text):
        return "ko"
    if _KANA.search(text):
        return "ja"
    return "zh" if _HAN.search(text) else "en"
