"""Finds the names in a question that the table of names knows under other spellings too."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from retrieval.sounds import spelled_out
from store.names import Known
from store.spellings import key

#: Bounds of what one question costs: names, spellings of each, and letters and words of a name.
MAX_NAMES: Final = 12
MAX_SPELLINGS: Final = 8
_MAX_LETTERS: Final = 30
_MAX_RUNS: Final = 7
#: A question this long is an article; names are looked for in its beginning.
_MAX_CHARS: Final = 400
#: Anything may follow so many syllables (삼성전자주가), only a particle follows fewer (한은이).
_COMPOUND: Final = 4
#: Up to so many letters of a name nobody shipped are one only in capitals.
_ACRONYM: Final = 4
#: And up to so many of any: US, MS, LA.
_AMBIGUOUS: Final = 2
#: Letters by their names: 에스케이, 아이엠에프. Two syllables are a word (이유 is none of the EU).
_MIN_LETTER_NAMES: Final = 2
_EASTERN: Final = re.compile("[가-힣ぁ-ヿ㐀-鿿]")

_RUN: Final = re.compile(
    r"(?P<hangul>[가-힣]+)|(?P<latin>[^\W_가-힣ぁ-ヿ㐀-鿿々]+)|(?P<hiragana>[ぁ-ゟ]+)"
    r"|(?P<katakana>[ァ-ヿ]+)|(?P<han>[㐀-鿿々]+)"
)
#: What may stand between the words of a name.
_GAP: Final = re.compile(r"[\s\-‐・·&.,'’/]{0,2}")
_PARTICLES: Final = re.compile(
    r"(?:이|가|은|는|을|를|의|에|에서|에게|와|과|도|만|로|으로|랑|이랑|나|이나|야|이야|란|이란|인|"
    r"측|씨|보다|부터|까지|처럼|발|산|내|에는|에도|에서는|에서의|와의|과의|이라는|라는|이라|라|께서|들|들의|"
    r"(?:하|한|할|했|해|된|될|되|됐|돼|시킨|시켰)[가-힣]*)"
)
#: Scripts that are joined in one name without a space: 오픈AI, LG전자, チャットGPT.
_JOINED: Final = frozenset(("latin", "hangul", "katakana"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name in a question as it is ``written`` there, and its ``others`` spellings.

    ``term`` tells a word of the news (기준금리, base rate) from a proper name; a ``part`` is the
    surname in another one of the names.
    """

    written: str
    others: tuple[str, ...]
    term: bool = False
    part: bool = False

    def stands_in(self, text: str) -> bool:
        """Tell whether the name stands in ``text`` (NFKC) in any spelling."""
        return any(_pattern(one).search(text) for one in (self.written, *self.others))


@dataclass(frozen=True, slots=True)
class _Run:
    start: int
    end: int
    script: str


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int


def names_in(
    text: str, known: Callable[[Collection[str]], Mapping[str, Known]]
) -> tuple[Name, ...]:
    """Return the names in ``text``, the longest at each place, then the last words of those.

    ``known`` gives what is known of the keys (``store.spellings.key``) that are spellings.
    """
    text = unicodedata.normalize("NFKC", text[:_MAX_CHARS])
    keys = {span: _keys(text[span.start : span.end]) for span in _spans(text)}
    table = known({one for each in keys.values() for one in each})
    fitting: dict[_Span, Known] = {}
    for span, each in keys.items():
        found = next((table[one] for one in each if one in table), None)
        if found is not None and _is_meant(text, span, found):
            fitting[span] = found
    chosen = _longest(fitting)
    whole = [_name(text[one.start : one.end], fitting[one]) for one in chosen]
    parts = [
        replace(_name(text[span.start : span.end], fitting[span]), part=True)
        for span in fitting
        for one in chosen
        if one.end == span.end
        and _begins_word(text, one, span)
        and _is_surname(fitting[span], fitting[one])
    ]
    return (*whole, *parts)[:MAX_NAMES]


def _is_surname(part: Known, whole: Known) -> bool:
    """Tell whether what is known of a part ends what is known of the whole: Altman, Sam Altman."""
    return any(
        one != end and one.endswith(f" {end}") for one in whole.others for end in part.others
    )


def _name(written: str, known: Known) -> Name:
    # Open AI and OpenAI have one key, and other terms.
    same = [one for one in known.written if one.casefold() != written.casefold()]
    return Name(written=written, others=(*same, *known.others), term=known.kind == "term")


def alternatives(
    names: Iterable[Name],
    terms: Sequence[str],
    *,
    cut: Callable[[str], Sequence[str]],
    held: Callable[[Collection[str]], Collection[str]],
) -> dict[str, tuple[frozenset[str], ...]]:
    """Return for each of a question's ``terms`` that is of a name those of its other spellings.

    ``cut`` gives the terms of a spelling, ``held`` those of terms that stand in the index at all.
    """
    found: dict[str, tuple[frozenset[str], ...]] = {}
    for name in names:
        own = _own(name, terms, frozenset(cut(name.written)))
        others = [frozenset(cut(other)) for other in name.others] if own else []
        there = held({term for other in others for term in other})
        usable = [other for other in others if other and other <= set(there)]
        for term in own:
            sets = dict.fromkeys((*found.get(term, ()), *usable[:MAX_SPELLINGS]))
            found[term] = tuple(one for one in sets if term not in one)
    return {term: sets for term, sets in found.items() if sets}


