"""Chooses the sentences of a pasted text that claim something which articles can bear on."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from retrieval.instructions import is_instruction
from retrieval.keys import keys
from retrieval.morphemes import Analyser
from retrieval.spelling import Held
from retrieval.standing.figures import Figure, figures
from retrieval.wanted import Wanted
from store.sentences import sentences

#: A message of Telegram has 4,096 characters at most; of longer texts the beginning is read.
MAX_CHARS: Final = 4_096
#: Claims that are looked up: each costs as much as a question, and three quotes are shown.
MAX_CLAIMS: Final = 3
#: Sentences that are read: a text of so many lines has said what it claims.
MAX_SENTENCES: Final = 80
#: A claim is cut here: people write on without a full stop, and the rest dilutes what is looked up.
MAX_CLAIM_CHARS: Final = 200
#: Terms of a sentence that says by itself what it is about, and of one that may where none does:
#: «주가는 반등했다» alone would be borne out by the share of any company.
SELF_CONTAINED: Final = 4
MIN_TERMS: Final = 2
#: So many of them name something, or there are so many that a name was cut up among them (폐열법).
MIN_NAMING: Final = 2
LONG: Final = 6
#: More of them do not make a claim better.
MAX_COUNTED: Final = 8
#: Two claims that share this much of what they name say the same: a headline and its first line.
SAME: Final = 0.75
#: What a word counts that no article has, beside one that some have.
UNKNOWN: Final = 0.3
#: What a figure adds, and what an opinion or a question loses, in words.
FIGURE: Final = 1.0
OPINION: Final = 3.0
ASKING: Final = 1.0

_LINK: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_HASHTAG: Final = re.compile(r"#(?=[^\W\d])")
_ONLY_HASHTAGS: Final = re.compile(r"\s*(?:#\S+\s*)+")
#: Pictographs, arrows, bullets, and what joins or colours them.
_PICTURES: Final = re.compile(
    "[\u2190-\u21ff\u2300-\u23ff\u2500-\u27bf\u2b00-\u2bff\u3297\u3299\u200d\ufe0e\ufe0f"
    "\U0001f000-\U0001faff\U000e0020-\U000e007f]+"
)
_LAUGHTER: Final = re.compile(r"[ㄱ-ㅎㅏ-ㅣ]{2,}|[~!?]{2,}|\.{2,}|…+")
_LOOSE: Final = re.compile(r"\s+([.!?])")
#: What is put before a text that is told on: [속보], (펌), 받은글), RT, 1.
_TAG: Final = re.compile(
    r"\s*(?:"
    r"[\[(<【〈《「『{]\s?(?:속보|단독|긴급|종합|공유|펌|퍼온\s?글|받은\s?글|받글|필독|공지|알림|충격|실화|제보"
    r"|찌라시|지라시|\d보|fwd?|rt|breaking(?:\snews)?|urgent|update|速報|緊急|拡散(?:希望)?|快讯|突发|紧急|转发|转)"
    r"\s?[\])>】〉》」』}]"
    r"|(?:속보|단독|긴급|펌|퍼온\s?글|받은\s?글|받글|찌라시|지라시|fwd?|breaking(?:\snews)?|just\sin|urgent"
    r"|速報|緊急|快讯|突发|转发)\s?[):：)\]>,!]+"
    r"|rt\s@\w+:?|\d{1,2}[.)]\s|[-*·•▶■※☞>]+\s"
    r")\s*",
    re.IGNORECASE,
)
#: Lines that say who wrote or who may copy, and calls to pass the text on.
_ASIDE: Final = re.compile(
    r"기자\s*=?\s*$|^.{0,40}기자\s.{0,4}\S+@\S+|[ⓒ©]|무단\s?(?:전재|복제|배포)|저작권자|재배포\s?금지"
    r"|^\s*(?:출처|자료|사진|원문|링크|제보|source|via|photo|出典|来源|來源|来自)\s?[:：=]"
    r"|^\W*(?:안녕|여러분|좋은\s(?:아침|하루|저녁|밤|주말)|오늘도\s|감사합|고맙습|수고|다들\s|good\s(?:morning|evening|day)"
    r"|hi\b|hello\b|おはよう|こんにちは|皆さん|大家好|早上好|各位).{0,24}$"
    r"|all\srights\sreserved|^\s*(?:reporting|editing)\sby\b|^sent\sfrom\smy\b"
    r"|(?:공유|전달|전파|전송|퍼\s?날라|퍼뜨려|널리\s?알려|알려|추천|구독|좋아요)\s?(?:좀\s)?"
    r"(?:부탁|해\s?주|주세요|주십|바랍|해요|하세요|합시다|요망|필수)"
    r"|(?:please|pls)\s(?:share|forward|spread|repost|rt)\b|拡散(?:希望|お願い|して)|请(?:转发|扩散|分享)"
    r"|(?:\d+|열|스무)\s?(?:명|분|사람)(?:에게|한테)\s?(?:\S+\s)?(?:전달|보내|공유)",
    re.IGNORECASE,
)
_OPINION: Final = re.compile(
    r"(?:것|거|듯)\s?(?:같|싶)|생각(?:합|한다|해|이|에|은|엔|도|됩)|느낌|기대(?:됩|된|돼|해|합)|바랍니다|바란다"
    r"|좋겠|싫(?:어|다|네)|너무(?:하|한|해|합)|(?:(?<!고\s)(?<!고)하네|되네|군요|구나|구만|잖아)요?\W*$|아쉽|화가\s?나|부럽|자랑"
    r"|\b(?:i|we)\s(?:think|believe|hope|feel|guess|love|hate|wish)\b|\bin\smy\sopinion\b|\bimho\b"
    r"|と思(?:う|い)|気がする|我觉得|我認為|我认为|希望",
    re.IGNORECASE,
)
_ASKS: Final = re.compile(r"[?？]|(?:까|나|니|냐|가|죠)요?\W*$")
#: How somebody came to hear it, and that it is told or asked; no part of what is claimed.
_FRAME: Final = re.compile(
    r"^.{0,12}(?:단톡방|단체방|카톡|커뮤니티|유튜브|인터넷|지인|친구|누가|어디)\S*\s(?:봤|들었|그러|보니|떴|올라왔)\S*"
    r"|(?:라는|다는|단|란|냐는|자는)\s?(?:소문|얘기|이야기|말|소식|글|주장|설|의혹|보도|기사)(?:[이가은는도을를]|들이)?"
    r"\s?(?:있|돌|나오|나왔|났|퍼지|퍼졌|들리|들려|돕|봤|떴)\S*\W*$"
    r"|(?:라는|다는|한다는|단|란|는)?\s?(?:게|것이|거)\s(?:사실|정말|진짜|맞)\S*\W*$"
    r"|^(?:i\s(?:heard|read|saw)|(?:they|people)\ssay|is\sit\strue)\s(?:that\s)?",
    re.IGNORECASE,
)
_PARTICLES: Final = re.compile(r"[가-힣]*")
_NO_NAME: Final = re.compile(r"[\u3041-\u309f]|^[\d.,]+$")
_DIGIT: Final = re.compile(r"\d")
_WORD_EN: Final = re.compile(r"[a-z]{4,}")
_PAIR: Final = re.compile(r"[\u30a0-\u30ff\u3400-\u9fff]{2}")
_CUT: Final = re.compile(r"[\s,，、;；]")
_RATES: Final = frozenset({"percent", "point", "times"})
_CURRENCIES: Final = frozenset({"krw", "usd", "jpy", "eur", "cny"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A sentence that claims something: as it stands in ``text``, what it is ``about`` without its
    ``figures``, and the kind of thing the first of these is, ``wanted``, None without any.
    """

    text: str
    about: str
    figures: tuple[Figure, ...] = ()
    wanted: Wanted | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A sentence with what it names, how many terms it has, and how well it can be looked up."""

    text: str
    naming: frozenset[str]
    terms: int
    worth: float

    @property
    def is_whole(self) -> bool:
        """Tell whether it says by itself what it is about."""
        named = len(self.naming) >= MIN_NAMING or self.terms >= LONG
        return self.terms >= SELF_CONTAINED and named


def claims(text: str, *, analyser: Analyser, held: Held) -> tuple[Claim, ...]:
    """Return up to ``MAX_CLAIMS`` sentences of ``text`` that claim something, as they read there.

    Those that name much that the store knows come before others; greetings, opinions and calls to
    pass the text on come last or not at all. A sentence with a figure that does not say what it is
    about goes with the one before it. ``held`` returns those of some terms that stand in the store.
    """
    read = _whole([_read(one, analyser, held=held) for one in _sentences(text)])
    some = [one for one in read if one.is_whole and one.worth > 0]
    some = some or [one for one in read if one.terms >= MIN_TERMS and one.naming]
    chosen: list[_Read] = []
    for one in sorted(some, key=lambda one: -one.worth):
        if not any(_same(one, other) for other in chosen):
            chosen.append(one)
        if len(chosen) == MAX_CLAIMS:
            break
    return tuple(claim_in(one.text) for one in read if one in chosen)


def claim_in(sentence: str) -> Claim:
    """Take one sentence for a claim: what it is about, apart from its figures and days."""
    found = figures(sentence)
    about = sentence
    for one in reversed(found):
        after = _PARTICLES.match(about, one.end)
        about = f"{about[: one.start]} {about[after.end() if after else one.end :]}"
    about = " ".join(_FRAME.sub(" ", about).split())
    return Claim(text=sentence, about=about, figures=found, wanted=_kind(found))


def _whole(read: Sequence[_Read]) -> list[_Read]:
    """Join a sentence with a figure, but too few words, to the one before: «168명이 찬성했다»."""
    whole: list[_Read] = []
    for one in read:
        before = whole[-1] if whole else None
        if (
            before is not None
            and before.is_whole
            and not one.is_whole
            and _DIGIT.search(one.text)
            and len(before.text) + len(one.text) < MAX_CLAIM_CHARS
        ):
            whole[-1] = replace(
                before,
                text=f"{before.text} {one.text}",
                naming=before.naming | one.naming,
                terms=before.terms + one.terms,
                worth=before.worth + FIGURE,
            )
        else:
            whole.append(one)
    return whole


def _kind(found: Sequence[Figure]) -> Wanted | None:
    """Name the kind of the first figure, or that of a day where there is no other."""
    unit = next((one.unit for one in found if one.unit != "date"), None)
    if unit is None:
        return "date" if found else None
    if unit in _CURRENCIES:
        return "money"
    return "percent" if unit in _RATES else "number"


def _sentences(text: str) -> Iterator[str]:
    """Give the first sentences without links, tags and pictures, long ones cut."""
    count = 0
    for line in text[:MAX_CHARS].splitlines():
        if _ONLY_HASHTAGS.fullmatch(line):
            continue
        cleaned = _cleaned(line)
        for start, end in sentences(cleaned):
            for piece in _pieces(cleaned[start:end]):
                if not (_ASIDE.search(piece) or is_instruction(piece)):
                    yield piece
                count += 1
                if count == MAX_SENTENCES:
                    return


def _cleaned(line: str) -> str:
    for pattern in (_LINK, _PICTURES):
        line = pattern.sub(" ", line)
    line = _HASHTAG.sub("", line)
    before = ""
    while before != line:
        before, line = line, _TAG.sub("", line, count=1) if _TAG.match(line) else line
    return _LOOSE.sub(r"\1", " ".join(_LAUGHTER.sub(_mark, line).split()))


def _mark(match: re.Match[str]) -> str:
    """Write one mark for a run of them, so that the sentence still ends."""
    return "? " if "?" in match[0] else "! " if "!" in match[0] else ". "


def _pieces(sentence: str) -> Iterator[str]:
    while len(sentence) > MAX_CLAIM_CHARS:
        places = [one.end() for one in _CUT.finditer(sentence, 0, MAX_CLAIM_CHARS)]
        at = places[-1] if places else MAX_CLAIM_CHARS
        yield sentence[:at].strip()
        sentence = sentence[at:].strip()
    if sentence:
        yield sentence


def _read(sentence: str, analyser: Analyser, *, held: Held) -> _Read:
    claim = claim_in(sentence)
    naming = frozenset(_naming(claim.about, analyser))
    known = naming.intersection(held(naming))
    worth = min(len(known) + UNKNOWN * len(naming - known), MAX_COUNTED)
    worth += FIGURE * (claim.wanted is not None)
    worth -= OPINION * bool(_OPINION.search(sentence)) + ASKING * bool(_ASKS.search(sentence))
    terms = len(set(analyser.morphemes(claim.about)))
    return _Read(text=sentence, naming=naming, terms=terms, worth=worth)


def _naming(sentence: str, analyser: Analyser) -> Iterable[str]:
    """Return the terms that name something: nouns of Korean, longer words of English, pairs of
    characters of the others.
    """
    nouns = [one for one in analyser.nouns(sentence) if not _NO_NAME.search(one)]
    korean = set(keys(nouns, sentence, analyser))
    return [
        one for one in nouns if one in korean or _WORD_EN.fullmatch(one) or _PAIR.fullmatch(one)
    ]


def _same(one: _Read, other: _Read) -> bool:
    smaller = min(len(one.naming), len(other.naming))
    return len(one.naming & other.naming) >= SAME * smaller
