"""Streams of invented stories over days, with what each sentence says known.

Each story goes on in steps. Outlets tell a step in their own words or copy it, come back to earlier
steps, tell the last one again days later, correct a figure in a new version, arrive late, or bear
a date that is wrong. Nothing of it knows how the facts of a story are told apart.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final

from store.article import PARAGRAPH_BREAK, Article, Copies, Published

SEOUL: Final = timezone(timedelta(hours=9))
FIRST_DAY: Final = datetime(2026, 3, 2, tzinfo=SEOUL)
DAYS: Final = 30
#: Stories that begin each day.
A_DAY: Final = 6
#: How often a step is told again days later, a figure corrected, an article late by a day, undated,
#: dated in the future, or from years ago.
TOLD_AGAIN: Final = 0.6
CORRECTED: Final = 0.2
LATE: Final = 0.06
UNDATED: Final = 0.03
FUTURE: Final = 0.03
ANCIENT: Final = 0.1
#: How often an outlet copies a report, comes back to what was before, begins with an aside, gives
#: only the day.
COPIES: Final = 0.35
BEHIND: Final = 0.7
ASIDE_FIRST: Final = 0.1
DAY_ONLY: Final = 0.25

_FOLDER: Final = Path(__file__).parent
_OUTLETS: Final = tuple(
    f"{place}{kind}"
    for place in ("한누리", "새벽", "물결", "들꽃")
    for kind in ("일보", "신문", "통신")
)
_ENGLISH_OUTLETS: Final = ("Harbour Post", "Northern Wire", "Lantern Gazette", "Coast Daily")
_SYLLABLES: Final = "가나다라마바사아자하고노도로모보소오조호구누두루무부수우주후"
_ENDS: Final = "람산천평령곡촌암성흥"
_FIRM: Final = ("한별", "새론", "두온", "미르", "가온", "단솔", "예찬", "소담", "라온", "다솜")
_TRADES: Final = ("산업", "물산", "건설", "식품", "해운", "전선", "정밀", "화학")
_SURNAMES: Final = "김이박최정강조윤장임"
_TOWNS: Final = ("Ald", "Bren", "Cor", "Dun", "Elm", "Fal", "Gren", "Hol", "Kir", "Lin", "Mar")
_TOWN_ENDS: Final = ("ford", "wick", "ham", "ton", "mouth", "dale", "bury", "stow")

#: Slots that name who and where.
_NAMES: Final = frozenset("tTfp")
_SLOT: Final = re.compile(r"\{(\w)\}")

#: What a sentence says: a step of its story and the sentence of it, None for an aside.
Label = str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An article as it comes in, in place of its earlier version where it has one.

    ``says`` labels its sentences; ``changed`` are those that this version brought.
    """

    article: Article
    since: datetime
    says: Mapping[str, Label]
    changed: frozenset[str] = frozenset()
    replaced: frozenset[str] = frozenset()


@dataclass(slots=True, kw_only=True)
class Told:
    """A story of the stream. ``steps`` gives when each label was first reported."""

    id: int
    subject: str
    steps: dict[str, datetime] = field(default_factory=dict)
    is_old: bool = False


@dataclass(slots=True, kw_only=True)
class Stream:
    """Arrivals in order, the stories, which story an article is of, and which are copies."""

    arrivals: list[Arrival] = field(default_factory=list)
    stories: dict[int, Told] = field(default_factory=dict)
    story_of: dict[int, int] = field(default_factory=dict)
    copies: dict[int, Copies] = field(default_factory=dict)

    def subjects(self) -> tuple[str, ...]:
        """The subjects of its stories."""
        return tuple(dict.fromkeys(one.subject for one in self.stories.values()))


def stream(which: str, *, seed: int) -> Stream:
    """Write a stream of ``seen``, ``held_out`` or ``fresh`` stories, the same for the same seed."""
    return _Writer(which, Random(seed)).write()


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


