"""Decides which story an article goes on with, from the articles it may go on with; pure.

An event is what happens once, with all that follows from it: its announcement and its course,
corrections, denials, tolls, verdicts. The next match of a team, the next issue of a column, another
fire in the town are other events, however alike their words are.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import log, sqrt
from typing import Final

from retrieval.grouping.profile import Profile
from retrieval.morphemes import trigrams

#: An article goes on with a story when it is this alike to one of its articles: of the values tried
#: (.085 to .11) the lowest that mixed no two events of benchmarks.stories with the seeds 1 to 4. Of
#: 408 articles of one week of 2022 it makes 315 stories.
ALIKE: Final = 0.09
#: English articles share their small words: .14 to .26 on other subjects, .51 on one.
ALIKE_ENGLISH: Final = 0.38
#: Two stories are one when it is this alike to both, and nearly as much to the one as the other.
ALIKE_BOTH: Final = 0.2
NEARLY: Final = 0.6
#: Texts whose beginnings share this much, figures and all else that differs aside, fill one
#: template: other words begin with at most a third in common.
TEMPLATE: Final = 0.45
#: Soon after, and of the same names, it takes more.
TEMPLATE_NAMED: Final = 0.7
#: With this much in common only figures differ, or a name: without that it is soon after the same
#: event, updated.
ONLY_FIGURES: Final = 0.9
UPDATED_WITHIN: Final = timedelta(hours=12)
#: How much is taken off what rests on a single name: a company has other news as well.
NAME: Final = 0.65
#: Names agree where so large a part of each headline's, weighed by how rare they are, stands in the
#: other text; they differ where less than the other of either's does.
NAMES_AGREE: Final = 0.9
NAMES_DIFFER: Final = 0.1
#: From this part on of the names on one side nothing is taken off.
NAMES_ENOUGH: Final = 0.5
#: Where they agree, what is alike beside them counts so much: of the values tried on the streams
#: the highest that mixes no two events of one company.
BESIDE_NAMES: Final = 1.5
#: Where so much of the figures agrees as well, it is the same told again, whatever its template.
FIGURES_AGREE: Final = 0.6
#: A short text shares by chance what a longer one shares by its event: of fewer terms than this,
#: this power of their part is taken. Without it the samples need half the limit that streams do.
ENOUGH_TERMS: Final = 200
SHORT: Final = 0.3
#: Headlines of fewer terms, the rarest of them, are wanting.
MIN_TERMS: Final = 5
#: Names outweigh what is said of them.
_POWER: Final = 2

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A profile with the weights of its terms; ``vector`` has length 1."""

    profile: Profile
    vector: Weights
    title: Weights
    head: Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The story an article goes on with (None: a new one), and those that are one with it."""

    story: int | None
    also: tuple[int, ...] = ()


def weigh(profile: Profile, rarity: Weights) -> Weighed:
    """Weigh the terms of a profile by how rare they are in the store."""
    vector = {term: (1 + log(count)) * rarity[term] for term, count in profile.counts.items()}
    length = sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return Weighed(
        profile=profile,
        vector={term: weight / length for term, weight in vector.items()},
        title={term: rarity[term] ** _POWER for term in profile.title},
        head={term: rarity[term] ** _POWER for term in profile.head},
    )


def likeness(one: Weighed, other: Weighed) -> float:
    """Return how alike two articles are, 0..1: their texts, their heads and their headlines.

    Texts by the cosine of their terms; of the heads and headlines, how much of each stands in the
    other's text. Short texts tell less, and what a single name brings counts half; other names in
    the headlines make texts unlike.
    """
    heads = sqrt(_share(one.head, other.vector) * _share(other.head, one.vector))
    titles = (_share(one.title, other.vector) + _share(other.title, one.vector)) / 2
    alike = (_cosine(one.vector, other.vector) + heads + titles) / 3
    terms = min(len(one.vector), len(other.vector), ENOUGH_TERMS)
    enough: float = (terms / ENOUGH_TERMS) ** SHORT
    name = _name(one, other)
    if _names_agree(one, other):
        return alike * enough * max(1 - NAME * name, BESIDE_NAMES * (1 - name))
    named = min(1.0, max(_named(one, other)) / NAMES_ENOUGH)
    return alike * enough * (1 - NAME * name) * named


def goes_on(one: Weighed, other: Weighed) -> float:
    """Return ``likeness`` on the scale on which ``ALIKE`` is enough, whatever the languages."""
    english = one.profile.language == other.profile.language == "en"
    return likeness(one, other) * (ALIKE / ALIKE_ENGLISH if english else 1.0)


def _name(one: Weighed, other: Weighed) -> float:
    """Return which part of what the heads share is one name: a word in its forms, or two of them
    that stand side by side in both.
    """
    shared: defaultdict[str, float] = defaultdict(float)
    for term, weight in one.head.items():
        if term in other.vector:
            shared[one.profile.words.get(term, term)] += weight
    if not shared:
        return 0.0
    pairs = one.profile.pairs & other.profile.pairs
    names = [*shared.values(), *(shared.get(a, 0.0) + shared.get(b, 0.0) for a, b in pairs)]
    return max(names) / sum(shared.values())


def are_issues(one: Weighed, other: Weighed) -> bool:
    """Tell whether two texts that are no copies fill one template: other events of one kind."""
    a, b = one.profile, other.profile
    if a.is_notice or b.is_notice or max(_named(one, other)) < NAMES_DIFFER:
        return True
    if _names_agree(one, other) and _figures_agree(a, b):
        return False
    soon = abs(a.at - b.at) < UPDATED_WITHIN
    if a.frame and a.frame == b.frame and not soon:
        return True
    shared = len(a.opening & b.opening) / (min(len(a.opening), len(b.opening)) or 1)
    updated = soon and shared >= ONLY_FIGURES and not (_lacks(a, b) and _lacks(b, a))
    template = TEMPLATE_NAMED if soon and _names_agree(one, other) else TEMPLATE
    return shared >= template and not updated


def _names_agree(one: Weighed, other: Weighed) -> bool:
    known = one.profile.names and other.profile.names
    return bool(known) and min(_named(one, other)) >= NAMES_AGREE


def _named(one: Weighed, other: Weighed) -> tuple[float, float]:
    """Return which part of each one's names stands in the other's text; 1 where there is none."""
    if not one.profile.names or not other.profile.names:
        return 1.0, 1.0
    return _part_named(one, other), _part_named(other, one)


def _part_named(one: Weighed, other: Weighed) -> float:
    weights = {
        name: max((one.head.get(term, 1.0) for term in trigrams(name)), default=1.0)
        for name in one.profile.names
    }
    there = sum(weight for name, weight in weights.items() if name in other.profile.letters)
    return there / sum(weights.values())


def _figures_agree(one: Profile, other: Profile) -> bool:
    fewer = min(len(one.figures), len(other.figures))
    return fewer > 0 and len(one.figures & other.figures) >= FIGURES_AGREE * fewer


def _lacks(one: Profile, other: Profile) -> bool:
    """Tell whether a word of the headline stands nowhere in the other text: another's name."""
    return any(word and not word & other.counts.keys() for word in one.named)