def _own(name: Name, terms: Sequence[str], lone: frozenset[str]) -> list[str]:
    """The terms of the question that are of the name, which may be cut otherwise on its own."""
    letters = key(name.written)
    return [one for one in terms if one in lone or (len(one) > 1 and key(one) in letters)]


def _spans(text: str) -> Iterator[_Span]:
    """Every stretch of ``text`` that may be a name."""
    runs = [_Run(*found.span(), found.lastgroup or "") for found in _RUN.finditer(text)]
    for at, run in enumerate(runs):
        before = runs[at - 1] if at else None
        for start in _starts(run, before):
            for last in runs[at : at + _MAX_RUNS]:
                if last is not run and not _joins(text, runs, last):
                    break
                for end in _ends(text, last, start):
                    if end - start <= _MAX_LETTERS:
                        yield _Span(start, end)


def _starts(run: _Run, before: _Run | None) -> Iterable[int]:
    joined = before is not None and before.end == run.start
    if run.script == "hiragana" or (joined and before and {before.script, run.script} <= _JOINED):
        return ()
    if run.script == "han":
        return range(run.start, run.end)
    if run.script == "hangul":
        return (run.start, *range(run.start + 1, run.end - _COMPOUND + 1))
    return (run.start,)


def _joins(text: str, runs: Sequence[_Run], run: _Run) -> bool:
    """Tell whether only what may stand within a name lies before ``run``."""
    before = runs[runs.index(run) - 1]
    return run.script != "hiragana" and bool(_GAP.fullmatch(text[before.end : run.start]))


def _ends(text: str, run: _Run, start: int) -> Iterator[int]:
    first = max(start, run.start)
    inside = run.script in ("han", "hangul")
    for end in range(first + 1, run.end) if inside else ():
        rest = text[end : run.end]
        if run.script == "han" or end - start >= _COMPOUND or _PARTICLES.fullmatch(rest):
            yield end
    yield run.end


def _keys(written: str) -> tuple[str, ...]:
    """The keys under which a spelling may be known: as it is, its letters named, without plural."""
    whole = key(written)
    if len(whole) < 2:
        return ()
    singular = (whole[:-1],) if whole.isascii() and whole.endswith("s") and len(whole) > 3 else ()
    named = (spelled_out(whole),) if len(whole) > _MIN_LETTER_NAMES else ()
    return tuple(dict.fromkeys((whole, *named, *singular)))


def _is_meant(text: str, span: _Span, known: Known) -> bool:
    """Tell whether a word of a text in Latin letters is meant as the name it could be: US, Apple.

    Between other letters (애플, apple은) it is.
    """
    if _EASTERN.search(text):
        return span.start == 0 or span.end - span.start >= _COMPOUND or _is_word(text, span)
    bare = text[span.start : span.end].replace(".", "")
    if not known.written:
        return len(bare) > _ACRONYM or bare.isupper()
    return any(
        bare == one.replace(".", "") or (one not in known.exact and len(bare) > _AMBIGUOUS)
        for one in known.written
    )


def _is_short_acronym(spelling: str) -> bool:
    return spelling.isupper() and len(spelling) <= _ACRONYM


def _is_word(text: str, span: _Span) -> bool:
    """Tell whether a short Hangul spelling begins a word; other scripts have no such border."""
    before, first = text[span.start - 1], text[span.start]
    return not (_is_hangul(before) and _is_hangul(first))


def _is_hangul(letter: str) -> bool:
    return "가" <= letter <= "힣"


def _begins_word(text: str, whole: _Span, part: _Span) -> bool:
    """Tell whether ``part`` is the last of several words of ``whole``."""
    return part.start > whole.start and not text[part.start - 1].isalnum()


def _longest(spans: Iterable[_Span]) -> list[_Span]:
    chosen: list[_Span] = []
    for span in sorted(spans, key=lambda one: (one.start - one.end, one.start)):
        if all(span.end <= one.start or one.end <= span.start for one in chosen):
            chosen.append(span)
    return sorted(chosen, key=lambda one: one.start)


def _pattern(spelling: str) -> re.Pattern[str]:
    """What finds a spelling in a text, with or without spaces and marks between its words."""
    words = _RUN.findall(unicodedata.normalize("NFKC", spelling))
    body = r"[\s\-・·&.,'’]{0,2}".join(re.escape("".join(word)) for word in words)
    if re.match("[가-힣]", spelling):
        body = f"(?<![가-힣]){body}"
    if re.match("[A-Za-z]", spelling):
        body = f"(?<![A-Za-z]){body}"
    if re.search("[A-Za-z]$", spelling):
        body = f"{body}(?![A-Za-z]{{2}})"  # one more letter is a plural
    return re.compile(body, 0 if _is_short_acronym(spelling) else re.IGNORECASE)
