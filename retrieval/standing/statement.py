"""What a sentence states: its figures with what each counts, and how it stands to what it tells."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta, tzinfo
from functools import cached_property, lru_cache
from typing import Final

from retrieval.asked import Asked
from retrieval.morphemes import normalise, trigrams
from retrieval.standing import states
from retrieval.standing import vocabulary as words
from retrieval.standing.figures import Figure, figures
from retrieval.standing.states import Stance, Status
from store.article import Article, Published
from store.shingles import shingles

#: Where one thing said of a figure ends and the next begins.
_BREAK = re.compile(
    r"(?<!\d),|,(?!\d{3})|[;:，；、…]|(?<=[가-힣])(?:(?<![사광참보경])고|며|으나|지만|는데|면서|(?<=[했됐졌았었])다)\s"
    r"|\b(?:and|while|but|with)\b"
)
_QUOTED = re.compile(r"[‘“「『'\"][^’”」』'\"]{1,80}[’”」』'\"]")
_KOREAN_OR_JAPANESE = re.compile(r"[가-힣\u3040-\u30ff]")
#: Letters of an article's opening that tell which story it is, and where it happens.
_OPENING: Final = 300
_LEDE: Final = 60
#: Shorter English words stand in every story.
_LATIN_CHARS: Final = 5
_LETTERS = re.compile(r"[^\W\d_]+")
#: With these a rise is a figure like any other: prices rose by 5.1%.
_RATES: Final = ("percent", "point", "times", "date")
#: What is read of an article to tell whether it is about what is asked.
MAX_CHARS: Final = 5000
#: Days within which two reports count as of the same time.
SAME_TIME: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A figure and the words said of it; ``replaced`` is what another took the place of."""

    figure: Figure
    said: str
    aspects: frozenset[str]
    part: bool
    replaced: bool


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A sentence of an article: ``article.text[start:end] == text``.

    ``rank`` is its place among the sentences that answer. ``terms`` are those of the question
    ``asked`` in it, ``headline`` those in the headline of its article.
    """

    article: Article
    start: int
    end: int
    text: str
    rank: int
    terms: frozenset[str]
    headline: frozenset[str]
    asked: Asked = field(compare=False, repr=False)

    @cached_property
    def in_article(self) -> frozenset[str]:
        """The terms of the question in its article; few statements come to be asked for them."""
        own = self.terms | self.headline
        return own | _terms_in(self.article.text[:MAX_CHARS], self.asked)

    @cached_property
    def normal(self) -> str:
        """The text as it is matched."""
        return normalise(self.text)

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """What it says of each of its figures."""
        return _claims(self.text)

    @cached_property
    def grams(self) -> frozenset[str]:
        """The pairs of neighbouring letters of its words."""
        return grams(self.normal)

    @cached_property
    def story(self) -> frozenset[str]:
        """What tells its story from others: letters in threes, and whole words in Latin script."""
        article = self.article
        return _opening(f"{article.title or ''} {article.text[:_OPENING]}") | _tells(self.text)

    @cached_property
    def shingles(self) -> frozenset[str]:
        """Its letters in fives, by which copies of a sentence are told."""
        return shingles(self.text)

    @cached_property
    def places(self) -> frozenset[str]:
        """The places in its headline, its article's first words and itself, without 시 or 군."""
        article = self.article
        text = f"{article.title or ''} {article.text[:_LEDE]} {self.text}"
        return frozenset(
            found for found in words.PLACE.findall(text) if found not in words.NO_PLACE
        )

    @cached_property
    def stance(self) -> Stance | None:
        """How it stands to what it tells: a denial that names the rumour is a denial."""
        return next(
            (stance for stance, said in states.STANCES.items() if said.search(self.normal)), None
        )

    @cached_property
    def decides(self) -> bool:
        """Whether it tells of a decision."""
        return states.DECIDES.search(self.normal) is not None

    @cached_property
    def status(self) -> Status | None:
        """How far what it tells of has come."""
        return next(
            (status for status, said in states.STATUSES.items() if said.search(self.normal)), None
        )

    @cached_property
    def events(self) -> frozenset[str]:
        """The kinds of event it tells of."""
        return words.named(states.EVENTS, self.normal)

    @cached_property
    def corrects(self) -> bool:
        """Whether it stands in a correction."""
        title = normalise(self.article.title or "")
        return bool(states.CORRECTS.search(title) or states.CORRECTS.search(self.normal))

    @cached_property
    def correction(self) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
        """The figures that a correction calls wrong, and those that it puts in their place."""
        # A headline that it names is no statement of its own.
        text = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), self.text)
        claims = [claim for claim in _claims(text) if not claim.replaced]
        until = states.wrong_until(text.lower())
        wrong = tuple(one.figure for one in claims if one.figure.end <= until)
        return wrong, tuple(one.figure for one in claims if one.figure.end > until)

    @cached_property
    def years(self) -> frozenset[int]:
        """The years it names."""
        named = {int(year) for year in words.YEAR.findall(self.normal)}
        published = self.article.published
        if published:
            own = int(published.iso[:4])
            named |= {
                own + offset for said, offset in words.RELATIVE_YEARS if said.search(self.normal)
            }
        return frozenset(named)

    @cached_property
    def periods(self) -> tuple[frozenset[str], ...]:
        """The periods it names, by their lengths."""
        return tuple(
            frozenset("".join(found.groups(default="")) for found in said.finditer(self.normal))
            for said in words.PERIODS
        )

    @cached_property
    def topics(self) -> frozenset[str]:
        """What it is about, as Korean marks it: 한빛전자 of «한빛전자는 …»."""
        return frozenset(words.TOPIC.findall(self.text)[:1])

    def says(self, unit: str, *, asked: Asked, aspects: frozenset[str]) -> Claim | None:
        """Return the claim in ``unit`` that says most of what is asked; None without one."""
        own = [claim for claim in self.claims if claim.figure.unit == unit and not claim.replaced]
        return max(
            own,
            key=lambda claim: (
                _of_group(claim.said, asked.question.text),
                bool(claim.aspects & aspects),
                asked.covered(_terms_in(claim.said, asked)),
            ),
            default=None,
        )


