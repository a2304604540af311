"""Understands a question: its language, the terms to look for, and the kind of thing asked for."""

import re
from dataclasses import dataclass, replace
from typing import Final, Literal

from retrieval.morphemes import Analyser, normalise, trigrams
from retrieval.wanted import Wanted, wanted

Language = Literal["ko", "en", "ja", "zh"]

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
    """What is looked for. ``text`` is normalised; ``morphemes`` are distinct, in order, without
    the words that ask; ``wanted`` is None when the kind of answer cannot be told.
    """

    text: str
    language: Language
    morphemes: tuple[str, ...]
    trigrams: tuple[str, ...]
    wanted: Wanted | None

    @property
    def topic(self) -> "Question":
        """The question without the words that ask for news as such."""
        return replace(self, morphemes=tuple(one for one in self.morphemes if one not in _NEWS))

    @property
    def asks_for_news(self) -> bool:
        """Tell whether no topic is left: 뉴스 알려줘, what happened."""
        return not self.topic.morphemes


def understand(text: str, analyser: Analyser) -> Question:
    """Analyse what a person asked."""
    cleaned = normalise(text[:MAX_CHARS]).strip()
    morphemes = tuple(
        dict.fromkeys(term for term in analyser.morphemes(cleaned) if term not in _ASKING)
    )
    return Question(
        text=cleaned,
        language=language_of(cleaned),
        morphemes=morphemes,
        trigrams=tuple(dict.fromkeys(trigrams(cleaned))) if morphemes else (),
        wanted=wanted(cleaned),
    )


def language_of(text: str) -> Language:
    """Tell the language of ``text`` by its script."""
    if _HANGUL.search(text):
        return "ko"
    if _KANA.search(text):
        return "ja"
    return "zh" if _HAN.search(text) else "en"
