"""How alike two articles are, by their words and by whom and what they name; pure."""

from collections import defaultdict
from math import sqrt
from typing import Final

from retrieval.grouping.weighed import Weighed, Weights, named, names_agree, said_of_both

#: An article goes on with a story when it is this alike to one of its articles: of the values tried
#: (.08 to .11) the lowest that mixes no two events of ``benchmarks.stories``.
ALIKE: Final = 0.09
#: English articles share their small words: .14 to .26 on other subjects, .51 on one.
ALIKE_ENGLISH: Final = 0.38
#: How much is taken off what rests on a single name: a company has other news as well.
NAME: Final = 0.65
#: From this part on of the names that stand in the other article nothing is taken off.
NAMES_ENOUGH: Final = 0.5
#: Where names agree, what is alike beside them counts so much: of the values tried on the streams
#: the highest that mixes no two events of one company.
BESIDE_NAMES: Final = 1.5
#: Where this part of what is said of them agrees as well, all that is alike counts so much.
SAID: Final = 0.3
SAID_OF_THEM: Final = 2.0
#: A short text shares by chance what a longer one shares by its event: of fewer terms than this,
#: this power of their part is taken. Without it the samples need half the limit that streams do.
ENOUGH_TERMS: Final = 200
SHORT: Final = 0.3
#: Headlines of fewer terms, the rarest of them, are wanting.
MIN_TERMS: Final = 5


def likeness(one: Weighed, other: Weighed) -> float:
    """Return how alike two articles are, 0..1: their texts, their heads and their headlines.

    Texts by the cosine of their terms; of the heads and headlines, how much of each stands in the
    other's text. Short texts tell less, and what a single name brings counts half; other names in
    the headlines make texts unlike, the same names of which the same is said make them alike.
    """
    heads = sqrt(_share(one.head, other.vector) * _share(other.head, one.vector))
    titles = (_share(one.title, other.vector) + _share(other.title, one.vector)) / 2
    alike = (_cosine(one.vector, other.vector) + heads + titles) / 3
    terms = min(len(one.vector), len(other.vector), ENOUGH_TERMS)
    enough: float = (terms / ENOUGH_TERMS) ** SHORT
    name = _name(one, other)
    if names_agree(one, other):
        if said_of_both(one, other) >= SAID:
            return min(1.0, alike * enough * SAID_OF_THEM)
        return alike * enough * max(1 - NAME * name, BESIDE_NAMES * (1 - name))
    one_in_other, other_in_one = named(one, other)
    of_names = min(1.0, sqrt(one_in_other * other_in_one) / NAMES_ENOUGH)
    return alike * enough * (1 - NAME * name) * of_names


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


def _share(own: Weights, text: Weights) -> float:
    """Return the share of the weight of ``own`` terms that stand in a text.

    Of very few terms all are not enough: the name of a town is no event.
    """
    whole = max(sum(own.values()), MIN_TERMS * max(own.values(), default=0.0)) or 1.0
    return sum(weight for term, weight in own.items() if term in text) / whole


def _cosine(one: Weights, other: Weights) -> float:
    small, large = sorted((one, other), key=len)
    return sum(weight * large[term] for term, weight in small.items() if term in large)