class _Writer:
    def __init__(self, which: str, random: Random) -> None:
        self.random = random
        self.kinds = _read(which)["kind"]
        self.asides = _read("asides")[which], _read("asides")["english"]
        self.stream = Stream()
        self._named: set[tuple[str, str]] = set()

    def write(self) -> Stream:
        for day in range(DAYS):
            for _ in range(A_DAY):
                moment = FIRST_DAY + timedelta(days=day, minutes=self.random.randrange(1440))
                self._story(self.random.choice(self.kinds), moment)
        self.stream.arrivals.sort(key=lambda one: one.article.stored_at)
        return self.stream

    def _story(self, kind: Mapping[str, Any], begins: datetime) -> None:
        story = Told(id=len(self.stream.stories) + 1, subject=kind["subject"])
        self.stream.stories[story.id] = story
        if self.random.random() < ANCIENT:
            story.is_old = True
        slots = self._slots(kind, begins)
        moment, told = begins, []
        for number, step in enumerate(kind["step"]):
            moment += timedelta(days=step.get("gap", 0), minutes=self.random.randrange(-90, 90))
            told.append(step)
            self._step(story, told, slots, kind, moment, label=str(number))
            if story.is_old:
                return
        if self.random.random() < TOLD_AGAIN:
            again = moment + timedelta(days=self.random.randint(1, 4))
            self._step(story, told, slots, kind, again, label=str(len(told) - 1))

    def _step(
        self,
        story: Told,
        told: Sequence[Mapping[str, Any]],
        slots: Mapping[str, str],
        kind: Mapping[str, Any],
        moment: datetime,
        *,
        label: str,
    ) -> None:
        english = kind.get("language") == "en"
        outlets = self.random.sample(
            _ENGLISH_OUTLETS if english else _OUTLETS, self.random.randint(1, 4)
        )
        first: Arrival | None = None
        for number, outlet in enumerate(outlets):
            at = moment + timedelta(minutes=number * self.random.randint(5, 120))
            if first is not None and self.random.random() < COPIES:
                self._copy(story, first, outlet, at)
                continue
            title, says = self._written(told, slots, label, english=english)
            arrival = self._article(story, title, says, outlet, at)
            for one in arrival.says.values():
                if one is not None:
                    story.steps.setdefault(one, at)
            first = first or arrival
        if first is not None and self.random.random() < CORRECTED:
            self._correct(story, first, slots, f"{label}.0")

    def _written(
        self,
        told: Sequence[Mapping[str, Any]],
        slots: Mapping[str, str],
        label: str,
        *,
        english: bool,
    ) -> tuple[str, list[tuple[str, Label]]]:
        random = self.random
        says: list[tuple[str, Label]] = [
            (random.choice(wordings).format_map(slots), f"{label}.{at}")
            for at, wordings in enumerate(told[-1]["says"])
            if at == 0 or random.random() < 0.8
        ]
        asides = random.sample(self.asides[english], random.randint(1, 2))
        if random.random() < ASIDE_FIRST:
            says.insert(0, (asides.pop(), None))
        for at, step in enumerate(told[:-1]):
            if random.random() < BEHIND:
                wording = random.choice(step["behind"])
                says.append((wording.format_map(slots), f"{at}.{_restates(wording, step)}"))
        says += [(one, None) for one in asides]
        return random.choice(told[-1]["titles"]).format_map(slots), says

    def _article(
        self,
        story: Told,
        title: str,
        says: Sequence[tuple[str, Label]],
        outlet: str,
        at: datetime,
    ) -> Arrival:
        id_ = len(self.stream.arrivals) + 1
        stored = at + timedelta(minutes=self.random.randint(3, 50))
        if self.random.random() < LATE:
            stored += timedelta(days=1)
        article = Article(
            id=id_,
            version=1,
            text=_text(says),
            title=title,
            file=f"{id_}.txt",
            stored_at=stored.astimezone(UTC),
            outlet=outlet,
            published=self._published(at, is_old=story.is_old),
            url=f"https://news.example/{id_}",
        )
        arrival = Arrival(article=article, since=article.stored_at, says=dict(says))
        self.stream.arrivals.append(arrival)
        self.stream.story_of[id_] = story.id
        return arrival

    def _published(self, at: datetime, *, is_old: bool) -> Published | None:
        chance = self.random.random()
        if is_old:
            return Published(iso=(at - timedelta(days=1200)).date().isoformat())
        if chance < UNDATED:
            return None
        if chance < UNDATED + FUTURE:
            at += timedelta(days=40)
        if self.random.random() < DAY_ONLY:
            return Published(iso=at.date().isoformat())
        return Published(iso=at.replace(second=0, microsecond=0).isoformat())

    def _copy(self, story: Told, first: Arrival, outlet: str, at: datetime) -> None:
        copy = self._article(
            story, first.article.title or "", list(first.says.items()), outlet, at
        ).article
        known = self.stream.copies.get(first.article.id)
        ids = (*(known.articles if known else (first.article.id,)), copy.id)
        outlets = (*(known.outlets if known else (str(first.article.outlet),)), outlet)
        group = Copies(
            articles=ids, outlets=outlets, origin=first.article.id, origin_outlet=outlets[0]
        )
        self.stream.copies.update(dict.fromkeys(ids, group))

    def _correct(self, story: Told, first: Arrival, slots: Mapping[str, str], label: str) -> None:
        """Bring a new version in which one figure of the step is another one."""
        figures = [slots[name] for name in "abcde" if slots.get(name)]
        said = next(
            (one for one, of in first.says.items() if of == label and _has(one, figures)), None
        )
        if said is None:
            return
        figure = next(one for one in figures if one in said)
        right = str(int(figure) + self.random.randint(11, 29))
        mended = said.replace(figure, right)
        says = {mended if one == said else one: of for one, of in first.says.items()}
        says[mended] = corrected = f"{label}, corrected to {right}"
        stored = first.article.stored_at + timedelta(hours=self.random.randint(5, 40))
        article = replace(
            first.article, version=2, text=_text(list(says.items())), stored_at=stored
        )
        story.steps.setdefault(corrected, stored)
        self.stream.arrivals.append(
            Arrival(
                article=article,
                since=first.since,
                says=says,
                changed=frozenset((mended,)),
                replaced=frozenset((said,)),
            )
        )

    def _slots(self, kind: Mapping[str, Any], begins: datetime) -> dict[str, str]:
        random = self.random
        figures = {name: str(random.randint(*ends)) for name, ends in kind["ranges"].items()}
        days = {
            name: f"{day.month}월 {day.day}일"
            for name, after in kind.get("days", {}).items()
            for day in [begins + timedelta(days=after)]
        }
        return {
            **figures,
            **days,
            "t": self._name(
                kind, lambda: "".join((*random.choices(_SYLLABLES, k=2), random.choice(_ENDS)))
            ),
            "T": self._name(kind, lambda: random.choice(_TOWNS) + random.choice(_TOWN_ENDS)),
            "f": self._name(kind, lambda: random.choice(_FIRM) + random.choice(_TRADES)),
            "p": random.choice(_SURNAMES) + "".join(random.choices(_SYLLABLES, k=2)),
        }

    def _name(self, kind: Mapping[str, Any], invent: Callable[[], str]) -> str:
        """Invent a name that no other story of the kind has: nobody could tell the two apart."""
        named = {name for subject, name in self._named if subject == kind["subject"]}
        name = next(one for one in iter(invent, None) if one not in named)
        self._named.add((kind["subject"], name))
        return name


def _restates(wording: str, step: Mapping[str, Any]) -> int:
    """Return which sentence of a step a later wording comes back to: the one with its slots."""
    figures = set(_SLOT.findall(wording)) - _NAMES
    return max(
        range(len(step["says"])),
        key=lambda at: len(figures & set(_SLOT.findall(step["says"][at][0]))),
    )


def _has(sentence: str, figures: Sequence[str]) -> bool:
    return any(one in sentence for one in figures)


def _text(says: Sequence[tuple[str, Label]]) -> str:
    sentences = [one for one, _ in says]
    return PARAGRAPH_BREAK.join((" ".join(sentences[:2]), *sentences[2:]))


def arrived(stream: Stream, until: datetime, after: datetime) -> Iterator[Arrival]:
    """Yield what arrived after the one moment, up to the other."""
    return (one for one in stream.arrivals if after < one.article.stored_at <= until)
