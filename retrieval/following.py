"""Tells a question that goes on from the last one (그건 언제야?) from one that stands alone."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol, TypeVar

from retrieval.answer import Exchange
from retrieval.asked import Asked
from retrieval.declining import THRESHOLD
from retrieval.morphemes import Analyser, normalise
from retrieval.question import Question
from retrieval.quoting import Candidate
from retrieval.wanted import Wanted

#: More terms of its own than this, and a message says itself what it is about: «그 회사» in a long
#: question is its own company. Without a word that refers back, fewer do.
MAX_OWN: Final = 5
MAX_OWN_UNREFERRED: Final = 3
#: What a term of the last question weighs beside one of the follow-up, which is what is asked now.
CARRIED: Final = 0.4
#: A message stands alone when a headline in the store covers this share of it, or when it has so
#: many terms that one article covers together.
NAMED: Final = 0.5
SELF_CONTAINED: Final = 3
#: Of a chain of questions no more than this is carried on.
MAX_CARRIED_CHARS: Final = 200
#: Sentences among which the answer of a reading is looked for: as many as are quoted.
LOOKED_AT: Final = 3

_END = r"(?=[\s?!.,~…。、，？！]|$)"
_PARTICLES = (
    r"(?:에서|에게|에|의|은|는|이|가|을|를|도|로|으로|만|까지|부터|서|ㄴ|랑|와|과|한테|요)*"
)
#: Begins a message that goes on, or turns to another thing; never what is asked about.
_CONNECTIVE: Final = re.compile(
    r"^\s*(?:(?:그럼|그러면|그렇다면|그래서|그리고|또한?|then|so|and|what\sabout|how\sabout"
    r"|では|じゃあ?|それでは|それで|那么|那(?![个些里儿边家次位座])|还有)(?![가-힣])[\s,、，]*)+",
    re.IGNORECASE,
)
_TURNING: Final = re.compile(
    rf"^\s*(?:(?:그런데|근데|아\s?참|혹시|아|음|저기|but|well|ok(?:ay)?|ところで|但是?){_END}"
    r"[\s,、，]*)+",
    re.IGNORECASE,
)
_PRONOUN: Final = re.compile(
    rf"(?<!\S)(?:[그이저](?:거|게|것|걸|때|곳|분|건|날)|거기|거긴|여기|여긴|걔|그녀)들?{_PARTICLES}{_END}"
    r"|\b(?:it|its|that|this|those|these|they|them|their|he|him|his|she|her|there)\b"
    r"|それ[はがをもに]?|これ[はがをもに]?|そこ[はがでにの]?|そちら[はがの]?|彼女?[はがの]"
    r"|^\s*[那这](?:个|些|里|儿|边|家|次|位)?|[它他她](?:们)?的?",
    re.IGNORECASE,
)
#: «그 회사 매출은?»: what stands for the last topic, and is not in the article by that name.
_DETERMINED: Final = re.compile(
    rf"(?<!\S)(?:그|이|저|해당|그런|이런)\s+(?P<noun>[^\s?!.,]+?)(?={_PARTICLES}{_END})"
    rf"{_PARTICLES}{_END}"
    r"|\b(?:the\ssame|that|this|those|these)\s(?P<thing>\w+)"
    r"|[そこ]の(?P<mono>[一-龯ァ-ヶー]+)|[那这该](?:家|个|位|次|座)(?P<ben>[一-龯]{2})",
    re.IGNORECASE,
)
_ASKING: Final = re.compile(
    r"(?:언제|누구|어디|얼마|무엇|뭐|뭣|며칠)[가-힣]*|(?<!\S)(?:누가|왜|뭘|뭔[가-힣]*|무슨|어떤|어느|어떻게|어째서)"
    rf"{_END}|몇\s?\S*"
    r"|\bhow(?:\s(?:much|many|long|far|old|large|big|tall|often))?\b"
    r"|\b(?:who|whom|whose|what|when|where|why|which|is|are|was|were|did|does|do|will|can)\b"
    r"|いつ|いくら|なぜ|どうして|どこ|誰|だれ|どの[くぐ]らい|どんな|どう|何(?:人|件|台|個|回|年|月|日|時|歳)?"
    r"|(?:です|ます|でした|ました)か"
    r"|什么时候|什么|是谁|是多少|的|了|是|为什么|为何|多少(?:钱)?|谁|哪里|哪儿|哪[年天个家]|几[个人家名年天]|怎么|吗|呢",
    re.IGNORECASE,
)
_MORE: Final = re.compile(
    r"\s*(?:좀\s?)?(?:더\s?)?(?:자세히|자세하게|상세히|구체적으로|자세한\s?(?:내용|얘기|이야기))"
    r"(?:은|는)?(?:\s?좀)?(?:\s?(?:더))?(?:\s?(?:알려\s?줘|알려\s?주세요|말해\s?줘|설명해\s?줘|설명해\s?주세요"
    r"|보여\s?줘|알고\s?싶어))?요?\s*"
    r"|\s*(?:(?:tell|show)\sme\s)?(?:in\s)?more(?:\sdetails?)?(?:\sabout\s(?:it|that))?\s*"
    r"|\s*(?:in\s)?details?\s*|\s*(?:もっと)?詳しく(?:教えて)?\s*|\s*(?:更)?详细(?:一点|说说)?\s*",
    re.IGNORECASE,
)
_ASKS_ON: Final = re.compile(
    r"언제|누가|왜|얼마|어디|몇|\b(?:when|why|where|how)\b|いつ|いくら|なぜ|どうして|誰|どこ"
    r"|什么时候|为什么|多少|谁|哪里",
    re.IGNORECASE,
)
#: Asks no more than to be told: «한빛일보는 뭐래?» is still after what was asked before.
_TOLD: Final = re.compile(
    r"(?:뭐래|뭐라고?|뭐랬)[가-힣]*(?:\s?(?:해|했어|해요|했나|하나|말해|말했어|보도해|보도했어))?"
    r"|\bwhat\s(?:does|did|do)\b|\bsays?\b|何と(?:言って(?:いる|る|ますか)?)|怎么说|说什么",
    re.IGNORECASE,
)
_PUNCTUATION: Final = "?!.,~… \t。、，？！"
#: Terms that say nothing about the topic of a follow-up.
_LIGHT: Final = frozenset(
    """
    그러 그렇 이러 이렇 그런 이런 그래서 그럼 그러면 그리고 그런데 근데 자세히 더 또 다시 진짜 정말
    정도 때문 이유 까닭 되 나오 이거 그거 저거 거기 여기 그때 걔 혹시 지금 알리 말하 궁금 대하 관련
    답 질문 여부 보도 기사 내용 들 듣 걸리
    a an the of in on at to for by with and or be has have had as from will would about then also
    there they them their he she his her him it its this that those these so ok okay more detail
    details happen happens happened could should please say says said run runs cost costs much many
    """.split()  # noqa: SIM905 (readable as a list of words)
)
_HIRAGANA: Final = re.compile(r"[ぁ-ん]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """A message taken as going on from the last exchange.

    ``question`` is the whole that is asked, for a thing of the kind ``wanted``; ``own`` are the
    terms that the message itself brings. ``refers`` tells that it says so (그건, 거기, why?) or has
    no topic of its own; otherwise it may as well stand alone. ``more`` asks for nothing but more of
    the same (자세히).
    """

    question: str
    own: frozenset[str]
    refers: bool
    wanted: Wanted | None = None
    more: bool = False

    def stressed(self, asked: Asked) -> Asked:
        """Weigh what is asked now above what is carried on from the last question."""
        if not self.own:
            return asked
        return replace(
            asked,
            morphemes={
                term: weight * (1.0 if term in self.own else CARRIED)
                for term, weight in asked.morphemes.items()
            },
        )


class Weighed(Protocol):
    """Sentences weighed for one reading of the message, the most answering first."""

    @property
    def asked(self) -> Asked:
        """The question as it was weighed."""
        ...

    @property
    def ranked(self) -> tuple[Candidate, ...]:
        """The sentences."""
        ...

    @property
    def confidence(self) -> float:
        """The chance that they hold the answer."""
        ...


_Weighed = TypeVar("_Weighed", bound=Weighed)


def follow(
    message: str, last: Exchange, *, alone: Question, before: Question, analyser: Analyser
) -> Following | None:
    """Take ``message`` as going on from ``last``; None when it can only stand alone.

    ``alone`` and ``before`` are the message and the last question, analysed.
    """
    if not last.question.strip():
        return None
    if _MORE.fullmatch(message.strip(_PUNCTUATION)):
        return Following(
            question=last.question, own=frozenset(), refers=True, wanted=before.wanted, more=True
        )
    rest, bare, asking = _parts(message)
    # The days are found anew in the whole question, and no term of it.
    about = _parts(alone.text) if alone.within else (rest, bare, asking)
    own = _terms(about[2], analyser) - _terms(alone.outlet or "", analyser)
    # Of «그 매출은?» nothing else is left, so that the noun is what is asked.
    own = own - _terms(" ".join(_nouns(rest)), analyser) or own
    refers = bare != rest or not own
    if alone.seeks != "fact" and own and not refers:
        return None
    if len(own) > (MAX_OWN if refers else MAX_OWN_UNREFERRED):
        return None
    asks = alone.wanted is not None or asking != bare
    carried = before.text if alone.within else last.question
    return Following(
        question=_joined(_ASKING.sub(" ", carried) if asks else carried, bare),
        own=own,
        refers=refers,
        wanted=alone.wanted if asks else before.wanted,
    )


def asks_on(message: str) -> bool:
    """Tell whether the message is nothing but a word that asks (왜?, when?): small talk to a
    stranger, and a question to who has just answered one.
    """
    _, bare, asking = _parts(message)
    return bool(_ASKS_ON.search(bare)) and not asking.strip(_PUNCTUATION)


def settled(following: Following, here: Weighed) -> bool:
    """Tell whether the last articles answer, so that nothing else need be searched."""
    return answers(following, here) and own_share(following, here) >= 1.0


def choose(
    following: Following, *, here: _Weighed | None, whole: _Weighed, alone: _Weighed | None
) -> _Weighed:
    """Choose the reading that answers: in the last articles, in the store, or as it stands.

    ``alone`` is None for a message that says nothing by itself. When none answers, the one that
    is to be declined.
    """
    if alone is not None and not (answers(None, alone) and _stands_alone(following, alone)):
        alone = None
    if (
        here is not None
        and answers(following, here)
        and (alone is None or own_share(following, here) >= own_share(following, alone))
    ):
        return here
    sure = [whole] if answers(following, whole) else []
    if alone is not None:
        sure.append(alone)
    return max(sure, key=lambda one: one.confidence, default=whole)


def answers(following: Following | None, weighed: Weighed) -> bool:
    """Tell whether the sentences answer: sure enough, and with what a bare «언제?» asks for."""
    if weighed.confidence < THRESHOLD or not weighed.ranked:
        return False
    if following is None or following.own:
        return True
    texts = [normalise(one.text) for one in weighed.ranked[:LOOKED_AT]]
    return any(weighed.asked.shows(one) >= 0 and weighed.asked.counts(one) >= 0 for one in texts)


def own_share(following: Following, weighed: Weighed) -> float:
    """Return the share of the message's own terms, by weight, in one of the best sentences."""
    weights = {t: w for t, w in weighed.asked.morphemes.items() if t in following.own}
    return max((_share(weights, one.terms) for one in weighed.ranked[:LOOKED_AT]), default=0.0)


