"""Finds the names that a text writes in two ways: 오픈AI(OpenAI), 세계보건기구(이하 WHO)."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from retrieval.sounds import alike
from store.names import Pair
from store.spellings import key, script

#: Changes whenever the pairs of the same text change, so that they are learned anew.
LEARNER: Final = "pairs-1"

#: A name has no more words than this, and a text with more pairs is a list of something.
_MAX_WORDS: Final = 5
_MAX_PAIRS: Final = 40
_MAX_CHARS: Final = 40
_MAX_ABBREVIATION: Final = 6
#: From so many letters on, a Korean word is a name whole (세계보건기구); a shorter one may be the
#: end of it (보호 위원회), unless what stands before it ends another phrase.
_WHOLE: Final = 6

_BRACKETS: Final = re.compile(r"(?P<left>[^()（）\n]{2,80})[(（](?P<inside>[^()（）\n]{2,60})[)）]")
_QUOTED: Final = re.compile(r"[‘“'\"「『《〈]([^‘“'\"「『《〈]{2,40})[’”'\"」』》〉]\s?$")
_PIECES: Final = re.compile(r"\s*[·,;/|、，；:：=]\s*")
_INTRODUCED: Final = re.compile(
    r"^(?:이하|약칭|통칭|일명|영문명|영어명|영어|옛|구|以下简称|以下簡称|以下|略称|简称|英語名?|英文名?|"
    r"通称|hereafter|hereinafter|known as|formerly)\s*[:：]?\s*",
    re.IGNORECASE,
)
_MARKS: Final = "‘’“”'\"「」『』《》〈〉 "
_SPELLING: Final = re.compile(r"[^\W\d_][\w&.'’・·\- ]*")
_ANY_SPELLING: Final = re.compile(r"[\w&.'’・·\- ]+")
_SENTENCE_END: Final = re.compile(r"[다요]\.")
_LATIN_NAME: Final = re.compile(
    r"[A-Z][\w&.'’\-]*(?: (?:of|the|and|for|in|on|de|la|van|von|&|[A-Z0-9][\w&.'’\-]*))*$"
)
#: Schiller 2003 is a work that is cited.
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d$")
#: What a Chinese name follows without a space.
_CHINESE_EDGE: Final = re.compile(r"[\W\d据在的和与由是对向了把被从到为给让将及或称因经]|根据|按照")
_KATAKANA_NAME: Final = re.compile(r"[ァ-ヿA-Za-z0-9&・ー]+$")
_EASTERN_NAME: Final = re.compile(r"[ァ-ヿ一-鿿A-Za-z0-9&・ー々]+$")
_WORD_OF_HANGUL: Final = re.compile(r"[가-힣]")
#: A word that ends like this ends a phrase, and the next one begins the name.
_PHRASE_END: Final = re.compile(
    r"(?:[은는이가을를의에와과도로서며고한된인할던라면]|에서|[,.”’\"'」』)])$"
)
#: A person's surname and two syllables: what stands behind is a team, a party, an office.
_SURNAMES: Final = (
    "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나진지엄채원천방공현"
    "함변염추도소석선설마길명기반왕금옥육인맹제모탁국어은편용예경봉사부"
)
_PERSON: Final = re.compile(f"[{_SURNAMES}][가-힣]{{2}}")
#: What is said of a name in brackets, and is none.
_REMARKS: Final = frozenset(
    """
    현지시간 현지시각 한국시간 한국시각 미국시간 시간 사진 왼쪽 오른쪽 가운데 가명 위 아래 앞
    뒤 당시 기준
    대표 회장 사장 의원 교수 기자 감독 여 남 을 갑 병 전 현 자료 출처 제공 참고 예정 이상 이하 약
    photo left right pictured file local time jr sr ed vol
    写真 左 右 中央 当時 図 以下 左から 图 来源 编辑 记者
    """.split()  # noqa: SIM905 (readable as a list of words)
)
#: 연 stands for 련 at the head of a word (전국경제인연합회, 전경련).
_INITIAL_LAW: Final = str.maketrans(
    "련렬률녀뇨뉴니랴려례료류리라래로뢰루르", "연열율여요유이야여예요유이나내노뇌누느"
)


def pairs(text: str) -> tuple[Pair, ...]:
    """Return the pairs of spellings that ``text`` gives, each once, in order."""
    found: dict[tuple[str, str], Pair] = {}
    for brackets in _BRACKETS.finditer(text):
        for pair in _in_brackets(brackets["left"], brackets["inside"]):
            if key(pair.name) != key(pair.spelling):
                found.setdefault((key(pair.name), key(pair.spelling)), pair)
        if len(found) >= _MAX_PAIRS:
            break
    return tuple(found.values())


def _in_brackets(left: str, inside: str) -> Iterator[Pair]:
    # Only a comma or dot between them makes of the second another spelling: (Fed·연준).
    for at, piece in enumerate(_PIECES.split(inside)):
        spelling = _INTRODUCED.sub("", piece.strip()).strip(_MARKS)
        if not _is_spelling(spelling):
            continue
        names = tuple(_names_before(left.rstrip()))
        likely = next((one for one in names if _look_alike(one, spelling)), None)
        if likely is not None:
            yield Pair(name=likely, spelling=spelling, alike=True)
            yield from _surnames(likely, spelling)
        elif at == 0:
            yield from _unlike(left.rstrip(), names, spelling)


def _is_spelling(text: str) -> bool:
    return (
        2 <= len(text) <= _MAX_CHARS
        and _SPELLING.fullmatch(text) is not None
        and len(text.split()) <= _MAX_WORDS + 1
        and not any(word in _REMARKS for word in text.casefold().split())
        and _YEAR.search(text) is None
    )


def _names_before(left: str) -> Iterator[str]:
    """The names that may end where the brackets begin, the shortest first."""
    quoted = _QUOTED.search(left)
    if quoted:
        yield quoted[1].strip()
        return
    if _is_unspaced(left):
        for pattern in (_KATAKANA_NAME, _EASTERN_NAME):
            found = pattern.search(left)
            if found:
                yield found[0].strip("・ー")
        yield from _endings(_CHINESE_EDGE.split(left)[-1])
        return
    words = left.split()
    for count in range(1, min(_MAX_WORDS, len(words)) + 1):
        name = " ".join(words[-count:]).strip(_MARKS)
        if _SENTENCE_END.search(name) or not _ANY_SPELLING.fullmatch(name):
            return
        if _SPELLING.fullmatch(name) and len(name) > 1:
            yield name


def _is_unspaced(left: str) -> bool:
    """Tell whether ``left`` ends in Japanese or Chinese, which leave no spaces between words."""
    last = _EASTERN_NAME.search(left)
    return last is not None and bool({script(letter) for letter in last[0]} & {"han", "kana"})


def _endings(run: str) -> Iterator[str]:
    for length in range(2, min(len(run), _MAX_CHARS) + 1):
        yield run[-length:]


def _look_alike(name: str, spelling: str) -> bool:
    """Tell whether the two are one name by themselves: by sound, or one abbreviates the other."""
    scripts = {script(name), script(spelling)}
    if scripts == {"latin"}:
        return _is_acronym(spelling, name) or _is_acronym(name, spelling)
    if len(scripts) == 1:
        return _abbreviates(spelling, name) or _abbreviates(name, spelling)
    if scripts == {"hangul", "han"}:
        # One syllable a character: 이재명(李在明).
        return len(key(name)) == len(key(spelling)) and _one_script(name) and _one_script(spelling)
    return (
        "han" not in scripts
        and len(name.split()) <= len(spelling.split()) + 1
        and alike(name, spelling)
    )


def _one_script(text: str) -> bool:
    return len({script(letter) for letter in key(text)}) == 1


def _is_acronym(short: str, long: str) -> bool:
    """Tell whether ``short`` has the initials of ``long``: BOK, Bank of Korea.

    As in Schwartz and Hearst, "A Simple Algorithm for Identifying Abbreviation Definitions in
    Biomedical Text", 2003, with initials alone.
    """
    words = re.split(r"[\s\-]+", long)
    if not short.isupper() or len(words) < 2 or not long[0].isupper():
        return False
    letters = key(short)
    every = "".join(word[:1] for word in words).casefold()
    large = "".join(word[:1] for word in words if not word.islower()).casefold()
    return letters in (every, large)


def _abbreviates(short: str, long: str) -> bool:
    """Tell whether ``short`` has letters of ``long`` in order, from its first into its second half.

    한은 and 한국은행, 전경련 and 전국경제인연합회, 日銀 and 日本銀行; not 삼성 and 삼성전자.
    """
    letters, whole = short.translate(_INITIAL_LAW), key(long).translate(_INITIAL_LAW)
    if not (
        2 <= len(short) <= _MAX_ABBREVIATION and len(whole) >= len(short) + 2 and short.isalpha()
    ):
        return False
    if letters[0] != whole[0] or letters in whole:
        return False
    at = -1
    for letter in letters:
        at = whole.find(letter, at + 1)
        if at < 0:
            return False
    return at >= len(whole) // 2


def _surnames(name: str, spelling: str) -> Iterator[Pair]:
    """The last words of a person's name are the same too: 샘 올트먼(Sam Altman)."""
    words, others = name.replace("・", " ").split(), spelling.split()
    if len(words) == len(others) > 1 and all(map(_sound_alike, words, others)):
        yield Pair(name=words[-1], spelling=others[-1], alike=True)


def _sound_alike(one: str, other: str) -> bool:
    return script(one) != script(other) and alike(one, other)


def _unlike(left: str, names: Iterable[str], spelling: str) -> Iterator[Pair]:
    """A name and its spelling in another script, which other articles have to confirm."""
    if script(spelling) == "latin":
        if not spelling[0].isupper():
            return
        name = _whole_name(left, tuple(names))
    else:
        found = _LATIN_NAME.search(left)
        name = found[0] if found else _whole_name(left, tuple(names))
    if name and script(name) != script(spelling) and not _PERSON.fullmatch(name):
        yield Pair(name=name, spelling=spelling, alike=False)


def _whole_name(left: str, names: tuple[str, ...]) -> str | None:
    """The one of ``names`` that begins where the name does, as far as that can be told."""
    if not names:
        return None
    if _QUOTED.search(left):
        return names[0]
    if _is_unspaced(left):
        return names[-1]
    for name in names:
        before = left[: -len(name)].split() if left.endswith(name) else []
        if len(name) >= _WHOLE or not before or _PHRASE_END.search(before[-1]):
            return name if _WORD_OF_HANGUL.search(name) else None
    return None