def decide(
    new: Weighed, others: Sequence[tuple[int, Weighed]], *, copies: Iterable[int] = ()
) -> Decision:
    """Choose among the stories of ``others``, which are given with their articles.

    ``copies`` are the articles that are copies of the new one: it goes where they are. A story
    with another issue of the same template is never chosen.
    """
    same = set(copies)
    best: defaultdict[int, float] = defaultdict(float)
    barred: set[int] = set()
    for story, other in others:
        if other.profile.article_id in same:
            best[story] = 1.0
        elif are_issues(new, other):
            barred.add(story)
        else:
            best[story] = max(best[story], goes_on(new, other))
    ranked = sorted(
        (story for story, alike in best.items() if alike >= ALIKE and _may(story, best, barred)),
        key=lambda story: (-best[story], story),
    )
    if not ranked:
        return Decision(story=None)
    enough = max(ALIKE_BOTH, NEARLY * best[ranked[0]])
    return Decision(story=ranked[0], also=tuple(one for one in ranked[1:] if best[one] >= enough))


def _may(story: int, best: Mapping[int, float], barred: set[int]) -> bool:
    return best[story] == 1.0 or story not in barred


def _share(own: Weights, text: Weights) -> float:
    """Return the share of the weight of ``own`` terms that stand in a text.

    Of very few terms all are not enough: the name of a town is no event.
    """
    whole = max(sum(own.values()), MIN_TERMS * max(own.values(), default=0.0)) or 1.0
    return sum(weight for term, weight in own.items() if term in text) / whole


def _cosine(one: Weights, other: Weights) -> float:
    small, large = sorted((one, other), key=len)
    return sum(weight * large[term] for term, weight in small.items() if term in large)
