"""Understands a question: its language, the terms to look for, and the kind of thing asked for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final, Literal

from retrieval.filler import without_filler
from retrieval.keys import keys
from retrieval.morphemes import Analyser, normalise, trigrams
from retrieval.outlet_named import Named, outlet_named
from retrieval.seeking import Seeks, Sought, sought
from retrieval.spelling import Held, cut, respelled
from retrieval.timerange import time_range
from retrieval.wanted import Wanted, asking_sentence, wanted
from retrieval.within import Within

Language = Literal["ko", "en", "ja", "zh"]

#: Longer messages are cut: no question needs more, and analysis stays bounded.
MAX_CHARS: Final = 1000

#: Words that ask, or ask to be told, and never stand in the answer for that reason.
_ASKING: Final = frozenset(
    """
    누구 누가 어디 언제 무엇 뭐 뭣 몇 얼마 얼마나 어느 어떤 어떻 왜 무슨 어떠하 며칠 여부
    알리 알려주 말하 궁금 대하 관련 답 질문 혹시 좀 뭔가 뭔지 부탁 여쭈 말씀 정확히 도대체 날짜 일자
    그렇 그거 이거 저거 이렇 저렇 name
    who whom whose what when where why how which many much is are was were did do does the a an
    of in on at to for about by with and or it its be has have had that this from as will
    would 什么 多少 哪里 哪个 哪些 谁是 是谁 怎么 为什 何时 时候 です すか ます まし した でし
    たか どこ いつ だれ 誰で なぜ 何が 何を いく くら どの とは くだ ださ さい
    """.split()  # noqa: SIM905 (readable as a list of words)
)
#: Words that ask for news and are no topic of it, where they are left beside one.
_NEWS: Final = frozenset(
    """
    뉴스 소식 기사 보도 속보 헤드라인 신문 주요 최신 오늘 나오 보이 정리 요약 전체 전부 모두 요즘
    요새 올라오 뜨 지금 그동안 동안 그간 news article articles story stories headline headlines
    report reports reported published happened happen top latest main show me tell there any new
    ニュ ュー ース 記事 主な 新闻 消息 报道 有什 什么 主要
    """.split()  # noqa: SIM905 (readable as a list of words)
)
#: A topic of more terms, asked within days, is a question: 어제 나온 반도체 대책은? asks for news.
_MAX_TOPIC: Final = 4
#: A sentence with fewer terms does not say by itself what it asks about.
_MIN_OWN: Final = 3
#: Sentences that it takes in: a message of three hundred «왜?» would be cut up as often.
_MAX_TAKEN_IN: Final = 3
#: Stands for the outlet that was named, so that a time beside it is that of its reports.
_REPORTS: Final = {"ko": "보도 ", "en": "news ", "ja": "報道", "zh": "报道"}
#: A name and nothing else, in a script in which names are not told from other words by spaces.
_HAN_NAME: Final = re.compile(r"[\u4e00-\u9fff\u30a0-\u30ff]{2,6}")
#: A message of more words than this was spaced by its writer.
_UNSPACED_WORDS: Final = 2
_KANA = re.compile(r"[\u3040-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7a3\u1100-\u11ff\u3130-\u318f]")
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is looked for. ``text`` is normalised, without what says when the news appeared, which
    is ``within``, whose reports are meant, which is ``outlet``, and what only asks to be told.

    ``morphemes`` are distinct, in order, without the words that ask, and empty when no topic is
    named (오늘 주요 뉴스; 한겨레는 뭐래?). Of several sentences they are those of the one that
    asks. ``wanted`` is None when the wording does not tell.
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
    #: Those of ``morphemes`` that have to stand in an article that answers.
    keys: tuple[str, ...] = ()


def understand(
    text: str,
    analyser: Analyser,
    *,
    now: datetime,
    zone: tzinfo,
    outlets: Sequence[str] = (),
    held: Held | None = None,
) -> Question:
    """Analyse what a person asked at ``now``, which is aware; days are days in ``zone``.

    ``outlets`` are those of the stored articles, of which the question may name one; ``held``
    returns those of some terms that stand there.
    """
    text = text[:MAX_CHARS]
    named = outlet_named(text, outlets)
    mark = _REPORTS[language_of(text)]
    said = text if named is None else f"{text[: named.start]}{mark}{text[named.end :]}"
    found = time_range(said, now=now, zone=zone)
    cuts = [] if named is None else [(named.start, named.start + len(mark))]
    written = _cut(said, cuts if found is None else [*cuts, found.span])
    cleaned = without_filler(_spaced(normalise(written).strip(), analyser, held=held))
    aim, kind = sought(cleaned), wanted(cleaned)
    topic = cleaned if aim.seeks == "fact" else aim.topic
    if held is not None:
        topic = respelled(topic, analyser, held=held)
        written = respelled(_spaced(written, analyser, held=held), analyser, held=held)
    asking = _asking_terms(topic, analyser)
    if found or named or aim.seeks != "fact":
        asking = tuple(term for term in asking if term not in _NEWS)
    return Question(
        text=topic if asking else cleaned,
        language=language_of(text),
        morphemes=asking,
        trigrams=tuple(dict.fromkeys(trigrams(topic))) if asking else (),
        wanted=kind,
        seeks=_seeks(aim, kind, asking, named=named, within=found is not None),
        within=None if found is None else Within(days=found.range, zone=zone),
        outlet=None if named is None else named.outlet,
        written=written,
        keys=keys(asking, written, analyser),
    )


def _cut(text: str, spans: list[tuple[int, int]]) -> str:
    """Return ``text`` without ``spans``, which may overlap."""
    kept = "".join(
        " " if any(start <= index < end for start, end in spans) else letter
        for index, letter in enumerate(text)
    )
    return " ".join(kept.split()) if spans else text


def _spaced(text: str, analyser: Analyser, *, held: Held | None) -> str:
    """Cut a question without spaces into words; one that has some was spaced by its writer."""
    if len(text.split()) > _UNSPACED_WORDS:
        return text
    if held is not None:
        text = " ".join(cut(run, analyser, held=held) for run in text.split())
    return analyser.spaced(text)


def _asking_terms(text: str, analyser: Analyser) -> tuple[str, ...]:
    """Return the terms of the sentence that asks.

    One that says too little takes in the one before it. The others tell why somebody asks: of 14
    such messages 7 were answered with its terms alone, 3 with those of the one before it as well.
    """
    before, asking = asking_sentence(text)
    terms = _terms(asking, analyser)
    for _ in range(_MAX_TAKEN_IN):
        if not before or len(terms) >= _MIN_OWN:
            break
        *before, nearest = before
        asking = f"{nearest} {asking}"
        terms = _terms(asking, analyser)
    return terms


def _terms(text: str, analyser: Analyser) -> tuple[str, ...]:
    return tuple(term for term in dict.fromkeys(analyser.morphemes(text)) if term not in _ASKING)


def _seeks(
    aim: Sought,
    kind: Wanted | None,
    terms: tuple[str, ...],
    *,
    named: Named | None,
    within: bool,
) -> Seeks:
    """Tell news on a topic, as of days or as an outlet has it, from a fact."""
    if aim.seeks != "fact":
        return aim.seeks
    if named is not None and named.says:
        # 한겨레는 뭐래? goes on from what was asked before.
        return "news" if terms or within else "fact"
    if not terms:
        return "news" if within or named else "fact"
    if kind is None and within and len(terms) <= _MAX_TOPIC:
        return "news"
    # Who sends nothing but a name wants to see what there is on it: no fact of it is asked for.
    is_name = ("".join(terms) == aim.topic and len(aim.topic) > 1) or _HAN_NAME.fullmatch(aim.topic)
    return "news" if kind is None and is_name else "fact"


def language_of(text: str) -> Language:
    """Tell the language of ``text`` by its script."""
    if _HANGUL.search(text):
        return "ko"
    if _KANA.search(text):
        return "ja"
    return "zh" if _HAN.search(text) else "en"