def statement(
    article: Article,
    start: int,
    end: int,
    *,
    asked: Asked,
    rank: int,
    terms: frozenset[str] = frozenset(),
) -> Statement:
    """Read the sentence that stands there, of which some ``terms`` of the question are known."""
    text = article.text[start:end]
    return Statement(
        article=article,
        start=start,
        end=end,
        text=text,
        rank=rank,
        terms=terms | _terms_in(text, asked),
        headline=_terms_in(article.title or "", asked),
        asked=asked,
    )


@lru_cache(maxsize=128)  # each article of a question has several sentences; 4 MB
def _opening(text: str) -> frozenset[str]:
    return _tells(text)


def _tells(text: str) -> frozenset[str]:
    """Return the longer words in Latin script, and the letters of others in threes."""
    letters = _LETTERS.findall(normalise(text))
    latin = (word for word in letters if word.isascii() and len(word) >= _LATIN_CHARS)
    threes = trigrams(" ".join(word for word in letters if not word.isascii()))
    return frozenset((*latin, *(term for term in threes if len(term) == 3)))


def grams(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring letters in the words of ``text``, figures aside."""
    return frozenset(
        word[at : at + 2] for word in _LETTERS.findall(text) for at in range(max(1, len(word) - 1))
    )


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of the smaller set that is in the other: 0..1."""
    return len(one & other) / (min(len(one), len(other)) or 1)


def _of_group(said: str, question: str) -> int:
    """Count the groups asked for that ``said`` names, less those it names another one of."""
    wanted = [(row, words.groups(row, question)) for row in words.CONTRASTS]
    named = [(group, words.groups(row, said)) for row, group in wanted if group]
    return sum((1 if own & group else -1) for group, own in named if own)


def _terms_in(text: str, asked: Asked) -> frozenset[str]:
    """Find the question's terms in ``text``, those that name an aspect by any of its words."""
    normal = normalise(text)
    return frozenset(
        term
        for term in asked.morphemes
        if term in normal or any(said.search(normal) for said in words.naming(term))
    )


def _claims(text: str) -> tuple[Claim, ...]:
    found = figures(text)
    breaks = [match.span() for match in _BREAK.finditer(text.lower())]
    return tuple(
        _claim(text, found, index, _segment(text, found, index, breaks))
        for index, figure in enumerate(found)
        if not _is_difference(text, figure)
    )


def _segment(
    text: str, found: Sequence[Figure], index: int, breaks: Sequence[tuple[int, int]]
) -> tuple[int, int]:
    """Find the words around a figure that are said of it and not of its neighbours."""
    figure = found[index]
    start = max((end for _, end in breaks if end <= figure.start), default=0)
    stop = min((begin for begin, _ in breaks if begin >= figure.end), default=len(text))
    replaced = [one for one in found if _is_replaced(text, one, found)]
    alike = [one for one in found if one.unit == figure.unit and one is not figure]
    # In 12명에서 17명으로 both are said of the same.
    before = max(
        (one.end for one in alike if start <= one.start < figure.start and one not in replaced),
        default=None,
    )
    after = min(
        (one.start for one in alike if figure.start < one.start < stop and figure not in replaced),
        default=None,
    )
    if not _KOREAN_OR_JAPANESE.search(text):  # in English and Chinese it precedes its words
        return (start if before is None else figure.start, stop if after is None else after)
    return (start if before is None else before, stop if after is None else figure.end)


def _claim(
    text: str,
    found: Sequence[Figure],
    index: int,
    segment: tuple[int, int],
) -> Claim:
    figure = found[index]
    said = text[segment[0] : segment[1]]
    alone = sum(one.unit == figure.unit and not _is_replaced(text, one, found) for one in found)
    return Claim(
        figure=figure,
        said=normalise(said),
        aspects=_counted(said, figure) or (_counted(text, figure) if alone == 1 else frozenset()),
        part=words.PART.search(text[max(0, segment[0] - 12) : figure.start]) is not None,
        replaced=_is_replaced(text, figure, found),
    )


def _counted(said: str, figure: Figure) -> frozenset[str]:
    """Return what a figure is of: what was counted, or what happens on a day."""
    return words.named(states.EVENTS, said) if figure.unit == "date" else words.aspects(said)


def _is_replaced(text: str, figure: Figure, found: Sequence[Figure]) -> bool:
    followed = any(
        one.unit == figure.unit and figure.end < one.start <= figure.end + 40 for one in found
    )
    tail = text[figure.end : figure.end + 12]
    if followed and words.REPLACED_AFTER.match(tail):
        return True
    head = text[max(0, figure.start - 30) : figure.start]
    others = any(one.unit == figure.unit and one is not figure for one in found)
    return others and words.REPLACED_BEFORE.search(head) is not None


def _is_difference(text: str, figure: Figure) -> bool:
    head = text[max(0, figure.start - 8) : figure.start + 1]
    if figure.unit in _RATES:
        return False
    return bool(words.DIFFERENCE.search(head) or words.DIFFERENCE_AFTER.match(text, figure.end))


def later(one: Article, other: Article, *, zone: tzinfo) -> bool | None:
    """Tell whether ``one`` is the later report; None when they are of the same time or undated.

    Days and months are compared as such, in ``zone``. With times of day, ``SAME_TIME`` must lie
    between two outlets; one outlet follows itself. What the text lets one conclude stands in for
    a date that is not stated.
    """
    mine, others = _published(one), _published(other)
    if mine is None or others is None:
        return None
    if "day" in (mine.precision, others.precision) or "month" in (mine.precision, others.precision):
        day, day_of_other = mine.local_date(zone), others.local_date(zone)
        if "month" in (mine.precision, others.precision):
            day, day_of_other = day.replace(day=1), day_of_other.replace(day=1)
        return None if day == day_of_other else day > day_of_other
    passed = mine.instant(zone) - others.instant(zone)
    follows_itself = one.outlet is not None and one.outlet == other.outlet
    if not passed or (abs(passed) < SAME_TIME and not follows_itself):
        return None
    return passed > timedelta(0)


def days_apart(one: Article, other: Article, *, zone: tzinfo) -> int:
    """Return the days between two reports; 0 when one is undated."""
    mine, others = _published(one), _published(other)
    if mine is None or others is None:
        return 0
    return abs((mine.local_date(zone) - others.local_date(zone)).days)


def _published(article: Article) -> Published | None:
    if article.published or not (article.inferred and article.inferred.best):
        return article.published
    return Published(iso=article.inferred.best.isoformat())
