"""Invented articles in four languages, drawn from a seed, with nothing of a page's layout."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from random import Random
from typing import Final, Literal

from store.article import Published
from tests.synthetic_news.tongue import Tongue, joined, load

Kind = Literal["report", "flash", "interview"]

TONGUES: Final[Mapping[str, Tongue]] = {name: load(name) for name in ("ko", "ja", "zh", "en")}
#: Hours from UTC of the place that each language's outlets write from.
_OFFSETS: Final = {"ko": 9, "ja": 9, "zh": 8, "en": 0}
_FIRST: Final = datetime(2014, 1, 1, tzinfo=UTC)
_MINUTES: Final = 12 * 365 * 24 * 60
_SLOT = re.compile(r"\{(\w+)(?::([^}]+))?\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """An article, and what a careful reader of a page can know of it.

    ``paragraphs`` holds ``headings`` too, in place. ``subtitles`` stand between headline and
    text and are part of neither. A page that does not show a field sets it to ``None``.
    """

    title: str | None
    subtitles: tuple[str, ...]
    paragraphs: tuple[str, ...]
    headings: tuple[str, ...]
    captions: tuple[str, ...]
    published: Published | None
    publisher: str | None
    author: str | None
    url: str | None
    language: str
    kind: Kind

    @property
    def written(self) -> datetime:
        """The minute of publication; only where it is known."""
        if self.published is None:
            raise ValueError("nothing says when it was published")
        return datetime.fromisoformat(self.published.iso)


def article(random: Random, *, language: str, kind: Kind | None = None) -> Truth:
    """Write an article; the same state of ``random`` gives the same one."""
    tongue = TONGUES[language]
    kind = kind or random.choices(("report", "flash", "interview"), (88, 5, 7))[0]
    slots = _Slots(random, tongue)
    zone = timezone(timedelta(hours=_OFFSETS[language]))
    written = (_FIRST + timedelta(minutes=random.randrange(_MINUTES))).astimezone(zone)
    title = random.choice(tongue.titles)
    lead = random.choice([one for one in tongue.leads if _subjects(one) & _subjects(title)])
    paragraphs, headings = _body(random, tongue, slots, kind, lead)
    publisher, domain = random.choice(tongue.outlets)
    subtitles = random.sample(tongue.subtitles, random.randint(0, min(3, len(tongue.subtitles))))
    captions = random.sample(tongue.captions, random.choices((0, 1, 2, 3), (3, 5, 2, 1))[0])
    return Truth(
        title=slots.fill(title),
        subtitles=tuple(map(slots.fill, subtitles)) if kind == "report" else (),
        paragraphs=tuple(paragraphs),
        headings=tuple(headings),
        captions=tuple(map(slots.fill, captions)) if kind != "flash" else (),
        published=Published(iso=written.isoformat()),
        publisher=publisher,
        author=tongue.name(random),
        url=f"https://www.{domain}/{random.choice(('news', 'article', 'view'))}/"
        f"{written:%Y%m%d}{random.randrange(10_000, 99_999)}",
        language=language,
        kind=kind,
    )


def headline(random: Random, language: str) -> str:
    """Write the headline of some other article."""
    tongue = TONGUES[language]
    return _Slots(random, tongue).fill(random.choice(tongue.titles))


class _Slots:
    """The names, places and figures of one article: names stay, figures change each time."""

    def __init__(self, random: Random, tongue: Tongue) -> None:
        self._random, self._tongue = random, tongue
        self._kept: dict[str, str] = {}

    def fill(self, template: str) -> str:
        return _SLOT.sub(lambda found: self._value(found[1], found[2]), template)

    def _value(self, slot: str, particle: str | None) -> str:
        word = self._figure(slot)
        if word is None:
            word = self._kept.setdefault(slot, "") or self._word(slot)
            self._kept[slot] = word
        return joined(word, particle) if particle else word

    def _word(self, slot: str) -> str:
        group = slot.rstrip("0123456789")
        if group == "person":
            return self._tongue.name(self._random)
        return self._random.choice(self._tongue.words[group])

    def _figure(self, slot: str) -> str | None:
        random = self._random
        match slot:
            case "n":
                return str(random.randint(2, 96))
            case "big":
                return f"{random.randint(1_000, 900_000):,}"
            case "pct":
                return f"{random.uniform(0.1, 60):.1f}"
            case "day":
                return str(random.randint(1, 28))
            case "month":
                return str(random.randint(1, 12))
            case "year":
                return str(random.randint(1950, _FIRST.year - 1))
            case "future":
                return str(random.randint(2027, 2036))
            case "hour":
                return str(random.randint(1, 12))
        return None


def _subjects(template: str) -> set[str]:
    """What of an article ``template`` speaks of; figures say nothing."""
    names = {found[1] for found in _SLOT.finditer(template)}
    return names - {"n", "big", "pct", "day", "month", "year", "future", "hour"}


def _body(
    random: Random, tongue: Tongue, slots: _Slots, kind: Kind, lead: str
) -> tuple[Sequence[str], Sequence[str]]:
    if kind == "flash":
        return [slots.fill(lead)], []
    if kind == "interview":
        return _interview(random, tongue, slots, lead), []
    count = random.choice((3, 4, 5, 6, 8, 10, 14))
    size = random.choice(((1, 1), (1, 2), (2, 4), (3, 5)))
    sentences = random.sample(tongue.sentences, len(tongue.sentences))
    paragraphs = [slots.fill(lead)]
    headings = []
    headed = random.random() < 0.2
    for number in range(count):
        taken = [sentences.pop() for _ in range(random.randint(*size)) if sentences]
        if not taken:
            break
        if headed and number % 3 == 2:
            headings.append(slots.fill(random.choice(tongue.headings)))
            if headings[-1] in paragraphs:
                headings.pop()
            else:
                paragraphs.append(headings[-1])
        paragraphs.append(tongue.space.join(map(slots.fill, taken)))
    return paragraphs, headings


def _interview(random: Random, tongue: Tongue, slots: _Slots, lead: str) -> list[str]:
    asked, answered = random.choice(tongue.marks)
    pairs = random.sample(tongue.exchanges, min(len(tongue.exchanges), random.randint(4, 8)))
    paragraphs = [slots.fill(lead), slots.fill(tongue.introduction)]
    for question, answer in pairs:
        paragraphs += [asked + slots.fill(question), answered + slots.fill(answer)]
    return paragraphs
