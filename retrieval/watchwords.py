"""Rules of words to watch for: read with AND, OR, NOT, and what is wrong in them where; pure."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

#: Bounds of a rule: longer ones nobody reads again.
MAX_CHARS: Final = 300
MAX_WORDS: Final = 30
MAX_DEPTH: Final = 8

Fault = Literal[
    "empty",  # nothing to watch for
    "too_long",
    "too_many_words",
    "too_deep",
    "word_missing",  # an operator without a word behind it
    "word_missing_before",  # or before it
    "not_closed",  # a parenthesis or a quote
    "not_opened",
    "says_nothing",  # signs alone
    "excludes_only",  # every article that lacks a word
]


class RuleError(ValueError):
    """A rule that cannot be read; ``rule[start:end]`` is where."""

    def __init__(self, fault: Fault, start: int, end: int) -> None:
        super().__init__(f"{fault} at {start}")
        self.fault = fault
        self.start = start
        self.end = end


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or words in this order; ``exact`` when quoted: no other spellings, no other forms."""

    text: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Not:
    """What must not stand in the article."""

    part: "Rule"


@dataclass(frozen=True, slots=True)
class All:
    """What must all hold."""

    parts: tuple["Rule", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Of which one must hold."""

    parts: tuple["Rule", ...]


Rule = Word | Not | All | Any

_Kind = Literal["(", ")", "and", "or", "not", "word", "quoted"]


@dataclass(frozen=True, slots=True)
class _Token:
    kind: _Kind
    text: str
    start: int
    end: int


_OPERATORS: Final[Mapping[str, _Kind]] = {
    **dict.fromkeys(("and", "&", "&&", "+", "그리고"), "and"),
    **dict.fromkeys(("or", "|", "||", ",", "또는", "혹은"), "or"),
    **dict.fromkeys(("not", "-", "!", "제외"), "not"),
    "(": "(",
    ")": ")",
}
_CLOSING: Final = {'"': '"', "“": "”", "「": "」", "『": "』", "«": "»"}
_TOKEN: Final = re.compile(
    r"(?P<space>\s+)|(?P<quote>[\"“「『«])|(?P<sign>[()]|&&?|\|\|?|,|(?<!\S)[+]|(?<![^\s(])[-!])"
    # A dash or a point inside a word is of it: G-20, K-팝, 3.1. So is what joins Latin letters and
    # what divides thousands: M&A, 1,000.
    r"|(?P<word>(?:[^\s()&|,\"“”「」『』«»]|(?<=[A-Za-z])&(?=[A-Za-z])|(?<=\d),(?=\d{3}(?!\d)))+)"
)
#: Signs that nobody sees, which come along with what is pasted: no article has them in a word.
_INVISIBLE: Final = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_LETTER: Final = re.compile(r"[^\W_]")


def parse(rule: str) -> Rule:
    """Read a rule: AND (그리고, &, or nothing), OR (또는, |), NOT (제외, -), parentheses, quotes.

    NOT binds closest, then AND. Raises RuleError.
    """
    rule = unicodedata.normalize("NFC", rule)
    if len(rule) > MAX_CHARS:
        raise RuleError("too_long", MAX_CHARS, len(rule))
    tokens = tuple(_tokens(rule))
    if not tokens:
        raise RuleError("empty", 0, len(rule))
    words = [one for one in tokens if one.kind in ("word", "quoted")]
    if len(words) > MAX_WORDS:
        raise RuleError("too_many_words", words[MAX_WORDS].start, words[MAX_WORDS].end)
    read = _Parser(tokens, len(rule)).read()
    if holds(read, lambda _: False):
        raise RuleError("excludes_only", 0, len(rule))
    return read


def _tokens(rule: str) -> Iterator[_Token]:
    at = 0
    while at < len(rule):
        found = _TOKEN.match(rule, at)
        if found is None:  # a closing quote
            raise RuleError("not_opened", at, at + 1)
        start, at = at, found.end()
        if found["quote"]:
            at = rule.find(_CLOSING[found["quote"]], at) + 1
            if not at:
                raise RuleError("not_closed", start, start + 1)
            yield _word("quoted", rule[start + 1 : at - 1], start, at)
        elif not found["space"]:
            kind = _OPERATORS.get(found[0].lower())
            if kind:
                yield _Token(kind, found[0], start, at)
            else:
                yield _word("word", found[0], start, at)


def _word(kind: _Kind, text: str, start: int, end: int) -> _Token:
    if not _LETTER.search(text):
        raise RuleError("says_nothing", start, end)
    return _Token(kind, " ".join(_INVISIBLE.sub("", text).split()), start, end)


class _Parser:
    """Reads tokens by recursive descent, as deep as parentheses may go."""

    def __init__(self, tokens: tuple[_Token, ...], length: int) -> None:
        self._tokens = tokens
        self._end = _Token(")", "", length, length)
        self._at = 0

    def read(self) -> Rule:
        rule = self._either(0)
        if self._at < len(self._tokens):  # what was left is a parenthesis
            raise RuleError("not_opened", self._next.start, self._next.end)
        return rule

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else self._end

    def _take(self, kind: _Kind) -> bool:
        taken = self._at < len(self._tokens) and self._next.kind == kind
        self._at += taken
        return taken

    def _either(self, depth: int) -> Rule:
        parts = [self._both(depth)]
        while self._take("or"):
            parts.append(self._both(depth))
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def _both(self, depth: int) -> Rule:
        parts = [self._one(depth)]
        while self._take("and") or self._next.kind in ("word", "quoted", "not", "("):
            parts.append(self._one(depth))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _one(self, depth: int) -> Rule:
        negated = False
        while self._take("not"):
            negated = not negated
        token = self._next
        if token.kind == "(" and depth >= MAX_DEPTH:
            raise RuleError("too_deep", token.start, token.end)
        if self._take("("):
            rule = self._either(depth + 1)
            if not self._take(")"):
                raise RuleError("not_closed", token.start, token.end)
        elif self._take("word") or self._take("quoted"):
            rule = Word(token.text, exact=token.kind == "quoted")
        else:
            raise self._missing(token)
        return Not(rule) if negated else rule

    def _missing(self, token: _Token) -> RuleError:
        """Point at the operator that lacks a word behind it, else at what lacks one before."""
        if self._at and self._tokens[self._at - 1].kind != ")":
            before = self._tokens[self._at - 1]
            return RuleError("word_missing", before.start, before.end)
        if token.kind == ")":
            return RuleError("not_opened", token.start, token.end)
        return RuleError("word_missing_before", token.start, token.end)


def words(rule: Rule) -> tuple[Word, ...]:
    """Return the words of a rule that are wanted, in order; those excluded are none."""
    match rule:
        case Word():
            return (rule,)
        case Not():
            return ()
        case All(parts) | Any(parts):
            return tuple(word for part in parts for word in words(part))


def holds(rule: Rule, stands: Callable[[Word], bool]) -> bool:
    """Tell whether the rule holds where those words stand of which ``stands`` says so."""
    match rule:
        case Word():
            return stands(rule)
        case Not(part):
            return not holds(part, stands)
        case All(parts):
            return all(holds(part, stands) for part in parts)
        case Any(parts):
            return any(holds(part, stands) for part in parts)