def _stands_alone(following: Following, alone: Weighed) -> bool:
    best = alone.ranked[0]
    if best.feature("covered_by_headline") >= NAMED:
        return True
    return not following.refers and len(following.own) >= SELF_CONTAINED


def _share(weights: Mapping[str, float], terms: frozenset[str]) -> float:
    whole = sum(weights.values())
    return sum(w for t, w in weights.items() if t in terms) / whole if whole else 1.0


def _parts(message: str) -> tuple[str, str, str]:
    """Return the message without what only opens it, without what refers back, and that without
    what asks.
    """
    rest = _TOLD.sub(" ", _TURNING.sub(" ", message))
    bare = _PRONOUN.sub(" ", _DETERMINED.sub(_noun, _CONNECTIVE.sub(" ", rest)))
    return rest, bare, _ASKING.sub(" ", bare)


def _terms(text: str, analyser: Analyser) -> frozenset[str]:
    """Return the terms of topics; of Japanese, pairs with particles and endings are none."""
    terms = frozenset(analyser.morphemes(text)) - _LIGHT
    return frozenset(term for term in terms if not _HIRAGANA.search(term))


def _nouns(text: str) -> Sequence[str]:
    return [_noun(match) for match in _DETERMINED.finditer(_CONNECTIVE.sub(" ", text))]


def _noun(match: re.Match[str]) -> str:
    return f" {next((noun for noun in match.groups() if noun), '')} "


def _joined(carried: str, bare: str) -> str:
    parts: Sequence[str] = (carried[:MAX_CARRIED_CHARS], bare)
    return " ".join(" ".join(part.split()).strip(_PUNCTUATION) for part in parts).strip()
